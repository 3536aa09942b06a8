"""The second pack: another field, without the first one, and no rule in it that no rule test would miss."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from commands import Command

from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.data import rules_dir
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.pack import Pack, PackFile
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.ruletests.check import checklist_of, differences
from checklist_engine.ruletests.read import Situation, read_tests

ROOT = Path(__file__).resolve().parent.parent
FOLDER = rules_dir() / "incident-follow-up"
RECORD = ROOT / "examples" / "incident.yaml"
EARLIER = ROOT / "examples" / "incident-earlier.yaml"
MORNING_AFTER = "2026-09-16 10:00"
SOURCES = [
    *("atlassian", "chef", "etsy", "gdpr", "gitlab", "just-culture", "pagerduty", "sre-book"),
    *("sre-workbook", "statuspage"),
]
# In the words of the rule tests: who is cited. A rule is only missed if something else changes too.
CITING = {"rules", "voices", "agree"}


@cache
def program() -> Program:
    """The pack as it is shipped, read from its files."""
    return load_program(FOLDER, use_cache=False)


@cache
def situations() -> list[Situation]:
    """Every case of the pack's rule tests."""
    return read_tests(FOLDER, program())


@cache
def situations_of(source: str) -> list[Situation]:
    """The cases in which a source is heard: those of its own profile first."""
    return sorted(
        (one for one in situations() if one.profile in (f"source:{source}", "consensus", "small-team")),
        key=lambda one: not one.profile.startswith("source:"),
    )


def rules() -> Iterator[tuple[PackFile, dict[str, Any]]]:
    """Every rule of the pack with its file."""
    for file in program().pack.actions:
        for node in file.data["rules"]:
            yield file, node


def source_of(node: dict[str, Any]) -> str:
    """The source that a rule speaks for (in this pack: one)."""
    given = node["statement"]
    first: str = given[0] if isinstance(given, list) else given
    return first.partition("/")[0]


def without(file: PackFile, id: str) -> Program:
    """The pack less one rule, and less what others say of replacing it."""
    data = copy.deepcopy(file.data)
    data["rules"] = [node for node in data["rules"] if node["id"] != id]
    for node in data["rules"]:
        if node.get("replaces") == id:
            del node["replaces"]
    pack, changed = program().pack, PackFile(file.name, data, file.places)
    return compile_pack(
        Pack(
            manifest=pack.manifest, record_schema=pack.record_schema, sources=pack.sources,
            actions=[changed if one.name == file.name else one for one in pack.actions],
            messages=pack.messages, digest=pack.digest,
        )
    )  # fmt: skip


# It stands


def test_it_is_valid_and_so_is_its_example(command: Command) -> None:
    done = command("validate", FOLDER, RECORD, EARLIER)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("all is well") == 3


@pytest.mark.parametrize("case", situations(), ids=lambda case: case.name)
def test_its_rule_tests_pass(case: Situation) -> None:
    assert [f"{one.what}: expected {one.expected}, found {one.found}" for one in differences(case, program())] == []


def test_every_statement_is_cited_and_has_a_place() -> None:
    assert sorted(file.data["source"] for file in program().pack.sources) == SOURCES
    for file in program().pack.sources:
        names = [f"{file.data['source']}/{slug}" for slug in file.data["statements"]]
        assert [name for name in names if name not in program().citations()] == []
        told = [statement["says"] for statement in file.data["statements"].values()]
        assert len(set(told)) == len(told), "two statements say the same"


def test_messages_are_drafts_of_actions() -> None:
    drafts = {action.message for action in program().actions.values()} - {None}
    assert drafts == {file.data["message"] for file in program().pack.messages}


def test_every_number_of_ours_is_said_to_be_ours() -> None:
    """Where a statement names no number of its own and the rule has one, the rule says whose it is."""
    silent = [
        "recovery-confirmed", "notify-premium", "update-less-often-when-long", "comments-of-two", "finish-improvement",
        "check-remind", "authority-tell-controller", "approval-by-managers",
        "earlier-items-open", "report-at-the-end-of-the-month", "reconsider-on-monday",
    ]  # fmt: skip
    said = {node["id"]: node.get("ours", "") for _, node in rules()}
    assert [one for one in silent if "ours" not in said[one]] == []


# Without the first pack


def test_it_runs_where_no_other_pack_is(tmp_path: Path) -> None:
    others = [path.name for path in (ROOT / "rules").iterdir() if path.name != "incident-follow-up"]
    ignored = shutil.ignore_patterns("__pycache__", *others)
    for name in ("engine", "plugins", "schemas", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for record in (RECORD, EARLIER):
        shutil.copy(record, tmp_path)
    assert [path.name for path in (tmp_path / "rules").iterdir()] == ["incident-follow-up"]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "engine"), str(tmp_path / "plugins")]),
        "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PYTHONUTF8": "1",
    }  # fmt: skip

    def ran(*given: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "checklist_engine", *given], cwd=tmp_path, env=environment, capture_output=True,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), given
        return done.stdout

    assert " 0 failed" in ran("test", "incident-follow-up", "--quiet")
    assert "Draw up the timeline" in ran("run", "incident.yaml", "--now", MORNING_AFTER)
    assert "all is well" in ran("validate", "rules/incident-follow-up")
    asked = ("--service", "Tracking", "--summary", "down", "--severity", "2", "--detected", "2026-09-15 14:05")
    assert "Wrote" in ran("init", "--pack", "incident-follow-up", "--no-input", *asked, "new.yaml")
    assert "all is well" in ran("validate", "new.yaml")


# The example


def test_the_morning_after() -> None:
    """As in the rule tests, at 10:00: late, now, on hold and done, in one record."""
    record = read_record(RECORD.read_bytes(), str(RECORD), program())
    checklist = evaluate(program(), record, parse(MORNING_AFTER, record.zone).start)
    assert {item.id: item.status for item in checklist.items if item.status not in ("not-applicable", "closed")} == {
        "notify-customer/acme/email": "overdue",
        "notify-customer/acme/phone": "done",
        "update-status-page": "done",
        "announce-recovery": "done",
        "invite-to-review/first/mira": "done",
        "invite-to-review/first/ravi": "due",
        "write-timeline/first": "due",
        "hold-review/first": "due",
        "write-postmortem": "due",
        "look-at-earlier-items/first": "due",
        "finish-action-item/alert": "due",
        "finish-action-item/runbook": "done",
        "check-action-item/alert": "upcoming",
        "report-action-items": "upcoming",
        "open-tickets/first": "on-hold",
        "blame-by-name": "in-force",
        "get-approval": "waiting",
        "ask-for-comments/first": "waiting",
        "share-postmortem": "waiting",
    }
    assert not checklist.questions


@pytest.mark.parametrize(
    ("item", "now", "parts"),
    [
        ("invite-to-review/first/ravi", MORNING_AFTER, ["Hello Ravi Nair,", "Ines Costa leads", "[[where it is]]"]),
        (
            "notify-customer/acme/email",
            MORNING_AFTER,
            ["Dear Carla Brandt,", "Ask for the parcel", "[[when]]"],
        ),
        ("update-status-page", "2026-09-15 15:20", ["Parcel tracking: no updates", "Ask for the parcel by phone."]),
    ],
)
def test_the_drafts(command: Command, item: str, now: str, parts: list[str]) -> None:
    command.at(now)
    done = command("draft", RECORD, item)
    assert done.code == 0, done.err
    assert [part for part in parts if part not in done.out] == []


# Every source has a say, and every rule counts


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_alone_says_something(source: str) -> None:
    cases = [one for one in situations() if one.profile == f"source:{source}"]
    heard = {voice.source for one in cases for item in checklist_of(one, program()).items for voice in item.voices}
    assert heard == {source}


def is_missed(source: str, left: Program) -> bool:
    """Whether a rule test fails with that pack, by more than who is cited."""
    return any(
        found.what.split()[-1] not in CITING for one in situations_of(source) for found in differences(one, left)
    )


@pytest.mark.parametrize("id", [node["id"] for _, node in rules()])
def test_a_rule_that_goes_is_missed(id: str) -> None:
    """There are no exceptions in this pack."""
    file, node = next((file, node) for file, node in rules() if node["id"] == id)
    assert is_missed(source_of(node), without(file, id)), f"no rule test fails without {id}"


def test_a_rule_that_says_what_another_says_would_not_be_missed() -> None:
    """The test above can fail: of twins one may go."""
    file, node = next((file, node) for file, node in rules() if node["id"] == "timeline-first")
    data = {**file.data, "rules": [*file.data["rules"], {**node, "id": "twin"}]}
    assert not is_missed("pagerduty", without(PackFile(file.name, data, file.places), "timeline-first"))
