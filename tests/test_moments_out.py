"""Time as it is written out, and the hours of days: against the standard library and against counting by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from clocks import IN_ZONES, LUX, STAMPS, changes, seen
from hypothesis import given
from hypothesis import strategies as st

from checklist_engine import hours, moments
from checklist_engine.moments import FOREVER, HOUR, Moment, parse

# --- out again -----------------------------------------------------------------------------------------------


@given(STAMPS, IN_ZONES)
def test_what_is_written_is_the_instant(stamp: int, zone: str) -> None:
    local = seen(stamp, zone)
    assert datetime.fromisoformat(moments.rfc3339(stamp, zone)).timestamp() == stamp
    assert moments.rfc3339(stamp, zone) == local.isoformat()
    assert moments.weekday(stamp, zone) == local.strftime("%a").lower()
    assert moments.month(stamp, zone) == local.month
    assert moments.clock(stamp, zone) == local.strftime("%H:%M")
    seconds = local.strftime(":%S") if local.second else ""
    words = f"{local:%a} {local.day} {local:%b}"
    assert moments.stamp_label(stamp, zone) == f"{words} {local:%H:%M}{seconds}"
    assert moments.label(moments.point(stamp, zone)) == moments.stamp_label(stamp, zone)
    assert moments.label(moments.same_day(moments.point(stamp, zone))) == words
    assert parse(moments.log_text(stamp, zone), zone).start == stamp - stamp % 60


@pytest.mark.parametrize("part", range(4))
def test_the_log_can_be_read_back_around_every_clock_change(part: int) -> None:
    for zone in sorted(available_timezones())[part::4]:
        for stamp, before, after in changes(zone):
            length = abs(after - before)
            for away in (-length - 60, -length, -60, -1, 0, 59, length // 2, length - 60, length):
                assert parse(moments.log_text(stamp + away, zone), zone).start == (stamp + away) // 60 * 60


def test_a_log_entry_writes_its_offset_only_where_it_must() -> None:
    assert moments.log_text(parse("2026-11-17 13:40:59", LUX).start, LUX) == "2026-11-17 13:40"
    twice = "2026-10-25 02:10+01:00"
    assert moments.log_text(parse(twice, LUX).start, LUX) == twice


# --- hours of days -------------------------------------------------------------------------------------------


def inside(stamp: int, zone: str, opens: str, closes: str) -> bool:
    return opens <= seen(stamp, zone).strftime("%H:%M") < closes


@given(
    STAMPS, st.integers(0, 12 * 24 * 4), IN_ZONES,
    st.sampled_from(["03:30", "08:00", "09:15", "12:00"]),
    st.sampled_from(["12:00", "12:30", "17:45", "20:00", "24:00"]),
)  # fmt: skip
def test_hours_of_days_quarter_by_quarter(start: int, quarters: int, zone: str, opens: str, closes: str) -> None:
    start -= start % 900
    end = start + quarters * 900
    stretches = list(hours.hours_of_days(start, end, zone, opens, closes))
    assert all(start <= first < last <= end for first, last in stretches)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(stretches))
    for stamp in range(start, end, 900):
        covered = any(first <= stamp < last for first, last in stretches)
        assert covered == inside(stamp, zone, opens, closes), moments.stamp_label(stamp, zone)


def test_hours_without_end_are_told_lazily_and_come_to_an_end() -> None:
    start = parse("2026-11-17 10:00", LUX).start
    ours: Iterator[tuple[int, int]] = hours.hours_of_days(start, FOREVER, LUX, "08:00", "20:00")
    days = list(itertools.islice(ours, 400))
    assert days[0] == (start, parse("2026-11-17 20:00", LUX).start)
    assert [moments.clock(first, LUX) for first, _ in days[1:]] == ["08:00"] * 399
    assert days[-1][0] == parse("2027-12-21 08:00", LUX).start
    late = parse("2999-12-30 21:00", LUX).start
    assert list(hours.hours_of_days(late, FOREVER, LUX, "08:00", "20:00")) == [
        (parse("2999-12-31 08:00", LUX).start, parse("2999-12-31 20:00", LUX).start)
    ]


def test_no_hours_where_the_day_is_over_or_nothing_is_left() -> None:
    evening = parse("2026-11-17 20:00", LUX).start
    assert list(hours.hours_of_days(evening, evening + 12 * HOUR, LUX, "08:00", "20:00")) == []
    assert list(hours.hours_of_days(evening, evening, LUX, "08:00", "20:00")) == []
    assert list(hours.hours_of_days(evening, evening + 24 * HOUR, LUX, "20:00", "08:00")) == []


@given(
    STAMPS, st.integers(0, 12 * 24 * 4), IN_ZONES,
    st.frozensets(st.sampled_from(moments.WEEKDAYS), min_size=1), st.frozensets(st.integers(1, 12), min_size=6),
    st.sampled_from(["00:00", "02:30", "08:00", "12:00", "22:00"]),
    st.sampled_from(["00:30", "02:30", "09:15", "12:00", "17:45", "24:00"]),
)  # fmt: skip
def test_hours_of_some_days_quarter_by_quarter(
    start: int, quarters: int, zone: str, weekdays: frozenset[str], months: frozenset[int], opens: str, closes: str
) -> None:
    start -= start % 900
    end = start + quarters * 900
    stretches = list(hours.Hours(weekdays=weekdays, months=months, opens=opens, closes=closes).within(
        start, end, zone, 400))  # fmt: skip
    assert all(first < last and first < end and start < last for first, last in stretches)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(stretches))

    def is_named(day: date) -> bool:
        return moments.WEEKDAYS[day.weekday()] in weekdays and day.month in months

    for stamp in range(start, end, 900):
        there = seen(stamp, zone)
        if there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset():
            continue  # a clock time that there is twice or not at all: of the first kind only the first counts
        clock = there.strftime("%H:%M")
        if closes > opens:
            wanted = is_named(there.date()) and opens <= clock < closes
        else:  # through the night, from the evening's day
            wanted = (is_named(there.date()) and clock >= opens) or (
                is_named(there.date() - timedelta(days=1)) and clock < closes
            )
        assert any(first <= stamp < last for first, last in stretches) == wanted, moments.stamp_label(stamp, zone)


@pytest.mark.parametrize(("opens", "closes"), [("00:00", "24:00"), ("08:00", "20:00"), ("22:00", "06:00")])
def test_hours_around_every_clock_change(opens: str, closes: str) -> None:
    """Quarter by quarter over two days, wherever clocks are put on or back; each kind of change once."""
    once: set[tuple[int, int, int]] = set()
    for zone in sorted(available_timezones()):
        for stamp, before, after in changes(zone):
            if (stamp, before, after) in once:
                continue
            once.add((stamp, before, after))
            start = stamp - stamp % 900 - 24 * HOUR
            there = list(hours.Hours(opens=opens, closes=closes).within(start, start + 48 * HOUR, zone, 9))
            for at in range(start, start + 48 * HOUR, 900):
                local = seen(at, zone)
                if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
                    continue  # a clock time that there is twice: the first counts
                clock = local.strftime("%H:%M")
                wanted = opens <= clock < closes if opens < closes else clock >= opens or clock < closes
                covered = any(first <= at < last for first, last in there)
                assert covered == wanted or _skipped(local, opens, closes), (zone, moments.stamp_label(at, zone))
    assert len(once) > 500


def _skipped(local: datetime, *clocks: str) -> bool:
    """Whether the day, or its neighbour, has not one of these clock times: then the next one that it has counts."""
    for days in (-1, 0, 1):
        for clock in clocks:
            hour, minute = int(clock[:2]) % 24, int(clock[3:])
            wall = (local.replace(tzinfo=None, fold=0) + timedelta(days=days)).replace(
                hour=hour, minute=minute, second=0
            )
            there = wall.replace(tzinfo=local.tzinfo)
            if datetime.fromtimestamp(there.timestamp(), local.tzinfo).replace(tzinfo=None, fold=0) != wall:
                return True
    return False


def test_hours_that_a_day_does_not_have_are_not_there() -> None:
    night = parse("2026-03-28 12:00", LUX).start
    there = hours.Hours(opens="02:00", closes="03:00").within(night, night + 3 * 24 * HOUR, LUX, 9)
    assert [moments.stamp_label(first, LUX) for first, _ in there] == ["Mon 30 Mar 02:00", "Tue 31 Mar 02:00"]
    autumn = parse("2026-10-24 12:00", LUX).start
    twice = hours.Hours(opens="02:00", closes="03:00").within(autumn, autumn + 24 * HOUR, LUX, 9)
    assert [last - first for first, last in twice] == [2 * HOUR]


def test_moments_have_words_for_debugging() -> None:
    moment: Moment = parse("2026-11-17", LUX)
    assert repr(moment) == "Moment(Tue 17 Nov, Europe/Luxembourg)"
