"""Reading a pack's record schema: JSON, by which records are read. What it says of itself has to hold together."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checklist_engine.phrases import UNITS, Offset, PhraseError
from checklist_engine.phrases import parse as parse_phrase
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.schema.files import bundle
from checklist_engine.schema.places import entry_at
from checklist_engine.yaml12.reader import read

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
        wrong = {keyword for keyword, (fits, _) in _KINDS.items() if keyword in part and not fits(part[keyword])}
        for keyword in sorted(wrong):
            yield (*path, keyword), "schema/wrong-kind", f"this is nothing for “{keyword}”", _KINDS[keyword][1], None
        for keyword in set(_BY_NAME).intersection(part) - wrong:
            for name, one in part[keyword].items():
                if not _is_schema(one):
                    yield (*path, keyword, name), "schema/wrong-kind", f"this is nothing for “{name}”", _SCHEMA[1], None
        good = {keyword: value for keyword, value in part.items() if keyword not in wrong}
        for one in _listed(good.get("type", [])):
            if one not in _TYPES:
                yield _no((*path, "type"), "type", one, _TYPES)
        pattern = good.get("pattern")
        if pattern is not None and not _compiles(pattern):
            yield (*path, "pattern"), "schema/pattern", f"“{pattern}” is not a pattern", "a regular expression", None
        for keyword in ("refers_to", "list_of_one"):
            if keyword in good and good[keyword] not in known:
                yield _no((*path, keyword), "property", good[keyword], known)
        beside = good.get("properties", {})
        for key, about in beside.items():
            others = [one for one in beside if one != key]
            yield from _neighbours(about if _is_schema(about) else {}, (*path, "properties", key), others)


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
        phrase = parse_phrase(str(step))
    except PhraseError:
        return False
    return isinstance(phrase, Offset) and phrase.unit in UNITS


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_schema(value: Any) -> bool:
    return isinstance(value, dict)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_schemas(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_schema, value))


Kind = tuple[Callable[[Any], bool], str]
_TEXT: Kind = (_is_text, "a text in quotes")
_COUNT: Kind = (_is_count, "a whole number")
_NUMBER: Kind = (_is_number, "a number")
_SCHEMA: Kind = (_is_schema, 'what to expect, in braces, such as {"type": "string"}')
_NAMED: Kind = (
    _is_schema,
    'names with what to expect of each, such as {"name": {"type": "string"}}',
)
_LIST: Kind = (_are_schemas, 'a list such as [{"required": ["name"]}]')
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        ("$ref", "title", "description", "question", "assumed", "pattern", "format", "refers_to", "list_of_one"), _TEXT
    ),
    "day_of": _TEXT,
    "type": (lambda value: _is_text(value) or _are_texts(value), 'a type such as "string", or a list of types'),
    "enum": (lambda value: isinstance(value, list) and value != [], 'a list of values such as ["email", "phone"]'),
    "required": (_are_texts, 'a list of names such as ["company", "role"]'),
    "uniqueItems": (lambda value: isinstance(value, bool), "true or false"),
    "absent": (
        lambda value: not isinstance(value, dict) or isinstance(value.get("moment"), list),
        '"ask", "none", a value, or a moment such as {"moment": ["start", "60 minutes after"]}',
    ),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _COUNT),
    **dict.fromkeys(("minimum", "maximum"), _NUMBER),
    **dict.fromkeys(("properties", "patternProperties", "definitions"), _NAMED),
    **dict.fromkeys(("items", "not", "if", "then", "else", "propertyNames"), _SCHEMA),
    "additionalProperties": (
        lambda value: isinstance(value, (bool, dict)), 'false, or what to expect, such as {"type": "string"}',
    ),
    **dict.fromkeys(("allOf", "anyOf", "oneOf"), _LIST),
}  # fmt: skip

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
