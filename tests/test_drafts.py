"""Drafts: what mail programs read, what links they open, and that what a person has written is never lost."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import samples
from clients import client, run
from hypothesis import given
from hypothesis import strategies as st

from checklist_engine.checklist import Checklist, Draft, Hold
from checklist_engine.plugin import Context
from checklist_engine.plugins import find_format, render
from checklist_plugins.drafts_message import mailto

DRAFTS = find_format("drafts")
WORKED = samples.checklist("17 12:00", samples.thank())
NAME = "quillon-data-engineer--send-thank-you-first-anna.eml"
LIST = "quillon-data-engineer--drafts.md"


def made(checklist: Checklist, folder: dict[str, bytes] | None = None, own: str = "no") -> dict[str, bytes]:
    me = {"name": "Kim Lärsen", "email": "kim@example.org"}
    files = render(DRAFTS, checklist, Context(folder=folder or {}, options={"from": own}, me=me))
    assert isinstance(files, dict)
    return files


def drafted(**changes: object) -> Checklist:
    draft = WORKED.items[0].draft
    assert draft is not None
    return WORKED.replace(items=(WORKED.items[0].replace(draft=draft.replace(**changes)),))


def parsed(data: bytes) -> EmailMessage:
    read = message_from_bytes(data, policy=SMTP.clone(raise_on_defect=True))
    assert isinstance(read, EmailMessage)
    return read


def test_a_message_to_be_edited() -> None:
    read = parsed(made(WORKED)[NAME])
    assert dict(read.items()) == {
        "X-Unsent": "1", "To": "anna@quillon.example", "Subject": "Thank you", "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"', "Content-Transfer-Encoding": "quoted-printable",
    }  # fmt: skip
    assert read.get_content() == "Dear [[name]],\r\n\r\nthank you.\r\n"
    assert str(parsed(made(WORKED, own="yes")[NAME])["From"]) == "Kim Lärsen <kim@example.org>"


def test_the_list_says_when_and_what_is_left() -> None:
    text = made(WORKED)[LIST].decode()
    assert "- When: best tomorrow 08:00–11:00 (4 of 5 sources)" in text
    assert "- Left for you:\n  - name\n" in text
    link = re.search(r"\]\((mailto:\S+)\)", text)
    assert link
    parts = urlsplit(link[1])
    assert parts.path == "anna@quillon.example"
    assert parse_qs(parts.query)["body"] == ["Dear [[name]],\r\n\r\nthank you."]


def test_what_a_person_has_written_is_never_written_over() -> None:
    first = made(WORKED)
    assert made(WORKED, first) == first
    newer = drafted(body="Other words.\n")
    assert b"Other words" in made(newer, first)[NAME], "an unedited one is brought up to date"
    mine = {**first, NAME: first[NAME].replace(b"[[name]]", b"Anna")}
    for checklist in (WORKED, newer):
        again = made(checklist, mine)
        assert NAME not in again
        assert b"You have changed this file" in again[LIST]
        assert NAME not in made(checklist, {**mine, **again}), "nor at the run after"
    assert NAME not in made(newer, {NAME: mine[NAME]}), "nor where the list has been removed"
    assert NAME not in made(newer, {**mine, LIST: b"\xff<!-- x -->"})


def case(name: str, item: str = "send/x") -> Checklist:
    return WORKED.replace(case=name, items=(WORKED.items[0].replace(id=item),))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (case("quillon"), case("acme")),
        (case("a", "b-c"), case("a-b", "c")),
        (case("a", "b"), case("A", "b")),
        (case("a-b"), case("a b")),
        (case("x" * 90 + "1"), case("x" * 90 + "2")),
        (case("…"), case("?")),
    ],
    ids=["others", "one in the other", "capitals", "signs", "long", "signs only"],
)
def test_two_cases_share_a_folder(one: Checklist, other: Checklist) -> None:
    first = made(one)
    second = made(other, first)
    assert not first.keys() & second.keys()
    (name,) = [name for name in first if name.endswith(".eml")]
    mine = {**first, **second, name: first[name] + b"My words.\r\n"}
    assert made(other, mine) == second, "another case's message is none of this one's"
    assert name not in made(one, mine)


HOLD = Hold(rules=("later",), sources=("six-rs",), until=samples.at("25"), reason="leave it until they decide")


def test_what_is_on_hold_gets_no_file_and_the_list_says_why() -> None:
    held = WORKED.replace(items=(WORKED.items[0].replace(status="on-hold", hold=HOLD),))
    files = made(held)
    assert files.keys() == {LIST}
    text = files[LIST].decode()
    why = "on hold through Tue 24 Nov (six-rs): leave it until they decide"
    assert f"## On hold: do not send these now\n\n- **Thank Anna Weiss for the interview**: {why}\n" in text
    assert "mailto:" not in text


@pytest.mark.parametrize("words", [b"", b"My words.\r\n"], ids=["as written", "edited"])
def test_a_file_from_before_the_hold_is_left_and_warned_of(words: bytes) -> None:
    first = made(WORKED)
    first[NAME] += words
    held = made(WORKED.replace(items=(WORKED.items[0].replace(status="on-hold", hold=HOLD),)), first)
    assert held.keys() == {LIST}
    assert f"`{NAME}` is here from before, and was left as it is. Do not send it yet." in held[LIST].decode()
    after = made(drafted(body="Other words.\n"), {**first, **held})
    assert (NAME in after) is not bool(words), "once it may be sent, it is known whether the person changed it"


def test_what_is_not_to_be_sent_yet_says_so_first() -> None:
    text = made(WORKED.replace(items=(WORKED.items[0].replace(status="upcoming"),)))[LIST].decode()
    assert "- **Not yet**: best tomorrow" in text
    assert "- When: " not in text


@pytest.mark.parametrize("status", ["done", "skipped", "closed", "not-applicable", "lapsed"])
def test_what_is_over_gets_no_message(status: str) -> None:
    over = WORKED.replace(items=(WORKED.items[0].replace(status=status),))
    assert made(over).keys() == {LIST}


NASTY = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["a\r\nBcc: eve@example.org", "=?utf-8?q?x?=", "\u2028\x0b\x85", "\u202ertl", "x" * 2_000, "](x)"]),
    st.just("👩🏽‍💻" * 40),
)


@given(NASTY, NASTY, NASTY)
def test_no_text_becomes_a_header_or_a_recipient(subject: str, body: str, to: str) -> None:
    files = made(drafted(subject=subject, body=body, to=to))
    (name,) = files.keys() - {LIST}
    read = parsed(files[name])
    assert set(read.keys()) - {"To"} == {
        *("X-Unsent", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    }
    assert read["To"] is None or str(read["To"]) == to
    assert max(map(len, files[name].split(b"\r\n"))) <= 998
    head = files[name].partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert "=?" not in str(read["Subject"]) or "=?" not in subject
    link, _ = mailto(Draft(message="m", subject=subject, body=body, to=to))
    assert len(link) <= 2_000
    assert re.fullmatch(r"mailto:[\w.!%@+~-]*\?subject=[\w.%~-]*&body=[\w.%~-]*", link, re.ASCII)
    assert set(parse_qs(urlsplit(link).query, keep_blank_values=True)) == {"subject", "body"}


def test_a_long_message_is_cut_in_the_link_and_says_so() -> None:
    link, cut = mailto(Draft(message="m", subject="s", body="ä" * 3_000, to=None))
    assert cut
    assert 1_900 < len(link) <= 2_000
    assert unquote(link).endswith("ä […]")
    assert "its text is cut" in made(drafted(body="ä" * 3_000))[LIST].decode()


def test_file_names_are_plain_and_no_two_alike() -> None:
    first = WORKED.items[0]
    ids = ["../../etc/passwd", "a/B", "a-b", "A/b", "…", "con", "x" * 300]
    files = made(WORKED.replace(items=tuple(first.replace(id=name) for name in ids)))
    assert len({name.lower() for name in files}) == len(ids) + 1
    assert all(re.fullmatch(r"[a-z0-9-]{1,120}\.(eml|md)", name) for name in files)


def test_mutt_reads_it(tmp_path: Path) -> None:
    mutt = client("mutt")
    path = tmp_path / "draft.eml"
    path.write_bytes(made(drafted(subject="Grüße aus Köln", body="Liebe Anna,\n\nschön war's.\n"))[NAME])
    sent = tmp_path / "sent"
    (tmp_path / "sendmail").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/arguments\ncat > {sent}\n')
    (tmp_path / "sendmail").chmod(0o700)
    (tmp_path / "muttrc").write_text(f'set sendmail="{tmp_path}/sendmail"\nset from=kim@example.org\nset copy=no\n')
    run([mutt, "-F", str(tmp_path / "muttrc"), "-H", str(path)], home=tmp_path)
    read = parsed(sent.read_bytes().replace(b"\n", b"\r\n"))
    assert str(read["Subject"]) == "Grüße aus Köln"
    assert str(read["To"]) == "anna@quillon.example"
    assert "schön war's." in read.get_content()
    assert (tmp_path / "arguments").read_text().splitlines()[-1] == "anna@quillon.example"
