"""Which values are tried for a fact, by its schema and by what conditions ask of it (see `checklist_engine.whatif`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from checklist_engine.compile.comparisons import OF_NUMBERS
from checklist_engine.compile.facts import RecordSchema
from checklist_engine.moments import log_text, rfc3339
from checklist_engine.problems import Problems
from checklist_engine.scope import Scope

Tests = list[tuple[str, Any, Callable[[Any], Any] | None]]
Schema = Mapping[str, Any]
SOME_TEXT = "something"
_DAYS = (0, 1, 7, -1, -7)
_MINUTE = 60
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Values:
    """The values to try in one case. ``people`` are the keys of the record's people, as many as are tried."""

    def __init__(
        self, schema: RecordSchema, tests: Mapping[int, Tests], now: int, zone: str, people: list[str]
    ) -> None:
        self._schema = schema
        self._tests = tests
        self._now = now
        self._zone = zone
        self._people = people
        self._today = date.fromisoformat(rfc3339(now, zone)[:10])

    def of(self, schema: Schema, current: Any, scope: Scope) -> Iterator[Any]:
        """Other values than ``current`` (None: missing) for a fact of this schema, seen from ``scope``; some twice."""
        tests = self._tests.get(id(schema), [])
        if "enum" in schema:
            yield from schema["enum"]
        elif schema.get("type") == "boolean":
            yield from (True, False)
        elif schema.get("type") in ("integer", "number"):
            yield from _numbers(tests, current)
        elif schema.get("type_name") in ("moment", "date"):
            yield from self._moments(tests, current, scope, by_day=schema["type_name"] == "date")
            yield "none"
        elif schema.get("type") == "array":
            yield from self._lists(schema, tests, current)
        elif "refers_to" in schema:
            yield from self._people
        elif schema.get("type") == "string":
            yield from (one for key, wanted, _ in tests for one in _satisfying(key, wanted) if isinstance(one, str))
            if current is None:
                yield self._any(schema)

    def more(self, schema: Schema) -> Iterator[Any]:
        """Elements that a list of this schema could have besides: what conditions ask for comes first."""
        for key, wanted, _ in self._tests.get(id(schema), []):
            if key == "contains":
                yield wanted
        element = self._schema.resolve(schema.get("items", {}))
        if "refers_to" in element:
            yield from self._people
        elif element.get("type") == "object":
            yield from self._objects(element)
        else:
            yield self._any(element)

    def _lists(self, schema: Schema, tests: Tests, current: Any) -> Iterator[Any]:
        yield []
        if not current:
            for one in self.more(schema):
                yield [one]

    def _objects(self, element: Schema) -> Iterator[Any]:
        properties = {key: self._schema.resolve(about) for key, about in element.get("properties", {}).items()}
        least = {key: self._any(properties.get(key, {})) for key in element.get("required", ())}
        tested: dict[str, list[Any]] = {}
        for key, about in properties.items():
            for test, wanted, _ in self._tests.get(id(about), []):
                found = [self._any(about)] if test == "known" and wanted else _satisfying(test, wanted)
                tested.setdefault(key, []).extend([one] if about.get("type") == "array" else one for one in found)
        tested = {key: values for key, values in tested.items() if values}
        yield least
        yield {**least, **{key: values[0] for key, values in tested.items()}}
        for key, values in tested.items():
            for value in values:
                yield {**least, key: value}

    def _any(self, schema: Schema) -> Any:
        """Any value that the schema is likely to take, where only its being there matters."""
        if "enum" in schema:
            return next((one for one in schema["enum"] if one != "none"), "none")
        if schema.get("type_name") in ("moment", "date"):
            return self._today.isoformat()
        if "refers_to" in schema:
            return self._people[0] if self._people else SOME_TEXT
        kind = schema.get("type")
        if kind == "object":
            properties = schema.get("properties", {})
            return {key: self._any(self._schema.resolve(properties.get(key, {}))) for key in schema.get("required", ())}
        plain = {"boolean": True, "integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "array": []}
        return plain.get(str(kind)) if kind in plain else next(iter(schema.get("examples", ())), SOME_TEXT)

    def _moments(self, tests: Tests, current: Any, scope: Scope, *, by_day: bool) -> Iterator[str]:
        text = current if isinstance(current, str) else ""
        at = text[10:]
        for days in _DAYS:
            yield f"{self._day(days)}{at}"
        if not by_day:
            yield log_text(self._now, self._zone)
            yield log_text(self._now + _MINUTE, self._zone)
        base = _date(text) or self._today
        for key, wanted, other in tests:
            if key.startswith("clock") and not by_day:
                yield f"{base} {wanted}"
                hour, minute = divmod(int(wanted[:2]) * 60 + int(wanted[3:]) - 1, 60)
                yield f"{base} {hour:02}:{minute:02}"  # a minute before midnight does not exist, and is refused
            elif key in ("weekday", "month"):
                yield from (f"{day}{at}" for day in self._nearest(base, key, wanted))
            elif other is not None:
                yield from self._around(other, scope, by_day)

    def _day(self, days: int) -> str:
        return (self._today + timedelta(days=days)).isoformat()

    def _nearest(self, base: date, key: str, wanted: Any) -> Iterator[str]:
        """From ``base`` on, the first day that such a condition takes, and the first that it does not."""
        listed = wanted if isinstance(wanted, list) else [wanted]
        for takes in (True, False):
            for days in range(366):
                there = base + timedelta(days=days)
                name = _WEEKDAYS[there.weekday()] if key == "weekday" else there.month
                if (name in listed) is takes:
                    yield there.isoformat()
                    break

    def _around(self, other: Callable[[Any], Any], scope: Scope, by_day: bool) -> Iterator[str]:
        """Just before, and just after, the moment that a condition compares with."""
        try:
            moment = other(scope)
        except Problems:  # a record too large to look around in
            return
        if moment is None:
            return
        if by_day:
            for days in (-1, 0, 1):
                yield (date.fromisoformat(rfc3339(moment.start, moment.zone)[:10]) + timedelta(days=days)).isoformat()
        else:
            yield log_text(moment.start - _MINUTE, self._zone)
            yield log_text(moment.end if moment.end > moment.start else moment.end + _MINUTE, self._zone)


def _satisfying(key: str, wanted: Any) -> list[Any]:
    """Values with which such a condition could hold."""
    if key in ("is", "at_least", "at_most", "contains"):
        return [wanted]
    if key in OF_NUMBERS:
        return [wanted + (1 if key == "more_than" else -1)]
    return list(wanted) if key == "one_of" else []


def _numbers(tests: Tests, current: Any) -> Iterator[Any]:
    mentioned = [
        one for _, wanted, _ in tests for one in (wanted if isinstance(wanted, list) else [wanted]) if _is_number(one)
    ]
    for one in mentioned or [current if _is_number(current) else 0]:
        yield from (one, one - 1, one + 1)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
