"""The steps of one write: a temporary file in the same folder, flushed to the disk, renamed over the old."""
# Importing pathlib would slow every command, and most of this works on descriptors anyway.

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from checklist_engine.files.errors import flag

_PREFIX, _SUFFIX, _RANDOM = ".checklist-", ".tmp", 16


_NEW_FILE: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY | flag("O_CLOEXEC") | flag("O_NOFOLLOW") | flag("O_BINARY")


def replace_file(real: str, new: bytes, before: os.stat_result | None, look_again: Callable[[], object] | None) -> None:
    """Puts a file with the bytes `new` at `real` (no link), under the lock of its folder. Raises OSError.

    `before` is what was there, whose owner and mode are kept. `look_again` is called last before the rename
    and may raise. Without it, the file need not outlast a crash of the machine, and no lock is needed.
    """
    folder = os.path.dirname(real)
    if look_again:
        _clear_leftovers(folder)
    temporary = os.path.join(folder, f"{_PREFIX}{os.urandom(_RANDOM // 2).hex()}{_SUFFIX}")
    opened = os.open(temporary, _NEW_FILE, 0o600)
    try:
        try:
            _write(opened, new)
            if before is not None:
                _keep_owner_and_mode(opened, temporary, before)
            if look_again:
                os.fsync(opened)
        finally:
            os.close(opened)
        if look_again:
            look_again()
        os.replace(temporary, real)
    except BaseException:
        _unlink(temporary)
        raise
    if look_again:
        _sync_folder(folder)


def _write(opened: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(opened, rest) :]


def _keep_owner_and_mode(opened: int, temporary: str, before: os.stat_result) -> None:
    mode = stat.S_IMODE(before.st_mode)
    if not hasattr(os, "fchown"):  # Windows: only "read-only" is there to keep, and that was refused
        os.chmod(temporary, mode)
        return
    now = os.fstat(opened)
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        try:
            os.fchown(opened, before.st_uid, before.st_gid)
        except PermissionError:
            # Another group than before must not get what the old group was allowed.
            if now.st_gid != before.st_gid:
                mode &= ~(stat.S_IRWXG | stat.S_ISGID)
            mode &= ~stat.S_ISUID
    os.fchmod(opened, mode)


def _clear_leftovers(folder: str) -> None:
    """Removes temporary files of runs that were killed. The lock is ours, so nobody is writing one now."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    length = len(_PREFIX) + _RANDOM + len(_SUFFIX)
    for name in names:
        if name.startswith(_PREFIX) and name.endswith(_SUFFIX) and len(name) == length:
            _unlink(os.path.join(folder, name))


def _sync_folder(folder: str) -> None:
    """Makes the rename last. An error here must not say "not written" of what is written by now."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _unlink(name: str) -> None:
    with suppress(OSError):
        os.unlink(name)
