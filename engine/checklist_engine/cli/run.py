"""`checklist run`: the checklist of a record, in a format."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

import click

from checklist_engine.checklist import Checklist, Item
from checklist_engine.cli.group import common, say, set_option, tailored, tell_failures
from checklist_engine.evaluate.status import OVER
from checklist_engine.plugin import Context, Deliverer, Format
from checklist_engine.problems import harmless

_NARROWEST, _WIDEST, _USUAL = 40, 200, 80
_FAILS: dict[str, Callable[[Item], bool]] = {
    "overdue": lambda item: item.status == "overdue",
    "due": lambda item: item.status in ("due", "overdue"),
    "late": lambda item: item.status in ("overdue", "late") or (bool(item.late_for) and item.status not in OVER),
    "broken": lambda item: item.status == "broken",
}


@click.command()
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
@click.option("--width", type=click.IntRange(_NARROWEST, _WIDEST), help="Columns; by default the terminal's.")
@click.option("--fail-on", multiple=True, type=click.Choice(list(_FAILS)), help="Exit with 1 if an item is like this.")
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
    if watch:
        from checklist_engine.cli.watch import watch as watched

        if record == "-" or send:
            raise click.UsageError("--watch reads a file again and again; it goes neither with - nor with --send.")
        return watched(click.get_current_context().find_root().obj, record, pack, tailoring)
    from checklist_engine.deliver.targets import settings, targets
    from checklist_engine.plugins import Plugins
    from checklist_engine.plugins.guard import noted
    from checklist_engine.plugins.render import render
    from checklist_engine.session import Session

    if dry_run and not send:
        raise click.UsageError("--dry-run says what --send would send; without --send nothing is sent anyway.")
    if suppose and send:
        raise click.UsageError("--set is a what-if, and is shown to nobody but you: leave out --send.")
    plugins = Plugins(enabled=not no_plugins, disabled=disable_plugin)
    # A name that does not exist is told before anything is read or written.
    outputs = [(plugins.format(one.format), one.path) for one in targets(formats, output, default=not send)]
    if suppose:
        _must_not_be_kept(outputs)
    deliverer = plugins.deliverer(send) if send else None
    sent = [plugins.format(name) for name in deliverer.formats] if deliverer else []
    session = Session(record, pack, tailoring)
    if suppose:
        session.suppose(suppose)
    shown = [*sent, *(chosen for chosen, _ in outputs)]
    given = settings(options, [*shown, deliverer] if deliverer else shown, session.config.options)
    checklist = session.evaluate(session.moment(now), profile, drafts=any("drafts" not in one.drops for one in shown))

    def context(part: Format | Deliverer, to_file: bool = True) -> Context:
        return Context(
            options=given[part.name],
            width=width or _terminal_width(to_file),
            colour=_colour(to_file),
            show_all=show_all,
            verbose=verbose,
            me=session.config.me,
            dry_run=dry_run,
        )

    failed = list(plugins.problems)
    for chosen, path in outputs:
        with noted(failed):
            if path is None:
                rendered = render(chosen, checklist, context(chosen, to_file=False))
                _show(rendered)
                if suppose and not _says_if(rendered):
                    _tell_if(checklist, suppose)
            else:
                from checklist_engine.deliver.write import put

                put(chosen, checklist, context(chosen), path, record)
                if suppose:
                    _tell_if(checklist, suppose)
    if deliverer:
        from checklist_engine.deliver.send import hand_over

        with noted(failed):
            say(hand_over(deliverer, [(one, context(one)) for one in sent], checklist, context(deliverer)))
    tell_failures(failed)
    return 3 if failed else _verdict(checklist, fail_on)


def _how_to_begin() -> str:
    here = sorted(name for name in os.listdir() if name.endswith(".yaml"))
    if len(here) == 1:
        return f"Which record? There is one file here that may be it: checklist run {harmless(here[0])}"
    return (
        "Which record? Begin with `checklist init`, which asks a few questions and writes one; then: checklist run FILE"
    )


def _terminal_width(to_file: bool) -> int:
    if to_file:
        return _USUAL
    if sys.stdout.isatty():
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    else:
        given = os.environ.get("COLUMNS", "")
        columns = int(given) if given.isdecimal() and len(given) < 6 else 0
    # A terminal that does not know its width says 0.
    return min(max(columns, _NARROWEST), _WIDEST) if columns else _USUAL


def _colour(to_file: bool) -> bool:
    if os.environ.get("NO_COLOR") or to_file:
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _show(rendered: str | bytes | Mapping[str, bytes]) -> None:
    if isinstance(rendered, Mapping):
        raise click.UsageError("This format writes several files; name a folder for them: --format NAME=FOLDER.")
    sys.stdout.buffer.write(rendered.encode() if isinstance(rendered, str) else rendered)
    sys.stdout.buffer.flush()


def _must_not_be_kept(outputs: list[tuple[Format, str | None]]) -> None:
    """A list in which somebody ticks would never be rid of what was only supposed. Raises UsageError."""
    for chosen, path in outputs:
        if path is not None and chosen.ticks is not None and os.path.exists(path):
            raise click.UsageError(
                f"--set is a what-if, and {harmless(path)} is a list that you keep: name a new file."
            )


def _says_if(rendered: str | bytes | Mapping[str, bytes]) -> bool:
    """Whether an output says itself that it is a what-if: a table has no room for notes."""
    text = rendered.decode(errors="replace") if isinstance(rendered, bytes) else rendered
    return isinstance(text, str) and "as if " in text.casefold()


def _tell_if(checklist: Checklist, suppose: tuple[str, ...]) -> None:
    click.echo(harmless(f"Note: {'; '.join(checklist.notes[: len(suppose)])}"), err=True)


def _verdict(checklist: Checklist, fail_on: tuple[str, ...]) -> int:
    return int(any(_FAILS[one](item) for one in fail_on for item in checklist.items))
