"""Statuses. The first line that fits decides; this is the whole table of precedence.

| do              | dont            | need_not        | expect          |
|-----------------|-----------------|-----------------|-----------------|
| skipped         | not-applicable  | not-applicable  | not-applicable  |
| done            | closed          | closed          | met             |
| not-applicable  | waiting         | waiting         | closed          |
| closed          | broken          | upcoming        | late            |
| waiting         | upcoming        | open            | waiting         |
| impossible      | in-force        | lifted          |                 |
| upcoming        | lifted          |                 |                 |
| lapsed          |                 |                 |                 |
| on-hold         |                 |                 |                 |
| overdue         |                 |                 |                 |
| due             |                 |                 |                 |
| open            |                 |                 |                 |

What is held back is not overdue until that lifts: nobody is asked for what is forbidden. Of ``skipped`` and ``done``
the later entry of the log wins. Standing advice is never done by an entry.
"""

from __future__ import annotations

from checklist_engine.moments import day_start
from checklist_engine.value import Value

OVER = frozenset({"done", "skipped", "not-applicable", "closed", "lapsed", "lifted", "met", "impossible"})
"""Statuses in which nothing is left to do, so that no missing fact could matter to the person now."""


class Facts(Value):
    """What the table looks at. Times are seconds; ``opens`` None means that no window is known to begin yet."""

    kind: str
    now: int
    zone: str
    speaks: bool
    open_case: bool = True
    opens: int | None = None
    closes: int | None = None
    best_from: int | None = None
    any_window: bool = True
    """Whether at least one window is not empty."""
    done: bool = False
    skipped: bool = False
    met: bool = False
    held: bool = False
    broken: bool = False
    in_force: bool = False
    standing: bool = False
    lapses: bool = False


def status_of(facts: Facts) -> str:
    """The item's status: the first line of the table that fits."""
    return _TABLES[facts.kind](facts)


def _do(facts: Facts) -> str:
    if facts.skipped:
        return "skipped"
    if facts.done and not facts.standing:
        return "done"
    if not facts.speaks:
        return "not-applicable"
    if not facts.open_case:
        return "closed"
    if facts.opens is None:
        return "waiting"
    if not facts.any_window:
        return "impossible"
    if facts.now < facts.opens:
        return "upcoming"
    over = facts.closes is not None and facts.now >= facts.closes
    if over and (facts.lapses or facts.standing):
        return "lapsed"
    if facts.held:
        return "on-hold"
    if over:
        return "overdue"
    return "due" if _is_due(facts) else "open"


def _is_due(facts: Facts) -> bool:
    """From the start of the best stretch on, and all through the last day."""
    if facts.best_from is not None and facts.now >= facts.best_from:
        return True
    return facts.closes is not None and facts.now >= day_start(facts.closes - 1, facts.zone)


def _dont(facts: Facts) -> str:
    if not facts.speaks:
        return "not-applicable"
    if not facts.open_case:
        return "closed"
    if facts.opens is None:
        return "waiting"
    if facts.broken:
        return "broken"
    if facts.now < facts.opens:
        return "upcoming"
    return "in-force" if facts.in_force else "lifted"


def _need_not(facts: Facts) -> str:
    if not facts.speaks:
        return "not-applicable"
    if not facts.open_case:
        return "closed"
    if facts.opens is None:
        return "waiting"
    if facts.now < facts.opens:
        return "upcoming"
    return "open" if facts.in_force else "lifted"


def _expect(facts: Facts) -> str:
    if not facts.speaks:
        return "not-applicable"
    if facts.met:
        return "met"
    if not facts.open_case:
        return "closed"
    return "late" if facts.closes is not None and facts.now >= facts.closes else "waiting"


_TABLES = {"do": _do, "dont": _dont, "need_not": _need_not, "expect": _expect}
