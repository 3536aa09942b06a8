"""The tests that a condition can make of one fact: ``is``, ``at_least``, ``known``, ``clock_before``, ``before`` …"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from checklist_engine.compile.context import Context
from checklist_engine.compile.facts import Fact
from checklist_engine.compile.moments import MomentOf, compile_moment
from checklist_engine.compile.report import did_you_mean, one_of
from checklist_engine.load.pack import Path
from checklist_engine.moments import clock, month, weekday
from checklist_engine.scope import Scope


class Comparison:
    """One test of a fact: ``holds`` decides, ``words`` reads it back."""

    __slots__ = ("holds", "words")

    def __init__(self, holds: Callable[[Scope, Fact], bool], words: str) -> None:
        self.holds = holds
        self.words = words


def as_read(value: Any) -> str:
    """A value of a rule or a record as somebody would read it out of the file, in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {as_read(below)}" for key, below in value.items())
    return ", ".join(map(as_read, value)) if isinstance(value, (list, tuple)) else str(value)


def _words(key: str, wanted: Any) -> str:
    """A test read back: ``is true``, ``one of DE, LU``, ``is not known``."""
    if key in ("known", "none"):
        return f"is {key}" if wanted else f"is not {key}"
    return f"{key.replace('_', ' ')} {as_read(wanted)}"


OF_NUMBERS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
}
"""Tests of a number against the one that is wanted; what is no number passes none of them."""


def compares(key: str, value: Any, wanted: Any) -> bool:
    """Whether a value is a number that passes a test of ``OF_NUMBERS``."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and OF_NUMBERS[key](value, wanted)


_OF_VALUES: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda value, wanted: bool(value == wanted),
    "one_of": lambda value, wanted: value in wanted,
    "not_one_of": lambda value, wanted: value is not None and value not in wanted,
    **{key: partial(compares, key) for key in OF_NUMBERS},
    "contains": lambda value, wanted: isinstance(value, (list, str)) and wanted in value,
    "known": lambda value, wanted: (value is not None) is wanted,
    "none": lambda value, wanted: (value is None or value == []) is wanted,
}

_OF_POINTS: dict[str, Callable[[int, str, Any], bool]] = {
    "clock_before": lambda stamp, zone, wanted: clock(stamp, zone) < wanted,
    "clock_from": lambda stamp, zone, wanted: clock(stamp, zone) >= wanted,
    "weekday": lambda stamp, zone, wanted: weekday(stamp, zone) in wanted,
    "month": lambda stamp, zone, wanted: month(stamp, zone) in wanted,
}


def compile_test(context: Context, fact: Fact, key: str, wanted: Any, path: Path) -> Comparison:
    """The test ``key: wanted`` of ``fact``; reports tests that make no sense of this fact."""
    words = _words(key, wanted)
    tests = context.registry.tests.setdefault(id(fact.spec.schema), [])
    if key in _OF_VALUES:
        tests.append((key, wanted, None))
        compare = _OF_VALUES[key]
        _check_options(context, fact, key, wanted, path)
        if fact.spec.may_be_none and (wanted == "none" if key == "is" else key == "one_of" and "none" in wanted):
            # What is said to be none is read as None; the rule may ask for it by the schema's word all the same.
            return Comparison(lambda scope, fact: (value := fact.value(scope)) is None or compare(value, wanted), words)
        return Comparison(lambda scope, fact: compare(fact.value(scope), wanted), words)
    if not fact.spec.is_moment:
        context.problem(path, "fact/no-moment", f"“{fact.spec.path}” is no date or time, so “{key}” says nothing of it")
    if key in _OF_POINTS:
        tests.append((key, wanted, None))
        return Comparison(_point_test(_OF_POINTS[key], wanted, key.startswith("clock")), words)
    now = wanted == "now"
    other = None if now else compile_moment(context, wanted, path)
    tests.append((key, wanted, other))
    return Comparison(_order_test(other, key == "before"), words)


def _check_options(context: Context, fact: Fact, key: str, wanted: Any, path: Path) -> None:
    """A value that the schema does not allow can never be found: a typo, not a rule."""
    schema = fact.spec.schema
    one = schema.get("items", {}) if key == "contains" else schema
    options, kind = one.get("enum"), one.get("type")
    if key in OF_NUMBERS and kind not in (None, "integer", "number"):
        context.problem(path, "reference/value", f"“{key}” asks for a number, and “{fact.spec.path}” is none")
    if key not in ("is", "one_of", "not_one_of", "contains"):
        return
    for index, value in enumerate(wanted if isinstance(wanted, list) else [wanted]):
        where = (*path, index) if isinstance(wanted, list) else path
        if options is not None and value not in options:
            known = [str(option) for option in options]
            context.problem(where, "reference/value", f"“{value}” is no value of “{fact.spec.path}”",
                            expected=one_of("value", known), hint=did_you_mean(str(value), known))  # fmt: skip
        elif kind == "boolean" and not isinstance(value, bool):
            context.problem(where, "reference/value", f"“{value}” is no value of “{fact.spec.path}”",
                            expected="true or false")  # fmt: skip


def _point_test(compare: Callable[[int, str, Any], bool], wanted: Any, of_clock: bool) -> Callable[[Scope, Fact], bool]:
    def holds(scope: Scope, fact: Fact) -> bool:
        moment = fact.moment(scope)
        if moment is None or (of_clock and moment.is_day):
            return False  # a whole day has no clock time
        return compare(moment.start, moment.zone, wanted)

    return holds


def _order_test(other: MomentOf | None, before: bool) -> Callable[[Scope, Fact], bool]:
    """Moment against moment: ``before`` and ``after`` leave no overlap between a day and what lies in it."""

    def holds(scope: Scope, fact: Fact) -> bool:
        moment = fact.moment(scope)
        if moment is None:
            return False
        if other is None:
            start = end = scope.case.now
        else:
            against = other(scope)
            if against is None:
                return False
            start, end = against.start, against.end
        return moment.end <= start and moment.start < end if before else moment.start >= end and moment.end > start

    return holds
