"""The stretch of an item's time that holds a moment, where only one source speaks and its time has gaps."""

from __future__ import annotations

from checklist_engine.checklist import Item
from checklist_engine.words.days import minutes


def ends(item: Item, at: str) -> str | None:
    """The end of that stretch, where the source's time goes on after it; None where it does not, or where others speak.

    Seasons and weekdays part a source's time. Where several speak, what most agree on is told instead.
    """
    own = [voice for voice in item.voices if voice.kind == item.kind]
    closes = item.window.closes
    if len({voice.source for voice in own}) != 1:
        return None
    moment = minutes(at)
    there = [
        one.to for voice in own for one in voice.window
        if one.to is not None and (one.from_ is None or minutes(one.from_) <= moment) and moment < minutes(one.to)
    ]  # fmt: skip
    last = max(there, key=minutes, default=None)
    return last if last is not None and (closes is None or minutes(last) < minutes(closes)) else None
