"""The checklist as an iCalendar file: events by default, because the big calendars show nothing else, or to-dos.

An existing file of ours is read first. What has not changed keeps its bytes' meaning: SEQUENCE and the stamps move
only with a real change, so that importing again updates and never doubles. What is no longer in the checklist is
cancelled, not dropped, since a calendar that has it must be told. What others put into the file stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item
from checklist_engine.plugin import Context, Format, Option, Refused, Tick, hookimpl
from checklist_plugins.ics_dates import add_todo_dates, event_dates, reminder, utc
from checklist_plugins.ics_merge import cancelled, settled, ticked

_SHOWN = ("overdue", "due", "open", "upcoming", "on-hold")
_NOW = ("due", "open")
_LONG_AGO = "2000-01-01T00:00:00+00:00"
"""Seen from here, no day is today and none this year's."""
_OF_CASE = 40
"""Columns that a summary has for the case: calendars show little more than a summary's beginning."""
_DONE = "✓ "
"""What stands before the summary of an event that is done: events have no status for that."""
_MARK = "X-CHECKLIST-ITEM"
"""Case and item of what we wrote, so that a tick can be read back."""


def render(checklist: Checklist, context: Context) -> bytes:
    """The whole file; all times are UTC, whole days are dates. Raises Refused where the existing one cannot be read."""
    icalendar = _library()
    kind = "VTODO" if context.options["component"] == "todo" else "VEVENT"
    before = _read(context.existing)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//checklist-engine//checklist//EN")
    calendar.add("version", "2.0")
    for name, value in before.property_items(recursive=False) if before else ():
        if name not in ("BEGIN", "END", "PRODID", "VERSION"):
            calendar.add(name, value)
    old = {str(one.get("UID")): one for one in (before.subcomponents if before else ())}
    titles = words.titles(checklist)
    new = {}
    for item in checklist.items:
        made = _component(icalendar, item, titles[item.id], checklist, kind, context.options["alarm"], old)
        if made is not None:
            new[str(made["UID"])] = made
    stamp = utc(checklist.now)
    for uid, there in old.items():
        if uid in new:
            calendar.add_component(settled(there, new.pop(uid), stamp))
        elif _item_of(there, checklist.case) and there.name == kind:
            calendar.add_component(cancelled(there, stamp))
        else:
            calendar.add_component(there)
    for made in new.values():
        calendar.add_component(settled(None, made, stamp))
    data: bytes = calendar.to_ical(sorted=False)
    return data


def ticks(data: bytes, context: Context) -> Iterator[Tick]:
    """The to-dos that a calendar program has marked as done, with the day on which it says so."""
    calendar = _read(data)
    for there in calendar.subcomponents if calendar else ():
        case, _, item = str(there.get(_MARK, "")).partition(" ")
        if there.name == "VTODO" and item and str(there.get("STATUS", "")) == "COMPLETED":
            done = there.get("COMPLETED")
            yield Tick(
                case=unquote(case), item=unquote(item), on=done.dt.date().isoformat() if done is not None else None
            )


def _library() -> Any:
    try:
        import icalendar
    except ImportError:
        raise Refused("this format needs one more package: pip install 'checklist-engine[ics]'") from None
    return icalendar


def _read(data: bytes | None) -> Any:
    if not data or not data.strip():
        return None
    icalendar = _library()
    try:
        calendar = icalendar.Calendar.from_ical(data)
    except (ValueError, IndexError, KeyError) as error:
        raise Refused(f"the file that is there is no calendar, and nothing was changed ({error})") from None
    if calendar.name != "VCALENDAR":
        raise Refused("the file that is there is no calendar, and nothing was changed")
    return calendar


def _component(
    icalendar: Any, item: Item, title: str, checklist: Checklist, kind: str, alarm: str, old: dict[str, Any]
) -> Any:
    """The event or to-do of an item; None where it has no date or is over (a done one stays where it is known)."""
    uid = _uid(checklist.case, item.id, kind)
    there = old.get(uid)
    is_done = item.status == "done" and item.done is not None and there is not None
    if is_done and kind == "VEVENT":
        return ticked(there, _DONE)  # it stays where it was: only what is to be done moves on
    is_there = there is not None and str(there.get("STATUS", "")) != "CANCELLED"
    dates = event_dates(item, checklist.now, is_there)
    if dates is None and is_there and kind == "VEVENT" and item.kind == "do" and item.status in _NOW:
        return there  # it can still be done, on no day of its own: that is no reason to cancel it
    if (
        item.kind != "do"
        or item.standing
        or not (is_done or item.status in _SHOWN)
        or (dates is None and kind == "VEVENT")
    ):
        return None
    case = words.clean(checklist.title) or checklist.case
    summary = f"{title} ({_short(case)})"
    made = icalendar.Todo() if kind == "VTODO" else icalendar.Event()
    made.add("uid", uid)
    made.add("summary", summary)
    made.add("description", "\n".join([*_description(item), case]))
    made.add("categories", [case])
    made.add(_MARK, f"{_quoted(checklist.case)} {_quoted(item.id)}")
    is_whole_day = False
    if kind == "VTODO":
        is_whole_day = add_todo_dates(made, item, is_done)
    elif dates is not None:
        begin, end = dates
        is_whole_day = not hasattr(begin, "hour")
        made.add("dtstart", begin)
        made.add("dtend", end)
        made.add("transp", "TRANSPARENT")
    if is_done or alarm == "none" or "DTSTART" not in made:
        return made
    rings = icalendar.Alarm()
    rings.add("action", "DISPLAY")
    rings.add("description", summary)
    rings.add("trigger", reminder(int(alarm), is_whole_day))
    made.add_component(rings)
    return made


def _short(case: str) -> str:
    """The case in a few words: its first and its last, since either may be what tells it from another."""
    if words.width(case) <= _OF_CASE:
        return case
    first, last = case.split(), list[str]()
    while len(first) > 1 and words.width(" ".join([first[-1], *last])) <= _OF_CASE // 2:
        last.insert(0, first.pop())
    end = words.clip(" ".join(last) or first.pop(), _OF_CASE // 2)
    room = _OF_CASE - words.width(f" … {end}")
    while len(first) > 1 and words.width(" ".join(first)) > room:
        first.pop()
    return f"{words.clip(' '.join(first), room)} … {end}" if first else end


def _description(item: Item) -> Iterable[str]:
    """In dates that stay true: a calendar is read on another day than the one on which this is written."""
    opens, closes = item.window.opens, item.window.closes
    if words.alone(item) and closes:  # no vote: all of its time is as good, and its last day is what counts
        yield f"{words.stretch(opens, closes, _LONG_AGO)} ({words.sources(words.advising(item), item)})"
    else:
        yield words.when(item, _LONG_AGO)
    for part in (*item.steps, *item.checks):
        yield f"- {words.clean(part.title)}"


def _item_of(there: Any, case: str) -> bool:
    return str(there.get(_MARK, "")).startswith(f"{_quoted(case)} ")


def _quoted(name: str) -> str:
    return quote(name, safe="/", errors="replace")


def _uid(case: str, item: str, kind: str) -> str:
    from hashlib import sha256

    return f"{sha256(f'{kind} {case} {item}'.encode(errors='surrogatepass')).hexdigest()[:32]}@checklist-engine"


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `ics`."""
    return [
        Format(
            name="ics",
            summary="a calendar file: when each thing is best done",
            suffix=".ics",
            media_type="text/calendar",
            render=render,
            ticks=ticks,
            options=(
                Option(
                    name="component", summary="event, which every calendar shows; or todo, for task lists",
                    default="event", choices=("event", "todo"),
                ),
                Option(
                    name="alarm", summary="minutes before (before a whole day: before its 9 in the morning), or none",
                    default="none", choices=("none", "0", "10", "30", "60", "120", "1440"),
                ),
            ),
            drops=(
                "what to keep from",
                "reminders that are never done",
                "what others owe you",
                "what waits for a date",
                "items without a day of their own, unless component is todo",
                "voices",
                "questions",
                "drafts",
                "derivation",
            ),
        )
    ]  # fmt: skip
