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
