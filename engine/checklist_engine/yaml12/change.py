"""Changing what was read, in memory: a node put at a path, taken out, or added to a list.

Nothing is written: a what-if and a rule test read the changed document as if it had been in the file.
"""

from __future__ import annotations

from typing import Final

from checklist_engine.yaml12.nodes import NOTHING, Mapping, Node, Scalar, Sequence

MORE: Final = "+"
"""As the last step of a path: one more element of the list."""


class NoPlace(LookupError):
    """The path leads nowhere. ``steps`` is how much of it there is, ``node`` what is there."""

    def __init__(self, steps: tuple[str, ...], node: Node) -> None:
        super().__init__(".".join(steps))
        self.steps = steps
        self.node = node


def is_nothing(node: Node) -> bool:
    """Whether this is no value, or a word for none."""
    return isinstance(node, Scalar) and node.plain and node.text in NOTHING


def put(root: Node, path: tuple[str, ...], value: Node | None) -> None:
    """Put ``value`` at ``path``; ``None`` takes out what is there. Missing groups and lists on the way are made.

    A step into a list is a number from 0. As the last step, the number behind the last element adds one, as `MORE`
    does anywhere; before that it is a slip of somebody who counts from 1, unless the list is empty. What is made has
    the place of ``value``. Raises `NoPlace`, with nothing changed.
    """
    node = root
    for at, step in enumerate(path[:-1]):
        inner = _inside(node, step, path[:at])
        if inner is None or is_nothing(inner):
            if value is not None:
                _put(node, step, _built(path[at + 1 :], value), path[:at])
            return
        node = inner
    _put(node, path[-1], value, path[:-1])


def _inside(node: Node, step: str, there: tuple[str, ...]) -> Node | None:
    """What is at one step, None for nothing. Raises `NoPlace` where there can be nothing."""
    if isinstance(node, Mapping):
        return next((value for key, value in node.entries if key.text == step), None)
    index = _index(node, step, there)
    assert isinstance(node, Sequence)
    if index < len(node.items):
        return node.items[index]
    if node.items and step != MORE:
        raise NoPlace(there, node)
    return None


def _index(node: Node, step: str, there: tuple[str, ...]) -> int:
    if isinstance(node, Sequence):
        if step == MORE:
            return len(node.items)
        if step.isdecimal() and len(step) < 9 and int(step) <= len(node.items):
            return int(step)
    raise NoPlace(there, node)


def _put(node: Node, step: str, value: Node | None, there: tuple[str, ...]) -> None:
    if isinstance(node, Mapping):
        index = next((at for at, (key, _) in enumerate(node.entries) if key.text == step), len(node.entries))
        if value is None:
            del node.entries[index : index + 1]
            return
        key = node.entries[index][0] if index < len(node.entries) else Scalar(step, False, value.line, value.column)
        node.entries[index : index + 1] = [(key, value)]
        return
    index = _index(node, step, there)
    assert isinstance(node, Sequence)
    node.items[index : index + 1] = [] if value is None else [value]


def _built(path: tuple[str, ...], value: Node) -> Node:
    """Groups and lists around a value, as a path says that leads to it."""
    for step in reversed(path):
        outer: Mapping | Sequence
        if step in ("0", MORE):
            outer = Sequence(True, value.line, value.column)
            outer.items.append(value)
        else:
            outer = Mapping(True, value.line, value.column)
            outer.entries.append((Scalar(step, False, value.line, value.column), value))
        value = outer
    return value
