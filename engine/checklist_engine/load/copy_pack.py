"""Copying a pack for a person who wants to edit its rules, schemas for their editor included."""

from __future__ import annotations

import re
from pathlib import Path

from checklist_engine.data import schema_dir
from checklist_engine.files import read_bytes
from checklist_engine.files.together import write_new
from checklist_engine.keys import slug
from checklist_engine.load.packs import MANIFEST
from checklist_engine.problems import Problem, Problems
from checklist_engine.schema.files import load_schema

_SUFFIXES = {".yaml", ".json", ".md"}
_SCHEMAS = "schemas"


def copy_pack(pack: Path, folder: Path) -> int:
    """Copy the pack's files into ``folder``, which must not hold anything yet; the number of files written.

    The editor lines of the copies point to schemas that come along, in ``folder/schemas``. Raises Problems.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problems(
            [Problem(id="files/exists", file=str(folder), message="there is something at that place already",
                     hint="name a new folder, or an empty one")]
        )  # fmt: skip
    copies = {path.relative_to(pack): read_bytes(path) for path in sorted(pack.rglob("*")) if path.suffix in _SUFFIXES}
    copies |= schema_files()
    written = {}
    for relative, data in copies.items():
        if relative.parts[0] != _SCHEMAS:
            data = _pointed_inside(data, len(relative.parts) - 1)
        written[relative] = _renamed(data, folder) if relative == Path(MANIFEST) else data
    write_new(folder, written)
    return len(copies)


def schema_files() -> dict[Path, bytes]:
    """The engine's schemas for the folder of a pack of one's own, with words for editors; by their paths in it."""
    from checklist_engine.schema.export import explained, schema_bytes

    found = sorted(schema_dir().glob("*.json"))
    return {Path(_SCHEMAS, path.name): schema_bytes(explained(load_schema(path.name))) for path in found}


def _renamed(data: bytes, folder: Path) -> bytes:
    """The manifest under the folder's name, so that a checklist says by whose rules it was made."""
    name = slug(folder.resolve().name)
    return re.sub(rb"(?m)^pack: [a-z0-9-]+", f"pack: {name}".encode(), data, count=1) if name[:1].isalpha() else data


def _pointed_inside(data: bytes, depth: int) -> bytes:
    """References to the engine's schemas, `../` out of the pack, as references to the copies within it."""
    outside = ("../" * (depth + 2) + _SCHEMAS + "/").encode()
    inside = ("../" * depth + _SCHEMAS + "/").encode()
    return data.replace(outside, inside)
