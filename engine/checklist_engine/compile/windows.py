"""Windows of the rule language become functions ``Scope -> Span``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from checklist_engine.compile.context import Context
from checklist_engine.compile.edges import compile_edges, end_of, start_of
from checklist_engine.load.pack import Path
from checklist_engine.scope import Lack, Scope
from checklist_engine.stretches import Stretch, without
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
    waits: bool = False
    """Whether all that is left of it hangs on something that has not happened, whatever its own edges are."""

    lacks: tuple[Lack, ...] = ()
    """What its beginning hangs on and is not there, as in `Scope.lacks`; empty where the beginning is known."""

    cut: Callable[[int, int], Sequence[Stretch] | None] | None = None
    """What `only` and `except` leave out of another stretch ``[start, end)``; None where there are none."""

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
    pieces = () if start is None else tuple(without((start, end), fields.get("holes", ())))
    return Span(**{**fields, "pieces": pieces})


SpanOf = Callable[[Scope], Span]


def compile_window(context: Context, node: Mapping[str, Any], path: Path) -> SpanOf:
    """The window described by ``node``: `from`, `until` or `through`, `during`, `ideal`, `only`, `except`."""
    edges = compile_edges(context, node, path)
    ideal = compile_edges(context, node["ideal"], (*path, "ideal")) if "ideal" in node else None
    holes_of = None
    if "only" in node or "except" in node:
        from checklist_engine.compile.holes import compile_holes

        holes_of = compile_holes(context, node, path)

    def span_of(scope: Scope) -> Span:
        start, how_start = start_of(edges, scope)
        lacks = tuple(dict.fromkeys(scope.lacks)) if start is None else ()
        if start is None and not scope.gather(lambda there: start_of(edges, there))[1]:
            # No answer lets it begin, so none about its end helps: what has to happen first is no question.
            (end, how_end, open_end), _ = scope.gather(lambda there: end_of(edges, there))
        else:
            end, how_end, open_end = end_of(edges, scope)
        favourite: tuple[int, int] | None = None
        how_ideal: tuple[str, ...] = ()
        if ideal is not None:
            ideal_start, how_first = start_of(ideal, scope)
            ideal_end, how_last, _ = end_of(ideal, scope)
            if ideal_start is not None and ideal_start < ideal_end:
                favourite, how_ideal = (ideal_start, ideal_end), (*how_first, *how_last)
        holes = holes_of(scope, start, end) if holes_of is not None else ()
        return span(
            start=start if holes is not None else None, end=end, open_end=open_end, how_start=how_start,
            how_end=how_end, ideal=favourite, how_ideal=how_ideal, holes=holes or (), waits=holes is None,
            lacks=lacks if holes is not None else tuple(dict.fromkeys(scope.lacks)),
            cut=partial(holes_of, scope) if holes_of is not None else None,
        )  # fmt: skip

    return span_of
