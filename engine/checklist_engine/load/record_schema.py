"""Reading a pack's record schema, in YAML or JSON. What it says of itself has to hold together."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from checklist_engine.load.schema_faults import faults
from checklist_engine.problems import Problem, Problems
from checklist_engine.schema.files import bundle
from checklist_engine.schema.shape import engine_shape
from checklist_engine.yaml12.reader import read

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
    """The schema in ``data``, bundled: it refers to nothing outside itself. Raises Problems, all at once.

    ``name`` is that of its file; one that ends in ``.json`` is JSON, any other YAML. Keywords that are not in the
    engine's `record-schema.schema.json` are problems: what they were meant to forbid would be allowed.
    """
    if name.endswith(".json"):
        schema = _json(data, name)
        # What holds is never read as YAML: that takes its time, and JSON can write a few things that YAML cannot.
        with suppress(RecursionError):  # too deep: the reader says where
            if engine_shape("record-schema").accepts(schema) and not any(faults(schema)):
                return bundle(schema)
    # JSON is YAML as well, whose reader knows the places.
    checked = engine_shape("record-schema").check(read(data, name))
    problems = [
        checked.problem(kind, message, path, expected=expected, hint=hint)
        for path, kind, message, expected, hint in faults(checked.data)
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
