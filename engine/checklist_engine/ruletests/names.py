"""Checking the names in a rule test: one that nothing has would be absent for ever, and its test could not fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checklist_engine.compile.program import Program
from checklist_engine.compile.report import did_you_mean, one_of
from checklist_engine.load.pack import Path
from checklist_engine.problems import Problem, Problems
from checklist_engine.profiles import find_profile
from checklist_engine.schema.shape import Checked

_OF_SOURCES = ("voices", "late_for")
_OF_ACTIONS = {
    "rules": "rules", "steps": "steps", "has_steps": "steps", "lacks_steps": "steps",
    "checks": "checks", "has_checks": "checks", "lacks_checks": "checks",
}  # fmt: skip


def check_names(checked: Checked, program: Program) -> None:
    """Raise Problems for every action, rule, step, check, source and profile in a test that the pack does not have."""
    problems = list(_profile(checked, program))
    for index, case in enumerate(checked.data["cases"]):
        problems += _case(checked, program, case, ("cases", index))
    if problems:
        raise Problems(problems)


def _profile(checked: Checked, program: Program) -> Iterator[Problem]:
    if "profile" not in checked.data:
        return
    try:
        find_profile(checked.data["profile"], program.source_order, program.pack.manifest.data.get("profiles", {}))
    except Problems as found:
        for one in found.problems:
            yield checked.problem(one.id, one.message, ("profile",), expected=one.expected, hint=one.hint)


def _case(checked: Checked, program: Program, case: dict[str, Any], path: Path) -> Iterator[Problem]:
    for name, wanted in case.get("expect", {}).items():
        action = name.partition("/")[0]
        if action not in program.actions:
            yield _unknown(checked, (*path, "expect", name), "action", action, program.actions, key=True)
            continue
        data = program.registry.action_files[action].data
        for key, kind in _OF_ACTIONS.items():
            known = [node["id"] for node in data.get(kind, ())]
            for index, one in enumerate(wanted.get(key, ())):
                if one not in known:
                    where = (*path, "expect", name, key, index)
                    yield _unknown(checked, where, f"{kind.removesuffix('s')} of {action}", one, known)
        for key in _OF_SOURCES:
            for index, one in enumerate(wanted.get(key, ())):
                if one not in program.source_order:
                    yield _unknown(checked, (*path, "expect", name, key, index), "source", one, program.source_order)
    for key in ("absent", "only"):
        for index, name in enumerate(case.get(key, ())):
            action = name.partition("/")[0]
            if action not in program.actions:
                yield _unknown(checked, (*path, key, index), "action", action, program.actions)


def _unknown(checked: Checked, path: Path, what: str, name: str, known: Iterable[str], *, key: bool = False) -> Problem:
    names = sorted(known)
    return checked.problem(
        f"reference/{what.partition(' ')[0]}", f"there is no {what} “{name}”", path,
        key=key, expected=one_of(what, names), hint=did_you_mean(name, names),
    )  # fmt: skip
