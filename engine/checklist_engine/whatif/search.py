"""The search for what would turn an item (see `checklist_engine.whatif` for what is tried, and in which order)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import Evaluation, profile_of
from checklist_engine.evaluate.explanation import Explanation, Turn
from checklist_engine.evaluate.fanout import scopes
from checklist_engine.evaluate.outcomes import item_id
from checklist_engine.problems import Problems
from checklist_engine.profiles import Profile
from checklist_engine.scope import Path, Reads, Record, Scope
from checklist_engine.value import Value
from checklist_engine.whatif.candidates import fact_moves, single_moves
from checklist_engine.whatif.laying import Move, changed

MOST_TRIALS = 400
MOST_TURNS = 5
_STEPS = 200
"""So many facts, elements and entries are one trial more: an ordinary record has fewer."""
_STEPS_OF_AN_ITEM = 50


class Sight(Value):
    """The item in a changed record: its scope, name and status (None where there is none), and what was read for it."""

    scope: Scope | None
    item: str | None
    status: str | None
    kind: str | None
    reads: Reads
    cost: int


class _Out(Exception):
    """The work allowed is done."""


def with_turns(
    explanations: Sequence[Explanation],
    program: Program,
    record: Record,
    now: int,
    *,
    profile: str | Profile = "consensus",
) -> list[Explanation]:
    """The explanations, each with what would turn its item. Raises Problems for a profile that does not exist."""
    chosen = profile_of(program, profile)
    left = MOST_TRIALS
    found = []
    for number, one in enumerate(explanations):
        allowed = -(-left // (len(explanations) - number))  # an equal share, with what those before did not need
        search = Search(program, record, now, chosen, one, allowed)
        turns, all_tried = search.turns()
        left = max(0, left - (allowed - search.left))
        found.append(one.replace(turns=turns, all_tried=all_tried))
    return found


class Search:
    """One search, for one item. ``left`` is how many trials are still allowed."""

    def __init__(
        self, program: Program, record: Record, now: int, profile: Profile, about: Explanation, allowed: int
    ) -> None:
        self.left = allowed
        self._program = program
        self._record = record
        self._now = now
        self._profile = profile
        self._action = program.actions[about.action]
        self._wanted = about.item.id if about.item is not None else None
        self._elements: tuple[Path | None, ...] = ()
        """Where the item's elements stand; None for one that nobody has named, which may get any name."""
        self._was: str | None = None

    def turns(self) -> tuple[tuple[Turn, ...], bool]:
        """The turns found, those of single changes or else those of two; and whether everything was tried."""
        found: dict[str, Turn] = {}
        try:
            if self.left <= 0:
                raise _Out
            base = self._look(self._record)
            self.left -= base.cost - 1
            self._was = base.status
            self._elements = _paths(base.scope) if base.scope is not None else ()
            tried: list[tuple[Move, Record, Sight]] = []
            for move in self.singles(base):
                seen = self._try(self._record, move)
                if seen is not None and not self._note(found, seen[1], move):
                    tried.append((move, *seen))
                if len(found) == MOST_TURNS:
                    break
            if not found:
                self._pairs(base, tried, found)
        except _Out:
            return tuple(found.values()), False
        return tuple(found.values()), True

    def singles(self, base: Sight | None = None) -> Iterator[Move]:
        """Every single change that is tried."""
        base = base or self._look(self._record)
        own = base.status not in (None, "not-applicable") and base.kind != "expect"
        return single_moves(
            self._program, self._record, self._now, self._action.id, base.scope, base.reads, own=own
        )  # fmt: skip

    def _pairs(self, base: Sight, tried: Iterable[tuple[Move, Record, Sight]], found: dict[str, Turn]) -> None:
        """Two facts. First those firsts after which something is read that was not before."""

        def rank(one: tuple[Move, Record, Sight]) -> bool:
            return one[2].reads.facts.keys() <= base.reads.facts.keys()

        done: set[frozenset[tuple[str, str, str | None]]] = set()
        for first, record, seen in sorted((one for one in tried if one[0].path != ("log",)), key=rank):
            new = Reads()
            new.facts = {path: one for path, one in seen.reads.facts.items() if path not in base.reads.facts}
            for reads in (new, seen.reads):
                for second in fact_moves(self._program, record, self._now, seen.scope, reads):
                    pair = frozenset((one.told.path, one.told.how, one.told.written) for one in (first, second))
                    if second.path == first.path or pair in done:
                        continue
                    done.add(pair)
                    both = self._try(record, second)
                    if both is not None:
                        self._note(found, both[1], first, second)
                    if len(found) == MOST_TURNS:
                        return

    def _note(self, found: dict[str, Turn], seen: Sight, *moves: Move) -> bool:
        """Keep what turned the item, if nothing smaller did so. Whether it turned."""
        status = seen.status
        if status is None or seen.item is None or status == self._was:
            return False
        if self._was in (None, "not-applicable") and status in ("not-applicable", "closed"):
            return False
        changes = tuple(move.told for move in moves)
        found.setdefault(status, Turn(status=status, item=seen.item, changes=changes))
        return True

    def _try(self, record: Record, move: Move) -> tuple[Record, Sight] | None:
        """The record after a change and the item in it; None where the change is refused. Raises _Out."""
        if self.left <= 0:
            raise _Out
        try:
            after = changed(record, move, self._program)
            seen = self._look(after)
        except Problems:
            self.left -= 1
            return None
        self.left -= seen.cost
        return after, seen

    def _look(self, record: Record) -> Sight:
        """The item in ``record``: that of the same elements, by their places or by name; any where there was none."""
        evaluation = Evaluation(self._program, record, self._now, self._profile)
        reads = evaluation.case.reads = Reads()
        action = self._action
        heard = any(self._profile.of(action.id).heard(rule.sources) for rule in action.rules)
        there = list(scopes(self._program, action, evaluation.case)) if heard else []
        scope = self._chosen(there)
        outcome = evaluation.outcome(action, scope) if scope is not None else None
        evaluation.case.reads = None
        steps = evaluation.case.steps + len(record.moments) + len(there) + _STEPS_OF_AN_ITEM * evaluation.items
        return Sight(
            scope=scope, reads=reads, item=item_id(action.id, scope) if scope is not None else None,
            status=outcome.status if outcome is not None else None,
            kind=outcome.kind if outcome is not None else None,
            cost=1 + (steps + len(self._record.places)) // _STEPS,
        )  # fmt: skip

    def _chosen(self, there: list[Scope]) -> Scope | None:
        """The item that is meant: of that name, else of the same elements, else (where it is not there) the first."""
        if self._wanted is None:
            return there[0] if there else None
        named = next((one for one in there if item_id(self._action.id, one) == self._wanted), None)
        same = next((one for one in there if self._is_same(one)), None)
        return named or same

    def _is_same(self, scope: Scope) -> bool:
        return len(self._elements) == len(scope.elements) and all(
            path is None or element.path == path
            for path, element in zip(self._elements, scope.elements.values(), strict=True)
        )


def _paths(scope: Scope) -> tuple[Path | None, ...]:
    return tuple(element.path if element.key is not None else None for element in scope.elements.values())
