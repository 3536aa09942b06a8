"""Mutants: the pack with one place changed, and whether any of its tests notices.

Of a change in an action's file only that action is compiled anew, and only those tests are run that look at an item
which it could touch. The order is that of the pack's files, so that two runs say the same.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from checklist_engine.compile.actions import compile_action
from checklist_engine.compile.circles import items_in, looked_at
from checklist_engine.compile.model import Action
from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.compile.report import Report
from checklist_engine.evaluate.evaluate import Evaluation, profile_of
from checklist_engine.load.pack import LaidOver, Pack, PackFile, Path
from checklist_engine.problems import Problems
from checklist_engine.ruletests.changes import Change, applied, of_action, of_manifest
from checklist_engine.ruletests.check import differences, differences_of, now_of
from checklist_engine.ruletests.flow import flow
from checklist_engine.ruletests.parts import LISTS
from checklist_engine.ruletests.read import Situation
from checklist_engine.schema.shape import engine_shape
from checklist_engine.value import Value


class Mutant(Value):
    """One change of a pack. ``id`` names it for good, ``before`` and ``after`` show it; ``file`` is in the pack.

    ``action`` is the action whose file it is (None: the manifest), ``rule`` the rule, step or check that it changes.
    """

    id: str
    file: str
    line: int
    column: int
    before: str
    after: str
    action: str | None
    rule: str | None
    data: Any


def mutants_of(pack: Pack, only: str | None = None) -> Iterator[Mutant]:
    """Every mutant of a pack that its schemas allow, in order; of one rule, step, check or action, where ``only``."""
    named: set[str] = set()
    for file in [*pack.actions, pack.manifest]:
        shape = engine_shape("pack" if file is pack.manifest else "action")
        for change in of_manifest(file.data) if file is pack.manifest else of_action(file.data):
            data = applied(file.data, change)
            if data == file.data or not shape.accepts(data):
                continue
            mutant = _mutant(file, change, data, pack)
            if mutant.id not in named and only in (None, mutant.rule, mutant.action):
                named.add(mutant.id)
                yield mutant


def _mutant(file: PackFile, change: Change, data: Any, pack: Pack) -> Mutant:
    path = change.path
    action = None if file is pack.manifest else str(file.data["action"])
    inside = action is not None and path[0] in LISTS
    rule = file.data[path[0]][path[1]]["id"] if inside else None
    below = path[2:] if inside else path
    owner = rule or action or "pack"
    # Shown is the innermost part that has a name; below a list, all of the list, so that one sees what is left.
    shown = path
    while isinstance(shown[-1], int):
        shown = shown[:-1]
    line, column = file.place(path)
    return Mutant(
        id=f"{'/'.join(map(str, (owner, *below)))}: {change.name}",
        file=file.origin(path)[0].name, line=line, column=column,
        before=f"{shown[-1]}: {flow(_at(file.data, shown))}",
        after=_after(data, change, shown),
        action=action, rule=rule, data=data,
    )  # fmt: skip


def _after(data: Any, change: Change, shown: Path) -> str:
    if change.leaves_out and shown == change.path:
        return ""
    key = change.key if change.key is not None and shown == change.path else shown[-1]
    return f"{key}: {flow(_at(data, (*shown[:-1], key)))}"


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


class Hunt:
    """Looks for tests that notice a mutant. All of ``situations`` must pass on the pack as it is."""

    def __init__(self, program: Program, situations: Iterable[Situation]) -> None:
        self.program = program
        self.situations = list(situations)
        self.touches = _touches(program)
        self.reached = [_reached(program, situation) for situation in self.situations]
        self.looks = [_looks(situation) for situation in self.situations]

    def changed(self, mutant: Mutant) -> Program | None:
        """The program with the mutant in it; None where that is not a pack any more."""
        try:
            if mutant.action is None:
                return compile_pack(_with_manifest(self.program.pack, mutant.data))
            return _with_action(self.program, mutant.action, mutant.data)
        except Problems:
            return None

    def noticed_by(self, mutant: Mutant, changed: Program) -> Situation | None:
        """The first test that fails with the mutant; None where all of them pass."""
        touched = set(self.program.actions) if mutant.action is None else self.touches[mutant.action]
        for index in self._candidates(mutant):
            try:
                if self._fails(self.situations[index], changed, touched & self.looks[index]):
                    return self.situations[index]
            except Problems:  # a record that the changed pack cannot be evaluated with: nobody would miss that
                return self.situations[index]
        return None

    def _fails(self, situation: Situation, changed: Program, actions: set[str]) -> bool:
        """Whether a test fails; asked first of the items that could have changed, which is answered soonest."""
        if differences_of(situation, changed, actions):
            return True
        return looks_at_all(situation) and bool(differences(situation, changed, drafts=False))

    def _candidates(self, mutant: Mutant) -> Iterator[int]:
        """The tests that could notice: the rule's action is there in them, and they look at what it touches."""
        touched = set(self.program.actions) if mutant.action is None else self.touches[mutant.action]
        found = [
            index
            for index, (reached, looks) in enumerate(zip(self.reached, self.looks, strict=True))
            if (mutant.action is None or mutant.action in reached)
            and (touched & looks or looks_at_all(self.situations[index]))
        ]
        return iter(sorted(found, key=lambda index: looks_at_all(self.situations[index])))


def looks_at_all(situation: Situation) -> bool:
    """Whether a test looks at the list as a whole."""
    return bool(situation.expected.keys() & {"only", "questions", "asks", "remarks"})


def _looks(situation: Situation) -> set[str]:
    """The actions whose items a test looks at."""
    case = situation.expected
    return {name.partition("/")[0] for name in (*case.get("expect", ()), *case.get("absent", ()))}


def _reached(program: Program, situation: Situation) -> set[str]:
    """The actions that have items in a situation."""
    evaluation = Evaluation(program, situation.record, now_of(situation), profile_of(program, situation.profile))
    return {action.id for action in program.actions.values() if evaluation.spoken(action)}


def _touches(program: Program) -> dict[str, set[str]]:
    """For each action, those whose items may come out otherwise when its rules change."""
    touched = {
        action.id: {action.id, *(name for rule in action.rules if rule.kind == "dont" for name in rule.counted)}
        for action in program.actions.values()
    }
    by: dict[str, set[str]] = {}
    for name, others in looked_at(program.registry).items():
        data = program.registry.action_files[name].data
        for other in others | items_in(program.registry, [data.get("steps", []), data.get("checks", [])]):
            by.setdefault(other, set()).add(name)
    for found in touched.values():
        ahead = list(found)
        while ahead:
            more = by.get(ahead.pop(), set()) - found
            found |= more
            ahead += more
    return touched


def _with_manifest(pack: Pack, data: Any) -> Pack:
    return Pack(
        manifest=LaidOver(pack.manifest, data, {}), record_schema=pack.record_schema, sources=pack.sources,
        actions=pack.actions, messages=pack.messages, digest=pack.digest, notes=pack.notes,
    )  # fmt: skip


def _with_action(program: Program, name: str, data: Any) -> Program:
    """The program with another file for one action; what the others were compiled to stays. Raises Problems."""
    registry = copy.copy(program.registry)
    registry.report, registry.citations = Report(), {}
    file = LaidOver(registry.action_files[name], data, {})
    action: Action = compile_action(registry, file, {})
    for _ in (*action.steps, *action.checks):
        pass  # compiles what would wait for its first use
    registry.report.finish()
    changed = copy.copy(program)
    changed.registry = registry
    changed.actions = {one: action if one == name else other for one, other in program.actions.items()}
    return changed
