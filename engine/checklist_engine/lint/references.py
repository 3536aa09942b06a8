"""What parts of a rule look at: facts with the tests that are made of them, and what may be in the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine import phrases
from checklist_engine.compile.context import Registry
from checklist_engine.phrases import Name, PhraseError
from checklist_engine.value import Value

_VERBS = ("did", "heard", "skipped")
_NO_FACTS = frozenset(
    ("id", "statement", "title", "ours", "formerly", "replaces", "of", "by", "valid", "retired", "is")
)


class References(Value):
    """``facts`` maps each fact to the tests of it, ``logged`` are verbs with names, each once and in order."""

    facts: dict[str, list[tuple[str, Any]]]
    logged: tuple[tuple[str, str], ...]


def references(registry: Registry, parts: list[Any]) -> References:
    """What these parts of rules look at, also by way of what is named in them."""
    found = _Found(registry)
    for part in parts:
        found.look(part, ())
    return References(facts=found.facts, logged=tuple(found.logged))


class _Found:
    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.facts: dict[str, list[tuple[str, Any]]] = {}
        self.logged: dict[tuple[str, str], None] = {}

    def look(self, node: Any, within: tuple[str, ...]) -> None:
        if isinstance(node, str):
            self._text(node, within)
        elif isinstance(node, list):
            for one in node:
                self.look(one, within)
        elif isinstance(node, Mapping):
            self._map(node, within)

    def _map(self, node: Mapping[str, Any], within: tuple[str, ...]) -> None:
        for key, value in node.items():
            if key in _VERBS:
                names = value if isinstance(value, list) else [value]
                for name in names:
                    for one in self._registry.counted_by(name) if key != "heard" else [name]:
                        self.logged[key, one] = None
            elif self._is_fact(key) and isinstance(value, Mapping):
                self.facts.setdefault(key, []).extend(value.items())
                self.look([value[test] for test in ("before", "after") if test in value], within)
            elif key not in _NO_FACTS:
                self.look(value, within)

    def _text(self, text: str, within: tuple[str, ...]) -> None:
        """A moment, a condition or a length by name."""
        registry = self._registry
        for word in text.split(" "):
            for named in (registry.conditions, registry.moments, registry.offsets):
                if word in named and word not in within:
                    self.look(named[word], (*within, word))
        try:
            phrase = phrases.parse(text)
        except PhraseError:
            return
        base = phrase.name if isinstance(phrase, Name) else getattr(phrase, "base", None)
        if base is not None and self._is_fact(base):
            self.facts.setdefault(base, [])

    def _is_fact(self, name: str) -> bool:
        first = name.partition(".")[0]
        return "-" not in name and (
            first in self._registry.dimensions or first in self._registry.schema.root["properties"]
        )
