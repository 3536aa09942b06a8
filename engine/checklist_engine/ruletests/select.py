"""Choosing tests by an expression: ``thank and not (sunday or weekend)``, of parts of their names."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from checklist_engine.problems import Problem, Problems
from checklist_engine.ruletests.read import Situation

Chooses = Callable[[str], bool]
_TOKEN = re.compile(r"\s*([()]|\"[^\"]*\"|[^\s()\"]+)")
_DEEPEST = 50


def chosen(expression: str) -> Callable[[Situation], bool]:
    """Whether an expression chooses a situation: by its file, its title, and the items that it names.

    Words are parts of names, in capitals or not; ``and``, ``or``, ``not`` and brackets join them; quotes make one
    word of several. Raises Problems for what cannot be read.
    """
    chooses = _Reader(expression).whole()
    return lambda situation: chooses(_names(situation))


def _names(situation: Situation) -> str:
    """All that a word is looked for in, one name a line."""
    case = situation.expected
    items = [*case.get("expect", ()), *case.get("absent", ()), *case.get("only", ())]
    return "\n".join([Path(situation.file).name, situation.title, *items]).casefold()


class _Reader:
    """Reads one expression, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _TOKEN.findall(text)
        self.depth = 0
        if "".join(self.tokens) != re.sub(r'\s+(?=(?:[^"]*"[^"]*")*[^"]*$)', "", text):
            raise self.problem("a quotation mark is missing")

    def problem(self, what: str) -> Problems:
        """What is wrong in the expression."""
        return Problems(
            [
                Problem(
                    id="usage/expression", message=f"“{self.text}” cannot be read: {what}",
                    expected="parts of names, such as thank and not (sunday or weekend)",
                )
            ]
        )  # fmt: skip

    def whole(self) -> Chooses:
        """The whole expression."""
        found = self.either()
        if self.tokens:
            raise self.problem(f"“{self.tokens[0]}” is not expected")
        return found

    def either(self) -> Chooses:
        """One part, or several between which stands ``or``."""
        parts = [self.both()]
        while self.tokens[:1] == ["or"]:
            del self.tokens[0]
            parts.append(self.both())
        return lambda names: any(part(names) for part in parts)

    def both(self) -> Chooses:
        """One part, or several between which stands ``and``."""
        parts = [self.one()]
        while self.tokens[:1] == ["and"]:
            del self.tokens[0]
            parts.append(self.one())
        return lambda names: all(part(names) for part in parts)

    def one(self) -> Chooses:
        """A word, a part in brackets, or the contrary of one."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.problem("there are too many brackets in it")
        try:
            return self._one()
        finally:
            self.depth -= 1

    def _one(self) -> Chooses:
        if not self.tokens:
            raise self.problem("a word is missing at its end")
        token = self.tokens.pop(0)
        if token == "not":
            inner = self.one()
            return lambda names: not inner(names)
        if token == "(":
            inner = self.either()
            if self.tokens[:1] != [")"]:
                raise self.problem("a bracket is not closed")
            del self.tokens[0]
            return inner
        if token in (")", "and", "or"):
            raise self.problem(f"“{token}” is not expected")
        word = token.strip('"').casefold()
        return lambda names: word in names
