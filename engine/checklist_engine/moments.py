"""Time: moments in a zone, distances between them, sending hours. The only room that knows `whenever`.

A **moment** is a point or a whole day in a zone, kept as the stretch ``[start, end)`` in whole seconds since
1970 (UTC); a point has ``start == end``. Windows are pairs of such seconds, half-open. Hours are elapsed
time; days, weeks, months and working days are calendar days of the moment's zone, and give a whole day.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol

from whenever import (
    SYSTEM_TZ,
    Date,
    Instant,
    PlainDateTime,
    RepeatedTime,
    SkippedTime,
    Time,
    TimeZoneNotFoundError,
    ZonedDateTime,
)

HOUR = 3600
_KEPT = 2048
"""How many results of a conversion are remembered: one evaluation asks for the same few instants again and again."""

FOREVER = 1 << 62
"""Stands for "no end" among seconds: later than every real moment."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ELAPSED = {"minute": 60, "hour": HOUR}
_CALENDAR = ("day", "week", "month", "year")
_TEXT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?(?: ?(Z|[+-]\d{2}:\d{2}))?)?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1971, 2999  # before, seconds would turn negative in some zone


class MomentError(ValueError):
    """A text that is no moment, or a local time that does not exist or exists twice; says what to write."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class Moment:
    """A point or a whole day.

    ``start`` and ``end`` are seconds since 1970; ``day`` is the calendar day from which days are counted (for
    a round's end: the day on which the round began); ``how`` is the reckoning that led here, one step a line.
    """

    __slots__ = ("day", "end", "how", "start", "zone")

    def __init__(self, start: int, end: int, day: Date, zone: str, how: tuple[str, ...] = ()) -> None:
        self.start = start
        self.end = end
        self.day = day
        self.zone = zone
        self.how = how

    @property
    def is_day(self) -> bool:
        """Whether this is a whole day and not a point."""
        return self.start != self.end

    def reckoned(self, *how: str) -> Moment:
        """The same moment, with another account of where it came from."""
        return Moment(self.start, self.end, self.day, self.zone, how)

    def counted_from(self, day: Date) -> Moment:
        """The same moment, from which days are counted as from ``day``."""
        return Moment(self.start, self.end, day, self.zone, self.how)

    def __repr__(self) -> str:
        return f"Moment({label(self)}, {self.zone})"


def known_zone(name: str) -> bool:
    """Whether ``name`` is a time zone of the IANA database, such as ``Europe/Luxembourg``."""
    try:
        Instant.from_timestamp(0).to_tz(name)
    except (TimeZoneNotFoundError, ValueError):
        return False
    return True


def system_zone() -> str:
    """The computer's own time zone, ``UTC`` where it has no IANA name."""
    return ZonedDateTime.now(SYSTEM_TZ).tz_id or "UTC"


def now_stamp() -> int:
    """Seconds since 1970 now. Only the command asks; the engine is told."""
    return Instant.now().timestamp()


def parse(text: str, zone: str) -> Moment:
    """A date (a whole day), or a date and a clock time in ``zone`` unless an offset is written.

    Raises MomentError for anything else, and for clock times that a clock change skips or repeats; then the
    hint names both readings.
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        raise MomentError(
            f"“{text}” is not a date or a date and a time", "write it like 2026-11-17 or 2026-11-17 10:00"
        )
    year, month, day, hour, minute, second, offset = match.groups()
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise MomentError(f"the year {year} is out of range", f"write a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    try:
        date = Date(int(year), int(month), int(day))
    except ValueError:
        raise MomentError(f"there is no day {year}-{month}-{day} in the calendar") from None
    if hour is None:
        return whole_day(date, zone)
    try:
        local = date.at(Time(int(hour), int(minute), int(second or 0)))
    except ValueError:
        wrong = f"{hour}:{minute}:{second}" if second else f"{hour}:{minute}"
        raise MomentError(f"there is no time {wrong}", "the clock runs from 00:00 to 23:59") from None
    if offset is not None:
        try:
            stamp = Instant.parse_iso(f"{local.format_iso()}{offset}").timestamp()
        except ValueError:
            raise MomentError(f"“{offset}” is not an offset from UTC", "write it like +01:00 or Z") from None
        return point(stamp, zone)
    return _in_zone(local, zone)


def _in_zone(local: PlainDateTime, zone: str) -> Moment:
    try:
        exact = local.assume_tz(zone, disambiguation="raise")
    except SkippedTime:
        earlier, later = (local.assume_tz(zone, disambiguation=which) for which in ("earlier", "later"))
        raise MomentError(
            f"{_clock(local)} does not exist on {local.date().format_iso()} in {zone}: the clocks go forward",
            f"it would be {_clock(earlier)} or {_clock(later)}; write the one that you mean",
        ) from None
    except RepeatedTime:
        earlier, later = (local.assume_tz(zone, disambiguation=which) for which in ("earlier", "later"))
        raise MomentError(
            f"{_clock(local)} happens twice on {local.date().format_iso()} in {zone}: the clocks go back",
            f"write {_with_offset(earlier)} for the first or {_with_offset(later)} for the second",
        ) from None
    return Moment(exact.timestamp(), exact.timestamp(), exact.date(), zone)


def _clock(when: PlainDateTime | ZonedDateTime) -> str:
    return f"{when.hour:02}:{when.minute:02}"


def _with_offset(when: ZonedDateTime) -> str:
    return f"{when.date().format_iso()} {_clock(when)}{_offset(when)}"


def _offset(when: ZonedDateTime) -> str:
    seconds = int(when.offset.total("seconds"))
    sign, minutes = ("-" if seconds < 0 else "+"), abs(seconds) // 60
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def point(stamp: int, zone: str) -> Moment:
    """The instant ``stamp`` (seconds since 1970), seen in ``zone``."""
    return Moment(stamp, stamp, _zoned(stamp, zone).date(), zone)


def whole_day(date: Date, zone: str) -> Moment:
    """The calendar day ``date`` in ``zone``, from its first instant to the next day's."""
    return Moment(_midnight(date, zone), _midnight(date.add(days=1), zone), date, zone)


def _zoned(stamp: int, zone: str) -> ZonedDateTime:
    return Instant.from_timestamp(stamp).to_tz(zone)


@lru_cache(_KEPT)
def _midnight(date: Date, zone: str) -> int:
    # Where the clocks skip midnight the day begins at the first clock time that exists ("compatible").
    return date.at(Time(0)).assume_tz(zone, disambiguation="compatible").timestamp()


@lru_cache(_KEPT)
def day_start(stamp: int, zone: str) -> int:
    """The first instant of the local day in which ``stamp`` lies."""
    return _midnight(_zoned(stamp, zone).date(), zone)


class Working(Protocol):
    """What counts working days (see `calendars.WorkingDays`)."""

    def count(self, day: Date, count: int) -> Date:
        """The day ``count`` working days after ``day``, before it where negative. Raises ValueError beyond reach."""
        ...


def shift(moment: Moment, count: int, unit: str, working: Working | None = None) -> Moment:
    """``count`` units after the moment, before it where ``count`` is negative.

    Units: ``minute``, ``hour`` (elapsed; after a whole day they count from its end, before it from its
    start; the result is a point), ``day``, ``week``, ``month``, ``year`` (calendar days from the day that the moment
    belongs to; the result is a whole day; months clip to the month's last day). Any other unit, such as ``working
    day``, is counted by ``working``. Raises MomentError where the result leaves the calendar.
    """
    words = f"{'+' if count >= 0 else '−'} {abs(count)} {unit}{'' if abs(count) == 1 else 's'}"
    try:
        if unit in _ELAPSED:
            base = moment.end if count >= 0 else moment.start
            result = point(base + count * _ELAPSED[unit], moment.zone)
        elif unit in _CALENDAR:
            result = whole_day(moment.day.add(**{f"{unit}s": count}), moment.zone)
        elif working is None:
            raise ValueError
        else:
            result = whole_day(working.count(moment.day, count), moment.zone)
        if not _FIRST_YEAR <= result.day.year <= _LAST_YEAR:
            raise ValueError
        return _after(moment, result, words)
    except (ValueError, OverflowError):
        raise MomentError(f"{label(moment)} {words} lies outside the calendar") from None


def same_day(moment: Moment) -> Moment:
    """The whole day that the moment belongs to."""
    return _after(moment, whole_day(moment.day, moment.zone), "that day")


def at_clock(moment: Moment, clock: str, zone: str) -> Moment:
    """``clock`` (HH:MM) in ``zone`` on the day that the moment belongs to."""
    time = Time(int(clock[:2]), int(clock[3:]))
    stamp = moment.day.at(time).assume_tz(zone, disambiguation="compatible").timestamp()
    where = "" if zone == moment.zone else f" in {zone}"
    return _after(moment, point(stamp, moment.zone).counted_from(moment.day), f"at {clock}{where}")


def on_day(moment: Moment, day: Date) -> Moment:
    """The same local clock time on another day."""
    when = _zoned(moment.start, moment.zone)
    stamp = day.at(when.time()).assume_tz(moment.zone, disambiguation="compatible").timestamp()
    return point(stamp, moment.zone).counted_from(day)


def edge_of(moment: Moment, edge: str, period: str) -> Moment:
    """The ``start`` or ``end`` of that ``day`` (a point), or the first or last day of a longer period around it."""
    words = f"{edge} of that {period}"
    if period == "day":
        whole = whole_day(moment.day, moment.zone)
        stamp = whole.start if edge == "start" else whole.end
        return _after(moment, Moment(stamp, stamp, moment.day, moment.zone), words)
    first, last = bounds_of(moment.day, period)
    return _after(moment, whole_day(first if edge == "start" else last, moment.zone), words)


def bounds_of(day: Date, period: str) -> tuple[Date, Date]:
    """The first and the last day of the ``week`` (from Monday), ``month``, ``quarter`` or ``year`` around a day."""
    if period == "week":
        first = day.subtract(days=day.day_of_week().value - 1)
        return first, first.add(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    return first, first.add(months=months).subtract(days=1)


def _after(base: Moment, result: Moment, words: str) -> Moment:
    years = base.day.year != result.day.year
    result.how = (*base.how, f"{label(base, years)} {words} → {label(result, years)}")
    return result


def end_of_local_day(moment: Moment) -> int:
    """The end of the moment's last local day: itself for a whole day."""
    if moment.is_day:
        return moment.end
    return _midnight(_zoned(moment.start, moment.zone).date().add(days=1), moment.zone)


def label(moment: Moment, with_year: bool = False) -> str:
    """The moment in short words: ``Tue 17 Nov 11:00``, ``Tue 17 Nov 2026 11:00``; a whole day without a clock time."""
    if moment.is_day:
        return _date_label(moment.day, with_year)
    return stamp_label(moment.start, moment.zone, with_year)


@lru_cache(_KEPT)
def stamp_label(stamp: int, zone: str, with_year: bool = False) -> str:
    """An instant in short words, local to ``zone``."""
    when = _zoned(stamp, zone)
    seconds = f":{when.second:02}" if when.second else ""
    return f"{_date_label(when.date(), with_year)} {_clock(when)}{seconds}"


@lru_cache(_KEPT)
def end_label(stamp: int, zone: str) -> str:
    """An instant at which something ends: midnight belongs to the day that it ends, ``Thu 19 Nov 24:00``."""
    when = _zoned(stamp, zone)
    if (when.hour, when.minute, when.second) == (0, 0, 0):
        return f"{_date_label(when.date().subtract(days=1))} 24:00"
    return stamp_label(stamp, zone)


def day_label(moment: Moment) -> str:
    """The day that the moment belongs to, in short words, as titles and messages say it."""
    return _date_label(moment.day)


def _date_label(date: Date, with_year: bool = False) -> str:
    year = f" {date.year}" if with_year else ""
    return f"{_DAY_NAMES[date.day_of_week().value - 1]} {date.day} {_MONTH_NAMES[date.month - 1]}{year}"


@lru_cache(_KEPT)
def rfc3339(stamp: int, zone: str) -> str:
    """The instant as ``2026-11-17T11:00:00+01:00``, local to ``zone``."""
    when = _zoned(stamp, zone)
    return (
        f"{when.year:04}-{when.month:02}-{when.day:02}T{when.hour:02}:{when.minute:02}:{when.second:02}{_offset(when)}"
    )


def iso_day(moment: Moment) -> str:
    """The day that the moment belongs to, as ``2026-11-17``."""
    return moment.day.format_iso()


@lru_cache(_KEPT)
def weekday(stamp: int, zone: str) -> str:
    """The local day of the week: ``mon`` … ``sun``."""
    return WEEKDAYS[_zoned(stamp, zone).day_of_week().value - 1]


def month(stamp: int, zone: str) -> int:
    """The local month, 1–12."""
    return _zoned(stamp, zone).month


def clock(stamp: int, zone: str) -> str:
    """The local clock time, HH:MM."""
    return _clock(_zoned(stamp, zone))


def log_text(stamp: int, zone: str) -> str:
    """The instant to the minute as a record's log writes it, local to ``zone``: ``2026-11-17 13:40``.

    Where the clocks go back and the local time would be ambiguous, the offset is written too.
    """
    when = _zoned(stamp - stamp % 60, zone)
    if when.is_repeated():
        return _with_offset(when)
    return f"{when.date().format_iso()} {_clock(when)}"


def day_before(date: str) -> str:
    """The calendar day before ``date`` (2026-11-17)."""
    return Date.parse_iso(date).subtract(days=1).format_iso()


def is_moment(text: str) -> bool:
    """Whether a text has the form of a date, or of a date and a clock time."""
    return _TEXT.fullmatch(text) is not None


_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def spoken(text: str, zone: str, now: int) -> str:
    """``yesterday``, ``today 14:00``, ``09:30`` as a date or date and time, seen from ``now``; else the text itself."""
    words = text.strip().split()
    today = _zoned(now, zone).date()
    if len(words) == 1 and re.fullmatch(r"\d{1,2}:\d{2}", words[0]):
        words = ["today", *words]
    if not words or len(words) > 2 or words[0].lower() not in _NEAR_DAYS:
        return text.strip()
    day = today.add(days=_NEAR_DAYS[words[0].lower()]).format_iso()
    return day if len(words) == 1 else f"{day} {words[1]:0>5}"
