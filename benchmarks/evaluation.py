"""How long evaluating one record takes, compiled rules beside rules walked anew.

Run it from the clone's root: ``python -m benchmarks.evaluation``.

compiled  ``evaluate`` with a program that was compiled once
naive     the pack's YAML data is walked for this one record: compiled, evaluated, thrown away
compile   what the walk alone takes

The two give the same checklist, which is checked; they run in turn, so read the ratio.
Loading the pack and reading the record are outside of the clock.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from benchmarks.installed import ROOT
from checklist_engine.checklist import as_json
from checklist_engine.compile.program import compile_pack
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record

PACK = ROOT / "rules" / "after-interview"
RECORD = ROOT / "examples" / "interview.yaml"
NOW = int(datetime(2026, 11, 18, 12, tzinfo=UTC).timestamp())


def main() -> int:
    """Print a table; with ``--check``, 1 when compiling once does not pay."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--check", action="store_true", help="fail when compiled is no faster than naive")
    given = parser.parse_args()

    program = load_program(PACK, use_cache=False)
    pack = program.pack
    record = read_record(RECORD.read_bytes(), RECORD.name, program)
    variants: dict[str, Callable[[], object]] = {
        "compiled": lambda: evaluate(program, record, NOW),
        "naive": lambda: evaluate(compile_pack(pack), record, NOW),
        "compile": lambda: compile_pack(pack),
    }
    one, other = (json.dumps(as_json(variants[name]())) for name in ("compiled", "naive"))
    if one != other:
        raise RuntimeError("compiled and naive disagree")

    taken: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(given.rounds):
        for name, run in variants.items():
            begun = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - begun)

    rules = sum(len(action.rules) for action in program.actions.values())
    print(f"Python {sys.version.split()[0]}, {rules} rules, median of {given.rounds} in turn")
    print(f"{'':9} {'ms':>7} {'fastest':>8} {'x compiled':>11}")
    compiled = statistics.median(taken["compiled"])
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name:9} {median * 1000:7.2f} {min(seconds) * 1000:8.2f} {median / compiled:11.1f}")
    return 1 if given.check and statistics.median(taken["naive"]) <= compiled else 0


if __name__ == "__main__":
    sys.exit(main())
