"""`checklist done`, `skip` and `heard`: one more entry in the record's log, every other byte kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from checklist_engine.checklist import Item
from checklist_engine.cli.choosing import must_be_now, one_of, registered_or_items
from checklist_engine.cli.group import common, tailored
from checklist_engine.cli.log_refusals import (
    is_logged_itself,
    must_not_be_done,
    must_not_be_heard,
    nothing_to_log,
    somebody_else,
)
from checklist_engine.cli.names import complete_doable, complete_event, each_named, item_argument, words_in_one
from checklist_engine.cli.parties import find_channel, find_person
from checklist_engine.cli.remarks import again, against, early, held_back, passed_over, stands
from checklist_engine.editing.entries import element_fields, not_begun
from checklist_engine.moments import log_text
from checklist_engine.problems import Problem, Problems
from checklist_engine.session import STANDARD_INPUT, Session
from checklist_engine.words import clean

_RECORD = click.argument("record", type=click.Path())
_AT = click.option("--at", metavar="MOMENT", help="When, such as '2026-11-17 13:40' or 2026-11-17; now by default.")
_NOW = click.option("--now", metavar="MOMENT", help="As if it were this moment, to try things out.")
_PACK = click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")


@click.command()
@_RECORD
@item_argument(complete_doable)
@_AT
@_NOW
@click.option("--by", metavar="CHANNEL", help="How: email, phone, …")
@click.option("--to", metavar="PERSON", multiple=True, help="Whom: a key of the record's people; may be repeated.")
@_PACK
@tailored
@common
def done(
    record: str,
    item: str,
    at: str | None,
    now: str | None,
    by: str | None,
    to: tuple[str, ...],
    pack: str | None,
    tailoring: str | None,
) -> None:
    """Log in RECORD that you did ITEM, such as send-thank-you (its beginning is enough); or several by their names."""
    _log_items("did", _open(record, pack, tailoring, now), item, at, by, to)


@click.command()
@_RECORD
@item_argument(complete_doable)
@_AT
@_NOW
@click.option("--to", metavar="PERSON", multiple=True, help="Whom it concerns: a key; may be repeated.")
@_PACK
@tailored
@common
def skip(
    record: str,
    item: str,
    at: str | None,
    now: str | None,
    to: tuple[str, ...],
    pack: str | None,
    tailoring: str | None,
) -> None:
    """Log in RECORD that you will not do ITEM. Logging it as done later takes that back."""
    _log_items("skipped", _open(record, pack, tailoring, now), item, at, None, to)


@click.command()
@_RECORD
@click.argument("event", nargs=-1, metavar="EVENT", shell_complete=complete_event, callback=words_in_one)
@_AT
@_NOW
@click.option("--from", "sender", metavar="PERSON", help="From whom: a key of the record's people.")
@click.option("--by", metavar="CHANNEL", help="How: email, phone, …")
@_PACK
@tailored
@common
def heard(
    record: str,
    event: str,
    at: str | None,
    now: str | None,
    sender: str | None,
    by: str | None,
    pack: str | None,
    tailoring: str | None,
) -> None:
    """Log in RECORD that EVENT happened, such as invited or rejected."""
    session = _open(record, pack, tailoring, now)
    events = session.program.registry.events
    plain = event.strip().casefold().replace(" ", "-")
    event = plain if plain in events else event
    if event not in events:
        from checklist_engine.problems import nearest

        must_not_be_done(session, event)
        near = nearest(event, events) or next((word for word in event.casefold().split() if word in events), None)
        raise Problems([Problem(id="reference/event", message=f"there is no event “{event}”",
                                expected=f"one of {', '.join(events)}",
                                hint=f"did you mean “{near}”?" if near else None)])  # fmt: skip
    entry = {"at": _when(session, at), "heard": event}
    if sender:
        entry["from"] = find_person(session.people, sender, "--from") or sender
    if by:
        entry["by"] = find_channel(_channels(session), by) or by
    remark = again(session, "heard", event, None, entry.get("from"))
    if not _append(session, entry):
        return
    _note(remark)
    click.echo(f"Logged: {clean(events[event]['title'])} ({entry['at']}).")
    if "then" in events[event]:
        click.echo(f"Next: {clean(events[event]['then'])}")


def _log_items(verb: str, session: Session, name: str, at: str | None, by: str | None, to: tuple[str, ...]) -> None:
    names = [name]
    if len(name.replace(",", " ").split()) > 1:
        names = each_named(session.evaluate(session.moment(None), drafts=False), name)
    for named in to:  # all of them are known, or nothing is written
        find_person(session.people, named)
    for one in names:
        for person in to or (None,):
            _log_item(verb, session, one, at, by, person)


def _log_item(verb: str, session: Session, name: str, at: str | None, by: str | None, to: str | None) -> None:
    item: Item | None = None
    registered = session.program.pack.manifest.data.get("registered_actions", {})
    entry = {"at": _when(session, at), verb: name}
    to, by = find_person(session.people, to), find_channel(_channels(session), by)
    must_not_be_heard(session, name)
    checklist = session.evaluate(session.moment(None))
    found = registered_or_items(checklist, name, to, registered)
    if isinstance(found, str):
        entry[verb] = found
        title, person = registered[found]["title"], to
    else:
        item = one_of(found, checklist, name, to)
        if item.kind == "expect":
            raise Problems([somebody_else(item)])
        if item.kind in ("dont", "need_not") and not is_logged_itself(session, item):
            raise Problems([nothing_to_log(session, item)])
        must_be_now(found, checklist, name)
        _note(passed_over(found, name))
        entry[verb] = item.action
        entry.update(element_fields(session.program, session.record, item))
        if verb == "did" and name != item.id:
            for field, label in not_begun(session.program, session.record, item, session.moment(entry["at"])).items():
                entry.pop(field, None)
                _note(f"“{label}” had not begun then; this counts for what came before it")
        title, person = item.title, to or item.person
    remark = again(session, verb, entry[verb], item, person)
    if person:
        entry["to"] = person
    if by:
        entry["by"] = by
    if not _append(session, entry, may_repeat=item is not None and (item.standing or item.progress is not None)):
        return
    _note(remark)
    word = "Done" if verb == "did" else "Skipped"
    dissent = held_back(item) if verb == "did" else ""
    click.echo(f"{word}: {clean(title)} ({entry['at']}).{dissent}")
    if isinstance(found, str) and verb == "did" and "then" in registered[found]:
        click.echo(f"Next: {clean(registered[found]['then'])}")
    if verb == "did":
        after = session.evaluate(session.moment(None), drafts=False)
        _note(against(checklist, after, item))
        _note(early(session, item, after) if item is not None else None)


def _note(remark: str | None) -> None:
    if remark is not None:
        click.echo(f"Note: {clean(remark)}.", err=True)


def _channels(session: Session) -> Mapping[str, Any]:
    channels: Mapping[str, Any] = session.program.pack.manifest.data.get("channels", {})
    return channels


def _open(record: str, pack: str | None, tailoring: str | None, now: str | None) -> Session:
    if record == STANDARD_INPUT:
        raise click.UsageError("An entry is written into a file; standard input cannot be changed.")
    session = Session(record, pack, tailoring)
    session.clock = session.moment(now)
    return session


def _when(session: Session, at: str | None) -> str:
    """The entry's moment: as it was typed (once it has been understood), or now to the minute."""
    if at is None:
        return log_text(session.moment(None), session.record.zone)
    text = session.understood(at)
    if session.moment(text) > session.moment(None):
        click.echo(f"Note: {text} lies ahead; it counts from then on.", err=True)
    return text


def _append(session: Session, entry: dict[str, str], *, may_repeat: bool = False) -> bool:
    """Append to the file as it is now, under a lock, and only if it still reads as a record, the session's, after.

    False, and said, where the log has exactly this already and it is nothing that one does again and again.
    """
    from checklist_engine.editing.append import append_log_entry
    from checklist_engine.files import change_bytes

    already: str | None = None

    def edit(data: bytes) -> bytes:
        nonlocal already
        session.record = session.read(data)
        already = None if may_repeat else stands(session, entry)
        if already is not None:
            return data
        changed = append_log_entry(data, entry, session.name)
        session.record = session.read(changed)
        return changed

    change_bytes(Path(session.path), edit)
    _note(already)
    return already is None
