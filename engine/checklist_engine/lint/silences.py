"""Silences: comments that allow a finding, with a reason: ``# lint: allow contradiction – both articles say so``.

A comment behind something counts for its own line, one that has a line of its own for the next line with something on
it. In a record schema that is JSON, which has no comments, ``"$comment": "lint: allow unread-fact – …"`` beside a fact
counts for that line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Final

from checklist_engine.editing.remove import Removal, comments_of
from checklist_engine.lint.findings import AREA, KINDS, Finding
from checklist_engine.lint.subject import Subject
from checklist_engine.load.schema_file import JSON
from checklist_engine.problems import Problem, nearest
from checklist_engine.value import Value

_WORDS: Final = re.compile(
    r"lint\s*:?\s*allow\s*:?\s+(?P<kinds>[\w/-]+(?:\s*,\s*[\w/-]+)*)(?P<rest>.*)", re.DOTALL | re.IGNORECASE
)
"""Also with a capital, or its colon elsewhere: what is not understood would be passed over without a word."""
_JSON: Final = re.compile(r'"\$comment"\s*:\s*"(lint:\s*allow[^"]*)"')
_SEPARATOR: Final = " \t–—-:;,."


class Silence(Value):
    """One comment: what it allows, why, where it stands, and the line that it counts for."""

    kinds: tuple[str, ...]
    reason: str
    file: str
    line: int
    column: int
    counts_for: int
    removable: bool

    def covers(self, finding: Finding, folder: str) -> bool:
        """Whether this silence allows the finding."""
        problem = finding.problem
        lines = (problem.line, finding.owner)
        return (
            finding.kind in self.kinds
            and problem.file == os.path.join(folder, self.file)
            and (self.counts_for in lines or self.line in lines)
        )


def silenced(subject: Subject) -> tuple[list[Finding], int]:
    """The findings that nothing allows, with those about the silences themselves, and how many were allowed."""
    silences = list(silences_of(subject))
    used: set[int] = set()
    left = []
    for finding in subject.findings:
        covering = [at for at, one in enumerate(silences) if one.covers(finding, subject.folder)]
        used.update(covering)
        if not covering:
            left.append(finding)
    count = len(subject.findings) - len(left)
    for at, one in enumerate(silences):
        if not one.reason:
            left.append(_finding(subject, one, "silence-without-reason", "this silence gives no reason",
                                 "Write it behind a dash: # lint: allow contradiction – both are meant"))  # fmt: skip
        if at not in used:
            left.append(_idle(subject, one))
    return left, count


def _idle(subject: Subject, one: Silence) -> Finding:
    unknown = [kind for kind in one.kinds if kind not in KINDS]
    near = nearest(unknown[0], KINDS) if unknown else None
    message = f"there is no finding “{unknown[0]}”" if unknown else "this silence silences nothing"
    hint = f"Did you mean “{near}”?" if near else "Take it out." if not unknown else None
    mend = None
    if not unknown and one.removable:
        mend = Removal(
            file=one.file, words="took out a silence that silenced nothing", line=one.line, column=one.column
        )
    return _finding(subject, one, "idle-silence", message, hint, mend)


def _finding(
    subject: Subject, one: Silence, kind: str, message: str, hint: str | None, mend: Removal | None = None
) -> Finding:
    lines = _text(subject, one.file).splitlines()
    problem = Problem(
        id=AREA + kind, message=message, file=os.path.join(subject.folder, one.file), line=one.line, column=one.column,
        source_line=lines[one.line - 1] if one.line <= len(lines) else "", hint=hint,
    )  # fmt: skip
    return Finding(kind=kind, problem=problem, mend=mend)


def silences_of(subject: Subject) -> Iterator[Silence]:
    """Every silence of the pack's files, in their order."""
    for name in subject.bytes:
        text = _text(subject, name)
        if "lint" not in text.casefold():
            continue
        if name == JSON:
            for match in _JSON.finditer(text):
                yield from _silence(name, text, match.start(1), match[1], removable=False)
            continue
        comments = comments_of(text)
        for start, _, words in comments:
            yield from _silence(name, text, start, words, removable=True)


def _silence(name: str, text: str, start: int, words: str, *, removable: bool) -> Iterator[Silence]:
    match = _WORDS.search(words)
    if match is None:
        return
    line = text.count("\n", 0, start) + 1
    begin = text.rfind("\n", 0, start) + 1
    kinds = tuple(kind.strip().removeprefix(AREA).rstrip("-") for kind in match["kinds"].split(","))
    own_line = removable and not text[begin:start].strip()
    yield Silence(
        kinds=kinds, reason=match["rest"].strip(_SEPARATOR), file=name, line=line, column=start - begin + 1,
        counts_for=_next_line(text, line) if own_line else line, removable=removable,
    )  # fmt: skip


def _next_line(text: str, line: int) -> int:
    """The next line below that holds something else than a comment."""
    lines = text.splitlines()
    for number in range(line, len(lines)):
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            return number + 1
    return line


def _text(subject: Subject, name: str) -> str:
    return subject.bytes[name].decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
