"""The reference of the rule language: the page is what schemas and engine say, and each of its examples works.

``LANGUAGE=write python -m pytest tests/test_language_page.py`` writes `docs/language.md` anew. What is planted at
the end makes sure that these tests find what they are there to find.
"""

from __future__ import annotations

import copy
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from language_examples import SCHEMAS, Part, compiled, compiles, examples_in, is_valid, parts_of
from language_owners import OWNERS, PACK, VALUES
from language_page import PAGE, PROSE, concepts, flow, page, shown_forms, shown_parts
from language_phrases import FORMS, strings, unneeded

from checklist_engine import phrases
from checklist_engine.schema.files import load_schema

PARTS = {part.name: part for schema in SCHEMAS for part in parts_of(schema)}
PHRASES = [phrase for moments in FORMS.values() for moment in moments for phrase in strings(moment)]
GRAMMAR: str = load_schema("action")["definitions"]["moment"]["pattern"]
SAID_TWICE = ["day before"]
"""As a form of its own it means the day; the pattern would let it pass as a length with the name “day”, too."""

NO_KINDS_OF_FACTS = {
    "id", "pack", "timezone", "log", "entry", "one_verb", "name", "day", "instant", "clock", "clock_end",
}  # fmt: skip
"""Definitions of ``record.schema.json`` for keys of the engine and for other files."""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the page's pack."""
    return Path(shutil.copytree(PACK, tmp_path / PACK.name))


def lacking(part: Part) -> list[str]:
    """What the keys of a part do not say about themselves."""
    return [
        f"{part.name}.{key} has no {what}"
        for key, about in part.properties.items()
        for what in ("title", "description", "examples")
        if not about.get(what)
    ]


def test_the_page_is_what_it_is_made_of(tmp_path: Path) -> None:
    made = page(PROSE.read_text(encoding="utf-8"), tmp_path)
    if os.environ.get("LANGUAGE") == "write":
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made, "LANGUAGE=write python -m pytest tests/test_language_page.py"


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_every_key_says_what_it_means_and_has_an_example(part: Part) -> None:
    assert lacking(part) == []


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_every_example_of_a_key_works(part: Part, pack: Path) -> None:
    faults = [
        wrong for key, about in part.properties.items() for example in about["examples"]
        if (wrong := compiles(pack, part.name, key, example))
    ]  # fmt: skip
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_example_is_what_its_schema_allows(schema: str) -> None:
    found = list(examples_in(schema))
    assert [
        (path, one) for path, about, examples in found for one in examples if not is_valid(one, about, schema)
    ] == []
    assert found


@pytest.mark.parametrize("name", VALUES)
def test_every_example_of_a_whole_value_works(name: str, pack: Path) -> None:
    examples = load_schema("action")["definitions"][name].get("examples", [])
    assert [wrong for example in examples if (wrong := compiled(pack, VALUES[name](example)))] == []


def test_whole_values_have_examples() -> None:
    assert [name for name in VALUES if "examples" not in load_schema("action")["definitions"][name]] == []


def test_every_part_is_owned_and_on_the_page_once() -> None:
    shown = shown_parts(PROSE.read_text(encoding="utf-8"))
    assert sorted(OWNERS) == sorted(PARTS)
    assert sorted(shown) == sorted(PARTS)


def test_every_form_of_a_phrase_has_an_example_on_the_page() -> None:
    assert unneeded(GRAMMAR, PHRASES) == SAID_TWICE
    assert sorted(shown_forms(PROSE.read_text(encoding="utf-8"))) == sorted(FORMS)


def test_every_kind_of_phrase_has_an_example() -> None:
    assert {type(phrases.parse(phrase)) for phrase in PHRASES} == set(phrases.Phrase.__args__)


def test_the_kinds_of_facts_are_those_of_the_engine() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("| type | a fact such as |\n")[2].partition("\n\n")[0]
    definitions = load_schema("record")["definitions"]
    rows = [
        (kind, re.findall(r"`([^`]+)`", says)[:1])
        for kind, says in re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.MULTILINE)
    ]
    assert [kind for kind, (example,) in rows if not is_valid(example, definitions[kind], "record")] == []
    assert set(definitions) - {kind for kind, _ in rows} == NO_KINDS_OF_FACTS


def test_the_concepts_are_the_sections_of_the_page() -> None:
    prose = PROSE.read_text(encoding="utf-8")
    heads = re.findall(r"^## (.*)$", prose, re.MULTILINE)
    assert heads == ["The concepts", *concepts(prose)]


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_what_the_tables_show_is_read_as_it_is_meant(part: Part) -> None:
    for about in part.properties.values():
        for example in about["examples"]:
            read = yaml.load(f"{{key: {flow(example)}}}", yaml.BaseLoader)["key"]  # types are the schemas' business
            assert read == _texts(example)


def _texts(node: Any) -> Any:
    """As a reader without types sees it."""
    if isinstance(node, dict):
        return {key: _texts(below) for key, below in node.items()}
    if isinstance(node, list):
        return [_texts(below) for below in node]
    if isinstance(node, bool):
        return "true" if node else "false"
    return "null" if node is None else str(node)


# Planted


def test_an_example_that_does_not_compile_is_found(pack: Path) -> None:
    before = {path: path.read_bytes() for path in pack.rglob("*.*")}
    for part, key, example in (
        ("action#window", "until", "24 hours after round.edn"),
        ("action#condition", "heard", "rejekted"),
        ("action#limit", "per", "7 bnak days"),
        ("action#offset", "choose", [{"use": "contract.notise"}]),
        ("pack#", "conditions", {"open": [{"heard": "rejekted"}]}),
        ("rule-test#expectation", "agree", "4 of 5"),
        ("record#entry", "did", "send-thankyou"),
        ("init#", "template", "company: {compony}"),
        ("tailoring#change", "rule", "thanks-secondday"),
        ("record-schema#schema", "absent", "perhaps"),
    ):
        assert compiles(pack, part, key, example), (part, key)
    assert {path: path.read_bytes() for path in pack.rglob("*.*")} == before


def test_a_key_without_an_example_is_found() -> None:
    part = PARTS["action#rule"]
    bare = copy.deepcopy(dict(part.properties))
    del bare["ours"]["examples"], bare["when"]["description"]
    assert lacking(Part(part.name, bare, ())) == [
        "action#rule.when has no description",
        "action#rule.ours has no examples",
    ]


def test_an_example_that_its_schema_refuses_is_found() -> None:
    about = load_schema("action")["definitions"]["task"]["properties"]["at_least"]
    assert not is_valid(0, about, "action")


@pytest.mark.parametrize(
    ("without", "missed"),
    [
        ("5th Friday of that month", "Fri"),
        ("at 09:00 theirs", " theirs"),
        ("1 year after", "year"),
        ("Saturday on or before", "Satur"),
        ("same day", "same day"),
        ("end of that month", "month"),
    ],
)
def test_a_form_without_an_example_is_found(without: str, missed: str) -> None:
    rest = [phrase for phrase in PHRASES if phrase != without]
    assert missed in unneeded(GRAMMAR, rest)
