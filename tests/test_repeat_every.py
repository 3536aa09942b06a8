"""What comes again so long after it was done: within a season, cut by weekdays, and stopped before it began."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import Tiny, action, make, rule

BEGIN = date(2026, 3, 16)
"""A Monday; the clocks go forward on Sunday the 29th."""
RECORD: dict[str, Any] = {"start": "2026-03-15"}
NUMBERS = st.lists(st.integers(-5, 40), max_size=5)


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


def item(tiny: Tiny, now: int, did: list[int], skipped: list[int], **facts: str) -> tuple[str, str, str | None]:
    """Status, and the first and the last day of the window, at noon of a day."""
    log = [{"at": day(one).isoformat(), "did": "write"} for one in did]
    log += [{"at": day(one).isoformat(), "skipped": "write"} for one in skipped]
    found = tiny.item({**RECORD, **facts, "log": log}, f"{day(now)} 12:00", "write")
    closes = found.window.closes
    last = (date.fromisoformat(closes[:10]) - timedelta(days=1)).isoformat() if closes else None
    return found.status, (found.window.opens or "")[:10], last


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    do = {"from": "next day", "through": "28 days after", "repeat": {"every": "5 days"}}
    return make(tmp_path_factory.mktemp("season"), action("write", rule("a", do=do)))


@settings(max_examples=150, deadline=None)
@given(did=NUMBERS, skipped=NUMBERS, now=st.integers(0, 45))
def test_in_a_season_each_turn_is_open_until_the_next_would_begin(
    season: Tiny, did: list[int], skipped: list[int], now: int
) -> None:
    """From day 0 through day 27, five days each, counted from the last time that it was done or skipped."""
    over = max((one for one in [*did, *skipped] if one <= now), default=None)
    begins = 0 if over is None else max(0, over + 5)
    status, opens, last = item(season, now, did, skipped)
    if begins > 27:
        assert status in ("done", "skipped", "closed")
        return
    assert (opens, last) == (day(begins).isoformat(), day(min(begins + 4, 27)).isoformat())
    assert (status == "upcoming") is (now < begins)
    assert (status == "overdue") is (now > min(begins + 4, 27))


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    do = {"from": "next day", "through": "2 days after", "except": [{"weekday": ["sat", "sun"]}],
          "repeat": {"every": "5 days"}}  # fmt: skip
    return make(tmp_path_factory.mktemp("cut"), action("write", rule("a", do=do)))


@settings(max_examples=60, deadline=None)
@given(over=st.integers(0, 40))
def test_a_turn_keeps_to_the_days_that_are_left(cut: Tiny, over: int) -> None:
    """Two days from the fifth on; of a Saturday and a Sunday nothing is left, and Monday and Tuesday come instead."""
    first, last = day(over + 5), day(over + 6)
    if first.weekday() == 5:
        first, last = first + timedelta(days=2), last + timedelta(days=2)
    elif first.weekday() == 6:
        first = last
    elif last.weekday() == 5:
        last = first
    assert item(cut, over, [over], [])[1:] == (first.isoformat(), last.isoformat())


def test_a_turn_in_winter_waits_for_the_season(tmp_path_factory: pytest.TempPathFactory) -> None:
    do = {"through": "2 days after", "only": [{"month": [3, 4, 5]}], "repeat": {"every": "1 week"}}
    tiny = make(tmp_path_factory.mktemp("winter"), action("write", rule("a", do=do)))
    assert item(tiny, 80, [74], [])[1:] == ("2027-03-01", "2027-03-03"), "done on 29 May: none before March"


@pytest.mark.parametrize("repeat", [{"every": "1 week"}, {"each": "Saturday"}])
def test_what_stops_before_it_began_is_closed(tmp_path_factory: pytest.TempPathFactory, repeat: dict[str, str]) -> None:
    do = {"from": "2 days after", "through": "9 days after", "repeat": {**repeat, "until": "deadline"}}
    tiny = make(tmp_path_factory.mktemp("stopped"), action("write", rule("a", do=do)))
    assert item(tiny, 3, [], [], deadline=day(-2).isoformat())[0] == "closed"
    assert item(tiny, 3, [], [], deadline="none")[0] in ("due", "upcoming")
    assert item(tiny, 3, [-3], [], deadline=day(-2).isoformat())[0] == "done"


def test_no_day_in_the_window_is_not_stopped_but_impossible(tmp_path_factory: pytest.TempPathFactory) -> None:
    do = {"during": "2 days after", "repeat": {"each": "Saturday", "until": "deadline"}}
    tiny = make(tmp_path_factory.mktemp("never"), action("write", rule("a", do=do)))
    assert item(tiny, 3, [], [], deadline=day(2).isoformat())[0] == "impossible"
