"""A record as it would be if some facts were others: a what-if, in memory alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from checklist_engine.compile.facts import UnknownFact
from checklist_engine.compile.program import Program
from checklist_engine.load.record import record_of, short_forms
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.schema.places import entry_at
from checklist_engine.scope import Record
from checklist_engine.value import Value
from checklist_engine.yaml12 import nodes
from checklist_engine.yaml12.change import MORE, NoPlace, is_nothing, put
from checklist_engine.yaml12.nodes import NOTHING, Document, Node, Scalar, Sequence
from checklist_engine.yaml12.reader import MAX_DEPTH, read

_LONGEST: Final = 80
Steps = tuple[str, ...]


class Supposition(Value):
    """One fact that is taken to be another: ``given`` as it was typed, ``value`` None where it is taken out."""

    given: str
    path: Steps
    value: Node | None

    @property
    def note(self) -> str:
        """What the checklist says of it: “as if rounds.0.medium were video”."""
        path, _, text = self.given.partition("=")
        shown, path = _short(" ".join(text.split())), _short(path.strip())
        if self.value is None:
            return f"as if nothing were said about {path}"
        if self.path[-1] == MORE:
            return f"as if {path.removesuffix(MORE)} had one more: {shown}"
        return f"as if {path} were {shown}"


def suppositions(given: Iterable[str]) -> tuple[Supposition, ...]:
    """What `PATH=VALUE` (`PATH=` for nothing, `PATH+=VALUE` for one more in a list) means. Raises Problems.

    Each value stands in a line of its own, -1 for the first: so its problems are told from those of the file.
    """
    return tuple(_supposition(one, -number) for number, one in enumerate(given, 1))


def supposed(
    document: Document,
    name: str,
    program: Program,
    given: Iterable[Supposition],
    *,
    zone: str | Callable[[], str] | None = None,
    me: Mapping[str, str] | None = None,
) -> Record:
    """The record in ``document`` (which is changed) with what is ``given``, and a note on each. Raises Problems."""
    given = tuple(given)
    for one in given:
        try:
            put(document.root, _found(document.root, one, program), one.value)
        except NoPlace as missing:
            raise Problems([_no_place(one, missing)]) from None
    try:
        record = record_of(document, name, program, zone=zone, me=me)
    except Problems as found:
        raise Problems((_named(problem, given) for problem in found.problems), found.left_out) from None
    places = {path: place for path, place in record.places.items() if place[0] > 0}
    return record.replace(places=places, notes=(*(one.note for one in given), *record.notes))


def steps_in(root: Node, path: Steps, shorts: Mapping[str, str]) -> Steps:
    """The path in the form in which the file has it, of a short form (`round`) and its list (`rounds.0`).

    Raises LookupError with the list's name where it has several elements and the path says none.
    """
    there = {key.text: value for key, value in root.entries} if isinstance(root, nodes.Mapping) else {}
    for short, full in shorts.items():
        if path[0] == full and path[1:2] == ("0",) and short in there:
            return (short, *path[2:])
        listed = there.get(full)
        if path[0] == short and short not in there and isinstance(listed, Sequence):
            if len(listed.items) > 1:
                raise LookupError(full)
            return (full, "0", *path[1:])
    return path


def _supposition(given: str, line: int) -> Supposition:
    path, equals, text = given.partition("=")
    steps = path.strip().removesuffix(MORE)
    if not equals or not all(steps.split(".")):
        raise Problems([_problem(given, "usage/set", "this is not PATH=VALUE",
                                 expected="the path of a fact and its value, such as timezone=Europe/Luxembourg",
                                 hint="Nothing after the = takes the fact out.")])  # fmt: skip
    found = tuple(steps.split(".")) + ((MORE,) if path.strip().endswith(MORE) else ())
    if len(found) > MAX_DEPTH:
        raise Problems([_problem(given, "usage/set", "this path is too long")])
    value = _value(given, text, line)
    if value is None and found[-1] == MORE:
        raise Problems([_problem(given, "usage/set", "nothing cannot be added to a list")])
    return Supposition(given=given, path=found, value=value)


def _value(given: str, text: str, line: int) -> Node | None:
    """The value as the record would read it; None for nothing."""
    in_a_line = "\n" not in text and "\r" not in text
    try:
        # As in a record, a value stands behind its key. (A shell hands over bytes that are no UTF-8 as lone halves.)
        root = read((f"value: {text}" if in_a_line else text).encode(errors="surrogateescape"), "").root
    except Problems as found:
        raise Problems(
            _problem(given, one.id, one.message, expected=one.expected, found=one.found, hint=one.hint)
            for one in found.problems
        ) from None
    node = root.entries[0][1] if in_a_line and isinstance(root, nodes.Mapping) else root
    if not is_nothing(node):
        return placed(node, line)
    if text.strip() not in NOTHING:
        raise Problems([_problem(given, "usage/set", "what begins with # is a comment, and no value",
                                 hint="Put quotes around it, and around all for the shell.")])  # fmt: skip
    return None


def placed(node: Node, line: int) -> Node:
    """The node, it and all in it said to stand in that line."""
    for one in _all(node):
        one.line, one.column = line, 1
    return node


def _all(node: Node) -> Iterator[Node]:
    """The node and all in it. (The reader limits depth.)"""
    yield node
    inner = node.items if isinstance(node, Sequence) else []
    if isinstance(node, nodes.Mapping):
        inner = [part for entry in node.entries for part in entry]
    for one in inner:
        yield from _all(one)


def _found(root: Node, one: Supposition, program: Program) -> Steps:
    """Where the supposed fact is, or would be, in the file. Raises Problems."""
    shorts = short_forms(program)
    try:
        path = steps_in(root, one.path, shorts)
    except LookupError as several:
        hint = f"Say which, by its number from 0: {several.args[0]}.0"
        raise Problems(
            [_problem(one.given, "reference/fact", f"there are several {several.args[0]}", hint=hint)]
        ) from None
    if isinstance(root, nodes.Mapping):
        _spell_out(root, path, shorts)
    if one.value is None:
        _must_be_known(root, path, one, program)
    return path


def _spell_out(root: nodes.Mapping, path: Steps, shorts: Mapping[str, str]) -> None:
    """Makes a list of a short form, where the path is about the list."""
    for at, (key, value) in enumerate(root.entries):
        if shorts.get(key.text) == path[0]:
            listed = Sequence(True, value.line, value.column)
            listed.items.append(value)
            root.entries[at] = (Scalar(path[0], True, key.line, key.column), listed)


def _must_be_known(root: Node, path: Steps, one: Supposition, program: Program) -> None:
    """To take out what nobody knows is a slip. Raises Problems."""
    try:
        program.registry.schema.spec(".".join(path), {})
    except UnknownFact as unknown:
        if _is_there(root, path):
            return
        near = nearest(unknown.part, unknown.candidates)
        expected = f"one of {', '.join(unknown.candidates)}" if unknown.candidates else None
        raise Problems([_problem(one.given, "reference/fact", f"unknown key “{unknown.part}”", expected=expected,
                                 hint=f"Did you mean “{near}”?" if near else None)]) from None  # fmt: skip


def _is_there(root: Node, path: Steps) -> bool:
    return entry_at(root, path)[1] is not entry_at(root, path[:-1])[1]


def _no_place(one: Supposition, missing: NoPlace) -> Problem:
    there = ".".join(missing.steps)
    if isinstance(missing.node, Sequence):
        count = len(missing.node.items)
        return _problem(one.given, "reference/fact", f"“{there}” is a list of {count}",
                        expected=f"the number of one of them, counted from 0, such as {there}.0",
                        hint=f"{there}+=VALUE adds one more.")  # fmt: skip
    return _problem(one.given, "reference/fact", f"there is nothing inside “{there}”, which is one value")


def _named(problem: Problem, given: tuple[Supposition, ...]) -> Problem:
    """The problem, said to come from the option: the file by itself has none."""
    if problem.line < 0:
        typed = given[-problem.line - 1].given
        return _problem(typed, problem.id, problem.message,
                        expected=problem.expected, found=problem.found, hint=problem.hint)  # fmt: skip
    return problem.replace(message=f"with {' '.join(_option(one.given) for one in given)}: {problem.message}")


def _problem(given: str, id: str, message: str, **about: Any) -> Problem:
    return Problem(id=id, message=f"{_option(given)}: {message}", **about)


def _option(given: str) -> str:
    return f"--set {_short(given)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
