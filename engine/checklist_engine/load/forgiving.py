"""Reading a record by the rules of a pack that does not know all of it: what is not known is left out, and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from checklist_engine.problems import Problems
from checklist_engine.scope import Record
from checklist_engine.yaml12.nodes import Document, Node, Scalar, Sequence
from checklist_engine.yaml12.nodes import Mapping as Nodes

_UNKNOWN_KEY = "shape/unknown-key"
_UNKNOWN_ENTRY = ("reference/action", "reference/event")
_Out = tuple[str, Callable[[], None]]


def read_what_is_known(document: Document, read: Callable[[Document], Record]) -> tuple[Record, tuple[str, ...]]:
    """What ``read`` makes of a record without keys and log entries that the pack does not know; the names of these.

    Raises Problems where anything else is wrong. The document loses what is left out.
    """
    left_out: dict[str, None] = {}
    while True:
        try:
            record = read(document)
        except Problems as found:
            unknown = dict(_unknown(document.root))
            places = [(one.id, one.line, one.column) for one in found.problems]
            if any(place not in unknown for place in places):
                raise
            for place in places:
                word, take_out = unknown[place]
                left_out[word] = None
                take_out()
        else:
            return record, tuple(left_out)


def _unknown(root: Node) -> Iterator[tuple[tuple[str, int, int], _Out]]:
    """By the id and the place of the problem that tells of it: a word for it, and how to take it out."""
    for mapping, entry in _entries(root):
        key = entry[0]
        yield (_UNKNOWN_KEY, key.line, key.column), (key.text, partial(_drop, mapping.entries, entry))
    log = next((value for key, value in root.entries if key.text == "log"), None) if isinstance(root, Nodes) else None
    if not isinstance(log, Sequence):
        return
    for one in log.items:
        for _, value in one.entries if isinstance(one, Nodes) else ():
            if isinstance(value, Scalar):
                for kind in _UNKNOWN_ENTRY:
                    yield (kind, value.line, value.column), (value.text, partial(_drop, log.items, one))


def _drop(items: list[Any], item: Any) -> None:
    items[:] = [other for other in items if other is not item]


def _entries(node: Node) -> Iterator[tuple[Nodes, tuple[Scalar, Node]]]:
    if isinstance(node, Nodes):
        for entry in node.entries:
            yield node, entry
            yield from _entries(entry[1])
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _entries(item)
