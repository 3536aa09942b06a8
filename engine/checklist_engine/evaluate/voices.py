"""Which rules speak on an item, and with what windows."""

from __future__ import annotations

from checklist_engine.compile.model import Action, Rule
from checklist_engine.compile.windows import Span, span
from checklist_engine.evaluate.progress import progressed
from checklist_engine.evaluate.tally import Tally
from checklist_engine.moments import rfc3339
from checklist_engine.profiles import Profile
from checklist_engine.scope import Scope
from checklist_engine.value import Value


class Speaking(Value):
    """A rule that speaks on an item, its window there, and the sources that it speaks for."""

    rule: Rule
    span: Span
    sources: tuple[str, ...]
    progress: Tally | None = None
    """How far it is with what is to be done several times."""


def speaking(action: Action, scope: Scope, profile: Profile) -> list[Speaking]:
    """The rules that speak on the item that ``scope`` looks from (with the action's trigger), in the order of the file.

    A rule is silent when the person switched it off, when its sources are not heard, when it is not in force yet or
    any more, when its conditions do not hold, or when a narrower rule replaces it.
    """
    today = rfc3339(scope.case.now, scope.case.record.zone)[:10]
    found = []
    replaced: set[str] = set()
    for rule in action.rules:
        sources = profile.heard(rule.sources)
        if not sources or rule.off is not None or not in_force(rule, today):
            continue
        if rule.when is not None:
            there = scope.counting_from(rule.trigger)
            holds, asks = rule.when.test(there)
            if holds or not asks or not _waits_for_others(action, rule, there):
                scope.asks.update(asks)
            if not holds:
                continue
        replaced.update(rule.replaces)
        found.append((rule, sources))
    spoken = []
    for rule, sources in found:
        if rule.id not in replaced:
            there = scope.counting_from(rule.trigger)
            span, progress = progressed(action, rule, window(action, rule, there), there)
            spoken.append(Speaking(rule=rule, span=span, sources=sources, progress=progress))
    return spoken


def _waits_for_others(action: Action, rule: Rule, scope: Scope) -> bool:
    """Whether a rule's window hangs on what was not done or heard yet: no answer would give it a date."""
    found, _ = scope.gather(lambda there: window(action, rule, there))
    return found.start is None and bool(found.lacks) and all(verb != "fact" for verb, _ in found.lacks)


def window(action: Action, rule: Rule, scope: Scope) -> Span:
    """The rule's window in a scope that counts from its trigger; without one and a `from` it is open from the first."""
    found = rule.span(scope)
    anchored = rule.has_from or rule.trigger is not None or action.trigger is not None
    if found.start is not None or found.waits or anchored:
        return found
    return span(**{**vars(found), "start": 0, "how_start": ("always",)})


def in_force(rule: Rule, today: str) -> bool:
    """Whether a rule is valid on a local date (2026-11-17)."""
    first, last = rule.valid
    return (
        (rule.retired is None or today < rule.retired)
        and (first is None or first <= today)
        and (last is None or today <= last)
    )
