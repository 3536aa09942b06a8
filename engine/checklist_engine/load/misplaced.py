"""Files of a pack that lie in the wrong place: an action in a folder within `actions` or in `sources`, a source beside
`pack.yaml`, all of them in `Actions`.

Whoever wrote one believes that it counts. They are told by what stands in them, since anything else may lie there too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from checklist_engine.load.packs import MANIFEST
from checklist_engine.load.schema_file import NAMES, is_pack
from checklist_engine.problems import Problem, Problems, nearest

_KINDS = (
    ("actions", "an action", re.compile(rb"^action:", re.MULTILINE), re.compile(rb"^(?:rules|title):", re.MULTILINE)),
    ("sources", "a source", re.compile(rb"^source:", re.MULTILINE), re.compile(rb"^statements:", re.MULTILINE)),
    ("messages", "a message", re.compile(rb"^message:", re.MULTILINE), re.compile(rb"^body:", re.MULTILINE)),
    ("tests", "a rule test", re.compile(rb"^(?:record|base):", re.MULTILINE), re.compile(rb"^cases:", re.MULTILINE)),
)
"""For each folder what lies in it, and two keys by which it is known."""
_WHAT = {kind: what for kind, what, *_ in _KINDS}
_FOLDERS = frozenset(_WHAT)
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
    """The files below a pack's folder that look like its own and are not read, or not as what they are, in order."""
    folder = os.fspath(folder)
    found = (_looked_at(folder, path) for path in _files(folder))
    return list({problem.file: problem for problem in found if problem is not None}.values())  # a folder is told once


def _files(folder: str) -> Iterator[str]:
    """The YAML files, by their paths relative to the folder."""
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
            elif entry.name.endswith((".yaml", ".yml")) and entry.is_file():  # a pipe would be waited for
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
    there = os.path.dirname(name)
    read_as, alike = _read_as(folder, there), _alike(folder, there)
    looks = {kind: (bool(one.search(data)), bool(other.search(data))) for kind, _, one, other in _KINDS}
    is_other = any(all(looks[kind]) for kind in looks if kind != read_as)  # a source has a title, as an action has
    if read_as is not None and (looks[read_as][0] or (looks[read_as][1] and not is_other)):
        return None
    if alike is not None and any(looks[alike]):
        return _renamed(os.path.join(folder, there), there, alike)
    for kind, what, *_ in _KINDS:
        if all(looks[kind]):
            base = f"{os.path.splitext(os.path.basename(name))[0]}.yaml"
            said = f"this file is not read: it is {what}, and lies elsewhere"
            if read_as is not None:
                said = f"this file is {what}, and lies where each file is read as {_WHAT[read_as]}"
            return Problem(
                id="pack/misplaced", file=path, message=said,
                expected=f"{what} in {kind}/ itself", hint=f"Move it to {kind}/{base}, or out of the pack's folder.",
            )  # fmt: skip
    return None


def _read_as(folder: str, there: str) -> str | None:
    """The folder of a pack that this one is, also by a spelling that the disk takes for the same (`Actions`)."""
    if there in _FOLDERS:
        return there
    meant = os.path.join(folder, there.casefold())
    is_one = there.casefold() in _FOLDERS and os.path.isdir(meant)
    return there.casefold() if is_one and os.path.samefile(os.path.join(folder, there), meant) else None


def _alike(folder: str, there: str) -> str | None:
    """The folder that is not there and is meant by another spelling: ``actions`` by `Actions` and by `action`."""
    name = there.casefold()
    meant = name if name in _FOLDERS else nearest(name, sorted(_FOLDERS)) if name and "/" not in name else None
    return meant if meant is not None and not os.path.isdir(os.path.join(folder, meant)) else None


def _renamed(path: str, there: str, kind: str) -> Problem:
    return Problem(
        id="pack/misplaced", file=path, message=f"nothing in this folder is read: it is called “{there}”",
        expected=f"a folder “{kind}”", hint=f"Rename the folder “{there}” to “{kind}”.",
    )  # fmt: skip
