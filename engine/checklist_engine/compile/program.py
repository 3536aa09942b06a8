"""The program: every action of a pack with its rules compiled, ready to be evaluated against any record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.actions import Seen, compile_action
from checklist_engine.compile.conditions import compile_condition
from checklist_engine.compile.context import Context, Registry, Watch
from checklist_engine.compile.facts import Fact, UnknownFact
from checklist_engine.compile.lengths import compile_length
from checklist_engine.compile.model import Action
from checklist_engine.compile.moments import compile_moment
from checklist_engine.compile.remarks import Remark, compile_remarks
from checklist_engine.compile.report import Report
from checklist_engine.compile.texts import TextOf, compile_text
from checklist_engine.load.pack import Pack
from checklist_engine.scope import CalendarData


class Program:
    """A compiled pack. Holds no record and no time; the same program serves any number of cases."""

    def __init__(
        self, pack: Pack, registry: Registry, actions: list[Action], title: TextOf, remarks: tuple[Remark, ...]
    ) -> None:
        self.pack = pack
        self.registry = registry
        self.actions = {action.id: action for action in actions}
        self.title = title
        self.remarks = remarks
        preferences = pack.manifest.data.get("preferences", {})
        self.calendars = _calendars(registry, preferences)
        hours = preferences.get("sending_hours", {})
        self.sending_hours = (hours.get("from", "08:00"), hours.get("until", "20:00"))
        self.sending_hours_are = "yours" if preferences.get("yours") else "ours"
        self.sending_classes = frozenset(name for name, about in registry.classes.items() if about.get("sending_hours"))
        self.fans_out = {action.id: frozenset(one.name for one in action.dimensions) for action in actions}
        self.record_shape: Any = None
        """The compiled record schema; made by whoever reads the first record."""
        self.source_order = [file.data["source"] for file in pack.sources]

    def citations(self) -> Mapping[str, list[str]]:
        """The ids of the rules, steps and checks that cite each statement."""
        for action in self.actions.values():
            _compile_all(action)
        return self.registry.citations


def compile_pack(pack: Pack, *, known_good: bool = False, watch: Watch | None = None) -> Program:
    """Compile every rule of the pack. Raises Problems with everything that refers to nothing.

    ``known_good`` leaves out checks of what no rule uses, for a pack that has passed them before. ``watch`` is told
    of the conditions.
    """
    report = Report()
    registry = Registry(pack, report, compile_condition)
    registry.watch = watch
    if not known_good:  # the checks are imported where they are made: a pack that is known to be good does without
        from checklist_engine.compile.manifest import check_manifest
        from checklist_engine.compile.sizes import check_sizes

        check_manifest(registry)
        check_sizes(registry)
    seen: Seen = {}
    actions = [compile_action(registry, file, seen) for file in pack.actions]
    remarks = compile_remarks(registry)
    if not known_good:
        _check_everything(registry, actions)
    root = Context(registry, pack.manifest, {})
    title = compile_text(root, pack.manifest.data.get("titles", {}).get("case", pack.id), ("titles", "case"))
    report.finish()
    return Program(pack, registry, actions, title, remarks)


def _calendars(registry: Registry, preferences: Mapping[str, Any]) -> dict[str, CalendarData]:
    """The calendars that a unit of time can name; ``working`` is that of the preferences."""
    about = {"working": preferences, **registry.calendars}
    found = {}
    for name, data in about.items():
        places = data.get("holidays", ())
        found[name] = (
            frozenset(data.get("working_days", ("mon", "tue", "wed", "thu", "fri"))),
            tuple(place for place in places if place.isupper()),
            tuple(fact for place in places if not place.isupper() and (fact := _fact(registry, place)) is not None),
            tuple(map(str, data.get("days_off", ()))),
        )
    return found


def _fact(registry: Registry, path: str) -> Fact | None:
    """A fact that the manifest names; one that is not there has been told by `check_manifest`."""
    try:
        return Fact(registry.schema.spec(path, {}))
    except UnknownFact:
        return None


def _check_everything(registry: Registry, actions: list[Action]) -> None:
    """What evaluation would not notice, or too late."""
    from checklist_engine.compile.circles import check_item_circles

    for action in actions:
        _compile_all(action)
    _check_unused(registry)
    check_item_circles(registry)


def _compile_all(action: Action) -> None:
    """Compile what would otherwise wait for its first use, so that its problems are told now."""
    for _ in (*action.steps, *action.checks, action.texts()):
        pass


def _check_unused(registry: Registry) -> None:
    """Check named conditions and moments that no rule uses; one that is used is checked where it is in scope."""
    dimensions = {name: about.get("list", registry.people) for name, about in registry.dimensions.items()}
    root = Context(registry, registry.pack.manifest, {name: path for name, path in dimensions.items() if path})
    for name in sorted(registry.conditions.keys() - registry.used_conditions):
        compile_condition(root, name, ("conditions", name))
    for name in sorted(registry.moments.keys() - registry.used_moments):
        compile_moment(root, name, ("moments", name))
    for name in sorted(registry.offsets.keys() - registry.used_offsets):
        compile_length(root, name, ("offsets", name))
