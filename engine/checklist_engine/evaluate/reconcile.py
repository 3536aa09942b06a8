"""Reconciliation: several sources' windows become the stretch where most agree, and the second choice.

Pure arithmetic on half-open stretches of whole seconds. It is a vote, not a truth:

1. time is cut at every edge, so that within a stretch the same sources agree throughout;
2. stretches are cut by the hours in which one may write, and by what is forbidden;
3. where one may act only at certain hours, stretches under an hour are dropped while others remain (where nothing
   cuts, a short stretch is what the sources themselves say);
4. the order is: most votes (one a source, unless a profile weighs them); then one that holds a source's own ideal;
   then one that has a working day in it; then the earlier;
5. of a stretch of which each of its sources names an ideal part, what is preferred is where these parts meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from checklist_engine.moments import FOREVER, HOUR
from checklist_engine.stretches import joined

DAY = 24 * HOUR
_LOOK_AHEAD = 15 * DAY
"""How far into one stretch the daily hours are followed: later days of it can only tie, and the earlier wins."""

_WANTED = 2
"""The best stretch and the second choice."""

Hours = Callable[[int, int], Iterable[tuple[int, int]]]
Votes = Callable[[Sequence[str]], int]


class Allowed(NamedTuple):
    """A stretch that one source allows: ``[start, end)``, ``end`` may be FOREVER.

    Of the stretches of one ``voice``, by its number, only the first opens it and only the last ends it. None: it is
    a voice's only one.
    """

    source: str
    start: int
    end: int
    voice: int | None = None


class Piece(NamedTuple):
    """A stretch in which the same sources agree throughout; ``ideal`` where it is what each of them likes best."""

    start: int
    end: int
    sources: tuple[str, ...]
    ideal: bool = False


class Ideal(NamedTuple):
    """The part of its window that one source likes best: ``[start, end)``."""

    source: str
    start: int
    end: int


def ranked(
    allowed: Sequence[Allowed],
    *,
    ideals: Sequence[Ideal] = (),
    forbidden: Sequence[tuple[int, int]] = (),
    hours: Hours | None = None,
    is_working_day: Callable[[int], bool] = lambda stamp: True,
    since: int | None = None,
    votes: Votes = len,
) -> list[Piece]:
    """The stretches by preference, best first; where hours cut, the first two are certain and the rest is left out.

    ``votes`` is what sources that agree count together: each one vote, unless a profile weighs them.

    ``hours`` gives the parts of a stretch in which one may act (None: all of it); where they leave nothing, they
    are set aside. ``since`` looks only at what is left from that second on. ``is_working_day`` tells whether the
    local day of a second is one.
    """
    segments = list(_segments(allowed, forbidden, since))
    favoured = [(one.start, one.end) for one in ideals]
    pieces = _cut_by(hours, segments, favoured, is_working_day, votes) if hours else segments
    if not pieces:
        pieces = segments
    long_enough = [piece for piece in pieces if hours is None or piece.end - piece.start >= HOUR]

    def preference(piece: Piece) -> tuple[int, bool, bool, int]:
        has_ideal = any(start < piece.end and piece.start < end for start, end in favoured)
        return -votes(piece.sources), not has_ideal, not _works(piece, is_working_day), piece.start

    least = HOUR if hours else 0
    return [_favourite(piece, ideals, least) for piece in sorted(long_enough or pieces, key=preference)]


def _works(piece: Piece, is_working_day: Callable[[int], bool]) -> bool:
    """Whether any of its days is a working day; of very many days one is, for certain or as good as that."""
    last = min(piece.end, piece.start + _LOOK_AHEAD)
    days = range(piece.start, last, DAY)
    return any(is_working_day(stamp) for stamp in (*days, last - 1)) or last < piece.end


def _favourite(piece: Piece, ideals: Sequence[Ideal], least: int) -> Piece:
    """The first part of a piece, of ``least`` or more, that each of its sources likes best; else all of it."""
    if not ideals:
        return piece
    liked = [
        joined(
            (max(one.start, piece.start), min(one.end, piece.end))
            for one in ideals
            if one.source == source and one.start < piece.end and piece.start < one.end
        )
        for source in piece.sources
    ]
    for start, end in meeting(liked):
        if end - start >= least:
            return piece._replace(start=start, end=end, ideal=True)
    return piece


def _segments(allowed: Sequence[Allowed], forbidden: Sequence[tuple[int, int]], since: int | None) -> Iterator[Piece]:
    """The stretches between neighbouring edges, with the sources that allow them; equal neighbours joined.

    One sweep over the edges: a window may have a piece of every day, and so may what is forbidden.
    """
    running = dict.fromkeys((one.source for one in allowed), 0)
    bans = 0
    changes: dict[int, list[tuple[str | None, int]]] = {}
    for source, start, end in (*(one[:3] for one in allowed), *((None, start, end) for start, end in forbidden)):
        if start < end and (since is None or end > since):
            changes.setdefault(start if since is None else max(start, since), []).append((source, 1))
            changes.setdefault(end, []).append((source, -1))
    held: Piece | None = None
    for start, end in pairwise(sorted(changes)):
        for name, step in changes[start]:
            if name is None:
                bans += step
            else:
                running[name] += step
        sources = () if bans else tuple(name for name, count in running.items() if count)
        if held is not None and held.end == start and held.sources == sources:
            held = held._replace(end=end)
            continue
        if held is not None and held.sources:
            yield held
        held = Piece(start, end, sources)
    if held is not None and held.sources:
        yield held


def _cut_by(
    hours: Hours,
    segments: Sequence[Piece],
    ideals: Sequence[tuple[int, int]],
    is_working_day: Callable[[int], bool],
    votes: Votes,
) -> list[Piece]:
    """The parts of the segments within ``hours``; once two long ones are found, fewer votes are not asked for."""
    found: list[Piece] = []
    counted = 0
    for segment in sorted(segments, key=lambda one: -votes(one.sources)):
        if votes(segment.sources) != counted and sum(one.end - one.start >= HOUR for one in found) >= _WANTED:
            break
        counted = votes(segment.sources)
        found += _cut(segment, ideals, hours) if ideals else _first_parts(segment, hours, is_working_day)
    return found


def _first_parts(segment: Piece, hours: Hours, is_working_day: Callable[[int], bool]) -> list[Piece]:
    """The parts of a segment within ``hours``, up to the second long one on a working day: what follows cannot win."""
    found: list[Piece] = []
    good = 0
    for first, last in hours(segment.start, min(segment.end, segment.start + _LOOK_AHEAD)):
        if found and first <= found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, last))
            continue
        if found and found[-1].end - found[-1].start >= HOUR and is_working_day(found[-1].start):
            good += 1
            if good >= _WANTED:
                break
        found.append(Piece(first, last, segment.sources))
    if found and found[0].start <= segment.start and found[0].end >= segment.start + _LOOK_AHEAD:
        return [segment]  # hours without a gap, such as 00:00–24:00, cut nothing; our looking no further is no end
    return found


def _cut(segment: Piece, ideals: Sequence[tuple[int, int]], hours: Hours) -> Iterator[Piece]:
    """The parts of a segment within ``hours``: the first days of it, and those around ideals."""
    spans = [(segment.start, min(segment.end, segment.start + _LOOK_AHEAD))]
    for start, end in ideals:
        spans.append((max(start - DAY, segment.start), min(end + DAY, segment.end, start + _LOOK_AHEAD)))
    parts = joined(part for start, end in joined(spans) for part in hours(start, end))
    if parts and parts[0][0] <= segment.start and parts[0][1] >= segment.start + _LOOK_AHEAD:
        yield segment  # hours without a gap, such as 00:00–24:00, cut nothing; our looking no further is no end
        return
    for first, last in parts:
        yield Piece(first, last, segment.sources)


def both(first: Iterable[tuple[int, int]], second: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where two ordered series of stretches overlap."""
    ours, theirs = iter(first), iter(second)
    a, b = next(ours, None), next(theirs, None)
    while a is not None and b is not None:
        start, end = max(a[0], b[0]), min(a[1], b[1])
        if start < end:
            yield start, end
        if a[1] <= b[1]:
            a = next(ours, None)
        else:
            b = next(theirs, None)


def bounds(allowed: Sequence[Allowed]) -> tuple[int | None, int | None]:
    """``(opens, closes)``: the earliest start and the last end that any source gives; None where none gives one.

    An end does not close what another source has not yet opened: then there is no end. What is left out of a voice's
    time, such as each Friday, opens and ends nothing.
    """
    wholes: dict[int, tuple[int, int]] = {}
    for number, one in enumerate(allowed):
        key = -1 - number if one.voice is None else one.voice
        start, end = wholes.get(key, (one.start, one.end))
        wholes[key] = min(start, one.start), max(end, one.end)
    opens = min((start for start, _ in wholes.values()), default=None)
    closes = max((end for _, end in wholes.values() if end < FOREVER), default=None)
    if closes is not None and any(end >= FOREVER and start >= closes for start, end in wholes.values()):
        closes = None
    return opens, closes


def meeting(windows: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The stretches in which all windows meet; none where they do not (profile ``strict``)."""
    first, *others = windows or [[]]
    met = list(first)
    for other in others:
        met = list(both(met, other))
    return met
