"""`checklist run --watch`: the checklist anew whenever the record, the rules or a tailoring change."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from checklist_engine.load.read_pack import PARTS
from checklist_engine.problems import Problem, Problems

_CLEAR = "\x1b[H\x1b[2J"
_STEP = 100
"""Milliseconds in which changes that come together count as one: editors write in several steps."""


def watch(given: Sequence[str], record: str, pack: str | None, tailoring: str | None) -> int:
    """Run the command ``given`` (without ``--watch``) now and after each change, until it is interrupted.

    Where it fails, the last good result is shown again with the error below it. Raises Problems where the extra
    `watch` is not installed.
    """
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise Problems(
            [Problem(id="usage/extra", message="--watch needs the package watchfiles",
                     hint="Install it: pip install 'checklist-engine[watch]'")]
        ) from None  # fmt: skip
    words = [word for word in given if word != "--watch"]
    good = _show(words, b"")
    try:
        while True:
            wanted = _Wanted(_places(record, pack, tailoring))
            for found in changes(*wanted.roots, watch_filter=wanted, step=_STEP, raise_interrupt=True, recursive=False):
                good = _show(words, good)
                if any(path in wanted.folders for _, path in found):
                    break  # one of the folders is another now
    except KeyboardInterrupt:
        return 0


class _Wanted:
    """Which changes count: of the files that were named, of YAML and JSON in a pack, and of its folders themselves.

    ``roots`` are the folders that are looked at, each without what is below it: the record may lie beside everything
    that a person has.
    """

    def __init__(self, places: Iterable[Path]) -> None:
        self._files: set[str] = set()
        self.folders: set[str] = set()
        roots: set[str] = set()
        for place in places:
            real = os.path.realpath(place)
            if os.path.isdir(real):
                parts = [real, *(os.path.join(real, part) for part in PARTS)]
                self.folders.update(parts)
                roots.update(part for part in parts if os.path.isdir(part))
            else:
                self._files.update((real, os.path.abspath(place)))
            for path in (real, os.path.abspath(place)):
                roots.add(self._above(path))
        self.roots = sorted(roots)

    def _above(self, path: str) -> str:
        """The nearest folder above that is there; what lies between shall be looked at once it is made."""
        above = os.path.dirname(path)
        while not os.path.isdir(above) and above != os.path.dirname(above):
            self.folders.add(above)
            above = os.path.dirname(above)
        return above

    def __call__(self, change: object, path: str) -> bool:
        inside, name = os.path.split(path)
        if path in self._files or path in self.folders or name == "tailoring.yaml":
            return True
        return name.endswith((".yaml", ".json")) and inside in self.folders


def _places(record: str, pack: str | None, tailoring: str | None) -> Iterator[Path]:
    """The record, the pack's folder, the tailoring and the configuration, as far as they can be found."""
    from checklist_engine.config import config_path
    from checklist_engine.session import Session

    yield Path(record)
    yield Path(config_path())
    if tailoring not in (None, "none"):
        yield Path(str(tailoring))
    try:
        session = Session(record, pack, tailoring)
    except Problems:  # told by the run itself
        if pack is not None:
            yield Path(pack)
        return
    yield Path(session.folder)


def _show(words: Sequence[str], good: bytes) -> bytes:
    """Runs once and shows what comes; the last good output."""
    done = subprocess.run(
        [sys.executable, "-m", "checklist_engine", *words], capture_output=True, check=False,
        env={**os.environ, "COLUMNS": str(_columns())},
    )  # fmt: skip
    failed = done.returncode not in (0, 1)
    shown = good if failed else done.stdout
    if sys.stdout.isatty():
        click.echo(_CLEAR, nl=False)
    click.echo(shown, nl=False)
    if failed and good:
        click.echo("\nThis was the last good result. Now:")
    sys.stdout.flush()
    click.echo(done.stderr, nl=False, err=True)
    sys.stderr.flush()
    return shown


def _columns() -> int:
    return os.get_terminal_size().columns if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or 80)
