"""Items whose status hangs on itself: found when a pack is compiled, since evaluation would never come to an end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.context import Registry
from checklist_engine.compile.sizes import check_ways

_WORDS = frozenset(
    ("is", "one_of", "not_one_of", "contains", "title", "says", "ours", "id", "statement", "by", "of", "replaces")
)
"""Keys of a rule below which words stand that name no condition and no moment."""


def check_item_circles(registry: Registry) -> None:
    """Report the actions whose own status decides about them, by whatever way round; each circle once."""
    looks_at = looked_at(registry)
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


def looked_at(registry: Registry) -> dict[str, set[str]]:
    """For each action, those whose status must be known before its own can be.

    They are named by the conditions of the action, and by those of every other action whose prohibitions could hold it
    back. What steps and checks look at does not matter: they are chosen when every status is known.
    """
    speaks: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for name, file in registry.action_files.items():
        data = file.data
        speaks[name] = items_in(registry, {key: data[key] for key in ("rules", "while", "trigger") if key in data})
        found[name] = speaks[name] | items_in(registry, data.get("done_when", []))
    for name, file in registry.action_files.items():
        for rule in file.data["rules"]:
            for held in registry.counted_by(rule.get("dont", {}).get("of", name)) if "dont" in rule else ():
                if held != name and held in found:
                    found[held] |= speaks[name]
    return found


def items_in(registry: Registry, node: Any, within: frozenset[str] = frozenset()) -> set[str]:
    """The actions whose status a part of a rule looks at, also by way of what is named in it."""
    if isinstance(node, str):
        names = {word for word in node.split(" ") if word not in within}
        return set().union(
            *(
                items_in(registry, named[name], within | {name})
                for name in names
                for named in (registry.conditions, registry.moments, registry.offsets)
                if name in named
            )
        )
    if isinstance(node, list):
        return set().union(*(items_in(registry, part, within) for part in node))
    if not isinstance(node, Mapping):
        return set()
    found = {str(node["item"])} if "item" in node and "is" in node else set()
    return found.union(*(items_in(registry, node[key], within) for key in node if key not in _WORDS))


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
