"""A new record: the questions, the answers, and the text that is made from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist_engine.data import rules_dir
from checklist_engine.editing.append import append_log_entry
from checklist_engine.keys import slug
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.load.record_schema import read_record_schema
from checklist_engine.load.schema_file import schema_file
from checklist_engine.moments import parse
from checklist_engine.newrecord.dialogue import ask
from checklist_engine.newrecord.filling import fill, record_id
from checklist_engine.newrecord.questions import Question, answered, check, people, zone_of
from checklist_engine.newrecord.template import Template, read_template
from checklist_engine.problems import Problems
from checklist_engine.schema.shape import Shape
from checklist_engine.schema.typed import looks_like_time
from checklist_engine.yaml12 import reader as yamltext
from checklist_engine.yaml12.raw import INVISIBLE

PACK = rules_dir() / "after-interview"
LEAST = {"company": "Quillon Maps", "role": "Data engineer", "start": "2026-11-17 10:00"}
ALL = {
    **LEAST,
    "timezone": "Europe/Luxembourg",
    "end": "2026-11-17 11:00",
    "people": "Anna Weiss, Tom Reuter",
}


@pytest.fixture(scope="module")
def template() -> Template:
    return read_template((PACK / "init.yaml").read_bytes())


@pytest.fixture(scope="module")
def record_shape() -> Shape:
    name = schema_file(PACK)
    return Shape(read_record_schema((PACK / name).read_bytes(), name))


# What comes with the engine


def test_the_least_record(template: Template, record_shape: Shape) -> None:
    text = fill(template, answered(template.questions, LEAST), "record.schema.yaml")
    assert text.startswith("# yaml-language-server: $schema=record.schema.yaml\n")
    assert text.endswith("\n")
    assert record_shape.check(yamltext.read(text.encode(), "new")).data == {
        "id": "quillon-maps-data-engineer",
        "company": "Quillon Maps",
        "role": "Data engineer",
        "interviews": [{"id": "first", "start": "2026-11-17 10:00"}],
    }
    assert "\n    # end: 2026-11-17 11:00\n" in text
    assert "\n# people:\n#   anna: {name: Anna Weiss}\n" in text
    assert "$schema" not in fill(template, LEAST)


def test_the_whole_record(template: Template, record_shape: Shape) -> None:
    text = fill(template, answered(template.questions, ALL))
    assert record_shape.check(yamltext.read(text.encode(), "new")).data == {
        "id": "quillon-maps-data-engineer",
        "company": "Quillon Maps",
        "role": "Data engineer",
        "timezone": "Europe/Luxembourg",
        "people": {"anna": {"name": "Anna Weiss"}, "tom": {"name": "Tom Reuter"}},
        "interviews": [
            {"id": "first", "start": "2026-11-17 10:00", "end": "2026-11-17 11:00", "with": ["anna", "tom"]}
        ],
    }


def test_what_the_comments_offer_is_valid_too(template: Template, record_shape: Shape) -> None:
    text = fill(template, answered(template.questions, LEAST))
    taken_out = "\n".join(without_hash(text))
    data = record_shape.check(yamltext.read(taken_out.encode(), "new")).data
    assert set(data) == {
        "id",
        "company",
        "role",
        "timezone",
        "people",
        "interviews",
        "promised",
        "asked_for",
        "references",
        "mutual_contact",
        "linkedin",
        "new_phone",
        "log",
    }
    assert set(data["interviews"][0]) == {
        "id",
        "start",
        "end",
        "with",
        "medium",
        "they_said",
        "weak_answers",
        "wrong_names",
    }
    assert [interview["id"] for interview in data["interviews"]] == ["first", "second"]


@pytest.mark.parametrize(
    ("start", "end", "promised", "log"),
    [
        ("2026-11-24 10:15", "2026-11-24 11:15", "2026-11-27", "2026-11-24 13:55"),
        ("2027-03-01 18:30", "2027-03-01 19:30", "2027-03-04", "2027-03-01 22:10"),
        ("2026-11-24", "2026-11-24 11:00", "2026-11-27", "2026-11-24 13:40"),
        ("2026-11-24T10:15:00+01:00", "2026-11-24 11:15", "2026-11-27", "2026-11-24 13:55"),
        ("1971-01-01 10:00", "1971-01-01 11:00", "1971-01-04", "1971-01-01 13:40"),
    ],
)  # fmt: skip
def test_examples_lie_around_the_answers(template: Template, start: str, end: str, promised: str, log: str) -> None:
    text = fill(template, {**LEAST, "start": start})
    assert f"\n    # end: {end}\n" in text
    assert f"{{what: references, by: {promised}}}" in text
    assert f"{{at: {log}, did: send-thank-you" in text
    taken_out = text.replace(f"# end: {end}", f"end: {end}")
    read_record(taken_out.encode(), "new.yaml", load_program(PACK), zone="Europe/Luxembourg")


@pytest.mark.parametrize("pack", ["incident-follow-up", "moving-house", "residence-permit"])
def test_examples_of_any_pack_are_moved(pack: str) -> None:
    template = read_template((rules_dir() / pack / "init.yaml").read_bytes())
    told = next(question for question in template.questions if question.kind == "moment")
    dates = re.compile(r"\b(20\d\d)-\d\d-\d\d")
    before, after = (dates.findall(fill(template, {told.fact: given})) for given in (told.example, "2044-03-17 10:00"))
    assert len(before) == len(after) > 2
    assert min(after) > max(before)


def test_without_a_date_among_the_answers_examples_stay(template: Template) -> None:
    assert "# end: 2026-11-17 11:00\n" in fill(template, {"company": "Q", "role": "R"})


def without_hash(text: str) -> Iterator[str]:
    """The text with its examples taken out of the comments: those that do not begin with a capital letter."""
    for line in text.split("\n"):
        found = re.fullmatch(r"( *)# ( *(?:[a-z][a-z_]*:|-) ?.*)", line)
        yield found[1] + found[2] if found else line


def test_a_new_record_takes_a_log_entry(template: Template) -> None:
    text = fill(template, answered(template.questions, ALL)).encode()
    new = append_log_entry(text, {"at": "2026-11-17 13:40", "did": "send-thank-you"})
    assert new.startswith(text)
    assert yaml.safe_load(new)["log"] == [{"at": "2026-11-17 13:40", "did": "send-thank-you"}]


TEXTS: st.SearchStrategy[str] = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip()) and not INVISIBLE.search(text) and not set("\r\n") & set(text)
)
TRICKY = st.sampled_from(
    ["no", "null", "none", "12:30", "2026-11-17", "a: b", "# x", "{role}", "{{", "'", '"', "- x", "\\"]
)


@settings(deadline=None)
@given(TEXTS | TRICKY, TEXTS | TRICKY, TEXTS | TRICKY)
def test_any_answer_comes_through_as_it_was_typed(
    template: Template, record_shape: Shape, company: str, role: str, name: str
) -> None:
    given_answers = {**LEAST, "company": company, "role": role}
    named = people(name) if not any(map(looks_like_time, people(name).values())) else {}
    if named:
        given_answers["people"] = name
    text = fill(template, answered(template.questions, given_answers))
    data = record_shape.check(yamltext.read(text.encode(), "new")).data
    assert (data["company"], data["role"]) == (company.strip(), role.strip())
    assert {key: person["name"] for key, person in data.get("people", {}).items()} == named
    assert data["interviews"][0].get("with", []) == list(named)
    seen_by_1_1 = yaml.safe_load(text)
    assert (seen_by_1_1["company"], seen_by_1_1["role"]) == (company.strip(), role.strip())
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", data["id"])


# Asking


def questions() -> tuple[Question, ...]:
    return (
        Question(fact="where", ask="Where?", example="Paris"),
        Question(fact="zone", ask="Zone?", example="Europe/Paris", kind="zone", optional=True),
        Question(fact="start", ask="When?", example="2026-11-17 10:00", kind="moment", default="2026-11-17"),
        Question(fact="who", ask="Who?", example="Ann", kind="people", optional=True),
    )


class Typed:
    """A person who types these answers, one after the other."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.seen: list[tuple[str, str | None, str | None]] = []

    def __call__(self, question: Question, default: str | None, complaint: str | None) -> str:
        self.seen.append((question.fact, default, complaint))
        return self.texts.pop(0)


def test_asks_until_each_answer_is_valid() -> None:
    person = Typed("", " Rome ", "Europe/Rom", "Europe/Rome", "17.11.2026", "", "")
    assert ask(questions(), person) == {"where": "Rome", "zone": "Europe/Rome", "start": "2026-11-17"}
    assert [(fact, bool(complaint)) for fact, _, complaint in person.seen] == [
        ("where", False),
        ("where", True),
        ("zone", False),
        ("zone", True),
        ("start", False),
        ("start", True),
        ("who", False),
    ]
    assert person.seen[3][2] == "there is no time zone “Europe/Rom”. Did you mean Europe/Rome?"
    assert person.seen[5][2] == "“17.11.2026” is not a date or a date and a time. Write 2026-11-17."


def test_does_not_ask_what_is_given_and_offers_defaults() -> None:
    person = Typed("", "", "Ann")
    assert ask(questions(), person, {"where": "Rome"}, {"zone": "Europe/Rome"}) == {
        "where": "Rome",
        "zone": "Europe/Rome",
        "start": "2026-11-17",
        "who": "Ann",
    }
    assert person.seen == [("zone", "Europe/Rome", None), ("start", "2026-11-17", None), ("who", None, None)]


def test_clock_times_are_checked_in_the_zone_that_was_answered() -> None:
    person = Typed("Rome", "Europe/Rome", "2026-03-29 02:30", "2026-03-29 03:30", "")
    assert ask(questions(), person)["start"] == "2026-03-29 03:30"
    assert person.seen[3][2]
    assert zone_of(questions(), {}) == "UTC"
    assert zone_of(questions(), {}, {"zone": "Asia/Tokyo"}) == "Asia/Tokyo"


def test_a_prompt_that_gives_up_is_not_held() -> None:
    def gives_up(*_: object) -> str:
        raise EOFError

    with pytest.raises(EOFError):
        ask(questions(), gives_up)


def test_without_a_terminal_all_problems_come_at_once() -> None:
    with pytest.raises(Problems) as caught:
        answered(questions(), {"wher": "Rome", "start": "soon", "who": ", ,"})
    found = {(problem.id, problem.message.split(":")[0]) for problem in caught.value.problems}
    assert found == {
        ("init/unknown", "nothing is asked that is called “wher”"),
        ("init/missing", "where is needed"),
        ("init/answer", "start"),
        ("init/answer", "who"),
    }
    assert "Did you mean “where”?" in str(caught.value)
    assert answered(questions(), {"where": "Rome"}, {"zone": "Europe/Rome", "other": "x"}) == {
        "where": "Rome",
        "zone": "Europe/Rome",
        "start": "2026-11-17",
    }


def test_a_number_stands_without_quotes() -> None:
    template = read_template(
        b"questions:\n  - {fact: level, ask: How bad?, example: '2', kind: number}\n"
        b"  - {fact: room, ask: Which room?, example: '7'}\ntemplate: |\n  level: {level}\n  room: {room}\n"
    )
    level = template.questions[0]
    assert fill(template, {"level": check(level, " 02 "), "room": "02"}) == 'level: 2\nroom: "02"\n'


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text", ""),
        ("text", " \n"),
        ("text", "a\nb"),
        ("text", "a\x00"),
        ("moment", "2026-02-30"),
        ("moment", "next week"),
        ("moment", "tomorrow 25:00"),
        ("zone", "Mars/Base"),
        ("zone", "CET"),
        ("people", " , "),
        ("people", "2026-11-24 11:15"),
        ("people", "Anna, 24.11.2026"),
        ("people", "11:15"),
        ("people", "2.30 pm"),
        ("people", "tomorrow 14:00"),
        ("number", "two"),
        ("number", "-1"),
        ("number", "1.5"),
        ("number", "1" * 10),
        ("number", "²"),
    ],
)
def test_answers_that_do_not_fit(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        check(Question(fact="x", ask="X?", example="x", kind=kind), text)


def test_a_time_may_be_said_as_elsewhere() -> None:
    question, now = Question(fact="x", ask="X?", example="x", kind="moment"), parse("2026-11-24 18:00", "UTC").start
    for text, meant in (
        ("yesterday 10:00", "2026-11-23 10:00"),
        ("Tomorrow", "2026-11-25"),
        ("9:30", "2026-11-24 09:30"),
        (" 2026-11-17 ", "2026-11-17"),
    ):
        assert check(question, text, "UTC", now) == meant
    assert check(question, "today", "Pacific/Auckland", now) == "2026-11-25", "in the zone that was answered"


def test_names_with_digits_are_names() -> None:
    for name in ("Anna 2", "R2D2", "Mai", "7", "Dr. 5"):
        assert check(Question(fact="x", ask="X?", example="x", kind="people"), name) == name


def test_people_get_keys_of_their_own() -> None:
    assert people("Anna Weiß,Tom, Anna Bell , Anna Bell, 李雷, Ό, Tom") == {
        "anna": "Anna Weiß",
        "tom": "Tom",
        "anna-bell": "Anna Bell",
        "anna-bell-2": "Anna Bell",
        "person": "李雷",
        "person-2": "Ό",
        "tom-2": "Tom",
    }
    assert slug("  Größe & Co. ÉTÉ  ") == "grosse-co-ete"
    assert len(slug("ab " * 100)) <= 60


# Templates of other packs


OTHER = """
questions:
  - {fact: tree, ask: Which tree?, example: Oak}
  - {fact: day, ask: When?, example: "2026-11-17", kind: moment, optional: true}
  - {fact: crew, ask: Who?, example: Ann, kind: people, optional: true}
id_from: [tree, day]
template: |
  # For {tree} on {day}
  id: {id}
  what: {tree}
    crew: {crew}
  plain: {{tree} {x: {day}}
"""


def test_the_engine_knows_nothing_of_interviews() -> None:
    template = read_template(OTHER.encode())
    assert fill(template, {"tree": "Elm", "day": "2026-11-18", "crew": "Al, Bo"}) == (
        '# For Elm on "2026-11-18"\nid: elm-2026-11-18\nwhat: Elm\n'
        "  crew:\n    al: {name: Al}\n    bo: {name: Bo}\n"
        'plain: {tree} {x: "2026-11-18"}\n'
    )
    assert fill(template, {"tree": "Elm"}) == (
        '# For Elm on "2026-11-17"\n# id: elm-2026-11-17\nwhat: Elm\n  # crew:\n  #   ann: {name: Ann}\n'
        '# plain: {tree} {x: "2026-11-17"}\n'
    )
    assert record_id(template, {"tree": "李"}) == "case"


@pytest.mark.parametrize(
    ("old", "new", "problem_id", "line"),
    [
        ("what: {tree}", "what: {tre}", "init/unknown-placeholder", 7),
        ("what: {tree}", "what: {tree.keys}", "init/unknown-placeholder", 7),
        ("crew: {crew}", "crew: {crew} # x", "init/people-place", 7),
        ("id_from: [tree, day]", "id_from: [tree, dya]", "init/unknown-placeholder", 6),
        ("id_from: [tree, day]\n", "", "init/unknown-placeholder", 6),
        ("{fact: day,", "{fact: tree,", "init/duplicate", 4),
        ("{fact: day,", "{fact: id,", "init/duplicate", 4),
    ],
)
def test_mistakes_in_a_template_are_found(old: str, new: str, problem_id: str, line: int) -> None:
    assert old in OTHER
    with pytest.raises(Problems) as caught:
        read_template(OTHER.replace(old, new).encode(), "init.yaml")
    problem = caught.value.problems[0]
    assert (problem.file, problem_id) == ("init.yaml", problem_id)
    assert (problem_id, line) in {(problem.id, problem.line) for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (", example: Oak", ""),
        ("kind: people", "kind: persons"),
        ("fact: tree", "fact: Tree"),
        ("template: |", "text: |"),
    ],
)
def test_the_schema_is_asked(old: str, new: str) -> None:
    with pytest.raises(Problems):
        read_template(OTHER.replace(old, new).encode())


def test_the_pack_file_names_its_schema() -> None:
    first = (PACK / "init.yaml").read_text("utf-8").split("\n", 1)[0]
    schema = first.partition("$schema=")[2]
    assert (PACK / Path(schema)).resolve().name == "init.schema.json"
    assert (PACK / Path(schema)).is_file()
