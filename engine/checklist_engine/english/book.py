"""The words that a pack has for its things: facts, elements of lists, actions, events, channels, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checklist_engine.compile.context import Registry
from checklist_engine.compile.facts import UnknownFact
from checklist_engine.words import clean, join

SAYS = "x-words"
"""In a record schema: how a fact is called in a sentence, where its title does not fit into one."""
IT = "it"
"""What an element of a list goes by whose list has no dimension."""

_COMPLETE = frozenset(
    {
        *("the", "a", "an", "my", "our", "your", "their", "his", "her", "its", "somebody", "it"),
        *("what", "which", "whom", "who", "whose", "how", "when", "where", "whether", "why"),
    }
)
"""A title that begins with one of these stands in a sentence as it is."""
_BARE = frozenset(["by", "to", "from", "with", "for", "in", "on", "at", "of", "since", "until"])
"""A title that begins with one of these stands in quotation marks."""
_TYPES = frozenset(["moment", "date", "instant", "day", "person_ref", "length", "place", "record", "id", "name"])
"""The engine's types: a title such as “day, or day and time” says nothing of the fact that is one."""
_PLACEHOLDER = re.compile(r"\{\{|\{([a-z][a-z0-9_.-]*)\}")


def quoted(text: str) -> str:
    """In quotation marks, those inside it single."""
    return f"“{clean(text).replace('“', '‘').replace('”', '’')}”"


def alternatives(names: Iterable[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return join(names, "or")


def spoken(name: str) -> str:
    """A name of the pack as words: ``process-over`` is “process over”."""
    return quoted(name.replace("-", " ").replace("_", " "))


def _determined(noun: str) -> str:
    word = noun.partition(" ")[0].lower()
    if word in ("a", "an"):
        return f"the {noun.partition(' ')[2]}"
    return noun if word in _COMPLETE else f"the {noun}"


def _bare_noun(noun: str) -> str:
    """Without its article or pronoun: ``the meeting`` is ``meeting``."""
    first, _, rest = noun.partition(" ")
    return rest if first.lower() in ("the", "your", "a", "an", "their") and rest else noun


def _ends_with(title: str, group: str) -> bool:
    """Whether a fact's title names its group already: “deadline of the application” of “the application”."""
    return f" {title}".lower().endswith(f" {_bare_noun(group)}".lower())


class Book:
    """The words of one pack where certain ``dimensions`` are in scope: names with the paths of their lists.

    ``used`` gathers the named conditions, moments and offsets that were said by their names: (what, name).
    """

    def __init__(
        self,
        registry: Registry,
        dimensions: Mapping[str, str],
        condition: Callable[..., str],
        used: dict[tuple[str, str], None] | None = None,
    ) -> None:
        self.condition = condition
        """Says a condition; conditions are made of moments, some of which are chosen by conditions."""
        self.registry = registry
        self.dimensions = dimensions
        self.used: dict[tuple[str, str], None] = {} if used is None else used

    def within(self, dimension: str, path: str) -> Book:
        """The same words with one more name in scope."""
        return Book(self.registry, {**self.dimensions, dimension: path}, self.condition, self.used)

    def dimension_of(self, listed: str) -> str:
        """The name that the elements of a list go by."""
        found = (name for name, about in self.registry.dimensions.items() if about.get("list") == listed)
        return next(found, IT)

    def element(self, dimension: str) -> str:
        """What one element is called: ``the meeting``, ``your host``."""
        if dimension == IT:
            return IT
        return _determined(clean(self.registry.dimensions[dimension]["unnamed"]))

    def fact(self, path: str) -> str:
        """A fact in a sentence: ``the end of the meeting``, ``their date``."""
        parts = path.split(".")
        if len(parts) == 1 and parts[0] in self.dimensions:
            return self.element(parts[0])
        *before, last = parts
        if before and (last in ("first", "last") or last.isdigit()):
            return self._element_at(".".join(before), last)
        try:
            spec = self.registry.schema.spec(path, self.dimensions)
        except UnknownFact:
            return quoted(path)
        if SAYS in spec.schema:
            return clean(str(spec.schema[SAYS]))
        named_by_type = spec.schema.get("type_name") in _TYPES and spec.title == self._title_of_type(spec.schema)
        title = last.replace("_", " ") if named_by_type else clean(spec.title)
        first = title.partition(" ")[0].lower()
        if first in _COMPLETE:
            return title
        said = quoted(title) if first in _BARE else f"the {title}"
        if not before or before == ["me"]:
            return said
        group = self.fact(".".join(before))
        return said if _ends_with(title, group) else f"{said} of {group}"

    def statement(self, path: str) -> tuple[str, str] | None:
        """What is or is not so, in quotation marks, and of what: ``“waived”``, `` of the review``.

        None where the pack has its own words for it.
        """
        before = path.split(".")[:-1]
        try:
            spec = self.registry.schema.spec(path, self.dimensions)
        except UnknownFact:
            return None
        if SAYS in spec.schema:
            return None
        of = f" of {self.fact('.'.join(before))}" if before and before != ["me"] else ""
        return quoted(clean(spec.title)), of

    def _title_of_type(self, schema: Mapping[str, Any]) -> str | None:
        definition = self.registry.schema.root.get("definitions", {}).get(schema["type_name"], {})
        title = definition.get("title")
        return str(title) if title is not None else None

    def is_list(self, path: str) -> bool:
        """Whether a fact is a list, whose title is mostly a plural."""
        try:
            return self.registry.schema.spec(path, self.dimensions).is_list
        except UnknownFact:
            return False

    def _element_at(self, listed: str, place: str) -> str:
        dimension = self.dimension_of(listed)
        if place.isdigit():
            place = f"number {int(place) + 1}"
            return f"{place} of {self.fact(listed)}"
        if dimension == IT:
            return f"the {place} of {self.fact(listed)}"
        return f"the {place} {_bare_noun(self.element(dimension))}"

    def text(self, text: str) -> str:
        """A title with words in place of its facts: ``Thank your host for the meeting``."""

        def said(found: re.Match[str]) -> str:
            name = found[1]
            if name is None:
                return "{"
            if "-" in name:
                self.used[("moment" if name in self.registry.moments else "offset", name)] = None
                return spoken(name)
            first, _, rest = name.partition(".")
            about = self.registry.dimensions.get(first, {})
            named = first in self.dimensions and rest in ("name", about.get("key"), about.get("label"))
            words = self.element(first) if named else self.fact(name)
            # “Send what you promised: what you promised” says it twice.
            return "…" if words in text[: found.start()] else words

        return clean(_PLACEHOLDER.sub(said, text))

    def action(self, name: str) -> str:
        """An action by its title, in quotation marks; a class of actions as anything that is of it."""
        if name in self.registry.classes:
            return f"anything that is {quoted(self.registry.classes[name]['title'])}"
        file = self.registry.action_files.get(name)
        if file is not None:
            inside = {key: given.rpartition(" of ")[2] for key, given in file.data.get("for_each", {}).items()}
            return quoted(Book(self.registry, inside, self.condition, self.used).text(file.data["title"]))
        registered = self.registry.pack.manifest.data.get("registered_actions", {})
        return quoted(registered.get(name, {}).get("title", name))

    def event(self, name: str) -> str:
        """An event by the pack's words for it."""
        return quoted(self.registry.events.get(name, {}).get("title", name))

    def channels(self, names: Iterable[str]) -> str:
        """Ways to get in touch: ``by phone or by video call``."""
        known = self.registry.pack.manifest.data.get("channels", {})
        return alternatives(known.get(name, name) for name in names)

    def source(self, name: str) -> str:
        """A source by its id, as everywhere."""
        return clean(name)
