"""The two edges of a window: where it begins and where it ends, in one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine import phrases
from checklist_engine.compile.context import Context
from checklist_engine.compile.moments import MomentOf, compile_moment, trigger_moment
from checklist_engine.load.pack import Path
from checklist_engine.moments import FOREVER, Moment, edge_of, end_of_local_day
from checklist_engine.scope import Scope
from checklist_engine.value import Value


class Edges(Value):
    """The compiled edges of one window; None where the rule does not say."""

    opens: MomentOf | None
    closes: MomentOf | None
    through: bool
    not_before_trigger: bool


def compile_edges(context: Context, node: Mapping[str, Any], path: Path) -> Edges:
    if "during" in node:
        day = compile_moment(context, node["during"], (*path, "during"))
        return Edges(opens=_whole(day), closes=day, through=True, not_before_trigger=_counts_on(node["during"]))
    closing = next((key for key in ("until", "through") if key in node), None)
    return Edges(
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


def start_of(edges: Edges, scope: Scope) -> tuple[int | None, tuple[str, ...]]:
    """Where the window begins, and how that was reckoned; where it is not known, what is lacking is in ``lacks``."""
    scope.lacks.clear()
    moment = trigger_moment(scope) if edges.opens is None else edges.opens(scope)
    if moment is None:
        return None, ()
    if edges.not_before_trigger:
        trigger = trigger_moment(scope)
        if trigger is not None and moment.start < trigger.start:
            return trigger.start, trigger.how
    return moment.start, moment.how


def end_of(edges: Edges, scope: Scope) -> tuple[int, tuple[str, ...], bool]:
    if edges.closes is None:
        return FOREVER, (), False
    moment: Moment | None = edges.closes(scope)
    if moment is None:
        return FOREVER, (), True
    if edges.through and not moment.is_day:
        return end_of_local_day(moment), (*moment.how, "through the end of that day"), False
    return moment.end, moment.how, False
