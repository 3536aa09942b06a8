"""`checklist run --watch`: the checklist anew whenever the record, the rules or a tailoring change."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

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
    paths = list(dict.fromkeys(path for path in _places(record, pack, tailoring) if path.exists()))
    wanted = _Wanted(paths)
    try:
        for _ in changes(*wanted.roots, watch_filter=wanted, step=_STEP, raise_interrupt=True):
            good = _show(words, good)
    except KeyboardInterrupt:
        return 0
    return 0


class _Wanted:
    """Which changes count: of the files that were named, and of YAML and JSON below the folders."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._files = {str(path.resolve()) for path in paths if path.is_file()}
        self._folders = [str(path.resolve()) + os.sep for path in paths if path.is_dir()]
        self.roots = sorted({str(Path(one).parent) for one in self._files} | {one[:-1] for one in self._folders})

    def __call__(self, change: object, path: str) -> bool:
        if path in self._files or Path(path).name == "tailoring.yaml":
            return True
        return path.endswith((".yaml", ".json")) and any(path.startswith(folder) for folder in self._folders)


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
