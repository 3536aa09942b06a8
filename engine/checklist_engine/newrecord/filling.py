"""The text of a new record: a pack's template filled with answers, and whose answer stands where in it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from itertools import chain, count
from typing import Final

from checklist_engine.keys import slug
from checklist_engine.newrecord.questions import people
from checklist_engine.newrecord.story import mover
from checklist_engine.newrecord.template import ID, KEYS, PLACEHOLDER, Template
from checklist_engine.yaml12.values import scalar

_KEY: Final = re.compile(r"([a-zA-Z_][\w-]*): +\{([a-z][a-z0-9_]*)\}")


_PACK: Final = re.compile(r"^pack:.*$", re.MULTILINE)
_ID: Final = re.compile(r"^id:.*$", re.MULTILINE)
_FIRST: Final = re.compile(r"^(?=[^#\s])", re.MULTILINE)
"""Lines of a record: the pack's, the id's, and the first that is neither empty nor a comment."""


def fill(template: Template, answers: Mapping[str, str], schema: str | None = None, taken: Container[str] = ()) -> str:
    """The text of a record, with a line break at the end.

    `answers` are valid ones by fact (`questions.check`). Values are quoted where YAML needs it. A line with a
    placeholder that was not answered becomes a comment, filled with the question's example. Dates of examples, in
    comments too, lie around those that were answered. `schema` is the path or address of the record's schema, for the
    editor line at the top. The id is none of those `taken`.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    for _, filled in _lines(template, answers, taken):
        lines += filled
    return "\n".join(lines) + "\n"


def with_pack(text: str, pack: str) -> str:
    """A record that names its `pack`: in the place of a name that it has, else below its id, else above all facts."""
    line = f"pack: {scalar(pack)}"
    if _PACK.search(text):
        return _PACK.sub(lambda _: line, text, count=1)
    if _ID.search(text):
        return _ID.sub(lambda found: f"{found[0]}\n{line}", text, count=1)
    return _FIRST.sub(lambda _: f"{line}\n", text, count=1)


def record_id(template: Template, answers: Mapping[str, str], taken: Container[str] = ()) -> str:
    """The id of a record with these answers: kebab-case ASCII, `case` where nothing can be written so.

    With a number behind it where it is `taken`: `quillon-maps-data-engineer-2`.
    """
    stem = slug(" ".join(answers.get(fact, "") for fact in template.id_from)) or "case"
    return next(name for name in chain([stem], (f"{stem}-{number}" for number in count(2))) if name not in taken)


def asked_at(template: Template, answers: Mapping[str, str], line: int, column: int) -> tuple[str, ...]:
    """The questions whose answers stand at a place of what `fill` gives without a schema; none in text of the pack's.

    `line` and `column` count from 1. More than one question only for the id, which is made from several.
    """
    for source, filled in _lines(template, answers):
        if line <= len(filled):
            return _asked_in(template, source, answers, (line, column))
        line -= len(filled)
    return ()


def keys(template: Template) -> dict[str, list[str]]:
    """The questions whose answers stand behind a key of the record, by that key."""
    found: dict[str, list[str]] = {}
    for key, fact in _KEY.findall(template.text):
        if fact != ID:
            found.setdefault(key, []).append(fact)
    return found


def _lines(
    template: Template, answers: Mapping[str, str], taken: Container[str] = ()
) -> Iterator[tuple[str, list[str]]]:
    """Each line of the template, with those that it becomes."""
    moved = mover(template.questions, answers)
    shown = {question.fact: moved(question.example) for question in template.questions} | dict(answers)
    case = record_id(template, shown, taken)
    for source in template.text.rstrip("\n").split("\n"):
        line = moved(source) if source.lstrip(" ").startswith("#") else source
        filled = [part.rstrip(" ") for part in _filled(template, line, shown, case).split("\n")]
        is_open = any(fact not in answers for fact in _facts(template, line))
        yield line, _commented(filled) if is_open else filled


def _filled(template: Template, line: str, answers: Mapping[str, str], case: str) -> str:
    kinds = {question.fact: question.kind for question in template.questions}
    indent = " " * (len(line) - len(line.lstrip(" ")))

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "{"
        if name == ID:
            return scalar(case)
        fact = name.removesuffix(KEYS)
        if kinds[fact] == "number":
            return answers[fact]  # without the quotes that a text of digits needs
        if kinds[fact] != "people":
            return scalar(answers[fact])
        named = people(answers[fact])
        if name.endswith(KEYS):
            return f"[{', '.join(scalar(key) for key in named)}]"
        return "".join(f"\n{indent}  {scalar(key)}: {{name: {scalar(person)}}}" for key, person in named.items())

    return PLACEHOLDER.sub(value, line)


def _commented(lines: list[str]) -> list[str]:
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    if lines[0].startswith("#", indent):
        return lines
    return [f"{line[:indent]}# {line[indent:]}" for line in lines]


def _asked_in(template: Template, source: str, answers: Mapping[str, str], place: tuple[int, int]) -> tuple[str, ...]:
    """The questions of one line of the template at a place of the lines that it became."""
    if any(fact not in answers for fact in _facts(template, source)):
        return ()  # it became a comment
    case = record_id(template, answers)
    for found in PLACEHOLDER.finditer(source):
        begin, end = (
            _end_of(_filled(template, source[:until], answers, case)) for until in (found.start(), found.end())
        )
        if begin <= place < end:
            return tuple(_facts(template, found[0]))
    return ()


def _end_of(text: str) -> tuple[int, int]:
    """The place right behind a text."""
    *before, last = text.split("\n")
    return len(before) + 1, len(last) + 1


def _facts(template: Template, line: str) -> list[str]:
    """The questions that this line needs answered."""
    names = [found[1].removesuffix(KEYS) for found in PLACEHOLDER.finditer(line) if found[1]]
    return [fact for name in names for fact in (template.id_from if name == ID else (name,))]
