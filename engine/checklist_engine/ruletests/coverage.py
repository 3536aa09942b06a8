"""What the rule tests reach of a pack: rules that speak, edges of windows, conditions either way.

A pack is compiled once more with a recorder that wraps its conditions; ordinary evaluation knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from checklist_engine.compile.context import Context
from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.compile.rule_names import KINDS
from checklist_engine.compile.windows import Span
from checklist_engine.evaluate.evaluate import Evaluation, profile_of
from checklist_engine.evaluate.outcomes import item_id
from checklist_engine.load.pack import Pack, PackFile, Path
from checklist_engine.moments import FOREVER
from checklist_engine.ruletests.check import moments_expected, now_of
from checklist_engine.ruletests.parts import names_at
from checklist_engine.ruletests.read import Situation
from checklist_engine.scope import Scope
from checklist_engine.value import Value

_EDGES = {"from": ("start",), "during": ("start", "end"), "until": ("end",), "through": ("end",)}


class Place(Value):
    """One thing that tests can reach, with where it stands (``file`` relative to the pack) and what it is in words."""

    sort: str
    """``rule``, ``edge`` or ``branch``."""
    file: str
    line: int
    column: int
    what: str
    reached: bool
    names: tuple[str, ...] = ()
    """Of the action, and of the rule, step or check, that it is part of."""


class Coverage(Value):
    """All that tests can reach in a pack, in the order of its files."""

    places: tuple[Place, ...]

    def of(self, name: str) -> Coverage:
        """What belongs to one rule, step, check or action."""
        return Coverage(places=tuple(place for place in self.places if name in place.names))

    @property
    def missed(self) -> list[Place]:
        """What no test reaches."""
        return [place for place in self.places if not place.reached]

    def count(self, sort: str | None = None) -> tuple[int, int]:
        """How many are reached, of how many: of one sort, or of all."""
        of = [place for place in self.places if sort in (None, place.sort)]
        return sum(place.reached for place in of), len(of)

    @property
    def percent(self) -> float:
        """What is reached, of 100; 100 where there is nothing to reach."""
        reached, all_of_them = self.count()
        return 100 * reached / all_of_them if all_of_them else 100.0


class _Point:
    """A place in a file and what was seen there."""

    def __init__(self, file: PackFile, path: Path, wanted: tuple[str, ...], words: str) -> None:
        self.file, self.path = file.origin(path)
        self.line, self.column = file.place(path)
        self.names = names_at(file, path)
        self.wanted = wanted
        self.words = words
        self.seen: set[str] = set()


class Recorder:
    """Sees which way the conditions of a pack go, and which branches are chosen; see `Watch`."""

    def __init__(self) -> None:
        self.points: dict[tuple[str, Path], _Point] = {}

    def condition(self, context: Context, node: Any, path: Path, made: Any) -> Any:
        """Notes what the condition comes to. Those that only join others are no branch, but in an ``any``."""
        member = len(path) > 1 and path[-2] == "any"
        joins = isinstance(node, list) or (isinstance(node, dict) and bool(node.keys() & {"all", "any", "not"}))
        if joins and not member:
            return made
        words = "this part of “any”" if joins else made.wanted
        seen = self._point(context, path, ("true",) if joins else ("true", "false"), words).seen
        test = made.test

        def recorded(scope: Scope) -> Any:
            truth = test(scope)
            seen.add("true" if truth[0] else "false")
            return truth

        made.test = recorded
        return made

    def branch(self, context: Context, path: Path, use: Callable[[Scope], Any]) -> Callable[[Scope], Any]:
        """Notes that the branch of a `choose` is taken."""
        seen = self._point(context, path, ("chosen",), "this branch of “choose”").seen

        def recorded(scope: Scope) -> Any:
            seen.add("chosen")
            return use(scope)

        return recorded

    def _point(self, context: Context, path: Path, wanted: tuple[str, ...], words: str) -> _Point:
        key = (context.file.name, path)
        return self.points.setdefault(key, _Point(context.file, path, wanted, words))

    def places(self) -> Iterator[Place]:
        """Each way of each condition, and each branch."""
        for point in self.points.values():
            for way in point.wanted:
                yield Place(
                    sort="branch", file=point.file.name, line=point.line, column=point.column,
                    what=f"{point.words}: never {way}", reached=way in point.seen, names=point.names,
                )  # fmt: skip


def coverage_of(pack: Pack, situations: Iterable[Situation]) -> Coverage:
    """What these situations reach of the pack, which was found good."""
    recorder = Recorder()
    program = compile_pack(pack, watch=recorder)
    program.citations()  # compiles the steps and checks, whose conditions are to be seen even if no item asks for them
    windows = _Windows(program)
    for situation in situations:
        windows.look(situation)
    places = [*windows.places(), *recorder.places()]
    return Coverage(places=tuple(sorted(places, key=lambda place: (place.file, place.line, place.column, place.sort))))


class _Edge:
    """One edge of a rule's window, and how tests look at it."""

    def __init__(self, file: PackFile, path: Path, rule: str, of: str) -> None:
        self.line, self.column = file.place(path)
        self.file = file.origin(path)[0].name
        self.of = of
        end = f" ({of})" if path[-1] == "during" else ""
        self.words = f"{rule}: {' '.join(str(part) for part in path[3:])}{end}"
        self.asserted = False
        self.sides: set[str] = set()

    def at(self, span: Span) -> int | None:
        """The second of this edge in one case; None where it is not known."""
        ideal = span.ideal or (None, None)
        found = {"start": span.start, "end": span.end, "ideal start": ideal[0], "ideal end": ideal[1]}[self.of]
        return None if found is None or not 0 < found < FOREVER else found


class _Windows:
    """Which rules speak in the tests, and which edges of their windows the tests look at."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.spoken: set[str] = set()
        self.edges: dict[str, list[_Edge]] = {}
        self.rules: list[tuple[str, PackFile, Path]] = []
        for file in program.pack.actions:
            for index, node in enumerate(file.data.get("rules", ())):
                path: Path = ("rules", index)
                self.rules.append((node["id"], file, path))
                kind = next(kind for kind in KINDS if kind in node)
                self.edges[node["id"]] = list(_edges(file, (*path, kind), node["id"], node[kind]))

    def look(self, situation: Situation) -> None:
        """Take in one situation."""
        now = now_of(situation)
        evaluation = Evaluation(self.program, situation.record, now, profile_of(self.program, situation.profile))
        evaluation.checklist(drafts=False)
        expected = situation.expected.get("expect", {})
        for action in self.program.actions.values():
            for scope, voices in evaluation.spoken(action):
                wanted = expected.get(item_id(action.id, scope))
                dates = moments_expected(wanted, situation) if wanted else frozenset()
                for voice in voices:
                    self.spoken.add(voice.rule.id)
                    for edge in self.edges[voice.rule.id] if wanted else ():
                        at = edge.at(voice.span)
                        if at is not None:
                            edge.asserted |= at in dates
                            edge.sides.add("before" if now < at else "after")

    def places(self) -> Iterator[Place]:
        """Each rule and each edge."""
        for name, file, path in self.rules:
            (line, column), names = file.place(path), names_at(file, path)
            yield Place(
                sort="rule", file=file.origin(path)[0].name, line=line, column=column,
                what=f"{name}: never speaks", reached=name in self.spoken, names=names,
            )  # fmt: skip
            for edge in self.edges[name]:
                yield Place(
                    sort="edge", file=edge.file, line=edge.line, column=edge.column,
                    what=f"{edge.words}: no test expects this date, or looks before it and after it",
                    reached=edge.asserted or len(edge.sides) > 1, names=names,
                )  # fmt: skip


def _edges(file: PackFile, path: Path, rule: str, window: Mapping[str, Any], prefix: str = "") -> Iterator[_Edge]:
    for key, ends in _EDGES.items():
        if key in window:
            for end in ends:
                yield _Edge(file, (*path, key), rule, f"{prefix}{end}")
    if "ideal" in window:
        yield from _edges(file, (*path, "ideal"), rule, window["ideal"], "ideal ")
