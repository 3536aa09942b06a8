"""Titles as they stand in a list: what is advised against says so itself, and no two of them look alike."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.checklist import Checklist, Item, Voice
from checklist_engine.words.characters import clean
from checklist_engine.words.joining import join, lower_first

_FRONT = {"dont": "Do not", "need_not": "No need to"}
_SAID = ("do not ", "don't ", "never ", "avoid ", "no ", "not ", "refrain ")
"""Titles that say so themselves."""
_LIMIT = "no more than "
"""What is said once of several limits."""


def limits(voices: Iterable[Voice]) -> list[str]:
    """What limits allow, each once: ``no more than once in 7 days``, ``twice in 14 days by phone``."""
    said = list(dict.fromkeys(clean(voice.limit) for voice in voices if voice.limit))
    return [*said[:1], *(one.removeprefix(_LIMIT) for one in said[1:])]


def too_often(item: Item) -> list[str]:
    """The limits on other actions of which a prohibition speaks; of its own its title tells.

    Its title says “Do not …”: behind that, “at most once in 7 days” is plainer than “no more than”.
    """
    said = limits(voice for voice in item.voices if voice.kind == item.kind == "dont" and voice.of)
    return [f"at most {one.removeprefix(_LIMIT)}" if number == 0 else one for number, one in enumerate(said)]


def title(item: Item) -> str:
    """The title; ``Do not apologise …`` and ``No need to tell …`` cannot be taken for something to do.

    What is only limited says by how much: ``Give the syrup: no more than once in 6 hours``. Where the limit is on other
    actions, the title says what would be too much: ``Do not call again and again``.
    """
    said = clean(item.title)
    voices = [voice for voice in item.voices if voice.kind == item.kind == "dont"]
    if voices and all(voice.limit and not voice.of for voice in voices):
        return f"{said}: {join(limits(voices))}"
    if item.kind not in _FRONT or said.lower().startswith(_SAID):
        return said
    return f"{_FRONT[item.kind]} {lower_first(said)}"


def titles(checklist: Checklist) -> dict[str, str]:
    """Every item's title, by its id; those that are alike are told apart: ``Look back (second)``."""
    alike: dict[str, list[Item]] = {}
    for item in checklist.items:
        alike.setdefault(title(item), []).append(item)
    found: dict[str, str] = {}
    for said, items in alike.items():
        marks = [_mark(item, items) for item in items] if len(items) > 1 else [""]
        found.update((item.id, f"{said} ({mark})" if mark else said) for item, mark in zip(items, marks, strict=True))
    return found


def _mark(item: Item, alike: list[Item]) -> str:
    """What only some of the items have: their rounds, their people."""
    others = [dict(other.labels) for other in alike]
    return ", ".join(
        f"{dimension} {said}" if said.isdigit() else said
        for dimension, label in item.labels
        if any(other.get(dimension) != label for other in others) and (said := clean(label))
    )
