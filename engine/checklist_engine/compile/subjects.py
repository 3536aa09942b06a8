"""What a test can be about besides a fact: any moment, and now."""

from __future__ import annotations

from typing import Any

from checklist_engine.compile.context import Context
from checklist_engine.compile.facts import Fact, FactSpec
from checklist_engine.compile.moments import compile_moment
from checklist_engine.load.pack import Path
from checklist_engine.moments import Moment, point
from checklist_engine.scope import Scope

NOW = "now"


class Subject(Fact):
    """A moment of any form, read as a fact is; ``now`` is the moment of the evaluation."""

    def __init__(self, context: Context, node: Any, path: Path) -> None:
        words = node if isinstance(node, str) else "that moment"
        super().__init__(FactSpec(path=words, title=words, is_moment=True))
        self._moment_of = None if node == NOW else compile_moment(context, node, path)

    def moment(self, scope: Scope) -> Moment | None:
        """The moment, None where it is not known."""
        if self._moment_of is None:
            return point(scope.case.now, scope.zone())
        return self._moment_of(scope)

    def value(self, scope: Scope) -> Moment | None:
        """What ``known`` looks at."""
        return self.moment(scope)
