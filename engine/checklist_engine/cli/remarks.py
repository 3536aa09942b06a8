"""What is said beside an entry of the log: true, short, and no reason not to write it."""

from __future__ import annotations

from collections.abc import Mapping

from checklist_engine import words
from checklist_engine.checklist import Checklist, Done, Item
from checklist_engine.cli.names import Meant
from checklist_engine.moments import log_text
from checklist_engine.scope import Entry
from checklist_engine.session import Session

_SETTLED = {"did": "done", "skipped": "skipped"}
"""The status that an entry gives to its item."""
_PAST = {"did": "done", "skipped": "skipped", "heard": "heard"}
_DAY = len("2026-11-17")
_NAMED = 3
"""So many items that were passed over are named; the others are counted."""


def passed_over(found: Meant, name: str) -> str | None:
    """That an item was taken because others of that name are done or skipped; None where it is plain."""
    item = found.items[0]
    if name == item.id or not found.passed:
        return None
    names = [other.id for other in found.passed]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"“{name}” was taken as {item.id}; done or skipped already: {', '.join(names[:_NAMED])}{more}"


def again(session: Session, verb: str, name: str, item: Item | None, person: str | None) -> str | None:
    """That the log has this already, and in which line. Twice by a slip looks like twice: it is written all the same.

    ``item`` is None for what is no item: an event, or an action without advice. Reminders, and what is to be done
    several times, are done again and again.
    """
    if verb == "skipped" and item is not None and item.status == "done" and item.done is not None:
        return f"this was done already, {_written(item.done)}; it counts as skipped now, until you log it as done again"
    if item is not None and (item.status != _SETTLED[verb] or item.progress is not None or item.standing):
        return None
    before = [one for one in session.record.log if _same(one, verb, name, item, person)]
    zone = session.record.zone
    times = {one.line: log_text(one.at.start, zone)[: _DAY if one.at.is_day else None] for one in before}
    if item is not None and item.done is not None:
        at = _written(item.done)
        line = next((f" (line {line})" for line, time in times.items() if time == at), "")
    elif times:
        at, line = times[before[-1].line], f" (line {before[-1].line})"
    else:
        return None
    return f"this was {_PAST[verb]} already, {at}{line}; now it stands in the log once more"


def _written(done: Done) -> str:
    """When something was done, as the log writes it."""
    return done.at[:_DAY] if done.date_only else f"{done.at[:_DAY]} {words.clock(done.at)}"


def held_back(item: Item | None) -> str:
    """Behind what was done on hold: `` (six-rs would have waited.)``."""
    hold = item.hold if item is not None else None
    return f" ({words.name(hold.sources)} would have waited.)" if hold is not None and hold.sources else ""


def against(before: Checklist, after: Checklist, item: Item | None) -> str | None:
    """What an entry goes against that was not so before it; None where that is nothing, or just what was logged."""
    times = {one.id: len(one.broken) for one in before.items}
    said = dict.fromkeys(
        ", ".join([f"“{words.title(one)}” ({words.who(one)})", *words.too_often(one)])
        for one in after.items
        if one.kind == "dont" and len(one.broken) > times.get(one.id, 0) and (item is None or item.id != one.id)
    )
    return f"that goes against {words.join(said)}" if said else None


def stands(session: Session, entry: Mapping[str, str]) -> str | None:
    """That the log has exactly this entry, to the minute, and in which line: written once more it would say nothing."""
    said = {**entry, "at": session.moment(entry["at"])}
    for one, data in zip(session.record.log, session.record.data.get("log") or (), strict=True):
        there = {**{key: str(value) for key, value in data.items() if key != "note"}, "at": one.at.start}
        if there == said and one.at.is_day is (len(entry["at"]) == _DAY):
            return f"this stands in the log already, {entry['at']} (line {one.line}); nothing was added"
    return None


def _same(entry: Entry, verb: str, name: str, item: Item | None, person: str | None) -> bool:
    """Whether an entry of the log says the same; it need not say whom or which it means."""
    person = item.person if item is not None and item.person is not None else person
    elements = dict(item.elements) if item is not None else {}
    return (
        (entry.verb, entry.name) == (verb, name)
        and (entry.person is None or person is None or entry.person == person)
        and all(elements.get(dimension, key) == key for dimension, key in entry.elements.items())
    )


def early(session: Session, before: Item, checklist: Checklist | None = None) -> str | None:
    """That the new entry lies before the item's time begins, by the record as it is now; None where it does not."""
    checklist = checklist or session.evaluate(session.moment(None), drafts=False)
    item = next((one for one in checklist.items if one.id == before.id), None)
    if item is None or item.done is None or item.done.timing != "early":
        return None
    if before.done is not None and before.done.at == item.done.at:
        return None  # that is what an older entry is
    # What has just been logged may use up a limit, and so move where the item's time begins.
    item = before if before.window.opens else item
    opens = item.window.opens or ""
    at = words.day(opens, checklist.now) if words.ends_day(opens) else words.moment(opens, checklist.now)
    return f"that is before {_begins(session, item)} ({at}); it counts as early"


def _begins(session: Session, item: Item) -> str:
    """What the item's time begins with: the end of the meeting, where a rule counts from there at once."""
    from checklist_engine.english import Reader

    at_once = [one.rule for one in item.derivation if one.edge == "from" and one.date == item.window.opens]
    starts = (Reader(session.program).start(item.action, rule) for rule in at_once if rule is not None)
    return next((start for start in starts if start is not None), "its time begins")
