"""Characters that look like those that YAML means, as word processors and web pages put them in."""

from __future__ import annotations

import re
from typing import Final

_QUOTES: Final = "“”„‟‘’‚«»"
_BLANKS: Final = re.compile("[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]")
_WIDE: Final = {"：": ":", "，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "－": "-"}
_IN_WORD: Final = re.compile(r"[a-z]([‐‑‒–—−])[a-z]")
_DASHES: Final = re.compile(r"\s*([–—−•·‐])\s*\S")


def lookalike(text: str) -> str | None:
    """How to mend a value or a line with such a character; None where there is none that could be meant."""
    if text[:1] and text[:1] in _QUOTES:
        return f'“{text[0]}” is no quote here: type straight ones, such as "12:00".'
    if blank := _BLANKS.search(text):
        name = "A no-break space" if blank[0] in "\u00a0\u202f" else "A special blank"
        return f"{name} stands in it, which looks like a blank: type it anew with the space bar."
    if wide := next((one for one in text if one in _WIDE), None):
        return f"“{wide}” is not “{_WIDE[wide]}”: type that" + (", and a blank behind it." if wide in "：，" else ".")
    if dash := _DASHES.match(text):
        return f"“{dash[1]}” begins no item of a list: type a hyphen and a blank, “- ”."
    return None


def dash_in_word(text: str) -> str | None:
    """How to mend a name in which a word processor has made another sign of a hyphen."""
    found = _IN_WORD.search(text)
    return f"“{found[1]}” is no hyphen, though it looks like one: type “-”." if found else None


def badly_begun(line: str) -> str | None:
    """As `lookalike`, of what should begin an item of a list."""
    return lookalike(line) or ("A blank is missing after the hyphen: “- ”." if re.match(r"\s*-[^\s-]", line) else None)
