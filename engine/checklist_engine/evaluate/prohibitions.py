"""Prohibitions: when a `dont` was broken, and which items it holds back.

A `dont` without a limit is broken by an entry inside its window. With a limit it is broken by the entry that comes
once too often within the limit's stretch of time. A date-only entry counts in the person's favour: it breaks
only what it breaks at every hour of that day.
"""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.compile.lengths import LengthOf
from checklist_engine.compile.often import Limit
from checklist_engine.compile.steps import shifted
from checklist_engine.compile.windows import Span
from checklist_engine.evaluate.tally import Tally
from checklist_engine.evaluate.turns import held_back
from checklist_engine.evaluate.voices import Speaking
from checklist_engine.moments import FOREVER, MomentError, point
from checklist_engine.phrases import in_words
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
        free_again = _later(entries[index - limit.more_than], limit.per, scope)
        entry = entries[index]
        if _last(entry) <= free_again:
            found.append(entry)
    return found


def against(
    entries: Iterable[Entry], voices: Iterable[Speaking], forbidden: Iterable[Ban], scope: Scope
) -> dict[int, tuple[str, ...]]:
    """Of what was done against somebody's word, by the entry's place in the log, the sources that said not to.

    Those are the item's own prohibitions, and those of other actions that name it.
    """
    spoken = [voice for voice in voices if voice.rule.kind == "dont"]
    broken = {voice.rule.id: {entry.index for entry in breaches(voice, scope)} for voice in spoken}
    others = [ban for ban in forbidden if ban.voice not in spoken and ban.voice.rule.limit is None]
    found = {}
    for entry in entries:
        scope.case.spend(len(others))
        said = [voice for voice in spoken if entry.index in broken[voice.rule.id]]
        said += [
            ban.voice for ban in others
            if ban.start <= entry.at.start and _last(entry) <= ban.end
            and (not ban.voice.rule.channels or entry.channel in ban.voice.rule.channels)
        ]  # fmt: skip
        if said:
            found[entry.index] = tuple(dict.fromkeys(source for voice in said for source in voice.sources))
    return found


def bans(voice: Speaking, scope: Scope) -> list[Ban]:
    """The stretches in which this prohibition holds its items back; none while a limit is not used up."""
    limit = voice.rule.limit
    if limit is None:
        return [Ban(start=start, end=end, voice=voice, reason="") for start, end in voice.span.pieces]
    entries = _counted(voice, scope)
    if len(entries) < limit.more_than or limit.more_than == 0:
        return []
    until = _later(entries[-limit.more_than], limit.per, scope)
    length = limit.per(scope)
    within = f" within {in_words(*length)}" if length is not None and not limit.in_all else ""
    return [Ban(start=entries[-1].at.start, end=until, voice=voice, reason=f"already {_times(limit)}{within}")]


def turn_held_back(voice: Speaking, bans: Iterable[Ban], scope: Scope) -> Speaking:
    """The voice with a turn of `every` moved to where a used-up limit lifts, if that holds back all of it."""
    often, start = voice.rule.often, voice.span.start
    if often is None or often.every is None or start is None or voice.progress is None or voice.progress.full:
        return voice
    limits = (ban for ban in bans if ban.voice.rule.limit is not None and not ban.voice.rule.channels)
    lifts = max((ban.end for ban in limits if ban.start <= start), default=0)
    if not voice.span.end <= lifts < FOREVER:
        return voice
    moved, progress = held_back(voice.span, voice.progress, lifts, scope)
    return voice.replace(span=moved, progress=progress)


def used(voice: Speaking, scope: Scope) -> Tally | None:
    """How much of its limit is used now, and, where all of it is, until when; None of what is no limit."""
    limit = voice.rule.limit
    if limit is None:
        return None
    entries = _counted(voice, scope)
    times = sum(_later(entry, limit.per, scope) > scope.case.now for entry in entries)
    full = 0 < limit.more_than <= times
    end = _later(entries[-limit.more_than], limit.per, scope) if full else FOREVER
    return Tally(times=times, wanted=limit.more_than, start=None, end=end, full=full)


def allows(voice: Speaking, scope: Scope, channels: str) -> str | None:
    """What a limit allows, in words: ``no more than once in 6 hours by phone``; None of what allows nothing.

    ``channels`` are the pack's words for those of the rule, empty where it has none.
    """
    limit = voice.rule.limit
    if limit is None or not limit.more_than:
        return f"not {channels}" if channels else None
    length = None if limit.in_all else limit.per(scope)
    within = f" in {in_words(*length)}" if length is not None else ""
    return f"no more than {_times(limit)}{within}{f' {channels}' if channels else ''}"


def _times(limit: Limit) -> str:
    return "once" if limit.more_than == 1 else f"{limit.more_than} times"


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
    return any(start <= entry.at.start and _last(entry) <= end for start, end in span.pieces)


def _last(entry: Entry) -> int:
    """The second at which it was over at the latest: of a day without an hour, that day's end."""
    return entry.at.end if entry.at.is_day else entry.at.start + 1


def _later(entry: Entry, per: LengthOf, scope: Scope) -> int:
    """The second from which the entry does not count any more; FOREVER where nobody knows how long it does."""
    length = per(scope)
    if length is None:
        return FOREVER
    # From the start of a day without an hour: in the person's favour.
    begin = point(entry.at.start, entry.at.zone).counted_from(entry.at.day)
    try:
        return shifted(scope, begin, *length).start
    except MomentError:
        return FOREVER
