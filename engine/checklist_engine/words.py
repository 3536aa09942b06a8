"""Wording that all formats share, so that a date and a disagreement sound the same everywhere.

This is the one place that a plugin imports wording from: text as harmless lines (`clean`, `width`, `clip`,
`pad`, `wrap`), moments in words (`day`, `stretch`, `until` …), counts, sentences on items, and the groups
of a checklist. All give plain, clean text of one line; escaping for its own syntax is a format's business.
"""

from __future__ import annotations

from checklist_engine.characters import clean, clip, pad, width, wrap
from checklist_engine.days import (
    clock,
    day,
    distance,
    ends_day,
    full,
    last_day,
    minutes,
    moment,
    ordinal,
    span,
    stretch,
    until,
    weekday,
)
from checklist_engine.groups import Group, group_of, grouped
from checklist_engine.joining import count, join, lower_first, name, sentence
from checklist_engine.sayings import (
    agreement,
    best,
    closing,
    dissent,
    runner_up,
    sources,
    speaking,
    voice,
    when,
    who,
)
from checklist_engine.states import ahead, assuming, done, held, late, often, overdue

__all__ = [
    "Group",
    "agreement",
    "ahead",
    "assuming",
    "best",
    "clean",
    "clip",
    "clock",
    "closing",
    "count",
    "day",
    "dissent",
    "distance",
    "done",
    "ends_day",
    "full",
    "group_of",
    "grouped",
    "held",
    "join",
    "last_day",
    "late",
    "lower_first",
    "minutes",
    "moment",
    "name",
    "often",
    "ordinal",
    "overdue",
    "pad",
    "runner_up",
    "sentence",
    "sources",
    "span",
    "speaking",
    "stretch",
    "until",
    "voice",
    "weekday",
    "when",
    "who",
    "width",
    "wrap",
]
