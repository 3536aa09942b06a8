"""Files of a pack that nobody would read, for what they are called."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Command
from tinypack import action, rule, write

from checklist_engine.schema.export import leads_somewhere


@pytest.mark.parametrize("name", ["call.yml", "call.YAML", "call.yaml.txt", "call", "call.json"])
@pytest.mark.parametrize("folder", ["actions", "sources", "messages"])
def test_a_file_with_another_ending_is_told(command: Command, tmp_path: Path, folder: str, name: str) -> None:
    write(tmp_path, action("write", rule("a", do={})))
    there = tmp_path / "tiny" / folder / name
    there.parent.mkdir(exist_ok=True)
    there.write_text("action: call\n", encoding="utf-8")
    done = command("validate", tmp_path / "tiny")
    assert done.code == 1
    assert "this file is not read: its name ends otherwise" in done.out + done.err
    assert "Rename it to call.yaml." in done.out + done.err


def test_a_test_with_another_ending_is_told_and_stops_no_other(command: Command, tmp_path: Path) -> None:
    write(tmp_path, action("write", rule("a", do={})))
    tests = tmp_path / "tiny" / "tests"
    tests.mkdir(exist_ok=True)
    cases = "[{at: 2026-11-18 12:00, because: B, expect: {write: {status: due}}}]"
    case = f"title: T\nrecord: {{timezone: UTC, start: 2026-11-17}}\ncases: {cases}\n"
    (tests / "one.yaml").write_text(case, encoding="utf-8")
    (tests / "two.yml").write_text(case, encoding="utf-8")
    (tests / "shared").mkdir()
    (tests / "shared" / "three.yml").write_text("start: 2026-11-17\n", encoding="utf-8")
    done = command("test", tmp_path / "tiny")
    assert done.code == 2
    assert "1 passed, 0 failed, 2 files not read" in done.out
    assert "Rename it to two.yaml." in done.out + done.err
    assert "Rename it to three.yaml." in done.out + done.err


@pytest.mark.parametrize("name", ["README.md", "README", "call.yaml~", ".call.yaml.swp", "notes.txt", ".hidden"])
def test_what_is_not_meant_to_be_read_is_left_alone(command: Command, tmp_path: Path, name: str) -> None:
    write(tmp_path, action("write", rule("a", do={})))
    (tmp_path / "tiny" / "actions" / name).write_text("…", encoding="utf-8")
    assert command("validate", tmp_path / "tiny").code == 0


def test_a_rule_test_may_use_a_former_name(command: Command, tmp_path: Path) -> None:
    write(tmp_path, action("write", rule("a", id="new-name", formerly=["old-name"], do={})))
    tests = tmp_path / "tiny" / "tests"
    tests.mkdir(exist_ok=True)
    cases = "[{at: 2026-11-18 12:00, because: B, expect: {write: {rules: [old-name]}}}]"
    case = f"title: T\nrecord: {{timezone: UTC, start: 2026-11-17}}\ncases: {cases}\n"
    (tests / "one.yaml").write_text(case, encoding="utf-8")
    assert command("test", tmp_path / "tiny").code == 0
    (tests / "one.yaml").write_text(case.replace("old-name", "older-name"), encoding="utf-8")
    assert "there is no rule of write “older-name”" in command("test", tmp_path / "tiny").err


def test_a_manifest_with_another_ending_is_told(command: Command, tmp_path: Path) -> None:
    write(tmp_path, action("write", rule("a", do={})))
    (tmp_path / "tiny" / "pack.yaml").rename(tmp_path / "tiny" / "pack.yml")
    done = command("validate", tmp_path / "tiny")
    assert "Rename pack.yml to pack.yaml." in done.out + done.err


def test_a_schema_leads_somewhere_by_what_it_refers_to_and_not_by_its_comments(tmp_path: Path) -> None:
    schema, other = tmp_path / "record.schema.yaml", tmp_path / "other.json"
    schema.write_text("# $ref: gone.json#/x\ntype: object\nproperties: {a: {$ref: other.json#/a}}\n", encoding="utf-8")
    assert not leads_somewhere(schema)
    other.write_text("{}", encoding="utf-8")
    assert leads_somewhere(schema)
    schema.write_text('{"properties": {"a": {"$ref": "gone.json#/a"}}}', encoding="utf-8")
    assert not leads_somewhere(schema)
    schema.write_text("a: [", encoding="utf-8")
    assert not leads_somewhere(schema)


def test_an_element_that_is_in_no_record_is_a_slip(command: Command, tmp_path: Path) -> None:
    """Under `absent` it would never be there."""
    write(tmp_path, action("write", rule("a", do={}, trigger="round.end"), for_each={"round": "rounds"}))
    tests = tmp_path / "tiny" / "tests"
    tests.mkdir(exist_ok=True)
    record = "{timezone: UTC, start: 2026-11-17, rounds: [{id: first, start: 2026-11-17 10:00}]}"
    cases = "[{at: 2026-11-17 12:00, because: B, absent: [write/frist]}]"
    (tests / "one.yaml").write_text(f"title: T\nrecord: {record}\ncases: {cases}\n", encoding="utf-8")
    done = command("test", tmp_path / "tiny")
    assert "no element is called frist; did you mean first?" in done.out
    other = cases.replace("frist", "2")
    (tests / "one.yaml").write_text(f"title: T\nrecord: {record}\ncases: {other}\n", encoding="utf-8")
    assert command("test", tmp_path / "tiny").code == 0


@pytest.mark.skipif(os.name == "nt", reason="needs a limit of POSIX")
@pytest.mark.parametrize("given", ["pack copy after-interview mine", "pack new mine"])
def test_a_pack_that_does_not_fit_on_the_disk_leaves_nothing(command: Command, given: str) -> None:
    # Python would write the compiled modules of this very tree under the limit, too: cut off, for all tests to come.
    shell = f'ulimit -f 8; PYTHONDONTWRITEBYTECODE=1 exec "{sys.executable}" -m checklist_engine {given}'
    done = subprocess.run(["sh", "-c", shell], capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert not (command.folder / "mine").exists()
    assert command(*given.split()).code == 0
