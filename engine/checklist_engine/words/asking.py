"""What to say of somebody else's turn that is late: that one may ask, or that one has."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.checklist import Item
from checklist_engine.words.characters import clean
from checklist_engine.words.days import day, minutes, moment
from checklist_engine.words.sayings import is_ahead

MAY = "you may ask"


def asking(item: Item, now: str, items: Iterable[Item] = ()) -> str:
    """``you may ask``; after one has, ``since then: Ask where things stand (yesterday 10:00)``.

    ``items`` are those of the whole checklist. What counts as asking: something that one sends or says (it has a
    class), in the same round and the like, done once what was expected had not come. Empty where nothing is late, and
    where all such asking is better done later or was done often enough: the list says until when.
    """
    if item.kind != "expect" or item.status != "late":
        return ""
    closes = item.window.closes
    ways = [one for one in items if one.kind == "do" and one.classes and one.elements == item.elements]
    asked = [
        one for one in ways
        if closes and one.done is not None and one.status != "skipped" and minutes(one.done.at) >= minutes(closes)
    ]  # fmt: skip
    if not asked:
        left = [_is_later(one, now) for one in ways if one.status in ("open", "due", "upcoming", "on-hold")]
        return "" if (left and all(left)) or _is_used_up(ways, items) else MAY
    last = max(asked, key=_done_at)
    done = last.done
    at = "" if done is None else day(done.at, now) if done.date_only else moment(done.at, now)
    if done is not None and done.times > 1:
        at = f"{done.times} times, first {at}"
    return f"since then: {clean(last.title)} ({at})"


def _is_used_up(ways: Iterable[Item], items: Iterable[Item]) -> bool:
    """Whether a limit that counts one of the ways to ask says that it was often enough for now."""
    actions = {one.action for one in ways}
    limits = (
        one.progress for one in items
        if one.kind == "dont" and one.status in ("in-force", "broken")
        if any(actions & {one.action, *voice.of} for voice in one.voices)
    )  # fmt: skip
    return any(made is not None and made.until is not None and made.times >= (made.of or 0) > 0 for made in limits)


def _is_later(item: Item, now: str) -> bool:
    return item.status in ("upcoming", "on-hold") or is_ahead(item.window.next or item.window.best, now)


def _done_at(item: Item) -> int:
    return minutes(item.done.at) if item.done is not None else 0
