"""What to say of somebody else's turn that is late: that one may ask, or that one has."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.checklist import Item
from checklist_engine.words.characters import clean
from checklist_engine.words.days import day, minutes, moment

MAY = "you may ask"


def asking(item: Item, now: str, items: Iterable[Item] = ()) -> str:
    """``you may ask``; after one has, ``since then: Ask where things stand (yesterday 10:00)``.

    ``items`` are those of the whole checklist. What counts as asking: something that one sends or says (it has a
    class), in the same round and the like, done once what was expected had not come. Empty where nothing is late.
    """
    if item.kind != "expect" or item.status != "late":
        return ""
    closes = item.window.closes
    asked = [
        other
        for other in items
        if closes and other.kind == "do" and other.classes and other.elements == item.elements
        if other.done is not None and other.status != "skipped" and minutes(other.done.at) >= minutes(closes)
    ]
    if not asked:
        return MAY
    last = max(asked, key=_done_at)
    done = last.done
    at = "" if done is None else day(done.at, now) if done.date_only else moment(done.at, now)
    return f"since then: {clean(last.title)} ({at})"


def _done_at(item: Item) -> int:
    return minutes(item.done.at) if item.done is not None else 0
