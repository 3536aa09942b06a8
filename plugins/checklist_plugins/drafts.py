"""The messages that items ask for, as files that mail programs open for editing. Nothing is sent.

A folder gets one ``.eml`` a message and a list of them: when to send each, a ``mailto:`` link, the text to copy, and
the gaps that are left. The list also holds a checksum of each message as it was written; one that differs now was
edited by the person, and is never written again. Every name begins with the case, so that several share a folder.
What is on hold gets no file, since one that lies ready is sent too early; the list says what holds it back.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from checklist_engine import words
from checklist_engine.checklist import Checklist, Draft, Item
from checklist_engine.plugin import Context, Format, Option, hookimpl
from checklist_plugins.drafts_message import address, mailto, message

_SHOWN = ("overdue", "due", "open", "upcoming", "on-hold")
_LIST = "drafts.md"
"""The end of a list's name."""
_SUM = re.compile(r"^<!-- (\S+) ([0-9a-f]{64}) -->$", re.MULTILINE)


def render(checklist: Checklist, context: Context) -> dict[str, bytes]:
    """The files by name: the messages that are new or unedited, and the list of all."""
    case = _case_name(checklist.case)
    index = f"{case}--{_LIST}"
    known = _sums_in(context.folder.get(index, b""))
    titles = words.titles(checklist)
    files: dict[str, bytes] = {}
    listed: list[str] = []
    held: list[str] = []
    # What is still there stays known: an item can come back, and its file is then no edited one.
    sums = {name: sum_ for name, sum_ in known.items() if name in context.folder}
    for name, item, draft in _drafts(checklist, case):
        there = context.folder.get(name)
        if item.status == "on-hold":
            held += _held(item, titles[item.id], checklist.now, name if there is not None else None)
            continue
        made = message(draft, context)
        edited = there is not None and _sum(there) not in (known.get(name), _sum(made))
        sums[name] = known.get(name, "0" * 64) if edited else _sum(made)
        if not edited:
            files[name] = made
        listed += _entry(item, draft, titles[item.id], name, checklist.now, edited)
    head = [f"# Messages: {_line(checklist.title or checklist.case)}", "", "Nothing of this has been sent.", ""]
    held = ["## On hold: do not send these now", "", *held, ""] if held else []
    tail = [f"<!-- {name} {sum_} -->" for name, sum_ in sums.items()]
    text = "\n".join([*head, *(listed or ["No message is due.", ""]), *held, *tail])
    files[index] = f"{text}\n".encode("utf-8", "replace")
    return files


def _owns(data: bytes) -> bool:
    """A message, of which the list knows whether it was edited; or our list, with nothing before or behind it."""
    if not data.startswith(b"# "):
        return data.startswith((b"X-Unsent: ", b"From: ", b"To: ", b"Subject: "))
    return data.startswith(b"# Messages: ") and data.rstrip().endswith((b"-->", b"No message is due."))


def _drafts(checklist: Checklist, case: str) -> Iterator[tuple[str, Item, Draft]]:
    """The items that ask for a message, each with the name of its file, which no other has."""
    taken: set[str] = set()
    for item in checklist.items:
        if item.draft is not None and item.status in _SHOWN:
            name = _file_name(case, item.id, taken)
            taken.add(name)
            yield name, item, item.draft


def _held(item: Item, title: str, now: str, there: str | None) -> list[str]:
    lines = [f"- **{_line(title)}**: {_line(words.held(item, now) or item.reason or 'on hold')}"]
    if there is not None:
        lines.append(f"  - `{there}` is here from before, and was left as it is. Do not send it yet.")
    return lines


def _entry(item: Item, draft: Draft, title: str, name: str, now: str, edited: bool) -> list[str]:
    link, cut = mailto(draft)
    when = "**Not yet**" if item.status == "upcoming" else "When"
    lines = [f"## {_line(title)}", "", f"- {when}: {_line('; '.join(words.told(item, now)))}", f"- File: `{name}`"]
    if edited:
        lines.append("- You have changed this file, so it was left as it is. Remove it to get a new one.")
    lines.append(
        f"- [Write it in your mail program]({link})" + (" (its text is cut: copy it from below)" if cut else "")
    )
    lines += ["- No address is known for it: add it yourself."] if not address(draft.to) else []
    if draft.gaps:
        lines.append("- Left for you:")
        lines += [f"  - {_line(gap)}" for gap in draft.gaps]
    text = [f"Subject: {words.clean(draft.subject)}", "", *(words.clean(line) for line in draft.body.splitlines())]
    return [*lines, "", *(f"    {line}".rstrip() for line in text), ""]


def _line(text: str) -> str:
    """One line of Markdown that shows the text."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&$])", r"\\\1", words.clean(text))


def _case_name(case: str) -> str:
    """How the case stands in names of files: without two hyphens in a row, and no two cases alike."""
    name = _plain(case)
    return name if name == case else f"{name}-{_sum(case.encode('utf-8', 'replace'))[:8]}".lstrip("-")


def _file_name(case: str, item: str, taken: Container[str]) -> str:
    """Two hyphens end the case: ``a--b-c.eml`` is never one of the case ``a-b``."""
    base = f"{case}--{_plain(item) or 'message'}"
    name, number = f"{base}.eml", 2
    while name in taken:
        name, number = f"{base}-{number}.eml", number + 1
    return name


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:80].strip("-")


def _sums_in(data: bytes) -> dict[str, str]:
    """The checksums of messages as they were written, by name of file, from a list."""
    return dict(_SUM.findall(data.decode("utf-8", "replace")))


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
            owns=_owns,
            options=(
                Option(
                    name="from", summary="put your own address (`me` in the configuration) into the drafts",
                    default="no", choices=("no", "yes"),
                ),
            ),
            drops=("items without a message", "voices", "steps", "questions", "derivation"),
        )
    ]  # fmt: skip
