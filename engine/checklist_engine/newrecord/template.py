"""The text of a new record: a pack's `init.yaml` (questions and a template), filled with answers."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from itertools import chain, count
from typing import Any, Final

from checklist_engine.keys import slug
from checklist_engine.newrecord.questions import Question, people
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.value import Value
from checklist_engine.yaml12.values import scalar

FILE: Final = "init.yaml"
_ID, _KEYS = "id", ".keys"
_PLACEHOLDER: Final = re.compile(r"\{\{|\{([a-z][a-z0-9_]*(?:\.[a-z]+)?)\}")


class Template(Value):
    """What `init.yaml` says. `questions` are in the order in which they are asked."""

    questions: tuple[Question, ...]
    id_from: tuple[str, ...]
    text: str
    file: str = "record.yaml"


def read_template(data: bytes, name: str = FILE) -> Template:
    """The template in the bytes of an `init.yaml`; `name` is the file for problems.

    Raises `Problems`: no YAML, against `init.schema.json`, a question asked twice (`init/duplicate`), a
    placeholder or a part of `id_from` without a question (`init/unknown-placeholder`), {people} not at the
    end of its line (`init/people-place`).
    """
    from checklist_engine.schema.shape import engine_shape
    from checklist_engine.yaml12 import reader as yamltext

    checked = engine_shape("init").check(yamltext.read(data, name))
    raw = checked.data
    questions = tuple(Question(**question) for question in raw["questions"])
    template = Template(
        questions=questions,
        id_from=tuple(raw.get("id_from", ())),
        text=raw["template"],
        file=raw.get("file", "record.yaml"),
    )
    if problems := _problems(template, checked):
        raise Problems(problems)
    return template


def fill(template: Template, answers: Mapping[str, str], schema: str | None = None, taken: Container[str] = ()) -> str:
    """The text of a record, with a line break at the end.

    `answers` are valid ones by fact (`questions.ask`). Values are quoted where YAML needs it. A line with a
    placeholder that was not answered becomes a comment, filled with the question's example. `schema` is the
    path or address of the record's schema, for the editor line at the top. The id is none of those `taken`.
    """
    examples = {question.fact: question.example for question in template.questions}
    shown = examples | dict(answers)
    case = record_id(template, shown, taken)
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    for line in template.text.rstrip("\n").split("\n"):
        facts = _facts(template, line)
        open_facts = [fact for fact in facts if fact not in answers]
        filled = _filled(template, line, shown, case).split("\n")
        lines += _commented(filled) if open_facts else filled
    return "\n".join(lines) + "\n"


def record_id(template: Template, answers: Mapping[str, str], taken: Container[str] = ()) -> str:
    """The id of a record with these answers: kebab-case ASCII, `case` where nothing can be written so.

    With a number behind it where it is `taken`: `quillon-maps-data-engineer-2`.
    """
    stem = slug(" ".join(answers.get(fact, "") for fact in template.id_from)) or "case"
    return next(name for name in chain([stem], (f"{stem}-{number}" for number in count(2))) if name not in taken)


def _filled(template: Template, line: str, answers: Mapping[str, str], case: str) -> str:
    kinds = {question.fact: question.kind for question in template.questions}
    indent = " " * (len(line) - len(line.lstrip(" ")))

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "{"
        if name == _ID:
            return scalar(case)
        fact = name.removesuffix(_KEYS)
        if kinds[fact] == "number":
            return answers[fact]  # without the quotes that a text of digits needs
        if kinds[fact] != "people":
            return scalar(answers[fact])
        named = people(answers[fact])
        if name.endswith(_KEYS):
            return f"[{', '.join(scalar(key) for key in named)}]"
        return "".join(f"\n{indent}  {scalar(key)}: {{name: {scalar(person)}}}" for key, person in named.items())

    return "\n".join(part.rstrip(" ") for part in _PLACEHOLDER.sub(value, line).split("\n"))


def _commented(lines: list[str]) -> list[str]:
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    if lines[0].startswith("#", indent):
        return lines
    return [f"{line[:indent]}# {line[indent:]}" for line in lines]


def _facts(template: Template, line: str) -> list[str]:
    """The questions that this line needs answered."""
    names = [found[1].removesuffix(_KEYS) for found in _PLACEHOLDER.finditer(line) if found[1]]
    return [fact for name in names for fact in (template.id_from if name == _ID else (name,))]


def _problems(template: Template, checked: Any) -> list[Problem]:
    problems: list[Problem] = []
    kinds: dict[str, str] = {}
    for at, question in enumerate(template.questions):
        if question.fact in kinds or question.fact == _ID:
            problems.append(
                checked.problem("init/duplicate", f"“{question.fact}” is taken already", ("questions", at, "fact"))
            )
        kinds[question.fact] = question.kind
    known = [
        *kinds,
        *(f"{fact}{_KEYS}" for fact, kind in kinds.items() if kind == "people"),
        *([_ID] if template.id_from else []),
    ]
    for at, fact in enumerate(template.id_from):
        if fact not in kinds:
            problems.append(_unknown(checked, fact, list(kinds), ("id_from", at)))
    for line in template.text.split("\n"):
        for found in _PLACEHOLDER.finditer(line):
            if found[1] and found[1] not in known:
                problems.append(_unknown(checked, found[0], [f"{{{name}}}" for name in known], ("template",)))
            elif found[1] and kinds.get(found[1]) == "people" and found.end() != len(line):
                problems.append(
                    checked.problem("init/people-place", f"{found[0]} must end its line: {line.strip()}", ("template",))
                )
    return problems


def _unknown(checked: Any, name: str, known: list[str], path: tuple[str | int, ...]) -> Problem:
    guess = nearest(name, known)
    problem: Problem = checked.problem(
        "init/unknown-placeholder",
        f"no question is called {name}",
        path,
        expected=", ".join(known),
        hint=guess and f"Did you mean {guess}?",
    )
    return problem
