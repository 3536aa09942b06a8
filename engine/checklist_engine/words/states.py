"""Sentences on where one item stands: late, on hold, done, assumed, broken."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.checklist import Checklist, Item
from checklist_engine.words.characters import clean
from checklist_engine.words.days import day, distance, ends_day, minutes, moment, ordinal, span, until
from checklist_engine.words.joining import count, join, name, verb
from checklist_engine.words.pieces import ends


def late(item: Item) -> str:
    """``later than hays advises``: why fewer agree on what is left than on the best time; else empty."""
    first, left = item.window.best, item.window.next
    if not item.late_for or first is None or left is None or len(left.sources) >= len(first.sources):
        return ""
    one = next(iter(item.late_for)) if len(set(item.late_for)) == 1 else ""
    return f"later than {name(item.late_for)} {verb(one, 'advises', 'advise') if one else 'advise'}"


def overdue(item: Item, now: str) -> str:
    """``was open through Thu 19 Nov, 2 days ago``."""
    closes = item.window.closes
    if closes is None:
        return ""
    if ends_day(closes):
        days = ordinal(now) - ordinal(closes) + 1
        ago = "" if days < 2 else f", {count(days, 'day')} ago"
    else:
        ago = f", {distance(closes, now)}"
    return f"was open {until(closes, now)}{ago}"


def tailored(item: Item) -> str:
    """``your change: another title (…)``: what the person changed in the action, or in a rule that speaks on it."""
    said = [item.yours] if item.yours else []
    for voice in item.voices:
        if voice.yours:
            unknown = ", which gives no time here" if voice.kind == item.kind and not voice.window else ""
            said.append(f"{voice.rule}: {voice.yours}{unknown}")
    return f"your change: {'; '.join(clean(one) for one in said)}" if said else ""


def progress(item: Item) -> str:
    """``2 of 3 done so far``; empty where once is enough, or nothing is left to do."""
    made = item.progress
    if item.kind == "dont":
        return ""
    if made is None or item.status not in ("open", "due", "upcoming", "on-hold", "overdue"):
        return ""
    if made.of is not None:
        return f"{made.times} of {made.of} done so far"
    return f"done {'once' if made.times == 1 else count(made.times, 'time')} so far" if made.times else ""


def used(item: Item, now: str) -> str:
    """Of what is limited, ``2 of 4 so far``, or ``used up until 15:00``; empty while nothing of it is used.

    Of a limit on one channel ``by phone used up through Sunday``.
    """
    made = item.progress
    if item.kind != "dont" or item.status not in ("in-force", "broken") or made is None or not made.times:
        return ""
    by = f"{clean(made.by)} " if made.by else ""
    if made.of is not None and made.times >= made.of:
        return f"{by}used up {until(made.until, now)}" if made.until else f"{by}used up"
    return f"{by}{made.times} of {made.of} so far"


def assuming(item: Item) -> str:
    """``assuming that no date was promised``."""
    return f"assuming that {join(item.provisional)}" if item.provisional else ""


def held(item: Item, now: str) -> str:
    """``on hold through Fri 27 Nov: six-rs says …``."""
    if item.hold is None:
        return ""
    end = f" {until(item.hold.until, now)}" if item.hold.until else ""
    yours = any(voice.yours and voice.rule in item.hold.rules for voice in item.voices)
    by = f" ({name(item.hold.sources)}{', changed by you' if yours else ''})" if item.hold.sources else ""
    why = f": {reason}" if (reason := clean(item.hold.reason)) else ""
    return f"on hold{end}{by}{why}"


def opposed_then(item: Item) -> str:
    """``but six-rs says not to from then on``: of what is to come, that a prohibition is in force when it opens.

    Whether that holds it back is for the profile to say.
    """
    opens = item.window.opens
    if item.status != "upcoming" or item.kind != "do" or opens is None:
        return ""
    at = minutes(opens)
    by = [
        voice.source for voice in item.voices if voice.kind == "dont" and not voice.limit
        for one in voice.window
        if (one.from_ is None or minutes(one.from_) <= at) and (one.to is None or at < minutes(one.to))
    ]  # fmt: skip
    return (
        f"but {name(by)} {verb(by[0], 'says', 'say') if len(set(by)) == 1 else 'say'} not to from then on" if by else ""
    )


def not_begun(item: Item) -> bool:
    """Whether it is of somebody else and counts from what has not happened yet: nobody is expected to do anything."""
    voices = [voice for voice in item.voices if voice.kind == item.kind]
    dated = item.window.opens is not None or item.window.closes is not None
    return item.status == "waiting" and bool(voices) and not dated and not any(voice.window for voice in voices)


def not_by(item: Item, now: str) -> str:
    """``not by phone through Thu 17 Dec (hays)``: the channels that it is better not done through."""
    said: dict[str, list[str]] = {}
    for one in item.not_by:
        end = f" {until(one.until, now)}" if one.until else ""
        channels = join((clean(words) for _, words in one.channels), "or")
        said.setdefault(f"not {channels}{end}", []).extend(one.sources)
    return "; ".join(f"{what} ({name(dict.fromkeys(sources))})" for what, sources in said.items())


def ahead(item: Item, now: str) -> str:
    """The days ahead, for a column, today and tomorrow with their hours; of an item on hold, those after the hold.

    Of one that is held until its window has closed no day is ahead.
    """
    opens, closes = item.window.opens, item.window.closes
    if item.hold:
        opens = item.hold.until
        if opens is None or (closes is not None and minutes(closes) <= minutes(opens)):
            return "on hold"
    closes = (ends(item, opens) if opens else None) or closes
    return span(opens, closes, now)


def often(broken: Iterable[str], now: str) -> str:
    """``once, yesterday 16:00``; ``3 times, last yesterday 16:00``."""
    times = sorted(broken, key=minutes)
    if not times:
        return ""
    last = moment(times[-1], now)
    return f"once, {last}" if len(times) == 1 else f"{len(times)} times, last {last}"


_TIMING = {"early": "earlier than advised", "in-time": "in time", "late": "later than advised"}


def done(item: Item, now: str) -> str:
    """``yesterday 13:40, in time``; with how often, where it was more than once. Nothing of what was skipped."""
    if item.done is None or item.status == "skipped":
        return ""
    at = day(item.done.at, now) if item.done.date_only else moment(item.done.at, now)
    parts = [at, _TIMING.get(item.done.timing or "", "")]
    if item.done.times > 1:
        parts.append(f"{item.done.times} times")
    if item.done.against:
        parts.append(f"against the advice of {name(item.done.against)}")
    return ", ".join(part for part in parts if part)


def happened(checklist: Checklist, most: int = 2) -> list[str]:
    """The latest that the log has beside the items, oldest first: ``They offered you the job – yesterday 16:00``.

    What one did has the words of an advice, and is said to be done: ``Done: Withdraw your application – today 12:00``.
    """
    return [
        f"{'Done: ' if one.verb == 'did' else ''}{clean(one.title)} – {moment(one.at, checklist.now)}"
        for one in checklist.happened[-most:]
    ]
