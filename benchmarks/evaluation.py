"""How long evaluating one record takes: compiled rules beside a naive interpreter of the same rules.

Run it from the clone's root: ``python -m benchmarks.evaluation``.

compiled     every rule on every item of the record: does it speak, and when; by the compiled program
interpreted  the same, by walking the pack's data for each question (`benchmarks/interpreter.py`)
whole        the whole checklist, by the compiled program
compile      compiling the pack, once

The first two give the same answers, which is checked; all run in turn, so read the ratios. Loading the pack and
reading the record are outside of the clock.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from benchmarks.answers import compiled
from benchmarks.installed import ROOT
from benchmarks.interpreter import interpreted
from checklist_engine.compile.program import compile_pack
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.profiles import find_profile

PACK = ROOT / "rules" / "after-interview"
RECORD = ROOT / "examples" / "interview.yaml"
NOW = int(datetime(2026, 11, 18, 12, tzinfo=UTC).timestamp())


def main() -> int:
    """Print a table; with ``--check``, 1 when compiled rules are no faster."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--check", action="store_true", help="fail when compiled is no faster than interpreted")
    given = parser.parse_args()

    program = load_program(PACK, use_cache=False)
    pack = program.pack
    record = read_record(RECORD.read_bytes(), RECORD.name, program)
    profile = find_profile("consensus", program.source_order, {})
    variants: dict[str, Callable[[], object]] = {
        "compiled": lambda: compiled(program, record, NOW, profile),
        "interpreted": lambda: interpreted(program, record, NOW, profile),
        "whole": lambda: evaluate(program, record, NOW),
        "compile": lambda: compile_pack(pack),
    }
    if variants["compiled"]() != variants["interpreted"]():
        raise RuntimeError("compiled and interpreted disagree")

    taken: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(given.rounds):
        for name, run in variants.items():
            begun = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - begun)

    rules = sum(len(action.rules) for action in program.actions.values())
    print(f"Python {sys.version.split()[0]}, {rules} rules, median of {given.rounds} in turn")
    print(f"{'':11} {'ms':>7} {'fastest':>8} {'x compiled':>11}")
    base = statistics.median(taken["compiled"])
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name:11} {median * 1000:7.2f} {min(seconds) * 1000:8.2f} {median / base:11.1f}")
    return 1 if given.check and statistics.median(taken["interpreted"]) <= base else 0


if __name__ == "__main__":
    sys.exit(main())
