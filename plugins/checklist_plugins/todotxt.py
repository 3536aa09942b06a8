"""The checklist as lines of a todo.txt, merged into a person's own file.

What others wrote stays byte for byte and in its place. On a line of ours, what a person changes stays: a priority set
by hand is kept while the rest is brought up to date; a line whose words, tags or dates were edited is left as it is.
A line that was ticked stays ticked, here or in done.txt. What is done in the record is ticked where its line is
there; what no longer applies is taken out, unless a person has edited it, and is never ticked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item
from checklist_engine.plugin import Context, Format, Refused, Tick, hookimpl
from checklist_plugins.todotxt_lines import Line, parse, tag, title

_PRIORITY = {"overdue": "A", "due": "B", "open": "C"}
_SHOWN = (*_PRIORITY, "upcoming", "on-hold")
_HELD = "@on-hold"
"""Says of what is on hold, nobody knows until when, that it is: there is no day on which a client could show it."""
_MARKDOWN = re.compile(rb"^<!-- checklist \S+\s", re.MULTILINE)
"""The comment in a list of the format markdown."""
_ARCHIVE = "done.txt"
_BOM = b"\xef\xbb\xbf"


def render(checklist: Checklist, context: Context) -> bytes:
    """The bytes of the whole file: the existing one with our lines brought up to date, new ones at its end.

    Raises Refused for a Markdown list of ours.
    """
    data = context.existing or b""
    if _MARKDOWN.search(data):
        raise Refused("the file that is there is a Markdown list, and nothing was changed")
    bom, data = (_BOM, data[len(_BOM) :]) if data.startswith(_BOM) else (b"", data)
    wanted = {item.id: _line(item, checklist) for item in checklist.items if _is_task(item)}
    done = {item.id: item.done.at[:10] for item in checklist.items if item.status == "done" and item.done}
    again = {item.id: _last_time(item) for item in checklist.items if item.progress is not None}
    ours = [tick for tick in ticks(data, context) if tick.case == checklist.case]
    # Of what is to be done several times, a tick that the record has is one of them; the next time has its own line.
    seen = {tick.item for tick in ours if (tick.on or "9") > again.get(tick.item, "")}
    kept: list[bytes] = []
    for raw in _lines(data):
        new, item = _updated(raw, checklist.case, wanted, done, seen)
        kept += [new] if new else []
        seen |= {item} if item else set()
    ending = b"\r\n" if 2 * data.count(b"\r\n") > data.count(b"\n") else b"\n"  # as most lines have it
    added = [line.text().encode() for name, line in wanted.items() if name not in seen]
    if added and kept and not kept[-1].endswith(b"\n"):
        kept[-1] += ending
        return bom + b"".join(kept) + ending.join(added)  # a file without a last line break stays one
    return bom + b"".join(kept) + b"".join(line + ending for line in added)


def ticks(data: bytes, context: Context) -> Iterator[Tick]:
    """What is ticked in the file and in the done.txt beside it, with the day on which the other program says so."""
    for raw in (*_lines(data), *_lines(context.siblings.get(_ARCHIVE, b""))):
        line = parse(_text(raw.removeprefix(_BOM)))
        if line.is_done and line.case and line.item:
            yield Tick(case=line.case, item=line.item, on=line.done)


def _updated(
    raw: bytes, case: str, wanted: dict[str, Line], done: dict[str, str], seen: set[str]
) -> tuple[bytes, str | None]:
    """A line of the file as it should be now (empty: gone), and the id of our item that it stands for."""
    line = parse(_text(raw))
    if line.case != case or line.item is None or line.is_done:
        return raw, None
    ending = raw[len(raw.rstrip(b"\r\n")) :]
    if line.item in done and line.item not in seen:
        ticked = line.replace(is_done=True, done=done[line.item])
        return _bytes(ticked.text()) + ending, line.item
    new = wanted.get(line.item)
    if line.is_edited or line.item in seen:
        return raw, line.item
    if new is None:
        return b"", None
    if line.priority != line.given:  # set by hand
        new = new.replace(priority=line.priority, given=line.given)
    new = new.replace(created=line.created or new.created)
    text = _bytes(new.text())
    return (raw if text == raw.rstrip(b"\r\n") else text + ending), line.item


def _lines(data: bytes) -> list[bytes]:
    """The lines with their ends; only a line feed ends one, as for every client."""
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _text(raw: bytes) -> str:
    return raw.rstrip(b"\r\n").decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _last_time(item: Item) -> str:
    """The day on which it was last logged; empty for never."""
    return item.done.at[:10] if item.done is not None else ""


def _is_task(item: Item) -> bool:
    return item.kind == "do" and not item.standing and item.status in _SHOWN


def _line(item: Item, checklist: Checklist) -> Line:
    priority = _PRIORITY.get(item.status)
    tags = [tag("+", checklist.case), *(tag("@", name) for name in item.classes[:1])]
    if item.status == "on-hold" and (item.hold is None or item.hold.until is None):
        tags.append(_HELD)
    parts = [*title(words.titles(checklist)[item.id]), *tags, *_dates(item, checklist.now)]
    return Line(
        words=tuple(parts), priority=priority, given=priority, created=checklist.now[:10], case=checklist.case,
        item=item.id,
    )  # fmt: skip


def _dates(item: Item, now: str) -> Iterable[str]:
    """``due:`` the last day of the best stretch, of the whole window once that has passed; ``t:`` when it opens.

    Where one source alone speaks there is no vote, and the last day of all counts, as in what one has promised.

    What is on hold opens when the hold lifts. A day before that is no day on which it could be due.
    """
    window = item.window
    due = _last_day(window.best.to) if window.best is not None and window.best.to else None
    if due is None or due < now[:10] or words.alone(item):
        due = _last_day(window.closes) if window.closes else None
    begins = item.hold.until if item.hold is not None else window.opens
    if item.hold is not None and begins and due and due < begins[:10]:
        due = None
    if due:
        yield f"due:{due}"
    if begins and begins[:10] > now[:10] and (due is None or begins[:10] <= due):
        yield f"t:{begins[:10]}"


def _last_day(end: str) -> str:
    """The last day before an end that is not part of the stretch."""
    if not words.ends_day(end):
        return end[:10]
    from datetime import date, timedelta

    return str(date.fromisoformat(end[:10]) - timedelta(days=1))


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `todotxt`."""
    return [
        Format(
            name="todotxt",
            summary="lines for todo.txt, merged into your own file",
            suffix=".txt",
            media_type="text/plain",
            render=render,
            ticks=ticks,
            reads=(_ARCHIVE,),
            drops=(
                "hours of the day",
                "what to keep from",
                "reminders that are never done",
                "what others owe you",
                "what waits for a date",
                "what holds something back",
                "voices",
                "steps",
                "questions",
                "drafts",
                "derivation",
            ),
        )
    ]
