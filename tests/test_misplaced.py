"""Files of a pack that lie where none is read, and files that lie in a pack's folder without being part of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from commands import Command

PACK = "mine"


@pytest.fixture
def pack(command: Command) -> Path:
    command("pack", "new", PACK)
    return command.folder / PACK


def first(pack: Path, folder: str) -> Path:
    return min((pack / folder).glob("*.yaml"))


def test_a_source_among_the_actions_is_told_as_that(command: Command, pack: Path) -> None:
    moved = pack / "actions" / "book.yaml"
    moved.write_text(first(pack, "sources").read_text("utf-8") + "# moved\n", "utf-8")
    assert "\ntitle:" in moved.read_text("utf-8"), "as an action has"
    done = command("validate", PACK)
    said = "this file is a source, and lies where each file is read as an action"
    assert (done.code, done.err.count("book.yaml:"), said in done.err) == (1, 1, True)
    assert "Move it to sources/book.yaml, or out of the pack's folder." in done.err


@pytest.mark.parametrize("into", ["actions/new", ".", "action", "Actions2", "sources"])
@pytest.mark.parametrize("given", [("validate", PACK), ("lint", PACK), ("test", PACK)])
def test_an_action_elsewhere_is_told(command: Command, pack: Path, into: str, given: tuple[str, ...]) -> None:
    moved = pack / into / "smile.yaml"
    moved.parent.mkdir(exist_ok=True)
    shutil.copy(first(pack, "actions"), moved)
    done = command(*given)
    assert done.code == (1 if given[0] == "validate" else 2)
    path = f"{PACK}/{into}/smile.yaml".replace("/./", "/")
    said = "this file is not read: it is an action, and lies elsewhere"
    if into == "sources":
        said = "this file is an action, and lies where each file is read as a source"
    assert f"{path}: {said}" in done.err
    assert "Move it to actions/smile.yaml, or out of the pack's folder." in done.err


@pytest.mark.parametrize(
    "given", [("validate", PACK), ("lint", PACK), ("test", PACK), ("run", f"{PACK}/parcel.yaml", "--pack", PACK)]
)
@pytest.mark.parametrize(("right", "wrong"), [("actions", "Actions"), ("sources", "source"), ("tests", "Tests")])
def test_a_folder_of_another_name_is_told(
    command: Command, pack: Path, right: str, wrong: str, given: tuple[str, ...]
) -> None:
    (pack / right).rename(pack / wrong)
    done = command(*given)
    if (given[0], right) == ("run", "tests"):
        return  # no checklist needs them
    assert done.err.count(f"{PACK}/{wrong}: nothing in this folder is read: it is called “{wrong}”") == 1
    assert f"Rename the folder “{wrong}” to “{right}”." in done.err


@pytest.mark.parametrize(
    ("folder", "what"), [("sources", "a source"), ("messages", "a message"), ("tests", "a rule test")]
)
def test_so_is_anything_else_of_a_pack(command: Command, pack: Path, folder: str, what: str) -> None:
    (pack / folder / "new").mkdir()
    shutil.copy(first(pack, folder), pack / folder / "new" / "one.yaml")
    done = command("validate", PACK)
    assert (done.code, done.out) == (1, "")
    assert f"it is {what}, and lies elsewhere" in done.err


def test_what_is_no_part_of_a_pack_may_lie_there(command: Command, pack: Path) -> None:
    """A record, a note, a whole other pack, something hidden: none is meant to be read."""
    command("pack", "new", f"{PACK}/copies/older")
    (pack / ".backup").mkdir()
    shutil.copy(first(pack, "actions"), pack / ".backup" / "old.yaml")
    (pack / "notes.yaml").write_text("action: call them\nwhen: soon\n", "utf-8")
    (pack / "link").symlink_to(pack / "actions")
    done = command("validate", PACK)
    assert (done.code, done.err) == (0, "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("folder", [".", "drafts"])
def test_nobody_waits_for_a_pipe(command: Command, pack: Path, folder: str) -> None:
    (pack / folder).mkdir(exist_ok=True)
    os.mkfifo(pack / folder / "pipe.yaml")
    assert command("validate", PACK).code == 0
    assert command("run", f"{PACK}/parcel.yaml", "--pack", PACK).code == 0


def test_a_record_beside_a_pack_is_a_record(command: Command, pack: Path) -> None:
    """Where it lies, and from where it is named, is all the same; a file of the pack is checked with the pack."""
    bad = "nonsense: x\n"
    (pack / "case.yaml").write_text(bad, "utf-8")
    command.write("case.yaml", bad)
    for path in (f"{PACK}/case.yaml", f"{PACK}/actions/../case.yaml", "case.yaml"):
        done = command("validate", path)
        assert done.code == 1, path
        assert "nonsense" in done.err
    within = first(pack, "actions").relative_to(command.folder)
    for path in (str(within), f"{PACK}/pack.yaml", f"{PACK}/init.yaml", f"{PACK}/record.schema.yaml"):
        done = command("validate", path)
        assert (done.code, "a pack with" in done.out) == (0, True), path


def test_what_no_checklist_can_be_made_of_is_not_well(command: Command) -> None:
    rounds = "".join(f"  - {{id: r{number}, start: 2026-11-17 10:00}}\n" for number in range(2_001))
    command.write("many.yaml", f"company: A\nrole: B\ntimezone: Europe/Luxembourg\ninterviews:\n{rounds}")
    done = command("validate", "many.yaml")
    assert (done.code, done.out) == (1, "")
    assert "more than 2,000 items" in done.err
