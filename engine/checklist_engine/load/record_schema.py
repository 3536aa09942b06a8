"""Reading a pack's record schema: JSON, by which records are read. What it says of itself has to hold together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.phrases import Offset, PhraseError
from checklist_engine.phrases import parse as parse_phrase
from checklist_engine.places import entry_at
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.schemas import bundle
from checklist_engine.yamltext import read

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str, str | None, str | None]
"""Where, the problem's id, its message, what was expected, a hint."""

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_EXPECTED = {
    "Expecting ',' delimiter": "a comma between two entries",
    "Expecting ':' delimiter": "a colon between a name and its value",
    "Expecting property name enclosed in double quotes": "a name in double quotes; no comma before a closing bracket",
    "Expecting value": "a value; no comma before a closing bracket",
    "Extra data": "the end of the file",
    "Illegal trailing comma before end of object": "no comma before a closing bracket",
    "Illegal trailing comma before end of array": "no comma before a closing bracket",
}


def read_record_schema(data: bytes, name: str) -> dict[str, Any]:
    """The schema in ``data``, bundled: it refers to nothing outside itself. Raises Problems, all at once."""
    try:
        schema = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Problems([_no_json(data, name, error)]) from None
    if not isinstance(schema, dict):
        raise Problems(
            [_problem(data, name, (), "json/no-object", "a record schema is a JSON object", "text in braces: { … }")]
        )
    faults = list(_faults(schema))
    if faults:
        raise Problems(_problem(data, name, *fault) for fault in faults)
    try:
        return bundle(schema)
    except Problems as found:
        raise Problems(_placed(problem.replace(file=name), data) for problem in found.problems) from None


def _no_json(data: bytes, name: str, error: Exception) -> Problem:
    line, column, said = getattr(error, "lineno", 1), getattr(error, "colno", 1), getattr(error, "msg", str(error))
    return Problem(
        id="json/syntax", message="this is not JSON", file=name, line=line, column=column,
        source_line=_line(data, line), expected=_EXPECTED.get(said), hint=None if said in _EXPECTED else said,
    )  # fmt: skip


def _problem(
    data: bytes, name: str, path: Path, id: str, message: str, expected: str | None = None, hint: str | None = None
) -> Problem:
    """A problem at the value at ``path``. JSON is YAML as well, whose reader knows the places."""
    try:
        node = entry_at(read(data, name).root, path)[1]
        line, column = node.line, node.column
    except Problems:  # tabs, for example
        line, column = 1, 1
    return Problem(
        id=id, message=message, file=name, line=line, column=column, source_line=_line(data, line),
        expected=expected, hint=hint,
    )  # fmt: skip


def _placed(problem: Problem, data: bytes) -> Problem:
    """The problem at the place of the text that its message quotes, where the file has it."""
    quoted = re.search("“(.+?)”", problem.message)
    for number, line in enumerate(data.decode(errors="replace").splitlines() if quoted else (), 1):
        if quoted and (column := line.find(f'"{quoted[1]}"')) >= 0:
            return problem.replace(line=number, column=column + 1, source_line=line)
    return problem


def _line(data: bytes, number: int) -> str:
    lines = data.decode(errors="replace").splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _faults(schema: Mapping[str, Any]) -> Iterator[Fault]:
    """What would only show when a record is read: types that JSON does not have, parts that are not there."""
    whole = schema.get("properties")
    known = whole if isinstance(whole, dict) else {}
    for path, part in _schemas(schema, ()):
        for one in _listed(part.get("type", [])):
            if one not in _TYPES:
                yield _no((*path, "type"), "type", one, _TYPES)
        pattern = part.get("pattern")
        if isinstance(pattern, str) and not _compiles(pattern):
            yield (*path, "pattern"), "schema/pattern", f"“{pattern}” is not a pattern", "a regular expression", None
        if "refers_to" in part and part["refers_to"] not in known:
            yield _no((*path, "refers_to"), "property", part["refers_to"], known)
        if "list_of_one" in part and part["list_of_one"] not in known:
            yield _no((*path, "list_of_one"), "property", part["list_of_one"], known)
        beside = part.get("properties")
        if isinstance(beside, dict):
            for key, about in beside.items():
                others = [one for one in beside if one != key]
                yield from _neighbours(about if isinstance(about, dict) else {}, (*path, "properties", key), others)


def _neighbours(about: Mapping[str, Any], path: Path, beside: list[str]) -> Iterator[Fault]:
    """What a fact says of the facts beside it."""
    if "day_of" in about and about["day_of"] not in beside:
        yield _no((*path, "day_of"), "fact", about["day_of"], beside)
    absent = about.get("absent")
    if not isinstance(absent, dict) or "moment" not in absent:
        return
    first, *steps = _listed(absent["moment"]) or [None]
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


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _is_offset(step: Any) -> bool:
    try:
        return isinstance(parse_phrase(str(step)), Offset)
    except PhraseError:
        return False


_BY_NAME = ("properties", "patternProperties", "definitions")
_ONE = ("additionalProperties", "items", "not", "if", "then", "else", "propertyNames", "contains")
_SEVERAL = ("allOf", "anyOf", "oneOf", "items")


def _schemas(part: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """A schema and every schema within it."""
    if not isinstance(part, dict):
        return
    yield path, part
    for key in _BY_NAME:
        inner = part.get(key)
        for name, schema in inner.items() if isinstance(inner, dict) else ():
            yield from _schemas(schema, (*path, key, name))
    for key in _ONE:
        yield from _schemas(part.get(key), (*path, key))
    for key in _SEVERAL:
        for index, schema in enumerate(part[key] if isinstance(part.get(key), list) else ()):
            yield from _schemas(schema, (*path, key, index))
