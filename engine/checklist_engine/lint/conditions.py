"""Conditions that decide nothing: rules that never speak, conditions that never or always hold, repeated entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.compile.facts import UnknownFact
from checklist_engine.compile.rule_names import KINDS
from checklist_engine.editing.remove import Removal
from checklist_engine.lint.formulas import Formulas
from checklist_engine.lint.logic import TRUE, Formula, no
from checklist_engine.lint.subject import Subject
from checklist_engine.load.pack import PackFile, Path

_LISTS_OF_CONDITIONS = ("when", "while", "done_when", "all", "any", "not", "are", "conditions")
_LISTS_OF_MOMENTS = ("earliest_of", "latest_of", "first_known_of")


def dimensions_of(data: Mapping[str, Any]) -> dict[str, str]:
    """The names that an action's `for_each` brings into scope, and the lists that they run over."""
    return {name: given.rpartition(" of ")[2] for name, given in data.get("for_each", {}).items()}


def view_of(subject: Subject, file: PackFile) -> Formulas:
    """The formulas of an action's conditions."""
    data = file.data
    roots = [data.get("while", []), data.get("done_when", []), list(subject.registry.conditions)]
    roots += [
        one["when"] for _, node, what in _lists(data, (), "") if what == "choose" for one in node if "when" in one
    ]
    roots += [rule["when"] for key in ("rules", "steps", "checks") for rule in data.get(key, ()) if "when" in rule]
    return Formulas(subject.registry, dimensions_of(data), tuple(roots))


def while_of(view: Formulas, data: Mapping[str, Any]) -> Formula:
    """What `while` says."""
    return view.of(data["while"], "while") if "while" in data else TRUE


def when_of(view: Formulas, rule: Mapping[str, Any]) -> Formula:
    """What a rule's or step's `when` says; “after” in it counts from the rule's own trigger."""
    return view.of(rule["when"], f"when {rule.get('trigger')}") if "when" in rule else TRUE


def look(subject: Subject) -> None:
    """Note all findings of this module."""
    for file, data in subject.actions():
        view = view_of(subject, file)
        told = set(_conditions(subject, file, view))
        for index in range(len(data["rules"])):
            if ("rules", index) not in told:
                _unreachable(subject, file, view, index)
    for file in (subject.pack.manifest, *subject.pack.actions):
        for path, node, what in _lists(file.data, (), ""):
            if what in (*_LISTS_OF_CONDITIONS, *_LISTS_OF_MOMENTS):
                _repeated(subject, file, path, node)


def _conditions(subject: Subject, file: PackFile, view: Formulas) -> Iterator[Path]:
    """Look at every condition of an action; gives the rules and steps that can never be for that reason."""
    data = file.data
    for key in ("while", "done_when"):
        if key in data:
            # Without a `done_when` that always holds, nothing would be done by itself: that is no safe mend.
            mends = key != "done_when" or not view.always(view.of(data[key], key))
            _decides(subject, file, view, (key,), data[key], key, mends=mends)
    for path, node, what in _lists(data, (), ""):
        for index, choice in enumerate(node if what == "choose" else ()):
            if "when" in choice:
                _decides(subject, file, view, (*path, index, "when"), choice["when"], str(path), mends=False)
    for group in ("rules", "steps", "checks"):
        for index, part in enumerate(data.get(group, ())):
            if "when" in part and _decides(subject, file, view, (group, index, "when"), part["when"], "when"):
                yield (group, index)


def _decides(
    subject: Subject, file: PackFile, view: Formulas, path: Path, node: Any, tag: str, *, mends: bool = True
) -> bool:
    """Look at one condition and at each of a list; whether it never holds."""
    owner = path[:2] if len(path) > 1 else path
    if isinstance(node, list) and len(node) > 1:
        told = False
        for index, one in enumerate(node):
            told |= _decides(subject, file, view, (*path, index), one, tag, mends=mends)
        if told or not view.never(view.of(node, tag)):
            return told
        subject.add("never-true", file, path, "these conditions never hold together", owner=owner,
                    hint="Two of them exclude each other, or a fact cannot be both.")  # fmt: skip
        return True
    formula = view.of(node, tag)
    shown = path if not isinstance(node, list) else (*path, 0)
    if view.never(formula):
        subject.add("never-true", file, shown, "this condition never holds", owner=owner,
                    hint=_of_a_list(subject, file, node)
                    or "The record schema leaves no value with which it would.")  # fmt: skip
        return True
    if view.always(formula):
        mend = _without(file, view, path, node, tag) if mends else None
        subject.add("always-true", file, shown, "this condition always holds", owner=owner,
                    hint="Take it out, or say what was meant.", mend=mend)  # fmt: skip
    return False


def _of_a_list(subject: Subject, file: PackFile, node: Any) -> str | None:
    """For a test of one value on a list, such as that of all elements: how one is asked for, and how several."""
    node = node[0] if isinstance(node, list) else node
    fact = next(iter(node), "") if isinstance(node, Mapping) else ""
    tests = node[fact] if fact else None
    if not isinstance(tests, Mapping) or not tests.keys() & {"is", "one_of"}:
        return None
    try:
        spec = subject.registry.schema.spec(fact, dimensions_of(file.data))
    except UnknownFact:  # `not`, of an item that is …
        return None
    if not spec.is_list:
        return None
    first, _, rest = fact.partition(".")
    each = [name for name, about in subject.registry.dimensions.items() if about.get("list") == first and rest]
    one = f"{each[0]}.{rest} for one of {first}, or " if each else ""
    return f"“{fact}” is a list: write {one}contains in place of is for the list."


def _without(file: PackFile, view: Formulas, path: Path, node: Any, tag: str) -> Removal | None:
    """Taking the condition out; not where it asks a question, which would be asked no more."""
    before, view.asked = view.asked, set()
    view.of(node, tag)
    asks, view.asked = view.asked, before
    if asks:
        return None
    line, column = file.place(path)
    return Removal(file=file.name, words="took out a condition that always holds", line=line, column=column, path=path)


def _unreachable(subject: Subject, file: PackFile, view: Formulas, index: int) -> None:
    data, path = file.data, ("rules", index)
    rule = data["rules"][index]
    first, last = rule.get("valid", {}).get("from"), rule.get("valid", {}).get("until")
    retired = rule.get("retired", {}).get("from")
    if first and ((last and last < first) or (retired and retired <= first)):
        subject.add("unreachable-rule", file, path, f"“{rule['id']}” is over before it is in force",
                    hint="Look at the dates under “valid” and “retired”.")  # fmt: skip
        return
    open_, when = while_of(view, data), when_of(view, rule)
    if "while" in data and view.never(open_, when):
        if view.never(open_):
            return  # told of `while` itself
        subject.add("unreachable-rule", file, path, f"“{rule['id']}” never speaks while the item is open",
                    hint="What its “when” asks for and what the action's “while” says exclude each other.")  # fmt: skip
        return
    for other in data["rules"]:
        if _replaces(other, rule) and view.never(when, no(when_of(view, other))):
            subject.add("unreachable-rule", file, path,
                        f"“{rule['id']}” never speaks: “{other['id']}” replaces it and always speaks where it would",
                        hint="Let the narrower rule replace the general one, or take this one out.")  # fmt: skip
            return


def _replaces(other: Mapping[str, Any], rule: Mapping[str, Any]) -> bool:
    """Whether a rule silences another wherever both would speak, in every profile and at any time."""
    given = other.get("replaces", [])
    if rule["id"] not in ([given] if isinstance(given, str) else given) or "valid" in other or "retired" in other:
        return False
    return sources_of(rule) <= sources_of(other)


def sources_of(rule: Mapping[str, Any]) -> set[str]:
    """The sources that a rule speaks for."""
    given = rule["statement"]
    return {name.partition("/")[0] for name in ([given] if isinstance(given, str) else given)}


def kind_of(rule: Mapping[str, Any]) -> str:
    """``do``, ``dont``, ``need_not`` or ``expect``."""
    return next(kind for kind in KINDS if kind in rule)


def _lists(node: Any, path: Path, what: str) -> Iterator[tuple[Path, list[Any], str]]:
    """Every list below a part of a file, with the key that it stands under."""
    if isinstance(node, list):
        yield path, node, what
        for index, one in enumerate(node):
            # A list within a list of conditions is one of conditions too.
            yield from _lists(one, (*path, index), what if isinstance(one, list) else "")
    elif isinstance(node, Mapping):
        for key, value in node.items():
            inner = "conditions" if path == ("conditions",) else str(key)
            yield from _lists(value, (*path, key), inner)


def _repeated(subject: Subject, file: PackFile, path: Path, node: list[Any]) -> None:
    for index, one in enumerate(node):
        if one in node[:index]:
            where = (*path, index)
            line, column = file.place(where)
            mend = Removal(file=file.name, words="took out a repeated entry", line=line, column=column, path=where)
            subject.add("repeated-entry", file, where, "this entry is in the list already", owner=path[:2],
                        hint="Take it out, or say what was meant.", mend=mend)  # fmt: skip
