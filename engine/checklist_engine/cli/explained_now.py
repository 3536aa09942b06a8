"""Why an item has the status that it has now, in one line."""

from __future__ import annotations

from checklist_engine.checklist import Item
from checklist_engine.words import (
    alone,
    day,
    done,
    ends_day,
    held,
    is_ahead,
    last_day,
    minutes,
    moment,
    often,
    overdue,
    span,
    until,
    used,
)

_STANDS = {"in-force": "better left alone", "open": "there is no need to"}
"""What is said of a prohibition, and of what need not be done, where neither has an end."""

_TO_COME = "it can be done, and its best time is still to come"


def why_now(item: Item, now: str, while_: str = "") -> str:
    """``due: its best time has begun``. ``while_`` is why the action applies no more, where it is closed."""
    if item.status == "not-applicable":
        return "not applicable: no rule speaks; with -v, each says what it waits for"
    if item.hold is not None and item.status == "on-hold":
        return held(item, now)
    why = while_ if item.status == "closed" and while_ else _why(item, now)
    status = item.status.replace("-", " ")
    return f"{status}: {why}" if why else status


def _why(item: Item, now: str) -> str:
    if item.reason:
        return item.reason
    if item.status in ("done", "met", "skipped"):
        return done(item, now)
    if item.status == "broken":
        return often(item.broken, now)
    if item.status in ("open", "due", "upcoming") and item.kind == "do":
        return _of_window(item, now)
    if item.status == "in-force" and item.progress is not None:
        return used(item, now) or "nothing of it is used up"
    if item.kind in ("dont", "need_not") and item.status == "upcoming" and item.window.opens:
        return span(item.window.opens, None, now)
    if item.window.closes is None and item.status in _STANDS:
        return _STANDS[item.status]
    if item.status == "overdue":
        return overdue(item, now)
    closes = item.window.closes
    if closes is None or item.status == "closed":
        return ""
    if item.kind == "expect":
        return f"{'it was ' if item.status == 'late' else ''}expected {until(closes, now)}"
    return f"{'it was open ' if item.status == 'lapsed' else ''}{until(closes, now)}"


def _of_window(item: Item, now: str) -> str:
    """What the clock has reached of the item's window."""
    window = item.window
    if item.status == "upcoming":
        opens = window.opens
        return f"it opens {day(opens, now) if ends_day(opens) else moment(opens, now)}" if opens else ""
    best = window.best
    if best is None or best.from_ is None:
        return ""
    begun = minutes(best.from_) <= minutes(now)
    if item.status == "open":
        return "" if begun else _TO_COME
    if window.closes and last_day(window.closes, now) == "today":
        return "today is the last day for it"
    if is_ahead(window.next, now) and (best.to is None or minutes(best.to) > minutes(now) or alone(item)):
        return _TO_COME  # on a working day, or within sending hours
    if alone(item):
        return "it can be done now"  # one source alone has no best time
    if best.to is not None and minutes(best.to) <= minutes(now):
        left = window.next
        runs = left is not None and left.from_ is not None and minutes(left.from_) <= minutes(now)
        if left is not None and runs and len(left.sources) >= len(best.sources):
            return "it can be done now"  # as many agree on what is left
        return "its best time has gone by, and it can still be done"
    return "its best time has begun" if begun else ""
