"""A narrower rule beside a wider one of the same source: both windows then hold, which is rarely what is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.lint.conditions import kind_of, sources_of, view_of, when_of, while_of
from checklist_engine.lint.formulas import Formulas
from checklist_engine.lint.logic import no
from checklist_engine.lint.subject import Subject

_KINDS = ("do", "expect")
"""Two prohibitions of one source add up, and so do two things that need not be done."""


def look(subject: Subject) -> None:
    """Note all findings of this module: one for each rule that is narrower than others, with the first of them."""
    for file, data in subject.actions():
        view = view_of(subject, file)
        for index, narrow in enumerate(data["rules"]):
            wide = next((one for one in data["rules"] if _is_narrower(view, data, narrow, one)), None)
            if wide is not None:
                subject.add(
                    "united-windows", file, ("rules", index),
                    f"“{narrow['id']}” speaks only where “{wide['id']}” of its source does: both windows hold then",
                    hint=f"If it stands in the other's place, write replaces: {wide['id']}.",
                )  # fmt: skip


def _is_narrower(view: Formulas, data: Mapping[str, Any], rule: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    kind = kind_of(rule)
    if rule is other or kind not in _KINDS or kind != kind_of(other) or sources_of(rule).isdisjoint(sources_of(other)):
        return False
    if any("retired" in one or "valid" in one for one in (rule, other)) or _replaces(rule, other):
        return False
    if (rule[kind], rule.get("trigger")) == (other[kind], other.get("trigger")):
        return False
    narrow, wide, going = when_of(view, rule), when_of(view, other), while_of(view, data)
    return (
        not view.never(narrow, going)
        and view.never(narrow, going, no(wide))
        and not view.never(wide, going, no(narrow))
    )


def _replaces(rule: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    given = rule.get("replaces", [])
    return other["id"] in ([given] if isinstance(given, str) else given)
