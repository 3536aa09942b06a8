"""Titles and messages: text with ``{path}`` placeholders, filled from the record and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from checklist_engine.compile.context import Context
from checklist_engine.compile.facts import Fact, FactSpec
from checklist_engine.compile.lengths import compile_length
from checklist_engine.compile.moments import compile_moment
from checklist_engine.load.pack import PackFile, Path, Place
from checklist_engine.moments import Moment, day_label, point
from checklist_engine.phrases import in_words as length_words
from checklist_engine.scope import Scope

PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_GAP = r"(?s)\[\[(.+?)\]\]"
_WHOLE_GAP = re.compile(r"(?s)\[\[(?:(?!\[\[|\]\]).)+\]\]")
_LONGEST = 2000

Silent = Callable[[Fact], str]
TextOf = Callable[[Scope, Silent], str]


def compile_text(context: Context, text: str, path: Path) -> TextOf:
    """The text as a function of a scope and of what to write where a fact is missing."""
    if text.count("[[") != text.count("]]"):
        context.registry.report.add(
            context.file, path, "text/gap", "a gap for the person, [[…]], is not whole: its brackets come in pairs",
            at=_place_of(context.file, path, _without_gaps, r"\[\[|\]\]", 0),
            hint="Write [[what goes here]], with two brackets at both ends.",
        )  # fmt: skip
    if "{" not in text and "}" not in text:
        return lambda scope, silent: text
    _loose_braces(context, text, path)
    parts: list[str | Fact | Named] = []
    last = 0
    for number, match in enumerate(PLACEHOLDER.finditer(text)):
        parts.append(text[last : match.start()])
        last = match.end()
        if match[1] is None:
            parts.append(match[0][0])
        else:
            part = _placeholder(
                context, match[1], path, partial(place_of_placeholder, context.file, path, number, match[0])
            )
            if part is not None:
                parts.append(part)
    parts.append(text[last:])

    def fill(scope: Scope, silent: Silent) -> str:
        said = ""
        for part in parts:
            if not isinstance(part, str):
                said += _said(part, scope, silent)
            elif part.startswith(".") and said.endswith(".") and not part.startswith(".."):
                said += part[1:]  # the stop of an abbreviation at a sentence's end: `… at Maps S.à r.l.`
            else:
                said += part
        return said

    return fill


def _loose_braces(context: Context, text: str, path: Path) -> None:
    """Notes each brace that is no part of a placeholder: one half of one, most likely."""
    for number, match in enumerate(re.finditer("[{}]", _without_placeholders(text))):
        brace = match[0]
        said = "opened and not closed" if brace == "{" else "closed and not opened"
        context.registry.report.add(
            context.file, path, "text/brace", f"a brace is {said} in this text",
            at=_place_of(context.file, path, _without_placeholders, "[{}]", number),
            expected="a fact between braces, such as {company}",
            hint=f"For a brace that is to be printed write two: {brace}{brace}.",
        )  # fmt: skip


def _without_placeholders(text: str) -> str:
    return PLACEHOLDER.sub(lambda match: " " * len(match[0]), text)


def _without_gaps(text: str) -> str:
    """The text with blanks in place of its whole gaps."""
    return _WHOLE_GAP.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _place_of(file: PackFile, path: Path, cleared: Callable[[str], str], sign: str, number: int) -> Place:
    """Where the text's loose sign with a number (from 0) stands in the file, once what is whole is ``cleared``."""
    file, path = file.origin(path)
    line, column = file.place(path)
    there = cleared("\n".join([file.line(line)[column - 1 :], *file.lines[line:]]))
    found = [match.start() for match in re.finditer(sign, there)]
    if number >= len(found):
        return line, column
    before = there[: found[number]]
    below = before.count("\n")
    return line + below, len(before) - before.rfind("\n") if below else column + len(before)


class Named:
    """A named moment or offset in a text; where it is not known it is spoken of as a fact of that name would be."""

    def __init__(self, name: str, words: Callable[[Scope], str | None]) -> None:
        self.words = words
        self.fact = Fact(FactSpec(path=name, title=name.replace("-", " ")))


def _placeholder(context: Context, name: str, path: Path, at: Callable[[], Place]) -> Fact | Named | None:
    """What stands between braces: a fact, or the name of a moment or an offset, which has a hyphen."""
    if name != name.strip():
        context.registry.report.add(
            context.file, path, "text/blanks", f"there are blanks within “{{{name}}}”", at=at(),
            hint=f"Write {{{name.strip()}}}.",
        )  # fmt: skip
        return None
    if "-" not in name:
        return context.fact(name, path, at=at)
    if name in context.registry.offsets:
        length_of = compile_length(context, name, path)
        return Named(name, lambda scope: length_words(*length) if (length := length_of(scope)) is not None else None)
    if name in context.registry.moments:
        moment_of = compile_moment(context, name, path)
        return Named(name, lambda scope: _day(moment, scope) if (moment := moment_of(scope)) is not None else None)
    known = [*context.registry.moments, *context.registry.offsets]
    context.unknown(path, "named moment or offset", name, known, at=at())
    return None


def _said(part: Fact | Named, scope: Scope, silent: Silent) -> str:
    if isinstance(part, Fact):
        return _shown(part, scope, silent)
    words = part.words(scope)
    return silent(part.fact) if words is None else words


def place_of_placeholder(file: PackFile, path: Path, number: int, placeholder: str) -> Place:
    """Where a text's placeholder with a number (from 0) stands in the file; the text itself where it is not found.

    A text may be quoted, folded or indented in the file; its placeholders stand there in the same order.
    """
    file, path = file.origin(path)
    line, column = file.place(path)
    there = list(PLACEHOLDER.finditer("\n".join([file.line(line)[column - 1 :], *file.lines[line:]])))
    if number >= len(there) or there[number][0] != placeholder:
        return line, column
    before = there[number].string[: there[number].start()]
    below = before.count("\n")
    return line + below, len(before) - before.rfind("\n") if below else column + len(before)


def _shown(fact: Fact, scope: Scope, silent: Silent) -> str:
    value, path = fact.find(scope)
    if fact.spec.is_moment:
        moment = scope.case.record.moments.get(path)
        return _day(moment, scope) if moment is not None else silent(fact)
    if value is None or value == "none" or value == []:
        return silent(fact)
    return _words(value)[:_LONGEST]


def _day(moment: Moment, scope: Scope) -> str:
    """The day of a moment; with its year where that is not this year's."""
    now = point(scope.case.now, scope.case.record.zone)
    return day_label(moment) if moment.day.year == now.day.year else f"{day_label(moment)} {moment.day.year}"


def _words(value: Any) -> str:
    if isinstance(value, list):
        *others, last = map(_words, value)
        return f"{', '.join(others)} and {last}" if others else last
    if isinstance(value, dict):
        return _words(value.get("name", next(iter(value.values()), "")))
    return str(value)


def gap(fact: Fact) -> str:
    """The mark that stands in a message where a fact is missing."""
    return f"[[{fact.spec.title}]]"


def gaps_in(text: str) -> tuple[str, ...]:
    """The marked gaps of a filled message, each once, in order."""
    return tuple(dict.fromkeys(re.findall(_GAP, text)))
