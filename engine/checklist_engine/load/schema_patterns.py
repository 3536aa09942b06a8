"""The patterns of a pack's record schema: each has to be a regular expression, and done with a text soon.

Python tries every way in which a pattern could fit. What the next character settles leaves one way; a pattern such
as `^(a+)+$` leaves so many that 40 letters take hours. So within a repetition the next character has to settle
everything, and elsewhere all but a few choices. What `re` makes of a pattern only its own parser says, which is private
to Python.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MOST_OPEN = 2
"""How many choices outside of repetitions the next character may leave open."""
MOST_GROUPS = 20
"""How deep groups may stand in one another."""

_AMBIGUOUS = (
    "a pattern in which the next character says how to go on",
    "Part what is repeated from what follows by a character, as in ^[a-z]+(-[a-z]+)*$.",
)
_SHALLOW = f"at most {MOST_GROUPS} groups in one another"
_SINGLE = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
_LOOKS = (sre.ASSERT, sre.ASSERT_NOT)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_OTHERS = 256
"""Stands for all characters beyond Latin-1."""
_ALL = frozenset(range(_OTHERS + 1))
Chars = frozenset[int]


def fault_of(pattern: str) -> tuple[str, str, str | None] | None:
    """What is wrong with a pattern, what was expected, and a hint; None where it will do."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            if _groups(pattern) > MOST_GROUPS:
                raise RecursionError
            re.compile(pattern)
            parsed = _parser.parse(pattern)
    except (re.error, OverflowError, FutureWarning, DeprecationWarning) as error:
        return f"“{_short(pattern)}” is not a pattern", "a regular expression", str(getattr(error, "msg", error))
    except RecursionError:
        return f"“{_short(pattern)}” is not a pattern", _SHALLOW, "There are too many groups in one another."
    try:
        _Choices(any_case="(?" in pattern and "i" in pattern).within(list(parsed), frozenset())
    except _TooOpen as why:
        return f"“{_short(pattern)}” could take for ever on a long text", *(why.args or _AMBIGUOUS)
    return None


def _groups(pattern: str) -> int:
    """How deep the groups of a pattern stand in one another; brackets that are meant as such do not count."""
    most = level = 0
    for one in re.sub(r"\\.|\[\^?\]?[^\]]*\]", "", pattern, flags=re.DOTALL):
        level += (one == "(") - (one == ")")
        most = max(most, level)
    return most


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= 60 else f"{pattern[:59]}…"


class _TooOpen(Exception):
    """There are too many ways in which the pattern could fit, or the engine cannot tell."""


class _Choices:
    """Counts the choices of a pattern that the next character leaves open. Raises _TooOpen."""

    def __init__(self, *, any_case: bool) -> None:
        """``any_case``: whether small letters may stand for capitals, as after `(?i)`."""
        self._open = 0
        self._any_case = any_case

    def within(self, parts: list[Any], after: Chars, repeated: bool = False) -> None:
        """Look at parts that follow one another; ``after`` is what may follow them all."""
        for part in reversed(parts):
            self._one(part, after, repeated)
            first, empty = _first([part])
            after = first | after if empty else first

    def _one(self, part: Any, after: Chars, repeated: bool) -> None:
        kind, about = part
        if kind is sre.BRANCH:
            self._branches(about[1], after, repeated)
        elif kind is sre.SUBPATTERN:
            self.within(list(about[3]), after, repeated)
        elif kind in _REPEATS:
            least, most, body = about
            first, empty = _first(body)
            if most > 1 and empty:
                raise _TooOpen("a repetition of what cannot be empty", None)
            self._choice(least != most and self._meet(first, after), repeated)
            self.within(list(body), after | first if most > 1 else after, repeated or most > 1)
        elif kind in _LOOKS and not repeated:
            self.within(list(about[1]), frozenset())
        elif kind not in (*_SINGLE, sre.AT):
            raise _TooOpen("characters, classes, groups, choices and repetitions only", None)

    def _branches(self, branches: list[Any], after: Chars, repeated: bool) -> None:
        for index, branch in enumerate(branches):
            self._choice(any(self._alike(branch, other, after) for other in branches[:index]), repeated)
            self.within(list(branch), after, repeated)

    def _alike(self, one: Any, other: Any, after: Chars) -> bool:
        """Whether a text may go on as either: none of their characters, one by one, tells them from each other."""
        for mine, theirs in zip(one, other, strict=False):
            if mine[0] not in _SINGLE or theirs[0] not in _SINGLE:
                break
            if not self._meet(_characters(*mine), _characters(*theirs)):
                return False
        return self._meet(*(first | after if empty else first for first, empty in map(_first, (one, other))))

    def _meet(self, one: Chars, other: Chars) -> bool:
        return bool(one & other) or (self._any_case and bool(_small(one) & _small(other)))

    def _choice(self, is_open: bool, repeated: bool) -> None:
        self._open += is_open
        if is_open and (repeated or self._open > MOST_OPEN):
            raise _TooOpen


def _first(parts: Iterable[Any]) -> tuple[Chars, bool]:
    """The characters that parts can begin with, and whether they may be nothing at all."""
    found: Chars = frozenset()
    for kind, about in parts:
        if kind is sre.BRANCH:
            several = [_first(branch) for branch in about[1]]
            first, empty = frozenset().union(*(one for one, _ in several)), any(empty for _, empty in several)
        elif kind is sre.SUBPATTERN:
            first, empty = _first(about[3])
        elif kind in _REPEATS:
            first, empty = _first(about[2])
            empty = empty or about[0] == 0
        elif kind is sre.AT or kind in _LOOKS:
            first, empty = frozenset(), True
        else:
            first, empty = _characters(kind, about), False
        found |= first
        if not empty:
            return found, False
    return found, True


def _small(characters: Chars) -> Chars:
    return frozenset(min(ord(chr(one).lower()[0]), _OTHERS) for one in characters)


def _characters(kind: Any, about: Any) -> Chars:
    """The characters that one part for a single character stands for."""
    if kind is sre.LITERAL:
        return frozenset({min(about, _OTHERS)})
    if kind is sre.NOT_LITERAL:
        return _ALL - ({about} - {_OTHERS})
    if kind is sre.IN:
        return _class(about)
    return _ALL


def _class(parts: list[Any]) -> Chars:
    """The characters of a class such as `[a-z\\d]`; one beyond Latin-1 stands for all of these."""
    found: set[int] = set()
    for kind, about in parts:
        if kind is sre.LITERAL:
            found.add(min(about, _OTHERS))
        elif kind is sre.RANGE:
            found.update(range(min(about[0], _OTHERS), min(about[1], _OTHERS) + 1))
        elif kind is sre.CATEGORY:
            found |= _category(about)
    if parts and parts[0][0] is sre.NEGATE:
        return (_ALL - found) | {_OTHERS}
    return frozenset(found)


def _category(about: Any) -> Chars:
    letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}.get(str(about).rpartition("_")[2], "")
    if not letter:
        return _ALL
    known = re.compile(f"\\{letter.upper() if '_NOT_' in str(about) else letter}")
    return frozenset(code for code in range(_OTHERS) if known.match(chr(code))) | {_OTHERS}
