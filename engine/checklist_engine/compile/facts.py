"""Facts: paths such as ``round.they_said.decision_by``, looked up in the record schema when rules are compiled.

The schema says for each fact what to assume until somebody answers (``absent``), the question to ask, and
whether it is a moment. A path starts at a dimension of the fan-out (``round``) or at the record's root.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checklist_engine.moments import Moment
from checklist_engine.scope import Scope
from checklist_engine.value import Value

Path = tuple[str | int, ...]
_MOMENT_TYPES = {"moment", "date"}
RECORD = "record"
"""The type of a fact that names another record of the same pack, whose facts stand below it."""
_LOG = "log"
"""No fact: what happened is asked for with `did` and `heard`."""
_POSITIONS = {"first": 0, "last": -1}


ME = {
    "title": "you",
    "type": "object",
    "properties": {
        "name": {"title": "your name", "type": "string"},
        "telephone": {"title": "your phone number", "type": "string"},
        "email": {"title": "your e-mail address", "type": "string"},
    },
}
"""What the person's configuration says of them; a fact like the record's own, in every pack."""


class UnknownFact(LookupError):
    """No such fact in the record schema: the part that is wrong (and which one it is, from 0), and what it could be."""

    def __init__(self, part: str, candidates: list[str], depth: int = 0) -> None:
        super().__init__(part)
        self.part = part
        self.candidates = candidates
        self.depth = depth


class FactSpec(Value):
    """What the record schema says of one fact."""

    path: str
    title: str
    is_moment: bool = False
    is_list: bool = False
    asks: bool = False
    may_be_none: bool = False
    """Whether the word ``none`` as its value says that there is none."""
    question: str | None = None
    assumed: str | None = None
    default: Any = None
    schema: Mapping[str, Any] = {}
    people: str | None = None
    """Where the record has its people, for paths that lead on beyond a reference to one."""


class RecordSchema:
    """The bundled record schema, read for facts and not for validity."""

    def __init__(
        self, schema: Mapping[str, Any], dimensions: Mapping[str, Mapping[str, Any]], people: str | None
    ) -> None:
        self._root = {**schema, "properties": {"me": ME, **schema.get("properties", {})}}
        self._dimensions = dimensions
        self._people = people
        self._resolved: dict[int, Mapping[str, Any]] = {}
        self._specs: dict[tuple[str, tuple[tuple[str, str], ...]], FactSpec] = {}

    @property
    def root(self) -> Mapping[str, Any]:
        """The schema of a whole record."""
        return self._root

    def asked_for(self) -> Iterable[tuple[str, Mapping[str, str]]]:
        """Every fact that was asked for so far, and what was in scope: what the rules of a compiled pack read."""
        return [(path, dict(dimensions)) for path, dimensions in self._specs]

    def resolve(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The schema behind a local ``$ref``; keywords beside the reference stay in force for us."""
        if "$ref" not in schema:
            return schema
        known = self._resolved.get(id(schema))
        if known is None:
            known = self._resolved[id(schema)] = self._followed(schema)
        return known

    def _followed(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        seen = 0
        own: dict[str, Any] = {}
        while "$ref" in schema and seen < 20:
            own = {**{k: v for k, v in schema.items() if k != "$ref"}, **own}
            own.setdefault("type_name", str(schema["$ref"]).rsplit("/", 1)[-1].lstrip("0123456789-"))
            target: Any = self._root
            for part in str(schema["$ref"]).lstrip("#/").split("/"):
                target = target.get(part, {}) if isinstance(target, Mapping) else {}
            schema, seen = target, seen + 1
        return {**schema, **own}

    def looked_up(self) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        """The paths of all facts that were asked for and are there, each with the dimensions in scope."""
        return list(self._specs)

    def spec(self, path: str, dimensions: Mapping[str, str]) -> FactSpec:
        """The fact at ``path``; ``dimensions`` maps each name in scope to the path of the list it runs over.

        Raises UnknownFact.
        """
        key = (path, tuple(dimensions.items()))
        if key not in self._specs:
            self._specs[key] = self._spec(path, dimensions)
        return self._specs[key]

    def _spec(self, path: str, dimensions: Mapping[str, str]) -> FactSpec:
        parts = path.split(".")
        schema = self._start(parts[0], dimensions)
        for depth, part in enumerate(parts[1:], 1):
            try:
                schema = self._inside(schema, part)
            except UnknownFact as unknown:
                raise UnknownFact(unknown.part, unknown.candidates, depth) from None
        name = schema.get("type_name", "")
        return FactSpec(
            path=path,
            title=str(schema.get("title", parts[-1].replace("_", " "))),
            is_moment=name in _MOMENT_TYPES,
            is_list=schema.get("type") == "array",
            asks=schema.get("absent") == "ask" or ("absent" in schema and "question" in schema),
            may_be_none=schema.get("absent", "none") in ("ask", "none") or name in _MOMENT_TYPES,
            question=schema.get("question"),
            assumed=schema.get("assumed"),
            default=schema.get("absent") if schema.get("absent") not in ("ask", "none") else None,
            schema=schema,
            people=self._people if len(parts) > 1 else None,
        )

    def list_of(self, name: str) -> str | None:
        """The list that ``name`` is the short form of in a record with one element; None where it is none."""
        properties = self._root.get("properties", {})
        return next((listed for listed, about in properties.items() if about.get("list_of_one") == name), None)

    def _start(self, name: str, dimensions: Mapping[str, str]) -> Mapping[str, Any]:
        if name in dimensions:
            return self._element(name, dimensions[name], dimensions)
        properties = {key: value for key, value in self._root.get("properties", {}).items() if key != _LOG}
        if name in properties:
            return self.resolve(properties[name])
        raise UnknownFact(name, [*dimensions, *properties])

    def _element(self, name: str, over: str, dimensions: Mapping[str, str]) -> Mapping[str, Any]:
        """The schema of one element of the list ``over``: a reference to a person is that person."""
        others = {key: value for key, value in dimensions.items() if key != name}
        listed = self.spec(over, others).schema
        element = self.resolve(listed.get("items", {})) if listed.get("type") == "array" else self._values(listed)
        if element.get("refers_to") == self._people and self._people:
            return self._values(self.spec(self._people, {}).schema)
        return element

    def _values(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The schema of a map's values."""
        extra = schema.get("additionalProperties")
        if isinstance(extra, Mapping):
            return self.resolve(extra)
        return next((self.resolve(value) for value in schema.get("patternProperties", {}).values()), {})

    def _inside(self, schema: Mapping[str, Any], part: str) -> Mapping[str, Any]:
        if self._people and schema.get("refers_to") == self._people:
            # Beyond a reference to a person stands that person: `promise.to.name`.
            schema = self._values(self.spec(self._people, {}).schema)
        if schema.get("type_name") == RECORD:
            schema = self._root
        properties = schema.get("properties", {})
        if part in properties:
            return self.resolve(properties[part])
        if schema.get("type") == "array":
            element = self.resolve(schema.get("items", {}))
            if part in _POSITIONS or part.isdigit():
                return element
            # A path straight through a list means every element's: `rounds.with` is everybody in any of them.
            inner = self._inside(element, part)
            return inner if inner.get("type") == "array" else {"type": "array", "items": inner}
        values = self._values(schema)
        if values:
            return values
        raise UnknownFact(part, list(properties))


class Fact:
    """A compiled path. Reading it in a scope gives the value, or what the schema says to assume."""

    __slots__ = ("_first", "_rest", "spec")

    def __init__(self, spec: FactSpec) -> None:
        first, *rest = spec.path.split(".")
        self.spec = spec
        self._first = first
        self._rest = tuple(rest)

    def find(self, scope: Scope) -> tuple[Any, Path]:
        """The value as it stands in the record (None where absent) and the path where it stands or would stand."""
        element = scope.elements.get(self._first) or scope.implied.get(self._first)
        if element is not None:
            value, path = element.data, element.path
        else:
            value, path = scope.case.record.data.get(self._first), (self._first,)
        for part in self._rest:
            if isinstance(value, (str, list)) and self.spec.people and part not in _POSITIONS and not part.isdigit():
                value = _persons(value, scope.case.record.data.get(self.spec.people))
            value, path = _step(value, part, path)
        if scope.case.reads is not None:
            scope.case.reads.facts.setdefault(path, (self, scope))
        return value, path

    def value(self, scope: Scope) -> Any:
        """The value, None where there is none; notes in the scope's ``asks`` that an answer is missing."""
        value, path = self.find(scope)
        if value is None:
            if self.spec.asks:
                scope.ask(self, path)
            return self.spec.default if not isinstance(self.spec.default, Mapping) else None
        return None if value == "none" and self.spec.may_be_none else value

    def moment(self, scope: Scope) -> Moment | None:
        """The moment, None where it is not known; notes in the scope's ``asks`` that an answer is missing."""
        value, path = self.find(scope)
        moment = scope.case.record.moments.get(path)
        if moment is None and value is None and self.spec.asks:
            scope.ask(self, path)
        return moment


def _step(value: Any, part: str, path: Path) -> tuple[Any, Path]:
    if isinstance(value, list):
        if part in _POSITIONS or part.isdigit():
            index = _POSITIONS[part] if part in _POSITIONS else int(part)
            if -len(value) <= index < len(value):
                return value[index], (*path, index % len(value))
            return None, (*path, part)
        return _through(value, part), (*path, part)
    if isinstance(value, Mapping):
        return value.get(part), (*path, part)
    return None, (*path, part)


def _persons(value: Any, people: Any) -> Any:
    """References to people as those people, one or a list; everything else as it is."""
    if isinstance(value, list):
        return [_persons(one, people) for one in value]
    return people.get(value) if isinstance(value, str) and isinstance(people, Mapping) else value


def _through(elements: list[Any], part: str) -> list[Any] | None:
    """What all elements of a list have at ``part``, flattened; None where none of them says."""
    found: list[Any] = []
    said = False
    for element in elements:
        value = element.get(part) if isinstance(element, Mapping) else None
        if value is not None:
            said = True
            found.extend(value if isinstance(value, list) else [value])
    return found if said else None
