"""Counting and joining words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checklist_engine.words.characters import clean


def count(number: int, singular: str, plural: str | None = None) -> str:
    """``1 source``, ``3 sources``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def join(names: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *some, final = [clean(name) for name in names] or [""]
    return f"{', '.join(some)} {last} {final}" if some else final


def verb(source: str, theirs: str, yours: str) -> str:
    """The form of a verb that fits one source: ``hays says``; but ``you say``, for a person's own rules."""
    return yours if source == "you" else theirs


def sentence(text: str) -> str:
    """With a capital in front and a full stop behind, where it has none."""
    text = clean(text)
    return text[:1].upper() + text[1:] + ("" if text[-1:] in ".!?…:" else ".") if text else ""


def notes(given: Sequence[str]) -> list[str]:
    """The notes of a checklist: short ones together, and each that is a sentence by itself."""
    short = [note for note in given if not note.endswith((".", "?", "!"))]
    return [*(["; ".join(short)] if short else []), *(note for note in given if note not in short)]


def lower_first(text: str) -> str:
    """For a title inside a sentence; a first word like `CV`, `LinkedIn` or `I` stays as it is."""
    word = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if len(word) > 1 and word[1:].islower() else text


def name(sources: Iterable[str]) -> str:
    """Sources by their short ids: ``hays and six-rs``; of many, two by name and how many others."""
    names = list(dict.fromkeys(sources))
    if len(names) < 4:
        return join(names)
    return join([*names[:2], f"{len(names) - 2} others"])
