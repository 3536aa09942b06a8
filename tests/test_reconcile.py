"""Reconciliation, against a sweep over time minute by minute.

The oracle knows no edges: it asks at every minute who allows it, whether one may write then and whether it is
forbidden, strings equal minutes together, sorts what it finds by the four lines of the documented order, and looks
for the minutes of each stretch that all its sources like best.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist_engine.evaluate.reconcile import Allowed, Hours, Ideal, Piece, both, bounds, meeting, ranked
from checklist_engine.moments import FOREVER, HOUR

MINUTE = 60
DAY = 24 * HOUR
DAYS = 5
MINUTES = DAYS * 1440
LATER = 16 * 1440
"""How far the sweep goes on after the last edge, to see what has no end."""

SOURCES = ("hays", "six-rs", "five-musts", "dos")


class Case(NamedTuple):
    """What is reconciled, in minutes since 1970 (a Thursday); an end of None is none."""

    allowed: list[tuple[str, int, int | None]]
    ideals: list[tuple[str, int, int]]
    forbidden: list[tuple[int, int | None]]
    hours: tuple[int, int] | None
    working: frozenset[int]
    since: int | None


def seconds(minute: int | None) -> int:
    return FOREVER if minute is None else minute * MINUTE


@st.composite
def stretches(draw: st.DrawFn, endless: bool) -> tuple[int, int | None]:
    start = draw(st.integers(0, MINUTES - 1))
    length = draw(st.one_of(st.integers(1, 90), st.integers(1, MINUTES)))
    return (start, None) if endless and draw(st.integers(0, 5)) == 0 else (start, start + length)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    allowed = [
        (source, *draw(stretches(True))) for source in draw(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=6))
    ]
    ideals = [
        (draw(st.sampled_from(SOURCES)), start, end or 0) for start, end in draw(st.lists(stretches(False), max_size=4))
    ]
    forbidden = draw(st.lists(stretches(True), max_size=2))
    hours = draw(st.sampled_from([None, (480, 1200), (540, 720), (0, 1440), (495, 540), (1200, 1440)]))
    working = draw(st.sets(st.integers(0, 6), min_size=1))
    since = draw(st.one_of(st.none(), st.integers(0, MINUTES + 1440)))
    return Case(allowed, ideals, forbidden, hours, frozenset(working), since)


def daily(hours: tuple[int, int] | None) -> Hours | None:
    """The hours of each day, told lazily as `hours_of_days` does."""
    if hours is None:
        return None
    opens, closes = (minute * MINUTE for minute in hours)

    def parts(start: int, end: int) -> Iterator[tuple[int, int]]:
        for day in itertools.count(start // DAY):
            first, last = max(day * DAY + opens, start), min(day * DAY + closes, end)
            if day * DAY >= end:
                return
            if first < last:
                yield first, last

    return parts


def weekday(stamp: int) -> int:
    return (stamp // DAY + 3) % 7


def ideals_of(case: Case) -> list[Ideal]:
    return [Ideal(source, seconds(start), seconds(end)) for source, start, end in case.ideals]


def found(case: Case) -> list[Piece]:
    return ranked(
        [Allowed(source, seconds(start), seconds(end)) for source, start, end in case.allowed],
        ideals=ideals_of(case),
        forbidden=[(seconds(start), seconds(end)) for start, end in case.forbidden],
        hours=daily(case.hours),
        is_working_day=lambda stamp: weekday(stamp) in case.working,
        since=None if case.since is None else seconds(case.since),
    )


def covers(minute: int, start: int, end: int | None) -> bool:
    return start <= minute and (end is None or minute < end)


def swept(case: Case) -> list[Piece]:
    """Every stretch that remains, in the documented order. Those that go on to the horizon have no end."""
    edges = [q for _, start, end in case.allowed for q in (start, end)] + [case.since]
    edges += [q for pair in (*(one[1:] for one in case.ideals), *case.forbidden) for q in pair]
    horizon = max(edge for edge in edges if edge is not None) + LATER
    pieces = _runs(case, horizon, case.hours) or _runs(case, horizon, None)
    long_enough = [piece for piece in pieces if case.hours is None or piece.end - piece.start >= HOUR] or pieces

    def order(piece: Piece) -> tuple[int, int, int, int]:
        has_ideal = any(covers(q, *ideal[1:]) for ideal in case.ideals for q in range(piece.start // MINUTE, min(
            piece.end // MINUTE, horizon)))  # fmt: skip
        days = {weekday(q * MINUTE) for q in range(piece.start // MINUTE, min(piece.end // MINUTE, horizon))}
        works = days & case.working
        return -len(piece.sources), 0 if has_ideal else 1, 0 if works else 1, piece.start

    return [_liked(case, piece, horizon) for piece in sorted(long_enough, key=order)]


def _liked(case: Case, piece: Piece, horizon: int) -> Piece:
    """The first minutes on end that each source of a stretch likes best, an hour of them where hours cut."""

    def all_like(minute: int) -> bool:
        return all(any(name == s and covers(minute, a, b) for s, a, b in case.ideals) for name in piece.sources)

    at = piece.start // MINUTE
    for likes, run in itertools.groupby(range(at, min(piece.end // MINUTE, horizon)), key=all_like):
        length = len(list(run))
        if likes and (case.hours is None or length >= 60):
            return Piece(at * MINUTE, (at + length) * MINUTE, piece.sources, ideal=True)
        at += length
    return piece


def _runs(case: Case, horizon: int, hours: tuple[int, int] | None) -> list[Piece]:
    order = list(dict.fromkeys(source for source, _, _ in case.allowed))

    def who(minute: int) -> tuple[str, ...]:
        if case.since is not None and minute < case.since:
            return ()
        if hours is not None and not hours[0] <= minute % 1440 < hours[1]:
            return ()
        if any(covers(minute, *pair) for pair in case.forbidden):
            return ()
        return tuple(name for name in order if any(s == name and covers(minute, a, b) for s, a, b in case.allowed))

    pieces, at = [], 0
    for sources, run in itertools.groupby(range(horizon), key=who):
        length = len(list(run))
        if sources:
            end = FOREVER if at + length == horizon and hours in (None, (0, 1440)) else (at + length) * MINUTE
            pieces.append(Piece(at * MINUTE, end, sources))
        at += length
    return pieces


@settings(max_examples=60)
@given(cases())
def test_the_best_and_the_second_choice_are_those_of_the_sweep(case: Case) -> None:
    assert found(case)[:2] == swept(case)[:2]


@settings(max_examples=150)
@given(cases())
def test_without_hours_every_stretch_is_that_of_the_sweep(case: Case) -> None:
    case = case._replace(hours=None)
    assert found(case) == swept(case)


@settings(max_examples=150)
@given(cases())
def test_each_stretch_is_allowed_by_its_sources_to_the_last_second(case: Case) -> None:
    pieces = found(case)
    in_time = sorted(pieces)
    assert all(one.end <= other.start for one, other in itertools.pairwise(in_time))
    for piece in pieces:
        assert piece.start < piece.end
        assert piece.sources
        for source in piece.sources:
            own = [(seconds(a), seconds(b)) for name, a, b in case.allowed if name == source]
            edge = piece.start  # one source's own windows may follow each other without a seam
            while edge < piece.end:
                edge = max((end for start, end in own if start <= edge < end), default=-1)
                assert edge > 0
        assert case.since is None or piece.start >= seconds(case.since)
        for start, end in case.forbidden:
            assert piece.end <= seconds(start) or piece.start >= seconds(end)


@settings(max_examples=60)
@given(cases())
def test_nothing_that_was_given_is_changed_and_the_same_comes_out_again(case: Case) -> None:
    allowed = [Allowed(source, seconds(start), seconds(end)) for source, start, end in case.allowed]
    ideals = ideals_of(case)
    forbidden = [(seconds(start), seconds(end)) for start, end in case.forbidden]
    was = copy.deepcopy((allowed, ideals, forbidden))
    one = ranked(allowed, ideals=ideals, forbidden=forbidden, hours=daily(case.hours))
    one.append(Piece(0, 1, ("intruder",)))
    other = ranked(allowed, ideals=ideals, forbidden=forbidden, hours=daily(case.hours))
    assert other == one[:-1]
    assert (allowed, ideals, forbidden) == was


@settings(max_examples=60)
@given(cases(), st.permutations(range(6)))
def test_the_order_of_the_voices_does_not_matter_to_the_dates(case: Case, order: list[int]) -> None:
    shuffled = [case.allowed[index] for index in order if index < len(case.allowed)]
    one, other = found(case), found(case._replace(allowed=shuffled))
    assert [(p.start, p.end, sorted(p.sources)) for p in one] == [(p.start, p.end, sorted(p.sources)) for p in other]


@settings(max_examples=60)
@given(cases())
def test_since_before_everything_changes_nothing_and_since_the_end_leaves_nothing(case: Case) -> None:
    assert found(case._replace(since=0)) == found(case._replace(since=None))
    ends = [end for _, _, end in case.allowed]
    if None not in ends:
        assert found(case._replace(since=max(end or 0 for end in ends))) == []


# --- the worked example and the single lines of the order ------------------------------------------------------


def hour(day: int, clock: float) -> int:
    return day * DAY + int(clock * HOUR)


def office(start: int, end: int) -> Iterator[tuple[int, int]]:
    parts = daily((480, 1200))
    assert parts is not None
    yield from parts(start, end)


def test_the_worked_example_of_the_design() -> None:
    """Interview on a Tuesday 10:00–11:00; day 5 after Thursday 1 January 1970 is Tuesday the 6th."""
    tue = 5
    allowed = [
        Allowed("seven-things", hour(tue, 11), hour(tue + 1, 11)),
        Allowed("five-musts", hour(tue, 11), hour(tue + 1, 11)),
        Allowed("dos-and-donts", hour(tue + 1, 0), hour(tue + 2, 0)),
        Allowed("six-rs", hour(tue + 1, 11), hour(tue + 2, 11)),
        Allowed("hays", hour(tue, 11), hour(tue + 3, 0)),
    ]
    pieces = ranked(allowed, hours=office, ideals=[Ideal("five-musts", hour(tue, 13), hour(tue, 14))])
    best, runner_up = pieces[:2]
    assert (best.start, best.end) == (hour(tue + 1, 8), hour(tue + 1, 11))
    assert best.sources == ("seven-things", "five-musts", "dos-and-donts", "hays")
    assert (runner_up.start, runner_up.end) == (hour(tue, 11), hour(tue, 20))
    assert bounds(allowed) == (hour(tue, 11), hour(tue + 3, 0))


def test_more_sources_beat_everything_else() -> None:
    allowed = [
        Allowed("a", hour(5, 8), hour(5, 12)),
        Allowed("b", hour(10, 8), hour(10, 12)),
        Allowed("c", hour(10, 8), hour(10, 12)),
    ]
    best = ranked(
        allowed, ideals=[Ideal("a", hour(5, 9), hour(5, 10))], is_working_day=lambda stamp: stamp < hour(9, 0)
    )[0]
    assert best.start == hour(10, 8)


def test_what_begins_on_a_sunday_and_has_a_monday_in_it_waits_for_no_later_monday() -> None:
    allowed = [Allowed("a", hour(3, 0), hour(5, 0)), Allowed("a", hour(11, 0), hour(12, 0))]
    found = ranked(allowed, is_working_day=lambda stamp: stamp // DAY in (4, 11))
    assert [piece.start for piece in found] == [hour(3, 0), hour(11, 0)]


def test_then_an_ideal_beats_a_working_day_and_a_working_day_the_earlier() -> None:
    allowed = [Allowed("a", hour(day, 8), hour(day, 12)) for day in (2, 3, 4)]  # Saturday, Sunday, Monday
    works = {4}

    def is_working_day(stamp: int) -> bool:
        return stamp // DAY in works

    assert [piece.start // DAY for piece in ranked(allowed, is_working_day=is_working_day)] == [4, 2, 3]
    ideals = [Ideal("a", hour(3, 9), hour(3, 10))]
    assert [piece.start // DAY for piece in ranked(allowed, ideals=ideals, is_working_day=is_working_day)] == [3, 4, 2]


@pytest.mark.parametrize(
    ("ideal", "counts"), [((7, 8), False), ((7, 8.25), True), ((11.75, 13), True), ((12, 13), False)]
)
def test_an_ideal_counts_only_where_some_of_it_lies_inside(ideal: tuple[float, float], counts: bool) -> None:
    allowed = [Allowed("a", hour(5, 8), hour(5, 12)), Allowed("a", hour(4, 8), hour(4, 12))]
    best = ranked(allowed, ideals=[Ideal("a", hour(5, ideal[0]), hour(5, ideal[1]))])[0]
    assert best.start // DAY == (5 if counts else 4)


def any_hour(start: int, end: int) -> list[tuple[int, int]]:
    """Hours that allow everything, for what is cut by hours at all."""
    return [(start, end)]


def test_less_than_an_hour_is_dropped_while_something_else_remains() -> None:
    short = [Allowed("a", hour(5, 8), hour(5, 8.75)), Allowed("b", hour(5, 8), hour(5, 8.75))]
    other = Allowed("a", hour(6, 8), hour(6, 9))
    assert ranked([*short, other], hours=any_hour) == [Piece(hour(6, 8), hour(6, 9), ("a",))]
    assert ranked([*short, other])[0] == Piece(hour(5, 8), hour(5, 8.75), ("a", "b")), "nothing cuts: their own words"
    assert ranked(short, hours=any_hour) == [Piece(hour(5, 8), hour(5, 8.75), ("a", "b"))]


def test_an_hour_is_long_enough() -> None:
    allowed = [Allowed("a", 0, HOUR), Allowed("b", 0, HOUR), Allowed("a", DAY, DAY + HOUR)]
    assert ranked(allowed, hours=any_hour)[0] == Piece(0, HOUR, ("a", "b"))
    shorter = [one._replace(end=one.end - (one.start == 0)) for one in allowed]
    assert ranked(shorter, hours=any_hour)[0] == Piece(DAY, DAY + HOUR, ("a",))


def test_hours_that_leave_nothing_are_set_aside() -> None:
    allowed = [Allowed("a", hour(5, 21), hour(5, 23))]
    assert ranked(allowed, hours=office) == [Piece(hour(5, 21), hour(5, 23), ("a",))]


def test_a_source_that_says_a_thing_twice_has_one_vote() -> None:
    allowed = [Allowed("a", 0, DAY), Allowed("a", 0, DAY), Allowed("b", DAY, 2 * DAY)]
    assert ranked(allowed) == [Piece(0, DAY, ("a",)), Piece(DAY, 2 * DAY, ("b",))]


def test_windows_that_follow_each_other_are_one_stretch() -> None:
    assert ranked([Allowed("a", 0, DAY), Allowed("a", DAY, FOREVER)]) == [Piece(0, FOREVER, ("a",))]


def test_a_day_far_away_is_found_if_somebody_calls_it_ideal() -> None:
    ideal = Ideal("b", hour(40, 12), hour(40, 14))
    best, second = ranked([Allowed("a", hour(5, 11), FOREVER)], ideals=[ideal], hours=office)[:2]
    assert best == Piece(hour(40, 8), hour(40, 20), ("a",))
    assert second == Piece(hour(5, 11), hour(5, 20), ("a",))


def test_best_is_what_all_that_agree_like_best() -> None:
    both_like = [Ideal("a", hour(5, 9), hour(5, 12)), Ideal("b", hour(5, 10), hour(5, 14))]
    one, other = Allowed("a", hour(5, 8), hour(5, 20)), Allowed("b", hour(5, 8), hour(5, 20))
    assert ranked([one], ideals=both_like[:1]) == [Piece(hour(5, 9), hour(5, 12), ("a",), ideal=True)]
    assert ranked([one, other], ideals=both_like) == [Piece(hour(5, 10), hour(5, 12), ("a", "b"), ideal=True)]
    assert ranked([one, other], ideals=both_like[:1]) == [Piece(hour(5, 8), hour(5, 20), ("a", "b"))]
    apart = [both_like[0], Ideal("b", hour(5, 12), hour(5, 14))]
    assert ranked([one, other], ideals=apart) == [Piece(hour(5, 8), hour(5, 20), ("a", "b"))]


def test_less_than_an_hour_of_sending_is_no_best_part() -> None:
    late = [Ideal("a", hour(5, 19.5), hour(5, 21))]
    allowed = [Allowed("a", hour(5, 8), hour(5, 22))]
    assert ranked(allowed, ideals=late, hours=office) == [Piece(hour(5, 8), hour(5, 20), ("a",))]
    assert ranked(allowed, ideals=late) == [Piece(hour(5, 19.5), hour(5, 21), ("a",), ideal=True)]


def test_nothing_is_nothing() -> None:
    assert ranked([]) == []
    assert ranked([Allowed("a", 5, 5)]) == []
    assert bounds([]) == (None, None)
    assert meeting([]) == []
    assert list(both([], [(0, 1)])) == []


# --- bounds, meeting, both -----------------------------------------------------------------------------------

WINDOWS = st.lists(stretches(True), min_size=1, max_size=6)


def as_allowed(windows: Sequence[tuple[int, int | None]]) -> list[Allowed]:
    return [Allowed(f"s{index}", seconds(start), seconds(end)) for index, (start, end) in enumerate(windows)]


@given(WINDOWS)
def test_bounds_are_the_first_start_and_the_last_end_that_anybody_gives(windows: list[tuple[int, int | None]]) -> None:
    opens, closes = bounds(as_allowed(windows))
    assert opens == seconds(next(q for q in range(MINUTES) if any(covers(q, *window) for window in windows)))
    ends = sorted(end for _, end in windows if end is not None)
    if not ends or any(end is None and start >= ends[-1] for start, end in windows):
        assert closes is None  # nobody gives an end, or somebody begins only after all ends
    else:
        assert closes == seconds(ends[-1])


@given(st.lists(WINDOWS, min_size=1, max_size=3))
def test_meeting_is_what_all_allow(sources: list[list[tuple[int, int | None]]]) -> None:
    """Each source has several pieces, in order and without overlap."""
    pieces = []
    for windows in sources:
        joined: list[tuple[int, int]] = []
        for one in sorted(as_allowed(windows), key=lambda one: one.start):
            if joined and one.start <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(joined[-1][1], one.end)
            else:
                joined.append((one.start, one.end))
        pieces.append(joined)
    met = meeting(pieces)
    for quarter in range(2 * MINUTES + 1):
        wanted = all(any(covers(quarter, *window) for window in windows) for windows in sources)
        assert any(start <= seconds(quarter) < end for start, end in met) is wanted


@st.composite
def series(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Stretches in order, without overlaps; neighbours may touch."""
    edges = sorted(draw(st.lists(st.integers(0, 60), max_size=16)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    return [(start, end) for start, end in pairs if start < end]


@given(series(), series())
def test_both_is_where_both_are(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    def within(minute: int, parts: list[tuple[int, int]]) -> bool:
        return any(start <= minute < end for start, end in parts)

    overlap = list(both(first, second))
    assert overlap == sorted(overlap)
    assert all(start < end for start, end in overlap)
    for minute in range(61):
        assert within(minute, overlap) == (within(minute, first) and within(minute, second))
    assert list(both(second, first)) == overlap


def test_both_is_lazy() -> None:
    endless = ((day * 10, day * 10 + 5) for day in itertools.count())
    other = ((day * 10 + 3, day * 10 + 8) for day in itertools.count())
    assert list(itertools.islice(both(endless, other), 3)) == [(3, 5), (13, 15), (23, 25)]
