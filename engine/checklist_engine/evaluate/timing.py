"""The dates of one item: its window, reconciled from the voices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checklist_engine.checklist import Stretch, Window
from checklist_engine.compile.model import Action
from checklist_engine.compile.program import Program
from checklist_engine.compile.windows import Span
from checklist_engine.evaluate.fanout import recipients
from checklist_engine.evaluate.forbidden import ahead, left_open
from checklist_engine.evaluate.prohibitions import Ban
from checklist_engine.evaluate.reconcile import Allowed, Hours, Ideal, Piece, both, bounds, meeting, ranked
from checklist_engine.evaluate.voices import Speaking
from checklist_engine.hours import hours_of_days
from checklist_engine.moments import FOREVER, rfc3339
from checklist_engine.profiles import Profile
from checklist_engine.scope import Scope
from checklist_engine.value import Value

_MOST_PIECES = 20
"""Of one rule's window in the checklist: weekdays that are left out make one piece of each week."""


class Timing(Value):
    """An item's dates in seconds (None: none), and the pieces behind them.

    ``said`` is the earliest start and the last end that any source gives; ``opens`` and ``closes`` are what
    prohibitions leave of it. Between two stretches ``opens`` and ``begins`` are where the next one begins; else
    ``begins`` is the earliest start, be it forbidden.
    """

    said: tuple[int | None, int | None] = (None, None)
    begins: int | None = None
    opens: int | None = None
    closes: int | None = None
    best: Piece | None = None
    runner_up: Piece | None = None
    next: Piece | None = None
    any_window: bool = True
    met_strictly: bool = True
    allowed: tuple[Allowed, ...] = ()
    ideals: tuple[Ideal, ...] = ()


def timing_of(
    program: Program,
    action: Action,
    scope: Scope,
    voices: Sequence[Speaking],
    bans: Sequence[Ban],
    profile: Profile,
    *,
    votes: bool,
) -> Timing:
    """Reconcile the voices of one item (see `reconcile`); without ``votes`` only its outer bounds."""
    known = [voice for voice in voices if voice.span.start is not None]
    if not known:
        return Timing()
    whole = [voice for voice in known if not voice.span.is_empty]
    if not whole:
        opens, closes = bounds([Allowed("", voice.span.start or 0, voice.span.end) for voice in known])
        return Timing(said=(opens, closes), begins=opens, opens=opens, closes=closes, any_window=False)
    met = meeting([voice.span.pieces for voice in whole]) if profile.strict else ()
    allowed = [
        Allowed(source, start, end, number)
        for number, voice in enumerate(whole)
        for source in voice.sources for start, end in met or voice.span.pieces
    ]  # fmt: skip
    said = bounds(allowed)
    if not votes:
        return Timing(said=said, begins=said[0], opens=said[0], closes=said[1], allowed=tuple(allowed))
    careful = bans if profile.settle == "careful" else ()
    opens, closes = left_open(allowed, careful, said)
    following = ahead(allowed, careful, scope.case.now)
    if following is not None and closes is not None and following >= closes:
        following = None  # what one source would still allow after the last end that another one gives
    ideals = [Ideal(source, *voice.span.ideal) for voice in whole if voice.span.ideal for source in voice.sources]
    hours = _sending_hours(program, action, scope)
    zone = scope.case.record.zone

    # What others would still allow after the last end is no choice, unless nothing else is left.
    end = FOREVER if closes is None else closes
    within = [one._replace(end=min(one.end, end)) for one in allowed if one.start < end]

    def order(since: int | None) -> list[Piece]:
        return ranked(
            within if since is None or since < end else allowed,
            ideals=ideals,
            forbidden=[(ban.start, ban.end) for ban in careful],
            hours=hours,
            is_working_day=lambda stamp: scope.case.is_working_day(stamp, zone),
            since=since,
            votes=profile.votes,
        )

    pieces = order(None)
    # Before anything begins, what is left is all of it.
    left = pieces if scope.case.now <= min(one.start for one in allowed) else order(scope.case.now)
    return Timing(
        said=said,
        begins=said[0] if following is None else following,
        opens=opens if following is None else following,
        closes=closes,
        best=pieces[0] if pieces else None,
        runner_up=pieces[1] if len(pieces) > 1 else None,
        next=left[0] if left else None,
        met_strictly=bool(met) or not profile.strict,
        allowed=tuple(allowed),
        ideals=tuple(ideals),
    )


def _sending_hours(program: Program, action: Action, scope: Scope) -> Hours | None:
    """The hours in which one may write: those of the sender and of everybody who is written to; None: at any hour."""
    if not program.sending_classes.intersection(action.classes):
        return None
    zones = list(dict.fromkeys([scope.case.record.zone, *(one.zone for one in recipients(program, action, scope))]))
    opens, closes = program.sending_hours

    def hours(start: int, end: int) -> Iterable[tuple[int, int]]:
        if start <= 0:
            return [(start, end)]  # open from the first: there is no first day whose hours could be meant
        stretches: Iterable[tuple[int, int]] = hours_of_days(start, end, zones[0], opens, closes)
        for zone in zones[1:]:
            stretches = both(stretches, hours_of_days(start, end, zone, opens, closes))
        return stretches

    return hours


def window_of(timing: Timing, zone: str) -> Window:
    """The item's window as the checklist shows it."""
    shown = [piece for piece in (timing.best, timing.runner_up) if piece is not None]
    ideal = tuple(
        Stretch(from_=rfc3339(max(start, piece.start), zone), to=rfc3339(min(end, piece.end), zone), sources=(source,))
        for piece in shown
        for source, start, end in timing.ideals
        if start < piece.end and piece.start < end
    )
    return Window(
        opens=date_of(timing.opens, zone),
        best=_stretch(timing.best, zone),
        runner_up=_stretch(timing.runner_up, zone),
        next=_stretch(timing.next, zone),
        closes=date_of(timing.closes, zone),
        ideal=ideal,
    )


def date_of(stamp: int | None, zone: str) -> str | None:
    """None also for "from the first" and "without end"."""
    return None if stamp is None or stamp <= 0 or stamp >= FOREVER else rfc3339(stamp, zone)


def _stretch(piece: Piece | None, zone: str) -> Stretch | None:
    if piece is None:
        return None
    return Stretch(from_=date_of(piece.start, zone), to=date_of(piece.end, zone), sources=piece.sources)


def stretches_of(span: Span, zone: str, now: int) -> tuple[Stretch, ...]:
    """One rule's own window, without what is left out of it; empty where it is not known when it begins.

    Of very many stretches it is the first, those around ``now``, and the last, which say when it begins and ends.
    """
    if span.start is None:
        return ()
    pieces = span.pieces or ((span.start, span.end),)  # one that ends before it begins is shown as it is
    if len(pieces) > _MOST_PIECES:
        over = sum(end <= now for _, end in pieces)
        first = min(max(over - 1, 1), len(pieces) - _MOST_PIECES + 1)
        pieces = (pieces[0], *pieces[first : first + _MOST_PIECES - 2], pieces[-1])
    return tuple(Stretch(from_=date_of(start, zone), to=date_of(end, zone)) for start, end in pieces)
