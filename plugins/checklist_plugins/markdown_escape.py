"""Text from people's files inside Markdown: shown as it is, never markup, never alive.

A backslash in front of ``@name`` or ``#12`` does not keep GitHub from mentioning and linking: it looks at
the rendered text. A code span does, in every renderer, and reads well raw. So words that would come alive
stand in one.
"""

from __future__ import annotations

from checklist_engine.words import clean

_SIGNS = frozenset("\\`*_{}[]<>|~#&$^=")
"""Escaped wherever they stand. The others of Markdown (`.`, `-`, `+`, `!`, `)`) only mean something at the
start of a line or after one of these, and escaping them everywhere would spoil the raw text."""
_SAFE_URL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&*+,;=%")


def escape(text: str) -> str:
    """`text` as one line of Markdown that renders as that text."""
    line = " ".join(code(word) if _alive(word) else _plain(word) for word in clean(text).split(" "))
    return _start(line)


def _plain(word: str) -> str:
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in word)


def _start(line: str) -> str:
    """Disarms what would begin a list, a heading or a rule at the start of a line."""
    first, _, rest = line.partition(" ")
    if first[:1] in ("-", "+") or set(first) <= {"-", "+", "="}:
        return f"\\{line}" if line else line
    if first[-1:] in (".", ")") and first[:-1].isdigit():
        return f"{first[:-1]}\\{first[-1]} {rest}".rstrip()
    return line


def _alive(word: str) -> bool:
    """Whether GitHub makes a link of a word without any markup: mention, issue, commit, address."""
    low = word.casefold()
    if "@" in word or "://" in word or "www." in low or "mailto:" in low or "xmpp:" in low:
        return True
    for place, sign in enumerate(word):
        if sign == "#" and word[place + 1 : place + 2].isdigit():
            return True
    digits = low.strip("()[]{}.,;:!?\"'")
    if digits.startswith("gh-") and digits[3:].isdigit():
        return True
    if len(word) > 2 and word.count(":") > 1 and not any(sign.isdigit() for sign in word[:1]):
        return True  # :emoji:
    return len(digits) in range(7, 41) and not digits.isdigit() and all(sign in "0123456789abcdef" for sign in digits)


def code(text: str) -> str:
    """A code span that shows `text`, whatever backticks are in it."""
    text = clean(text)
    if not text:
        return ""
    longest = run = 0
    for sign in text:
        run = run + 1 if sign == "`" else 0
        longest = max(longest, run)
    fence = "`" * (longest + 1)
    blank = " " if longest else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def link(text: str, url: str | None) -> str:
    """A link to a web page; the text alone where the address is none."""
    address = clean(url or "")
    if not address.lower().startswith(("https://", "http://")):
        return escape(text)
    quoted = "".join(
        sign if sign in _SAFE_URL else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
        for sign in address
    )
    return f"[{escape(text)}]({quoted})"
