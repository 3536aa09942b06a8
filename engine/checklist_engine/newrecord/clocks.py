"""A clock time alone, as an answer: on which day it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from checklist_engine.newrecord.questions import Question

_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}", re.ASCII)
_DAY: Final = 10
"""The length of `2026-11-17`."""


def on_its_day(question: Question, text: str, questions: Sequence[Question], answers: Mapping[str, str]) -> str:
    """A bare clock time with the day of an earlier answer, where the examples say that both are on one day.

    What began on Tuesday at ten and ended at `11:00` did not end today. Any other text is as it was.
    """
    if question.kind != "moment" or not _CLOCK.fullmatch(text.strip()):
        return text
    earlier = list(takewhile(lambda one: one.fact != question.fact, questions))
    told = next((one.example for one in questions if one.fact == question.fact), question.example)
    for other in reversed(earlier):
        given = answers.get(other.fact, "")
        if other.kind == "moment" and other.example[:_DAY] == told[:_DAY] and len(given) >= _DAY:
            return f"{given[:_DAY]} {text.strip():0>5}"
    return text
