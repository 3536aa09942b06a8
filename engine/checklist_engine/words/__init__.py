"""Wording that all formats share, so that a date and a disagreement sound the same everywhere.

This is the one place that a plugin imports wording from: text as harmless lines (`clean`, `width`, `clip`,
`pad`, `wrap`) or data as JSON (`json_text`), moments in words (`day`, `stretch`, `until` …), counts, titles and
sentences on items, and the groups of a checklist. All but the JSON is plain, clean text of one line; escaping for
its own syntax is a format's business.
"""

from __future__ import annotations

from checklist_engine.words.asking import asking
from checklist_engine.words.characters import clean, clip, json_text, pad, width, wrap
from checklist_engine.words.days import (
    by,
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
from checklist_engine.words.groups import Group, group_of, grouped, is_long_past, nothing_now
from checklist_engine.words.joining import count, join, lower_first, name, notes, sentence
from checklist_engine.words.sayings import (
    advising,
    agreement,
    best,
    closing,
    dissent,
    runner_up,
    sources,
    speaking,
    voice,
    voices,
    when,
    who,
)
from checklist_engine.words.states import (
    ahead,
    assuming,
    done,
    happened,
    held,
    late,
    not_by,
    often,
    overdue,
    progress,
    tailored,
    used,
)
from checklist_engine.words.telling import told
from checklist_engine.words.titles import title, titles, too_often

__all__ = [
    "Group",
    "advising",
    "agreement",
    "ahead",
    "asking",
    "assuming",
    "best",
    "by",
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
    "happened",
    "held",
    "is_long_past",
    "join",
    "json_text",
    "last_day",
    "late",
    "lower_first",
    "minutes",
    "moment",
    "name",
    "not_by",
    "notes",
    "nothing_now",
    "often",
    "ordinal",
    "overdue",
    "pad",
    "progress",
    "runner_up",
    "sentence",
    "sources",
    "span",
    "speaking",
    "stretch",
    "tailored",
    "title",
    "titles",
    "told",
    "too_often",
    "until",
    "used",
    "voice",
    "voices",
    "weekday",
    "when",
    "who",
    "width",
    "wrap",
]
