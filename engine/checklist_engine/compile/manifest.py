"""Checking a pack's manifest against its record schema and its sources, before any rule is compiled.

A list that the record does not have would make nonsense of every rule that runs over it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.context import Context, Registry
from checklist_engine.compile.profile_names import check_profiles
from checklist_engine.keys import PEOPLE_KEYS
from checklist_engine.load.pack import Path
from checklist_engine.problems import Problems


def check_manifest(registry: Registry) -> None:
    """Report what the manifest names and nothing has. Raises Problems."""
    context = Context(registry, registry.pack.manifest, {})
    if registry.people is not None:
        context.fact(registry.people, ("people",))
    for name, about in registry.dimensions.items():
        if "list" in about:
            _list(context, about, ("dimensions", name))
        else:
            _people(context, about, ("dimensions", name, "log"))
    data = registry.pack.manifest.data
    for where, about in (
        (("preferences",), data.get("preferences", {})),
        *((("calendars", name), about) for name, about in registry.calendars.items()),
    ):
        _holidays(context, about, where)
    hours = data.get("preferences", {}).get("sending_hours", {})
    if hours and hours["from"] >= hours["until"]:
        context.problem(
            ("preferences", "sending_hours", "until"), "pack/hours", "these hours end before they begin",
            expected=f"a time after {hours['from']}",
            hint="They are hours of one day; what may be sent through the night needs no sending hours.",
        )  # fmt: skip
    check_profiles(registry.report, registry.pack.manifest, registry.pack)
    registry.report.finish()


def _holidays(context: Context, about: Mapping[str, Any], path: Path) -> None:
    """The places of a calendar: codes that the package `holidays` knows, where it is there to ask, and facts."""
    for index, place in enumerate(about.get("holidays", ())):
        where = (*path, "holidays", index)
        if not place.isupper():
            if re.fullmatch(r"[a-z]{2}", place) and place not in context.registry.schema.root["properties"]:
                context.problem(where, "reference/fact", f"there is no fact “{place}”",
                                hint=f"A country is written in capitals: {place.upper()}.")  # fmt: skip
            else:
                context.fact(place, where)
            continue
        from checklist_engine.calendars import public_holidays

        try:
            public_holidays(place, 2026)
        except Problems as found:
            for problem in found.problems:
                if problem.id != "calendar/extra":  # checked where it is installed; said to whoever needs it
                    context.problem(where, problem.id, problem.message, hint=problem.hint)


def _people(context: Context, about: Mapping[str, Any], path: Path) -> None:
    """A dimension without a list: its elements are people, and log entries name people in these keys alone."""
    given = about["log"]
    if not set([given] if isinstance(given, str) else given) <= set(PEOPLE_KEYS):
        context.problem(
            path, "pack/log-key", "elements of a dimension without a list are people; log entries do not name them so",
            expected=f"one or several of {', '.join(PEOPLE_KEYS)}",
            hint="If its elements are something else, say which list they stand in: list: customers.channels",
        )  # fmt: skip


def _list(context: Context, about: Mapping[str, Any], path: Path) -> None:
    """The list of a dimension, and the facts of its elements that the manifest names."""
    fact = context.fact(about["list"], (*path, "list"))
    if fact is None:
        return
    element = context.registry.schema.resolve(fact.spec.schema.get("items", {}))
    properties = element.get("properties")
    for key in ("key", "since", "label"):
        if properties and key in about and about[key] not in properties:
            context.unknown((*path, key), "fact", about[key], properties)
