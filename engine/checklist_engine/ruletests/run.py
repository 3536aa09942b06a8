"""Running situations one after the other: what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from checklist_engine.compile.program import Program
from checklist_engine.ruletests.check import Difference, differences
from checklist_engine.ruletests.read import Situation
from checklist_engine.value import Value


class Result(Value):
    """What came of one situation. A known gap (``todo``) fails as it should, and is no failure; a misnamed item is."""

    situation: Situation
    found: tuple[Difference, ...]

    @property
    def todo(self) -> str | None:
        """Why the situation fails as yet, if it is a known gap."""
        reason = self.situation.expected.get("todo")
        return None if reason is None else str(reason)

    @property
    def outcome(self) -> str:
        """``passed``, ``failed``, ``todo``, or ``mended``: a known gap that is none any more."""
        if self.todo is not None and not any(one.is_misnamed for one in self.found):
            return "todo" if self.found else "mended"
        return "failed" if self.found else "passed"


def run(situations: Iterable[Situation], program: Program, *, stop: bool = False) -> Iterator[Result]:
    """The result of each situation; none after the first failure where ``stop``."""
    for situation in situations:
        result = Result(situation=situation, found=tuple(differences(situation, program)))
        yield result
        if stop and result.outcome == "failed":
            return


def short_name(situation: Situation) -> str:
    """How the list of results names a situation: ``leak.yaml:4``."""
    return f"{Path(situation.file).name}:{situation.checked.place(('cases', situation.index))[0]}"
