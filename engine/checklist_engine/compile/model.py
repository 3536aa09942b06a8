"""What a program is made of: actions with their rules, steps and checks, compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checklist_engine.compile.conditions import Condition
from checklist_engine.compile.facts import Fact
from checklist_engine.compile.moments import MomentOf
from checklist_engine.compile.often import Limit, Often
from checklist_engine.compile.texts import TextOf
from checklist_engine.compile.windows import SpanOf
from checklist_engine.value import Value


class Rule(Value):
    """One compiled rule: when it speaks, and its window."""

    id: str
    kind: str
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    when: Condition | None
    trigger: MomentOf | None
    span: SpanOf
    has_from: bool
    replaces: tuple[str, ...]
    limit: Limit | None
    often: Often | None
    counted: tuple[str, ...]
    channels: tuple[str, ...]
    ours: str | None
    title: TextOf | None
    valid: tuple[str | None, str | None]
    retired: str | None
    """The first day on which it is silent for good."""
    file: str
    line: int
    yours: str | None = None
    """What a person's tailoring changed in it, and why."""
    off: str | None = None
    """Why a person's tailoring silences it."""


class Part(Value):
    """A compiled step or check."""

    id: str
    title: TextOf
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    when: Condition | None
    by: MomentOf | None
    line: int


class Parts:
    """The steps or checks of an action, compiled when they are first looked at: most items of a case need none."""

    def __init__(self, compile_them: Callable[[], tuple[Part, ...]]) -> None:
        self._compile_them = compile_them
        self._parts: tuple[Part, ...] | None = None

    def __iter__(self) -> Iterator[Part]:
        if self._parts is None:
            self._parts = self._compile_them()
        return iter(self._parts)


class Dimension(Value):
    """One dimension of a fan-out: its name, the list that it runs over, and which of the list's elements."""

    name: str
    over: Fact
    which: str
    implied: str | None = None
    """The dimension of the list that a path leads straight through: with `rounds.with`, a person's first round."""


class Action(Value):
    """One compiled action with the rules that speak of it."""

    id: str
    title: TextOf
    dimensions: tuple[Dimension, ...]
    classes: tuple[str, ...]
    while_: Condition | None
    trigger: MomentOf | None
    anew: MomentOf | None
    """With which it is to be done anew."""
    lapses: bool
    standing: bool
    done_when: Condition | None
    rules: tuple[Rule, ...]
    steps: Parts
    checks: Parts
    to: Fact | None
    message: str | None
    texts: Callable[[], tuple[TextOf, TextOf] | None]
    """Subject and body of the message, compiled when they are first asked for."""
    file: str
    line: int
    yours: str | None = None
    """What a person's tailoring changed in it, and why."""
