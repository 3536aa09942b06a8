"""Values of which a part may have become a comment: YAML takes `Firma #1` for `Firma`, with a comment behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checklist_engine.yaml12.nodes import Document, Mapping, Node, Scalar, Sequence

_GLUED: Final = re.compile(r"[ \t]+(#[^\s#][^\s]*)")


def cut_off(document: Document) -> Iterator[tuple[Scalar, str]]:
    """Words that stand on one line without quotes and have a comment behind them whose `#` is glued to its text.

    Each with the first word of that comment: `Firma`, `#1`. Comments are written with a blank after the `#`, mostly.
    """
    for scalar in _scalars(document.root):
        if not (scalar.plain and any(map(str.isalpha, scalar.text))):
            continue
        rest = document.line(scalar.line)[scalar.column - 1 :]
        found = _GLUED.match(rest, len(scalar.text)) if rest.startswith(scalar.text) else None
        if found is not None:
            yield scalar, found[1]


def _scalars(root: Node) -> Iterator[Scalar]:
    """All values, in the order of the file; without recursion, because files may be deep."""
    left: list[Node] = [root]
    while left:
        node = left.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            left += reversed(node.items)
        elif isinstance(node, Mapping):
            left += [value for _, value in reversed(node.entries)]
