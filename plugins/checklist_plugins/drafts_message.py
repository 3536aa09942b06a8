"""One message to write: as a file that mail programs open for editing, and as a link that opens it there."""

from __future__ import annotations

import re
from urllib.parse import quote

from checklist_engine import words
from checklist_engine.checklist import Draft
from checklist_engine.plugin import Context

_LONGEST_LINK = 2_000
"""Octets of a ``mailto:`` link that every mail program takes (RFC 6068 names no bound; browsers and Outlook do)."""
_LONGEST_SUBJECT = 100
_CUT = " […]"


def message(draft: Draft, context: Context) -> bytes:
    """The message (RFC 5322): to be opened for editing, so without a date, an id or anything of ours in its headers."""
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP

    made = EmailMessage(policy=SMTP)
    made["X-Unsent"] = "1"
    if context.options["from"] == "yes" and (own := address(context.me.get("email"))):
        made["From"] = Address(_header(context.me.get("name", "")), addr_spec=own)
    if to := address(draft.to):
        made["To"] = to
    made["Subject"] = _header(draft.subject)
    body = "\n".join(words.clean(line) for line in draft.body.splitlines()) + "\n"
    made.set_content(body, cte="quoted-printable")
    return made.as_bytes()


def mailto(draft: Draft) -> tuple[str, bool]:
    """A link that opens the message in a mail program, and whether its text had to be cut to fit."""
    subject = quote(words.clip(words.clean(draft.subject), _LONGEST_SUBJECT), safe="", errors="replace")
    front = f"mailto:{quote(address(draft.to) or '', safe='@')}?subject={subject}"
    body = "\n".join(words.clean(line) for line in draft.body.splitlines())
    cut = len(body)
    while True:
        text = body if cut == len(body) else body[:cut] + _CUT
        link = f"{front}&body={quote(text, safe='', errors='replace').replace('%0A', '%0D%0A')}"
        if len(link) <= _LONGEST_LINK:
            return link, cut < len(body)
        cut -= max(1, (len(link) - _LONGEST_LINK) // 12)


def _header(text: str) -> str:
    """Text for a header: on one line, and no encoded word of somebody else's making."""
    return words.clean(text).replace("=?", "= ?")


def address(given: str | None) -> str | None:
    """An address that is one, in ASCII; None for anything else, which could name further recipients."""
    return given if given and re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*", given, re.ASCII) else None
