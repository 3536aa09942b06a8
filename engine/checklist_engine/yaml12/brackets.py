"""What is wrong between brackets: a comma, a quote or a bracket that is missing."""

from __future__ import annotations

import re
from typing import Final

from checklist_engine.problems import Problem
from checklist_engine.yaml12.breaks import Break, after_quote, in_quotes, line_above, unclosed_quote

_WORD: Final = r"[A-Za-z_][\w.-]*"
_KEY_AND_TEXT: Final = re.compile(rf"(?:^|[,{{\[])\s*{_WORD}:\s+([^\s,\[\]{{}}\"'][^,\[\]{{}}\"']*)$")
_KEY_OF_A_KEY: Final = re.compile(rf"(?:^|[,{{\[])\s*({_WORD}):\s+({_WORD})$")
_GROUP: Final = re.compile(r"\s*[{\[]")
_TEXT: Final = re.compile(r"(?:[,{\[]|: )\s*([^\s,:\[\]{}\"'][^,:\[\]{}\"']*)$")
_PLACE: Final = re.compile(rf"\{{{_WORD}\}}[^,:\[\]{{}}\"']{{0,80}}")
"""A place in a text that a fact is put into, and how the text goes on."""
_KEY_ALONE: Final = re.compile(rf"[,{{]\s*({_WORD})\s+$")
_REST: Final = re.compile(rf"[^\[\]{{}}]*?(?=,\s*{_WORD}:\s|,?\s*[\]}}]|,?\s*$)")
_KEY_AND_ONE: Final = 2
"""Words: of a value, and the key behind it."""
_LONGEST: Final = 200
"""Characters of a text that are looked at for where it ends."""
_NEXT_KEY: Final = re.compile(rf"({_WORD}):\s")
_QUOTE: Final = re.compile(r'(?<!\\)"')
_QUOTE_BEGINS: Final = re.compile(r"[:,\[{]\s*$")
_BARE_KEY: Final = re.compile(rf"\s*(?:{_WORD})?")


def within_brackets(broken: Break) -> list[Problem]:
    """What is wrong where neither a comma nor the closing bracket follows."""
    if (
        broken.character == ":"
        and (match := _KEY_OF_A_KEY.search(broken.before))
        and _GROUP.match(broken.text, broken.column)
    ):
        return broken.here(
            "colon-in-text", "a second colon in the same part", expected="a comma or a closing bracket",
            hint=f"Put braces around what belongs to “{match[1]}”: {match[1]}: {{{match[2]}: …}}",
        )  # fmt: skip
    if broken.character == ":" and (match := _KEY_AND_TEXT.search(broken.before)):
        rest = _REST.match(broken.text, broken.column - 1, broken.column + _LONGEST)
        words = match[1].split()
        if words[1:] and _GROUP.match(broken.text, broken.column) and re.fullmatch(_WORD, words[-1]):
            return broken.here(
                "colon-in-text", "a second colon in the same part", expected="a comma or a closing bracket",
                hint=f"Put a comma before “{words[-1]}”.",
            )  # fmt: skip
        quotes = f"{in_quotes(match[1] + (rest[0] if rest else '')).removesuffix('.')}."
        if words[1:]:
            last = f"before “{words[-1]}”"
            # A name or a date and a key are two parts rather than a text.
            quotes = (
                f"Put a comma {last}, if that begins another part; or {quotes[0].lower()}{quotes[1:]}"
                if len(words) == _KEY_AND_ONE and re.search(r"[-/\d]", words[0])
                else f"{quotes.removesuffix('.')}; or a comma {last}, if that begins another part."
            )
        return broken.here(
            "colon-in-text", "a second colon in the same part", expected="a comma or a closing bracket", hint=quotes
        )
    if broken.line > broken.began_line or not broken.character:
        return (
            _comment(broken) or _quote_left_open(broken) or _comma_above(broken) or _comma(broken) or _unclosed(broken)
        )
    if broken.before.rstrip().endswith(("'", '"')) and broken.character not in "'\"":
        return after_quote(broken)
    opening = broken.document.line(broken.began_line)[broken.began_column - 1 : broken.began_column]
    if opening == "{" and broken.character in "[{" and (key := _KEY_ALONE.search(broken.before)):
        return broken.here(
            "missing-colon", f"there is no colon behind “{key[1]}”", hint=f"Write {key[1]}: {broken.character}…"
        )
    if broken.character == "]" and opening == "{":
        return broken.here("missing-brace", "a brace is not closed before this", expected="}", hint="Write }] here.")
    text, place = _TEXT.search(broken.before), _PLACE.match(broken.text, broken.column - 1)
    if text and place:
        whole = in_quotes(text[1] + place[0])
        return broken.here("brace-in-text", "a brace stands in a text without quotes", hint=whole)
    return broken.here(
        "missing-comma",
        "something is missing before this",
        expected="a comma or a closing bracket",
        hint="Put a comma between the parts, or quotes around a text with special characters in it.",
    )


def _comment(broken: Break) -> list[Problem]:
    """A comment that swallows the bracket which would have closed."""
    rest = broken.document.line(broken.began_line)[broken.began_column :]
    if " #" not in rest:
        return []
    return broken.at(
        broken.began_line,
        broken.began_column + rest.index(" #") + 2,
        "comment",
        "from “#” on the line is a comment, and a bracket is left open",
        hint="If the # belongs to a text, put quotes around that text.",
    )


def _comma_above(broken: Break) -> list[Problem]:
    """Where a line within the brackets, further in than they, begins with a key."""
    indent = len(broken.text) - len(broken.text.lstrip())
    began = broken.document.line(broken.began_line)
    if indent <= len(began) - len(began.lstrip()) or not _BARE_KEY.fullmatch(broken.before):
        return []
    number, above = line_above(broken.document, broken.line)
    if broken.character == "-" or above.rstrip().endswith((",", "{", "[")):
        return []
    return broken.at(
        number,
        len(above.rstrip()) + 1,
        "missing-comma",
        "a comma is missing at the end of this line",
        hint="Put one there; or, if the next line goes on with the same text, quotes around that text.",
    )


def _comma(broken: Break) -> list[Problem]:
    """Where a value in brackets or quotes is followed by a key on its line."""
    before = broken.before.rstrip()
    key = _NEXT_KEY.match(broken.text, broken.column - 1)
    if not before.endswith(("]", "}", '"', "'")) or key is None:
        return []
    return broken.here(
        "missing-comma", "a comma is missing before this", expected="a comma",
        hint=f"Write it in front of “{key[1]}”: {before[-1]}, {key[1]}: …",
    )  # fmt: skip


def _quote_left_open(broken: Break) -> list[Problem]:
    """A double quote that no other closes on its line, so that the next one, of another text, did."""
    for number in range(broken.began_line, broken.line):
        line = broken.document.line(number)
        quotes = [match.start() for match in _QUOTE.finditer(line)]
        if len(quotes) % 2 and _QUOTE_BEGINS.search(line[: quotes[-1]]):
            return unclosed_quote(broken, number, quotes[-1] + 1)
    return []


def _unclosed(broken: Break) -> list[Problem]:
    opening = broken.document.line(broken.began_line)[broken.began_column - 1 : broken.began_column]
    closing = "]" if opening == "[" else "}"
    last = line_above(broken.document, broken.line)[0]
    return broken.beginning(
        "unclosed-bracket",
        "this bracket is not closed",
        expected=f"“,” or “{closing}”",
        hint=f"Put {closing} where it ends" + (f", probably in line {last}." if last > broken.began_line else "."),
    )


def unclosed_at_end(broken: Break) -> list[Problem]:
    """The innermost bracket that nothing closes; quotes are not looked at, so that this may miss it."""
    closed = 0
    for number in range(len(broken.document.lines), 0, -1):
        line = broken.document.line(number)
        for column in range(len(line), 0, -1):
            character = line[column - 1]
            if character in "]}":
                closed += 1
            elif character in "[{":
                closed -= 1
                if closed < 0:
                    return broken.at(number, column, "unclosed-bracket", "this bracket is not closed")
    return broken.here("syntax", "something is missing at the end")
