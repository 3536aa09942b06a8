"""`checklist pack new`: what it writes works as it is, and says what each part is for."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command

NOW = ("--now", "2026-11-03 09:00")


@pytest.fixture
def written(command: Command) -> Path:
    done = command("pack", "new", "parcels")
    assert (done.code, done.err) == (0, "")
    return command.folder / "parcels"


def test_it_holds_and_its_tests_are_green(command: Command, written: Path) -> None:
    done = command("validate", "parcels")
    assert (done.code, done.out) == (0, "parcels: a pack with 3 actions, 4 rules and 7 tests; all is well\n")
    done = command("test", "parcels", "--quiet")
    assert (done.code, done.out) == (0, "7 passed, 0 failed\n")


def test_it_runs(command: Command, written: Path) -> None:
    done = command("run", "parcels/parcel.yaml", *NOW)
    assert (done.code, done.err) == (0, "")
    assert "A desk lamp from Lamps and Sons" in done.out
    assert "Is the seal of the article whole or broken?" in done.out
    assert "Dear team of Lamps and Sons," in command("draft", "parcels/parcel.yaml", "send-back", *NOW).out
    given = ("--article", "Lamp", "--shop", "S", "--arrived", "2026-11-02", "--timezone", "Europe/Paris")
    assert command("init", "new.yaml", "--pack", "parcels", *given).code == 0
    assert command("run", "new.yaml", "--pack", "parcels", *NOW).code == 0


def test_it_has_something_for_each_element_of_a_list(command: Command, written: Path) -> None:
    record = written / "parcel.yaml"
    with record.open("a", encoding="utf-8") as file:
        file.write("  - {what: shade, noticed: 2026-11-03}\n")
    out = command("run", str(record), *NOW).out
    assert "Tell Lamps and Sons what is missing: bulb" in out
    assert "report-missing/shade" in out
    assert command("done", str(record), "report-missing/shade").code == 0
    assert "did: report-missing, part: shade" in record.read_text(encoding="utf-8")


def test_nothing_in_it_is_suspicious(command: Command, written: Path) -> None:
    assert command("lint", "parcels").out == "parcels: nothing suspicious\n"


def test_every_rule_is_reached_by_its_tests(command: Command, written: Path) -> None:
    """A rule that is taken out is missed."""
    for name in ("actions/unpack.yaml", "actions/send-back.yaml", "actions/report-missing.yaml"):
        text = (written / name).read_text(encoding="utf-8")
        for wrong, right in (
            ("2 days after", "3 days after"),
            ("14 days after", "15 days after"),
            ("dont: {}", "need_not: {}"),
            ("1 week after", "8 days after"),
            ("trigger: part.noticed", "trigger: arrived"),
        ):
            if wrong in text:
                (written / name).write_text(text.replace(wrong, right), encoding="utf-8")
                assert command("test", "parcels", "--quiet").code == 1
                (written / name).write_text(text, encoding="utf-8")


def test_its_tests_reach_everything_and_notice_every_change(command: Command, written: Path) -> None:
    done = command("test", "parcels", "--quiet", "--coverage", "--mutate", "--fail-under", "100")
    assert done.code == 0, done.out


def test_each_statement_is_cited(command: Command, written: Path) -> None:
    assert "cited by nothing" not in command("sources", "--pack", "parcels").out


def test_it_teaches(written: Path) -> None:
    """Each file of rules has a comment besides its first line, and no placeholder is left over."""
    for path in sorted(written.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert "@" not in text
        if path.name != "broken-seal.yaml":
            assert "# " in text.partition("\n")[2], path
    assert (written / "pack.yaml").read_text(encoding="utf-8").splitlines()[2] == "pack: parcels"


@pytest.mark.parametrize("name", ["Parcels", "two words", "-x", "x" * 41, "../up", "after-interview", "null", "true"])
def test_names_that_cannot_be(command: Command, name: str) -> None:
    done = command("pack", "new", "--", name)
    assert done.code == 2
    assert list(command.folder.iterdir()) == []


def test_it_never_writes_over_anything(command: Command) -> None:
    kept = command.write("parcels/mine.txt", "mine")
    done = command("pack", "new", "parcels")
    assert done.code == 2
    assert "something at that place" in done.err
    assert list((command.folder / "parcels").iterdir()) == [kept]
    assert command("pack", "new", "parcels", "elsewhere").code == 0
    assert command("validate", "elsewhere").code == 0
