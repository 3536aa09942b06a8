"""Stretches of time: half-open pairs of seconds ``(start, end)``, and what is left of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

Stretch = tuple[int, int]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time in order, without overlaps, without seams, and without empty ones."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def without(whole: Stretch, holes: Sequence[Stretch]) -> Iterator[Stretch]:
    """What holes leave of a stretch; they are in order and without overlap."""
    at, last = whole
    for index in range(bisect_right(holes, at, key=lambda hole: hole[1]), len(holes)):
        start, end = holes[index]
        if start >= last:
            break
        if at < start:
            yield at, start
        at = end
    if at < last:
        yield at, last
