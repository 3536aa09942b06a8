"""What a new record is made from: the questions and the template of a pack's `init.yaml`."""

from __future__ import annotations

import re
from typing import Any, Final

from checklist_engine.newrecord.questions import Question
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.value import Value

FILE: Final = "init.yaml"
ID, KEYS = "id", ".keys"
"""The placeholder for the record's id, and what stands behind the name of people where their keys are meant."""
PLACEHOLDER: Final = re.compile(r"\{\{|\{([a-z][a-z0-9_]*(?:\.[a-z]+)?)\}")


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


def _problems(template: Template, checked: Any) -> list[Problem]:
    problems: list[Problem] = []
    kinds: dict[str, str] = {}
    for at, question in enumerate(template.questions):
        if question.fact in kinds or question.fact == ID:
            problems.append(
                checked.problem("init/duplicate", f"“{question.fact}” is taken already", ("questions", at, "fact"))
            )
        kinds[question.fact] = question.kind
    known = [
        *kinds,
        *(f"{fact}{KEYS}" for fact, kind in kinds.items() if kind == "people"),
        *([ID] if template.id_from else []),
    ]
    for at, fact in enumerate(template.id_from):
        if fact not in kinds:
            problems.append(_unknown(checked, fact, list(kinds), ("id_from", at)))
    for line in template.text.split("\n"):
        for found in PLACEHOLDER.finditer(line):
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
