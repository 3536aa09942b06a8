"""Whether a record could be made from the answers so far, and whose answer stands in its way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from checklist_engine.compile.program import Program
from checklist_engine.load.record import read_record
from checklist_engine.newrecord.filling import asked_at, fill, keys
from checklist_engine.newrecord.template import Template
from checklist_engine.problems import Problem, Problems, in_a_line
from checklist_engine.value import Value

_OF_KEYS = {"shape/missing-key", "shape/unknown-key"}
"""Problems that stand where an answer may stand, too, and are none of its own: keys are the pack's to write."""
_QUOTED = re.compile("“([^”]+)”")


class Objection(Value):
    """What the record has against an answer that fits its question, in `words`.

    `others` are the questions whose answers may be the wrong ones instead: an end before the start.
    """

    words: str
    others: tuple[str, ...] = ()


class Trial:
    """Records made from answers by ``template`` for the pack of ``program``, as if they lay at the path ``name``.

    Times that name no zone are read in ``zone``.
    """

    def __init__(self, template: Template, program: Program, name: str, zone: str) -> None:
        self._template = template
        self._program = program
        self._name = name
        self._zone = zone
        self._keys = keys(template)

    def objections(self, answers: Mapping[str, str]) -> dict[str, Objection]:
        """What speaks against single answers, by fact. Not what is missing yet, nor mistakes in the pack's own text."""
        try:
            read_record(fill(self._template, answers).encode(), self._name, self._program, zone=self._zone)
        except Problems as found:
            return self._placed(found, answers)
        return {}

    def _placed(self, found: Problems, answers: Mapping[str, str]) -> dict[str, Objection]:
        objections: dict[str, Objection] = {}
        for problem in found.problems:
            if problem.id in _OF_KEYS:
                continue
            facts = asked_at(self._template, answers, problem.line, problem.column)
            for fact in facts:
                others = [one for one in (*facts, *self._named(problem, facts)) if one != fact and one in answers]
                objections.setdefault(fact, Objection(words=in_a_line(problem), others=tuple(dict.fromkeys(others))))
        return objections

    def _named(self, problem: Problem, facts: tuple[str, ...]) -> list[str]:
        """The questions that a problem with the answers to `facts` speaks of besides."""
        named = [self._keys.get(key, []) for key in _QUOTED.findall(problem.message)]
        # Where a key stands twice, nobody can tell which is meant: it may be the problem's own.
        return [one for asked in named if not set(asked) & set(facts) for one in asked]
