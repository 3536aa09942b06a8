"""What nothing refers to: names of the manifest, messages, statements, and words that stand in two statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.compile.program import Program
from checklist_engine.lint.subject import Subject
from checklist_engine.load.pack import PackFile


def look(subject: Subject) -> None:
    """Note all findings of this module."""
    _names(subject)
    _messages(subject)
    _statements(subject)
    _wording(subject)


def _names(subject: Subject) -> None:
    registry, manifest = subject.registry, subject.pack.manifest
    words = set(_words(_rules_of(subject.program)))
    heard = set(_values(_rules_of(subject.program), "heard"))
    groups = (
        ("conditions", "condition", registry.used_conditions, "No rule asks for it."),
        ("moments", "moment", registry.used_moments, "No window, condition or text speaks of it."),
        ("offsets", "offset", registry.used_offsets, "No moment counts by it."),
        ("calendars", "calendar", _calendars(subject, words), "Nothing is counted in its days."),
        (
            "classes",
            "class",
            {one for classes in registry.classes_of.values() for one in classes},
            "No action is in it.",
        ),
        ("events", "event", heard, "No condition, moment or rule looks whether it was heard."),
    )
    for group, what, used, hint in groups:
        for name in manifest.data.get(group, {}):
            if name not in used:
                subject.add("unused-name", manifest, (group, name), f"nothing uses the {what} “{name}”", key=True,
                            hint=f"{hint} Take it out, or use it.")  # fmt: skip


def _rules_of(program: Program) -> Any:
    manifest = program.pack.manifest.data
    return [
        *(file.data for file in program.pack.actions),
        *(manifest.get(key, {}) for key in ("conditions", "moments", "offsets", "remarks")),
    ]


def _calendars(subject: Subject, words: set[str]) -> set[str]:
    """The calendars that a phrase or length names; all of them where a record can name one in a fact."""
    if any(name.startswith("length") for name in subject.pack.record_schema.get("definitions", {})):
        return set(subject.registry.calendars)
    found = set()
    for text in words:
        found |= {name for name in subject.registry.calendars if f"{name} day" in text}
    return found


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _words(value)
    elif isinstance(node, list):
        for value in node:
            yield from _words(value)


def _values(node: Any, key: str) -> Iterator[str]:
    """Everything that stands under a key, anywhere."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            if name == key:
                yield from _words(value)
            yield from _values(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _values(value, key)


def _messages(subject: Subject) -> None:
    begun = {data.get("draft") for _, data in subject.actions()}
    for file in subject.pack.messages:
        name = file.data["message"]
        if name not in begun:
            subject.add("unused-message", file, ("message",), f"no action begins with the message “{name}”",
                        hint="Name it under “draft” of an action, or take the file out.")  # fmt: skip


def _statements(subject: Subject) -> None:
    cited = subject.program.citations()
    for file, name, _ in _all_statements(subject):
        full = f"{file.data['source']}/{name}"
        if full not in cited:
            subject.add("uncited-statement", file, ("statements", name), f"nothing cites “{full}”",
                        key=True, hint="Make a rule, step or check of it, or take it out.")  # fmt: skip


def _wording(subject: Subject) -> None:
    first: dict[str, str] = {}
    for file, name, about in _all_statements(subject):
        plain = " ".join(re.findall(r"\w+", str(about["says"]).casefold()))
        full = f"{file.data['source']}/{name}"
        if plain in first:
            subject.add("same-wording", file, ("statements", name, "says"), f"“{first[plain]}” has the same words",
                        owner=("statements", name),
                        hint="One advice of one source is one statement; two sources seldom say it alike.")  # fmt: skip
        first.setdefault(plain, full)


def _all_statements(subject: Subject) -> Iterator[tuple[PackFile, str, Mapping[str, Any]]]:
    for file in subject.pack.sources:
        for name, about in file.data["statements"].items():
            yield file, name, about
