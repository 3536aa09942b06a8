"""`checklist schema`: the JSON Schemas, for editors and for programs that check what they write."""

from __future__ import annotations

import os
from pathlib import Path

import click

from checklist_engine.cli.group import common, say


@click.command()
@click.argument("name", required=False)
@click.option("--output", "-o", metavar="PATH", help="Write to this file or folder; without NAME, all of them.")
@click.option("--pack", metavar="NAME", help="The pack whose records the schema “record” is for.")
@common
def schema(name: str | None, output: str | None, pack: str | None) -> None:
    """List the JSON Schemas, print the one called NAME, or write them. Each is whole in one file."""
    from checklist_engine.schema.export import file_name, schema_bytes, schema_names, whole_schema
    from checklist_engine.session import pack_folder

    folder = pack_folder(pack)
    if name is None and output is None:
        _list()
        return
    wanted = schema_names() if name is None else [name]
    whole = {one: schema_bytes(whole_schema(one, folder)) for one in wanted}
    if output is None:
        click.echo(whole[wanted[0]].decode(), nl=False)
        return
    into_folder = name is None or os.path.isdir(output) or output.endswith(("/", os.sep))
    from checklist_engine.files import write_ours

    for one, data in whole.items():
        path = Path(output, file_name(one)) if into_folder else Path(output)
        _make(path.parent)
        write_ours(path, data, begins=data[:50])
        say(f"Wrote {path}")


def _make(folder: Path) -> None:
    from checklist_engine.problems import Problem, Problems

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise Problems([Problem(id="files/no-folder", file=str(folder), message="this is a file and no folder",
                                hint="name another place with --output")]) from None  # fmt: skip


def _list() -> None:
    from checklist_engine.schema.export import RECORD, schema_names
    from checklist_engine.schema.files import load_schema

    names = schema_names()
    wide = max(map(len, names))
    for name in names:
        about = load_schema(name)
        title = "A record of the pack; --pack names another" if name == RECORD else about.get("title", "")
        say(f"{name:<{wide}}  {title}")
    say("")
    say("Print one with: checklist schema NAME. Write all of them with: checklist schema --output FOLDER")
