"""The pack moving-house: a second field, which stands alone, and of which no rule could go unnoticed."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.data import rules_dir
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.pack import Pack, PackFile
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.ruletests.check import differences
from checklist_engine.ruletests.read import Situation, read_tests

FOLDER = rules_dir() / "moving-house"
EXAMPLE = Path(__file__).parent.parent / "examples" / "moving.yaml"
ZONE = "Europe/Berlin"
ENGLISH = {"shelter", "advicenow", "royal-mail", "citizens-advice"}
SILENT = {"not-applicable", "closed"}
UNNOTICED: set[str] = set()
"""Rules that may go without a rule test's noticing; there are none."""


@cache
def program() -> Program:
    """The pack as it is shipped, read from its files."""
    return load_program(FOLDER, use_cache=False)


@cache
def situations() -> tuple[Situation, ...]:
    """Every case of the pack's rule tests."""
    return tuple(read_tests(FOLDER, program()))


def rules() -> Iterator[tuple[str, str]]:
    """The action and the id of every rule."""
    for file in program().pack.actions:
        for rule in file.data["rules"]:
            yield file.data["action"], rule["id"]


def without(action: str, rule: str) -> Program:
    """The pack without one rule; an action that has no other goes with its rules but keeps its name."""
    pack = program().pack
    changed = []
    for file in pack.actions:
        if file.data["action"] == action:
            data = copy.deepcopy(file.data)
            data["rules"] = [node for node in data["rules"] if node["id"] != rule]
            file = PackFile(file.name, data, file.places)
        changed.append(file)
    return compile_pack(
        Pack(
            manifest=pack.manifest, record_schema=pack.record_schema, sources=pack.sources, actions=changed,
            messages=pack.messages, digest=pack.digest,
        )
    )  # fmt: skip


def test_it_stands_alone(tmp_path: Path) -> None:
    """Its copy, with no other pack beside it, compiles and passes its tests."""
    shutil.copytree(FOLDER, tmp_path / "rules" / "moving-house")
    shutil.copytree(rules_dir().parent / "schemas", tmp_path / "schemas")
    alone = load_program(tmp_path / "rules" / "moving-house", use_cache=False)
    cases = read_tests(tmp_path / "rules" / "moving-house", alone)
    assert len(cases) >= 25
    assert [(case.title, found) for case in cases if (found := differences(case, alone))] == []
    record = read_record(EXAMPLE.read_bytes(), "moving.yaml", alone)
    assert len(evaluate(alone, record, parse("2027-02-23 09:00", ZONE).start).items) > 25


def test_every_statement_has_a_place_and_is_cited() -> None:
    cited = program().citations()
    for file in program().pack.sources:
        for name, statement in file.data["statements"].items():
            assert statement["where"].strip(), name
            assert cited.get(f"{file.data['source']}/{name}"), f"{file.data['source']}/{name} is cited by nothing"
        assert file.data["url"].startswith("https://")


@pytest.mark.parametrize("source", sorted(program().source_order))
def test_each_source_alone_says_something(source: str) -> None:
    shared = FOLDER / "tests" / "shared" / ("leeds.yaml" if source in ENGLISH else "lindenweg.yaml")
    record = read_record(shared.read_bytes(), shared.name, program())
    spoken = {
        item.action
        for day in ("2026-04-20 09:00", "2026-12-01 09:00", "2027-02-20 09:00", "2027-03-20 09:00")
        for item in evaluate(program(), record, parse(day, ZONE).start, profile=f"source:{source}").items
        if item.status not in SILENT
    }
    assert spoken


@pytest.mark.parametrize(("action", "rule"), list(rules()), ids=lambda value: str(value))
def test_a_rule_that_goes_is_missed(action: str, rule: str) -> None:
    left = without(action, rule)
    noticed = any(differences(case, left) for case in situations())
    assert noticed is (rule not in UNNOTICED)


def test_with_no_day_nothing_that_counts_back_from_it_has_a_date() -> None:
    record = read_record(
        b"home: {address: A, country: DE}\nnew_home: {address: B}\ntimezone: Europe/Berlin\n", "moving.yaml", program()
    )
    checklist = evaluate(program(), record, parse("2026-12-01 09:00", ZONE).start)
    for name in ("pack", "clear-out", "redirect-post", "register", "read-meter/electricity/old", "give-notice"):
        item = checklist.item(name)
        assert item.status == "waiting", name
        assert "move.day" in item.assumed, name
        assert item.window.closes is None, name
    assert checklist.questions[0].fact == "move.day"


def test_messages_print_what_has_a_name() -> None:
    record = read_record(EXAMPLE.read_bytes(), "moving.yaml", program())
    draft = evaluate(program(), record, parse("2026-12-20 09:00", ZONE).start).item("give-notice").draft
    assert draft is not None
    assert "with the notice of 3 months, to Wed 31 Mar" in draft.body
    assert draft.to == "vera@brandt.example"
    assert [gap for gap in draft.gaps if "notice" in gap or "tenancy" in gap] == []
