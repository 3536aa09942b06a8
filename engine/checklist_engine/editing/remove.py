"""Taking one part out of a YAML file by a person: every other byte stays as it is, comments above all.

As everywhere in editing, places come from the marks of PyYAML's events, and what comes out is read again: it must be
the old data without that part, with every comment; otherwise there is no result.
"""

from __future__ import annotations

import re
from typing import Any, Final

from checklist_engine.editing.append import BOM, data_of
from checklist_engine.editing.tree import Part, tree
from checklist_engine.problems import Problems
from checklist_engine.value import Value
from checklist_engine.yaml12.reader import read

Path = tuple[str | int, ...]
_HASH: Final = re.compile(r"(?:(?<=\s)|^)#[^\n\r]*", re.MULTILINE)


class Removal(Value):
    """What to take out of a file of a pack, and what that is called: the part at ``path``, or the comment on ``line``.

    ``file`` is relative to the pack.
    """

    file: str
    words: str
    line: int
    column: int
    path: Path | None = None


def removed(text: bytes, removal: Removal) -> bytes | None:
    """The bytes without that part or comment; None where that cannot be done without touching anything else."""
    bom = BOM if text.startswith(BOM) else b""
    try:
        old = text[len(bom) :].decode()
    except UnicodeDecodeError:
        return None
    new = _without_comment(old, removal) if removal.path is None else _without_part(old, removal.path)
    if new is None or not _only_that(old, new, removal):
        return None
    return bom + new.encode()


def comments_of(text: str) -> list[tuple[int, int, str]]:
    """The comments of a YAML text, as (start, end, words); what looks like one inside a value is none."""
    taken = _spans(tree(text)[0])
    return [
        (match.start(), match.end(), match[0])
        for match in _HASH.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]


def _spans(part: Part) -> list[tuple[int, int]]:
    if part.kind == "scalar":
        return [(part.start, part.end)]
    return [span for inner in part.items for span in _spans(inner)]


def _without_comment(text: str, removal: Removal) -> str | None:
    for start, end, _ in comments_of(text):
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if text.count("\n", 0, start) + 1 == removal.line and len(before) + 1 == removal.column:
            if not before.strip():  # the comment has a line of its own
                begin = start - len(before)
                after = re.compile(r"\r?\n|\r|\Z").match(text, end)
                return text[:begin] + text[after.end() if after else end :]
            return text[: start - (len(before) - len(before.rstrip()))] + text[end:]
    return None


def _without_part(text: str, path: Path) -> str | None:
    way = _way(tree(text)[0], path)
    if way is None:
        return None
    around, first, last = way
    start, end = around.items[first].start, around.items[last].last_leaf.end
    if around.flow:
        return _from_flow(text, around, first, last, start, end)
    return _from_lines(text, around, start, end)


def _way(root: Part, path: Path) -> tuple[Part, int, int] | None:
    """The part around that at ``path``, and the first and last of its items that have to go."""
    part, found = root, None
    for step in path:
        if isinstance(step, int):
            if part.kind != "list" or step >= len(part.items):
                return None
            found, part = (part, step, step), part.items[step]
        else:
            at = next((i for i in range(0, len(part.items), 2) if part.items[i].text == step), None)
            if part.kind != "mapping" or at is None:
                return None
            found, part = (part, at, at + 1), part.items[at + 1]
    return found


def _from_flow(text: str, around: Part, first: int, last: int, start: int, end: int) -> str | None:
    """An entry in brackets goes with the comma behind it and the blanks up to the next, or with the one before it."""
    if last + 1 < len(around.items):
        following = around.items[last + 1].start
        return text[:start] + text[following:]
    if first:
        return text[: around.items[first - 1].last_leaf.end] + text[end:]
    return None  # nothing would be left in the brackets


def _from_lines(text: str, around: Part, start: int, end: int) -> str | None:
    """An entry that has lines of its own goes with them."""
    step = 1 if around.kind == "list" else 2
    if len(around.items) <= step:
        return None
    begin = text.rfind("\n", 0, start) + 1
    lead = text[begin:start]
    if lead.strip(" -") or (around.kind == "mapping" and lead.strip()) or lead.count("-") > 1:
        return None  # something else begins on this line
    line_end = text.find("\n", end)
    if text[end : line_end if line_end >= 0 else len(text)].strip():
        return None
    return text[:begin] + (text[line_end + 1 :] if line_end >= 0 else "")


def _only_that(old: str, new: str, removal: Removal) -> bool:
    """Whether the new text reads as the old one without that part, with all comments but the one that was meant."""
    try:
        before, after = data_of(read(old.encode(), "old").root), data_of(read(new.encode(), "new").root)
    except Problems:
        return False
    said = [words.rstrip() for _, _, words in comments_of(old)]
    left = [words.rstrip() for _, _, words in comments_of(new)]
    if removal.path is None:
        return before == after and len(left) == len(said) - 1
    return bool(_take(before, removal.path) == after and said == left)


def _take(data: Any, path: Path) -> Any:
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return data
