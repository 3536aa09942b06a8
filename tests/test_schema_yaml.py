"""A pack's record schema in YAML: every command that reads it takes it as it takes the one in JSON."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from commands import Command

from checklist_engine.load.record_schema import read_record_schema
from checklist_engine.load.schema_file import JSON, YAML, is_pack, schema_file
from checklist_engine.problems import Problems

GIVEN = ("--article", "Lamp", "--shop", "S", "--arrived", "2026-11-02")
NOW = ("--now", "2026-11-03 09:00")


@pytest.fixture
def parcels(command: Command) -> Path:
    """A new pack, whose record schema is YAML."""
    assert command("pack", "new", "parcels").code == 0
    return command.folder / "parcels"


def in_yaml(folder: Path) -> Path:
    """Turn the record schema of a pack from JSON into YAML."""
    data = json.loads((folder / JSON).read_text(encoding="utf-8"))
    (folder / JSON).unlink()
    path = folder / YAML
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def in_json(folder: Path) -> Path:
    """Turn it from YAML into JSON."""
    data = yaml.safe_load((folder / YAML).read_text(encoding="utf-8"))
    (folder / YAML).unlink()
    path = folder / JSON
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return path


def test_the_one_file_is_found(parcels: Path, tmp_path: Path) -> None:
    assert schema_file(parcels) == YAML
    in_json(parcels)
    assert schema_file(parcels) == JSON
    assert is_pack(parcels)
    assert not is_pack(parcels / "actions")
    (parcels / YAML).write_text("type: object\n", encoding="utf-8")
    with pytest.raises(Problems, match=f"{YAML} and {JSON}"):
        schema_file(parcels)
    with pytest.raises(Problems, match="no record schema"):
        schema_file(tmp_path)


def test_a_great_pack_says_the_same_in_json(command: Command) -> None:
    command("pack", "copy", "after-interview", "old")
    command("pack", "copy", "after-interview", "new/old")
    in_json(command.folder / "new" / "old")
    schemas = [command("schema", "record", "--pack", name).json for name in ("old", "new/old")]
    assert schemas[0] == schemas[1]
    assert command("validate", "new/old").code == 0
    assert command("diff", "old", "new/old").out == "Nothing is otherwise.\n"


def test_two_schemas_are_told_even_where_the_pack_is_cached(
    command: Command, parcels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHECKLIST_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(command.folder / "cache"))
    assert command("run", "parcels/parcel.yaml", *NOW).code == 0
    (parcels / JSON).write_text("{}", encoding="utf-8")
    done = command("run", "parcels/parcel.yaml", *NOW)
    assert done.code == 2
    assert YAML in done.err
    assert JSON in done.err


def test_a_change_of_the_schema_is_seen(command: Command, parcels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHECKLIST_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(command.folder / "cache"))
    assert "Is the seal of the article whole or broken?" in command("run", "parcels/parcel.yaml", *NOW).out
    path = parcels / YAML
    path.write_text(path.read_text(encoding="utf-8").replace("Is the seal", "Well, is the seal"), encoding="utf-8")
    assert "Well, is the seal of the article whole or broken?" in command("run", "parcels/parcel.yaml", *NOW).out
    in_json(parcels)
    assert "Well, is the seal of the article whole or broken?" in command("run", "parcels/parcel.yaml", *NOW).out


def test_a_copy_is_whole(command: Command, parcels: Path) -> None:
    assert command("pack", "copy", "parcels", "mine").code == 0
    assert (command.folder / "mine" / YAML).read_bytes() == (parcels / YAML).read_bytes()
    assert command("validate", "mine", f"mine/{YAML}").code == 0
    assert command("test", "mine", "--quiet").code == 0


def test_references_out_of_a_pack_lead_into_its_copy(command: Command, parcels: Path) -> None:
    path = parcels / YAML
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(" schemas/", " ../../schemas/"), encoding="utf-8")
    assert command("pack", "copy", "parcels", "mine").code == 0
    copied = (command.folder / "mine" / YAML).read_text(encoding="utf-8")
    assert copied.partition("\n")[2] == text.partition("\n")[2]


def test_a_new_record_names_it(command: Command, parcels: Path) -> None:
    assert command("init", "parcels/mine.yaml", "--pack", "parcels", *GIVEN).code == 0
    first = (parcels / "mine.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={YAML}"


def test_what_changed_since_it_was_json(command: Command, parcels: Path) -> None:
    in_json(parcels)
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        given = ["git", "-c", "user.name=x", "-c", "user.email=x@y.example", *words]
        subprocess.run(given, cwd=command.folder, check=True, capture_output=True)
    path = in_yaml(parcels)
    assert command("diff", "HEAD:parcels", "parcels").out == "Nothing is otherwise.\n"
    path.write_text(path.read_text(encoding="utf-8").replace("the seal is whole", "it is whole"), encoding="utf-8")
    assert "assuming that it is whole" in command("run", "parcels/parcel.yaml", "-v", *NOW).out


UNREAD = "  colour: {title: colour, type: string}\n"


def test_lint_tells_the_line_and_a_comment_silences_it(command: Command, parcels: Path) -> None:
    path = parcels / YAML
    text = path.read_text(encoding="utf-8").replace("  shop: {", f"{UNREAD}  shop: {{")
    path.write_text(text, encoding="utf-8")
    line = text.splitlines().index(UNREAD.rstrip()) + 1
    assert f"parcels/{YAML}:{line}:3: warning: nothing reads the fact “colour”" in command("lint", "parcels").out
    for silent in (f"  # lint: allow unread-fact – to come\n{UNREAD}",
                   UNREAD.replace("\n", "  # lint: allow unread-fact – to come\n")):  # fmt: skip
        path.write_text(text.replace(UNREAD, silent), encoding="utf-8")
        assert "lint/" not in command("lint", "parcels").out


def test_fix_takes_an_idle_silence_out_of_it(command: Command, parcels: Path) -> None:
    path = parcels / YAML
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nrequired: [", "\n# lint: allow unread-fact – gone\nrequired: ["), encoding="utf-8")
    assert "took out a silence" in command("lint", "parcels", "--fix").out
    assert path.read_text(encoding="utf-8") == text


def test_words_are_what_yaml_1_2_says_and_the_schema_of_schemas() -> None:
    data = b"type: object\nproperties:\n  sure: {title: 1984, enum: [yes, no], minLength: 2, uniqueItems: true}\n"
    found = read_record_schema(data, YAML)["properties"]["sure"]
    assert found == {"title": "1984", "enum": ["yes", "no"], "minLength": 2, "uniqueItems": True}


@pytest.mark.parametrize(
    "text", ["a: &x {}\nb: *x\n", "[" * 200, "type: object\ntype: object\n", "%YAML 1.1\n---\na: 1\n"]
)
def test_the_limits_of_our_reader_hold(text: str) -> None:
    with pytest.raises(Problems) as caught:
        read_record_schema(text.encode(), YAML)
    assert caught.value.problems[0].id.startswith("yaml/")


@pytest.mark.parametrize(
    "fact", ["true", "false", "{items: true}", "{properties: {x: true}}", "{anyOf: [true]}", "{not: false}"]
)
def test_a_fact_of_which_nothing_is_said_is_told(fact: str) -> None:
    with pytest.raises(Problems) as caught:
        read_record_schema(f"type: object\nproperties:\n  free: {fact}\n".encode(), YAML)
    [problem] = caught.value.problems
    assert (problem.id, problem.line) == ("schema/wrong-kind", 3)
    assert problem.expected == 'a schema such as {"type": "string"}'


def test_json_that_is_too_deep_is_told() -> None:
    data = '{"type": "object", "properties": {"a": ' + '{"not": ' * 900 + "{}" + "}" * 902
    with pytest.raises(Problems, match="too many groups"):
        read_record_schema(data.encode(), JSON)


def test_json_that_yaml_cannot_say_is_taken() -> None:
    data = rb'{"type": "object", "properties": {"mood": {"title": "\ud83d\ude00", "type": "string"}}}'
    assert read_record_schema(data, JSON)["properties"]["mood"]["title"] == "😀"
