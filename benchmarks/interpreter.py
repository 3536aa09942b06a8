"""A naive interpreter of the rule language: walks the pack's data anew for each question, and parses each phrase again.

It is the slow and obvious twin of `checklist_engine.compile`: a yardstick for `benchmarks/evaluation.py` and an oracle
for `tests/test_interpreter.py`. Values and arithmetic (records, moments, shifts) and the fan-out are the engine's;
what a rule file *means* is read here from its plain data, with nothing kept from one question to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from checklist_engine import phrases
from checklist_engine.compile.facts import Fact
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import Evaluation
from checklist_engine.evaluate.fanout import elements_of, scopes
from checklist_engine.moments import (
    FOREVER,
    Moment,
    MomentError,
    at_clock,
    clock,
    edge_of,
    end_of_local_day,
    month,
    same_day,
    shift,
    weekday,
)
from checklist_engine.profiles import Profile
from checklist_engine.scope import Entry, Record, Scope

Asks = dict[Any, Any]
Truth = tuple[bool, Asks]
Dimensions = Mapping[str, str]
_parsed: Callable[[str], phrases.Phrase] = phrases.parse.__wrapped__  # without its memory: nothing is kept
KINDS = ("do", "dont", "need_not", "expect")
VERBS = ("did", "heard", "skipped")


class Answer(NamedTuple):
    """What one rule says of one item: whether its action and itself speak, the facts missing for that, its window."""

    action: str
    elements: tuple[str | None, ...]
    rule: str
    while_: tuple[bool, frozenset[Any]]
    when: tuple[bool, frozenset[Any]]
    start: int | None
    end: int
    open_end: bool
    ideal: tuple[int, int] | None


def interpreted(program: Program, record: Record, now: int, profile: Profile) -> list[Answer]:
    """Every rule on every item, in the order of the pack, by walking its data. Times are seconds since 1970."""
    case = Evaluation(program, record, now, profile).case
    found = []
    for file in program.pack.actions:
        walk = Walk(program, dict(_lists(program, file.data)))
        for scope in scopes(program, program.actions[file.data["action"]], case):
            found += walk.answers(file.data, scope)
    return found


def compiled(program: Program, record: Record, now: int, profile: Profile) -> list[Answer]:
    """The same, by the compiled program."""
    case = Evaluation(program, record, now, profile).case
    found = []
    for action in program.actions.values():
        for scope in scopes(program, action, case):
            keys = tuple(element.key for element in scope.elements.values())
            going = action.while_.test(scope) if action.while_ is not None else (True, {})
            for rule in action.rules:
                when = rule.when.test(scope) if rule.when is not None else (True, {})
                trigger = rule.trigger or action.trigger
                scope.trigger = trigger(scope) if trigger is not None else None
                span = rule.span(scope)
                found.append(
                    Answer(action.id, keys, rule.id, _plain(going), _plain(when), span.start, span.end, span.open_end,
                           span.ideal)
                )  # fmt: skip
    return found


def _plain(truth: tuple[bool, Mapping[Any, Any]]) -> tuple[bool, frozenset[Any]]:
    return truth[0], frozenset(truth[1])


def _lists(program: Program, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The names that `for_each` brings into view, each with its list; those of a list led through come first."""
    names: dict[str, str] = {}
    for name, given in data.get("for_each", {}).items():
        listed = given.rpartition(" of ")[2]
        names[name] = listed
        first = listed.partition(".")[0]
        for other, about in program.registry.dimensions.items():
            if "." in listed and about.get("list") == first and other not in names and first not in names:
                names[other] = first
    return list(names.items())


class Walk:
    """Reads rule data as seen from one fan-out: ``lists`` maps each name in view to the list that it runs over."""

    def __init__(self, program: Program, lists: Dimensions) -> None:
        self.program = program
        self.lists = lists
        self.manifest = program.pack.manifest.data

    def answers(self, data: Mapping[str, Any], scope: Scope) -> list[Answer]:
        """What each rule of an action file says in ``scope``."""
        keys = tuple(element.key for element in scope.elements.values())
        found = []
        for rule in data.get("rules", ()):
            going = self.truth(data["while"], scope) if "while" in data else (True, {})
            when = self.truth(rule["when"], scope) if "when" in rule else (True, {})
            trigger = rule.get("trigger", data.get("trigger"))
            scope.trigger = self.moment(trigger, scope) if trigger is not None else None
            window = rule[next(kind for kind in KINDS if kind in rule)]
            start, end, open_end = self.edges(window, scope)
            ideal = None
            if "ideal" in window:
                first, last, _ = self.edges(window["ideal"], scope)
                ideal = (first, last) if first is not None and first < last else None
            found.append(
                Answer(data["action"], keys, rule["id"], _plain(going), _plain(when), start, end, open_end, ideal)
            )
        return found

    # Facts

    def fact(self, path: str) -> Fact:
        return Fact(self.program.registry.schema.spec(path, self.lists))

    # Conditions: Kleene's strong logic over what holds if assumed, and what was assumed

    def truth(self, node: Any, scope: Scope) -> Truth:
        if isinstance(node, str):
            return self.truth(self.manifest["conditions"][node], scope)
        if isinstance(node, list):
            return self.joined(node, scope, every=True)
        if "all" in node:
            return self.joined(node["all"], scope, every=True)
        if "any" in node:
            return self.joined(node["any"], scope, every=False)
        if "not" in node:
            held, asks = self.truth(node["not"], scope)
            return not held, asks
        if any(verb in node for verb in VERBS):
            return self.asking(scope, lambda: len(self.logged(node, scope)) >= node.get("at_least", 1))
        if "item" in node:
            wanted = node["is"] if isinstance(node["is"], list) else [node["is"]]
            return self.asking(scope, lambda: any(s in wanted for s in scope.case.statuses_of(node["item"], scope)))
        if "begun" in node:
            return self.asking(scope, lambda: self.reached(node["begun"], scope))
        if "some" in node or "every" in node or "more_than" in node:
            return self.counted(node, scope)
        ((name, tests),) = node.items()
        return self.asking(scope, lambda: all(self.compare(name, key, tests[key], scope) for key in tests))

    def asking(self, scope: Scope, look: Callable[[], bool]) -> Truth:
        held, asks = scope.gather(lambda _: look())
        return held, dict(asks)

    def joined(self, nodes: list[Any], scope: Scope, *, every: bool) -> Truth:
        truths = []
        for node in nodes:
            truths.append(self.truth(node, scope))
            if truths[-1] == ((not every), {}):
                return not every, {}
        value = all(held for held, _ in truths) if every else any(held for held, _ in truths)
        return value, {path: fact for _, asks in truths for path, fact in asks.items()}

    def counted(self, node: Mapping[str, Any], scope: Scope) -> Truth:
        listed = node.get("some") or node.get("every") or node["of"]
        known = self.program.registry.dimensions.items()
        name = next((name for name, about in known if about.get("list") == listed), "it")
        elements = elements_of(self.program, name, self.fact(listed), scope)
        inner = Walk(self.program, {**self.lists, name: listed})
        truths = [inner.truth(node["are"], scope.inside(**{name: element})) for element in elements]
        asks = {path: fact for _, missing in truths for path, fact in missing.items()}
        if "every" in node:
            refuted = any(not held and not missing for held, missing in truths)
            return (False, {}) if refuted else (all(held for held, _ in truths), asks)
        least = node.get("more_than", 0) + 1
        if sum(held and not missing for held, missing in truths) >= least:
            return True, {}
        possible = sum(held or bool(missing) for held, missing in truths)
        return sum(held for held, _ in truths) >= least, asks if possible >= least else {}

    def compare(self, name: str, key: str, wanted: Any, scope: Scope) -> bool:
        fact = self.fact(name)
        if key in ("clock_before", "clock_from", "weekday", "month"):
            moment = fact.moment(scope)
            if moment is None or (key.startswith("clock") and moment.is_day):
                return False
            if key == "clock_before":
                return bool(clock(moment.start, moment.zone) < wanted)
            if key == "clock_from":
                return bool(clock(moment.start, moment.zone) >= wanted)
            return (weekday if key == "weekday" else month)(moment.start, moment.zone) in wanted
        if key in ("before", "after"):
            return self.ordered(fact, key, wanted, scope)
        value = fact.value(scope)
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        nothing = value is None and fact.spec.may_be_none
        if key == "is":
            return bool(value == wanted) or (nothing and wanted == "none")
        if key == "one_of":
            return value in wanted or (nothing and "none" in wanted)
        if key == "not_one_of":
            return value is not None and value not in wanted
        if key in ("at_least", "at_most"):
            return number and bool(value >= wanted if key == "at_least" else value <= wanted)
        if key == "contains":
            return isinstance(value, (list, str)) and bool(wanted in value)
        if key == "known":
            return bool(wanted) == (value is not None)
        if key == "none":
            return bool(wanted) == (value is None or value == [])
        raise ValueError(key)

    def reached(self, node: Any, scope: Scope) -> bool:
        moment = self.moment(node, scope)
        return moment is not None and moment.start <= scope.case.now

    def ordered(self, fact: Fact, key: str, wanted: Any, scope: Scope) -> bool:
        moment = fact.moment(scope)
        if moment is None:
            return False
        start = end = scope.case.now
        if wanted != "now":
            other = self.moment(wanted, scope)
            if other is None:
                return False
            start, end = other.start, other.end
        if key == "before":
            return moment.end <= start and moment.start < end
        return moment.start >= end and moment.end > start

    def logged(self, node: Mapping[str, Any], scope: Scope) -> list[Entry]:
        verb = next(verb for verb in VERBS if verb in node)
        found = [one for one in scope.case.entries(verb, self.names(verb, node[verb])) if scope.concerns(one)]
        if "by" in node:
            channels = [node["by"]] if isinstance(node["by"], str) else node["by"]
            found = [one for one in found if one.channel in channels]
        if "since" in node:
            start = self.moment(node["since"], scope)
            found = [one for one in found if start is not None and max(one.at.start, one.at.end - 1) >= start.start]
        if "with" in node:
            who = self.fact(node["with"]).value(scope)
            found = [one for one in found if who is not None and one.person == who]
        return found

    def names(self, verb: str, given: str | list[str]) -> list[str]:
        names = given if isinstance(given, list) else [given]
        if verb == "heard":
            return names
        return [each for name in names for each in self.program.registry.counted_by(name)]

    # Moments

    def moment(self, node: Any, scope: Scope) -> Moment | None:
        try:
            return self._moment(node, scope)
        except MomentError:
            return None  # beyond the calendar

    def _moment(self, node: Any, scope: Scope) -> Moment | None:
        if isinstance(node, str):
            return self.phrase(node, scope, scope.trigger)
        if isinstance(node, list):
            moment = self.moment(node[0], scope)
            for step in node[1:]:
                moment = self.phrase(step, scope, moment) if moment is not None else None
            return moment
        for key in ("earliest_of", "latest_of", "first_known_of"):
            if key in node:
                known = [moment for part in node[key] if (moment := self.moment(part, scope)) is not None]
                if key == "earliest_of":
                    return min(known, key=lambda one: one.start, default=None)
                if key == "latest_of":
                    return max(known, key=lambda one: one.end, default=None)
                return known[0] if known else None
        verb = next(verb for verb in VERBS if verb in node)
        found = [one for one in scope.case.entries(verb, self.names(verb, node[verb])) if scope.concerns(one)]
        return (found[0 if node.get("which") == "first" else -1].at) if found else None

    def phrase(self, text: str, scope: Scope, base: Moment | None) -> Moment | None:
        phrase = _parsed(text)
        if isinstance(phrase, phrases.Name):
            if phrase.is_registered:
                return self.moment(self.manifest["moments"][phrase.name], scope)
            return self.fact(phrase.name).moment(scope)
        if isinstance(phrase, phrases.Offset):
            if phrase.base is not None:
                base = self.moment(phrase.base, scope)
            working = scope.case.calendar("working") if phrase.unit == "working day" else None
            return shift(base, phrase.amount, phrase.unit, working) if base is not None else None
        if base is None:
            return None
        if isinstance(phrase, phrases.Clock):
            person = scope.elements.get("person")
            theirs = person.zone if person is not None else scope.zone()
            return at_clock(base, phrase.clock, theirs if phrase.theirs else base.zone)
        return edge_of(base, phrase.edge, phrase.period) if isinstance(phrase, phrases.Edge) else same_day(base)

    # Windows

    def edges(self, node: Mapping[str, Any], scope: Scope) -> tuple[int | None, int, bool]:
        """The window ``[start, end)``, and whether it has an end that is not known yet."""
        opening = node.get("from", node.get("during"))
        start: int | None
        if opening is None:
            start = scope.trigger.start if scope.trigger is not None else None
        else:
            moment = self.moment(opening, scope)
            start = moment.start if moment is not None else None
            if start is not None and scope.trigger is not None and self.counts_on(opening):
                start = max(start, scope.trigger.start)
        closing = next((node[key] for key in ("during", "until", "through") if key in node), None)
        if closing is None:
            return start, FOREVER, False
        last = self.moment(closing, scope)
        if last is None:
            return start, FOREVER, True
        whole = "until" not in node and not last.is_day
        return start, end_of_local_day(last) if whole else last.end, False

    def counts_on(self, node: Any) -> bool:
        """Whether an edge counts forward from the trigger, so that it cannot mean a time before it."""
        if not isinstance(node, str):
            return False
        phrase = _parsed(node)
        if isinstance(phrase, phrases.Offset):
            return phrase.base is None and phrase.amount >= 0
        return isinstance(phrase, phrases.SameDay)
