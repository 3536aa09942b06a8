"""Calendars: which days are working days, and places in week, month and year. Days are local calendar days.

A working day is a day of the pack's working week that is neither a public holiday of one of its calendars nor a day
off of the pack's own. Public holidays come from the package `holidays`, which is loaded when one is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from whenever import Date

from checklist_engine.moments import WEEKDAYS, Moment, MomentError, bounds_of, label, on_day, whole_day
from checklist_engine.phrases import WORKING, Each, calendar_of, date_in_words, nth
from checklist_engine.problems import Problem, Problems

_FAR = 4_000
"""Days without a working day after which nobody looks further."""
_ROLLED = 31
"""Days that what comes round is rolled at most."""
_LONGEST = {"day": 1, "week": 7, "month": 31}
"""Days of a unit at most. Of a calendar there is a day in each week, or what is counted in its days may be missed."""


class WorkingDays:
    """Which days are worked on: the weekdays of that week (``mon`` …) without holidays and days off.

    ``codes`` are countries, or a region behind a country's: ``LU``, ``DE-BY``. ``off`` are days such as
    ``2026-05-04``, or ``12-24`` for that day in every year. Asking for a day raises Problems where there are no
    holidays to be had.
    """

    def __init__(self, week: frozenset[str], codes: Iterable[str] = (), off: Iterable[str] = ()) -> None:
        self.week = week
        self.codes = tuple(sorted(set(codes)))
        self._off = frozenset(off)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, Date) and self.free(day) is None

    def free(self, day: Date) -> str | None:
        """Why nobody works on that day; None where it is a working day."""
        if WEEKDAYS[day.day_of_week().value - 1] not in self.week:
            return "no day of the working week"
        text = day.format_iso()
        if text in self._off or text[5:] in self._off:
            return "a day off"
        return next((name for code in self.codes if (name := public_holidays(code, day.year).get(text))), None)

    def count(self, day: Date, count: int) -> Date:
        """The day ``count`` working days after ``day``, before it where negative. Raises ValueError beyond reach."""
        step, left = (1 if count >= 0 else -1), abs(count)
        idle = 0
        while left:
            day = day.add(days=step)
            idle += 1
            if day in self:
                left, idle = left - 1, 0
            elif idle > _FAR:
                raise ValueError("no working day within reach")
        return day

    def nearest(self, day: Date, step: int) -> Date:
        """``day`` itself where it is a working day, else the next (``step`` 1) or the one before (-1)."""
        return day if day in self else self.count(day, step)


@lru_cache(256)
def public_holidays(code: str, year: int) -> Mapping[str, str]:
    """The public holidays of a country or region in a year, by day. Raises Problems: no such place, or no package."""
    try:
        import holidays
    except ImportError:
        raise _problem(
            "calendar/extra", f"the public holidays of {code} are not to be had without the package holidays",
            "Install it: pip install 'checklist-engine[holidays]'",
        ) from None  # fmt: skip
    country, _, region = code.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=year, language="en_US")
    except NotImplementedError:  # what the package raises for a place that it does not know
        known = holidays.list_supported_countries()
        what = f"the region {region} of {country}" if country in known else f"the country {country}"
        regions = f"Regions of {country}: {', '.join(known[country])}." if known.get(country) else ""
        raise _problem(
            "calendar/unknown", f"nothing is known of the holidays of {what}",
            regions or "Write a country's two letters, such as LU, or a region behind them, such as DE-BY.",
        ) from None  # fmt: skip
    return {day.isoformat(): str(name) for day, name in found.items()}


def _problem(id: str, message: str, hint: str) -> Problems:
    return Problems([Problem(id=id, message=message, hint=hint)])


def place_in(moment: Moment, ordinal: int, what: str, period: str, working: WorkingDays) -> Moment:
    """The ``ordinal``-th (from 1; -1: the last) ``what`` of the moment's ``period``, a whole day.

    ``what`` is a weekday (``mon`` …), ``day``, the day of a calendar such as ``bank day``, or a date such as ``07-31``.
    Raises MomentError where there is none, such as a fifth Friday.
    """
    day = _place(*bounds_of(moment.day, period), ordinal, what, working)
    if day is None:
        raise MomentError(f"there is no {nth(ordinal)} {spoken(what)} in that {period}")
    which = f"– {spoken(what)}" if date_in_words(what) else f"{nth(ordinal)} {spoken(what)}"
    return _reckoned(moment, day, f"{which} of that {period}")


def _place(first: Date, last: Date, ordinal: int, what: str, working: WorkingDays) -> Date | None:
    step = 1 if ordinal > 0 else -1
    day, left = (first if ordinal > 0 else last), abs(ordinal)
    while first <= day <= last:
        if _is(day, what, working):
            left -= 1
            if not left:
                return day
        day = day.add(days=step)
    return None


def _is(day: Date, what: str, working: WorkingDays) -> bool:
    return what == "day" or (day in working if what.endswith(" day") else _is_named(day, what))


def _is_named(day: Date, what: str) -> bool:
    """Whether a day is that weekday (``mon``), or that date of the year (``02-29``, which clips as months do)."""
    if date_in_words(what) is None:
        return _weekday(day) == what
    return day.month == int(what[:2]) and day.day == min(int(what[3:]), day.days_in_month())


def days_from(day: Date, step: int, reach: int, each: Each, calendar: Callable[[str], WorkingDays]) -> Iterator[Date]:
    """The days that come round, from ``day`` on and with it; backwards where ``step`` is -1.

    None is looked for farther than ``reach`` days away, nor farther than some years. A period that is too short
    for its ordinal ``day`` has its last one, as months clip; of other places it has none. What is moved may come
    twice, and is left out where that would lead farther than a month.
    """
    working = calendar(calendar_of(each.what) or WORKING)
    if each.roll is None and each.lead is None:
        yield from _days_from(day, step, reach, each, working)
        return
    moved = _mover(each, calendar)
    farther = _ROLLED + (abs(each.lead[0]) * _LONGEST.get(each.lead[1], 7) if each.lead is not None else 0)
    try:
        begin = day.add(days=-step * farther)
    except ValueError:
        return  # beyond the calendar
    for one in _days_from(begin, step, min(reach, _FAR) + 2 * farther, each, working):
        found = moved(one)
        if found is not None and (found >= day if step > 0 else found <= day):
            yield found


def _mover(each: Each, calendar: Callable[[str], WorkingDays]) -> Callable[[Date], Date | None]:
    """Where a day that comes round is moved to; None for one that is left out."""
    roll, (amount, unit) = each.roll, each.lead or (0, "day")
    counted = calendar_of(unit)
    days = calendar(counted) if counted is not None else None
    onto = calendar(roll.calendar) if roll is not None else None

    def moved(day: Date) -> Date | None:
        try:
            if days is not None:
                day = days.count(day, amount)
            elif unit == "month":
                day = day.add(months=amount)
            else:
                day = day.add(days=amount * _LONGEST[unit])
            if roll is None or onto is None:
                return day
            return next((at for far in range(_ROLLED) if (at := day.add(days=far * roll.step)) in onto), None)
        except ValueError:
            return None  # beyond the calendar

    return moved


def _days_from(day: Date, step: int, reach: int, each: Each, working: WorkingDays) -> Iterator[Date]:
    what, ordinal, period = each.what, each.ordinal, each.period
    try:
        at, end = day, day.add(days=step * min(reach, _FAR))
        while at <= end if step > 0 else at >= end:
            if ordinal is None:
                if _is(at, what, working):
                    yield at
                at = at.add(days=step)
                continue
            first, last = bounds_of(at, period)
            found = _place(first, last, ordinal, what, working) or (last if what == "day" else None)
            if found is not None and (found >= day if step > 0 else found <= day):
                yield found
            at = last.add(days=1) if step > 0 else first.subtract(days=1)
    except (ValueError, OverflowError):
        return  # beyond the calendar


def near(moment: Moment, what: str, side: str, inclusive: bool) -> Moment:
    """The next such weekday or date ``before`` or ``after`` the moment's day, or the day itself where ``inclusive``."""
    step = 1 if side == "after" else -1
    day = moment.day if inclusive else moment.day.add(days=step)
    while not _is_named(day, what):
        day = day.add(days=step)
    dash = "– " if date_in_words(what) else ""  # or the numbers of two dates would stand side by side
    return _reckoned(moment, day, f"{dash}{spoken(what)} {'on or ' if inclusive else ''}{side}")


def rolled(moment: Moment, step: int, working: WorkingDays) -> Moment:
    """The moment if it is on a working day, else the next (``step`` 1) or previous (-1) one.

    A point keeps its clock time. Raises MomentError where there is no working day within reach.
    """
    why = working.free(moment.day)
    if why is None:
        return moment
    try:
        day = working.nearest(moment.day, step)
    except ValueError:
        raise MomentError(f"there is no working day near {label(moment)}") from None
    words = f"({why}) or {'next' if step > 0 else 'previous'} working day"
    if moment.is_day:
        return _reckoned(moment, day, words)
    result = on_day(moment, day)
    result.how = (*moment.how, f"{label(moment)} {words} → {label(result)}")
    return result


def spoken(what: str) -> str:
    """``Monday`` for ``mon``, ``31 July`` for ``07-31``; the other words as they are."""
    return _FULL.get(what) or date_in_words(what) or what


_FULL = dict(zip(WEEKDAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


def _weekday(day: Date) -> str:
    return WEEKDAYS[day.day_of_week().value - 1]


def _reckoned(moment: Moment, day: Date, words: str) -> Moment:
    result = whole_day(day, moment.zone)
    result.how = (*moment.how, f"{label(moment)} {words} → {label(result)}")
    return result
