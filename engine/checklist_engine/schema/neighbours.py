"""What stands in the wrong place: an item with the keys of another list's items, a key that belongs one level down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checklist_engine.schema.files import Schema, resolve


def lists_beside(whole: Schema, path: tuple[str | int, ...], keys: Iterable[str]) -> list[str]:
    """The lists beside the one that the item at `path` stands in, whose items know all these keys.

    `whole` stands alone, without references to other files. Of alternatives nothing is known: there is none then.
    """
    if len(path) < 2 or not isinstance(path[-1], int):
        return []
    wanted = set(keys)
    lists = _at(whole, path[:-2]).get("properties", {})
    knowing = [name for name, beside in lists.items() if wanted <= set(_items(beside, whole).get("properties", ()))]
    return [] if path[-2] in knowing else knowing


def places_below(whole: Schema, path: tuple[str | int, ...], key: str) -> dict[str, bool]:
    """The keys of the group at `path` under which a `key` may stand, and whether in a list there; none if here."""
    found: dict[str, bool] = {}
    known = _at(whole, path).get("properties", {})
    for name, below in known.items() if key not in known else ():
        inner = _resolved(below, whole)
        choices = [inner, *(_resolved(one, whole) for one in inner.get("anyOf", ()))]
        if any(key in one.get("properties", ()) for one in choices):
            found[name] = False
        elif any(key in _items(one, whole).get("properties", ()) for one in choices):
            found[name] = True
    return found


def place_above(whole: Schema, path: tuple[str | int, ...], key: str) -> str | None:
    """The key around `path` beside which a `key` may stand that is not known there; None where there is none."""
    if key in _at(whole, path).get("properties", ()):
        return None
    for depth in range(len(path) - 1, -1, -1):
        step = path[depth]
        if isinstance(step, str) and key in _at(whole, path[:depth]).get("properties", ()):
            return step
    return None


def _at(whole: Schema, path: tuple[str | int, ...]) -> Schema:
    schema: Any = whole
    for step in path:
        schema = _below(_resolved(schema, whole), step)
    return _resolved(schema, whole)


def _items(schema: Any, whole: Schema) -> Schema:
    items = _resolved(schema, whole).get("items")
    return _resolved(items, whole)


def _below(schema: Schema, step: str | int) -> Any:
    if isinstance(step, int):
        return schema.get("items")
    return schema.get("properties", {}).get(step)


def _resolved(schema: Any, whole: Schema) -> Schema:
    while isinstance(schema, dict) and "$ref" in schema:
        schema = resolve(schema["$ref"], whole)[0]
    return schema if isinstance(schema, dict) else {}
