"""The phrases: the only strings of a rule file that have a grammar, and the whole of that grammar.

    24 hours after                       2 days before round.start            next working day
    same day     next day     day before     at 09:00     at 09:00 theirs     at 09:00 for promise.to
    start of that day     end of that week     3rd Thursday of that month     last bank day of that quarter
    Friday before     Monday on or after round.start     or next working day     or previous bank day
    31 July of that year     1 September after     24 December on or before round.start
    notice-period before move.day (a named offset)     contract.notice after (a fact that is a length of time)
    round.end (a fact)     process-over (a named moment)

and, where days come round with the calendar (`repeat: {each: …}`):

    Saturday     day     working day     last Friday of each month     15th day of each month     1 September
    15th day of each month or next working day     2 weeks (so far apart, from where the window begins)
    2 weeks before 10th day of each month     1 day after 1st Monday of each month

``working day`` is a day of the pack's working week; ``bank day`` one of its calendar ``bank``. The same grammar stands
as a pattern in ``schemas/action.schema.json``; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from checklist_engine.value import Value

UNITS = ("minute", "hour", "day", "week", "month", "year")
"""The plain units; besides there are ``working day`` and the days of calendars, such as ``bank day``."""
WORKING = "working"
"""The calendar that ``working day`` means."""

_NEIGHBOURS = {"next day": (1, "day"), "day before": (-1, "day")}
_PERIODS = ("day", "week", "month", "quarter", "year")
_WEEKDAYS = {
    "Monday": "mon", "Tuesday": "tue", "Wednesday": "wed", "Thursday": "thu", "Friday": "fri", "Saturday": "sat",
    "Sunday": "sun",
}  # fmt: skip
WEEKDAYS = tuple(_WEEKDAYS)
"""As phrases write them, from Monday on."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""As phrases write them, from January on."""
_DAYS_OF_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MOST_DIGITS = 4
_FARTHEST = 99
"""So many days, weeks or months are days that come round moved at most."""


class Offset(Value):
    """``amount`` units (negative: before) from the moment named ``base``, or from the trigger where that is None."""

    amount: int
    unit: str
    base: str | None


class NamedOffset(Value):
    """As Offset; how long is said by the pack under that ``name`` (kebab-case), or by a fact (dots, snake_case)."""

    name: str
    before: bool
    base: str | None


class SameDay(Value):
    """The whole day that the moment belongs to."""


class Clock(Value):
    """A clock time on that day, in the person's zone where ``theirs``, in that of the person ``of`` a fact."""

    clock: str
    theirs: bool
    of: str | None = None


class Edge(Value):
    """The ``start`` or ``end`` of that ``day``, ``week``, ``month``, ``quarter`` or ``year``."""

    edge: str
    period: str


class Place(Value):
    """The ``ordinal``-th (-1: last) ``what`` of that ``period``: a weekday (``mon``), a ``day`` or ``bank day``.

    A date of every year (``07-31``; 29 February is the 28th where there is none) has the ordinal 1 and the year.
    """

    ordinal: int
    what: str
    period: str


class Near(Value):
    """The weekday (``mon``) or date (``07-31``) next ``before`` or ``after`` that day, or on it where ``inclusive``."""

    what: str
    side: str
    inclusive: bool
    base: str | None


class Roll(Value):
    """That day if it is one of the ``calendar``'s, else the next (``step`` 1) or previous (-1) one."""

    step: int
    calendar: str


class Name(Value):
    """A fact's path (dots, snake_case) or a named moment of the pack (kebab-case)."""

    name: str

    @property
    def is_registered(self) -> bool:
        """Whether this is a name from the pack's registry and not a fact."""
        return "-" in self.name


class Each(Value):
    """The days that come round: the ``ordinal``-th ``what`` of each ``period``, or every ``what`` where that is None.

    ``what`` as in Place; ``lead`` moves each of them, ``(-2, "week")``; ``roll`` moves those that are no days of its
    calendar after that. Where it is so far ``apart``, such as ``(2, "week")``, from where the window begins, it has no
    ``what``.
    """

    what: str
    ordinal: int | None = None
    period: str = ""
    lead: tuple[int, str] | None = None
    roll: Roll | None = None
    apart: tuple[int, str] | None = None


Phrase = Offset | NamedOffset | SameDay | Clock | Edge | Place | Near | Roll | Name


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
    if is_name(text):
        return Name(name=text)
    words = text.split(" ")
    if words[0] in _WEEKDAYS:
        return _near(text, _WEEKDAYS[words[0]], words[1:])
    if (date := _date(words[:2])) is not None:
        if words[2:] == ["of", "that", "year"]:
            return Place(ordinal=1, what=date, period="year")
        return _near(text, date, words[2:])
    for matches, make in _SHAPES:
        if matches(words):
            return make(text, words)
    return _offset(text, words)


@lru_cache(256)
def each(text: str) -> Each:
    """The days that a text such as ``Saturday`` or ``last bank day of each month`` names. Raises PhraseError."""
    if _is_length(text):
        return Each(what="", apart=distance(text))
    text, rolls, rest = text.partition(" or ")
    if rolls:
        roll = parse(f"or {rest}")
        if not isinstance(roll, Roll) or _is_length(text):
            raise PhraseError(text)
        return each(text).replace(roll=roll)
    words = text.split(" ")
    side = next((word for word in words[2:4] if word in ("before", "after")), "")
    if side:
        length, _, rest = text.partition(f" {side} ")
        amount, unit = distance(length)
        days = each(rest)
        known = unit in ("day", "week", "month") or calendar_of(unit) is not None
        if days.apart is not None or days.lead is not None or amount > _FARTHEST or not known:
            raise PhraseError(text)
        return days.replace(lead=(amount if side == "after" else -amount, unit))
    if len(words) > 4 and words[-3:-1] == ["of", "each"]:
        place = _place(text, words)
        return Each(what=place.what, ordinal=place.ordinal, period=place.period)
    if (date := _date(words)) is not None:
        return Each(what=date)
    what = _WEEKDAYS.get(text, text)
    if what == text and text != "day" and not _is_unit_of_calendar(text):
        raise PhraseError(text)
    return Each(what=what)


def each_in_words(text: str) -> str:
    """Such days in a sentence: ``each Saturday``, ``the last Friday of each month``; or ``every 2 weeks``."""
    if _is_length(text):
        return f"every {text.removeprefix('1 ')}"
    text = text.replace(" or ", " or the ")
    front, days = "", text
    for side in (" before ", " after "):
        if side in text:
            length, _, days = text.partition(side)
            front = length + side
    return f"{front}the {days}" if " of each " in days else f"{front}each {days}"


def calendar_of(unit: str) -> str | None:
    """The calendar of a unit such as ``bank day``; None for a plain unit."""
    name, _, day = unit.rpartition(" ")
    return name if day == "day" and name else None


def _clock(text: str, words: list[str]) -> Clock:
    clock = words[1] if len(words) > 1 else ""
    hour, _, minute = clock.partition(":")
    right = len(clock) == 5 and _is_number(hour) and _is_number(minute) and int(hour) < 24 and int(minute) < 60
    rest = words[2:]
    of = rest[1] if len(rest) == 2 and rest[0] == "for" and _is_fact(rest[1]) else None
    if not right or (rest not in ([], ["theirs"]) and of is None):
        raise PhraseError(text)
    return Clock(clock=clock, theirs=rest == ["theirs"], of=of)


def _edge(text: str, words: list[str]) -> Edge:
    return Edge(edge=words[0], period=words[3])


def _place(text: str, words: list[str]) -> Place:
    """`3rd Thursday of that month`, `last working day of that year`."""
    what, ordinal = " ".join(words[1:-3]), _ordinal(words[0])
    if what in _WEEKDAYS:
        what = _WEEKDAYS[what]
    elif what != "day" and not _is_unit_of_calendar(what):
        raise PhraseError(text)
    if ordinal is None or words[-1] not in _PERIODS[1:]:
        raise PhraseError(text)
    return Place(ordinal=ordinal, what=what, period=words[-1])


def _near(text: str, what: str, words: list[str]) -> Near:
    """What follows the day in `Friday before`, `Monday on or after round.start`, `31 July after`."""
    inclusive = words[:2] == ["on", "or"]
    side, base = words[2 if inclusive else 0 :][:1], words[3 if inclusive else 1 :]
    if side not in (["before"], ["after"]) or len(base) > 1 or (base and not is_name(base[0])):
        raise PhraseError(text)
    return Near(what=what, side=side[0], inclusive=inclusive, base=base[0] if base else None)


def _date(words: list[str]) -> str | None:
    """``07-31`` for `31 July`; None for anything else, such as `31 June`."""
    if len(words) != 2 or words[1] not in MONTHS or not _is_number(words[0]) or words[0][0] == "0":
        return None
    month = MONTHS.index(words[1])
    return f"{month + 1:02}-{int(words[0]):02}" if int(words[0]) <= _DAYS_OF_MONTHS[month] else None


def days_of(month: str) -> int:
    """The days that a month such as ``February`` can have."""
    return _DAYS_OF_MONTHS[MONTHS.index(month)]


def date_in_words(what: str) -> str | None:
    """``31 July`` for ``07-31``; None for what is no date."""
    return f"{int(what[3:])} {MONTHS[int(what[:2]) - 1]}" if what[2:3] == "-" else None


def _roll(text: str, words: list[str]) -> Roll:
    return Roll(step=1 if words[1] == "next" else -1, calendar=words[2])


def _next(text: str, words: list[str]) -> Offset:
    """`next working day`, `next bank day`."""
    return Offset(amount=1, unit=f"{words[1]} day", base=None)


def _offset(text: str, words: list[str]) -> Offset | NamedOffset:
    """`24 hours after`, `2 working days before round.start`, `notice-period before move.day`."""
    side = next((place for place, word in enumerate(words) if place and word in ("before", "after")), 0)
    base = words[side + 1 :]
    if not side or len(base) > 1 or (base and not is_name(base[0])):
        raise PhraseError(text)
    after, named = words[side] == "after", base[0] if base else None
    if side == 1 and is_name(words[0]):
        return NamedOffset(name=words[0], before=not after, base=named)
    amount, unit = distance(" ".join(words[:side]))
    return Offset(amount=amount if after else -amount, unit=unit, base=named)


def distance(text: str) -> tuple[int, str]:
    """A length of time such as ``7 days`` or ``2 bank days``, as (amount, unit). Raises PhraseError."""
    amount, _, units = text.partition(" ")
    unit = units.removesuffix("s")
    known = unit in UNITS or _is_unit_of_calendar(unit)
    if not _is_number(amount) or amount[0] == "0" or len(amount) > _MOST_DIGITS or not known:
        raise PhraseError(text)
    return int(amount), unit


def in_words(amount: int, unit: str) -> str:
    """A length of time in words: ``1 week``, ``3 months``."""
    return f"{amount} {unit}{'' if amount == 1 else 's'}"


def _is_length(text: str) -> bool:
    amount, _, units = text.partition(" ")
    return _is_number(amount) and units.removesuffix("s") in UNITS


def nth(ordinal: int) -> str:
    """``3rd``, ``21st``; ``last`` for a negative one."""
    if ordinal < 0:
        return "last"
    ending = "th" if 10 <= ordinal % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(ordinal % 10, "th")
    return f"{ordinal}{ending}"


def _ordinal(word: str) -> int | None:
    number = word[:-2]
    if word == "last":
        return -1
    if not _is_number(number) or len(number) > 2 or not 1 <= int(number) <= 31 or nth(int(number)) != word:
        return None
    return int(number)


def _is_unit_of_calendar(unit: str) -> bool:
    name, _, day = unit.partition(" ")
    return day == "day" and name.isascii() and name.isalpha() and name == name.lower()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_fact(text: str) -> bool:
    return "-" not in text and is_name(text)


def is_name(text: str) -> bool:
    """A fact's path (`round.start`) or a registered name (`process-over`). By hand: a pattern takes 1 ms to compile."""
    if not ("a" <= text[:1] <= "z") or not text.isascii() or text != text.lower():
        return False
    parts = text.split("-") if "-" in text else text.replace("_", "a").split(".")
    return all(part.isalnum() for part in parts)


def _is_calendar_day(words: list[str]) -> bool:
    return len(words) >= 2 and _is_unit_of_calendar(" ".join(words[-2:]))


_SHAPES: tuple[tuple[Callable[[list[str]], bool], Callable[[str, list[str]], Phrase]], ...] = (
    (lambda words: words[0] == "at" and words[1:2] not in (["before"], ["after"]), _clock),
    (lambda words: words[0] in ("start", "end") and words[1:3] == ["of", "that"] and len(words) == 4
     and words[3] in _PERIODS, _edge),
    (lambda words: words[-3:-1] == ["of", "that"] and len(words) > 4, _place),
    (lambda words: words[:1] == ["or"] and words[1:2] in (["next"], ["previous"]) and len(words) == 4
     and _is_calendar_day(words), _roll),
    (lambda words: words[0] == "next" and len(words) == 3 and _is_calendar_day(words), _next),
)  # fmt: skip
