"""Records made from a record schema: the smallest that it allows, and changes that conditions can tell apart."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from checklist_engine.compile.comparisons import OF_NUMBERS
from checklist_engine.compile.facts import FactSpec, RecordSchema
from checklist_engine.value import Value

DAY: Final = "2026-11-17"
"""A Tuesday. Everything that is made happens around it, so that the same pack gives the same witness on any day."""
START: Final = f"{DAY} 10:00"
_DAYS: Final = ("2026-11-20", "2026-11-27", "2026-11-17", "2026-12-18", "2026-11-10")
_MOST_VALUES: Final = 8
_MOST_LEVELS: Final = 12


class Change(Value):
    """One fact put into a record, or one entry added to its log."""

    path: tuple[str | int, ...]
    value: Any


def smallest(schema: RecordSchema) -> Iterator[dict[str, Any]]:
    """The smallest records that the schema may allow, lists before their short forms. Who uses one must read it."""
    root = schema.root
    required = list(root.get("required", ()))
    ways = [list(one.get("required", ())) for one in root.get("anyOf", ()) if isinstance(one, Mapping)] or [[]]
    lists = {name for name, about in root.get("properties", {}).items() if "list_of_one" in about}
    for way in sorted(ways, key=lambda names: not lists.intersection(names)):
        made = _object(schema, {**root, "required": [*required, *way]}, 0)
        if isinstance(made, dict):
            yield _with_people(schema, made)


def value_of(schema: RecordSchema, about: Mapping[str, Any], level: int = 0) -> Any:
    """A value that the schema of one fact may allow."""
    about = schema.resolve(about)
    name = about.get("type_name", "")
    if level > _MOST_LEVELS:
        return None
    if name in ("moment", "instant"):
        return START
    if name in ("date", "day"):
        return _DAYS[0]
    if "enum" in about:
        return next((one for one in about["enum"] if one != "none"), about["enum"][0])
    examples = [one for one in about.get("examples", ()) if one != "none"]
    if examples:
        return examples[0]
    return _of_type(schema, about, level)


def _of_type(schema: RecordSchema, about: Mapping[str, Any], level: int) -> Any:
    kind = about.get("type")
    if kind == "object":
        extra = about.get("additionalProperties")
        if "properties" not in about and isinstance(extra, Mapping):
            return {"anna": value_of(schema, extra, level + 1)}
        return _object(schema, about, level)
    if kind == "array":
        return [value_of(schema, about.get("items", {}), level + 1)]
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return about.get("minimum", about.get("maximum", 1))
    if about.get("format") == "email":
        return "anna@company.example"
    return "anna" if "refers_to" in about else str(about.get("title", "something"))


def _object(schema: RecordSchema, about: Mapping[str, Any], level: int) -> dict[str, Any]:
    properties = about.get("properties", {})
    return {
        name: value_of(schema, properties[name], level + 1) for name in about.get("required", ()) if name in properties
    }


def values_for(schema: RecordSchema, spec: FactSpec, tests: list[tuple[str, Any]]) -> list[Any]:
    """Values of a fact that its tests tell apart; a window may hang on it, so of a date there are several."""
    found: list[Any] = []
    for key, wanted in tests:
        found += wanted if isinstance(wanted, list) and key in ("one_of", "not_one_of") else []
        found += [[wanted]] if key == "contains" else [wanted] if key == "is" or key in OF_NUMBERS else []
        if spec.is_moment and key in ("clock_before", "clock_from") and spec.schema.get("type_name") == "moment":
            found += [f"{DAY} 00:00", f"{DAY} {wanted}"]
    if spec.is_moment:
        found += (
            _DAYS if spec.schema.get("type_name") == "date" else [*(f"{day} 10:00" for day in _DAYS[:3]), *_DAYS[:1]]
        )
    elif "enum" in spec.schema:
        found += spec.schema["enum"]
    elif spec.schema.get("type") == "boolean":
        found += [True, False]
    else:
        found.append(value_of(schema, spec.schema))
    distinct = [one for index, one in enumerate(found) if one not in found[:index]]
    return distinct[:_MOST_VALUES]


def changed(schema: RecordSchema, record: Mapping[str, Any], changes: tuple[Change, ...]) -> dict[str, Any] | None:
    """The record with these changes; None where two of them are about the same, or one has no place."""
    data: dict[str, Any] = copy.deepcopy(dict(record))
    if len({change.path for change in changes if change.path[0] != "log"}) < sum(c.path[0] != "log" for c in changes):
        return None
    for change in changes:
        if change.path[0] == "log":
            data.setdefault("log", []).append(change.value)
        elif not _put(schema, data, change.path, change.value):
            return None
    if "log" in data:
        data["log"].sort(key=lambda entry: str(entry["at"]))
    return _with_people(schema, data)


def _put(schema: RecordSchema, data: dict[str, Any], path: tuple[str | int, ...], value: Any) -> bool:
    """Put a value at a path; groups and elements on the way are made with what they require."""
    inner: Any = data
    about: Mapping[str, Any] = schema.root
    for at, step in enumerate(path):
        last = at + 1 == len(path)
        if isinstance(step, int):
            about = schema.resolve(about.get("items", {}))
            if not isinstance(inner, list):
                return False
            if not inner:
                inner.append(value_of(schema, about))
            if last:
                inner[0] = value
            inner = inner[0]
            continue
        if not isinstance(inner, dict) or step not in about.get("properties", {}):
            return False
        about = schema.resolve(about["properties"][step])
        if last:
            inner[step] = value
        elif step not in inner:
            inner[step] = [] if about.get("type") == "array" else _object(schema, about, 0)
        inner = inner[step]
    return True


def _with_people(schema: RecordSchema, data: dict[str, Any]) -> dict[str, Any]:
    """Whoever is referred to has to be there."""
    missing = [name for name in _referred(schema) if name not in data]
    if missing and "anna" in str(data):
        for name in missing:
            data[name] = value_of(schema, schema.root["properties"][name])
    return data


@lru_cache(8)
def _referred(schema: RecordSchema) -> tuple[str, ...]:
    """The groups to whose keys facts refer."""
    named = set(_names_referred_to(schema.root))
    return tuple(name for name in schema.root.get("properties", {}) if name in named)


def _names_referred_to(part: Any, level: int = 0) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("refers_to"), str):
            yield part["refers_to"]
        part = list(part.values())
    if isinstance(part, list) and level <= _MOST_LEVELS:
        for one in part:
            yield from _names_referred_to(one, level + 1)
