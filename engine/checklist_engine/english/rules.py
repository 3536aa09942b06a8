"""One rule as a sentence, and all that stands around it: its statements, its action, the names that it uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.program import Program
from checklist_engine.compile.rule_names import KINDS
from checklist_engine.english.book import Book, quoted, spoken
from checklist_engine.english.conditions import condition
from checklist_engine.english.moments import NOWHERE, Said, length, moment
from checklist_engine.english.numbers import date, times
from checklist_engine.english.windows import often, window
from checklist_engine.value import Value
from checklist_engine.words import clean, join


class Words(Value):
    """A name of the pack that a sentence uses, and what it stands for."""

    name: str
    means: str


class Reading(Value):
    """One rule read back. ``sentence`` says all of it; the rest is for tables and for what stands below it."""

    id: str
    action: str
    title: str
    kind: str
    sources: tuple[str, ...]
    statements: tuple[str, ...]
    sentence: str
    says: str
    """The sentence without its source: ``do it …``."""
    window: str
    when: str | None
    ours: str | None
    file: str
    line: int
    words: tuple[Words, ...]
    retired: str | None = None
    """The day from which on it is silent."""


class Reader:
    """Reads the rules of a compiled pack back."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.registry = program.registry

    def rules(self) -> list[Reading]:
        """Every rule, action by action, in the order of the files."""
        return [
            self._rule(file.data, node, index)
            for file in self.program.pack.actions
            for index, node in enumerate(file.data["rules"])
        ]

    def title(self, action: str) -> str:
        """An action's title, with words in place of facts."""
        return self._book(self.registry.action_files[action].data).text(
            self.registry.action_files[action].data["title"]
        )

    def action(self, action: str) -> tuple[list[str], tuple[Words, ...]]:
        """What holds for all rules of an action, in sentences; and the names used in them."""
        data = self.registry.action_files[action].data
        book = self._book(data)
        said = []
        if "for_each" in data:
            said.append(f"It is done {self._each(data['for_each'])}.")
        if "while" in data:
            said.append(
                f"It matters only while {condition(book, data['while'], self._trigger(book, data) or NOWHERE)}."
            )
        if "done_when" in data:
            what = condition(book, data["done_when"], self._trigger(book, data) or NOWHERE)
            said.append(f"It also counts as done when {what}.")
        if "anew" in data:
            said.append(
                f"It is to be done anew with {moment(book, data['anew'], self._trigger(book, data) or NOWHERE).text}."
            )
        if data.get("lapses"):
            said.append("Once its time has passed it no longer helps.")
        if data.get("standing"):
            said.append("It is a reminder that is never done for good.")
        if "to" in data:
            said.append(f"It goes to {book.fact(data['to'])}.")
        classes = [quoted(self.registry.classes[name]["title"]) for name in data.get("is", ())]
        if classes:
            said.append(f"It is {join(classes)}.")
        return said, self._words(book)

    def _each(self, given: Mapping[str, str]) -> str:
        parts = []
        for name, over in given.items():
            which = over.rpartition(" of ")[0]
            word = name.replace("_", " ")
            parts.append(f"for the {which} {word} only" if which else f"for each {word}")
        return join(parts)

    def start(self, action: str, rule: str) -> str | None:
        """The moment at which a rule's time begins, if that is its trigger, in words: ``the end of the meeting``."""
        data = self.registry.action_files[action].data
        node = next((one for one in data["rules"] if one["id"] == rule), None)
        if node is None or {"from", "during"} & set(node[next(kind for kind in KINDS if kind in node)]):
            return None
        trigger = self._trigger(self._book(data), node if "trigger" in node else data)
        return trigger.text if trigger is not None else None

    def part(self, action: str, node: Mapping[str, Any]) -> str:
        """A step or check: its title, when it is shown, and by when it is due."""
        data = self.registry.action_files[action].data
        book = self._book(data)
        base = self._trigger(book, data) or NOWHERE
        said = book.text(node["title"])
        if "when" in node:
            said += f" – if {condition(book, node['when'], base)}"
        if "by" in node:
            said += f" – by {moment(book, node['by'], base).text}"
        return said

    def defined(self) -> tuple[Words, ...]:
        """Every named condition, moment and offset of the pack that can be read without an action around it."""
        dimensions = {name: about.get("list", self.registry.people) for name, about in self.registry.dimensions.items()}
        book = Book(self.registry, {name: path for name, path in dimensions.items() if path}, condition)
        for what, names in (
            ("condition", self.registry.conditions),
            ("moment", self.registry.moments),
            ("offset", self.registry.offsets),
        ):
            book.used.update({(what, name): None for name in names})
        return self._words(book)

    def means(self, what: str, name: str) -> str:
        """What a named ``condition``, ``moment`` or ``offset`` is."""
        dimensions = {one: about.get("list", self.registry.people) for one, about in self.registry.dimensions.items()}
        book = Book(self.registry, {one: path for one, path in dimensions.items() if path}, condition)
        return self._meaning(book, what, name)

    def remarks(self) -> tuple[tuple[str, str], ...]:
        """When each of the pack's remarks is made, and what it says."""
        book = Book(self.registry, {}, condition)
        given = self.program.pack.manifest.data.get("remarks", {})
        return tuple((condition(book, about["when"]), about["says"]) for about in given.values())

    def _rule(self, data: Mapping[str, Any], node: Mapping[str, Any], index: int) -> Reading:
        book = self._book(data)
        compiled = self.program.actions[data["action"]].rules[index]
        kind = next(name for name in KINDS if name in node)
        trigger = self._trigger(book, node if "trigger" in node else data)
        said_window = window(book, node[kind], trigger) + often(book, node[kind], trigger)
        when = condition(book, node["when"], trigger or NOWHERE) if "when" in node else None
        says = _ADVICE[kind](book, data["action"], node[kind], said_window, trigger)
        if when is not None:
            says += f", if {when}"
        more = self._more(node, data, book)
        sources = list(dict.fromkeys(compiled.sources))
        speaks = f"{join(sources)} {'says' if len(sources) == 1 else 'say'}"
        title = book.text(data["title"])
        words = quoted(book.text(node["title"])) if "title" in node else ""
        own = f" in its own words {words};" if words else ""
        shown = _limited(book, node[kind], trigger, said_window)
        sentence = f"On {quoted(title)}, {speaks}:{own} {says}." + "".join(f" {one}" for one in more)
        return Reading(
            id=node["id"], action=data["action"], title=title, kind=kind, sources=tuple(sources),
            statements=compiled.statements, sentence=sentence,
            says=(f"In its own words: {words}. " if words else "")
            + f"{says[:1].upper()}{says[1:]}." + "".join(f" {one}" for one in more),
            window=shown, when=when, ours=clean(node["ours"]) if "ours" in node else None,
            file=compiled.file, line=compiled.line, words=self._words(book),
            retired=node.get("retired", {}).get("from"),
        )  # fmt: skip

    def _more(self, node: Mapping[str, Any], data: Mapping[str, Any], book: Book) -> list[str]:
        """What does not fit into the sentence: what it replaces, when it is in force, what became of it."""
        said = []
        if "replaces" in node:
            names = [node["replaces"]] if isinstance(node["replaces"], str) else node["replaces"]
            said.append(f"It replaces {join(names)}.")
        if "valid" in node:
            edges = [f"{key} {date(node['valid'][end])}" for key, end in (("from", "from"), ("through", "until"))
                     if end in node["valid"]]  # fmt: skip
            said.append(f"It is in force {' '.join(edges)}.")
        if "added" in node:
            said.append(f"It was added on {date(node['added'])}.")
        if "changed" in node:
            changed = node["changed"]
            said.append(f"It was changed on {date(changed['at'])}. The reason: {_stopped(changed['because'])}")
        if "retired" in node:
            retired = node["retired"]
            by = f"; {retired['by']} took its place" if "by" in retired else ""
            said.append(f"From {date(retired['from'])} on it is silent{by}. The reason: {_stopped(retired['because'])}")
        if "formerly" in node:
            names = [node["formerly"]] if isinstance(node["formerly"], str) else node["formerly"]
            said.append(f"It was called {join(names)} before.")
        return said

    def _book(self, data: Mapping[str, Any]) -> Book:
        dimensions = {name: given.rpartition(" of ")[2] for name, given in data.get("for_each", {}).items()}
        for one in self.program.actions[data["action"]].dimensions:
            if one.implied is not None:
                dimensions[one.implied] = self.registry.dimensions[one.implied]["list"]
        return Book(self.registry, dimensions, condition)

    def _trigger(self, book: Book, node: Mapping[str, Any]) -> Said | None:
        return moment(book, node["trigger"], NOWHERE) if "trigger" in node else None

    def _words(self, book: Book) -> tuple[Words, ...]:
        """What the names mean that ``book`` has used, and those that these use in turn."""
        found = []
        told: set[tuple[str, str]] = set()
        while waiting := [one for one in book.used if one not in told]:
            for what, name in waiting:
                told.add((what, name))
                found.append(Words(name=spoken(name).strip("“”"), means=self._meaning(book, what, name)))
        return tuple(found)

    def _meaning(self, book: Book, what: str, name: str) -> str:
        if what == "condition":
            return condition(book, self.registry.conditions[name])
        if what == "moment":
            return moment(book, self.registry.moments[name], NOWHERE).text
        return length(book, self.registry.offsets[name])


def _stopped(text: str) -> str:
    said = clean(text)
    return said if said[-1:] in ".!?" else f"{said}."


def _do(book: Book, action: str, node: Mapping[str, Any], said: str, trigger: Said | None) -> str:
    return f"do it {said}"


def _dont(book: Book, action: str, node: Mapping[str, Any], said: str, trigger: Said | None) -> str:
    what = book.action(node["of"]) if node.get("of", action) != action else None
    channels = [node["by"]] if isinstance(node.get("by"), str) else node.get("by", [])
    way = f" {book.channels(channels)}" if channels else ""
    done = f"do not do {what or 'it'}{way}"
    if "more_than" not in node:
        return f"{done} {said}"
    return f"{done} {_limited(book, node, trigger, said)}"


def _limited(book: Book, node: Mapping[str, Any], trigger: Said | None, said: str) -> str:
    """A window with the number that it allows, where it allows any."""
    if "more_than" not in node:
        return said
    per = f"in any {length(book, node['per'], trigger or NOWHERE)}" if "per" in node else "in all"
    return f"more than {times(node['more_than'])} {per}, {said.removeprefix('at any time ')}"


def _need_not(book: Book, action: str, node: Mapping[str, Any], said: str, trigger: Said | None) -> str:
    return f"there is no need to do it, {said.removeprefix('at any time ')}"


def _expect(book: Book, action: str, node: Mapping[str, Any], said: str, trigger: Said | None) -> str:
    return f"it is somebody else's turn, {said}"


_ADVICE = {"do": _do, "dont": _dont, "need_not": _need_not, "expect": _expect}
