"""Reading a pack's record schema, in YAML or JSON. What it says of itself has to hold together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from checklist_engine.phrases import UNITS, Offset, PhraseError
from checklist_engine.phrases import parse as parse_phrase
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.schema.files import Schema, bundle, resolve
from checklist_engine.schema.shape import engine_shape
from checklist_engine.yaml12.reader import read

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str, str | None, str | None]
"""Where, the problem's id, its message, what was expected, a hint."""

_EXPECTED = {
    "Expecting ',' delimiter": "a comma between two entries",
    "Expecting ':' delimiter": "a colon between a name and its value",
    "Expecting property name enclosed in double quotes": "a name in double quotes; no comma before a closing bracket",
    "Expecting value": "a value; no comma before a closing bracket",
    "Extra data": "the end of the file",
    "Illegal trailing comma before end of object": "no comma before a closing bracket",
    "Illegal trailing comma before end of array": "no comma before a closing bracket",
}

_SCHEMA = 'a schema such as {"type": "string"}'


def read_record_schema(data: bytes, name: str) -> dict[str, Any]:
    """The schema in ``data``, bundled: it refers to nothing outside itself. Raises Problems, all at once.

    ``name`` is that of its file; one that ends in ``.json`` is JSON, any other YAML. Keywords that are not in the
    engine's `record-schema.schema.json` are problems: what they were meant to forbid would be allowed.
    """
    if name.endswith(".json"):
        schema = _json(data, name)
        # What holds is never read as YAML: that takes its time, and JSON can write a few things that YAML cannot.
        with suppress(RecursionError):  # too deep: the reader says where
            if engine_shape("record-schema").accepts(schema) and not any(_faults(schema)):
                return bundle(schema)
    # JSON is YAML as well, whose reader knows the places.
    checked = engine_shape("record-schema").check(read(data, name))
    problems = [
        checked.problem(kind, message, path, expected=expected, hint=hint)
        for path, kind, message, expected, hint in _faults(checked.data)
    ]
    if problems:
        raise Problems(problems)
    return bundle(checked.data)


def _json(data: bytes, name: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Problems([_no_json(data, name, error)]) from None


def _no_json(data: bytes, name: str, error: Exception) -> Problem:
    line, column, said = getattr(error, "lineno", 1), getattr(error, "colno", 1), getattr(error, "msg", str(error))
    lines = data.decode(errors="replace").splitlines()
    return Problem(
        id="json/syntax", message="this is not JSON", file=name, line=line, column=column,
        source_line=lines[line - 1] if 0 < line <= len(lines) else "",
        expected=_EXPECTED.get(said), hint=None if said in _EXPECTED else said,
    )  # fmt: skip


def _faults(schema: Schema) -> Iterator[Fault]:
    """What would only show when a record is read: references, patterns and parts that are not there."""
    known = schema["properties"]
    for path, part in _schemas(schema, ()):
        for where, inner in _within(part, path):
            if isinstance(inner, bool) and where[-1] != "additionalProperties":
                # JSON Schema has it, and nobody could say what to ask for, or how to read it.
                yield where, "schema/wrong-kind", f"“{where[-1]}” is {str(inner).lower()}", _SCHEMA, None
        if "$ref" in part:
            yield from _leads_nowhere(part["$ref"], schema, (*path, "$ref"))
        for pattern, where in _patterns(part, path):
            if (why := _unreadable(pattern)) is not None:
                yield where, "schema/pattern", f"“{pattern}” is not a pattern", "a regular expression", why
        for keyword in ("refers_to", "list_of_one"):
            if keyword in part and part[keyword] not in known:
                yield _no((*path, keyword), "property", part[keyword], known)
        beside = part.get("properties", {})
        for key, about in beside.items():
            others = [one for one in beside if one != key]
            yield from _neighbours(about if isinstance(about, dict) else {}, (*path, "properties", key), others)


def _leads_nowhere(ref: str, schema: Schema, path: Path) -> Iterator[Fault]:
    try:
        resolve(ref, schema)
    except Problems as found:
        for one in found.problems:
            yield path, one.id, one.message, one.expected, one.hint


def _patterns(part: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Path]]:
    if "pattern" in part:
        yield part["pattern"], (*path, "pattern")
    for pattern in part.get("patternProperties", {}):
        yield pattern, (*path, "patternProperties", pattern)


def _unreadable(pattern: str) -> str | None:
    """Why a pattern cannot be read; None where it can."""
    try:
        re.compile(pattern)
    except re.error as error:
        return error.msg
    return None


def _neighbours(about: Mapping[str, Any], path: Path, beside: list[str]) -> Iterator[Fault]:
    """What a fact says of the facts beside it."""
    if "day_of" in about and about["day_of"] not in beside:
        yield _no((*path, "day_of"), "fact", about["day_of"], beside)
    absent = about.get("absent")
    if not isinstance(absent, dict) or not isinstance(absent.get("moment"), list):
        return
    first, *steps = absent["moment"] or [""]
    if first not in beside:
        yield _no((*path, "absent", "moment", 0), "fact", first, beside)
    for index, step in enumerate(steps, 1):
        if not _is_offset(step):
            wrong = f"“{step}” is no distance from the moment before it"
            yield (*path, "absent", "moment", index), "phrase/no-step", wrong, "one such as 60 minutes after", None


def _no(path: Path, what: str, name: Any, known: Any) -> Fault:
    near = nearest(str(name), known)
    hint = f"Did you mean “{near}”?" if near else None
    return path, f"schema/unknown-{what}", f"there is no {what} “{name}”", f"one of {', '.join(known)}", hint


def _is_offset(step: Any) -> bool:
    try:
        phrase = parse_phrase(str(step))
    except PhraseError:
        return False
    return isinstance(phrase, Offset) and phrase.unit in UNITS


_BY_NAME = ("properties", "patternProperties", "definitions")
_SEVERAL = ("allOf", "anyOf", "oneOf")
_ONE = ("additionalProperties", "items", "not", "if", "then", "else", "propertyNames", "contains")


def _within(part: Schema, path: Path) -> Iterator[tuple[Path, Any]]:
    """The schemas that a schema is made of, each with its path."""
    for key, inner in part.items():
        if key in _BY_NAME:
            yield from (((*path, key, name), one) for name, one in inner.items())
        elif key in _SEVERAL:
            yield from (((*path, key, index), one) for index, one in enumerate(inner))
        elif key in _ONE:
            yield (*path, key), inner


def _schemas(part: Schema, path: Path) -> Iterator[tuple[Path, Schema]]:
    """A schema and every schema within it that is a group of keys."""
    yield path, part
    for where, inner in _within(part, path):
        if isinstance(inner, dict):
            yield from _schemas(inner, where)
