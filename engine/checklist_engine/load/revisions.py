"""Where two versions of a pack come from: a name, a folder, or a folder as a git revision has it."""

from __future__ import annotations

import os
import subprocess
import tarfile
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from checklist_engine.load.packs import MANIFEST
from checklist_engine.problems import Problem, Problems

_SECONDS = 60
_LARGEST = 50_000_000
"""Bytes of a pack at a revision; a pack of 180 statements has 300,000."""


def folder_of(name: str, stack: ExitStack) -> str | None:
    """The folder of a pack at a git revision (``HEAD~1:my-rules``), unpacked until ``stack`` closes.

    None where ``name`` has no such form, or is a folder. Raises Problems where git has no such revision or folder.
    """
    revision, colon, path = name.partition(":")
    if not colon or os.path.exists(name) or not revision:
        return None
    if revision.startswith("-"):
        raise _problem(f"“{revision}” is no revision")
    archive = _git(["archive", "--format=tar", revision, "--", path or "."], name)
    target = stack.enter_context(TemporaryDirectory(prefix="checklist-"))
    try:
        with tarfile.open(fileobj=BytesIO(archive)) as files:
            if sum(one.size for one in files.getmembers()) > _LARGEST:
                raise _problem(f"{name} is too large for a pack")
            unpack(files, Path(target))
    except tarfile.ReadError:
        raise _problem(f"there is nothing in {path or 'the folder'} at {revision}") from None
    folder = Path(target, *Path(path or ".").parts)
    if not (folder / MANIFEST).is_file():
        raise _problem(f"there is no {MANIFEST} in {path or 'the folder'} at {revision}")
    return str(folder)


def unpack(files: tarfile.TarFile, target: Path) -> None:
    """Write the files of an archive, and nothing outside of ``target``: of a link what it leads to, if that is there.

    Raises Problems for another link: without what it leads to the pack would be another one. `extractall` does as much
    only with a filter, which Python has from 3.11.4 on; Debian 12 has 3.11.2.
    """
    left = _LARGEST  # of links to one large file each brings it anew
    for one in files:
        parts = PurePosixPath(one.name).parts
        if one.name.startswith("/") or ".." in parts or not (one.isfile() or one.issym()):
            continue
        try:
            content = files.extractfile(one)  # follows links within the archive
        except (KeyError, RecursionError):  # a link to nothing, or in a circle
            content = None
        if content is None:
            raise _problem(f"{one.name} is a link to what is not in the folder at that revision")
        data = content.read(left + 1)
        left -= len(data)
        if left < 0:
            raise _problem("what is at that revision is too large for a pack")
        path = target.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _git(arguments: list[str], name: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "--literal-pathspecs", *arguments], capture_output=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        raise _problem(f"git is not there to ask for {name}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise _problem(f"git knows no {name}" + (f" ({said[-1]})" if said else ""))
    return done.stdout


def _problem(message: str) -> Problems:
    hint = "Name a pack, a folder, or a folder at a revision, such as HEAD~1:my-rules, from within its repository."
    return Problems([Problem(id="reference/revision", message=message, hint=hint)])
