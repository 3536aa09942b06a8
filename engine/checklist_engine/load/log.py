"""Reading the log of a record: every entry with a registered name, at a moment, about known people and elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checklist_engine.keys import PEOPLE_KEYS, element_key, slug
from checklist_engine.moments import MomentError, label, parse
from checklist_engine.scope import Entry

if TYPE_CHECKING:
    from checklist_engine.load.record import _Reader

VERBS = ("did", "heard", "skipped")


def read_log(entries: Sequence[Mapping[str, Any]], reader: _Reader) -> tuple[Entry, ...]:
    """The entries in the order of the file; what is wrong is noted with the reader."""
    found = []
    for index, data in enumerate(entries):
        entry = _entry(data, index, reader)
        if entry is not None:
            found.append(entry)
    return tuple(found)


def _entry(data: Mapping[str, Any], index: int, reader: _Reader) -> Entry | None:
    path = ("log", index)
    verb = next((verb for verb in VERBS if verb in data), None)
    if verb is None:
        return None  # the schema has reported it
    name = str(data[verb])
    registry = reader.registry
    known = registry.events if verb == "heard" else registry.actions
    if name not in known:
        _unknown_name(reader, (*path, verb), verb, name)
    try:
        at = parse(str(data["at"]), reader.zone)
    except MomentError as error:
        reader.problem((*path, "at"), "record/moment", str(error), hint=error.hint)
        return None
    _check_keys(data, path, reader)
    person = _person(data, path, reader)
    channel = data.get("by")
    if channel is not None and channel not in registry.channels:
        reader.unknown((*path, "by"), "channel", str(channel), registry.channels)
    return Entry(
        at=at.reckoned(f"the log: {label(at)}"), verb=verb, name=name, person=person, channel=channel,
        elements=_elements(data, path, reader), index=index, line=reader.place(path)[0],
    )  # fmt: skip


def _person(data: Mapping[str, Any], path: tuple[str | int, ...], reader: _Reader) -> str | None:
    """The person whom the entry is about: one, so that it counts for one item."""
    fields = [field for field in data if field in PEOPLE_KEYS]
    people = reader.data.get(reader.registry.people or "") or {}
    for field in fields:
        if str(data[field]) not in people:
            reader.unknown((*path, field), "person", str(data[field]), people)
    for field in fields[1:]:
        reader.problem((*path, field), "record/several-people", f"“{fields[0]}” and “{field}” are both there",
                       expected="one person in an entry", hint="Write an entry for each person.")  # fmt: skip
    return str(data[fields[0]]) if fields else None


def _check_keys(data: Mapping[str, Any], path: tuple[str | int, ...], reader: _Reader) -> None:
    """A key that nothing reads is a slip of the pen: an entry `too: anna` would count for everybody."""
    known = {"at", *VERBS, "by", "note", *PEOPLE_KEYS}
    for about in reader.registry.dimensions.values():
        named = about.get("log", ())
        known |= {named} if isinstance(named, str) else set(named)
    for key in data:
        if key not in known:
            reader.unknown_key((*path, key), key, known)


def _unknown_name(reader: _Reader, path: tuple[str | int, ...], verb: str, name: str) -> None:
    """An action under `heard`, or an event under `did`, is the commonest slip: say so."""
    registry = reader.registry
    if verb == "heard" and name in registry.actions:
        reader.problem(path, "reference/event", f"“{name}” is something that you do, not something that you hear",
                       hint=f"Write did: {name}")  # fmt: skip
    elif verb != "heard" and name in registry.events:
        reader.problem(path, "reference/action", f"“{name}” is something that you hear, not something that you do",
                       hint=f"Write heard: {name}")  # fmt: skip
    else:
        what = "event" if verb == "heard" else "action"
        reader.unknown(path, what, name, registry.events if verb == "heard" else registry.actions)


def _elements(data: Mapping[str, Any], path: tuple[str | int, ...], reader: _Reader) -> dict[str, str]:
    """Which element of each list the entry names: ``{"round": "first"}``. Two lists may share a field (`what`)."""
    found = {}
    fields: dict[str, list[str]] = {}
    for dimension, about in reader.registry.dimensions.items():
        if isinstance(about.get("log"), str) and "list" in about:
            fields.setdefault(about["log"], []).append(dimension)
    for field, dimensions in fields.items():
        if field not in data:
            continue
        said = slug(str(data[field]))
        known: list[str] = []
        for dimension in dimensions:
            about = reader.registry.dimensions[dimension]
            listed = reader.registry.listed(dimension, reader.data)
            keys = dict.fromkeys(element_key(element, about, index) for index, element in enumerate(listed))
            known += keys
            if said in keys:
                found[dimension] = said
        if not any(dimension in found for dimension in dimensions) and known:
            reader.unknown((*path, field), dimensions[0], str(data[field]), known)
    return found
