"""Laying a new list over one in which a person has ticked and written.

What we wrote is replaced by what we say now. What the person wrote stays below the task or heading under which it
stands, byte for byte; where that is gone, under a heading of its own, with the item that it was about. A box that the
person ticked stays ticked, and what they put behind a task stays behind it. A task that they put in other words keeps
those for good. A heading or another line that they changed is theirs from then on, and ours is written again. Doing
this twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from checklist_engine.plugin import Refused
from checklist_engine.value import Value
from checklist_plugins.markdown_read import (
    BULLET,
    Existing,
    Seen,
    comment,
    heading,
    is_tick,
    refuse_another,
    spans,
    sum_of,
)

LEFT_OVER = "## Notes on what is no longer listed"


class Part(Value):
    """Some of our lines: one that a person's notes can hang on, by `key`, and those below it that belong to it."""

    key: str
    item: str | None
    lines: tuple[str, ...]


def merged(lines: Collection[str], ids: Collection[str], case: str, text: str) -> str:
    """Our new ``lines``, which list the items ``ids`` (as shown), laid over the ``text`` that is there.

    Raises Refused for the list of another case, and for one whose comment is gone or damaged.
    """
    back = "\r" if text[: text.find("\n") + 1].endswith("\r\n") else ""
    is_cut = bool(text) and not text.endswith("\n")
    existing = Existing(text + back + "\n" if is_cut else text)
    refuse_another(existing, case)
    if not existing.cases and any(_id(line, ids) and _box(line) for line in text.split("\n")):
        raise Refused("the comment that tells our lines from yours is gone from this list, and nothing was changed")
    parts = list(_parts(lines, ids))
    waiting = {key: list(blocks) for key, blocks in existing.notes.items()}
    made: list[str] = [part for block in waiting.pop("", []) for part in (*block, back)]
    for part in parts:
        made += _with_notes(part, existing, waiting, back)
    left, kept = _left_over(existing, {part.item for part in parts}, waiting, back)
    made += left
    sums = sorted([*_sums(parts), *kept])
    made += [back, *(line + back for line in comment(case, sums))]
    whole = "\n".join(made) + "\n" + existing.end
    return whole[: -1 - len(back)] if is_cut else whole


def _parts(lines: Collection[str], ids: Collection[str]) -> Iterator[Part]:
    part = Part(key="", item=None, lines=())
    for line in lines:
        item = _id(line, ids) if line.startswith("- ") else None
        key = f"item {item}" if item is not None else heading(line)
        if key is not None:
            yield part
            part = Part(key=key, item=item, lines=())
        part = part.replace(lines=(*part.lines, line))
    yield part


def _id(line: str, ids: Collection[str]) -> str | None:
    """The item whose line this is, if we wrote it: the last code span is its id."""
    found = [item for item, _ in spans(line)] if BULLET.match(line) else []
    return found[-1] if found and found[-1] in ids else None


def _box(line: str) -> str | None:
    bullet = BULLET.match(line)
    return bullet[1] if bullet else None


def _text(line: str) -> str:
    """Our part of an item's line: from the title to the id."""
    bullet, *_, (_, end) = BULLET.match(line), *spans(line)
    assert bullet is not None
    return line[bullet.end() : end]


def _with_notes(part: Part, existing: Existing, waiting: dict[str, list[list[str]]], back: str) -> list[str]:
    """A part as it stands in the file: the person's lines before the empty ones at its end."""
    ours = list(part.lines)
    if part.item is not None and part.item in existing.items:
        ours[0] = _kept(ours[0], existing.items[part.item])
    full = len(ours)
    while full and not ours[full - 1]:
        full -= 1
    lines = [line + back for line in ours]
    return [*lines[:full], *(line for block in waiting.pop(part.key, []) for line in block), *lines[full:]]


def _kept(line: str, seen: Seen) -> str:
    """Our line with what the person did to it."""
    bullet = BULLET.match(line)
    assert bullet is not None
    if not seen.is_intact:
        return _in_other_words(seen, is_done=bullet[1] == "x")
    front = "- [x] " if seen.is_ticked else bullet[0]
    return front + line[bullet.end() :] + seen.tail


def _in_other_words(seen: Seen, is_done: bool = False) -> str:
    """The person's own line; its box follows the record, unless they ticked it."""
    bullet = BULLET.match(seen.line)
    if bullet is None or bullet[1] is None:
        return seen.line
    ticks = is_done or seen.is_ticked
    if ticks is is_tick(bullet[1]):
        return seen.line
    return seen.line[: bullet.start(1)] + ("x" if ticks else " ") + seen.line[bullet.end(1) :]


def _left_over(
    existing: Existing, listed: Collection[str | None], waiting: dict[str, list[list[str]]], back: str
) -> tuple[list[str], list[str]]:
    """What the person did under items and headings that are gone, and the checksums of our lines in it."""
    gone = [
        seen
        for seen in existing.items.values()
        if seen.item not in listed
        and (seen.is_ticked or seen.tail or not seen.is_intact or f"item {seen.item}" in waiting)
    ]
    if not gone and not waiting:
        return [], []
    lines, sums = [back, LEFT_OVER + back], [sum_of("line", LEFT_OVER)]
    about = {seen.item: waiting.pop(f"item {seen.item}", []) for seen in gone}
    for block in (block for blocks in waiting.values() for block in blocks):
        lines += block if not block[0].strip() else [back, *block]
    for seen in gone:
        front = "- [x] " if seen.is_ticked else "- "
        line = front + seen.text + seen.tail if seen.is_intact else _in_other_words(seen)
        lines += [back, line + back, *(part for block in about[seen.item] for part in block)]
        sums += [sum_of("item", seen.item)] + ([sum_of("text", seen.text)] if seen.is_intact else [])
    return lines, sums


def _sums(parts: Collection[Part]) -> Iterator[str]:
    for part in parts:
        if part.item is not None:
            yield sum_of("item", part.item)
            yield sum_of("text", _text(part.lines[0]))
            if _box(part.lines[0]) == "x":
                yield sum_of("done", part.item)
        for line in part.lines[part.item is not None :]:
            if line:
                yield sum_of("line", line)
