"""Sentences on one item: when it is best done, how many agree, who sees it otherwise.

It is a vote among articles: these say who says so and how many, never which of them has it right.
"""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.checklist import Item, Stretch, Voice
from checklist_engine.words.characters import clean
from checklist_engine.words.days import minutes, stretch, until
from checklist_engine.words.joining import count, name, verb
from checklist_engine.words.pieces import ends


def speaking(item: Item) -> tuple[str, ...]:
    """The sources that say anything on the item, in the order of its voices."""
    return tuple(dict.fromkeys(voice.source for voice in item.voices))


def advising(item: Item) -> tuple[str, ...]:
    """The sources of what the item is: of something to do, those that advise it, without those that advise against."""
    return tuple(dict.fromkeys(voice.source for voice in item.voices if voice.kind == item.kind))


def who(item: Item) -> str:
    """The sources that speak: up to three by their ids, else how many."""
    all_ = speaking(item)
    return name(all_) if len(all_) < 4 else count(len(all_), "source")


def sources(agreeing: Iterable[str], item: Item) -> str:
    """``4 of 5 sources``, ``both sources``, ``all 3 sources``, ``only hays``; ``3 of 4.5 by weight`` where votes weigh.

    Where a profile weighs the sources, the most heads need not have won: a count of heads would mislead.
    """
    some = list(dict.fromkeys(agreeing))
    total = len(dict.fromkeys([*speaking(item), *some]))
    if not some:
        return ""
    if item.weights and len(some) < total:
        front = f"only {clean(some[0])}, " if len(some) == 1 else ""
        return front + _weight(some, item)
    if len(some) == 1:
        return f"only {clean(some[0])}" + (f" of {total} sources" if total > 1 else "")
    if len(some) == total:
        return "both sources" if total == 2 else f"all {total} sources"
    return f"{len(some)} of {total} sources"


def advised(item: Item) -> str:
    """``all 5 sources advise it``, ``only hays advises it``: of what is late, who, whatever their own last days are."""
    some = advising(item)
    agreed = sources(some, item)
    return f"{agreed} {'advises' if len(some) == 1 else 'advise'} it" if agreed else ""


def _weight(some: Iterable[str], item: Item) -> str:
    """``3 of 4.5 by weight``."""
    weights = dict(item.weights)
    part, whole = sum(weights.get(source, 1) for source in some), sum(weights.values())
    return f"{round(part, 2):g} of {round(whole, 2):g} by weight"


def agreement(part: Stretch | None, item: Item) -> str:
    """How many of the sources that speak agree on a stretch; empty where nobody is named."""
    return sources(part.sources, item) if part else ""


def _with(words: str, agreed: str) -> str:
    return f"{words} ({agreed})" if agreed else words


def best(item: Item, now: str) -> str:
    """``best tomorrow 08:00–11:00 (4 of 5 sources)``; once that has gone by, what is left.

    With one source there is no vote and nothing is best: then ``any time through Friday (only hays)`` while it runs.
    What could be done now and is better done later, such as on a working day, is best then.
    """
    window = item.window
    if window.best is None or (_runs(item, now) and alone(item)):
        return _with(f"any time {_open_words(item, now)}", sources(advising(item), item))
    if not _gone(window.best, now):
        if window.best.to is None and item.status in ("open", "due"):
            return _with("any time from now on", agreement(window.best, item))
        is_open = item.status in ("open", "due")
        front = "" if alone(item) and not (is_open and is_ahead(window.best, now)) else "best "
        return _with(f"{front}{stretch(window.best.from_, window.best.to, now)}", agreement(window.best, item))
    if window.next is None:
        return _with(_was(window.best, now), agreement(window.best, item))
    is_open, is_endless = item.status in ("open", "due"), window.closes is None
    if is_open and is_endless and not is_ahead(window.next, now):
        return _with("any time from now on", agreement(window.next, item))
    front = "best " if (alone(item) or is_endless) and is_open and is_ahead(window.next, now) else ""
    return _with(f"{front}{stretch(window.next.from_, window.next.to, now)}", agreement(window.next, item))


def is_ahead(part: Stretch | None, now: str) -> bool:
    """Whether a stretch is still to come."""
    return part is not None and part.from_ is not None and minutes(part.from_) > minutes(now)


def alone(item: Item) -> bool:
    """Whether one source speaks, without a best part: there is no vote, and what counts is when it closes."""
    return len(speaking(item)) == 1 and not item.window.ideal


def _runs(item: Item, now: str) -> bool:
    """Whether a good stretch is under way, so that only the end matters.

    That may be the last of a source's stretch on a weekend, when the next one is preferred for its working days.
    """
    part = item.window.next or item.window.best
    if part is None or _gone(part, now):
        return False
    if part.from_ is None or minutes(part.from_) <= minutes(now):
        return True
    end = ends(item, now) if item.status in ("open", "due") else None
    return end is not None and minutes(end) <= minutes(part.from_)


def _was(part: Stretch, now: str) -> str:
    return f"best was {stretch(part.from_, part.to, now)}"


def when(item: Item, now: str) -> str:
    """``best …, open through Thursday``; or ``now until 11:00 (2 of 5 sources); best was yesterday``.

    Where sources' own ends have passed, that is not said: `late` tells why fewer agree.
    """
    said = ", ".join(part for part in (best(item, now), closing(item, now)) if part)
    first, left = item.window.best, item.window.next
    if first and left and _gone(first, now) and len(first.sources) > len(left.sources) and not item.late_for:
        return f"{said}; {_was(first, now)}"
    return said


def _open_words(item: Item, now: str) -> str:
    opens, closes = item.window.opens, ends(item, now) or item.window.closes
    return until(closes, now) if closes else stretch(opens, None, now)


def closing(item: Item, now: str) -> str:
    """``open through Thursday``; empty where nobody sets an end, or where the best time ends with it.

    Of one source's time that has gaps ``and again through Thursday``.
    """
    window = item.window
    last = window.best or window.next
    if window.closes is None or last is None:
        return ""
    if _runs(item, now) and alone(item):
        return f"and again {until(window.closes, now)}" if ends(item, now) else ""
    shown = window.next if window.best and _gone(window.best, now) else window.best
    end = (shown or last).to
    if end is not None and minutes(end) == minutes(window.closes):
        return ""
    was = "was " if minutes(window.closes) <= minutes(now) else ""
    return f"{was}open {until(window.closes, now)}"


def _gone(part: Stretch, now: str) -> bool:
    return part.to is not None and minutes(part.to) <= minutes(now)


def runner_up(item: Item, now: str) -> str:
    """``or now until 20:00 (3 of 5)``: the second choice, where it comes before the best time."""
    second, first = item.window.runner_up, item.window.best
    if second is None or first is None or second.from_ is None or first.from_ is None:
        return ""
    if minutes(second.from_) >= minutes(first.from_) or _gone(second, now):
        return ""
    agreed = agreement(second, item).removesuffix(" sources")
    return _with(f"or {stretch(second.from_, second.to, now)}", agreed)


def voice(spoken: Voice, now: str) -> str:
    """One source in short: ``hays says tomorrow through Thursday``, ``hays said not to through yesterday``."""
    by = clean(spoken.source)
    says = verb(by, "says", "say")
    by = f"{by}, changed by you," if spoken.yours and says == "says" else by
    end = spoken.window[-1].to if spoken.window else None
    if spoken.kind == "dont" and end and _is_over(spoken, now):
        return f"{by} said not to {until(end, now)}"
    if spoken.kind == "dont":
        ahead = next((one for one in spoken.window if not _gone(one, now)), None)
        when = ""
        if ahead is not None and is_ahead(ahead, now):
            when = f" {stretch(ahead.from_, ahead.to, now)}"
        elif ahead is not None and ahead.to is not None and not spoken.limit:
            when = f" {until(ahead.to, now)}"
        return f"{by} {says} {clean(spoken.limit) if spoken.limit else 'not to'}{when}"
    if spoken.kind == "need_not":
        return f"{by} {says} there is no need to"
    if not spoken.window:
        return f"{by} {verb(by, 'sets', 'set')} no time"
    first, last = spoken.window[0], spoken.window[-1]
    if first.from_ is None and last.to is None:
        return f"{by} {says} any time"
    return f"{by} {says} {stretch(first.from_, last.to, now, running=False)}"


def voices(item: Item, now: str) -> tuple[Voice, ...]:
    """The voices, those first whose own window holds the stretch that is shown as the best time, or as what is left.

    Where only a few are quoted, they are reasons for the date beside them.
    """
    best, left = item.window.best, item.window.next
    shown = left if best is None or (left is not None and _gone(best, now)) else best
    if shown is None:
        return item.voices
    return tuple(sorted(item.voices, key=lambda spoken: spoken.kind != item.kind or not _holds(spoken, shown)))


def _holds(spoken: Voice, part: Stretch) -> bool:
    """Whether one of the voice's stretches holds all of a part. None is an end that nobody names."""
    return any(
        (one.from_ is None or (part.from_ is not None and minutes(one.from_) <= minutes(part.from_)))
        and (one.to is None or (part.to is not None and minutes(part.to) <= minutes(one.to)))
        for one in spoken.window
    )


def differs_now(item: Item, now: str) -> bool:
    """Whether a source says now, while most say later: what it says may be over before theirs begins."""
    best = item.window.next or item.window.best
    if item.status not in ("open", "due") or best is None or best.from_ is None or minutes(best.from_) <= minutes(now):
        return False
    return any(
        voice.kind == item.kind and not voice.agrees and one.to is not None
        and (one.from_ is None or minutes(one.from_) <= minutes(now)) and minutes(now) < minutes(one.to)
        for voice in item.voices for one in voice.window
    )  # fmt: skip


def _touches(spoken: Voice, item: Item, best: Stretch, now: str) -> bool:
    """Whether a prohibition holds at a moment of the best time, or now of what can be done now."""
    is_open = item.status in ("open", "due")
    return any(
        (_before(one.from_, best.to) and _before(best.from_, one.to))
        or (is_open and not _before(now, one.from_, never=False) and _before(now, one.to))
        for one in spoken.window
    )


def _before(begin: str | None, end: str | None, never: bool = True) -> bool:
    """Whether a beginning is before an end; ``never`` where one of them is not named, so that nothing ends it."""
    return never if begin is None or end is None else minutes(begin) < minutes(end)


def _is_over(spoken: Voice, now: str) -> bool:
    return bool(spoken.window) and _gone(spoken.window[-1], now)


def dissent(item: Item, now: str) -> str:
    """``but six-rs says tomorrow 11:00 to Thursday 11:00``: who sees it otherwise; empty if nobody does (any more)."""
    best = item.window.best
    if best is not None and _gone(best, now):
        return ""
    agreeing = set(best.sources) if best is not None else set()
    others: dict[str, str] = {}
    said_already = {rule for one in (item.hold, *item.not_by) if one is not None for rule in one.rules}
    for spoken in item.voices:
        if _is_over(spoken, now) or (spoken.kind == "dont" and not spoken.window):
            continue  # what a source said of a time gone by, or not yet come, holds nobody back now
        if spoken.kind == "dont" and (spoken.limit or best is None) and spoken.rule in said_already:
            continue  # until when it holds the item back, that it is used up, or through which channels not
        if spoken.kind == "dont" and best is not None and not _touches(spoken, item, best, now):
            continue  # what is forbidden before the best time, which waits for that
        if spoken.kind != item.kind or (not spoken.agrees and spoken.source not in agreeing):
            others.setdefault(spoken.source, voice(spoken, now))
    if not others:
        return ""
    said = list(others.values())
    more = f"; {count(len(said) - 2, 'other differs', 'others differ')}" if len(said) > 2 else ""
    return f"but {'; '.join(said[:2])}{more}"
