"""The phrases: the only strings of a rule file that have a grammar, and the whole of that grammar.

    24 hours after                    2 days before round.start         next working day
    same day     next day     day before     at 09:00     at 09:00 theirs
    start of that day     end of that week     round.end (a fact)     process-over (a named moment)

The same grammar stands as a pattern in ``schemas/action.schema.json``; a test holds the two together.
"""

from __future__ import annotations

import re
from typing import NamedTuple

UNITS = ("minute", "hour", "day", "week", "month", "working day")

_NAME = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*|[a-z][a-z0-9]*(?:-[a-z0-9]+)+"
_OFFSET = re.compile(rf"(\d{{1,4}}) (minute|hour|day|week|month|working day)s? (before|after)(?: ({_NAME}))?", re.ASCII)
_CLOCK = re.compile(r"at ([01]\d|2[0-3]):([0-5]\d)( theirs)?", re.ASCII)
_EDGE = re.compile(r"(start|end) of that (day|week|month)")
_NAMED = re.compile(_NAME, re.ASCII)
_NEIGHBOURS = {"next day": (1, "day"), "day before": (-1, "day"), "next working day": (1, "working day")}


class Offset(NamedTuple):
    """``amount`` units (negative: before) from the moment named ``base``, or from the trigger where that is None."""

    amount: int
    unit: str
    base: str | None


class SameDay(NamedTuple):
    """The whole day that the moment belongs to."""


class Clock(NamedTuple):
    """A clock time on that day, in the person's zone where ``theirs``."""

    clock: str
    theirs: bool


class Edge(NamedTuple):
    """The ``start`` or ``end`` of that ``day``, ``week`` or ``month``."""

    edge: str
    period: str


class Name(NamedTuple):
    """A fact's path (dots, snake_case) or a named moment of the pack (kebab-case)."""

    name: str

    @property
    def is_registered(self) -> bool:
        """Whether this is a name from the pack's registry and not a fact."""
        return "-" in self.name


Phrase = Offset | SameDay | Clock | Edge | Name


class PhraseError(ValueError):
    """A string outside the grammar."""


def parse(text: str) -> Phrase:
    """The phrase's meaning. Raises PhraseError for anything outside the grammar."""
    if match := _OFFSET.fullmatch(text):
        count, unit, side, base = match.groups()
        return Offset(int(count) if side == "after" else -int(count), unit, base)
    if text in _NEIGHBOURS:
        return Offset(*_NEIGHBOURS[text], None)
    if text == "same day":
        return SameDay()
    if match := _CLOCK.fullmatch(text):
        return Clock(f"{match[1]}:{match[2]}", bool(match[3]))
    if match := _EDGE.fullmatch(text):
        return Edge(match[1], match[2])
    if _NAMED.fullmatch(text):
        return Name(text)
    raise PhraseError(text)


def distance(text: str) -> tuple[int, str]:
    """A length of time such as ``7 days``, as (count, unit). Raises PhraseError."""
    match = re.fullmatch(r"(\d{1,4}) (minute|hour|day|week|month|working day)s?", text, re.ASCII)
    if match is None:
        raise PhraseError(text)
    return int(match[1]), match[2]
