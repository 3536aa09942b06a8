"""Moments of the rule language become functions ``Scope -> Moment | None`` (None: not known, not happened yet)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checklist_engine import phrases
from checklist_engine.compile.context import Context
from checklist_engine.compile.lengths import compile_choice
from checklist_engine.compile.steps import Step, compile_step
from checklist_engine.load.pack import Path
from checklist_engine.moments import Moment, MomentError, label
from checklist_engine.scope import Scope

_NOW = "now"
MomentOf = Callable[[Scope], Moment | None]


def unknown_moment(scope: Scope) -> Moment | None:
    """A moment that is never known; stands in for one that could not be compiled (and was reported)."""
    return None


def trigger_moment(scope: Scope) -> Moment | None:
    """The moment that the rule's offsets count from; who counts from it rests on what it rests on."""
    scope.asks.update(scope.trigger_asks)
    if scope.trigger is None:
        scope.lacks += scope.trigger_lacks
    return scope.trigger


def compile_moment(context: Context, node: Any, path: Path) -> MomentOf:
    """The moment described by ``node``, which stands at ``path`` of the context's file."""
    if isinstance(node, str):
        return _phrase(context, node, path)
    if isinstance(node, list):
        return _chain(context, node, path)
    if "choose" in node:
        return compile_choice(context, node["choose"], (*path, "choose"), compile_moment)
    for key, choose in _CHOICES.items():
        if key in node:
            members = [compile_moment(context, part, (*path, key, i)) for i, part in enumerate(node[key])]
            return _of_several(members, choose, every=node.get("known") == "all")
    return _logged(context, node, path)


def _phrase(context: Context, text: str, path: Path) -> MomentOf:
    phrase = _parsed(text)
    if phrase is None:
        context.problem(path, "phrase/unknown", f"“{text}” is not a moment", expected="one such as 24 hours after")
        return unknown_moment
    if isinstance(phrase, phrases.Name):
        return _named(context, phrase, path)
    base: MomentOf = trigger_moment
    if (named := getattr(phrase, "base", None)) is not None:
        base = _named(context, phrases.Name(name=named), path)
    return _apply(base, compile_step(context, phrase, path))


def _named(context: Context, name: phrases.Name, path: Path) -> MomentOf:
    if name.name == _NOW and _NOW not in context.registry.schema.root["properties"]:
        context.problem(path, "reference/fact", "no moment begins with “now”: it would be another one at each look",
                        expected="a moment that stays, such as a fact, a log entry or 24 hours after",
                        hint="“now” stands only where a condition compares: {moment: now, …}, before: now, "
                             "after: now.")  # fmt: skip
        return unknown_moment
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
                scope.lacks.append(("fact", fact.spec.title))
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
        moment = _apply(moment, compile_step(context, phrase, (*path, index)))
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
            return None  # beyond the calendar, or a fifth Friday that is not there: as far away as unknown

    return moment_of


def _of_several(members: list[MomentOf], choose: Callable[[list[Moment]], Moment | None], every: bool) -> MomentOf:
    """One of those that are known; where others could still come before it, its reckoning says so.

    With ``every`` there is none before all of them are known.
    """

    def moment_of(scope: Scope) -> Moment | None:
        known, unknown = list[Moment](), 0
        for member in members:
            moment = member(scope)
            if moment is None:
                unknown += 1
                continue
            known.append(moment)
            if choose is _first_known:
                break  # a fact behind the first that is known decides nothing, so that nobody is asked for it
        chosen = choose(known)
        if chosen is None or not unknown:
            return chosen
        if every:
            return None
        return chosen.reckoned(*chosen.how, _so_far(len(members) - unknown, len(members)))

    return moment_of


def _so_far(known: int, members: int) -> str:
    return f"so far, with {known} of {members} known; it may move"


def _earliest(known: list[Moment]) -> Moment | None:
    return min(known, key=lambda moment: moment.start, default=None)


def _latest(known: list[Moment]) -> Moment | None:
    return max(known, key=lambda moment: moment.end, default=None)


def _first_known(known: list[Moment]) -> Moment | None:
    return known[0] if known else None


_CHOICES = {"earliest_of": _earliest, "latest_of": _latest, "first_known_of": _first_known}


def _logged(context: Context, node: dict[str, Any], path: Path) -> MomentOf:
    """The first or last entry of the log: ``{heard: rejected, which: first}``."""
    verb = next(key for key in ("did", "heard", "skipped") if key in node)
    names = log_names(context, verb, node[verb], (*path, verb))
    first = node.get("which", "last") == "first"

    def moment_of(scope: Scope) -> Moment | None:
        entries = [entry for entry in scope.case.entries(verb, names) if scope.concerns(entry)]
        if not entries:
            scope.lacks += ((verb, name) for name in names)
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
