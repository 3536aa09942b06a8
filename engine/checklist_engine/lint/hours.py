"""Hours, weekdays and months of a window that together leave nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.holes import HOURS, hours_of
from checklist_engine.hours import Hours
from checklist_engine.moments import WEEKDAYS


def leave_nothing(window: Mapping[str, Any]) -> bool:
    """Whether hours, weekdays and months under `except` take all that `only` leaves, be it the whole time.

    Looked at are all minutes of a day at which something changes, on each weekday of each month.
    """
    cuts, kept = (_hours(window, key) for key in ("except", "only"))
    if not cuts or any(one is None for one in kept):
        return False  # nothing goes, or a window of its own remains
    taken = [one for one in cuts if one is not None]
    left = [one for one in kept if one is not None] or [Hours()]
    clocks = {clock for one in (*taken, *left) for clock in (one.opens, one.closes)} - {"24:00"}
    return all(
        any(one.hold(day, month, clock) for one in taken)
        for day in WEEKDAYS for month in range(1, 13) for clock in {"00:00", *clocks}
        if any(one.hold(day, month, clock) for one in left)
    )  # fmt: skip


def _hours(window: Mapping[str, Any], key: str) -> list[Hours | None]:
    """The hours under `only` or `except`; None for each that is a window with edges."""
    return [hours_of(one) if one.keys() & HOURS.keys() else None for one in window.get(key, ())]
