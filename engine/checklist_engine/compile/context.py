"""What rules may refer to: the pack's registries, the facts in scope, and where to report what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from checklist_engine.compile.facts import Fact, RecordSchema, UnknownFact
from checklist_engine.compile.report import Report
from checklist_engine.keys import listed_at
from checklist_engine.load.pack import Pack, PackFile, Path, Place

if TYPE_CHECKING:
    from checklist_engine.scope import Scope


class Watch(Protocol):
    """Somebody who wants to know what is reached: gets each condition and choice as it is compiled, and may wrap it.

    It is asked while a pack is compiled; what nobody watches is evaluated as it is.
    """

    def condition(self, context: Context, node: Any, path: Path, made: Any) -> Any:
        """The condition to use for the one that was ``made`` of ``node``."""

    def branch(self, context: Context, path: Path, use: Callable[[Scope], Any]) -> Callable[[Scope], Any]:
        """What to use for the branch of a `choose` at ``path``."""


class Registry:
    """The names that a pack registers, shared by all of its files."""

    def __init__(self, pack: Pack, report: Report, condition: Callable[[Context, Any, Path], Any]) -> None:
        data = pack.manifest.data
        self.condition = condition
        """Compiles a condition; conditions are made of moments, some of which are chosen by conditions."""
        self.watch: Watch | None = None
        """Who wants to know which conditions and choices are reached; nobody, but for the tests of rules."""
        self.pack = pack
        self.report = report
        self.dimensions: Mapping[str, Mapping[str, Any]] = data.get("dimensions", {})
        self.people: str | None = data.get("people")
        self.schema = RecordSchema(pack.record_schema, self.dimensions, self.people)
        self.events: Mapping[str, Mapping[str, str]] = {
            name: {"title": about} if isinstance(about, str) else about
            for name, about in data.get("events", {}).items()
        }
        """By name its `title`, and in `then` what the record wants once it has been heard, where the pack says so."""
        self.channels = set(data.get("channels", {}))
        self.classes: Mapping[str, Mapping[str, Any]] = data.get("classes", {})
        self.conditions: Mapping[str, Any] = data.get("conditions", {})
        self.moments: Mapping[str, Any] = data.get("moments", {})
        self.offsets: Mapping[str, Any] = data.get("offsets", {})
        self.calendars: Mapping[str, Any] = data.get("calendars", {})
        self.action_files = {file.data["action"]: file for file in pack.actions}
        self.actions = set(self.action_files) | set(data.get("registered_actions", {}))
        self.messages = {file.data["message"] for file in pack.messages}
        self.statements = {
            f"{file.data['source']}/{slug}": statement
            for file in pack.sources
            for slug, statement in file.data["statements"].items()
        }
        self.citations: dict[str, list[str]] = {}
        """Which rules, steps and checks cite each statement; filled while they are compiled."""
        self.used_conditions: set[str] = set()
        self.used_moments: set[str] = set()
        self.used_offsets: set[str] = set()
        self.compiled: dict[tuple[Any, ...], Any] = {}
        """Named conditions as compiled, by name and by what is in scope where they are used."""
        self.tests: dict[int, list[tuple[str, Any, Callable[[Any], Any] | None]]] = {}
        """What conditions ask of each fact, by the identity of its schema: the test, what it wants, and the compiled
        moment that it compares with. Says what is worth trying (`checklist_engine.whatif`)."""
        self.mentions: dict[tuple[str, str], list[tuple[tuple[str, ...], Fact | None]]] = {}
        """By which channels, and with whom, rules ask for log entries of each verb and name."""
        self.circles: set[frozenset[str]] = set()
        """The circles of named conditions and moments that were told already."""
        self.classes_of = {name: tuple(file.data.get("is", ())) for name, file in self.action_files.items()}

    def mention(self, verb: str, names: Iterable[str], channels: Iterable[str], with_whom: Fact | None = None) -> None:
        """Note that a rule asks for such log entries."""
        for name in names:
            self.mentions.setdefault((verb, name), []).append((tuple(channels), with_whom))

    def counted_by(self, name: str) -> list[str]:
        """The actions that a class stands for, or the action itself."""
        if name in self.classes:
            return sorted(action for action, classes in self.classes_of.items() if name in classes)
        return [name]

    def known_as(self, name: str, what: str) -> str | None:
        """How to write a name that is none of a ``what``, but of something else that has a moment or can hold."""
        if what not in ("fact", "event", "action", "named moment", "named condition"):
            return None
        if name in self.events:
            return f"“{name}” is an event: {{heard: {name}}}."
        if name in self.actions or name in self.classes:
            return f"“{name}” is {'an action' if name in self.actions else 'a class'}: {{did: {name}}}."
        if name in self.conditions:
            return f"“{name}” is a condition: it belongs under “when” or “while”."
        if what == "named condition" and name in self.schema.root["properties"]:
            return f"“{name}” is a fact: {{{name}: {{known: true}}}}, or {{{name}: {{is: …}}}}."
        return None

    def listed(self, dimension: str, data: Mapping[str, Any]) -> list[Any]:
        """The elements of a dimension's list in a record: those written there, else those that the schema assumes."""
        path = self.dimensions.get(dimension, {}).get("list")
        if path is None:
            return []
        if "." in path or data.get(path) is not None:
            return listed_at(data, path)
        assumed = self.schema.spec(path, {}).default
        return assumed if isinstance(assumed, list) else []


LOST = ""
"""In place of the path of a list that the record does not have: facts of its elements are not told to be wrong too."""


class Context:
    """The place in a file whose rules are being compiled: what is in scope there, and how to report.

    ``dimensions`` maps each name of the fan-out to the path of its list, or to LOST. ``active`` are the named
    conditions and moments on the way here, which guards against those that name each other in a circle.
    """

    def __init__(
        self, registry: Registry, file: PackFile, dimensions: Mapping[str, str], active: tuple[str, ...] = ()
    ) -> None:
        self.registry = registry
        self.file = file
        self.dimensions = dimensions
        self.active = active

    def within(self, **dimensions: str) -> Context:
        """The same place with more names in scope."""
        return Context(self.registry, self.file, {**self.dimensions, **dimensions}, self.active)

    def in_manifest(self, what: str, name: str, path: Path) -> Context | None:
        """The view from the pack's manifest, for a named condition, moment or offset used here; None for a circle."""
        key = f"{what} {name}"
        if key in self.active:
            circle = [one.partition(" ")[2] for one in self.active[self.active.index(key) :]]
            if frozenset(circle) not in self.registry.circles:
                self.registry.circles.add(frozenset(circle))
                self.problem(
                    path, "pack/circle", f"the {what} “{name}” is defined by itself: {' → '.join([*circle, name])}"
                )
            return None
        registry = self.registry
        used = {"condition": registry.used_conditions, "moment": registry.used_moments, "offset": registry.used_offsets}
        used[what].add(name)
        return Context(self.registry, self.registry.pack.manifest, self.dimensions, (*self.active, key))

    def problem(
        self, path: Path, id: str, message: str, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        """Note a problem at ``path`` of this file."""
        self.registry.report.add(self.file, path, id, message, expected=expected, hint=hint)

    def unknown(
        self,
        path: Path,
        what: str,
        name: str,
        known: Iterable[str],
        *,
        key: bool = False,
        at: Place | None = None,
        otherwise: str | None = None,
    ) -> None:
        """Note a name that is not registered: the value at ``path``, its key, or what stands at ``at`` inside of it."""
        surely = self.registry.known_as(name, what)
        self.registry.report.unknown(
            self.file, path, what, name, known, key=key, at=at, otherwise=otherwise, surely=surely
        )

    def fact(self, text: str, path: Path, *, key: bool = False, at: Callable[[], Place] | None = None) -> Fact | None:
        """The compiled fact at the path ``text``, or None after reporting it (``at`` finds its place in a text)."""
        first, _, rest = text.partition(".")
        if first not in self.dimensions and (listed := self.registry.schema.list_of(first)) is not None:
            self._short_form(first, listed, rest, path, key, at() if at else None)
            return None
        try:
            spec = self.registry.schema.spec(text, self.dimensions)
        except UnknownFact as unknown:
            if self.dimensions.get(first) != LOST:
                place = at() if at else None
                if unknown.depth == 0 and first != text and first in self.registry.dimensions:
                    self._out_of_scope(first, text, path, key, place)
                elif not unknown.candidates:
                    before = ".".join(text.split(".")[: unknown.depth])
                    self.registry.report.add(
                        self.file, path, "reference/fact", f"there is no fact “{text}”", key=key, at=place,
                        expected=f"{before}, which has no parts",
                    )  # fmt: skip
                else:
                    from checklist_engine.schema.everyday import advice

                    meant = self._meant(text, unknown)
                    # “today” in a text is no moment that a phrase could say in its place.
                    otherwise = self._within(text, unknown) or (advice(text) if at is None else None)
                    self.unknown(path, "fact", text, meant, key=key, at=place, otherwise=otherwise)
            return None
        return Fact(spec)

    def _short_form(self, name: str, listed: str, rest: str, path: Path, key: bool, at: Place | None) -> None:
        """Rules see a list, whichever way a record writes it."""
        over = [one for one, about in self.registry.dimensions.items() if about.get("list") == listed]
        there = [".".join(filter(None, [one, rest])) for one in over]
        where = "" if any(one in self.dimensions for one in over) else f" where “for_each” says {{{over[0]}: {listed}}}"
        named = f"{there[0]}{where}, or " if over else ""
        self.registry.report.add(
            self.file, path, "reference/short-form",
            f"“{name}” is a record's short form of “{listed}”, which rules do not see", key=key, at=at,
            hint=f"Write {named}{'.'.join(filter(None, [listed, 'first', rest]))} for the first of them.",
        )  # fmt: skip

    def _out_of_scope(self, dimension: str, text: str, path: Path, key: bool, at: Place | None) -> None:
        self.registry.report.add(
            self.file, path, "reference/out-of-scope", f"nothing says here which {dimension} is meant by “{text}”",
            key=key, at=at,
            hint=f"A fact that begins with “{dimension}” is known where “for_each” names {dimension}.",
        )  # fmt: skip

    def _meant(self, text: str, unknown: UnknownFact) -> list[str]:
        """The paths that have another name in place of the wrong part: those that lead somewhere, if there are any."""
        parts = text.split(".")
        before, after = parts[: unknown.depth], parts[unknown.depth + 1 :]
        whole = [".".join([*before, candidate, *after]) for candidate in unknown.candidates]
        return [one for one in whole if self._leads(one)] or [".".join([*before, one]) for one in unknown.candidates]

    def _within(self, text: str, unknown: UnknownFact) -> str | None:
        """A question about the facts of that name in something, such as ``person.name`` for ``name``."""
        if unknown.depth != 0:
            return None
        schema = self.registry.schema
        of_one = [
            one for one in unknown.candidates
            if one in self.dimensions
            or (schema.list_of(one) is None and "properties" in schema.spec(one, self.dimensions).schema)
        ]  # fmt: skip
        found = [f"“{whole}”" for one in of_one if self._leads(whole := f"{one}.{text}")]
        elsewhere = {
            name: about["list"] for name, about in self.registry.dimensions.items()
            if name not in self.dimensions and "list" in about
        }  # fmt: skip
        found += [
            f"“{one}.{text}”, where “for_each” names {one}"
            for one in elsewhere if self.within(**elsewhere)._leads(f"{one}.{text}")
        ]  # fmt: skip
        return f"Did you mean {', or '.join(found[:4])}?" if found else None

    def _leads(self, text: str) -> bool:
        try:
            self.registry.schema.spec(text, self.dimensions)
        except UnknownFact:
            return False
        return True
