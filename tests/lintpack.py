"""Small packs for the tests of lint: a folder on disk, of which each test lays some files over ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checklist_engine.lint.findings import Finding
from checklist_engine.lint.run import lint

TODAY = "2026-11-25"
ENGINE = "../../schemas/record.schema.json#/definitions/"
FACTS: dict[str, Any] = {
    **{key: {"$ref": f"{ENGINE}{key}"} for key in ("id", "pack", "timezone", "log")},
    "met": {"$ref": f"{ENGINE}moment"},
    "mood": {"enum": ["good", "bad"]},
    "level": {"type": "integer", "minimum": 1, "maximum": 5},
    "sure": {"type": "boolean", "absent": False},
}
ASKED = {"type": "string", "absent": "ask", "question": "Where do you live?"}
FRIEND = {"$ref": f"{ENGINE}person_ref", "refers_to": "people"}
PEOPLE = {
    "type": "object",
    "additionalProperties": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
}
MANIFEST = """\
pack: club
title: A club
version: 1.0.0
events: {invited: They invited you}
"""
QUIET = MANIFEST.replace("events: {invited: They invited you}\n", "")
SOURCE = """\
source: book
title: The book
statements:
  call: {says: Call them., where: page 1}
"""
ACTION = """\
action: call
title: Call them
trigger: met
rules:
  - {id: call-soon, statement: book/call, do: {}}
"""
TEST = """\
title: The call
record: {met: 2026-11-17 10:00, mood: good, level: 3, sure: true}
cases:
  - at: 2026-11-17 12:00
    because: It is open from the meeting on.
    expect: {call: {kind: do}}
"""


def schema(**facts: Any) -> str:
    """The record schema; ``facts`` are laid over ours, None takes one out."""
    properties = {key: about for key, about in {**FACTS, **facts}.items() if about is not None}
    return json.dumps(
        {"type": "object", "required": ["met"], "additionalProperties": False, "properties": properties}, indent=1
    )


def pack(folder: Path, **files: str) -> Path:
    """A pack in ``folder``; ``files`` are laid over ours, ``actions__call`` for `actions/call.yaml`."""
    whole = {"pack": MANIFEST, "sources__book": SOURCE, "actions__call": ACTION, "tests__call": TEST, **files}
    (folder / "messages").mkdir(parents=True, exist_ok=True)
    for name, text in whole.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        if name == "schema":
            path = folder / "record.schema.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if "schema" not in files:
        (folder / "record.schema.json").write_text(schema(), encoding="utf-8")
    return folder


def found(folder: Path, kind: str = "", **files: str) -> list[Finding]:
    """The findings of such a pack, of one kind if it is given."""
    return list(lint(str(pack(folder, **files)), TODAY, select={kind} if kind else ()).findings)


def with_rules(*rules: str, **more: str) -> str:
    """An action file with these rules, and further keys in lines of their own."""
    head = "".join(f"{key.rstrip('_')}: {value}\n" for key, value in more.items())
    listed = "".join(f"  - {{id: {rule}}}\n" for rule in rules)
    return f"action: call\ntitle: Call them\ntrigger: met\n{head}rules:\n{listed}"


def when(condition: str, **more: str) -> dict[str, str]:
    """A pack whose one rule has this condition."""
    return {"actions__call": with_rules(f"a, statement: book/call, when: {condition}, do: {{}}", **more)}


def window(text: str) -> dict[str, str]:
    """A pack whose one rule has this window."""
    return {"actions__call": with_rules(f"a, statement: book/call, do: {text}")}


def pair(do: str, dont: str, **more: str) -> dict[str, str]:
    """A pack with a `do` and a `dont` on one action."""
    return {"actions__call": with_rules(f"a, statement: book/call, {do}", f"b, statement: book/call, {dont}", **more)}


def narrower(second: str, first: str = "[]") -> dict[str, str]:
    """A pack with two rules of one source on one action."""
    when = f"when: {first}, " if first != "[]" else ""
    first = f"a, statement: book/call, {when}do: {{through: 3 days after}}"
    return {"actions__call": with_rules(first, f"b, statement: book/call, {second}")}


def message(body: str) -> dict[str, str]:
    return {"messages__hello": f"message: hello\nbody: |\n  {body}\n", "actions__call": f"{ACTION}draft: hello\n"}
