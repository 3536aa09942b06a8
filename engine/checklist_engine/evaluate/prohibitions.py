"""Prohibitions: when a `dont` was broken, and which items it holds back.

A `dont` without a limit is broken by an entry inside its window. With a limit it is broken by the entry that comes
once too often within the limit's stretch of time. A date-only entry counts in the person's favour: it breaks
only what it breaks at every hour of that day.
"""

from __future__ import annotations

from checklist_engine.compile.windows import Span
from checklist_engine.evaluate.voices import Speaking
from checklist_engine.moments import FOREVER, MomentError, point, shift
from checklist_engine.scope import Entry, Scope
from checklist_engine.value import Value


class Ban(Value):
    """A stretch ``[start, end)`` in which an item is held back, by which voice, and why in words."""

    start: int
    end: int
    voice: Speaking
    reason: str


def breaches(voice: Speaking, scope: Scope) -> list[Entry]:
    """The log's entries that break this prohibition."""
    entries = _counted(voice, scope)
    limit = voice.rule.limit
    if limit is None:
        return entries
    found = []
    for index in range(limit.more_than, len(entries)):
        free_again = _later(entries[index - limit.more_than], limit.count, limit.unit, scope)
        entry = entries[index]
        if (entry.at.end if entry.at.is_day else entry.at.start + 1) <= free_again:
            found.append(entry)
    return found


def ban(voice: Speaking, scope: Scope) -> Ban | None:
    """The stretch in which this prohibition holds its items back; None while a limit is not used up."""
    limit = voice.rule.limit
    if limit is None:
        start = voice.span.start
        return None if start is None else Ban(start=start, end=voice.span.end, voice=voice, reason="")
    entries = _counted(voice, scope)
    if len(entries) < limit.more_than or limit.more_than == 0:
        return None
    until = _later(entries[-limit.more_than], limit.count, limit.unit, scope)
    times = "once" if limit.more_than == 1 else f"{limit.more_than} times"
    span = f"{limit.count} {limit.unit}{'' if limit.count == 1 else 's'}"
    return Ban(start=entries[-1].at.start, end=until, voice=voice, reason=f"already {times} within {span}")


def _counted(voice: Speaking, scope: Scope) -> list[Entry]:
    """The entries that this prohibition looks at: its actions, its channels, this item's elements, in its window."""
    channels = voice.rule.channels
    return [
        entry
        for entry in scope.case.entries("did", voice.rule.counted)
        if scope.concerns(entry) and (not channels or entry.channel in channels) and _inside(entry, voice.span)
    ]


def _inside(entry: Entry, span: Span) -> bool:
    if span.start is None:
        return False
    last = entry.at.end if entry.at.is_day else entry.at.start + 1
    return span.start <= entry.at.start and last <= span.end


def _later(entry: Entry, count: int, unit: str, scope: Scope) -> int:
    # From the start of a day without an hour: in the person's favour.
    begin = point(entry.at.start, entry.at.zone).counted_from(entry.at.day)
    try:
        return shift(begin, count, unit, scope.case.working_days).start
    except MomentError:
        return FOREVER
