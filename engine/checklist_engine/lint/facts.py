"""Facts that nobody reads, and texts that will have a gap because nobody has to give their fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.compile.facts import FactSpec, UnknownFact
from checklist_engine.compile.texts import PLACEHOLDER, place_of_placeholder
from checklist_engine.lint.conditions import dimensions_of, view_of, when_of
from checklist_engine.lint.formulas import Formulas
from checklist_engine.lint.logic import Formula, every, no, some
from checklist_engine.lint.subject import Subject
from checklist_engine.load.pack import PackFile, Path
from checklist_engine.load.read_pack import schema_of

_ENGINES_OWN = ("id", "pack", "timezone", "log")
_ENGINES_TYPES = ("zone", "timezone")


def look(subject: Subject) -> None:
    """Note all findings of this module."""
    _unread(subject)
    _undefined(subject)
    for file, data in subject.actions():
        _gaps(subject, file, data)


# Unread


def _unread(subject: Subject) -> None:
    schema = subject.registry.schema
    read = set()
    for fact, dimensions in schema.asked_for():
        parts = fact.split(".")
        # Who reads a person's name reads who that is: `review.leader` in `review.leader.name`.
        for end in range(1, len(parts) + 1):
            read.add(id(schema.spec(".".join(parts[:end]), dimensions).schema))
    names = _read_by_the_engine(subject)
    told: set[int] = set()
    for path, about, where in _leaves(subject, schema.root, (), ()):
        if id(about) in read or id(about) in told or path[-1] in names or about.get("type_name") in _ENGINES_TYPES:
            continue
        told.add(id(about))
        subject.add_in_schema("unread-fact", where, f"nothing reads the fact “{'.'.join(path)}”",
                              hint="A rule, a condition or a text could; else take it out.")  # fmt: skip


def _undefined(subject: Subject) -> None:
    """What stands under `definitions` and nothing refers to: a fact that was put into the wrong place, most likely."""
    text = subject.bytes[schema_of(subject.bytes)].decode("utf-8", "replace")
    for name in subject.definitions():
        if f"#/definitions/{name}" not in text:
            subject.add_in_schema("unread-fact", ("definitions", name), f"nothing refers to the definition “{name}”",
                                  hint="The facts of a record stand under “properties”, further up.")  # fmt: skip


def _read_by_the_engine(subject: Subject) -> set[str]:
    """Names of facts that the manifest names, and of those that the engine itself looks at."""
    found = {"name", "email"} if subject.registry.people else {"name"}
    for about in subject.registry.dimensions.values():
        found.update(about[key] for key in ("key", "label", "since") if key in about)
        found.update({"id"} if "key" not in about else ())
    for _, about, _ in _leaves(subject, subject.registry.schema.root, (), ()):
        if "day_of" in about:
            found.add(about["day_of"])
        absent = about.get("absent")
        if isinstance(absent, Mapping) and absent.get("moment"):
            found.add(absent["moment"][0])
    return found


def _leaves(
    subject: Subject, schema: Mapping[str, Any], path: tuple[str, ...], where: Path, seen: set[int] | None = None
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any], Path]]:
    """Each fact that has no parts: its path, its schema, and where that stands in the file.

    What several facts refer to is gone through once, at the first: ``seen`` are the groups of facts so far. A
    schema that refers to itself has no end, and one that shares much would take its time.
    """
    seen = set() if seen is None else seen
    if id(schema.get("properties")) in seen:
        return
    seen.add(id(schema.get("properties")))
    resolve = subject.registry.schema.resolve
    for name, given in schema.get("properties", {}).items():
        if not path and name in (*_ENGINES_OWN, "me"):
            continue
        there = _place(where, given, name)
        about = resolve(given)
        inner = resolve(about.get("items", {})) if about.get("type") == "array" else about
        extra = inner.get("additionalProperties")
        if isinstance(extra, Mapping) and "properties" not in inner:
            there, inner = _place(there, extra, "additionalProperties", below=False), resolve(extra)
        elif about.get("type") == "array":
            there = _place(there, about.get("items", {}), "items", below=False)
        if "properties" in inner:
            yield from _leaves(subject, inner, (*path, name), there, seen)
        else:
            yield (*path, name), about, (*where, "properties", name)


def _place(where: Path, given: Mapping[str, Any], name: str, *, below: bool = True) -> Path:
    """Where the parts of a fact stand: in a definition that it refers to, else below itself."""
    ref = str(given.get("$ref", ""))
    if ref.startswith("#/"):
        return tuple(ref[2:].split("/"))
    return (*where, "properties", name) if below else (*where, name)


# Gaps


def _gaps(subject: Subject, file: PackFile, data: Mapping[str, Any]) -> None:
    view = view_of(subject, file)
    spoken = [when_of(view, rule) for rule in data["rules"]]
    done = [when_of(view, rule) for rule in data["rules"] if "do" in rule]
    texts: list[tuple[PackFile, Path, str, list[Formula]]] = [(file, ("title",), data["title"], spoken)]
    for index, rule in enumerate(data["rules"]):
        if "title" in rule:
            texts.append((file, ("rules", index, "title"), rule["title"], [when_of(view, rule)]))
    for group in ("steps", "checks"):
        for index, part in enumerate(data.get(group, ())):
            texts.append((file, (group, index, "title"), part["title"], [when_of(view, part)]))
    for message in subject.pack.messages:
        if message.data["message"] == data.get("draft"):
            texts += [(message, (key,), message.data.get(key, ""), done) for key in ("subject", "body")]
    for there, path, text, speaking in texts:
        for number, match in enumerate(PLACEHOLDER.finditer(text)):
            fact = match[1] or ""
            missing = _may_be_missing(subject, data, fact) if fact and "-" not in fact else []
            if missing and not _guarded(view, speaking, fact, missing):
                subject.add("silent-gap", there, path, f"“{fact}” may be missing, and nobody is asked for it",
                            at=place_of_placeholder(there, path, number, match[0]), owner=path[:2],
                            hint="Require it in the schema, ask for it, or speak only where it is known.")  # fmt: skip


def _may_be_missing(subject: Subject, data: Mapping[str, Any], fact: str) -> list[str]:
    """The fact, or what it is a part of, as far as a record need not have it and nobody asks for the fact."""
    schema, dimensions = subject.registry.schema, dimensions_of(data)
    parts = fact.split(".")
    if parts[0] == "me":
        return []  # the person's configuration has it, not a record
    try:
        if _is_assumed_or_asked(schema.spec(fact, dimensions)):
            return []
        return [
            ".".join(parts[:end])
            for end in range(1, len(parts) + 1)
            if (parts[0] not in dimensions or end > 1) and _step_may_be_missing(subject, dimensions, parts[:end])
        ]
    except UnknownFact:
        return []


def _is_assumed_or_asked(spec: FactSpec) -> bool:
    return spec.asks or spec.default is not None


def _step_may_be_missing(subject: Subject, dimensions: Mapping[str, str], parts: list[str]) -> bool:
    """Whether the last part of a path may be missing where all before it are there."""
    schema = subject.registry.schema
    spec = schema.spec(".".join(parts), dimensions)
    if _is_assumed_or_asked(spec):
        return False
    around = schema.spec(".".join(parts[:-1]), dimensions).schema if len(parts) > 1 else schema.root
    people = subject.registry.people
    if people and around.get("refers_to") == people:
        extra = schema.spec(people, {}).schema.get("additionalProperties")
        around = schema.resolve(extra) if isinstance(extra, Mapping) else {}
    return parts[-1] not in around.get("required", ())


def _guarded(view: Formulas, speaking: list[Formula], fact: str, missing: list[str]) -> bool:
    """Whether the text is only shown where the fact, or everything on the way to it that may be missing, is known."""
    there = some([view.known(fact), every(view.known(one) for one in missing)])
    return all(view.never(one, no(there)) for one in speaking)
