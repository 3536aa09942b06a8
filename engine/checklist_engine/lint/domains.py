"""What a fact can be, as far as the tests of a pack can tell: a domain that leaves nothing out.

A **cell** of a domain is a tuple: the value as tests see it (None where there is none), and of dates and times what
kind of moment it is. Where a schema says little, the domain holds more than can ever be; never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any, Final

from checklist_engine.compile.comparisons import OF_NUMBERS, compares
from checklist_engine.compile.facts import FactSpec, RecordSchema
from checklist_engine.moments import WEEKDAYS

VALUES: Final = ("is", "one_of", "not_one_of", *OF_NUMBERS, "known", "none")
POINTS: Final = ("clock_before", "clock_from", "weekday", "month")
_OTHER: Final = "\0another value"
_ELEMENTS: Final = ("\0elements",)
"""Stand for every text that no test names, and for every list with something in it."""

Cell = tuple[Any, str | None, str, int]
"""The value; the clock time (None: a whole day, "": no moment), the weekday and the month of a moment."""
_NO_MOMENT: Final = ("", "", 0)


def domain_of(
    spec: FactSpec, tests: Iterable[tuple[str, Any]], schema: RecordSchema, *, given: bool
) -> tuple[Cell, ...] | None:
    """Everything that the fact can be, in so far as ``tests`` tell it apart; None where its schema does not say.

    ``given`` says that every record has it.
    """
    tests = list(tests)
    if spec.is_moment:
        return _moments(spec, tests, given)
    values = _values(spec, tests)
    if values is None:
        return None
    found = [None if value == "none" and spec.may_be_none else value for value in values]
    if not given:
        found.append(spec.default if not isinstance(spec.default, Mapping) else None)
    return tuple((_plain(value), *_NO_MOMENT) for value in dict.fromkeys(map(_plain, found)))


def holds(key: str, wanted: Any, cell: Cell, spec: FactSpec) -> bool:
    """Whether a test holds in a cell; the same as `compile.comparisons` decides."""
    if key in POINTS:
        return _point_holds(key, wanted, cell)
    return _value_holds(key, wanted, cell[0], spec)


def _value_holds(key: str, wanted: Any, value: Any, spec: FactSpec) -> bool:
    if (
        value is None
        and spec.may_be_none
        and (wanted == "none" if key == "is" else key == "one_of" and "none" in wanted)
    ):
        return True
    if key == "is":
        return bool(value == _plain(wanted))
    if key == "one_of":
        return value in map(_plain, wanted)
    if key == "not_one_of":
        return value is not None and value not in map(_plain, wanted)
    if key in OF_NUMBERS:
        return compares(key, value, wanted)
    if key == "known":
        return (value is not None) is wanted
    return (value is None or value == ()) is wanted


def _point_holds(key: str, wanted: Any, cell: Cell) -> bool:
    _, clock, weekday, month = cell
    if clock == "":
        return False
    if key == "weekday":
        return weekday in wanted
    if key == "month":
        return month in wanted
    return clock is not None and bool(clock < wanted if key == "clock_before" else clock >= wanted)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _values(spec: FactSpec, tests: list[tuple[str, Any]]) -> list[Any] | None:
    about = spec.schema
    if "enum" in about:
        return list(about["enum"])
    kind = about.get("type")
    if kind == "boolean":
        return [True, False]
    if kind in ("integer", "number"):
        return _numbers(about, tests)
    if kind == "string":
        return [*_named(tests), _OTHER, "none"]
    if kind == "array":
        return [(), _ELEMENTS, "none"]
    if kind == "object":
        return [_OTHER]
    return None


def _named(tests: list[tuple[str, Any]]) -> list[Any]:
    listed = [
        wanted if isinstance(wanted, list) else [wanted]
        for key, wanted in tests
        if key in ("is", "one_of", "not_one_of")
    ]
    return list(dict.fromkeys(value for values in listed for value in values))


def _numbers(about: Mapping[str, Any], tests: list[tuple[str, Any]]) -> list[Any]:
    """A number of each stretch that the tests tell apart, within what the schema allows."""
    named = [*_named(tests), *(wanted for key, wanted in tests if key in OF_NUMBERS)]
    least, most = about.get("minimum"), about.get("maximum")
    marks = sorted(
        {one for one in [*named, least, most, 0] if isinstance(one, (int, float)) and not isinstance(one, bool)}
    )
    found = list(marks)
    whole = about.get("type") == "integer"
    for low, high in zip([marks[0] - 2, *marks], [*marks, marks[-1] + 2], strict=True):
        between = int(low // 1) + 1 if whole else (low + high) / 2
        if low < between < high:
            found.append(between)
    return [
        one for one in found
        if (least is None or one >= least) and (most is None or one <= most) and (not whole or one == int(one))
    ]  # fmt: skip


def _moments(spec: FactSpec, tests: list[tuple[str, Any]], given: bool) -> tuple[Cell, ...]:
    clocks = sorted({"00:00", *(wanted for key, wanted in tests if key in ("clock_before", "clock_from"))})
    kinds = list(product((None, *clocks), WEEKDAYS, range(1, 13)))
    values = [*_named(tests), _OTHER]
    # A moment that the schema reckons where none is written is there, although no value is; so is a default.
    apart = spec.default is not None
    cells: list[Cell] = [(value, *kind) for value in values for kind in kinds if value != "none"]
    if not given or spec.may_be_none:
        cells += [(None, *_NO_MOMENT)]
    if apart:
        plain = spec.default if not isinstance(spec.default, Mapping) else None
        cells += [(plain, *kind) for kind in [*kinds, _NO_MOMENT]]
    return tuple(cells)
