"""Where an entry of a log can stand in a YAML text, and how it is written there: as its neighbours are.

Each function gives candidates, the best first; `edit` takes the first that leaves all other data as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checklist_engine.editing.tree import Part
from checklist_engine.yaml12.values import quoted, scalar

_BREAKS, _BLANK = "\r\n", " \t\r\n"


class Place(NamedTuple):
    """The characters from `start` to `end` (usually none) make room for `text`."""

    start: int
    end: int
    text: str


class Writer:
    """Writes `entry` into `text`, of which the root is known. `json`: all of it must stay JSON."""

    def __init__(self, text: str, root: Part, document_end: int, entry: Mapping[str, str], json: bool) -> None:
        write = quoted if json else scalar
        self.text, self.root, self.document_end = text, root, document_end
        self.pairs = [f"{write(key)}: {write(value)}" for key, value in entry.items()]
        self.write_key = write
        self.newline = _newline(text)

    def places(self, name: str) -> Iterator[Place]:
        """The candidates for an entry in the list under the key `name` of the root."""
        found = self.root.value_of(name)
        if found is None:
            yield from self._without_list(self.write_key(name))
            return
        key, log = found
        if log.kind == "list":
            yield from [self._in_brackets(log, self.root.flow)] if log.flow else self._in_lines(key, log)
        elif log.start < log.end:  # a word for nothing
            yield Place(log.start, log.end, f"[{self._braces(None)}]")
        elif self.root.flow:
            yield Place(log.end, log.end, f" [{self._braces(None)}]")
            yield Place(log.end, log.end, f": [{self._braces(None)}]")  # {log} is a key, too
        else:
            at = self._behind_comments(self._next_line(log.end), key)
            yield self._lines(at, [f"{' ' * (self._column(key.start) + self._usual_indent())}- {self._braces(None)}"])

    def _without_list(self, name: str) -> Iterator[Place]:
        if self.root.flow:
            yield self._in_brackets(self.root, True, f"{name}: [{self._braces(None)}]")
            return
        indent = " " * self._column(self.root.start)
        lines = [f"{indent}{name}:", f"{indent}{' ' * self._usual_indent()}- {self._braces(None)}"]
        before = self.text[: self.document_end]
        if self._line_start(len(before.rstrip(_BREAKS))) != len(before) and not before.endswith(("\n\n", "\r\n\r\n")):
            yield self._lines(self.document_end, ["", *lines])
        yield self._lines(self.document_end, lines)
        # Where a text in lines (|) ends the file, whatever follows would change it.
        yield self._lines(self._line_start(self.root.start), lines)

    def _in_lines(self, key: Part, log: Part) -> Iterator[Place]:
        last, dash = log.items[-1], self._column(log.start)
        space = self._column(last.start) - dash - 1
        if space < 1 or self.text[self._line_start(last.start) + dash] != "-":  # the item has lines of its own
            space = 1
        lines = self.pairs if last.kind == "mapping" and not last.flow else [self._braces(last)]
        first = " " * dash + "-" + " " * space
        lines = [(first if not at else " " * len(first)) + line for at, line in enumerate(lines)]
        end = log.last_leaf.end
        # A text in lines (|) ends behind the blank lines that follow; they may belong to it or not.
        content_end = len(self.text[:end].rstrip(_BLANK))
        yield self._lines(self._behind_comments(self._next_line(max(content_end, last.start)), key), lines)
        yield self._lines(self._behind_comments(end, key), lines)

    def _in_brackets(self, box: Part, nested: bool, member: str | None = None) -> Place:
        """Behind the last member of a list or mapping in brackets. `nested`: all the file is in brackets."""
        close, own_lines, comma = box.end - 1, False, -1
        last = box.items[-1] if box.items else None
        at = last.end if last else box.start + 1
        if last:
            first = box.items[-2] if box.kind == "mapping" else last
            line = self._line_start(first.start)
            own_lines = not self.text[line : first.start].strip()
            indent = self.text[line : first.start] if own_lines else " " * (self._indent_at(box.start) + 2)
            comma = self._comma(at, close)
            at = max(at, comma + 1)
        else:
            indent = " " * (self._indent_at(box.start) + 2)
            own_lines = not nested or "\n" in self.text[at:close]
        piece = member or self._braces(last)
        final = "," if comma >= 0 else ""
        rest = self.text[at:close].rstrip(_BLANK)
        if rest:  # a comment, which must stay with the member before
            separator = ", " if last and not final else ""
            return Place(at + len(rest), at + len(rest), f"{self.newline}{indent}{separator}{piece}{final}")
        separator = "," if last and not final else ""
        gap = self.newline + indent if own_lines else " " if last else ""
        return Place(at, at, f"{separator}{gap}{piece}{final}")

    def _braces(self, model: Part | None) -> str:
        """The entry in braces, with blanks and line breaks inside as the `model` has them."""
        inside = ", ".join(self.pairs)
        if model is None or model.kind != "mapping" or not model.flow or not model.items:
            return f"{{{inside}}}"
        lead = self.text[model.start + 1 : model.items[0].start]
        if not lead.strip() and "\n" in lead:
            indent = self.newline + " " * self._column(model.items[0].start)
            end = self.newline + " " * self._indent_at(model.start)
            return "{" + indent + f",{indent}".join(self.pairs) + end + "}"
        return f"{{ {inside} }}" if lead == " " else f"{{{inside}}}"

    def _lines(self, at: int, lines: list[str]) -> Place:
        """Whole lines at the start of a line, or at the end of a text whose last line has no line break."""
        joined = self.newline.join(lines)
        at_line_start = at == 0 or self.text[at - 1] in _BREAKS
        return Place(at, at, joined + self.newline if at_line_start else self.newline + joined)

    def _behind_comments(self, at: int, key: Part) -> int:
        """Behind the comment lines from `at` on that are indented deeper than `key`: they belong to it."""
        while self.text[at : at + 1] == " ":
            line = self.text[at : self._next_line(at)]
            if not line.lstrip(" ").startswith("#") or self._column(key.start) >= len(line) - len(line.lstrip(" ")):
                break
            at += len(line)
        return at

    def _comma(self, at: int, close: int) -> int:
        """Where a comma stands between the last member and the closing bracket; -1 for none."""
        while at < close:
            if self.text[at] == ",":
                return at
            at = self._next_line(at) if self.text[at] == "#" else at + 1
        return -1

    def _usual_indent(self) -> int:
        """How far the dashes of lists under keys of the root are indented in this file."""
        column = self._column(self.root.start)
        for value in self.root.items[1::2]:
            if value.kind == "list" and not value.flow:
                return self._column(value.start) - column
        return 2

    def _line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _indent_at(self, at: int) -> int:
        line = self.text[self._line_start(at) : at]
        return len(line) - len(line.lstrip(" "))

    def _next_line(self, at: int) -> int:
        ends = [found for mark in _BREAKS if (found := self.text.find(mark, at)) >= 0]
        if not ends:
            return len(self.text)
        end = min(ends)
        return end + (2 if self.text.startswith("\r\n", end) else 1)


def _newline(text: str) -> str:
    """The line break that the text uses first."""
    first_feed, first_return = text.find("\n"), text.find("\r")
    if first_return < 0 or 0 <= first_feed < first_return:
        return "\n"
    return "\r\n" if first_feed == first_return + 1 else "\r"
