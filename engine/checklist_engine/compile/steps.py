"""The steps of moments: from one to another, as a phrase says: ``2 days after``, ``3rd Friday of that month``."""

from __future__ import annotations

from collections.abc import Callable

from checklist_engine import phrases
from checklist_engine.compile.context import Context
from checklist_engine.compile.lengths import check_calendar, compile_length
from checklist_engine.load.pack import Path
from checklist_engine.moments import Moment, at_clock, edge_of, same_day, shift
from checklist_engine.scope import Scope

Step = Callable[[Scope, Moment], Moment | None]


def compile_step(context: Context, phrase: phrases.Phrase, path: Path) -> Step:
    """The step that a phrase (not a name) takes from a moment. The step raises MomentError where it leads nowhere."""
    if isinstance(phrase, phrases.Offset):
        check_calendar(context, phrase.unit, path)
        count, unit = phrase.amount, phrase.unit
        return lambda scope, moment: shifted(scope, moment, count, unit)
    if isinstance(phrase, phrases.NamedOffset):
        return _named_offset(context, phrase, path)
    if isinstance(phrase, phrases.Clock):
        return _clock(context, phrase, path)
    if isinstance(phrase, phrases.Edge):
        edge, period = phrase.edge, phrase.period
        return lambda scope, moment: edge_of(moment, edge, period)
    if isinstance(phrase, (phrases.Place, phrases.Near, phrases.Roll)):
        return _place(context, phrase, path)
    return lambda scope, moment: same_day(moment)


def shifted(scope: Scope, moment: Moment, count: int, unit: str) -> Moment:
    """So many units after a moment (before it where negative), by the case's calendars. Raises MomentError."""
    name = phrases.calendar_of(unit)
    if name is None:
        return shift(moment, count, unit)
    return shift(moment, count, unit, scope.case.calendar(name))


def _named_offset(context: Context, phrase: phrases.NamedOffset, path: Path) -> Step:
    length_of = compile_length(context, phrase.name, path)
    sign, name = -1 if phrase.before else 1, phrase.name

    def step(scope: Scope, moment: Moment) -> Moment | None:
        length = length_of(scope)
        if length is None:
            return None
        result = shifted(scope, moment, sign * length[0], length[1])
        return result.reckoned(*result.how[:-1], f"{name}: {phrases.in_words(*length)}", result.how[-1])

    return step


def _clock(context: Context, phrase: phrases.Clock, path: Path) -> Step:
    clock = phrase.clock
    if phrase.of is None:
        return lambda scope, moment: at_clock(moment, clock, _their_zone(scope) if phrase.theirs else moment.zone)
    fact = context.fact(phrase.of, path)
    people = context.registry.people
    if fact is not None and fact.spec.schema.get("refers_to") != people and fact.spec.schema.get("type_name") != "zone":
        context.problem(path, "fact/no-zone", f"“{phrase.of}” is neither a person nor a time zone")

    def step(scope: Scope, moment: Moment) -> Moment | None:
        value = fact.value(scope) if fact is not None else None
        if not isinstance(value, str):
            return None
        return at_clock(moment, clock, _zone_of(scope, value, people))

    return step


def _their_zone(scope: Scope) -> str:
    person = scope.elements.get("person")
    return person.zone if person is not None else scope.zone()


def _zone_of(scope: Scope, value: str, people: str | None) -> str:
    """The zone of the person with that key, or the zone of that name."""
    known = scope.case.record.data.get(people or "") or {}
    person = known.get(value)
    if isinstance(person, dict):
        return str(person.get("timezone", scope.case.record.zone))
    return value if "/" in value or value == "UTC" else scope.case.record.zone


def _place(context: Context, phrase: phrases.Place | phrases.Near | phrases.Roll, path: Path) -> Step:
    """Places in week, month and year; what reckons them is loaded when a pack speaks of one."""
    from checklist_engine.calendars import near, place_in, rolled

    if isinstance(phrase, phrases.Near):
        named, side, inclusive = phrase.what, phrase.side, phrase.inclusive
        return lambda scope, moment: near(moment, named, side, inclusive)
    if isinstance(phrase, phrases.Roll):
        check_calendar(context, f"{phrase.calendar} day", path)
        step, calendar = phrase.step, phrase.calendar
        return lambda scope, moment: rolled(moment, step, scope.case.calendar(calendar))
    check_calendar(context, phrase.what, path)
    ordinal, what, period = phrase.ordinal, phrase.what, phrase.period
    name = phrases.calendar_of(what) or phrases.WORKING
    return lambda scope, moment: place_in(moment, ordinal, what, period, scope.case.calendar(name))
