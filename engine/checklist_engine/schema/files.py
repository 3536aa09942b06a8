"""The engine's JSON Schema files: finding, loading, following references, and bundling for jsonschema.

A reference names another schema by its file name alone: `../../schemas/record.schema.json#/definitions/id`
means the engine's `record.schema.json` wherever the file with the reference lies: a copied pack still works.
"""

from __future__ import annotations

import json
import os.path
from functools import cache
from typing import Any

from checklist_engine.data import data_path, schema_dir
from checklist_engine.problems import Problem, Problems, nearest

Schema = dict[str, Any]


@cache
def load_schema(name: str) -> Schema:
    """The engine's schema with a file name (`action.schema.json`) or its first part (`action`).

    The value is shared: do not change it. Raises `Problems`.
    """
    file = name if name.endswith(".json") else f"{name}.schema.json"
    try:
        with open(os.path.join(data_path("schemas"), file), encoding="utf-8") as opened:
            text = opened.read()
    except OSError:
        known = sorted(path.name for path in schema_dir().glob("*.schema.json"))
        guess = nearest(file, known)
        raise Problems(
            [
                Problem(
                    id="schema/unknown-file",
                    message=f"the engine has no schema “{file}”",
                    expected=", ".join(known),
                    hint=guess and f"Did you mean “{guess}”?",
                )
            ]
        ) from None
    schema: Schema = json.loads(text)
    return schema


def resolve(ref: str, base: Schema) -> tuple[Any, Schema]:
    """The schema that `ref`, met in the schema file `base`, stands for, and the file that it lies in."""
    path, _, pointer = ref.partition("#")
    if path:
        base = load_schema(path.rsplit("/", 1)[-1])
    found: Any = base
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, dict) or part not in found:
            raise Problems(
                [
                    Problem(
                        id="schema/unknown-reference",
                        message=f"the reference “{ref}” leads nowhere",
                        hint=_guess(part, found),
                    )
                ]
            )
        found = found[part]
    return found, base


def _guess(part: str, found: Any) -> str | None:
    guess = nearest(part, found) if isinstance(found, dict) else None
    return guess and f"Did you mean “{guess}”?"


def bundle(schema: Schema, base: Schema | None = None) -> Schema:
    """`schema` with everything that it refers to brought into its own `definitions`, so that it stands alone.

    `base` is the file that `schema` is a part of; itself by default. Definitions keep their names (`moment`
    stays `moment`); a second one of the same name becomes `moment-2`.
    """
    names: dict[int, str] = {}
    definitions: Schema = {}
    taken: dict[str, int] = {}
    # What is referred to waits here: to follow each reference at once would go as deep as they lead on.
    waiting: list[tuple[str, Any, Schema]] = []

    def name_of(ref: str, file: Schema) -> str:
        target, home = resolve(ref, file)
        if id(target) not in names:
            wanted = ref.rsplit("/", 1)[-1].removesuffix("#").removesuffix(".schema.json") or "root"
            name = names[id(target)] = _free(wanted, definitions, taken)
            definitions[name] = True  # holds the name and its place
            waiting.append((name, target, home))
        return names[id(target)]

    def inlined(part: Any, file: Schema) -> Any:
        if isinstance(part, list):
            return [inlined(item, file) for item in part]
        if not isinstance(part, dict):
            return part
        if isinstance(part.get("$ref"), str):
            rest = {key: value for key, value in part.items() if key != "$ref"}
            return {"$ref": f"#/definitions/{name_of(part['$ref'], file)}", **rest}
        return {
            key: _each(value, file) if key in _SCHEMAS_BY_NAME else value if key in PLAIN_DATA else inlined(value, file)
            for key, value in part.items()
            if key not in ("definitions", "$id")
        }

    def _each(parts: Schema, file: Schema) -> Schema:
        return {key: inlined(value, file) for key, value in parts.items()}

    whole: Schema = inlined(schema, base or schema)
    for name, target, home in waiting:  # grows meanwhile
        definitions[name] = inlined(target, home)
    return {**whole, "definitions": definitions}


def _free(wanted: str, used: Schema, taken: dict[str, int]) -> str:
    """The wanted name, or the first with a number behind it that nothing has; ``taken`` counts by wanted name."""
    name = wanted
    while name in used or not taken.get(wanted):
        taken[wanted] = taken.get(wanted, 0) + 1
        name = wanted if taken[wanted] == 1 else f"{wanted}-{taken[wanted]}"
    return name


# Keywords whose values are data, where a key `$ref` would mean nothing; and those whose keys are free names.
PLAIN_DATA = frozenset({"enum", "const", "default", "examples", "required", "absent"})
_SCHEMAS_BY_NAME = frozenset({"properties", "patternProperties"})
