"""Hours of days: stretches ``[start, end)`` of seconds between two clock times of local days."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from whenever import Date, Time

from checklist_engine.moments import WEEKDAYS, point, whole_day
from checklist_engine.value import Value

_LAST_YEAR = 2_999
"""Beyond it nobody looks: a stretch may have no end."""
_KEPT = 4_096


def hours_of_days(start: int, end: int, zone: str, opens: str, closes: str) -> Iterator[tuple[int, int]]:
    """The stretches of ``[start, end)`` between the clock times ``opens`` and ``closes`` of each local day in ``zone``.

    ``closes`` may be ``24:00``. Lazy, since ``end`` may be FOREVER.
    """
    date = point(start, zone).day
    while True:
        first = _at(date, opens, zone)
        if first >= end or date.year > _LAST_YEAR:
            return
        last = min(_at(date, closes, zone), end)
        first = max(first, start)
        if first < last:
            yield first, last
        date = date.add(days=1)


class Hours(Value):
    """Hours of certain local days: from the clock time ``opens`` until ``closes`` (``24:00``: the end of the day).

    Where ``closes`` is not later than ``opens`` it is that of the next day; the stretch belongs to the day on which it
    begins. A clock time that a day skips is later by what the clocks jump; of one that it has twice the first counts.
    """

    weekdays: frozenset[str] = frozenset(WEEKDAYS)
    months: frozenset[int] = frozenset(range(1, 13))
    opens: str = "00:00"
    closes: str = "24:00"

    def hold(self, weekday: str, month: int, clock: str) -> bool:
        """Whether a clock time of such a day is meant, in a month without an edge in sight."""
        named = weekday in self.weekdays and month in self.months
        if self.opens < self.closes:
            return named and self.opens <= clock < self.closes
        before = WEEKDAYS[WEEKDAYS.index(weekday) - 1] in self.weekdays and month in self.months
        return (named and clock >= self.opens) or (before and clock < self.closes)

    def within(self, start: int, end: int, zone: str, days: int) -> Iterator[tuple[int, int]]:
        """Those of the first ``days`` local days of ``[start, end)`` in ``zone``; they may reach beyond it."""
        date, through_the_night = point(start, zone).day, self.closes <= self.opens
        if through_the_night:
            date = date.subtract(days=1)
        for _ in range(days):
            first = _at(date, self.opens, zone)
            if first >= end:
                return
            after = date.add(days=1)
            if WEEKDAYS[date.day_of_week().value - 1] in self.weekdays and date.month in self.months:
                last = _at(after if through_the_night else date, self.closes, zone)
                if start < last and first < last:
                    yield first, last
            date = after


@lru_cache(_KEPT)
def _at(date: Date, clock: str, zone: str) -> int:
    if clock in ("00:00", "24:00"):  # midnight may not be there, so that the day begins later
        day = whole_day(date, zone)
        return day.start if clock == "00:00" else day.end
    return date.at(Time(int(clock[:2]), int(clock[3:]))).assume_tz(zone, disambiguation="compatible").timestamp()
