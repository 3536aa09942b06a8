"""Stops what a format may not do while it renders: reach the network, start programs, write files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn")
_FILES = (
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod"),
    *("tempfile.mkstemp", "tempfile.mkdtemp", "shutil.copyfile", "shutil.move", "shutil.rmtree"),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_watched: list[str] | None = None
_hooked = False


class Forbidden(RuntimeError):
    """A format did what formats do not."""


@contextmanager
def watched() -> Iterator[list[str]]:
    """Within, each such deed fails with Forbidden and is put into the list, whatever becomes of the error."""
    global _watched, _hooked
    if not _hooked:
        sys.addaudithook(_hook)  # cannot be taken away again: outside of `watched` it does nothing
        _hooked = True
    deeds: list[str] = []
    _watched = deeds
    try:
        yield deeds
    finally:
        _watched = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is None:
        return
    if event in _NETWORK or event in _PROGRAMS or event in _FILES:
        deed = event
    elif event == "open" and _is_write(*arguments):
        deed = f"open {arguments[0]} for writing"
    else:
        return
    _watched.append(deed)
    raise Forbidden(deed)


def _is_write(path: object, mode: object, flags: object, *more: object) -> bool:
    if ".pyc" in str(path):  # an import that remembers its work
        return False
    by_mode = isinstance(mode, str) and any(sign in mode for sign in "wax+")
    return by_mode or (isinstance(flags, int) and bool(flags & _WRITES))
