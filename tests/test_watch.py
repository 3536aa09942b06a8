"""`run --watch`: a real process that is told of real changes of files."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from commands import Command

from checklist_engine.cli.watch import _Wanted

RECORD = """\
company: Quillon Maps
role: Data engineer
interview: {start: 2026-11-17 10:00, end: 2026-11-17 11:00, timezone: Europe/Luxembourg}
"""
_SECONDS = 20


class Watching:
    """The command at work, its output and errors in one pipe."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "checklist_engine", "run", *words, "--watch", "--now", "2026-11-17 12:00"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def until(self, said: str) -> str:
        """All that is shown up to some words."""
        shown, deadline = "", time.monotonic() + _SECONDS
        assert self.process.stdout is not None
        while said not in shown:
            assert time.monotonic() < deadline, f"{said!r} is not shown, but\n{shown}"
            if select.select([self.process.stdout], [], [], 0.2)[0]:
                shown += os.read(self.process.stdout.fileno(), 1 << 16).decode()
        return shown


@pytest.fixture
def watching(command: Command) -> Iterator[Watching]:
    command.write("case.yaml", RECORD)
    assert command("pack", "copy", "after-interview", "mine").code == 0
    found = Watching("case.yaml", "--pack", "mine")
    yield found
    if found.process.poll() is None:
        found.process.kill()
    found.process.wait(_SECONDS)
    if found.process.stdout is not None:
        found.process.stdout.close()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_record_and_rules_are_followed_and_an_error_stands_below_the_last_good_list(
    command: Command, watching: Watching
) -> None:
    assert "Data engineer at Quillon Maps" in watching.until("checklist sources")
    time.sleep(1)  # until it looks
    (command.folder / "case.yaml").write_text(RECORD.replace("Data engineer", "Cook"))
    watching.until("Cook at Quillon Maps")
    (command.folder / "case.yaml").write_text(RECORD.replace("company", "compony"))
    shown = watching.until("compony")
    assert shown.index("Cook at Quillon Maps") < shown.index("This was the last good result. Now:")
    (command.folder / "case.yaml").write_text(RECORD)
    watching.until("Data engineer at Quillon Maps")
    path = command.folder / "mine" / "actions" / "send-thank-you.yaml"
    path.write_text(
        path.read_text("utf-8").replace("title: Thank {person.name}", "title: Praise {person.name}"), "utf-8"
    )
    watching.until("Praise your interviewer")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(_SECONDS) == 0


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_folder_that_goes_and_comes_and_a_link_to_it_are_followed(command: Command, watching: Watching) -> None:
    (command.folder / "a-link").symlink_to("mine")
    (command.folder / "below").mkdir()
    watching.until("checklist sources")
    time.sleep(1)  # until it looks
    (command.folder / "below" / "other.yaml").write_text("no: change of ours\n")
    (command.folder / "mine" / "actions").rename(command.folder / "mine" / "moved")
    watching.until("lies elsewhere")
    time.sleep(1)
    (command.folder / "mine" / "moved").rename(command.folder / "mine" / "actions")
    watching.until("Thank your interviewer")
    time.sleep(1)
    path = command.folder / "mine" / "actions" / "send-thank-you.yaml"
    path.write_text(
        path.read_text("utf-8").replace("title: Thank {person.name}", "title: Praise {person.name}"), "utf-8"
    )
    watching.until("Praise your interviewer")


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_settings_that_are_made_meanwhile_are_followed(command: Command, watching: Watching) -> None:
    assert not (command.home / "config").exists()
    watching.until("checklist sources")
    time.sleep(1)  # until it looks
    command.config("profile: strict\n")
    watching.until("mine 1.0.0, strict")


def test_what_is_watched_is_not_what_lies_below(command: Command) -> None:
    record = command.write("case.yaml", RECORD)
    command("pack", "copy", "after-interview", "mine")
    (command.folder / "deep" / "deeper").mkdir(parents=True)
    wanted = _Wanted([record, command.folder / "mine", command.folder / "config.yaml"])
    folder = os.path.realpath(command.folder)
    assert set(wanted.roots) == {
        folder, f"{folder}/mine", f"{folder}/mine/actions", f"{folder}/mine/messages", f"{folder}/mine/sources",
    }  # fmt: skip
    for path, counts in (
        ("case.yaml", True), ("config.yaml", True), ("tailoring.yaml", True), ("other.yaml", False), ("mine", True),
        ("mine/pack.yaml", True), ("mine/actions", True), ("mine/actions/a.yaml", True), ("mine/actions/a.txt", False),
        ("mine/tests/a.yaml", False),
    ):  # fmt: skip
        assert wanted(None, f"{folder}/{path}") is counts, path


def test_what_cannot_be_watched(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    record = command.write("case.yaml", RECORD)
    assert "goes neither with -" in command("run", "-", "--watch").err
    assert command("run", record, "--watch", "--send", "smtp").code == 2
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    done = command("run", record, "--watch")
    assert done.code == 2
    assert "pip install 'checklist-engine[watch]'" in done.err
