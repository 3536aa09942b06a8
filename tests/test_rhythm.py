"""What comes again so far apart: `repeat` with a length under `each`, counted from where the window begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import Tiny, action, log, make, rule

from checklist_engine.problems import Problems

ZONE = ZoneInfo("Europe/Luxembourg")
START = datetime(2026, 3, 27, 21, 30, tzinfo=ZONE)
"""A Friday evening; the clocks go forward in the night to Sunday."""
RECORD: dict[str, Any] = {"start": "2026-03-27 21:30"}


def again(each: object, **window: object) -> dict[str, Any]:
    return {**window, "repeat": {"each": each}}


def opened(tiny: Tiny, now: str, entries: list[dict[str, Any]] | None = None, **facts: str) -> tuple[str, str]:
    """Status, and the month, day and clock at which it opens."""
    item = tiny.item({**RECORD, **facts, "log": entries or []}, now, "write")
    return item.status, (item.window.opens or "")[5:16]


@pytest.fixture(scope="module", params=[8, 36])
def hourly(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Tiny]:
    do = again(f"{request.param} hours", **{"from": "2 hours after", "until": "240 hours after"})
    return request.param, make(tmp_path_factory.mktemp("hourly"), action("write", rule("a", do=do)))


@settings(max_examples=150, deadline=None)
@given(now=st.integers(0, 250), logged=st.lists(st.integers(0, 250), max_size=6))
def test_by_the_hour(hourly: tuple[int, Tiny], now: int, logged: list[int]) -> None:
    """Against a list of all its openings, in hours that really went by since the start."""
    apart, tiny = hourly
    openings = list(range(2, 240, apart))

    def at(hours: int) -> str:
        moment = (START.astimezone(UTC) + timedelta(hours=hours, minutes=1)).astimezone(ZONE)
        return f"{moment:%Y-%m-%d %H:%M}"

    def opens(hours: int) -> str:
        return (START.astimezone(UTC) + timedelta(hours=hours)).astimezone(ZONE).isoformat()

    def begun(hours: int) -> int | None:
        return max((one for one in openings if one <= hours), default=None)

    done = {begun(one) for one in logged if one <= now} - {None}
    entries = [{"at": at(one), "did": "write"} for one in sorted(logged)]
    item = tiny.item({**RECORD, "log": entries}, at(now), "write")
    assert item.progress is not None
    assert item.progress.times == len(done)
    last = begun(now)
    shown = last if last is not None and last not in done else next((one for one in openings if one > now), None)
    if shown is None:
        assert item.status == "done"
        return
    assert item.window.opens == opens(shown)
    assert item.window.closes == opens(min(shown + apart, 240))
    assert (item.status == "upcoming") is (now < shown)
    assert (item.status == "overdue") is (now >= min(shown + apart, 240))


def test_every_other_saturday_whatever_was_done_in_between(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do=again("2 weeks", **{"from": "Saturday after"}))))
    assert opened(tiny, "2026-04-11 09:00") == ("due", "04-11T00:00")
    done = log("2026-04-15 09:00 did write")  # four days late
    assert opened(tiny, "2026-04-15 12:00", done) == ("upcoming", "04-25T00:00")
    assert opened(tiny, "2026-04-25 09:00", done) == ("due", "04-25T00:00")
    assert opened(tiny, "2026-04-26 09:00", done) == ("overdue", "04-25T00:00")


def test_months_are_counted_from_the_first_and_clip(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do=again("1 month", **{"from": "start"}))))
    begun = {"start": "2026-01-31"}
    seen = [opened(tiny, f"2026-{day} 12:00", None, **begun)[1] for day in ("01-31", "02-28", "03-31", "04-30")]
    assert seen == ["01-31T00:00", "02-28T00:00", "03-31T00:00", "04-30T00:00"]


def test_the_first_day_is_that_in_which_the_window_begins(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do=again("3 days"))))
    assert opened(tiny, "2026-03-27 22:00") == ("due", "03-27T21:30")
    assert opened(tiny, "2026-03-27 23:00", log("2026-03-27 22:00 did write")) == ("upcoming", "03-30T00:00")


def test_without_a_beginning_it_is_counted_from_the_first_entry(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do=again("2 weeks")), trigger=None))
    assert opened(tiny, "2026-05-07 10:00")[0] == "due"
    done = log("2026-05-07 11:00 did write")
    assert opened(tiny, "2026-05-08 10:00", done) == ("upcoming", "05-21T00:00")


def test_what_only_and_except_leave_nothing_of_is_passed_over(tmp_path: Path) -> None:
    tuesdays = again("1 week", only=[{"weekday": ["tue"], "clock_from": "18:00"}], **{"from": "Tuesday after"})
    tiny = make(tmp_path, action("write", rule("a", do={**tuesdays, "except": [{"during": "7 April of that year"}]})))
    assert opened(tiny, "2026-03-31 12:00") == ("upcoming", "03-31T18:00")
    assert opened(tiny, "2026-04-01 12:00", log("2026-03-31 19:00 did write")) == ("upcoming", "04-14T18:00")


@pytest.mark.parametrize("each", ["9999 years", "9999 minutes", "1 minute"])
def test_far_and_near_cost_nothing(tmp_path: Path, each: str) -> None:
    tiny = make(tmp_path, action("write", rule("a", do=again(each))))
    assert tiny.item({"start": "1971-01-01 10:00"}, "2199-12-30 12:00", "write").status in ("due", "overdue", "open")


@pytest.mark.parametrize("each", ["2 working days", "0 weeks", "2 weeks or next working day", "2 fortnights", "weeks"])
def test_what_is_no_such_length(tmp_path: Path, each: str) -> None:
    with pytest.raises(Problems):
        make(tmp_path, action("write", rule("a", do=again(each))))
