"""The questions put one by one, a wrong answer's again and no other.

Nothing here knows a terminal: the command hands in the function that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from checklist_engine.newrecord.clocks import on_its_day
from checklist_engine.newrecord.questions import Question, check, zone_of
from checklist_engine.newrecord.story import mover
from checklist_engine.newrecord.trial import Objection

Prompt = Callable[[Question, str | None, str | None], str]
"""Puts a question: (question, default answer, what was wrong with the last one) → what the person typed."""

Objections = Callable[[Mapping[str, str]], Mapping[str, Objection]]
"""What speaks against answers that fit their questions, by fact: `Trial.objections`."""


def ask(
    questions: Iterable[Question],
    prompt: Prompt,
    given: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    objections: Objections = lambda answers: {},
    now: int = 0,
) -> dict[str, str]:
    """The answers by fact: those `given` already (as options), then what `prompt` brings until it is valid.

    `defaults` go before the pack's own (the configured time zone, for one). An empty answer takes the
    default; without one it leaves an optional question open and repeats the others. What is `given` and
    wrong is asked for, too. An answer that meets with `objections` is asked for again; who gives the same
    once more is asked for those that may be the wrong ones instead, and then shown their own, to be kept or mended.
    `now` is when that is, in seconds since 1970. Raises whatever `prompt` raises.
    """
    return _Dialogue(tuple(questions), prompt, defaults or {}, objections, now).answers_to_all(given or {})


class _Dialogue:
    """One round of questions; ``answers`` are those that fit their questions, by fact."""

    def __init__(
        self,
        questions: tuple[Question, ...],
        prompt: Prompt,
        defaults: Mapping[str, str],
        objections: Objections,
        now: int,
    ) -> None:
        self.questions = questions
        self.prompt = prompt
        self.defaults = defaults
        self.objections = objections
        self.now = now
        self.answers: dict[str, str] = {}

    def answers_to_all(self, given: Mapping[str, str]) -> dict[str, str]:
        """The answers, after everything that is not given has been asked."""
        for question in self.questions:
            if question.fact in given:
                complaint = self._complaint(question, given[question.fact])
                if complaint is None:
                    continue
                self._ask(question, complaint)
            else:
                self._ask(question)
        # What was given, what did not yield after all, and what only later answers made wrong.
        while wrong := self.objections(self.answers):
            question = next(one for one in self.questions if one.fact in wrong)
            self._ask_again(question, wrong[question.fact])
        return self.answers

    def _complaint(self, question: Question, text: str) -> str | None:
        """Take an answer if it fits its question; if not, why."""
        try:
            zone = zone_of(self.questions, self.answers, self.defaults)
            text = on_its_day(question, text, self.questions, self.answers)
            self.answers[question.fact] = check(question, text, zone, self.now)
        except ValueError as error:
            return str(error)
        return None

    def _ask(self, question: Question, complaint: str | None = None) -> None:
        """Until there is an answer to which nothing objects, or another yields to it, or the question is left open."""
        self._put(question, complaint)
        objection = self.objections(self.answers).get(question.fact)
        if objection is not None:
            self._ask_again(question, objection)

    def _ask_again(self, question: Question, objection: Objection) -> None:
        """For another answer than the one that meets with an objection; given once more, for the others instead."""
        while True:
            before = self.answers[question.fact]
            self._put(question, self._explained(objection))
            after = self.objections(self.answers).get(question.fact)
            if after is not None and self.answers[question.fact] == before and after.others:
                self._ask_others(question, after)
                after = self.objections(self.answers).get(question.fact)
            if after is None:
                return
            objection = after

    def _ask_others(self, question: Question, objection: Objection) -> None:
        """For those that may be wrong instead; then for the first once more, or who changed them expects to be asked.

        Its answer need only be confirmed.
        """
        for other in self.questions:
            if other.fact in objection.others:
                self._ask(other, objection.words)
        self._put(question, None, self.answers.get(question.fact))

    def _put(self, question: Question, complaint: str | None, kept: str | None = None) -> None:
        """Until an answer fits the question, or it is left open; Enter alone brings what is ``kept``."""
        default = kept or self.defaults.get(question.fact, question.default)
        others = {fact: text for fact, text in self.answers.items() if fact != question.fact}
        question = question.replace(example=mover(self.questions, others)(question.example))
        while True:
            text = self.prompt(question, default, complaint).strip() or default or ""
            if not text and question.optional:
                self.answers.pop(question.fact, None)
                return
            complaint = self._complaint(question, text)
            if complaint is None:
                return

    def _explained(self, objection: Objection) -> str:
        others = " and ".join(f"“{one.ask}”" for one in self.questions if one.fact in objection.others)
        if not others:
            return objection.words
        end = "" if objection.words.endswith((".", "?")) else "."
        return f"{objection.words}{end} If it is right, type it once more: then {others} is asked again."
