"""Which files of a folder go with which schema: those of packs, records, tailorings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checklist_engine.load.packs import MANIFEST
from checklist_engine.load.schema_file import YAML, is_pack
from checklist_engine.problems import Problems
from checklist_engine.schema.export import RECORD, file_name, schema_bytes, whole_schema

OURS = ".vscode/checklist/"
"""Where the schemas are put, and how the settings name them."""
_DEEPEST = 2
_MOST = 50
_OF_PACKS = {
    "pack": [MANIFEST],
    "init": ["init.yaml"],
    "record-schema": [YAML],
    "action": ["actions/*.yaml"],
    "source": ["sources/*.yaml"],
    "message": ["messages/*.yaml"],
    "rule-test": ["tests/*.yaml"],
}


def packs_in(folder: Path) -> list[Path]:
    """The packs in a folder: itself, or folders in it, two levels down at most."""
    found = []
    for depth in range(_DEEPEST + 1):
        for manifest in sorted(folder.glob("/".join([*["*"] * depth, MANIFEST]))):
            inside = manifest.parent.relative_to(folder).parts
            if is_pack(manifest.parent) and not any(part.startswith(".") or part == "node_modules" for part in inside):
                found.append(manifest.parent)
    return found[:_MOST]


def set_up(folder: Path, pack: Path) -> tuple[dict[str, bytes], dict[str, list[str]]]:
    """The schemas to be written, by their paths in ``folder``, and for each the files that it is for.

    ``pack`` is the one that records are of which stand in no pack. Raises Problems where its schema cannot be read.
    """
    schemas: dict[str, bytes] = {}
    files: dict[str, list[str]] = {}

    def goes_with(name: str, schema: dict[str, Any], globs: list[str]) -> None:
        path = f"{OURS}{file_name(name)}"
        schemas[path] = schema_bytes(schema)
        known = files.setdefault(f"./{path}", [])
        known += [glob for glob in globs if glob not in known]

    for one in packs_in(folder):
        inside = one.relative_to(folder).as_posix()
        before = "" if inside == "." else f"{inside}/"
        for name, globs in _OF_PACKS.items():
            goes_with(name, whole_schema(name, one), [before + glob for glob in globs])
        if (schema := _record_schema(one)) is not None:
            here = [f"{before}{path.name}" for path in _records(one, schema)]
            goes_with(f"{RECORD}-{one.resolve().name}", schema, [f"{before}tests/shared/*.yaml", *here])
    schema = whole_schema(RECORD, pack)
    inside_packs = (folder / MANIFEST).exists()
    named = [] if inside_packs else [path.name for path in _records(folder, schema)]
    goes_with(RECORD, schema, list(dict.fromkeys([f"**/{_file_of(pack)}", *named])))
    goes_with("tailoring", whole_schema("tailoring", pack), ["**/tailoring.yaml"])
    goes_with("config", whole_schema("config", pack), ["**/checklist-engine/config.yaml"])
    return schemas, files


def _record_schema(pack: Path) -> dict[str, Any] | None:
    try:
        return whole_schema(RECORD, pack)
    except Problems:  # a pack that is being written: the rest of it is helped all the same
        return None


def _file_of(pack: Path) -> str:
    """How a new record of the pack is called."""
    from checklist_engine.files import read_bytes
    from checklist_engine.newrecord.template import FILE, read_template

    try:
        return read_template(read_bytes(pack / FILE), FILE).file
    except Problems:
        return "record.yaml"


def _records(folder: Path, schema: dict[str, Any]) -> Iterator[Path]:
    """The YAML files of a folder that have what a record of this schema needs."""
    from checklist_engine.files import read_bytes
    from checklist_engine.yaml12.nodes import Mapping
    from checklist_engine.yaml12.reader import read

    needed = set(schema.get("required", ()))
    for path in sorted(folder.glob("*.yaml"))[:200]:
        if path.name in (MANIFEST, YAML, "init.yaml", "tailoring.yaml"):
            continue
        try:
            root = read(read_bytes(path), str(path)).root
        except Problems:
            continue
        if isinstance(root, Mapping) and needed and needed <= {key.text for key, _ in root.entries}:
            yield path
