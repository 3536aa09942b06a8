"""Coverage and mutants in words, for `checklist test`."""

from __future__ import annotations

import math
from collections.abc import Iterator

from checklist_engine.problems import harmless
from checklist_engine.ruletests.coverage import Coverage
from checklist_engine.ruletests.mutants import Mutant
from checklist_engine.words import count


def percent(part: float, whole: float) -> str:
    """A share in whole per cent, rounded down: 100 is all of it."""
    return f"{math.floor(100 * part / whole) if whole else 100} %"


def coverage_told(coverage: Coverage, folder: str) -> Iterator[str]:
    """What no test reaches, a line each, and the sums."""
    for place in coverage.missed:
        yield harmless(f"{folder}/{place.file}:{place.line}:{place.column}: {place.what}")
    parts = []
    for sort in ("rule", "edge", "branch"):
        reached, whole = coverage.count(sort)
        parts.append(f"{reached} of {count(whole, sort, 'branches' if sort == 'branch' else None)}")
    yield f"reached {', '.join(parts)} ({percent(*coverage.count())})"


def mutant_told(mutant: Mutant, folder: str, because: str | None = None) -> Iterator[str]:
    """A change that no test notices: its place and name, then what was there and what was put there instead."""
    yield harmless(f"{folder}/{mutant.file}:{mutant.line}:{mutant.column}: {mutant.id}")
    yield harmless(f"    - {mutant.before}")
    yield harmless(f"    + {mutant.after}" if mutant.after else "    + (nothing)")
    if because is not None:
        yield harmless(f"    because: {because}")
