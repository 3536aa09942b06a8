"""Standard streams: what is read from one is called one name, and an exit code does not hang on who listens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import EXAMPLES, Command

MINIMAL = EXAMPLES / "minimal.yaml"


def test_standard_input_has_one_name(command: Command) -> None:
    well = command("validate", "-", stdin=MINIMAL.read_bytes())
    assert well.out == "standard input: a record for the pack after-interview; all is well\n"
    remarked = command("validate", "-", stdin=b"company: Firma #1\nrole: R\ninterview: {start: 2026-11-17}\n")
    assert "Note: standard input:1: " in remarked.out
    broken = command("validate", "-", stdin=b"company: [\n")
    assert (broken.code, broken.out) == (1, "")
    assert broken.err.startswith("standard input:")


def test_who_means_the_records_in_a_folder_is_told_how(command: Command) -> None:
    command.example()
    done = command("validate", ".")
    assert (done.code, done.out) == (1, "")
    assert "hint: To check the records there: checklist validate ./*.yaml\n" in done.err
    (command.folder / "empty").mkdir()
    assert "hint" not in command("validate", "empty").err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["run", str(MINIMAL), "--format", "text=out.txt", "--set", "role=X"], 0),
        (["run", "missing.yaml"], 2),
        (["run", "missing.yaml", "--error-format", "json"], 2),
        (["validate", "broken.yaml"], 1),
        (["run", str(MINIMAL), "--format", "txt"], 2),
        (["no-such-command"], 2),
        (["run", str(MINIMAL), "--send", "smtp"], 2),
    ],
)
def test_the_exit_code_is_the_same_where_nobody_gets_the_remarks(command: Command, given: list[str], code: int) -> None:
    command.write("broken.yaml", "company: [\n")
    words = [sys.executable, "-m", "checklist_engine", *given]
    listening = subprocess.run(words, capture_output=True, check=False, timeout=15)
    assert (listening.returncode, bool(listening.stderr)) == (code, True), listening.stderr
    (command.folder / "out.txt").unlink(missing_ok=True)
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run(words, stdout=subprocess.PIPE, stderr=full, check=False, timeout=15).returncode == code
    assert os.path.exists("out.txt") is (code == 0), "and everything is done all the same"


@pytest.mark.skipif(os.name == "nt", reason="needs a limit of POSIX")
@pytest.mark.parametrize("given", ["run interview.yaml --format json", "docs after-interview"])
def test_a_full_disk_is_told_without_a_buffer_too(command: Command, given: str) -> None:
    """Where PYTHONUNBUFFERED is set, as in containers, a part of the text was written, and nothing said."""
    command.example()
    # Python would write the compiled modules of this very tree under the limit, too: cut off, for all tests to come.
    shell = f'ulimit -f 8; PYTHONDONTWRITEBYTECODE=1 exec "{sys.executable}" -m checklist_engine {given} > out'
    done = subprocess.run(
        ["sh", "-c", shell], capture_output=True, timeout=30, check=False, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert done.returncode == 2
    assert b"standard output: File too large" in done.stderr
