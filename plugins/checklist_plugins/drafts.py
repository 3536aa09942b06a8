"""The messages that items ask for, as files that mail programs open for editing. Nothing is sent.

A folder gets one ``.eml`` a message and ``drafts.md``, which lists them: when to send each, a ``mailto:`` link, the
text to copy, and the gaps that are left. ``drafts.md`` also holds a checksum of each message as it was written; one
that differs now was edited by the person, and is never written again.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from checklist_engine import words
from checklist_engine.checklist import Checklist, Draft, Item
from checklist_engine.plugin import Context, Format, Option, hookimpl

_SHOWN = ("overdue", "due", "open", "upcoming", "on-hold")
_INDEX = "drafts.md"
_SUM = re.compile(r"^<!-- (\S+) ([0-9a-f]{64}) -->$", re.MULTILINE)
_LONGEST_LINK = 2_000
"""Octets of a ``mailto:`` link that every mail program takes (RFC 6068 names no bound; browsers and Outlook do)."""
_LONGEST_SUBJECT = 100
_CUT = " […]"


def render(checklist: Checklist, context: Context) -> dict[str, bytes]:
    """The files by name: the messages that are new or unedited, and the list of all."""
    known = dict(_SUM.findall(context.folder.get(_INDEX, b"").decode("utf-8", "replace")))
    titles = words.titles(checklist)
    files: dict[str, bytes] = {}
    listed: list[str] = []
    sums: dict[str, str] = {}
    for item in checklist.items:
        if item.draft is None or item.status not in _SHOWN:
            continue
        name = _file_name(item.id, sums)
        made = message(item.draft, context)
        there = context.folder.get(name)
        edited = there is not None and _sum(there) not in (known.get(name), _sum(made))
        sums[name] = known.get(name, "0" * 64) if edited else _sum(made)
        if not edited:
            files[name] = made
        listed += _entry(item, item.draft, titles[item.id], name, checklist.now, edited)
    head = [f"# Messages: {_line(checklist.title or checklist.case)}", "", "Nothing of this has been sent.", ""]
    tail = [f"<!-- {name} {sum_} -->" for name, sum_ in sums.items()]
    files[_INDEX] = ("\n".join([*head, *(listed or ["No message is due.", ""]), *tail]) + "\n").encode(
        "utf-8", "replace"
    )
    return files


def message(draft: Draft, context: Context) -> bytes:
    """The message (RFC 5322): to be opened for editing, so without a date, an id or anything of ours in its headers."""
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP

    made = EmailMessage(policy=SMTP)
    made["X-Unsent"] = "1"
    if context.options["from"] == "yes" and (own := _address(context.me.get("email"))):
        made["From"] = Address(_header(context.me.get("name", "")), addr_spec=own)
    if to := _address(draft.to):
        made["To"] = to
    made["Subject"] = _header(draft.subject)
    body = "\n".join(words.clean(line) for line in draft.body.splitlines()) + "\n"
    made.set_content(body, cte="quoted-printable")
    return made.as_bytes()


def mailto(draft: Draft) -> tuple[str, bool]:
    """A link that opens the message in a mail program, and whether its text had to be cut to fit."""
    subject = quote(words.clip(words.clean(draft.subject), _LONGEST_SUBJECT), safe="", errors="replace")
    front = f"mailto:{quote(_address(draft.to) or '', safe='@')}?subject={subject}"
    body = "\n".join(words.clean(line) for line in draft.body.splitlines())
    cut = len(body)
    while True:
        text = body if cut == len(body) else body[:cut] + _CUT
        link = f"{front}&body={quote(text, safe='', errors='replace').replace('%0A', '%0D%0A')}"
        if len(link) <= _LONGEST_LINK:
            return link, cut < len(body)
        cut -= max(1, (len(link) - _LONGEST_LINK) // 12)


def _entry(item: Item, draft: Draft, title: str, name: str, now: str, edited: bool) -> list[str]:
    link, cut = mailto(draft)
    lines = [f"## {_line(title)}", "", f"- When: {_line('; '.join(words.told(item, now)))}", f"- File: `{name}`"]
    if edited:
        lines.append("- You have changed this file, so it was left as it is. Remove it to get a new one.")
    lines.append(
        f"- [Write it in your mail program]({link})" + (" (its text is cut: copy it from below)" if cut else "")
    )
    lines += ["- Nobody's address is in the record: add it yourself."] if not _address(draft.to) else []
    if draft.gaps:
        lines.append("- Left for you:")
        lines += [f"  - {_line(gap)}" for gap in draft.gaps]
    text = [f"Subject: {words.clean(draft.subject)}", "", *(words.clean(line) for line in draft.body.splitlines())]
    return [*lines, "", *(f"    {line}".rstrip() for line in text), ""]


def _line(text: str) -> str:
    """One line of Markdown that shows the text."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&$])", r"\\\1", words.clean(text))


def _header(text: str) -> str:
    """Text for a header: on one line, and no encoded word of somebody else's making."""
    return words.clean(text).replace("=?", "= ?")


def _address(given: str | None) -> str | None:
    """An address that is one, in ASCII; None for anything else, which could name further recipients."""
    return given if given and re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*", given, re.ASCII) else None


def _file_name(item: str, taken: dict[str, str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", item.lower()).strip("-")[:80] or "message"
    name, number = f"{base}.eml", 2
    while name in taken:
        name, number = f"{base}-{number}.eml", number + 1
    return name


def _sum(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `drafts`."""
    return [
        Format(
            name="drafts",
            summary="the messages to write, as drafts for your mail program",
            suffix=".eml",
            media_type="message/rfc822",
            render=render,
            options=(
                Option(
                    name="from", summary="put your own address (`me` in the configuration) into the drafts",
                    default="no", choices=("no", "yes"),
                ),
            ),
            drops=("items without a message", "voices", "steps", "questions", "derivation"),
        )
    ]  # fmt: skip
