"""Checking a situation: what the checklist says beside what the test expects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from checklist_engine.checklist import Checklist, Item, Step, Stretch
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import Evaluation, evaluate, profile_of
from checklist_engine.evaluate.items import item_of
from checklist_engine.evaluate.status import OVER
from checklist_engine.keys import slug
from checklist_engine.moments import MomentError, day_before, parse
from checklist_engine.problems import nearest
from checklist_engine.ruletests.read import Situation
from checklist_engine.value import Value

Path = tuple[str | int, ...]


class Difference(Value):
    """One expectation that was not met, and its line in the test; of two lists, what only one of them has."""

    what: str
    expected: str
    found: str
    line: int
    missing: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()
    is_misnamed: bool = False
    """Whether what is expected is an item that is there by another name: no rule would mend that."""


def now_of(situation: Situation) -> int:
    """The second at which the situation looks."""
    return parse(situation.at, situation.record.zone).start


def checklist_of(situation: Situation, program: Program, *, drafts: bool = True) -> Checklist:
    """The checklist of the situation."""
    return evaluate(program, situation.record, now_of(situation), profile=situation.profile, drafts=drafts)


def differences(situation: Situation, program: Program, *, drafts: bool = True) -> list[Difference]:
    """Every expectation of the situation that its checklist does not meet; no expectation looks at messages."""
    checklist = checklist_of(situation, program, drafts=drafts)
    case, where = situation.expected, ("cases", situation.index)
    found = list(_of_items(checklist.items, situation))
    shown = sorted(item.id for item in checklist.items if item.status not in OVER)
    asked = [question.fact for question in checklist.questions]
    if "only" in case and shown != sorted(case["only"]):
        found.append(_difference(situation, (*where, "only"), "only", sorted(case["only"]), shown))
    if "questions" in case and asked != case["questions"]:
        found.append(_difference(situation, (*where, "questions"), "questions", case["questions"], asked))
    remarks = [one.name for one in program.remarks if one.says in checklist.notes]
    if "remarks" in case and sorted(remarks) != sorted(case["remarks"]):
        found.append(_difference(situation, (*where, "remarks"), "remarks", sorted(case["remarks"]), sorted(remarks)))
    for index, fact in enumerate(case.get("asks", ())):
        if fact not in asked:
            found.append(_difference(situation, (*where, "asks", index), "asks", fact, _listed(asked)))
    return found


def differences_of(situation: Situation, program: Program, actions: Collection[str]) -> list[Difference]:
    """As `differences`, of what is expected of the items of some actions alone, which takes a fraction of the time."""
    evaluation = Evaluation(program, situation.record, now_of(situation), profile_of(program, situation.profile))
    items = [
        item_of(program, outcome, evaluation.profile.of(name), drafts=False)
        for name in actions for outcome in evaluation.outcomes(program.actions[name])
    ]  # fmt: skip
    return list(_of_items(items, situation, actions))


def _of_items(
    items: Sequence[Item], situation: Situation, actions: Collection[str] | None = None
) -> Iterator[Difference]:
    """What is expected of single items, or of those of some actions."""
    case, where = situation.expected, ("cases", situation.index)

    def concerned(name: str) -> bool:
        return actions is None or name.partition("/")[0] in actions

    expected = {name: wanted for name, wanted in case.get("expect", {}).items() if concerned(name)}
    yield from _items(items, expected, (*where, "expect"), situation)
    keys = {slug(word) for word in _words(situation.record.data)} if case.get("absent") else set()
    keys |= {key for item in items for _, key in item.elements if key is not None}  # of lists that are assumed, too
    for index, name in enumerate(case.get("absent", ())):
        unknown = [key for key in name.split("/")[1:] if key not in keys and not key.isdigit()]
        if unknown and actions is None:
            near = nearest(unknown[0], keys)
            told = f"no element is called {unknown[0]}" + (f"; did you mean {near}?" if near else "")
            yield _difference(situation, (*where, "absent", index), name, "not applicable", told)
        there = [item for item in items if name in (item.id, item.action) and item.status != "not-applicable"]
        if there and concerned(name):
            told = ", ".join(f"{item.id} is {item.status}" for item in there)
            yield _difference(situation, (*where, "absent", index), name, "not applicable", told)


def _words(node: Any) -> Iterator[str]:
    """Every key and every text of a record: elements are named by some of them."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        yield from map(str, node)
        for value in node.values():
            yield from _words(value)
    elif isinstance(node, Sequence):
        for value in node:
            yield from _words(value)


def _items(there: Sequence[Item], expected: dict[str, Any], where: Path, situation: Situation) -> Iterator[Difference]:
    items = {item.id: item for item in there}
    for name, wanted in expected.items():
        item = items.get(name)
        if item is None:
            near = nearest(name, items)
            action = name.partition("/")[0]
            of_it = [one for one in items if one.partition("/")[0] == action]
            found = (
                f"no such item; did you mean {near}?"
                if near
                else f"no such item among {_listed(of_it or sorted(items))}"
            )
            difference = _difference(situation, (*where, name), name, "an item", found)
            yield difference.replace(is_misnamed=bool(of_it))
            continue
        for key, value in wanted.items():
            shown = _SHOWN[key](item, situation, value)
            if shown != _normal(key, value):
                yield _difference(
                    situation,
                    (*where, name, key),
                    f"{name} {key.replace('_', ' ')}",
                    _normal(key, value),
                    shown,
                )


def _difference(situation: Situation, path: Path, what: str, expected: Any, found: Any) -> Difference:
    line = situation.checked.place(path, key=isinstance(path[-1], str))[0]
    lists = isinstance(expected, list) and isinstance(found, list)
    return Difference(
        what=what, expected=_text(expected), found=_text(found), line=line,
        missing=tuple(str(one) for one in expected if one not in found) if lists else (),
        too_many=tuple(str(one) for one in found if one not in expected) if lists else (),
    )  # fmt: skip


def _listed(names: Any) -> str:
    return ", ".join(map(str, names)) or "nothing"


def _text(value: Any) -> str:
    return _listed(value) if isinstance(value, (list, tuple)) else str(value)


_SETS = {"voices", "rules", "late_for", "provisional", "steps", "checks", "not_by"}
_SUBSETS = {"has_steps", "lacks_steps", "has_checks", "lacks_checks"}


def _normal(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return [f"{name} {one}" for name, one in sorted(value.items())]
    if key in _SETS or key in _SUBSETS:
        return sorted(value)
    return str(value) if key in ("closes", "opens", "hold_until") else value


def _edge(date: str | None, wanted: str, *, closing: bool) -> str:
    """A date as tests write it: midnight as the test does, else 00:00, and 24:00 of the day before where it closes.

    The two are the same instant, so that a test is never wrong for having written the other one.
    """
    if date is None:
        return "none"
    day, clock = date[:10], date[11:16]
    late = wanted.endswith("24:00") or (closing and not wanted.endswith("00:00"))
    if late and clock == "00:00":
        return f"{day_before(day)} 24:00"
    return f"{day} {clock}"


def moments_expected(wanted: dict[str, Any], situation: Situation) -> frozenset[int]:
    """Every second that the expectations of an item name, as the end of a day or as a clock time."""
    return frozenset(second for value in wanted.values() for second in _seconds(value, situation.record.zone))


def _seconds(value: Any, zone: str) -> Iterator[int]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _seconds(one, zone)
    if not isinstance(value, str) or value[:2] not in ("19", "20", "21"):
        return
    day = value[:10]
    for text in value.split(" to "):
        if len(text.removesuffix(" on")) > len("00:00"):
            day = text[:10]
        clock = text.removesuffix(" on")[-5:]
        try:
            yield parse(day, zone).end if clock == "24:00" else parse(f"{day} {clock}", zone).start
        except MomentError:  # an hour that exists twice: no edge of a window is meant by it alone
            continue


def _stretch(stretch: Stretch | None, wanted: str) -> str:
    """A stretch in the form in which the test writes it: short where the test is."""
    if stretch is None or stretch.from_ is None:
        return "none"
    first, _, short = wanted.removesuffix(" on").partition(" to ")
    start = _edge(stretch.from_, first, closing=False)
    if stretch.to is None:
        return f"{start} on"
    end = _edge(stretch.to, short, closing=True)
    if end[:10] == start[:10] and "-" not in short:
        end = end[11:]
    return f"{start} to {end}"


def _sorted(steps: Sequence[Step], wanted: dict[str, str]) -> list[Step]:
    return sorted((step for step in steps if step.id in wanted), key=lambda step: step.id)


def _ideals(item: Item, source: str) -> Sequence[Stretch | None]:
    """A source's favourite stretches in what is best and second best; one None where there is none."""
    return [one for one in item.window.ideal if source in one.sources] or [None]


def _agree(item: Item) -> str:
    agreeing = {voice.source for voice in item.voices if voice.agrees}
    return f"{len(agreeing)} of {len({voice.source for voice in item.voices})}"


Shown = Callable[[Item, Situation | None, Any], Any]
_SHOWN: dict[str, Shown] = {
    "status": lambda item, s, w: item.status,
    "kind": lambda item, s, w: item.kind,
    "title": lambda item, s, w: item.title,
    "opens": lambda item, s, w: _edge(item.window.opens, str(w), closing=False),
    "best": lambda item, s, w: _stretch(item.window.best, w),
    "runner_up": lambda item, s, w: _stretch(item.window.runner_up, w),
    "next": lambda item, s, w: _stretch(item.window.next, w),
    "closes": lambda item, s, w: _edge(item.window.closes, str(w), closing=True),
    "agree": lambda item, s, w: _agree(item),
    "voices": lambda item, s, w: sorted({voice.source for voice in item.voices}),
    "rules": lambda item, s, w: sorted(item.rules),
    "late_for": lambda item, s, w: sorted(item.late_for),
    "provisional": lambda item, s, w: sorted(item.assumed),
    "steps": lambda item, s, w: sorted(step.id for step in item.steps),
    "checks": lambda item, s, w: sorted(check.id for check in item.checks),
    "has_steps": lambda item, s, w: sorted(set(w) & {step.id for step in item.steps}),
    "lacks_steps": lambda item, s, w: sorted(set(w) - {step.id for step in item.steps}),
    "has_checks": lambda item, s, w: sorted(set(w) & {check.id for check in item.checks}),
    "lacks_checks": lambda item, s, w: sorted(set(w) - {check.id for check in item.checks}),
    "steps_by": lambda item, s, w: [
        f"{step.id} {_edge(step.by, w[step.id], closing=True)}" for step in _sorted(item.steps, w)
    ],
    "ideal": lambda item, s, w: [
        f"{source} {_stretch(one, w[source])}" for source in sorted(w) for one in _ideals(item, source)
    ],
    "hold_until": lambda item, s, w: _edge(item.hold.until if item.hold else None, str(w), closing=True),
    "not_by": lambda item, s, w: sorted({name for one in item.not_by for name, _ in one.channels}),
    "done": lambda item, s, w: item.done.timing if item.done else None,
    "broken": lambda item, s, w: len(item.broken),
}


def shown(key: str, item: Item) -> Any:
    """What an item shows under a key of expectations that needs nothing else to be known."""
    return _SHOWN[key](item, None, "")
