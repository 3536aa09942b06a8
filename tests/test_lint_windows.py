"""A window that lint calls impossible is empty, whatever it counts from: made at random, against the engine."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from tinypack import action, make, rule, stamp

from checklist_engine.compile.context import Context
from checklist_engine.compile.windows import compile_window
from checklist_engine.evaluate.evaluate import Evaluation, profile_of
from checklist_engine.evaluate.fanout import scopes
from checklist_engine.lint.windows import always_empty

ZONES = ("Europe/Luxembourg", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
UNITS = {"minute": 240, "hour": 120, "day": 9, "week": 3, "month": 3, "year": 2, "working day": 9}
STARTS = ("2026-03-28", "2026-03-29 23:59", "2026-10-25 00:00", "2026-01-31", "2028-01-31 12:00", "2026-12-31 23:30",
          "2027-02-28", "2026-11-17 10:00", "2026-11-17 00:00", "2026-11-20 18:00")  # fmt: skip


def edge(dice: random.Random) -> str:
    unit = dice.choice(list(UNITS))
    number = dice.randint(1, UNITS[unit])
    side = dice.choice(["after", "after", "after", "before"])
    return dice.choice([f"{number} {unit}{'s' if number > 1 else ''} {side}"] * 6 + ["same day", "next day"])


@pytest.mark.parametrize("seed", range(3))
def test_what_lint_calls_impossible_is_empty(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    pack = make(tmp_path, action("write", rule("a", do={})))
    program = pack.program
    (file,) = program.pack.actions
    there = []
    for zone in ZONES:
        for start in STARTS:
            record = pack.record({"timezone": zone, "start": start})
            case = Evaluation(program, record, stamp("2026-11-17 12:00"), profile_of(program, "consensus")).case
            write = program.actions["write"]
            there += [scope.counting_from(write.trigger) for scope in scopes(program, write, case)]
    found = missed = 0
    for _ in range(1500):
        window: dict[str, Any] = {dice.choice(["until", "through"]): edge(dice)}
        if dice.random() < 0.8:
            window["from"] = edge(dice)
        span_of = compile_window(Context(program.registry, file, {}), window, ())
        empty = all(span_of(scope).is_empty for scope in there)
        if always_empty(window, "start"):
            found += 1
            assert empty, window
        elif empty:
            missed += 1
    assert found > 3 * missed, "most of those that are empty here are found"
