"""What rules may refer to: the pack's registries, the facts in scope, and where to report what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.facts import Fact, RecordSchema, UnknownFact
from checklist_engine.compile.report import Report
from checklist_engine.load.pack import Pack, PackFile, Path


class Registry:
    """The names that a pack registers, shared by all of its files."""

    def __init__(self, pack: Pack, report: Report) -> None:
        data = pack.manifest.data
        self.pack = pack
        self.report = report
        self.dimensions: Mapping[str, Mapping[str, Any]] = data.get("dimensions", {})
        self.people: str | None = data.get("people")
        self.schema = RecordSchema(pack.record_schema, self.dimensions, self.people)
        self.events = set(data.get("events", {}))
        self.channels = set(data.get("channels", {}))
        self.classes: Mapping[str, Mapping[str, Any]] = data.get("classes", {})
        self.conditions: Mapping[str, Any] = data.get("conditions", {})
        self.moments: Mapping[str, Any] = data.get("moments", {})
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
        self.classes_of = {name: tuple(file.data.get("is", ())) for name, file in self.action_files.items()}

    def counted_by(self, name: str) -> list[str]:
        """The actions that a class stands for, or the action itself."""
        if name in self.classes:
            return sorted(action for action, classes in self.classes_of.items() if name in classes)
        return [name]


class Context:
    """The place in a file whose rules are being compiled: what is in scope there, and how to report.

    ``dimensions`` maps each name of the fan-out to the path of its list. ``depth`` guards against conditions and
    moments that name each other in a circle.
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
        """The view from the pack's manifest, for a named condition or moment used here; None for a circle."""
        key = f"{what} {name}"
        if key in self.active:
            circle = " → ".join([*self.active[self.active.index(key) :], key])
            self.registry.report.add(
                self.registry.pack.manifest, path, "pack/circle", f"{key} is defined by itself: {circle}"
            )
            return None
        if what == "condition":
            self.registry.used_conditions.add(name)
        return Context(self.registry, self.registry.pack.manifest, self.dimensions, (*self.active, key))

    def problem(self, path: Path, id: str, message: str, hint: str | None = None) -> None:
        """Note a problem at ``path`` of this file."""
        self.registry.report.add(self.file, path, id, message, hint=hint)

    def unknown(self, path: Path, what: str, name: str, known: Any) -> None:
        """Note a name that is not registered."""
        self.registry.report.unknown(self.file, path, what, name, known)

    def fact(self, text: str, path: Path) -> Fact | None:
        """The compiled fact at the path ``text``, or None after reporting it."""
        try:
            spec = self.registry.schema.spec(text, self.dimensions)
        except UnknownFact as unknown:
            self.unknown(path, "fact", text, _whole(text, unknown))
            return None
        return Fact(spec)


def _whole(text: str, unknown: UnknownFact) -> list[str]:
    """The candidates for the wrong part, with the rest of the path around them."""
    before, _, after = text.partition(unknown.part)
    return [f"{before}{candidate}{after}" for candidate in unknown.candidates]
