"""Days that no calendar has: the 6th Friday of a month, the 8th day of a week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine import phrases
from checklist_engine.lint.conditions import kind_of
from checklist_engine.lint.subject import Subject
from checklist_engine.load.pack import PackFile, Path
from checklist_engine.moments import WEEKDAYS
from checklist_engine.phrases import Each, PhraseError, Place

_MOST = {"week": (1, 7), "month": (5, 31), "quarter": (14, 92), "year": (53, 366)}
"""So many of one weekday, and so many days, are at most in each period."""


def look(subject: Subject) -> None:
    """Note all findings of this module."""
    moments = subject.pack.manifest.data.get("moments", {})
    _look_at(subject, subject.pack.manifest, moments, ("moments",))
    for file, data in subject.actions():
        for key in ("trigger", "anew"):
            _look_at(subject, file, data.get(key), (key,))
        for index, rule in enumerate(data["rules"]):
            for key in ("trigger", kind_of(rule)):
                _look_at(subject, file, rule.get(key), ("rules", index, key), owner=("rules", index))


def _look_at(subject: Subject, file: PackFile, node: Any, path: Path, owner: Path | None = None) -> None:
    for text, there in _texts(node, path):
        place = _place_in(text, is_each="each" in there)
        if place is None or place.ordinal is None or place.ordinal <= (most := _most(place)):
            continue
        subject.add(
            "impossible-window", file, there, f"there is no such day in any {place.period}", owner=owner,
            hint=f"The highest number is {phrases.nth(most)}; “last” is the last that there is.",
        )  # fmt: skip


def _texts(node: Any, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(node, str):
        yield node, path
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, (list, tuple)):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))


def _place_in(text: str, *, is_each: bool) -> Place | Each | None:
    try:
        found = phrases.each(text) if is_each else phrases.parse(text)
    except PhraseError:
        return None
    return found if isinstance(found, (Place, Each)) else None


def _most(place: Place | Each) -> int:
    weekdays, days = _MOST[place.period]
    return weekdays if place.what in WEEKDAYS else days
