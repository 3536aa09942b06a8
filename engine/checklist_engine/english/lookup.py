"""What a name of a pack is that is no rule's: a step, a condition, a moment, an event, read back in a line or two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.english.rules import Reader
from checklist_engine.words import join


def looked_up(reader: Reader, name: str) -> list[str]:
    """Sentences on everything of the pack that has this name; none where nothing has."""
    return [*_part(reader, name), *_in_manifest(reader, name)]


def names(reader: Reader) -> set[str]:
    """Every name that can be looked up."""
    registry = reader.registry
    parts = {
        one["id"] for file in registry.action_files.values() for key in ("steps", "checks")
        for one in file.data.get(key, ())
    }  # fmt: skip
    groups = (registry.conditions, registry.moments, registry.offsets, registry.events, registry.classes)
    return parts.union(*groups, _profiles(reader))


def _part(reader: Reader, name: str) -> list[str]:
    for action, file in reader.registry.action_files.items():
        for key, word in (("steps", "step"), ("checks", "check")):
            for index, node in enumerate(file.data.get(key, ())):
                if node["id"] == name:
                    given = node["statement"]
                    cited = [given] if isinstance(given, str) else given
                    says = [f"{one}: {reader.registry.statements[one]['says']}" for one in cited]
                    line = file.place((key, index))[0]
                    return [
                        f"“{name}” is a {word} of the action {action}: {reader.part(action, node)}", *says,
                        f"{file.name}:{line}",
                    ]  # fmt: skip
    return []


def _in_manifest(reader: Reader, name: str) -> list[str]:
    registry = reader.registry
    found = []
    for what, key, known in (
        ("condition", "conditions", registry.conditions), ("moment", "moments", registry.moments),
        ("offset", "offsets", registry.offsets),
    ):  # fmt: skip
        if name in known:
            file = reader.program.pack.manifest
            lines = [at[0] for path, at in file.places.items() if path[:2] == (key, name)]  # a cached pack has not all
            where = f"{file.name}:{min(lines)}" if lines else file.name
            found += [f"“{name}” is a named {what}: {reader.means(what, name)}.", where]
    for what, about in (("an event", registry.events.get(name)), ("a class", registry.classes.get(name))):
        if about is not None:
            found.append(f"“{name}” is {what}: {about['title']}")
    if (profile := _profiles(reader).get(name)) is not None:
        found.append(f"“{name}” is a profile: {profile['title']}. {_settles(profile)}")
    return found


def _profiles(reader: Reader) -> Mapping[str, Mapping[str, Any]]:
    profiles: Mapping[str, Mapping[str, Any]] = reader.program.pack.manifest.data.get("profiles", {})
    return profiles


def _settles(profile: Mapping[str, Any]) -> str:
    """Whom a profile hears, what their word counts, and what wins."""
    said = [f"It hears {join(profile['sources'])}" if "sources" in profile else "It hears all sources"]
    if "without" in profile:
        said[0] += f" but {join(profile['without'])}"
    if "weights" in profile:
        said.append(join(f"{source} counts {weight}" for source, weight in profile["weights"].items()))
    if profile.get("strict"):
        said.append("it keeps to the time in which all agree")
    if profile.get("settle") == "bold":
        said.append("advice to do something wins over advice against it")
    if "actions" in profile:
        said.append(f"it has other settings for {join(profile['actions'])}")
    return "; ".join(said) + "."
