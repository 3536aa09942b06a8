"""Quotas, repetitions and windows with holes over random logs and days, against a count day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import Tiny, action, make, rule

BEGIN = date(2026, 3, 16)
"""Two weeks before the clocks go forward; a whole day, so that all edges are midnights."""
RECORD: dict[str, Any] = {"start": "2026-03-15"}
LOGS = st.lists(st.integers(0, 40), max_size=9).map(sorted)
NOWS = st.integers(0, 45)


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tiny]:
    rules = {
        "quota": {"from": "next day", "through": "21 days after", "at_least": 3},
        "each": {"from": "next day", "through": "28 days after", "at_least": 2, "per": "7 days"},
        "again": {"during": "next day", "repeat": {"every": "5 days", "at_most": 4}},
    }
    return {name: make(tmp_path_factory.mktemp(name), action("write", rule("a", do=do))) for name, do in rules.items()}


def seen(tiny: Tiny, log: list[int], now: int) -> tuple[str, int, str, str | None]:
    """Status, times, and the first and last day of the window, at noon of a day."""
    entries = [{"at": day(one).isoformat(), "did": "write"} for one in log]
    item = tiny.item({**RECORD, "log": entries}, f"{day(now)} 12:00", "write")
    assert item.progress is not None
    closes = item.window.closes
    last = (date.fromisoformat(closes[:10]) - timedelta(days=1)).isoformat() if closes else None
    return item.status, item.progress.times, (item.window.opens or "")[:10], last


@settings(max_examples=150, deadline=None)
@given(log=LOGS, now=NOWS)
def test_a_quota(packs: dict[str, Tiny], log: list[int], now: int) -> None:
    counted = sum(1 for one in log if one <= now and one <= 20)  # days 0 to 20: 16 March through 5 April
    status, times, opens, last = seen(packs["quota"], log, now)
    assert times == counted
    assert (opens, last) == (day(0).isoformat(), day(20).isoformat())
    assert (status == "done") is (counted >= 3)
    assert (status == "overdue") is (counted < 3 and now > 20)


@settings(max_examples=150, deadline=None)
@given(log=LOGS, now=NOWS)
def test_a_quota_per_week(packs: dict[str, Tiny], log: list[int], now: int) -> None:
    week = min(now // 7, 3)
    there = [one for one in log if one <= now]
    full = sum(one // 7 == week for one in there if one < 28) >= 2
    status, times, opens, last = seen(packs["each"], log, now)
    if full and week == 3:
        assert status == "done"
        return
    shown = week + 1 if full else week
    assert times == (0 if full else sum(one // 7 == week for one in there if one < 28))
    assert (opens, last) == (day(7 * shown).isoformat(), day(7 * shown + 6).isoformat())
    assert (status == "upcoming") is full
    assert (status == "overdue") is (not full and now >= 28)


@settings(max_examples=150, deadline=None)
@given(log=LOGS, now=NOWS)
def test_a_repetition(packs: dict[str, Tiny], log: list[int], now: int) -> None:
    there = [one for one in log if one <= now]
    status, times, opens, last = seen(packs["again"], log, now)
    assert times == len(there)
    assert (status == "done") is (len(there) >= 4)
    if len(there) < 4:
        ahead = there[-1] + 5 if there else 0
        assert (opens, last) == (day(ahead).isoformat(), day(ahead).isoformat())
        assert status == ("upcoming" if now < ahead else "due" if now == ahead else "overdue")


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SETS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True)


@settings(max_examples=40, deadline=None)
@given(
    only=SETS, left_out=SETS, first=st.integers(0, 30), length=st.integers(0, 12), kind=st.sampled_from(["do", "dont"])
)
def test_what_is_left_of_a_window(
    tmp_path_factory: pytest.TempPathFactory, only: list[str], left_out: list[str], first: int, length: int, kind: str
) -> None:
    """Day by day: a day counts if it is in the window, is named under `only`, and not under `except`."""
    window: Any = {"from": "next day", "through": "30 days after", "except": [{"weekday": left_out}],
              "only": [{"weekday": only}, {"from": "other", "through": "deadline"}]}  # fmt: skip
    tiny = make(tmp_path_factory.mktemp("cut"), action("write", {**rule("a"), kind: window}))
    record = {**RECORD, "other": day(first).isoformat(), "deadline": day(first + length).isoformat()}
    item = tiny.item(record, f"{day(0)} 12:00", "write")

    def counts(number: int) -> bool:
        name = WEEKDAYS[day(number).weekday()]
        return (name in only or first <= number <= first + length) and name not in left_out

    shown = {
        (date.fromisoformat(one.from_[:10]) + timedelta(days=more)).isoformat()
        for one in item.voices[0].window if one.from_ and one.to
        for more in range((date.fromisoformat(one.to[:10]) - date.fromisoformat(one.from_[:10])).days)
    }  # fmt: skip
    wanted = {day(number).isoformat() for number in range(30) if counts(number)}
    if wanted:
        assert shown == wanted
    else:
        assert item.window.best is None
    for number in (0, 13, 29):
        status = tiny.item(record, f"{day(number)} 12:00", "write").status
        if kind == "dont":
            assert (status == "in-force") is counts(number)
