"""The compiled rules against a naive walk over the same data, on every situation that the pack is tested with."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.answers import compiled
from benchmarks.interpreter import interpreted
from checklist_engine.compile.program import Program
from checklist_engine.data import rules_dir
from checklist_engine.load.program import load_program
from checklist_engine.moments import parse
from checklist_engine.profiles import find_profile
from checklist_engine.ruletests.read import Situation, read_tests

PACKS = sorted(folder.name for folder in rules_dir().iterdir() if (folder / "pack.yaml").is_file())


@cache
def loaded(pack: str) -> tuple[Program, list[Situation]]:
    program = load_program(rules_dir() / pack)
    return program, read_tests(rules_dir() / pack, program)


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("pack", PACKS)
def test_compiled_rules_say_what_their_data_says(pack: str, part: int) -> None:
    program, situations = loaded(pack)
    asked = windows = 0
    for situation in situations[part::4]:
        now = parse(situation.at, situation.record.zone).start
        profile = find_profile("consensus", program.source_order, {})
        one = compiled(program, situation.record, now, profile)
        other = interpreted(program, situation.record, now, profile)
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            assert left == right, f"{situation.name} at {situation.at}"
            asked += bool(left.when[1] or left.while_[1])
            windows += left.start is not None
    if pack == "after-interview":
        assert len(situations) > 200
        assert asked > 100, "without missing facts half of the logic is not looked at"
        assert windows > 1000
    assert windows
