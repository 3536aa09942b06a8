"""Fan-out over a list inside the elements of another: customers × the channels of each, and the log that names both."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command
from tinypack import Data, Tiny, action, log, make, rule, statuses, write

from checklist_engine.keys import listed_at
from checklist_engine.problems import Problems

WAYS: Data = {"type": "array", "items": {"enum": ["email", "phone", "chat"]}, "absent": "none"}
CUSTOMERS: Data = {
    "type": "array",
    "absent": [],
    "items": {"type": "object", "properties": {"id": {"type": "string"}, "ways": WAYS}},
}
DIMENSIONS: Data = {
    "customer": {"list": "customers", "key": "id", "log": "customer", "unnamed": "a customer"},
    "way": {"list": "customers.ways", "log": "via", "unnamed": "any way"},
}
TELL = action(
    "tell", rule("a", do={"until": "24 hours after"}), for_each={"customer": "customers", "way": "customer.ways"}
)
RECORD: Data = {
    "start": "2026-11-17 10:00",
    "customers": [{"id": "acme", "ways": ["email", "phone"]}, {"id": "bolt", "ways": ["email"]}],
}
NOON = "2026-11-17 12:00"


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    return make(tmp_path, TELL, facts={"customers": CUSTOMERS}, dimensions=DIMENSIONS)


def test_an_entry_counts_for_the_one_that_it_names(tiny: Tiny) -> None:
    record = {**RECORD, "log": log("2026-11-17 11:00 did tell customer acme via phone")}
    assert statuses(tiny.checklist(record, NOON)) == {
        "tell/acme/email": "due",
        "tell/acme/phone": "done",
        "tell/bolt/email": "due",
    }


def test_an_entry_that_names_the_customer_alone_counts_for_each_way(tiny: Tiny) -> None:
    record = {**RECORD, "log": log("2026-11-17 11:00 did tell customer acme")}
    found = statuses(tiny.checklist(record, NOON))
    assert {item for item, status in found.items() if status == "done"} == {"tell/acme/email", "tell/acme/phone"}


def test_a_way_that_nobody_has_is_an_error(tiny: Tiny) -> None:
    with pytest.raises(Problems) as caught:
        tiny.record({**RECORD, "log": log("2026-11-17 11:00 did tell customer acme via emial")})
    (problem,) = caught.value.problems
    assert "emial" in problem.message
    assert problem.hint is not None
    assert "email" in problem.hint


def test_done_writes_both_names(tmp_path: Path, command: Command) -> None:
    pack = write(tmp_path, TELL, facts={"customers": CUSTOMERS}, dimensions=DIMENSIONS)
    record = command.folder / "case.yaml"
    record.write_text(
        "start: 2026-11-17 10:00\ntimezone: Europe/Luxembourg\n"
        "customers: [{id: acme, ways: [email, phone]}, {id: bolt, ways: [email]}]\n"
    )
    command.at(NOON)
    ran = command("done", record, "tell/acme/phone", "--at", "2026-11-17 11:00", "--pack", pack)
    assert ran.code == 0, ran.err
    assert "{at: 2026-11-17 11:00, did: tell, customer: acme, via: phone}" in record.read_text()


def test_a_dimension_without_a_list_is_of_people(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        make(tmp_path, TELL, facts={"customers": CUSTOMERS},
             dimensions={**DIMENSIONS, "way": {"log": "via", "unnamed": "any way"}})  # fmt: skip
    (problem,) = caught.value.problems
    assert problem.file.endswith("pack.yaml")
    assert problem.expected == "one or several of to, from, with"


def test_a_single_key_for_people_is_allowed(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("write", rule("a", do={}), for_each={"reader": "rounds.with"}),
        dimensions={
            "round": {"list": "rounds", "key": "id", "log": "round", "unnamed": "the round", "since": "start"},
            "reader": {"log": "to", "unnamed": "somebody"},
        },
    )
    record: Data = {
        "start": "2026-11-17 10:00",
        "people": {"anna": {"name": "Anna"}, "tom": {"name": "Tom"}},
        "rounds": [{"start": "2026-11-17 10:00", "with": ["anna", "tom"]}],
        "log": log("2026-11-17 11:00 did write to anna"),
    }
    assert statuses(tiny.checklist(record, NOON)) == {"write/anna": "done", "write/tom": "due"}


@pytest.mark.parametrize(
    ("path", "found"),
    [("a", [1, 2]), ("b.c", ["x", "y", "z"]), ("b", [{"c": ["x", "y"]}, {"c": ["z"]}, {}]), ("none", []), ("a.b", [])],
)
def test_lists_are_found_through_lists(path: str, found: list[object]) -> None:
    assert listed_at({"a": [1, 2], "b": [{"c": ["x", "y"]}, {"c": ["z"]}, {}]}, path) == found
