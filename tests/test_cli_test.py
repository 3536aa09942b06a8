"""`checklist test` with its options: choosing, stopping, known gaps, JUnit XML, coverage and mutants."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from test_broken import HERE

from checklist_engine.cli.main import run_command

HOUSE = HERE / "broken" / "house"
TUESDAY = """\
title: A leak on a Tuesday
record: {house: Mill, trade: plumber, visits: [{id: first, start: 2026-11-17 10:00, end: 2026-11-17 11:00}]}
cases:
  - at: 2026-11-17 12:00
    because: The visit ends Tue 11:00; + 24 hours = Wed 11:00.
    expect:
      call-plumber/first: {status: due, closes: 2026-11-18 11:00, rules: [call-soon]}
  - at: 2026-11-17 15:00
    after: [{at: 2026-11-17 14:00, heard: repaired}]
    because: Repaired at 14:00, so there is nothing to call about.
    expect:
      call-plumber/first: {status: closed}
"""
DAMP = """\
title: Damp in the <morning> & "later"
record:
  house: Mill
  trade: plumber
  state: damp
  visits: [{id: first, start: 2026-11-17 10:00, end: 2026-11-17 11:00}]
cases:
  - at: 2026-11-17 12:00
    because: Damp and before noon, so the neighbour speaks too.
    expect:
      call-plumber/first: {voices: [guide, neighbour]}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small pack with two files of rule tests, in an empty folder, without configuration and cache."""
    monkeypatch.setenv("CHECKLIST_CONFIG", str(tmp_path / "no-config.yaml"))
    monkeypatch.setenv("CHECKLIST_NO_CACHE", "1")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(HOUSE, "house")
    write("leak", TUESDAY)
    write("damp", DAMP)
    return Path("house")


def write(name: str, text: str) -> Path:
    """Write a rule test into the pack."""
    path = Path("house/tests", f"{name}.yaml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ran(capsys: Capture, *given: str) -> tuple[int, str, str]:
    """The exit code of `checklist test house`, and what it wrote to standard output and standard error."""
    code = run_command(["test", "house", *given])
    return code, *capsys.readouterr()


# Choosing


@pytest.mark.parametrize(
    ("expression", "cases"),
    [
        ("leak", 2),
        ("LEAK", 2),
        ("tuesday", 2),
        ("call-plumber/first", 3),
        ("leak or damp", 3),
        ("leak and damp", 0),
        ("not leak", 1),
        ("not (leak or damp)", 0),
        ("call-plumber and not damp or morning", 3),
        ('"leak on"', 2),
        ('"leak in"', 0),
    ],
)
def test_words_choose_by_file_title_and_items(house: Path, capsys: Capture, expression: str, cases: int) -> None:
    code, out, err = ran(capsys, "-q", "-k", expression)
    told = "" if cases else f"None of 3 tests fits -k: {expression}\n"
    assert (code, out, err) == (0 if cases else 5, f"{cases} passed, 0 failed\n", told)


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("", "a word is missing at its end"),
        ("leak and", "a word is missing at its end"),
        ("and leak", "“and” is not expected"),
        ("(leak", "a bracket is not closed"),
        ("leak)", "“)” is not expected"),
        ("leak damp", "“damp” is not expected"),
        ('"leak', "a quotation mark is missing"),
        ("(" * 3000, "there are too many brackets in it"),
        ("not " * 3000, "there are too many brackets in it"),
    ],
)
def test_an_expression_that_cannot_be_read(house: Path, capsys: Capture, expression: str, why: str) -> None:
    code, out, err = ran(capsys, "-k", expression)
    assert (code, out) == (2, "")
    assert why in err


def test_x_stops_at_the_first_failure(house: Path, capsys: Capture) -> None:
    write("leak", TUESDAY.replace("status: due", "status: open").replace("closed", "due"))
    code, out, _ = ran(capsys, "-q")
    assert (code, out.splitlines()[-1]) == (1, "1 passed, 2 failed")
    code, out, _ = ran(capsys, "-q", "-x")
    assert (code, out.splitlines()[-1]) == (1, "1 passed, 1 failed")


def test_where_many_fail_they_are_told_what_they_have_in_common(house: Path, capsys: Capture) -> None:
    wrong = TUESDAY.replace("closes: 2026-11-18 11:00", "closes: 2026-11-19 11:00")
    for number in range(5):
        assert "Otherwise most often" not in ran(capsys, "-q")[1]
        write(f"wrong-{number}", wrong.replace("status: due", "status: open") if number == 4 else wrong)
    code, out, _ = ran(capsys, "-q")
    assert code == 1
    assert "in so many of the 5: closes of call-plumber (5), status of call-plumber (1).\n" in out
    assert "checklist diff OLD house shows what it does" in out


# Known gaps


def test_a_known_gap_runs_and_is_no_failure(house: Path, capsys: Capture) -> None:
    write(
        "leak",
        TUESDAY.replace("status: closed", "status: open").replace("    after:", "    todo: No rule yet.\n    after:"),
    )
    code, out, err = ran(capsys)
    assert (code, err) == (0, "")
    assert "todo    leak.yaml:8  A leak on a Tuesday (No rule yet.)" in out.splitlines()
    assert out.splitlines()[-1] == "2 passed, 0 failed, 1 to do"


@pytest.mark.parametrize("name", ["call-plumber", "call-plumber/1"])
def test_a_known_gap_hides_no_misnamed_item(house: Path, capsys: Capture, name: str) -> None:
    todo = TUESDAY.replace("    after:", "    todo: No rule yet.\n    after:")
    write("leak", todo.replace("call-plumber/first: {status: closed}", f"{name}: {{status: open}}"))
    code, out, _ = ran(capsys)
    assert (code, out.splitlines()[-1]) == (1, "2 passed, 1 failed")
    assert "no such item" in out


def test_a_gap_that_is_none_any_more_is_told(house: Path, capsys: Capture) -> None:
    write("leak", TUESDAY.replace("    after:", "    todo: No rule yet.\n    after:"))
    code, out, err = ran(capsys, "-q")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "PASSED  leak.yaml:8  A leak on a Tuesday",
        "    although it is to do (No rule yet.): take “todo” out",
        "3 passed, 0 failed",
    ]


# Facts that no rule reads


def test_a_fact_that_no_rule_reads(house: Path, capsys: Capture) -> None:
    write("leak", TUESDAY.replace("    expect:", "    asks: [visit.promised_bye]\n    expect:", 1))
    code, out, err = ran(capsys, "-q")
    assert (code, out) == (2, "1 passed, 0 failed, 1 file not read\n")
    assert "leak.yaml:6:12: no rule reads the fact “visit.promised_bye”" in err
    assert "Did you mean “visit.promised_by”?" in err


def test_a_fact_of_the_schema_that_no_rule_reads_cannot_be_set(house: Path, capsys: Capture) -> None:
    schema = house / "record.schema.json"
    text = schema.read_text(encoding="utf-8")
    schema.write_text(text.replace('"state": {', '"states": {"type": "string"}, "state": {'), encoding="utf-8")
    (house / "tests" / "shared").mkdir()
    (house / "tests" / "shared" / "mill.yaml").write_text("house: Mill\ntrade: plumber\n", encoding="utf-8")
    case = "cases: [{at: 2026-11-17 12:00, because: Nobody came., absent: [call-plumber]}]\n"
    path = write("set", f"title: Set\nbase: shared/mill.yaml\nset: {{states: damp}}\n{case}")
    code, out, err = ran(capsys, "-q")
    assert (code, out) == (2, "3 passed, 0 failed, 1 file not read\n")
    assert "set.yaml:3:7: no rule reads the fact “states”" in err
    assert "Did you mean “state”?" in err
    key = "visits.first.start"
    path.write_text(f"title: Set\nbase: shared/mill.yaml\nset: {{{key}: 2026-11-17}}\n{case}", encoding="utf-8")
    assert "Elements of a list are counted from 0: visits.0.start" in ran(capsys, "-q")[2]
    path.write_text(f"title: Set\nbase: shared/mill.yaml\nset: {{state: damp, visits: []}}\n{case}", encoding="utf-8")
    assert ran(capsys, "-q")[0] == 0


# JUnit XML

_SUITE = {"name", "tests", "failures", "errors", "skipped", "time"}


def test_junit_is_what_build_servers_read(house: Path, capsys: Capture) -> None:
    write("leak", TUESDAY.replace("status: due", "status: open").replace("    after:", "    todo: Soon.\n    after:")
          .replace("status: closed", "status: open"))  # fmt: skip
    code, out, err = ran(capsys, "-q", "--junit", "results.xml")
    assert (code, err) == (1, "")
    root = ElementTree.parse("results.xml").getroot()
    assert (root.tag, set(root.attrib)) == ("testsuites", _SUITE)
    assert {key: root.attrib[key] for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3", "failures": "1", "errors": "0", "skipped": "1",
    }  # fmt: skip
    seen = []
    for suite in root:
        assert (suite.tag, set(suite.attrib)) == ("testsuite", _SUITE)
        assert int(suite.attrib["tests"]) == len(suite)
        for case in suite:
            assert case.tag == "testcase"
            assert set(case.attrib) == {"name", "classname", "file", "line", "time"}
            assert len(case) <= 1
            seen.append((suite.attrib["name"], case.attrib["line"], *(inner.tag for inner in case)))
    assert seen == [("damp", "8"), ("leak", "4", "failure"), ("leak", "8", "skipped")]
    failed = root.find("./testsuite/testcase/failure")
    assert failed is not None
    assert failed.attrib == {"message": "call-plumber/first status", "type": "expectation"}
    assert failed.text is not None
    assert failed.text.strip() in out
    titled = root.find("./testsuite/testcase")
    assert titled is not None
    assert 'Damp in the <morning> & "later"' in titled.attrib["name"]


# Files that cannot be read


WRONG = {
    "syntax": ("title: [", "this bracket is not closed"),
    "schema": (TUESDAY.replace("status: due", "staus: due"), "Did you mean “status”?"),
    "item": (TUESDAY.replace("call-plumber/first", "call-plumer/first"), "call-plumer/first"),
    "record": (TUESDAY.replace("trade:", "trad:"), "unknown key “trad”"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_wrong_costs_the_others_nothing(house: Path, capsys: Capture, name: str) -> None:
    text, said = WRONG[name]
    path = write("leak", text)
    code, out, err = ran(capsys)
    assert code == 2
    assert out.splitlines() == [
        'passed  damp.yaml:8  Damp in the <morning> & "later"',
        "1 passed, 0 failed, 1 file not read",
    ]
    assert said in err
    place = re.match(rf"{re.escape(str(path.resolve()))}:(\d+):(\d+): |{path}:(\d+):(\d+): ", err)
    assert place is not None, err
    assert re.search(r"^ +\| +\^", err, re.MULTILINE), err
    assert ran(capsys, "--error-format", "json")[0] == 2
    code, out, _ = ran(capsys, "-x")
    assert (code, out) == (2, "0 passed, 0 failed, 1 file not read\n")
    code, out, _ = ran(capsys, "-q", "--coverage")
    assert (code, out.splitlines()[-1]) == (2, "What is not tested is looked at once every file can be read.")


def test_all_wrong_is_not_the_same_as_none(house: Path, capsys: Capture) -> None:
    write("leak", "title: [")
    write("damp", "title: [")
    code, out, _ = ran(capsys)
    assert (code, out) == (2, "0 passed, 0 failed, 2 files not read\n")


@pytest.mark.parametrize("there", ["mine\n", "<?xml version='1.0'?>\n<notes/>\n"])
def test_junit_takes_the_place_of_nothing_else(house: Path, capsys: Capture, there: str) -> None:
    write("leak", TUESDAY)
    Path("results.xml").write_text(there, encoding="utf-8")
    code, _, err = ran(capsys, "-q", "--junit", "results.xml")
    assert code == 2
    assert "results.xml: this is there already, and is none of ours" in err
    assert Path("results.xml").read_text(encoding="utf-8") == there
    Path("results.xml").unlink()
    for _ in range(2):
        assert ran(capsys, "-q", "--junit", "results.xml")[0] == 0


def test_junit_has_it_as_an_error(house: Path, capsys: Capture) -> None:
    write("leak", WRONG["schema"][0])
    assert ran(capsys, "-q", "--junit", "results.xml")[0] == 2
    root = ElementTree.parse("results.xml").getroot()
    assert {key: root.attrib[key] for key in ("tests", "failures", "errors")} == {
        "tests": "2", "failures": "0", "errors": "1",
    }  # fmt: skip
    error = root.find("./testsuite[@name='leak']/testcase/error")
    assert error is not None
    assert "staus" in error.attrib["message"]
    assert "Did you mean “status”?" in (error.text or "")


def test_pytest_runs_the_others_too(house: Path) -> None:
    write("leak", WRONG["schema"][0])
    Path("conftest.py").write_text("from rule_tests import pytest_collect_file  # noqa: F401\n")
    Path("pytest.ini").write_text("[pytest]\n")
    path = os.pathsep.join([*filter(None, sys.path), str(HERE)])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "house"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 passed, 1 error" in done.stdout
    assert "Did you mean “status”?" in done.stdout


# Coverage


def test_coverage_names_what_no_test_reaches(house: Path, capsys: Capture) -> None:
    code, out, err = ran(capsys, "-q", "--coverage")
    assert (code, err) == (0, "")
    told = out.replace(str(house.resolve()), "house").splitlines()
    assert "house/actions/call-plumber.yaml:13:5: call-after-their-date: never speaks" in told
    unasserted = "no test expects this date, or looks before it and after it"
    assert f"house/actions/call-plumber.yaml:17:16: call-after-their-date: from: {unasserted}" in told
    assert "house/actions/call-plumber.yaml:15:12: visit.promised_by is known: never true" in told
    assert not any("call-soon" in line for line in told)
    assert told[-1].startswith("reached 4 of 5 rules, 1 of 5 edges, ")


def test_coverage_of_one_rule(house: Path, capsys: Capture) -> None:
    code, out, _ = ran(capsys, "-q", "--coverage=call-soon", "--fail-under", "100")
    assert (code, out.splitlines()[1:]) == (0, ["reached 1 of 1 rule, 1 of 1 edge, 0 of 0 branches (100 %)"])
    code, out, _ = ran(capsys, "-q", "--coverage=call-after-their-date", "--fail-under", "100")
    assert code == 1
    assert out.splitlines()[-1].startswith("reached 0 of 1 rule, 0 of 1 edge, ")
    whole = ran(capsys, "-q", "--coverage=call-plumber")[1].splitlines()
    assert whole[-1].startswith("reached 2 of 3 rules, 1 of 4 edges, "), "an action is all in its file"
    code, _, err = ran(capsys, "house", "--coverage", "call-soon")
    assert (code, "A rule is named behind “=”: --coverage=RULE" in err) == (2, True)
    code, _, err = ran(capsys, "-q", "--coverage=call-son")
    assert (code, "Did you mean “call-soon”?" in err) == (2, True)


def test_coverage_is_shown_while_tests_fail_and_changes_are_not_tried(house: Path, capsys: Capture) -> None:
    write("leak", TUESDAY.replace("status: due", "status: open"))
    code, out, _ = ran(capsys, "-q", "--coverage", "--mutate")
    assert code == 1
    reached, last = out.splitlines()[-2:]
    assert reached.startswith("reached ")
    assert last == "Changes of the rules are tried once all tests pass."


def test_coverage_below_what_is_asked_for(house: Path, capsys: Capture) -> None:
    assert ran(capsys, "-q", "--coverage", "--fail-under", "100")[0] == 1
    assert ran(capsys, "-q", "--coverage", "--fail-under", "10")[0] == 0
    code, _, err = ran(capsys, "--fail-under", "10")
    assert (code, "--fail-under goes with" in err) == (2, True)


def test_an_edge_is_reached_by_tests_on_both_sides_of_it(house: Path, capsys: Capture) -> None:
    edge = "call-soon: until"
    text = TUESDAY.replace(", closes: 2026-11-18 11:00", "")
    write("leak", text)
    assert edge in ran(capsys, "-q", "--coverage")[1]
    late = "  - {at: 2026-11-18 11:00, because: Late., expect: {call-plumber/first: {status: overdue}}}\n"
    write("leak", text.replace("  - at: 2026-11-17 15:00", f"{late}  - at: 2026-11-17 15:00"))
    assert edge not in ran(capsys, "-q", "--coverage")[1]


# Mutants


def test_changes_that_no_test_notices(house: Path, capsys: Capture) -> None:
    code, out, err = ran(capsys, "-q", "--mutate=call-soon")
    assert (code, err) == (0, "")
    assert out == "3 passed, 0 failed\nnoticed 8 of 8 (100 %)\n"
    write("leak", TUESDAY.replace(", closes: 2026-11-18 11:00", ""))
    code, out, err = ran(capsys, "-q", "--mutate=call-soon")
    assert (code, err) == (1, "")
    told = out.replace(str(house.resolve()), "house").splitlines()
    assert told[1:5] == [
        "No test notices:",
        "house/actions/call-plumber.yaml:8:56: call-soon/do/until: none",
        "    - until: 24 hours after",
        "    + (nothing)",
    ]
    assert "    + until: 25 hours after" in told
    assert told[-1].startswith("noticed ")
    assert ran(capsys, "-q", "--mutate=call-soon", "--fail-under", "20")[0] == 0
    assert ran(capsys, "-q", "--mutate=call-soon", "--fail-under", "90")[0] == 1


def test_the_order_of_changes_is_the_same_each_time(house: Path, capsys: Capture) -> None:
    first = ran(capsys, "-q", "--mutate")
    assert first == ran(capsys, "-q", "--mutate")
    code, out, err = ran(capsys, "-q", "--mutate", "--limit", "3")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "noticed 3 of 3 (100 %)"


KNOWN = 'unnoticed: [{{mutant: "{}", because: They never call that late.}}]\n'


def test_known_ones_stand_apart_with_their_reason(house: Path, capsys: Capture) -> None:
    write("leak", TUESDAY.replace(", closes: 2026-11-18 11:00", ""))
    name = "call-soon/do/until: 25 hours after"
    write("unnoticed", KNOWN.format(name))
    code, out, _ = ran(capsys, "-q", "--mutate=call-soon")
    assert code == 1
    apart = out[out.index("Known, and why:") :]
    assert name in apart
    assert "    because: They never call that late.\n" in apart
    assert name not in out[: out.index("Known, and why:")]
    assert out.splitlines()[-1].endswith("; 1 known")


def test_a_known_one_that_is_noticed_now_is_an_error(house: Path, capsys: Capture) -> None:
    write("unnoticed", KNOWN.format("call-soon/do/until: 25 hours after"))
    code, _, err = ran(capsys, "-q", "--mutate=call-soon")
    assert code == 2
    assert "unnoticed.yaml:1:22: a test notices “call-soon/do/until: 25 hours after” now" in err


def test_a_known_one_that_there_is_not_is_an_error(house: Path, capsys: Capture) -> None:
    write("unnoticed", KNOWN.format("call-soon/do/until: 26 hours after"))
    assert ran(capsys, "-q", "--mutate=call-soon")[0] == 0  # of one rule, the others are not known
    code, _, err = ran(capsys, "-q", "--mutate")
    assert code == 2
    assert "there is no change “call-soon/do/until: 26 hours after”" in err
    assert "Did you mean “call-soon/do/until: 2" in err
    write("unnoticed", "unnoticed: [{mutant: a, because: b}, {mutant: a, because: c}]\n")
    assert "“a” is listed already" in ran(capsys, "-q", "--mutate")[2]


def test_a_rule_that_is_not_there(house: Path, capsys: Capture) -> None:
    code, _, err = ran(capsys, "-q", "--mutate=call-son")
    assert code == 2
    assert "there is no rule, step, check or action “call-son”" in err
    assert "Did you mean “call-soon”?" in err
