"""The phrases: the only strings of a rule file that have a grammar, and the whole of that grammar.

    24 hours after                    2 days before round.start         next working day
    same day     next day     day before     at 09:00     at 09:00 theirs
    start of that day     end of that week     round.end (a fact)     process-over (a named moment)

The same grammar stands as a pattern in ``schemas/action.schema.json``; a test holds the two together.
"""

from __future__ import annotations

from functools import lru_cache

from checklist_engine.value import Value

UNITS = ("minute", "hour", "day", "week", "month", "working day")

_NEIGHBOURS = {"next day": (1, "day"), "day before": (-1, "day"), "next working day": (1, "working day")}
_PERIODS = ("day", "week", "month")
_MOST_DIGITS = 4


class Offset(Value):
    """``amount`` units (negative: before) from the moment named ``base``, or from the trigger where that is None."""

    amount: int
    unit: str
    base: str | None


class SameDay(Value):
    """The whole day that the moment belongs to."""


class Clock(Value):
    """A clock time on that day, in the person's zone where ``theirs``."""

    clock: str
    theirs: bool


class Edge(Value):
    """The ``start`` or ``end`` of that ``day``, ``week`` or ``month``."""

    edge: str
    period: str


class Name(Value):
    """A fact's path (dots, snake_case) or a named moment of the pack (kebab-case)."""

    name: str

    @property
    def is_registered(self) -> bool:
        """Whether this is a name from the pack's registry and not a fact."""
        return "-" in self.name


Phrase = Offset | SameDay | Clock | Edge | Name


class PhraseError(ValueError):
    """A string outside the grammar."""


@lru_cache(1024)
def parse(text: str) -> Phrase:
    """The phrase's meaning. Raises PhraseError for anything outside the grammar."""
    if text in _NEIGHBOURS:
        amount, unit = _NEIGHBOURS[text]
        return Offset(amount=amount, unit=unit, base=None)
    if text == "same day":
        return SameDay()
    if _is_name(text):
        return Name(name=text)
    words = text.split(" ")
    if words[0] == "at":
        return _clock(text, words)
    if words[0] in ("start", "end") and words[1:3] == ["of", "that"] and len(words) == 4 and words[3] in _PERIODS:
        return Edge(edge=words[0], period=words[3])
    return _offset(text, words)


def _clock(text: str, words: list[str]) -> Clock:
    clock = words[1] if len(words) > 1 else ""
    hour, _, minute = clock.partition(":")
    right = len(clock) == 5 and _is_number(hour) and _is_number(minute) and int(hour) < 24 and int(minute) < 60
    if not right or words[2:] not in ([], ["theirs"]):
        raise PhraseError(text)
    return Clock(clock=clock, theirs=len(words) == 3)


def _offset(text: str, words: list[str]) -> Offset:
    """`24 hours after`, `2 working days before round.start`."""
    length = 2 if words[1:2] != ["working"] else 3
    amount, unit = distance(" ".join(words[:length]))
    side, base = words[length : length + 1], words[length + 1 :]
    if side not in (["before"], ["after"]) or len(base) > 1 or (base and not _is_name(base[0])):
        raise PhraseError(text)
    return Offset(amount=amount if side == ["after"] else -amount, unit=unit, base=base[0] if base else None)


def distance(text: str) -> tuple[int, str]:
    """A length of time such as ``7 days``, as (amount, unit). Raises PhraseError."""
    amount, _, units = text.partition(" ")
    unit = units.removesuffix("s")
    if not _is_number(amount) or amount[0] == "0" or len(amount) > _MOST_DIGITS or unit not in UNITS:
        raise PhraseError(text)
    return int(amount), unit


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_name(text: str) -> bool:
    """A fact's path (`round.start`) or a registered name (`process-over`). By hand: a pattern takes 1 ms to compile."""
    if not ("a" <= text[:1] <= "z") or not text.isascii() or text != text.lower():
        return False
    parts = text.split("-") if "-" in text else text.replace("_", "a").split(".")
    return all(part.isalnum() for part in parts)
