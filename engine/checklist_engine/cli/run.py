"""`checklist run`: the checklist of a record, in a format."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence

import click

from checklist_engine.checklist import Checklist, Item
from checklist_engine.cli.group import common
from checklist_engine.evaluate.status import OVER
from checklist_engine.plugin import Context
from checklist_engine.problems import Problem, Problems, harmless

_NARROWEST, _WIDEST, _USUAL = 40, 200, 80
_STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1")
"""As `--output`: replacing the file that they lead to would lose what `>>` keeps."""
_LARGEST_OUTPUT = 50_000_000
_FAILS: dict[str, Callable[[Item], bool]] = {
    "overdue": lambda item: item.status == "overdue",
    "due": lambda item: item.status in ("due", "overdue"),
    "late": lambda item: item.status in ("overdue", "late") or (bool(item.late_for) and item.status not in OVER),
    "broken": lambda item: item.status == "broken",
}


@click.command()
@click.argument("record", required=False, type=click.Path(allow_dash=True))
@click.option("--format", "format_name", default="text", metavar="NAME", help="text, markdown, json, or a plugin's.")
@click.option("--output", "-o", type=click.Path(), help="Write to this file instead of the terminal.")
@click.option("--now", metavar="MOMENT", help="As if it were this moment, such as '2026-11-18 09:00'.")
@click.option("--profile", metavar="NAME", help="consensus, strict, source:NAME, or one of the pack's.")
@click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
@click.option("--all", "show_all", is_flag=True, help="Also what does not apply, with the reason.")
@click.option("--verbose", "-v", is_flag=True, help="Also steps, every source's voice, and how each date came about.")
@click.option(
    "--option", "options", multiple=True, metavar="NAME=VALUE", help="A setting of the format; see `formats NAME`."
)
@click.option("--width", type=click.IntRange(_NARROWEST, _WIDEST), help="Columns; by default the terminal's.")
@click.option("--fail-on", multiple=True, type=click.Choice(list(_FAILS)), help="Exit with 1 if an item is like this.")
@common
def run(
    record: str | None,
    format_name: str,
    output: str | None,
    now: str | None,
    profile: str | None,
    pack: str | None,
    show_all: bool,
    verbose: bool,
    width: int | None,
    fail_on: tuple[str, ...],
    options: tuple[str, ...],
) -> int:
    """Show the checklist of RECORD, the YAML file of one case (- reads standard input)."""
    if record is None:
        raise click.UsageError(_how_to_begin())
    from checklist_engine.plugins import Plugins
    from checklist_engine.plugins.render import render
    from checklist_engine.session import Session

    output = None if output in _STANDARD_OUTPUT else output
    plugins = Plugins()
    chosen = plugins.format(format_name)
    for problem in plugins.problems:
        click.echo(str(problem), err=True)
    session = Session(record, pack)
    checklist = session.evaluate(session.moment(now), profile, drafts="drafts" not in chosen.drops)
    context = Context(
        target=os.path.basename(output) if output else None,
        existing=_existing(output),
        siblings=_siblings(output, chosen.reads),
        options=dict(_pair(option) for option in options),
        width=width or _terminal_width(bool(output)),
        colour=_colour(bool(output)),
        show_all=show_all,
        verbose=verbose,
    )
    _put(render(chosen, checklist, context), output, record)
    return _verdict(checklist, fail_on)


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


def _existing(output: str | None) -> bytes | None:
    if output is None or not os.path.isfile(output):
        return None
    from checklist_engine.files import read_bytes

    return read_bytes(output, _LARGEST_OUTPUT)


def _siblings(output: str | None, names: Sequence[str]) -> dict[str, bytes]:
    """The files beside the output that a format wants to see."""
    if output is None:
        return {}
    folder = os.path.dirname(output)
    found = {name: _existing(os.path.join(folder, name)) for name in names}
    return {name: data for name, data in found.items() if data is not None}


def _pair(option: str) -> tuple[str, str]:
    name, sign, value = option.partition("=")
    if not sign:
        raise click.UsageError(f"--option {option!r} lacks a value: write it like {name}=VALUE")
    return name, value


def _put(rendered: str | bytes | Mapping[str, bytes], output: str | None, record: str) -> None:
    from checklist_engine.files import overwrite_bytes

    def write(path: str, data: bytes) -> None:
        _must_differ(path, record)
        overwrite_bytes(path, data)

    if isinstance(rendered, str):
        rendered = rendered.encode()
    if isinstance(rendered, bytes):
        if output:
            write(output, rendered)
        else:
            sys.stdout.buffer.write(rendered)
            sys.stdout.buffer.flush()
        return
    if not output:
        raise click.UsageError("This format writes several files; name a folder for them with --output.")
    os.makedirs(output, exist_ok=True)
    for name, data in rendered.items():
        write(os.path.join(output, name), data)


def _must_differ(path: str, record: str) -> None:
    """The record is what a person wrote by hand: a slip in the command must not cost it."""
    try:
        same = os.path.samefile(path, record)
    except OSError:  # one of them is not there
        return
    if same:
        raise Problems(
            [
                Problem(
                    id="usage/output", message="this is the record itself; the checklist would take its place",
                    file=path, hint="Nothing was changed. Choose another name for the output.",
                )
            ]
        )  # fmt: skip


def _verdict(checklist: Checklist, fail_on: tuple[str, ...]) -> int:
    return int(any(_FAILS[one](item) for one in fail_on for item in checklist.items))
