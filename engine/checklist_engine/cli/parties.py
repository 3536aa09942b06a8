"""With whom and how: what the options `--to`, `--from` and `--by` name. A slip in one is told as the option's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from checklist_engine.cli.names import words_of
from checklist_engine.keys import plain
from checklist_engine.problems import Problem, Problems, nearest


def find_person(people: Mapping[str, Any], text: str | None, option: str = "--to") -> str | None:
    """The key of the person meant by ``text``: a key, a name or a part of one, in any case, with or without accents.

    Raises Problems where it is nobody's, or several people's.
    """
    if text is None or text in people:
        return text
    wanted = plain(text)
    found = [
        key
        for key, about in people.items()
        if wanted in (plain(key), *words_of(about.get("name", ""))) or wanted == plain(str(about.get("name", "")))
    ]
    if len(found) == 1:
        return found[0]
    near = nearest(text, people)
    raise Problems([Problem(
        id="reference/person",
        message=f"{option}: “{text}” could be several people" if found
        else f"{option}: there is no person “{text}” in the record",
        expected=f"one of {', '.join(found or people)}" if people else "a person under `people`; there is none",
        hint=f"Did you mean “{near}”?" if near and not found else None,
    )])  # fmt: skip


def find_channel(channels: Collection[str], text: str | None, option: str = "--by") -> str | None:
    """The channel meant by ``text``, in any case, with or without hyphens. Raises Problems where there is none."""
    if text is None:
        return None
    wanted = text.casefold().replace("-", "")
    found = next((one for one in channels if one.casefold().replace("-", "") == wanted), None)
    if found is not None:
        return found
    near = nearest(text, channels)
    raise Problems([Problem(
        id="reference/channel", message=f"{option}: there is no channel “{text}”",
        expected=f"one of {', '.join(channels)}" if channels else "nothing: the pack knows no channels",
        hint=f"Did you mean “{near}”?" if near else None,
    )])  # fmt: skip
