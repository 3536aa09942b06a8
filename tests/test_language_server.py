"""What an editor shows: the real yaml-language-server with our files, good and broken, and with our settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from commands import PACK, ROOT, Command
from lsp import VERSION, Editor, server

# With several workers, all of this in one of them: a server is installed once, and each takes a second to begin.
pytestmark = pytest.mark.xdist_group("language-server")

NOTES = PACK / "actions" / "take-notes.yaml"
THANKS = PACK / "actions" / "send-thank-you.yaml"


class Place(NamedTuple):
    """A place in a text, from 0."""

    line: int
    column: int


def place(text: str, words: str, inside: int = 0) -> Place:
    """Where ``words`` begin in the text, or so many characters further."""
    at = text.index(words) + inside
    return Place(text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return server(tmp_path_factory.mktemp("yaml-language-server"))


@pytest.fixture(scope="module")
def editor(installed: list[str]) -> Iterator[Editor]:
    with Editor(installed, ROOT) as opened:
        yield opened


def files_that_we_ship() -> list[Path]:
    """All but tests of rules, which are many and alike: of these every tenth."""
    found = sorted(path for folder in ("rules", "examples") for path in (ROOT / folder).rglob("*.yaml"))
    tests = [path for path in found if path.parent.name == "tests"]
    return [path for path in found if path.parent.name != "tests"] + tests[::10]


def test_our_files_have_no_squiggles(editor: Editor) -> None:
    shipped = files_that_we_ship()
    assert len(shipped) > 50
    wrong = {str(path.relative_to(ROOT)): found for path in shipped if (found := editor.open(path))}
    assert wrong == {}


def test_what_we_write_has_no_squiggles(installed: list[str], command: Command) -> None:
    command("pack", "copy", "after-interview", "copied")
    command("pack", "new", "parcels")
    command("init", "--company", "Quillon", "--role", "Engineer", "--start", "2026-11-17 10:00")
    with Editor(installed, command.folder) as editor:
        written = [*command.folder.glob("*.yaml"), *(command.folder / "parcels").rglob("*.yaml")]
        written += [command.folder / "copied" / "pack.yaml", *(command.folder / "copied" / "actions").glob("f*.yaml")]
        assert len(written) > 10
        assert {str(path): found for path in written if (found := editor.open(path))} == {}


@pytest.mark.parametrize(
    ("right", "slip", "marked"),
    [
        ("trigger:", "triger:", "triger"),
        ("through: 1 day after", "thruogh: 1 day after", "thruogh"),
        ("through: 1 day after", "through: 1 dya after", "1 dya after"),
        ("do: {through", "dont: {}, do: {through", None),
        ("hays/notes,", "hays-notes,", "hays-notes"),
    ],
)
def test_slips_are_marked_where_they_are(editor: Editor, right: str, slip: str, marked: str | None) -> None:
    text = NOTES.read_text(encoding="utf-8").replace(right, slip, 1)
    found = editor.open(NOTES, text)
    assert found
    if marked is not None:
        start, end = place(text, marked), place(text, marked, len(marked))
        assert [(one["range"]["start"], one["range"]["end"]) for one in found] == [
            ({"line": start.line, "character": start.column}, {"line": end.line, "character": end.column})
        ]


def offered(editor: Editor, below: str) -> set[str]:
    """What is offered where the blank line at the end of an action's file stands."""
    head = NOTES.read_text(encoding="utf-8").partition("rules:")[0]
    text = head + below
    editor.open(NOTES, text + "\n")
    lines = text.split("\n")
    return set(editor.completion(NOTES, len(lines) - 1, len(lines[-1])))


RULE = "rules:\n  - id: x\n    statement: hays/notes\n"


def keys(definition: str) -> set[str]:
    schema = json.loads((ROOT / "schemas" / "action.schema.json").read_text(encoding="utf-8"))
    return set(schema["definitions"][definition]["properties"])


@pytest.mark.parametrize(
    ("below", "definition"),
    [
        (f"{RULE}    ", "rule"),
        (f"{RULE}    do:\n      ", "task"),
        (f"{RULE}    dont:\n      ", "limit"),
        (f"{RULE}    do:\n      ideal:\n        ", "ideal"),
        (f"{RULE}    do: {{}}\n    when:\n      - ", "condition"),
        (f"{RULE}    do: {{}}\n    when:\n      - round.medium:\n          ", "test"),
    ],
)
def test_the_right_keys_are_offered(editor: Editor, below: str, definition: str) -> None:
    assert keys(definition) - {"id", "statement"} <= offered(editor, below)


def test_explanations(editor: Editor) -> None:
    text = THANKS.read_text(encoding="utf-8")
    assert editor.open(THANKS, text) == []
    schema = json.loads((ROOT / "schemas" / "action.schema.json").read_text(encoding="utf-8"))
    rules = schema["definitions"]["rule"]["properties"]
    for words, description in (
        ("trigger:", schema["properties"]["trigger"]["description"]),
        ("for_each:", schema["properties"]["for_each"]["description"]),
        ("replaces:", rules["replaces"]["description"]),
        ("when:", rules["when"]["description"]),
        ("until:", schema["definitions"]["window"]["properties"]["until"]["description"]),
        ("clock_before:", schema["definitions"]["test"]["properties"]["clock_before"]["description"]),
    ):
        assert description in editor.hover(THANKS, *place(text, words, 1)), words


def test_a_heading_is_never_that_of_another_key(editor: Editor) -> None:
    """The server takes the heading of a hover from what it looked at last, where a part of a schema has none."""
    text = THANKS.read_text(encoding="utf-8")
    editor.open(THANKS, text)
    for words in ("until:", "from:", "during:", "trigger:"):
        assert editor.hover(THANKS, *place(text, words, 1)).startswith("#### moment\n"), words


def test_the_settings_serve_files_without_a_first_line(installed: list[str], command: Command) -> None:
    command("pack", "new", "parcels")
    assert command("editor-setup").code == 0
    settings = json.loads((command.folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    given: dict[str, Any] = {"schemas": settings["yaml.schemas"]}
    with Editor(installed, command.folder, given) as editor:
        for name in (
            "pack.yaml",
            "record.schema.yaml",
            "actions/unpack.yaml",
            "sources/shop-terms.yaml",
            "tests/two-weeks.yaml",
            "parcel.yaml",
        ):
            path = command.folder / "parcels" / name
            text = path.read_text(encoding="utf-8").partition("\n")[2]
            assert editor.open(path, text) == [], name
        path = command.folder / "parcels" / "actions" / "unpack.yaml"
        text = path.read_text(encoding="utf-8").partition("\n")[2]
        [found] = editor.open(path, text.replace("2 days after", "2 dasy after"))
        assert found["message"].startswith("Expected: a moment such as 24 hours after")
        assert found["range"]["start"]["line"] == place(text, "2 days after").line
        [found] = editor.open(path, text.replace("trigger", "triger"))
        assert "triger" in found["message"]


def test_a_record_schema_in_yaml_helps_with_records_and_is_helped_with_itself(
    installed: list[str], command: Command
) -> None:
    command("pack", "new", "parcels")
    record = command.folder / "parcels" / "parcel.yaml"
    schema = command.folder / "parcels" / "record.schema.yaml"
    with Editor(installed, command.folder) as editor:
        text = record.read_text(encoding="utf-8")
        assert editor.open(record) == []
        assert "The day on which the parcel came." in editor.hover(record, *place(text, "arrived:", 1))
        [found] = editor.open(record, text.replace("2026-11-02", "monday", 1))
        assert found["message"] == "Expected: a day such as 2026-11-27, or none"
        assert found["range"]["start"]["line"] == place(text, "2026-11-02").line
        editor.open(record, f"{text}\n")
        assert "opened" in editor.completion(record, len(text.splitlines()), 0)
        text = schema.read_text(encoding="utf-8")
        assert editor.open(schema) == []
        assert "What to assume until somebody answers" in editor.hover(schema, *place(text, "absent:", 1))
        [found] = editor.open(schema, text.replace("assumed:", "asumed:"))
        assert "asumed" in found["message"]


def test_ci_installs_the_version_that_the_tests_would() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"yaml-language-server@([\d.]+)", text) == [VERSION]
