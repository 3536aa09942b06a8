"""Checking the names in a rule test: one that nothing has would be absent for ever, and its test could not fail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from checklist_engine.compile.program import Program
from checklist_engine.compile.report import did_you_mean, one_of
from checklist_engine.load.pack import Path
from checklist_engine.problems import Problem, Problems
from checklist_engine.profiles import find_profile
from checklist_engine.ruletests.reads import OF_THE_ENGINE, facts_read, plain_paths
from checklist_engine.schema.shape import Checked

_OF_SOURCES = ("voices", "late_for", "ideal")
_OF_ACTIONS = {
    "rules": "rules", "steps": "steps", "has_steps": "steps", "lacks_steps": "steps",
    "checks": "checks", "has_checks": "checks", "lacks_checks": "checks", "steps_by": "steps",
}  # fmt: skip


def check_names(checked: Checked, program: Program) -> None:
    """Raise Problems for every action, rule, step, check, source and profile in a test that the pack does not have."""
    problems = list(_profile(checked, program))
    facts = facts_read(program)
    problems += _changed(checked, program)
    for index, case in enumerate(checked.data["cases"]):
        problems += _case(checked, program, facts, case, ("cases", index))
    if problems:
        raise Problems(problems)


def follow_renamed(checked: Checked, program: Program) -> None:
    """Give the rules that a test names as they were called before the names that they have now."""
    for case in checked.data["cases"]:
        for name, wanted in case.get("expect", {}).items():
            file = program.registry.action_files.get(name.partition("/")[0])
            if file is not None and "rules" in wanted:
                known = {rule["id"] for rule in file.data["rules"]}
                wanted["rules"] = [
                    one if one in known else _now_called(file.data, one) or one for one in wanted["rules"]
                ]


def _profile(checked: Checked, program: Program) -> Iterator[Problem]:
    if "profile" not in checked.data:
        return
    try:
        find_profile(checked.data["profile"], program.source_order, program.pack.manifest.data.get("profiles", {}))
    except Problems as found:
        for one in found.problems:
            yield checked.problem(one.id, one.message, ("profile",), expected=one.expected, hint=one.hint)


def _changed(checked: Checked, program: Program) -> Iterator[Problem]:
    """The facts that the test changes in its base record."""
    read = plain_paths(program) if "set" in checked.data else ()
    for path in checked.data.get("set", {}):
        name = ".".join(part for part in path.split(".") if not part.isdigit())
        if name.partition(".")[0] not in OF_THE_ENGINE and not any(_leads_to(name, one) for one in read):
            yield from _fact(checked, read, name, ("set", path), key=True)


def _leads_to(path: str, other: str) -> bool:
    """Whether a path is another one or leads there, of which ``*`` stands for any name."""
    parts, others = path.split("."), other.split(".")
    return len(parts) <= len(others) and all(a == b or b == "*" for a, b in zip(parts, others, strict=False))


def _case(
    checked: Checked, program: Program, facts: Collection[str], case: dict[str, Any], path: Path
) -> Iterator[Problem]:
    for name, wanted in case.get("expect", {}).items():
        action = name.partition("/")[0]
        if action not in program.actions:
            yield _unknown(checked, (*path, "expect", name), "action", action, program.actions, key=True)
            continue
        data = program.registry.action_files[action].data
        for key, kind in _OF_ACTIONS.items():
            known = [node["id"] for node in data.get(kind, ())]
            for where, one in _named(wanted.get(key, ()), (*path, "expect", name, key)):
                if one not in known and not (kind == "rules" and _now_called(data, one)):
                    what = f"{kind.removesuffix('s')} of {action}"
                    yield _unknown(checked, where, what, one, known, key=where[-1] == one)
        for key in _OF_SOURCES:
            for where, one in _named(wanted.get(key, ()), (*path, "expect", name, key)):
                if one not in program.source_order:
                    yield _unknown(checked, where, "source", one, program.source_order, key=where[-1] == one)
        for where, fact in _named(wanted.get("provisional", ()), (*path, "expect", name, "provisional")):
            yield from _fact(checked, facts, fact, where)
    for key in ("questions", "asks"):
        for where, fact in _named(case.get(key, ()), (*path, key)):
            yield from _fact(checked, facts, fact, where)
    remarks = [one.name for one in program.remarks]
    for where, name in _named(case.get("remarks", ()), (*path, "remarks")):
        if name not in remarks:
            yield _unknown(checked, where, "remark", name, remarks)
    for key in ("absent", "only"):
        for index, name in enumerate(case.get(key, ())):
            action = name.partition("/")[0]
            if action not in program.actions:
                yield _unknown(checked, (*path, key, index), "action", action, program.actions)


def _named(given: Iterable[str], path: Path) -> Iterator[tuple[Path, str]]:
    """What is named in a list, or by the keys of a group, each with its place."""
    for index, name in enumerate(given):
        yield (*path, name if isinstance(given, dict) else index), name


def _fact(checked: Checked, facts: Iterable[str], name: str, path: Path, *, key: bool = False) -> Iterator[Problem]:
    """A fact that no rule reads can make no difference: a test of it could not fail, or not pass."""
    if name not in facts:
        known = sorted(facts)
        numbered = _numbered(name, known)
        hint = f"Elements of a list are counted from 0: {numbered}" if numbered else did_you_mean(name, known)
        yield checked.problem(
            "reference/unread-fact", f"no rule reads the fact “{name}”", path,
            key=key, expected=one_of("fact", known), hint=hint,
        )  # fmt: skip


def _numbered(name: str, known: Iterable[str]) -> str | None:
    """For `rounds.first.mood`, where there is `rounds.mood` or the like: with a number for the element."""
    parts = name.split(".")
    if len(parts) < 3 or parts[1].isdigit():
        return None
    fits = any(one in known for one in (".".join([parts[0], *parts[2:]]), f"{parts[0]}.0.{'.'.join(parts[2:])}"))
    return f"{parts[0]}.0.{'.'.join(parts[2:])}" if fits else None


def _now_called(data: Mapping[str, Any], name: str) -> str | None:
    """What a rule is called now that was called so formerly."""
    for rule in data["rules"]:
        old = rule.get("formerly", [])
        if name in ([old] if isinstance(old, str) else old):
            return str(rule["id"])
    return None


def _unknown(
    checked: Checked, path: Path, what: str, name: str, known: Iterable[str], *, key: bool = False
) -> Problem:  # fmt: skip
    names = sorted(known)
    hints = [hint for hint in (did_you_mean(name, names), _renamed(what, name)) if hint]
    return checked.problem(
        f"reference/{what.partition(' ')[0]}", f"there is no {what} “{name}”", path,
        key=key, expected=one_of(what, names), hint=" ".join(hints) or None,
    )  # fmt: skip


def _renamed(what: str, name: str) -> str | None:
    return f"If you renamed it, write formerly: {name} in the rule." if what.startswith("rule ") else None
