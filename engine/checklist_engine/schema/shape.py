"""Reading a document by a JSON Schema: plain data when it fits, `Problems` in words and with places when not.

A schema is compiled into closures; jsonschema is imported only to explain a refusal (or for keywords unknown
here), and works on the very same schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from checklist_engine.problems import Problem, Problems
from checklist_engine.schema.accept import Acceptor, UnknownKeyword
from checklist_engine.schema.coerce import View, plain_data
from checklist_engine.schema.files import PLAIN_DATA, Schema, bundle, load_schema, resolve
from checklist_engine.schema.places import Checked, Path, entry_at
from checklist_engine.yaml12.nodes import Document
from checklist_engine.yaml12.reader import read

__all__ = ["Checked", "Shape", "engine_shape", "read_record_schema"]


class Shape:
    """A compiled schema. Compiling is lazy: what no file uses costs nothing."""

    def __init__(self, schema: Schema, base: Schema | None = None) -> None:
        self.schema = schema
        self.base = base or schema
        self._view = View.of(schema, self.base, {})
        self._test = Acceptor().test(schema, self.base)

    def check(self, document: Document, at: Path = ()) -> Checked:
        """The document's data, or that of its part at a path, as the schema reads it. Raises `Problems`."""
        root = entry_at(document.root, at)[1]
        checked = Checked(document, root, plain_data(root, self._view))
        if not self.accepts(checked.data):
            from checklist_engine.schema.explain import explain

            if problems := explain(checked, self.schema, self.base):
                raise Problems(problems)
        return checked

    def accepts(self, data: Any) -> bool:
        """Whether plain data fits. False also where only jsonschema could tell."""
        try:
            return self._test(data)
        except UnknownKeyword:
            return False

    def fits(self, data: Any) -> bool:
        """Whether plain data fits; where only jsonschema can tell, it is asked."""
        try:
            return self._test(data)
        except UnknownKeyword:
            import json

            from checklist_engine.schema.explain import explain

            document = read(json.dumps(data).encode(), "")
            return not explain(Checked(document, document.root, data), self.schema, self.base)


@cache
def engine_shape(name: str) -> Shape:
    """The shape of one of the engine's own schemas: `engine_shape("action")`."""
    return Shape(load_schema(name))


def read_record_schema(data: bytes, name: str) -> Schema:
    """A pack's own `record.schema.json`, bundled so that it stands alone. Raises `Problems` with their places.

    Misspelt keywords are problems: jsonschema would pass over them, and so over what somebody meant to forbid.
    """
    checked = engine_shape("record-schema").check(read(data, name))
    problems = [*_unreadable(checked, checked.data, ())]
    if problems:
        raise Problems(problems)
    return bundle(checked.data)


def _unreadable(checked: Checked, part: Any, path: Path) -> Iterator[Problem]:
    """References that lead nowhere and patterns that are none."""
    if isinstance(part, list):
        for index, item in enumerate(part):
            yield from _unreadable(checked, item, (*path, index))
    if not isinstance(part, dict):
        return
    named = path[-1:] in (("properties",), ("definitions",), ("patternProperties",))
    if not named and isinstance(part.get("$ref"), str):
        try:
            resolve(part["$ref"], checked.data)
        except Problems as found:
            for one in found.problems:
                yield checked.problem(one.id, one.message, (*path, "$ref"), expected=one.expected, hint=one.hint)
    patterns = [(key, (*path, key)) for key in part if path[-1:] == ("patternProperties",)]
    if not named and isinstance(part.get("pattern"), str):
        patterns.append((part["pattern"], (*path, "pattern")))
    for pattern, where in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            yield checked.problem(
                "schema/pattern", f"this pattern cannot be read: {error.msg}", where, key=where[-1] == pattern
            )
    for key, value in part.items():
        if named or key not in PLAIN_DATA:
            yield from _unreadable(checked, value, (*path, key))
