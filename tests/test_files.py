"""Reading and writing: plain words for every error, and never half a file."""

from __future__ import annotations

import errno
import io
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checklist_engine.files import (
    change_bytes,
    locks,
    overwrite_bytes,
    read_bytes,
    read_stream,
    replace_bytes,
)
from checklist_engine.problems import Problem, Problems

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
CLOSE = os.close
STEPS = ("open", "write", "fstat", "fchmod", "fsync", "close", "lstat", "listdir", "replace", "read")


def problem_of(call: Callable[[], Any]) -> Problem:
    with pytest.raises(Problems) as caught:
        call()
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "interview.yaml"
    path.write_bytes(b"old")
    return path


# Reading


def test_reads_all_bytes_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100_000)
    assert read_bytes(path, 100_000) == b"x" * 100_000
    problem = problem_of(lambda: read_bytes(path, 99_999))
    assert (problem.id, problem.file, problem.expected) == (
        "file/too-large",
        str(path),
        "at most 99,999 bytes",
    )


def test_reads_through_links(tmp_path: Path, record: Path) -> None:
    (tmp_path / "link").symlink_to(record)
    assert read_bytes(tmp_path / "link") == b"old"


@pytest.mark.parametrize(
    ("name", "problem_id", "words"),
    [
        ("missing.yaml", "file/missing", "there is no such file"),
        (".", "file/folder", "this is a folder"),
        ("interview.yaml/x", "file/no-folder", "is not a folder"),
        ("nowhere/x", "file/missing", "there is no such file"),
        ("x" * 300, "file/name", "the name is too long"),
        ("a\0b", "file/name", "cannot be the name"),
        ("loop", "file/link-circle", "in a circle"),
        ("pipe", "file/not-regular", "this is a pipe"),
        ("socket", "file/not-regular", "no regular file"),
    ],
)
@posix
def test_says_what_cannot_be_read(tmp_path: Path, record: Path, name: str, problem_id: str, words: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener, pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)  # a socket's name must be short
        listener.bind("socket")
        problem = problem_of(lambda: read_bytes(name))
    assert problem.id == problem_id
    assert problem.file == name
    assert words in problem.message


@posix
def test_devices_are_no_files() -> None:
    assert "a device" in problem_of(lambda: read_bytes("/dev/zero")).message


@pytest.mark.parametrize(
    ("code", "problem_id"),
    [
        (errno.EACCES, "file/permission"),
        (errno.EPERM, "file/permission"),
        (errno.EIO, "file/disk-error"),
        (errno.EMFILE, "file/too-many-open"),
        (errno.EPROTO, "file/system"),
    ],
)
def test_errors_of_the_system_in_words(
    monkeypatch: pytest.MonkeyPatch, record: Path, code: int, problem_id: str
) -> None:
    def fails(*_: Any, **__: Any) -> int:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", fails)
        problem = problem_of(lambda: read_bytes(record))
    assert problem.id == problem_id
    assert "Errno" not in problem.message


def test_reads_a_stream_up_to_the_limit() -> None:
    assert read_stream(io.BytesIO(b"abc"), "standard input", 3) == b"abc"
    problem = problem_of(lambda: read_stream(io.BytesIO(b"abcd"), "standard input", 3))
    assert (problem.id, problem.file) == ("file/too-large", "standard input")


# Writing


@posix
@pytest.mark.parametrize("umask", [0, 0o077])
def test_a_new_file_is_private(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        replace_bytes(tmp_path / "new", b"secret", expected=None)
    finally:
        os.umask(before)
    assert mode(tmp_path / "new") == 0o600
    assert (tmp_path / "new").read_bytes() == b"secret"


@posix
@pytest.mark.parametrize("bits", [0o640, 0o664, 0o700, 0o604])
def test_an_existing_file_keeps_its_mode(record: Path, bits: int) -> None:
    record.chmod(bits)
    replace_bytes(record, b"new", expected=b"old")
    assert (record.read_bytes(), mode(record)) == (b"new", bits)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_an_existing_file_keeps_its_owner(record: Path) -> None:
    os.chown(record, 1234, 4321)
    replace_bytes(record, b"new", expected=b"old")
    found = record.stat()
    assert (found.st_uid, found.st_gid, record.read_bytes()) == (1234, 4321, b"new")


@posix
def test_what_the_old_group_might_the_new_one_may_not(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record.chmod(0o660)
    real = os.fstat

    def another_group(opened: int) -> os.stat_result:
        found = list(real(opened))
        found[5] += 1
        return os.stat_result(found)

    def refuses(*_: int) -> None:
        raise PermissionError(errno.EPERM, "")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fchown", refuses)
        patch.setattr(os, "fstat", another_group)
        replace_bytes(record, b"new", expected=b"old")
    assert (record.read_bytes(), mode(record)) == (b"new", 0o600)


@posix
def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "interview.yaml"
    target.write_bytes(b"old")
    link = tmp_path / "link.yaml"
    link.symlink_to(Path("real") / "interview.yaml")
    replace_bytes(link, b"new", expected=b"old")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir() if not path.is_dir()] == ["link.yaml"]


def test_a_relative_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    replace_bytes("here", b"new", expected=None)
    assert (tmp_path / "here").read_bytes() == b"new"


def test_nothing_to_change_writes_nothing(record: Path) -> None:
    before = record.stat()
    replace_bytes(record, b"old", expected=b"old")
    assert (record.stat().st_ino, record.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_conflicts_change_nothing(tmp_path: Path, record: Path) -> None:
    assert problem_of(lambda: replace_bytes(record, b"new", expected=None)).id == "file/exists"
    assert problem_of(lambda: replace_bytes(record, b"new", expected=b"odd")).id == "file/changed"
    assert problem_of(lambda: replace_bytes(record, b"new", expected=b"older")).id == "file/changed"
    gone = tmp_path / "gone"
    assert problem_of(lambda: replace_bytes(gone, b"new", expected=b"old")).id == "file/changed"
    assert problem_of(lambda: replace_bytes(tmp_path / "no" / "x", b"", expected=None)).id == "file/no-folder"
    assert problem_of(lambda: replace_bytes(tmp_path, b"", expected=None)).id == "file/folder"
    assert problem_of(lambda: replace_bytes("a\0b", b"", expected=None)).id == "file/name"
    assert record.read_bytes() == b"old"
    assert names(tmp_path) == ["interview.yaml"]


def test_a_change_by_an_editor_at_the_last_moment_wins(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def meanwhile(opened: int) -> None:
        real(opened)
        record.write_bytes(b"own")  # as long as the old one

    monkeypatch.setattr(os, "fsync", meanwhile)
    assert problem_of(lambda: replace_bytes(record, b"new", expected=b"old")).id == "file/changed"
    assert record.read_bytes() == b"own"
    assert names(record.parent) == ["interview.yaml"]


def test_a_read_only_file_stays(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # For root everything may be written, so the system's answer is given here.
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert problem_of(lambda: replace_bytes(record, b"new", expected=b"old")).id == "file/read-only"
    assert record.read_bytes() == b"old"


def test_an_edit_that_fails_changes_nothing(record: Path) -> None:
    def fails(_: bytes) -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        change_bytes(record, fails)
    assert record.read_bytes() == b"old"
    assert change_bytes(record, lambda old: old + b"er") == record.read_bytes() == b"older"


def test_overwriting_for_caches(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "checklist" / "pack.json"
    overwrite_bytes(path, b"1", lasting=False)
    overwrite_bytes(path, b"2", lasting=False)
    assert path.read_bytes() == b"2"
    assert names(path.parent) == ["pack.json"]
    if os.name != "nt":
        assert (mode(path), mode(path.parent)) == (0o600, 0o700)


@posix
@pytest.mark.parametrize("lasting", [True, False])
def test_overwriting_keeps_mode_and_link(tmp_path: Path, record: Path, lasting: bool) -> None:
    record.chmod(0o644)
    link = tmp_path / "link"
    link.symlink_to(record)
    overwrite_bytes(link, b"new", lasting=lasting)
    assert (link.is_symlink(), record.read_bytes(), mode(record)) == (True, b"new", 0o644)
    overwrite_bytes(tmp_path / "fresh", b"new", lasting=lasting)
    assert mode(tmp_path / "fresh") == 0o600


@posix
@pytest.mark.parametrize("lasting", [True, False])
def test_overwriting_spares_what_is_no_file(tmp_path: Path, lasting: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert problem_of(lambda: overwrite_bytes(tmp_path, b"", lasting=lasting)).id == "file/folder"
    assert problem_of(lambda: overwrite_bytes(tmp_path / "pipe", b"", lasting=lasting)).id == "file/not-regular"
    assert problem_of(lambda: overwrite_bytes("a\0b", b"", lasting=lasting)).id == "file/name"
    assert (tmp_path / "pipe").is_fifo()
    assert problem_of(lambda: overwrite_bytes(tmp_path / "no" / "x", b"")).id == "file/no-folder"


# Faults


def failing(real: Callable[..., Any], at: int, error: BaseException, calls: list[int]) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        calls.append(1)
        if len(calls) == at:
            if real is CLOSE:
                real(*arguments)  # the system closes even where it reports an error
            raise error
        return real(*arguments, **named)

    return call


@posix
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=["full", "interrupt"])
@pytest.mark.parametrize("step", STEPS)
def test_a_fault_at_any_step_leaves_the_old_or_the_new_file(tmp_path: Path, step: str, error: BaseException) -> None:
    path = tmp_path / "interview.yaml"
    reached = 0
    for at in range(1, 20):
        path.write_bytes(b"old" * 50_000)
        calls: list[int] = []
        failed = False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, step, failing(getattr(os, step), at, error, calls))
            try:
                replace_bytes(path, b"new" * 60_000, expected=b"old" * 50_000)
            except (Problems, KeyboardInterrupt):
                failed = True
        assert path.read_bytes() == (b"old" * 50_000 if failed else b"new" * 60_000) or (
            failed and path.read_bytes() == b"new" * 60_000
        )
        if len(calls) < at:
            break
        reached += 1
    assert reached, f"os.{step} is never called"
    replace_bytes(path, b"last", expected=path.read_bytes())
    assert names(tmp_path) == ["interview.yaml"]


@posix
def test_a_disk_that_takes_little_at_a_time(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda opened, data: real(opened, bytes(data[:7])))
    replace_bytes(record, bytes(range(200)), expected=b"old")
    assert record.read_bytes() == bytes(range(200))


@posix
def test_a_full_disk_is_said_and_leaves_nothing_behind(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", failing(os.write, 1, OSError(errno.ENOSPC, "full"), []))
        problem = problem_of(lambda: replace_bytes(record, b"new", expected=b"old"))
    assert (problem.id, problem.message, problem.hint) == (
        "file/disk-full",
        "the disk is full",
        "This file was not changed.",
    )
    assert names(record.parent) == ["interview.yaml"]


def environment() -> dict[str, str]:
    engine = str(Path(locks.__file__).parents[2])
    return {**os.environ, "PYTHONPATH": engine}


KILLED = """
import os, signal, sys
from checklist_engine.files import replace_bytes
path, step, when = sys.argv[1:]
real = getattr(os, step)
def die(*arguments, **named):
    if when == "after":
        real(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(os, step, die)
replace_bytes(path, b"new" * 60_000, expected=b"old" * 50_000)
"""


@posix
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["write", "fchmod", "fsync", "close", "replace"])
def test_killed_at_any_step(tmp_path: Path, step: str, when: str) -> None:
    path = tmp_path / "interview.yaml"
    path.write_bytes(b"old" * 50_000)
    run = subprocess.run([sys.executable, "-c", KILLED, str(path), step, when], env=environment(), check=False)
    assert run.returncode == -signal.SIGKILL
    new = (step, when) == ("replace", "after")
    assert path.read_bytes() == (b"new" * 60_000 if new else b"old" * 50_000)
    replace_bytes(path, b"last", expected=path.read_bytes())  # no lock is left, and the leftovers go
    assert names(tmp_path) == ["interview.yaml"]


REWRITING = """
import sys
from checklist_engine.files import change_bytes
while True:
    change_bytes(sys.argv[1], lambda old: (b"b" if old[:1] == b"a" else b"a") * 400_000)
    print(end=".", flush=True)
"""


@posix
@pytest.mark.parametrize("pause", [0, 0.001, 0.003, 0.006, 0.011])
def test_killed_at_any_time(tmp_path: Path, pause: float) -> None:
    path = tmp_path / "interview.yaml"
    path.write_bytes(b"a" * 400_000)
    with subprocess.Popen(
        [sys.executable, "-c", REWRITING, str(path)], env=environment(), stdout=subprocess.PIPE
    ) as run:
        assert run.stdout
        assert run.stdout.read(1) == b"."
        time.sleep(pause)
        run.kill()
    found = path.read_bytes()
    assert found in (b"a" * 400_000, b"b" * 400_000)
