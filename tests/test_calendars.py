"""Calendars: in rules, and against a slow, obvious count."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from clocks import IN_ZONES, STAMPS
from hypothesis import given
from hypothesis import strategies as st
from test_language import LUX, window
from tinypack import START, Data, action, fact, make, rule

from checklist_engine import calendars
from checklist_engine.calendars import WorkingDays, rolled
from checklist_engine.moments import MomentError, clock, parse, point, whole_day
from checklist_engine.problems import Problems


def test_working_days_of_countries_and_days_off(tmp_path: Path) -> None:
    """All Saints' Day is a holiday in Luxembourg (a Sunday in 2026) and 6 January in Bavaria, not in Hamburg."""
    preferences = {"holidays": ["LU", "country"], "days_off": ["12-24", "2026-12-28"], "ours": "Both offices."}
    december: Data = {"start": "2026-12-23 10:00"}
    assert window(tmp_path, {"from": "1 working day after"}, december, preferences=preferences)[0] == "12-29 00:00"
    new_year: Data = {"start": "2027-01-05 10:00"}
    for country, day in (("DE-BY", "01-07"), ("DE-HH", "01-06")):
        found = window(
            tmp_path / country, {"from": "next working day"}, {**new_year, "country": country}, preferences=preferences
        )
        assert found[0] == f"{day} 00:00"


def test_unknown_places_are_told_where_they_stand(tmp_path: Path) -> None:
    with pytest.raises(Problems) as found:
        window(tmp_path, {}, preferences={"holidays": ["XX"], "ours": "x"})
    assert "nothing is known of the holidays of the country XX" in str(found.value)
    with pytest.raises(Problems) as found:
        window(
            tmp_path / "b", {"from": "next working day"}, {"country": "DE-XX"},
            preferences={"holidays": ["country"], "ours": "x"},
        )  # fmt: skip
    assert "case.yaml" in str(found.value)
    assert "the region XX of DE" in str(found.value)
    assert "DE: BB, BE" in str(found.value)


def test_without_the_package_a_calendar_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "holidays", None)
    calendars.public_holidays.cache_clear()
    with pytest.raises(Problems, match=r"pip install 'checklist-engine\[holidays\]'"):
        calendars.public_holidays("LU", 2026)
    calendars.public_holidays.cache_clear()


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WEEKS = st.sets(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1)
OFF = st.sets(DAYS, max_size=20)


def slow(week: set[str], off: set[date], day: date) -> bool:
    return day.strftime("%a").lower() in week and day not in off


@given(DAYS, st.integers(-40, 40), WEEKS, OFF)
def test_working_days_by_counting(day: date, count: int, week: set[str], off: set[date]) -> None:
    working = WorkingDays(frozenset(week), (), [one.isoformat() for one in off])
    found = working.count(parse(day.isoformat(), LUX).day, count)
    expected, left = day, abs(count)
    while left:
        expected += timedelta(days=1 if count > 0 else -1)
        left -= slow(week, off, expected)
    assert found.format_iso() == expected.isoformat()


@given(DAYS, st.integers(1, 31) | st.just(-1), st.sampled_from(["mon", "sun", "day", "working day"]),
       st.sampled_from(["week", "month", "quarter", "year"]), WEEKS)  # fmt: skip
def test_places_by_listing(day: date, ordinal: int, what: str, period: str, week: set[str]) -> None:
    def of_period(other: date) -> Any:
        quarter = (other.year, (other.month - 1) // 3)
        known = {"week": other.isocalendar()[:2], "month": (other.year, other.month), "quarter": quarter}
        return known.get(period, other.year)

    def fits(other: date) -> bool:
        if what == "working day":
            return slow(week, set(), other)
        return what == "day" or other.strftime("%a").lower() == what

    around = [day + timedelta(days=offset) for offset in range(-370, 371)]
    listed = [one for one in around if of_period(one) == of_period(day) and fits(one)]
    moment = parse(day.isoformat(), LUX)
    try:
        found = calendars.place_in(moment, ordinal, what, period, WorkingDays(frozenset(week))).day.format_iso()
    except MomentError:
        assert len(listed) < max(ordinal, 1)
    else:
        assert found == listed[ordinal - 1 if ordinal > 0 else -1].isoformat()


@given(DAYS, st.sampled_from(["mon", "thu", "sun"]), st.sampled_from(["before", "after"]), st.booleans())
def test_nearest_weekdays_by_walking(day: date, weekday: str, side: str, inclusive: bool) -> None:
    step = timedelta(days=1 if side == "after" else -1)
    expected = day if inclusive else day + step
    while expected.strftime("%a").lower() != weekday:
        expected += step
    moment = whole_day(parse(day.isoformat(), LUX).day, LUX)
    assert calendars.near(moment, weekday, side, inclusive).day.format_iso() == expected.isoformat()


@given(STAMPS, IN_ZONES, WEEKS, st.sampled_from([1, -1]))
def test_rolling_keeps_the_clock_over_every_change(stamp: int, zone: str, week: set[str], step: int) -> None:
    """A point that is rolled keeps its local clock time; where the clocks skip that, the next that there is."""
    base = point(stamp, zone)
    moved = rolled(base, step, WorkingDays(frozenset(week)))
    expected = date.fromisoformat(base.day.format_iso())
    while not slow(week, set(), expected):
        expected += timedelta(days=step)
    assert moved.day.format_iso() == expected.isoformat()
    was, now = clock(base.start, zone), clock(moved.start, zone)
    assert now == was or was not in {clock(one, zone) for one in range(moved.start - 7200, moved.start + 7200, 60)}


def test_without_the_package_no_line_of_the_record_is_to_blame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed it is told how; the record says where one lives, and that is right."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    calendars.public_holidays.cache_clear()
    soon = rule("a", do={"through": "2 working days after"})
    tiny = make(
        tmp_path,
        action("write", soon),
        facts={"home": {"type": "object", "properties": {"country": fact()}}},
        preferences={"holidays": ["home.country"], "ours": "So it is."},
    )
    with pytest.raises(Problems) as raised:
        tiny.checklist({**START, "home": {"country": "DE-BY"}}, "2026-11-17 12:00")
    calendars.public_holidays.cache_clear()
    (problem,) = raised.value.problems
    assert (problem.id, problem.file, problem.line) == ("calendar/extra", "", 0)
    assert "pip install 'checklist-engine[holidays]'" in (problem.hint or "")
