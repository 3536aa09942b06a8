"""Log entries for items: which fields say which element is meant, and which entries a person's ticks stand for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from checklist_engine.checklist import Checklist, Item
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.fanout import begins
from checklist_engine.moments import log_text
from checklist_engine.plugin import Tick
from checklist_engine.scope import Record
from checklist_engine.value import Value

_SETTLED = ("done", "met")


class Ticked(Value):
    """What ticks come to: entries for the log, oldest first, and in words what could not be taken over."""

    entries: tuple[dict[str, str], ...]
    items: tuple[Item, ...]
    """The item of each entry, as it was before."""
    remarks: tuple[str, ...]


def element_fields(program: Program, record: Record, item: Item) -> dict[str, str]:
    """The fields of a log entry that say which element of each list is meant, where the list has more than one."""
    entry = {}
    for dimension, key in item.elements:
        about = program.registry.dimensions.get(dimension, {})
        field = about.get("log")
        listed = program.registry.listed(dimension, record.data)
        if isinstance(field, str) and key is not None and len(listed) > 1:
            entry[field] = key
    return entry


def not_begun(program: Program, record: Record, item: Item, at: int) -> dict[str, str]:
    """The elements of an item that begin only after the day of ``at``, so that nothing of them was done then.

    By the fields of a log entry that say which is meant, with the words for each. What is done before an element
    begins, such as preparing for it, is left out: its window opens earlier.
    """
    starts, opens = begins(program, record), item.window.opens
    found = {}
    for dimension, key in item.elements:
        field = program.registry.dimensions.get(dimension, {}).get("log")
        start = next((stamp for stamp, one in starts.get(dimension, ()) if one == key), None)
        if (
            isinstance(field, str)
            and start is not None
            and opens is not None
            and at < start <= datetime.fromisoformat(opens).timestamp()
        ):
            found[field] = dict(item.labels).get(dimension, str(key))
    return found


def entries_of(
    ticks: Iterable[Tick], checklist: Checklist, program: Program, record: Record, today: str, last: str
) -> Ticked:
    """The log entries that are missing for ``ticks``.

    ``today`` is for a tick without a date: a moment or a day as the log writes it. A tick dated after the day ``last``
    counts as of today: nobody has done anything tomorrow. What the log has already is left alone, so that doing this
    twice adds nothing; of a reminder that is never done, and of what is to be done several times, a tick of a later day
    than the last one is a new entry.
    """
    found: list[tuple[str, dict[str, str], Item]] = []
    remarks: list[str] = []
    seen: set[tuple[str, str]] = set()
    for tick in sorted(ticks, key=lambda one: (one.on or "9", one.item)):
        if tick.case != checklist.case:
            continue
        items = _meant(tick.item, checklist)
        if not items:
            remarks.append(f"“{tick.item}” is ticked, and is no longer in the checklist")
            continue
        item = items[0]
        if item.kind != "do":
            if item.status not in _SETTLED:
                remarks.append(f"“{item.title}” is ticked: log what you heard with `checklist heard`")
            continue
        unread = tick.unread if tick.on is None or _is_day(tick.on) else tick.on
        on = tick.on if tick.on is not None and _is_day(tick.on) and tick.on <= last else None
        once = (tick.item, (on or today[:10]) if item.standing or item.progress is not None else "")
        if once in seen or all(_has(one, on or today[:10]) or _is_old(one, on, record) for one in items):
            continue
        seen.add(once)
        if tick.on is not None and unread is None and on is None:
            remarks.append(f"“{item.title}” is ticked on {tick.on}, which lies ahead; it counts as of today")
        if unread is not None:
            remarks.append(
                f"“{item.title}” is ticked on “{unread}”, which is no day such as {today[:10]}; it counts as of today"
            )
        entry = {"at": on or today, "did": item.action, **element_fields(program, record, item)}
        if len(items) == 1 and item.person:
            entry["to"] = item.person
        elif len(items) > 1:  # it was ticked before its people had names: it is done for all of them
            shared = set.intersection(*(set(element_fields(program, record, one).items()) for one in items))
            entry = {"at": entry["at"], "did": item.action, **dict(sorted(shared))}
        found.append((entry["at"], entry, item))
    found.sort(key=lambda one: one[0])
    return Ticked(
        entries=tuple(entry for _, entry, _ in found),
        items=tuple(item for _, _, item in found),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _meant(name: str, checklist: Checklist) -> list[Item]:
    """The item of that id; else those into which it has been split since names are known."""
    exact = [item for item in checklist.items if item.id == name]
    return exact or [item for item in checklist.items if item.id.startswith(f"{name}/")]


def _is_old(item: Item, on: str | None, record: Record) -> bool:
    """Whether the log has a tick of that day, though the item is to be done anew since then."""
    elements = dict(item.elements)
    return on is not None and any(
        entry.verb == "did" and entry.name == item.action and log_text(entry.at.start, record.zone).startswith(on)
        and (item.person is None or entry.person in (None, item.person))
        and all(elements.get(dimension, key) == key for dimension, key in entry.elements.items())
        for entry in record.log
    )  # fmt: skip


def _has(item: Item, day: str) -> bool:
    if item.standing or (item.progress is not None and item.status not in _SETTLED):
        return item.done is not None and day <= item.done.at[:10]
    return item.status in _SETTLED
