"""The ids of the records that lie in one folder: lists that several records share tell them apart by it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from checklist_engine.compile.program import Program
from checklist_engine.files import read_bytes
from checklist_engine.load.record import usual_id
from checklist_engine.problems import Problems
from checklist_engine.yaml12.nodes import Mapping, Scalar
from checklist_engine.yaml12.reader import read

_MOST, _LARGEST, _IN_ALL = 500, 100_000, 2_000_000
"""So many files are looked at, none of more bytes, and so many bytes in all: a folder may be anything."""


def ids_beside(folder: Path, program: Program) -> dict[str, str]:
    """By id the name of the file in ``folder`` that has it. What cannot be read is passed over.

    A file that says no id has the one that a record of the pack ``program`` would have.
    """
    found: dict[str, str] = {}
    for name, file in _records_in(folder, program):
        found.setdefault(name, file.name)
    return found


def namesakes(record: Path, case: str, program: Program) -> tuple[tuple[str, ...], str]:
    """The names of the files beside the ``record`` that have its id ``case`` too, and an id that none of them has."""
    found = list(_records_in(record.parent, program))
    taken = {case, *(name for name, _ in found)}
    same = tuple(file.name for name, file in found if name == case and not _is_one_file(file, record))
    return same, next(name for name in (f"{case}-{number}" for number in count(2)) if name not in taken)


def _records_in(folder: Path, program: Program) -> Iterator[tuple[str, Path]]:
    try:
        files = sorted(one for one in folder.iterdir() if one.suffix in (".yaml", ".yml"))[:_MOST]
    except OSError:
        return  # where no file can be, that is told when it is written
    left = _IN_ALL
    for file in files:
        try:
            data = read_bytes(file, min(_LARGEST, left))
        except Problems:
            continue  # what is small still finds room where something large did not
        left -= len(data)
        name = _id_in(data, file, program)
        if name is not None:
            yield name, file


def _is_one_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # it has gone meanwhile
        return False


def _id_in(data: bytes, file: Path, program: Program) -> str | None:
    try:
        root = read(data, str(file)).root
    except Problems:
        return None
    if not isinstance(root, Mapping):
        return None
    words = {key.text: value.text for key, value in root.entries if isinstance(value, Scalar)}
    if "id" in words:
        return words["id"]
    known = program.pack.record_schema.get("properties", {})
    return usual_id(words, program) if words.keys() & known.keys() else None  # else it is no record at all
