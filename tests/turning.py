"""Laying the changes that `explain` shows over records, as a person would: what is shown is written into the file."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tinypack import Data, Tiny, action, make, rule, stamp

from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.evaluate.explanation import Change, Explanation, Turn, explain_all
from checklist_engine.load.record import read_record
from checklist_engine.problems import Problems
from checklist_engine.profiles import find_profile
from checklist_engine.scope import Record
from checklist_engine.whatif import MOST_TRIALS, with_turns
from checklist_engine.whatif.search import Search

NOON = "2026-11-17 12:00"
PLACE = "put it here"


def file_of(record: Record) -> Data:
    """The record as its file has it."""
    data = copy.deepcopy(dict(record.data))
    for full, short in record.short_forms.items():
        data[short] = data.pop(full)[0]
    return data


def written_into(record: Record, changes: Iterable[Change]) -> bytes:
    """The record's file with the changes as they are shown."""
    data = file_of(record)
    texts: list[tuple[str, str]] = []
    for change in changes:
        *way, last = change.path.split(".")
        for full, short in record.short_forms.items():
            if full in (*way, last) and short in data:
                data[full] = [data.pop(short)]
        here: Any = data
        for part in way:
            here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
        key: Any = int(last) if isinstance(here, list) else last
        if change.how == "drop":
            del here[key]
            continue
        assert change.written is not None
        mark = f"{PLACE} {len(texts)}"
        texts.append((mark, change.written))
        if change.how == "add":
            here.setdefault(key, []).append(mark)
        else:
            here[key] = mark
    text = json.dumps(data)
    for mark, value in texts:
        text = text.replace(json.dumps(mark), value)
    return text.encode()


def after(program: Program, record: Record, changes: Iterable[Change]) -> Record:
    return read_record(written_into(record, changes), record.name, program, zone=record.zone)


def status_after(program: Program, record: Record, now: int, profile: str, turn: Turn) -> str:
    changed = after(program, record, turn.changes)
    return evaluate(program, changed, now, profile=profile).item(turn.item).status


def turned(before: str | None, status: str | None) -> bool:
    """Whether a status counts as another one, by what the documentation says."""
    if before in (None, "not-applicable"):
        return status not in (None, "not-applicable", "closed")
    return status is not None and status != before


def turns_of(program: Program, record: Record, now: int, name: str, profile: str = "consensus") -> Explanation:
    explained = explain_all(program, record, now, [name], profile=profile)
    return with_turns(explained, program, record, now, profile=profile)[0]


def others(program: Program, record: Record, now: int, profile: str, one: Explanation) -> Iterator[tuple[Change, Turn]]:
    """Every single change of the search, with what it comes to by the ordinary way."""
    chosen = find_profile(profile, program.source_order, {})
    assert one.item is not None
    for move in Search(program, record, now, chosen, one, MOST_TRIALS).singles():
        try:
            changed = after(program, record, [move.told])
            found = {item.id: item.status for item in evaluate(program, changed, now, profile=profile).items}
        except Problems:
            continue
        if one.item.id in found:
            yield move.told, Turn(status=found[one.item.id], item=one.item.id, changes=(move.told,))


def tiny(folder: Path, *conditions: Data, do: Data | None = None, **more: Any) -> Tiny:
    """A pack whose action `write` is there when these conditions hold; it counts from nothing."""
    return make(folder, action("write", rule("a", when=list(conditions), do=do or {}), trigger=None), **more)


def turns(pack: Tiny, data: Data, name: str = "write", now: str = NOON) -> dict[str, list[str]]:
    """Each new status with the changes as they are written; every one of them is tried."""
    record = pack.record(data)
    one = turns_of(pack.program, record, stamp(now), name)
    assert one.all_tried
    for turn in one.turns:
        assert status_after(pack.program, record, stamp(now), "consensus", turn) == turn.status
    return {turn.status: [said(change) for change in turn.changes] for turn in one.turns}


def said(change: Change) -> str:
    if change.path == "log":
        return " ".join(f"{key} {value}" for key, value in change.value.items() if key != "at")
    return f"{change.path} {change.how}" + (f" {change.written}" if change.written is not None else "")
