"""Conditions of one action as formulas: facts with what their schema allows, and everything else as it may be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.context import Registry
from checklist_engine.compile.facts import FactSpec, UnknownFact
from checklist_engine.lint.domains import POINTS, VALUES, domain_of, holds
from checklist_engine.lint.logic import TRUE, Formula, Variable, every, is_so, no, possible, some

_VERBS = ("did", "heard", "skipped")
_FORMS = frozenset((*_VERBS, "all", "any", "not", "item", "some", "every", "more_than", "begun", "moment"))


class Formulas:
    """The formulas of one view: what is in scope there, the domains met so far, and what always holds of them.

    ``tag`` of a condition tells places apart from which “after” may mean another moment.
    """

    def __init__(self, registry: Registry, dimensions: Mapping[str, str], roots: tuple[Any, ...]) -> None:
        self._registry = registry
        self._dimensions = dimensions
        self._domains: dict[Variable, tuple[Any, ...]] = {}
        self._laws: list[Formula] = []
        self._tests: dict[str, list[tuple[str, Any]]] = {}
        for node in roots:
            self._gather(node, ())
        self.asked: set[str] = set()
        """Facts met that are asked for while they are missing."""

    def of(self, node: Any, tag: str = "") -> Formula:
        """The formula of a condition."""
        if isinstance(node, str):
            named = self._registry.conditions.get(node)
            return self.of(named, tag) if named is not None else is_so(("unknown", node, tag))
        if isinstance(node, list):
            return every(self.of(one, tag) for one in node)
        if "all" in node:
            return every(self.of(one, tag) for one in node["all"])
        if "any" in node:
            return some(self.of(one, tag) for one in node["any"])
        if "not" in node:
            return no(self.of(node["not"], tag))
        for verb in _VERBS:
            if verb in node:
                return self._log(node, verb, tag)
        if "item" in node:
            statuses = node["is"] if isinstance(node["is"], list) else [node["is"]]
            return some(is_so(("item", node["item"], status)) for status in statuses)
        if not _FORMS.isdisjoint(node):
            return is_so(("opaque", _key(node), tag))
        ((fact, tests),) = node.items()
        return every(self._test(fact, key, wanted, tag) for key, wanted in tests.items())

    def known(self, fact: str) -> Formula:
        """The fact is there."""
        return self._test(fact, "known", True, "")

    def can(self, *parts: Formula) -> bool:
        """Whether these may hold together; False only where they never do."""
        return possible(every([*parts, *self._laws]), self._domains)

    def never(self, *parts: Formula) -> bool:
        """Whether these never hold together."""
        return not self.can(*parts)

    def always(self, part: Formula) -> bool:
        """Whether this always holds."""
        return not self.can(no(part))

    def _log(self, node: Mapping[str, Any], verb: str, tag: str) -> Formula:
        given = node[verb] if isinstance(node[verb], list) else [node[verb]]
        names = [one for name in given for one in (self._registry.counted_by(name) if verb != "heard" else [name])]
        plain = some(is_so((verb, name)) for name in dict.fromkeys(names))
        if len(node) == 1:
            return plain
        # Narrower than the bare entry: by whom, since when, how often.
        narrow = is_so(("opaque", _key(node), tag))
        if node.get("at_least", 1) > 0:
            self._laws.append(some([no(narrow), plain]))
        return narrow

    def _test(self, fact: str, key: str, wanted: Any, tag: str) -> Formula:
        spec = self._spec(fact)
        if spec is None:
            return is_so(("opaque", fact, key, _key(wanted), tag))
        if spec.asks:
            self.asked.add(fact)
        variable = ("fact", fact)
        if variable not in self._domains:
            domain = domain_of(spec, self._tests.get(fact, []), self._registry.schema, given=self._is_given(fact))
            if domain is None:
                return is_so(("opaque", fact, key, _key(wanted), tag))
            self._domains[variable] = domain
        cells = self._domains[variable]
        if key in VALUES or key in POINTS:
            return Formula(
                form="atom", variable=variable,
                values=frozenset(cell for cell in cells if holds(key, wanted, cell, spec)),
            )  # fmt: skip
        other = is_so(("opaque", fact, key, _key(wanted), tag))
        # `contains`, `before` and `after` say more than that there is something, and never less.
        there = Formula(
            form="atom", variable=variable,
            values=frozenset(
                cell for cell in cells if (cell[0] not in (None, ()) if key == "contains" else cell[1] != "")
            ),
        )  # fmt: skip
        self._laws.append(some([no(other), there]))
        return other

    def _gather(self, node: Any, within: tuple[str, ...]) -> None:
        """Note every test that is made of each fact: a domain must tell all of them apart."""
        if isinstance(node, str) and node in self._registry.conditions and node not in within:
            self._gather(self._registry.conditions[node], (*within, node))
        elif isinstance(node, list):
            for one in node:
                self._gather(one, within)
        elif isinstance(node, Mapping):
            for key, value in node.items():
                if key in ("all", "any", "not"):
                    self._gather(value, within)
                elif key not in _FORMS and isinstance(value, Mapping):
                    self._tests.setdefault(key, []).extend(value.items())

    def _spec(self, fact: str) -> FactSpec | None:
        try:
            return self._registry.schema.spec(fact, self._dimensions)
        except UnknownFact:
            return None

    def _is_given(self, fact: str) -> bool:
        """Whether every record has the fact: each part of its path is required, from the root on."""
        schema: Any = self._registry.schema.root
        for part in fact.split("."):
            if part in self._dimensions or part not in schema.get("required", ()) or "properties" not in schema:
                return False
            schema = self._registry.schema.resolve(schema["properties"].get(part, {}))
        return True


def _key(node: Any) -> str:
    return json.dumps(node, sort_keys=True, default=str)


__all__ = ["TRUE", "Formulas"]
