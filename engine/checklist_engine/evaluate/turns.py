"""What comes again so long after it was done last: `repeat` with `every`.

A turn begins ``every`` so long after the last entry, be it a skip. It is as long as the first one, which is the rule's
window; but where that window is longer than ``every`` and has an end, such as a season, turns come one after the other
within it, each open until the next one would begin; of what lapses a turn that has gone by gives way to the next.
There is no more to do after ``at_most`` times, from ``until`` on (a turn that it cuts short was not missed), and at the
end of such a season. `only` and `except` cut each turn; one of which they leave nothing waits for the first moment that
they leave, and one all of which a used-up limit holds back begins when that lifts.
"""

from __future__ import annotations

from checklist_engine.compile.lengths import Length
from checklist_engine.compile.often import Often
from checklist_engine.compile.windows import Span, span
from checklist_engine.evaluate.tally import Tally, later
from checklist_engine.moments import FOREVER, day_start
from checklist_engine.phrases import in_words
from checklist_engine.scope import Entry, Scope
from checklist_engine.stretches import without

_DAY = 86_400
_YEAR = 366 * _DAY
"""Seconds; so far ahead is looked for a moment that `only` and `except` leave."""


def again(
    often: Often, window: Span, entries: list[Entry], skips: list[Entry], scope: Scope, *, lapses: bool
) -> tuple[Span, Tally | None]:
    """The window of the next turn, the first one as it is, and how often it was done."""
    times, first = len(entries), window.start or 0
    over = max([*entries, *skips], key=lambda entry: (entry.at.start, entry.index), default=None)
    stop = often.until(scope) if often.until is not None else None
    last = FOREVER if stop is None else stop.end
    length = often.every(scope) if often.every is not None else None
    start, end = first, window.end
    words = ""
    if length is not None:
        following = later(scope, first, length, 1)
        is_season = following < window.end < FOREVER
        if is_season:
            last, end = min(last, window.end), following
        if over is not None:
            words = f"again {in_words(*length)} after it was last {'done' if over.verb == 'did' else 'skipped'}"
            start = later(scope, over.at.start, length, 1, over)
            if is_season:
                start = max(start, first)
                end = later(scope, start, length, 1)
            else:
                end = _as_long(window, start, scope)
        if is_season and lapses:
            start, end = _running(start, end, last, length, scope)
    cut_short = stop is not None and stop.end <= scope.case.now and start < stop.end < end
    made = _turn(window, start, end, last, words, scope)
    full = cut_short or (made.start or 0) >= last or (often.at_most is not None and times >= often.at_most)
    return made, Tally(times=times, wanted=often.at_most, start=None, end=last, full=full)


def _running(start: int, end: int, last: int, length: Length, scope: Scope) -> tuple[int, int]:
    """Of turns one after the other, the first that is not over yet; the last one where all are.

    Most of the way is gone in leaps, which are too short rather than too long: months are not alike.
    """
    now = min(scope.case.now, last - 1)
    while start < end <= now:
        start = later(scope, start, length, max((now - start) * 8 // 10 // (end - start), 1))
        end = later(scope, start, length, 1)
    return start, end


def held_back(span: Span, tally: Tally, lifts: int, scope: Scope) -> tuple[Span, Tally]:
    """A turn all of which a used-up limit holds back, begun at the second at which that ``lifts``."""
    last = tally.end
    end = min(_as_long(span, lifts, scope), last)
    made = moved(span, lifts, max(lifts, end), "when the limit on it lifts")
    return made, tally.replace(full=tally.full or lifts >= last)


def _as_long(window: Span, start: int, scope: Scope) -> int:
    """The end of a stretch that begins at a second and is as long as a window: as many days, where it ends a day."""
    first, zone = window.start or 0, scope.zone()
    if window.end >= FOREVER:
        return FOREVER
    if day_start(window.end, zone) != window.end:
        return start + window.end - first
    days = round((window.end - day_start(first, zone)) / _DAY)  # from midnight to midnight; one may have 23 hours
    return later(scope, day_start(start, zone), (days, "day"), 1)


def _turn(window: Span, start: int, end: int, last: int, words: str, scope: Scope) -> Span:
    """The stretch ``[start, end)`` of a window before ``last``; later by what `only` and `except` leave out of it."""
    made = moved(window, start, max(start, min(end, last)), words)
    if made.pieces or window.cut is None or start >= end:
        return made
    left = next(without((start, start + _YEAR), window.cut(start, start + _YEAR) or ()), None)
    if left is None:
        return made
    begins = left[0]
    return moved(window, begins, max(begins, min(_as_long(made.replace(end=end), begins, scope), last)), words)


def moved(window: Span, start: int, end: int, words: str) -> Span:
    """The window at another time, in words why; without its ideal, which was that of the first time."""
    if (start, end) == (window.start, window.end):
        return window
    how = (words,) if words else window.how_start
    kept = {key: value for key, value in vars(window).items() if key not in ("ideal", "how_ideal")}
    holes = window.cut(start, end) if window.cut is not None else None
    return span(
        **{**kept, "start": start, "end": end, "how_start": how, "how_end": how if words else window.how_end,
           "holes": window.holes if holes is None else holes}
    )  # fmt: skip
