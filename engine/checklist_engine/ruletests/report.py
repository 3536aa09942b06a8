"""A failed rule test in words, for `checklist test` and for pytest alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from checklist_engine.problems import harmless
from checklist_engine.ruletests.check import Difference
from checklist_engine.ruletests.read import Situation

_MANY = 5
"""From so many failures on, one cause is likelier than many."""
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
    lines += ["  because:", *map(_indented, situation.expected["because"].strip().splitlines())]
    return "\n".join(map(harmless, lines))


def _indented(line: str) -> str:
    """A line of somebody's text, which is no instruction to a build server that reads along."""
    return f"    | {line}" if line.lstrip().startswith(("::", "##[")) else f"    {line}"


def in_common(failed: Sequence[Iterable[Difference]], pack: str) -> list[str]:
    """Where many tests fail: what they have in common, and how to see what a change does. Else nothing.

    `failed` are the differences of each failed situation, `pack` is how the person named the pack.
    """
    if len(failed) < _MANY:
        return []
    often: Counter[str] = Counter()
    for found in failed:
        often.update({_kind(one) for one in found})
    said = ", ".join(f"{what} ({times})" for what, times in often.most_common(4))
    return [
        f"Otherwise most often, in so many of the {len(failed)}: {harmless(said)}.",
        f"One change may have turned them all: checklist diff OLD {harmless(pack)} shows what it does, where OLD is",
        "the pack before it: a copy, or HEAD:FOLDER of git. With -x it stops at the first failure.",
    ]


def _kind(one: Difference) -> str:
    """``best of send-thank-you``: what differs, without the elements of the item."""
    item, _, key = one.what.partition(" ")
    action = item.partition("/")[0]
    return f"{key} of {action}" if key else action
