"""Laying a new list over one in which a person has ticked and written.

At the end of what we write stands a comment with a short checksum of each of our lines. A line of the existing file
that is not among them is the person's: a note, or one of our tasks in other words. It stays, below the task or heading
under which it stands; where that is gone, under a heading of its own. A box that the person ticked stays ticked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import quote, unquote

from checklist_engine.plugin import Refused

LEFT_OVER = "## Notes on what is no longer listed"
_MARK = re.compile(r"<!-- checklist (\S*)((?:\s+[0-9a-f]{6})*) -->\s*")
_BEGIN = re.compile(r"<!-- checklist \S*(?:\s+[0-9a-f]{6})*(?: -->)?\s*")
_REST = re.compile(r"(?:[0-9a-f]{6}\s*)+(?: -->)?\s*|-->\s*")
_TASK = re.compile(r"- \[([ xX])\] (.*)")
_ID = re.compile(r".* `([^`\s]+)`(?:\[\^\S+\])?(?: ✅ \d{4}-\d\d-\d\d)?\s*")
_DAY = re.compile(r"✅ (\d{4}-\d\d-\d\d)")
_A_ROW = 12


class Existing:
    """What a file holds: whose it is, which of our items are ticked, and the person's lines by where they stand.

    ``known`` are the items of today's list: a line that is not as we wrote it is one of these in the person's words, or
    else a note. None takes every task for one of ours, for reading ticks alone.
    """

    def __init__(self, text: str, known: Collection[str] | None = None) -> None:
        self.case, self._sums = _signed(text)
        self._known = known
        self.ticked: dict[str, str | None] = {}
        """Items with a ticked box, and the day behind it where there is one (as Obsidian's Tasks writes it)."""
        self.own_words: dict[str, str] = {}
        """Tasks of ours that the person has put in other words: the whole line, by item."""
        self.gone: dict[str, str] = {}
        """Ticked tasks whose item is not in today's list: the whole line, by item."""
        self.notes: dict[str, list[list[str]]] = {}
        """The person's lines, by the key of our line above them."""
        anchor, block = "", list[str]()
        for line in _unsigned(text):
            if self._is_ours(line):
                self._keep(anchor, block)
                block = []
                anchor = key_of(line) or anchor
            else:
                block.append(line)
        self._keep(anchor, block)

    def _is_ours(self, line: str) -> bool:
        """Whether we wrote this line, or a task in its place; notes what the person did with it."""
        if not line.strip():
            return False
        written, task, item = sum_of(line) in self._sums, _TASK.fullmatch(line), item_of(line)
        if task is None or item is None or self.case is None:
            return written
        if not written and ((self._known is not None and item not in self._known) or item in self.own_words):
            return False
        if task[1] != " ":
            day = _DAY.search(line)
            self.ticked[item] = day[1] if day else None
            if self._known is not None and item not in self._known:
                self.gone[item] = line
        if not written:
            self.own_words[item] = line
        return True

    def _keep(self, anchor: str, block: list[str]) -> None:
        while block and not block[-1].strip():
            block.pop()  # ours: the empty line before what follows
        if block:
            self.notes.setdefault(anchor, []).append(block)


def merged(lines: Collection[str], case: str, text: str) -> list[str]:
    """Our new ``lines`` laid over the ``text`` that is there, and the comment at the end.

    Raises Refused for the list of another case.
    """
    existing = Existing(text, {item for line in lines if (item := item_of(line)) is not None})
    if existing.case not in (None, case):
        raise Refused(f"this is the list of another case ({existing.case}), and nothing was changed")
    ours = [_boxed(line, existing) for line in lines]
    sums = sorted({sum_of(line) for line in lines if line.strip()} | {sum_of(LEFT_OVER)})
    waiting = {key: list(blocks) for key, blocks in existing.notes.items()}
    made: list[str] = [part for block in waiting.pop("", []) for part in [*block, ""]]
    for place, line in enumerate(ours):
        made.append(line)
        anchor = _anchor(ours, place)
        following = _anchor(ours, place + 1) if place + 1 < len(ours) else None
        if anchor != following and anchor in waiting:
            end = len(made)
            while not made[end - 1]:
                end -= 1
            made[end:end] = [part for block in waiting.pop(anchor) for part in block]
    if waiting or existing.gone:
        made += ["", LEFT_OVER]
        for item, line in existing.gone.items():
            made += ["", line, *(part for block in waiting.pop(f"item {item}", []) for part in block)]
        for block in (block for blocks in waiting.values() for block in blocks):
            made += block if not block[0].strip() else ["", *block]
    rows = [" ".join(sums[start : start + _A_ROW]) for start in range(0, len(sums), _A_ROW)]
    return [*made, "", f"<!-- checklist {_quoted(case)}", *rows[:-1], f"{rows[-1]} -->"]


def item_of(line: str) -> str | None:
    """The id of the item whose task or point this is: the code span at its end."""
    found = _ID.fullmatch(line) if line.startswith("- ") else None
    return found[1] if found else None


def key_of(line: str) -> str | None:
    """What a person's lines below this one hang on: an item or a heading; None for any other line."""
    if (item := item_of(line)) is not None:
        return f"item {item}"
    return line.strip() if line.startswith("#") else None


def sum_of(line: str) -> str:
    """Six hexadecimal digits of a line, the same with its box ticked or not."""
    from hashlib import sha256

    plain = _TASK.sub(r"- [ ] \2", line.strip(), count=1) if _TASK.fullmatch(line.strip()) else line.rstrip()
    return sha256(plain.encode("utf-8", "replace")).hexdigest()[:6]


def _boxed(line: str, existing: Existing) -> str:
    task, item = _TASK.fullmatch(line), item_of(line)
    if task is None or item is None:
        return line
    if item in existing.own_words:
        own = existing.own_words[item]
        return own if task[1] == " " else _TASK.sub(r"- [x] \2", own)
    day = existing.ticked.get(item)
    return f"- [x] {task[2]}" + (f" ✅ {day}" if day else "") if item in existing.ticked else line


def _anchor(lines: list[str], place: int) -> str | None:
    """The item or heading that the line at ``place`` belongs to; an empty line belongs to what is above."""
    for line in reversed(lines[: place + 1]):
        if (key := key_of(line)) is not None:
            return key
    return None


def _signed(text: str) -> tuple[str | None, frozenset[str]]:
    found = list(_MARK.finditer(text))
    if not found:
        return None, frozenset()
    return unquote(found[-1][1]), frozenset(found[-1][2].split())


def _unsigned(text: str) -> Iterator[str]:
    """The lines without our comment."""
    inside = False
    for line in text.splitlines():
        if _BEGIN.fullmatch(line) or (inside and _REST.fullmatch(line)):
            inside = not line.rstrip().endswith("-->")
        else:
            yield line


def _quoted(case: str) -> str:
    return quote(case, safe="", errors="replace").replace("--", "-%2D")
