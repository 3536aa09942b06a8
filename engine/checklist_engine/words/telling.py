"""One item in a line: what is to say of it in its state."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.checklist import Item
from checklist_engine.words.asking import asking
from checklist_engine.words.days import until
from checklist_engine.words.sayings import advised, dissent, runner_up, when, who
from checklist_engine.words.states import assuming, done, held, late, not_begun, not_by, often, overdue, progress, used
from checklist_engine.words.titles import too_often


def told(item: Item, now: str, items: Iterable[Item] = ()) -> list[str]:
    """When, who, and whatever else is to know of an item, the most important first, where a line has room.

    ``items`` are those of the whole checklist: of what is late, they tell whether one has asked already.
    """
    return [said for said in _told(item, now, items) if said]


def _told(item: Item, now: str, items: Iterable[Item]) -> list[str]:
    closes = until(item.window.closes, now) if item.window.closes else ""
    by = who(item)
    if item.status in ("done", "met", "skipped"):
        return [done(item, now) or {"met": "heard"}.get(item.status, item.status), item.reason or ""]
    if item.status == "overdue":
        return [overdue(item, now), progress(item), advised(item), not_by(item, now), item.reason or ""]
    if item.status == "broken":
        return [f"broken {often(item.broken, now)}", used(item, now), *too_often(item), closes, by]
    if item.kind in ("dont", "need_not"):
        return [used(item, now), *too_often(item), closes, by, item.reason or ""]
    if item.kind == "expect":
        ask = asking(item, now, items)
        return [
            "counts from what has not happened yet" if not_begun(item) and not item.provisional else "",
            f"{'was ' if item.status == 'late' else ''}expected {closes}" if closes else "",
            ask,
            assuming(item),
            by,
        ]
    if item.standing:
        return [f"done last: {done(item, now)}" if item.done else "", by, item.reason or ""]
    if item.status == "on-hold" and item.hold is not None and item.hold.until is None:
        # Nobody knows when it will be over: what is best now is not to be done now.
        return [held(item, now), progress(item), who(item), not_by(item, now), assuming(item), item.reason or ""]
    if item.status in ("open", "due", "upcoming", "on-hold"):
        said = [when(item, now), progress(item), late(item), runner_up(item, now), dissent(item, now)]
        return [*said, held(item, now), not_by(item, now), assuming(item), item.reason or ""]
    gone = f"was open {closes}" if item.status == "lapsed" and closes else ""
    return [item.reason or gone or item.status]
