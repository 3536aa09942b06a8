"""Moments in words, relative to the checklist's now.

A moment is an RFC 3339 string that is local to the case (``2026-11-18T08:00:00+01:00``), or a date alone.
Its date and clock are cut out of the string and reckoned with by hand: `datetime` would cost a start-up of
the command a few milliseconds and would know nothing more. Stretches are half-open; an end at 00:00 is said
as the day before.
"""

from __future__ import annotations

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_WEEK = 7


def ordinal(moment: str) -> int:
    """The number of the moment's local day, counted like `datetime.date.toordinal`."""
    year, month, day_ = int(moment[:4]), int(moment[5:7]), int(moment[8:10])
    if month < 3:  # a year that begins in March has its leap day at the end
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day_ - 306


def weekday(moment: str) -> int:
    """0 for Monday … 6 for Sunday."""
    return (ordinal(moment) - 1) % _WEEK


def minutes(moment: str) -> int:
    """Minutes since a fixed instant, for comparing and sorting; a date alone counts from 00:00."""
    offset = 0
    if len(moment) > 19 and moment[-6] in "+-":
        offset = int(moment[-5:-3]) * 60 + int(moment[-2:])
        offset = -offset if moment[-6] == "-" else offset
    clock_ = int(moment[11:13]) * 60 + int(moment[14:16]) if len(moment) > 10 else 0
    return ordinal(moment) * 1440 + clock_ - offset


def clock(moment: str) -> str:
    """``08:00``; empty for a date alone."""
    return moment[11:16]


def day(moment: str, now: str, near: bool = False) -> str:
    """``today``, ``tomorrow``, ``yesterday``, else ``Wed 18 Nov``, with the year where it is not now's.

    With `near`, a day of the week ahead is its name alone: ``Thursday``.
    """
    return _day(ordinal(moment), moment, now, near)


def _day(number: int, moment: str, now: str, near: bool) -> str:
    """`number` is the ordinal of `moment`'s day or of the day before it."""
    away = number - ordinal(now)
    if away in _NEAR:
        return _NEAR[away]
    if near and 0 < away < _WEEK:
        return _LONG_DAYS[(number - 1) % _WEEK]
    year, month, date = _civil(number)
    words = f"{_DAYS[(number - 1) % _WEEK]} {date} {_MONTHS[month - 1]}"
    return words if moment and year == int(now[:4]) else f"{words} {year}"


def _civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of an ordinal."""
    shifted = number + 305  # days since 1 March of year 0
    era, in_era = divmod(shifted, 146097)
    year_of_era = (in_era - in_era // 1460 + in_era // 36524 - in_era // 146096) // 365
    in_year = in_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month = (5 * in_year + 2) // 153
    date = in_year - (153 * month + 2) // 5 + 1
    return era * 400 + year_of_era + (month > 9), month + 3 if month < 10 else month - 9, date


def full(moment: str) -> str:
    """``Tue 17 Nov 2026, 12:00``; without a clock for a date alone."""
    at = f", {clock(moment)}" if clock(moment) else ""
    month = _MONTHS[int(moment[5:7]) - 1]
    return f"{_DAYS[weekday(moment)]} {int(moment[8:10])} {month} {int(moment[:4])}{at}"


def moment(at: str, now: str, near: bool = False) -> str:
    """``today 11:00``, ``Wed 18 Nov, 11:00``; the day alone for a date alone."""
    name = day(at, now, near)
    if not clock(at):
        return name
    return f"{name}, {clock(at)}" if " " in name else f"{name} {clock(at)}"


def ends_day(to: str) -> bool:
    """Whether an end stands at 00:00, so that the day before is the last."""
    return clock(to) in ("", "00:00") and to[16:19] in ("", ":00")


def last_day(to: str, now: str, near: bool = True) -> str:
    """The last day before an end: ``Thursday`` for Friday 00:00."""
    return _day(ordinal(to) - ends_day(to), to, now, near)


def until(to: str, now: str, near: bool = True) -> str:
    """``through Thursday`` for an end at 00:00, ``until 11:00`` today, else ``until tomorrow 11:00``."""
    if ends_day(to):
        return f"through {last_day(to, now, near)}"
    return f"until {clock(to)}" if to[:10] == now[:10] else f"until {moment(to, now, near)}"


def by(to: str, now: str) -> str:
    """``by Thursday`` for an end at Friday 00:00, else ``by tomorrow 11:00``."""
    return f"by {last_day(to, now) if ends_day(to) else moment(to, now)}"


def stretch(from_: str | None, to: str | None, now: str, running: bool = True) -> str:
    """A stretch of time: ``today 11:00–20:00``, ``now until 20:00``, ``tomorrow``, ``Wed 18 Nov``.

    None is an end that nobody names. With `running` off, a stretch that has begun keeps its beginning.
    """
    running = from_ is None or (running and minutes(from_) <= minutes(now))
    if to is None:
        return "from now on" if running or from_ is None else f"from {_begin(from_, now)} on"
    if from_ is None:
        return until(to, now)
    if running and minutes(now) < minutes(to):
        end = until(to, now)
        return "today" if end == "through today" else f"now {end}"
    if _is_one_day(from_, to):
        return _within_day(from_, to, now)
    if ends_day(to):
        return f"{_begin(from_, now)} through {last_day(to, now, near=not running)}"
    return f"{_begin(from_, now)} to {moment(to, now, near=not running)}"


def _begin(from_: str, now: str) -> str:
    return day(from_, now) if ends_day(from_) else moment(from_, now)


def _is_one_day(from_: str, to: str) -> bool:
    return ordinal(to) - ends_day(to) <= ordinal(from_)


def _within_day(from_: str, to: str, now: str) -> str:
    name = day(from_, now)
    comma = "," if " " in name else ""
    if ends_day(from_):
        return name if ends_day(to) else f"{name}{comma} until {clock(to)}"
    if ends_day(to):
        return f"{name}{comma} from {clock(from_)}"
    twice = " (the clocks go back)" if clock(to) <= clock(from_) and minutes(from_) < minutes(to) else ""
    return f"{name}{comma} {clock(from_)}–{clock(to)}{twice}"


def span(from_: str | None, to: str | None, now: str) -> str:
    """The days of a stretch, for a column: ``Tue 24 – Fri 27 Nov``, ``from Wed 18 Nov``, ``Wed 18 Nov``.

    Today and tomorrow say their hours: ``today 09:50–10:00``, ``tomorrow 08:00 – Fri 20 Nov``.
    """
    if from_ is None:
        return until(to, now) if to else "any time"
    first = day(from_, now)
    is_near = first in _NEAR.values()
    if to is None:
        return f"from {_begin(from_, now) if is_near else first}"
    if _is_one_day(from_, to):
        return _within_day(from_, to, now) if is_near else first
    last = last_day(to, now, near=False)
    if is_near:
        first = _begin(from_, now)
        return f"{first} – {last if last not in _NEAR.values() or ends_day(to) else moment(to, now)}"
    month = first.rpartition(" ")[2]
    if first[0].isupper() and last[0].isupper() and last.endswith(f" {month}"):
        first = first.rpartition(" ")[0]  # the month is said once
    return f"{first} – {last}"


def distance(at: str, now: str) -> str:
    """How far away: ``in 3 days``, ``2 days ago``, ``in 40 minutes``, ``in 1 hour 50 minutes``, ``now``.

    Days are calendar days.
    """
    days = ordinal(at) - ordinal(now)
    if not days and clock(at):
        gone = minutes(at) - minutes(now)
        if not gone:
            return "now"
        hours, left = divmod(abs(gone), 60)
        if hours in (1, 2) and left:
            words = f"{hours} hour{'s' if hours > 1 else ''} {left} minute{'s' if left > 1 else ''}"
            return f"in {words}" if gone > 0 else f"{words} ago"
        number, unit = (hours, "hour") if hours else (left, "minute")
        days = gone
    elif not days:
        return "today"
    else:
        number, unit = abs(days), "day"
    words = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return f"in {words}" if days > 0 else f"{words} ago"
