"""`checklist docs`: the handbook of a pack, made from its rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checklist_engine.cli.group import common, say

if TYPE_CHECKING:
    from checklist_engine.compile.program import Program
    from checklist_engine.handbook import Example

_MARKDOWN, _HTML = "handbook.md", "handbook.html"


@click.command()
@click.argument("pack")
@click.option("--output", "-o", metavar="FOLDER", help="Write handbook.md and handbook.html into this folder.")
@common
def docs(pack: str, output: str | None) -> None:
    """Write the handbook of a PACK, as Markdown and as a page. Without --output the Markdown is printed."""
    from checklist_engine.files import write_ours
    from checklist_engine.handbook import as_html, as_markdown, handbook
    from checklist_engine.load.program import load_program
    from checklist_engine.problems import Problem, Problems
    from checklist_engine.session import pack_folder

    folder = pack_folder(pack)
    program = load_program(folder)
    blocks = handbook(program, _examples(Path(folder), program))
    if output is None:
        click.echo(as_markdown(blocks), nl=False)
        return
    place = Path(output)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise Problems([Problem(id="files/no-folder", file=output, message="this is a file and no folder",
                                hint="name a folder with --output")]) from None  # fmt: skip
    for name, text, same in ((_MARKDOWN, as_markdown(blocks), 16), (_HTML, as_html(blocks), 106)):
        write_ours(place / name, text.encode(), begins=text[:same].encode())  # so much is the same in every handbook
        say(f"Wrote {place / name}")


def _examples(folder: Path, program: Program) -> list[Example]:
    from checklist_engine.handbook import Example
    from checklist_engine.ruletests.read import read_tests

    found = []
    for situation in read_tests(folder, program):
        wanted = situation.expected.get("expect", {})
        found.append(
            Example(
                title=situation.title, at=situation.at, because=situation.expected["because"],
                expect=tuple((item, tuple((key, _said(value)) for key, value in about.items()))
                             for item, about in wanted.items()),
            )
        )  # fmt: skip
    return found


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)
