"""Where a moment stands on the timeline, in per cent of its width.

Every local day is equally wide, whether it has 23, 24 or 25 hours: a place is reckoned from the date and the clock
that a person sees.
"""

from __future__ import annotations

from datetime import date

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Stretch
from checklist_engine.value import Value

_BEFORE, _AT_LEAST, _AT_MOST = 2, 7, 21
"""Days before now, and after it, that are shown."""
_LATE_BEFORE = 8
"""So far back it may begin for what is late."""
_THINNEST = 0.6
_BEYOND = 2.0
"""What goes on outside is drawn over the edge, so that its end is cut and not rounded."""


class Scale(Value):
    """The days shown: the first as an ordinal, and how many."""

    first: int
    days: int

    def place(self, moment: str) -> float:
        """The per cent at which a moment stands, below 0 or above 100 where it lies outside."""
        clock = words.clock(moment)
        part = (int(clock[:2]) * 60 + int(clock[3:])) / 1440 if clock else 0.0
        return (words.ordinal(moment) - self.first + part) * 100 / self.days

    def extent(self, from_: str | None, to: str | None) -> tuple[float, float] | None:
        """Start and width of a stretch `[from_, to)`, cut to what is shown; None where nothing of it is."""
        start = -_BEYOND if from_ is None else max(self.place(from_), -_BEYOND)
        end = 100 + _BEYOND if to is None else min(self.place(to), 100 + _BEYOND)
        if end <= 0 or start >= 100 or (from_ and to and words.minutes(to) <= words.minutes(from_)):
            return None
        return start, max(end - start, _THINNEST)  # an hour that exists twice may end where it began

    def dates(self) -> list[date]:
        """The days shown, in order."""
        return [date.fromordinal(self.first + number) for number in range(self.days)]


def good(item: Item, now: str) -> Stretch | None:
    """The stretch to aim at: the best one; once that has gone by and there is still something to do, what is left."""
    best, left = item.window.best, item.window.next
    if item.status not in ("open", "due", "upcoming", "on-hold"):
        return best
    return left if left and best and best.to and words.minutes(best.to) <= words.minutes(now) else best


def scale(checklist: Checklist, items: tuple[Item, ...]) -> Scale:
    """From two days ago (more where something is late) to the last end within three weeks, a week at least."""
    now = checklist.now
    today = words.ordinal(now)
    first, last = today - _BEFORE, today + _AT_LEAST
    for item in items:
        closes = item.window.closes
        if closes and item.status in ("overdue", "late"):
            first = min(first, max(words.ordinal(closes) - 2, today - _LATE_BEFORE))
        aim = good(item, now)
        ends = (closes, item.hold.until if item.hold else None, *((aim.from_, aim.to) if aim else ()))
        last = max([last, *(words.ordinal(end) for end in ends if end and words.ordinal(end) <= today + _AT_MOST)])
    first, last = max(first, 1), min(last, date.max.toordinal())
    return Scale(first=first, days=last - first + 1)
