"""Two rules of one action that contradict each other, shown by the smallest record in which both speak.

The search is bounded and its result is what the engine itself says: a contradiction without a witness is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Final

from checklist_engine.compile.facts import UnknownFact
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import Evaluation, evaluate, profile_of
from checklist_engine.evaluate.outcomes import item_id
from checklist_engine.lint import records
from checklist_engine.lint.conditions import dimensions_of, kind_of, sources_of, view_of, when_of, while_of
from checklist_engine.lint.references import References, references
from checklist_engine.lint.subject import Subject
from checklist_engine.lint.windows import forbidden_by, forbids
from checklist_engine.load.record import read_record
from checklist_engine.moments import FOREVER, parse, rfc3339
from checklist_engine.problems import Problems
from checklist_engine.scope import Record

_MOST_CHANGES: Final = 3
_MOST_RECORDS: Final = 300
"""That one pair of rules is tried with."""
_MOST_IN_ALL: Final = 5_000
"""That all pairs of a pack are tried with: a second's worth or two of evaluations. After that nothing is said."""
_ZONE: Final = "UTC"
"""Where a rule test without a time zone is read."""
_LOGGED: Final = ("2026-11-18 12:00", "2026-11-17 12:00")
_LOOKED_AT: Final = ("2027-03-01 12:00", "2026-11-17 13:00", "2026-11-25 12:00")


def look(subject: Subject) -> None:
    """Note all contradictions: one finding for each `dont`, with the witness of the first `do` that it meets."""
    left = _MOST_IN_ALL
    for file, data in subject.actions():
        view = view_of(subject, file)
        for index, dont in enumerate(data["rules"]):
            met: list[str] = []
            shown: str | None = None
            for do in data["rules"] if forbids(dont, data) else ():
                speaks = when_of(view, do), when_of(view, dont), while_of(view, data)
                if kind_of(do) != "do" or forbidden_by(view, data, do) is not None or view.never(*speaks):
                    continue
                search = _Search(subject, data, do, dont, min(left, _MOST_RECORDS))
                found = search.witness()
                left -= search.tried
                if found is not None:
                    met.append(do["id"])
                    shown = shown or found
            if met:
                others = f" (and {len(met) - 1} more)" if len(met) > 1 else ""
                subject.add(
                    "contradiction", file, ("rules", index),
                    f"“{dont['id']}” says dont where “{met[0]}”{others} says do",
                    hint=_hint(dont, next(one for one in data["rules"] if one["id"] == met[0])), witness=shown,
                )  # fmt: skip


def _hint(dont: Mapping[str, Any], do: Mapping[str, Any]) -> str:
    said = sources_of(dont)
    if said == sources_of(do) and dont["dont"].keys() & {"until", "through"}:
        return (
            f"Both are said by {' and '.join(sorted(said))}: for “not before”, give “{do['id']}” a “from” in place of "
            "this rule; or say in a silence why both are meant."
        )
    return "Both speak of this record; say in a silence why that is meant, or narrow one of them."


class _Search:
    """The search for a record in which a `do` and a `dont` of an action speak at the same time."""

    def __init__(
        self, subject: Subject, data: Mapping[str, Any], do: Mapping[str, Any], dont: Mapping[str, Any], most: int
    ) -> None:
        self.tried = 0
        self._most = most
        self._program: Program = subject.program
        self._schema = subject.registry.schema
        self._action = subject.program.actions[data["action"]]
        self._pair = (do["id"], dont["id"])
        parts = [do, dont, data.get("while", []), data.get("trigger", [])]
        self._references = references(subject.registry, parts)
        self._dimensions = dimensions_of(data)

    def witness(self) -> str | None:
        """The rule test that shows it; None where none was found."""
        base = next((one for one in records.smallest(self._schema) if self._read(one) is not None), None)
        if base is None:
            return None
        changes = list(self._changes())
        for size in range(_MOST_CHANGES + 1):
            for chosen in combinations(changes, size):
                self.tried += 1
                if self.tried > self._most:
                    return None
                data = records.changed(self._schema, base, chosen)
                record = self._read(data) if data is not None else None
                if data is None or record is None:
                    continue
                found = self._meet(record)
                if found is not None:
                    return self._as_test(data, record, *found)
        return None

    def _changes(self) -> Iterator[records.Change]:
        found: References = self._references
        for verb, name in found.logged:
            for at in _LOGGED:
                yield records.Change(path=("log",), value={"at": at, verb: name})
        for fact, tests in found.facts.items():
            try:
                spec = self._schema.spec(fact, self._dimensions)
            except UnknownFact:
                continue
            path = self._path(fact)
            for value in records.values_for(self._schema, spec, tests) if path is not None else ():
                yield records.Change(path=path or (), value=value)

    def _path(self, fact: str) -> tuple[str | int, ...] | None:
        """Where a fact stands in a record: that of an element stands in the first of its list."""
        first, *rest = fact.split(".")
        if first not in self._dimensions:
            whole = [first, *rest]
            return tuple(0 if part in ("first", "last") else part for part in whole) if first != "me" else None
        around = self._path(self._dimensions[first])
        return (*around, 0, *rest) if around is not None else None

    def _read(self, data: Mapping[str, Any] | None) -> Record | None:
        try:
            return read_record(json.dumps(data).encode(), "witness", self._program, zone=_ZONE)
        except Problems:
            return None

    def _meet(self, record: Record) -> tuple[int, str] | None:
        """A moment at which both speak and both windows are open, and the item's id."""
        for text in _LOOKED_AT:
            for stamp, _ in self._overlaps(record, parse(text, _ZONE).start):
                now = -(-max(stamp, parse(records.START, _ZONE).start) // 60) * 60
                for start, name in self._overlaps(record, now):
                    if start <= now:
                        return now, name
        return None

    def _overlaps(self, record: Record, now: int) -> Iterator[tuple[int, str]]:
        """Where the windows of both meet, by what is known at ``now``: the beginnings of what they have in common."""
        evaluation = Evaluation(self._program, record, now, profile_of(self._program, "consensus"))
        try:
            spoken = evaluation.spoken(self._action)
            for scope, voices in spoken:
                if self._action.while_ is not None and not self._action.while_.test(scope)[0]:
                    continue
                spans = {voice.rule.id: voice.span for voice in voices}
                if not spans.keys() >= {*self._pair}:
                    continue
                for start, end in spans[self._pair[0]].pieces:
                    for other, last in spans[self._pair[1]].pieces:
                        if max(start, other) < min(end, last, FOREVER):
                            yield max(start, other), item_id(self._action.id, scope)
        except Problems:
            return

    def _as_test(self, data: Mapping[str, Any], record: Record, now: int, name: str) -> str | None:
        """The rule test; None where the whole checklist says otherwise."""
        from checklist_engine.editing.facts import written

        item = evaluate(self._program, record, now).item(name)
        if not {*self._pair} <= {*item.rules}:
            return None
        lines = [f"title: Both {self._pair[0]} and {self._pair[1]} speak", "record:"]
        lines += [f"  {key}: {written(value)}" for key, value in data.items()]
        lines += ["cases:", f"  - at: {rfc3339(now, _ZONE)[:16].replace('T', ' ')}"]
        lines += [
            f"    because: The one says do and the other dont, both of {self._action.id}, and both windows are open."
        ]
        lines += ["    expect:", f"      {name}: {{status: {item.status}, rules: [{', '.join(item.rules)}]}}"]
        return "\n".join(lines)
