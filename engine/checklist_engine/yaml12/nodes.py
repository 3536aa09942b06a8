"""What a YAML file is read into: nodes that know their places, and the document that they stand in."""

from __future__ import annotations

from typing import Final

from checklist_engine.problems import Problem

NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""The plain words that mean nothing at all."""


class Scalar:
    """A single value as it is written: `text`, and whether it is `plain` (without quotes, not a `|` block).

    `line` and `column` of all nodes count from 1, columns in characters.
    """

    __slots__ = ("column", "line", "plain", "text")

    def __init__(self, text: str, plain: bool, line: int, column: int) -> None:
        self.text = text
        self.plain = plain
        self.line = line
        self.column = column


class Sequence:
    """A list. `flow` says that it is written `[like, this]`."""

    __slots__ = ("column", "flow", "items", "line")

    def __init__(self, flow: bool, line: int, column: int) -> None:
        self.items: list[Node] = []
        self.flow = flow
        self.line = line
        self.column = column


class Mapping:
    """Keys with their values, in the order of the file, no key twice. `flow`: written `{like: this}`."""

    __slots__ = ("column", "entries", "flow", "line")

    def __init__(self, flow: bool, line: int, column: int) -> None:
        self.entries: list[tuple[Scalar, Node]] = []
        self.flow = flow
        self.line = line
        self.column = column


Node = Scalar | Sequence | Mapping


class Document:
    """One file that was read: its `name` in problems, its `text` without byte order mark, its `root` node."""

    __slots__ = ("_lines", "name", "root", "text")

    root: Node

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The lines without their breaks; split only when a problem must be shown."""
        if self._lines is None:
            self._lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines

    def line(self, number: int) -> str:
        """The line with a number counted from 1; empty beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def problem(
        self,
        id: str,
        message: str,
        line: int,
        column: int,
        *,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
    ) -> Problem:
        """A problem at a place in this document."""
        return Problem(
            id=id,
            message=message,
            file=self.name,
            line=line,
            column=column,
            source_line=self.line(line),
            expected=expected,
            found=found,
            hint=hint,
        )
