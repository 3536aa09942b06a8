"""The schemas that a pack's record schema is made of, each with its path; and what a fault of one of them is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checklist_engine.schema.files import Schema

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str, str | None, str | None]
"""Where, the problem's id, its message, what was expected, a hint."""

_BY_NAME = ("properties", "patternProperties", "definitions")
_SEVERAL = ("allOf", "anyOf", "oneOf")
_ONE = ("additionalProperties", "items", "not", "if", "then", "else", "propertyNames", "contains")


def within(part: Schema, path: Path) -> Iterator[tuple[Path, Any]]:
    """The schemas that a schema is made of, each with its path."""
    for key, inner in part.items():
        if key in _BY_NAME:
            yield from (((*path, key, name), one) for name, one in inner.items())
        elif key in _SEVERAL:
            yield from (((*path, key, index), one) for index, one in enumerate(inner))
        elif key in _ONE:
            yield (*path, key), inner


def schemas(part: Schema, path: Path) -> Iterator[tuple[Path, Schema]]:
    """A schema and every schema within it that is a group of keys."""
    yield path, part
    for where, inner in within(part, path):
        if isinstance(inner, dict):
            yield from schemas(inner, where)
