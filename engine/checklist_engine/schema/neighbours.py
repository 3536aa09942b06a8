"""An item that stands in the wrong list: its keys are those of the items of a list beside it."""

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
    schema: Any = whole
    for step in path[:-2]:
        schema = _below(_resolved(schema, whole), step)
    wanted = set(keys)
    lists = _resolved(schema, whole).get("properties", {})
    knowing = [name for name, beside in lists.items() if wanted <= set(_items(beside, whole).get("properties", ()))]
    return [] if path[-2] in knowing else knowing


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
