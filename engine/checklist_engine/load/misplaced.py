"""Files of a pack that lie where none is read: an action in a folder within `actions`, a source beside `pack.yaml`.

Whoever wrote one believes that it counts. They are told by what stands in them, since anything else may lie there too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from checklist_engine.load.packs import MANIFEST
from checklist_engine.load.schema_file import NAMES, is_pack
from checklist_engine.problems import Problem, Problems

_KINDS = (
    ("actions", "an action", re.compile(rb"^action:", re.MULTILINE), re.compile(rb"^(?:rules|title):", re.MULTILINE)),
    ("sources", "a source", re.compile(rb"^source:", re.MULTILINE), re.compile(rb"^statements:", re.MULTILINE)),
    ("messages", "a message", re.compile(rb"^message:", re.MULTILINE), re.compile(rb"^body:", re.MULTILINE)),
    ("tests", "a rule test", re.compile(rb"^(?:record|base):", re.MULTILINE), re.compile(rb"^cases:", re.MULTILINE)),
)
"""For each folder what lies in it, and two keys by which it is known."""
_FOLDERS = frozenset(kind for kind, *_ in _KINDS)
_OF_A_PACK = frozenset((MANIFEST, "init.yaml", *NAMES))
_LOOKED_AT = 65_536
"""Bytes of a file; its first keys stand at its beginning, and those of a test at its end may be missed."""
_MOST = 5_000
"""Files and folders that are looked at."""
_DEEPEST = 4


def must_be_in_place(folder: str | os.PathLike[str]) -> None:
    """Raises Problems where files of a pack lie where none is read; what follows from that would only hide it."""
    if os.path.isfile(os.path.join(folder, MANIFEST)) and (found := misplaced(folder)):
        raise Problems(found)


def pack_of(path: str | os.PathLike[str]) -> str | None:
    """The folder of the pack to which a file belongs, by where it lies; None where it belongs to none.

    A record may lie in a pack's folder, too: only what is read as a part of the pack belongs to it.
    """
    whole = os.path.abspath(path)
    above, name = os.path.split(whole)
    if name in _OF_A_PACK and is_pack(above):
        return above
    for _ in range(2):  # tests/shared/case.yaml
        above, inside = os.path.split(above)
        if inside in _FOLDERS and is_pack(above):
            return above
    return None


def misplaced(folder: str | os.PathLike[str]) -> list[Problem]:
    """The files below a pack's folder that look like its own, and are not read, in order."""
    folder = os.fspath(folder)
    return [problem for path in _unread(folder) if (problem := _looked_at(folder, path)) is not None]


def _unread(folder: str) -> Iterator[str]:
    """The YAML files that are not where files are read, by their paths relative to the folder."""
    left = _MOST
    inside = [""]
    while inside and left > 0:
        there = inside.pop(0)
        for entry in sorted(_listed(os.path.join(folder, there)), key=lambda one: one.name):
            left -= 1
            name = f"{there}/{entry.name}" if there else entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if name.count("/") < _DEEPEST and not os.path.isfile(os.path.join(entry.path, MANIFEST)):
                    inside.append(name)
            elif entry.name.endswith((".yaml", ".yml")) and there not in _FOLDERS:
                yield name


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _looked_at(folder: str, name: str) -> Problem | None:
    path = os.path.join(folder, name)
    try:
        with open(path, "rb") as file:
            data = file.read(_LOOKED_AT)
    except OSError:
        return None
    for kind, what, one, other in _KINDS:
        if one.search(data) and other.search(data):
            base = f"{os.path.splitext(os.path.basename(name))[0]}.yaml"
            return Problem(
                id="pack/misplaced", file=path, message=f"this file is not read: it is {what}, and lies elsewhere",
                expected=f"{what} in {kind}/ itself", hint=f"Move it to {kind}/{base}, or out of the pack's folder.",
            )  # fmt: skip
    return None
