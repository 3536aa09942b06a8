"""Writing one fact into a record, a YAML file by a person: every other byte stays as it is.

As with an entry of the log, places come from the marks of PyYAML's events, and what comes out is read again: it must
be the old data and the fact; otherwise there is no result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from checklist_engine.editing.append import BOM, TOO_MUCH, data_of, is_json
from checklist_engine.editing.layout import BLANK, Layout, Place
from checklist_engine.editing.tree import Part, tree
from checklist_engine.problems import Problem, Problems
from checklist_engine.yaml12 import reader as yamltext
from checklist_engine.yaml12.change import MORE, NoPlace, put
from checklist_engine.yaml12.values import quoted, scalar

Steps = tuple[str, ...]
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def set_fact(text: bytes, path: Steps, value: Any, name: str = "record") -> bytes:
    """The bytes of the record `text` with `value` (text, number, yes or no, lists and groups of these) at `path`.

    What is missing on the way is made; where there is a value already, it stays. `name` is how problems name the
    file. Raises `Problems`: what `yamltext.read` raises, a value that is there already (`edit/answered`), a text with
    an invisible character (`edit/text`), no place that leaves everything else as it is (`edit/no-place`).
    """
    document = yamltext.read(text, name)
    root, document_end = tree(document.text)
    json = root.flow and is_json(document.text)
    try:
        wanted = _wanted(text, path, written(value, json=json))
        writer = _Writer(document.text, root, document_end, written(value, json=json), json)
        places = list(writer.places(path))
    except ValueError as error:
        raise Problems([Problem(id="edit/text", message=str(error), file=name)]) from None
    except NoPlace:
        places, wanted = [], None
    bom = BOM if text.startswith(BOM) else b""
    for place in places:
        new = document.text[: place.start] + place.text + document.text[place.end :]
        data = bom + new.encode()
        if _reads_as(data, name, wanted) and (not json or is_json(new)):
            return data
    if (there := _value_at(root, path)) is not None and not there.is_nothing:
        raise Problems(
            [Problem(id="edit/answered", message=f"there is an answer at {'.'.join(path)} already", file=name)]
        )
    raise Problems([no_place(path, value, name)])


def no_place(path: Steps, value: Any, name: str) -> Problem:
    """What to say where a fact cannot be written safely: which line to write by hand."""
    return Problem(
        id="edit/no-place", message="found no place for the answer that leaves everything else as it is", file=name,
        hint=f"Nothing was changed. Write it by hand, at {'.'.join(path)}: `{path[-1]}: {written(value)}`",
    )  # fmt: skip


def written(value: Any, *, json: bool = False) -> str:
    """A value in one line, as YAML or as JSON. Raises ValueError for text that our reader refuses."""
    if isinstance(value, str):
        # A day is written as people write it. (Readers of YAML 1.1 take it for a date, which it is.)
        return quoted(value) if json else value if _DAY.fullmatch(value) else scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(written(one, json=json) for one in value)}]"
    if isinstance(value, dict):
        key = quoted if json else scalar
        return f"{{{', '.join(f'{key(name)}: {written(one, json=json)}' for name, one in value.items())}}}"
    from json import dumps

    return dumps(value)


def value_node(text: str) -> yamltext.Node:
    """The node of a value as `written` gives it."""
    root = yamltext.read(f"value: {text}".encode(), "").root
    assert isinstance(root, yamltext.Mapping)
    return root.entries[0][1]


def _wanted(text: bytes, path: Steps, value: str) -> Any:
    """The data that the record must have afterwards. Raises `NoPlace`."""
    root = yamltext.read(text, "").root
    put(root, path, value_node(value))
    return data_of(root)


def _reads_as(data: bytes, name: str, wanted: Any) -> bool:
    try:
        return bool(data_of(yamltext.read(data, name).root) == wanted)
    except Problems as problems:
        if any(problem.id in TOO_MUCH for problem in problems.problems):
            raise
        return False


def _value_at(part: Part, path: Steps) -> Part | None:
    for step in path:
        inner = _inside(part, step)
        if inner is None:
            return None
        part = inner
    return part


def _inside(part: Part, step: str) -> Part | None:
    if part.kind == "mapping":
        found = part.value_of(step)
        return found and found[1]
    is_one = part.kind == "list" and step.isdecimal() and int(step) < len(part.items)
    return part.items[int(step)] if is_one else None


class _Writer(Layout):
    """Finds places for a value, given as `written`. `json`: all of the text must stay JSON."""

    def __init__(self, text: str, root: Part, document_end: int, value: str, json: bool) -> None:
        super().__init__(text, root, document_end)
        self.value = value
        self.key = quoted if json else scalar

    def places(self, path: Steps) -> Iterator[Place]:
        """The candidates, the best first; none where there is a value already, or where there can be none."""
        part = self.root
        for at, step in enumerate(path):
            if part.is_nothing:
                break
            inner = _inside(part, step)
            if inner is None:
                yield from self._added(part, path[at:])
                return
            part = inner
        else:
            at = len(path)
        if part.is_nothing:
            yield from self._instead(part, self._braces(path[at:]))

    def _added(self, box: Part, rest: Steps) -> Iterator[Place]:
        """One more at the end of a group or a list."""
        if box.kind == "scalar":
            return
        inline = f"{self.key(rest[0])}: {self._braces(rest[1:])}" if box.kind == "mapping" else self._braces(rest[1:])
        if box.flow:
            yield self.in_brackets(box, True, inline)
            return
        yield from self._behind(box, self._lines_of(rest) if box.kind == "mapping" else [f"- {inline}"])

    def _behind(self, box: Part, lines: list[str]) -> Iterator[Place]:
        """Lines at the end of a group or list that is written in lines."""
        column = self.column(box.start)
        lines = [" " * column + line for line in lines]
        end = box.last_leaf.end
        # A text in lines (|) ends behind the blank lines that follow; they may belong to it or not.
        content_end = self.next_line(max(len(self.text[:end].rstrip(BLANK)), box.last_leaf.start))
        yield self.lines(self.behind_comments(content_end, column - 1), lines)
        yield self.lines(content_end, lines)
        yield self.lines(self.behind_comments(end, column - 1), lines)
        first = self.line_start(box.start)
        if not self.text[first : box.start].strip(" "):
            # Where a text in lines ends the file, whatever follows would change it.
            yield self.lines(first, lines)

    def _instead(self, nothing: Part, text: str) -> Iterator[Place]:
        """In the place of a word for nothing, or behind a key (or dash) without a value."""
        if nothing.start < nothing.end:
            yield Place(nothing.start, nothing.end, text)
            return
        yield Place(nothing.end, nothing.end, f" {text}")
        yield Place(nothing.end, nothing.end, f": {text}")  # {key} is a key, too

    def _braces(self, rest: Steps) -> str:
        """The value in the groups and lists that the rest of its path says, in one line."""
        text = self.value
        for step in reversed(rest):
            text = f"[{text}]" if step in ("0", MORE) else f"{{{self.key(step)}: {text}}}"
        return text

    def _lines_of(self, path: Steps) -> list[str]:
        """A key and what is below it, a line for each step."""
        key, *rest = path
        if not rest:
            return [f"{self.key(key)}: {self.value}"]
        if rest[0] not in ("0", MORE):
            return [f"{self.key(key)}:", *(" " * self._indent() + line for line in self._lines_of(tuple(rest)))]
        inner = (
            self._lines_of(tuple(rest[1:]))
            if rest[1:] and rest[1] not in ("0", MORE)
            else [self._braces(tuple(rest[1:]))]
        )
        dash = " " * self.usual_indent()
        return [f"{self.key(key)}:", *(f"{dash}{'  ' if at else '- '}{line}" for at, line in enumerate(inner))]

    def _indent(self) -> int:
        """How far keys are indented under keys of the root in this file."""
        column = self.column(self.root.start)
        for value in self.root.items[1::2] if not self.root.flow else ():
            if value.kind == "mapping" and not value.flow:
                return self.column(value.start) - column
        return 2
