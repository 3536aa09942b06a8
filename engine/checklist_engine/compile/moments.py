"""Moments of the rule language become functions ``Scope -> Moment | None`` (None: not known, not happened yet)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checklist_engine import phrases
from checklist_engine.compile.context import Context
from checklist_engine.load.pack import Path
from checklist_engine.moments import Moment, MomentError, at_clock, edge_of, label, same_day, shift
from checklist_engine.scope import Scope

MomentOf = Callable[[Scope], Moment | None]
Step = Callable[[Scope, Moment], Moment | None]


def unknown_moment(scope: Scope) -> Moment | None:
    """A moment that is never known; stands in for one that could not be compiled (and was reported)."""
    return None


def trigger_moment(scope: Scope) -> Moment | None:
    """The moment that the rule's offsets count from."""
    return scope.trigger


def compile_moment(context: Context, node: Any, path: Path) -> MomentOf:
    """The moment described by ``node``, which stands at ``path`` of the context's file."""
    if isinstance(node, str):
        return _phrase(context, node, path)
    if isinstance(node, list):
        return _chain(context, node, path)
    for key, choose in (("earliest_of", _earliest), ("latest_of", _latest), ("first_known_of", _first_known)):
        if key in node:
            members = [compile_moment(context, part, (*path, key, i)) for i, part in enumerate(node[key])]
            return _choice(members, choose)
    return _logged(context, node, path)


def _phrase(context: Context, text: str, path: Path) -> MomentOf:
    try:
        phrase = phrases.parse(text)
    except phrases.PhraseError:
        context.problem(path, "phrase/unknown", f"“{text}” is not a moment", expected="one such as 24 hours after")
        return unknown_moment
    if isinstance(phrase, phrases.Name):
        return _named(context, phrase, path)
    base: MomentOf = trigger_moment
    if isinstance(phrase, phrases.Offset) and phrase.base is not None:
        base = _named(context, phrases.Name(name=phrase.base), path)
    return _apply(base, _step(phrase))


def _named(context: Context, name: phrases.Name, path: Path) -> MomentOf:
    if not name.is_registered:
        fact = context.fact(name.name, path)
        if fact is None:
            return unknown_moment
        if not fact.spec.is_moment:
            context.problem(path, "fact/no-moment", f"the fact “{name.name}” is no date or time")
            return unknown_moment
        words = name.name

        def read(scope: Scope) -> Moment | None:
            moment = fact.moment(scope)
            if moment is None:
                return None
            # What was assumed keeps its reckoning; what the record says is named as the rule names it.
            return moment if len(moment.how) > 1 else moment.reckoned(f"{words}: {label(moment)}")

        return read
    if name.name not in context.registry.moments:
        context.unknown(path, "named moment", name.name, context.registry.moments)
        return unknown_moment
    there = context.in_manifest("moment", name.name, path)
    if there is None:
        return unknown_moment
    return compile_moment(there, context.registry.moments[name.name], ("moments", name.name))


def _chain(context: Context, parts: list[Any], path: Path) -> MomentOf:
    """A first moment and steps from it, left to right."""
    first, rest = parts[0], parts[1:]
    if isinstance(first, str) and not isinstance(_parsed(first), phrases.Name):
        moment = _phrase(context, first, (*path, 0))
    else:
        moment = compile_moment(context, first, (*path, 0))
    for index, part in enumerate(rest, 1):
        phrase = _parsed(part) if isinstance(part, str) else None
        if phrase is None or isinstance(phrase, phrases.Name) or getattr(phrase, "base", None) is not None:
            context.problem((*path, index), "phrase/no-step", f"“{part}” is not a step from the moment before it",
                            expected="one such as 2 days after, or at 09:00")  # fmt: skip
            return unknown_moment
        moment = _apply(moment, _step(phrase))
    return moment


def _parsed(text: str) -> phrases.Phrase | None:
    try:
        return phrases.parse(text)
    except phrases.PhraseError:
        return None


def _apply(base: MomentOf, step: Step) -> MomentOf:
    def moment_of(scope: Scope) -> Moment | None:
        moment = base(scope)
        if moment is None:
            return None
        try:
            return step(scope, moment)
        except MomentError:
            return None  # beyond the calendar: as far away as unknown

    return moment_of


def _step(phrase: phrases.Phrase) -> Step:
    if isinstance(phrase, phrases.Offset):
        count, unit = phrase.amount, phrase.unit
        return lambda scope, moment: shift(moment, count, unit, scope.case.working_days)
    if isinstance(phrase, phrases.Clock):
        clock, theirs = phrase.clock, phrase.theirs
        return lambda scope, moment: at_clock(moment, clock, _their_zone(scope) if theirs else moment.zone)
    if isinstance(phrase, phrases.Edge):
        edge, period = phrase.edge, phrase.period
        return lambda scope, moment: edge_of(moment, edge, period)
    return lambda scope, moment: same_day(moment)


def _their_zone(scope: Scope) -> str:
    person = scope.elements.get("person")
    return person.zone if person is not None else scope.zone()


def _choice(members: list[MomentOf], choose: Callable[[list[Moment]], Moment | None]) -> MomentOf:
    def moment_of(scope: Scope) -> Moment | None:
        return choose([moment for member in members if (moment := member(scope)) is not None])

    return moment_of


def _earliest(known: list[Moment]) -> Moment | None:
    return min(known, key=lambda moment: moment.start, default=None)


def _latest(known: list[Moment]) -> Moment | None:
    return max(known, key=lambda moment: moment.end, default=None)


def _first_known(known: list[Moment]) -> Moment | None:
    return known[0] if known else None


def _logged(context: Context, node: dict[str, Any], path: Path) -> MomentOf:
    """The first or last entry of the log: ``{heard: rejected, which: first}``."""
    verb = next(key for key in ("did", "heard", "skipped") if key in node)
    names = log_names(context, verb, node[verb], (*path, verb))
    first = node.get("which", "last") == "first"

    def moment_of(scope: Scope) -> Moment | None:
        entries = [entry for entry in scope.case.entries(verb, names) if scope.concerns(entry)]
        if not entries:
            return None
        entry = entries[0] if first else entries[-1]
        return entry.at.reckoned(f"{verb} {entry.name}: {label(entry.at)}")

    return moment_of


def log_names(context: Context, verb: str, given: str | list[str], path: Path) -> list[str]:
    """The registered names behind ``did: x`` or ``heard: [x, y]``; a class stands for its actions."""
    registry = context.registry
    names = []
    for index, name in enumerate(given if isinstance(given, list) else [given]):
        where = (*path, index) if isinstance(given, list) else path
        if verb == "heard":
            if name not in registry.events:
                context.unknown(where, "event", name, registry.events)
            names.append(name)
        else:
            if name not in registry.actions and name not in registry.classes:
                context.unknown(where, "action", name, [*registry.actions, *registry.classes])
            names.extend(registry.counted_by(name))
    return names
