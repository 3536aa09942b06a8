"""JSON as strict as the engine's YAML: a key once in its group, numbers that are numbers, text that can be written."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any

from checklist_engine.problems import Problem, Problems

_EXPECTED = {
    "Expecting ',' delimiter": "a comma between two entries",
    "Expecting ':' delimiter": "a colon between a name and its value",
    "Expecting property name enclosed in double quotes": "a name in double quotes; no comma before a closing bracket",
    "Expecting value": "a value; no comma before a closing bracket",
    "Extra data": "the end of the file",
    "Illegal trailing comma before end of object": "no comma before a closing bracket",
    "Illegal trailing comma before end of array": "no comma before a closing bracket",
}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"\[\]{},:]+')
"""A text, or a word or number."""
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.")
_PAIR = len(r"\ud83d\ude00")


class DuplicateKey(Exception):
    """A key stands twice in a group; the YAML reader says which, and where."""


def read_json(data: bytes, name: str) -> Any:
    """What a JSON file holds; ``name`` is that of the file. Raises Problems, and DuplicateKey."""
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number(text), parse_float=_finite(text))
        _no_half_characters(text)
    except (ValueError, RecursionError) as error:
        raise Problems([_no_json(data, name, error)]) from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    group = dict(pairs)
    if len(group) < len(pairs):
        raise DuplicateKey
    return group


def _no_number(text: str) -> Any:
    def refuse(word: str) -> Any:
        at = next(match.start() for match in _TOKEN.finditer(text) if match[0] == word)
        raise json.JSONDecodeError(f"“{word if len(word) <= 20 else word[:19] + '…'}” is no number in JSON", text, at)

    return refuse


def _finite(text: str) -> Any:
    refuse = _no_number(text)

    def read(word: str) -> float:
        number = float(word)
        return refuse(word) if isinf(number) else number

    return read


def _no_half_characters(text: str) -> None:
    """Raises JSONDecodeError at an escape such as `\\ud800`, half of a pair, which no file can hold as text."""
    if "\\u" not in text:
        return
    for match in _ESCAPE.finditer(text):
        if len(match[0]) > 2 and len(match[0]) < _PAIR:
            raise json.JSONDecodeError(f"“{match[0]}” is half a character", text, match.start())


def _no_json(data: bytes, name: str, error: Exception) -> Problem:
    line, column, said = getattr(error, "lineno", 1), getattr(error, "colno", 1), getattr(error, "msg", str(error))
    lines = data.decode(errors="replace").splitlines()
    return Problem(
        id="json/syntax", message="this is not JSON", file=name, line=line, column=column,
        source_line=lines[line - 1] if 0 < line <= len(lines) else "",
        expected=_EXPECTED.get(said), hint=None if said in _EXPECTED else said,
    )  # fmt: skip
