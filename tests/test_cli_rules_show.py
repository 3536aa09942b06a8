"""`checklist rules show` for what is no rule's id."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command
from tinypack import action, make, rule


def test_show_reads_all_rules_of_an_action(command: Command) -> None:
    done = command("rules", "show", "take-notes")
    assert done.out.startswith("notes-by-the-day-after (do)\n  On “Write down what you remember”, hays says: ")
    many = command("rules", "show", "send-thank-you").out
    assert [line.split(" ")[0] for line in many.splitlines() if line.endswith("(do)")] == [
        "thanks-within-a-day", "thanks-soon", "thanks-next-day", "thanks-second-day", "thanks-one-or-two-days",
        "thanks-same-day-if-morning",
    ]  # fmt: skip
    data = command("rules", "show", "send-thank-you", "--format", "json").json
    assert [one["id"] for one in data["rules"]][:2] == ["thanks-within-a-day", "thanks-soon"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("thanks-by-email", "“thanks-by-email” is a step of the action send-thank-you: Write it as an e-mail\n"),
        ("process-open", "“process-open” is a named condition: either none of “They turned you down”"),
        ("rejected", "“rejected” is an event: They turned you down\n"),
        ("message", "“message” is a class: something that you send\n"),
        ("first-interview-over", "“first-interview-over” is a named moment: "),
    ],
)  # fmt: skip
def test_show_says_what_another_name_is(command: Command, name: str, said: str) -> None:
    done = command("rules", "show", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(said)
    data = command("rules", "show", name, "--format", "json").json
    assert (data["id"], data["means"][0][:20]) == (name, said[:20])


def test_a_moment_and_a_condition_of_one_name_are_both_explained(command: Command, tmp_path: Path) -> None:
    rule_id = "the-one"
    act = action("write", rule("a", id=rule_id, when=["all-done"], do={"from": "all-done"}))
    make(tmp_path, act, conditions={"all-done": [{"ask_1": {"is": "red"}}]}, moments={"all-done": {"did": "write"}})
    out = " ".join(command("rules", "show", rule_id, "--pack", tmp_path / "tiny").out.split())
    assert "“all done”: the last time that “Title of write” was done." in out
    out = " ".join(command("rules", "show", "all-done", "--pack", tmp_path / "tiny").out.split())
    assert "is a named condition: the ask 1 is “red”." in out
    assert "is a named moment: the last time that “Title of write” was done." in out


def test_a_profile_is_read_back(command: Command, tmp_path: Path) -> None:
    few = {
        "title": "Few",
        "sources": ["a", "b"],
        "weights": {"a": 2},
        "strict": True,
        "actions": {"write": {"sources": ["a"]}},
    }
    bold = {"title": "Bold", "without": ["a"], "settle": "bold"}
    make(tmp_path, action("write", rule("a", do={}), rule("b", do={})), profiles={"few": few, "bold": bold})
    assert command("rules", "show", "few", "--pack", tmp_path / "tiny").out.replace("\n", " ").strip() == (
        "“few” is a profile: Few. It hears a and b; a counts 2; it keeps to the time in which all agree; "
        "it has other settings for write."
    )
    assert command("rules", "show", "bold", "--pack", tmp_path / "tiny").out.replace("\n", " ").strip() == (
        "“bold” is a profile: Bold. It hears all sources but a; advice to do something wins over advice against it."
    )


def test_what_is_retired_is_marked_in_the_table(command: Command, tmp_path: Path) -> None:
    gone = rule("a", id="gone", do={}, retired={"from": "2026-11-01", "because": "Nobody does."})
    make(tmp_path, action("write", gone, rule("b", id="left", do={})))
    lines = command("rules", "--pack", tmp_path / "tiny").out.splitlines()
    assert [line.endswith("; silent from 2026-11-01 on") for line in lines] == [False, True, False]
    data = command("rules", "--pack", tmp_path / "tiny", "--format", "json").json
    assert [one["retired"] for one in data["rules"]] == ["2026-11-01", None]
