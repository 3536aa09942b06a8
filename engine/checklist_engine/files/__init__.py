"""Reading what people name, and the one place for every write.

A write is a temporary file in the same folder, flushed to the disk, then renamed over the old one:
whatever happens in between, the old file is there or the new one, never a mixture. Errors are `Problems`.
What only a write needs is imported by the write.
"""

# Importing pathlib would slow every command, and most of this works on descriptors anyway.
from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from typing import BinaryIO, Final

from checklist_engine.files.errors import conflict, explained, flag, must_be_regular, too_large
from checklist_engine.problems import Problem, Problems

__all__ = [
    "MAX_BYTES",
    "change_bytes",
    "overwrite_bytes",
    "read_bytes",
    "read_stream",
    "replace_bytes",
]

MAX_BYTES: Final = 1_000_000

Path = str | os.PathLike[str]


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """All bytes of a regular file of at most `limit` bytes; links are followed. Never waits for a pipe.

    Raises `Problems`: missing, a folder, no permission, too large, no regular file.
    """
    name = os.fspath(path)
    try:
        # Without O_NONBLOCK, opening a pipe waits for somebody to write into it.
        opened = os.open(name, os.O_RDONLY | flag("O_NONBLOCK") | flag("O_CLOEXEC") | flag("O_BINARY"))
        try:
            must_be_regular(os.fstat(opened), name)
            return _read(opened, name, limit)
        finally:
            os.close(opened)
    except (OSError, ValueError) as error:
        # Windows does not open folders at all and calls that a lack of permission.
        if isinstance(error, PermissionError) and os.path.isdir(name):
            error = IsADirectoryError(errno.EISDIR, "")
        raise Problems([explained(error, name, "read")]) from None


def read_stream(stream: BinaryIO, name: str, limit: int = MAX_BYTES) -> bytes:
    """All bytes of a stream such as standard input, at most `limit`; problems call it `name`."""
    try:
        data = stream.read(limit + 1)
    except OSError as error:
        raise Problems([explained(error, name, "read")]) from None
    if len(data) > limit:
        raise Problems([too_large(name, limit)])
    return data


def change_bytes(path: Path, edit: Callable[[bytes], bytes], limit: int = MAX_BYTES) -> bytes:
    """Reads a file, edits it and replaces it under one lock; returns the new bytes.

    `edit` may raise: nothing is written. Raises `Problems` as `read_bytes` and `replace_bytes` do.
    """
    from checklist_engine.files.locks import locked

    with locked(path):
        old = read_bytes(path, limit)
        new = edit(old)
        replace_bytes(path, new, expected=old)
    return new


def replace_bytes(path: Path, new: bytes, *, expected: bytes | None) -> None:
    """Puts `new` where the file with the bytes `expected` is; `expected=None` says that there is none yet.

    An existing file keeps its mode and, where the system lets us, its owner; a symbolic link stays and its
    target is replaced (a second hard link keeps the old bytes). A new file is private (0600). Raises
    `Problems`, with nothing changed: a conflict (`file/changed`, `file/exists`) when something else is
    there, read-only, no folder, no permission, disk full, …
    """
    from checklist_engine.files.atomic import replace_file
    from checklist_engine.files.locks import locked

    name = os.fspath(path)
    with locked(name):
        try:
            real = os.path.realpath(name)
            before = _look(real, name, expected)
            if before is not None and new == expected:
                return
            replace_file(real, new, before, lambda: _look(real, name, expected))
        except OSError as error:
            raise Problems([explained(error, name, "write")]) from None


def overwrite_bytes(path: Path, new: bytes, *, lasting: bool = True) -> None:
    """Puts `new` there whatever was there, for what a person named as output; otherwise like `replace_bytes`.

    `lasting=False` is for caches, whose loss costs nothing: makes the folder (private) where it is missing,
    waits neither for a lock nor for the disk. Raises `Problems`, with nothing changed.
    """
    from contextlib import nullcontext

    from checklist_engine.files.atomic import replace_file
    from checklist_engine.files.locks import locked

    name = os.fspath(path)
    with locked(name) if lasting else nullcontext():
        try:
            real = os.path.realpath(name)
            if not lasting:
                os.makedirs(os.path.dirname(real), mode=0o700, exist_ok=True)
            replace_file(real, new, _existing(real, name), (lambda: None) if lasting else None)
        except (OSError, ValueError) as error:
            raise Problems([explained(error, name, "write")]) from None


def write_ours(path: Path, new: bytes, *, begins: bytes) -> None:
    """Puts `new` into a file of ours, which begins so; raises `Problems` where anything else is there already."""
    there = read_bytes(path) if os.path.isfile(path) else b""
    if there.strip() and not there.startswith(begins):
        raise Problems(
            [Problem(id="file/other-kind", file=os.fspath(path), message="this is there already, and is none of ours",
                     hint="All in it would be lost. Name another place, or move this one away first.")]
        )  # fmt: skip
    overwrite_bytes(path, new)


def _look(real: str, name: str, expected: bytes | None) -> os.stat_result | None:
    """What is at `real`, None for nothing. Raises `Problems` when it is not what was expected there."""
    found = _existing(real, name)
    if found is None and expected is not None:
        gone = conflict("file/changed", "the file has been moved or removed meanwhile", name)
        raise Problems([gone])
    if found is not None and expected is None:
        raise Problems([conflict("file/exists", "there is such a file already", name)])
    if found is None or expected is None:
        return None
    if found.st_size != len(expected) or read_bytes(real, len(expected)) != expected:
        raise Problems([conflict("file/changed", "another program has changed the file meanwhile", name)])
    return found


def _existing(real: str, name: str) -> os.stat_result | None:
    """What is at `real`, None for nothing. Raises `Problems` when it is no file that may be written."""
    try:
        found = os.lstat(real)
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):  # realpath gave up
        raise OSError(errno.ELOOP, "")
    must_be_regular(found, name, "write")
    if not os.access(real, os.W_OK):
        message = "the file may only be read, so nothing was changed"
        raise Problems([Problem(id="file/read-only", message=message, file=name)])
    return found


def _read(opened: int, name: str, limit: int) -> bytes:
    pieces, size = [], 0
    while piece := os.read(opened, min(1 << 16, limit + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise Problems([too_large(name, limit)])
    return b"".join(pieces)
