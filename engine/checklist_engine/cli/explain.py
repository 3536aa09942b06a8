"""`checklist explain`: why an item is there, or is not."""

from __future__ import annotations

import shlex

import click

from checklist_engine.cli.group import common, set_option, tailored
from checklist_engine.cli.names import complete_item, item_argument
from checklist_engine.cli.terminal import columns


@click.command()
@click.argument("record", type=click.Path(allow_dash=True))
@item_argument(complete_item)
@click.option("--now", metavar="MOMENT", help="As if it were this moment, such as '2026-11-18 09:00'.")
@click.option("--to", metavar="PERSON", help="Whom it concerns: a key of the record's people.")
@set_option
@click.option("--profile", metavar="NAME", help="consensus, strict, source:NAME, or one of the pack's or your own.")
@click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
@click.option("--verbose", "-v", is_flag=True, help="Also every rule, what it found, and how each date came about.")
@click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text")
@tailored
@common
def explain(
    record: str,
    item: str,
    now: str | None,
    to: str | None,
    suppose: tuple[str, ...],
    profile: str | None,
    pack: str | None,
    tailoring: str | None,
    verbose: bool,
    format_name: str,
) -> None:
    """Say why ITEM is in the checklist of RECORD, or is not; with -v, how each of its dates came about."""
    from checklist_engine.cli.names import find_items
    from checklist_engine.cli.parties import find_person
    from checklist_engine.evaluate import explanation
    from checklist_engine.problems import Problem, Problems
    from checklist_engine.session import Session
    from checklist_engine.whatif import with_turns
    from checklist_engine.words import clean, sentence, wrap

    session = Session(record, pack, tailoring)
    if suppose:
        session.suppose(suppose)
    as_if = session.record.notes[: len(suppose)]
    at = session.moment(now)
    chosen, program = session.profile(profile), session.program_at(at)
    person = find_person(session.people, to)
    try:
        known = session.program.registry.actions
        meant = find_items(session.evaluate(at, profile), item, person, known=known, looking=True)
        names = [found.id for found in meant.items]
    except Problems:
        registered = session.program.pack.manifest.data.get("registered_actions", {})
        if item in registered:
            message = f"no advice is about “{item}” ({registered[item]['title']}): it is there to be logged"
            raise Problems([Problem(id="reference/item", message=message)]) from None
        if item not in session.program.actions:
            raise
        names = [item]
    found = explanation.explain_all(program, session.record, at, names, profile=chosen)
    found = with_turns(found, program, session.record, at, profile=chosen)
    if format_name == "json":
        from checklist_engine.checklist import as_json
        from checklist_engine.words import json_text

        more = {"as_if": list(as_if)} if as_if else {}
        click.echo(json_text([{**as_json(one), **more} for one in found]))
        return
    from checklist_engine.cli.explained import in_detail, in_short

    wide = columns()
    told = [list(in_detail(one, wide) if verbose else in_short(one, wide)) for one in found]
    if as_if:
        told.insert(0, wrap(sentence("; ".join(as_if)), wide))
    if not verbose:
        told.append([clean(f"More: {_the_same()} -v")])  # not wrapped: it is there to be copied
    click.echo("\n\n".join("\n".join(lines) for lines in told))


def _the_same() -> str:
    """The command line as it was typed, for somebody who wants to type it again with more."""
    given = click.get_current_context().find_root().obj
    return shlex.join(["checklist", *given])
