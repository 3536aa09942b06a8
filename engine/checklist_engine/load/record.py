"""Reading a record: from a file's bytes to checked facts, moments and log."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from checklist_engine.compile.facts import RECORD
from checklist_engine.compile.program import Program
from checklist_engine.compile.report import did_you_mean, one_of
from checklist_engine.keys import element_key, slug
from checklist_engine.load.facts import FactReader, Place
from checklist_engine.load.log import read_log
from checklist_engine.load.pack import Path
from checklist_engine.moments import known_zone
from checklist_engine.problems import LIMIT, Problem, Problems
from checklist_engine.schema.shape import Checked, Shape
from checklist_engine.scope import Record
from checklist_engine.yaml12.nodes import Document, Node, Scalar
from checklist_engine.yaml12.nodes import Mapping as Nodes
from checklist_engine.yaml12.reader import read

_UTC = "UTC"


def read_record(
    data: bytes,
    name: str,
    program: Program,
    *,
    zone: str | Callable[[], str] | None = None,
    me: Mapping[str, str] | None = None,
    others: Mapping[str, bytes] | None = None,
) -> Record:
    """The record in ``data``, checked against the pack's schema, registries and the calendar.

    ``zone`` says where local times are read when the record names no zone (the configured one, else the computer's);
    a function is asked only then.
    ``me`` is what the person's configuration says of them, for messages; ``others`` are records that this one may
    name although they lie in no file. Raises Problems, all at once.
    """
    return record_of(read(data, name), name, program, zone=zone, me=me, others=others)


def record_of(
    document: Document,
    name: str,
    program: Program,
    *,
    zone: str | Callable[[], str] | None = None,
    me: Mapping[str, str] | None = None,
    alone: bool = False,
    others: Mapping[str, bytes] | None = None,
) -> Record:
    """As `read_record`, of a document that has been read already; ``alone``, without those that it refers to."""
    _leave_out_an_empty_log(document.root)
    try:
        checked = _shape_of(program).check(document)
    except Problems as found:
        raise Problems((_with_zone(problem) for problem in found.problems), found.left_out) from None
    record = _Reader(checked, program, name, zone, me or {}).record()
    if not alone and refers_to_records(program.pack.record_schema):
        from checklist_engine.load.others import with_others

        return with_others(
            record, program.registry.schema,
            lambda data, other: record_of(read(data, other), other, program, zone=zone, alone=True),
            others or {},
        )  # fmt: skip
    return record


def _leave_out_an_empty_log(root: Node) -> None:
    """Who takes the last line out of a log leaves ``log:`` with nothing behind it, which is no mistake."""
    if isinstance(root, Nodes) and any(key.text == "log" and isinstance(value, Scalar) for key, value in root.entries):
        from checklist_engine.yaml12.change import is_nothing

        root.entries = [(key, value) for key, value in root.entries if key.text != "log" or not is_nothing(value)]


def refers_to_records(schema: Mapping[str, Any]) -> bool:
    """Whether records of this (bundled) schema can refer to others."""
    return any(name.lstrip("0123456789-") == RECORD for name in schema.get("definitions", {}))


def changed_record(record: Record, data: dict[str, Any], program: Program) -> Record:
    """``record`` with other facts: ``data`` as its file would have it, checked in the same way, places left out.

    Raises Problems, which say that there are some but not where.
    """
    nowhere = read(b"{}", record.name)
    if not _shape_of(program).fits(data):
        raise Problems([Problem(id="shape/refused", message="these facts do not fit", file=record.name)])
    return _Reader(Checked(nowhere, nowhere.root, data), program, record.name, record.zone, {}).record()


def _shape_of(program: Program) -> Shape:
    """The compiled record schema of a program's pack, made once."""
    if program.record_shape is None:
        program.record_shape = Shape(program.pack.record_schema)
    shape: Shape = program.record_shape
    return shape


class _Reader:
    """One reading of one record; gathers what is wrong."""

    def __init__(
        self, checked: Checked, program: Program, name: str, zone: str | Callable[[], str] | None, me: Mapping[str, str]
    ) -> None:
        self.checked = checked
        self.program = program
        self.registry = program.registry
        self.name = name
        self.problems: list[Problem] = []
        self.notes: dict[str, None] = {}
        self.shorts = short_forms(program)
        self.data = self._spelled_out(dict(checked.data))
        self.zone = self._case_zone(zone)
        if me:
            self.data.setdefault("me", dict(me))

    def record(self) -> Record:
        """The record. Raises Problems."""
        facts = FactReader(self.registry.schema, self.data, self.zone, self.registry.dimensions, self)
        facts.read(self.program.pack.record_schema)
        self.notes.update(dict.fromkeys(facts.notes))
        self._check_keys()
        log = read_log(self.data.get("log") or [], self)
        if self.problems:
            raise Problems(self.problems)
        return Record(
            name=self.name, case=self._case_id(), data=self.data, moments=facts.moments, zone=self.zone, log=log,
            places={self._spelled(path): place for path, place in self.checked.places.items()},
            notes=tuple(self.notes),
            short_forms={full: short for short, full in self.shorts.items() if short in self.checked.data},
        )  # fmt: skip

    def problem(
        self, path: Path, id: str, message: str, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        """Note a problem at ``path`` of the spelled-out record."""
        hint = hint and hint[0].upper() + hint[1:]
        self.problems.append(self.checked.problem(id, message, self._written(path), expected=expected, hint=hint))

    def unknown(self, path: Path, what: str, name: str, known: Any) -> None:
        """Note a name that nothing registers."""
        names = sorted(known)
        # No more are shown than LIMIT, and to look for the nearest name takes longest of all.
        hint = did_you_mean(name, names) if len(self.problems) < LIMIT else None
        if hint is None and what == "person" and self.registry.people:
            hint = f"Say who that is under “{self.registry.people}”, or take it out here."
        if hint is None and what == "action":
            hint = "If it was an action of your own that is gone from tailoring.yaml, take this entry out too."
        self.problem(
            path, f"reference/{what.replace(' ', '-')}", f"there is no {what} “{name}”",
            expected=one_of(what, names), hint=hint,
        )  # fmt: skip

    def unknown_key(self, path: Path, name: str, known: Any) -> None:
        """Note a key that the record cannot have there."""
        self.problems.append(
            self.checked.problem(
                "shape/unknown-key", f"unknown key “{name}”", self._written(path), key=True,
                expected=one_of("key", sorted(known)), hint=did_you_mean(name, sorted(known)),
            )
        )  # fmt: skip

    def place(self, path: Path) -> Place:
        """Line and column of a path of the spelled-out record."""
        return self.checked.place(self._written(path))

    def _spelled_out(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data with short forms (`round: {…}`) written as what they stand for (`rounds: [{…}]`)."""
        for short, full in self.shorts.items():
            if short not in data:
                continue
            if full in data:
                self.problems.append(
                    self.checked.problem(
                        "record/both-forms", f"“{short}” and “{full}” are both there", (short,), key=True,
                        expected=f"one of them: “{short}” is the short form of a list with one element",
                        hint=f"Move it into the list “{full}”.",
                    )
                )  # fmt: skip
            data[full] = [data.pop(short)]
        return data

    def _spelled(self, path: Path) -> Path:
        if path and path[0] in self.shorts and path[0] in self.checked.data:
            return (self.shorts[str(path[0])], 0, *path[1:])
        return path

    def _written(self, path: Path) -> Path:
        """The path as the file has it."""
        for short, full in self.shorts.items():
            if path[:2] == (full, 0) and short in self.checked.data:
                return (short, *path[2:])
        return path

    def _case_zone(self, default: str | Callable[[], str] | None) -> str:
        """The record's zone: its own, else that of the first element that names one, else the default."""
        given: tuple[Path, Any] | None = None
        if "timezone" in self.data:
            given = ("timezone",), self.data["timezone"]
        else:
            for about in self.registry.dimensions.values():
                for index, element in enumerate(self.data.get(about.get("list", "")) or ()):
                    if given is None and isinstance(element, Mapping) and "timezone" in element:
                        given = (about["list"], index, "timezone"), element["timezone"]
        if given is not None:
            if known_zone(given[1]):
                return str(given[1])
            return _UTC  # the reader of facts reports it at its place
        zone = (default() if callable(default) else default) or _UTC
        self.notes[f"times are read in {zone}"] = None
        return zone

    def _check_keys(self) -> None:
        """Two elements of one list may not carry the same name: a tick would be for both."""
        for dimension, about in self.registry.dimensions.items():
            listed = self.data.get(about.get("list", ""))
            if about.get("key") != "id" or not isinstance(listed, list):
                continue
            seen: dict[str, int] = {}
            for index, element in enumerate(listed):
                key = element_key(element, about, index)
                if key in seen:
                    self.problem((about["list"], index, "id"), "record/same-id",
                                 f"two of “{about['list']}” are named “{key}”",
                                 expected=f"a name of its own for each {dimension}")  # fmt: skip
                seen[key] = index

    def _case_id(self) -> str:
        return str(self.data["id"]) if "id" in self.data else usual_id(self.data, self.program)


def usual_id(data: Mapping[str, Any], program: Program) -> str:
    """The id of a record that says none: its first two texts in kebab-case, ``case`` if they cannot be so written."""
    # In the schema's order, so that swapping two lines of the file does not rename the case.
    names = program.pack.record_schema.get("properties", {})
    texts = (data.get(name) for name in names if name not in ("pack", "timezone"))
    words = [text for text in texts if isinstance(text, str)]
    return slug(" ".join(words[:2])) or "case"


def _with_zone(problem: Problem) -> Problem:
    """For a name that does not look like a time zone: the zone that it probably stands for ("Berlin")."""
    wrong = re.match("“(.+)” is not what is asked for in “timezone”", problem.message)
    if wrong is None:
        return problem
    from checklist_engine.zones import nearest_zone

    near = nearest_zone(wrong[1])
    return problem.replace(hint=f"Did you mean “{near}”?") if near and "/" in near else problem


def short_forms(program: Program) -> dict[str, str]:
    """Each short form for a list of one, with the list: ``{"round": "rounds"}``."""
    properties = program.pack.record_schema.get("properties", {})
    return {about["list_of_one"]: name for name, about in properties.items() if "list_of_one" in about}
