"""The checklist as a mail to oneself: plain text first, then HTML, and the calendar file if wanted."""

from __future__ import annotations

import re
from html import escape

from checklist_engine import words
from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Format, Option, Refused, hookimpl
from checklist_plugins import text

_WIDTH = 72


def render(checklist: Checklist, context: Context) -> bytes:
    """One message (RFC 5322) with CRLF; its date is the checklist's moment, its id a digest of what it says.

    Raises Refused for an address that is none.
    """
    from datetime import datetime
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP
    from hashlib import sha256

    own = context.me.get("email", "")
    sender, to = (address(context.options[name] or own) for name in ("from", "to"))
    made = EmailMessage(policy=SMTP)
    if sender:
        made["From"] = Address(_header(context.me.get("name", "")) if sender == own else "", addr_spec=sender)
    if to:
        made["To"] = to
    made["Subject"] = _header(_subject(checklist))
    made["Date"] = datetime.fromisoformat(checklist.now)
    made["Auto-Submitted"] = "auto-generated"
    plain = text.render(checklist, context.replace(width=_WIDTH, colour=False))
    page = _html(checklist)
    id_ = sha256("\0".join([checklist.case, checklist.now, plain, page]).encode("utf-8", "replace")).hexdigest()[:32]
    made["Message-ID"] = f"<{id_}@checklist-engine.invalid>"
    made.set_content(plain, cte="quoted-printable")
    made.add_alternative(page, subtype="html", cte="quoted-printable")
    if context.options["calendar"] == "yes":
        from checklist_plugins import ics

        options = {"component": "event", "alarm": "none"}
        data = ics.render(checklist, Context(options=options))
        made.add_attachment(data.decode(), subtype="calendar", filename="checklist.ics", cte="base64")
    # Boundaries are random otherwise, and the same checklist would give other bytes each time.
    for number, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary(f"=_{id_}_{number}")
    return made.as_bytes()


def address(given: str) -> str | None:
    """An ASCII address as it is, None for an empty one. Raises Refused for anything else: it could name more people."""
    if not given:
        return None
    if not re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*", given, re.ASCII):
        raise Refused(f"“{given}” is no mail address")
    return given


def _subject(checklist: Checklist) -> str:
    counted = [
        f"{len(group.items)} {word}"
        for group in words.grouped(checklist)
        for word in [{"late": "late", "now": "to do now"}.get(group.key)]
        if word
    ]
    title = words.clip(words.clean(checklist.title or checklist.case), 100)
    return f"{title}: {', '.join(counted) or 'nothing to do now'}"


def _html(checklist: Checklist) -> str:
    titles = words.titles(checklist)
    lines = [f"<h1>{_shown(checklist.title or checklist.case)}</h1>", f"<p>{_shown(words.full(checklist.now))}</p>"]
    for group in words.grouped(checklist):
        if group.key == "rest":
            continue
        lines += [f"<h2>{_shown(group.title)}</h2>", "<ul>"]
        for item in group.items:
            said = _shown("; ".join(words.told(item, checklist.now, checklist.items)))
            lines.append(f"<li><b>{_shown(titles[item.id])}</b><br>{said}</li>")
        lines.append("</ul>")
    if checklist.questions:
        asked = (f"<li>{_shown(question.ask)}</li>" for question in checklist.questions)
        lines += ["<h2>Questions</h2>", "<ul>", *asked, "</ul>", "<p>checklist questions asks them.</p>"]
    body = "\n".join(lines)
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _shown(given: str) -> str:
    return escape(words.clean(given))


def _header(given: str) -> str:
    """Text for a header: on one line, and no encoded word of somebody else's making."""
    return words.clean(given).replace("=?", "= ?")


def _owns(data: bytes) -> bool:
    """Its own header names it as ours, and nothing stands before that or behind its last boundary."""
    import re

    head = re.split(rb"\r?\n\r?\n", data[:20_000], maxsplit=1)[0]
    named = re.search(rb"(?m)^Message-ID: <[^<>\s]+@checklist-engine\.invalid>\r?$", head)
    begins = data.startswith((b"Subject: ", b"From: ", b"To: "))
    return named is not None and begins and data.rstrip().endswith(b"--")


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `email`."""
    return [
        Format(
            name="email",
            summary="a mail to yourself; --send smtp sends it",
            suffix=".eml",
            media_type="message/rfc822",
            render=render,
            owns=_owns,
            options=(
                Option(name="from", summary="whose mail it is; `me` of the configuration by default", default=""),
                Option(name="to", summary="to whom; yourself by default", default=""),
                Option(
                    name="calendar", summary="attach the calendar file (needs the extra ics)", default="no",
                    choices=("no", "yes"),
                ),
            ),
            drops=("what each source says", "steps", "drafts", "derivation"),
        )
    ]  # fmt: skip
