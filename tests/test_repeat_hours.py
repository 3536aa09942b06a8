"""What comes round at certain hours: against a list of all its openings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import Tiny, action, log, make, rule

BEGIN = date(2026, 11, 16)
RECORD = {"start": "2026-11-16"}
DAYS = {"day": range(7), "Tuesday": [1], "working day": range(5)}
HOURS = {
    "18:30": [{"clock_from": "18:30"}], "06:00": [{"clock_from": "06:00", "clock_before": "12:00"}],
    "08:00": [{"clock_from": "08:00", "clock_before": "10:00"}, {"clock_from": "20:00"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Tiny]:
    found = {}
    for name in DAYS:
        for opens, only in HOURS.items():
            do = {"from": "next day", "through": "30 days after", "only": only, "repeat": {"each": name}}
            found[name, opens] = make(tmp_path_factory.mktemp("hours"), action("write", rule("a", do=do)))
    return found


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from([*DAYS]), opens=st.sampled_from([*HOURS]), now=st.integers(0, 28 * 24),
    logged=st.lists(st.integers(0, 28 * 24), max_size=6),
)  # fmt: skip
def test_it_opens_with_its_hours(
    packs: dict[tuple[str, str], Tiny], name: str, opens: str, now: int, logged: list[int]
) -> None:
    openings = [
        datetime.fromisoformat(f"{BEGIN + timedelta(days=number)} {opens}") for number in range(1, 31)
        if (BEGIN + timedelta(days=number)).weekday() in DAYS[name]
    ]  # fmt: skip

    def at(hour: int) -> datetime:
        return datetime(2026, 11, 17) + timedelta(hours=hour)  # noqa: DTZ001

    def begun(moment: datetime) -> datetime | None:
        return max((one for one in openings if one <= moment), default=None)

    entries = [{"at": f"{at(one):%Y-%m-%d %H:%M}", "did": "write"} for one in sorted(logged)]
    done = {begun(at(one)) for one in logged if one <= now}
    item = packs[name, opens].item({**RECORD, "log": entries}, f"{at(now):%Y-%m-%d %H:%M}", "write")
    assert item.progress is not None
    assert item.progress.times == len(done - {None})
    last = begun(at(now))
    shown = last if last is not None and last not in done else next((one for one in openings if one > at(now)), None)
    if shown is None:
        assert item.status == "done"
        return
    if at(now) < shown:
        assert (item.status, (item.window.opens or "")[:16]) == ("upcoming", f"{shown:%Y-%m-%dT%H:%M}")
    else:
        assert item.status in ("due", "open", "upcoming", "overdue")


def test_after_half_past_six_it_is_the_day_s(tmp_path: Path) -> None:
    do: dict[str, Any] = {
        "only": [{"clock_from": "18:30"}],
        "except": [{"weekday": ["sun"]}],
        "repeat": {"each": "day"},
    }
    tiny = make(tmp_path, action("write", rule("a", do=do)))
    looks = {
        now: tiny.item({**RECORD, "log": log("2026-11-20 19:00 did write")}, f"2026-11-{now}", "write")
        for now in ("20 20:00", "21 18:00", "21 18:30", "22 12:00", "23 18:30")
    }
    assert [(one.status, (one.window.opens or "")[5:16]) for one in looks.values()] == [
        ("upcoming", "11-21T18:30"), ("upcoming", "11-21T18:30"), ("due", "11-21T18:30"), ("overdue", "11-21T18:30"),
        ("due", "11-23T18:30"),
    ]  # fmt: skip


def test_of_what_lapses_the_next_one_matters_once_one_has_gone_by(tmp_path: Path) -> None:
    write = action("write", rule("a", do={"repeat": {"each": "Saturday"}}))
    keeps, lapses = make(tmp_path / "k", write), make(tmp_path / "l", {**write, "lapses": True})
    assert keeps.item(RECORD, "2026-11-24 12:00", "write").status == "overdue"
    item = lapses.item(RECORD, "2026-11-24 12:00", "write")
    assert (item.status, (item.window.opens or "")[:10]) == ("upcoming", "2026-11-28")
    assert lapses.item(RECORD, "2026-11-21 12:00", "write").status == "due"


@pytest.mark.parametrize("per", ["1 day", "1 week"])
def test_a_quota_without_a_beginning_is_counted_from_the_first_entry(tmp_path: Path, per: str) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"at_least": 1, "per": per}), trigger=None))
    assert tiny.item(RECORD, "2026-11-20 10:00", "write").status == "due"
    done = {**RECORD, "log": log("2026-11-20 19:30 did write")}
    item = tiny.item(done, "2026-11-20 20:00", "write")
    wanted = "2026-11-21" if per == "1 day" else "2026-11-27"
    assert (item.status, (item.window.opens or "")[:10]) == ("upcoming", wanted)
    assert tiny.item(done, "2026-11-27 10:00", "write").status == "due"


def test_a_stretch_of_a_quota_without_hours_is_passed_over(tmp_path: Path) -> None:
    do = {"at_least": 1, "per": "1 day", "only": [{"clock_from": "18:00", "weekday": ["mon", "tue", "wed", "thu"]}]}
    tiny = make(tmp_path, action("write", rule("a", do=do)))
    item = tiny.item(RECORD, "2026-11-22 12:00", "write")
    assert (item.status, (item.window.opens or "")[:16]) == ("upcoming", "2026-11-23T18:00")
