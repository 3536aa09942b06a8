"""Checklists for Taskwarrior: what `task import` reads, and nothing that would undo what a person did there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item
from checklist_engine.plugin import Context, Format, Refused, hookimpl

KNOWN = "known.json"
"""The person's `task export`, beside the output."""
NAMESPACE = UUID("6f1c1d2e-3c3f-5b0a-9a53-0d8b6b7f3a11")
PRIORITY = {"overdue": "H", "due": "M", "open": "L"}
SHOWN = (*PRIORITY, "upcoming", "on-hold")
OVER = ("completed", "deleted")


def render(checklist: Checklist, context: Context) -> str:
    """One task a line (JSON), in the checklist's order; UTC stamps. Raises Refused where KNOWN is no export."""
    known = {str(task.get("uuid")): task for task in _exported(context.siblings.get(KNOWN))}
    titles = words.titles(checklist)
    tasks = [
        task
        for item in checklist.items
        if item.kind == "do" and not item.standing
        for task in _task(item, titles[item.id], checklist, known)
    ]
    return "".join(json.dumps(task, ensure_ascii=False, sort_keys=True) + "\n" for task in tasks)


def owns(data: bytes) -> bool:
    """Whether a file holds such tasks and nothing else: any other is never written over."""
    try:
        return all("uuid" in dict(json.loads(line)) for line in data.decode().splitlines())
    except (ValueError, TypeError):
        return False


def uuid_of(case: str, item: str) -> str:
    """The same for ever: Taskwarrior's identity of an item."""
    return str(uuid5(NAMESPACE, json.dumps([case, item])))


def _task(item: Item, title: str, checklist: Checklist, known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    uuid = uuid_of(checklist.case, item.id)
    there = known.get(uuid, {})
    if there.get("status") in OVER:
        return  # importing it would open it again
    kept = {name: value for name, value in there.items() if name in ("tags", "annotations", "depends", "entry")}
    # Taskwarrior stops with a crash at an empty description.
    task = {"entry": _stamp(checklist.now), **kept, "uuid": uuid, "description": title or item.id}
    task["project"] = words.clean(checklist.case)
    if item.status == "done" and item.done is not None and there:
        end = item.done.at if len(item.done.at) > 10 else f"{item.done.at}T12:00:00+00:00"
        yield {**task, "status": "completed", "end": _stamp(end)}
    elif item.status in SHOWN:
        yield {**task, **_dates(item, checklist.now), **_priority(item)}
    elif there:
        yield {**task, "status": "deleted", "end": _stamp(checklist.now)}


def _priority(item: Item) -> dict[str, str]:
    return {"priority": PRIORITY[item.status]} if item.status in PRIORITY else {}


def _dates(item: Item, now: str) -> dict[str, str]:
    window, best = item.window, item.window.best
    due = best.to if best is not None and best.to and words.minutes(best.to) > words.minutes(now) else window.closes
    begins = item.hold.until if item.hold is not None else window.opens
    dates = {"status": "pending"}
    if due:
        dates["due"] = _stamp(due)
    if best is not None and best.from_ and words.minutes(best.from_) > words.minutes(now):
        dates["scheduled"] = _stamp(best.from_)
    if begins and words.minutes(begins) > words.minutes(now):
        dates |= {"status": "waiting", "wait": _stamp(begins)}
    return dates


def _stamp(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _exported(data: bytes | None) -> list[dict[str, Any]]:
    if not data or not data.strip():
        return []
    try:
        found = json.loads(data)
        return [task for task in found if isinstance(task, dict)]
    except (ValueError, TypeError):
        raise Refused(f"{KNOWN} is not what `task export` writes") from None


@hookimpl
def checklist_formats() -> list[Format]:
    return [
        Format(
            name="taskwarrior",
            summary="tasks for `task import`",
            suffix=".json",
            media_type="application/json",
            render=render,
            owns=owns,
            reads=(KNOWN,),
            drops=(
                *("what to keep from", "what others owe you", "reminders that are never done"),
                *("voices", "steps", "questions", "drafts", "derivation"),
            ),
        )
    ]
