"""Records that a record refers to (a fact of the type `record`), read with it: their facts stand below that fact.

So ``other.offer.answer_by`` is a fact of the record that the fact ``other`` names. Those that these refer to are not
read in turn: two records may name each other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checklist_engine.compile.facts import RECORD, RecordSchema
from checklist_engine.files import read_bytes
from checklist_engine.load.pack import Path
from checklist_engine.problems import Problem, Problems
from checklist_engine.scope import Record

MOST = 20
"""Records that one may refer to."""


def with_others(
    record: Record, schema: RecordSchema, read: Callable[[bytes, str], Record], given: Mapping[str, bytes]
) -> Record:
    """The record with those that it refers to in the place of their paths, which count from where its file lies.

    ``read`` reads one of them, without the records that this one refers to; those in ``given`` are no files. Raises
    Problems, all at once.
    """
    named = list(_named(record.data, schema, schema.root, ()))
    if not named:
        return record
    problems: list[Problem] = []
    data, moments = dict(record.data), dict(record.moments)
    others: list[tuple[Path, Record]] = []
    for path, name in named[:MOST]:
        try:
            other = read(given[name], name) if name in given else _read(record, path, name, read)
        except Problems as found:
            problems += found.problems
            continue
        others.append((path, other))
        data = put_at(data, path, {**other.data, "id": other.case})
        moments |= {(*path, *inner): moment for inner, moment in other.moments.items()}
    if len(named) > MOST:
        path = named[MOST][0]
        problems.append(_problem(record, path, f"more than {MOST} records are referred to", "Make the list shorter."))
    if problems:
        raise Problems(problems)
    return record.replace(data=data, moments=moments, others=tuple(others))


def _named(value: Any, schema: RecordSchema, about: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    """Where the record names others, with the paths that it gives."""
    if isinstance(value, str):
        if about.get("type_name") == RECORD and value != "none":
            yield path, value
    elif isinstance(value, list):
        items = schema.resolve(about.get("items", {}))
        for index, element in enumerate(value):
            yield from _named(element, schema, items, (*path, index))
    elif isinstance(value, Mapping):
        properties = about.get("properties", {})
        extra = about.get("additionalProperties")
        for key, element in value.items():
            inner = properties.get(key, extra if isinstance(extra, Mapping) else {})
            yield from _named(element, schema, schema.resolve(inner), (*path, key))


def _read(record: Record, path: Path, name: str, read: Callable[[bytes, str], Record]) -> Record:
    place = os.path.join(os.path.dirname(record.name), os.path.expanduser(name))
    try:
        data = read_bytes(place)
    except Problems as found:
        raise Problems(
            [_problem(record, path, f"the record “{name}” cannot be read: {found.problems[0].message}",
                      "The path counts from where this file lies.")]
        ) from None  # fmt: skip
    return read(data, place)


def _problem(record: Record, path: Path, message: str, hint: str) -> Problem:
    line, column = record.place(path)
    return Problem(id="record/other", message=message, file=record.name, line=line, column=column, hint=hint)


def put_at(data: Any, path: Path, value: Any) -> Any:
    """A copy of the data with a value at a path that it has."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(step, int):
        return [put_at(one, rest, value) if index == step else one for index, one in enumerate(data)]
    return {**data, step: put_at(data[step], rest, value)}
