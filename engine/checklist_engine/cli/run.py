"""`checklist run`: what may be asked of it on the command line."""

from __future__ import annotations

import os
import shlex

import click

from checklist_engine.cli.group import common, set_option, tailored
from checklist_engine.cli.terminal import NARROWEST, WIDEST
from checklist_engine.cli.verdict import FAILS
from checklist_engine.problems import harmless


@click.command(context_settings={"allow_extra_args": True})  # told kindly below
@click.argument("record", required=False, type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "-f",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help="How to show it (`checklist formats` lists them), and where to write it; may be repeated.",
)
@click.option("--output", "-o", type=click.Path(), help="The file for a format without one; else the terminal.")
@click.option("--send", metavar="NAME", help="Also send it, by a deliverer such as smtp.")
@click.option("--dry-run", is_flag=True, help="With --send: say what would be sent, and send nothing.")
@click.option("--now", metavar="MOMENT", help="As if it were this moment, such as '2026-11-18 09:00'.")
@click.option("--watch", is_flag=True, help="Show it anew whenever record or rules change; needs the extra watch.")
@set_option
@click.option("--profile", metavar="NAME", help="consensus, strict, source:NAME, or one of the pack's or your own.")
@click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
@click.option("--all", "show_all", is_flag=True, help="Also what does not apply, with the reason.")
@click.option("--verbose", "-v", is_flag=True, help="Also steps, every source's voice, and how each date came about.")
@click.option(
    "--option", "options", multiple=True, metavar="[FORMAT.]NAME=VALUE", help="A setting; see `checklist formats NAME`."
)
@click.option("--no-plugins", is_flag=True, help="Leave out plugins that did not come with checklist.")
@click.option("--disable-plugin", multiple=True, metavar="NAME", help="Leave out this one; may be repeated.")
@click.option("--width", type=click.IntRange(NARROWEST, WIDEST), help="Columns; by default the terminal's.")
@click.option("--fail-on", multiple=True, type=click.Choice(list(FAILS)), help="Exit with 1 if an item is like this.")
@tailored
@common
def run(
    record: str | None,
    formats: tuple[str, ...],
    output: str | None,
    send: str | None,
    dry_run: bool,
    no_plugins: bool,
    disable_plugin: tuple[str, ...],
    now: str | None,
    watch: bool,
    suppose: tuple[str, ...],
    profile: str | None,
    pack: str | None,
    tailoring: str | None,
    show_all: bool,
    verbose: bool,
    width: int | None,
    fail_on: tuple[str, ...],
    options: tuple[str, ...],
) -> int:
    """Show the checklist of RECORD, the YAML file of one case (- reads standard input)."""
    if record is None:
        raise click.UsageError(_how_to_begin())
    if more := click.get_current_context().args:
        raise click.UsageError(_one_at_a_time(record, more))
    if watch:
        from checklist_engine.cli.watch import watch as watched

        if record == "-" or send:
            raise click.UsageError("--watch reads a file again and again; it goes neither with - nor with --send.")
        return watched(click.get_current_context().find_root().obj, record, pack, tailoring)
    if dry_run and not send:
        raise click.UsageError("--dry-run says what --send would send; without --send nothing is sent anyway.")
    if suppose and send:
        raise click.UsageError("--set is a what-if, and is shown to nobody but you: leave out --send.")
    from checklist_engine.cli.showing import Wanted, show

    return show(
        Wanted(
            record=record, formats=formats, output=output, send=send, dry_run=dry_run, no_plugins=no_plugins,
            disable_plugin=disable_plugin, now=now, suppose=suppose, profile=profile, pack=pack, tailoring=tailoring,
            show_all=show_all, verbose=verbose, width=width, fail_on=fail_on, options=options,
        )
    )  # fmt: skip


def _one_at_a_time(record: str, more: list[str]) -> str:
    """What to do about several records, with the first two as they can be typed."""
    each = "; ".join(f"checklist run {shlex.quote(harmless(one))}" for one in (record, more[0]))
    return (
        f"One record at a time, please: {each}. To see several in one list, write each into the same todo.txt:"
        f" checklist run {shlex.quote(harmless(record))} --format todotxt=todo.txt, and so on."
    )


def _how_to_begin() -> str:
    here = sorted(name for name in os.listdir() if name.endswith(".yaml"))
    if len(here) == 1:
        return f"Which record? There is one file here that may be it: checklist run {harmless(here[0])}"
    if here:
        few = ", ".join(map(harmless, here[:3])) + (" …" if len(here) > 3 else "")
        return f"Which record? Name one of the files here ({few}): checklist run FILE; or begin with `checklist init`."
    return (
        "Which record? Begin with `checklist init`, which asks a few questions and writes one; then: checklist run FILE"
    )
