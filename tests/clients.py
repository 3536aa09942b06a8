"""Programs that others wrote and that read, show or edit our output: Debian's packages and npm's.

Where one is missing, its tests are skipped and say so; with ``REQUIRE_CLIENTS=1``, as in ``.ci/run``, they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest


def client(*names: str) -> str:
    """The path of the first of these programs that is installed; skips or fails the test where none is."""
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/games"
    found = next(filter(None, (shutil.which(name, path=path) for name in names)), None)
    return found or missing(f"{' or '.join(names)} is not installed")


def missing(reason: str) -> NoReturn:
    """Skips the test for want of another program; fails it where all of them are promised to be there."""
    if os.environ.get("REQUIRE_CLIENTS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def run(
    command: list[str], *, home: Path, stdin: str = "", environment: Mapping[str, str] | None = None, seconds: int = 60
) -> str:
    """What a program prints, run with ``home`` as its home and nothing of this machine's settings. It must succeed."""
    given = {"HOME": str(home), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        command, input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=home, timeout=seconds,
        env={**given, **(environment or {})},
    )  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout
