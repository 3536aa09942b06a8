"""Data that was read from a document, with the way back from each part of it to line and column."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from checklist_engine.problems import Problem
from checklist_engine.yaml12.nodes import Document, Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]
Place = tuple[int, int]


class Checked:
    """What was read from a document, or a part of it, `root`: `data` is plain JSON data."""

    def __init__(self, document: Document, root: Node, data: Any) -> None:
        self.document = document
        self.root = root
        self.data = data

    @cached_property
    def places(self) -> dict[Path, Place]:
        """Line and column of every value, by its path (`("rules", 0, "id")`; `()` is the whole)."""
        found: dict[Path, Place] = {}

        def walk(node: Node, path: Path) -> None:
            found[path] = (node.line, node.column)
            if isinstance(node, Mapping):
                for key, value in node.entries:
                    walk(value, (*path, key.text))
            elif isinstance(node, Sequence):
                for index, item in enumerate(node.items):
                    walk(item, (*path, index))

        walk(self.root, ())
        return found

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Line and column of one value, or of its key; of a path that leads nowhere, where it ends."""
        own_key, node = entry_at(self.root, path)
        shown = own_key if key and own_key is not None else node
        return shown.line, shown.column

    def problem(
        self,
        id: str,
        message: str,
        path: Path,
        *,
        key: bool = False,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
    ) -> Problem:
        """A problem at the value (or key) at a path."""
        line, column = self.place(path, key=key)
        return self.document.problem(id, message, line, column, expected=expected, found=found, hint=hint)


def entry_at(root: Node, path: Path) -> tuple[Scalar | None, Node]:
    """The key (None for the root and for items of lists) and the node at a path.

    Of a path that leads nowhere, those where it ends.
    """
    key: Scalar | None = None
    node = root
    for step in path:
        if isinstance(node, Mapping):
            entry = next((entry for entry in node.entries if entry[0].text == step), None)
            if entry is None:
                break
            key, node = entry
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            key, node = None, node.items[step]
        else:
            break
    return key, node
