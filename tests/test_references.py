"""`refers_to`: by which names the elements of a group or a list are referred to."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinypack import START, Data, action, fact, make, rule

from checklist_engine.problems import Problems

THINGS: Data = {"things": [{"what": "maps"}, {"what": "The keys"}]}


@pytest.mark.parametrize(
    ("listed", "record", "good", "told"),
    [
        ("things", THINGS, "The keys", "The keys, maps"),
        ("tags", {"tags": ["blue", "red"]}, "red", "blue, red"),
        ("people", {"people": {"anna": {"name": "Anna"}, "bo": {"name": "Bo"}}}, "bo", "anna, bo"),
        (
            "rounds",
            {"rounds": [{"start": "2026-11-17 10:00"}, {"id": "last", "start": "2026-11-18"}]},
            "last",
            "1, last",
        ),
    ],
)
def test_each_kind_of_list(tmp_path: Path, listed: str, record: Data, good: str, told: str) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={})), facts={"nick": fact(refers_to=listed)})
    assert tiny.record({**START, **record, "nick": good}).data["nick"] == good
    with pytest.raises(Problems) as raised:
        tiny.record({**START, **record, "nick": "nobody"})
    (problem,) = raised.value.problems
    assert told in (problem.expected or "")
    with pytest.raises(Problems):
        tiny.record({**START, "nick": good})
