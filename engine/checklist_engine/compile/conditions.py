"""Conditions of the rule language become functions ``Scope -> Truth``.

Missing is not false: a **truth** is the value that holds under the schema's assumptions, and the missing facts
that it rests on. It is definite where that set is empty. ``all`` and ``any`` follow Kleene's strong logic: a
definite false settles ``all``, a definite true settles ``any``, whatever else is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from checklist_engine.compile.comparisons import Comparison, as_read, compile_test
from checklist_engine.compile.context import Context
from checklist_engine.compile.lengths import Length, compile_length
from checklist_engine.compile.moments import MomentOf, compile_moment, log_names
from checklist_engine.compile.steps import shifted
from checklist_engine.load.pack import Path
from checklist_engine.moments import Moment, MomentError, label, point
from checklist_engine.scope import Entry, Scope
from checklist_engine.value import Value

Asks = Mapping[Path, Any]
Truth = tuple[bool, Asks]
Test = Callable[[Scope], Truth]

NOTHING: Asks = {}
TRUE: Truth = (True, NOTHING)
FALSE: Truth = (False, NOTHING)


class Finding(Value):
    """What a condition wanted and what it found, for ``explain``."""

    wanted: str
    found: str
    holds: bool
    assumed: bool
    line: int
    file: str
    inner: tuple[Finding, ...] = ()


class Condition:
    """A compiled condition: ``test`` decides, ``explain`` says what was wanted and what was found."""

    __slots__ = ("_file", "_found", "_parts", "_path", "test", "wanted")

    def __init__(
        self,
        context: Context,
        path: Path,
        test: Callable[[Scope], Truth],
        wanted: str,
        found: Callable[[Scope], str] | None = None,
        parts: Callable[[Scope], tuple[Finding, ...]] | None = None,
    ) -> None:
        self.test = test
        self.wanted = wanted
        self._file = context.file
        self._path = path
        self._found = found
        self._parts = parts

    @property
    def is_simple(self) -> bool:
        """Whether this condition is not made of others."""
        return self._parts is None

    def explain(self, scope: Scope) -> Finding:
        """What this condition wanted and found in ``scope``."""
        holds, asks = self.test(scope)
        found = self._found(scope) if self._found else ("holds" if holds else "does not hold")
        return Finding(
            wanted=self.wanted, found=found, holds=holds, assumed=bool(asks),
            line=self._file.place(self._path)[0], file=self._file.origin(self._path)[0].name,
            inner=self._parts(scope) if self._parts else (),
        )  # fmt: skip


def compile_condition(context: Context, node: Any, path: Path) -> Condition:
    """The condition described by ``node``: a name, a list (all must hold) or a map."""
    watch = context.registry.watch
    made = _condition(context, node, path)
    return made if watch is None else watch.condition(context, node, path, made)


def _condition(context: Context, node: Any, path: Path) -> Condition:
    if isinstance(node, str):
        return _named(context, node, path)
    if isinstance(node, list):
        return _all(context, node, path)
    for key, compile_one in _FORMS.items():
        if key in node:
            return compile_one(context, node, path)
    ((fact, tests),) = node.items()
    return _fact(context, fact, tests, path)


def _named(context: Context, name: str, path: Path) -> Condition:
    conditions = context.registry.conditions
    there = context.in_manifest("condition", name, path) if name in conditions else None
    if there is None:
        if name not in conditions:
            context.unknown(path, "named condition", name, conditions)
        return Condition(context, path, lambda scope: FALSE, name)
    compiled = context.registry.compiled
    key = (name, *context.dimensions.items())
    if key not in compiled:
        compiled[key] = compile_condition(there, conditions[name], ("conditions", name))
    inner: Condition = compiled[key]
    return Condition(context, path, inner.test, name, None, lambda scope: (inner.explain(scope),))


def _all(context: Context, nodes: list[Any], path: Path) -> Condition:
    return _joined(context, [((*path, i), node) for i, node in enumerate(nodes)], path, True)


def _joined(context: Context, nodes: list[tuple[Path, Any]], path: Path, every: bool) -> Condition:
    parts = [compile_condition(context, node, where) for where, node in nodes]
    tests = [part.test for part in parts]

    if len(parts) == 1:
        return parts[0]
    test, wanted = _kleene(tests, every), "all of" if every else "any of"
    return Condition(context, path, test, wanted, None, lambda scope: tuple(part.explain(scope) for part in parts))


def _kleene(tests: Sequence[Test], every: bool) -> Test:
    """All of them (``every``), or at least one; what is definite either way settles it, whatever else is missing."""

    def test(scope: Scope) -> Truth:
        value, asks = every, NOTHING
        for one in tests:
            held, missing = one(scope)
            if held is not every:
                if not missing:
                    return (held, NOTHING)
                value = held
            if missing:
                asks = {**asks, **missing}
        return (value, asks)

    return test


def _not(context: Context, node: Any, path: Path) -> Condition:
    inner = compile_condition(context, node["not"], (*path, "not"))

    def test(scope: Scope) -> Truth:
        held, asks = inner.test(scope)
        return (not held, asks)

    # Said so that one need not turn it round in one's head: what must not be, and what was found of it.
    if inner.is_simple:
        return Condition(context, path, test, f"not: {inner.wanted}", lambda scope: inner.explain(scope).found)
    wanted = "none of" if inner.wanted == "any of" else f"not: {inner.wanted}"
    return Condition(context, path, test, wanted, None, lambda scope: inner.explain(scope).inner)


def _fact(context: Context, name: str, tests: Mapping[str, Any], path: Path) -> Condition:
    fact = context.fact(name, (*path, name), key=True)
    if fact is None:
        return Condition(context, path, lambda scope: FALSE, name)
    comparisons: list[Comparison] = [
        compile_test(context, fact, key, wanted, (*path, name, key)) for key, wanted in tests.items()
    ]

    def test_of(one: Comparison) -> Test:
        def test(scope: Scope) -> Truth:
            held, asked = scope.gather(lambda view: one.holds(view, fact))
            return (held, asked) if asked else (TRUE if held else FALSE)

        return test

    each = [test_of(one) for one in comparisons]
    test = each[0] if len(each) == 1 else _kleene(each, True)

    def found(scope: Scope) -> str:
        value, where = fact.find(scope)
        if value is None:
            return "not in the record"
        moment = scope.case.record.moments.get(where)
        return f"{label(moment) if moment is not None else as_read(value)} ({_standing(scope, where)})"

    return Condition(context, path, test, f"{name} {' and '.join(one.words for one in comparisons)}", found)


def _standing(scope: Scope, where: Path) -> str:
    """Where a fact stands in the record's file."""
    return f"{scope.case.record.name}:{scope.case.record.place(where)[0]}"


def _log(context: Context, node: Mapping[str, Any], path: Path) -> Condition:
    verb = next(key for key in ("did", "heard", "skipped") if key in node)
    names = log_names(context, verb, node[verb], (*path, verb))
    channels = node.get("by")
    channels = [channels] if isinstance(channels, str) else channels
    for channel in channels or ():
        if channel not in context.registry.channels:
            context.unknown((*path, "by"), "channel", channel, context.registry.channels)
    since = compile_moment(context, node["since"], (*path, "since")) if "since" in node else None
    within = compile_length(context, node["within"], (*path, "within")) if "within" in node else None
    with_whom = context.fact(node["with"], (*path, "with")) if "with" in node else None
    wanted_times = node.get("at_least", 1)
    context.registry.mention(verb, names, channels or (), with_whom)

    def entries(scope: Scope) -> list[Entry]:
        found = [entry for entry in scope.case.entries(verb, names) if scope.concerns(entry)]
        return found if channels is None else [entry for entry in found if entry.channel in channels]

    def begun(scope: Scope) -> Callable[[Entry], bool]:
        start = since(scope) if since is not None else None
        return lambda entry: start is not None and _not_before(entry, start)

    def lately(scope: Scope) -> Callable[[Entry], bool]:
        length = within(scope) if within is not None else None
        start = _before_now(scope, length) if length is not None else None
        return lambda entry: start is not None and _not_before(entry, start)

    def by_whom(scope: Scope) -> Callable[[Entry], bool]:
        who = with_whom.value(scope) if with_whom is not None else None
        return lambda entry: who is not None and entry.person == who

    narrowings = [one for key, one in (("since", begun), ("within", lately), ("with", by_whom)) if key in node]

    def narrowed(scope: Scope) -> tuple[list[Entry], Asks]:
        """The entries that count, and what that rests on: nothing where too few are left whatever the answer."""
        counting = possible = entries(scope)
        asks = NOTHING
        for narrowing in narrowings:
            if len(possible) < wanted_times:
                break
            fits, asked = scope.gather(narrowing)
            counting = [entry for entry in counting if fits(entry)]
            if asked:
                asks = {**asks, **asked}
            else:
                possible = [entry for entry in possible if fits(entry)]
        return counting, asks if len(possible) >= wanted_times else NOTHING

    def test(scope: Scope) -> Truth:
        found, asked = narrowed(scope)
        held = len(found) >= wanted_times
        return (held, asked) if asked else (TRUE if held else FALSE)

    def found(scope: Scope) -> str:
        matching, _ = narrowed(scope)
        if not matching:
            return "not in the log"
        record = scope.case.record
        return "; ".join(f"{entry.name} {label(entry.at)} ({record.name}:{entry.line})" for entry in matching[-3:])

    listed = " or ".join(names)
    times = f" at least {wanted_times} times" if wanted_times > 1 else ""
    return Condition(context, path, test, f"{verb} {listed}{times}", found)


def _before_now(scope: Scope, length: Length) -> Moment | None:
    try:
        return shifted(scope, point(scope.case.now, scope.zone()), -length[0], length[1])
    except MomentError:
        return None


def _not_before(entry: Entry, start: Moment) -> bool:
    """Whether an entry may lie in the time from ``start`` on; one without an hour may lie anywhere in its day."""
    return entry.at.start >= start.start or entry.at.end > start.start


def _item(context: Context, node: Mapping[str, Any], path: Path) -> Condition:
    action = node["item"]
    statuses = node["is"] if isinstance(node["is"], list) else [node["is"]]
    if action not in context.registry.action_files:
        context.unknown((*path, "item"), "action", action, context.registry.action_files)

    def status(scope: Scope) -> list[str]:
        return scope.case.statuses_of(action, scope)

    def test(scope: Scope) -> Truth:
        found, asked = scope.gather(status)
        held = any(one in statuses for one in found)
        return (held, asked) if asked else (TRUE if held else FALSE)

    def found(scope: Scope) -> str:
        return ", ".join(scope.gather(status)[0]) or "no item"

    return Condition(context, path, test, f"{action} is {' or '.join(statuses)}", found)


def _quantified(context: Context, node: Mapping[str, Any], path: Path) -> Condition:
    key = next(name for name in ("some", "every", "more_than") if name in node)
    listed = node["of"] if key == "more_than" else node[key]
    dimension = next((n for n, d in context.registry.dimensions.items() if d.get("list") == listed), "it")
    fact = context.fact(listed, (*path, key))
    inner = compile_condition(context.within(**{dimension: listed}), node["are"], (*path, "are"))

    def truths(scope: Scope) -> list[Truth]:
        elements = scope.case.elements_of(dimension, fact, scope) if fact is not None else []
        return [inner.test(scope.inside(**{dimension: element})) for element in elements]

    def test(scope: Scope) -> Truth:
        results = truths(scope)
        wanted = {"some": 0, "more_than": node.get("more_than", 0)}.get(key)
        sure = sum(held for held, asks in results if not asks)
        assumed = sum(held for held, _ in results)
        possible = sure + sum(1 for _, asks in results if asks)
        asks = {where: asked for _, missing in results for where, asked in missing.items()}
        if wanted is None:
            if any(not held and not missing for held, missing in results):
                return FALSE
            return (assumed == len(results), asks)
        if sure > wanted:
            return TRUE
        return (assumed > wanted, asks if possible > wanted else NOTHING)

    def found(scope: Scope) -> str:
        results = truths(scope)
        return f"{sum(held for held, _ in results)} of {len(results)}"

    words = f"more than {node['more_than']} of {listed}" if key == "more_than" else f"{key} {listed}"
    return Condition(context, path, test, f"{words}: {inner.wanted}", found)


def _begun(context: Context, node: Mapping[str, Any], path: Path) -> Condition:
    moment_of: MomentOf = compile_moment(context, node["begun"], (*path, "begun"))

    def test(scope: Scope) -> Truth:
        moment, asked = scope.gather(moment_of)
        held = moment is not None and moment.start <= scope.case.now
        return (held, asked) if asked else (TRUE if held else FALSE)

    def found(scope: Scope) -> str:
        moment, _ = scope.gather(moment_of)
        return label(moment) if moment is not None else "not known"

    return Condition(context, path, test, f"{as_read(node['begun'])} is reached", found)


def _moment(context: Context, node: Mapping[str, Any], path: Path) -> Condition:
    """``{moment: now, weekday: [sat, sun]}``: the tests that facts have, of any moment."""
    from checklist_engine.compile.subjects import Subject

    subject = Subject(context, node["moment"], (*path, "moment"))
    tests = {key: wanted for key, wanted in node.items() if key != "moment"}
    comparisons = [compile_test(context, subject, key, wanted, (*path, key)) for key, wanted in tests.items()]

    def test(scope: Scope) -> Truth:
        held, asked = scope.gather(lambda view: all(one.holds(view, subject) for one in comparisons))
        return (held, asked) if asked else (TRUE if held else FALSE)

    def found(scope: Scope) -> str:
        moment, _ = scope.gather(subject.moment)
        return label(moment) if moment is not None else "not known"

    wanted = f"{subject.spec.path} {' and '.join(one.words for one in comparisons)}"
    return Condition(context, path, test, wanted, found)


_FORMS: dict[str, Callable[[Context, Any, Path], Condition]] = {
    "all": lambda context, node, path: _joined(
        context, [((*path, "all", i), part) for i, part in enumerate(node["all"])], path, True
    ),
    "any": lambda context, node, path: _joined(
        context, [((*path, "any", i), part) for i, part in enumerate(node["any"])], path, False
    ),
    "not": _not,
    "did": _log,
    "heard": _log,
    "skipped": _log,
    "item": _item,
    "some": _quantified,
    "every": _quantified,
    "more_than": _quantified,
    "begun": _begun,
    "moment": _moment,
}
