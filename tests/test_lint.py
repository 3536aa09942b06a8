"""`checklist lint`: each finding with a pack that has it and one that has not, its words, its silences, its mends."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from commands import Command
from desk import ROOT
from lintcases import CASES, FINE, Files
from lintpack import (
    ACTION,
    FACTS,
    MANIFEST,
    SOURCE,
    TODAY,
    found,
    pack,
    pair,
    schema,
    when,
)

from checklist_engine.lint.findings import KINDS
from checklist_engine.lint.run import lint
from checklist_engine.load.packs import own_packs
from checklist_engine.problems import Problems


@pytest.mark.parametrize(("kind", "files", "line"), CASES)
def test_it_is_found(kind: str, files: Files, line: int, tmp_path: Path) -> None:
    (one, *_) = found(tmp_path / "club", kind, **files)
    assert one.problem.id == f"lint/{kind}"
    assert one.problem.line == line or not line
    assert one.problem.column
    assert one.problem.source_line
    assert one.problem.hint or kind == "idle-silence"


@pytest.mark.parametrize(("kind", "files"), FINE)
def test_it_is_not_found(kind: str, files: Files, tmp_path: Path) -> None:
    assert found(tmp_path / "club", kind, **files) == []


def test_every_finding_has_a_case_of_both_kinds() -> None:
    assert {kind for kind, _, _ in CASES} == {*KINDS}
    assert {kind for kind, _ in FINE} == {*KINDS}


def test_every_finding_has_a_section_in_the_docs() -> None:
    page = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([a-z-]+)$", page, re.MULTILINE) == [*KINDS]
    for kind, section in zip(KINDS, re.split(r"^## [a-z-]+$", page, flags=re.MULTILINE)[1:], strict=True):
        assert f"lint/{kind}]" in section, f"the section on {kind} shows none"
        assert KINDS[kind][0] in section


def test_a_condition_is_not_told_of_twice(tmp_path: Path) -> None:
    """A rule whose condition never holds is unreachable too; the condition is what is wrong."""
    kinds = [one.kind for one in found(tmp_path, **when("[{level: {at_least: 6}}]"))]
    assert kinds.count("never-true") == 1
    assert "unreachable-rule" not in kinds


@pytest.mark.parametrize(
    "name", [*own_packs(), str(ROOT / "examples/plugins/checklist-engine-loans/checklist_engine_loans/rules")]
)
def test_our_packs_are_clean(name: str) -> None:
    report = lint(own_packs().get(name, name), TODAY)
    assert report.findings == ()


def test_a_pack_that_is_not_valid_is_not_looked_at(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="no fact"):
        found(tmp_path, **when("[{mod: {is: good}}]"))


@pytest.mark.parametrize(
    "comment",
    ["# lint: allow contradiction – both are meant", "# lint: allow lint/contradiction - both are meant",
     "# lint: allow contradiction, always-true: both are meant", "#lint:allow contradiction — both are meant",
     "# Lint allow contradiction – both are meant", "# LINT allow: contradiction: both are meant"],
)  # fmt: skip
@pytest.mark.parametrize("behind", [False, True])
def test_a_silence_with_a_reason(comment: str, behind: bool, tmp_path: Path) -> None:
    text = pair("do: {}", "dont: {until: 3 days after}")["actions__call"]
    head, first, rest = re.split(r"(  - \{id: b.*\n)", text)
    text = head + (f"{first.rstrip()}  {comment}\n" if behind else f"  {comment}\n  # and more\n{first}") + rest
    kinds = [one.kind for one in found(tmp_path, actions__call=text)]
    assert not {"contradiction", "silence-without-reason", "idle-silence"} & {*kinds}


def test_a_silence_of_another_line_is_idle(tmp_path: Path) -> None:
    text = pair("do: {}", "dont: {until: 3 days after}")["actions__call"]
    kinds = [one.kind for one in found(tmp_path, actions__call=f"# lint: allow contradiction – far away\n{text}")]
    assert {"contradiction", "idle-silence"} <= {*kinds}


def test_an_ignored_finding_keeps_its_silence_busy(tmp_path: Path) -> None:
    folder = pack(tmp_path, pack=MANIFEST.replace("events", "# lint: allow unused-name – to be logged\nevents"))
    assert "idle-silence" not in {one.kind for one in lint(str(folder), TODAY, ignore={"unused-name"}).findings}
    assert lint(str(folder), TODAY).silenced == 1


def test_a_fact_of_the_schema_is_silenced_by_a_comment_of_json(tmp_path: Path) -> None:
    text = schema(shoes={"type": "string"})
    silent = text.replace('"shoes": {', '"shoes": {"$comment": "lint: allow unread-fact – to be at hand",')
    names = {one.problem.message for one in found(tmp_path, "unread-fact", schema=silent)}
    assert names
    assert not any("shoes" in name for name in names)


# The command


def fix(command: Command, folder: Path) -> list[str]:
    """What `--fix` says that it did."""
    return [line for line in command("lint", folder, "--fix").out.splitlines() if ": took out " in line]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ONE_RULE = """\
action: call
title: Call them   # at once
rules:
  # the one rule
  - {id: call-soon, statement: book/call, when: [{sure: {known: true}}], do: {}}
trigger: met
"""
WHILE = """\
action: call
title: Call them
trigger: met
while:
  - {mood: {is: good}}
  - {mood: {is: good}}
  # why
  - {sure: {known: true}}
rules:
  - {id: call-soon, statement: book/call, do: {}}
"""
LEFT = WHILE.replace("  - {mood: {is: good}}\n", "", 1).replace("  - {sure: {known: true}}\n", "")
SILENT = ACTION.replace("do: {}}", "do: {}}  # lint: allow never-true – no")
MENDED = [
    (ONE_RULE, ONE_RULE.replace(" when: [{sure: {known: true}}],", "")),
    (WHILE.replace("\n", "\r\n"), LEFT.replace("\n", "\r\n")),
    (f"# lint: allow contradiction – there was one\n{SILENT}", ACTION),
    (f"\ufeff{ACTION}# lint: allow never-true – no", f"\ufeff{ACTION}"),
]


@pytest.mark.parametrize(("before", "after"), MENDED)
def test_fix_takes_out_that_and_no_other_byte(before: str, after: str, tmp_path: Path, command: Command) -> None:
    folder = pack(tmp_path / "club")
    (folder / "actions/call.yaml").write_bytes(before.encode())
    assert fix(command, folder)
    assert (folder / "actions/call.yaml").read_bytes() == after.encode()
    then = everything(folder)
    assert fix(command, folder) == []
    assert everything(folder) == then


def test_fix_touches_nothing_where_a_comment_would_be_lost(tmp_path: Path, command: Command) -> None:
    text = ACTION.replace("rules:", "while:\n  - {mood: {is: good}}\n  - {mood: {is: good}}  # I mean it\nrules:")
    folder = pack(tmp_path / "club", actions__call=text)
    assert fix(command, folder) == []
    assert (folder / "actions/call.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("conditions", ["[{sure: {known: true}}]", "[{sure: {known: true}}, {sure: {known: true}}]"])
def test_fix_keeps_what_makes_it_done(tmp_path: Path, command: Command, conditions: str) -> None:
    """Without a `done_when` it would not be done by itself: that it always is may be wrong, but is what it says."""
    folder = pack(tmp_path / "club", actions__call=ACTION.replace("rules:", f"done_when: {conditions}\nrules:"))
    assert "always-true" in command("lint", folder).out
    fix(command, folder)
    assert "done_when: [{sure: {known: true}}" in (folder / "actions" / "call.yaml").read_text("utf-8")


def test_fix_keeps_a_condition_that_asks_a_question(tmp_path: Path, command: Command) -> None:
    """Without it, nobody would be asked any more."""
    asked = {**FACTS["mood"], "enum": ["good", "bad", "none"], "absent": "ask", "question": "How are you?"}
    always = "[{any: [{mood: {known: true}}, {mood: {known: false}}]}]"
    folder = pack(tmp_path / "club", schema=schema(mood=asked), **when(always))
    assert "always-true" in command("lint", folder).out
    assert fix(command, folder) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [([], 1), (["--select", "unused-name"], 1), (["--select", "same-wording"], 0),
     (["--ignore", "lint/unused-name,unread-fact"], 0),
     (["--select", "same-wordng"], 2), (["--now", "soon"], 2), (["--format", "xml"], 2)],
)  # fmt: skip
def test_exit_codes(given: list[str], code: int, tmp_path: Path, command: Command) -> None:
    assert command("lint", pack(tmp_path / "club"), *given).code == code


def test_notes_alone_fail_only_if_one_is_strict(tmp_path: Path, command: Command) -> None:
    twice = SOURCE + "  again: {says: call them, where: page 2}\n"
    given = ["lint", pack(tmp_path / "club", sources__book=twice), "--select", "same-wording"]
    assert command(*given).code == 0
    assert command(*given, "--strict").code == 1
    assert "note: " in command(*given).out


def test_a_pack_that_is_not_there_or_not_valid_is_bad_input(tmp_path: Path, command: Command) -> None:
    assert command("lint", tmp_path / "nothing").code == 2
    shown = command("lint", pack(tmp_path / "club", **when("[{mod: {is: good}}]")))
    assert (shown.code, "Did you mean “mood”?" in shown.err) == (2, True)


def test_the_clock_is_what_the_command_says(tmp_path: Path, command: Command) -> None:
    given = [
        "lint",
        pack(tmp_path / "club", sources__book=SOURCE + "checked: 2026-11-01\n"),
        "--select",
        "stale-evidence",
    ]
    assert command(*given, "--now", "2028-11-01").code == 0
    assert command(*given, "--now", "2028-11-02 09:00").code == 1


def test_json_says_everything(tmp_path: Path, command: Command) -> None:
    data = command(
        "lint", pack(tmp_path / "club", **pair("do: {}", "dont: {until: 3 days after}")), "--format", "json"
    ).json
    (one,) = [finding for finding in data["findings"] if finding["id"] == "lint/contradiction"]
    assert (data["pack"], one["severity"], one["line"], one["page"]) == (
        "club",
        "warning",
        6,
        "docs/lint.md#contradiction",
    )
    assert one["witness"].startswith("title: Both a and b speak")


def test_github_reads_its_own_escapes(tmp_path: Path, command: Command) -> None:
    """The path has all that separates fields, and the message lines and a percent sign."""
    folder = pack(tmp_path / "a,b%25:c", **pair("do: {}", "dont: {until: 3 days after}"))
    lines = command("lint", folder, "--format", "github", "--select", "contradiction").out.splitlines()
    assert len(lines) == 1
    match = re.fullmatch(r"::warning file=([^,:]+),line=6,col=5,title=lint/contradiction::(.*)", lines[0])
    assert match is not None
    path = match[1].replace("%2C", ",").replace("%3A", ":").replace("%25", "%")
    assert path == os.path.join(str(folder), "actions/call.yaml")
    assert "%0A" in match[2]


def test_several_packs_at_once(tmp_path: Path, command: Command) -> None:
    one, other = pack(tmp_path / "one"), pack(tmp_path / "two")
    shown = command("lint", one, other, "--format", "json").json
    assert [report["pack"] for report in shown] == ["club", "club"]


def test_one_value_asked_of_a_list_says_how_to_ask(command: Command) -> None:
    command("pack", "copy", "after-interview", "mine")
    path = command.folder / "mine" / "actions" / "take-notes.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("1 day after}}", "1 day after}, when: [{interviews.medium: {is: video}}]}"), "utf-8")
    found = command("lint", "mine").out
    said = "write round.medium for one of interviews, or contains in place of is for the list."
    assert f"hint: “interviews.medium” is a list: {said}" in found
