"""Findings: every kind with its severity, and one that was made, with its place, its witness and its mend."""

from __future__ import annotations

from typing import Final

from checklist_engine.editing.remove import Removal
from checklist_engine.problems import Problem
from checklist_engine.value import Value

ERROR, WARNING, NOTE = "error", "warning", "note"
AREA: Final = "lint/"

KINDS: Final[dict[str, tuple[str, str]]] = {
    "unreachable-rule": (ERROR, "a rule that can never speak"),
    "never-true": (ERROR, "a condition that can never hold"),
    "impossible-window": (ERROR, "a window that always ends before it begins"),
    "impossible-do": (WARNING, "advice to do what other advice of its file always forbids"),
    "late-dont": (WARNING, "a prohibition that begins when all that it could forbid is over"),
    "always-true": (WARNING, "a condition that always holds"),
    "repeated-entry": (WARNING, "an entry that its list has already"),
    "contradiction": (WARNING, "two rules of one action of which one says do and the other dont"),
    "united-windows": (WARNING, "a narrower rule beside a wider one of the same source, which it does not replace"),
    "untested-rule": (WARNING, "a rule that speaks in no rule test"),
    "unused-name": (WARNING, "a name of pack.yaml that nothing uses"),
    "unused-message": (WARNING, "a message that no action begins with"),
    "uncited-statement": (WARNING, "a statement that nothing cites"),
    "unread-fact": (WARNING, "a fact of the record schema that nothing reads"),
    "stale-evidence": (WARNING, "a source that should be compared again"),
    "silent-gap": (WARNING, "a text with a fact that nobody has to give and nobody asks for"),
    "cut-text": (WARNING, "a text that a # ends, where that was hardly meant"),
    "run-together": (WARNING, "a message whose lines run together into one"),
    "odd-marks": (WARNING, "braces, brackets or quotes that stay in a text"),
    "last-time-missed": (NOTE, "what comes back until some day, and nothing says whether it lapses then"),
    "same-wording": (NOTE, "the same words in two statements"),
    "silence-without-reason": (WARNING, "a silence that does not say why"),
    "idle-silence": (WARNING, "a silence that silences nothing"),
}
"""Every kind of finding: its severity, and what it is in a few words. Their order is that of docs/lint.md."""


class Finding(Value):
    """One thing that looks wrong. ``problem`` has its place and words; its id is ``lint/`` and the kind.

    ``owner`` is the line on which the rule, step or entry around it begins: a silence may stand there too. ``witness``
    is a rule test that shows it, as YAML. ``mend`` is the one safe change that takes it away.
    """

    kind: str
    problem: Problem
    owner: int = 0
    witness: str | None = None
    mend: Removal | None = None

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return KINDS[self.kind][0]

    @property
    def order(self) -> tuple[str, int, int, int]:
        """Findings stand in the order of their places."""
        return self.problem.file, self.problem.line, self.problem.column, [*KINDS].index(self.kind)
