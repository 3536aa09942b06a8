"""The list of changes of which it is known that no test notices them: ``tests/unnoticed.yaml`` in a pack."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from checklist_engine.compile.report import did_you_mean
from checklist_engine.files import read_bytes
from checklist_engine.problems import Problem, Problems
from checklist_engine.ruletests.read import FOLDER, UNNOTICED
from checklist_engine.schema.shape import Checked, engine_shape
from checklist_engine.yaml12.reader import read


class Known:
    """The changes that are listed, each with its reason; none where the pack has no such file. Raises Problems."""

    def __init__(self, folder: Path) -> None:
        path = folder / FOLDER / UNNOTICED
        self.reasons: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._checked: Checked | None = None
        if not path.is_file():
            return
        self._checked = engine_shape("unnoticed").check(read(read_bytes(path), str(path)))
        for index, one in enumerate(self._checked.data["unnoticed"]):
            name = one["mutant"]
            if name in self.reasons:
                where = ("unnoticed", index, "mutant")
                raise Problems([self._checked.problem("reference/duplicate-id", f"“{name}” is listed already", where)])
            self.reasons[name] = one["because"]
            self._places[name] = index

    def noticed(self, names: Collection[str]) -> Iterator[Problem]:
        """Of the changes that a test noticed, those that are listed as if none did."""
        for name in self.reasons:
            if name in names:
                yield self._problem(name, "unnoticed/noticed", f"a test notices “{name}” now",
                                    hint="Take it out of this list.")  # fmt: skip

    def unheard_of(self, names: Collection[str]) -> Iterator[Problem]:
        """Of the changes listed, those that there are not."""
        for name in self.reasons:
            if name not in names:
                yield self._problem(name, "reference/mutant", f"there is no change “{name}”",
                                    hint=did_you_mean(name, names) or "Take it out of this list.")  # fmt: skip

    def _problem(self, name: str, id: str, message: str, hint: str) -> Problem:
        if self._checked is None:
            raise KeyError(name)
        return self._checked.problem(id, message, ("unnoticed", self._places[name], "mutant"), hint=hint)
