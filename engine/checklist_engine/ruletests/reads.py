"""Which facts a pack reads: those that its rules, titles and messages name, and those that the engine goes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checklist_engine.compile.program import Program

OF_THE_ENGINE = frozenset(("id", "pack", "timezone", "log"))
"""Facts of every record."""
_OF_PEOPLE = ("name", "email", "timezone")
"""What the engine itself reads of people: how they are called, written to, and when."""
_POSITIONS = ("first", "last")


def facts_read(program: Program) -> frozenset[str]:
    """The facts as rules name them: ``round.they_said.decision_by``."""
    program.citations()  # what would wait for its first use is compiled now
    return frozenset(path for path, _ in program.registry.schema.looked_up())


def plain_paths(program: Program) -> frozenset[str]:
    """The same facts as a record has them, without places in lists; ``*`` for any key: ``rounds.they_said``."""
    registry = program.registry
    found: set[str] = set()
    for path, dimensions in registry.schema.looked_up():
        plain = _plain(path, dict(dimensions), registry.people)
        found.add(plain)
        about = registry.schema.spec(path, dict(dimensions)).schema
        found.update(".".join([*plain.split(".")[:-1], other]) for other in _reckoned_from(about))
    for about in registry.dimensions.values():
        if "list" in about:
            parts = [about.get("key"), about.get("since"), "timezone"]
            found.update(f"{about['list']}.{part}" for part in parts if part)
    if registry.people:
        found.update(f"{registry.people}.*.{name}" for name in _OF_PEOPLE)
    properties = program.pack.record_schema.get("properties", {})
    shorts = {name: about["list_of_one"] for name, about in properties.items() if "list_of_one" in about}
    return frozenset(found | set(_shortened(found, shorts)))


def _shortened(paths: Iterable[str], shorts: Mapping[str, str]) -> Iterable[str]:
    for path in paths:
        first, dot, rest = path.partition(".")
        if first in shorts:
            yield f"{shorts[first]}{dot}{rest}"


def _plain(path: str, dimensions: Mapping[str, str], people: str | None) -> str:
    """A path with the list in the place of the name of its elements: ``round.end`` is ``rounds.end``."""
    first, *rest = path.split(".")
    seen = set()
    while first in dimensions and first not in seen:
        seen.add(first)
        over = dimensions[first].split(".")
        if rest and people and (len(over) > 1 or first == over[0]):
            return ".".join([people, "*", *rest])  # a list within elements holds people
        first, rest = over[0], [*over[1:], *rest]
    return ".".join([first, *(part for part in rest if part not in _POSITIONS and not part.isdigit())])


def _reckoned_from(about: Mapping[str, object]) -> Iterable[str]:
    """The facts beside this one that stand in for it, or on whose day its days are counted."""
    absent = about.get("absent")
    if isinstance(absent, Mapping) and isinstance(absent.get("moment"), list):
        yield str(absent["moment"][0])
    if "day_of" in about:
        yield str(about["day_of"])
