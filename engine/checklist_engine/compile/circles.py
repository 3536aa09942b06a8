"""Items whose status hangs on itself: found when a pack is compiled, since evaluation would never come to an end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.context import Registry
from checklist_engine.compile.sizes import check_ways


def check_item_circles(registry: Registry) -> None:
    """Report the actions whose own status decides about them, by whatever way round; each circle once."""
    looks_at = _looks_at(registry)
    told: set[frozenset[str]] = set()
    for name, file in registry.action_files.items():
        way = _way_round(name, looks_at)
        if way and frozenset(way) not in told:
            told.add(frozenset(way))
            registry.report.add(
                file, ("action",), "pack/circle", f"“{name}” depends on its own status: {' → '.join(way)}",
                hint="What an item looks at may not look back at it: take one of these conditions out.",
            )  # fmt: skip
    if not told:
        check_ways(registry, looks_at)


def _looks_at(registry: Registry) -> dict[str, set[str]]:
    """For each action, those whose status must be known before its own can be.

    They are named by the conditions of the action, and by those of every other action whose prohibitions could hold it
    back. What steps and checks look at does not matter: they are chosen when every status is known.
    """
    speaks: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for name, file in registry.action_files.items():
        data = file.data
        speaks[name] = _items(registry, [*(rule.get("when", []) for rule in data["rules"]), data.get("while", [])])
        found[name] = speaks[name] | _items(registry, data.get("done_when", []))
    for name, file in registry.action_files.items():
        for rule in file.data["rules"]:
            for held in registry.counted_by(rule.get("dont", {}).get("of", name)) if "dont" in rule else ():
                if held != name and held in found:
                    found[held] |= speaks[name]
    return found


def _items(registry: Registry, node: Any, within: frozenset[str] = frozenset()) -> set[str]:
    """The actions whose status a condition looks at, also by way of named conditions."""
    if isinstance(node, str):
        if node in within or node not in registry.conditions:
            return set()
        return _items(registry, registry.conditions[node], within | {node})
    if isinstance(node, list):
        return set().union(*(_items(registry, part, within) for part in node))
    if "item" in node:
        return {str(node["item"])}
    parts = (node[key] for key in ("all", "any", "not", "are") if key in node)
    return set().union(*(_items(registry, part, within) for part in parts))


def _way_round(name: str, looks_at: Mapping[str, set[str]]) -> list[str]:
    """The shortest way from an action back to itself, both ends named; empty where there is none."""
    came_from: dict[str, str] = {}
    ahead = [name]
    for here in ahead:
        for other in sorted(looks_at.get(here, ())):
            if other == name:
                way = [here]
                while way[-1] != name:
                    way.append(came_from[way[-1]])
                return [*reversed(way), name]
            if other not in came_from:
                came_from[other] = here
                ahead.append(other)
    return []
