"""Reading by a schema: what a word means, which schema keywords are known, and what the way of no problems costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checklist_engine.load.record_schema import read_record_schema
from checklist_engine.problems import Problems
from checklist_engine.schema.coerce import core
from checklist_engine.schema.files import bundle, load_schema, resolve
from checklist_engine.schema.shape import Checked, Shape, engine_shape
from checklist_engine.yaml12.reader import read

SCHEMAS = sorted((Path(__file__).resolve().parent.parent / "schemas").glob("*.schema.json"))


def check(schema: dict[str, Any], text: str) -> Checked:
    return Shape(schema).check(read(text.encode(), "x.yaml"))


def test_a_path_leads_back_to_key_and_value() -> None:
    checked = check({}, "a: 1\nb:\n  - x\n  - {c: [y, z]}\n")
    assert checked.data == {"a": 1, "b": ["x", {"c": ["y", "z"]}]}
    assert checked.places[("b", 1, "c", 1)] == checked.place(("b", 1, "c", 1)) == (4, 13)
    assert checked.place(("b", 1, "c"), key=True) == (4, 6)
    assert checked.place(("b", 1, "nowhere", 3)) == (4, 5)
    problem = checked.problem("reference/x", "no such thing", ("b", 0), hint="Look.")
    assert (problem.file, problem.line, problem.column, problem.source_line) == ("x.yaml", 3, 5, "  - x")


def test_a_part_of_a_document_is_checked_by_a_schema_of_its_own() -> None:
    document = read(b"title: t\nrecord:\n  size: 12\n  name: 12\n", "x.yaml")
    schema = {"properties": {"name": {"type": "string"}, "size": {"type": "string", "pattern": "^a"}}}
    with pytest.raises(Problems) as caught:
        Shape(schema).check(document, ("record",))
    assert [(one.line, one.column) for one in caught.value.problems] == [(3, 9)]
    schema["properties"]["size"] = {"type": "integer"}
    assert Shape(schema).check(document, ("record",)).data == {"name": "12", "size": 12}


STRING, NUMBER = {"type": "string"}, {"type": "integer"}


@pytest.mark.parametrize(
    ("schema", "text", "data"),
    [
        (STRING, "12", "12"),
        (NUMBER, "12", 12),
        ({}, "12", 12),
        ({"type": ["string", "integer"]}, "12", 12),
        ({"type": ["string", "boolean"]}, "12", "12"),
        ({"enum": ["12", "x"]}, "12", "12"),
        ({"const": 12}, "12", 12),
        ({"anyOf": [STRING, {"type": "array"}]}, "12", "12"),
        ({"anyOf": [STRING, NUMBER]}, "12", 12),
        ({"allOf": [{"type": ["string", "integer"]}, STRING]}, "12", "12"),
        ({"if": {"minLength": 1}, "then": STRING, "else": {"type": "null"}}, "12", "12"),
        ({"type": "number"}, "12", 12),
        ({"type": ["integer", "string"]}, "12.0", 12.0),
        ({"type": ["integer", "string"]}, "12.5", "12.5"),
        ({"items": STRING}, "[1, true, 1.5]", ["1", "true", "1.5"]),
        ({"properties": {"a": STRING}, "additionalProperties": NUMBER}, "{a: 1, b: 1}", {"a": "1", "b": 1}),
        ({"patternProperties": {"^a": STRING}}, "{ab: 1, b: 1}", {"ab": "1", "b": 1}),
        ({"allOf": [{"properties": {"a": STRING}}], "properties": {"b": {}}}, "{a: 1, b: 1}", {"a": "1", "b": 1}),
        ({"anyOf": [{"properties": {"a": STRING}}, {"type": "array"}]}, "{a: 1}", {"a": "1"}),
    ],
)  # fmt: skip
def test_the_schema_says_what_a_plain_word_is(schema: dict[str, Any], text: str, data: Any) -> None:
    found = check(schema, text).data
    assert found == data
    assert json.dumps(found) == json.dumps(data)


def test_a_schema_that_refers_to_itself_is_read_to_any_depth() -> None:
    tree = {"type": "object", "properties": {"name": STRING, "below": {"items": {"$ref": "#/definitions/tree"}}}}
    schema = {"$ref": "#/definitions/tree", "definitions": {"tree": tree}}
    assert check(schema, "{name: 1, below: [{name: 2, below: [{name: 3}]}]}").data["below"][0]["below"] == [
        {"name": "3"}
    ]


CORE: dict[str, object] = {
    "": None,
    "~": None,
    "null": None,
    "nul": "nul",
    "True": True,
    "tRue": "tRue",
    "yes": "yes",
    "0": 0,
    "-0": 0,
    "+12": 12,
    "0o17": 15,
    "0xfF": 255,
    "0b1": "0b1",
    "1_0": "1_0",
    "1e3": 1000.0,
    ".5": 0.5,
    "5.": 5.0,
    ".": ".",
    "-": "-",
    "+": "+",
    "1:2": "1:2",
    ".inf": ".inf",
    "1e999": "1e999",
    "12\n": "12\n",
    "9" * 40: int("9" * 40),
    "9" * 41: "9" * 41,
    "١٢": "١٢",
}


@pytest.mark.parametrize(("text", "value"), CORE.items())
def test_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    assert core(text) == value
    assert type(core(text)) is type(value)


def test_keywords_that_only_jsonschema_knows_are_not_skipped() -> None:
    schema: dict[str, Any] = {"properties": {"a": {"multipleOf": 3}, "b": {"contains": {"const": 1}}}}
    assert check(schema, "{a: 9, b: [2, 1]}").data == {"a": 9, "b": [2, 1]}
    with pytest.raises(Problems) as caught:
        check(schema, "a: 8\nb: [2]\n")
    assert [(one.line, one.column, one.id) for one in caught.value.problems] == [
        (1, 4, "shape/does-not-fit"),
        (2, 4, "shape/does-not-fit"),
    ]
    exclusive = {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}
    with pytest.raises(Problems):
        check(exclusive, "{a: 1, b: 1}")


def test_a_pattern_ends_where_the_text_ends() -> None:
    schema = {"type": "string", "pattern": "^[a-z]+$"}
    assert Shape(schema).accepts("abc")
    assert not Shape(schema).accepts("abc\n")
    with pytest.raises(Problems):
        check(schema, '"abc\\n"')


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name.partition(".")[0])
def test_the_engine_s_schemas_are_draft_07_and_stand_alone_when_bundled(path: Path) -> None:
    from jsonschema import Draft7Validator

    schema = load_schema(path.name)
    Draft7Validator.check_schema(schema)
    whole = bundle(schema)
    refs = {text.partition('"')[0] for text in json.dumps(whole).split('"$ref": "')[1:]}
    assert all(ref.startswith("#/definitions/") for ref in refs)
    for ref in refs:
        resolve(ref, whole)


def test_bundled_definitions_keep_their_names() -> None:
    """The compiler tells moments and dates by them."""
    there = "../../anywhere/record.schema.json#/definitions/"
    here = "#/definitions/"
    schema = {
        "properties": {"a": {"$ref": there + "moment"}, "b": {"$ref": there + "date"}, "c": {"$ref": here + "date"}},
        "definitions": {"date": {"type": "integer"}},
    }
    whole = bundle(schema)
    assert whole["properties"]["a"] == {"$ref": "#/definitions/moment"}
    assert whole["properties"]["b"] == {"$ref": "#/definitions/date"}
    assert whole["properties"]["c"] == {"$ref": "#/definitions/date-2"}
    assert whole["definitions"]["date-2"] == {"type": "integer"}


def test_a_reference_that_leads_nowhere_names_the_nearest() -> None:
    with pytest.raises(Problems) as caught:
        resolve("../record.schema.json#/definitions/momnt", {})
    assert caught.value.problems[0].hint == "Did you mean “moment”?"
    with pytest.raises(Problems) as caught:
        load_schema("acton")
    assert caught.value.problems[0].hint == "Did you mean “action.schema.json”?"


def test_jsonschema_is_not_loaded_while_all_is_well() -> None:
    code = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n"
        "from checklist_engine.schema.shape import engine_shape\n"
        "from checklist_engine.yaml12.reader import read\n"
        "text = b'message: a-b\\nbody: |\\n  Hello\\n'\n"
        "print(engine_shape('message').check(read(text, 'x')).data, 'jsonschema' in sys.modules)"
    )
    paths = json.dumps([entry for entry in sys.path if entry])
    done = subprocess.run([sys.executable, "-c", code, paths], capture_output=True, text=True)
    assert done.stdout.strip() == "{'message': 'a-b', 'body': 'Hello\\n'} False", done.stderr


def test_shapes_of_the_engine_are_made_once() -> None:
    assert engine_shape("action") is engine_shape("action")


GOOD = b"""{
  "type": "object",
  "properties": {
    "due": {"$ref": "../../schemas/record.schema.json#/definitions/date", "absent": "ask", "question": "When?"},
    "$ref": {"type": "string", "pattern": "^a"}
  }
}"""


def test_a_pack_s_own_schema_is_read_and_stands_alone() -> None:
    schema = read_record_schema(GOOD, "record.schema.json")
    assert schema["definitions"]["date"] == load_schema("record")["definitions"]["date"]
    assert check(schema, "due: 2026-11-27").data == {"due": "2026-11-27"}
    for path in sorted((SCHEMAS[0].parent.parent / "rules").glob("*/record.schema.yaml")):
        read_record_schema(path.read_bytes(), str(path))


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        (b'"question"', b'"qestion"', (4, 92), "Did you mean “question”?"),
        (b"/date", b"/dat", (4, 21), "Did you mean “date”?"),
        (b'"string"', b'"strin"', (5, 22), "Did you mean “string”?"),
        (b'"^a"', b'"("', (5, 43), None),
        (b'"type": "object",', b'"type": "object", "requierd": ["due"],', (2, 21), "Did you mean “required”?"),
        (b'"When?"', b"", (4, 104), None),
        (b"{\n", b"{,\n", (1, 2), None),
    ],
)
def test_a_slip_in_a_pack_s_own_schema_has_its_place(
    old: bytes, new: bytes, place: tuple[int, int], hint: str | None
) -> None:
    with pytest.raises(Problems) as caught:
        read_record_schema(GOOD.replace(old, new, 1), "record.schema.json")
    found = [one for one in caught.value.problems if (one.line, one.column) == place]
    assert found, str(caught.value)
    assert hint is None or found[0].hint == hint
