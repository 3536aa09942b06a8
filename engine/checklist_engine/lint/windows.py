"""Windows that cannot be: those that end before they begin, and advice that other advice of its file always forbids."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from checklist_engine import phrases
from checklist_engine.lint.conditions import kind_of, view_of, when_of, while_of
from checklist_engine.lint.formulas import Formulas
from checklist_engine.lint.hours import leave_nothing
from checklist_engine.lint.logic import no
from checklist_engine.lint.subject import Subject
from checklist_engine.load.pack import PackFile, Path
from checklist_engine.moments import WEEKDAYS
from checklist_engine.phrases import Offset, PhraseError, SameDay

_SECONDS = {"minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7}
_SHORTEST, _LONGEST = {"month": 28, "year": 365}, {"month": 31, "year": 366}
_DAY = 86_400
_EDGES = ("from", "until", "through", "during", "only", "except")


def look(subject: Subject) -> None:
    """Note all findings of this module."""
    for file, data in subject.actions():
        for index, rule in enumerate(data["rules"]):
            _last_time(subject, file, data, index)
            kind = kind_of(rule)
            trigger = rule.get("trigger", data.get("trigger"))
            if kind == "dont" and begins_late(data, rule, trigger):
                subject.add(
                    "late-dont", file, ("rules", index, "dont"), owner=("rules", index),
                    message="this begins with its trigger, and all that is to be done ends before that",
                    hint="Say from when on it holds, e.g. from: 1 year before; or make it an action without trigger.",
                )  # fmt: skip
            _window(subject, file, ("rules", index, kind), rule[kind], trigger)
        view = view_of(subject, file)
        for index, rule in enumerate(data["rules"]):
            forbidding = forbidden_by(view, data, rule)
            if forbidding is not None:
                subject.add(
                    "impossible-do", file, ("rules", index),
                    f"“{rule['id']}” says do, and “{forbidding['id']}” forbids that whenever it could be done",
                    hint="By the careful way it is on hold for good. Give one of them a window or a condition.",
                )  # fmt: skip


def _last_time(subject: Subject, file: PackFile, data: Mapping[str, Any], index: int) -> None:
    """What comes back until some day, where nothing says what becomes of a last time that was missed."""
    window = data["rules"][index].get("do", {})
    ends = "until" in window.get("repeat", {}) or (
        window.keys() & {"until", "through", "during"} and not _one_turn(window)
    )
    if "repeat" in window and ends and not data.keys() & {"lapses", "while"}:
        subject.add(
            "last-time-missed", file, ("rules", index, "do", "repeat"),
            "a last time that was missed stays overdue after this has ended", owner=("rules", index),
            hint="Write lapses: true above the rules if it is of no use then, or lapses: false if it still is.",
        )  # fmt: skip


def _one_turn(window: Mapping[str, Any]) -> bool:
    """Whether a window is for certain no longer than what it comes again after, and so is each turn's and no season."""
    repeat = window.get("repeat", {})
    if "every" not in repeat or "at_most" in repeat:
        return False
    if "during" in window:
        return True
    first, last = _offset(window.get("from", "same day")), _offset(window.get("through", window.get("until")))
    again = _offset(f"{repeat['every']} after")
    if first is None or last is None or again is None or first.base != last.base:
        return False
    return _days(last, _LONGEST, math.inf) - _days(first, _SHORTEST, 1) + 1 <= _days(again, _SHORTEST, 1)


def _window(subject: Subject, file: PackFile, path: Path, window: Mapping[str, Any], trigger: Any) -> None:
    closing = "until" if "until" in window else "through"
    if always_empty(window, trigger):
        subject.add("impossible-window", file, (*path, closing), "this window always ends before it begins",
                    owner=path[:2], hint="Exchange the two ends, or say what was meant.")  # fmt: skip
    if "ideal" in window:
        _window(subject, file, (*path, "ideal"), window["ideal"], trigger)
        if not always_empty(window["ideal"], trigger) and _outside(window["ideal"], window, trigger):
            subject.add("impossible-window", file, (*path, "ideal"), "the ideal part lies outside of the window",
                        owner=path[:2], hint="Take the window wider, or the ideal part from within it.")  # fmt: skip
    for key in ("only", "except"):
        for index, one in enumerate(window.get(key, ())):
            _window(subject, file, (*path, key, index), one, trigger)
    if leave_nothing(window):
        where = "only" if "only" in window else "except"
        subject.add("impossible-window", file, (*path, where), "“except” leaves out all that “only” leaves"
                    if "only" in window else "“except” leaves out everything",
                    owner=path[:2], hint="Take some days or hours out of it.")  # fmt: skip
    if (days := _days_of(window)) and days <= _gone(window):
        subject.add("impossible-window", file, (*path, "repeat", "each"),
                    "“only” and “except” leave none of these days",
                    owner=path[:2], hint="Take the weekdays out of one of them.")  # fmt: skip


def _days_of(window: Mapping[str, Any]) -> set[str]:
    """The weekdays on which something comes round; none where it may be on any."""
    given = window.get("repeat", {}).get("each", [])
    named = [phrases.each(text) for text in _listed(given)]
    days = {one.what if one.roll is None and one.apart is None else "any" for one in named}
    return days if days <= set(WEEKDAYS) else set()


def _gone(window: Mapping[str, Any]) -> set[str]:
    """The weekdays of which nothing is left."""
    only = _weekdays(window, "only")
    gone = set(WEEKDAYS) - only if only and "any" not in only else set()
    return gone | _weekdays(window, "except")


def _weekdays(window: Mapping[str, Any], part: str) -> set[str]:
    """The weekdays that `except` takes out whole, or of which `only` leaves something (``any``: of others too)."""
    entries = window.get(part, ())
    if part == "except":
        return {day for one in entries if one.keys() == {"weekday"} for day in one["weekday"]}
    return {day for one in entries for day in one.get("weekday", ["any"])}


def always_empty(window: Mapping[str, Any], trigger: Any) -> bool:
    """Whether a window is empty whatever the moment is that both ends count from. What is not sure is not said."""
    through = "through" in window
    begins, last = window.get("from"), _offset(window.get("through", window.get("until")))
    if begins is None:
        return _ends_before(window, trigger)
    if last is None:
        return False
    first = _offset(begins)
    return first is not None and first.base == last.base and _after(first, last, through)


def _outside(part: Mapping[str, Any], window: Mapping[str, Any], trigger: Any) -> bool:
    """Whether a part has nothing in common with its window: each ends before the other begins, for certain."""
    window, part = _with_ends(window), _with_ends(part)
    ends = ("until", "through")
    begins = {key: window[key] for key in ("from",) if key in window}
    closes = {key: window[key] for key in ends if key in window}
    first = {key: part[key] for key in ("from",) if key in part}
    last = {key: part[key] for key in ends if key in part}
    return bool(closes and always_empty({**first, **closes}, trigger)) or bool(
        last and always_empty({**begins, **last}, trigger)
    )


def _with_ends(window: Mapping[str, Any]) -> Mapping[str, Any]:
    """A window with two ends in place of `during`."""
    return {**window, "from": window["during"], "through": window["during"]} if "during" in window else window


def _before_the_trigger(last: Offset, through: bool, trigger: Any) -> bool:
    """Whether an end lies before the trigger, at which a window without a `from` begins."""
    if last.unit in _SECONDS:
        return last.amount < 0 and not through
    # A moment's own day can be the one after it, where it was reckoned in somebody else's zone; a fact's cannot.
    plain = isinstance(trigger, str) and "-" not in trigger and " " not in trigger
    return last.amount <= (-1 if plain else -2) and last.unit in (*_DAYS, "month", "year")


def _after(first: Offset, last: Offset, through: bool) -> bool:
    """Whether the beginning lies at or behind the end. Both count from the same moment, point or day."""
    if first.unit in _SECONDS and last.unit in _SECONDS:
        start, end = first.amount * _SECONDS[first.unit], last.amount * _SECONDS[last.unit]
        return not through and end <= start
    if first.unit in _DAYS and last.unit in _DAYS:
        return last.amount * _DAYS[last.unit] < first.amount * _DAYS[first.unit]
    if first.unit == last.unit:
        return last.amount < first.amount
    return _days(last, _LONGEST, math.inf) < _days(first, _SHORTEST, 1)


def _days(offset: Offset, far: Mapping[str, int], working: float) -> float:
    """So many days lie at most (``far`` the longest of each unit) or at least between a moment and this long after it.

    So many working days are at least as many days; how many at most, nobody knows.
    """
    if not offset.amount:
        return 0
    if offset.unit in _SECONDS:
        # Where in its day the moment lies may take it a day on. The night in which the clocks change is left aside.
        return (math.ceil if far is _LONGEST else math.floor)(offset.amount * _SECONDS[offset.unit] / _DAY)
    if offset.amount < 0:  # what is farthest back is nearest
        far, working = (_SHORTEST, 1) if far is _LONGEST else (_LONGEST, math.inf)
    return offset.amount * (_DAYS | dict(far)).get(offset.unit, working)


def _offset(node: Any) -> Offset | None:
    """A distance from a moment; None for everything else."""
    if not isinstance(node, str):
        return None
    try:
        phrase = phrases.parse(node)
    except PhraseError:
        return None
    if isinstance(phrase, SameDay):
        return Offset(amount=0, unit="day", base=None)
    return phrase if isinstance(phrase, Offset) else None


def begins_late(data: Mapping[str, Any], rule: Mapping[str, Any], trigger: Any) -> bool:
    """Whether a `dont` of its own file's action begins with the trigger, before which every `do` of the file ends."""
    plain = {**rule, "dont": {key: value for key, value in rule.get("dont", {}).items() if key != "by"}}
    if "dont" not in rule or not forbids(plain, data) or rule["dont"].keys() & {"from", "during"}:
        return False
    tasks = [one for one in data["rules"] if "do" in one]
    return bool(tasks) and all(
        one.get("trigger", data.get("trigger")) == trigger and _ends_before(one["do"], trigger) for one in tasks
    )


def _ends_before(window: Mapping[str, Any], trigger: Any) -> bool:
    """Whether a window ends before its trigger for certain."""
    last = _offset(window.get("through", window.get("until")))
    return last is not None and last.base is None and _before_the_trigger(last, "through" in window, trigger)


def forbidden_by(view: Formulas, data: Mapping[str, Any], rule: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The `dont` of the same file that is in force whenever this `do` could be done."""
    if "do" not in rule:
        return None
    replaced = {name for one in data["rules"] for name in _listed(one.get("replaces", []))}
    speaks = when_of(view, rule), while_of(view, data)
    if view.never(*speaks):
        return None
    others: list[Mapping[str, Any]] = data["rules"]
    for other in others:
        if not forbids(other, data) or other["id"] in replaced or "valid" in other or "retired" in other:
            continue
        same = rule.get("trigger") == other.get("trigger")
        if same and _covers(other["dont"], rule["do"]) and view.never(*speaks, no(when_of(view, other))):
            return other
    return None


def forbids(rule: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    """Whether a rule forbids the action of its own file, plainly: at all times of its window and by every channel."""
    if "dont" not in rule:
        return False
    window = rule["dont"]
    return not {"more_than", "by"} & window.keys() and ("of" not in window or data["action"] in _listed(window["of"]))


def _covers(dont: Mapping[str, Any], do: Mapping[str, Any]) -> bool:
    """Whether the one window holds all of the other; both count from the same trigger."""
    outer = {key: dont[key] for key in _EDGES if key in dont}
    inner = {key: do[key] for key in _EDGES if key in do}
    if outer == inner:
        return True
    if outer.keys() & {"only", "except"} or "from" in outer or "during" in outer:
        return False
    begins = inner.get("from", inner.get("during"))
    first = _offset(begins)
    if begins is not None and (first is None or first.base is not None or first.amount < 0):
        return False  # it may begin before the trigger, where the prohibition does
    if not outer:
        return True
    return begins is None and _no_longer(inner, outer)


def _no_longer(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    """Whether of two windows from the same trigger on the first ends no later than the second."""
    for closing in ("until", "through"):
        if closing in inner and closing in outer:
            last, end = _offset(inner[closing]), _offset(outer[closing])
            if inner[closing] == outer[closing]:
                return True
            if last is None or end is None or last.base != end.base or last.unit != end.unit:
                return False
            return 0 <= last.amount <= end.amount
    return False


def _listed(given: Any) -> list[Any]:
    return [given] if isinstance(given, str) else list(given)
