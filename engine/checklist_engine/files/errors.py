"""What the system says about a file, in words for people."""
# Importing pathlib would slow every command, and most of this works on descriptors anyway.

from __future__ import annotations

import errno
import os
import stat
from typing import Final

from checklist_engine.problems import Problem, Problems, nearest

_WORDS: Final = {
    errno.EROFS: ("file/read-only", "the disk may only be read"),
    errno.ENOSPC: ("file/disk-full", "the disk is full"),
    errno.EDQUOT: ("file/disk-full", "your part of the disk is full"),
    errno.EFBIG: ("file/disk-full", "the file would become larger than this disk allows"),
    errno.ENAMETOOLONG: ("file/name", "the name is too long"),
    errno.ELOOP: ("file/link-circle", "this link leads round in a circle"),
    errno.EIO: ("file/disk-error", "the disk reports an error"),
    errno.EBUSY: ("file/busy", "another program holds on to this file"),
    errno.ETXTBSY: ("file/busy", "another program holds on to this file"),
    errno.EMFILE: ("file/too-many-open", "too many files are open"),
    errno.ENFILE: ("file/too-many-open", "too many files are open"),
}
_FOLDER: Final = "this is a folder, not a file"
_KINDS: Final = (
    (stat.S_ISDIR, "file/folder", _FOLDER),
    (stat.S_ISFIFO, "file/not-regular", "this is a pipe, not a file"),
    (stat.S_ISSOCK, "file/not-regular", "this is a socket, not a file"),
    (stat.S_ISCHR, "file/not-regular", "this is a device, not a file"),
    (stat.S_ISBLK, "file/not-regular", "this is a device, not a file"),
)
_UNCHANGED: Final = "This file was not changed."
_LOOKED_AT = 500
"""How many names of a folder are compared with one that is not there."""


def explained(error: OSError | ValueError, name: str, doing: str) -> Problem:
    """The problem that an error of the system stands for.

    `doing` is "read" or "write", `name` the file as the person gave it.
    """
    code = error.errno if isinstance(error, OSError) else None
    hint = _UNCHANGED if doing == "write" else None
    folder = os.path.dirname(name) or "."
    match code:
        case None:
            problem_id, message = "file/name", "this cannot be the name of a file"
        case errno.ENOENT if doing == "write":
            problem_id, message = "file/no-folder", f"there is no folder “{folder}”"
        case errno.ENOENT:
            problem_id, message = "file/missing", "there is no such file"
            hint = _near(folder, os.path.basename(name))
        case errno.ENOTDIR:
            problem_id, message = "file/no-folder", f"“{folder}” is not a folder"
        case errno.EISDIR:
            problem_id, message = "file/folder", _FOLDER
        case errno.EACCES | errno.EPERM:
            problem_id, message = (
                "file/permission",
                f"you are not allowed to {doing} " + ("here" if doing == "write" else "this file"),
            )
        case errno.ENXIO:  # what opening a socket gives
            problem_id, message = "file/not-regular", "this is no regular file"
        case _:
            problem_id, message = _WORDS.get(code) or ("file/system", f"the system says: {_words(error)}")
    return Problem(id=problem_id, message=message, file=name, hint=hint)


def must_be_regular(found: os.stat_result, name: str, doing: str = "read") -> None:
    """Raises `Problems` for folders, pipes, sockets and devices. `doing` is "read" or "write"."""
    if stat.S_ISREG(found.st_mode):
        return
    for test, problem_id, message in _KINDS:
        if test(found.st_mode):
            # Shells hand over the output of a command as a pipe: <(…).
            pipe_hint = (
                "To read what another command writes, use - and a |."
                if doing == "read"
                else "To hand the output on, name no file and use > or |."
            )
            hint = pipe_hint if problem_id == "file/not-regular" else None
            raise Problems([Problem(id=problem_id, message=message, file=name, hint=hint)])
    raise Problems([Problem(id="file/not-regular", message="this is no regular file", file=name)])


def too_large(name: str, limit: int) -> Problem:
    """The file has more than `limit` bytes."""
    return Problem(id="file/too-large", message="the file is too large", file=name, expected=f"at most {limit:,} bytes")


def conflict(id: str, message: str, name: str) -> Problem:
    """Something else is at `name` than what was read there."""
    hint = "Choose another name, or move that file away." if id == "file/exists" else "Try again."
    return Problem(id=id, message=message, file=name, hint=f"{_UNCHANGED} {hint}")


def _words(error: OSError | ValueError) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return words[:1].lower() + words[1:]


def flag(name: str) -> int:
    """A flag of `os.open`, 0 on systems that do not have it."""
    return int(getattr(os, name, 0))


def _near(folder: str, name: str) -> str | None:
    """A hint at a file of nearly that name."""
    try:
        near = nearest(name, os.listdir(folder)[:_LOOKED_AT])
    except OSError:
        return None
    return f"Did you mean “{near}”?" if near else None
