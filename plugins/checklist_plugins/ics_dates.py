"""On which day, or between which hours, an item stands in a calendar, and when it reminds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist_engine import words
from checklist_engine.checklist import Item, Stretch

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

_MORNING = 9
"""The hour at which a whole day is taken to begin for reminders, as Apple's calendars do (`TRIGGER:PT9H`)."""
_A_DAY = 24 * 60


def event_dates(item: Item, now: str, is_there: bool) -> tuple[date | datetime, date | datetime] | None:
    """The best stretch, or what is left of it; once that has passed the last day; after a hold, the day it ends.

    Of one source alone nothing is best: once it has begun, its last day counts.

    Whole days are dates; of a stretch of a day and more it is the first, or today: a bar across weeks would hide the
    rest of the calendar. Nothing moves within a day. None for what has no day; if it `is_there` already, because it
    had one as long as it was to come, it stays through that day.
    """
    window, best = item.window, item.window.best
    if item.status == "on-hold":
        return _day(item.hold.until) if item.hold is not None and item.hold.until else None
    if window.closes and (
        _is_past(window.closes, now)
        or (best is not None and _is_past(best.to, now))
        or (words.alone(item) and _is_past(window.opens, now) and _goes_on(best, window.closes))
    ):
        return _last(window.closes)
    if window.opens and _is_any_time(item, now):
        return _day(window.opens) if is_there and window.opens[:10] == now[:10] else None
    begin, end = (best.from_, best.to) if best is not None else (window.opens, window.closes)
    if begin is not None and begin[:10] < now[:10] and not _is_short(begin, end):
        left = window.next
        begin, end = (left.from_, left.to) if left is not None and left.from_ is not None else (now, None)
        if _is_past(begin, now):
            return _day(now)
    if begin is None:
        return None
    return (utc(begin), utc(end)) if end is not None and _is_short(begin, end) else _day(begin)


def add_todo_dates(made: Any, item: Item, is_done: bool) -> bool:
    """Give a to-do its dates and its state; whether it begins with a day and not at an hour."""
    window = item.window
    closes, held = window.closes, item.hold is not None
    opens = item.hold.until if item.hold is not None else window.opens
    if held and opens and closes and words.minutes(closes) <= words.minutes(opens):
        closes = None  # not due before the hold lifts
    if opens and (closes or held) and (not closes or words.minutes(opens) < words.minutes(closes)):
        made.add("dtstart", utc(opens))
    if closes:
        made.add("due", _last_minute(closes))
    made.add("status", "COMPLETED" if is_done else "NEEDS-ACTION")
    if is_done and item.done is not None:
        at = item.done.at if len(item.done.at) > 10 else f"{item.done.at}T12:00:00+00:00"
        made.add("completed", utc(at))
        made.add("percent-complete", 100)
    return bool(opens) and words.ends_day(opens or "")


def reminder(minutes_before: int, is_whole_day: bool) -> timedelta:
    """How long after its begin something reminds, negative for before.

    A whole day begins at midnight: half an hour before that would ring at night, on the day before.
    """
    from datetime import timedelta

    return timedelta(hours=_MORNING if is_whole_day else 0, minutes=-minutes_before)


def utc(moment: str) -> datetime:
    """A moment of the checklist in the zone that every calendar knows."""
    from datetime import UTC, datetime

    return datetime.fromisoformat(moment).astimezone(UTC)


def _last_minute(closes: str) -> datetime:
    """An end; a day's last minute in place of the next one's first, which programs show as that day."""
    from datetime import timedelta

    return utc(closes) - timedelta(minutes=1 if words.ends_day(closes) else 0)


def _is_any_time(item: Item, now: str) -> bool:
    """Whether it has begun and nothing ends it: neither a last day, nor a best time that sources voted for."""
    window, best = item.window, item.window.best
    if window.closes is not None or not _is_past(window.opens, now):
        return False
    if best is None or len(words.speaking(item)) < 2:
        return True
    return _is_past(best.from_ if best.to is None else best.to, now)


def _goes_on(best: Stretch | None, closes: str) -> bool:
    """Whether there are days left behind a best stretch."""
    return best is None or best.to is None or _last(best.to) < _last(closes)


def _is_past(moment: str | None, now: str) -> bool:
    return moment is not None and words.minutes(moment) <= words.minutes(now)


def _is_short(begin: str, end: str | None) -> bool:
    return end is not None and words.minutes(end) - words.minutes(begin) < _A_DAY


def _last(end: str) -> tuple[date, date]:
    return _day(end, -1 if words.ends_day(end) else 0)


def _day(moment: str, more: int = 0) -> tuple[date, date]:
    from datetime import date, timedelta

    day = date.fromisoformat(moment[:10]) + timedelta(days=more)
    return day, day + timedelta(days=1)
