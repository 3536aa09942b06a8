"""Windows of the rule language become functions ``Scope -> Span``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checklist_engine import phrases
from checklist_engine.compile.context import Context
from checklist_engine.compile.lengths import LengthOf, compile_length
from checklist_engine.compile.moments import MomentOf, compile_moment, log_names, trigger_moment
from checklist_engine.load.pack import Path
from checklist_engine.moments import FOREVER, Moment, edge_of, end_of_local_day, weekdays_within
from checklist_engine.scope import Scope
from checklist_engine.value import Value


class Span(Value):
    """One rule's window in one case: seconds ``[start, end)``.

    ``start`` is None where it hangs on something that has not happened; ``end`` is FOREVER where the rule gives
    none, or none that is known yet (``open_end``). ``how`` is the reckoning of both edges. ``ideal`` is the
    source's own favourite.
    """

    start: int | None
    end: int
    open_end: bool = False
    how_start: tuple[str, ...] = ()
    how_end: tuple[str, ...] = ()
    ideal: tuple[int, int] | None = None
    how_ideal: tuple[str, ...] = ()
    holes: tuple[tuple[int, int], ...] = ()
    """What is left out of it, in order and without overlap."""
    pieces: tuple[tuple[int, int], ...] = ()
    """The window without its holes; empty where it closes before it opens, or has not begun to be known."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of the window."""
        return self.start is not None and not self.pieces

    def holds(self, stamp: int) -> bool:
        """Whether a second lies in the window."""
        return any(start <= stamp < end for start, end in self.pieces)


def span(**fields: Any) -> Span:
    """A span with its pieces reckoned from its edges and holes."""
    start, end = fields["start"], fields["end"]
    if not fields.get("holes"):
        pieces = ((start, end),) if start is not None and start < end else ()
        return Span(**{**fields, "pieces": pieces})
    made = Span(**fields)
    return made.replace(pieces=tuple(_without(made)))


def _without(whole: Span) -> Iterator[tuple[int, int]]:
    if whole.start is None:
        return
    at = whole.start
    for start, end in whole.holes:
        if at < min(start, whole.end):
            yield at, min(start, whole.end)
        at = max(at, end)
    if at < whole.end:
        yield at, whole.end


class Limit(Value):
    """A prohibition by number: more than ``more_than`` times ``per`` so long breaks it."""

    more_than: int
    per: LengthOf


class Often(Value):
    """How often something is to be done: a quota (``at_least`` times, ``per`` so long), or again ``every`` so long.

    Of a repetition ``at_most`` is how often in all, and ``until`` the moment from which it stops.
    """

    at_least: int = 1
    per: LengthOf | None = None
    every: LengthOf | None = None
    at_most: int | None = None
    until: MomentOf | None = None


SpanOf = Callable[[Scope], Span]
Exceptions = Callable[[Scope, int | None, int], list[tuple[int, int]]]
_YEAR = 366
"""Days for which weekdays are left out of a window: nobody plans farther, and a window may have no end."""


class _Edges(Value):
    """The compiled edges of one window; None where the rule does not say."""

    opens: MomentOf | None
    closes: MomentOf | None
    through: bool
    not_before_trigger: bool


def compile_window(context: Context, node: Mapping[str, Any], path: Path) -> SpanOf:
    """The window described by ``node``: `from`, `until` or `through`, `during`, `ideal`."""
    edges = _edges(context, node, path)
    ideal = _edges(context, node["ideal"], (*path, "ideal")) if "ideal" in node else None
    exceptions = [_exception(context, one, (*path, "except", i)) for i, one in enumerate(node.get("except", ()))]

    def span_of(scope: Scope) -> Span:
        start, how_start = _start(edges, scope)
        end, how_end, open_end = _end(edges, scope)
        favourite: tuple[int, int] | None = None
        how_ideal: tuple[str, ...] = ()
        if ideal is not None:
            ideal_start, how_first = _start(ideal, scope)
            ideal_end, how_last, _ = _end(ideal, scope)
            if ideal_start is not None and ideal_start < ideal_end:
                favourite, how_ideal = (ideal_start, ideal_end), (*how_first, *how_last)
        holes = _joined([hole for one in exceptions for hole in one(scope, start, end)]) if exceptions else ()
        return span(
            start=start, end=end, open_end=open_end, how_start=how_start, how_end=how_end,
            ideal=favourite, how_ideal=how_ideal, holes=holes,
        )  # fmt: skip

    return span_of


def _exception(context: Context, node: Mapping[str, Any], path: Path) -> Exceptions:
    """What is left out of a window ``[start, end)``: another window, or weekdays for a year from its beginning."""
    if "weekday" in node:
        weekdays = frozenset(node["weekday"])

        def days(scope: Scope, start: int | None, end: int) -> list[tuple[int, int]]:
            return [] if start is None else list(weekdays_within(start, end, scope.zone(), weekdays, _YEAR))

        return days
    edges = _edges(context, node, path)

    def stretch(scope: Scope, start: int | None, end: int) -> list[tuple[int, int]]:
        first, last = _start(edges, scope)[0], _end(edges, scope)[0]
        return [(first, last)] if first is not None and first < last else []

    return stretch


def _joined(stretches: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


def _edges(context: Context, node: Mapping[str, Any], path: Path) -> _Edges:
    if "during" in node:
        day = compile_moment(context, node["during"], (*path, "during"))
        return _Edges(opens=_whole(day), closes=day, through=True, not_before_trigger=_counts_on(node["during"]))
    closing = next((key for key in ("until", "through") if key in node), None)
    return _Edges(
        opens=compile_moment(context, node["from"], (*path, "from")) if "from" in node else None,
        closes=compile_moment(context, node[closing], (*path, closing)) if closing else None,
        through=closing == "through",
        not_before_trigger="from" not in node or _counts_on(node["from"]),
    )


def _whole(day: MomentOf) -> MomentOf:
    """A day, or of a point the beginning of its day: what is to be done during an appointment is begun before it."""

    def moment_of(scope: Scope) -> Moment | None:
        moment = day(scope)
        return moment if moment is None or moment.is_day else edge_of(moment, "start", "day")

    return moment_of


def _counts_on(node: Any) -> bool:
    """Whether an edge counts forward from the trigger, so that it cannot mean a time before it (`same day`)."""
    if not isinstance(node, str):
        return False
    try:
        phrase = phrases.parse(node)
    except phrases.PhraseError:
        return False
    if isinstance(phrase, phrases.Offset):
        return phrase.base is None and phrase.amount >= 0
    if isinstance(phrase, phrases.NamedOffset):
        return phrase.base is None and not phrase.before
    return isinstance(phrase, phrases.SameDay)


def _start(edges: _Edges, scope: Scope) -> tuple[int | None, tuple[str, ...]]:
    moment = trigger_moment(scope) if edges.opens is None else edges.opens(scope)
    if moment is None:
        return None, ()
    if edges.not_before_trigger:
        trigger = trigger_moment(scope)
        if trigger is not None and moment.start < trigger.start:
            return trigger.start, trigger.how
    return moment.start, moment.how


def _end(edges: _Edges, scope: Scope) -> tuple[int, tuple[str, ...], bool]:
    if edges.closes is None:
        return FOREVER, (), False
    moment: Moment | None = edges.closes(scope)
    if moment is None:
        return FOREVER, (), True
    if edges.through and not moment.is_day:
        return end_of_local_day(moment), (*moment.how, "through the end of that day"), False
    return moment.end, moment.how, False


def compile_limit(context: Context, node: Mapping[str, Any], path: Path) -> Limit | None:
    """The limit of a prohibition: ``more_than`` so many ``per`` stretch; None where it is a plain one."""
    if "more_than" not in node:
        return None
    per = compile_length(context, node.get("per", "3650 days"), (*path, "per"))
    return Limit(more_than=node["more_than"], per=per)


def compile_often(context: Context, node: Mapping[str, Any], path: Path) -> Often | None:
    """How often something is to be done: the window's ``at_least`` and ``per``, or its ``repeat``; None for once."""
    if "repeat" in node:
        repeat, where = node["repeat"], (*path, "repeat")
        return Often(
            every=compile_length(context, repeat["every"], (*where, "every")),
            at_most=repeat.get("at_most"),
            until=compile_moment(context, repeat["until"], (*where, "until")) if "until" in repeat else None,
        )
    if "at_least" not in node:
        return None
    per = compile_length(context, node["per"], (*path, "per")) if "per" in node else None
    return Often(at_least=node["at_least"], per=per)


def compile_counted(
    context: Context, node: Mapping[str, Any], path: Path, action: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a prohibition forbids or counts: the actions behind ``of`` (by default its own) and the channels ``by``."""
    names = log_names(context, "did", node["of"], (*path, "of")) if "of" in node else [action]
    channels = node.get("by", ())
    channels = (channels,) if isinstance(channels, str) else tuple(channels)
    for channel in channels:
        if channel not in context.registry.channels:
            context.unknown((*path, "by"), "channel", channel, context.registry.channels)
    context.registry.mention("did", names, channels)
    return tuple(names), channels
