"""What somebody may have meant who wrote a date, a time, a phrase or a name in a way that is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from checklist_engine.phrases import WEEKDAYS
from checklist_engine.schema import everyday

_LONGEST: Final = 80
_MOST_WORDS: Final = 3
"""A name that is spelt otherwise has so many words; more are a title."""
_NAMED: Final = {
    "heard": "the event, as pack.yaml has it under events",
    "did": "the action, as its file is called",
    "skipped": "the action, as its file is called",
}
"""What is told by its name, and where that stands."""


def mended(text: str) -> Iterator[list[str]]:
    """Other ways to write `text`: groups of equally likely ones, the likelier first.

    Which of them are allowed is for the schema to say.
    """
    if len(text) > _LONGEST:
        return
    trimmed = " ".join(text.split())
    yield [trimmed]
    yield _dates(trimmed)
    yield _clocks(trimmed)
    if respelt := everyday.respelt(trimmed):
        yield [respelt]
    yield from everyday.times(trimmed.lower())
    lower = re.sub(r"[^a-z0-9.]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", trimmed).lower()).strip()
    told = any(one != lower for one in everyday.phrases(lower)) or everyday.advice(trimmed) is not None
    if lower.capitalize() in WEEKDAYS or told:
        return  # no name of anything else
    yield [lower.replace(" ", "-").replace(".", "-")]
    yield [lower.replace(" ", "_"), lower.replace(" ", "-")]


def names_in(text: str, path: Sequence[str | int], pattern: str) -> str | None:
    """For a name in several words: names without a comma between them, or a title in a name's place."""
    words = text.split()
    is_listed = bool(path) and isinstance(path[-1], int)
    if is_listed and len(words) > 1 and "-" in text and all(re.search(pattern, word) for word in words):
        return f"Write a comma between them: {', '.join(words)}"
    verb = next((part for part in reversed(path) if isinstance(part, str)), "")
    if verb in _NAMED and len(words) > _MOST_WORDS and text[:1].isalpha():
        return f"Write the name of {_NAMED[verb]}, not its title."
    return None


def as_condition(text: str) -> str | None:
    """`round.medium is phone`, `round.start`, `not process-open`: a fact, or a name, as a condition has it."""
    if match := re.fullmatch(r"not ([a-z][a-z0-9]*(?:-[a-z0-9]+)+)", text.strip()):
        return f"{{not: {match[1]}}}"
    fact = r"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"
    if match := re.fullmatch(fact.replace(")+)", ")*)") + r"(?: is|:| ==?)( not)? ([\w-]+)", text.strip()):
        found = f"{{{match[1]}: {{is: {match[3]}}}}}"
        return f"{{not: {found}}}" if match[2] else found
    if match := re.fullmatch(fact + r"(?: is known)?", text.strip()):
        return f"{{{match[1]}: {{known: true}}}}"
    return None


def _dates(text: str) -> list[str]:
    clock = r"(?:(?:[Tt]|,? +(?:at )?)(\d{1,2}:\d{2})(?::\d{2}.*)?)?"
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + clock, text):
        year, month, day, time = match.groups()
        return _date(year, month, day, time)
    if match := re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4})" + clock, text):
        first, sign, second, year, time = match.groups()
        day_first, month_first = _date(year, second, first, time), _date(year, first, second, time)
        return day_first or month_first if sign == "." else [*day_first, *month_first]
    return []


def _date(year: str, month: str, day: str, clock: str | None) -> list[str]:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return []
    return [f"{year}-{int(month):02}-{int(day):02}" + (f" {clock.zfill(5)}" if clock else "")]


def _clocks(text: str) -> list[str]:
    form = r"(?:at )?(\d{1,2})(?:[:.h](\d{2}))? ?([ap]\.?m\.?)?(?: o'clock| uhr)?"
    match = re.fullmatch(form, text, re.IGNORECASE)
    if match is None:
        return []
    hour, minute, half = match.groups()
    number = int(hour) % 12 + (12 if half[0] in "pP" else 0) if half else int(hour)
    return [f"{number:02}:{minute or '00'}", f"at {number:02}:{minute or '00'}"]
