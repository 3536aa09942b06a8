"""Reading a list that we wrote and a person has worked in: which lines are ours, what is ticked, what they wrote.

In the file stands a comment with the case and a checksum of everything that we wrote. A task is known by the code span
with its item's id, if that id was listed: so a box of the person's own is never taken for one of ours, whatever is in
it. The box counts as theirs only if the record had not ticked it. Of any other line as many are ours as we wrote, the
last ones: a rule or a heading that the person has too, in front matter say, stays theirs. After the comment all is
theirs. A line ends at a line feed only; a carriage return before it is part of the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote, unquote

from checklist_engine import words
from checklist_engine.plugin import Refused
from checklist_engine.value import Value

_COMMENT = re.compile(r"^<!-- checklist (\S+)((?:\s+[0-9a-f]{8})+)\s+-->[ \t\r]*(?:\n|\Z)", re.MULTILINE)
_BEGUN = re.compile(r"^<!-- checklist ", re.MULTILINE)
BULLET = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+|(?=\[))(?:\[( ?[xX] ?|.)\](?:\s+|(?=\*\*)))?(?=\S)")
"""The front of a point or task; the sign in its box, if it has one.

A blank too much beside an x is a slip, and so is one too few before or behind the box.
"""
TICKS = frozenset("xXvV✓✔")
"""The signs of a box that say that it is done. Programs write x; people type others. All others are no ticks."""
_SPAN = re.compile(r"\\.|(`+)(?!`)(.+?)(?<!`)\1(?!`)|`+")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_DAY = re.compile(r"✅\ufe0f? ?(\S{1,20})")
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_A_ROW = 12
_LONGEST = 50_000
"""Characters of a line: unpaired backticks of many lengths take a time that grows faster than their number."""


class Seen(Value):
    """A line of the file that stands for one of our items."""

    item: str
    line: str
    box: str | None
    text: str
    """From the title to the id: our part, where the line `is_intact`."""
    tail: str
    """What stands behind that."""
    is_intact: bool
    """Whether our part is as we wrote it; else the whole line is in the person's words."""
    is_ticked: bool
    """By the person: the record did not have it done."""

    @property
    def day(self) -> tuple[str | None, str | None]:
        """The day behind a ticked box as Obsidian's Tasks writes it (``✅ 2026-11-20``); else what is there instead."""
        found = _DAY.findall(self.tail if self.is_intact else self.line) if self.is_ticked else []
        written = found[-1].rstrip(".,;)") if found else None
        return (written, None) if written is None or _ISO.fullmatch(written) else (None, written)


class Existing:
    """What a file holds: whose it is, our items in it, and the person's lines by where they stand.

    Raises Refused where the comment has been damaged, for then nobody can tell their lines from ours.
    """

    def __init__(self, text: str) -> None:
        self._sums: Counter[str] = Counter()
        body, self.end, self.cases = self._signed(text)
        self.items: dict[str, Seen] = {}
        self.notes: dict[str, list[list[str]]] = {}
        """The person's lines, by the key of our line above them."""
        lines = body.split("\n")
        seen = self._items(lines)
        ours = self._ours(lines, seen)
        anchor, block = "", list[str]()
        for place, line in enumerate(lines):
            if (found := seen.get(place)) is not None:
                key: str | None = f"item {found.item}"
            elif place in ours:
                key = heading(line)
            else:
                block.append(line)
                continue
            self._keep(anchor, block)
            anchor, block = key or anchor, []
        self._keep(anchor, block)

    def _signed(self, text: str) -> tuple[str, str, set[str]]:
        """The text without our comment, what follows that, and the cases that it names."""
        found = list(_COMMENT.finditer(text))
        if not found and _BEGUN.search(text):
            raise Refused("the comment that tells our lines from yours is damaged, and nothing was changed")
        for comment in found:
            self._sums.update(comment[2].split())
        if not found:
            return text, "", set()
        body = _COMMENT.sub("", text[: found[-1].end()])
        return body, text[found[-1].end() :], {unquote(comment[1]) for comment in found}

    def _items(self, lines: list[str]) -> dict[int, Seen]:
        """The lines that stand for our items, by their place: those as we wrote them before those in other words."""
        found = {place: seen for place, line in enumerate(lines) if (seen := self._seen(line)) is not None}
        kept = {}
        for intact in (True, False):
            for place, seen in found.items():
                if seen.is_intact is not intact:
                    continue
                first = self.items.setdefault(seen.item, seen)
                if first is not seen and (not intact or seen.tail):
                    continue  # somebody's own line on an item that has its line already
                if seen.is_ticked and not first.is_ticked:
                    self.items[seen.item] = first.replace(is_ticked=True)
                kept[place] = seen
        return kept

    def _seen(self, line: str) -> Seen | None:
        bullet = BULLET.match(line)
        if bullet is None or "`" not in line or len(line) > _LONGEST:
            return None
        box, last = bullet[1], None
        for item, end in spans(line):
            if sum_of("item", item) not in self._sums:
                continue
            text, foot = line[bullet.end() : end], _FOOTNOTE.match(line, end)
            last = Seen(
                item=item, line=line.rstrip(), box=box, text=text,
                tail=line[foot.end() if foot else end :].rstrip(),
                is_intact=sum_of("text", text) in self._sums and (box in (None, " ") or is_tick(box)),
                is_ticked=is_tick(box) and sum_of("done", item) not in self._sums,
            )  # fmt: skip
            if last.is_intact:
                return last
        is_task = last is not None and (box is not None or not last.tail)
        return last if is_task and sum_of("line", line.rstrip()) not in self._sums else None

    def _ours(self, lines: list[str], seen: dict[int, Seen]) -> set[int]:
        """The places of the other lines that we wrote."""
        left, ours = self._sums.copy(), set()
        for place in range(len(lines) - 1, -1, -1):
            line = lines[place].rstrip()
            if line and place not in seen and left[key := sum_of("line", line)] > 0:
                left[key] -= 1
                ours.add(place)
        return ours

    def _keep(self, anchor: str, block: list[str]) -> None:
        while block and not block[-1].strip():
            block.pop()  # ours: the empty line before what follows
        if block:
            self.notes.setdefault(anchor, []).append(block)


def is_tick(box: str | None) -> bool:
    """Whether the sign in a box says that it is done."""
    return box is not None and box.strip() in TICKS


def spans(line: str) -> Iterator[tuple[str, int]]:
    """The code spans of a line: what they show, and where they end."""
    for found in _SPAN.finditer(line):
        if found[1]:
            inner = found[2]
            padded = inner[:1] == inner[-1:] == " " and inner.strip()
            yield inner[1:-1] if padded else inner, found.end()


def heading(line: str) -> str | None:
    """What a person's lines below this heading of ours hang on; the list's own title may change."""
    return ("#" if line.startswith("# ") else line.strip()) if line.startswith("#") else None


def sum_of(kind: str, text: str) -> str:
    """Eight hexadecimal digits for a text that we wrote, told apart by what it is."""
    from hashlib import sha256

    return sha256(f"{kind} {text}".encode("utf-8", "replace")).hexdigest()[:8]


def comment(case: str, sums: list[str]) -> list[str]:
    """The lines of our comment; no case, whatever its name, can end it early."""
    rows = [" ".join(sums[start : start + _A_ROW]) for start in range(0, len(sums), _A_ROW)]
    return [f"<!-- checklist {quoted(case)}", *rows[:-1], f"{rows[-1]} -->"]


def quoted(case: str) -> str:
    """A case's id as one word without ``--``."""
    return quote(case, safe="", errors="replace").replace("--", "-%2D").replace("--", "-%2D") or "%20"


def refuse_another(existing: Existing, case: str) -> None:
    """Raises Refused where the file is the list of another case."""
    others = sorted(other for other in existing.cases if quoted(other) != quoted(case))
    if others:
        raise Refused(f"this is the list of another case ({words.clean(others[0])}), and nothing was changed")
