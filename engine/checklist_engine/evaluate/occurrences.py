"""What comes round with the calendar: `repeat` with `each`.

It occurs on the days of that name that begin within the rule's window, and of which `only` and `except` leave some
hours; or so far apart, from where the window begins (see `rhythm`). Each occurrence is open from where its day begins,
or from the first of those hours, for as long as `for` says, but no longer than until the next one, or the window's end.
An entry counts for the occurrence that had begun last when it was made, so that a late one still counts until the next
one comes, and one that was missed is not made up for. A skip puts away the occurrence that had begun last, and no
other. The occurrence that matters is the one begun last, or the next one where that is done or skipped. Days are
reckoned from now and from entries, so that a window of centuries costs no more than one of a week.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from checklist_engine import phrases
from checklist_engine.calendars import days_from
from checklist_engine.compile.lengths import Length
from checklist_engine.compile.often import Often
from checklist_engine.compile.steps import shifted
from checklist_engine.compile.windows import Span, span
from checklist_engine.evaluate.rhythm import beats, is_by_day
from checklist_engine.evaluate.tally import Tally, later
from checklist_engine.moments import FOREVER, MomentError, day_label, label, point, whole_day
from checklist_engine.scope import Entry, Scope

_DAY = 86_400


class Occurrence(NamedTuple):
    """One time: the second at which it opens, that at which its day or beat begins, and the words that name such."""

    opens: int
    begins: int
    text: str


class _Occurrences:
    """The occurrences within the pieces ``[start, end)`` of a window, which are in order and begin with it or later.

    What is so far apart is counted from the ``anchor``.
    """

    def __init__(self, often: Often, begins: int, anchor: int, pieces: list[tuple[int, int]], scope: Scope) -> None:
        self.each = often.each
        self.begins = begins
        self.anchor = anchor
        self.pieces = pieces
        self._starts = [start for start, _ in pieces]
        self._ends = [end for _, end in pieces]
        self.scope = scope
        self.zone = scope.zone()

    def last(self, stamp: int, since: int = -FOREVER) -> Occurrence | None:
        """The occurrence begun last by a second, and not before ``since``; None where none had."""
        for index in range(bisect_right(self._starts, stamp) - 1, -1, -1):
            start, end = self.pieces[index]
            low, high = max(start, since), min(stamp, end - 1)
            if low > high:
                break  # what lies before ends sooner still
            found = [one for one in self._near(high, -1, low) if low <= one.opens <= high]
            if found:
                return max(found)
        return None

    def after(self, stamp: int) -> Occurrence | None:
        """The first occurrence that begins after a second; None where none does."""
        for index in range(bisect_right(self._ends, stamp + 1), len(self.pieces)):
            start, end = self.pieces[index]
            low = max(start, stamp + 1)
            found = [one for one in self._near(low, 1, end) if low <= one.opens < end]
            if found:
                return min(found)
        return None

    def begun_by(self, stamps: Iterable[int]) -> set[int]:
        """The beginnings of those begun last by some second or other. Days are looked at once, however many."""
        found: set[int] = set()
        since = -FOREVER
        for stamp in sorted(stamps):
            one = self.last(stamp, since)
            if one is not None:
                found.add(one.opens)
            since = stamp + 1
        return found

    def _near(self, stamp: int, step: int, edge: int) -> Iterator[Occurrence]:
        """Of each name one or two of those whose day is next to a second, on the side of ``edge``."""
        day, reach = point(stamp, self.zone).day, abs(edge - stamp) // _DAY + 2
        for text, each in self.each.items():
            found: Iterable[tuple[int, int]]
            if each.apart is not None:
                found = beats(self.scope, self.anchor, each.apart, stamp, step)
            else:
                days = islice(days_from(day, step, reach, each, self.scope.case.calendar), 2)
                found = ((one.start, one.end) for one in (whole_day(day, self.zone) for day in days))
            for begins, ends in found:
                opens = self._opens(begins, ends, each)
                if opens is not None:
                    yield Occurrence(opens, begins, text)

    def _opens(self, begins: int, ends: int, each: phrases.Each) -> int | None:
        """Where an occurrence of a day, or of a beat, opens; None for one that is passed over."""
        index = bisect_right(self._ends, begins)
        is_early = begins < self.begins and each.apart is None  # the first beat is the day in which the window begins
        if is_early or index == len(self.pieces) or self._starts[index] >= ends:
            return None
        return max(begins, self._starts[index])


def on_days(
    often: Often, window: Span, entries: list[Entry], skips: list[Entry], scope: Scope, *, lapses: bool
) -> tuple[Span, Tally]:
    """The window of the occurrence that matters, and how many occurrences were done; one that is skipped is over.

    Of what ``lapses`` an occurrence that has gone by matters no more.
    """
    stop = often.until(scope) if often.until is not None else None
    last = min(window.end, FOREVER if stop is None else stop.end)
    pieces = [(start, min(end, last)) for start, end in window.pieces if start < last]
    begins = anchor = window.start or 0
    if begins <= 0:  # open from the first: what is so far apart is counted from the day on which it was done first
        anchor = min([scope.case.now, *(entry.at.start for entry in entries)])
    occurrences = _Occurrences(often, begins, anchor, pieces, scope)
    done, over = (occurrences.begun_by(map(_stamp, listed)) for listed in (entries, [*entries, *skips]))
    begun = occurrences.last(max(scope.case.now, *over) if over else scope.case.now)
    ahead = begun
    if begun is None or begun.opens in over:
        ahead = occurrences.after(begun.opens if begun else -FOREVER)
    if lapses and ahead is not None and _span(often, window, ahead, occurrences, last).end <= scope.case.now:
        ahead = occurrences.after(ahead.opens) or ahead
    full = bool(over) and (ahead is None or (often.at_most is not None and len(done) >= often.at_most))
    if stop is not None and stop.end <= scope.case.now and ahead is not None:
        full = full or _span(often, window, ahead, occurrences, window.end).end > stop.end  # cut short, and not missed
    if ahead is None and not over and stop is not None:  # it stopped before the first, or there is none at all
        full = _Occurrences(often, begins, anchor, [*window.pieces], scope).after(-FOREVER) is not None
    tally = Tally(times=len(done), wanted=often.at_most, start=None, end=last, full=full)
    shown = begun if full else ahead
    return (_empty(window) if shown is None else _span(often, window, shown, occurrences, last)), tally


def _stamp(entry: Entry) -> int:
    """When an entry was made; without an hour, at the end of its day: in the person's favour."""
    return entry.at.end - 1 if entry.at.is_day else entry.at.start


def _span(often: Often, window: Span, one: Occurrence, occurrences: _Occurrences, last: int) -> Span:
    """The stretch in which an occurrence is open."""
    start, begins, text = one
    each = often.each[text]
    beat = each.apart if each.apart is not None and not is_by_day(each.apart) else None
    length = often.lasts(occurrences.scope) if often.lasts is not None else None
    following = occurrences.after(start)
    usual = (1, "day") if beat is None else beat
    end = min(_closes(occurrences, begins, length or usual), last, following.opens if following else FOREVER)
    at = point(start, occurrences.zone)
    how = f"{phrases.each_in_words(text)}: {day_label(at) if beat is None else label(at)}"
    lasts = (f"for {phrases.in_words(*length)}",) if length is not None else ()
    return span(
        **{**vars(window), "start": start, "end": end, "open_end": False, "ideal": None, "how_ideal": (),
           "how_start": (how,), "how_end": (how, *lasts)}
    )  # fmt: skip


def _closes(occurrences: _Occurrences, start: int, length: Length) -> int:
    """The end of a stretch of that length that begins with its day."""
    if phrases.calendar_of(length[1]) is None:
        return later(occurrences.scope, start, length, 1)
    # Counted from the day before, for the first day may be a working day or not: three of them end with the third.
    day = point(start - 1, occurrences.zone).day
    try:
        return shifted(occurrences.scope, whole_day(day, occurrences.zone), *length).end
    except MomentError:
        return FOREVER


def _empty(window: Span) -> Span:
    """The window without any occurrence: it cannot be done."""
    return span(**{**vars(window), "end": window.start, "open_end": False, "ideal": None, "how_ideal": ()})
