"""What prohibitions leave of an item's time: where it opens and closes, and where its next stretch begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checklist_engine.evaluate.prohibitions import Ban
from checklist_engine.evaluate.reconcile import Allowed, bounds
from checklist_engine.moments import FOREVER
from checklist_engine.stretches import joined, without


def left_open(
    allowed: Sequence[Allowed], bans: Iterable[Ban], said: tuple[int | None, int | None]
) -> tuple[int | None, int | None]:
    """What prohibitions leave of ``said``, the bounds of what is allowed; all of it where they leave nothing.

    An end is moved only by a prohibition that has a window of its own and ends in it: one without an end may lift
    any day, and a limit is used up by what the person did, which makes nothing else due sooner.
    """
    known = [ban for ban in bans if ban.end < FOREVER]
    opens, _ = bounds(_without(allowed, known))
    _, end = bounds(left := _without(allowed, [ban for ban in known if ban.voice.rule.limit is None]))
    closes = end if left else said[1]
    return opens if opens is not None and (closes is None or opens < closes) else said[0], closes


def ahead(allowed: Sequence[Allowed], bans: Sequence[Ban], now: int) -> int | None:
    """Where the next stretch begins, between two of them; None before the first and after the last, and within one."""
    stretches = [*((one.start, one.end) for one in allowed), *((ban.start, ban.end) for ban in bans)]
    if any(start <= now < end for start, end in stretches) or all(now < one.start for one in allowed):
        return None
    left = _without(allowed, [ban for ban in bans if ban.end < FOREVER])
    return min((one.start for one in left if one.start > now), default=None)


def _without(allowed: Sequence[Allowed], bans: Iterable[Ban]) -> list[Allowed]:
    holes = joined((ban.start, ban.end) for ban in bans)
    return [
        one._replace(start=start, end=end) for one in allowed for start, end in without((one.start, one.end), holes)
    ]
