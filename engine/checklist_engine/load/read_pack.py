"""Reading a pack's folder: every file against its schema, all problems at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from checklist_engine.digest import blake2b
from checklist_engine.files import read_bytes
from checklist_engine.load.pack import Pack, PackFile
from checklist_engine.load.packs import MANIFEST
from checklist_engine.load.schema_file import NAMES, schema_file
from checklist_engine.problems import Problem, Problems
from checklist_engine.schema.shape import engine_shape
from checklist_engine.yaml12.reader import read

if TYPE_CHECKING:
    from checklist_engine.schema.mends import Vocabulary

_FOLDERS = {"sources": "source", "actions": "action", "messages": "message"}
PARTS = tuple(_FOLDERS)
"""The folders of a pack whose files make up its rules."""
_MOST_FILES = 2000


def pack_files(folder: str) -> dict[str, bytes]:
    """The bytes of every file that a pack consists of, by its path relative to ``folder``, in order.

    Raises Problems where the folder is no pack, has not one record schema, or a file cannot be read.
    """
    if not os.path.isfile(os.path.join(folder, MANIFEST)):
        raise Problems(
            [
                Problem(
                    id="pack/none", file=folder, message=f"there is no pack in {folder}",
                    expected=f"a folder with a {MANIFEST}", hint=_other_manifest(folder),
                )
            ]
        )  # fmt: skip
    names, ended = [MANIFEST, schema_file(folder)], list[Problem]()
    for kind in _FOLDERS:
        inside = os.path.join(folder, kind)
        listed = sorted(os.listdir(inside)) if os.path.isdir(inside) else []
        names += [f"{kind}/{name}" for name in listed if name.endswith(".yaml")]
        ended += misnamed(inside, listed)
    if ended:
        raise Problems(ended)
    if len(names) > _MOST_FILES:
        raise Problems([Problem(id="pack/too-large", file=folder, message=f"more than {_MOST_FILES} files")])
    return {name: read_bytes(os.path.join(folder, name)) for name in names}


def misnamed(folder: str, names: Iterable[str]) -> list[Problem]:
    """The files of a pack's folder that are meant to be read, by what they are called, and would be passed over.

    A README.md, somebody's backup or a hidden file is left alone.
    """
    return [
        Problem(
            id="pack/file-ending", file=os.path.join(folder, name),
            message="this file is not read: its name ends otherwise",
            expected="a name that ends in .yaml", hint=f"Rename it to {_stem(name)}.yaml.",
        )
        for name in names
        if _stem(name) and not name.endswith(".yaml") and os.path.isfile(os.path.join(folder, name))
    ]  # fmt: skip


def _other_manifest(folder: str) -> str | None:
    """For a pack.yml and its like."""
    listed = os.listdir(folder) if os.path.isdir(folder) else []
    other = next((name for name in sorted(listed) if f"{_stem(name)}.yaml" == MANIFEST and name != MANIFEST), None)
    return f"Rename {other} to {MANIFEST}." if other else None


def _stem(name: str) -> str | None:
    """What such a file is called without its ending: ``call`` for `call.yml`, `call.yaml.txt`, and plain `call`."""
    stem, ending = os.path.splitext(name)
    ended = ending.lower() in (".yaml", ".yml", ".json")
    if ending.lower() == ".txt" and stem.lower().endswith(".yaml"):
        return stem[:-5]
    bare = not ending and name == name.lower()
    return stem if (ended or bare) and not name.startswith(".") and not name.endswith("~") else None


def schema_of(files: dict[str, bytes]) -> str:
    """The name of the record schema among a pack's files (see `pack_files`)."""
    return next(name for name in NAMES if name in files)


def digest_of(files: dict[str, bytes]) -> str:
    """A hash over the names and bytes of a pack's files."""
    whole = blake2b(digest_size=20)
    for name, data in sorted(files.items()):
        whole.update(f"{name}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()


def read_pack(files: dict[str, bytes], digest: str, folder: str) -> Pack:
    """The pack in these files (see `pack_files`), valid against the schemas. Raises Problems, all at once.

    ``folder`` is how problems name the files.
    """
    problems: list[Problem] = []
    refused: dict[str, str] = {}

    def gather(name: str, schema: str) -> PackFile | None:
        try:
            checked = engine_shape(schema).check(read(files[name], os.path.join(folder, name)))
        except Problems:
            refused[name] = schema
            return None
        return PackFile(name, checked.data, checked.places, tuple(checked.document.lines), checked.root)

    manifest = gather(MANIFEST, "pack")
    named = schema_of(files)
    schema = _record_schema(files[named], os.path.join(folder, named), problems)
    groups: dict[str, list[PackFile]] = {}
    for kind, name in _FOLDERS.items():
        read_all = (gather(path, name) for path in files if path.startswith(f"{kind}/"))
        groups[kind] = [file for file in read_all if file is not None]
        problems.extend(_misnamed(groups[kind], name, folder))
    if refused:
        from checklist_engine.load.vocabulary import vocabulary

        unread = [name[len("actions/") : -len(".yaml")] for name, kind in refused.items() if kind == "action"]
        names = vocabulary(manifest, schema, groups["actions"], groups["messages"], unread)
        problems.extend(_refusals(refused, files, folder, names))
    if problems or manifest is None:
        raise Problems(problems)
    return Pack(
        manifest=manifest, record_schema=schema, sources=groups["sources"], actions=groups["actions"],
        messages=groups["messages"], digest=digest,
    )  # fmt: skip


def _refusals(
    refused: Mapping[str, str], files: Mapping[str, bytes], folder: str, names: Vocabulary
) -> Iterator[Problem]:
    """What is wrong in the files that were refused, told by somebody who knows the names in all the others."""
    for name, schema in refused.items():
        try:
            engine_shape(schema).check(read(files[name], os.path.join(folder, name)), names=names)
        except Problems as found:
            yield from found.problems


def _record_schema(data: bytes, name: str, problems: list[Problem]) -> dict[str, Any]:
    from checklist_engine.load.record_schema import read_record_schema

    try:
        return read_record_schema(data, name)
    except Problems as found:
        problems.extend(found.problems)
        return {}


def _misnamed(group: list[PackFile], kind: str, folder: str) -> Iterator[Problem]:
    """A file is named after what it holds, so that a coach finds it."""
    for file in group:
        expected = f"{file.data[kind]}.yaml"
        if file.name.rpartition("/")[2] != expected:
            line, column = file.place((kind,))
            yield Problem(
                id="pack/file-name", message=f"the file of the {kind} “{file.data[kind]}” has another name",
                file=os.path.join(folder, file.name), line=line, column=column, source_line=file.lines[line - 1],
                expected=expected, found=file.name.rpartition("/")[2],
            )  # fmt: skip
