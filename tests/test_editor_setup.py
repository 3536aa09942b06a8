"""`checklist editor-setup`: what it writes for VS Code, and that nothing else in a person's settings moves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Command
from hypothesis import given
from hypothesis import strategies as st

from checklist_engine.editors.settings import KEY, UnsafeError, merged

OURS = "./.vscode/checklist/"
SCHEMAS = {f"{OURS}a.json": ["a/*.yaml"]}
SETTINGS = Path(".vscode") / "settings.json"


@pytest.fixture
def workspace(command: Command) -> Command:
    command("pack", "new", "parcels")
    command.example()
    return command


def schemas(command: Command) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((command.folder / SETTINGS).read_text(encoding="utf-8"))[KEY]
    return found


def test_a_folder_with_a_pack_and_a_record(workspace: Command) -> None:
    done = workspace("editor-setup")
    assert (done.code, done.err) == (0, "")
    for editor in ("VS Code", "Neovim", "Helix", "Zed", "JetBrains"):
        assert f"\n  {editor} " in done.out
    found = schemas(workspace)
    assert found[f"{OURS}action.schema.json"] == ["parcels/actions/*.yaml"]
    assert found[f"{OURS}record-schema.schema.json"] == ["parcels/record.schema.yaml"]
    assert found[f"{OURS}record-parcels.schema.json"] == ["parcels/tests/shared/*.yaml", "parcels/parcel.yaml"]
    assert found[f"{OURS}record.schema.json"] == ["**/interview.yaml", "interview.yaml"]
    for name in found:
        assert json.loads((workspace.folder / name).read_text(encoding="utf-8"))["$schema"]


def test_twice_is_once(workspace: Command) -> None:
    workspace("editor-setup")
    before = {path: path.stat().st_mtime_ns for path in (workspace.folder / ".vscode").rglob("*")}
    assert "is up to date" in workspace("editor-setup", ".").out
    assert {path: path.stat().st_mtime_ns for path in (workspace.folder / ".vscode").rglob("*")} == before


def test_a_pack_that_went_is_forgotten_and_others_schemas_stay(workspace: Command) -> None:
    workspace.write(SETTINGS.as_posix(), '{"yaml.schemas": {"mine.json": ["*.yml"]}}')
    workspace("editor-setup")
    (workspace.folder / "parcels").rename(workspace.folder / "boxes")
    workspace("editor-setup")
    assert schemas(workspace)["mine.json"] == ["*.yml"]
    assert schemas(workspace)[f"{OURS}action.schema.json"] == ["boxes/actions/*.yaml"]
    assert f"{OURS}record-parcels.schema.json" not in schemas(workspace)


def test_comments_stay(workspace: Command) -> None:
    text = '{\r\n\t// mine: }\r\n\t"editor.rulers": [80, /* and */ 120,],\r\n\t"x": "{//}" // last\r\n}\r\n'
    path = workspace.write(SETTINGS.as_posix(), text)
    assert workspace("editor-setup").code == 0
    new = path.read_bytes().decode()
    start, _, rest = new.partition(',\r\n\t"yaml.schemas": {')
    assert start + rest[rest.index("\r\n\t}") + 4 :] == text
    assert "is up to date" in workspace("editor-setup").out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"yaml.schemas": {/* mine */ "a": "b"}}', "comments inside"),
        ('{"yaml.schemas": ["a"]}', "not a group"),
        ('{"a": 1', "not JSON"),
        ("[1]", "not a group of settings"),
        ('{"yaml.schemas": {}, "yaml.schemas": {}}', "twice"),
        ('{"a" "b"}', "not JSON"),
        ("'single'", "not"),
        ("// only a comment\n", "not JSON"),
    ],
)
def test_what_cannot_be_merged_safely_is_said(workspace: Command, text: str, why: str) -> None:
    path = workspace.write(SETTINGS.as_posix(), text)
    done = workspace("editor-setup")
    assert done.code == 2
    assert path.read_bytes() == text.encode()
    assert why in done.err
    assert f"Add this to {SETTINGS} by hand" in done.out
    assert "parcels/actions/*.yaml" in done.out


def test_no_such_folder(command: Command) -> None:
    assert command("editor-setup", "nope").code == 2
    assert not (command.folder / "nope").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, '{\n  "yaml.schemas": {'),
        ("", '{\n  "yaml.schemas": {'),
        ("{}", '{\n  "yaml.schemas": {'),
        ("{\n  // nothing yet\n}\n", '{\n  // nothing yet\n"yaml.schemas": {'),
        ('{\n    "a": 1,\n}', '{\n    "a": 1,\n    "yaml.schemas": {'),
        ('{"a": 1}', '{"a": 1,\n  "yaml.schemas": {'),
    ],
)
def test_where_it_goes(old: str | None, new: str) -> None:
    made = merged(old, SCHEMAS, OURS)
    assert made.startswith(new)
    assert merged(made, SCHEMAS, OURS) == made


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=12), VALUES, max_size=4), st.sampled_from([None, 2, "\t"]))
def test_other_settings_stay(data: dict[str, object], indent: int | str | None) -> None:
    old = json.dumps(data, indent=indent)
    made = merged(old, SCHEMAS, OURS)
    assert json.loads(made) == {**data, KEY: SCHEMAS}
    assert merged(made, SCHEMAS, OURS) == made


@given(st.text(alphabet='{}[]":,/*\\\n a1', max_size=30))
def test_anything_at_all_is_merged_or_refused(old: str) -> None:
    try:
        made = merged(old, SCHEMAS, OURS)
    except UnsafeError:
        return
    assert f"{OURS}a.json" in made


def test_an_action_called_pack_is_no_pack(command: Command) -> None:
    assert command("pack", "copy", "moving-house", "mine").code == 0
    assert (command.folder / "mine" / "actions" / "pack.yaml").is_file()
    assert command("editor-setup").code == 0
    assert schemas(command)[f"{OURS}pack.schema.json"] == ["mine/pack.yaml"]
