"""What comes again so far apart whatever is done: counted from where a window begins, not from when it was done."""

from __future__ import annotations

from collections.abc import Iterator

from checklist_engine.compile.lengths import Length
from checklist_engine.evaluate.tally import later
from checklist_engine.moments import FOREVER, day_start, end_of_local_day, point
from checklist_engine.scope import Scope

_LEAST = {"minute": 60, "hour": 3600, "day": 82_800, "week": 7 * 86_400 - 3600, "month": 28 * 86_400 - 3600,
          "year": 365 * 86_400 - 3600}  # fmt: skip
"""Seconds that such a unit lasts at least, clock changes and all."""
_HOURS = ("minute", "hour")


def is_by_day(length: Length) -> bool:
    """Whether such lengths lead from day to day, and not from one clock time to another."""
    return length[1] not in _HOURS


def beats(scope: Scope, begins: int, length: Length, stamp: int, step: int) -> Iterator[tuple[int, int]]:
    """Two of the stretches ``[start, end)`` that begin so far apart, the first where ``begins`` lies, next to a second.

    These are days, or, where the length is one of hours, the whole time until the next one. With ``step`` -1 the last
    two that had begun by then, else the first two that are not over.
    """
    anchor = day_start(begins, scope.zone()) if is_by_day(length) else begins

    def beat(number: int) -> tuple[int, int]:
        start = later(scope, anchor, length, number)
        if start >= FOREVER:
            return FOREVER, FOREVER
        next_day = end_of_local_day(point(start, scope.zone()))
        return start, next_day if is_by_day(length) else later(scope, start, length, 1)

    low, high = 0, max(0, (stamp - anchor) // (_LEAST[length[1]] * length[0])) + 2
    while low < high:  # the first that begins after that
        middle = (low + high) // 2
        low, high = (low, middle) if later(scope, anchor, length, middle) > stamp else (middle + 1, high)
    last = low - 1
    if step < 0:
        yield from (beat(number) for number in (last, last - 1) if number >= 0)
        return
    first = last if last >= 0 and beat(last)[1] > stamp else last + 1
    yield from (beat(number) for number in (first, first + 1))
