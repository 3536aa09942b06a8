"""Where an entry of a log can stand in a YAML text, and how it is written there: as its neighbours are.

Each function gives candidates, the best first; `edit` takes the first that leaves all other data as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checklist_engine.editing.layout import BLANK, BREAKS, Layout, Place
from checklist_engine.editing.tree import Part
from checklist_engine.yaml12.values import quoted, scalar


class Writer(Layout):
    """Writes `entry` into `text`, of which the root is known. `json`: all of it must stay JSON."""

    def __init__(self, text: str, root: Part, document_end: int, entry: Mapping[str, str], json: bool) -> None:
        write = quoted if json else scalar
        super().__init__(text, root, document_end)
        self.pairs = [f"{write(key)}: {write(value)}" for key, value in entry.items()]
        self.write_key = write

    def places(self, name: str) -> Iterator[Place]:
        """The candidates for an entry in the list under the key `name` of the root."""
        found = self.root.value_of(name)
        if found is None:
            yield from self._without_list(self.write_key(name))
            return
        key, log = found
        if log.kind == "list":
            yield from self._in_a_list(key, log)
        elif log.start < log.end:  # a word for nothing
            yield Place(log.start, log.end, f"[{self._braces(None)}]")
        elif self.root.flow:
            yield Place(log.end, log.end, f" [{self._braces(None)}]")
            yield Place(log.end, log.end, f": [{self._braces(None)}]")  # {log} is a key, too
        else:
            at = self.behind_comments(self.next_line(log.end), self.column(key.start))
            yield self.lines(at, [f"{' ' * (self.column(key.start) + self.usual_indent())}- {self._braces(None)}"])

    def _in_a_list(self, key: Part, log: Part) -> Iterator[Place]:
        if log.flow:
            last = log.items[-1] if log.items else None
            yield self.in_brackets(log, self.root.flow, self._braces(last))
        else:
            yield from self._in_lines(key, log)

    def _without_list(self, name: str) -> Iterator[Place]:
        if self.root.flow:
            yield self.in_brackets(self.root, True, f"{name}: [{self._braces(None)}]")
            return
        indent = " " * self.column(self.root.start)
        lines = [f"{indent}{name}:", f"{indent}{' ' * self.usual_indent()}- {self._braces(None)}"]
        before = self.text[: self.document_end]
        if self.line_start(len(before.rstrip(BREAKS))) != len(before) and not before.endswith(("\n\n", "\r\n\r\n")):
            yield self.lines(self.document_end, ["", *lines])
        yield self.lines(self.document_end, lines)
        # Where a text in lines (|) ends the file, whatever follows would change it.
        yield self.lines(self.line_start(self.root.start), lines)

    def _in_lines(self, key: Part, log: Part) -> Iterator[Place]:
        last, dash = log.items[-1], self.column(log.start)
        space = self.column(last.start) - dash - 1
        if space < 1 or self.text[self.line_start(last.start) + dash] != "-":  # the item has lines of its own
            space = 1
        lines = self.pairs if last.kind == "mapping" and not last.flow else [self._braces(last)]
        first = " " * dash + "-" + " " * space
        lines = [(first if not at else " " * len(first)) + line for at, line in enumerate(lines)]
        end = log.last_leaf.end
        # A text in lines (|) ends behind the blank lines that follow; they may belong to it or not.
        content_end = len(self.text[:end].rstrip(BLANK))
        yield self.lines(
            self.behind_comments(self.next_line(max(content_end, last.start)), self.column(key.start)), lines
        )
        yield self.lines(self.behind_comments(end, self.column(key.start)), lines)

    def _braces(self, model: Part | None) -> str:
        """The entry in braces, with blanks and line breaks inside as the `model` has them."""
        inside = ", ".join(self.pairs)
        if model is None or model.kind != "mapping" or not model.flow or not model.items:
            return f"{{{inside}}}"
        lead = self.text[model.start + 1 : model.items[0].start]
        if not lead.strip() and "\n" in lead:
            indent = self.newline + " " * self.column(model.items[0].start)
            end = self.newline + " " * self.indent_at(model.start)
            return "{" + indent + f",{indent}".join(self.pairs) + end + "}"
        return f"{{ {inside} }}" if lead == " " else f"{{{inside}}}"
