"""The questions that begin a new record, and which answers fit them. `dialogue` asks them one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, count

from checklist_engine.keys import slug
from checklist_engine.newrecord.clocks import on_its_day
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.value import Value
from checklist_engine.yaml12.values import quoted


class Question(Value):
    """One question of a pack's `init.yaml`. `kind` is `text`, `number`, `moment`, `zone` or `people`."""

    fact: str
    ask: str
    example: str
    kind: str = "text"
    default: str | None = None
    optional: bool = False


class Misfit(ValueError):
    """An answer that does not fit its question: `what` is wrong, and the `mend` if it is known."""

    def __init__(self, what: str, mend: str | None = None) -> None:
        self.what = what
        self.mend = mend[0].upper() + mend[1:] if mend else None
        super().__init__(f"{what}. {self.mend}" if self.mend else what)


_FORMS_OF_ADDRESS = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "miss", "sir", "frau", "herr", "mme", "m", "ing"})
"""What stands before a name and is none."""


def answered(
    questions: Iterable[Question], given: Mapping[str, str], defaults: Mapping[str, str] | None = None, now: int = 0
) -> dict[str, str]:
    """The answers without asking: those `given`, then defaults. `now` is when they are given, in seconds since 1970.

    Raises `Problems`, all at once: invalid (`init/answer`), `init/unknown`, `init/missing`.
    """
    questions = tuple(questions)
    own = {question.fact: question.default for question in questions if question.default}
    offered = {
        fact: text
        for fact, text in (own | dict(defaults or {})).items()
        if fact in {question.fact for question in questions}
    }
    return _valid(questions, offered | dict(given), now)


def check(question: Question, text: str, zone: str = "UTC", now: int = 0) -> str:
    """The answer as a record writes it, if it fits the question's kind.

    Clock times must exist in `zone`; `tomorrow 14:00` is seen from `now`. Raises ValueError in words.
    """
    text = text.strip()
    if not text:
        raise ValueError("this is needed")
    quoted(text)
    if "\n" in text or "\r" in text:
        raise ValueError("the answer must be one line")
    if question.kind == "moment":
        return _moment(text, zone, now)
    if question.kind == "zone":
        _check_zone(text)
    elif question.kind == "number":
        return _whole(text)
    elif question.kind == "people":
        _check_names(text)
    return text


def people(text: str) -> dict[str, str]:
    """Names with commas between them, by short keys of their own: `Anna Weiss, Tom` → `anna`, `tom`."""
    found: dict[str, str] = {}
    for name in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        stem = slug(name) or "person"
        first = next((slug(word) for word in name.split() if slug(word) not in _FORMS_OF_ADDRESS), "")
        keys = chain((first, stem), (f"{stem}-{number}" for number in count(2)))
        found[next(key for key in keys if key and key not in found)] = name
    return found


def _moment(text: str, zone: str, now: int) -> str:
    from checklist_engine.moments import MomentError
    from checklist_engine.schema.typed import typed

    try:
        return typed(text, zone, now)
    except MomentError as error:
        raise Misfit(str(error), error.hint) from None


def _check_names(text: str) -> None:
    """Who is still busy with the question before types a time here. Raises ValueError."""
    from checklist_engine.schema.typed import looks_like_time

    names = people(text).values()
    if not names:
        raise ValueError("these are no names")
    for name in names:
        if looks_like_time(name):
            raise ValueError(f"“{name}” reads as a date or a time, and here names are asked for")


def _whole(text: str) -> str:
    """A whole number as YAML writes it. Nine digits are enough for whatever a person counts."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError("this is no whole number")
    return str(int(text))


def zone_of(
    questions: Iterable[Question], answers: Mapping[str, str], defaults: Mapping[str, str] | None = None
) -> str:
    """The time zone that was answered so far, or the default one, in which clock times are checked."""
    for question in questions:
        if question.kind == "zone":
            return answers.get(question.fact) or (defaults or {}).get(question.fact) or "UTC"
    return "UTC"


def _valid(questions: tuple[Question, ...], given: Mapping[str, str], now: int) -> dict[str, str]:
    answers: dict[str, str] = {}
    problems = [_unknown(fact, questions) for fact in given if fact not in {question.fact for question in questions}]
    for question in questions:
        if question.fact in given:
            try:
                text = on_its_day(question, given[question.fact], questions, answers)
                answers[question.fact] = check(question, text, zone_of(questions, answers), now)
            except ValueError as error:
                misfit = error if isinstance(error, Misfit) else Misfit(str(error))
                problems.append(
                    Problem(
                        id="init/answer",
                        message=f"{question.fact}: {misfit.what}",
                        found=given[question.fact],
                        hint=misfit.mend or f"For example: {question.example}",
                    )
                )
        elif not question.optional:
            problems.append(
                Problem(
                    id="init/missing",
                    message=f"{question.fact} is needed: {question.ask}",
                    hint=f"For example: {question.example}",
                )
            )
    if problems:
        raise Problems(problems)
    return answers


def _unknown(fact: str, questions: tuple[Question, ...]) -> Problem:
    known = [question.fact for question in questions]
    guess = nearest(fact, known)
    return Problem(
        id="init/unknown",
        message=f"nothing is asked that is called “{fact}”",
        expected=", ".join(known),
        hint=guess and f"Did you mean “{guess}”?",
    )


def _check_zone(text: str) -> None:
    from checklist_engine.moments import known_zone
    from checklist_engine.schema.files import load_schema
    from checklist_engine.schema.shape import Shape

    # The schema refuses short names such as CET, which the database knows: they do not say when clocks change.
    engine = load_schema("record")
    zone = Shape(engine["definitions"]["zone"], engine)
    if zone.accepts(text) and known_zone(text):
        return
    from zoneinfo import available_timezones

    from checklist_engine.zones import SHORT

    zones = [name for name in sorted(available_timezones()) if zone.accepts(name)]
    city = text.casefold().replace(" ", "_")
    guess = (
        SHORT.get(city)
        or next((one for one in zones if one.casefold().endswith(f"/{city}")), None)
        or nearest(text, zones)
    )
    raise Misfit(f"there is no time zone “{text}”", f"did you mean {guess}?" if guess else None)
