"""How far something is that is to be done several times."""

from __future__ import annotations

from checklist_engine.compile.lengths import Length
from checklist_engine.compile.steps import shifted
from checklist_engine.moments import FOREVER, MomentError, point
from checklist_engine.scope import Entry, Scope
from checklist_engine.value import Value


class Tally(Value):
    """So many ``times`` of those ``wanted`` (None: no number) in ``[start, end)`` seconds; ``full``: no more to do."""

    times: int
    wanted: int | None
    start: int | None
    end: int
    full: bool


def later(scope: Scope, stamp: int, length: Length, number: int, entry: Entry | None = None) -> int:
    """``number`` such lengths after a second; FOREVER beyond the calendar. Of an entry its own day counts."""
    moment = point(stamp, scope.zone())
    if entry is not None:
        moment = entry.at
    try:
        return shifted(scope, moment, length[0] * number, length[1]).start
    except MomentError:
        return FOREVER
