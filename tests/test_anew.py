"""`anew`: with a moment an action is to be done again, and what was done before it counts no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tinypack import Tiny, action, make, rule

from checklist_engine.checklist import Item
from checklist_engine.problems import Problems

START: dict[str, Any] = {"start": "2026-11-17 10:00"}
SINCE = {"latest_of": ["start", {"heard": "invited"}]}


def log(*lines: str) -> list[dict[str, str]]:
    """``2026-11-18 09:00 did write``."""
    return [dict([("at", at), tuple(rest.split())]) for at, _, rest in (  # type: ignore[list-item]
        (line[:16], "", line[16:]) if line[11:13].isdigit() else (line[:10], "", line[10:]) for line in lines
    )]  # fmt: skip


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    write = action("write", rule("a", do={"from": "7 days after", "through": "10 days after"}), trigger=SINCE)
    return make(tmp_path_factory.mktemp("anew"), {**write, "anew": {"heard": "invited"}})


def seen(tiny: Tiny, now: str, *lines: str) -> Item:
    return tiny.item({**START, "log": log(*lines)}, now, "write")


def test_without_the_moment_everything_counts(tiny: Tiny) -> None:
    done = seen(tiny, "2026-11-26 12:00", "2026-11-25 09:00 did write")
    assert (done.status, done.done and done.done.timing, done.reason) == ("done", "in-time", None)


@pytest.mark.parametrize("at", ["2026-11-25 10:00", "2026-11-25"])
def test_with_it_the_action_begins_again(tiny: Tiny, at: str) -> None:
    again = seen(tiny, "2026-11-26 12:00", "2026-11-25 09:00 did write", f"{at} heard invited")
    assert (again.status, again.done) == ("upcoming", None)
    assert again.reason == "done Wed 25 Nov 09:00; it is to be done anew"
    assert again.window.opens == "2026-12-02T00:00:00+01:00"
    late = seen(tiny, "2026-12-06 12:00", "2026-11-25 09:00 did write", f"{at} heard invited")
    assert late.status == "overdue"


def test_what_is_done_after_it_counts(tiny: Tiny) -> None:
    lines = ("2026-11-25 09:00 did write", "2026-11-25 10:00 heard invited", "2026-12-02 09:00 did write")
    done = seen(tiny, "2026-12-03 12:00", *lines)
    assert (done.status, done.done and done.done.at, done.done and done.done.times) == (
        "done", "2026-12-02T09:00:00+01:00", 1,
    )  # fmt: skip
    assert done.done is not None
    assert done.done.timing == "in-time"
    assert seen(tiny, "2026-12-03 12:00", *lines, "2026-12-03 10:00 heard invited").status == "upcoming"


@pytest.mark.parametrize("did", ["2026-11-25 10:00", "2026-11-25"])
@pytest.mark.parametrize("heard", ["2026-11-25 10:00", "2026-11-25"])
def test_within_a_minute_and_a_day_the_order_of_the_lines_decides(tiny: Tiny, did: str, heard: str) -> None:
    first, second = f"{did} did write", f"{heard} heard invited"
    assert seen(tiny, "2026-11-26 12:00", first, second).status == "upcoming"
    assert seen(tiny, "2026-11-26 12:00", second, first).status == "done"


@pytest.mark.parametrize(
    ("line", "status"), [("2026-11-25 09:59 did write", "upcoming"), ("2026-11-26 did write", "done")]
)
def test_where_the_times_say_which_came_first_the_lines_do_not(tiny: Tiny, line: str, status: str) -> None:
    entry = "2026-11-25 10:00 heard invited"
    for lines in ((line, entry), (entry, line)):
        assert seen(tiny, "2026-11-26 12:00", *lines).status == status


def test_what_was_skipped_before_is_to_be_done_too(tiny: Tiny) -> None:
    lines = ("2026-11-24 09:00 skipped write",)
    assert seen(tiny, "2026-11-26 12:00", *lines).status == "skipped"
    assert seen(tiny, "2026-11-26 12:00", *lines, "2026-11-25 10:00 heard invited").status == "upcoming"


def test_what_lies_ahead_changes_nothing_yet(tiny: Tiny) -> None:
    lines = ("2026-11-25 09:00 did write", "2026-11-27 10:00 heard invited")
    assert seen(tiny, "2026-11-26 12:00", *lines).status == "done"


def test_a_fact_can_be_the_moment(tmp_path: Path) -> None:
    tiny = make(tmp_path, {**action("write", rule("a", do={})), "anew": "deadline"})
    done = {**START, "log": log("2026-11-18 09:00 did write")}
    assert tiny.item({**done, "deadline": "2026-11-20 09:00"}, "2026-11-19 12:00", "write").status == "done"
    assert tiny.item({**done, "deadline": "2026-11-20 09:00"}, "2026-11-20 09:00", "write").status == "due"
    assert tiny.item({**done, "deadline": "none"}, "2026-11-20 09:00", "write").status == "done"
    assert tiny.item({**done, "deadline": "2026-11-18"}, "2026-11-20 09:00", "write").status == "done", (
        "in their favour"
    )


@pytest.mark.parametrize("more", [{"repeat": {"every": "5 days", "at_most": 4}}, {"at_least": 2}])
def test_what_is_done_several_times_begins_anew_by_itself(tmp_path: Path, more: dict[str, Any]) -> None:
    with pytest.raises(Problems) as found:
        make(tmp_path, {**action("write", rule("a", do={"during": "next day", **more})), "anew": "deadline"})
    (problem,) = found.value.problems
    assert (problem.id, problem.message) == ("reference/anew", "this is to be done several times already")
