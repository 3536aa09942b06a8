"""What does not hold together in a pack's record schema, and would only show when a record is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.load.schema_own import engines_own, never_holds
from checklist_engine.load.schema_parts import Fault, Path, schemas, within
from checklist_engine.load.schema_patterns import fault_of
from checklist_engine.load.schema_steps import OF_RECORDS, unending
from checklist_engine.phrases import UNITS, Offset, PhraseError
from checklist_engine.phrases import parse as parse_phrase
from checklist_engine.problems import Problems, nearest
from checklist_engine.schema.files import Schema, load_schema, resolve

_SCHEMA = 'a schema such as {"type": "string"}'


def faults(schema: Schema) -> Iterator[Fault]:
    """What would only show when a record is read: references, patterns and parts that are not there."""
    unsafe = list(_unsafe(schema))
    yield from unsafe
    yield from _names(schema)
    if not unsafe:  # what follows references and tries values
        yield from engines_own(schema)
        for path, part in schemas(schema, ()):
            yield from never_holds(part, path, schema)


def _unsafe(schema: Schema) -> Iterator[Fault]:
    """What must not be followed or tried."""
    yield from unending(schema)
    own = {id(part) for _, part in schemas(schema, ())}
    for path, part in schemas(schema, ()):
        if "$ref" in part:
            yield from _leads_nowhere(part["$ref"], schema, (*path, "$ref"), own)
        for pattern, where in _patterns(part, path):
            if (wrong := fault_of(pattern)) is not None:
                yield where, "schema/pattern", *wrong


def _names(schema: Schema) -> Iterator[Fault]:
    """Facts of which nothing is said, and names of facts that are not there."""
    known = schema["properties"]
    for path, part in schemas(schema, ()):
        for where, inner in within(part, path):
            if isinstance(inner, bool) and where[-1] != "additionalProperties":
                # JSON Schema has it, and nobody could say what to ask for, or how to read it.
                yield where, "schema/wrong-kind", f"“{where[-1]}” is {str(inner).lower()}", _SCHEMA, None
        for keyword in ("refers_to", "list_of_one"):
            if keyword in part and part[keyword] not in known:
                yield _no((*path, keyword), "property", part[keyword], known)
        beside = part.get("properties", {})
        for key, about in beside.items():
            others = [one for one in beside if one != key]
            yield from _neighbours(about if isinstance(about, dict) else {}, (*path, "properties", key), others)


def _leads_nowhere(ref: str, schema: Schema, path: Path, own: set[int]) -> Iterator[Fault]:
    """A reference to what is not there, to what is no schema (``own`` are those), or too far into the engine."""
    try:
        target, home = resolve(ref, schema)
    except Problems as found:
        for one in found.problems:
            yield path, one.id, one.message, one.expected, one.hint
        return
    engine = load_schema(OF_RECORDS)
    if home is schema:
        if id(target) not in own:
            yield path, "schema/no-schema", f"the reference “{ref}” leads to no schema", "#/definitions/NAME", None
    elif home is not engine or target not in home["definitions"].values():
        # The engine's other schemas are of other files; nothing that a fact can be is in them.
        wanted = "schemas/record.schema.json#/definitions/NAME"
        hint = f"NAME is one of {', '.join(home['definitions'])}." if home is engine else None
        yield path, "schema/not-for-packs", f"the reference “{ref}” leads to no kind of fact", wanted, hint


def _patterns(part: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Path]]:
    if "pattern" in part:
        yield part["pattern"], (*path, "pattern")
    for pattern in part.get("patternProperties", {}):
        yield pattern, (*path, "patternProperties", pattern)


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
