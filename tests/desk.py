"""Where the pages of the documentation are played: an empty folder with the real command."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LAUNCHER = """\
import os
import runpy
import checklist_engine.moments as moments
if now := os.environ.get("DOCS_NOW"):
    moments.now_stamp = lambda: moments.parse(now, "Europe/Luxembourg").start
runpy.run_module("checklist_engine", run_name="__main__")
"""
_SECONDS = 60


class Desk:
    """An empty folder with the real command, a home of its own, and a clock that stands still."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder / "desk", folder / "site"
        for made in (self.folder, self.site, folder / "bin", folder / "home", folder / "tmp"):
            made.mkdir(parents=True)
        (folder / "launcher.py").write_text(_LAUNCHER, encoding="utf-8")
        install = f"install --quiet --no-index --no-deps --no-build-isolation --no-compile --target '{self.site}'"
        for name, words in (
            ("checklist", f"'{folder / 'launcher.py'}'"),
            ("pip", f"-m pip --disable-pip-version-check {install}"),
            ("python", ""),
        ):
            # `pip install X` puts X into this desk's own folder, without the network.
            shift = "shift; " if name == "pip" else ""
            script = f"#!/bin/sh\n{shift}exec '{sys.executable}' {words} \"$@\"\n"
            (folder / "bin" / name).write_text(script, encoding="utf-8")
            (folder / "bin" / name).chmod(0o755)
        shutil.copytree(ROOT / "examples", self.folder / "examples")
        home = folder / "home"
        self.environment = {
            "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "XDG_CACHE_HOME": str(home / ".cache"),
            "PATH": f"{folder / 'bin'}:{os.environ.get('PATH', os.defpath)}", "TMPDIR": str(folder / "tmp"),
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "engine", ROOT / "plugins", self.site))),
            "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "TZ": "Europe/Luxembourg", "TERM": "dumb",
        }  # fmt: skip

    def run(self, command: str) -> tuple[str, int]:
        """What a shell line prints (errors too), and its exit code."""
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=self.folder, env=self.environment, timeout=_SECONDS, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.stdout.decode(), done.returncode

    def typed(self, command: str, screen: str) -> tuple[str, int]:
        """The same at a terminal, where somebody types what stands in ``screen`` after each question."""
        ours, theirs = os.openpty()
        shown = ""
        with subprocess.Popen(
            ["/bin/sh", "-c", command], cwd=self.folder, env=self.environment, stdin=theirs, stdout=theirs,
            stderr=theirs, start_new_session=True,
        ) as process:  # fmt: skip
            os.close(theirs)
            while True:
                try:
                    part = os.read(ours, 4096) if select.select([ours], [], [], _SECONDS)[0] else b""
                except OSError:  # the other side was closed
                    part = b""
                if not part:
                    break
                shown += part.decode().replace("\r\n", "\n")
                *before, asked = shown.split("\n")
                wanted = screen.split("\n")[len(before) : len(before) + 1]
                if asked.endswith(": "):
                    if not wanted or not wanted[0].startswith(asked.rstrip()):
                        process.kill()
                        break
                    os.write(ours, f"{wanted[0].removeprefix(asked.rstrip()).strip()}\n".encode())
            os.close(ours)
            return shown, process.wait(_SECONDS)
