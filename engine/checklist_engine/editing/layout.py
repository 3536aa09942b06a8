"""How a YAML text is laid out, and where more can stand in it: as its neighbours are."""

from __future__ import annotations

from typing import NamedTuple

from checklist_engine.editing.tree import Part

BREAKS, BLANK = "\r\n", " \t\r\n"


class Place(NamedTuple):
    """The characters from `start` to `end` (usually none) make room for `text`."""

    start: int
    end: int
    text: str


class Layout:
    """A text of which the root is known."""

    def __init__(self, text: str, root: Part, document_end: int) -> None:
        self.text, self.root, self.document_end = text, root, document_end
        self.newline = _newline(text)

    def in_brackets(self, box: Part, nested: bool, member: str) -> Place:
        """Behind the last member of a list or mapping in brackets. `nested`: all the file is in brackets."""
        close, own_lines, comma = box.end - 1, False, -1
        last = box.items[-1] if box.items else None
        at = last.end if last else box.start + 1
        if last:
            first = box.items[-2] if box.kind == "mapping" else last
            line = self.line_start(first.start)
            own_lines = not self.text[line : first.start].strip()
            indent = self.text[line : first.start] if own_lines else " " * (self.indent_at(box.start) + 2)
            comma = self._comma(at, close)
            at = max(at, comma + 1)
        else:
            indent = " " * (self.indent_at(box.start) + 2)
            own_lines = not nested or "\n" in self.text[at:close]
        final = "," if comma >= 0 else ""
        rest = self.text[at:close].rstrip(BLANK)
        if rest:  # a comment, which must stay with the member before
            separator = ", " if last and not final else ""
            return Place(at + len(rest), at + len(rest), f"{self.newline}{indent}{separator}{member}{final}")
        separator = "," if last and not final else ""
        gap = self.newline + indent if own_lines else " " if last else ""
        return Place(at, at, f"{separator}{gap}{member}{final}")

    def lines(self, at: int, lines: list[str]) -> Place:
        """Whole lines at the start of a line, or at the end of a text whose last line has no line break."""
        joined = self.newline.join(lines)
        at_line_start = at == 0 or self.text[at - 1] in BREAKS
        return Place(at, at, joined + self.newline if at_line_start else self.newline + joined)

    def behind_comments(self, at: int, column: int) -> int:
        """Behind the comment lines from `at` on that are indented deeper than a key at `column`: they belong to it."""
        while self.text[at : at + 1] == " ":
            line = self.text[at : self.next_line(at)]
            if not line.lstrip(" ").startswith("#") or column >= len(line) - len(line.lstrip(" ")):
                break
            at += len(line)
        return at

    def _comma(self, at: int, close: int) -> int:
        """Where a comma stands between the last member and the closing bracket; -1 for none."""
        while at < close:
            if self.text[at] == ",":
                return at
            at = self.next_line(at) if self.text[at] == "#" else at + 1
        return -1

    def usual_indent(self) -> int:
        """How far the dashes of lists under keys of the root are indented in this file."""
        column = self.column(self.root.start)
        for value in self.root.items[1::2]:
            if value.kind == "list" and not value.flow:
                return self.column(value.start) - column
        return 2

    def line_start(self, at: int) -> int:
        """Where the line begins in which a character stands."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def column(self, at: int) -> int:
        """How many characters stand before one in its line."""
        return at - self.line_start(at)

    def indent_at(self, at: int) -> int:
        """How many blanks its line begins with, up to a character."""
        line = self.text[self.line_start(at) : at]
        return len(line) - len(line.lstrip(" "))

    def next_line(self, at: int) -> int:
        """Where the line after that of a character begins."""
        ends = [found for mark in BREAKS if (found := self.text.find(mark, at)) >= 0]
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
