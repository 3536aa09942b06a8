"""The mail to oneself: what a mail program reads in it, whatever the checklist holds."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context
from checklist_engine.plugins import PluginError, find_format, render

EMAIL = find_format("email")
ME = {"name": "Kim Lärsen", "email": "kim@example.org"}


def made(checklist: Checklist, me: dict[str, str] | None = None, **options: str) -> bytes:
    data = render(
        EMAIL, checklist, Context(options={k.strip("_"): v for k, v in options.items()}, me=ME if me is None else me)
    )
    assert isinstance(data, bytes)
    return data


def parsed(data: bytes) -> EmailMessage:
    read = message_from_bytes(data, policy=SMTP.clone(raise_on_defect=True))
    assert isinstance(read, EmailMessage)
    return read


def content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("name", samples.ALL)
def test_headers_and_both_parts(name: str) -> None:
    checklist = samples.ALL[name]()
    data = made(checklist)
    assert data == made(checklist), "the same bytes each time"
    read = parsed(data)
    assert str(read["From"]) == "Kim Lärsen <kim@example.org>"
    assert str(read["To"]) == "kim@example.org"
    assert read["Date"].datetime.isoformat() == checklist.now
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Message-ID"]
    assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    shown = content(read, "plain") + content(read, "html")
    assert not any(sign in shown for sign in "\x1b\x00\u2028\u202e")


def test_the_subject_counts_and_the_text_is_that_of_the_terminal() -> None:
    checklist = samples.worked_example()
    read = parsed(made(checklist))
    assert str(read["Subject"]) == "Data engineer at Quillon Maps: 2 to do now"
    text = render(find_format("text"), checklist, Context(width=72))
    assert content(read, "plain").replace("\r\n", "\n") == text
    assert "<b>Thank Anna Weiss for the interview</b>" in content(read, "html")


def test_addresses() -> None:
    assert parsed(made(samples.empty(), me={}))["To"] is None
    read = parsed(made(samples.empty(), to="other@example.org", from_="third@example.org"))
    assert (str(read["To"]), str(read["From"])) == ("other@example.org", "third@example.org")
    for wrong in ("a@example.org\r\nBcc: eve@example.org", "a@b, c@d", "nobody", "ä@example.org"):
        with pytest.raises(PluginError, match="is no mail address"):
            made(samples.empty(), to=wrong)


def test_the_calendar_comes_along_if_wanted() -> None:
    read = parsed(made(samples.worked_example(), calendar="yes"))
    (attached,) = read.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "checklist.ics")
    assert str(attached.get_content()).count("BEGIN:VEVENT") == 2
    assert made(samples.worked_example(), calendar="yes") == made(samples.worked_example(), calendar="yes")


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


@given(
    st.one_of(st.text(max_size=60), st.sampled_from(["a\r\nBcc: eve@x.y", "=?utf-8?q?x?=", "<script>", "x" * 2_000]))
)
def test_no_text_becomes_a_header_or_markup(text: str) -> None:
    checklist = samples.checklist("17 12:00", samples.thank().replace(title=text), title=text)
    read = parsed(made(checklist, me={**ME, "name": text}))
    assert set(read.keys()) == {
        *("From", "To", "Subject", "Date", "Auto-Submitted", "Message-ID", "MIME-Version", "Content-Type"),
    }
    assert read["From"].addresses[0].addr_spec == "kim@example.org"
    assert Tags(content(read, "html")).tags <= {"html", "head", "meta", "body", "h1", "h2", "p", "ul", "li", "b", "br"}
