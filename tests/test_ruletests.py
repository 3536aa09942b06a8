"""`checklist test` and pytest over rule tests: exit codes as pytest has them, and failures that can be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from test_broken import HERE

from checklist_engine.cli.main import run_command
from checklist_engine.data import rules_dir
from checklist_engine.load.packs import own_packs
from checklist_engine.load.program import load_program
from checklist_engine.ruletests.read import read_tests

ROOT = HERE.parent
HOUSE = HERE / "broken" / "house"
TUESDAY = """\
title: A leak on a Tuesday
record: {house: Mill, trade: plumber, visits: [{id: first, start: 2026-11-17 10:00, end: 2026-11-17 11:00}]}
cases:
  - at: 2026-11-17 12:00
    because: |
      The visit ends Tue 11:00; + 24 hours = Wed 11:00.
      Nothing is logged.
    expect:
      call-plumber/first: {status: due, closes: 2026-11-18 11:00, rules: [call-soon]}
  - at: 2026-11-17 15:00
    after: [{at: 2026-11-17 14:00, heard: repaired}]
    because: Repaired at 14:00, so there is nothing to call about.
    expect:
      call-plumber/first: {status: closed}
"""

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small pack with one rule test of two cases, in an empty folder, without configuration and cache."""
    monkeypatch.setenv("CHECKLIST_CONFIG", str(tmp_path / "no-config.yaml"))
    monkeypatch.setenv("CHECKLIST_NO_CACHE", "1")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(HOUSE, "house")
    Path("house/tests").mkdir()
    Path("house/tests/leak.yaml").write_text(TUESDAY, encoding="utf-8")
    return Path("house")


def change(path: Path, old: str, new: str) -> None:
    """Write another text into a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def ran(capsys: Capture, *given: str) -> tuple[int, str, str]:
    """The exit code of `checklist test`, and what it wrote to standard output and standard error."""
    code = run_command(["test", *given])
    return code, *capsys.readouterr()


def failing(house: Path, capsys: Capture, old: str, new: str) -> str:
    """What is printed once the test expects something else."""
    change(house / "tests" / "leak.yaml", old, new)
    code, out, err = ran(capsys, "house", "--quiet")
    assert (code, err) == (1, "")
    return out


# Exit codes


def test_0_where_all_pass(house: Path, capsys: Capture) -> None:
    code, out, err = ran(capsys, str(house))
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "passed  leak.yaml:4  A leak on a Tuesday",
        "passed  leak.yaml:10  A leak on a Tuesday",
        "2 passed, 0 failed",
    ]
    assert ran(capsys, str(house), "--quiet") == (0, "2 passed, 0 failed\n", "")


def test_1_where_one_fails(house: Path, capsys: Capture) -> None:
    change(house / "tests" / "leak.yaml", "status: due", "status: open")
    code, out, _ = ran(capsys, str(house))
    assert code == 1
    assert out.splitlines()[-2:] == ["passed  leak.yaml:10  A leak on a Tuesday", "1 passed, 1 failed"]


def test_5_where_there_are_none(house: Path, capsys: Capture) -> None:
    (house / "tests" / "leak.yaml").unlink()
    assert ran(capsys, str(house)) == (5, "0 passed, 0 failed\n", "")
    (house / "tests").rmdir()
    assert ran(capsys, str(house)) == (5, "0 passed, 0 failed\n", "")


def test_2_where_a_test_cannot_be_read(house: Path, capsys: Capture) -> None:
    (house / "tests" / "drip.yaml").write_text(TUESDAY.replace("closed", "shut"), encoding="utf-8")
    change(house / "tests" / "leak.yaml", "heard: repaired", "heard: repared")
    code, out, err = ran(capsys, str(house))
    assert (code, out) == (2, "0 passed, 0 failed, 2 files not read\n")
    assert "drip.yaml:14:36: “shut” is not known in “status”" in err
    assert "leak.yaml:11:43: the record of this case: there is no event “repared”" in err


def test_2_where_the_pack_cannot_be_read(house: Path, capsys: Capture) -> None:
    change(house / "actions" / "call-plumber.yaml", "while: still-broken", "while: still-brokn")
    code, out, err = ran(capsys, str(house))
    assert (code, out) == (2, "")
    assert "call-plumber.yaml:5:8: there is no named condition “still-brokn”" in err


def test_2_where_there_is_no_such_pack(house: Path, capsys: Capture) -> None:
    code, out, err = ran(capsys, "hous")
    assert (code, out) == (2, "")
    assert "there is no pack “hous”" in err


def test_the_pack_that_comes_with_the_engine_is_tested_by_its_name(house: Path, capsys: Capture) -> None:
    code, out, err = ran(capsys, "after-interview", "--quiet")
    assert (code, err) == (0, "")
    assert out.endswith(" passed, 0 failed\n")
    assert ran(capsys, "--quiet") == (0, out, "")


# Failures


def test_a_failure_shows_expected_beside_found_with_the_line_and_the_reckoning(house: Path, capsys: Capture) -> None:
    out = failing(house, capsys, "status: due, closes: 2026-11-18 11:00", "status: open, closes: 2026-11-18 12:00")
    path = str(house / "tests" / "leak.yaml")
    told = [line.replace(str(house.resolve() / "tests" / "leak.yaml"), path) for line in out.splitlines()]
    assert told == [
        "FAILED  A leak on a Tuesday, at 2026-11-17 12:00",
        f"  {path}:9: call-plumber/first status",
        "      expected open                            found due",
        f"  {path}:9: call-plumber/first closes",
        "      expected 2026-11-18 12:00                found 2026-11-18 11:00",
        "  because:",
        "    The visit ends Tue 11:00; + 24 hours = Wed 11:00.",
        "    Nothing is logged.",
        "1 passed, 1 failed",
    ]


def test_long_lists_stand_below_each_other_and_say_where_they_differ(house: Path, capsys: Capture) -> None:
    only = "only: [call-plumber/first, look-again/in-the-kitchen, look-again/in-the-cellar]"
    out = failing(house, capsys, "{status: closed}\n", f"{{status: closed}}\n    {only}\n")
    assert out.splitlines()[2:6] == [
        "      expected call-plumber/first, look-again/in-the-cellar, look-again/in-the-kitchen",
        "      found    look-again",
        "      missing  call-plumber/first, look-again/in-the-cellar, look-again/in-the-kitchen",
        "      too many look-again",
    ]


def test_an_item_that_is_not_there_is_told_with_the_nearest(house: Path, capsys: Capture) -> None:
    out = failing(house, capsys, "call-plumber/first: {status: closed}", "call-plumber/frst: {status: closed}")
    assert "leak.yaml:14: call-plumber/frst\n" in out
    assert "expected an item" in out
    assert "found no such item; did you mean call-plumber/first?" in out
    out = failing(house, capsys, "call-plumber/frst: {status: closed}", "call-plumber/elsewhere: {status: closed}")
    assert "found no such item among call-plumber/first" in out
    assert "look-again" not in out.split("no such item among")[1].splitlines()[0], "others are of no help"


@pytest.mark.parametrize(
    ("line", "expected", "found"),
    [
        ("absent: [call-plumber/first]", "not applicable", "call-plumber/first is closed"),
        ("only: [call-plumber/first]", "call-plumber/first", "look-again"),
        ("questions: [state]", "state", "nothing"),
        ("asks: [state]", "state", "nothing"),
    ],
)
def test_what_is_expected_of_the_whole_list_fails_at_its_line(
    house: Path, capsys: Capture, line: str, expected: str, found: str
) -> None:
    out = failing(house, capsys, "{status: closed}\n", f"{{status: closed}}\n    {line}\n")
    assert out.splitlines()[1].partition("leak.yaml")[2].startswith(":15: ")
    assert " ".join(out.splitlines()[2].split()) == f"expected {expected} found {found}"


def test_what_is_expected_of_an_item(house: Path, capsys: Capture) -> None:
    """Every key of an item can fail, and says what is so."""
    wanted = {
        "kind: dont": "do",
        "title: Call": "Call somebody about Mill",
        "opens: 2026-11-17 12:00": "2026-11-17 11:00",
        "best: 2026-11-17 12:00 to 20:00": "2026-11-17 11:00 to 20:00",
        "runner_up: 2026-11-17 12:00 to 20:00": "2026-11-18 08:00 to 11:00",
        "next: none": "2026-11-17 12:00 to 20:00",
        "agree: 2 of 2": "1 of 1",
        "voices: [neighbour]": "guide",
        "late_for: [guide]": "nothing",
        "provisional: [state]": "nothing",
        "steps: []": "call-name-damage",
        "checks: []": None,
        "lacks_steps: [call-name-damage]": "nothing",
        "has_steps: [call-name-damage]": None,
        "hold_until: 2026-11-18 11:00": "none",
        "done: in-time": "None",
        "broken: 1": "0",
    }
    out = failing(house, capsys, "{status: due,", "{" + "".join(f"{one}, " for one in wanted) + "status: due,")
    told = [line.partition(" found ")[2] for line in out.splitlines() if line.startswith("      expected ")]
    assert told == [found for found in wanted.values() if found is not None]


# pytest


def collected(*given: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What pytest makes of rule tests, in a process of its own."""
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("engine", "plugins", ""))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *given]
    environment = {**os.environ, "PYTHONPATH": paths, "CHECKLIST_NO_CACHE": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)


def test_pytest_collects_the_cases_that_the_command_runs() -> None:
    done = collected("--collect-only", "rules")
    assert done.returncode == 0, done.stdout
    ids = [line.partition("::") for line in done.stdout.splitlines() if "::" in line]
    found = Counter(Path(file).as_posix() for file, _, _ in ids)
    wanted: Counter[str] = Counter()
    for pack in own_packs().values():
        for situation in read_tests(Path(pack), load_program(Path(pack), use_cache=False)):
            wanted[Path(situation.file).relative_to(rules_dir().parent).as_posix()] += 1
    assert found == wanted
    assert len({"".join(parts) for parts in ids}) == len(ids)


def test_pytest_says_the_same_of_a_failure(house: Path, capsys: Capture) -> None:
    out = failing(house, capsys, "status: due", "status: open")
    (house.parent / "conftest.py").write_text((ROOT / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    done = collected("house", cwd=house.parent.resolve())
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    without_path = [line for line in out.splitlines()[:-1] if "leak.yaml" not in line]
    assert all(line in done.stdout for line in without_path)
    assert "leak.yaml:9: call-plumber/first status" in done.stdout


def test_pytest_says_what_is_wrong_in_a_test_that_cannot_be_read(house: Path) -> None:
    change(house / "tests" / "leak.yaml", "status: closed", "status: shut")
    (house.parent / "conftest.py").write_text((ROOT / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    done = collected("house", cwd=house.parent.resolve())
    assert done.returncode == 1
    assert "1 error" in done.stdout
    assert "“shut” is not known in “status”" in done.stdout
    assert "Traceback" not in done.stdout
