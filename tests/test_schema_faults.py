"""What a pack's record schema must not say, because a record read by it would never be done or end in a crash."""

from __future__ import annotations

import json
import time

import pytest
from commands import Command

from checklist_engine.load.record_schema import read_record_schema
from checklist_engine.load.schema_file import JSON, YAML
from checklist_engine.load.schema_patterns import fault_of
from checklist_engine.problems import Problem, Problems
from checklist_engine.schema.files import bundle, load_schema


def told(facts: str, definitions: str = "", rest: str = "") -> list[Problem]:
    """The problems of a schema with these facts from line 3 on; the definitions follow, one a line as well."""
    text = f"type: object\nproperties:\n{facts}\n" + (f"definitions:\n{definitions}\n" if definitions else "") + rest
    try:
        read_record_schema(text.encode(), YAML)
    except Problems as found:
        return list(found.problems)
    return []


def places(problems: list[Problem]) -> list[tuple[str, int, int]]:
    """The id of each problem, its line and its column."""
    return [(one.id, one.line, one.column) for one in problems]


def chain(levels: int, link: str) -> str:
    """Definitions ``d0`` and so on, each as ``link`` says of the next, ``NEXT``; the last is a text."""
    one = [f"  d{n}: " + link.replace("NEXT", f'$ref: "#/definitions/d{n + 1}"') for n in range(levels)]
    return "\n".join([*one, f"  d{levels}: {{type: string}}"])


@pytest.mark.parametrize(
    ("fact", "column"),
    [
        ('{$ref: "#/properties/a"}', 13),
        ('{allOf: [{$ref: "#/properties/a"}]}', 22),
        ('{anyOf: [{type: string}, {$ref: "#/properties/a"}]}', 38),
        ('{oneOf: [{type: string}, {$ref: "#/properties/a"}]}', 38),
        ('{not: {$ref: "#/properties/a"}}', 19),
        ('{if: {$ref: "#/properties/a"}}', 18),
        ('{if: {type: string}, then: {$ref: "#/properties/a"}}', 40),
        ('{if: {type: string}, else: {allOf: [{$ref: "#/properties/a"}]}}', 49),
    ],
)
def test_a_circle_on_one_value_is_told_at_its_reference(fact: str, column: int) -> None:
    assert places(told(f"  a: {fact}")) == [("schema/circle", 3, column)]


def test_each_of_several_circles_is_told() -> None:
    two = '  a: {$ref: "#/definitions/b"}\n  b: {$ref: "#/definitions/a"}\n  c: {$ref: "#/definitions/c"}'
    assert places(told('  x: {$ref: "#/definitions/a"}', two)) == [("schema/circle", 5, 13), ("schema/circle", 7, 13)]


@pytest.mark.parametrize(
    "fact",
    [
        '{type: object, properties: {below: {$ref: "#/properties/a"}}}',
        '{type: object, additionalProperties: {$ref: "#/properties/a"}}',
        '{type: array, items: {$ref: "#/properties/a"}}',
        '{$ref: "#"}',
        '{anyOf: [{type: string}, {type: array, items: {$ref: "#/properties/a"}}]}',
    ],
)
def test_a_circle_through_a_key_or_an_element_is_none(fact: str) -> None:
    assert told(f"  a: {fact}") == []


@pytest.mark.parametrize("word", ["allOf", "anyOf", "oneOf"])
def test_shared_references_that_double_at_every_step_are_told(word: str) -> None:
    fact = '  a: {$ref: "#/definitions/d0"}'
    [problem] = told(fact, chain(18, f"{{{word}: [{{NEXT}}, {{NEXT}}]}}"))
    assert (problem.id, problem.expected) == ("schema/too-many-steps", "at most 1000")
    assert told(fact, chain(6, f"{{{word}: [{{NEXT}}, {{NEXT}}]}}")) == []


def test_too_many_references_in_a_row_are_told_once() -> None:
    [problem] = told('  a: {$ref: "#/definitions/d0"}', chain(3000, "{NEXT}"))
    assert (problem.id, problem.expected) == ("schema/too-many-steps", "at most 20")
    assert told('  a: {$ref: "#/definitions/d0"}', chain(15, "{NEXT}")) == []


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("schemas/action.schema.json#/definitions/moment", "schema/not-for-packs"),
        ("schemas/action.schema.json#", "schema/not-for-packs"),
        ("schemas/record.schema.json#", "schema/not-for-packs"),
        ("schemas/record.schema.json#/properties/log", "schema/not-for-packs"),
        ("schemas/record.schema.json#/definitions", "schema/not-for-packs"),
        ("#/properties", "schema/no-schema"),
        ("#/type", "schema/no-schema"),
    ],
)
def test_a_reference_to_no_kind_of_fact_is_told(reference: str, kind: str) -> None:
    assert places(told(f'  a: {{$ref: "{reference}"}}')) == [(kind, 3, 13)]


def test_the_same_is_told_of_json() -> None:
    data = {"type": "object", "properties": {"a": {"$ref": "#/properties/a"}}}
    with pytest.raises(Problems) as caught:
        read_record_schema(json.dumps(data, indent=1).encode(), JSON)
    assert places(list(caught.value.problems)) == [("schema/circle", 5, 12)]


def test_lint_goes_through_what_is_shared_once(command: Command) -> None:
    link = "{type: object, properties: {x: {NEXT}, y: {NEXT}, z: {NEXT}}}"
    assert command("pack", "new", "parcels").code == 0
    path = command.folder / "parcels" / YAML
    text = path.read_text(encoding="utf-8").replace(
        "properties:\n", 'properties:\n  a: {$ref: "#/definitions/d0"}\n', 1
    )
    path.write_text(f"{text}definitions:\n{chain(11, link)}\n", encoding="utf-8")
    begun = time.monotonic()
    done = command("lint", "parcels")
    assert time.monotonic() - begun < 5
    assert done.out.count("nothing reads the fact") == 3


@pytest.mark.parametrize(
    "pattern",
    [
        "((",
        "a{99999999999999}",
        "(" * 200 + "a" + ")" * 200,
        "(?:" * 30 + "a" + ")" * 30,
        "[[a]b]",
        "^(sun|s[a-z]n)*$",
        "^(a+)+$",
        "^(a*)*$",
        "^(a|a)*$",
        "^(a|ab?)+$",
        "^([a-z]+ ?)*$",
        r"^(\w+\s?)*$",
        "^(.*,)+$",
        "(a?){30}a{30}",
        "a?" * 30 + "a" * 30,
        "(a|.)" * 30 + "!",
        "^.*a.*b.*c.*d$",
        r"^(a)\1*$",
        "^(?i:[a-z]+[A-Z]?)+$",
        "^(x(?=a+)a)+$",
    ],
)
def test_a_pattern_that_cannot_be_read_or_never_ends_is_told(pattern: str) -> None:
    problems = told(f"  a: {{pattern: '{pattern}'}}\n  b: {{patternProperties: {{'{pattern}': {{type: string}}}}}}")
    assert [(one.id, one.line) for one in problems] == [("schema/pattern", 3), ("schema/pattern", 4)]


@pytest.mark.parametrize(
    "pattern",
    [
        "^[a-z0-9]+(-[a-z0-9]+)*$",
        r"^(none|.*\.ya?ml)$",
        r"^\+?[0-9]+( [0-9]+)*$",
        r"^[^@ ]+@[^@ ]+\.[a-z]{2,}$",
        "^(mon|tue|wed|thu|fri|sat|sun)(, (mon|tue|wed|thu|fri|sat|sun))*$",
        r"^https?://",
        r"^(\d{1,3}\.){3}\d{1,3}$",
        "^([A-Z][a-z]+)+$",
        "^(?!none$).*$",
        "^[a-zäöüß€]+$",
        "x",
        "",
    ],
)
def test_a_pattern_that_ends_is_taken(pattern: str) -> None:
    assert told(f"  a: {{pattern: '{pattern}'}}") == []


def test_the_patterns_of_the_engines_kinds_of_facts_would_be_taken() -> None:
    kinds = load_schema("record.schema.json")["definitions"]
    assert [about["pattern"] for about in kinds.values() if "pattern" in about and fault_of(about["pattern"])] == []


def test_a_pattern_with_too_many_groups_is_told() -> None:
    for deep in ("(" * 2000 + "a" + ")" * 2000, "(?:" * 5000 + "a" + ")" * 5000):
        assert places(told(f"  a: {{pattern: '{deep}'}}")) == [("schema/pattern", 3, 16)]


def test_references_may_lead_on_as_long_as_they_like_through_keys(command: Command) -> None:
    assert command("pack", "new", "parcels").code == 0
    path = command.folder / "parcels" / YAML
    text = path.read_text(encoding="utf-8")
    text = text.replace("properties:\n", 'properties:\n  a: {$ref: "#/definitions/d0"}\n', 1)
    links = chain(1500, "{type: object, properties: {x: {NEXT}}}")
    path.write_text(f"{text}definitions:\n{links}\n", encoding="utf-8")
    assert command("validate", "parcels").code == 0
    record = command.folder / "parcels" / "parcel.yaml"
    record.write_text(f"{record.read_text(encoding='utf-8')}a: {{x: {{x: 3}}}}\n", encoding="utf-8")
    done = command("run", "parcels/parcel.yaml", "--now", "2026-11-03 09:00")
    assert (done.code, "“x”" in done.err) == (2, True)


def test_definitions_of_one_name_stand_side_by_side() -> None:
    inner = [{"definitions": {"a-b": {"type": kind}}, "items": {"$ref": f"#/properties/{kind}/definitions/a-b"}}
             for kind in ("string", "integer")]  # fmt: skip
    whole = bundle({"properties": dict(zip(("string", "integer"), inner, strict=True))})
    assert whole["definitions"] == {"a-b": {"type": "string"}, "a-b-2": {"type": "integer"}}


@pytest.mark.parametrize(
    ("said", "kind", "before", "hint"),
    [
        ('"minimum": NaN', "json/syntax", '"minimum": ', "“NaN” is no number in JSON"),
        ('"enum": ["NaN", -Infinity]', "json/syntax", '"enum": ["NaN", ', "“-Infinity” is no number in JSON"),
        ('"maximum": 1e999', "json/syntax", '"maximum": ', "“1e999” is no number in JSON"),
        (r'"title": "\\ud800 \ud800"', "json/syntax", r'"title": "\\ud800 ', r"“\ud800” is half a character"),
        ('"title": "x", "title": "y"', "yaml/duplicate-key", '"title": "x", ', None),
        (r'"title": "x", "titl\u0065": "y"', "yaml/duplicate-key", '"title": "x", ', None),
    ],
)
def test_what_json_lets_pass_is_told_with_its_place(said: str, kind: str, before: str, hint: str | None) -> None:
    start = '"properties": {"a": {'
    with pytest.raises(Problems) as caught:
        read_record_schema(f'{{"type": "object",\n{start}{said}}}}}}}'.encode(), JSON)
    [problem] = caught.value.problems
    assert (problem.id, problem.line, problem.column) == (kind, 2, len(start + before) + 1)
    assert hint is None or problem.hint == hint


@pytest.mark.parametrize(
    ("fact", "kind", "column"),
    [
        ("log: {type: array}", "schema/engines-own", 8),
        ("id: {type: integer}", "schema/engines-own", 7),
        ("pack: {$ref: schemas/record.schema.json#/definitions/name}", "schema/engines-own", 16),
        ('timezone: {$ref: "#/definitions/text"}', "schema/engines-own", 20),
        ("a: {type: integer, absent: several}", "schema/absent", 30),
        ("a: {enum: [yes, no], absent: maybe}", "schema/absent", 32),
        ("a: {$ref: schemas/record.schema.json#/definitions/date, absent: soon}", "schema/absent", 67),
        ("a: {type: string, list_of_one: a}", "schema/no-list", 34),
        (
            "a: {type: object, additionalProperties: false, properties: {b: {type: string}}, required: [b, c]}",
            "schema/required",
            97,
        ),
    ],
)
def test_what_can_never_hold_is_told(fact: str, kind: str, column: int) -> None:
    assert places(told(f"  {fact}", "  text: {type: string}")) == [(kind, 3, column)]


@pytest.mark.parametrize(
    "fact",
    [
        "timezone: {$ref: schemas/record.schema.json#/definitions/zone}",
        'log: {title: log, $ref: "#/definitions/log"}',
        "a: {type: integer, absent: 3}",
        "a: {type: integer, absent: none}",
        "a: {type: array, absent: []}",
        "a: {oneOf: [{type: string}, {type: integer}], absent: 3}",
        "a: {type: object, required: [b]}",
        "a: {type: object, additionalProperties: false, patternProperties: {^b: {type: string}}, required: [b]}",
    ],
)
def test_what_can_hold_is_taken(fact: str) -> None:
    assert told(f"  {fact}", "  log: {$ref: schemas/record.schema.json#/definitions/log}") == []
