"""The questions of a new record one by one: which are asked again, and why; and whose answer a place is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from checklist_engine.data import rules_dir
from checklist_engine.load.program import load_program
from checklist_engine.moments import parse
from checklist_engine.newrecord.dialogue import ask
from checklist_engine.newrecord.filling import asked_at, fill, keys
from checklist_engine.newrecord.questions import Question, answered
from checklist_engine.newrecord.template import Template, read_template
from checklist_engine.newrecord.trial import Objection, Trial

PACK = rules_dir() / "after-interview"
LEAST = {"company": "Quillon Maps", "role": "Data engineer", "start": "2026-11-17 10:00"}
QUESTIONS = tuple(Question(fact=fact, ask=f"{fact}?", example="1", optional=fact == "c") for fact in "abc")


class Typed:
    """A person who types these answers, one after the other; ``seen`` is what was asked, with the complaint.

    ``defaults`` is what Enter alone would have brought.
    """

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.seen: list[tuple[str, str | None]] = []
        self.defaults: list[str | None] = []

    def __call__(self, question: Question, default: str | None, complaint: str | None) -> str:
        self.seen.append((question.fact, complaint))
        self.defaults.append(default)
        return self.texts.pop(0)


def in_order(answers: Mapping[str, str]) -> dict[str, Objection]:
    """`b` may not be less than `a`."""
    if "a" in answers and "b" in answers and answers["b"] < answers["a"]:
        return {"b": Objection(words="b is less", others=("a",))}
    return {}


AGAIN = "b is less. If it is right, type it once more: then “a?” is asked again."


def test_an_objection_has_its_own_question_asked_again() -> None:
    person = Typed("5", "3", "4", "6", "")
    assert ask(QUESTIONS, person, objections=in_order) == {"a": "5", "b": "6"}
    assert person.seen == [("a", None), ("b", None), ("b", AGAIN), ("b", AGAIN), ("c", None)]


def test_who_gives_the_same_again_is_asked_for_the_other() -> None:
    person = Typed("5", "3", "3", "2", "", "")
    assert ask(QUESTIONS, person, objections=in_order) == {"a": "2", "b": "3"}
    assert person.seen[2:] == [("b", AGAIN), ("a", "b is less"), ("b", None), ("c", None)]
    assert person.defaults[4] == "3", "what was typed once more need only be confirmed"


def test_who_has_changed_the_other_may_change_the_first_too() -> None:
    person = Typed("5", "3", "3", "2", "4", "")
    assert ask(QUESTIONS, person, objections=in_order) == {"a": "2", "b": "4"}


def test_what_still_does_not_go_together_is_asked_again() -> None:
    person = Typed("5", "3", "3", "4", "", "7", "")
    assert ask(QUESTIONS, person, objections=in_order) == {"a": "4", "b": "7"}
    assert person.seen[-3:] == [("b", None), ("b", AGAIN), ("c", None)]


def test_what_was_given_is_asked_for_when_it_does_not_go_together() -> None:
    person = Typed("", "6")
    assert ask(QUESTIONS, person, {"a": "5", "b": "3"}, objections=in_order) == {"a": "5", "b": "6"}
    assert person.seen == [("c", None), ("b", AGAIN)]


def test_what_was_given_and_is_wrong_is_asked_for() -> None:
    person = Typed("2", "")
    assert ask(QUESTIONS, person, {"a": "", "b": "3"}) == {"a": "2", "b": "3"}
    assert person.seen == [("a", "this is needed"), ("c", None)]


def test_without_another_to_blame_the_same_answer_does_not_pass() -> None:
    def no_nine(answers: Mapping[str, str]) -> dict[str, Objection]:
        return {fact: Objection(words="no nine") for fact, text in answers.items() if text == "9"}

    person = Typed("9", "9", "9", "1", "2", "9", "")
    assert ask(QUESTIONS, person, objections=no_nine) == {"a": "1", "b": "2"}, "and an optional one can be left open"
    assert [fact for fact, complaint in person.seen if complaint == "no nine"] == ["a", "a", "a", "c"]


# Whose answer it is


@pytest.fixture(scope="module")
def template() -> Template:
    return read_template((PACK / "init.yaml").read_bytes())


@pytest.fixture(scope="module")
def trial(template: Template) -> Trial:
    return Trial(template, load_program(PACK), "mine.yaml", "Europe/Luxembourg")


LINES = b"""\
questions:
  - {fact: a, ask: A?, example: '1'}
  - {fact: b, ask: B?, example: '2', optional: true}
  - {fact: crew, ask: Who?, example: Ann, kind: people}
id_from: [a, crew]
template: |
  crew: {crew}
  id: {id}
  - {a: {a}, x: {a}{{, with: {crew.keys}}
  open: {b}
  last: {a}
"""


def test_a_place_is_that_of_an_answer() -> None:
    template = read_template(LINES)
    answers = {"a": "x: y", "crew": "Al, Bo"}
    lines = fill(template, answers).splitlines()
    whose = {
        (number, column): asked_at(template, answers, number, column)
        for number, line in enumerate(lines, 1)
        for column in range(1, len(line) + 1)
    }

    def part(number: int, *facts: str) -> str:
        return "".join(c for at, c in enumerate(lines[number - 1], 1) if whose[number, at] == facts)

    assert lines[3:6] == ["id: x-y-al-bo", '- {a: "x: y", x: "x: y"{, with: [al, bo]}', '# open: "2"']
    assert [part(number, "crew") for number in (1, 2, 3)] == ["", "  al: {name: Al}", "  bo: {name: Bo}"]
    assert part(4, "a", "crew") == "x-y-al-bo"
    assert (part(5, "a"), part(5, "crew")) == ('"x: y""x: y"', "[al, bo]")
    assert part(6) == lines[5], "a comment is nobody's answer"
    assert part(7, "a") == '"x: y"'
    assert asked_at(template, answers, 99, 1) == ()
    assert keys(template) == {"crew": ["crew"], "a": ["a"], "x": ["a"], "open": ["b"], "last": ["a"]}


def test_the_record_objects_to_an_end_before_the_start(trial: Trial) -> None:
    found = trial.objections({**LEAST, "end": "2026-11-17 09:00"})
    words = "“end” (Tue 17 Nov 09:00) lies before “start” (Tue 17 Nov 10:00)"
    assert found == {"end": Objection(words=words, others=("start",))}
    assert trial.objections({**LEAST, "end": "2026-11-17 11:00"}) == {}


def test_what_was_not_asked_yet_is_no_objection(trial: Trial) -> None:
    assert trial.objections({}) == {}
    assert trial.objections({"company": "Quillon Maps"}) == {}


def test_clock_times_are_read_in_the_zone_that_will_be_theirs(trial: Trial) -> None:
    night = {**LEAST, "start": "2026-03-29 02:30"}
    assert set(trial.objections(night)) == {"start"}
    assert trial.objections({**night, "timezone": "Asia/Tokyo"}) == {}


def of_template(text: str, **kinds: str) -> Trial:
    """Records of another template for the same pack, with a question for each fact of ``kinds``."""
    asked = tuple(Question(fact=fact, ask=f"{fact}?", example="1", kind=kind) for fact, kind in kinds.items())
    template = Template(questions=asked, id_from=(), text=f"company: Q\nrole: R\n{text}")
    return Trial(template, load_program(PACK), "mine.yaml", "Europe/Luxembourg")


def test_of_a_key_that_stands_twice_the_answers_own_is_no_other() -> None:
    trial = of_template(
        "interviews:\n  - {id: a, start: {begin}, end: {end}}\n  - {id: b, start: {begin2}, end: {end2}}\n",
        begin="moment", end="moment", begin2="moment", end2="moment",
    )  # fmt: skip
    answers = {"begin": "2026-11-17 10:00", "end": "2026-11-17 09:00", "begin2": "2026-11-18", "end2": "2026-11-18"}
    (found,) = trial.objections(answers).items()
    assert (found[0], found[1].others) == ("end", ("begin", "begin2"))


def test_keys_that_the_pack_writes_are_nobodys_answer() -> None:
    trial = of_template("interview: {crew}\n", crew="people")
    assert trial.objections({"crew": "Anna Weiss"}) == {}, "it can be mended by no answer: “start” is missing"


DAYS = (
    Question(fact="start", ask="Start?", example="2026-11-17 10:00", kind="moment"),
    Question(fact="end", ask="End?", example="2026-11-17 11:00", kind="moment", optional=True),
    Question(fact="answer", ask="Answer?", example="2026-11-27", kind="moment", optional=True),
)
NOW = parse("2026-11-25 09:00", "UTC").start


def test_an_end_that_is_only_a_time_is_on_the_day_of_the_beginning() -> None:
    given = {"start": "2026-11-18 10:00", "end": "9:30", "answer": "12:00"}
    meant = {"start": "2026-11-18 10:00", "end": "2026-11-18 09:30", "answer": "2026-11-25 12:00"}
    assert answered(DAYS, given, now=NOW) == meant, "what the example has on another day is seen from today"
    assert ask(DAYS, Typed(*given.values()), now=NOW) == meant
    assert answered(DAYS, {"start": "tomorrow 14:00", "end": "15:00"}, now=NOW)["end"] == "2026-11-26 15:00"
    assert answered(DAYS, {"start": "10:00", "end": "today 11:00"}, now=NOW)["start"] == "2026-11-25 10:00"
