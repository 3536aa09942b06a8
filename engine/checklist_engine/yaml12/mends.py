"""Where a text stops being YAML: what is wrong, for somebody who does not know YAML, and how to mend it.

PyYAML says where its grammar broke off; what a person did wrong is guessed from that and from the lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from checklist_engine.problems import LIMIT, Problem
from checklist_engine.yaml12.lookalikes import badly_begun, lookalike
from checklist_engine.yaml12.nodes import Document

_KEY: Final = r"\s*(?:- +)*(?:\"[^\"]*\"|'[^']*'|[^\s\"'\[\]{}#&*!|>%@`,:][^\"'\[\]{}#:]*)"
_KEY_AND_TEXT: Final = re.compile(rf"({_KEY}:\s+)(\S.*)")
_KEY_WITHOUT_BLANK: Final = re.compile(r"(\s*(?:- +)*[A-Za-z_][\w.-]*):(?=[^\s:/])")
_QUOTES: Final = "Put quotes around the whole text"


class Break:
    """The place at which reading broke off, and what the parser was in the middle of."""

    def __init__(self, document: Document, error: Any) -> None:
        self.document = document
        self.problem = str(error.problem)
        self.context = str(error.context or "")
        mark = error.problem_mark
        began = error.context_mark or mark
        self.line, self.column = mark.line + 1, mark.column + 1
        self.began_line, self.began_column = began.line + 1, began.column + 1
        self.text = document.line(self.line)
        self.before = self.text[: self.column - 1]
        self.character = self.text[self.column - 1 : self.column]

    def here(self, id: str, message: str, **more: str | None) -> list[Problem]:
        """The problem where reading broke off."""
        return self.at(self.line, self.column, id, message, **more)

    def beginning(self, id: str, message: str, **more: str | None) -> list[Problem]:
        """The problem where that began which could not be finished."""
        return self.at(self.began_line, self.began_column, id, message, **more)

    def at(self, line: int, column: int, id: str, message: str, **more: str | None) -> list[Problem]:
        """The problem at another place; where that is beyond the end, at the end."""
        lines = self.document.lines
        if line > len(lines):
            line, column = len(lines), len(lines[-1]) + 1
        return [self.document.problem(f"yaml/{id}", message, line, column, **more)]

    def value(self) -> tuple[int, str]:
        """The column and the text of the value in this line, without the key before it."""
        match = _KEY_AND_TEXT.match(self.text) or re.match(r"(\s*(?:- +)*)(\S.*)", self.text)
        return (match.end(1) + 1, match[2].rstrip()) if match else (self.column, self.text)


def explained(document: Document, error: Any) -> list[Problem]:
    """What is wrong where the parser gave up with `error`."""
    broken = Break(document, error)
    for part, explain in _EXPLANATIONS:
        if part in broken.problem or part in broken.context:
            return explain(broken)
    return broken.here("syntax", "this cannot be read as YAML", found=broken.problem)


def _in_quotes(text: str) -> str:
    if len(text) > 100 or (('"' in text or "\\" in text) and "'" in text):
        return f"{_QUOTES}."
    return f"{_QUOTES}: '{text}'" if '"' in text or "\\" in text else f'{_QUOTES}: "{text}"'


def _cannot_start(broken: Break) -> list[Problem]:
    if broken.character == "\t":
        return _tab(broken)
    return broken.here(
        "needs-quotes",
        f"a text cannot begin with “{broken.character}”",
        hint=_in_quotes(broken.text[broken.column - 1 :].rstrip()),
    )


def _tab(broken: Break) -> list[Problem]:
    """Every line from here on that is indented with tabs: they are all there for the same reason."""
    hint = "Use blanks (the space bar) in its place."
    found: list[Problem] = []
    for number in range(broken.line, len(broken.document.lines) + 1):
        line = broken.document.line(number)
        indent = line[: len(line) - len(line.lstrip())]
        if len(found) > LIMIT:
            break
        if "\t" in indent and line.strip():
            found += broken.at(number, indent.index("\t") + 1, "tab", "a tab is used to indent", hint=hint)
    return found or broken.here("tab", "a tab cannot stand here", hint=hint)


def _second_colon(broken: Break) -> list[Problem]:
    match = _KEY_AND_TEXT.match(broken.text)
    if match and match.end(1) < broken.column:
        return broken.here("colon-in-text", "a second colon in the same line", hint=_in_quotes(match[2].rstrip()))
    number, above = _line_above(broken.document, broken.line)
    if missing := _blank_after_colon(broken, number):
        return missing
    if hint := lookalike(above):
        return broken.at(number, 1, "lookalike", "this line cannot be read", hint=hint)
    if above.strip() and not re.match(_KEY + r":(\s|$)", above) and not above.lstrip().startswith("- "):
        column = len(above) - len(above.lstrip()) + 1
        return broken.at(
            number,
            column,
            "missing-colon",
            "there is no colon in this line",
            expected="a key, a colon, a blank and the value",
            hint=_without_bar(broken.document, number),
        )
    return _indentation(broken)


def _without_bar(document: Document, number: int) -> str | None:
    """For a line of a text whose key, further out, has nothing behind its colon."""
    indent = len(document.line(number)) - len(document.line(number).lstrip())
    for above in range(number - 1, 0, -1):
        line = document.line(above)
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            key = line.strip()
            return f"A text of several lines needs a bar: {key} |" if re.fullmatch(r"[\w-]+:", key) else None
    return None


def _line_above(document: Document, number: int) -> tuple[int, str]:
    number -= 1
    while number > 1 and (not document.line(number).strip() or document.line(number).lstrip().startswith("#")):
        number -= 1
    return number, document.line(number)


def _blank_after_colon(broken: Break, number: int) -> list[Problem]:
    match = _KEY_WITHOUT_BLANK.match(broken.document.line(number))
    if match is None:
        return []
    return broken.at(
        number,
        match.end(1) + 1,
        "no-blank",
        "a blank is missing after the colon",
        hint=f"Write “{match[1].strip()}: …”.",
    )


def _no_colon(broken: Break) -> list[Problem]:
    line = broken.document.line(broken.began_line)
    hint = "A text of several lines is indented below its key." if " " in line.strip() else None
    return _blank_after_colon(broken, broken.began_line) or broken.beginning(
        "missing-colon",
        "there is no colon in this line",
        expected="a key, a colon, a blank and the value",
        hint=lookalike(line) or _without_bar(broken.document, broken.began_line) or hint,
    )


def _unclosed_quote(broken: Break) -> list[Problem]:
    return _unclosed(broken, broken.began_line, broken.began_column)


def _unclosed(broken: Break, line: int, column: int) -> list[Problem]:
    quote = broken.document.line(line)[column - 1 : column]
    hint = f"Put {quote} at the end of the text as well."
    if quote == "'":
        hint += " A text with an apostrophe in it goes into double quotes."
    return broken.at(line, column, "unclosed-quote", "this quote is not closed", hint=hint)


def _escape(broken: Break) -> list[Problem]:
    start = broken.text.rfind("\\", 0, broken.column) + 1 or broken.column
    return broken.at(
        broken.line,
        start,
        "escape",
        "a backslash in double quotes begins a special character",
        found=broken.text[start - 1 : start + 1],
        hint="Use single quotes, or write two backslashes.",
    )


def _invisible(broken: Break) -> list[Problem]:
    return broken.beginning(
        "control-character",
        "this text has an invisible character, written with a backslash",
        hint="Take the backslash and what belongs to it out, or write two backslashes.",
    )


def _brackets(broken: Break) -> list[Problem]:
    if broken.line > broken.began_line or not broken.character:
        opening = broken.document.line(broken.began_line)[broken.began_column - 1 : broken.began_column]
        closing = "]" if opening == "[" else "}"
        if " #" in (rest := broken.document.line(broken.began_line)[broken.began_column :]):
            column = broken.began_column + rest.index(" #") + 2
            return broken.at(
                broken.began_line, column, "comment", "from “#” on the line is a comment, and a bracket is left open",
                hint="If the # belongs to a text, put quotes around that text.",
            )  # fmt: skip
        return broken.beginning(
            "unclosed-bracket",
            "this bracket is not closed",
            expected=f"“,” or “{closing}”",
            hint=f"Put {closing} where it ends.",
        )
    if broken.before.rstrip().endswith(("'", '"')) and broken.character not in "'\"":
        return _after_quote(broken)
    return broken.here(
        "missing-comma",
        "something is missing before this",
        expected="a comma or a closing bracket",
        hint="Put a comma between the parts, or quotes around a text with special characters in it.",
    )


def _unclosed_at_end(broken: Break) -> list[Problem]:
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


def _unexpected_colon(broken: Break) -> list[Problem]:
    return broken.here(
        "no-blank",
        "a blank is missing after the colon",
        hint="Put a blank after it, or quotes around the text if the colon belongs to it.",
    )


def _no_content(broken: Break) -> list[Problem]:
    hint = "Take it out, or put quotes around the text if it belongs to it."
    if not broken.character:
        return _unclosed_at_end(broken)
    return broken.here("needs-quotes", f"“{broken.character}” cannot stand here", hint=hint)


def _begins_badly(broken: Break) -> list[Problem]:
    text = broken.document.line(broken.began_line)[broken.began_column - 1 :].rstrip()
    return broken.beginning("needs-quotes", f"a text cannot begin with “{text[:1]}”", hint=_in_quotes(text))


def _block_text(broken: Break) -> list[Problem]:
    text = broken.document.line(broken.began_line)[broken.began_column - 1 :].rstrip()
    return broken.beginning(
        "needs-quotes",
        f"after “{text[:1]}” the text begins on the next line",
        hint=f"Put the text below, indented; or, if the {text[:1]} belongs to it, quotes around it.",
    )


def _tag(broken: Break) -> list[Problem]:
    return broken.beginning(
        "tag",
        "type names (“!”) are not read here",
        hint="Put quotes around the text if the ! belongs to it; otherwise take it out.",
    )


def _inline_list(broken: Break) -> list[Problem]:
    return broken.here(
        "list-in-line",
        "a list cannot begin in the same line as its key",
        hint="Begin it on the next line, or write [one, two]; a lone dash goes into quotes.",
    )


def _does_not_continue(broken: Break) -> list[Problem]:
    """What stands here continues nothing: a line is not lined up, or something follows a finished value."""
    before = broken.before.rstrip()
    if not before.strip():
        return _indentation(broken)
    if broken.character in ("]", "}"):
        return broken.here("extra-bracket", "this bracket closes nothing", hint="Take it out, or open it before.")
    if before.endswith(("'", '"')):
        return _after_quote(broken)
    if before.endswith(("]", "}")):
        column, text = broken.value()
        return broken.at(
            broken.line, column, "needs-quotes", "a text cannot begin with a bracket", hint=_in_quotes(text)
        )
    return broken.here("syntax", "this does not belong here", hint=f"{_QUOTES} if it is one.")


def _after_quote(broken: Break) -> list[Problem]:
    quote = broken.before.rstrip()[-1]
    if broken.before.count(quote) % 2:  # this quote closed one that a line above had opened
        for number in range(broken.line - 1, 0, -1):
            line = broken.document.line(number)
            if line.count(quote) % 2:
                return _unclosed(broken, number, line.rindex(quote) + 1)
    hint = "Put the quotes around the whole text"
    hint += ", double ones if there is an apostrophe in it." if quote == "'" else "."
    return broken.here("text-after-quote", "the text goes on after its closing quote", hint=hint)


def _indentation(broken: Break) -> list[Problem]:
    column = len(broken.text) - len(broken.text.lstrip()) + 1
    if broken.text.lstrip().startswith(":"):
        return broken.at(
            broken.line,
            column,
            "no-key",
            "a key is missing before the colon",
            expected="a word, then a colon, a blank and the value",
        )
    if broken.text.lstrip().startswith("- ") and "- " not in broken.document.line(broken.began_line):
        return broken.at(
            broken.line,
            column,
            "indentation",
            "an item of a list stands among keys",
            hint="Put a key with a colon above the list, and indent the list below it.",
        )
    if hint := badly_begun(broken.text):
        return broken.at(broken.line, column, "lookalike", "this line cannot be read", hint=hint)
    number, above = _line_above(broken.document, broken.line)
    level = len(above) - len(above.lstrip()) + 1
    more = {column > level: "further in", column < level: "further out"}.get(True, "in the same column")
    return broken.at(
        broken.line,
        column,
        "indentation",
        "this line is not lined up with those above",
        found=f"it begins {more} than line {number}" if column != level else None,
        hint="What belongs together begins in the same column: count the blanks in front.",
    )


def _directive(broken: Break) -> list[Problem]:
    return broken.at(
        broken.line,
        1,
        "directive",
        "instructions to the YAML reader (“%”) are not read here",
        hint="Take the line that begins with % out.",
    )


def _document_start(broken: Break) -> list[Problem]:
    if any(line.startswith("...") for line in broken.document.lines[: broken.line - 1]):
        return broken.here(
            "several-documents",
            "a second document begins here",
            expected="one document in a file",
            hint="Take the line of three dots out, or make two files.",
        )
    return _does_not_continue(broken)


# By words of the parser's message; the first that fits counts. The words of the two parsers differ a little.
_EXPLANATIONS: Final[list[tuple[str, Callable[[Break], list[Problem]]]]] = [
    ("directive", _directive),
    ("incompatible YAML document", _directive),
    ("tab character", _tab),
    ("cannot start any token", _cannot_start),
    ("mapping values are not allowed", _second_colon),
    ("could not find expected ':'", _no_colon),
    ("sequence entries are not allowed", _inline_list),
    ("unexpected end of stream", _unclosed_quote),
    ("unexpected document separator", _unclosed_quote),
    ("unexpected document indicator", _unclosed_quote),
    ("Unicode character escape", _invisible),
    ("escape", _escape),
    ("hexdecimal", _escape),
    ("',' or", _brackets),
    ("unexpected ':'", _unexpected_colon),
    ("node content", _no_content),
    ("scanning an alias", _begins_badly),
    ("scanning an anchor", _begins_badly),
    ("block scalar", _block_text),
    ("tag", _tag),
    ("document start", _document_start),
    ("expected key", _does_not_continue),
    ("block end", _does_not_continue),
    ("'-' indicator", _does_not_continue),
]
