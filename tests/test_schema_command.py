"""`checklist schema`, and the first line of every YAML file that we ship or write: its schema is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import ROOT, Command
from jsonschema import Draft7Validator

from checklist_engine.load.schema_file import YAML

SHIPPED = sorted(path for folder in ("rules", "examples") for path in (ROOT / folder).rglob("*.yaml"))
LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def references(node: Any) -> Iterator[str]:
    """Every ``$ref`` in a schema."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for one in node:
            yield from references(one)


def schema_in(path: Path) -> Any:
    """The schema in a file: YAML, or JSON."""
    text = path.read_text(encoding="utf-8")
    return yaml.safe_load(text) if path.suffix == ".yaml" else json.loads(text)


def unresolved(path: Path, seen: set[Path] | None = None) -> list[str]:
    """What does not lead anywhere, from the first line of a YAML file through all schemas behind it."""
    seen = set() if seen is None else seen
    if path in seen:
        return []
    seen.add(path)
    if not path.is_file():
        return [f"{path}: not there"]
    wrong = []
    if path.suffix == ".yaml":
        line = LINE.match(path.read_text(encoding="utf-8"))
        if line is None:
            return [f"{path}: no first line for editors"]
        wrong = unresolved((path.parent / line[1]).resolve(), seen)
        if path.name != YAML:
            return wrong
    for ref in references(schema_in(path)):
        file, _, pointer = ref.partition("#")
        target = (path.parent / file).resolve() if file else path
        faults = unresolved(target, seen)
        wrong += [f"{path}: {ref}: {fault}" for fault in faults]
        node = schema_in(target) if not faults and target.is_file() else {}
        for part in pointer.split("/")[1:]:
            node = node.get(part) if isinstance(node, dict) else None
        if node is None:
            wrong.append(f"{path}: {ref} leads nowhere")
    return wrong


def test_every_file_that_we_ship_names_a_schema_that_is_there() -> None:
    assert len(SHIPPED) > 150
    assert [fault for path in SHIPPED for fault in unresolved(path)] == []


def test_every_file_that_we_write_names_a_schema_that_is_there(command: Command) -> None:
    assert command("pack", "copy", "after-interview", "copied").code == 0
    assert command("pack", "new", "parcels").code == 0
    given = ("--company", "Quillon", "--role", "Engineer", "--start", "2026-11-17 10:00")
    assert command("init", *given).code == 0
    assert command("init", "copied/mine.yaml", "--pack", "copied", *given).code == 0
    made = ("--article", "Lamp", "--shop", "S", "--arrived", "2026-11-02")
    assert command("init", "parcels/mine.yaml", "--pack", "parcels", *made).code == 0
    assert command("plugin", "new", "my-list").code == 0
    written = sorted(command.folder.rglob("*.yaml"))
    assert len(written) > 150
    assert [fault for path in written for fault in unresolved(path)] == []


def test_a_broken_chain_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# yaml-language-server: $schema=a.json\n", encoding="utf-8")
    assert unresolved(tmp_path / "a.yaml") == [f"{tmp_path / 'a.json'}: not there"]
    (tmp_path / "a.json").write_text('{"items": {"$ref": "b.json#/definitions/x"}}', encoding="utf-8")
    assert unresolved(tmp_path / "a.yaml")
    (tmp_path / "b.json").write_text('{"definitions": {"y": {}}}', encoding="utf-8")
    assert unresolved(tmp_path / "a.yaml") == [f"{tmp_path / 'a.json'}: b.json#/definitions/x leads nowhere"]
    (tmp_path / "b.json").write_text('{"definitions": {"x": {}}}', encoding="utf-8")
    assert unresolved(tmp_path / "a.yaml") == []
    text = "# yaml-language-server: $schema=a.json\nitems: {$ref: b.json#/definitions/z}\n"
    (tmp_path / YAML).write_text(text, encoding="utf-8")
    assert unresolved(tmp_path / YAML) == [f"{tmp_path / YAML}: b.json#/definitions/z leads nowhere"]


def test_an_init_for_a_pack_whose_schema_leads_nowhere_writes_no_such_line(command: Command) -> None:
    assert command("pack", "new", "parcels").code == 0
    for path in (command.folder / "parcels" / "schemas").iterdir():
        path.unlink()
    given = ("--article", "Lamp", "--shop", "S", "--arrived", "2026-11-02")
    assert command("init", "mine.yaml", "--pack", "parcels", *given).code == 0
    assert (command.folder / "mine.yaml").read_text(encoding="utf-8").startswith("# One file")


NAMES = sorted(path.name.removesuffix(".schema.json") for path in (ROOT / "schemas").glob("*.json"))


def test_the_list(command: Command) -> None:
    done = command("schema")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.split("\n\n")[0].splitlines()] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_stands_alone_and_is_a_schema(command: Command, name: str) -> None:
    done = command("schema", name)
    assert (done.code, done.err) == (0, "")
    Draft7Validator.check_schema(done.json)
    for ref in references(done.json):
        assert ref.startswith("#/definitions/")
        assert ref.rpartition("/")[2] in done.json["definitions"]
    assert command("schema", name, "--output", "one.json").code == 0
    assert (command.folder / "one.json").read_bytes() == done.data


def test_all_into_a_folder_and_again(command: Command) -> None:
    done = command("schema", "--output", "deep/schemas")
    assert done.code == 0
    written = {path.name for path in (command.folder / "deep/schemas").iterdir()}
    assert written == {f"{name}.schema.json" for name in NAMES}
    assert command("schema", "--output", "deep/schemas").out == done.out
    assert command("schema", "action", "--output", "deep/schemas").out == "Wrote deep/schemas/action.schema.json\n"


def test_the_schema_of_records_is_the_packs(command: Command) -> None:
    command("pack", "new", "parcels")
    found = command("schema", "record", "--pack", "parcels").json
    assert found["required"] == ["article", "shop", "arrived"]
    assert found["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert found["definitions"]["date"]["patternErrorMessage"].startswith("Expected: a day such as")
    assert "interviews" in command("schema", "record").json["properties"]


def test_patterns_say_what_is_expected(command: Command) -> None:
    moment = command("schema", "action").json["definitions"]["moment"]
    assert moment["patternErrorMessage"].startswith("Expected: a moment such as 24 hours after")


def test_slips(command: Command) -> None:
    done = command("schema", "acton")
    assert (done.code, done.meant) == (2, "action.schema.json")
    command.write("file", "x")
    assert command("schema", "--output", "file").code == 2
    assert (command.folder / "file").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("out/pack.schema.json", ["schema", "--output", "out"]),
        ("out/handbook.md", ["docs", "after-interview", "--output", "out"]),
        ("out/handbook.html", ["docs", "after-interview", "--output", "out"]),
    ],
)
def test_nothing_of_a_person_s_is_written_over(command: Command, name: str, given: list[str]) -> None:
    (command.folder / "out").mkdir()
    path = command.write(name, '{"mine": 1}')
    done = command(*given)
    assert done.code == 2
    assert "this is there already, and is none of ours" in done.err
    assert path.read_text() == '{"mine": 1}'
    path.unlink()
    assert command(*given).code == command(*given).code == 0, "their own are written anew"
