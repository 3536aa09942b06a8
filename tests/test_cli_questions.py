"""`checklist questions`: asks what is open, and writes each answer into the record; every other byte stays."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tinypack
from commands import TUESDAY, Command, Result

from checklist_engine.files import replace_bytes
from checklist_engine.session import Session

MINIMAL = """\
# mine
company: Quillon Maps   # maps
role: Data engineer
timezone: Europe/Luxembourg
interviews:
  - start: 2026-11-17 10:00
    end: 2026-11-17 11:00    # at last

# the end
"""
DATE, CHANNEL = "Did they say by which day", "Did they say whether to get in touch by e-mail or by phone?"


def test_as_if_it_were_another_moment(command: Command, record: Path) -> None:
    later = ("--now", "2026-11-23 09:00")
    assert "decision_by" in command("questions", record, "--list", *later).out
    done = command("questions", record, *later, stdin=b"tomorrow\n")
    assert "decision_by: 2026-11-24" in done.out, "tomorrow is seen from there"
    wrong = command("questions", record, "--list", "--now", "soon")
    assert (wrong.code, wrong.out) == (2, "")


@pytest.fixture
def record(command: Command) -> Path:
    command.at(TUESDAY)
    return command.write("mine.yaml", MINIMAL)


def ask(command: Command, *given: object, answers: str = "") -> Result:
    return command("questions", *given, stdin=answers.encode())


def test_each_answer_is_written_and_nothing_else_changes(command: Command, record: Path) -> None:
    result = ask(command, record, answers="2026-11-27\nemail\n")
    assert (result.code, result.err) == (0, "")
    assert record.read_text() == MINIMAL.replace(
        "# at last\n", "# at last\n    they_said:\n      decision_by: 2026-11-27\n      contact_by: email\n"
    )
    assert "Wrote interviews.0.they_said.decision_by: 2026-11-27\n" in result.out
    assert "No question is open. To see what to do: checklist run" in result.out
    assert os.listdir() == ["mine.yaml"]
    listed = command("run", record, "--now", TUESDAY, "--format", "json").json
    assert listed["questions"] == []


def test_what_a_question_shows(command: Command, record: Path) -> None:
    result = ask(command, record, answers="?\n")
    first, second = result.out.index(DATE), result.out.find(CHANNEL)
    assert second == -1, "one after the other"
    shown = result.out[first:]
    assert "Until then: they named no date. It settles 2 items.\n" in shown
    assert "Your answer (such as 2026-11-27, or none): ?\n" in shown
    assert "  Ask where things stand [follow-up/1]\n  Hear from Quillon Maps [hear-back/1]\n" in shown
    assert shown.count("Your answer") == 2, "it asks again"
    assert result.out.endswith("\n2 questions left open.\n")
    assert record.read_text() == MINIMAL


def test_the_most_settling_comes_first(command: Command, record: Path) -> None:
    listed = command("run", record, "--now", TUESDAY, "--format", "json").json["questions"]
    assert [len(question["items"]) for question in listed] == [2, 1]
    result = ask(command, record, answers="\n\n")
    assert [result.out.index(question["ask"]) for question in listed] == sorted(
        result.out.index(question["ask"]) for question in listed
    )


def test_an_answer_can_be_left_open(command: Command, record: Path) -> None:
    result = ask(command, record, answers="\nphone\n")
    assert "contact_by: phone" in record.read_text()
    assert "decision_by" not in record.read_text()
    assert result.out.count(DATE) == 1, "it is not asked again in the same go"
    assert "1 question left open." in result.out


def test_none_is_an_answer(command: Command, record: Path) -> None:
    assert ask(command, record, answers="none\nNone\n").code == 0
    assert "decision_by: none\n      contact_by: none\n" in record.read_text()


def test_a_wrong_answer_is_explained_and_asked_again(command: Command, record: Path) -> None:
    result = ask(command, record, answers="17.11.2026\n2026-02-30\nsoon\n2026-11-27 \n Emial\nEmail\n")
    assert result.code == 0
    for line in (
        "“17.11.2026” is not what is asked for in “decision_by”; expected: a day such as 2026-11-27, or none. Write…",
        "“soon” is not what is asked for in “decision_by”; expected: a day such as 2026-11-27, or none",
        "“Emial” is not known in “contact_by”; expected: one of email, phone, none. Did you mean “email”?",
    ):
        assert f"\n{line.removesuffix('Write…')}" in result.out
    assert "or none. Write 2026-11-17\n" in result.out
    assert "2026-02-30" in result.out
    assert "decision_by: 2026-11-27\n      contact_by: email\n" in record.read_text()


@pytest.mark.parametrize(("typed", "written"), [("tomorrow", "2026-11-18"), ("2026-11-30", "2026-11-30")])
def test_days_as_they_are_said(command: Command, record: Path, typed: str, written: str) -> None:
    ask(command, record, answers=f"{typed}\n")
    assert f"decision_by: {written}\n" in record.read_text()


def test_moments_as_they_are_said(command: Command, record: Path) -> None:
    record.write_text(MINIMAL.replace("\n# the end", "promised:\n  - {what: a link}\n  - {what: a list}  # soon\n"))
    result = ask(command, record, answers="\n\ntomorrow 9:00\n14:00\n")
    assert "such as 2026-11-17 10:00, or none" in result.out
    assert (
        "promised:\n  - {what: a link, by: 2026-11-18 09:00}\n  - {what: a list, by: 2026-11-17 14:00}  # soon\n"
        in record.read_text()
    )


def test_stopping_keeps_what_was_answered(command: Command, record: Path) -> None:
    result = ask(command, record, answers="2026-11-27\n")
    assert result.code == 0
    assert "decision_by: 2026-11-27\n" in record.read_text()
    assert result.out.endswith("\n1 question left open.\n")


def test_the_short_form_stays_short(command: Command) -> None:
    command.at(TUESDAY)
    record = command.example("minimal.yaml")
    before = record.read_text()
    ask(command, record, answers="2026-11-27\nemail\n")
    assert record.read_text() == before.replace(
        "Luxembourg}", "Luxembourg, they_said: {decision_by: 2026-11-27, contact_by: email}}"
    )


def test_a_record_in_json_stays_json(command: Command) -> None:
    command.at(TUESDAY)
    data = {"company": "Q", "role": "R", "timezone": "Europe/Luxembourg", "interview": {"start": "2026-11-17 10:00"}}
    record = command.write("mine.json", json.dumps(data, indent=2))
    assert ask(command, record, answers="2026-11-27\nnone\n").code == 0
    said = json.loads(record.read_text())["interview"]["they_said"]
    assert said == {"decision_by": "2026-11-27", "contact_by": "none"}


def test_dry_run_asks_and_writes_nothing(command: Command, record: Path) -> None:
    record.chmod(0o400)
    result = ask(command, record, "--dry-run", answers="2026-11-27\nemail\n")
    assert (result.code, result.err) == (0, "")
    assert "Would write interviews.0.they_said.decision_by: 2026-11-27\n" in result.out
    assert "No question is open" in result.out, "an answer counts for the questions after it"
    assert record.read_text() == MINIMAL


def test_list_asks_nothing(command: Command, record: Path) -> None:
    result = ask(command, record, "--list", answers="2026-11-27\n")
    assert result.code == 0
    assert "interviews.0.they_said.decision_by: such as 2026-11-27, or none\n" in result.out
    assert "interviews.0.they_said.contact_by: email, phone or none\n" in result.out
    assert "Your answer" not in result.out
    assert record.read_text() == MINIMAL


def test_nothing_to_ask(command: Command) -> None:
    command.at("2026-11-18 09:00")
    record = command.example()
    for more in ((), ("--list",)):
        result = ask(command, record, *more)
        assert (result.code, result.err) == (0, "")
        assert result.out.strip() == f"No question is open. To see what to do: checklist run {record}"


def test_the_profile_decides_what_is_asked(command: Command, record: Path) -> None:
    assert CHANNEL not in ask(command, record, "--list", "--profile", "source:hays").out
    assert ask(command, record, "--profile", "source:haze").code == 2


# What is refused


def test_standard_input_cannot_be_changed(command: Command) -> None:
    result = command("questions", "-", stdin=MINIMAL.encode())
    assert (result.code, result.out) == (2, "")
    assert "standard input" in result.err


@pytest.mark.parametrize(
    "answers", [b"\xff\xfe\n", b"x" * 20_000 + b"\n", b"a\x1b[31mb\n", b"{\n", b"\0\n", "\u2028x\n".encode()]
)
def test_hostile_answers(command: Command, record: Path, answers: bytes) -> None:
    result = command("questions", record, stdin=answers)
    assert result.code in (0, 2)
    assert "\x1b" not in result.out + result.err
    assert "Something went wrong" not in result.err
    assert record.read_text() == MINIMAL


def test_a_record_with_a_mistake_is_not_written_to(command: Command) -> None:
    record = command.write("mine.yaml", MINIMAL.replace("role", "rle"))
    result = ask(command, record, answers="2026-11-27\n")
    assert (result.code, result.out) == (2, "")
    assert "Did you mean “role”?" in result.err


def test_a_full_disk(command: Command, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("checklist_engine.files.atomic.os.fsync", full)
    result = ask(command, record, answers="2026-11-27\n")
    assert result.code == 2
    assert "mine.yaml" in result.err
    assert "Wrote" not in result.out
    assert record.read_text() == MINIMAL
    assert os.listdir() == ["mine.yaml"]


def test_where_there_is_no_safe_place_the_line_is_said(command: Command, record: Path) -> None:
    """A text in lines that ends the file without a line break: whatever follows would belong to it."""
    text = MINIMAL.partition("    end")[0] + "    weak_answers:\n      - |\n        How I test"
    record.write_text(text)
    result = ask(command, record, answers="2026-11-27\nemail\n")
    assert result.code == 2
    assert "interviews.0.they_said.decision_by: `decision_by: 2026-11-27`" in result.err
    assert "`contact_by: email`" in result.err, "the others are asked all the same"
    assert record.read_text() == text


def meanwhile(monkeypatch: pytest.MonkeyPatch, record: Path, text: str) -> None:
    """While the first answer is being typed, another program writes ``text``."""
    understood = Session.understood

    def typed(self: Session, answer: str) -> str:
        if record.read_text() != text:
            replace_bytes(record, text.encode(), expected=record.read_bytes())
        return understood(self, answer)

    monkeypatch.setattr(Session, "understood", typed)


def test_what_others_wrote_meanwhile_stays(command: Command, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = MINIMAL.replace("Data engineer", "Cook").replace("# the end", "log: [{at: 2026-11-17, did: reflect}]")
    meanwhile(monkeypatch, record, text)
    assert ask(command, record, answers="2026-11-27\n").code == 0
    assert record.read_text() == text.replace("last\n", "last\n    they_said:\n      decision_by: 2026-11-27\n")


def test_an_answer_given_meanwhile_stays(command: Command, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = MINIMAL.replace("last\n", "last\n    they_said: {decision_by: none}\n")
    meanwhile(monkeypatch, record, text)
    result = ask(command, record, answers="2026-11-27\nemail\n")
    assert result.code == 0
    assert "there is an answer at interviews.0.they_said.decision_by already" in result.err
    assert record.read_text() == text.replace("none}", "none, contact_by: email}")


def test_a_file_broken_meanwhile_is_left_alone(command: Command, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = MINIMAL.replace("company", "compny")
    meanwhile(monkeypatch, record, text)
    result = ask(command, record, answers="2026-11-27\n")
    assert result.code == 2
    assert "Did you mean “company”?" in result.err
    assert record.read_text() == text


# Other kinds of facts, in a pack of their own


def tiny(command: Command, **facts: Any) -> None:
    """A pack ``tiny`` that asks for each of these facts, and a record for it."""
    asked = {name: {"absent": "ask", "question": f"{name}?", "assumed": "no", **about} for name, about in facts.items()}
    rules = [tinypack.rule("a", when=[{name: {"known": True}}], do={}) for name in facts]
    tinypack.write(command.folder, tinypack.action("write", *rules), facts=asked)
    command.at(TUESDAY)
    command.write("mine.yaml", f"pack: ./tiny\n# mine\nstart: 2026-11-17 10:00\npeople:\n{PEOPLE}")


PEOPLE = "  anna: {name: Anna Weiss}\n  tom: {name: Tom}\n"
KINDS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"type": "boolean"}, "yes", "true", "yes or no"),
    ({"type": "boolean"}, "No", "false", "yes or no"),
    ({"type": "integer", "minimum": 1, "examples": [3]}, "0\n4", "4", "such as 3"),
    ({"type": "number"}, "many\n1.5", "1.5", ""),
    ({"type": "string"}, "yes", '"yes"', "none"),
    ({"type": "string"}, "1984", '"1984"', "none"),
    ({"type": "string"}, "a: b # c", '"a: b # c"', "none"),
    ({"enum": [1, 2]}, "3\n2", "2", "1 or 2"),
    ({"enum": ["red", "none"]}, "RED", "red", "red or none"),
    ({"type": "array", "items": {"type": "string"}}, "a, b c", "[a, b c]", "none"),
    ({"type": "array", "items": {"type": "string"}}, "[a, 'b, c']", '[a, "b, c"]', "none"),
    ({"type": "array", "items": {"type": "integer"}}, "1, 2", "[1, 2]", "none"),
    ({"type": "array", "items": {"type": "string"}}, "none", "[]", "none"),
    ({"type": "array", "items": {"type": "string"}}, "[a\n[a]", "[a]", "none"),
    (tinypack.PERSON, "bob\nanna", "anna", "anna, tom"),
]


@pytest.mark.parametrize(("about", "typed", "written", "words"), KINDS)
def test_answers_of_every_kind(command: Command, about: dict[str, Any], typed: str, written: str, words: str) -> None:
    tiny(command, secret=about)
    before = (command.folder / "mine.yaml").read_text()
    result = ask(command, "mine.yaml", answers=f"{typed}\n")
    assert (result.code, result.err) == (0, ""), result.err
    assert (command.folder / "mine.yaml").read_text() == f"{before}secret: {written}\n"
    assert result.out.count("Your answer") == typed.count("\n") + 1
    assert f"Your answer{f' ({words}' if words else ''}" in result.out
    assert "No question is open" in result.out


@pytest.mark.parametrize("friends", ["friend: anna\n", "rounds:\n  - {start: 2026-11-16 10:00, with: [anna]}\n"])
def test_what_is_asked_of_a_person_is_written_where_the_person_stands(command: Command, friends: str) -> None:
    about = {"absent": "ask", "question": "Her address?", "assumed": "it is not known"}
    person = {"type": "object", "properties": {"name": tinypack.fact(), "email": tinypack.fact(**about)}}
    rule = tinypack.rule("a", when=[{"friend.email": {"known": True}}], do={})
    each = tinypack.rule("a", when=[{"person.email": {"known": True}}], do={})
    spread = tinypack.action("call", each, for_each={"round": "rounds", "person": "round.with"})
    alone = tinypack.action("write", rule)
    chosen = alone if friends.startswith("friend") else spread
    tinypack.write(command.folder, chosen, facts={"people": {"type": "object", "additionalProperties": person}})
    command.at(TUESDAY)
    text = f"pack: ./tiny\nstart: 2026-11-17 10:00\npeople:\n{PEOPLE}{friends}"
    record = command.write("mine.yaml", text)
    result = ask(command, "mine.yaml", answers="anna@q.example\n")
    assert (result.code, result.err) == (0, "")
    assert "Wrote people.anna.email: anna@q.example\n" in result.out
    assert record.read_text() == text.replace("Anna Weiss}", "Anna Weiss, email: anna@q.example}")


def test_a_place_that_no_file_has_is_said(command: Command, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question whose path leads nowhere is asked once, and the file stays."""
    evaluate = Session.evaluate

    def elsewhere(self: Session, *given: Any, **more: Any) -> Any:
        checklist = evaluate(self, *given, **more)
        first, *others = checklist.questions
        return checklist.replace(questions=(first.replace(path="role.by"), *others))

    monkeypatch.setattr(Session, "evaluate", elsewhere)
    result = ask(command, record, answers="2026-11-27\n\n")
    assert result.code == 2
    assert "Write it by hand, at role.by: `by: 2026-11-27`" in result.err
    assert record.read_text() == MINIMAL


# At a terminal


def test_at_a_terminal(command: Command, record: Path) -> None:
    result = command.terminal("questions", "mine.yaml", typed="17.11.\n2026-11-27\n\x04")
    assert result.code == 0
    assert result.out.count(DATE) == 1
    assert "Wrote interviews.0.they_said.decision_by: 2026-11-27" in result.out
    assert result.out.endswith("\n1 question left open.\n")
    assert "Traceback" not in result.out
    assert "decision_by: 2026-11-27\n" in record.read_text()


def test_an_interrupt_keeps_what_was_answered(command: Command, record: Path) -> None:
    words = [sys.executable, "-u", "-m", "checklist_engine", "questions", "mine.yaml"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"2026-11-27\n")
        process.stdin.flush()
        shown = b""
        while b"phone or none): " not in shown and (piece := os.read(process.stdout.fileno(), 1 << 12)):
            shown += piece
        process.send_signal(signal.SIGINT)
        rest, errors = process.stdout.read(), process.stderr.read()
    assert process.returncode == 130
    assert rest.endswith(b"\n1 question left open.\n")
    assert errors == b"stopped\n"
    assert "decision_by: 2026-11-27\n" in record.read_text()


def test_an_answer_that_looks_like_a_slip_is_told_at_once(command: Command, record: Path) -> None:
    done = ask(command, record, answers="2025-11-27\n")
    assert "Wrote interviews.0.they_said.decision_by: 2025-11-27" in done.out
    assert "Note: The day by which they wanted to decide (`decision_by`) lies before the interview." in done.out
