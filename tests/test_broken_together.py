"""Files that are each well written and do not fit together: names that nothing registers, dates that cannot be.

Each case in ``broken/together/`` is a record of the pack after-interview (``validate: record``), or the pack in
``broken/house/`` with files changed or added (``validate: pack``). `checklist validate` must tell exactly the case's
problems, each at its place in the text that the person wrote.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from test_broken import HERE, agree, content, load

from checklist_engine.cli.main import run_command
from checklist_engine.load.program import load_program
from checklist_engine.problems import Problem, Problems

HOUSE = HERE / "broken" / "house"
CASES = sorted((HERE / "broken" / "together").glob("*.yaml"))


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder, without configuration and cache."""
    monkeypatch.setenv("CHECKLIST_CONFIG", str(tmp_path / "no-config.yaml"))
    monkeypatch.setenv("CHECKLIST_NO_CACHE", "1")
    monkeypatch.chdir(tmp_path)


def written(case: dict[str, Any]) -> str:
    """Write the files of a case into the current folder; what to validate."""
    if case["validate"] == "record":
        for file in case["files"]:
            Path(file["name"]).write_bytes(content(file))
        name: str = case["files"][0]["name"]
        return name
    shutil.copytree(HOUSE, "house")
    if case.get("schema") == "yaml":
        Path("house", "record.schema.json").unlink()
        shutil.copy(HERE / "broken" / "in-yaml" / "record.schema.yaml", "house/record.schema.yaml")
    for file in case["files"]:
        path = Path("house", file["name"])
        if "changes" in file:
            text = path.read_text(encoding="utf-8")
            for change in file["changes"]:
                assert change["old"] in text, f"{file['name']} has no {change['old']!r}"
                text = text.replace(change["old"], change["new"], 1)
            path.write_text(text, encoding="utf-8")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content(file))
    return "house"


def validated(what: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Problems]:
    """The exit code and the problems of `checklist validate`; files by their names in the case."""
    code = run_command(["validate", what, "--error-format", "json"])
    told = json.loads(capsys.readouterr().err or '{"problems": [], "left_out": 0}')
    problems = [Problem(**{**one, "file": one["file"].removeprefix("house/")}) for one in told["problems"]]
    return code, Problems(problems, told["left_out"])


def test_the_pack_that_the_cases_change_is_a_good_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, problems = validated(str(HOUSE), capsys)
    assert (code, problems.problems) == (0, ())


def test_its_record_schema_says_the_same_in_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    what = written({"validate": "pack", "schema": "yaml", "files": []})
    code, problems = validated(what, capsys)
    assert (code, problems.problems) == (0, ())
    schemas = [load_program(folder).pack.record_schema for folder in (what, HOUSE)]
    assert schemas[0] == {key: value for key, value in schemas[1].items() if key != "$schema"}
    assert validated("house/record.schema.yaml", capsys)[0] == 0  # one file of the pack is checked with the pack


def test_a_pack_without_a_record_schema(capsys: pytest.CaptureFixture[str]) -> None:
    Path(written({"validate": "pack", "files": []}), "record.schema.json").unlink()
    [problem] = validated("house", capsys)[1].problems
    assert (problem.id, problem.file) == ("pack/no-schema", "house")
    assert problem.expected == "record.schema.yaml or record.schema.json"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_problems_are_those_of_the_case(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = load(path)
    code, problems = validated(written(case), capsys)
    agree(case, None, problems if problems.problems else None)
    assert code == 1
    assert not any(problem.message[0].isupper() for problem in problems.problems)


def test_there_are_cases_enough_and_each_has_its_own_title() -> None:
    titles = [load(path)["title"] for path in CASES]
    assert len(titles) >= 40
    assert len(set(titles)) == len(titles)


def test_a_message_may_do_without_a_subject(capsys: pytest.CaptureFixture[str]) -> None:
    change = {"old": 'subject: "Damage in {house}"\n', "new": ""}
    what = written({"validate": "pack", "files": [{"name": "messages/report-damage.yaml", "changes": [change]}]})
    assert validated(what, capsys)[0] == 0


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_same_as_text_shows_each_line_with_its_caret(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person sees: the place, the line as it stands in the file, and a caret below it."""
    case = load(path)
    assert run_command(["validate", written(case)]) == 1
    told = capsys.readouterr().err
    for want in case["problems"]:
        if want["line"]:
            name = want.get("file", case["files"][0]["name"])
            assert f"{name}:{want['line']}:{want['column']}: " in told
            assert f"  {want['line']} | " in told
    assert told.count("^") >= sum(bool(want["line"]) for want in case["problems"])
