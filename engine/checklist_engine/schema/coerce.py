"""From nodes to plain JSON data: the schema's types decide what a plain word means.

Where text is asked for, `1984`, `no` and `10:30` are text. Where anything is allowed, YAML 1.2's core schema
speaks: `true`, `false`, whole and decimal numbers, and `null`, `~` or nothing at all for nothing. What is
quoted is always text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from checklist_engine.schema.files import Schema, resolve
from checklist_engine.yaml12.nodes import NOTHING, Mapping, Node, Scalar, Sequence

_WORDS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_LONGEST_NUMBER: Final = 40
_OF_TYPE: Final = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
    type(None): "null",
}
_ALL: Final = frozenset(_OF_TYPE.values())


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        r"(?P<whole>[-+]?[0-9]+)|(?P<octal>0o[0-7]+)|(?P<hex>0x[0-9a-fA-F]+)"
        r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    )


def core(text: str) -> Any:
    """What YAML 1.2's core schema makes of a plain word: None, a bool, an int, a float, else the text.

    What JSON cannot hold (`.inf`, `.nan`, numbers of more than 40 characters) stays text.
    """
    if text in NOTHING:
        return None
    if text[0] not in "+-.0123456789":
        return _WORDS.get(text, text)
    if len(text) > _LONGEST_NUMBER or (match := _number().fullmatch(text)) is None:
        return text
    if match["whole"]:
        return int(text)
    if match["octal"] or match["hex"]:
        return int(text[2:], 8 if match["octal"] else 16)
    number = float(text)
    return text if number in (float("inf"), float("-inf")) else number


class View:
    """What the schemas that apply at one place say of types, there and below; None stands for no say.

    It is made of parts: a schema, all of several parts, or any of several.
    """

    __slots__ = ("_children", "_items", "_part", "_views", "kinds", "text_only")

    def __init__(self, part: _Part, views: dict[Any, View]) -> None:
        self._part = part
        self._views = views
        self._children: dict[str, View | None] = {}
        self._items: View | bool | None = False
        self.kinds = _kinds(part)
        self.text_only = "string" in self.kinds and not self.kinds & {"boolean", "integer", "number"}

    @staticmethod
    def of(schema: Any, base: Schema, views: dict[Any, View]) -> View | None:
        """The view of a schema in the file `base`. `views` remembers those made."""
        return _view(_expand(schema, base), views)

    def child(self, key: str) -> View | None:
        """The view of the value at a key."""
        try:
            return self._children[key]
        except KeyError:
            found = self._children[key] = _view(_child(self._part, key), self._views)
            return found

    def items(self) -> View | None:
        """The view of the items of a list."""
        if self._items is False:
            self._items = _view(_child(self._part, None), self._views)
        return self._items  # type: ignore[return-value]


def plain_data(node: Node, view: View | None) -> Any:
    """The node as JSON data. Depth is limited by the reader, so that this may recurse."""
    if type(node) is Scalar:
        text = node.text
        if not node.plain:
            return text
        if view is None:
            return core(text)
        if view.text_only:
            return None if text in NOTHING else text
        value = core(text)
        kind = _OF_TYPE[type(value)]
        if (
            kind not in view.kinds
            and "string" in view.kinds
            and value is not None
            and not (kind == "integer" and "number" in view.kinds)
            and not (kind == "number" and value == int(value) and "integer" in view.kinds)
        ):
            return text
        return value
    if type(node) is Mapping:
        if view is None:
            return {key.text: plain_data(value, None) for key, value in node.entries}
        return {key.text: plain_data(value, view.child(key.text)) for key, value in node.entries}
    assert type(node) is Sequence
    below = view and view.items()
    return [plain_data(item, below) for item in node.items]


# A part is a leaf ("schema", id, schema, base) or ("all" | "any", part, part, …).
# None stands for no say, _NEVER for that nothing fits.
_Part = tuple[Any, ...]
_NEVER: Final[_Part] = ("never",)


def _expand(schema: Any, base: Schema, within: tuple[int, ...] = ()) -> _Part | None:
    """The part of a schema, with what applies at the same place: `$ref`, `allOf`, `anyOf`, `then`, `else`."""
    if schema is False:
        return _NEVER
    if schema is True or id(schema) in within:
        return None
    within = (*within, id(schema))
    if "$ref" in schema:
        return _expand(*resolve(schema["$ref"], base), within)
    parts: list[_Part | None] = [("schema", id(schema), schema, base)]
    parts += [_expand(sub, base, within) for sub in schema.get("allOf", ())]
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            parts.append(_any([_expand(sub, base, within) for sub in schema[keyword]]))
    if "if" in schema:
        parts.append(_any([_expand(schema.get(word, True), base, within) for word in ("then", "else")]))
    return _all(parts)


def _all(parts: list[_Part | None]) -> _Part | None:
    said = [part for part in parts if part is not None]
    if _NEVER in said:
        return _NEVER
    return ("all", *said) if len(said) > 1 else said[0] if said else None


def _any(parts: list[_Part | None]) -> _Part | None:
    possible = [part for part in parts if part is not _NEVER]
    if not possible:
        return _NEVER
    if None in possible:
        return None
    return ("any", *possible) if len(possible) > 1 else possible[0]


def _view(part: _Part | None, views: dict[Any, View]) -> View | None:
    if part is None or part is _NEVER:
        return None
    key = _key(part)
    if key not in views:
        views[key] = View(part, views)
    return views[key]


def _key(part: _Part) -> Any:
    return part[1] if part[0] == "schema" else (part[0], *map(_key, part[1:]))


def _kinds(part: _Part) -> frozenset[str]:
    if part[0] == "all":
        return frozenset.intersection(*map(_kinds, part[1:]))
    if part[0] == "any":
        return frozenset.union(*map(_kinds, part[1:]))
    schema = part[2]
    if "type" in schema:
        given = schema["type"]
        return frozenset([given] if isinstance(given, str) else given)
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    return _ALL if values is None else frozenset(_OF_TYPE[type(value)] for value in values)


def _child(part: _Part, key: str | None) -> _Part | None:
    """The part for the value at a key, or for the items of a list where `key` is None."""
    if part[0] == "all":
        return _all([_child(sub, key) for sub in part[1:]])
    if part[0] == "any":
        kind = "array" if key is None else "object"
        return _any([_child(sub, key) if kind in _kinds(sub) else _NEVER for sub in part[1:]])
    _, _, schema, base = part
    if key is None:
        items = schema.get("items", True)
        return _expand(items, base) if isinstance(items, (dict, bool)) else None
    parts = [_expand(schema["properties"][key], base)] if key in schema.get("properties", ()) else []
    parts += [
        _expand(sub, base) for pattern, sub in schema.get("patternProperties", {}).items() if re.search(pattern, key)
    ]
    return _all(parts) if parts else _expand(schema.get("additionalProperties", True), base)
