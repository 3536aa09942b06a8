"""What a name of a pack is that is no rule's: a step, a condition, a moment, an event, read back in a line or two."""

from __future__ import annotations

from checklist_engine.english.rules import Reader


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
    return parts.union(registry.conditions, registry.moments, registry.offsets, registry.events, registry.classes)


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
    return found
