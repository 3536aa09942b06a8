"""What is said beside an entry of the log: true, short, and no reason not to write it."""

from __future__ import annotations

from checklist_engine import words
from checklist_engine.checklist import Item
from checklist_engine.cli.names import Meant
from checklist_engine.session import Session

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


def again(item: Item) -> str | None:
    """Twice by a slip looks like twice: said, and written all the same."""
    if item.status == "done" and item.done is not None and item.progress is None and not item.standing:
        return f"this was done already, {item.done.at[:10]}; now it stands in the log once more"
    return None


def early(session: Session, before: Item) -> str | None:
    """That the new entry lies before the item's time begins, by the record as it is now; None where it does not."""
    checklist = session.evaluate(session.moment(None), drafts=False)
    item = next((one for one in checklist.items if one.id == before.id), None)
    if item is None or item.done is None or item.done.timing != "early" or item.done == before.done:
        return None
    opens = item.window.opens or ""
    at = words.day(opens, checklist.now) if words.ends_day(opens) else words.moment(opens, checklist.now)
    return f"that is before {_begins(session, item)} ({at}); it counts as early"


def _begins(session: Session, item: Item) -> str:
    """What the item's time begins with: the end of the meeting, where a rule counts from there at once."""
    from checklist_engine.english import Reader

    at_once = [one.rule for one in item.derivation if one.edge == "from" and one.date == item.window.opens]
    starts = (Reader(session.program).start(item.action, rule) for rule in at_once if rule is not None)
    return next((start for start in starts if start is not None), "its time begins")
