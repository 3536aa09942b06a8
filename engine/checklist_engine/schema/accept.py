"""A JSON Schema (draft-07) as closures that say yes or no to plain data, without importing jsonschema.

Every keyword that can refuse is known here or raises `UnknownKeyword`: none is ever skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import Any, Final

from checklist_engine.schema.files import Schema, resolve

Test = Callable[[Any], bool]

_NOT_KNOWN: Final = frozenset(
    {
        "additionalItems",
        "contains",
        "dependencies",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "multipleOf",
        "oneOf",
    }
)


class UnknownKeyword(Exception):
    """The schema has a validating keyword that only jsonschema knows."""


def searches(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern is found, with `$` at the very end only, as in JSON Schema.

    Python's `$` also stands before a last line break; with one more of them it stands where it should.
    """
    return pattern.search(text + "\n" if text.endswith("\n") else text) is not None


def same(one: Any, two: Any) -> bool:
    """Equality of JSON: 1 is 1.0, but True is not 1."""
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(same(value, two[key]) for key, value in one.items())
    return isinstance(one, bool) == isinstance(two, bool) and bool(one == two)


def _frozen(data: Any) -> Hashable:
    """What is equal for data that are the `same`, and only for these; a set then finds a repeat at once."""
    if isinstance(data, list):
        return ("list", *map(_frozen, data))
    if isinstance(data, dict):
        return ("dict", frozenset((key, _frozen(value)) for key, value in data.items()))
    return (isinstance(data, bool), data)


class Acceptor:
    """Makes tests of schemas, each once and only when its place is reached."""

    def __init__(self) -> None:
        self._made: dict[int, Test] = {}

    def test(self, schema: Any, base: Schema) -> Test:
        """The test of a schema that lies in the file `base`. Calling it may raise `UnknownKeyword`."""
        if isinstance(schema, bool):
            return (lambda data: True) if schema else (lambda data: False)
        key = id(schema)
        if key not in self._made:

            def first(data: Any) -> bool:
                made = self._made[key] = self._make(schema, base)
                return made(data)

            self._made[key] = first
        return lambda data: self._made[key](data)

    def _make(self, schema: Schema, base: Schema) -> Test:
        if "$ref" in schema:  # what stands beside it does not count in draft-07
            return self.test(*resolve(schema["$ref"], base))
        if unknown := _NOT_KNOWN.intersection(schema):
            raise UnknownKeyword(min(unknown))
        if not isinstance(schema.get("items", True), (dict, bool)):
            raise UnknownKeyword("items as a list")
        tests = [make(schema) for keyword, make in _PLAIN if keyword in schema]
        if not _OBJECT.isdisjoint(schema):
            tests.append(self._object(schema, base))
        if "items" in schema:
            item = self.test(schema["items"], base)
            tests.append(lambda data: not isinstance(data, list) or all(map(item, data)))
        tests += self._combined(schema, base)
        if len(tests) == 1:
            return tests[0]
        return lambda data: all(test(data) for test in tests)

    def _object(self, schema: Schema, base: Schema) -> Test:
        required = schema.get("required", [])
        known = {key: self.test(sub, base) for key, sub in schema.get("properties", {}).items()}
        patterns = [
            (re.compile(pattern), self.test(sub, base)) for pattern, sub in schema.get("patternProperties", {}).items()
        ]
        other = self.test(schema.get("additionalProperties", True), base)
        names = self.test(schema["propertyNames"], base) if "propertyNames" in schema else None

        def test(data: Any) -> bool:
            if not isinstance(data, dict):
                return True
            for key in required:
                if key not in data:
                    return False
            for key, value in data.items():
                if names is not None and not names(key):
                    return False
                own = known.get(key)
                if own is not None and not own(value):
                    return False
                matching = [sub for pattern, sub in patterns if pattern.search(key)]
                if not all(sub(value) for sub in matching):
                    return False
                if own is None and not matching and not other(value):
                    return False
            return True

        return test

    def _combined(self, schema: Schema, base: Schema) -> list[Test]:
        tests: list[Test] = [self.test(sub, base) for sub in schema.get("allOf", ())]
        if "anyOf" in schema:
            branches = [self.test(sub, base) for sub in schema["anyOf"]]
            tests.append(lambda data: any(branch(data) for branch in branches))
        if "not" in schema:
            refused = self.test(schema["not"], base)
            tests.append(lambda data: not refused(data))
        if "if" in schema:
            condition = self.test(schema["if"], base)
            then, otherwise = (self.test(schema.get(word, True), base) for word in ("then", "else"))
            tests.append(lambda data: then(data) if condition(data) else otherwise(data))
        return tests


_OBJECT: Final = frozenset({"required", "properties", "patternProperties", "additionalProperties", "propertyNames"})


def _is_integer(data: Any) -> bool:
    return (isinstance(data, int) and not isinstance(data, bool)) or (isinstance(data, float) and data.is_integer())


def _is_number(data: Any) -> bool:
    return isinstance(data, (int, float)) and not isinstance(data, bool)


_TYPES: Final[dict[str, Test]] = {
    "null": lambda data: data is None,
    "boolean": lambda data: isinstance(data, bool),
    "integer": _is_integer,
    "number": _is_number,
    "string": lambda data: isinstance(data, str),
    "array": lambda data: isinstance(data, list),
    "object": lambda data: isinstance(data, dict),
}


def _type(schema: Schema) -> Test:
    given = schema["type"]
    if isinstance(given, str):
        return _TYPES[given]
    tests = [_TYPES[one] for one in given]
    return lambda data: any(test(data) for test in tests)


def _enum(schema: Schema) -> Test:
    values = schema["enum"]
    return lambda data: any(same(data, value) for value in values)


def _const(schema: Schema) -> Test:
    value = schema["const"]
    return lambda data: same(data, value)


def _pattern(schema: Schema) -> Test:
    compiled: list[re.Pattern[str]] = []

    def test(data: Any) -> bool:
        if not isinstance(data, str):
            return True
        if not compiled:
            compiled.append(re.compile(schema["pattern"]))
        return searches(compiled[0], data)

    return test


def _unique(schema: Schema) -> Test:
    if not schema["uniqueItems"]:
        return lambda data: True
    return lambda data: not isinstance(data, list) or len(set(map(_frozen, data))) == len(data)


def _bounds(keyword: str, applies: type | Test, measure: Callable[[Any], Any], least: bool) -> Callable[[Schema], Test]:
    def make(schema: Schema) -> Test:
        bound = schema[keyword]
        fits = applies if not isinstance(applies, type) else lambda data: isinstance(data, applies)
        if least:
            return lambda data: not fits(data) or measure(data) >= bound
        return lambda data: not fits(data) or measure(data) <= bound

    return make


def _itself(data: Any) -> Any:
    return data


# In the order in which they are tried: what refuses most comes first.
_PLAIN: Final[list[tuple[str, Callable[[Schema], Test]]]] = [
    ("type", _type),
    ("enum", _enum),
    ("const", _const),
    ("minLength", _bounds("minLength", str, len, True)),
    ("maxLength", _bounds("maxLength", str, len, False)),
    ("pattern", _pattern),
    ("minimum", _bounds("minimum", _is_number, _itself, True)),
    ("maximum", _bounds("maximum", _is_number, _itself, False)),
    ("minItems", _bounds("minItems", list, len, True)),
    ("maxItems", _bounds("maxItems", list, len, False)),
    ("minProperties", _bounds("minProperties", dict, len, True)),
    ("maxProperties", _bounds("maxProperties", dict, len, False)),
    ("uniqueItems", _unique),
]
