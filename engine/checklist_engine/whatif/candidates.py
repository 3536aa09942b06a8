"""The single changes that are tried, from what the evaluation of an item read (see `checklist_engine.whatif`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from checklist_engine.compile.facts import Fact, FactSpec, UnknownFact
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.explanation import Change
from checklist_engine.moments import log_text
from checklist_engine.problems import Problems
from checklist_engine.scope import Path, Reads, Record, Scope
from checklist_engine.whatif.laying import Move, places_of, value_at
from checklist_engine.whatif.values import Values
from checklist_engine.whatif.written import written

MOST_PEOPLE = 5
LOG = ("log",)
_BEFORE_LOG, _AFTER_LOG = (0, 1, 2), (3, 4, 5)
_RANKS = (*_BEFORE_LOG, *_AFTER_LOG)
"""Facts that the record asks for; others of the item's own, others; dates in the same way; lists. See `rank` below."""


def single_moves(
    program: Program, record: Record, now: int, action: str, scope: Scope | None, reads: Reads, *, own: bool
) -> Iterator[Move]:
    """All single changes for the item of ``scope`` (None: there is no item), each once, in the order of preference.

    ``own`` says whether to try its own action, done or skipped.
    """
    seen: set[tuple[Path, str]] = set()
    log = _Log(program, record, now, scope)
    if own:
        yield from _once(seen, (move for verb in ("did", "skipped") for move in log.moves(verb, action)))
    yield from _once(seen, fact_moves(program, record, now, scope, reads, ranks=_BEFORE_LOG))
    others = [(verb, name) for verb, name in reads.log if verb == "heard" or name != action]
    # Of what can be heard, in the order of the pack, which begins with what one would rather hear.
    events = list(program.registry.events)
    heard = iter(sorted((name for verb, name in others if verb == "heard"), key=events.index))
    others = [(verb, next(heard) if verb == "heard" else name) for verb, name in others]
    yield from _once(seen, (move for verb, name in others for move in log.moves(verb, name)))
    yield from _once(seen, fact_moves(program, record, now, scope, reads, ranks=_AFTER_LOG))


def fact_moves(
    program: Program, record: Record, now: int, scope: Scope | None, reads: Reads, *, ranks: tuple[int, ...] = _RANKS
) -> Iterator[Move]:
    """The single changes of facts, in the order of preference; of some ranks only."""
    people = program.registry.people
    keys = list(record.data.get(people or "") or {})[:MOST_PEOPLE]
    values = Values(program.registry.schema, program.registry.tests, now, record.zone, keys)
    own = tuple(element.path for element in scope.elements.values()) if scope is not None else ()
    found: dict[Path, tuple[FactSpec, Scope]] = {}
    for path, (_, there) in reads.facts.items():
        for place in places_of(path, record.data, people):
            # By its place, since the fact of a path straight through a list is not that of each element.
            spec = _spec_at(program, place) if place not in found else None
            if spec is not None:
                found[place] = spec, there

    def rank(place: Path) -> int:
        spec = found[place][0]
        if spec.asks and value_at(record.data, place) is None:
            return 0
        if spec.is_list:
            return 5
        near = len(place) == 1 or any(place[: len(path)] == path for path in own)
        return (1 if near else 2) + (2 if spec.is_moment else 0)

    for place in sorted((place for place in found if rank(place) in ranks), key=rank):
        yield from _of_fact(values, record, place, *found[place])


def _spec_at(program: Program, place: Path) -> FactSpec | None:
    """What the record schema says of the fact at a place; None where it is not the record's."""
    if place[0] not in program.pack.record_schema.get("properties", {}):
        return None
    try:
        return program.registry.schema.spec(".".join(map(str, place)), {})
    except UnknownFact:
        return None


def _of_fact(values: Values, record: Record, place: Path, spec: FactSpec, scope: Scope) -> Iterator[Move]:
    current = value_at(record.data, place)
    schema = spec.schema
    for value in values.of(schema, current, scope):
        if not _same(value, current):
            yield _move("set", record, place, spec.title, value)
    if isinstance(current, list) and current:
        for value in values.more(schema):
            if value not in current:
                yield _move("add", record, place, spec.title, value)
    if current is not None and isinstance(place[-1], str):
        yield _move("drop", record, place, spec.title, None)


def _move(how: str, record: Record, place: Path, title: str, value: Any) -> Move:
    text = None if how == "drop" else written(value)
    # What is added to a list is written into the list, even where the file has the short form of one element.
    path = ".".join(map(str, place)) if how == "add" else record.written(place)
    return Move(path=place, told=Change(how=how, path=path, title=title, value=value, written=text))


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _once(seen: set[tuple[Path, str]], moves: Iterator[Move]) -> Iterator[Move]:
    for move in moves:
        key = (move.path, move.told.how + json.dumps(move.told.value, sort_keys=True))
        if key not in seen:
            seen.add(key)
            yield move


class _Log:
    """Log entries at now, about the elements of one item where they could be about others."""

    def __init__(self, program: Program, record: Record, now: int, scope: Scope | None) -> None:
        self._program = program
        self._record = record
        self._at = log_text(now, record.zone)
        self._scope = scope

    def moves(self, verb: str, name: str) -> Iterator[Move]:
        """The entry, plain and as rules ask for it."""
        entry = {"at": self._at, verb: name, **self._elements(verb, name)}
        yield self._move(entry)
        for channels, with_whom in self._program.registry.mentions.get((verb, name), ()):
            person = self._person(with_whom)
            whom = {} if person is None else {"from" if verb == "heard" else "to": person}
            if whom:
                yield self._move({**entry, **whom})
            for channel in channels:
                yield self._move({**entry, **whom, "by": channel})

    def _move(self, entry: dict[str, str]) -> Move:
        return Move(path=LOG, told=Change(how="add", path="log", title="log", value=entry, written=written(entry)))

    def _person(self, fact: Fact | None) -> str | None:
        if fact is None or self._scope is None:
            return None
        try:
            value = fact.value(self._scope)
        except Problems:
            return None
        return value if isinstance(value, str) else None

    def _elements(self, verb: str, name: str) -> dict[str, str]:
        """The fields that say which of an action's items is meant."""
        found = {}
        fans_out = self._program.fans_out.get(name, frozenset()) if verb != "heard" else frozenset()
        for dimension, element in self._scope.elements.items() if self._scope is not None else ():
            about = self._program.registry.dimensions.get(dimension, {})
            field = "to" if element.is_person else about.get("log")
            listed = self._record.data.get(about.get("list", "")) or ()
            several = element.is_person or len(listed) > 1
            if several and dimension in fans_out and element.key is not None and isinstance(field, str):
                found[field] = element.key
        return found
