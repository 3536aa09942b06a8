"""Fan-out: one action becomes one item per element of the lists that it runs over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.compile.facts import Fact
from checklist_engine.compile.model import Action, Dimension
from checklist_engine.compile.program import Program
from checklist_engine.keys import element_key
from checklist_engine.moments import FOREVER, day_start
from checklist_engine.scope import Case, Element, Path, Record, Scope


def scopes(program: Program, action: Action, case: Case) -> Iterator[Scope]:
    """A scope for each item of the action, in the order of the record's lists."""
    yield from _spread(program, action, case, 0, Scope(case, {}))


def _spread(program: Program, action: Action, case: Case, depth: int, scope: Scope) -> Iterator[Scope]:
    if depth == len(action.dimensions):
        yield scope
        return
    dimension = action.dimensions[depth]
    elements = elements_of(program, dimension.name, dimension.over, scope)
    if dimension.which and len(elements) > 1:
        elements = [_outermost(program, dimension.name, elements, case.record, last=dimension.which == "last")]
    for element in elements:
        # Not `inside`: each item notes its own missing facts.
        implied = dict(scope.implied)
        if dimension.implied is not None:
            implied[dimension.implied] = _first_with(program, dimension, element, case)
        narrower = Scope(case, {**scope.elements, dimension.name: element}, implied)
        yield from _spread(program, action, case, depth + 1, narrower)


def _first_with(program: Program, dimension: Dimension, element: Element, case: Case) -> Element:
    """Of the list that a dimension's path leads through, the first element (in time) that has this one."""
    name = dimension.implied or ""
    about = program.registry.dimensions[name]
    listed, _, field = dimension.over.spec.path.partition(".")
    candidates = []
    case.spend(len(case.record.data.get(listed) or ()))
    for index, data in enumerate(case.record.data.get(listed) or [None]):
        has = data.get(field) if isinstance(data, Mapping) else None
        if element.key is None or element.key == has or (isinstance(has, list) and element.key in has):
            zone = data.get("timezone", case.record.zone) if isinstance(data, Mapping) else case.record.zone
            key = element_key(data, about, index) if data is not None else None
            candidates.append(
                Element(dimension=name, key=key, data=data, path=(listed, index), label=str(key), zone=zone)
            )
    return _outermost(program, name, candidates, case.record, last=False)


def elements_of(program: Program, dimension: str, over: Fact, scope: Scope) -> list[Element]:
    """The elements of the list ``over``: one unnamed element where it is absent, none where it is empty."""
    value, path = over.find(scope)
    record = scope.case.record
    about = program.registry.dimensions.get(dimension, {})
    zone = scope.zone()
    if value is None and over.spec.default is not None:
        value = over.spec.default
    people = program.registry.people
    is_person = (
        bool(people) and program.registry.schema.resolve(over.spec.schema.get("items", {})).get("refers_to") == people
    )
    if value is None:
        unnamed = about.get("unnamed", f"the {dimension}")
        return [
            Element(
                dimension=dimension, key=None, data=None, path=(*path, 0), label=unnamed, zone=zone, is_person=is_person
            )
        ]
    if value == "none":
        return []
    scope.case.spend(len(value))
    if isinstance(value, Mapping):
        return [_person(program, dimension, key, record) for key in value]
    if is_person:
        return [_person(program, dimension, key, record) for key in dict.fromkeys(value)]
    elements, taken = [], set()
    for index, data in enumerate(value):
        label = _label(data, about, index)
        key = name = element_key(data, about, index)
        number = 2
        while key in taken:
            key, number = f"{name}-{number}", number + 1
        taken.add(key)
        zone_of = data.get("timezone", zone) if isinstance(data, Mapping) else zone
        elements.append(
            Element(dimension=dimension, key=key, data=data, path=(*path, index), label=label, zone=zone_of)
        )
    return elements


def _label(data: Any, about: Mapping[str, Any], index: int) -> str:
    if not isinstance(data, Mapping):
        return str(data)
    named = data.get(about.get("label", "name"), data.get(about.get("key", "id")))
    return str(named) if named is not None else str(index + 1)


def _person(program: Program, dimension: str, key: str, record: Record) -> Element:
    """A person by key; somebody whom the record names but does not describe is known by the key."""
    people = program.registry.people or ""
    data = (record.data.get(people) or {}).get(key)
    described = data if isinstance(data, Mapping) else {}
    path: Path = (people, key)
    return Element(
        dimension=dimension, key=key, data=described, path=path,
        label=str(described.get("name", key)), zone=described.get("timezone", record.zone), is_person=True,
    )  # fmt: skip


def recipients(program: Program, action: Action, scope: Scope) -> list[Element]:
    """The people whom an item is for: those that it fans out over, else those whom its action's `to` names."""
    people = [element for element in scope.elements.values() if element.is_person]
    if people or action.to is None:
        return people
    named = action.to.find(scope)[0]
    keys = named if isinstance(named, list) else [named] if isinstance(named, str) else []
    return [_person(program, "person", key, scope.case.record) for key in keys]


def _outermost(program: Program, dimension: str, elements: list[Element], record: Record, *, last: bool) -> Element:
    """The first or last element: in time where the pack says how time orders them, else in the list."""
    since = program.registry.dimensions.get(dimension, {}).get("since")

    def when(numbered: tuple[int, Element]) -> tuple[int, int]:
        index, element = numbered
        moment = record.moments.get((*element.path, since)) if since else None
        return (moment.start if moment is not None else FOREVER if since else 0, index)

    ordered = sorted(enumerate(elements), key=when)
    return ordered[-1 if last else 0][1]


def begins(program: Program, record: Record) -> dict[str, list[tuple[int, str]]]:
    """For each dimension that time orders: the start of the day on which each element begins, and its key, in order."""
    found: dict[str, list[tuple[int, str]]] = {}
    for dimension, about in program.registry.dimensions.items():
        listed = record.data.get(about.get("list", ""))
        if "since" not in about or not isinstance(listed, list):
            continue
        starts = [
            (day_start(moment.start, moment.zone), element_key(data, about, index))
            for index, data in enumerate(listed)
            if (moment := record.moments.get((about["list"], index, about["since"]))) is not None
        ]
        found[dimension] = sorted(starts)
    return found
