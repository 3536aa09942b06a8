"""The facts of a pack's record schema one by one: what can never hold, and what belongs to the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.load.schema_parts import Fault, Path
from checklist_engine.load.schema_steps import OF_RECORDS
from checklist_engine.schema.files import Schema, load_schema, resolve
from checklist_engine.schema.shape import Shape

_ENGINES = {"id": ("id",), "pack": ("pack",), "timezone": ("timezone", "zone"), "log": ("log",)}
"""The engine's keys of a record, each with the definitions that it may be."""


def engines_own(schema: Schema) -> Iterator[Fault]:
    """The engine's keys, as far as the pack says something else of them than the engine, which reads them."""
    kinds = load_schema(OF_RECORDS)["definitions"]
    for key, names in _ENGINES.items():
        about = schema["properties"].get(key)
        if isinstance(about, dict) and _behind(about, schema) not in [kinds[name] for name in names]:
            path: Path = ("properties", key, "$ref") if "$ref" in about else ("properties", key)
            wanted = f"$ref: schemas/{OF_RECORDS}#/definitions/{names[0]}"
            yield path, "schema/engines-own", f"the key “{key}” belongs to the engine", wanted, None


def never_holds(part: Schema, path: Path, schema: Schema) -> Iterator[Fault]:
    """What a schema asks for and refuses at once."""
    yield from _required_and_forbidden(part, path)
    value = part.get("absent")
    if "absent" in part and value not in ("ask", "none") and not isinstance(value, dict):
        fact = {key: said for key, said in part.items() if key != "absent"}
        if not Shape(fact, schema).fits(value):
            yield (*path, "absent"), "schema/absent", "the schema of this fact refuses that value itself", None, None
    if "list_of_one" in part and _behind(part, schema).get("type") != "array":
        yield (*path, "list_of_one"), "schema/no-list", "“list_of_one” stands at what is no list", "type: array", None


def _required_and_forbidden(part: Schema, path: Path) -> Iterator[Fault]:
    if part.get("additionalProperties") is not False or "$ref" in part:
        return
    known = part.get("properties", {})
    for index, key in enumerate(part.get("required", ())):
        if key not in known and not any(re.search(pattern, key) for pattern in part.get("patternProperties", ())):
            hint = "“additionalProperties: false” forbids what “properties” does not name."
            said = f"“{key}” is required and forbidden"
            yield (*path, "required", index), "schema/required", said, ", ".join(known) or None, hint


def _behind(about: Mapping[str, Any], base: Schema) -> Mapping[str, Any]:
    """The schema that a schema stands for; there are no circles."""
    while "$ref" in about:
        about, base = resolve(about["$ref"], base)
    return about
