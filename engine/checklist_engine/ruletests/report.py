"""A failed rule test in words, for `checklist test` and for pytest alike."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.problems import harmless
from checklist_engine.ruletests.check import Difference
from checklist_engine.ruletests.read import Situation

_BESIDE = 70
"""Expected and found stand side by side when they are no longer than this together."""


def failure(situation: Situation, found: Iterable[Difference]) -> str:
    """The failed situation: each line of the test with expected and found side by side, then the reckoning."""
    lines = [f"FAILED  {situation.title}, at {situation.at}"]
    for one in found:
        lines.append(f"  {situation.file}:{one.line}: {one.what}")
        if len(one.expected) + len(one.found) < _BESIDE:
            lines.append(f"      expected {one.expected:<30}  found {one.found}")
        else:
            lines += [f"      expected {one.expected}", f"      found    {one.found}"]
            lines += [f"      missing  {', '.join(one.missing)}"] if one.missing else []
            lines += [f"      too many {', '.join(one.too_many)}"] if one.too_many else []
    lines += ["  because:", *(f"    {line}" for line in situation.expected["because"].strip().splitlines())]
    return "\n".join(map(harmless, lines))
