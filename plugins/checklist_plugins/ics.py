"""The checklist as an iCalendar file: events by default, because the big calendars show nothing else, or to-dos.

An existing file of ours is read first. What has not changed keeps its bytes' meaning: SEQUENCE and the stamps move
only with a real change, so that importing again updates and never doubles. What is no longer in the checklist is
cancelled, not dropped, since a calendar that has it must be told. What others put into the file stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item
from checklist_engine.plugin import Context, Format, Option, Refused, Tick, hookimpl

if TYPE_CHECKING:
    from datetime import date, datetime

_SHOWN = ("overdue", "due", "open", "upcoming", "on-hold")
_MARK = "X-CHECKLIST-ITEM"
"""Case and item of what we wrote, so that a tick can be read back."""
_LONG_AGO = "2000-01-01T00:00:00+00:00"
"""Seen from here, no day is today and none this year's."""
_VOLATILE = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


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
    stamp = _utc(checklist.now)
    for uid, there in old.items():
        if uid in new:
            calendar.add_component(_settled(there, new.pop(uid), stamp))
        elif _item_of(there, checklist.case) and there.name == kind:
            calendar.add_component(_cancelled(there, stamp))
        else:
            calendar.add_component(there)
    for made in new.values():
        calendar.add_component(_settled(None, made, stamp))
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
    is_done = item.status == "done" and item.done is not None and uid in old
    stretch = _when(item, checklist.now)
    if (
        item.kind != "do"
        or item.standing
        or not (is_done or item.status in _SHOWN)
        or (stretch is None and kind == "VEVENT")
    ):
        return None
    made = icalendar.Todo() if kind == "VTODO" else icalendar.Event()
    made.add("uid", uid)
    made.add("summary", title)
    made.add("description", "\n".join(_description(item)))
    made.add(_MARK, f"{_quoted(checklist.case)} {_quoted(item.id)}")
    if kind == "VTODO":
        _dates_of_a_todo(made, item, is_done)
    elif stretch is not None:
        begin, end = stretch
        made.add("dtstart", begin)
        made.add("dtend", end)
        made.add("transp", "TRANSPARENT")
    if is_done or alarm == "none" or "DTSTART" not in made:
        return made
    reminder = icalendar.Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", title)
    from datetime import timedelta

    reminder.add("trigger", timedelta(minutes=-int(alarm)))
    made.add_component(reminder)
    return made


def _dates_of_a_todo(made: Any, item: Item, is_done: bool) -> None:
    window = item.window
    closes, held = window.closes, item.hold is not None
    opens = item.hold.until if item.hold is not None else window.opens
    if held and opens and closes and words.minutes(closes) <= words.minutes(opens):
        closes = None  # not due before the hold lifts
    if opens and (closes or held) and (not closes or words.minutes(opens) < words.minutes(closes)):
        made.add("dtstart", _utc(opens))
    if closes:
        made.add("due", _utc(closes))
    made.add("status", "COMPLETED" if is_done else "NEEDS-ACTION")
    if is_done and item.done is not None:
        at = item.done.at if len(item.done.at) > 10 else f"{item.done.at}T12:00:00+00:00"
        made.add("completed", _utc(at))
        made.add("percent-complete", 100)


def _when(item: Item, now: str) -> tuple[date | datetime, date | datetime] | None:
    """The best stretch, or once that has passed the last day; after a hold, the day on which it ends.

    Whole days are dates; of a stretch of a day and more it is the first: a bar across weeks would hide the rest of
    the calendar. What is left "from now on" is never taken, since it would move with every run.
    """
    window, best = item.window, item.window.best
    if item.status == "on-hold":
        return _day(item.hold.until) if item.hold is not None and item.hold.until else None
    if best is not None and best.to is not None and words.minutes(best.to) <= words.minutes(now) and window.closes:
        return _day(window.closes, -1 if words.ends_day(window.closes) else 0)
    begin, end = (best.from_, best.to) if best is not None else (window.opens, window.closes)
    if begin is None:
        return None
    if end is not None and words.minutes(end) - words.minutes(begin) < 24 * 60:
        return _utc(begin), _utc(end)
    return _day(begin)


def _day(moment: str, more: int = 0) -> tuple[date, date]:
    from datetime import date, timedelta

    day = date.fromisoformat(moment[:10]) + timedelta(days=more)
    return day, day + timedelta(days=1)


def _description(item: Item) -> Iterable[str]:
    """In dates that stay true: a calendar is read on another day than the one on which this is written."""
    yield words.when(item, _LONG_AGO)
    for part in (*item.steps, *item.checks):
        yield f"- {words.clean(part.title)}"


def _settled(there: Any, made: Any, stamp: datetime) -> Any:
    """What goes into the file: the old one where nothing has changed, else the new one with the next number."""
    if there is None:
        return _stamped(made, stamp, 0)
    if str(there.get("STATUS", "")) == "COMPLETED" and str(made.get("STATUS", "")) == "NEEDS-ACTION":
        return there  # ticked in the calendar, and not yet in the record
    return there if _essence(there) == _essence(made) else _stamped(made, stamp, _number(there) + 1)


def _cancelled(there: Any, stamp: datetime) -> Any:
    if str(there.get("STATUS", "")) in ("CANCELLED", "COMPLETED"):
        return there
    changed = there.copy()
    changed.subcomponents = []  # no alarm
    changed.pop("STATUS", None)
    changed.add("status", "CANCELLED")
    return _stamped(changed, stamp, _number(there) + 1)


def _stamped(made: Any, stamp: datetime, number: int) -> Any:
    for name in _VOLATILE:
        made.pop(name, None)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("sequence", number)
    return made


def _essence(component: Any) -> set[bytes]:
    lines = component.to_ical(sorted=False).replace(b"\r\n ", b"").split(b"\r\n")
    return {line for line in lines if not line.startswith(tuple(name.encode() for name in _VOLATILE))}


def _number(there: Any) -> int:
    try:
        return int(there.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0


def _item_of(there: Any, case: str) -> bool:
    return str(there.get(_MARK, "")).startswith(f"{_quoted(case)} ")


def _quoted(name: str) -> str:
    return quote(name, safe="/", errors="replace")


def _uid(case: str, item: str, kind: str) -> str:
    from hashlib import sha256

    return f"{sha256(f'{kind} {case} {item}'.encode(errors='surrogatepass')).hexdigest()[:32]}@checklist-engine"


def _utc(moment: str) -> datetime:
    from datetime import UTC, datetime

    return datetime.fromisoformat(moment).astimezone(UTC)


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
                    name="alarm", summary="minutes before, or none", default="none",
                    choices=("none", "0", "10", "30", "60", "120", "1440"),
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
