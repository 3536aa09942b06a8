"""Reading the facts of a record: every date and time in its zone, every reference to a person or an element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from checklist_engine.compile.facts import RecordSchema
from checklist_engine.keys import about_list, keys_in
from checklist_engine.load.pack import Path
from checklist_engine.moments import Moment, MomentError, known_zone, label, parse, shift
from checklist_engine.phrases import UNITS, Offset, PhraseError
from checklist_engine.phrases import parse as parse_phrase

Place = tuple[int, int]
_MOMENT_TYPES = {"moment", "date"}


class Complaints(Protocol):
    """Where problems of a record are noted."""

    def problem(
        self, path: Path, id: str, message: str, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        """Note a problem at a path."""

    def unknown(self, path: Path, what: str, name: str, known: Any) -> None:
        """Note a name that nothing registers."""


class FactReader:
    """Walks a record beside its schema. ``moments`` gathers dates and times by path, ``notes`` what was assumed."""

    def __init__(
        self,
        schema: RecordSchema,
        data: Mapping[str, Any],
        zone: str,
        dimensions: Mapping[str, Mapping[str, Any]],
        complaints: Complaints,
    ) -> None:
        self._dimensions = dimensions
        self.moments: dict[Path, Moment] = {}
        self.notes: dict[str, None] = {}
        self._schema = schema
        self._data = data
        self._zone = zone
        self._complaints = complaints

    def read(self, schema: Mapping[str, Any]) -> None:
        """Read the whole record; the log has a reader of its own."""
        self._map({key: value for key, value in self._data.items() if key not in ("log", "me")}, schema, (), self._zone)

    def _value(self, value: Any, schema: Mapping[str, Any], path: Path, zone: str) -> None:
        if isinstance(value, Mapping):
            self._map(value, schema, path, zone)
        elif isinstance(value, list):
            items = self._schema.resolve(schema.get("items", {}))
            for index, element in enumerate(value):
                self._value(element, items, (*path, index), zone)
        elif isinstance(value, str):
            self._text(value, schema, path, zone)

    def _map(self, data: Mapping[str, Any], schema: Mapping[str, Any], path: Path, zone: str) -> None:
        own = data.get("timezone")
        if isinstance(own, str):
            if known_zone(own):
                zone = own
            else:
                self._unknown_zone((*path, "timezone"), own)
        properties = schema.get("properties", {})
        other = schema.get("additionalProperties")
        for key, value in data.items():
            about = properties.get(key) or (other if isinstance(other, Mapping) else {})
            self._value(value, self._schema.resolve(about), (*path, key), zone)
        for key, about in properties.items():
            resolved = self._schema.resolve(about)
            self._assume(key, resolved, data, path)
            self._belong(key, resolved, path)

    def _text(self, value: str, schema: Mapping[str, Any], path: Path, zone: str) -> None:
        if schema.get("type_name") in _MOMENT_TYPES and value != "none":
            try:
                moment = parse(value, zone)
            except MomentError as error:
                self._complaints.problem(path, "record/moment", str(error), hint=error.hint)
            else:
                self.moments[path] = moment.reckoned(f"{'.'.join(map(str, path))}: {label(moment)}")
        listed = schema.get("refers_to")
        if listed:
            known = keys_in(self._data.get(listed), about_list(self._dimensions, listed))
            if value not in known:
                what = "person" if listed == "people" else f"element of {listed}"
                self._complaints.unknown(path, what, value, known)

    def _unknown_zone(self, path: Path, name: str) -> None:
        from checklist_engine.zones import nearest_zone

        near = nearest_zone(name)
        self._complaints.problem(
            path, "reference/time-zone", f"there is no time zone “{name}”",
            expected="a name from the time-zone database, such as Europe/Luxembourg",
            hint=f"Did you mean “{near}”?" if near else None,
        )  # fmt: skip

    def _assume(self, key: str, schema: Mapping[str, Any], data: Mapping[str, Any], path: Path) -> None:
        """A moment that the schema derives from its neighbour while nobody has given it, or only the day of both."""
        absent = schema.get("absent")
        if not isinstance(absent, Mapping) or "moment" not in absent:
            return
        if key in data and not self._is_only_its_day(key, schema, path):
            return
        neighbour, *steps = absent["moment"]
        moment = self.moments.get((*path, neighbour))
        stays = False
        for step in steps if moment is not None else ():
            try:
                phrase = parse_phrase(step)
                # An hour after a day without an hour is still that day: nobody knows when in it.
                if isinstance(phrase, Offset) and phrase.unit in UNITS and moment is not None:
                    if moment.is_day and phrase.unit in ("minute", "hour"):
                        stays = True
                    else:
                        moment = shift(moment, phrase.amount, phrase.unit)
            except (PhraseError, MomentError):
                moment = None
        if moment is not None:
            self.moments[*path, key] = moment
            if said := _said(absent, neighbour, of_a_day=stays):
                self.notes[f"“{key}” names a day and no time; {said}" if key in data else said] = None

    def _is_only_its_day(self, key: str, schema: Mapping[str, Any], path: Path) -> bool:
        """Whether it is written as the bare day of a neighbour that has a time: an end that says no more than that."""
        moment, anchor = self.moments.get((*path, key)), self.moments.get((*path, schema.get("day_of", "")))
        if moment is None or anchor is None or not moment.is_day or anchor.is_day:
            return False
        return moment.start <= anchor.start < moment.end

    def _belong(self, key: str, schema: Mapping[str, Any], path: Path) -> None:
        """Days are counted from the neighbour's day: a round that ends after midnight belongs to the day it began."""
        moment, anchor = self.moments.get((*path, key)), self.moments.get((*path, schema.get("day_of", "")))
        if moment is not None and anchor is not None:
            self.moments[*path, key] = moment.counted_from(anchor.day)
            if moment.start < anchor.start and not self._is_only_its_day(key, schema, path):
                self._complaints.problem(
                    (*path, key),
                    "record/order",
                    f"“{key}” ({_dated(moment, anchor)}) lies before “{schema['day_of']}” ({_dated(anchor, moment)})",
                )


def _dated(moment: Moment, other: Moment) -> str:
    """A moment in short words, with its year where the other one is in another."""
    return label(moment) + (f", {moment.day.year}" if moment.day.year != other.day.year else "")


def _said(absent: Mapping[str, Any], neighbour: str, *, of_a_day: bool) -> str | None:
    """What is said of an assumed moment; what holds for hours is not true of a whole day, to which none were added."""
    if of_a_day and absent.get("say"):
        return str(absent.get("say_of_day") or f"where “{neighbour}” names no time, the whole day is taken")
    return absent.get("say")
