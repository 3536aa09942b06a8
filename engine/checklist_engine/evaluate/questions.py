"""The questions of a checklist: missing facts that would settle items, those that settle most first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checklist_engine.checklist import Item, Question
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.outcomes import Outcome
from checklist_engine.evaluate.status import OVER
from checklist_engine.keys import about_list, element_key
from checklist_engine.scope import Case, Path


def questions(program: Program, case: Case, outcomes: Iterable[Outcome], items: list[Item]) -> tuple[Question, ...]:
    """The missing facts that would settle items, those that settle most first."""
    record = case.record
    concerned: dict[Path, list[str]] = {}
    facts: dict[Path, Any] = {}
    ids = {(item.action, item.elements): item.id for item in items}
    for one in outcomes:
        if one.status in OVER and (one.status != "not-applicable" or one.closed):
            continue
        keys = tuple((name, element.key) for name, element in one.scope.elements.items())
        for path, fact in one.scope.asks.items():
            if _to_come(program, case, path):
                continue
            concerned.setdefault(path, []).append(ids[one.action.id, keys])
            facts[path] = fact
    found = [
        Question(
            fact=facts[path].spec.path,
            ask=_asked(facts[path].spec.question or f"{facts[path].spec.title}?", program, case, path),
            assumed=facts[path].spec.assumed or "",
            items=tuple(sorted(concerned[path])),
            path=record.written(path),
        )
        for path in concerned
    ]
    return tuple(sorted(found, key=lambda question: (-len(question.items), question.path)))


def _asked(ask: str, program: Program, case: Case, path: Path) -> str:
    """The question; of one element of several it says which: ``Did they say …? (second)``."""
    if len(path) < 3 or not isinstance(path[1], int):
        return ask
    listed = case.record.data.get(str(path[0])) or ()
    about = about_list(program.registry.dimensions, str(path[0]))
    if not about or len(listed) < 2 or path[1] >= len(listed):
        return ask
    return f"{ask} ({element_key(listed[path[1]], about, path[1])})"


def _to_come(program: Program, case: Case, path: Path) -> bool:
    """Whether a fact belongs to an element that has not begun: nobody can say yet what was said in it."""
    for about in program.registry.dimensions.values():
        if "since" in about and path[:1] == (about.get("list"),):
            begins_at = case.record.moments.get((*path[:2], about["since"]))
            return begins_at is not None and begins_at.start > case.now
    return False
