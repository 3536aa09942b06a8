"""`checklist draft`: the message that an item asks for, with its gaps marked. Nothing is sent."""

from __future__ import annotations

import click

from checklist_engine.cli.group import common, tailored
from checklist_engine.cli.names import complete_item, item_argument


@click.command()
@click.argument("record", type=click.Path(allow_dash=True))
@item_argument(complete_item)
@click.option("--now", metavar="MOMENT", help="As if it were this moment, such as '2026-11-18 09:00'.")
@click.option("--to", metavar="PERSON", help="Whom: a key of the record's people.")
@click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
@tailored
@common
def draft(record: str, item: str, now: str | None, to: str | None, pack: str | None, tailoring: str | None) -> None:
    """Print the message that ITEM asks for, filled from RECORD and your configuration; [[…]] is left for you."""
    from checklist_engine.cli.choosing import one_item
    from checklist_engine.cli.parties import find_person
    from checklist_engine.problems import Problem, Problems
    from checklist_engine.session import Session
    from checklist_engine.words import clean, held, not_by

    session = Session(record, pack, tailoring)
    checklist = session.evaluate(session.moment(now))
    found = one_item(checklist, item, find_person(session.people, to))
    if found.draft is None:
        has_one = session.program.actions[found.action].message is not None
        why = f"it is {found.status}" if has_one else "it asks for none"
        raise Problems([Problem(id="usage/no-draft", message=f"there is no message for “{found.title}”: {why}")])
    if found.status == "on-hold" and found.hold is not None:
        click.echo(f"Note: this is {held(found, checklist.now)}.", err=True)
    elif found.status in ("upcoming", "waiting"):
        when = "from when on it can be sent" if found.status == "upcoming" else "until when"
        click.echo(f"Note: this is {found.status}; `checklist explain` says {when}.", err=True)
    if channels := not_by(found, checklist.now):
        click.echo(f"Note: {channels}.", err=True)
    if found.draft.to:
        click.echo(f"To: {clean(found.draft.to)}")
    click.echo(f"Subject: {clean(found.draft.subject)}")
    click.echo()
    for line in found.draft.body.splitlines():
        click.echo(clean(line))
    if found.draft.gaps:
        click.echo("\nLeft for you:", err=True)
        for gap in found.draft.gaps:
            click.echo(f"  {clean(gap)}", err=True)
