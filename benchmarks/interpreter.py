"""A naive interpreter of the rule language: walks the pack's data anew for each question, and parses each phrase again.

It is the slow and obvious twin of `checklist_engine.compile`: a yardstick for `benchmarks/evaluation.py` and an oracle
for `tests/test_interpreter.py`. Values and arithmetic (records, moments, shifts) and the fan-out are the engine's;
what a rule file *means* is read here from its plain data, with nothing kept from one question to the next.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from benchmarks.answers import Answer, plain
from checklist_engine import phrases
from checklist_engine.calendars import near, place_in, rolled
from checklist_engine.compile.facts import Fact, FactSpec
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import Evaluation
from checklist_engine.evaluate.fanout import elements_of, scopes
from checklist_engine.moments import (
    FOREVER,
    Moment,
    MomentError,
    at_clock,
    clock,
    day_start,
    edge_of,
    end_of_local_day,
    month,
    point,
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
COMPARED = {"at_least": operator.ge, "at_most": operator.le, "more_than": operator.gt, "less_than": operator.lt}


class Subject(NamedTuple):
    """A moment that is tested as a fact is."""

    moment: Callable[[Scope], Moment | None]

    def value(self, scope: Scope) -> Moment | None:
        return self.moment(scope)

    @property
    def spec(self) -> Any:
        return FactSpec(path="", title="")


def interpreted(program: Program, record: Record, now: int, profile: Profile) -> list[Answer]:
    """Every rule on every item, in the order of the pack, by walking its data. Times are seconds since 1970."""
    case = Evaluation(program, record, now, profile).case
    found = []
    for file in program.pack.actions:
        walk = Walk(program, dict(_lists(program, file.data)))
        for scope in scopes(program, program.actions[file.data["action"]], case):
            found += walk.answers(file.data, scope)
    return found


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
            whole = self.counting(data, scope)
            there = self.counting(rule, whole)
            going = self.truth(data["while"], whole) if "while" in data else (True, {})
            when = self.truth(rule["when"], there) if "when" in rule else (True, {})
            window = rule[next(kind for kind in KINDS if kind in rule)]
            start, end, open_end = self.edges(window, there)
            ideal = None
            if "ideal" in window:
                first, last, _ = self.edges(window["ideal"], there)
                ideal = (first, last) if first is not None and first < last else None
            kept = self.stretches(window, "only", start, end, there)
            if "only" in window and not kept:
                start = None
            pieces = tuple(self.pieces(window, start, end, there))
            found.append(
                Answer(data["action"], keys, rule["id"], plain(going), plain(when), start, end, open_end, ideal, pieces)
            )
        return found

    def counting(self, node: Mapping[str, Any], scope: Scope) -> Scope:
        """The view with the trigger that a rule or an action names."""
        return scope.counting_from(lambda view: self.moment(node["trigger"], view)) if "trigger" in node else scope

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
            return self.logged(node, scope)
        if "moment" in node:
            subject = self.subject(node["moment"])
            tests = [(key, wanted) for key, wanted in node.items() if key != "moment"]
            return self.asking(scope, lambda: all(self.compare(subject, key, wanted, scope) for key, wanted in tests))
        if "item" in node:
            wanted = node["is"] if isinstance(node["is"], list) else [node["is"]]
            return self.asking(scope, lambda: any(s in wanted for s in scope.case.statuses_of(node["item"], scope)))
        if "begun" in node:
            return self.asking(scope, lambda: self.reached(node["begun"], scope))
        if "some" in node or "every" in node or "more_than" in node:
            return self.counted(node, scope)
        ((name, tests),) = node.items()
        fact = self.fact(name)
        each = [self.asking(scope, partial(self.compare, fact, key, wanted, scope)) for key, wanted in tests.items()]
        return self.settled(each, every=True)

    def asking(self, scope: Scope, look: Callable[[], bool]) -> Truth:
        held, asks = scope.gather(lambda _: look())
        return held, dict(asks)

    def joined(self, nodes: list[Any], scope: Scope, *, every: bool) -> Truth:
        return self.settled([self.truth(node, scope) for node in nodes], every=every)

    def settled(self, truths: list[Truth], *, every: bool) -> Truth:
        if any(truth == ((not every), {}) for truth in truths):
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

    def subject(self, node: Any) -> Any:
        """A moment read as a fact is."""
        return Subject(lambda scope: point(scope.case.now, scope.zone()) if node == "now" else self.moment(node, scope))

    def compare(self, fact: Any, key: str, wanted: Any, scope: Scope) -> bool:
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
        if key in COMPARED:
            return number and bool(COMPARED[key](value, wanted))
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

    def ordered(self, fact: Any, key: str, wanted: Any, scope: Scope) -> bool:
        moment: Moment | None = fact.moment(scope)
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

    def logged(self, node: Mapping[str, Any], scope: Scope) -> Truth:
        """Whether there are entries enough; nothing is asked where there are too few whatever the answers."""
        wanted = node.get("at_least", 1)
        counting = possible = self.entries(node, scope)
        asks: Asks = {}
        for fits in (self.since, self.within, self.with_whom):
            if len(possible) < wanted:
                break
            kept, asked = scope.gather(partial(self.kept, node, possible, fits))
            counting = [one for one in counting if one in kept]
            possible = possible if asked else kept
            asks |= asked
        return len(counting) >= wanted, asks if len(possible) >= wanted else {}

    def kept(
        self, node: Mapping[str, Any], entries: list[Entry], fits: Callable[..., bool], scope: Scope
    ) -> list[Entry]:
        return [entry for entry in entries if fits(node, entry, scope)]

    def entries(self, node: Mapping[str, Any], scope: Scope) -> list[Entry]:
        verb = next(verb for verb in VERBS if verb in node)
        found = [one for one in scope.case.entries(verb, self.names(verb, node[verb])) if scope.concerns(one)]
        if "by" in node:
            channels = [node["by"]] if isinstance(node["by"], str) else node["by"]
            found = [one for one in found if one.channel in channels]
        return found

    def since(self, node: Mapping[str, Any], entry: Entry, scope: Scope) -> bool:
        if "since" not in node:
            return True
        start = self.moment(node["since"], scope)
        return start is not None and max(entry.at.start, entry.at.end - 1) >= start.start

    def within(self, node: Mapping[str, Any], entry: Entry, scope: Scope) -> bool:
        if "within" not in node:
            return True
        length = self.length(node["within"], scope)
        if length is None:
            return False
        start = self.shifted(point(scope.case.now, scope.zone()), -length[0], length[1], scope)
        return max(entry.at.start, entry.at.end - 1) >= start.start

    def with_whom(self, node: Mapping[str, Any], entry: Entry, scope: Scope) -> bool:
        if "with" not in node:
            return True
        who = self.fact(node["with"]).value(scope)
        return who is not None and entry.person == who

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
            return self.phrase(node, scope, None)
        if "choose" in node:
            use: Moment | None = self.chosen(node["choose"], scope, self.moment)
            return use
        if isinstance(node, list):
            moment = self.moment(node[0], scope)
            for step in node[1:]:
                moment = self.phrase(step, scope, moment) if moment is not None else None
            return moment
        for key in ("earliest_of", "latest_of", "first_known_of"):
            if key in node:
                if key == "first_known_of":
                    return next((one for part in node[key] if (one := self.moment(part, scope)) is not None), None)
                known = [moment for part in node[key] if (moment := self.moment(part, scope)) is not None]
                if "known" in node and len(known) < len(node[key]):
                    return None
                if key == "earliest_of":
                    return min(known, key=lambda one: one.start, default=None)
                return max(known, key=lambda one: one.end, default=None)
        verb = next(verb for verb in VERBS if verb in node)
        found = [one for one in scope.case.entries(verb, self.names(verb, node[verb])) if scope.concerns(one)]
        return (found[0 if node.get("which") == "first" else -1].at) if found else None

    def phrase(self, text: str, scope: Scope, base: Moment | None) -> Moment | None:
        phrase = _parsed(text)
        if isinstance(phrase, phrases.Name):
            if phrase.is_registered:
                return self.moment(self.manifest["moments"][phrase.name], scope)
            return self.fact(phrase.name).moment(scope)
        if base is None and getattr(phrase, "base", None) is not None:
            base = self.moment(phrase.base, scope)  # type: ignore[union-attr]
        elif base is None:
            scope.asks.update(scope.trigger_asks)
            base = scope.trigger
        return self.step(phrase, scope, base) if base is not None else None

    def step(self, phrase: phrases.Phrase, scope: Scope, base: Moment) -> Moment | None:
        match phrase:
            case phrases.Offset():
                return self.shifted(base, phrase.amount, phrase.unit, scope)
            case phrases.NamedOffset():
                length = self.length(phrase.name, scope)
                sign = -1 if phrase.before else 1
                return self.shifted(base, sign * length[0], length[1], scope) if length is not None else None
            case phrases.Clock():
                zone = self.zone(phrase, scope, base)
                return at_clock(base, phrase.clock, zone) if zone is not None else None
            case phrases.Edge():
                return edge_of(base, phrase.edge, phrase.period)
            case phrases.Place():
                working = scope.case.calendar(phrases.calendar_of(phrase.what) or "working")
                return place_in(base, phrase.ordinal, phrase.what, phrase.period, working)
            case phrases.Near():
                return near(base, phrase.what, phrase.side, phrase.inclusive)
            case phrases.Roll():
                return rolled(base, phrase.step, scope.case.calendar(phrase.calendar))
        return same_day(base)

    def zone(self, phrase: phrases.Clock, scope: Scope, base: Moment) -> str | None:
        if phrase.theirs:
            person = scope.elements.get("person")
            return person.zone if person is not None else scope.zone()
        if phrase.of is None:
            return base.zone
        value = self.fact(phrase.of).value(scope)
        people = scope.case.record.data.get(self.manifest.get("people", ""), {})
        if value is None or "/" in value:
            return value if value is None else str(value)
        return str(people.get(value, {}).get("timezone", scope.case.record.zone))

    def shifted(self, base: Moment, count: int, unit: str, scope: Scope) -> Moment:
        name = phrases.calendar_of(unit)
        return shift(base, count, unit, scope.case.calendar(name) if name else None)

    def length(self, node: Any, scope: Scope) -> tuple[int, str] | None:
        if isinstance(node, Mapping):
            found: tuple[int, str] | None = self.chosen(node["choose"], scope, self.length)
            return found
        if node in self.manifest.get("offsets", {}):
            return self.length(self.manifest["offsets"][node], scope)
        try:
            return phrases.distance(node)
        except phrases.PhraseError:
            value = self.fact(node).value(scope)
            return phrases.distance(value) if value is not None else None

    def chosen(self, parts: list[Any], scope: Scope, look: Callable[[Any, Scope], Any]) -> Any:
        for part in parts:
            held, asks = self.truth(part["when"], scope) if "when" in part else (True, {})
            scope.asks.update(asks)
            if held:
                return look(part["use"], scope)
        return None

    # Windows

    def edges(self, node: Mapping[str, Any], scope: Scope) -> tuple[int | None, int, bool]:
        """The window ``[start, end)``, and whether it has an end that is not known yet."""
        opening = node.get("from", node.get("during"))
        start: int | None
        if opening is None:
            start = scope.trigger.start if scope.trigger is not None else None
        else:
            moment = self.moment(opening, scope)
            if moment is not None and "during" in node and not moment.is_day:
                moment = same_day(moment)
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

    def pieces(self, node: Mapping[str, Any], start: int | None, end: int, scope: Scope) -> Iterator[tuple[int, int]]:
        """What is left of a window: looked at between each two neighbouring edges."""
        if start is None:
            return
        kept = self.stretches(node, "only", start, end, scope) if "only" in node else [(start, end)]
        holes = self.stretches(node, "except", start, end, scope)
        edges = sorted({start, end, *(edge for one in (*kept, *holes) for edge in one if start < edge < end)})
        at: int | None = None
        for one_edge, other in pairwise(edges):
            free = start <= one_edge < end and not any(first <= one_edge < last for first, last in holes)
            free = free and any(first <= one_edge < last for first, last in kept)
            if free and at is None:
                at = one_edge
            if at is not None and not free:
                yield at, one_edge
                at = None
            if at is not None and other == edges[-1]:
                yield at, other

    def stretches(
        self, node: Mapping[str, Any], key: str, start: int | None, end: int, scope: Scope
    ) -> list[tuple[int, int]]:
        """What `only` or `except` names, where it is known."""
        found: list[tuple[int, int]] = []
        year, now, zone = 366 * 86_400, scope.case.now, scope.zone()
        for one in node.get(key, ()):
            hours = one.keys() & {"weekday", "month", "clock_from", "clock_before"}
            if hours and start is not None:
                whole = end - start <= 3 * year
                far = end if whole else day_start(max(start, now) + year, zone)
                day = shift(same_day(point(start, zone)), -1, "day")
                while day.start < far:
                    near = day.start < day_start(start + year, zone) or day.end >= day_start(now - year, zone)
                    if (whole or near) and self.is_named(one, day):
                        opens, closes = self.hours(one, day)
                        found += [(opens, closes)] if opens < closes else []
                    day = shift(day, 1, "day")
                found += [(far, FOREVER)] if key == "only" else []
            elif not hours:
                first, last, _ = self.edges(one, scope)
                found += [(first, last)] if first is not None else []
        return found

    def is_named(self, node: Mapping[str, Any], day: Moment) -> bool:
        """Whether hours of that day are meant."""
        week, year = node.get("weekday"), node.get("month")
        return (week is None or weekday(day.start, day.zone) in week) and (
            year is None or month(day.start, day.zone) in year
        )

    def hours(self, node: Mapping[str, Any], day: Moment) -> tuple[int, int]:
        """From when until when."""
        opens, closes = node.get("clock_from", "00:00"), node.get("clock_before")
        start = day.start if opens == "00:00" else at_clock(day, opens, day.zone).start
        if closes is None:
            return start, day.end
        return start, at_clock(day if opens < closes else shift(day, 1, "day"), closes, day.zone).start

    def counts_on(self, node: Any) -> bool:
        """Whether an edge counts forward from the trigger, so that it cannot mean a time before it."""
        if not isinstance(node, str):
            return False
        phrase = _parsed(node)
        if isinstance(phrase, phrases.Offset):
            return phrase.base is None and phrase.amount >= 0
        if isinstance(phrase, phrases.NamedOffset):
            return phrase.base is None and not phrase.before
        return isinstance(phrase, phrases.SameDay)
