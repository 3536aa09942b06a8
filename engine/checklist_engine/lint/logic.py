"""What can hold together: formulas over facts and log entries, searched for a world in which they hold.

A **variable** stands for what one fact can be, or for whether one thing happened; its domain holds everything that it
can be, and perhaps more. So where no world is found, there is none; a world that is found need not exist. What takes
too long to search is answered as if there were a world: nothing is called impossible that might be possible.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

from checklist_engine.value import Value

_MOST_STEPS: Final = 300_000
"""How many atoms one question looks at, over all of its partial worlds."""
_MOST_VARIABLES: Final = 200

Variable = Hashable


class Formula(Value):
    """``all`` or ``any`` of ``parts``, ``not`` the one part, or an ``atom``: the variable has one of ``values``."""

    form: str
    parts: tuple[Formula, ...] = ()
    variable: Variable = None
    values: frozenset[Any] = frozenset()


def every(parts: Iterable[Formula]) -> Formula:
    """All of them hold."""
    return Formula(form="all", parts=tuple(parts))


def some(parts: Iterable[Formula]) -> Formula:
    """At least one of them holds."""
    return Formula(form="any", parts=tuple(parts))


def no(part: Formula) -> Formula:
    """It does not hold."""
    return Formula(form="not", parts=(part,))


def is_so(variable: Variable) -> Formula:
    """A variable that can only be true or false is true."""
    return Formula(form="atom", variable=variable, values=frozenset((True,)))


TRUE: Final = every(())


def possible(formula: Formula, domains: Mapping[Variable, Sequence[Any]]) -> bool:
    """Whether there may be a world in which the formula holds; False only where there is none."""
    kinds = _told_apart(formula, domains)
    if len(kinds) > _MOST_VARIABLES:
        return True
    return _Search(formula, kinds).found({})


def _told_apart(formula: Formula, domains: Mapping[Variable, Sequence[Any]]) -> dict[Variable, list[Any]]:
    """The domains with one value of each kind: values that no atom of the formula tells apart are one kind."""
    wanted: dict[Variable, dict[frozenset[Any], None]] = {}
    for atom in _atoms(formula):
        wanted.setdefault(atom.variable, {})[atom.values] = None
    found = {}
    for variable, sets in wanted.items():
        kinds: dict[tuple[bool, ...], Any] = {}
        for value in domains.get(variable, (True, False)):
            kinds.setdefault(tuple(value in values for values in sets), value)
        found[variable] = list(kinds.values())
    return found


def _atoms(formula: Formula) -> Iterable[Formula]:
    if formula.form == "atom":
        yield formula
    for part in formula.parts:
        yield from _atoms(part)


class _Search:
    def __init__(self, formula: Formula, domains: Mapping[Variable, Sequence[Any]]) -> None:
        self._formula = formula
        self._domains = domains
        self._looks = _MOST_STEPS // (1 + sum(1 for _ in _atoms(formula)))

    def found(self, world: dict[Variable, Any]) -> bool:
        self._looks -= 1
        if self._looks < 0:
            return True  # not known, so not said to be impossible
        holds = _truth(self._formula, world, self._domains)
        if holds is not None:
            return holds
        variable = next(one for one in self._domains if one not in world)
        return any(self.found({**world, variable: value}) for value in self._domains[variable])


def _truth(formula: Formula, world: Mapping[Variable, Any], domains: Mapping[Variable, Sequence[Any]]) -> bool | None:
    """Whether the formula holds in every world that goes on from this one; None where that is open."""
    if formula.form == "atom":
        if formula.variable in world:
            return world[formula.variable] in formula.values
        held = {value in formula.values for value in domains[formula.variable]}
        return held.pop() if len(held) == 1 else None
    if formula.form == "not":
        inner = _truth(formula.parts[0], world, domains)
        return None if inner is None else not inner
    settling = formula.form == "any"
    open_ = False
    for part in formula.parts:
        held_part = _truth(part, world, domains)
        if held_part is settling:
            return settling
        open_ |= held_part is None
    return None if open_ else not settling
