"""What is to be done several times: quotas (so often, perhaps per so long) and repetitions (again so long after).

Both are counted from what was really logged. A quota without ``per`` counts the entries in its window. With ``per``
time is cut from the window's beginning into stretches of that length, of which the last one takes what is left; the
current one counts, and once it is full the next one is what lies ahead.
For repetitions see `turns` and, where they come round with the calendar, `occurrences`.
"""

from __future__ import annotations

from checklist_engine.compile.lengths import Length
from checklist_engine.compile.model import Action, Rule
from checklist_engine.compile.often import Often
from checklist_engine.compile.windows import Span, span
from checklist_engine.evaluate.tally import Tally, later
from checklist_engine.evaluate.turns import again, moved
from checklist_engine.moments import day_start
from checklist_engine.phrases import in_words
from checklist_engine.scope import Entry, Scope

_MOST_STRETCHES = 5_000


def progressed(action: Action, rule: Rule, window: Span, scope: Scope) -> tuple[Span, Tally | None]:
    """The rule's window as what was logged leaves it, and how far it is; the window itself where once is enough."""
    often = rule.often
    if often is None or window.start is None:
        return window, None
    entries, skips = (
        [entry for entry in scope.case.entries(verb, (action.id,)) if scope.concerns(entry)]
        for verb in ("did", "skipped")
    )
    if often.each:
        # What reckons days is loaded when a rule speaks of them.
        from checklist_engine.evaluate.occurrences import on_days

        return on_days(often, window, entries, skips, scope, lapses=action.lapses)
    if often.every is not None:
        return again(often, window, entries, skips, scope, lapses=action.lapses)
    if often.per is None:
        times = sum(_in(entry, window.start, window.end) for entry in entries)
        return window, Tally(times=times, wanted=often.at_least, start=window.start, end=window.end,
                             full=times >= often.at_least)  # fmt: skip
    length = often.per(scope)
    if length is None:
        return window, None
    if window.start <= 0:  # open from the first: stretches are counted from the day on which it was done first
        begins = min([scope.case.now, *(entry.at.start for entry in entries)])
        window = span(**{**vars(window), "start": day_start(begins, scope.zone())})
    return _per(often, window, entries, length, scope)


def _per(often: Often, window: Span, entries: list[Entry], length: Length, scope: Scope) -> tuple[Span, Tally | None]:
    """The stretch that counts now, or the next one where this one is full."""
    first, now = window.start or 0, scope.case.now
    start, number = first, 0
    while number < _MOST_STRETCHES:
        end, last = _end_of(scope, window, length, number)
        times = sum(_in(entry, start, end) for entry in entries)
        full = times >= often.at_least
        if last or now < end:
            if full and not last:
                start, end, times = end, _end_of(scope, window, length, number + 1)[0], 0
            made = moved(window, start, end, f"{often.at_least} times per {in_words(*length)}")
            if last or not made.is_empty:
                return made, Tally(times=times, wanted=often.at_least, start=start, end=end, full=full and last)
            # What is left of the window has no part in this stretch: a day without its hours.
            number += full
        start, number = end, number + 1
    return window, None


def _end_of(scope: Scope, window: Span, length: Length, number: int) -> tuple[int, bool]:
    """Where a stretch ends, and whether it is the last: what is left at the end and is no whole one belongs to it."""
    first = window.start or 0
    last = later(scope, first, length, number + 2) > window.end
    return (window.end if last else later(scope, first, length, number + 1)), last


def _in(entry: Entry, start: int, end: int) -> bool:
    """Whether an entry counts in ``[start, end)``; one without an hour counts where it may lie in it."""
    return entry.at.start < end and (entry.at.end if entry.at.is_day else entry.at.start + 1) > start
