"""`checklist sources`: whose advice it is, statement by statement, and which rules stand on it."""

from __future__ import annotations

from typing import Any

import click

from checklist_engine.cli.group import common
from checklist_engine.compile.program import Program


@click.command()
@click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
@click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text")
@common
def sources(pack: str | None, format_name: str) -> None:
    """List the pack's sources, their statements, and the rules, steps and checks that cite each."""
    from checklist_engine.load.program import load_program
    from checklist_engine.session import pack_folder

    program = load_program(pack_folder(pack))
    listed = [_source(file.data, program) for file in program.pack.sources]
    if format_name == "json":
        from checklist_engine.words import json_text

        click.echo(json_text({"pack": program.pack.id, "sources": listed}))
    else:
        click.echo("\n\n".join([_overview(listed), *(_as_text(one) for one in listed)]))


def _source(data: dict[str, Any], program: Program) -> dict[str, Any]:
    about: dict[str, Any] = {
        key: data[key] for key in ("title", "publisher", "author", "published", "url") if key in data
    }
    return {
        "id": data["source"],
        **about,
        "statements": [
            {
                "id": f"{data['source']}/{slug}",
                "text": statement["says"],
                "where": statement.get("where"),
                "rules": program.citations().get(f"{data['source']}/{slug}", []),
            }
            for slug, statement in data["statements"].items()
        ],
    }


def _overview(listed: list[dict[str, Any]]) -> str:
    """Who is who: each source in a line."""
    from checklist_engine.words import count

    wide = max((len(source["id"]) for source in listed), default=0)
    lines = [
        f"{source['id']:<{wide}} – {source['title']}, {count(len(source['statements']), 'statement')}"
        for source in listed
    ]
    return _harmless(lines)


def _as_text(source: dict[str, Any]) -> str:
    by = ", ".join(str(source[key]) for key in ("author", "publisher", "published") if key in source)
    lines = [f"{source['id']}: {source['title']}" + (f" ({by})" if by else "")]
    for statement in source["statements"]:
        lines.append(f"  {statement['id']}  [{statement['where']}]")
        lines.append(f"    {statement['text']}")
        lines.append(f"    cited by {', '.join(statement['rules']) or 'nothing'}")
    return _harmless(lines)


def _harmless(lines: list[str]) -> str:
    """The lines without control characters, their indentation kept."""
    from checklist_engine.words import clean

    return "\n".join(" " * (len(line) - len(line.lstrip())) + clean(line) for line in lines)
