"""The way in and out of the command `checklist`, also as ``python -m checklist_engine``.

A run is over in a tenth of a second, so it does without the collector's visits and without the interpreter's tidying
up at the end: nothing is open any more but the streams, which are flushed. Together that is a tenth of the time.
"""

from __future__ import annotations

import gc
import io
import os
import sys

_ZONES = "/usr/share/zoneinfo"


def main() -> None:
    """Run what the command line says, and leave with its exit code."""
    gc.disable()
    _open_what_is_closed()
    before = sys.stderr  # kept: once nobody holds it, it closes what it shares with the new one
    sys.stderr = _Heedless(before.buffer, encoding=before.encoding, errors=before.errors, line_buffering=True)
    bare = sys.stdout
    if isinstance(bare.buffer, io.RawIOBase):  # PYTHONUNBUFFERED: it would take a part of a text, and say nothing
        whole = io.BufferedWriter(bare.buffer)
        sys.stdout = io.TextIOWrapper(whole, encoding=bare.encoding, errors=bare.errors, line_buffering=True)
    if os.path.isdir(_ZONES):
        # Asked where time zones are, Python loads its whole build configuration to answer what nearly always is this.
        os.environ.setdefault("PYTHONTZPATH", _ZONES)
    from checklist_engine.cli.main import run_command

    code = run_command(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # whoever read us has left
            continue
    if sys.flags.dev_mode:
        sys.exit(code)
    os._exit(code)


class _Heedless(io.TextIOWrapper):
    """Standard error that goes on where nothing can be written: a remark that nobody gets changes no exit code."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError:  # a full disk, a reader that has left
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            return


def _open_what_is_closed() -> None:
    """Puts nothing in place of a stream that the shell has closed (`>&-`), in the order of their numbers.

    Otherwise the next file that is opened would get its number.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


if __name__ == "__main__":
    main()
