"""`checklist run --format json`: a contract for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from commands import EXAMPLES, PACK, ROOT, TUESDAY, WEDNESDAY, Command

SCHEMA = json.loads((ROOT / "schemas" / "checklist.schema.json").read_text("utf-8"))
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
NOWS = ["2026-11-10 09:00", TUESDAY, WEDNESDAY, "2026-11-30 09:00", "2027-02-17 09:00"]
WORKED = """\
company: Quillon Maps
role: Data engineer
timezone: Europe/Luxembourg
people: {anna: {name: Anna Weiss}}
interview: {start: 2026-11-17 10:00, end: 2026-11-17 11:00, with: [anna]}
"""


def checklist(command: Command, *given: object) -> Any:
    done = command("run", *given, "--format", "json")
    assert (done.code, done.err) == (0, "")
    return done.json


def item(listed: Any, name: str) -> Any:
    return next(one for one in listed["items"] if one["id"] == name)


@pytest.mark.parametrize("now", NOWS)
@pytest.mark.parametrize("record", ["minimal.yaml", "interview.yaml"])
@pytest.mark.parametrize("profile", ["consensus", "strict", "source:hays"])
def test_it_fits_its_schema(command: Command, now: str, record: str, profile: str) -> None:
    given = ("run", EXAMPLES / record, "--now", now, "--profile", profile, "--format", "json")
    done = command(*given)
    assert [
        f"{e.json_path}: {e.message}"[:200] for e in jsonschema.Draft7Validator(SCHEMA).iter_errors(done.json)
    ] == []
    assert done.data == command(*given).data, "equal input gives byte-equal output"
    assert done.data.endswith(b"}\n")


def test_what_the_contract_promises(command: Command) -> None:
    listed = checklist(command, EXAMPLES / "interview.yaml", "--now", WEDNESDAY)
    assert listed["case"] == "quillon-data-engineer"
    assert listed["now"] == "2026-11-18T09:00:00+01:00"
    assert isinstance(listed["questions"], list)
    names = [one["id"] for one in listed["items"]]
    assert len(names) == len(set(names)) > 20
    for one in listed["items"]:
        assert one["id"].split("/")[0] == one["action"]
        assert one["kind"] in ("do", "dont", "need_not", "expect")
        assert {"title", "status", "person", "round", "rules", "derivation"} <= one.keys()
        assert {"opens", "best", "next", "closes"} <= one["window"].keys()
        for stretch in (one["window"]["best"], one["window"]["next"]):
            assert stretch is None or {"from", "to"} <= stretch.keys()
        for voice in one["voices"]:
            assert {"source", "statement", "kind", "window", "agrees"} <= voice.keys()
            assert voice["statement"].startswith(f"{voice['source']}/")
            assert isinstance(voice["agrees"], bool)
            assert voice["rule"] in one["rules"]
    tom = item(listed, "send-thank-you/first/tom")
    assert (tom["person"], tom["round"], tom["kind"]) == ("tom", "first", "do")


def moments(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text that begins like a date, and under which key."""
    if isinstance(data, dict):
        for name, inner in data.items():
            yield from moments(inner, name)
    elif isinstance(data, list):
        for inner in data:
            yield from moments(inner, key)
    elif isinstance(data, str) and re.match(r"\d{4}-\d\d-\d\d", data):
        yield key, data


def test_moments_are_rfc_3339_with_an_offset(command: Command) -> None:
    record = command.example()
    found = list(moments(checklist(command, record, "--now", WEDNESDAY)))
    assert len(found) > 40
    for key, text in found:
        # A log entry of a day without an hour has no moment; sources were published on a day.
        if key in ("at", "last", "broken", "published") and len(text) == 10:
            continue
        assert RFC_3339.fullmatch(text), (key, text)


def test_nothing_of_this_machine_is_in_it(command: Command) -> None:
    text = command("run", EXAMPLES / "interview.yaml", "--now", WEDNESDAY, "--format", "json").out
    assert str(ROOT) not in text
    assert str(command.home) not in text
    for one in json.loads(text)["items"]:
        assert (PACK / one["file"]).is_file()


@pytest.mark.parametrize("now", [TUESDAY, "2026-11-17 11:00", WEDNESDAY, "2026-11-19 12:00"])
def test_the_worked_example(command: Command, now: str) -> None:
    thanks = item(checklist(command, command.write("w.yaml", WORKED), "--now", now), "send-thank-you/1/anna")
    window = thanks["window"]
    assert window["opens"] == "2026-11-17T11:00:00+01:00"
    assert window["closes"] == "2026-11-20T00:00:00+01:00"
    assert (window["best"]["from"], window["best"]["to"]) == ("2026-11-18T08:00:00+01:00", "2026-11-18T11:00:00+01:00")
    assert sorted(window["best"]["sources"]) == ["dos-and-donts", "five-musts", "hays", "seven-things"]
    second = window["runner_up"]
    assert (second["from"], second["to"]) == ("2026-11-17T11:00:00+01:00", "2026-11-17T20:00:00+01:00")
    assert len(second["sources"]) == 3
    assert {voice["source"]: voice["agrees"] for voice in thanks["voices"]} == {
        "dos-and-donts": True, "five-musts": True, "hays": True, "seven-things": True, "six-rs": False,
    }  # fmt: skip
    assert sorted(thanks["rules"]) == [
        "thanks-next-day", "thanks-same-day-if-morning", "thanks-second-day", "thanks-soon", "thanks-within-a-day",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "status", "late"),
    [
        ("2026-11-17 10:59", "upcoming", []),
        ("2026-11-17 11:00", "open", []),
        ("2026-11-18 07:59", "open", []),
        ("2026-11-18 08:00", "due", []),
        ("2026-11-18 11:00", "due", ["five-musts", "seven-things"]),
        ("2026-11-19 23:59", "due", ["dos-and-donts", "five-musts", "seven-things", "six-rs"]),
        ("2026-11-20 00:00", "overdue", ["dos-and-donts", "five-musts", "hays", "seven-things", "six-rs"]),
    ],
)
def test_the_worked_example_as_time_goes_by(command: Command, now: str, status: str, late: list[str]) -> None:
    thanks = item(checklist(command, command.write("w.yaml", WORKED), "--now", now), "send-thank-you/1/anna")
    assert (thanks["status"], sorted(thanks["late_for"])) == (status, late)


def test_hostile_text_is_written_as_escapes(command: Command) -> None:
    record = command.write("w.yaml", WORKED.replace("Quillon Maps", "A\u202eB"))
    done = command("run", record, "--format", "json")
    if done.code == 0:
        assert "A\u202eB" in done.json["title"], "for a program it is what it was"
    assert "\u202e" not in done.out + done.err
