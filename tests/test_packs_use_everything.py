"""The packs of other fields use every construct of the rule language between them: none is there for show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from checklist_engine import phrases
from checklist_engine.data import rules_dir
from checklist_engine.load.schema_file import schema_file
from checklist_engine.schema.files import load_schema
from checklist_engine.yaml12.reader import read

PACKS = sorted(path.parent for path in rules_dir().glob("*/pack.yaml") if path.parent.name != "after-interview")
FILES = {"pack.yaml": "pack", "actions": "action", "sources": "source", "messages": "message"}
Use = tuple[str, str]
UNUSED: dict[Use, str] = {}
"""Constructs that no pack has a use for, each with its reason."""


class Walk:
    """Walks data beside its schema, and notes each key by the part of the schema that allows it."""

    def __init__(self) -> None:
        self.used: set[Use] = set()
        self.phrases: list[phrases.Phrase] = []

    def file(self, data: Any, name: str) -> None:
        self._walk(data, load_schema(name), name, name)

    def _walk(self, data: Any, schema: Any, name: str, part: str) -> None:
        schema, name, part = resolved(schema, name, part)
        if isinstance(data, list):
            items = schema.get("items") or schema.get("then", {}).get("items")
            for one in data:
                self._walk(one, items or {}, name, part)
        elif isinstance(data, dict):
            if "else" in schema and not schema.get("properties"):
                self._walk(data, schema["else"], name, part)
                return
            self._map(data, schema, name, part)
        elif isinstance(data, str) and part in ("action moment", "action condition"):
            self._text(data)

    def _map(self, data: dict[str, Any], schema: Any, name: str, part: str) -> None:
        properties = schema.get("properties", {})
        others = [*schema.get("patternProperties", {}).values()]
        extra = schema.get("additionalProperties")
        others += [extra] if isinstance(extra, dict) else []
        for key, value in data.items():
            if key in properties:
                self.used.add((part, key))
                self._walk(value, properties[key], name, f"{part} {key}")
            elif others:
                self._walk(value, others[0], name, part)

    def _text(self, text: str) -> None:
        with suppress(phrases.PhraseError):
            self.phrases.append(phrases.parse(text))


def resolved(schema: Any, name: str, part: str) -> tuple[Any, str, str]:
    while "$ref" in schema:
        file, _, pointer = schema["$ref"].partition("#/definitions/")
        name = file.removesuffix(".schema.json") or name
        schema, part = load_schema(name)["definitions"][pointer], f"{name} {pointer}"
    return schema, name, part


def plain(text: str, name: str) -> Any:
    return to_data(read(text.encode(), name).root)


def to_data(node: Any) -> Any:
    if hasattr(node, "entries"):
        return {key.text: to_data(value) for key, value in node.entries}
    return [to_data(one) for one in node.items] if hasattr(node, "items") else node.text


@pytest.fixture(scope="module")
def walk() -> Walk:
    found = Walk()
    for pack in PACKS:
        for place, schema in FILES.items():
            paths = [pack / place] if place.endswith(".yaml") else sorted((pack / place).glob("*.yaml"))
            for path in paths:
                found.file(plain(path.read_text("utf-8"), path.name), schema)
    return found


def constructs() -> Iterator[Use]:
    """Every key of the language's schemas, by the part that allows it."""
    for name in ("action", "pack"):
        schema = load_schema(name)
        for part, about in {
            name: schema,
            **{f"{name} {key}": one for key, one in schema["definitions"].items()},
        }.items():
            yield from ((part, key) for key in about.get("properties", {}))
            for key, one in about.get("properties", {}).items():
                yield from ((f"{part} {key}", inner) for inner in one.get("properties", {}))
            items = about.get("items")
            if isinstance(items, dict):
                yield from ((part, key) for key in items.get("properties", {}))


def test_there_are_three() -> None:
    assert len(PACKS) == 3


def test_every_key_is_used(walk: Walk) -> None:
    unused = {use for use in constructs() if use not in walk.used} - UNUSED.keys()
    assert not unused, f"no pack uses {sorted(unused)}"
    assert not walk.used & UNUSED.keys(), "this one is used after all"


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        (phrases.Offset, [{"unit": unit} for unit in phrases.UNITS]),
        (phrases.Offset, [{"unit": "working day"}]),
        (phrases.NamedOffset, [{"before": True}, {"before": False}]),
        (phrases.SameDay, [{}]),
        (phrases.Clock, [{"theirs": True}, {"of": re.compile(".")}, {"theirs": False, "of": None}]),
        (phrases.Edge, [{"edge": "start"}, {"edge": "end"}]),
        (phrases.Edge, [{"period": period} for period in ("day", "month", "quarter")]),
        (phrases.Place, [{"ordinal": -1}, {"what": re.compile("day$")}, {"what": re.compile("^(?!.*day)")}]),
        (phrases.Near, [{"side": "before"}, {"side": "after"}, {"inclusive": True}]),
        (phrases.Roll, [{"step": 1}, {"step": -1}]),
        (phrases.Name, [{"is_registered": True}, {"is_registered": False}]),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_every_form_of_phrase_is_used(walk: Walk, form: type[phrases.Phrase], wanted: list[dict[str, Any]]) -> None:
    there = [one for one in walk.phrases if type(one) is form]
    for fields in wanted:
        assert any(all(fits(getattr(one, key), value) for key, value in fields.items()) for one in there), fields


def fits(value: Any, wanted: Any) -> bool:
    return bool(wanted.search(str(value))) if isinstance(wanted, re.Pattern) and value is not None else value == wanted


def test_days_of_a_named_calendar_are_used(walk: Walk) -> None:
    units = {one.unit for one in walk.phrases if isinstance(one, phrases.Offset)}
    assert any(phrases.calendar_of(unit) not in (None, "working") for unit in units)


@pytest.mark.parametrize("kind", ["moment", "date", "length", "place", "zone", "person_ref", "record"])
def test_every_kind_of_fact_is_used(kind: str) -> None:
    texts = [(pack / schema_file(pack)).read_text("utf-8") for pack in PACKS]
    assert any(re.search(rf"record\.schema\.json#/definitions/{kind}\b", text) for text in texts)


NOT_SAID = {
    "roll": "no source that we cite moves days that come round to a working day",
    "lead": "nor counts from them",
    "apart": "nor says “every other week”",
    "date": "nor names a day of every year on which a thing comes again",
}
"""Forms of days that come round (`each`) of which no pack has any: a made-up source would be worse than none."""


def test_every_form_of_days_that_come_round_is_used_or_has_a_reason() -> None:
    texts = [path.read_text("utf-8") for pack in PACKS for path in sorted((pack / "actions").glob("*.yaml"))]
    named = {found.strip() for text in texts for found in re.findall(r"each: ([^,}\n]+)", text)}
    days = [one for text in named for one in _days(text)]
    used = {key for one in days for key in ("roll", "lead", "apart") if getattr(one, key) is not None}
    used |= {"date" for one in days if phrases.date_in_words(one.what)}
    used |= {"ordinal" for one in days if one.ordinal is not None}
    assert used == {"ordinal"}, "one that is used needs no reason any more"
    assert NOT_SAID.keys() == {"roll", "lead", "apart", "date"}


def _days(text: str) -> list[phrases.Each]:
    try:
        return [phrases.each(text)]
    except phrases.PhraseError:
        return []
