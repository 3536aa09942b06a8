"""Laying a change over a record's facts: where a fact stands in its data, the data changed, the record read anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.compile.program import Program
from checklist_engine.evaluate.explanation import Change
from checklist_engine.load.record import changed_record
from checklist_engine.scope import Path, Record
from checklist_engine.value import Value

OURS = ("id", "pack", "log")
"""What belongs to the engine and is no fact of the case."""


class Move(Value):
    """A change by its place in the spelled-out data, and as it is told; ``path`` is ``("log",)`` for a log entry."""

    path: Path
    told: Change


def places_of(path: Path, data: Any, people: str | None) -> Iterator[Path]:
    """Where the fact read at ``path`` stands, or would stand, in ``data``: places where a value can be put.

    A path straight through a list is every element's; what lies beyond a reference to a person stands with the people.
    """
    if path and path[0] not in OURS:
        yield from _places(path, data, data, (), people)


def _places(ahead: Path, here: Any, data: Any, before: Path, people: str | None) -> Iterator[Path]:
    if not ahead:
        yield before
        return
    part, rest = ahead[0], ahead[1:]
    if isinstance(here, list):
        if isinstance(part, int):
            if part < len(here):
                yield from _places(rest, here[part], data, (*before, part), people)
        elif part not in ("first", "last") and not part.isdigit():
            for index, element in enumerate(here):
                yield from _places(ahead, element, data, (*before, index), people)
    elif isinstance(here, Mapping):
        yield from _places(rest, here.get(str(part)), data, (*before, part), people)
    elif here is None:
        if all(isinstance(one, str) for one in ahead):  # maps on the way are made, elements of lists are not
            yield (*before, *ahead)
    elif people and isinstance(here, str) and here in (data.get(people) or {}):
        yield from _places(ahead, data[people][here], data, (people, here), people)


def value_at(data: Any, path: Path) -> Any:
    """The value at a place; None where there is none."""
    for part in path:
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif isinstance(data, Mapping):
            data = data.get(str(part))
        else:
            return None
    return data


def changed(record: Record, move: Move, program: Program) -> Record:
    """The record after a change. Raises Problems where its schema, or the calendar, refuses it."""
    data = _put(dict(record.data), move.path, move.told)
    if "me" not in program.pack.record_schema.get("properties", {}):
        data.pop("me", None)  # of the configuration, not of the file
    for full, short in record.short_forms.items():
        if len(data.get(full) or ()) == 1:
            data[short] = data.pop(full)[0]
    after = changed_record(record, data, program)
    return after.replace(data={**after.data, "me": record.data["me"]}) if "me" in record.data else after


def _put(here: Any, path: Path, change: Change) -> Any:
    """A copy of ``here`` with the change at ``path``; what is not on the way is shared."""
    if not path:
        return [*(here or []), change.value] if change.how == "add" else change.value
    part, rest = path[0], path[1:]
    if isinstance(here, list):
        return [_put(element, rest, change) if index == part else element for index, element in enumerate(here)]
    copy = dict(here or {})
    if change.how == "drop" and not rest:
        del copy[part]
    else:
        copy[part] = _put(copy.get(part), rest, change)
    return copy
