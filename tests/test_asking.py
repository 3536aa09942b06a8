"""Somebody else's turn that is late: who has asked already is not told that one may."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from commands import Command

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
