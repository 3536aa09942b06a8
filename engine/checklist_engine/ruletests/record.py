"""A rule test made of a real case: its record in disguise, and what its checklist says as expectations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from checklist_engine.checklist import Checklist, Item
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.evaluate.status import OVER
from checklist_engine.moments import MomentError, parse, rfc3339
from checklist_engine.problems import Problem, Problems
from checklist_engine.ruletests.check import checklist_of, differences, shown
from checklist_engine.ruletests.disguise import Disguise
from checklist_engine.ruletests.flow import block
from checklist_engine.ruletests.read import situations_in
from checklist_engine.scope import Record

_MINUTE = 60
_NAME = "the test"
_ALWAYS = ("status", "opens", "best", "next", "closes", "rules", "late_for", "provisional")
_BECAUSE = "Recorded from a real case, with other names. Nobody has reckoned it by hand yet."


def recorded(program: Program, record: Record, now: int) -> str:
    """The text of a test with the checklist of ``record`` at the minute of ``now``, without the person's own words.

    It has no line for editors, since nobody knows here where it will lie. It was read and run before it is given out.
    Raises Problems where it would not give the same checklist.
    """
    now -= now % _MINUTE
    original = evaluate(program, record, now, drafts=False)
    disguise = Disguise(program, record)
    text = _written(disguise, original, _at(now, record.zone))
    try:
        (situation,) = situations_in(text.encode(), _NAME, Path(), program)
    except Problems as found:
        told = "; ".join(problem.message for problem in found.problems)
        raise _cannot(f"its words cannot be replaced: {told}") from None
    after = checklist_of(situation, program, drafts=False)
    if differences(situation, program, drafts=False) or _facts(original, disguise) != _facts(after, None):
        raise _cannot("without its own words it would have another checklist")
    return text


def _cannot(why: str) -> Problems:
    return Problems(
        [
            Problem(
                id="test/record", message=f"no test can be made of this record: {why}",
                hint="Write the test by hand; docs/rules.md says how.",
            )
        ]
    )  # fmt: skip


def _at(now: int, zone: str) -> str:
    """A minute as tests write it; with its distance from UTC where the clock shows it twice."""
    text = rfc3339(now, zone)
    plain = f"{text[:10]} {text[11:16]}"
    try:
        return plain if parse(plain, zone).start == now else f"{plain}{text[19:]}"
    except MomentError:
        return f"{plain}{text[19:]}"


def _written(disguise: Disguise, checklist: Checklist, at: str) -> str:
    expected = {
        _id(item, disguise): _expected(item)
        for item in checklist.items
        if item.status not in ("closed", "not-applicable")
    }
    case: dict[str, Any] = {"at": at, "because": _BECAUSE}
    if expected:
        case["expect"] = expected
    case["only"] = [_id(item, disguise) for item in checklist.items if item.status not in OVER]
    profile = {} if checklist.profile == "consensus" else {"profile": checklist.profile}
    others = {"others": disguise.others} if disguise.others else {}
    test = {"title": f"A real case, on {at[:10]}", **profile, "record": disguise.data, **others, "cases": [case]}
    return block(test)


def _id(item: Item, disguise: Disguise | None) -> str:
    if disguise is None:
        return item.id
    keys = (disguise.key(dimension, key) for dimension, key in item.elements)
    return "/".join([item.action, *(key for key in keys if key is not None)])


def _expected(item: Item) -> dict[str, Any]:
    """What is expected of an item: what always counts, and what else there is to say."""
    keys = [*_ALWAYS]
    keys += ["kind"] if item.kind != "do" else []
    keys += ["done"] if item.done is not None and item.done.timing else []
    keys += ["hold_until"] if item.hold is not None else []
    keys += ["not_by"] if item.not_by else []
    keys += ["broken"] if item.broken else []
    return {key: shown(key, item) for key in keys}


def _facts(checklist: Checklist, disguise: Disguise | None) -> dict[str, Any]:
    """All that must be the same: of each item, and what is asked for."""
    every: dict[str, Any] = {_id(item, disguise): (_expected(item), _parts(item)) for item in checklist.items}
    every["?"] = sorted((question.fact, len(question.items)) for question in checklist.questions)
    return every


def _parts(item: Item) -> tuple[Any, ...]:
    voices = [(voice.rule, voice.source, voice.agrees) for voice in item.voices]
    steps = [step.id for step in (*item.steps, *item.checks)]
    return item.kind, item.window, voices, steps
