"""The whole command as a person meets it: in a folder, a home and a time zone of its own.

Most tests call it in this process, which takes a fifth of the time. Where a terminal, a pipe, a signal or the end of
the process matters, it is a process of its own (`process`, `terminal`).
"""

from __future__ import annotations

import io
import json
import os
import re
import select
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checklist_engine.cli.main import run_command
from checklist_engine.moments import parse

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
PACK = ROOT / "rules" / "after-interview"
ZONE = "Europe/Luxembourg"
TUESDAY, WEDNESDAY = "2026-11-17 12:00", "2026-11-18 09:00"
"""An hour after the interview of the examples, and the next morning."""

_CLEARED = ("CHECKLIST_CONFIG", "CHECKLIST_NO_CACHE", "COLUMNS", "NO_COLOR", "TERM", "APPDATA", "LOCALAPPDATA")
_SECONDS = 15


class Result(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str
    data: bytes = b""

    @property
    def json(self) -> Any:
        """The output as data."""
        return json.loads(self.data)

    @property
    def meant(self) -> str | None:
        """The name that an error suggests: “did you mean …?”."""
        found = re.search(r"[Dd]id you mean [“'‘]([^”'’]+)[”'’]", self.err)
        return found[1] if found else None

    @property
    def problems(self) -> list[dict[str, Any]]:
        """The problems told with ``--error-format json``."""
        problems: list[dict[str, Any]] = json.loads(self.err)["problems"]
        return problems


class Command:
    """`checklist` in an empty folder; call it with its arguments."""

    def __init__(self, folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "here"
        self.home = folder / "home"
        self.patch = monkeypatch
        self.folder.mkdir()
        self.home.mkdir()
        for name in _CLEARED:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(self.home))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(self.home / "config"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
        monkeypatch.setenv("TZ", ZONE)
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "engine"), str(ROOT / "plugins")]))
        monkeypatch.setenv("PYTHONUTF8", "1")
        monkeypatch.chdir(self.folder)

    def __call__(self, *given: object, stdin: bytes = b"") -> Result:
        """The command within this process."""
        out, err = io.BytesIO(), io.BytesIO()
        with self.patch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
            code = run_command([str(one) for one in given])
            data = out.getvalue()
            return Result(code, data.decode(), err.getvalue().decode(), data)

    def process(self, *given: object, stdin: bytes = b"", **environment: str) -> Result:
        """The command as a process, its output in pipes."""
        done = subprocess.run(
            [sys.executable, "-m", "checklist_engine", *map(str, given)], input=stdin, capture_output=True,
            env={**os.environ, **environment}, timeout=_SECONDS, check=False,
        )  # fmt: skip
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode(), done.stdout)

    def terminal(self, *given: object, typed: str = "", columns: int = 80, **environment: str) -> Result:
        """The command at a terminal of that width, with ``typed`` waiting in its keyboard; all it showed is `out`.

        Bytes that are no text are surrogates, as in file names.
        """
        import fcntl
        import pty
        import termios

        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        with subprocess.Popen(
            [sys.executable, "-m", "checklist_engine", *map(str, given)], stdin=theirs, stdout=theirs, stderr=theirs,
            env={**os.environ, "TERM": "xterm", **environment}, start_new_session=True,
        ) as process:  # fmt: skip
            os.close(theirs)
            os.write(ours, typed.encode(errors="surrogateescape"))
            shown = b""
            try:
                while select.select([ours], [], [], _SECONDS)[0] and (piece := os.read(ours, 1 << 16)):
                    shown += piece
            except OSError:  # Linux says so when the other side has closed
                pass
            if process.poll() is None and not select.select([ours], [], [], 0)[0]:
                process.kill()  # it waits for somebody to type
            process.wait(_SECONDS)
        os.close(ours)
        return Result(process.returncode, shown.decode(errors="surrogateescape").replace("\r\n", "\n"), "", shown)

    def at(self, now: str) -> None:
        """From here on the clock stands at ``now``, within this process."""
        stamp = parse(now, ZONE).start
        for module in ("session", "moments"):  # the latter for those who ask it only when they need it
            self.patch.setattr(f"checklist_engine.{module}.now_stamp", lambda: stamp)

    def example(self, name: str = "interview.yaml") -> Path:
        """A copy of an example, to be changed."""
        return self.write(name, (EXAMPLES / name).read_bytes())

    def write(self, name: str, text: str | bytes) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def config(self, text: str) -> Path:
        """The person's configuration."""
        path = self.home / "config" / "checklist-engine" / "config.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def command(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`checklist`; tests share its cache, because reading a pack takes ten times as long as a run."""
    return Command(tmp_path, tmp_path_factory.getbasetemp() / "cache", monkeypatch)
