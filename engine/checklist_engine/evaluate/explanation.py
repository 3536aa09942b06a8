"""Why an item is there, or is not: every rule with what it wanted and what it found, every date with its reckoning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checklist_engine.checklist import Item
from checklist_engine.compile.conditions import Finding
from checklist_engine.compile.model import Action, Rule
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import Evaluation, profile_of
from checklist_engine.evaluate.items import item_of
from checklist_engine.evaluate.outcomes import Outcome, item_id
from checklist_engine.evaluate.voices import in_force
from checklist_engine.moments import rfc3339
from checklist_engine.profiles import Profile
from checklist_engine.scope import Record, Scope
from checklist_engine.value import Value


class RuleFinding(Value):
    """One rule: whether it speaks, and why or why not. ``file`` is relative to the pack."""

    rule: str
    kind: str
    sources: tuple[str, ...]
    speaks: bool
    why: str
    file: str
    line: int
    conditions: Finding | None = None


class Change(Value):
    """One change of a record: of a fact, or one more log entry.

    ``how`` is ``set`` (the fact at ``path`` becomes ``value``), ``drop`` (it is taken out) or ``add`` (``value`` comes
    to the end of the list at ``path``, which is ``log`` for a log entry). ``path`` is the place in the record's file,
    ``title`` the schema's, ``written`` the value as one would write it there (None where it is taken out).
    """

    how: str
    path: str
    title: str
    value: Any = None
    written: str | None = None


class Turn(Value):
    """The smallest change that was found to give an item another status; ``item`` is the item's name after it."""

    status: str
    item: str
    changes: tuple[Change, ...]


class Explanation(Value):
    """All about one item at ``now``. ``item`` is None where there is nothing for the action to fan out over.

    ``turns`` are the changes of the record that would turn it, where they were looked for (`checklist_engine.whatif`);
    ``all_tried`` is False where the search gave up before its end.
    """

    action: str
    now: str
    item: Item | None
    file: str
    line: int
    while_: Finding | None
    rules: tuple[RuleFinding, ...]
    nothing_to_fan_out_over: str | None = None
    turns: tuple[Turn, ...] = ()
    all_tried: bool = True


def explain(
    program: Program, record: Record, now: int, name: str, *, profile: str | Profile = "consensus"
) -> Explanation:
    """The explanation of the item ``name``, or of the action of that name where it has no item.

    Raises Problems for a profile that does not exist, KeyError for a name that is neither.
    """
    return explain_all(program, record, now, [name], profile=profile)[0]


def explain_all(
    program: Program, record: Record, now: int, names: Sequence[str], *, profile: str | Profile = "consensus"
) -> list[Explanation]:
    """The explanations of several items, which are evaluated once; otherwise like `explain`."""
    evaluation = Evaluation(program, record, now, profile_of(program, profile))
    actions = {name: program.actions[name.partition("/")[0]] for name in names}
    outcomes = {
        item_id(action.id, outcome.scope): outcome
        for action in {action.id: action for action in actions.values()}.values()
        for outcome in evaluation.outcomes(action)
    }
    return [
        _explained(evaluation, action, outcomes[name]) if name in outcomes else _absent(evaluation, action)
        for name, action in actions.items()
    ]


def _explained(evaluation: Evaluation, action: Action, outcome: Outcome) -> Explanation:
    return Explanation(
        action=action.id,
        now=_now(evaluation),
        item=item_of(evaluation.program, outcome, evaluation.profile.of(action.id)),
        file=action.file,
        line=action.line,
        while_=action.while_.explain(outcome.scope) if action.while_ is not None else None,
        rules=tuple(_rule(evaluation, action, rule, outcome) for rule in action.rules),
    )


def _now(evaluation: Evaluation) -> str:
    return rfc3339(evaluation.case.now, evaluation.case.record.zone)


def _absent(evaluation: Evaluation, action: Action) -> Explanation:
    heard = any(evaluation.profile.of(action.id).heard(rule.sources) for rule in action.rules)
    lists = ", ".join(dimension.over.spec.path for dimension in action.dimensions)
    return Explanation(
        action=action.id,
        now=_now(evaluation),
        item=None,
        file=action.file,
        line=action.line,
        while_=None,
        rules=(),
        nothing_to_fan_out_over=lists if heard and lists else None,
    )


def _rule(evaluation: Evaluation, action: Action, rule: Rule, outcome: Outcome) -> RuleFinding:
    scope = outcome.scope
    speaking = {voice.rule.id: voice for voice in outcome.voices}
    conditions = rule.when.explain(scope.counting_from(rule.trigger)) if rule.when is not None else None
    return RuleFinding(
        rule=rule.id,
        kind=rule.kind,
        sources=rule.sources,
        speaks=rule.id in speaking,
        why=_why(evaluation, action, rule, scope, rule.id in speaking, conditions, list(speaking)),
        file=rule.file,
        line=rule.line,
        conditions=conditions,
    )


def _why(
    evaluation: Evaluation,
    action: Action,
    rule: Rule,
    scope: Scope,
    speaks: bool,
    conditions: Finding | None,
    speaking: list[str],
) -> str:
    """In words, why a rule speaks or is silent."""
    if speaks:
        said = "it speaks" if conditions is None else "it speaks: its conditions hold"
        return said if rule.retired is None else f"{said}; it is retired from {rule.retired} on"
    if rule.off is not None:
        return f"your change: {rule.off}"
    if not evaluation.profile.of(action.id).heard(rule.sources):
        return f"the profile {evaluation.profile.name} does not hear {' or '.join(rule.sources)}"
    today = rfc3339(scope.case.now, scope.case.record.zone)[:10]
    if rule.retired is not None and today >= rule.retired:
        nodes = evaluation.program.registry.action_files[action.id].data["rules"]
        because = next(node["retired"]["because"] for node in nodes if node["id"] == rule.id)
        return f"it is retired from {rule.retired} on: {because}"
    if not in_force(rule, today):
        first, last = rule.valid
        return f"it is valid {'from ' + first if first else ''}{' until ' + last if last else ''}".strip()
    if conditions is not None and not conditions.holds:
        return "its conditions do not hold"
    instead = [other.id for other in action.rules if rule.id in other.replaces and other.id in speaking]
    return f"{' and '.join(instead)} speaks instead" if instead else "it is silent"
