"""A record in disguise: the same case for every rule, with nothing in it that a person wrote in words of their own.

Names, addresses, companies, notes become `name 1`, `company 1`; keys of people and of elements become `person-1`,
`round-1`, and whatever refers to them follows. Dates, clock times, zones, numbers below a million, and words that the
schema or the rules know stay as they are, since rules look at them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.compile.facts import RECORD
from checklist_engine.compile.program import Program
from checklist_engine.keys import PEOPLE_KEYS, element_key, slug
from checklist_engine.load.others import put_at
from checklist_engine.scope import Record

_KEPT = frozenset(
    ("moment", "date", "instant", "day", "clock", "clock_end", "length", "timezone", "zone", "place", "number")
)
"""Types of facts whose text says nothing but when, where the clock hangs, and how long."""
_COMPARES = ("is", "one_of", "not_one_of", "contains")
_LEFT_OUT = ("me", "id", "pack", "log")
_LONG_NUMBER = 1_000_000
"""From here on a number is rather the number of something than how much."""
_ELSEWHERE = "elsewhere.yaml"
"""The name of a record that is not read: one that a record referred to refers to in turn."""
_VERBS = ("did", "heard", "skipped")


class Disguise:
    """The disguise of one record. ``data`` is what stands for it; ``keys`` maps the keys of each dimension.

    ``others`` are the records that it refers to, disguised in the same way, by the names that it now gives them.
    """

    def __init__(self, program: Program, record: Record, like: Disguise | None = None) -> None:
        """``like`` is the disguise of a record that refers to this one: the same words get the same ones there."""
        self.registry = program.registry
        self.schema = program.registry.schema
        self.words: frozenset[str] = like.words if like else frozenset(_words([f.data for f in program.pack.files()]))
        self.texts: dict[str, str] = like.texts if like else {}
        self.persons: dict[str, str] = like.persons if like else {}
        self.elements: dict[tuple[str, str], str] = like.elements if like else {}
        self._originals: frozenset[str] = like._originals if like else frozenset(_texts(record.data))
        self._numbers: dict[str, int] = like._numbers if like else {}
        self.others: dict[str, dict[str, Any]] = {}
        data: Mapping[str, Any] = record.data
        inner: list[Disguise] = []
        for number, (path, other) in enumerate(record.others, 1):
            name = f"other-{number}.yaml"
            inner.append(Disguise(program, other, self))
            self.others[name] = inner[-1].data
            data = put_at(data, path, name)
        people = self.registry.people or ""
        for key in data.get(people) or {}:
            self.persons.setdefault(key, self._key(key, "person"))
        given = {key: value for key, value in data.items() if key not in _LEFT_OUT}
        self.data: dict[str, Any] = self._group(given, self.schema.root, "")
        if "timezone" not in self.data and "timezone" in self.schema.root.get("properties", {}):
            self.data["timezone"] = record.zone
        self.keys = {name: self._keys_of(about, record) for name, about in self.registry.dimensions.items()}
        for one in inner:
            for name, keys in one.keys.items():
                self.keys[name] = {**keys, **self.keys[name]}
        self.data["log"] = [self._entry(entry, record) for entry in record.data.get("log") or ()]

    def key(self, dimension: str, key: str | None) -> str | None:
        """The key in disguise of an element."""
        return None if key is None else self.keys.get(dimension, self.persons).get(key, key)

    # Facts

    def _value(self, value: Any, schema: Mapping[str, Any], name: str) -> Any:
        if isinstance(value, Mapping):
            return self._group(value, schema, name)
        if isinstance(value, list):
            items = self.schema.resolve(schema.get("items", {}))
            return [self._value(one, items, name) for one in value]
        if isinstance(value, str):
            return self._text(value, schema, name)
        if isinstance(value, int) and abs(value) >= _LONG_NUMBER:
            return self._number(value)
        return value

    def _number(self, value: int) -> int:
        """As long a number: one of so many digits tells a person, by telephone or account."""
        if str(value) not in self.texts:
            front = 10 ** (len(str(abs(value))) - 1)
            self.texts[str(value)] = self._free(f"{'-' if value < 0 else ''}{front // 1000}{{:03}}")
        return int(self.texts[str(value)])

    def _group(self, data: Mapping[str, Any], schema: Mapping[str, Any], name: str) -> dict[str, Any]:
        properties = schema.get("properties", {})
        extra = schema.get("additionalProperties")
        others = self.schema.resolve(extra) if isinstance(extra, Mapping) else {}
        found = {}
        for key, value in data.items():
            if key in properties:
                found[key] = self._value(value, self.schema.resolve(properties[key]), self._named(name, key))
            else:
                own = self.persons.get(key) if name == self.registry.people else None
                found[own or self._key(key, name or "fact")] = self._value(value, others, name or "fact")
        return found

    def _named(self, name: str, key: str) -> str:
        """What texts under a key are called: an element's key by its dimension."""
        for dimension, about in self.registry.dimensions.items():
            if about.get("list") == name and about.get("key", "id") == key:
                return f"{dimension}-"
        return key

    def _text(self, text: str, schema: Mapping[str, Any], name: str) -> str:
        listed = schema.get("refers_to")
        if schema.get("type_name") == RECORD:
            return text if text in self.others or text == "none" else _ELSEWHERE
        if listed == self.registry.people and text in self.persons:
            return self.persons[text]
        if schema.get("type_name") in _KEPT or "enum" in schema or "const" in schema or text == "none":
            return text
        if listed or name.endswith("-") or schema.get("type_name") in ("id", "person_ref", "name"):
            return self._key(text, listed or name.strip("-"))
        if text in self.words:
            return text
        if text not in self.texts:
            like = "mail-{}@example.org" if schema.get("format") == "email" else name.replace("_", " ") + " {}"
            self.texts[text] = self._free(like)
        return self.texts[text]

    def _key(self, text: str, name: str) -> str:
        """The key for another one; what counts as the same key stays the same."""
        if text in self.words:
            return text
        known = name, slug(text) or text
        if known not in self.elements:
            self.elements[known] = self._free(f"{slug(name) or 'key'}-{{}}")
        return self.elements[known]

    def _free(self, like: str) -> str:
        while True:
            number = self._numbers[like] = self._numbers.get(like, 0) + 1
            if (text := like.format(number)) not in self._originals:
                return text

    # The log, and what items are called

    def _keys_of(self, about: Mapping[str, Any], record: Record) -> dict[str, str]:
        """The keys of a list's elements, each with that in disguise; persons for a dimension without a list."""
        if "list" not in about:
            return self.persons
        before, after = record.data.get(about["list"]) or [], self.data.get(about["list"]) or []
        return dict(zip(_keys(before, about), _keys(after, about), strict=True))

    def _entry(self, entry: Mapping[str, Any], record: Record) -> dict[str, Any]:
        found = {key: entry[key] for key in ("at", *_VERBS, "by") if key in entry}
        for field in PEOPLE_KEYS:
            if str(entry.get(field)) in self.persons:
                found[field] = self.persons[str(entry[field])]
        for dimension, about in self.registry.dimensions.items():
            named = about.get("log")
            if isinstance(named, str) and named in entry:
                said = self._said(dimension, str(entry[named]))
                found.update({named: said} if said is not None else {})
        return found

    def _said(self, dimension: str, text: str) -> str | None:
        """The key by which an entry names an element; of a list within a list, what stands for it there."""
        key = slug(text)
        if key in self.keys[dimension]:
            return self.keys[dimension][key]
        if text in _texts(self.data):
            return text
        return next((new for (_, old), new in self.elements.items() if old == key), None)


def _keys(elements: list[Any], about: Mapping[str, Any]) -> list[str]:
    """The keys by which the elements' items are told apart."""
    taken: list[str] = []
    for index, data in enumerate(elements):
        key = name = element_key(data, about, index)
        number = 2
        while key in taken:
            key, number = f"{name}-{number}", number + 1
        taken.append(key)
    return taken


def _words(node: Any) -> Iterator[str]:
    """The texts that rules compare facts with."""
    if isinstance(node, list):
        for one in node:
            yield from _words(one)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key in _COMPARES:
                yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
            yield from _words(value)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(node, list):
        for one in node:
            yield from _texts(one)
