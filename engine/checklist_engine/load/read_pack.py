"""Reading a pack's folder: every file against its schema, all problems at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checklist_engine.files import read_bytes
from checklist_engine.load.pack import Pack, PackFile
from checklist_engine.problems import Problem, Problems
from checklist_engine.schemas import bundle
from checklist_engine.shape import engine_shape
from checklist_engine.yamltext import read

MANIFEST = "pack.yaml"
RECORD_SCHEMA = "record.schema.json"
_FOLDERS = {"sources": "source", "actions": "action", "messages": "message"}
_MOST_FILES = 2000


def pack_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file that a pack consists of, by its path relative to ``folder``, in order.

    Raises Problems where the folder is no pack or a file cannot be read.
    """
    if not (folder / MANIFEST).is_file():
        raise Problems(
            [
                Problem(
                    id="pack/none", file=str(folder), message=f"there is no pack in {folder}",
                    expected=f"a folder with a {MANIFEST}",
                )
            ]
        )  # fmt: skip
    found = {name: read_bytes(folder / name) for name in (MANIFEST, RECORD_SCHEMA)}
    paths = [path for kind in _FOLDERS for path in sorted((folder / kind).glob("*.yaml"))]
    if len(paths) > _MOST_FILES:
        raise Problems([Problem(id="pack/too-large", file=str(folder), message=f"more than {_MOST_FILES} files")])
    for path in paths:
        found[f"{path.parent.name}/{path.name}"] = read_bytes(path)
    return found


def digest_of(files: dict[str, bytes]) -> str:
    """A hash over the names and bytes of a pack's files."""
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{name}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()


def read_pack(files: dict[str, bytes], digest: str, folder: Path) -> Pack:
    """The pack in these files (see `pack_files`), valid against the schemas. Raises Problems, all at once.

    ``folder`` is how problems name the files.
    """
    problems: list[Problem] = []

    def gather(name: str, schema: str) -> PackFile | None:
        try:
            checked = engine_shape(schema).check(read(files[name], str(folder / name)))
        except Problems as found:
            problems.extend(found.problems)
            return None
        return PackFile(name, checked.data, checked.places, tuple(checked.document.lines))

    manifest = gather(MANIFEST, "pack")
    schema = _record_schema(files[RECORD_SCHEMA], str(folder / RECORD_SCHEMA), problems)
    groups: dict[str, list[PackFile]] = {}
    for kind, name in _FOLDERS.items():
        read_all = (gather(path, name) for path in files if path.startswith(f"{kind}/"))
        groups[kind] = [file for file in read_all if file is not None]
        problems.extend(_misnamed(groups[kind], name, folder))
    if problems or manifest is None:
        raise Problems(problems)
    return Pack(
        manifest=manifest, record_schema=schema, sources=groups["sources"], actions=groups["actions"],
        messages=groups["messages"], digest=digest,
    )  # fmt: skip


def _record_schema(data: bytes, name: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        schema = json.loads(data)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        problems.append(
            Problem(id="json/syntax", message="this is not JSON", file=name, line=line, column=column,
                    hint=getattr(error, "msg", str(error)))
        )  # fmt: skip
        return {}
    if not isinstance(schema, dict):
        problems.append(
            Problem(id="json/no-object", message="a record schema is a JSON object", file=name, line=1, column=1)
        )
        return {}
    try:
        return bundle(schema)
    except Problems as found:
        problems.extend(problem.replace(file=name) for problem in found.problems)
        return {}


def _misnamed(group: list[PackFile], kind: str, folder: Path) -> Iterator[Problem]:
    """A file is named after what it holds, so that a coach finds it."""
    for file in group:
        expected = f"{file.data[kind]}.yaml"
        if file.name.rpartition("/")[2] != expected:
            line, column = file.place((kind,))
            yield Problem(
                id="pack/file-name", message=f"the file of {kind} {file.data[kind]!r} has another name",
                file=str(folder / file.name), line=line, column=column, source_line=file.lines[line - 1],
                expected=expected, found=file.name.rpartition("/")[2],
            )  # fmt: skip
