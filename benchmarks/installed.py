"""The project as a user has it: its wheel in an environment with nothing but what the wheel asks for.

Shared by ``benchmarks/startup.py`` and ``tests/test_packaging.py``. The dependencies are copied from the
environment that runs this, so it needs no network and compares the versions that were tested; only what
the wheel *declares* is copied, so a forgotten dependency is missed here as it would be by a user.
"""

from __future__ import annotations

import compileall
import importlib.metadata
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


class Installation:
    """An environment with the wheel in it: its interpreter, its command, its site-packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.command = folder / "bin" / "checklist"
        (self.site_packages,) = folder.glob("lib/python*/site-packages")

    def names(self) -> set[str]:
        """What lies at the top of site-packages."""
        return {path.name for path in self.site_packages.iterdir()}


def build(*what: str, to: Path, source: Path = ROOT) -> None:
    """Build into the folder ``to``; ``what``: ``--wheel``, or nothing for a sdist and the wheel from it."""
    _run([sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", str(to), str(source)])


def install(wheel: Path, folder: Path) -> tuple[Installation, set[str]]:
    """Install ``wheel`` into a new environment; also the names that it added at the top of site-packages."""
    venv.create(folder, with_pip=False, symlinks=True)
    new = Installation(folder)
    for distribution in _closure(_requirements(wheel)):
        _copy(distribution, new.site_packages)
    # As pip does: compiled once, at installation; what is for a newer Python stays as it is.
    compileall.compile_dir(new.site_packages, quiet=2)
    before = new.names()
    _pip(new, "install", "--no-deps", "--no-index", "--compile", str(wheel))
    _pip(new, "check")
    return new, new.names() - before


def clean_environment(home: Path) -> dict[str, str]:
    """Variables for a user with an empty home: no settings of the person or the machine that runs this."""
    return {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }


def _requirements(wheel: Path) -> list[str]:
    (metadata,) = importlib.metadata.distributions(name="checklist-engine", path=[str(wheel)])
    return metadata.requires or []


def _closure(requirements: list[str]) -> Iterator[importlib.metadata.Distribution]:
    """The distributions that ``requirements`` ask for, theirs too; extras are not followed."""
    waiting, seen = list(requirements), set[str]()
    while waiting:
        requirement = Requirement(waiting.pop())
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        if (name := canonicalize_name(requirement.name)) in seen:
            continue
        seen.add(name)
        distribution = importlib.metadata.distribution(name)
        waiting += distribution.requires or []
        yield distribution


def _copy(distribution: importlib.metadata.Distribution, to: Path) -> None:
    for file in distribution.files or []:
        # Commands of the dependencies lie outside of site-packages and are nobody's here.
        if ".." in file.parts or not (source := Path(str(file.locate()))).is_file():
            continue
        target = to.joinpath(*file.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _pip(installation: Installation, *arguments: str) -> None:
    _run([sys.executable, "-m", "pip", "--quiet", "--python", str(installation.python), *arguments])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
