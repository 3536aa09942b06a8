"""Locks: two who change a record at once wait for each other, and nobody waits for ever."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from checklist_engine.files import change_bytes, locks, replace_bytes
from checklist_engine.files.locks import locked
from checklist_engine.problems import Problem, Problems

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(locks.__file__).parents[2])}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "interview.yaml"
    path.write_bytes(b"old")
    return path


ADDING = """
import sys
from checklist_engine.files import change_bytes
for number in range(20):
    change_bytes(sys.argv[1], lambda old: old + f"{sys.argv[2]}-{number}\\n".encode())
"""


def test_two_at_once_lose_nothing(record: Path) -> None:
    record.write_bytes(b"")
    runs = [subprocess.Popen([sys.executable, "-c", ADDING, str(record), who], env=ENVIRONMENT) for who in "abc"]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    lines = record.read_text().split()
    assert sorted(lines) == sorted(f"{who}-{number}" for who in "abc" for number in range(20))
    assert [line for line in lines if line[0] == "a"] == [f"a-{number}" for number in range(20)]


@pytest.fixture(params=["folder", "file"])
def either_lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each test with the lock on the folder and with the file that stands in for it."""
    if request.param == "file":
        monkeypatch.setattr(locks, "fcntl", None)
    elif os.name == "nt":
        pytest.skip("folders cannot be locked here")
    return str(request.param)


@pytest.mark.usefixtures("either_lock")
def test_threads_lose_nothing(record: Path) -> None:
    def add() -> None:
        for _ in range(10):
            change_bytes(record, lambda old: old + b".")

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert record.read_bytes() == b"old" + b"." * 40
    assert names(record.parent) == ["interview.yaml"]


@pytest.mark.usefixtures("either_lock")
def test_a_lock_that_stays_taken_is_said(record: Path) -> None:
    caught: list[Problem] = []

    def other() -> None:
        with pytest.raises(Problems) as problems, locked(record, wait=0.05):
            pass
        caught.extend(problems.value.problems)

    with locked(record), locked(record):  # the holder itself may ask again
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert [(problem.id, problem.file) for problem in caught] == [("file/locked", str(record))]
    with locked(record, wait=0):
        pass


def test_a_lock_file_that_was_left_is_named(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "fcntl", None)
    left = record.parent / locks.LOCK_FILE
    left.touch()

    with pytest.raises(Problems) as caught, locked(record, wait=0.05):
        pass
    assert str(left) in (caught.value.problems[0].hint or "")
    assert left.exists()


@posix
@pytest.mark.parametrize("code", [errno.EBADF, errno.ENOLCK, errno.ENOTSUP])
def test_a_folder_that_cannot_be_locked(record: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuses(*_: Any) -> None:
        raise OSError(code, "")

    monkeypatch.setattr("fcntl.flock", refuses)
    with locked(record):
        assert (record.parent / locks.LOCK_FILE).exists()
        replace_bytes(record, b"new", expected=b"old")
    assert (record.read_bytes(), names(record.parent)) == (b"new", ["interview.yaml"])


def test_links_to_one_file_share_its_lock(tmp_path: Path, record: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link"
    link.symlink_to(record)
    blocked = threading.Event()

    def other() -> None:
        with pytest.raises(Problems), locked(link, wait=0):
            pass
        blocked.set()

    with locked(record):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert blocked.is_set()
