"""The JSON Schemas for editors and other programs: each whole in one file, so that none needs a second."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checklist_engine.data import schema_dir
from checklist_engine.problems import Problems
from checklist_engine.schema.files import bundle, load_schema
from checklist_engine.yaml12.nodes import Mapping, Node, Scalar, Sequence
from checklist_engine.yaml12.reader import read

RECORD = "record"
"""The schema that is the pack's and not the engine's: of the records that its rules are for."""
_SUFFIX = ".schema.json"
_VERSION = "http://json-schema.org/draft-07/schema#"


def schema_names() -> list[str]:
    """The names of all schemas, in order."""
    return sorted(path.name.removesuffix(_SUFFIX) for path in schema_dir().glob(f"*{_SUFFIX}"))


def whole_schema(name: str, pack: str | os.PathLike[str]) -> dict[str, Any]:
    """The schema of that name with all that it refers to; ``record`` is that of the pack in the folder ``pack``.

    Raises Problems for a name that there is not, and for a pack whose schema cannot be read.
    """
    if name.removesuffix(_SUFFIX) != RECORD:
        whole: dict[str, Any] = explained(bundle(load_schema(name)))
        return whole
    from checklist_engine.files import read_bytes
    from checklist_engine.load.record_schema import read_record_schema
    from checklist_engine.load.schema_file import schema_file

    path = os.path.join(pack, schema_file(pack))
    records: dict[str, Any] = explained(read_record_schema(read_bytes(path), path))
    return {"$schema": _VERSION, **records}


def explained(part: Any) -> Any:
    """A copy of a schema in which each pattern says in words what is expected: editors show that, not the pattern."""
    if isinstance(part, list):
        return [explained(one) for one in part]
    if not isinstance(part, dict):
        return part
    copy = {key: explained(value) for key, value in part.items()}
    if isinstance(part.get("pattern"), str) and isinstance(part.get("x-expected"), str):
        copy["patternErrorMessage"] = f"Expected: {part['x-expected']}"
    return copy


def leads_somewhere(path: Path) -> bool:
    """Whether the files are there that the schema in a file refers to; editors follow its paths as they stand."""
    try:
        root = read(path.read_bytes(), str(path)).root
    except (Problems, OSError):
        return False
    return all((path.parent / one).is_file() for one in set(_referred(root)))


def _referred(node: Node) -> Iterator[str]:
    """The files that a schema names by `$ref`, in JSON or in YAML, which JSON is too."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _referred(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            file = value.text.partition("#")[0] if key.text == "$ref" and isinstance(value, Scalar) else ""
            if file:
                yield file
            yield from _referred(value)


def schema_bytes(schema: dict[str, Any]) -> bytes:
    """The schema as a file."""
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def file_name(name: str) -> str:
    """``action.schema.json`` for ``action``."""
    return name if name.endswith(_SUFFIX) else f"{name}{_SUFFIX}"
