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
