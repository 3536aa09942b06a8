"""Somebody else's turn that is late: who has asked already is not told that one may."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from commands import Command
from samples import at, item, voice

from checklist_engine.checklist import Done, Progress, Window
from checklist_engine.words import asking

RECORD = """\
company: Q
role: R
timezone: Europe/Luxembourg
interviews:
  - {id: first, start: 2026-11-17 10:00, they_said: {decision_by: 2026-11-20}}
log: [LOG]
"""
MAY = "you may ask"


@pytest.mark.parametrize("format_name", ["text", "markdown", "html", "email"])
@pytest.mark.parametrize(
    ("logged", "said"),
    [
        ("", MAY),
        ("{at: 2026-11-23 10:00, did: follow-up}", "since then: Ask where things stand (Mon 23 Nov, 10:00)"),
        ("{at: 2026-11-21, did: follow-up}", "since then: Ask where things stand (Sat 21 Nov)"),
        ("{at: 2026-11-17 12:00, did: follow-up}", MAY),
        ("{at: 2026-11-20 10:00, did: follow-up}", "was expected through Fri 20 Nov"),  # often enough for a week
        ("{at: 2026-11-23 10:00, did: send-thank-you}", MAY),
        ("{at: 2026-11-23 10:00, did: keep-looking}", MAY),
        ("{at: 2026-11-23 10:00, skipped: follow-up}", MAY),
    ],
)
def test_who_has_asked_is_told_so(command: Command, format_name: str, logged: str, said: str) -> None:
    command.config("me: {name: Kim, email: kim@example.org}\n")
    path = command.folder / "r.yaml"
    path.write_text(RECORD.replace("LOG", logged))
    done = command("run", path, "--now", "2026-11-25 10:00", "--format", format_name, "--width", 160)
    assert done.code == 0, done.err
    shown = _html_of(done.data) if format_name == "email" else done.out
    shown = " ".join(shown.replace("\\", "").split()).casefold()
    assert said.casefold() in shown
    assert (MAY in shown) is (said == MAY)


@pytest.mark.parametrize(
    ("now", "logged", "may"),
    [
        ("2026-11-21 10:00", "", False),  # a Saturday; best are the 23rd and later
        ("2026-11-24 10:00", "", True),
        ("2026-11-24 10:00", "{at: 2026-11-20 10:00, did: follow-up}", False),
        ("2026-11-24 10:00", "{at: 2026-11-17 12:00, did: follow-up}", True),
    ],
    ids=["better on Monday", "now", "done within a week", "done before"],
)
def test_nobody_may_ask_what_is_better_asked_later(command: Command, now: str, logged: str, may: bool) -> None:
    path = command.folder / "r.yaml"
    path.write_text(RECORD.replace("LOG", logged))
    done = command("run", path, "--now", now, "--width", 160)
    assert "was expected" in done.out
    assert (MAY in done.out) is may, done.out


def _html_of(mail: bytes) -> str:
    read = message_from_bytes(mail, policy=SMTP)
    assert isinstance(read, EmailMessage)
    part = read.get_body(("html",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize(("of", "may"), [(("ask",), False), (("sing",), True)])
def test_a_limit_on_something_else_keeps_nobody_from_asking(of: tuple[str, ...], may: bool) -> None:
    window = Window(opens=at("17"), closes=at("20"))
    expected = item("hear", "Hear from them", "late", kind="expect", window=window)
    way = item("ask", "Ask", "done", classes=("message",), done=Done(at=at("19 10:00"), date_only=False))
    spoken = voice("six-rs", "17", "30").replace(kind="dont", of=of)
    used = item("too-often", "Do it too often", "in-force", kind="dont", voices=(spoken,))
    used = used.replace(progress=Progress(times=1, of=1, since=None, until=at("26 10:00")))
    assert asking(expected, at("24 10:00"), (expected, way, used)) == (MAY if may else "")
