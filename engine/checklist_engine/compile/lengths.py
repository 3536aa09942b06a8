"""Lengths of time and calendars as rules name them: ``7 days``, ``2 bank days``, a named offset, a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checklist_engine import phrases
from checklist_engine.compile.context import Context
from checklist_engine.compile.report import one_of
from checklist_engine.load.pack import Path
from checklist_engine.scope import Scope

Length = tuple[int, str]
"""Amount and unit: (3, "month")."""
_UNITS = ("minute", "hour", "day", "week", "month", "year")
_WORKING_DAYS = ("business", "office", "work", "week", "weekday")
"""How others call the calendar of working days: no near miss, and yet always meant."""
LengthOf = Callable[[Scope], Length | None]


def compile_length(context: Context, node: Any, path: Path) -> LengthOf:
    """A length of time: written out, the name of an offset, a fact, or a choice of these (`choose`).

    None where it is not known; the answer that is missing is then noted in the scope.
    """
    if isinstance(node, Mapping):
        return compile_choice(context, node["choose"], (*path, "choose"), compile_length)
    if not phrases.is_name(node):
        return _written(context, node, path)
    return _registered(context, node, path) if "-" in node else _fact(context, node, path)


def _written(context: Context, text: str, path: Path) -> LengthOf:
    try:
        length = phrases.distance(text)
    except phrases.PhraseError:
        context.problem(path, "phrase/unknown", f"“{text}” is not a length of time", expected="one such as 7 days")
        return lambda scope: None
    check_calendar(context, length[1], path)
    return lambda scope: length


def _registered(context: Context, name: str, path: Path) -> LengthOf:
    offsets = context.registry.offsets
    if name not in offsets:
        context.unknown(path, "offset", name, offsets)
        return lambda scope: None
    there = context.in_manifest("offset", name, path)
    return (lambda scope: None) if there is None else compile_length(there, offsets[name], ("offsets", name))


def _fact(context: Context, name: str, path: Path) -> LengthOf:
    if _is_bare_unit(context, name):
        context.problem(path, "reference/fact", f"there is no fact “{name}”",
                        expected="a length of time such as 1 week",
                        hint=f"Did you mean “1 {name.rstrip('s')}”?")  # fmt: skip
        return lambda scope: None
    fact = context.fact(name, path)
    if fact is None:
        return lambda scope: None
    if fact.spec.schema.get("type_name") != "length":
        context.problem(path, "fact/no-length", f"the fact “{name}” is no length of time",
                        hint="Give it the type “length” in the record schema of the pack.")  # fmt: skip

    def length_of(scope: Scope) -> Length | None:
        value = fact.value(scope)
        try:
            length = phrases.distance(value) if isinstance(value, str) else None
        except phrases.PhraseError:
            return None
        return length if length is not None and _calendar_there(context, length[1]) else None

    return length_of


def _is_bare_unit(context: Context, name: str) -> bool:
    """Whether a name is that of a unit, such as ``week``, and no fact of the record besides."""
    return (
        name.rstrip("s") in _UNITS
        and name not in context.dimensions
        and name not in context.registry.schema.root["properties"]
    )


def check_calendar(context: Context, unit: str, path: Path) -> None:
    """Report a unit such as ``bank day`` whose calendar the pack does not have."""
    if not _calendar_there(context, unit):
        name = phrases.calendar_of(unit) or ""
        known = [*context.registry.calendars, phrases.WORKING]
        if name in _WORKING_DAYS:
            context.problem(
                path, "reference/calendar", f"there is no calendar “{name}”", expected=one_of("calendar", known),
                hint="Write working day, such as 2 working days after.",
            )  # fmt: skip
        else:
            context.unknown(path, "calendar", name, known)


def _calendar_there(context: Context, unit: str) -> bool:
    name = phrases.calendar_of(unit)
    return name in (None, phrases.WORKING) or name in context.registry.calendars


def compile_choice(
    context: Context, parts: list[Mapping[str, Any]], path: Path, compile_one: Callable[[Context, Any, Path], Any]
) -> Callable[[Scope], Any]:
    """The first of ``[{when: …, use: …}, {use: …}]`` whose condition holds; None where none does."""
    compiled = [
        (
            context.registry.condition(context, part["when"], (*path, index, "when")) if "when" in part else None,
            compile_one(context, part["use"], (*path, index, "use")),
        )
        for index, part in enumerate(parts)
    ]
    if (watch := context.registry.watch) is not None:
        compiled = [(when, watch.branch(context, (*path, i), use)) for i, (when, use) in enumerate(compiled)]

    def chosen(scope: Scope) -> Any:
        for when, use in compiled:
            if when is not None:
                holds, asks = when.test(scope)
                for where, fact in asks.items():
                    scope.ask(fact, where)
                if not holds:
                    continue
            return use(scope)
        return None

    return chosen


def names_in(text: str) -> Iterator[str]:
    """The registered names in a phrase: moments and offsets (`notice-period before move-day`)."""
    return (word for word in text.split(" ") if "-" in word)
