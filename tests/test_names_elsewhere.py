"""A name that is none of what is asked for, but something else that the pack knows: it is told how to write that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tinypack import action, make, rule

from checklist_engine.problems import Problems

CONDITIONS = {"still-open": [{"not": {"heard": "rejected"}}]}


@pytest.mark.parametrize(
    ("about", "hint"),
    [
        ({"trigger": "invited"}, "“invited” is an event: {heard: invited}."),
        ({"trigger": "chase"}, "“chase” is an action: {did: chase}."),
        ({"trigger": {"heard": "chase"}}, "“chase” is an action: {did: chase}."),
        ({"trigger": {"did": "invited"}}, "“invited” is an event: {heard: invited}."),
        ({"trigger": {"heard": "contact"}}, "“contact” is a class: {did: contact}."),
        ({"trigger": "still-open"}, "“still-open” is a condition: it belongs under “when” or “while”."),
        ({"when": ["invited"]}, "“invited” is an event: {heard: invited}."),
        ({"when": ["sure"]}, "“sure” is a fact: {sure: {known: true}}, or {sure: {is: …}}."),
        ({"when": [{"did": "chasse"}]}, "Did you mean “chase”?"),
    ],
)
def test_it_is_told_what_it_is(tmp_path: Path, about: dict[str, Any], hint: str) -> None:
    with pytest.raises(Problems) as caught:
        make(tmp_path, action("chase", rule("a", do={}, **about)), conditions=CONDITIONS)
    assert [problem.hint for problem in caught.value.problems] == [hint]


def test_working_days_have_one_name(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        make(tmp_path, action("chase", rule("a", do={"through": "2 business days after"})))
    assert [problem.hint for problem in caught.value.problems] == [
        "Write working day, such as 2 working days after.",
    ]


def test_sending_hours_are_hours_of_one_day(tmp_path: Path) -> None:
    hours = {"sending_hours": {"from": "17:00", "until": "09:00"}, "ours": "Nobody says so."}
    with pytest.raises(Problems) as caught:
        make(tmp_path, action("chase", rule("a", do={})), preferences=hours)
    (problem,) = caught.value.problems
    assert (problem.id, problem.expected) == ("pack/hours", "a time after 17:00")


@pytest.mark.parametrize(
    ("manifest", "hint"),
    [
        ({"holidays": ["lu"]}, "A country is written in capitals: LU."),
        ({"days_off": ["24 December"]}, "The month comes first, in two digits: 12-24 for 24 December."),
    ],
)
def test_countries_and_days_as_people_write_them(tmp_path: Path, manifest: dict[str, Any], hint: str) -> None:
    with pytest.raises(Problems) as caught:
        make(tmp_path, action("chase", rule("a", do={})), preferences={**manifest, "ours": "Nobody says so."})
    assert [problem.hint for problem in caught.value.problems] == [hint]


@pytest.mark.parametrize("days", ["2 weeks after Tuesday", "1 week before Saturday or next working day"])
def test_a_weekday_moved_by_weeks_is_the_same_weekday(tmp_path: Path, days: str) -> None:
    with pytest.raises(Problems) as caught:
        make(tmp_path, action("chase", rule("a", do={"repeat": {"each": days}})))
    (problem,) = caught.value.problems
    assert problem.message == f"“{days}” is every such day: weeks before and after it there is one, too"


def test_a_former_name_that_something_has_is_told_where_it_stands(tmp_path: Path) -> None:
    first = rule("a", id="new", formerly="old", do={})
    with pytest.raises(Problems) as caught:
        make(tmp_path, action("chase", first, rule("b", id="old", do={})))
    (problem,) = caught.value.problems
    assert (problem.message, problem.source_line) == (
        "“old” is the id of another rule, step or check",
        '   "formerly": "old",',
    )
