"""How people speak of time where a rule has a phrase: what of it can be written, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checklist_engine.phrases import MONTHS, WEEKDAYS, PhraseError, days_of, each, nth
from checklist_engine.problems import nearest

_ORDINALS: Final = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th"}
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
    "yesterday": "day before",
    "noon": "at 12:00",
    "midnight": "end of that day",
}

_AT_ONCE: Final = "A window begins with its moment as it is: leave “from” out; what has no end is do: {}."
_ADVICE: Final = {
    **dict.fromkeys(("immediately", "at once", "right away", "straight away", "asap", "as soon as possible"), _AT_ONCE),
    "now": "A window counts from a fact or from what was logged; conditions alone know “now”.",
    "morning": "Write a clock time, such as at 08:00.",
    "evening": "Write a clock time, such as at 18:00.",
}
_DAYS_ADVICE: Final = {
    "morning": "Write day for each day. Windows of days begin at midnight; hours are for “only” and for sending hours.",
    "week": "Write one weekday, such as Monday; or 1 week, counted from where the window begins.",
    "month": "Write one day of it, such as 1st day of each month; or 1 month, counted from where the window begins.",
    "year": "Write one day of it, such as 1 January; or 1 year, counted from where the window begins.",
}
_LONGEST: Final = 80
"""Characters of what is looked at."""
_MOST_WORDS: Final = 8
_SPELLING: Final = (
    *(f"{unit}{end}" for unit in ("minute", "hour", "day", "week", "month", "year") for end in ("", "s")),
    "quarter", "working", "before", "after", "next", "previous", "same", "last", "start", "end", "at", "of", "that",
    "on", "or", "each", *WEEKDAYS, *MONTHS,
)  # fmt: skip
"""The words of phrases."""
_TO: Final = r"(?: to |-|–| or )"
_FEASTS: Final = {"christmas": "25 December", "christmas eve": "24 December", "new year": "1 January",
                  "new year's eve": "31 December", "new year's day": "1 January"}  # fmt: skip


def times(text: str) -> Iterator[list[str]]:
    """Other ways to write a moment, a length of time or days in small letters: groups, the likelier first.

    Lists of steps, and of days, stand in brackets.
    """
    yield _lengths(text)
    yield _round(text)
    yield _days_of_the_year(text)
    yield list(phrases(text))
    yield list(days(text))


def respelt(text: str) -> str | None:
    """A phrase in which words of time are spelt right: ``2 weeks after`` for `2 weaks aftr`; None without a slip."""
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    known = dict(zip(map(str.lower, _SPELLING), _SPELLING, strict=True))
    better = [
        one if not one.isalpha() or one.lower() in known else known.get(nearest(one.lower(), known) or "", one)
        for one in words
    ]
    return " ".join(better) if better != words else None


def _lengths(text: str) -> list[str]:
    """`two days later`, `after 24 h`, `within 6 weeks`: number, unit and side in their usual places."""
    text = re.sub(r"^(?:with)?in (?=\d|[a-z]+ [a-z]+$)", "", text)
    said = re.sub(r"^(?:at|by) ", "", text)
    found = [_SAYINGS[said]] if said in _SAYINGS else _weekday(text)
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


def _round(text: str) -> list[str]:
    """`every saturday`, `on the first monday of the month`, `day 15 of every month`: days that come round."""
    if re.match(r"(?:every|each) second ", text) or not re.search(r"\b(every|each|month|quarter|year)\b|day", text):
        return []
    text = re.sub(r"^((on|every|each|the) )+", "", text)
    text = re.sub(r" (of|in) (every|each|the|a|that) (\w+)$", r" of each \3", text)
    text = re.sub(r"^day (\d+)(?= of each )", lambda found: f"{nth(int(found[1]))} day", text)
    text = re.sub(r"^(\d+)(st|nd|rd|th)?\.?(?= )", lambda found: nth(int(found[1])), text)
    text = re.sub(r"^(\w+)(?= of each )", r"\1 day", text)
    word, _, rest = text.partition(" ")
    text = f"{_ORDINALS[word]} {rest}" if word in _ORDINALS else text
    text = re.sub(r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b", lambda found: found[1].capitalize(), text)
    return [re.sub(r"\b(business|work)(ing)? ?days?\b", "working day", text)]


def _length(count: str, unit: str) -> str:
    count = "1" if count in ("a", "an") else _NUMBERS.get(count, count)
    return f"{count} {_UNITS.get(unit, unit).rstrip('s')}" + ("" if count == "1" else "s")


def phrases(text: str) -> Iterator[str]:
    """Phrases, or lists of steps in brackets, that may be meant by ``text`` in small letters; the likelier first."""
    text = re.sub(r"^(?:(?:on|by|at|until|in) )?(?:the )?", "", text)
    text = text.replace("following ", "next ").replace("fortnight", "2 weeks").replace("a 2 weeks", "2 weeks")
    yield from (f"{_FEASTS[text]} of that year", f"{_FEASTS[text]} after") if text in _FEASTS else ()
    yield from [text] if " " in text else []
    if match := re.fullmatch(r"(.+?),? (?:(at|by) (\d{1,2}:\d\d)|(or (?:next|previous) [a-z]+ day))", text):
        last = match[4] or f"at {match[3].zfill(5)}"
        yield f"[{match[1]}, {last.replace('business', 'working')}]"
    if match := re.fullmatch(r"(\d+)(?:st|nd|rd|th) day of (?:the|that) year", text):
        yield f"[1 January of that year, {max(int(match[1]) - 1, 1)} days after]"
    if match := re.fullmatch(r"(\d+ [a-z]+) and (\d+ [a-z]+) (before|after)", text):
        yield f"[{match[1]} {match[3]}, {match[2]} {match[3]}]"
    if match := re.fullmatch(r"(\d+)\.5 (day|hour)s? (before|after)", text):
        halves = int(match[1]) * 2 + 1
        yield f"{halves * 12} hours {match[3]}" if match[2] == "day" else f"{halves * 30} minutes {match[3]}"
    if match := re.fullmatch(r"(.+?)(?: of)?(?: the)? next (week|month|quarter|year)", text):
        for place in _places(match[1]):
            yield f"[{_one(match[2])}, {place} of that {match[2]}]"
    if match := re.fullmatch(r"(.+?)(?: of|,)? (?:(?:the|this|that|same|current) )?(week|month|quarter|year)", text):
        yield from (f"{place} of that {match[2]}" for place in _places(match[1]))
    if match := re.fullmatch(r"(.+?)(?: of| in)? ([a-z]{3,9})\.?(?: (?:of|in) that year)?", text):
        yield from _in_month(match[1], match[2])
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", text):
        yield f"{text} day of that month"
    if match := re.fullmatch(r"(?:next )?([a-z]+day)( after next)?", text):
        yield f"{match[1].capitalize()} after" if not match[2] else f"[{match[1].capitalize()} after, 1 week after]"
    if match := re.fullmatch(r"(\w+) ((?:working |[a-z]+ )?days?) (before|after)(.*)", text):
        for number, ordinal in enumerate(("first", "second", "third", "fourth", "fifth"), start=1):
            if match[1] in (ordinal, nth(number)):
                yield f"{number} {match[2].rstrip('s')}{'s' if number > 1 else ''} {match[3]}{match[4]}"
    if text in ("weekend", "next weekend"):
        yield "Saturday after"


def _one(period: str) -> str:
    return "3 months after" if period == "quarter" else f"1 {period} after"


def _places(text: str) -> Iterator[str]:
    """``10th day``, ``1st Monday``, ``end``: the place within a period that is meant."""
    text = re.sub(r"^(?:the )", "", text)
    if text in ("end", "start", "beginning"):
        yield text.replace("beginning", "start")
        return
    if match := re.fullmatch(r"(\w+)(?: ([a-z]+(?: day)?))?", text):
        which = _ORDINALS.get(match[1], match[1])
        if re.fullmatch(r"\d{1,2}(st|nd|rd|th)|last", which):
            what = match[2] or "day"
            yield f"{which} {what.capitalize() if what.capitalize() in WEEKDAYS else what}"


def _in_month(place: str, name: str) -> Iterator[str]:
    """``3rd Monday`` of a named month, its ``end``, its ``beginning`` or ``mid``."""
    month = next((one for one in MONTHS if one.lower().startswith(name)), None)
    if month is None:
        return
    if place in ("beginning", "start", "early", "mid", "middle"):
        yield f"{15 if place.startswith('mid') else 1} {month} of that year"
        return
    for found in _places(place):
        yield f"[1 {month} of that year, {found} of that month]"


def days(text: str) -> Iterator[str]:
    """Days that come round, or lists of them in brackets, that may be meant by ``text`` in small letters."""
    if match := re.fullmatch(r"(\d+|[a-z]+) ((?:[a-z]+ )?[a-z]+) (before|after) (.+)", text):
        for one in (*_round(match[4]), *_round(f"{match[4]} of each month")):
            yield f"{_length(*match.group(1, 2))} {match[3]} {one}"
    if re.match(r"(?:every|each) second ", text):
        return  # every other one, not the second of a month
    text = re.sub(r"^(?:(?:on|every|each|the) )+", "", text)
    capital = re.sub(r"\b([a-z]+day)s?\b", lambda found: _capital(found[1]), text)
    if text.rstrip("s") == "weekday":
        yield "working day"
        yield f"[{', '.join(WEEKDAYS[:5])}]"
    if text.rstrip("s") == "weekend":
        yield "[Saturday, Sunday]"
    if match := re.fullmatch(r"(?:other|second) (day|week|month|year)", text):
        yield f"2 {match[1]}s"
    if match := re.fullmatch(r"(.+?),? or (?:else )?(?:the )?(next|previous|following) ([a-z]+) day", capital):
        found = f"{match[1]} or {match[2].replace('following', 'next')} {match[3].replace('business', 'working')} day"
        yield found
    parts = [one for one in re.split(r",? and |, ", capital) if one]
    if len(parts) > 1 and all(one in WEEKDAYS for one in parts):
        yield f"[{', '.join(parts)}]"
    if match := re.fullmatch(r"(\w+) and (\w+) (\w+)(?: of (?:each|every|the|a) (\w+))?", capital):
        period = match[4] or "month"
        yield f"[{', '.join(f'{_ORDINALS.get(one, one)} {match[3]} of each {period}' for one in match.group(1, 2))}]"
    if match := re.fullmatch(r"(\w+) (\w+day)", capital):
        yield f"{_ORDINALS.get(match[1], match[1])} {match[2]} of each month"


def advice(text: str, *, come_round: bool = False) -> str | None:
    """What to do instead, in a sentence, where no phrase says it. ``come_round``: where ``each`` asks for days."""
    if len(text) > _LONGEST:
        return None
    text = re.sub(r"^(?:by|at|in the) ", "", text.strip().lower())
    if come_round:
        other = re.fullmatch(r"(?:(?:every |each )?other|(?:every|each) second) (\w+day)s?", text)
        if other and _capital(other[1]) in WEEKDAYS:
            return f"Write 2 weeks, and let the window begin on such a day: from: {_capital(other[1])} on or after."
        if re.search(r"\bat (\d{1,2}:\d\d|\d{1,2} ?[ap]m|noon|midnight)", text):
            return 'Days have no hour here: write the day alone, and hours as only: [{clock_from: "12:00"}] beside it.'
        short = [day for day in WEEKDAYS if day[:3].lower() == text[:3] and day.lower().startswith(text)]
        if len(text) > 2 and short:
            return f"Write {short[0]}."
        return _DAYS_ADVICE.get(re.sub(r"^(?:every|each) ", "", text))
    if re.search(r"\b(every|each) ", text):
        named = next((one for one in (*_round(text), *days(text)) if _comes_round(one)), None)
        example = f"{{each: {named}}}" if named else "{every: 4 weeks} or repeat: {each: Saturday}"
        return f"What comes again and again is said by “repeat”: repeat: {example}."
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[ t].*)?", text):
        month = MONTHS[int(match[2]) - 1] if 1 <= int(match[2]) <= 12 else ""
        yearly = f" That of every year is {int(match[3])} {month} of that year." if month else ""
        return f"A day of one year stands in the record: give it a name there, and write that.{yearly}"
    if match := re.fullmatch(r"(\d+ (?:working )?[a-z]+ (?:before|after)) (?:(?:the|your|my|that) )?[a-z ]+", text):
        return f"Write {match[1]}, which counts from the trigger, or {match[1]} FACT."
    if re.match(r"(good friday|easter|whit|pentecost|ascension)", text):
        return "A feast that moves has no phrase: make its day a fact of the record, or a day of a calendar."
    if match := re.fullmatch(r"(?:(?:the )?(?:next|following) )(week|month|quarter|year)", text):
        first, last = (f"[{_one(match[1])}, {edge} of that {match[1]}]" for edge in ("start", "end"))
        return f"It has two ends: {{from: {first}, until: {last}}}."
    if match := re.fullmatch(rf"(\d+)(?: (\w+))?{_TO}(\d+) (\w+(?: days)?) (before|after)(.*)", text):
        first, unit, last, units, side, base = match.groups()
        early, late = (first, last) if side == "after" else (last, first)
        start, end = f"{early} {unit or units} {side}{base}", f"{late} {units} {side}{base}"
        edge = "until" if units.rstrip("s") in ("hour", "minute") else "through"
        return f"Write the two ends: {{from: {start}, {edge}: {end}}}."
    return _ADVICE.get(text) or (f"Write {_SAYINGS[text]}." if text in _SAYINGS else None)


def _comes_round(text: str) -> bool:
    try:
        each(text)
    except PhraseError:
        return False
    return True


def no_such_day(text: str) -> str | None:
    """``June has no more than 30 days.`` of `31 June` and of `2026-06-31`."""
    if full := re.match(r"\d{4}-(\d\d)-(\d\d)(?!\d)", text.strip()):
        text = f"{full[2]} {MONTHS[int(full[1]) - 1]}" if 0 < int(full[1]) <= len(MONTHS) else ""
    match = re.match(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\b", text[:_LONGEST].strip().lower())
    month = next((one for one in MONTHS if match and one.lower().startswith(match[2])), None)
    if match is None or month is None or int(match[1]) <= days_of(month):
        return None
    return f"{month} has no more than {days_of(month)} days."


def _capital(word: str) -> str:
    return word.capitalize() if word.capitalize() in WEEKDAYS else word
