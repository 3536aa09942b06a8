"""Appending to the log of any record in any style, and writing any text as a value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checklist_engine.editing import tree as edittree
from checklist_engine.editing.append import append_log_entry
from checklist_engine.problems import Problems
from checklist_engine.yaml12 import reader as yamltext
from checklist_engine.yaml12.events import event_source
from checklist_engine.yaml12.raw import INVISIBLE
from checklist_engine.yaml12.values import quoted, scalar

# Values

VISIBLE: st.SearchStrategy[str] = st.text(st.characters(codec="utf-8"), max_size=30).filter(
    lambda text: not INVISIBLE.search(text)
)
TRICKY = st.sampled_from(
    [
        "",
        " ",
        "no",
        "Yes",
        "on",
        "y",
        "N",
        "null",
        "~",
        "true",
        "12:30",
        "1:20:30",
        "2026-11-17",
        "2026-11-17 13:40",
        "2026-11-17 13:40:00",
        "1e3",
        "1_000",
        "0o7",
        "0x1F",
        "017",
        ".inf",
        ".NaN",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "a,b",
        "{a",
        "[a]",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "'a'",
        '"a"',
        "a\nb",
        "a\tb",
        " a",
        "a ",
        "=",
        "<<",
        "?",
        "a:",
        ":a",
        "---",
        "...",
        "|",
        ">",
        "it's",
        "O’Neill",
        "Zoë",
        "\\",
        "a\\nb",
        "é😀",
        "٣",
        "none",
        "NaN",
        "Infinity",
        "e1",
        "+1",
    ]
)
# What YAML 1.2's core schema takes for something else than text.
CORE_1_2 = re.compile(
    r"~?|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)


@given(TRICKY | VISIBLE)
def test_every_reader_reads_the_same_text(text: str) -> None:
    for written in (scalar(text), quoted(text)):
        assert "\n" not in written
        for line in (f"{{k: {written}, l: 1}}", f"- k: {written}\n", f"[{written}]"):
            found = yaml.safe_load(line)  # YAML 1.1
            while not isinstance(found, str):
                found = found["k"] if isinstance(found, dict) else found[0]
            assert found == text
        node = yamltext.read(f"k: {written}".encode(), "x").root
        assert isinstance(node, yamltext.Mapping)
        value = node.entries[0][1]
        assert isinstance(value, yamltext.Scalar)
        assert value.text == text
        assert not (value.plain and CORE_1_2.fullmatch(text))
    assert json.loads(quoted(text)) == text


# Any record, any style

FILLERS = st.sampled_from(["", "", " ", "  "])
COMMENTS = st.sampled_from(["", "", "", "  # note", " # log: [", "   # - {x}", " # ] }, 'é"])
WORDS = TRICKY.filter(lambda text: bool(text.strip())) | st.sampled_from(["send-thank-you", "anna", "email"])
ENTRIES = st.dictionaries(st.sampled_from(["at", "did", "heard", "to", "by", "note"]), WORDS, min_size=1, max_size=4)


@st.composite
def values(draw: st.DrawFn) -> str:
    text = draw(WORDS)
    return draw(
        st.sampled_from(
            [scalar(text), quoted(text), "''" if "'" in text or "\n" in text or "\t" in text else f"'{text}'"]
        )
    )


@st.composite
def braces(draw: st.DrawFn) -> str:
    pad = draw(FILLERS)
    pairs = [f"{key}: {draw(values())}" for key in draw(ENTRIES)]
    return "{" + pad + ", ".join(pairs) + pad + "}"


@st.composite
def block_logs(draw: st.DrawFn, column: int) -> list[str]:
    """The lines of a log as a list in lines, under a key at `column`."""
    indent = " " * (column + draw(st.sampled_from([0, 0, 1, 2, 4])))
    gap = " " * draw(st.sampled_from([1, 1, 3]))
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            lines.append(f"{indent}-{gap}{draw(braces())}{draw(COMMENTS)}")
        else:
            pairs = [f"{key}: {draw(values())}{draw(COMMENTS)}" for key in draw(ENTRIES)]
            if draw(st.booleans()):
                lines.append(f"{indent}-{draw(COMMENTS)}")
            else:
                lines.append(f"{indent}-{gap}{pairs.pop(0)}")
            lines += [f"{indent} {gap}{pair}" for pair in pairs]
            if not pairs and lines[-1].lstrip().startswith("-") and draw(st.booleans()):
                lines += [
                    f"{indent} {gap}lines: {draw(st.sampled_from(['|', '|-', '|+', '>', '>-', '>+']))}",
                    f"{indent} {gap}  a text",
                    f"{indent} {gap}   of lines",
                ]
        lines += draw(st.lists(st.sampled_from(["", "# left", f"{indent}# inside", f"{indent}   # deep"]), max_size=2))
    return lines


@st.composite
def flow_logs(draw: st.DrawFn, newline: str) -> str:
    entries = draw(st.lists(braces(), max_size=3))
    final = draw(st.sampled_from(["", ","])) if entries else ""
    if draw(st.booleans()):
        pad = draw(FILLERS)
        return "[" + pad + ", ".join(entries) + final + pad + "]"
    lines = [
        f"    {entry}{',' if at < len(entries) - 1 else final}{draw(COMMENTS)}" for at, entry in enumerate(entries)
    ]
    return newline.join(["[" + draw(COMMENTS), *lines, "  ]"])


OTHERS = [
    "company: Quillon, Maps",
    "role: 'Data: engineer'",
    "people:",
    "  anna: {name: Anna Weiß, log: [1]}",
    "# about",
    "interview:  # one",
    "  start: 2026-11-17 10:00",
    "",
    "notes: |",
    "  log:",
    "    - {did: x}",
    "told: [a,",
    "  b]",
]
GROUPS = [OTHERS[:1], OTHERS[1:2], OTHERS[2:5], OTHERS[5:8], OTHERS[8:11], OTHERS[11:]]


@st.composite
def records(draw: st.DrawFn) -> bytes:
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    column = draw(st.sampled_from([0, 0, 0, 2]))
    pad = " " * column
    groups = [
        [pad + line if line else "" for line in group]
        for group in draw(st.permutations(GROUPS))[: draw(st.integers(1, len(GROUPS)))]
    ]
    key = draw(st.sampled_from(["log", '"log"', "'log'"]))
    match draw(st.sampled_from(["block", "block", "flow", "nothing", "none"])):
        case "block":
            log = [f"{pad}{key}:{draw(COMMENTS)}", *draw(block_logs(column))]
        case "flow":
            log = [f"{pad}{key}: {draw(flow_logs(newline))}{draw(COMMENTS)}"]
        case "nothing":
            word = draw(st.sampled_from(["", " ~", " null"]))
            log = [
                f"{pad}{key}:{word}{draw(COMMENTS)}",
                *draw(st.sampled_from([[], [pad + "  # - {did: x}"], [""]])),
            ]
        case _:
            log = []
    if log:
        groups.insert(draw(st.integers(0, len(groups))), log)
    first = draw(st.sampled_from([[], ["# first"], ["---"], ["# yaml", "", "---", "# x"]]))
    last = draw(st.sampled_from([[], ["# last"], [""], ["..."], ["# last", "...", "# after"]]))
    lines = [*first, *chain.from_iterable(groups), *last]
    text = newline.join(lines) + draw(st.sampled_from(["", newline]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


@st.composite
def flow_records(draw: st.DrawFn) -> bytes:
    """Records in braces, JSON among them."""
    log = draw(st.lists(ENTRIES, max_size=2) | st.none())
    data: dict[str, Any] = {
        "company": "Quillon",
        "role": draw(WORDS),
        "people": {"anna": {"name": "Anna", "log": []}},
    }
    if draw(st.booleans()):
        data["log"] = log
    if draw(st.booleans()):
        data["notes"] = ["x", None, 3]
    text = json.dumps(
        data,
        ensure_ascii=draw(st.booleans()) and max(map(ord, str(data))) < 0x10000,
        indent=draw(st.sampled_from([None, 1, 2, 4])),
    )
    if draw(st.booleans()):
        text = text.replace('"company": "Quillon"', "company: Quillon")
    return (text + draw(st.sampled_from(["", "\n", "\n# end\n"]))).encode()


def plain(node: yamltext.Node) -> Any:
    if isinstance(node, yamltext.Mapping):
        return [(key.text, plain(value)) for key, value in node.entries]
    if isinstance(node, yamltext.Sequence):
        return [plain(item) for item in node.items]
    return node.text, node.plain


def appended(old: bytes, entry: dict[str, str]) -> bytes | Problems:
    try:
        return append_log_entry(old, entry)
    except Problems as problems:
        return problems


def check(old: bytes, entry: dict[str, str]) -> None:
    before = yamltext.read(old, "old")
    new = appended(old, entry)
    if isinstance(new, Problems):
        # The one way out: a text in lines ends the file without a line break, and the log with it.
        assert [problem.id for problem in new.problems] == ["edit/no-place"]
        assert not old.endswith(b"\n")
        assert re.search(rb"lines: [|>]", old)
        return
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = old[start:]
    nothing = re.match(rb"(~|null)", rest)
    assert new.endswith(rest) or (nothing is not None and new.endswith(rest[nothing.end() :]))
    was, now = dict(plain(before.root)), dict(plain(yamltext.read(new, "new").root))
    log, old_log = now.pop("log"), was.pop("log", [])
    assert was == now
    assert log[:-1] == (old_log if isinstance(old_log, list) else [])
    assert [(key, value[0]) for key, value in log[-1]] == list(entry.items())
    # A YAML 1.1 reader sees the same texts.
    assert yaml.safe_load(new)["log"][-1] == entry
    assert (b"\r\n" in old) >= (b"\r\n" in new)
    assert new.endswith(b"\n") == old.endswith(b"\n") or b"log" not in old
    if old.startswith(b"{") and is_json(old):
        assert is_json(new)


def is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


@settings(max_examples=400, deadline=None)
@given(records(), ENTRIES)
@example(b"a: |\n  x", {"at": "1"})
def test_any_record_in_any_style(record: bytes, entry: dict[str, str]) -> None:
    check(record, entry)


@settings(max_examples=150, deadline=None)
@given(flow_records(), ENTRIES)
def test_any_record_in_braces(record: bytes, entry: dict[str, str]) -> None:
    check(record, entry)


@settings(max_examples=100, deadline=None)
@given(records(), st.lists(ENTRIES, min_size=2, max_size=4))
def test_entry_after_entry(record: bytes, entries: list[dict[str, str]]) -> None:
    try:
        new = append_log_entry(record, entries[0])
    except Problems:
        return
    for entry in entries[1:]:
        new = append_log_entry(new, entry)
    assert yaml.safe_load(new)["log"][-len(entries) :] == entries


@settings(max_examples=100, deadline=None)
@given(records(), ENTRIES)
def test_the_parser_in_python_gives_the_same_places(record: bytes, entry: dict[str, str]) -> None:
    def outcome() -> bytes | str:
        try:
            return append_log_entry(record, entry)
        except Problems as problems:
            return str(problems)

    usual = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edittree, "event_source", pure)
        assert outcome() == usual


def pure(text: str) -> tuple[Callable[[], Any], type[Exception]]:
    return event_source(text, pure=True)
