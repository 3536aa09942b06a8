"""Reading rule tests: every file against its schema, base records with their changes applied."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from checklist_engine.compile.program import Program
from checklist_engine.files import read_bytes
from checklist_engine.load.pack import Path as DataPath
from checklist_engine.load.read_pack import misnamed
from checklist_engine.load.record import record_of
from checklist_engine.moments import MomentError, parse
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.ruletests.names import check_names, follow_renamed
from checklist_engine.schema.places import entry_at
from checklist_engine.schema.shape import Checked, engine_shape
from checklist_engine.scope import Record
from checklist_engine.value import Value
from checklist_engine.yaml12.change import NoPlace, is_nothing, put
from checklist_engine.yaml12.nodes import Node
from checklist_engine.yaml12.reader import read

FOLDER = "tests"
SHARED = "shared"
UNNOTICED = "unnoticed.yaml"
"""The one file among the tests that is none: see `unnoticed`."""
_ZONE = "UTC"


class Situation(Value):
    """One case of a rule test: a record at a moment, and what is expected of its checklist.

    ``path`` is the case's place in the file, ``checked`` the whole file with its lines.
    """

    title: str
    file: str
    index: int
    record: Record
    at: str
    profile: str
    expected: dict[str, Any]
    checked: Checked
    unknown: tuple[str, ...] = ()
    """What the pack does not know of the record, and was left out: only where the reader is to forgive that."""

    @property
    def name(self) -> str:
        """How a runner names it: the file, and the number of the case."""
        return f"{self.file}:{self.checked.place(('cases', self.index))[0]}"


class Unread(Value):
    """A file of rule tests that cannot be read, and why."""

    file: str
    problems: tuple[Problem, ...]


def gathered(folder: Path, program: Program) -> tuple[list[Situation], list[Unread]]:
    """Every situation in the pack's ``tests`` folder, in the order of the files, and the files that are wrong.

    One that is wrong costs the others nothing.
    """
    found: list[Situation] = []
    unread: list[Unread] = []
    bases: dict[str, Any] = {}
    there = folder / FOLDER
    for inside in (there, there / SHARED):
        listed = sorted(os.listdir(inside)) if inside.is_dir() else []
        unread += [Unread(file=str(problem.file), problems=(problem,)) for problem in misnamed(str(inside), listed)]
    for path in sorted(there.glob("*.yaml")):
        if path.name == UNNOTICED:
            continue
        try:
            found.extend(read_test(path, folder, program, bases))
        except Problems as wrong:
            unread.append(Unread(file=str(path), problems=wrong.problems))
    return found, unread


def read_tests(folder: Path, program: Program) -> list[Situation]:
    """Every situation in the pack's ``tests`` folder, in the order of the files. Raises Problems, all at once."""
    found, unread = gathered(folder, program)
    if unread:
        raise Problems(problem for one in unread for problem in one.problems)
    return found


def read_test(
    path: Path, folder: Path, program: Program, bases: dict[str, Any] | None = None, *, names: bool = True,
    forgiving: bool = False,
) -> list[Situation]:  # fmt: skip
    """The situations of one file. Raises Problems; also for ``names`` of items that the pack does not have.

    A ``forgiving`` reader leaves out what the pack does not know of a record.
    """
    return situations_in(read_bytes(path), str(path), folder, program, bases, names=names, forgiving=forgiving)


def _checked(text: bytes, name: str, program: Program) -> Checked:
    """The file by its schema. Raises Problems, told by somebody who knows the pack's names."""
    document, shape = read(text, name), engine_shape("rule-test")
    try:
        return shape.check(document)
    except Problems:
        from checklist_engine.load.vocabulary import vocabulary

        pack = program.pack
        return shape.check(document, names=vocabulary(pack.manifest, pack.record_schema, pack.actions, pack.messages))


def situations_in(
    text: bytes,
    name: str,
    folder: Path,
    program: Program,
    bases: dict[str, Any] | None = None,
    *,
    names: bool = True,
    forgiving: bool = False,
) -> list[Situation]:
    """The situations of a file with this text and this name. Raises Problems, as `read_test` does.

    A record is read anew for each case, since a case may add to the log of those before it.
    """
    checked = _checked(text, name, program)
    if names:
        check_names(checked, program)
    follow_renamed(checked, program)
    data = checked.data
    facts = _record_data(checked, folder, {} if bases is None else bases)
    entries: list[DataPath] = [("record", "log", index) for index in range(len(facts.get("log") or []))]
    others = {name: json.dumps(one, ensure_ascii=False).encode() for name, one in data.get("others", {}).items()}
    situations = []
    for index, case in enumerate(data["cases"]):
        if "after" in case:
            facts = {**facts, "log": [*(facts.get("log") or []), *case["after"]]}
            entries += [("cases", index, "after", number) for number in range(len(case["after"]))]
        record, unknown = _record(facts, checked, index, program, entries, others, forgiving)
        _check_named(record, checked)
        _check_moment(case["at"], record.zone, checked, index)
        situations.append(
            Situation(
                title=data["title"], file=name, index=index, record=record, at=case["at"],
                profile=data.get("profile", "consensus"), expected=case, checked=checked,
                unknown=unknown,
            )
        )  # fmt: skip
    return situations


def _check_moment(at: str, zone: str, checked: Checked, index: int) -> None:
    try:
        parse(at, zone)
    except MomentError as error:
        problem = checked.problem("record/moment", str(error), ("cases", index, "at"), hint=error.hint)
        raise Problems([problem]) from None


def _record(
    facts: dict[str, Any], checked: Checked, index: int, program: Program, entries: Sequence[DataPath],
    others: Mapping[str, bytes], forgiving: bool,
) -> tuple[Record, tuple[str, ...]]:  # fmt: skip
    """The record, through the same reader as a person's file. Its problems are told where the test says it.

    ``entries`` are the places in the test of the log's entries; what came from a base record is told at the case.
    ``others`` are the records that it may name.
    """
    name = checked.document.name
    text = json.dumps(facts, ensure_ascii=False).encode()
    try:
        read_it = partial(record_of, name=name, program=program, zone=_ZONE, others=others)
        if forgiving:
            from checklist_engine.load.forgiving import read_what_is_known

            return read_what_is_known(read(text, name), read_it)
        return read_it(read(text, name)), ()
    except Problems as found:
        document = read(text, name)
        paths = {place: path for path, place in Checked(document, document.root, facts).places.items()}

        def told(problem: Problem) -> Problem:
            of = f"“{problem.file}”"
            path: DataPath = ("others", str(problem.file))
            if problem.file not in others:
                of = "the record of this case"
                path = _told_at(paths.get((problem.line, problem.column), ()), checked, index, entries)
            return checked.problem(
                problem.id, f"{of}: {problem.message}", path,
                expected=problem.expected, found=problem.found, hint=problem.hint,
            )  # fmt: skip

        raise Problems(map(told, found.problems)) from None


def _check_named(record: Record, checked: Checked) -> None:
    """Raises Problems for other records in the test that this one does not refer to."""
    named = {other.name for _, other in record.others}
    unnamed = [name for name in checked.data.get("others", {}) if name not in named]
    if unnamed:
        raise Problems(
            checked.problem("reference/record", f"no fact of the record names “{name}”", ("others", name), key=True)
            for name in unnamed
        )


def _told_at(path: DataPath, checked: Checked, index: int, entries: Sequence[DataPath]) -> DataPath:
    """The place in the test of a part of the record."""
    place = ("record", *path)
    if len(path) > 1 and path[0] == "log" and isinstance(path[1], int):
        place = (*entries[path[1]], *path[2:])
    return ("cases", index) if place[0] == "record" and "record" not in checked.data else place


def _record_data(checked: Checked, folder: Path, bases: dict[str, Any]) -> dict[str, Any]:
    if "record" in checked.data:
        return dict(checked.data["record"])
    name = checked.data["base"]
    if name not in bases:
        bases[name] = _base(name, checked, folder)
    root: Node = copy.deepcopy(bases[name])
    for path in checked.data.get("set", {}):
        _set(root, path, checked)
    from checklist_engine.schema.coerce import View, plain_data

    # Only text is read here; what it means is decided by the pack's schema, when the record is read as a whole.
    return dict(plain_data(root, View.of({}, {}, {})))


def _base(name: str, checked: Checked, folder: Path) -> Node:
    path = folder / FOLDER / name
    if not path.is_file():
        known = [f"{SHARED}/{one.name}" for one in (folder / FOLDER / SHARED).glob("*.yaml")]
        near = nearest(name, known)
        raise Problems(
            [checked.problem("reference/base", f"there is no record “{name}”", ("base",),
                             expected=f"one of {', '.join(sorted(known))}",
                             hint=f"Did you mean “{near}”?" if near else None)]
        )  # fmt: skip
    return read(read_bytes(path), str(path)).root


def _set(root: Node, path: str, checked: Checked) -> None:
    """Change one fact as the test says; a null takes it out."""
    value = entry_at(checked.root, ("set", path))[1]
    try:
        put(root, tuple(path.split(".")), None if is_nothing(value) else value)
    except NoPlace:
        raise Problems(
            [
                checked.problem(
                    "reference/fact", f"there is nothing at “{path}” in the base record", ("set", path), key=True
                )
            ]
        ) from None
