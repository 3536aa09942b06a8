"""Where those stumble who write their first rules with only the reference: errors that help, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from language_page import PAGE
from tinypack import START, Data, action, make, rule, write

from checklist_engine.load.program import load_program
from checklist_engine.problems import Problem, Problems
from checklist_engine.schema.files import load_schema

TEXT = " ".join(PAGE.read_text(encoding="utf-8").split())


def problems(folder: Path, *rules: Data, **about: Any) -> list[Problem]:
    """What is told of a pack with these rules."""
    with pytest.raises(Problems) as told:
        load_program(write(folder, action("write", *rules, **about)), use_cache=False)
    return list(told.value.problems)


@pytest.mark.parametrize(
    ("window", "hint"),
    [
        ({"at_least": 1, "per": "week"}, "Did you mean “1 week”?"),
        ({"repeat": {"every": "days"}}, "Did you mean “1 day”?"),
        ({"until": "week after"}, "Did you mean “1 week”?"),
        ({"until": "3 business days after"}, "Write working day, such as 2 working days after."),
        ({"until": "next business day"}, "Write working day, such as 2 working days after."),
        ({"until": "10 days"}, "Write 10 days after"),
        ({"until": "within 6 weeks"}, "Write 6 weeks after"),
        ({"until": "in a week"}, "Write 1 week after"),
        ({"at_least": 1, "per": "within 2 weeks"}, "Write 2 weeks"),
    ],
)
def test_what_was_meant_is_named(tmp_path: Path, window: Data, hint: str) -> None:
    (problem,) = problems(tmp_path, rule("a", do=window))
    assert problem.hint == hint


def test_a_fact_with_the_name_of_a_unit_is_a_fact(tmp_path: Path) -> None:
    length = {"week": {"$ref": "../../schemas/record.schema.json#/definitions/length"}}
    tiny = make(tmp_path, action("write", rule("a", do={"until": "week after"})), facts=length)
    item = tiny.item({**START, "week": "2 hours"}, "2026-11-17 11:00", "write")
    assert item.window.closes == "2026-11-17T12:00:00+01:00"


@pytest.mark.parametrize(
    ("rules", "about"),
    [
        ([rule("a", do={"from": ["now", "1 day after"]}), rule("b", do={})], {}),
        ([rule("a", do={"until": "1 day after now"})], {}),
        ([rule("a", do={}), rule("b", do={})], {"trigger": ["now", "1 day after"]}),
        ([rule("a", when=[{"moment": ["now", "1 day after"], "weekday": ["sat"]}], do={})], {}),
        ([rule("a", when=[{"start": {"before": ["now", "1 day after"]}}], do={})], {}),
    ],
)
def test_no_moment_begins_with_now_and_that_is_said_once(tmp_path: Path, rules: list[Data], about: Data) -> None:
    (problem,) = problems(tmp_path, *rules, **about)
    assert "no moment begins with “now”" in problem.message
    assert "where a condition compares" in str(problem.hint)


def test_what_replaces_another_sources_rule_is_not_told_to_name_the_same_one(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, rule("a", id="one", do={}), rule("b", replaces="one", do={}))
    assert problem.message == "“one” is another source's advice"
    assert problem.expected is None
    assert "ours:" in str(problem.hint)
    doctor = rule("b", replaces="one", ours="The doctor knows better.", do={"during": "next day"})
    tiny = make(tmp_path, action("write", rule("a", id="one", do={}), doctor))
    assert tiny.item(START, "2026-11-17 11:00", "write").rules == (doctor["id"],)
    assert "needs `ours` beside `replaces`" in TEXT


def test_what_is_expected_speaks_of_no_other_packs_facts() -> None:
    """Where a moment, a condition or a fact is asked for, an example with a fact would be one of another pack."""
    about = load_schema("action")["definitions"]
    for name in ("moment", "moments", "condition", "conditions", "fact"):
        said = f"{about.get(name, {}).get('x-expected')} {about.get(name, {}).get('x-hint')}"
        for word in ("round.", "promise.", "process-", "rejected", "withdraw"):
            assert word not in said, name


def test_without_a_best_part_it_is_due_at_once(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={})), action("look", rule("a", do={}), standing=True))
    assert tiny.item(START, "2026-11-17 10:01", "write").status == "due"
    assert tiny.item(START, "2026-11-17 10:01", "look").standing
    assert "such as `do: {}`, is `due` as soon as it opens" in TEXT


def test_each_day_is_every_day(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"from": "same day", "repeat": {"each": "day"}})))
    for day in ("19", "20", "21"):
        opens = tiny.item(START, f"2026-11-{day} 12:00", "write").window.opens
        assert opens == f"2026-11-{day}T00:00:00+01:00"
    assert "`each: day` is every day" in TEXT


def test_a_last_time_that_was_missed_stays_unless_it_lapses(tmp_path: Path) -> None:
    weekly = {"through": "2 weeks after", "repeat": {"each": "Saturday"}}
    tiny = make(
        tmp_path,
        action("write", rule("a", do=weekly)),
        action("look", rule("a", do=weekly), lapses=True),
    )
    assert tiny.item(START, "2027-03-01 12:00", "write").status == "overdue"
    assert tiny.item(START, "2027-03-01 12:00", "look").status == "lapsed"
    assert "`lapses: true` on the action lets it go" in TEXT


@pytest.mark.parametrize(("which", "closes"), [("latest_of", "2026-11-25"), ("earliest_of", "2026-11-21")])
def test_one_of_several_can_wait_until_all_are_known(tmp_path: Path, which: str, closes: str) -> None:
    moments = {which: ["deadline", "other"], "known": "all"}
    tiny = make(
        tmp_path, action("write", rule("a", do={"through": moments})), action("go", rule("a", do={"from": moments}))
    )
    both = {**START, "other": "2026-11-20", "deadline": "2026-11-24"}
    one = {key: value for key, value in both.items() if key != "deadline"}
    assert tiny.item(one, "2026-11-18 12:00", "write").window.closes is None
    going = tiny.checklist(one, "2026-11-18 12:00")
    assert going.item("go").status == "waiting"
    assert [question.fact for question in going.questions] == ["deadline"]
    assert (tiny.item(both, "2026-11-18 12:00", "write").window.closes or "")[:10] == closes


def test_latest_of_counts_those_that_are_known(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"through": {"latest_of": ["1 week after", "other"]}})))
    assert tiny.item(START, "2026-11-17 12:00", "write").window.closes == "2026-11-25T00:00:00+01:00"
    later = {**START, "other": "2026-12-01"}
    assert tiny.item(later, "2026-11-17 12:00", "write").window.closes == "2026-12-02T00:00:00+01:00"


def test_the_page_has_the_stretches_of_a_quota() -> None:
    """The table is made by the engine; these are the lines of it, reckoned by hand."""
    for row in (
        "| `{at_least: 1, per: 1 day}` | Tue 17 Nov 11:00 to Tue 17 Nov 24:00; Wed 18 Nov 00:00 to ",
        "| `{at_least: 1, per: 24 hours}` | Tue 17 Nov 11:00 to Wed 18 Nov 11:00; Wed 18 Nov 11:00 to ",
        "| `{at_least: 1, per: 1 week}` | Tue 17 Nov 11:00 to Mon 23 Nov 24:00; Tue 24 Nov 00:00 to ",
        "start of that week], at_least: 1, per: 1 week}` | Mon 16 Nov 00:00 to Sun 22 Nov 24:00; Mon 23 Nov 00:00 to ",
    ):
        assert row in TEXT
