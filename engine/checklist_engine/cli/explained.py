"""One item explained on the screen: the answer in a few lines, or all that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checklist_engine import words
from checklist_engine.checklist import Item
from checklist_engine.cli.explained_now import why_now
from checklist_engine.compile.conditions import Finding
from checklist_engine.evaluate.explanation import Change, Explanation, RuleFinding, Turn

_MARKS = {True: "yes", False: "no "}
_DATE = re.compile(r"\d{4}-\d\d-\d\d|none$|$")


def in_short(one: Explanation, columns: int) -> Iterator[str]:
    """Status, window and why now; who says what; what is assumed; the smallest change that would turn it."""
    if one.item is None:
        yield from _wrapped(_absent(one), columns)
    else:
        yield from _wrapped(_answer(one.item, one), columns)
        for voice in words.voices(one.item, one.now):
            said = f"{words.voice(voice, one.now)}: {words.clean(voice.says)}"
            yield f"  {words.clip(said, columns - 2)}"
        for said in _narrowed(one.item, one.now):
            yield f"  {words.clip(said, columns - 2)}"
    yield from _wrapped(_smallest(one), columns)


def in_detail(one: Explanation, columns: int) -> Iterator[str]:
    """The answer, every change that would turn it, every rule with what it found, every date with its reckoning."""
    yield from _wrapped(_detail(one), columns)


def _wrapped(lines: Iterable[str], columns: int) -> Iterator[str]:
    """The lines, cut to the width without control characters; what goes on stands a little further in."""
    for line in lines:
        indent = line[: len(line) - len(line.lstrip(" "))]
        yield from words.wrap(line.lstrip(" "), columns, first=indent, rest=indent + "  ")


def _detail(one: Explanation) -> Iterator[str]:
    item = one.item
    if item is None:
        yield from _absent(one)
        if one.nothing_to_fan_out_over:
            yield from _turns(one, "not there")
        return
    yield from _answer(item, one)
    yield from (f"  {said}" for said in _narrowed(item, one.now))
    yield from _turns(one, item.status)
    yield f"  In detail ({one.file}:{one.line}):"
    if one.while_ is not None:
        yield "  It applies while:"
        yield from _finding(one.while_, "    ")
    yield "  Rules:"
    for rule in one.rules:
        yield from _rule(rule, item)
    if item.derivation:
        yield "  Dates:"
        for line in item.derivation:
            yield f"    {line.edge + (f' of {line.rule}' if line.rule else '')}: {line.text}"


def _absent(one: Explanation) -> Iterator[str]:
    yield f"{one.action} is not in this checklist ({one.file}:{one.line})."
    if one.nothing_to_fan_out_over:
        yield f"  There is one for each of {one.nothing_to_fan_out_over}, and the record has none."
    else:
        yield "  No source that this profile hears speaks of it."


def _answer(item: Item, one: Explanation) -> Iterator[str]:
    """The answer in a few sentences."""
    yield f"{words.title(item)} [{item.id}]"
    why = f"it applies while {_failing(one.while_)}, and that does not hold any more" if one.while_ is not None else ""
    yield f"  {why_now(item, one.now, why)}"
    # What waits has no time yet: “any time from now on” would be said of a time that nobody knows.
    if item.status in ("open", "due", "upcoming", "impossible") and item.kind == "do":
        parts = (words.when(item, one.now), words.runner_up(item, one.now), words.dissent(item, one.now))
        yield from (f"  {words.sentence(part)}" for part in parts if part)
    if changed := words.tailored(item):
        yield f"  {changed}"
    for assumed in item.provisional:
        yield f"  assuming that {assumed}"


def _failing(finding: Finding) -> str:
    """The condition in words; of several that must hold, those that do not."""
    return " and ".join(one.wanted for one in finding.inner if not one.holds) or finding.wanted


def _narrowed(item: Item, now: str) -> Iterator[str]:
    """Each rule that advises against a channel, with its reason."""
    for ban in item.not_by:
        yield f"{words.not_by(item.replace(not_by=(ban,)), now)}: {words.clean(ban.reason)}"


def _smallest(one: Explanation) -> Iterator[str]:
    """The first change that says more than “done once logged” or “closed if they say no”, and moves no known date."""
    telling = [turn for turn in one.turns if not _is_own(turn, one.action) and not _is_date(turn, one.item)]
    own = [turn for turn in one.turns if _is_own(turn, one.action)]
    kind = [turn for turn in telling if turn.status not in ("closed", "not-applicable")]
    for turn in (kind or own or telling or one.turns)[:1]:
        yield f"  It would be {turn.status.replace('-', ' ')} {_if(turn)}."


def _is_own(turn: Turn, action: str) -> bool:
    """Whether it is that the item's own action is logged, done or skipped."""
    change = turn.changes[0]
    return change.path == "log" and action in (change.value.get("did"), change.value.get("skipped"))


def _is_date(turn: Turn, item: Item | None) -> bool:
    """Whether a date would have to be another, or a fact not be there; what is assumed may well turn out otherwise."""
    if item is not None and item.provisional:
        return False
    return any(_DATE.match(change.written or "") for change in turn.changes if change.path != "log")


def _turns(one: Explanation, status: str) -> Iterator[str]:
    """What would give the item another status."""
    if one.turns:
        yield "  What would change it:"
    elif one.all_tried:
        yield "  What would change it: no answer, no two answers and no log entry that could be tried"
    for turn in one.turns:
        yield f"    {status} → {turn.status} {_if(turn)}"
    if not one.all_tried:
        yield "    (not everything was tried)"


def _if(turn: Turn) -> str:
    """What a turn supposes: facts that were otherwise, or a log entry."""
    facts = [change for change in turn.changes if change.path != "log"]
    if facts:
        return "if " + " and ".join(map(_changed, facts))
    logged = (f"{key} {value}" for key, value in turn.changes[0].value.items() if key != "at")
    return f"if you logged: {', '.join(logged)}"


def _changed(change: Change) -> str:
    """A fact's change in words."""
    name = f"“{change.title}” ({change.path})"
    if change.how == "drop":
        return f"{name} were left out"
    return f"{name} had {change.written} too" if change.how == "add" else f"{name} were {change.written}"


def _rule(rule: RuleFinding, item: Item) -> Iterator[str]:
    yield f"    {'+' if rule.speaks else '-'} {rule.rule} ({rule.kind}; {', '.join(rule.sources)}): {rule.why}"
    yield f"      {rule.file}:{rule.line}"
    for voice in item.voices:
        if voice.rule == rule.rule:
            yield f"      {voice.statement}: {voice.says}"
            if voice.ours:
                yield f"      ours: {voice.ours}"
            if voice.yours:
                yield f"      your change: {voice.yours}"
    if rule.conditions is not None:
        yield from _finding(rule.conditions, "      ")


def _finding(finding: Finding, indent: str) -> Iterator[str]:
    mark = _MARKS[finding.holds] + (" (assumed)" if finding.assumed else "")
    yield f"{indent}{mark} {finding.wanted}; found: {finding.found}   ({finding.file}:{finding.line})"
    for inner in finding.inner:
        yield from _finding(inner, indent + "  ")
