"""Packs made of Python data, for the tests of the engine: a folder on disk, read and compiled like any other.

    tiny = make(tmp_path, action("write", rule("a", do={"until": "24 hours after"})))
    tiny.item({"start": "2026-11-17 10:00"}, "2026-11-17 12:00", "write").status

An action counts from the fact ``start`` unless it says otherwise. The sources are ``a`` to ``f``, each with
statements ``one``, ``two``, ``three``. Files are written as JSON, which is YAML too.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checklist_engine.checklist import Checklist, Item
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.scope import Record

ZONE = "Europe/Luxembourg"
SOURCES = ("a", "b", "c", "d", "e", "f")
Data = dict[str, Any]

_ENGINE = "../../schemas/record.schema.json#/definitions/"
MOMENT = {"$ref": f"{_ENGINE}moment"}
PERSON = {"$ref": f"{_ENGINE}person_ref", "refers_to": "people"}
COLOURS = ("red", "green", "blue")


def fact(**about: Any) -> Data:
    """The schema of a fact: a word unless ``about`` says otherwise."""
    return {"type": "string", **about}


def asked(**about: Any) -> Data:
    """The schema of a fact that is asked for while it is missing."""
    return fact(absent="ask", question="What is it?", assumed="it is not", **about)


def colour(absent: str | None) -> Data:
    """The schema of a fact that is a colour, or none."""
    asks = {"question": "Which colour?"} if absent == "ask" else {}
    return {"enum": [*COLOURS, "none"], **({} if absent is None else {"absent": absent}), **asks}


ROUND: Data = {
    "type": "object",
    "required": ["start"],
    "additionalProperties": False,
    "properties": {
        "id": {"$ref": f"{_ENGINE}id"},
        "start": MOMENT,
        "end": {**MOMENT, "day_of": "start", "absent": {"moment": ["start", "60 minutes after"], "say": "an hour"}},
        "timezone": {"$ref": f"{_ENGINE}zone"},
        "with": {"type": "array", "items": PERSON, "absent": "none"},
        "level": {"type": "integer"},
        "mood": asked(),
        "date": {"$ref": f"{_ENGINE}date", "absent": "ask", "question": "Which date?", "assumed": "there is no date"},
    },
}

FACTS: Data = {
    "start": MOMENT,
    "deadline": {**MOMENT, "absent": "ask", "question": "By when?", "assumed": "there is no deadline"},
    "other": {**MOMENT, "absent": "none"},
    "ask_1": colour("ask"),
    "ask_2": colour("ask"),
    "ask_3": colour("ask"),
    "hush_1": colour("none"),
    "hush_2": colour(None),
    "red_1": colour("red"),
    "red_2": colour("red"),
    "level": {"type": "integer"},
    "sure": {"type": "boolean"},
    "tags": {"type": "array", "items": {"type": "string"}},
    "friend": PERSON,
    "people": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": fact(),
                "email": fact(),
                "timezone": {"$ref": f"{_ENGINE}zone"},
            },
        },
    },
    "rounds": {"type": "array", "items": ROUND},
    "things": {
        "type": "array",
        "absent": [],
        "items": {
            "type": "object",
            "required": ["what"],
            "additionalProperties": False,
            "properties": {"what": fact(), "by": MOMENT, "colour": colour("ask")},
        },
    },
}

MANIFEST: Data = {
    "pack": "tiny",
    "title": "A tiny pack",
    "version": "1.0.0",
    "people": "people",
    "dimensions": {
        "round": {"list": "rounds", "key": "id", "log": "round", "unnamed": "the round", "since": "start"},
        "person": {"log": ["to", "from", "with"], "unnamed": "somebody"},
        "thing": {"list": "things", "key": "what", "log": "what", "unnamed": "a thing"},
    },
    "channels": {"email": "by e-mail", "phone": "by phone"},
    "classes": {"message": {"title": "a message", "sending_hours": True}, "contact": {"title": "getting in touch"}},
    "events": {"invited": "They invited you", "rejected": "They said no"},
    "registered_actions": {"leave": {"title": "Leave"}},
}

# Cases that many tests begin with: one date; two rounds, with somebody met twice; and an item for each meeting.
START: Data = {"start": "2026-11-17 10:00"}
ANNA_TOM: Data = {"anna": {"name": "Anna Weiss"}, "tom": {"name": "Tom Reuter", "timezone": "America/New_York"}}
TWO_ROUNDS: Data = {
    "people": ANNA_TOM,
    "rounds": [
        {"id": "first", "start": "2026-11-10 10:00", "with": ["anna"]},
        {"id": "second", "start": "2026-11-17 10:00", "with": ["anna", "tom"]},
    ],
}
EACH = {"for_each": {"round": "rounds", "person": "round.with"}, "trigger": "round.end"}

_numbers = itertools.count(1)


def rule(source: str, *, statement: str = "one", **about: Any) -> Data:
    """A rule of one source; with an id of its own unless ``about`` gives it."""
    return {"id": f"rule-{next(_numbers)}", "statement": f"{source}/{statement}", **about}


def action(name: str, *rules: Data, **about: Any) -> Data:
    """The data of an action's file. It counts from ``start``; ``trigger=None`` leaves the trigger out."""
    given = {"action": name, "title": f"Title of {name}", "trigger": "start", "rules": list(rules), **about}
    return {key: value for key, value in given.items() if value is not None}


def write(folder: Path, *actions: Data, facts: Mapping[str, Any] | None = None, **manifest: Any) -> Path:
    """Write a pack with these actions below ``folder``; more ``facts`` and manifest entries are laid over ours."""
    pack = folder / "tiny"
    for name in ("actions", "sources", "messages"):
        (pack / name).mkdir(parents=True, exist_ok=True)
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{key: {"$ref": f"{_ENGINE}{key}"} for key in ("id", "pack", "timezone", "log")},
            **FACTS,
            **(facts or {}),
        },
    }
    _put(pack / "record.schema.json", schema)
    _put(pack / "pack.yaml", {**MANIFEST, **manifest})
    for source in SOURCES:
        statements = {slug: {"says": f"{source} says {slug}", "where": "tip 1"} for slug in ("one", "two", "three")}
        _put(pack / f"sources/{source}.yaml", {"source": source, "title": source.upper(), "statements": statements})
    for data in actions:
        _put(pack / f"actions/{data['action']}.yaml", data)
    return pack


def _put(path: Path, data: Data) -> None:
    path.write_text(json.dumps(data, indent=1), "utf-8")


class Tiny:
    """A compiled pack, and short ways to evaluate records against it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program: Program = load_program(folder, use_cache=False)

    def record(self, data: Mapping[str, Any]) -> Record:
        """The record with this data; its zone is Luxembourg unless it names one."""
        return read_record(json.dumps(data).encode(), "case.yaml", self.program, zone=ZONE)

    def checklist(self, data: Mapping[str, Any], now: str, profile: str = "consensus") -> Checklist:
        """The checklist of the record at a local time."""
        record = self.record(data)
        return evaluate(self.program, record, stamp(now, record.zone), profile=profile)

    def item(self, data: Mapping[str, Any], now: str, id: str, profile: str = "consensus") -> Item:
        """One item of the checklist."""
        return self.checklist(data, now, profile).item(id)


def make(folder: Path, *actions: Data, facts: Mapping[str, Any] | None = None, **manifest: Any) -> Tiny:
    """Write a pack and compile it. Raises Problems like any pack."""
    return Tiny(write(folder, *actions, facts=facts, **manifest))


def stamp(text: str, zone: str = ZONE) -> int:
    """The second at which a local time (or a day) begins."""
    return parse(text, zone).start


def log(*entries: str) -> list[Data]:
    """Log entries in short: ``2026-11-17 13:40 did write to anna by email``."""
    found = []
    for text in entries:
        words = text.split()
        at = words.pop(0)
        if words[0][0].isdigit():
            at = f"{at} {words.pop(0)}"
        found.append({"at": at, **dict(zip(words[::2], words[1::2], strict=True))})
    return found


def statuses(checklist: Checklist) -> dict[str, str]:
    """The status of each item, by its id."""
    return {item.id: item.status for item in checklist.items}


def best(item: Item) -> tuple[str | None, str | None, tuple[str, ...]]:
    """An item's best stretch: from, to, and who agrees."""
    assert item.window.best is not None
    return item.window.best.from_, item.window.best.to, item.window.best.sources


# Three sources that disagree: 24 hours, the next day, two days.
VOTES = action(
    "write",
    rule("a", do={"until": "24 hours after"}),
    rule("b", do={"during": "next day"}),
    rule("c", do={"through": "2 days after"}),
)
