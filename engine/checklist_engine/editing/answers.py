"""What a person may answer to a question of a checklist, and what an answer means as a fact of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from checklist_engine.checklist import Question
from checklist_engine.compile.facts import UnknownFact
from checklist_engine.compile.program import Program
from checklist_engine.editing.facts import value_node
from checklist_engine.keys import about_list, keys_in
from checklist_engine.problems import Problem, Problems
from checklist_engine.schema.coerce import View, core, plain_data
from checklist_engine.schema.shape import Shape
from checklist_engine.scope import Record

NONE: Final = "none"
_BOOLEANS: Final = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_MOST_CHOICES: Final = 12


class Answers:
    """The answers that the record schema allows to one question.

    ``steps`` is where the answer goes, as the file has it; ``choices`` are all that there are to choose from (empty
    where anything may be said), ``example`` is one answer among many.
    """

    def __init__(self, question: Question, program: Program, record: Record) -> None:
        steps = tuple((question.path or question.fact).split("."))
        self.steps = _beyond_reference(steps, program.registry.people, record)
        about: dict[str, Any] = {}
        self.is_moment = False
        try:
            spec = program.registry.schema.spec(".".join(self.steps), {})
            about, self.is_moment = dict(spec.schema), spec.is_moment
        except UnknownFact:  # a key with a dot in it, say: the record's reader decides
            pass
        self._shape = Shape(about, program.pack.record_schema)
        self._view = View.of(about, program.pack.record_schema, {})
        self._kinds = self._view.kinds if self._view else frozenset({"string"})
        self.may_be_none = self._shape.accepts(NONE) or "array" in self._kinds
        self._dimensions = program.registry.dimensions
        self.choices = self._choices(about, record)
        examples = [one for one in about.get("examples", ()) if one != NONE]
        self.example = _as_typed(examples[0]) if examples else None

    def _choices(self, schema: Mapping[str, Any], record: Record) -> tuple[str, ...]:
        if "enum" in schema:
            return tuple(_as_typed(one) for one in schema["enum"])
        if self._kinds == {"boolean"}:
            return ("yes", "no")
        name = schema.get("refers_to", "")
        return tuple(keys_in(record.data.get(name), about_list(self._dimensions, name)))

    @property
    def words(self) -> str:
        """What can be answered, for the prompt: ``email, phone or none``, ``such as 2026-11-27, or none``."""
        shown = [*self.choices[:_MOST_CHOICES], *(["…"] if len(self.choices) > _MOST_CHOICES else [])]
        if self.may_be_none and NONE not in shown and (shown or self.example is None):
            shown.append(NONE)
        if shown:
            return " or ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
        such = f"such as {self.example}" if self.example is not None else ""
        return such + (", or none" if self.may_be_none else "")

    def meant(self, text: str, understood: Callable[[str], str]) -> Any:
        """The value that ``text`` stands for; the text itself where it fits nothing, for the schema to refuse.

        ``understood`` makes a date of what may be typed for one (``tomorrow 09:00``). Raises Problems for brackets
        that cannot be read.
        """
        text = text.strip()
        if text.casefold() == NONE and self.may_be_none:
            return NONE if self._shape.accepts(NONE) else []
        if self.is_moment:
            return understood(text)
        chosen = next((one for one in self.choices if one.casefold() == text.casefold()), text)
        for value in self._readings(chosen):
            if self._shape.accepts(value):
                return value
        return chosen

    def _readings(self, text: str) -> list[Any]:
        """What the text could mean, the plainest first."""
        found: list[Any] = [text]
        if "boolean" in self._kinds and text.casefold() in _BOOLEANS:
            found.append(_BOOLEANS[text.casefold()])
        found.append(core(text))
        if text[:1] in ("[", "{") and self._kinds & {"array", "object"}:
            try:
                return [plain_data(value_node(text), self._view)]
            except Problems as problems:
                raise Problems(
                    Problem(id=one.id, message=one.message, hint=one.hint) for one in problems.problems
                ) from None
        if "array" in self._kinds:
            parts = [part.strip() for part in text.split(",") if part.strip()]
            found += [parts, [core(part) for part in parts]]
        return found


def _beyond_reference(steps: tuple[str, ...], people: str | None, record: Record) -> tuple[str, ...]:
    """Beyond a reference to a person stands that person: where `friend` is anna, `friend.email` is hers."""
    shorts = {short: full for full, short in record.short_forms.items()}
    value: Any = record.data
    path = (shorts[steps[0]], "0", *steps[1:]) if steps[0] in shorts else steps
    for at, step in enumerate(path):
        if isinstance(value, str) and people and value in (record.data.get(people) or {}):
            return (people, value, *path[at:])
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            break
    return steps


def _as_typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if not isinstance(value, (list, dict)) else ", ".join(map(str, value))
