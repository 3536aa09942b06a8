"""What holds of reading whatever the file: no exception but Problems, two parsers that agree, two validators too."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checklist_engine import phrases
from checklist_engine.problems import Problems, as_json, as_text
from checklist_engine.schema.explain import Validator
from checklist_engine.schema.files import bundle, load_schema
from checklist_engine.schema.shape import Shape, engine_shape
from checklist_engine.yaml12.nodes import Mapping, Node, Scalar
from checklist_engine.yaml12.reader import read

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PLENTY = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Pieces of YAML and of what people write, so that random texts are nearly YAML.
PIECES = [
    *("a", "b", "key", "10:30", "no", "2026-11-17", "24 hours after", "Why maps?", "it's", "ä", "日本", "😀"),
    *(": ", ":", " :", "- ", "-", "? ", "?", ", ", ",", "[", "]", "{", "}", "[]", "{}", "#", " # x", "&a ", "*a"),
    *("!", "!!str ", "|", "|\n", ">-\n", "|2\n", "'", '"', "''", '\\"', "\\n", "\\x41", "\\U00110000", "\\ud800"),
    *("---", "--- ", "...", "%YAML 1.2", "%TAG", "<<", "@", "`", "~", "null", "=", "\\", ".", "--", "(", ")"),
    *("\n", "\n", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\n\t", "\t", " ", "  ", "\r\n", "\r", "\n\n", "\n#x\n"),
]
yamlish = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@cache
def valid_files() -> list[tuple[str, bytes]]:
    """Files without problems, with the names of their schemas."""
    found: list[tuple[str, bytes]] = []
    kinds = {"actions": "action", "sources": "source", "messages": "message", "tests": "rule-test"}
    files = [path for path in sorted((ROOT / "rules").glob("*/*/*.yaml")) if path.parent.name in kinds]
    found += [
        ("unnoticed" if path.name == "unnoticed.yaml" else kinds[path.parent.name], path.read_bytes()) for path in files
    ]
    found += [("pack", path.read_bytes()) for path in sorted((ROOT / "rules").glob("*/pack.yaml"))]
    found.append(("record", RECORD.encode()))
    return found


RECORD = """\
id: old-mill
house: Old mill
trade: plumber
timezone: Europe/Luxembourg
rooms: 12
heated: false
state: damp
size: 120.5
due: 2026-11-27
people:
  ada: {name: Ada Berg}
  bo: {name: Bo, timezone: America/New_York}
visits:
  - {start: 2026-11-17 10:00, end: 2026-11-17 11:00, with: [ada, bo]}
log:
  - {at: 2026-11-17 13:40, did: call-plumber, to: ada, by: phone}
  - {at: 2026-11-24, heard: answered, from: ada}
"""


@cache
def shape(name: str) -> Shape:
    """The shape of one kind of file; records are those of the tests of broken files."""
    if name == "record":
        return Shape(json.loads((HERE / "broken" / "record.schema.json").read_text(encoding="utf-8")))
    return engine_shape(name)


@cache
def validator(name: str) -> Any:
    """jsonschema with the very same schema."""
    return Validator(bundle(shape(name).schema, shape(name).base))


def told(node: Node) -> object:
    """A node with all that is in it, places too, as something that can be compared.

    Where nothing is written after a colon, the parsers see nothing in different places.
    """
    place = (node.line, node.column)
    if isinstance(node, Scalar):
        place = place if node.text else (0, 0)
        return (*place, node.text, node.plain)
    if isinstance(node, Mapping):
        return (*place, node.flow, [(told(key), told(value)) for key, value in node.entries])
    return (*place, node.flow, [told(item) for item in node.items])


def outcome(data: bytes, pure: bool) -> object:
    """What reading comes to: the nodes, or that there are problems (whose words may differ)."""
    try:
        return told(read(data, "x.yaml", pure=pure).root)
    except Problems as problems:
        found = problems
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert found.problems
    assert all(0 < one.line <= lines and one.column > 0 and one.message for one in found.problems)
    assert len(json.loads(as_json(found))["problems"]) == len(found.problems)
    assert as_text(found).replace("\n", "").isprintable()
    return "problems"


@PLENTY
@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfea\x00")
@example(b"\xef\xbb\xbfa: \xe9")
@example(b"\xed\xa0\x80")
def test_bytes_give_nodes_or_problems(data: bytes) -> None:
    assert outcome(data, False) == outcome(data, True)


@PLENTY
@given(st.text(max_size=60))
@example("a: \ufeffb")
@example("a\x85b: c")
@example("a: \u2028b")
def test_text_gives_nodes_or_problems(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    assert outcome(data, False) == outcome(data, True)


@settings(PLENTY, max_examples=1500)
@given(yamlish)
@example("[Why maps?]")
@example("a: [x,\n\ty]")
@example("a: {x:}")
@example('"\\ud83d\\ude00"')
@example('"\\U00110000"')
@example("a: 1\t# c")
@example("%FOO x\n---\na: 1\n")
@example("- [?x]")
@example("a: |\n\tx")
@example("a:\tb\n")
def test_both_parsers_read_the_same(text: str) -> None:
    assert outcome(text.encode(), False) == outcome(text.encode(), True)


@settings(PLENTY, max_examples=400)
@given(st.data())
def test_a_slip_in_a_good_file_gives_data_or_problems(data: st.DataObject) -> None:
    kind, good = data.draw(st.sampled_from(valid_files()))
    text = good.decode()
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 8))
    slip = text[:at] + data.draw(st.one_of(st.sampled_from(PIECES), st.just(""))) + text[at + cut :]
    assert outcome(slip.encode(), False) == outcome(slip.encode(), True)
    try:
        checked = shape(kind).check(read(slip.encode(), "x.yaml"))
    except Problems as problems:
        found = problems.problems
    else:
        found = ()
        assert validator(kind).is_valid(checked.data)
    assert all(one.line and one.column and one.message for one in found)


@pytest.mark.parametrize("index", range(0, 200, 7))
def test_good_files_are_good_for_both(index: int) -> None:
    files = valid_files()
    kind, good = files[index % len(files)]
    checked = shape(kind).check(read(good, "x.yaml"))
    assert shape(kind).accepts(checked.data)
    assert validator(kind).is_valid(checked.data)


def places(data: Any) -> list[list[Any]]:
    """The paths to all values in data."""
    found: list[list[Any]] = [[]]
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        found += [[key, *rest] for rest in places(value)]
    return found


WORDS = ["until", "when", "is", "all", "not", "did", "by", "known", "id", "none", "at", "heard", "x", "item", "are"]
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 1.0, 2.5, 10**20, "", "x", "none", "x\n", "24 hours after", "2026-11-17", "12:00"),
    *([], ["x"], ["x", "x"], [1, True], {}, {"x": 1}, {"did": "x"}, {"all": ["x"]}, {"is": 1}, {"known": True}),
]


@settings(PLENTY, max_examples=1500)
@given(st.data())
def test_acceptor_and_jsonschema_agree_on_changed_data(data: st.DataObject) -> None:
    kind, good = data.draw(st.sampled_from(valid_files()))
    value: Any = json.loads(json.dumps(shape(kind).check(read(good, "x.yaml")).data))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(places(value)))
        new = json.loads(json.dumps(data.draw(st.sampled_from(VALUES))))
        if not path:
            value = new
            continue
        inside = value
        for step in path[:-1]:
            inside = inside[step]
        change = data.draw(st.sampled_from(["replace", "remove", "add", "rename"]))
        if change == "remove":
            del inside[path[-1]]
        elif change == "replace":
            inside[path[-1]] = new
        elif isinstance(inside, list):
            inside.append(new)
        else:
            kept = inside.pop(path[-1]) if change == "rename" else new
            inside[data.draw(st.sampled_from(WORDS))] = kept
    assert shape(kind).accepts(value) == validator(kind).is_valid(value)


PHRASES = re.compile(load_schema("action")["definitions"]["moment"]["pattern"])
PARTS = "1 24 2 0 day days hour working week month minutes before after next same of that start end at \
09:00 24:00 theirs round.end process-over x a.b x_y A - . \
for or next previous bank 1st 2nd 3rd 11th 21st 32nd last Monday Friday on quarter year \
29 30 31 0 February June July"
phraseish = st.lists(st.sampled_from(PARTS.split()), max_size=6).map(" ".join)


@settings(PLENTY, max_examples=1500)
@given(st.one_of(phraseish, st.from_regex(PHRASES, fullmatch=True)))
def test_the_pattern_of_phrases_is_their_grammar(text: str) -> None:
    text = text.rstrip("\n")
    try:
        phrases.parse(text)
    except phrases.PhraseError:
        assert not PHRASES.search(text)
    else:
        assert PHRASES.search(text)
