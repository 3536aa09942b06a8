"""A fault at every write of a whole run: each file is as it was or as it should be, and the next run mends the rest."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from commands import EXAMPLES, WEDNESDAY, Command

RECORD = (EXAMPLES / "interview.yaml").read_bytes()
OUTPUTS = ("todotxt=todo.txt", "markdown=list.md", "html=page.html", "csv=table.csv", "drafts=drafts")
RUN = ("run", "interview.yaml", "--now", WEDNESDAY, *(word for output in OUTPUTS for word in ("-f", output)))
TODO = b"(A) call mother\r\nbuy milk"
STEPS = ("write", "fsync", "replace", "fchmod")


@contextmanager
def fault(step: str, at: int) -> Iterator[list[int]]:
    """The call number ``at`` of a function of the system fails, where it is about a file or not known to be none."""
    real: Callable[..., Any] = getattr(os, step)
    calls: list[int] = []

    def call(*given: Any, **named: Any) -> Any:
        about_a_file = not isinstance(given[0], int) or stat.S_ISREG(os.fstat(given[0]).st_mode)
        if about_a_file:
            calls.append(1)
            if len(calls) == at:
                raise OSError(errno.ENOSPC, "No space left on device")
        return real(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, step, call)
        yield calls


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def laid_out(command: Command, files: dict[str, bytes]) -> None:
    for path in [path for path in command.folder.rglob("*") if path.is_file()]:
        path.unlink()
    for name, data in files.items():
        path = command.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def try_all(command: Command, step: str, before: dict[str, bytes], *words: str) -> int:
    """Runs ``words`` once for each call of ``step``, with that one failing; the number of calls."""
    laid_out(command, before)
    assert command(*words).code == 0
    after = files_in(command.folder)
    assert after != before
    at = 0
    while True:
        at += 1
        laid_out(command, before)
        with fault(step, at) as calls:
            result = command(*words)
        if len(calls) < at:
            return at - 1
        found = files_in(command.folder)
        for name, data in found.items():
            assert data in (before.get(name), after.get(name)), f"{name} is a mixture after the fault {step} {at}"
        assert found.keys() >= before.keys(), "a file is gone"
        assert result.code in (0, 2, 3), "0 where it was only the cache"
        assert (found == after) is (result.code == 0), result.err
        assert "Traceback" not in result.err
        assert command(*words).code == 0
        assert files_in(command.folder) == after, "the next run mends it"


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
@pytest.mark.parametrize("step", STEPS)
def test_outputs(command: Command, step: str) -> None:
    before = {"interview.yaml": RECORD, "todo.txt": TODO}
    first = try_all(command, step, before, *RUN)
    assert first >= (1 if step == "fchmod" else len(OUTPUTS))  # only a file that exists keeps its mode
    laid_out(command, before)
    command(*RUN)
    there = files_in(command.folder)
    later = [word if word != WEDNESDAY else "2026-11-19 09:00" for word in RUN]
    assert try_all(command, step, there, *later) >= 4


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", ["todo.txt", "list.md"])
def test_sync(command: Command, step: str, name: str) -> None:
    """The record is written first: a fault after that leaves a tick both in the record and in the list."""
    command.at(WEDNESDAY)
    laid_out(command, {"interview.yaml": RECORD})
    command(*RUN)
    there = {key: data for key, data in files_in(command.folder).items() if key in ("interview.yaml", name)}
    lines = there[name].split(b"\n")
    place = next(place for place, line in enumerate(lines) if b"Thank Tom Reuter" in line)
    lines[place] = lines[place].replace(b"- [ ]", b"- [x]") if name == "list.md" else b"x 2026-11-18 " + lines[place]
    there[name] = b"\n".join(lines)
    calls = try_all(command, step, there, "sync", "interview.yaml", name)
    assert calls >= 1
    assert (command.folder / "interview.yaml").read_bytes().count(b"did: send-thank-you") == 2


@pytest.mark.parametrize(
    ("module", "given"), [("cli/sources", ("sources",)), ("checklist", ("run", str(EXAMPLES / "interview.yaml")))]
)
def test_a_compiled_module_that_is_cut_off_is_no_end_of_input(
    module: str, given: tuple[str, ...], tmp_path: Path
) -> None:
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "CHECKLIST_CONFIG": str(tmp_path / "none.yaml")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "checklist_engine", *given]
    assert subprocess.run(command, env=env, capture_output=True, check=False).returncode == 0
    (compiled,) = tmp_path.rglob(f"checklist_engine/{module}.*.pyc")
    compiled.write_bytes(compiled.read_bytes()[:60])
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "marshal data too short" in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
