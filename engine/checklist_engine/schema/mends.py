"""What somebody may have meant who wrote a date, a time, a phrase or a name in a way that is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checklist_engine.phrases import MONTHS, days_of, nth
from checklist_engine.schema import everyday

_LONGEST: Final = 80
_NUMBER_WORDS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS: Final = {word: str(number) for number, word in enumerate(_NUMBER_WORDS)}
_UNITS: Final = {
    "m": "minutes",
    "min": "minutes",
    "mins": "minutes",
    "h": "hours",
    "hr": "hours",
    "hrs": "hours",
    "d": "days",
    "w": "weeks",
    "wk": "weeks",
    "business day": "working days",
    "business days": "working days",
    "workday": "working days",
    "workdays": "working days",
}
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SIDES: Final = {
    "later": "after",
    "afterwards": "after",
    "from": "after",
    "earlier": "before",
    "prior": "before",
    "ago": "before",
}
_SAYINGS: Final = {
    "the next day": "next day",
    "the day after": "next day",
    "day after": "next day",
    "tomorrow": "next day",
    "the same day": "same day",
    "today": "same day",
    "that day": "same day",
    "the day before": "day before",
    "next business day": "next working day",
    "end of day": "end of that day",
    "end of the day": "end of that day",
    "end of the week": "end of that week",
    "end of the month": "end of that month",
    "half an hour after": "30 minutes after",
    "half an hour before": "30 minutes before",
    "at noon": "at 12:00",
    "at midnight": "end of that day",
}


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
    yield _phrases(trimmed.lower())
    yield _days(trimmed.lower())
    yield _days_of_the_year(trimmed.lower())
    yield list(everyday.phrases(trimmed.lower()))
    yield list(everyday.days(trimmed.lower()))
    lower = re.sub(r"[^a-z0-9.]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", trimmed).lower()).strip()
    if lower.capitalize() in _WEEKDAYS or any(one != lower for one in everyday.phrases(lower)):
        return  # no name of anything else
    yield [lower.replace(" ", "-").replace(".", "-")]
    yield [lower.replace(" ", "_"), lower.replace(" ", "-")]


def as_condition(text: str) -> str | None:
    """`round.medium is phone`, `round.start`: a fact as a condition has it."""
    fact = r"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"
    if match := re.fullmatch(fact + r"(?: is|:| ==?)( not)? ([\w-]+)", text.strip()):
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


def _phrases(text: str) -> list[str]:
    """`two days later`, `after 24 h`, `within 6 weeks`: number, unit and side in their usual places."""
    text = re.sub(r"^(?:with)?in (?=\d|[a-z]+ [a-z]+$)", "", text)
    found = [_SAYINGS[text]] if text in _SAYINGS else _weekday(text)
    if match := re.fullmatch(r"(\d+|[a-z]+) ?([a-z]+(?: days?)?)", text):
        length = _length(*match.groups())
        found += [length, f"{length} after"]
    text = re.sub(r"^(before|after) (\d.*|an? .+)$", r"\2 \1", text)
    if match := re.fullmatch(r"(\d+|[a-z]+) ?([a-z]+(?: days?)?) (\w+)(?: (\S+))?", text):
        count, unit, side, base = match.groups()
        found.append(f"{_length(count, unit)} {_SIDES.get(side, side)}" + (f" {base}" if base else ""))
    return found


def _weekday(text: str) -> list[str]:
    """`next monday`, `last friday of that month`: weekdays are written with a capital."""
    capital = re.sub(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", lambda found: found[0].capitalize(), text)
    if match := re.fullmatch(r"(?:(?:next|the next|on) )?([A-Z]\w+day)", capital):
        return [f"{match[1]} after"]
    return [capital] if capital != text else []


def _days_of_the_year(text: str) -> list[str]:
    """`31 july`, `July 31st after`, `by the 1st of september`: a date of every year."""
    text = re.sub(r"^((on|by|until|each|every|the) )+", "", text)
    text = re.sub(r"^([a-z]{3,9})\.? (\d{1,2})(st|nd|rd|th)?\b", r"\2 \1", text)
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\.?(?: of)? ([a-z]{3,9})\.?(?:,? (.*))?", text)
    month = next((one for one in MONTHS if match and one.lower().startswith(match[2])), None)
    if match is None or month is None:
        return []
    number = min(int(match[1]), days_of(month)) or 1
    rest = re.sub(r"^of (the|this|each|every|that|a) year$", "of that year", match[3] or "")
    return (
        [f"{number} {month} {rest}"]
        if rest
        else [f"{number} {month}{more}" for more in ("", " of that year", " after")]
    )


def _days(text: str) -> list[str]:
    """`every saturday`, `on the first monday of the month`, `day 15 of every month`: days that come round."""
    if not re.search(r"\b(every|each|month|quarter|year)\b|day", text):
        return []
    text = re.sub(r"^((on|every|each|the) )+", "", text)
    text = re.sub(r" (of|in) (every|each|the|a|that) (\w+)$", r" of each \3", text)
    text = re.sub(r"^day (\d+)(?= of each )", lambda found: f"{nth(int(found[1]))} day", text)
    text = re.sub(r"^(\d+)(st|nd|rd|th)?\.?(?= )", lambda found: nth(int(found[1])), text)
    text = re.sub(r"^(\w+)(?= of each )", r"\1 day", text)
    word, _, rest = text.partition(" ")
    text = f"{everyday.ORDINALS[word]} {rest}" if word in everyday.ORDINALS else text
    text = re.sub(r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b", lambda found: found[1].capitalize(), text)
    return [re.sub(r"\b(business|work)(ing)? ?days?\b", "working day", text)]


def _length(count: str, unit: str) -> str:
    count = "1" if count in ("a", "an") else _NUMBERS.get(count, count)
    return f"{count} {_UNITS.get(unit, unit).rstrip('s')}" + ("" if count == "1" else "s")
