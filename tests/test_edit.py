"""Appending to a log: everything that was there stays, byte for byte, and reads as before."""

from __future__ import annotations

import pytest
import yaml

from checklist_engine.editing.append import append_log_entry
from checklist_engine.editing.layout import Place
from checklist_engine.editing.places import Writer
from checklist_engine.problems import Problems
from checklist_engine.yaml12 import reader as yamltext

ENTRY = {"at": "2026-11-17 13:40", "did": "send-thank-you"}
NEW = "{at: 2026-11-17 13:40, did: send-thank-you}"
JSON = '{"at": "2026-11-17 13:40", "did": "send-thank-you"}'

CASES = {
    "list in lines, entries in braces": (
        "log:\n  - {at: 2026-11-16, did: x}\n",
        f"log:\n  - {{at: 2026-11-16, did: x}}\n  - {NEW}\n",
    ),
    "dashes not indented": ("log:\n- {did: x}\na: 1\n", f"log:\n- {{did: x}}\n- {NEW}\na: 1\n"),
    "entries in lines": (
        "log:\n  - at: a\n    did: x\n\na: 1\n",
        "log:\n  - at: a\n    did: x\n  - at: 2026-11-17 13:40\n    did: send-thank-you\n\na: 1\n",
    ),
    "entries in lines, wide": (
        "log:\n-   at: a\n    did: x\n",
        "log:\n-   at: a\n    did: x\n-   at: 2026-11-17 13:40\n    did: send-thank-you\n",
    ),
    "dash on a line of its own": (
        "log:\n  -\n    at: a\n",
        "log:\n  -\n    at: a\n  - at: 2026-11-17 13:40\n    did: send-thank-you\n",
    ),
    "like the last one": (
        "log:\n- at: a\n- { at: b }\n",
        "log:\n- at: a\n- { at: b }\n- { at: 2026-11-17 13:40, did: send-thank-you }\n",
    ),
    "no final line break": ("log:\n- {did: x}", f"log:\n- {{did: x}}\n- {NEW}"),
    "CRLF": (
        "a: 1\r\nlog:\r\n  - {did: x}\r\nb: 2\r\n",
        f"a: 1\r\nlog:\r\n  - {{did: x}}\r\n  - {NEW}\r\nb: 2\r\n",
    ),
    "CR": ("a: 1\rlog:\r  - {did: x}\rb: 2", f"a: 1\rlog:\r  - {{did: x}}\r  - {NEW}\rb: 2"),
    "byte order mark": ("\ufefflog:\n- {did: x}\n", f"\ufefflog:\n- {{did: x}}\n- {NEW}\n"),
    "comments in and behind": (
        "log:   # mine\n  # first\n  - {did: x}   # then\n  # inside\n\n# behind\na: 1\n",
        f"log:   # mine\n  # first\n  - {{did: x}}   # then\n  # inside\n  - {NEW}\n\n# behind\na: 1\n",
    ),
    "comment that belongs to the next key": (
        "log:\n- {did: x}\n# next\na: 1\n",
        f"log:\n- {{did: x}}\n- {NEW}\n# next\na: 1\n",
    ),
    "quoted key": ('"log":\n  - {did: x}\n', f'"log":\n  - {{did: x}}\n  - {NEW}\n'),
    "text in lines at the end": (
        "log:\n  - did: x\n    note: |\n      a\n\na: 1\n",
        "log:\n  - did: x\n    note: |\n      a\n  - at: 2026-11-17 13:40\n    did: send-thank-you\n\na: 1\n",
    ),
    "text in lines that keeps its end": (
        "log:\n- did: x\n  note: |+\n    a\n\na: 1\n",
        "log:\n- did: x\n  note: |+\n    a\n\n- at: 2026-11-17 13:40\n  did: send-thank-you\na: 1\n",
    ),
    "text over several lines": (
        "log:\n- note: a\n    b\n  did: x\n    y\na: 1\n",
        "log:\n- note: a\n    b\n  did: x\n    y\n- at: 2026-11-17 13:40\n  did: send-thank-you\na: 1\n",
    ),
    "an empty entry": ("log:\n  -\n", f"log:\n  -\n  - {NEW}\n"),
    "no value": ("log:\na: 1\n", f"log:\n  - {NEW}\na: 1\n"),
    "no value, not indented elsewhere": ("b:\n- 1\nlog:\n", f"b:\n- 1\nlog:\n- {NEW}\n"),
    "no value, with examples": (
        "log:  # what\n  # - {did: y}\n# next\na: 1\n",
        f"log:  # what\n  # - {{did: y}}\n  - {NEW}\n# next\na: 1\n",
    ),
    "no value, no line break": ("log:", f"log:\n  - {NEW}"),
    "null": ("log: null  # c\na: 1\n", f"log: [{NEW}]  # c\na: 1\n"),
    "tilde": ("log: ~\n", f"log: [{NEW}]\n"),
    "empty brackets": ("log: []  # c\na: 1\n", f"log: [\n  {NEW}]  # c\na: 1\n"),
    "empty brackets with a comment": ("log: [  # none\n]\n", f"log: [  # none\n  {NEW}\n]\n"),
    "empty brackets on two lines": ("log: [\n  ]\n", f"log: [\n  {NEW}\n  ]\n"),
    "brackets on one line": ("log: [{did: x}, {did: y}]\n", f"log: [{{did: x}}, {{did: y}}, {NEW}]\n"),
    "brackets with blanks": (
        "log: [ { did: x } ]\n",
        "log: [ { did: x }, { at: 2026-11-17 13:40, did: send-thank-you } ]\n",
    ),
    "brackets on lines": (
        "log: [\n    {did: x},\n    {did: y}\n  ]\na: 1\n",
        f"log: [\n    {{did: x}},\n    {{did: y}},\n    {NEW}\n  ]\na: 1\n",
    ),
    "brackets, comma at the end": ("log: [\n  {did: x},\n]\n", f"log: [\n  {{did: x}},\n  {NEW},\n]\n"),
    "brackets, comment behind the last": (
        "log: [\n  {did: x}  # c, d]\n]\n",
        f"log: [\n  {{did: x}}  # c, d]\n  , {NEW}\n]\n",
    ),
    "brackets, comma and comment": (
        "log: [\n  {did: x},  # c\n]\n",
        f"log: [\n  {{did: x}},  # c\n  {NEW},\n]\n",
    ),
    "no log": ("a: 1\n", f"a: 1\n\nlog:\n  - {NEW}\n"),
    "no log, blank line there": ("a: 1\n\n", f"a: 1\n\nlog:\n  - {NEW}\n"),
    "no log, no line break": ("a: 1", f"a: 1\n\nlog:\n  - {NEW}"),
    "no log, comments at the end": ("a: 1\n# x\n", f"a: 1\n# x\n\nlog:\n  - {NEW}\n"),
    "no log, end marked": ("---\na: 1\n...\n# x\n", f"---\na: 1\n\nlog:\n  - {NEW}\n...\n# x\n"),
    "no log, all indented": ("  a: 1\n", f"  a: 1\n\n  log:\n    - {NEW}\n"),
    "no log, text that keeps its end": ("a: |+\n  x\n", f"a: |+\n  x\nlog:\n  - {NEW}\n"),
    "no log, text without a line break": ("# c\na: |\n  x", f"# c\nlog:\n  - {NEW}\na: |\n  x"),
    "list in lines, end marked": ("log:\n- {did: x}\n...\n", f"log:\n- {{did: x}}\n- {NEW}\n...\n"),
    "a log elsewhere": (
        "b: {log: [1]}\nc:\n  log:\n    - 1\nlog:\n- {did: x}\n",
        f"b: {{log: [1]}}\nc:\n  log:\n    - 1\nlog:\n- {{did: x}}\n- {NEW}\n",
    ),
    "beyond ASCII": ("a: é😀\nlog:\n- {did: é😀}\n", f"a: é😀\nlog:\n- {{did: é😀}}\n- {NEW}\n"),
    "braces": ("{a: 1, log: [{did: x}]}", f"{{a: 1, log: [{{did: x}}, {NEW}]}}"),
    "braces, no log": ("{a: 1}\n", f"{{a: 1, log: [{NEW}]}}\n"),
    "braces, no log, lines": ("{\n  a: 1,\n  b: 2,\n}\n", f"{{\n  a: 1,\n  b: 2,\n  log: [{NEW}],\n}}\n"),
    "braces, no value": ("{log: , a: 1}\n", f"{{log:  [{NEW}], a: 1}}\n"),
    "braces, key alone": ("{a: 1, log}\n", f"{{a: 1, log: [{NEW}]}}\n"),
    "JSON": ('{"a": 1, "log": [{"did": "x"}]}', f'{{"a": 1, "log": [{{"did": "x"}}, {JSON}]}}'),
    "JSON, empty": ('{"log": []}', f'{{"log": [{JSON}]}}'),
    "JSON, empty on two lines": (
        '{\n  "log": [\n  ]\n}\n',
        f'{{\n  "log": [\n    {JSON}\n  ]\n}}\n',
    ),
    "JSON, null": ('{"log": null, "a": 1}', f'{{"log": [{JSON}], "a": 1}}'),
    "JSON, no log": ('{\n  "a": 1\n}\n', f'{{\n  "a": 1,\n  "log": [{JSON}]\n}}\n'),
    "JSON, entries on lines": (
        '{\n  "log": [\n    {\n      "did": "x"\n    }\n  ]\n}\n',
        (
            '{\n  "log": [\n    {\n      "did": "x"\n    },\n'
            '    {\n      "at": "2026-11-17 13:40",\n      "did": "send-thank-you"\n    }\n  ]\n}\n'
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_entry_stands_where_a_person_would_put_it(name: str) -> None:
    old, wanted = CASES[name]
    assert append_log_entry(old.encode(), ENTRY).decode() == wanted
    twice = append_log_entry(wanted.encode(), ENTRY)
    assert len(yaml.safe_load(twice)["log"]) == len(yaml.safe_load(wanted)["log"]) + 1


@pytest.mark.parametrize(
    ("text", "problem_id", "line", "column"),
    [
        ("a: 1\nlog: what I did\n", "edit/log-not-a-list", 2, 6),
        ("a: 1\nlog:\n  did: x\n", "edit/log-not-a-list", 3, 3),
        ('log: ""\n', "edit/log-not-a-list", 1, 6),
        ("- a\n", "edit/not-a-record", 1, 1),
        ("text\n", "edit/not-a-record", 1, 1),
        ("", "yaml/empty", 1, 1),
        ("log: &all\n  - {did: x}\nb: *all\n", "yaml/anchor", 1, 6),
    ],
)
def test_what_is_no_record_is_refused(text: str, problem_id: str, line: int, column: int) -> None:
    with pytest.raises(Problems) as caught:
        append_log_entry(text.encode(), ENTRY, "interview.yaml")
    problem = caught.value.problems[0]
    assert (problem.id, problem.line, problem.column, problem.file) == (
        problem_id,
        line,
        column,
        "interview.yaml",
    )


def test_a_place_that_would_change_something_is_refused() -> None:
    with pytest.raises(Problems) as caught:
        append_log_entry(b"log:\n  - did: x\n    note: |\n      text", ENTRY)
    assert caught.value.problems[0].id == "edit/no-place"


def test_a_wrong_insertion_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(_: object, __: str) -> list[Place]:
        return [
            Place(0, 0, "a: 2\n"),
            Place(0, 4, ""),
            Place(0, 0, ""),
            Place(0, 0, "log: ["),
        ]

    monkeypatch.setattr(Writer, "places", wrong)
    with pytest.raises(Problems) as caught:
        append_log_entry(b"a: 1\nlog: []\n", ENTRY)
    assert caught.value.problems[0].id == "edit/no-place"


def test_json_stays_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Writer, "places", lambda *_: [Place(9, 9, NEW), Place(9, 9, JSON)])
    assert append_log_entry(b'{"log": []}', ENTRY).decode() == f'{{"log": [{JSON}]}}'


def test_a_file_that_would_become_too_large_is_refused() -> None:
    text = b"# " + b"x" * (yamltext.MAX_BYTES - 40) + b"\nlog:\n- {did: x}\n"
    with pytest.raises(Problems) as caught:
        append_log_entry(text, ENTRY)
    assert caught.value.problems[0].id == "yaml/too-large"


@pytest.mark.parametrize("text", ["a\x00b", "a\u2028b", "a\x1bb", "\ud800"])
def test_invisible_text_is_refused(text: str) -> None:
    with pytest.raises(Problems) as caught:
        append_log_entry(b"log: []\n", {"note": text})
    assert caught.value.problems[0].id == "edit/text"
