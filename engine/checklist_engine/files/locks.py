"""An advisory lock on the files of one folder, so that two runs that change a record wait for each other.

The lock is the folder itself, opened for reading: nothing to clean up, the same for every user and every
configuration, and gone with the process that held it, however it died. Where folders cannot be locked
(network drives, Windows), a small file beside the record stands for it.
"""
# Importing pathlib would slow every command, and most of this works on descriptors anyway.

from __future__ import annotations

import errno
import os
import time
from _thread import get_ident
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from checklist_engine.files.errors import explained
from checklist_engine.problems import Problem, Problems

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

WAIT_SECONDS: Final = 30.0
LOCK_FILE: Final = ".checklist.lock"
_PAUSE: Final = 0.01
_TAKEN: Final = (errno.EAGAIN, errno.EACCES)

_held: set[tuple[int, str]] = set()  # (thread, folder): the same thread may ask again, inside


@contextmanager
def locked(path: str | os.PathLike[str], wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Holds the lock that all writers of `path` ask for: read, edit, replace inside, and nothing gets lost.

    May be nested. Raises `Problems` when another run still holds it after `wait` seconds or when the folder
    cannot be written to. Programs that do not ask for the lock (editors) are not held back.
    """
    name = os.fspath(path)
    try:
        folder = os.path.dirname(os.path.realpath(name))
    except ValueError as error:  # a NUL in the name
        raise Problems([explained(error, name, "write")]) from None
    key = (get_ident(), folder)
    if key in _held:
        yield
        return
    try:
        opened, lock_file = _acquire(folder, name, time.monotonic() + wait)
    except OSError as error:
        raise Problems([explained(error, name, "write")]) from None
    _held.add(key)
    try:
        yield
    finally:
        _held.discard(key)
        with suppress(OSError):  # what was written is judged by its own close, not by this one
            os.close(opened)
        if lock_file:
            _remove(lock_file)


def _acquire(folder: str, path: str, deadline: float) -> tuple[int, str]:
    """An open descriptor that holds the lock, and the lock file to remove afterwards ("" for none)."""
    if fcntl is not None:
        try:
            return _lock_folder(folder, path, deadline), ""
        except PermissionError:
            pass  # a folder that may be written but not listed: opening it for reading is not allowed
        except OSError as error:
            if error.errno not in (errno.EBADF, errno.ENOLCK, errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
                raise
    return _lock_file(folder, path, deadline)


def _lock_folder(folder: str, path: str, deadline: float) -> int:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return opened
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise
            _pause(path, deadline, "Try again when the other one has finished.")
    except BaseException:
        os.close(opened)
        raise


def _lock_file(folder: str, path: str, deadline: float) -> tuple[int, str]:
    name = os.path.join(folder, LOCK_FILE)
    # O_TEMPORARY (Windows): the system removes the file with the process, even one that was killed.
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_TEMPORARY", 0) | getattr(os, "O_CLOEXEC", 0)
    while True:
        try:
            return os.open(name, flags, 0o600), name
        except FileExistsError:
            pass
        except PermissionError:
            # Windows says so while the last holder's file is on its way out; elsewhere it is meant.
            if os.name != "nt":
                raise
        _pause(path, deadline, f"If no other one runs, remove the file {name} and try again.")


def _pause(path: str, deadline: float, hint: str) -> None:
    if time.monotonic() >= deadline:
        message = "another run of checklist is changing files in this folder"
        raise Problems([Problem(id="file/locked", message=message, file=path, hint=hint)])
    time.sleep(_PAUSE)


def _remove(name: str) -> None:
    with suppress(OSError):  # on Windows closing it has removed it already
        os.unlink(name)
