"""The phrases on the page of the language: one of each form, and what the engine makes of it in one fixed case.

``FORMS`` are the tables of the page, by the names that the page gives them. `unneeded` finds what of the grammar
(the pattern in ``schemas/action.schema.json``) no phrase here shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from checklist_engine import phrases
from checklist_engine.calendars import days_from
from checklist_engine.evaluate.evaluate import Evaluation, evaluate, profile_of
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import end_label, label, parse, shift, stamp_label, whole_day

ZONE = "Europe/Luxembourg"
NOW = "2026-12-07 09:00"
"""After everything that the record tells, so that its log is known."""

FORMS: dict[str, Sequence[Any]] = {
    "distances": (
        "30 minutes after", "24 hours after", "1 day after", "2 weeks after", "1 month after", "1 year after",
        "2 working days after", "3 bank days after", "10 minutes before round.start", "3 months before",
        "2 days after round.they_said.decision_by", "1 week before process-over",
    ),
    "lengths with a name": (
        "reply-time after", "notice-period before contract.begins", "contract.notice after",
        "reply-time before process-over",
    ),
    "neighbours": ("same day", "next day", "day before", "next working day", "next bank day"),
    "clocks": ("at 09:00", "at 09:00 theirs", "at 09:00 for promise.to"),
    "edges": (
        "start of that day", "end of that day", "start of that week", "end of that week", "end of that month",
        "start of that quarter", "end of that year",
    ),
    "places": (
        "15th day of that month", "1st working day of that month", "last bank day of that quarter",
        "1st Monday of that year", "2nd Tuesday of that month", "last Wednesday of that month",
        "3rd Thursday of that month", "5th Friday of that month", "1st Saturday of that quarter",
        "1st Sunday of that week",
    ),
    "weekdays": (
        "Monday after", "Tuesday on or after round.start", "Wednesday before", "Thursday after process-over",
        "Friday before", "Saturday on or before", "Sunday before promise.by",
    ),
    "dates": (
        "31 July of that year", "1 September after", "24 December on or after round.start", "30 June before",
        "29 February after process-over",
    ),
    "rolling": (
        ["promise.by", "1 day after", "or next working day"], ["promise.by", "1 day after", "or previous bank day"],
        ["promise.by", "or next working day"],
    ),
    "names": ("round.end", "promise.by", "process-over"),
    "compositions": (
        ["promise.by", "2 working days before", "at 09:00"],
        ["1 March of that year", "3rd Thursday of that month"],
        {"did": "send-thank-you"},
        {"heard": ["rejected", "offered"], "which": "first"},
        {"skipped": "follow-up"},
        {"earliest_of": ["promise.by", {"did": "send-promised"}]},
        {"latest_of": ["1 week after", "round.they_said.decision_by"]},
        {"first_known_of": [{"did": "withdraw"}, "1 week after"]},
        {"choose": [{"when": "date-named", "use": "next day"}, {"use": "1 week after"}]},
    ),
}  # fmt: skip


DAYS = (
    "Saturday", "working day", "last Friday of each month", "15th day of each month", "last bank day of each month",
    "31st day of each month", "10th day of each month or next working day", "2 weeks before 10th day of each month",
    "1 day after 1st Monday of each month", "1st Monday of each quarter", "1 September", "2 weeks",
)  # fmt: skip
"""Days that come round, as the page shows them."""


def days(pack: Path) -> Iterator[tuple[str, str]]:
    """The days of `DAYS`, with the first three of each after the fixed case's day."""
    program = load_program(pack, use_cache=False)
    record = read_record((pack / "tests/shared/rejected.yaml").read_bytes(), "rejected.yaml", program, zone=ZONE)
    case = Evaluation(program, record, parse(NOW, ZONE).start, profile_of(program, "consensus")).case
    first = parse("2026-11-18", ZONE).day
    for text in DAYS:
        each = phrases.each(text)
        if each.apart is None:
            came = [whole_day(day, ZONE) for day in islice(days_from(first, 1, 1000, each, case.calendar), 3)]
        else:
            came = [shift(whole_day(first, ZONE), each.apart[0] * number, each.apart[1]) for number in range(3)]
        yield text, ", ".join(label(day) + _year(day.day.year) for day in came)


STRETCHES: Sequence[dict[str, Any]] = (
    {"at_least": 1, "per": "1 day"}, {"at_least": 1, "per": "24 hours"}, {"at_least": 1, "per": "1 week"},
    {"from": ["round.end", "start of that week"], "at_least": 1, "per": "1 week"},
)  # fmt: skip
"""Quotas, whose stretches the page shows."""


def stretches(pack: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The quotas of `STRETCHES`, each with its first three stretches in the fixed case, as the engine counts them.

    ``pack`` is a copy of the page's pack, which gets an action for as long as this takes.
    """
    path = pack / "actions" / "a-quota.yaml"
    for window in STRETCHES:
        action = {
            "action": "a-quota", "title": "A quota", "trigger": "round.end", "for_each": {"round": "interviews"},
            "rules": [{"id": "so-often", "statement": "hays/thank-you", "do": window}],
        }  # fmt: skip
        path.write_text(json.dumps(action), encoding="utf-8")
        program = load_program(pack, use_cache=False)
        record = read_record((pack / "tests/shared/rejected.yaml").read_bytes(), "rejected.yaml", program, zone=ZONE)
        now, came = parse("2026-11-17 11:00", ZONE).start, []
        for _ in range(3):
            progress = evaluate(program, record, now).item("a-quota/first").progress
            assert progress is not None
            assert progress.since is not None
            assert progress.until is not None
            since, now = parse(progress.since, ZONE).start, parse(progress.until, ZONE).start
            came.append(f"{stamp_label(since, ZONE)} to {end_label(now, ZONE)}")
        yield window, "; ".join(came)
    path.unlink()


def meanings(pack: Path) -> Iterator[tuple[str, list[tuple[Any, str]]]]:
    """Each table with its moments and what they come to: ``Wed 18 Nov 11:00``, ``Wed 18 Nov`` for a whole day.

    ``pack`` is a copy of the page's pack, which gets an action more. Raises Problems for what does not compile.
    """
    every = [moment for moments in FORMS.values() for moment in moments]
    steps = [
        {"id": f"moment-{number}", "statement": "hays/thank-you", "title": "A moment", "by": moment}
        for number, moment in enumerate(every)
    ]
    action = {
        "action": "moments", "title": "Moments", "trigger": "round.end", "steps": steps,
        "for_each": {"round": "interviews", "person": "round.with", "promise": "promised"},
        "rules": [{"id": "any-time", "statement": "hays/thank-you", "do": {}}],
    }  # fmt: skip
    (pack / "actions" / "moments.yaml").write_text(json.dumps(action), encoding="utf-8")
    program = load_program(pack, use_cache=False)
    record = read_record((pack / "tests/shared/rejected.yaml").read_bytes(), "rejected.yaml", program, zone=ZONE)
    evaluation = Evaluation(program, record, parse(NOW, ZONE).start, profile_of(program, "consensus"))
    compiled = program.actions["moments"]
    ((scope, _),) = evaluation.spoken(compiled)
    assert compiled.trigger is not None
    scope.trigger = compiled.trigger(scope)
    parts = iter(compiled.steps)
    for name, moments in FORMS.items():
        rows = []
        for moment in moments:
            by = next(parts).by
            found = by(scope) if by is not None else None
            rows.append((moment, label(found) + _year(found.day.year) if found is not None else "not known"))
        yield name, rows


def _year(year: int) -> str:
    return "" if str(year) == NOW[:4] else f" {year}"


def strings(node: Any) -> Iterator[str]:
    """The phrases in a moment, those in its steps and members too."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for part in node:
            yield from strings(part)
    else:
        for key in ("earliest_of", "latest_of", "first_known_of", "use"):
            yield from strings(node.get(key, []))
        for one in node.get("choose", []):
            yield from strings(one)


def unneeded(pattern: str, texts: Sequence[str]) -> list[str]:
    """The parts of the grammar without which it would still have all of these ``texts``.

    A part is one of several alternatives, or something that can be left out; numbers and months are not looked at
    singly, nor what must not be.
    """
    return [
        part for part, narrower in _narrower(pattern)
        if all(re.fullmatch(narrower, text) for text in texts)
    ]  # fmt: skip


def _narrower(pattern: str) -> Iterator[tuple[str, str]]:
    """The pattern without each of its parts in turn, with that part."""
    for start, end in _groups(pattern):
        if (
            pattern.startswith("(January", start)
            or pattern[:start].endswith("(?!30 February|31 ")
            or (pattern.startswith("(?!", start))
        ):
            continue
        cuts = [start, *_bars(pattern, start + 1, end), end]
        for before, after in pairwise(cuts):
            part = pattern[before + 1 : after]
            if len(cuts) > 2 and not re.match(r"\(?\[?[0-9]", part):
                kept = (pattern[: before + 1] + pattern[after + 1 :]) if before == start else (
                    pattern[:before] + pattern[after:]
                )  # fmt: skip
                yield part, kept
        if pattern[end + 1 : end + 2] == "?":
            yield f"without “{pattern[start : end + 1]}”", pattern[: end + 1] + pattern[end + 2 :]
            yield f"with “{pattern[start : end + 1]}”", pattern[:start] + pattern[end + 2 :]


def _groups(pattern: str) -> Iterator[tuple[int, int]]:
    """Where each group opens and closes."""
    opened: list[int] = []
    for at, letter in enumerate(pattern):
        if letter == "(":
            opened.append(at)
        elif letter == ")":
            yield opened.pop(), at


def _bars(pattern: str, start: int, end: int) -> Iterator[int]:
    """Where the alternatives of a group are parted."""
    depth = 0
    for at in range(start, end):
        depth += (pattern[at] == "(") - (pattern[at] == ")")
        if pattern[at] == "|" and not depth:
            yield at
