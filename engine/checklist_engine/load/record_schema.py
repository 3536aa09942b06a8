"""Reading a pack's record schema, in YAML or JSON. What it says of itself has to hold together."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from checklist_engine.load.schema_faults import faults
from checklist_engine.load.schema_json import DuplicateKey, read_json
from checklist_engine.problems import Problems
from checklist_engine.schema.files import bundle
from checklist_engine.schema.shape import engine_shape
from checklist_engine.yaml12.reader import read


def read_record_schema(data: bytes, name: str) -> dict[str, Any]:
    """The schema in ``data``, bundled: it refers to nothing outside itself. Raises Problems, all at once.

    ``name`` is that of its file; one that ends in ``.json`` is JSON, any other YAML. Keywords that are not in the
    engine's `record-schema.schema.json` are problems: what they were meant to forbid would be allowed.
    """
    if name.endswith(".json"):
        # What holds is never read as YAML: that takes its time, and JSON can write a few things that YAML cannot.
        with suppress(RecursionError, DuplicateKey):  # too deep, or twice: the reader says where
            schema = read_json(data, name)
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
