"""The second pack, on another field: it stands on its own, and no entry in it goes unmissed.

An **entry** is a rule, a step or a check. Taken out of the pack, it must make a case of the rule tests fail, and by
more than who is cited.
"""

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
from commands import EXAMPLES, ROOT, Command

from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.data import rules_dir
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.pack import Pack, PackFile
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.ruletests.check import checklist_of, differences
from checklist_engine.ruletests.read import Situation, read_tests

pytest.importorskip("holidays", reason="its calendars need the extra holidays")

NAME = "residence-permit"
FOLDER = rules_dir() / NAME
KINDS = ("rules", "steps", "checks")
CITING = {"rules", "voices", "agree"}
"""What a rule test can say of who is cited: to fail there alone is not to be missed."""


@cache
def program() -> Program:
    """The pack as it is shipped, read from its files."""
    return load_program(FOLDER, use_cache=False)


@cache
def situations() -> list[Situation]:
    """Every case of the pack's rule tests."""
    return read_tests(FOLDER, program())


def entries() -> Iterator[tuple[str, str, str]]:
    """Action, kind and id of every rule, step and check."""
    for file in program().pack.actions:
        for kind in KINDS:
            for node in file.data.get(kind, ()):
                yield file.data["action"], kind, node["id"]


def without(action: str, kind: str, entry: str) -> Program:
    """The pack with one entry taken out, and with it what other rules of its file say of it."""
    pack = program().pack
    files = []
    for file in pack.actions:
        data = copy.deepcopy(file.data)
        if data["action"] == action:
            data[kind] = [node for node in data[kind] if node["id"] != entry]
            for rule in data["rules"]:
                if rule.get("replaces") == entry:
                    del rule["replaces"]
                if rule.get("retired", {}).get("by") == entry:
                    del rule["retired"]["by"]
        files.append(PackFile(file.name, data, file.places))
    return compile_pack(
        Pack(
            manifest=pack.manifest, record_schema=pack.record_schema, sources=pack.sources, actions=files,
            messages=pack.messages, digest=pack.digest,
        )
    )  # fmt: skip


def missed(left: Program, action: str) -> bool:
    """Whether a case fails by more than citations; those that speak of the action are tried first."""
    cases = sorted(situations(), key=lambda case: action not in str(case.expected))
    found = (one for case in cases for one in differences(case, left))
    return any(one.what.split()[-1] not in CITING for one in found)


def names(profile: str, case: Situation) -> set[str]:
    """The actions that somebody speaks of in a case, heard with a profile."""
    told = evaluate(program(), case.record, parse(case.at, case.record.zone).start, profile=profile)
    return {item.action for item in told.items if item.status != "not-applicable"}


def test_it_validates_and_its_rule_tests_pass(command: Command) -> None:
    told = command("validate", str(FOLDER))
    assert (told.code, told.err) == (0, "")
    tested = command("test", str(FOLDER), "--quiet")
    assert tested.code == 0
    assert tested.out.strip() == f"{len(situations())} passed, 0 failed"


@pytest.mark.parametrize("entry", list(entries()), ids=lambda entry: entry[2])
def test_an_entry_that_goes_is_missed(entry: tuple[str, str, str]) -> None:
    assert missed(without(*entry), entry[0]), f"no rule test fails without {entry[2]}"


def test_nothing_is_missed_where_nothing_goes() -> None:
    """The test above can fail: the whole pack, compiled the same way, fails no case."""
    assert not missed(without("apply", "rules", "no-such-rule"), "apply")


def test_every_case_carries_its_reckoning() -> None:
    assert [case.name for case in situations() if len(case.expected.get("because", "").split()) < 3] == []


def test_every_statement_is_cited() -> None:
    stated = {f"{file.data['source']}/{name}" for file in program().pack.sources for name in file.data["statements"]}
    assert stated - set(program().citations()) == set()


@pytest.mark.parametrize("source", program().source_order)
def test_each_source_alone_says_something(source: str) -> None:
    assert set().union(*(names(f"source:{source}", case) for case in situations()))


def test_no_source_alone_says_it_all() -> None:
    """They are voices on one procedure, not copies of each other."""
    all_of_it = set().union(*(names("consensus", case) for case in situations()))
    for source in program().source_order:
        assert set().union(*(names(f"source:{source}", case) for case in situations())) < all_of_it


def test_the_sources_disagree() -> None:
    """Somewhere the best time is not that of all who speak, and a source is late where others are not."""
    told = [item for case in situations() for item in checklist_of(case, program()).items]
    assert any(item.window.best is not None and len(item.window.best.sources) < len(item.voices) for item in told)
    assert any(item.status == "due" and item.late_for for item in told)


@pytest.mark.parametrize("format_name", ["text", "markdown", "html", "json", "todotxt", "csv"])
def test_the_example_is_shown_in_each_format(command: Command, format_name: str) -> None:
    shown = command("run", str(EXAMPLES / "permit.yaml"), "--now", "2026-06-24 09:00", "--format", format_name)
    assert (shown.code, shown.err) == (0, "")
    assert "Send what they asked for: proof of residence" in shown.out
    assert "None" not in shown.out


def test_the_day_of_the_example() -> None:
    """After the National Day: an answer is due, a first inquiry is open, the decision is their turn."""
    record = read_record((EXAMPLES / "permit.yaml").read_bytes(), "permit.yaml", program())
    told = evaluate(program(), record, parse("2026-06-24 09:00", record.zone).start)
    live = {item.id: item.status for item in told.items if item.status in ("due", "overdue", "waiting", "in-force")}
    assert live["answer-request/proof-of-residence"] == "due"
    assert live["inquire"] == "due"
    assert live["hear-decision"] == "waiting"
    assert live["call-again-and-again"] == "in-force"
    assert told.questions == ()


def test_it_needs_no_other_pack(tmp_path: Path) -> None:
    """In a copy of the tree from which the first pack is deleted, it validates, tests and runs."""
    for folder in ("engine", "plugins", "schemas", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(tmp_path / "rules" / "after-interview")
    shutil.copy(EXAMPLES / "permit.yaml", tmp_path)
    path = os.pathsep.join(str(tmp_path / folder) for folder in ("engine", "plugins"))
    surroundings = {**os.environ, "PYTHONPATH": path, "CHECKLIST_NO_CACHE": "1", "HOME": str(tmp_path / "home")}

    def told(*arguments: str) -> str:
        line = [sys.executable, "-m", "checklist_engine", *arguments]
        done = subprocess.run(line, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert told("validate", f"rules/{NAME}").endswith("all is well\n")
    assert told("test", f"rules/{NAME}", "--quiet").endswith(" 0 failed\n")
    assert "Hear from the Immigration Directorate" in told("run", "permit.yaml", "--now", "2026-06-24 09:00")


def test_a_new_record_can_be_begun(command: Command) -> None:
    answers = ["--applicant", "Marina Lopes", "--timezone", "Europe/Luxembourg", "--issued", "2026-02-16"]
    assert command("init", "--pack", NAME, *answers, "--arrival", "2026-05-13").code == 0
    shown: Any = command("run", "permit.yaml", "--now", "2026-05-14 10:00")
    assert shown.code == 0
    assert "Declare your arrival at the commune" in shown.out
