"""Lines of todo.txt: what stands in one, and how text of ours is kept from meaning anything there.

The format's own rules are those of https://github.com/todotxt/todo.txt. Of a done line three orders are met in
people's files, and all are read: ``x DONE CREATED text pri:A``, ``x DONE (A) CREATED text`` and
``x (A) DONE CREATED text``. The first is what we write.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from checklist_engine.value import Value
from checklist_engine.words import clean, clip

_DAY = r"\d{4}-\d\d-\d\d"
_OPEN = re.compile(rf"(?:\(([A-Z])\) +)?(?:({_DAY}) +)?(.*)", re.DOTALL)
_DONE = re.compile(rf"x +(?:\(([A-Z])\) +)?(?:({_DAY}) +)?(?:\(([A-Z])\) +)?(?:({_DAY}) +)?(.*)", re.DOTALL)
_UID = re.compile(r"uid:([^\s~:]+)~([^\s~:]+)~([0-9a-f]{8})([A-Z0])")
_LONGEST = 300
"""Columns of a title. Nobody reads a longer one in a list, and no client breaks lines well."""


class Line(Value):
    """One task. ``words`` are its text without dates, priority and our key; ``created`` and ``done`` are days."""

    words: tuple[str, ...]
    is_done: bool = False
    priority: str | None = None
    created: str | None = None
    done: str | None = None
    case: str | None = None
    item: str | None = None
    sum: str = ""
    """The checksum of the words that we wrote; another than that of ``words`` where a person has edited them."""
    given: str | None = None
    """The priority that we wrote."""

    @property
    def is_edited(self) -> bool:
        """Whether a person has changed the text, the tags or the dates behind them."""
        return self.sum != checksum(self.words)

    def text(self) -> str:
        """The line as we write it."""
        key = f"uid:{_quoted(self.case)}~{_quoted(self.item)}~{self.sum or checksum(self.words)}{self.given or '0'}"
        if self.is_done:
            kept = [f"pri:{self.priority}"] if self.priority else []
            return " ".join(["x", str(self.done), self.created or str(self.done), *self.words, *kept, key])
        front = [f"({self.priority})"] if self.priority else []
        return " ".join([*front, *([self.created] if self.created else []), *self.words, key])


def parse(text: str) -> Line:
    """The parts of a line (without its line break). Never fails: what is no task of ours has no ``item``."""
    keys = _UID.findall(text)
    own = keys[0] if len(keys) == 1 else None  # a line with two keys is two lines glued together: a person's now
    match = _DONE.fullmatch(text)
    if match:
        first, done, second, created, rest = match.groups()
        priority = first or second
        if own and done and not created:
            done, created = None, done  # an x typed in front of our line, whose own day stays as it is
    else:
        priority, created, rest = _OPEN.fullmatch(text).groups()  # type: ignore[union-attr] # it matches anything
        done = None
    words = [word for word in rest.split() if not (own and _UID.fullmatch(word))]
    if match and own and words and re.fullmatch(r"pri:[A-Z]", words[-1]):
        priority = words.pop()[-1]
    named: dict[str, str] = {}
    if own:
        named = {"case": unquote(own[0]), "item": unquote(own[1]), "sum": own[2]}
    return Line(
        words=tuple(words), is_done=match is not None, priority=priority, created=created, done=done,
        given=own[3] if own and own[3] != "0" else None, **named,
    )  # fmt: skip


def checksum(words: tuple[str, ...]) -> str:
    """Eight hexadecimal digits that change with any word; the blanks between them do not count."""
    from hashlib import sha256

    return sha256(" ".join(words).encode("utf-8", "surrogateescape")).hexdigest()[:8]


def title(text: str) -> list[str]:
    """The words of a title, none of which is a project, a context or a ``key:value`` to any reader."""
    return [part for word in clip(clean(text), _LONGEST).split() for part in _disarmed(word)]


def tag(sign: str, text: str) -> str:
    """A project (``+``) or context (``@``) that is one word."""
    return sign + (re.sub(r"[^\w.-]+", "-", clean(text)).strip("-.") or "case")


def _disarmed(word: str) -> list[str]:
    if word[:1] in "+@":
        return [f"({word})"]
    # "14:00" is no key to anybody.
    if re.search(r"\S:\S", word) and not re.fullmatch(r"\W*\d+:\d\d\W*(?:\d+:\d\d\W*)?", word):
        return re.sub(r":(?=\S)", ": ", word).split()
    return [word]


def _quoted(name: str | None) -> str:
    return quote(name or "", safe="/", errors="replace").replace("~", "%7E")
