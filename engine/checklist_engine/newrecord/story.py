"""The examples of a pack tell one story; its dates move with the first date that a person gives.

So an example that is taken out of its comment goes with the answers: an end lies an hour after the start that was
given, not a week before it. Local times are moved as they stand, without a thought of clock changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from checklist_engine.moments import MomentError, log_text, parse
from checklist_engine.newrecord.questions import Question

_DATE: Final = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?(?!\d)", re.ASCII)
_DAY, _WITH_CLOCK = 10, 16
"""The lengths of `2026-11-17` and of `2026-11-17 10:00`."""


def mover(questions: Iterable[Question], answers: Mapping[str, str]) -> Callable[[str], str]:
    """What puts the dates in a text of the pack's where the story happens by these answers.

    It moves by whole days; on the day of the answered example with its clock time, too. Without a date among the
    answers nothing moves.
    """
    for question in questions:
        if question.kind == "moment" and question.fact in answers:
            told, given = question.example, answers[question.fact]
            if _DATE.match(told) and _DATE.match(given):
                return partial(_DATE.sub, partial(_moved, told, given))
    return lambda text: text


def _moved(told: str, given: str, found: re.Match[str]) -> str:
    """A date of the story in which the answer ``given`` stands for the example ``told``; as it is where none can be."""
    date = found[0]
    try:
        by = _local(given[:_DAY]) - _local(told[:_DAY])
        if date[:_DAY] == told[:_DAY] and min(len(date), len(told), len(given)) >= _WITH_CLOCK:
            by = _local(given[:_WITH_CLOCK]) - _local(told[:_WITH_CLOCK])
        return log_text(_local(date) + by, "UTC")[: len(date)]
    except (MomentError, ValueError):
        return date


def _local(text: str) -> int:
    """A local time in seconds, as if there were no clock changes."""
    return parse(text, "UTC").start
