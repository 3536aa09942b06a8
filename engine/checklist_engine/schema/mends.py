"""What somebody may have meant who wrote a date, a time, a phrase or a name in a way that is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from checklist_engine.phrases import WEEKDAYS
from checklist_engine.problems import nearest
from checklist_engine.schema import everyday

Vocabulary = Mapping[str, Mapping[str, str]]
"""By key the names that can stand there, each with its title; ``fact`` are the facts' paths."""
_LONGEST: Final = 80
_MOST_WORDS: Final = 3
"""A name that is spelt otherwise has so many words; more are a title."""
_MOST_NAMED: Final = 8
"""So many names that there are at all are told."""
_MOST_MEANT: Final = 4
"""So many names that may have been meant are told."""
_NAMED: Final = {
    "heard": ("event", "as pack.yaml has it under events"),
    "of": ("action", "as its file is called"),
    "by": ("channel", "as pack.yaml has it under channels"),
    "draft": ("message", "as its file is called"),
    "expect": ("item", "which begins with its action"),
    "did": ("action", "as its file is called"),
    "skipped": ("action", "as its file is called"),
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
    yield [trimmed.lower()] if re.fullmatch(r"\S+/\S+", trimmed) else []
    yield from everyday.times(trimmed.lower())
    lower = re.sub(r"[^a-z0-9.]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", trimmed).lower()).strip()
    told = any(one != lower for one in everyday.phrases(lower)) or everyday.advice(trimmed) is not None
    if lower.capitalize() in WEEKDAYS or told:
        return  # no name of anything else
    yield [lower.replace(" ", "-").replace(".", "-")]
    yield [lower.replace(" ", "_"), lower.replace(" ", "-")]


def names_in(text: str, path: Sequence[str | int], pattern: str, names: Vocabulary) -> str | None:
    """For a name in several words: names without a comma between them, or a title in a name's place."""
    words = text.split()
    is_listed = bool(path) and isinstance(path[-1], int)
    if (
        is_listed
        and len(words) > 1
        and "-" in text
        and not {"not", "is"} & {*words}
        and all(re.search(pattern, word) for word in words)
    ):
        return f"Write a comma between them: {', '.join(words)}"
    verb = _key(path)
    if verb not in _NAMED:
        return None
    what, where = _NAMED[verb]
    if verb in names:
        few = f": {', '.join(names[verb])}" if len(names[verb]) <= _MOST_NAMED else ""
        return _called(text, names[verb]) or f"Write the name of the {what}, {where}{few}."
    if len(words) > _MOST_WORDS and text[:1].isalpha():
        return f"Write the name of the {what}, {where}, not its title."
    return None


def name_expected(path: Sequence[str | int], names: Vocabulary) -> str | None:
    """What is expected where something is told by its name, with one of those that there are."""
    if not (known := names.get(verb := _key(path))) or verb not in _NAMED:
        return None
    what = _NAMED[verb][0]
    return f"the name of {'an' if what[0] in 'aei' else 'a'} {what}, such as {next(iter(known))}, or a list of these"


def _key(path: Sequence[str | int]) -> str:
    """The key that a value stands behind, by itself or in a list."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def fact_called(title: str, names: Vocabulary) -> str | None:
    """For a fact's title where its path is asked for."""
    return _called(title, names.get("fact", {}))


def _called(text: str, titles: Mapping[str, str]) -> str | None:
    """The name that somebody means who writes its title, some words of that, or the name in another spelling."""
    said = set(_words(text))
    known = [name for name in titles if _words(name) == _words(text)]
    whole = [name for name, title in titles.items() if _words(title) == _words(text)]
    part = [name for name, title in titles.items() if said and said <= {*_words(title)}]
    within = [name for name in titles if len(_words(name)) > 1 and said >= {*_words(name)}]
    for found in (known, whole, part, within):
        if len(found) == 1:
            about = "" if found is known or found[0] == titles[found[0]] else f", whose title is “{titles[found[0]]}”"
            return f"Write {found[0]}{about}"
        if found:
            return f"Write one of {', '.join(found[:_MOST_MEANT])}."
    near = nearest(text, titles)
    return f"Write {near}" if near else None


def _words(text: str) -> list[str]:
    return re.sub(r"\{[^{}]*\}", " ", re.sub(r"[-_.]", " ", text.casefold()))[:_LONGEST].split()


def as_condition(text: str) -> str | None:
    """`round.medium is phone`, `round.start`, `not process-open`: a fact, or a name, as a condition has it."""
    name = r"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"
    if match := re.fullmatch(rf"not {name}|{name} (?:is|does) not(?: \w+)?", text.strip()):
        return f"{{not: {match[1] or match[2]}}}"
    if match := re.fullmatch(rf"{name} (?:is (?:known|true|so|yes)|holds)", text.strip()):
        return match[1]
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
