"""Writing a fact into any record in any layout: every comment and every other byte stays, and it reads as was said."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st
from test_edit_any_record import COMMENTS, FILLERS, VISIBLE, WORDS, flow_records, is_json, pure, records

from checklist_engine.editing import tree as edittree
from checklist_engine.editing.facts import set_fact
from checklist_engine.problems import Problems
from checklist_engine.schema.coerce import core
from checklist_engine.yaml12 import reader as yamltext
from checklist_engine.yaml12.values import scalar

KEYS = ["a", "b", "they_said", '"quoted"', "'c d'"]
NEW_KEYS = st.sampled_from(["decision_by", "new key", "no", "12"])
TEXTS = WORDS | VISIBLE | st.sampled_from(["2026-11-27", "2026-11-27 10:00", "none"])
ANSWERS: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.booleans() | st.integers(-1000, 1000) | st.floats(allow_nan=False, allow_infinity=False, width=16),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS.filter(bool), inner, max_size=3),
    max_leaves=4,
)


# Layouts


@st.composite
def flows(draw: st.DrawFn, depth: int, column: int, newline: str) -> str:
    """A value in one piece: a word, or brackets over one line or several."""
    kind = draw(st.sampled_from(["word", "word", "nothing", "group", "list"])) if depth else "word"
    if kind == "word":
        return draw(WORDS.map(scalar))
    if kind == "nothing":
        return draw(st.sampled_from(["~", "null"]))
    count = draw(st.integers(0, 3))
    if kind == "group":
        keys = draw(st.permutations(KEYS))[:count]
        inner = [f"{key}: {draw(flows(depth - 1, column + 2, newline))}" for key in keys]
    else:
        inner = [draw(flows(depth - 1, column + 2, newline)) for _ in range(count)]
    start, end = ("{", "}") if kind == "group" else ("[", "]")
    final = draw(st.sampled_from(["", "", ","])) if inner else ""
    if draw(st.booleans()):
        pad = draw(FILLERS)
        return start + pad + ", ".join(inner) + final + pad + end
    indent = " " * (column + 2)
    lines = [f"{indent}{one}{',' if at < count - 1 else final}{draw(COMMENTS)}" for at, one in enumerate(inner)]
    return newline.join([start + draw(COMMENTS), *lines, indent + end])


@st.composite
def groups(draw: st.DrawFn, depth: int, column: int, newline: str) -> list[str]:
    """The lines of a group, each key at ``column``."""
    pad = " " * column
    lines: list[str] = []
    for key in draw(st.permutations(KEYS))[: draw(st.integers(1, 3))]:
        kind = draw(
            st.sampled_from(["flow", "flow", "nothing", "text", *(["group", "group", "list"] if depth else [])])
        )
        deeper = column + draw(st.sampled_from([1, 2, 2, 4]))
        if kind == "flow":
            lines.append(f"{pad}{key}: {draw(flows(2, column, newline))}{draw(COMMENTS)}")
        elif kind == "nothing":
            lines.append(f"{pad}{key}:{draw(st.sampled_from(['', ' ', ' ~', ' null']))}{draw(COMMENTS)}")
        elif kind == "text":
            lines += [
                f"{pad}{key}: {draw(st.sampled_from(['|', '|-', '|+', '>', '>-']))}",
                f"{' ' * deeper}# no comment",
            ]
        elif kind == "group":
            lines += [f"{pad}{key}:{draw(COMMENTS)}", *draw(groups(depth - 1, deeper, newline))]
        else:
            dash = " " * draw(st.sampled_from([column, deeper]))
            lines.append(f"{pad}{key}:{draw(COMMENTS)}")
            for _ in range(draw(st.integers(1, 2))):
                first, *others = draw(groups(depth - 1, len(dash) + 2, newline))
                one = draw(st.booleans())
                lines += [f"{dash}- {first.lstrip(' ')}", *others] if one else [f"{dash}- {draw(WORDS.map(scalar))}"]
        noise = st.sampled_from(["", "# left", f"{pad}# inside", f"{pad}   # deep"])
        lines += draw(st.lists(noise, max_size=2)) if kind != "text" else []
    return lines


@st.composite
def layouts(draw: st.DrawFn) -> bytes:
    """Records with groups in groups, lines and brackets mixed, comments everywhere."""
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    first = draw(st.sampled_from([[], ["# first"], ["---"], ["# yaml", "", "---", "# x"]]))
    last = draw(st.sampled_from([[], ["# last"], [""], ["..."]]))
    lines = [*first, *draw(groups(3, draw(st.sampled_from([0, 0, 2])), newline)), *last]
    text = newline.join(lines) + draw(st.sampled_from(["", newline, newline]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


# What the data is, told without the code under test


def data_of(node: yamltext.Node) -> Any:
    if isinstance(node, yamltext.Mapping):
        return {key.text: data_of(value) for key, value in node.entries}
    if isinstance(node, yamltext.Sequence):
        return [data_of(item) for item in node.items]
    return core(node.text) if node.plain else node.text


@st.composite
def places_in(draw: st.DrawFn, record: bytes) -> tuple[str, ...]:
    """Where something can be said in the record: at a key that is not there, at one without a value, or below."""
    data: Any = data_of(yamltext.read(record, "old").root)
    path: list[str] = []
    while isinstance(data, (dict, list)):
        inner = data if isinstance(data, dict) else {str(at): one for at, one in enumerate(data)}
        open_ones = [key for key, one in inner.items() if one is None or isinstance(one, (dict, list))]
        if not open_ones or not draw(st.integers(0, 3)):
            if isinstance(data, list) and data:  # one more is added whole
                return (*path, str(len(data)))
            path.append(draw(NEW_KEYS) if isinstance(data, dict) else "0")
            break
        path.append(draw(st.sampled_from(open_ones)))
        data = inner[path[-1]]
    return (*path, *draw(st.sampled_from([(), (), ("x",), ("x", "y"), ("0",), ("0", "x"), ("0", "0")])))


def at_path(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def without(data: Any, path: tuple[str, ...], old: Any) -> None:
    """Take out of ``data`` what ``path`` leads to, as far up as ``old`` did not have it."""
    for step in path:
        key: Any = int(step) if isinstance(data, list) else step
        if (isinstance(old, list) and key >= len(old)) or (isinstance(old, dict) and key not in old):
            del data[key]
            return
        if old[key] is None:
            data[key] = None
            return
        data, old = data[key], old[key]


def check(old: bytes, path: tuple[str, ...], value: Any) -> None:
    was = data_of(yamltext.read(old, "old").root)
    try:
        new = set_fact(old, path, value)
    except Problems as problems:
        (problem,) = problems.problems
        event(problem.id)
        assert problem.id == "edit/no-place"
        assert problem.hint is not None
        assert ".".join(path) in problem.hint
        # The one way out: a text in lines ends the file without a line break, or brackets that nobody writes so.
        assert re.search(rb": [|>]", old), old
        return
    now = data_of(yamltext.read(new, "new").root)
    found = at_path(now, path)
    assert (found, json.dumps(found)) == (value, json.dumps(value))
    without(now, path, was)
    assert now == was
    # Nothing was taken away but a word for nothing.
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    word = re.match(rb"~|null", old[start:])
    assert new.endswith(old[start:]) or (word is not None and new.endswith(old[start + word.end() :]))
    assert (b"\r\n" in old) >= (b"\r\n" in new)
    if old.startswith(b"{") and is_json(old):
        assert is_json(new)
    if not path[-1].isdecimal():
        with pytest.raises(Problems, match="answer"):
            set_fact(new, path, "another")


@settings(max_examples=500, deadline=None)
@given(layouts(), ANSWERS, st.data())
@example(b"a: |\n  x", "1", None)
def test_a_fact_in_any_layout(record: bytes, value: Any, data: Any) -> None:
    check(record, data.draw(places_in(record)) if data else ("b", "c"), value)


@settings(max_examples=150, deadline=None)
@given(records() | flow_records(), ANSWERS, st.data())
def test_a_fact_in_any_record(record: bytes, value: Any, data: Any) -> None:
    check(record, data.draw(places_in(record)), value)


@settings(max_examples=100, deadline=None)
@given(layouts(), st.data())
def test_what_is_there_is_never_replaced(record: bytes, data: Any) -> None:
    node = yamltext.read(record, "old").root
    path: list[str] = []
    while isinstance(node, yamltext.Mapping) and node.entries and (not path or data.draw(st.booleans())):
        key, node = data.draw(st.sampled_from(node.entries))
        path.append(key.text)
    assume(data_of(node) is not None)
    with pytest.raises(Problems) as found:
        set_fact(record, tuple(path), "another")
    assert [problem.id for problem in found.value.problems] == ["edit/answered"]


@settings(max_examples=100, deadline=None)
@given(layouts(), st.data())
def test_the_parser_in_python_gives_the_same_places(record: bytes, data: Any) -> None:
    path = data.draw(places_in(record))

    def outcome() -> bytes | str:
        try:
            return set_fact(record, path, "x")
        except Problems as problems:
            return str(problems)

    usual = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edittree, "event_source", pure)
        assert outcome() == usual
