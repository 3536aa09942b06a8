"""The hooks for pre-commit: each is one of our commands, and tells a pack that is right from one that is not."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from commands import Command
from desk import ROOT

from checklist_engine.cli.group import LazyGroup, group
from checklist_engine.schema.coerce import View, plain_data
from checklist_engine.yaml12.reader import read

LOANS = ROOT / "examples/plugins/checklist-engine-loans/checklist_engine_loans/rules"


def hooks() -> dict[str, dict[str, Any]]:
    path = ROOT / ".pre-commit-hooks.yaml"
    listed = plain_data(read(path.read_bytes(), path.name).root, View.of({}, {}, {}))
    return {hook["id"]: hook for hook in listed}


def test_the_file_has_what_pre_commit_asks_for() -> None:
    assert list(hooks()) == ["checklist-validate", "checklist-lint", "checklist-test"]
    for hook in hooks().values():
        assert {"id", "name", "description", "entry", "language", "files"} <= hook.keys()
        assert hook["language"] == "python"  # pre-commit installs the distribution; its scripts are then there
        assert hook["pass_filenames"] is False
        assert re.search(hook["files"], "my-rules/actions/call.yaml")
        assert not re.search(hook["files"], "README.md")


@pytest.mark.parametrize("name", ["checklist-validate", "checklist-lint", "checklist-test"])
def test_the_entry_point_exists_and_tells_right_from_wrong(name: str, tmp_path: Path, command: Command) -> None:
    script, subcommand, *options = shlex.split(hooks()[name]["entry"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert script in project["scripts"]
    assert isinstance(group, LazyGroup)
    assert subcommand in group.commands or subcommand in group.list_commands(None)  # type: ignore[arg-type]
    pack = tmp_path / "rules"
    shutil.copytree(LOANS, pack)
    assert command(subcommand, *options, pack).code == 0
    wrong = pack / "actions/return-book.yaml"
    text = wrong.read_text(encoding="utf-8")
    broken = {
        "validate": "through: deu",
        "lint": "from: 3 days after, until: 1 day after",
        "test": "through: 1 week after",
    }
    wrong.write_text(text.replace("through: due", broken[subcommand]), encoding="utf-8")
    assert command(subcommand, *options, pack).code == 1


def test_the_docs_name_each_hook() -> None:
    page = (ROOT / "docs/lint.md").read_text(encoding="utf-8")
    for name in hooks():
        assert f"{{id: {name}, args: [my-rules]}}" in page
