"""How one source stands to the time that is shown as the best, in the picture and in words."""

from __future__ import annotations

from checklist_engine import words
from checklist_engine.checklist import Item, Voice
from checklist_plugins.html_scale import good

STANDS = {"agrees": "agrees", "differs": "differs", "over": "its time is over"}


def voice_stand(voice: Voice, item: Item, now: str) -> str:
    """A key of `STANDS`; empty where there is no vote: no best time, or only one source."""
    if voice.kind != item.kind:
        return "differs"
    aim = good(item, now)
    if aim is None or len(words.speaking(item)) < 2:
        return ""
    if voice.source in aim.sources:
        return "agrees"
    return "over" if voice.late else "differs"
