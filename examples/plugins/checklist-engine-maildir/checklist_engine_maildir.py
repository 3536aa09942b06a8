"""The digest into a Maildir on this computer, where mutt, aerc and other mail programs find it; no network."""

import hashlib
import mailbox
from collections.abc import Mapping
from email import message_from_bytes
from pathlib import Path

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Deliverer, Option, Refused, hookimpl

DIGEST = "X-Checklist-Digest"


def deliver(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    """Put each message in, once: one whose bytes are there already is left out. Says what was done."""
    folder = Path(context.options["folder"]).expanduser()
    if not (folder / "cur").is_dir():
        raise Refused(f"{folder} is no Maildir: it has no folder “cur”")
    box = mailbox.Maildir(folder, create=False)
    known = {message[DIGEST] for message in box}
    wanted = {hashlib.sha256(data).hexdigest(): data for data in files.values()}
    new = {digest: data for digest, data in wanted.items() if digest not in known}
    if context.dry_run:
        return f"Would put {len(new)} of {len(wanted)} messages into {folder}."
    for digest, data in new.items():
        message = mailbox.MaildirMessage(message_from_bytes(data))
        message[DIGEST] = digest
        box.add(message)
    return f"Put {len(new)} of {len(wanted)} messages into {folder}."


@hookimpl
def checklist_deliverers() -> list[Deliverer]:
    """The deliverer `maildir`."""
    folder = Option(name="folder", summary="the Maildir", default="~/Maildir")
    return [
        Deliverer(
            name="maildir",
            summary="the digest into a Maildir on this computer",
            deliver=deliver,
            options=(folder,),
            formats=("email",),
        )
    ]
