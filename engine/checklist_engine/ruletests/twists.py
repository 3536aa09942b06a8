"""Small changes of moments and lengths: a unit more or less, twice as long, the other way round.

Each function yields new values for one node of the rule language; whether the result is still good is for the
schemas and the compiler to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checklist_engine import phrases

_OTHER = {"before": "after", "after": "before", "start": "end", "end": "start", "next": "previous", "previous": "next"}
_NEIGHBOURS = {
    "next day": ("same day", "2 days after"), "day before": ("same day", "2 days before"), "same day": ("next day",),
}  # fmt: skip
_HOURS = 24


def of_number(value: int, least: int) -> Iterator[int]:
    """One more, and one less if that is not below ``least``."""
    yield value + 1
    if value > least:
        yield value - 1


def of_length(text: str) -> Iterator[str]:
    """Other lengths than `7 days`: one unit more or less, and double; nothing of a name."""
    try:
        amount, unit = phrases.distance(text)
    except phrases.PhraseError:
        return
    yield from (phrases.in_words(one, unit) for one in _amounts(amount))


def of_phrase(text: str) -> Iterator[str]:
    """Other phrases in the place of one; nothing of a bare name."""
    if text in _NEIGHBOURS:
        yield from _NEIGHBOURS[text]
        return
    try:
        phrase = phrases.parse(text)
    except phrases.PhraseError:
        return
    words = text.split(" ")
    if isinstance(phrase, phrases.Offset):
        yield from _offsets(text, words, phrase)
    elif isinstance(phrase, phrases.NamedOffset):
        yield " ".join([words[0], _OTHER[words[1]], *words[2:]])
    elif isinstance(phrase, phrases.Clock):
        yield from (" ".join(["at", clock, *words[2:]]) for clock in of_clock(phrase.clock))
    elif isinstance(phrase, phrases.Edge):
        yield " ".join([_OTHER[words[0]], *words[1:]])
    elif isinstance(phrase, phrases.Place):
        if phrases.date_in_words(phrase.what):
            yield from _dates(words)
            return
        ordinals = [1] if phrase.ordinal < 0 else of_number(phrase.ordinal, 1)
        yield from (" ".join([phrases.nth(one), *words[1:]]) for one in ordinals)
    elif isinstance(phrase, phrases.Near):
        yield " ".join(_OTHER.get(word, word) for word in words)
        if phrases.date_in_words(phrase.what):
            yield from _dates(words)
        if phrase.inclusive:
            yield text.replace(" on or ", " ")
    elif isinstance(phrase, phrases.Roll):
        yield " ".join([words[0], _OTHER[words[1]], *words[2:]])


def of_days(text: str) -> Iterator[str]:
    """Other days than those that come round as `Saturday`, or as `last Friday of each month`."""
    try:
        days = phrases.each(text)
    except phrases.PhraseError:
        return
    if days.apart is not None:
        amount, unit = days.apart
        yield from (phrases.in_words(one, unit) for one in of_number(amount, 1))
        return
    if days.roll is not None:
        bare, _, roll = text.partition(" or ")
        yield bare
        yield from (f"{one} or {roll}" for one in of_days(bare))
        yield f"{bare} or {' '.join(_OTHER.get(word, word) for word in roll.split(' '))}"
        return
    if days.lead is not None:
        amount, unit = days.lead
        side = "before" if amount < 0 else "after"
        bare = text.partition(f" {side} ")[2]
        yield from (f"{phrases.in_words(one, unit)} {side} {bare}" for one in of_number(abs(amount), 1))
        yield bare
        yield f"{phrases.in_words(abs(amount), unit)} {_OTHER[side]} {bare}"
        return
    if phrases.date_in_words(days.what):
        yield from _dates(text.split(" "))
    elif days.ordinal is not None:
        ordinals = [1] if days.ordinal < 0 else of_number(days.ordinal, 1)
        yield from (" ".join([phrases.nth(one), *text.split(" ")[1:]]) for one in ordinals)
    elif text in phrases.WEEKDAYS:
        place = phrases.WEEKDAYS.index(text)
        yield from (phrases.WEEKDAYS[(place + step) % len(phrases.WEEKDAYS)] for step in (1, -1))
    elif text != "day":
        yield "day"


def _dates(words: list[str]) -> Iterator[str]:
    """The day before and the day after `31 July` within its month."""
    for number in of_number(int(words[0]), 1):
        try:
            phrases.each(f"{number} {words[1]}")
        except phrases.PhraseError:
            continue
        yield " ".join([str(number), *words[1:]])


def of_clock(clock: str) -> Iterator[str]:
    """An hour later, and an hour earlier, within the day."""
    hour, minute = int(clock[:2]), clock[3:]
    yield from (f"{one:02}:{minute}" for one in (hour + 1, hour - 1) if 0 <= one < _HOURS)


def _offsets(text: str, words: list[str], phrase: phrases.Offset) -> Iterator[str]:
    if words[0] == "next":  # next working day
        yield f"2 {' '.join(words[1:])}s after"
        return
    side = next(place for place, word in enumerate(words) if word in ("before", "after"))
    for amount in _amounts(abs(phrase.amount)):
        yield " ".join([phrases.in_words(amount, phrase.unit), *words[side:]])
    yield " ".join([*words[:side], _OTHER[words[side]], *words[side + 1 :]])


def _amounts(amount: int) -> Iterator[int]:
    yield from of_number(amount, 1)
    if amount > 1:
        yield 2 * amount


def is_whole_day(node: Any) -> bool:
    """Whether a moment is a day for certain, so that `until` and `through` mean the same of it."""
    try:
        phrase = phrases.parse(node) if isinstance(node, str) else None
    except phrases.PhraseError:
        return False
    if isinstance(phrase, phrases.Offset):
        return phrase.unit not in ("minute", "hour")
    return isinstance(phrase, (phrases.SameDay, phrases.Place, phrases.Near, phrases.Roll))


def without(values: list[Any]) -> Iterator[tuple[int, list[Any]]]:
    """Each shorter list, with the place of what is left out; nothing of a list of one."""
    for index in range(len(values) if len(values) > 1 else 0):
        yield index, values[:index] + values[index + 1 :]
