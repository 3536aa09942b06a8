"""`--set PATH=VALUE`: the checklist as if a fact were another; nothing is written, and it says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import TUESDAY, Command, Result

NOW = ("--now", TUESDAY)
MINIMAL = "company: Quillon Maps\nrole: Data engineer\n"
ROUND = "{start: 2026-11-17 10:00, end: 2026-11-17 11:00, timezone: Europe/Luxembourg}"
SHORT, LISTED = f"{MINIMAL}interview: {ROUND}\n", f"{MINIMAL}interviews:\n  - {ROUND}\n"
TWO = f"{MINIMAL}interviews:\n  - {ROUND}\n  - {{start: 2026-11-20 10:00}}\n"


@pytest.fixture
def record(command: Command) -> Path:
    return command.write("mine.yaml", SHORT)


def facts(result: Result) -> set[str]:
    """The facts that are asked for."""
    assert (result.code, result.err) == (0, ""), result.err
    return {question["fact"] for question in result.json["questions"]}


@pytest.mark.parametrize("text", [SHORT, LISTED])
@pytest.mark.parametrize("path", ["interview", "interviews.0"])
def test_both_forms_of_a_path_fit_both_forms_of_a_record(command: Command, text: str, path: str) -> None:
    record = command.write("mine.yaml", text)
    given = f"{path}.they_said.decision_by=2026-11-30"
    asked = facts(command("run", record, *NOW, "--format", "json"))
    result = command("run", record, *NOW, "--format", "json", "--set", given)
    assert asked - facts(result) == {"round.they_said.decision_by"}
    (item,) = [one for one in result.json["items"] if one["action"] == "hear-back"]
    assert item["window"]["closes"] == "2026-12-01T00:00:00+01:00"
    assert f"as if {path}.they_said.decision_by were 2026-11-30" in result.json["notes"]
    assert record.read_text() == text
    assert os.listdir() == ["mine.yaml"]


def test_several_and_what_hangs_together(command: Command, record: Path) -> None:
    """A person who comes only with the second option is there for the first."""
    result = command(
        "run", record, *NOW, "--format", "json",
        "--set", "interview.with+=anna", "--set", "people.anna.name=Anna Weiss",
        "--set", "people.anna.email=a@q.example",
    )  # fmt: skip
    assert result.err == ""
    (item,) = [one for one in result.json["items"] if one["action"] == "send-thank-you"]
    assert (item["person"], item["draft"]["to"]) == ("anna", "a@q.example")
    assert result.json["notes"][:2] == [
        "as if interview.with had one more: anna",
        "as if people.anna.name were Anna Weiss",
    ]


def test_one_more_log_entry(command: Command, record: Path) -> None:
    result = command(
        "run", record, *NOW, "--format", "json", "--set", "log+={at: 2026-11-17 11:30, did: take-notes}",
        "--set", "log+={at: 2026-11-17 11:40, did: reflect}",
    )  # fmt: skip
    done = [one["action"] for one in result.json["items"] if one["status"] == "done"]
    assert sorted(done) == ["reflect", "take-notes"]


def test_nothing_after_the_sign_takes_the_fact_out(command: Command) -> None:
    record = command.example()
    result = command("run", record, *NOW, "--format", "json", "--set", "interviews.0.they_said=", "--set", "log=null")
    assert "round.they_said.contact_by" in facts(result)
    assert result.json["notes"][:2] == [
        "as if nothing were said about interviews.0.they_said",
        "as if nothing were said about log",
    ]
    assert not [one for one in result.json["items"] if one["status"] == "done"]
    assert command("run", record, "--set", "interviews.0.wrong_names=").code == 0, "what is not there anyway"


def test_a_second_round_beside_a_short_form(command: Command, record: Path) -> None:
    for option in ("interviews.1={start: 2026-12-01 10:00}", "interviews+={start: 2026-12-01 10:00}"):
        result = command("run", record, "--now", "2026-12-01 12:00", "--format", "json", "--set", option)
        assert "send-thank-you/2" in {one["id"] for one in result.json["items"]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("interview.medum=video", ["unknown key “medum”", "Did you mean “medium”?"]),
        ("interview.medum=", ["unknown key “medum”", "Did you mean “medium”?"]),
        ("compny=X", ["unknown key “compny”", "Did you mean “company”?"]),
        ("interview.medium=viedo", ["“viedo” is not known in “medium”", "Did you mean “video”?"]),
        ("interview.end=17.11.2026 12:00", ["“17.11.2026 12:00” is not what is asked for", "Write 2026-11-17 12:00"]),
        ("interview.end=2026-11-17 09:00", ["lies before “start”"]),
        ("interview.start=2026-03-29 02:30", ["02:30"]),
        ("interview.with=[tom]", ["there is no person “tom”"]),
        ("log+={at: 2026-11-17, did: reflec}", ["Did you mean “reflect”?"]),
        ("company.name=X", ["there is nothing inside “company”, which is one value"]),
        ("interview.they.said=x", ["unknown key “they”", "Did you mean “they_said”?"]),
        ("company=A: B", ["quotes"]),
        ("company=#1", ["comment"]),
        ("company={", ["--set company={"]),
        ("company=&a b", ["&"]),
        ("company", ["this is not PATH=VALUE"]),
        ("=x", ["this is not PATH=VALUE"]),
        ("a..b=x", ["this is not PATH=VALUE"]),
        ("log+=", ["nothing cannot be added"]),
        ("a" + ".a" * 5000 + "=x", ["too long"]),
        ("company=" + "[" * 5000, ["too many groups"]),
        ("company=a\x1b[31mb", ["invisible"]),
        ("interviews.medium=video", ["“interviews” is a list of 1", "interviews.0"]),
        ("interviews.1.medium=video", ["“interviews” is a list of 1", "interviews.0", "interviews+=VALUE adds"]),
        ("interviews.7.medium=video", ["“interviews” is a list of 1"]),
        ("interviews.-1.medium=video", ["“interviews” is a list of 1"]),
        ("interview.start=", ["“start” is missing"]),
        ("company=", ["“company” is missing"]),
    ],
)
def test_a_slip_names_the_option(command: Command, record: Path, given: str, said: list[str]) -> None:
    result = command("run", record, "--set", given)
    assert (result.code, result.out) == (2, "")
    assert f"--set {given.replace(chr(27), '')[:20]}" in result.err.replace("\\x1b", "").replace("␛", "")
    for part in said:
        assert part in result.err
    assert "\x1b" not in result.err
    assert "Something went wrong" not in result.err
    assert record.read_text() == SHORT


def test_of_several_the_wrong_one_is_named(command: Command, record: Path) -> None:
    given = ("--set", "role=X", "--set", "linkedin=stael", "--set", "interview.medium=viedo")
    result = command("run", record, *given, "--error-format", "json")
    assert [problem["message"].partition(":")[0] for problem in result.problems] == [
        "--set interview.medium=viedo",
        "--set linkedin=stael",
    ]
    assert {problem["line"] for problem in result.problems} == {0}


def test_one_of_several_must_be_said(command: Command) -> None:
    record = command.write("mine.yaml", TWO)
    result = command("run", record, "--set", "interview.medium=video")
    assert result.code == 2
    assert "there are several interviews" in result.err
    assert "interviews.0" in result.err


def test_it_is_not_sent(command: Command, record: Path) -> None:
    for more in ((), ("--dry-run",)):
        result = command("run", record, "--set", "role=X", "--send", "smtp", *more)
        assert (result.code, result.out) == (2, "")
        assert "--set" in result.err


@pytest.mark.parametrize("name", ["todotxt", "markdown"])
def test_a_list_that_somebody_keeps_is_left_alone(command: Command, record: Path, name: str) -> None:
    kept = command.write("kept.txt", "mine\n")
    result = command("run", record, *NOW, "--format", f"{name}={kept}", "--set", "role=X")
    assert (result.code, result.out) == (2, "")
    assert "a list that you keep" in result.err
    assert kept.read_text() == "mine\n"


@pytest.mark.parametrize("name", ["text", "markdown", "html", "json", "csv", "todotxt", "drafts", "email"])
def test_every_output_says_that_it_is_a_what_if(command: Command, record: Path, name: str) -> None:
    given = ("--set", "role=Cook", "--set", "linkedin=none")
    target = f"{name}={command.folder / 'out'}" if name == "drafts" else name
    result = command("run", record, *NOW, "--format", target, *given)
    assert result.code == 0, result.err
    assert "as if role were cook" in " ".join((result.out + result.err).casefold().split())
    if name in ("text", "markdown", "html", "json"):
        assert result.err == ""
    written = command("run", record, *NOW, "--format", f"{name}={command.folder / 'file'}", *given)
    assert "as if role were Cook; as if linkedin were none" in written.err, "a file lives longer than the moment"


def test_explain(command: Command, record: Path) -> None:
    given = ("--set", "log+={at: 2026-11-17 11:40, did: reflect}")
    shown = command("explain", record, "reflect", *NOW, *given)
    assert shown.out.startswith("As if log had one more: {at: 2026-11-17 11:40, did: reflect}.\n\nLook back")
    assert "\n  done: today 11:40, in time\n" in shown.out
    data = command("explain", record, "reflect", *NOW, *given, "--format", "json").json
    assert [one["as_if"] for one in data] == [["as if log had one more: {at: 2026-11-17 11:40, did: reflect}"]]
    assert "as_if" not in command("explain", record, "reflect", *NOW, "--format", "json").json[0]
    slip = command("explain", record, "reflect", "--set", "rle=X")
    assert (slip.code, slip.meant) == (2, "role")


def test_standard_input_and_other_zones(command: Command) -> None:
    result = command("run", "-", *NOW, "--format", "json", "--set", "timezone=America/New_York", stdin=SHORT.encode())
    assert result.json["timezone"] == "America/New_York"
    assert result.json["now"] == "2026-11-17T12:00:00-05:00", "--now is local to the zone that is supposed"


def test_text_stays_text(command: Command, record: Path) -> None:
    for text in ("1984", "no", "10:30", "1e3", "0x10", '"quoted"', "O’Neill & Søn"):
        result = command("run", record, *NOW, "--format", "json", "--set", f"company={text}")
        title = text.strip('"')
        assert result.json["title"] == f"Data engineer at {title}"


def test_bytes_that_are_no_text(command: Command, record: Path) -> None:
    result = command("run", record, "--set", "company=\udcff")
    assert result.code == 2
    assert "--set company=" in result.err
    assert "UTF-8" in result.err


def test_a_wrong_file_is_told_as_ever(command: Command) -> None:
    record = command.write("mine.yaml", SHORT.replace("role", "rle"))
    result = command("run", record, "--set", "role=X")
    assert result.code == 2
    assert "mine.yaml:2:1" in result.err
    assert "--set" not in result.err
