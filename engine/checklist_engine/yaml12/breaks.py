"""Where a text stopped being YAML, and what its explanations share."""

from __future__ import annotations

import re
from typing import Any, Final

from checklist_engine.problems import Problem
from checklist_engine.yaml12.nodes import Document

KEY: Final = r"\s*(?:- +)*(?:\"[^\"]*\"|'[^']*'|[^\s\"'\[\]{}#&*!|>%@`,:][^\"'\[\]{}#:]*)"
KEY_AND_TEXT: Final = re.compile(rf"({KEY}:\s+)(\S.*)")
QUOTES: Final = "Put quotes around the whole text"


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
        match = KEY_AND_TEXT.match(self.text) or re.match(r"(\s*(?:- +)*)(\S.*)", self.text)
        return (match.end(1) + 1, match[2].rstrip()) if match else (self.column, self.text)


def in_quotes(text: str) -> str:
    """Advice to put quotes around `text`, and how that looks; without those of a word processor that are there."""
    if text[:1] in "“„«‘" and text[-1:] in "”“»’" and len(text) > 2:
        text = text[1:-1]
    if len(text) > 100 or (('"' in text or "\\" in text) and "'" in text):
        return f"{QUOTES}."
    return f"{QUOTES}: '{text}'" if '"' in text or "\\" in text else f'{QUOTES}: "{text}"'


def line_above(document: Document, number: int) -> tuple[int, str]:
    """The number and the text of the line above that is neither empty nor a comment."""
    number -= 1
    while number > 1 and (not document.line(number).strip() or document.line(number).lstrip().startswith("#")):
        number -= 1
    return number, document.line(number)


def unclosed_quote(broken: Break, line: int, column: int) -> list[Problem]:
    """The problem that the quote at a place is not closed."""
    quote = broken.document.line(line)[column - 1 : column]
    hint = f"Put {quote} at the end of the text as well."
    if quote == "'":
        hint += " A text with an apostrophe in it goes into double quotes."
    return broken.at(line, column, "unclosed-quote", "this quote is not closed", hint=hint)


def after_quote(broken: Break) -> list[Problem]:
    """What goes on after a closing quote, or that the quote closed one that was left open above."""
    quote = broken.before.rstrip()[-1]
    if broken.before.count(quote) % 2:  # this quote closed one that a line above had opened
        for number in range(broken.line - 1, 0, -1):
            line = broken.document.line(number)
            if line.count(quote) % 2:
                return unclosed_quote(broken, number, line.rindex(quote) + 1)
    hint = "Put the quotes around the whole text"
    hint += ", double ones if there is an apostrophe in it." if quote == "'" else "."
    return broken.here("text-after-quote", "the text goes on after its closing quote", hint=hint)
