"""What each rule says of each item, in a form in which two evaluations can be held side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import Evaluation
from checklist_engine.evaluate.fanout import scopes
from checklist_engine.profiles import Profile
from checklist_engine.scope import Record


class Answer(NamedTuple):
    """What one rule says of one item: whether its action and itself speak, the facts missing for that, its window."""

    action: str
    elements: tuple[str | None, ...]
    rule: str
    while_: tuple[bool, frozenset[Any]]
    when: tuple[bool, frozenset[Any]]
    start: int | None
    end: int
    open_end: bool
    ideal: tuple[int, int] | None
    pieces: tuple[tuple[int, int], ...]


def compiled(program: Program, record: Record, now: int, profile: Profile) -> list[Answer]:
    """The same, by the compiled program."""
    case = Evaluation(program, record, now, profile).case
    found = []
    for action in program.actions.values():
        for bare in scopes(program, action, case):
            scope = bare.counting_from(action.trigger)
            keys = tuple(element.key for element in scope.elements.values())
            going = action.while_.test(scope) if action.while_ is not None else (True, {})
            for rule in action.rules:
                there = scope.counting_from(rule.trigger)
                when = rule.when.test(there) if rule.when is not None else (True, {})
                span = rule.span(there)
                found.append(
                    Answer(action.id, keys, rule.id, plain(going), plain(when), span.start, span.end, span.open_end,
                           span.ideal, span.pieces)
                )  # fmt: skip
    return found


def plain(truth: tuple[bool, Mapping[Any, Any]]) -> tuple[bool, frozenset[Any]]:
    """Whether it holds, and the paths of the facts that were missing."""
    return truth[0], frozenset(truth[1])
