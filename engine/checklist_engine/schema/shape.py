"""Reading a document by a JSON Schema: plain data when it fits, `Problems` in words and with places when not.

A schema is compiled into closures; jsonschema is imported only to explain a refusal (or for keywords unknown
here), and works on the very same schema.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from checklist_engine.problems import Problems
from checklist_engine.schema.accept import Acceptor, UnknownKeyword
from checklist_engine.schema.coerce import View, plain_data
from checklist_engine.schema.files import Schema, load_schema
from checklist_engine.schema.places import Checked, Path, entry_at
from checklist_engine.yaml12.nodes import Document
from checklist_engine.yaml12.reader import read

if TYPE_CHECKING:
    from checklist_engine.schema.mends import Vocabulary

__all__ = ["Checked", "Shape", "engine_shape"]


class Shape:
    """A compiled schema. Compiling is lazy: what no file uses costs nothing."""

    def __init__(self, schema: Schema, base: Schema | None = None) -> None:
        self.schema = schema
        self.base = base or schema
        self._view = View.of(schema, self.base, {})
        self._test = Acceptor().test(schema, self.base)

    def check(self, document: Document, at: Path = (), *, names: Vocabulary | None = None) -> Checked:
        """The document's data, or that of its part at a path, as the schema reads it. Raises `Problems`.

        With ``names`` they can say which was meant by somebody who wrote a title.
        """
        root = entry_at(document.root, at)[1]
        checked = Checked(document, root, plain_data(root, self._view))
        if not self.accepts(checked.data):
            from checklist_engine.schema.explain import explain

            if problems := explain(checked, self.schema, self.base, names or {}):
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
