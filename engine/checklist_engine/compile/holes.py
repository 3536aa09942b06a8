"""What `only` and `except` take out of a window: first what `only` does not leave, then what `except` names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from checklist_engine.compile.context import Context
from checklist_engine.compile.edges import compile_edges, end_of, start_of
from checklist_engine.hours import Hours
from checklist_engine.load.pack import Path
from checklist_engine.moments import FOREVER, day_start
from checklist_engine.scope import Scope
from checklist_engine.stretches import Stretch, joined, without

HolesOf = Callable[[Scope, int | None, int], tuple[Stretch, ...] | None]
_Stretches = Callable[[Scope, int | None, int], list[Stretch] | None]
_YEAR = 366 * 86_400
"""Seconds that weekdays, months and hours reach where a window is longer than ``_WHOLE``, or has no end."""
_WHOLE = 3 * _YEAR
_MOST_DAYS = 4 * 366
HOURS = {"weekday": "weekdays", "month": "months", "clock_from": "opens", "clock_before": "closes"}


def compile_holes(context: Context, node: Mapping[str, Any], path: Path) -> HolesOf:
    """The holes of a window ``[start, end)``, in order and without overlap.

    They may reach beyond its edges. None where all that `only` would leave hangs on what has not happened.
    """
    only, besides = (
        [_stretches(context, one, (*path, key, index)) for index, one in enumerate(node.get(key, ()))]
        for key in ("only", "except")
    )

    def holes_of(scope: Scope, start: int | None, end: int) -> tuple[Stretch, ...] | None:
        found = [one for part in besides for one in part(scope, start, end) or ()]
        if only:
            kept = [stretches for part in only if (stretches := part(scope, start, end)) is not None]
            if not kept:
                return None
            found += without((0, FOREVER), joined(one for stretches in kept for one in stretches))
        return tuple(joined(found))

    return holes_of


def _stretches(context: Context, node: Mapping[str, Any], path: Path) -> _Stretches:
    """What one entry of the list names: another window (None where its beginning is not known), or hours of days.

    Hours are those of the whole window, up to three years; of a longer one those of the year from where it begins, and
    of a year before and after now. What is later counts as named under `only`: a window without an end has none.
    """
    if HOURS.keys() & node.keys():
        named, only = hours_of(node), "only" in path

        def hours(scope: Scope, start: int | None, end: int) -> list[Stretch]:
            now, zone = scope.case.now, scope.zone()
            if start is not None and end - start <= _WHOLE:
                return list(named.within(start, end, zone, _MOST_DAYS))
            far = day_start(max(now if start is None else start, now) + _YEAR, zone)
            if start is None:
                reach = [(now - _YEAR, far)]
            elif now - _YEAR <= start + _YEAR:
                reach = [(start, far)]
            else:
                reach = [(start, day_start(start + _YEAR, zone)), (day_start(now - _YEAR, zone), far)]
            found = [one for first, last in reach for one in named.within(first, min(last, end), zone, _MOST_DAYS)]
            return [*found, (far, FOREVER)] if only else found

        return hours
    edges = compile_edges(context, node, path)

    def stretch(scope: Scope, start: int | None, end: int) -> list[Stretch] | None:
        first, last = start_of(edges, scope)[0], end_of(edges, scope)[0]
        if first is None:
            return None
        return [(first, last)] if first < last else []

    return stretch


def hours_of(node: Mapping[str, Any]) -> Hours:
    """The hours that an entry such as ``{weekday: [fri], clock_from: "12:00"}``: all of it holds at once."""
    named: dict[str, Any] = {
        HOURS[key]: frozenset(value) if isinstance(value, list) else value for key, value in node.items()
    }
    return Hours(**named)
