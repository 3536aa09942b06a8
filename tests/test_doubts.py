"""What a checklist says of entries that may be slips, and of which of several elements it asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tinypack import EACH, FACTS, START, TWO_ROUNDS, action, make, rule

from checklist_engine import words

WEEK = action("write", rule("a", do={"through": "1 week after"}))


@pytest.mark.parametrize(
    ("at", "doubted"), [("2025-11-18", True), ("2026-05-01 10:00", False), ("2026-04-30", True), ("2026-11-18", False)]
)
def test_an_entry_long_before_its_time_asks_after_the_year(tmp_path: Path, at: str, doubted: bool) -> None:
    """It counts as it stands: 201 days before 17 November 2026 are too many, 200 are not."""
    checklist = make(tmp_path, WEEK).checklist({**START, "log": [{"at": at, "did": "write"}]}, "2026-11-19 09:00")
    assert checklist.item("write").status == "done"
    said = [note for note in checklist.notes if "is the year right" in note]
    assert len(said) == doubted
    if doubted:
        assert said == [f"“Title of write” is logged as done on {at}, long before its time; is the year right?"]


def test_what_was_heard_twice_at_once_happened_once(tmp_path: Path) -> None:
    tiny = make(tmp_path, WEEK)
    entries: list[dict[str, Any]] = [{"at": "2026-11-18 10:00", "heard": "rejected"}] * 2
    checklist = tiny.checklist(
        {**START, "log": [*entries, {"at": "2026-11-18 11:00", "heard": "rejected"}]}, "2026-11-19"
    )
    assert words.happened(checklist, 5) == ["They said no – yesterday 10:00", "They said no – yesterday 11:00"]


def test_a_question_says_of_which_of_several_it_asks(tmp_path: Path) -> None:
    each = action("write", rule("a", when=[{"round.mood": {"is": "good"}}], do={}), **EACH)
    tiny = make(tmp_path, each)
    asked = {one.path: one.ask for one in tiny.checklist(TWO_ROUNDS, "2026-11-19 09:00").questions}
    assert asked == {"rounds.0.mood": "What is it? (first)", "rounds.1.mood": "What is it? (second)"}
    alone = {**TWO_ROUNDS, "rounds": TWO_ROUNDS["rounds"][:1]}
    assert [one.ask for one in tiny.checklist(alone, "2026-11-19 09:00").questions] == ["What is it?"]


def test_nobody_waits_for_what_has_not_begun(tmp_path: Path) -> None:
    """Until they were asked there is nothing to hear; what an answer would date waits for that."""
    week = {"through": "1 week after"}
    tiny = make(
        tmp_path,
        action("asked", rule("a", expect=week), trigger={"heard": "invited"}),
        action("dated", rule("a", expect=week), trigger="deadline"),
        action("begun", rule("a", expect=week)),
        action("always", rule("a", expect={}), trigger=None),
    )
    for log, groups in (
        ([], {"waiting": ["begun", "always"], "undated": ["dated"], "rest": ["asked"]}),
        ([{"at": "2026-11-18", "heard": "invited"}], {"waiting": ["begun", "asked", "always"], "undated": ["dated"]}),
    ):
        checklist = tiny.checklist({**START, "log": log}, "2026-11-20 09:00")
        assert {group.key: [item.id for item in group.items] for group in words.grouped(checklist)} == groups
    first = tiny.checklist(START, "2026-11-20 09:00")
    assert words.told(first.item("asked"), first.now)[0] == "counts from what has not happened yet"


def test_where_no_answer_lets_it_begin_nothing_is_asked_about_its_end(tmp_path: Path) -> None:
    """`other` is no question; whoever answered the one about the deadline would have no date all the same."""
    do = {"from": "1 day after", "through": {"earliest_of": ["5 days after", "deadline"]}}
    tiny = make(tmp_path, action("write", rule("a", do=do), trigger="other"))
    waiting = tiny.checklist(START, "2026-11-19 09:00")
    assert waiting.questions == ()
    assert "deadline" not in str(waiting.item("write").reason)
    begun = tiny.checklist({**START, "other": "2026-11-18"}, "2026-11-19 09:00")
    assert [one.path for one in begun.questions] == ["deadline"]
    asked = make(tmp_path / "asked", action("write", rule("a", do={**do, "through": "ask_day"}), trigger="deadline"),
                 facts={"ask_day": {**FACTS["deadline"], "question": "And until when?"}})  # fmt: skip
    assert {one.path for one in asked.checklist(START, "2026-11-19 09:00").questions} == {"deadline", "ask_day"}


def test_what_can_be_late_stands_before_what_cannot(tmp_path: Path) -> None:
    """A message without an end has good hours today; what is due by tomorrow and by Friday is the more pressing."""
    tiny = make(
        tmp_path,
        action("chat", rule("a", do={}), rule("b", do={}), **{"is": ["message"]}),
        action("later", rule("a", do={"through": "3 days after"})),
        action("soon", rule("a", do={"through": "1 day after"}), **{"is": ["message"]}),
        action("any-time", rule("a", do={})),
        action("next-week", rule("a", do={"through": "9 days after"}), rule("b", do={"from": "6 days after"})),
    )
    now = next(group for group in words.grouped(tiny.checklist(START, "2026-11-17 12:00")) if group.key == "now")
    assert [item.id for item in now.items] == ["soon", "later", "next-week", "chat", "any-time"]


@pytest.mark.parametrize(
    ("nick", "title"), [("Maps S.à r.l.", "At Maps S.à r.l."), ("Maps", "At Maps."), ("Why?", "At Why?.")]
)
def test_an_abbreviation_at_a_sentence_s_end_has_one_stop(tmp_path: Path, nick: str, title: str) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={}), title="At {nick}."), facts={"nick": {"type": "string"}})
    assert tiny.item({**START, "nick": nick}, "2026-11-18 12:00", "write").title == title
