"""Text that a terminal shows as it was meant: harmless, and as wide as we think it is.

Titles, names and reasons come from people's files. A control character in them could move the cursor,
recolour the screen or turn the reading direction around; here they lose that power. Columns are the cells
of a terminal.
"""

from __future__ import annotations

from typing import Any

_TAB_TO_CR = range(0x09, 0x0E)
_BLANKS = {*_TAB_TO_CR, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}
_NOTHING = {0xAD, 0x34F, 0x180E, 0x200B, 0xFEFF, *range(0x2060, 0x2066)}
"""Invisible and of no use in one line: soft hyphen, zero-width space, byte-order mark and their like."""
_JOINERS = {0x200C, 0x200D}
"""Persian needs the one, family emoji the other; between Latin letters they only hide things."""
_FILLERS = "\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5"
"""Count as letters and show nothing."""
_SMUGGLERS = range(0xE0000, 0xE0FFF + 1)
"""Tags and supplementary variation selectors: whole sentences can hide in them."""


def clean(text: str) -> str:
    """`text` as one harmless line: no control or direction characters, line breaks as blanks, blanks single.

    What is left out silently has no width and no meaning; what could have done harm leaves a visible
    `\ufffd`.
    """
    if text.isascii():
        if not text.isprintable():
            text = "".join(_harmless(text, place) for place in range(len(text)))
    elif not text.isprintable() or any(filler in text for filler in _FILLERS) or _has_smugglers(text):
        text = "".join(_harmless(text, place) for place in range(len(text)))
    return " ".join(text.split(" ")) if "  " not in text and text == text.strip() else " ".join(text.split())


def json_text(data: Any) -> str:
    """Plain data as readable JSON, the same for the same data; what cannot be seen is escaped, which changes no value.

    So neither a terminal that shows it is moved by it, nor is there a lone surrogate, which no UTF-8 file can hold.
    """
    import json

    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _has_smugglers(text: str) -> bool:
    return any(ord(character) in _SMUGGLERS for character in text)


def _harmless(text: str, place: int) -> str:
    character = text[place]
    code = ord(character)
    if code in _BLANKS:
        return " "
    if code in _NOTHING or code in _SMUGGLERS or character in _FILLERS:
        return ""
    if character.isprintable():
        return character
    if code in _JOINERS:
        around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        return character if len(around) == 2 and not any(c.isascii() for c in around) else ""
    if 0xE000 <= code <= 0xF8FF or (code >= 0x10000 and not _is_format(character)):
        return character  # private use, or newer than this Python's tables: a glyph like any other
    return "\ufffd"


def _is_format(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character) in ("Cf", "Cc", "Cs")


def width(text: str) -> int:
    """How many cells of a terminal `text` takes; counts rather too many than too few.

    East Asian wide characters and emoji take two, combining marks none.
    """
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if character < "\u0300":
        return 1
    code = ord(character)
    if 0x2010 <= code <= 0x2027:
        return 1  # dashes, quotation marks and dots of our own wording: no table needed
    if code == 0xFE0F or 0x1F000 <= code <= 0x1FAFF:
        # An emoji selector widens the sign before it. The planes of emoji are wide even where this Python's
        # tables do not know the newest of them.
        return 1 if code == 0xFE0F else 2
    import unicodedata

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clip(text: str, columns: int) -> str:
    """`text` as one harmless line of at most `columns`; `…` stands for what was cut off."""
    text = clean(text)
    if width(text) <= columns:
        return text
    if columns < 1:
        return ""
    kept, _ = _cut(text, columns - 1)
    return (kept.rstrip() if width(kept) < columns else "") + "…"


def pad(text: str, columns: int) -> str:
    """`text` (clean already) with blanks behind it up to `columns`."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int, first: str = "", rest: str | None = None) -> list[str]:
    """`text` as harmless lines of at most `columns`, at least one.

    `first` stands before the first line, `rest` before the others (default: as many blanks). Words longer
    than a line are broken, never in front of a combining mark.
    """
    rest = " " * width(first) if rest is None else rest
    lines: list[str] = []
    line, used, room, empty = first, width(first), columns, True
    for word in clean(text).split(" "):
        needed = width(word)
        if not empty and used + 1 + needed <= room:
            line, used = f"{line} {word}", used + 1 + needed
            continue
        if not empty:
            lines.append(line)
            line, used = rest, width(rest)
        while used + needed > room and word:
            piece, word = _cut(word, max(room - used, 2))
            needed = width(word)
            if word:
                lines.append(line + piece)
                line, used = rest, width(rest)
            else:
                word, needed = piece, width(piece)
                break
        line, used, empty = line + word, used + needed, False
    return [*(kept.rstrip() for kept in lines), line.rstrip()]


def _cut(text: str, columns: int) -> tuple[str, str]:
    """The beginning of `text` that takes at most `columns`, and the rest; a mark stays with its letter."""
    used = 0
    for place, character in enumerate(text):
        used += _cells(character)
        if used > columns:
            # Never between a sign and the selector that widened it: the whole sign moves to the next line.
            if character == "\ufe0f" and place:
                place -= 1
            return (text[:place], text[place:]) if place else (text[:1], text[1:])
    return text, ""
