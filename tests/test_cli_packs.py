"""`checklist validate`, `test`, `formats` and `pack`: the way of those who edit rules."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from commands import EXAMPLES, PACK, ROOT, TUESDAY, Command

from checklist_engine.plugins import BUILT_IN, DELIVERERS

MINIMAL = EXAMPLES / "minimal.yaml"


@pytest.fixture
def copied(command: Command) -> Path:
    """A copy of the pack, with one of its tests only."""
    done = command("pack", "copy", "after-interview", "my-rules")
    assert (done.code, done.err) == (0, "")
    folder = command.folder / "my-rules"
    for path in (folder / "tests").iterdir():
        if path.is_file() and path.name not in ("thank-you-worked-example.yaml", "silence.yaml"):
            path.unlink()
    return folder


# Validate


def test_what_is_well(command: Command) -> None:
    done = command("validate", MINIMAL, EXAMPLES / "interview.yaml", PACK)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("all is well") == 3
    done = command("validate", "--quiet", MINIMAL)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert command("validate", PACK / "pack.yaml").code == 0
    assert command("validate", "-", stdin=MINIMAL.read_bytes()).code == 0


def test_everything_that_is_wrong_at_once(command: Command, copied: Path) -> None:
    command.write("one.yaml", MINIMAL.read_text().replace("company", "compny").replace("10:00", "10:0"))
    command.write("two.yaml", "company: [\n")
    thanks = copied / "actions" / "send-thank-you.yaml"
    thanks.write_text(thanks.read_text().replace("24 hours after", "24 huors after").replace("hays/", "hys/"))
    done = command("validate", "one.yaml", MINIMAL, "two.yaml", "my-rules")
    assert done.code == 1
    assert "all is well" in done.out, "of the one between"
    for words in ("one.yaml:3:", "one.yaml:5:", "two.yaml:1:", "my-rules/actions/send-thank-you.yaml:"):
        assert words in done.err, words
    assert done.err.count("send-thank-you.yaml:") >= 2
    given = ("validate", "--error-format", "json", "one.yaml", "two.yaml")
    problems = command(*given).problems
    assert {problem["file"] for problem in problems} == {"one.yaml", "two.yaml"}
    assert all(problem["line"] and problem["id"] for problem in problems)


def test_what_cannot_be_found(command: Command) -> None:
    command.write("bad.yaml", "company: [\n")
    for given in (("nope.yaml",), (MINIMAL, "nope.yaml"), ("nope.yaml", "bad.yaml"), ("bad.yaml", "nope.yaml")):
        done = command("validate", *given)
        assert done.code == 2, given
        assert "nope.yaml: there is no such file" in done.err
        assert ("bad.yaml:1:" in done.err) == ("bad.yaml" in given), "the others are looked at all the same"
    assert command("validate").code == 2
    assert command("validate", MINIMAL, "--pack", "nope").code == 2, "there is nothing to check it by"
    command.write("empty/x", "")
    done = command("validate", "empty")
    assert done.code in (1, 2)
    assert "pack.yaml" in done.err


# Rule tests


def test_rule_tests(command: Command, copied: Path) -> None:
    done = command("test", "my-rules")
    assert (done.code, done.err) == (0, "")
    assert re.search(r"(?m)^\d+ passed, 0 failed$", done.out)
    assert "thank-you-worked-example.yaml:" in done.out
    assert re.fullmatch(r"\d+ passed, 0 failed\n", command("test", "my-rules", "-q").out)
    thanks = copied / "actions" / "send-thank-you.yaml"
    thanks.write_text(thanks.read_text().replace("until: 24 hours after}", "until: 20 hours after}"))
    done = command("test", "my-rules")
    assert done.code == 1
    assert re.search(r"[1-9]\d* failed", done.out)
    assert "thank-you-worked-example.yaml:" in done.out
    assert "2026-11-18" in done.out or "Wed 18 Nov" in done.out, "expected and found, side by side"
    shutil.rmtree(copied / "tests")
    assert command("test", "my-rules").code == 5
    assert command("test", "my-rulez").code == 2


def test_a_faulty_rule_test(command: Command, copied: Path) -> None:
    (copied / "tests" / "silence.yaml").write_text("cases: [")
    done = command("test", "my-rules")
    assert done.code == 2
    assert "silence.yaml:1:" in done.err
    assert command("validate", "my-rules").code == 1


# Formats


def test_formats(command: Command) -> None:
    done = command("formats")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == [*BUILT_IN, *DELIVERERS]
    for name in ("text", "markdown", "json"):
        done = command("formats", name)
        assert done.code == 0
        assert done.out.startswith(name)
        assert "files: *." in done.out
    done = command("formats", "jsonn")
    assert (done.code, done.out, done.meant) == (2, "", "json")


# Packs


def test_packs_are_listed(command: Command) -> None:
    done = command("pack", "list")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("after-interview ")


def test_a_copy_is_whole(command: Command, copied: Path) -> None:
    assert command("validate", "my-rules").code == 0
    sources = {path.relative_to(PACK) for path in PACK.rglob("*") if path.is_file() and path.parent.name != "tests"}
    assert {path for path in sources if not (copied / path).is_file()} == set()
    for path in copied.rglob("*.yaml"):
        line = path.read_text().splitlines()[0]
        if found := re.search(r"\$schema=(\S+)", line):
            assert (path.parent / found[1]).resolve().is_relative_to(copied), "the copy stands on its own"
            assert (path.parent / found[1]).is_file(), f"{path}: {line}"
    assert not any(path.suffix == ".pyc" for path in copied.rglob("*"))


def test_the_copy_says_what_to_do_with_it(command: Command) -> None:
    done = command("pack", "copy", "after-interview", "my rules")
    lines = [line.strip() for line in done.out.splitlines() if line.startswith("  checklist")]
    assert [line.split()[1] for line in lines] == ["validate", "test", "run"]
    assert command("validate", "my rules").code == 0


def test_an_edited_window_changes_the_checklist(command: Command, copied: Path) -> None:
    def closes(*given: object) -> object:
        listed = command("run", MINIMAL, "--now", TUESDAY, "--format", "json", *given).json["items"]
        return next(one for one in listed if one["action"] == "send-thank-you")["window"]["closes"]

    assert closes("--pack", "my-rules") == closes() == "2026-11-20T00:00:00+01:00"
    thanks = copied / "actions" / "send-thank-you.yaml"
    thanks.write_text(thanks.read_text().replace("through: 2 days after", "through: 4 days after"))
    assert closes("--pack", "my-rules") == "2026-11-22T00:00:00+01:00"
    assert closes() == "2026-11-20T00:00:00+01:00"


def test_a_copy_goes_over_nothing(command: Command) -> None:
    command.write("full/mine.txt", "mine")
    command.write("file", "mine")
    (command.folder / "empty").mkdir()
    for folder in ("full", "file"):
        done = command("pack", "copy", "after-interview", folder)
        assert (done.code, done.out) == (2, "")
        assert folder in done.err
    assert os.listdir("full") == ["mine.txt"]
    assert (command.folder / "file").read_text() == "mine"
    assert command("pack", "copy", "after-interview", "empty").code == 0
    assert command("pack", "copy", "after-interview", "new/deep/folder").code == 0
    done = command("pack", "copy", "after-intervew", "other")
    assert (done.code, done.meant) == (2, "after-interview")
    assert not (command.folder / "other").exists()


def test_a_copy_of_a_copy(command: Command, copied: Path) -> None:
    assert command("pack", "copy", "my-rules", "theirs").code == 0
    assert command("validate", "theirs").code == 0
    inside = command("pack", "copy", "my-rules", "my-rules/inner")
    assert inside.code in (0, 2)
    assert not (copied / "inner" / "inner").exists()


def test_the_packs_of_this_repository_are_not_written_to(command: Command) -> None:
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "rules").rglob("*")}
    command("run", MINIMAL)
    command("validate", PACK)
    assert {path: path.stat().st_mtime_ns for path in (ROOT / "rules").rglob("*")} == before


def test_validate_takes_the_names_of_packs_too(command: Command) -> None:
    done = command("validate", "after-interview")
    assert done.code == 0
    assert done.out.startswith("after-interview: a pack with ")
    command.write("after-interview/pack.yaml", "pack: after-interview\n")  # what lies here comes first
    assert command("validate", "after-interview").code == 1
    assert command("validate", "no-such-pack").code == 2


def test_an_action_may_be_called_pack(command: Command) -> None:
    """Its file is a file of the pack, and does not make a pack of its folder."""
    folder = ROOT / "rules" / "moving-house"
    assert (folder / "actions" / "pack.yaml").is_file()
    for name in ("pack.yaml", "agree-handover.yaml"):
        path = folder / "actions" / name
        done = command("validate", path)
        assert (done.code, done.err) == (0, "")
        assert "a pack with" in done.out
