"""Numbers, weekdays, months and dates in words."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.english.book import alternatives
from checklist_engine.phrases import MONTHS, nth
from checklist_engine.words import join

_WEEKDAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(number: int) -> str:
    """``second``, ``tenth``, ``21st``."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    return nth(number)


def times(number: int) -> str:
    """``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def weekday(short: str) -> str:
    """``Monday`` for ``mon``."""
    return _WEEKDAYS[short]


def weekdays(names: Iterable[str], *, plural: bool = False) -> str:
    """``Saturday or Sunday``; ``Saturdays and Sundays``."""
    long = [weekday(name) for name in names]
    return join(f"{name}s" for name in long) if plural else alternatives(long)


def months(numbers: Iterable[int]) -> str:
    """``July or August``."""
    return alternatives(MONTHS[number - 1] for number in numbers)


def date(text: str) -> str:
    """``31 December 2026``."""
    year, month, day = text.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"
