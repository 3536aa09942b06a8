"""One key of a `settings.json`: set without touching anything else, comments and layout included.

VS Code allows comments and a comma behind the last entry, so the file is no JSON. It is read as a list of tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

KEY = "yaml.schemas"
_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*|/\*.*?\*/)"
    r'|(?P<text>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<sign>[{}\[\]:,])"
    r"""|(?P<word>[^\s{}\[\]:,"/]+)""",
    re.DOTALL,
)


class UnsafeError(ValueError):
    """The file cannot be changed without guessing; the words say why."""


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Member(NamedTuple):
    """One entry of the outermost group: its name, and where its value begins and ends."""

    name: str
    start: int
    end: int


def merged(old: str | None, schemas: Mapping[str, list[str]], ours: str) -> str:
    """The text of a settings file in which ``yaml.schemas`` has these ``schemas`` with their files.

    ``old`` is the text that is there, None for none. What else is in it stays, byte for byte; so do other schemas,
    except those whose path begins with ``ours``. Raises UnsafeError where that cannot be promised.
    """
    if old is None or not old.strip():
        return json.dumps({KEY: dict(schemas)}, indent=2, ensure_ascii=False) + "\n"
    before = _data(old)
    there = before.get(KEY, {})
    if not isinstance(there, dict):
        raise UnsafeError(f"“{KEY}” is not a group of schemas")
    wanted = {name: files for name, files in there.items() if not name.startswith(ours)} | dict(schemas)
    if wanted == there and list(wanted) == list(there):
        return old
    members, close = _members(old)
    found = [member for member in members if member.name == KEY]
    if len(found) > 1:
        raise UnsafeError(f"“{KEY}” is there twice")
    indent = _indent(old)
    value = json.dumps(wanted, indent=indent, ensure_ascii=False).replace("\n", "\n" + indent)
    if "\r\n" in old:
        value = value.replace("\n", "\r\n")
    if found:
        if _has_comment(old[found[0].start : found[0].end]):
            raise UnsafeError(f"there are comments inside “{KEY}”")
        new = old[: found[0].start] + value + old[found[0].end :]
    else:
        new = _appended(old, members, close, value, indent)
    after = _data(new)
    if after.pop(KEY) != wanted or after != {key: given for key, given in before.items() if key != KEY}:
        raise UnsafeError("the result would not be what was meant")
    return new


def _appended(old: str, members: list[_Member], close: int, value: str, indent: str) -> str:
    line = "\r\n" if "\r\n" in old else "\n"
    entry = f'{line}{indent}"{KEY}": {value}'
    if not members:
        return f"{old[:close].rstrip()}{entry}{line}{old[close:]}" if not _has_comment(old[:close]) else (
            f"{old[:close]}{entry.lstrip()}{line}{old[close:]}"
        )  # fmt: skip
    end = members[-1].end
    rest = old[end:close]
    comma = next((token for token in _tokens(rest) if token.kind == "sign"), None)
    if comma is not None:  # a comma behind the last entry: ours goes behind that
        place = end + comma.end
        return f"{old[:place]}{entry}{old[place:]}"
    return f"{old[:end]},{entry}{old[end:]}"


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise UnsafeError(f"it is not JSON, in line {text.count(chr(10), 0, place) + 1}")
        place = match.end()
        if match.lastgroup != "blank":
            found.append(_Token(str(match.lastgroup), match[0], match.start(), place))
    return found


def _members(text: str) -> tuple[list[_Member], int]:
    """The entries of the outermost group, and where it is closed."""
    members, depth, name, start, end = [], 0, None, None, 0
    close = -1
    for token in _tokens(text):
        if depth == 1 and token.text in (",", "}"):
            if name is not None and start is not None:
                members.append(_Member(json.loads(name), start, end))
            name = start = None
        elif depth == 1 and name is None:
            name = token.text
        elif depth == 1 and start is None and token.text != ":":
            start = token.start
        if token.text in ("{", "["):
            depth += 1
        elif token.text in ("}", "]"):
            depth -= 1
            if depth == 0:
                close = token.start
        end = token.end
    return members, close


def _data(text: str) -> dict[str, Any]:
    """What the file says, without its comments and its commas behind last entries."""
    tokens = _tokens(text.removeprefix("\ufeff"))
    following = [*(token.text for token in tokens[1:]), ""]
    kept = [
        token.text
        for token, after in zip(tokens, following, strict=False)  # of no tokens there are none
        if not (token.text == "," and after in ("}", "]"))
    ]
    try:
        data = json.loads(" ".join(kept))
    except (ValueError, RecursionError):
        raise UnsafeError("it is not JSON") from None
    if not isinstance(data, dict):
        raise UnsafeError("it is not a group of settings")
    return data


def _has_comment(text: str) -> bool:
    return any(match.lastgroup == "blank" and match[0].strip() for match in _TOKEN.finditer(text))


def _indent(text: str) -> str:
    """The indentation of the first entry that has one."""
    found = re.search(r'^([ \t]+)"', text, re.MULTILINE)
    return found[1] if found else "  "
