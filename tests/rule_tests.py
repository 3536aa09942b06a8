"""Lets pytest collect the rule tests of packs: one item for each case of the ``tests/*.yaml`` beside a ``pack.yaml``.

The files are those that ``checklist test`` reads, and a case that fails says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # pytest puts `engine` on the path only after it has read conftest.py
    from checklist_engine.compile.program import Program
    from checklist_engine.ruletests.read import Situation


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of rule tests, for every YAML file in the folder ``tests`` of a pack."""
    folder = file_path.parent
    is_test = file_path.suffix == ".yaml" and folder.name == "tests" and file_path.name != "unnoticed.yaml"
    if is_test and (folder.parent / "pack.yaml").is_file():
        collector: pytest.Collector = RuleTests.from_parent(parent, path=file_path)
        return collector
    return None


class RuleTests(pytest.File):
    """One file of rule tests."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its cases, in their order; one that says what is wrong where the file cannot be read.

        A `CollectError` would keep pytest from running all the others.
        """
        from checklist_engine.problems import Problems, as_text
        from checklist_engine.ruletests.read import read_test

        folder = self.path.parent.parent
        try:
            compiled = program(folder)
            situations = read_test(self.path, folder, compiled)
        except Problems as problems:
            yield Unread.from_parent(self, name="cannot be read", why=as_text(problems))
            return
        for number, situation in enumerate(situations, 1):
            yield Case.from_parent(self, name=f"{number} at {situation.at}", situation=situation, program=compiled)


class Unread(pytest.Item):
    """A file that cannot be read: an error, as one in collecting is."""

    def __init__(self, *, why: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.why = why

    def setup(self) -> None:
        """Say why."""
        pytest.fail(self.why, pytrace=False)

    def runtest(self) -> None:
        """Is not reached."""


class Case(pytest.Item):
    """One case: a record at a moment, and what its checklist must say."""

    def __init__(self, *, situation: Situation, program: Program, **rest: Any) -> None:
        super().__init__(**rest)
        self.situation = situation
        self.program = program

    def runtest(self) -> None:
        """Fail with all that is other than expected."""
        from checklist_engine.ruletests.check import differences
        from checklist_engine.ruletests.report import failure

        found = differences(self.situation, self.program)
        if found and (todo := self.situation.expected.get("todo")):
            pytest.xfail(str(todo))
        if found:
            pytest.fail(failure(self.situation, found), pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case stands (lines from 0), and how pytest names it."""
        line = self.situation.checked.place(("cases", self.situation.index))[0]
        return self.path, line - 1, f"{self.situation.title}, at {self.situation.at}"


@cache
def program(folder: Path) -> Program:
    """The compiled pack in a folder. Raises Problems."""
    from checklist_engine.load.program import load_program

    return load_program(folder, use_cache=False)
