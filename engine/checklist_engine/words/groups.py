"""How a checklist is laid out: which items belong together, what comes first among them, and what comes next."""

from __future__ import annotations

from checklist_engine.checklist import Checklist, Item
from checklist_engine.value import Value
from checklist_engine.words.days import distance, ends_day, minutes, ordinal
from checklist_engine.words.sayings import advising, alone
from checklist_engine.words.states import ahead, not_begun
from checklist_engine.words.titles import titles

_FAR = 1 << 60
_LONG_PAST = 21
"""So many days after its last day it is rarely any use to be reminded of something."""


class Group(Value):
    """Items under one heading; `key` is one of `TITLES` and stays, the title may change."""

    key: str
    title: str
    items: tuple[Item, ...]


TITLES = {
    "late": "Late",
    "now": "Now",
    "next": "Next",
    "keep_on": "Keep on",
    "dont": "Keep from doing",
    "waiting": "Waiting for them",
    "undated": "Waiting for a date",
    "done": "Done",
    "impossible": "Does not fit",
    "rest": "Not for now",
}

_OF_KIND: dict[str, dict[str, str]] = {
    "do": {
        "overdue": "late",
        "due": "now",
        "open": "now",
        "upcoming": "next",
        "on-hold": "next",
        "done": "done",
        "skipped": "done",
        "impossible": "impossible",
    },
    "dont": {"broken": "dont", "in-force": "dont"},
    "need_not": {"open": "dont", "done": "done"},
    "expect": {"late": "waiting", "waiting": "waiting", "met": "done"},
}


def group_of(item: Item) -> str:
    """The key of an item's group; `rest` holds what is only shown on demand."""
    key = _OF_KIND.get(item.kind, {}).get(item.status, "rest")
    if key in ("now", "late") and item.standing:
        return "keep_on"
    if key == "waiting" and not_begun(item):
        key = "rest"
    if key == "rest" and item.status == "waiting" and item.provisional:
        return "undated"  # an answer of the person's would give it a date
    return key


def grouped(checklist: Checklist) -> tuple[Group, ...]:
    """The groups that are not empty, in order; the most pressing item of each first."""
    found: dict[str, list[tuple[tuple[int, ...], Item]]] = {}
    for place, item in enumerate(checklist.items):
        key = group_of(item)
        found.setdefault(key, []).append(((*_order(key, item, checklist.now), place), item))
    groups = []
    for key, title in TITLES.items():
        if ranked := found.get(key):
            ranked.sort(key=lambda pair: pair[0])
            groups.append(Group(key=key, title=title, items=tuple(item for _, item in ranked)))
    return tuple(groups)


def _order(key: str, item: Item, now: str) -> tuple[int, ...]:
    window = item.window
    if key == "now":
        # Whose good time ends first; then that which begins only after tomorrow; then what can never be late.
        good = window.next or window.best
        away = ordinal(good.from_) - ordinal(now) if good and good.from_ else 0
        ends = _at(window.closes if alone(item) else good.to if good else None)
        if window.closes is None:
            return 2, int(away > 0), -len(advising(item)), ends, item.status != "due"
        return int(away > 1 and not alone(item)), ends, item.status != "due", _at(window.closes)
    if key == "next":
        return (_at(item.hold.until if item.hold else window.opens),)
    if key == "late":
        return (_at(window.closes), -len(advising(item)))
    if key == "dont":
        return (("broken", "in-force").index(item.status) if item.kind == "dont" else 2,)
    if key == "done":
        return (-_at(item.done.at) if item.done else 0,)  # the latest first
    if key == "waiting":
        return (item.status != "late", _at(window.closes))
    return ()


def _at(moment: str | None) -> int:
    return minutes(moment) if moment else _FAR


def is_long_past(item: Item, now: str) -> bool:
    """Whether its last day lies more than three weeks back."""
    closes = item.window.closes
    return closes is not None and ordinal(now) - (ordinal(closes) - ends_day(closes)) > _LONG_PAST


def nothing_now(checklist: Checklist) -> str:
    """``Nothing to do right now. Next in 20 minutes: Be there on time (today 09:50–10:00).``

    What comes next and when, where anything is known to come.
    """
    now = checklist.now
    found = [item for item in checklist.items if item.status == "upcoming" and group_of(item) == "next"]
    first = min(found, key=lambda item: _order("next", item, now), default=None)
    if first is None or first.window.opens is None:
        return "Nothing to do right now."
    today = first.window.opens[:10] == now[:10]
    soon = f" {distance(first.window.opens, now)}" if today else ""
    return f"Nothing to do right now. Next{soon}: {titles(checklist)[first.id]} ({ahead(first, now)})."
