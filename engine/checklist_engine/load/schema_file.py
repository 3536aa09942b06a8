"""Which file of a pack says what a record can hold: the one place that knows its name, in YAML or in JSON."""

from __future__ import annotations

import os

from checklist_engine.load.packs import MANIFEST
from checklist_engine.problems import Problem, Problems

YAML = "record.schema.yaml"
JSON = "record.schema.json"
NAMES = (YAML, JSON)


def schema_file(folder: str | os.PathLike[str]) -> str:
    """The name of the record schema in a pack's folder. Raises Problems unless there is exactly one."""
    found = [name for name in NAMES if os.path.isfile(os.path.join(folder, name))]
    if len(found) == 1:
        return found[0]
    if found:
        raise _problem(folder, "pack/two-schemas", f"this pack has two record schemas: {YAML} and {JSON}",
                       "Keep the one that you edit, and delete the other.")  # fmt: skip
    raise _problem(folder, "pack/no-schema", "this pack has no record schema",
                   "It says which facts a record can have; `checklist pack new` writes a small one.")  # fmt: skip


def is_pack(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder is a pack: an action may be called `pack`, but only a pack has a record schema beside that."""
    return any(os.path.isfile(os.path.join(folder, name)) for name in NAMES) and os.path.isfile(
        os.path.join(folder, MANIFEST)
    )


def _problem(folder: str | os.PathLike[str], id: str, message: str, hint: str) -> Problems:
    return Problems([Problem(id=id, file=os.fspath(folder), message=message, expected=f"{YAML} or {JSON}", hint=hint)])
