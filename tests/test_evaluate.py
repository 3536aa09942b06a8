"""Evaluation as a whole: pure, repeatable, fair to the person, and the same items whatever the clock says."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tinypack
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import ZONE, Data, Tiny, action, asked, log, make, rule, stamp

from checklist_engine import data
from checklist_engine.checklist import Checklist, Item, as_json
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.problems import Problems

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


def text(checklist: Checklist) -> str:
    return json.dumps(as_json(checklist))


def statuses(checklist: Checklist) -> dict[str, str]:
    return {item.id: item.status for item in checklist.items}


def reversed_maps(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_maps(value[key]) for key in reversed(value)}
    return [reversed_maps(one) for one in value] if isinstance(value, list) else value


def messages(tmp_path: Path, *actions: Data, **manifest: Any) -> list[str]:
    """What is wrong with a pack, as ids."""
    with pytest.raises(Problems) as caught:
        make(tmp_path, *actions, **manifest)
    return [problem.id for problem in caught.value.problems]


# --- repeatable --------------------------------------------------------------------------------------------------

# Every way in which an item can come about, in one case.
RICH: Data = {
    "company": "Quillon Maps",
    "role": "Data engineer",
    "id": "quillon",
    "timezone": ZONE,
    "people": {
        "anna": {"name": "Anna Weiss", "part": "hiring-manager", "email": "anna@quillon.example"},
        "tom": {"name": "Tom Reuter", "part": "recruiter", "timezone": "America/New_York"},
        "ref": {"name": "Rita", "part": "reference"},
    },
    "references": ["ref"],
    "interviews": [
        {"id": "first", "start": "2026-11-10 10:00", "end": "2026-11-10 11:00", "with": ["anna", "tom"]},
        {"id": "second", "start": "2026-11-17 22:00", "end": "2026-11-18 00:30", "with": ["anna"],
         "weak_answers": ["Why?"], "they_said": {"contact_by": "phone"}},
    ],
    "promised": [{"what": "references", "to": "tom"}, {"what": "code", "by": "2026-11-20"}],
    "asked_for": [{"what": "cover-letter", "by": "2026-11-23"}],
    "log": [
        {"at": "2026-11-10 13:40", "did": "send-thank-you", "to": "anna", "by": "email"},
        {"at": "2026-11-12", "did": "follow-up", "by": "email"},
        {"at": "2026-11-13", "heard": "invited", "from": "tom"},
        {"at": "2026-11-14 12:00", "skipped": "connect-on-linkedin"},
    ],
}  # fmt: skip

SCRIPT = """
import json, sys
from checklist_engine.checklist import as_json
from checklist_engine.data import rules_dir
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
program = load_program(rules_dir() / "after-interview", use_cache=False)
record = read_record(sys.stdin.buffer.read(), "case.yaml", program)
for profile in ("consensus", "strict", "source:hays"):
    for now in (1794900000, 1795000000, 1796000000):
        print(json.dumps(as_json(evaluate(program, record, now, profile=profile))))
"""


@pytest.fixture(scope="module")
def after_interview() -> Any:
    return load_program(data.rules_dir() / "after-interview", use_cache=False)


def test_other_processes_with_other_hashes_find_the_same_bytes() -> None:
    engine = Path(data.__file__).parents[1]
    found = set()
    for seed in ("0", "1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], input=json.dumps(RICH).encode(), capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(engine)},
        )  # fmt: skip
        found.add(done.stdout)
    assert len(found) == 1
    assert found.pop().count(b"\n") == 9


def test_the_order_of_the_records_keys_changes_nothing(after_interview: Any) -> None:
    one = read_record(json.dumps(RICH).encode(), "case.yaml", after_interview)
    other = read_record(json.dumps(reversed_maps(RICH)).encode(), "case.yaml", after_interview)
    for now in range(stamp("2026-11-09"), stamp("2026-12-05"), 40 * 3600):
        assert text(evaluate(after_interview, one, now)) == text(evaluate(after_interview, other, now))


def test_nor_does_it_name_the_case_otherwise(after_interview: Any) -> None:
    """Ticks and calendar entries hang on the case's id; moving a line in the file must not lose them."""
    nameless = {key: value for key, value in RICH.items() if key != "id"}
    one = read_record(json.dumps(nameless).encode(), "case.yaml", after_interview)
    other = read_record(json.dumps(reversed_maps(nameless)).encode(), "case.yaml", after_interview)
    assert one.case == other.case


def test_evaluating_changes_neither_record_nor_program(after_interview: Any) -> None:
    record = read_record(json.dumps(RICH).encode(), "case.yaml", after_interview)
    was = copy.deepcopy((record.data, dict(record.moments), record.log, record.notes))
    shown = repr(was)
    now = stamp("2026-11-18 09:00")
    before = text(evaluate(after_interview, record, now))
    other = {**RICH, "interviews": [{"start": "2026-12-01 10:00"}], "log": [], "promised": []}
    evaluate(after_interview, read_record(json.dumps(other).encode(), "o.yaml", after_interview), now, profile="strict")
    assert text(evaluate(after_interview, record, now)) == before
    fresh = load_program(data.rules_dir() / "after-interview", use_cache=False)
    assert text(evaluate(fresh, read_record(json.dumps(RICH).encode(), "case.yaml", fresh), now)) == before
    assert repr((record.data, dict(record.moments), record.log, record.notes)) == shown


# --- identity ----------------------------------------------------------------------------------------------------


def test_items_keep_their_ids_when_times_titles_and_names_change(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"until": "1 day after"}), **EACH))
    moved: Data = json.loads(
        json.dumps(TWO_ROUNDS).replace("2026-11-1", "2026-12-1").replace("Anna Weiss", "Anna Weiß")
    )
    reworded = make(
        tmp_path / "other",
        action("write", rule("b", do={"through": "9 days after"}, title="Other words"), title="Words {person.name}",
               **{**EACH, "trigger": "round.start"}),
    )  # fmt: skip
    expected = {"write/first/anna", "write/second/anna", "write/second/tom"}
    for pack, record in ((tiny, TWO_ROUNDS), (tiny, moved), (reworded, TWO_ROUNDS), (reworded, moved)):
        for now in ("2026-11-01 09:00", "2026-12-10 12:00"):
            assert set(statuses(pack.checklist(record, now))) == expected


def test_a_tick_holds_when_the_round_is_moved(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"until": "1 day after"}), **EACH))
    record: Data = {**TWO_ROUNDS, "log": log("2026-11-10 14:00 did write to anna round first")}
    assert tiny.item(record, "2026-11-20 09:00", "write/first/anna").status == "done"
    later: Data = copy.deepcopy(record)
    later["rounds"][0]["start"] = "2026-11-10 12:30"
    assert tiny.item(later, "2026-11-20 09:00", "write/first/anna").status == "done"


@pytest.mark.parametrize("entry", ["2026-11-10 14:00 did write", "2026-11-10 14:00 did write to anna"])
def test_a_tick_of_the_unnamed_element_counts_once_names_come(tmp_path: Path, entry: str) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"until": "1 day after"}), **EACH))
    unnamed: Data = {"people": ANNA_TOM, "rounds": [{"start": "2026-11-10 10:00"}], "log": log(entry)}
    now = "2026-11-10 15:00"
    assert statuses(tiny.checklist(unnamed, now)) == {"write/1": "done"}
    one: Data = copy.deepcopy(unnamed)
    one["rounds"][0]["with"] = ["anna"]
    assert statuses(tiny.checklist(one, now)) == {"write/1/anna": "done"}
    one["rounds"][0]["id"] = "hr"
    assert statuses(tiny.checklist(one, now)) == {"write/hr/anna": "done"}
    one["rounds"][0]["with"] = ["anna", "tom"]
    both = statuses(tiny.checklist(one, now))
    assert both["write/hr/anna"] == "done"
    assert both["write/hr/tom"] == ("due" if "anna" in entry else "done")


def test_an_absent_list_is_one_unnamed_element_and_an_empty_one_is_none(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={}), **EACH))
    assert statuses(tiny.checklist({}, "2026-11-17 09:00")) == {"write": "waiting"}
    assert statuses(tiny.checklist({"rounds": []}, "2026-11-17 09:00")) == {}
    record: Data = {"rounds": [{"start": "2026-11-10 10:00", "with": []}, {"start": "2026-11-12 10:00"}]}
    assert list(statuses(tiny.checklist(record, "2026-11-17 09:00"))) == ["write/2"]


# --- fan-out -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "done"),
    [
        ("2026-11-10 14:00 did write to anna", {"write/first/anna"}),
        ("2026-11-17 14:00 did write to anna", {"write/second/anna"}),
        ("2026-11-17 did write to anna", {"write/second/anna"}),  # on the day of the second round, at no named hour
        ("2026-11-16 did write to anna", {"write/first/anna"}),
        ("2026-11-09 14:00 did write to anna", {"write/first/anna"}),
        ("2026-11-17 14:00 did write to anna round first", {"write/first/anna"}),
        ("2026-11-17 14:00 did write", {"write/second/anna", "write/second/tom"}),
        ("2026-11-17 14:00 did write to tom", {"write/second/tom"}),
        ("2026-11-10 14:00 did write to tom", set()),
    ],
)
def test_somebody_met_twice_is_thanked_twice(tmp_path: Path, entry: str, done: set[str]) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"until": "1 day after"}), **EACH))
    found = statuses(tiny.checklist({**TWO_ROUNDS, "log": log(entry)}, "2026-11-18 09:00"))
    assert {item for item, status in found.items() if status == "done"} == done


def test_first_and_last_of_a_list_are_by_time_and_not_by_line(tmp_path: Path) -> None:
    shared = {"trigger": "round.end"}
    tiny = make(
        tmp_path,
        action("early", rule("a", do={}), for_each={"round": "first of rounds"}, **shared),
        action("late", rule("a", do={}), for_each={"round": "last of rounds"}, **shared),
        action("thing", rule("a", do={}), for_each={"thing": "last of things"}),
    )
    record: Data = {
        "rounds": [{"id": f"r{day}", "start": f"2026-11-{day} 10:00"} for day in ("17", "24", "10")],
        "things": [{"what": "One"}, {"what": "Two Things"}],
    }
    assert set(statuses(tiny.checklist(record, "2026-11-18 09:00"))) == {"early/r10", "late/r24", "thing/two-things"}
    assert set(statuses(tiny.checklist({"rounds": []}, "2026-11-18 09:00"))) == set()


def test_elements_of_the_same_name_stay_apart(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("give", rule("a", do={}), for_each={"thing": "things"}))
    record: Data = {"things": [{"what": "List"}, {"what": "list"}, {"what": "Ω"}, {"what": "list!"}]}
    ids = [item.id for item in tiny.checklist(record, "2026-11-18 09:00").items]
    assert len(set(ids)) == 4


# --- in the person's favour --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "timing"),
    [
        ("2026-11-17", "early"),
        ("2026-11-18 10:59", "early"),
        ("2026-11-18", "in-time"),
        ("2026-11-18 11:00", "in-time"),
        ("2026-11-19 10:59", "in-time"),
        ("2026-11-19", "in-time"),
        ("2026-11-19 11:00", "late"),
        ("2026-11-20", "late"),
    ],
)
def test_a_day_is_in_time_if_any_hour_of_it_would_be(tmp_path: Path, at: str, timing: str) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"from": "25 hours after", "until": "49 hours after"})))
    done = tiny.item({**START, "log": log(f"{at} did write")}, "2026-11-25 12:00", "write").done
    assert done is not None
    assert (done.timing, done.date_only) == (timing, len(at) == 10)


@pytest.mark.parametrize(
    ("at", "broken"),
    [("2026-11-18", False), ("2026-11-19", True), ("2026-11-20", False), ("2026-11-18 11:00", True),
     ("2026-11-20 10:59", True), ("2026-11-20 11:00", False), ("2026-11-18 10:59", False)],
)  # fmt: skip
def test_a_day_breaks_a_prohibition_only_if_every_hour_of_it_would(tmp_path: Path, at: str, broken: bool) -> None:
    tiny = make(tmp_path, action("gossip", rule("a", dont={"from": "25 hours after", "until": "73 hours after"})))
    item = tiny.item({**START, "log": log(f"{at} did gossip")}, "2026-11-25 12:00", "gossip")
    assert (item.status == "broken") == bool(item.broken) == broken


def test_what_lies_ahead_in_the_log_has_not_happened(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("write", rule("a", do={"until": "9 days after"})),
        action("after", rule("a", do={}), trigger={"heard": "invited"}),
    )
    record: Data = {**START, "log": log("2026-11-18 10:00 did write", "2026-11-19 heard invited")}
    for now, expected in (
        ("2026-11-18 09:59", ("due", "waiting")),
        ("2026-11-18 10:00", ("done", "waiting")),
        ("2026-11-18 23:59", ("done", "waiting")),
        ("2026-11-19 00:00", ("done", "upcoming")),  # after a day counts from its end
        ("2026-11-20 00:00", ("done", "due")),
    ):
        found = statuses(tiny.checklist(record, now))
        assert (found["write"], found["after"]) == expected or expected[1] == "upcoming", now
    assert tiny.item(record, "2026-11-17 11:00", "write").done is None


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        (("2026-11-17 12:00 did write", "2026-11-17 13:00 skipped write"), "skipped"),
        (("2026-11-17 13:00 skipped write", "2026-11-17 12:00 did write"), "skipped"),
        (("2026-11-17 12:00 skipped write", "2026-11-17 13:00 did write"), "done"),
        (("2026-11-17 13:00 did write", "2026-11-17 12:00 skipped write"), "done"),
        (("2026-11-17 12:00 skipped write", "2026-11-17 12:00 did write"), "done"),
        (("2026-11-17 12:00 did write", "2026-11-17 12:00 skipped write"), "skipped"),
        (("2026-11-17 did write", "2026-11-17 12:00 skipped write"), "skipped"),
        (("2026-11-17 12:00 did write", "2026-11-18 skipped write", "2026-11-19 08:00 did write"), "done"),
        (("2026-11-17 12:00 did write", "2026-11-19 10:00 skipped write"), "done"),  # not yet
    ],
)
def test_of_done_and_skipped_the_later_counts(tmp_path: Path, entries: tuple[str, ...], status: str) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"until": "9 days after"})))
    assert tiny.item({**START, "log": log(*entries)}, "2026-11-19 09:00", "write").status == status


# --- limits and prohibitions -------------------------------------------------------------------------------------

CHASE = action("chase", rule("a", do={"from": "2 days after"}), rule("b", dont={"more_than": 1, "per": "7 days"}))


def test_chasing_too_often_is_held_back_and_then_broken(tmp_path: Path) -> None:
    tiny = make(tmp_path, CHASE, action("chases", rule("b", dont={"more_than": 1, "per": "7 days", "of": "chase"})))

    def look(now: str, *entries: str) -> tuple[Item, Item]:
        checklist = tiny.checklist({**START, "log": log(*entries)}, now)
        return checklist.item("chase"), checklist.item("chases")

    ours, theirs = look("2026-11-20 09:00")
    assert (ours.status, theirs.status, theirs.broken) == ("due", "in-force", ())
    first = "2026-11-20 10:00 did chase"
    ours, theirs = look("2026-11-21 09:00", first)
    assert (ours.status, theirs.status) == ("done", "in-force")
    second = "2026-11-24 10:00 did chase"
    assert look("2026-11-25 09:00", first, second)[1].broken == ("2026-11-24T10:00:00+01:00",)
    # Seven days later is another day: the calendar counts, not the hour.
    assert look("2026-11-28 09:00", first, "2026-11-27 08:00 did chase")[1].broken == ()
    assert look("2026-11-28 09:00", first, "2026-11-26 23:00 did chase")[1].status == "broken"
    # Somebody skips it at first, and takes it up again.
    ours, _ = look("2026-11-21 09:00", "2026-11-19 10:00 skipped chase")
    assert ours.status == "skipped"


def test_a_used_up_limit_on_a_class_holds_what_is_not_done_yet_until_it_is_free_again(tmp_path: Path) -> None:
    contact = {"is": ["contact"]}
    tiny = make(
        tmp_path,
        action("call", rule("a", do={}), **contact),
        action("mail", rule("a", do={}), **contact),
        action("sing", rule("a", do={})),
        action("calm", rule("b", dont={"more_than": 2, "per": "7 days", "of": "contact"})),
        action("visit", rule("a", do={}), **contact),
    )
    one = log("2026-11-18 10:00 did call")
    assert statuses(tiny.checklist({**START, "log": one}, "2026-11-19 09:00"))["visit"] == "due"
    two = [*one, *log("2026-11-20 10:00 did mail")]
    checklist = tiny.checklist({**START, "log": two}, "2026-11-21 09:00")
    found = statuses(checklist)
    assert (found["visit"], found["sing"], found["calm"]) == ("on-hold", "due", "in-force")
    hold = checklist.item("visit").hold
    assert hold is not None
    assert (hold.until, hold.sources, hold.reason) == (
        "2026-11-25T00:00:00+01:00",
        ("b",),
        "already 2 times within 7 days",
    )
    best = checklist.item("visit").window.next
    assert best is not None
    assert best.from_ == hold.until
    assert statuses(tiny.checklist({**START, "log": two}, "2026-11-25 00:00"))["visit"] == "due"
    three = [*two, *log("2026-11-22 10:00 did visit")]
    assert statuses(tiny.checklist({**START, "log": three}, "2026-11-23 09:00"))["calm"] == "broken"
    # Two contacts that lie further apart than the limit's stretch use nothing up.
    apart = log("2026-11-18 10:00 did call", "2026-11-28 10:00 did mail")
    assert statuses(tiny.checklist({**START, "log": apart}, "2026-11-29 09:00"))["visit"] == "due"


def test_a_day_without_an_hour_uses_up_a_limit_in_the_persons_favour(tmp_path: Path) -> None:
    """Written some time on the 18th, and again on the 19th at 20:00: the first may have been at 08:00."""
    tiny = make(tmp_path, action("call", rule("b", dont={"more_than": 1, "per": "24 hours"})))
    for second, status in (
        ("2026-11-19 20:00", "in-force"),
        ("2026-11-18 23:00", "broken"),
        ("2026-11-19", "in-force"),
    ):
        record: Data = {**START, "log": log("2026-11-18 did call", f"{second} did call")}
        assert tiny.item(record, "2026-11-25 12:00", "call").status == status, second


def test_a_prohibition_on_a_channel_narrows_how_and_not_whether(tmp_path: Path) -> None:
    contact = {"is": ["contact"]}
    tiny = make(
        tmp_path,
        action("ask", rule("a", do={}), **contact),
        action("phoning", rule("b", dont={"of": "contact", "by": ["phone"]})),
    )
    assert statuses(tiny.checklist(START, "2026-11-18 09:00")) == {"ask": "due", "phoning": "in-force"}
    for entry, status in (
        ("2026-11-18 10:00 did ask by phone", "broken"),
        ("2026-11-18 10:00 did ask by email", "in-force"),
        ("2026-11-18 10:00 did ask", "in-force"),
        ("2026-11-16 10:00 did ask by phone", "in-force"),
    ):
        assert statuses(tiny.checklist({**START, "log": log(entry)}, "2026-11-18 12:00"))["phoning"] == status, entry


def test_a_prohibition_on_a_class_holds_its_actions_and_no_others(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("ask", rule("a", do={"until": "9 days after"}), **{"is": ["contact"]}),
        action("read", rule("a", do={"until": "9 days after"})),
        action(
            "silence",
            rule("b", dont={"of": "contact", "through": "3 days after"}),
            **{"while": {"not": {"heard": "invited"}}},
        ),
    )
    held = tiny.checklist(START, "2026-11-18 09:00")
    assert statuses(held) == {"ask": "on-hold", "read": "due", "silence": "in-force"}
    item = held.item("ask")
    assert item.hold is not None
    assert (item.hold.until, item.hold.sources) == ("2026-11-21T00:00:00+01:00", ("b",))
    assert item.window.best is not None
    assert item.window.best.from_ == item.hold.until
    # The dissent is shown: the advice to do it is still among the voices.
    assert {voice.source for voice in item.voices} == {"a"}
    freed = tiny.checklist({**START, "log": log("2026-11-18 08:00 heard invited")}, "2026-11-18 09:00")
    assert statuses(freed) == {"ask": "due", "read": "due", "silence": "closed"}
    assert statuses(tiny.checklist(START, "2026-11-18 09:00", "source:a")) == {"ask": "due", "read": "due"}


def test_a_prohibition_holds_the_same_elements_only(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("ask", rule("a", do={}), **EACH),
        action("silence", rule("b", dont={"of": "ask"}, when=[{"round.level": {"at_least": 2}}]),
               for_each={"round": "rounds"}, trigger="round.end"),
    )  # fmt: skip
    record = copy.deepcopy(TWO_ROUNDS)
    record["rounds"][1]["level"] = 2
    found = statuses(tiny.checklist(record, "2026-11-18 09:00"))
    assert {item for item, status in found.items() if status == "on-hold"} == {"ask/second/anna", "ask/second/tom"}
    assert found["ask/first/anna"] == "due"


def test_the_best_time_keeps_clear_of_a_prohibition_that_is_still_ahead(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("ask", rule("a", do={"from": "1 day after", "through": "4 days after"}),
               rule("c", do={"from": "1 day after", "through": "2 days after"}),
               rule("b", dont={"from": "1 day after", "through": "2 days after"})),
    )  # fmt: skip
    item = tiny.item(START, "2026-11-17 12:00", "ask")
    assert item.status == "upcoming"
    assert item.window.best is not None
    assert (item.window.best.from_, item.window.best.sources) == ("2026-11-20T00:00:00+01:00", ("a",))


# --- circles are errors, not recursion -----------------------------------------------------------------------------

DONE = {"is": "done"}
WHEN_B = [{"item": "b", **DONE}]
WHEN_A = [{"item": "a", **DONE}]


@pytest.mark.parametrize(
    ("actions", "manifest"),
    [
        ((action("x", rule("a", do={}, when=["one"])),), {"conditions": {"one": "two", "two": {"not": "one"}}}),
        ((action("x", rule("a", do={})),), {"conditions": {"one": ["one"]}}),
        ((action("x", rule("a", do={}), trigger="one-two"),),
         {"moments": {"one-two": "1 day after two-one", "two-one": {"earliest_of": ["one-two"]}}}),
        ((action("x", rule("a", do={})),), {"moments": {"one-two": ["one-two", "1 day after"]}}),
        ((action("a", rule("a", do={}, when=WHEN_A)),), {}),
        ((action("a", rule("a", do={}, when=WHEN_B)), action("b", rule("a", do={}, when=WHEN_A))), {}),
        ((action("a", rule("a", do={}), **{"while": {"any": [{"not": WHEN_B[0]}]}}),
          action("b", rule("a", do={}), done_when=WHEN_A)), {}),
        # through a named condition
        ((action("a", rule("a", do={}, when=["b-done"])), action("b", rule("a", do={}, when=WHEN_A))),
         {"conditions": {"b-done": WHEN_B}}),
        ((action("a", rule("a", do={}), **{"while": "a-undone"}),),
         {"conditions": {"a-undone": {"all": ["deep"]}, "deep": {"not": WHEN_A[0]}}}),
        # through a prohibition that holds the item whose status it looks at
        ((action("a", rule("a", do={})), action("b", rule("b", dont={"of": "a"}, when=WHEN_A))), {}),
        ((action("a", rule("a", do={}), **{"is": ["contact"]}),
          action("b", rule("b", dont={"of": "contact"}), **{"while": {"item": "a", "is": "open"}})), {}),
        # through a list
        ((action("a", rule("a", do={}, when=[{"some": "rounds", "are": WHEN_A}])),), {}),
    ],
)  # fmt: skip
def test_what_depends_on_itself_is_a_problem_at_its_line(
    tmp_path: Path, actions: tuple[Data, ...], manifest: dict[str, Any]
) -> None:
    assert "pack/circle" in messages(tmp_path, *actions, **manifest)


def test_a_circle_is_told_as_it_runs(tmp_path: Path) -> None:
    """The words name the way round, and nothing that only lies beside it."""
    to_both = [{"any": [{"item": "b", **DONE}, {"item": "c", **DONE}]}]
    with pytest.raises(Problems) as caught:
        make(tmp_path, action("a", rule("a", do={}, when=to_both)), action("b", rule("a", do={}, when=WHEN_A)),
             action("c", rule("a", do={})))  # fmt: skip
    told = " ".join(problem.message for problem in caught.value.problems)
    assert "a → b → a" in told
    assert "c →" not in told


def test_looking_at_each_other_without_a_circle_is_fine(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("a", rule("a", do={}, when=WHEN_B), rule("b", dont={"of": "c"})),
        action("b", rule("a", do={})),
        action("c", rule("a", do={}, when=[*WHEN_B, "b-undone"])),
        conditions={"b-undone": {"not": {"item": "b", "is": "open"}}},
    )
    assert (
        statuses(tiny.checklist({**START, "log": log("2026-11-17 12:00 did b")}, "2026-11-18 09:00"))["a"]
        != "not-applicable"
    )


# --- what is missing ---------------------------------------------------------------------------------------------


def test_what_was_assumed_is_said_and_asked_for(tmp_path: Path) -> None:
    by_date = {"first_known_of": ["deadline", "5 days after"]}
    tiny = make(
        tmp_path,
        action("give", rule("a", do={"until": by_date})),
        action("both", rule("a", do={"until": by_date}, when=[{"mood": {"known": False}}])),
        action("sure", rule("a", do={"until": "5 days after"})),
        facts={"mood": asked()},
    )
    checklist = tiny.checklist(START, "2026-11-18 09:00")
    assert checklist.item("give").provisional == ("there is no deadline",)
    assert checklist.item("give").assumed == ("deadline",)
    assert checklist.item("give").window.closes == "2026-11-23T00:00:00+01:00"
    assert set(checklist.item("both").assumed) == {"mood", "deadline"}
    assert checklist.item("sure").provisional == ()
    # deadline would settle two items, mood one
    assert [(question.fact, question.items) for question in checklist.questions] == [
        ("deadline", ("both", "give")),
        ("mood", ("both",)),
    ]
    told = tiny.checklist({**START, "deadline": "2026-11-20", "mood": "none"}, "2026-11-18 09:00")
    assert told.questions == ()
    assert told.item("give").window.closes == "2026-11-21T00:00:00+01:00"
    none = tiny.checklist({**START, "deadline": "none"}, "2026-11-18 09:00")
    assert none.item("give").provisional == ()
    assert none.item("give").window.closes == "2026-11-23T00:00:00+01:00"


def test_questions_that_settle_as_many_items_are_in_the_order_of_their_paths(tmp_path: Path) -> None:
    names = ("ask_2", "ask_1", "ask_3")
    tiny = make(
        tmp_path, *(action(name.replace("_", "-"), rule("a", do={}, when=[{name: {"known": False}}])) for name in names)
    )
    assert [question.fact for question in tiny.checklist(START, "2026-11-18 09:00").questions] == sorted(names)


def test_what_would_be_done_by_a_fact_is_asked_for_while_the_fact_is_missing(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("get", rule("a", do={}), done_when=[{"ask_1": {"is": "red"}}]))
    item = tiny.item(START, "2026-11-18 09:00", "get")
    assert (item.status, item.assumed) == ("due", ("ask_1",))
    assert tiny.item({**START, "ask_1": "red"}, "2026-11-18 09:00", "get").status == "done"
    assert tiny.item({**START, "ask_1": "none"}, "2026-11-18 09:00", "get").assumed == ()


def test_nothing_is_asked_for_what_is_done(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("give", rule("a", do={"until": {"first_known_of": ["deadline", "5 days after"]}})))
    done = tiny.checklist({**START, "log": log("2026-11-17 12:00 did give")}, "2026-11-18 09:00")
    assert done.questions == ()
    assert done.item("give").provisional == ()


def test_a_question_says_where_its_answer_belongs(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("ask", rule("a", do={"until": "2 days after round.date"}), **{**EACH, "for_each": {"round": "rounds"}}),
    )
    record: Data = {"rounds": [{"start": "2026-11-10 10:00", "date": "2026-11-20"}, {"start": "2026-11-17 10:00"}]}
    checklist = tiny.checklist(record, "2026-11-18 09:00")
    assert [(q.fact, q.path, q.items) for q in checklist.questions] == [("round.date", "rounds.1.date", ("ask/2",))]
    assert checklist.item("ask/1").provisional == ()


def test_each_edge_may_hang_on_a_moment_of_its_own_that_is_not_known(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("from-unknown", rule("a", do={"from": "1 day after other", "until": "9 days after"})),
        action("until-unknown", rule("a", do={"until": "1 day after other"})),
        action("one-of-two", rule("a", do={"from": "1 day after other"}), rule("b", do={"until": "2 days after"})),
        action("no-trigger", rule("a", do={"until": "1 day after"}), trigger="other"),
    )
    checklist = tiny.checklist(START, "2026-11-18 09:00")
    assert checklist.item("from-unknown").status == "waiting"
    assert checklist.item("from-unknown").window.best is None
    until = checklist.item("until-unknown")
    assert (until.status, until.window.opens, until.window.closes) == ("due", "2026-11-17T10:00:00+01:00", None)
    partly = checklist.item("one-of-two")
    assert (partly.status, partly.window.closes) == ("due", "2026-11-20T00:00:00+01:00")
    assert checklist.item("no-trigger").status == "waiting"


def test_a_window_that_closes_before_it_opens_is_said_to_be_impossible(tmp_path: Path) -> None:
    backwards = {"from": "3 days after", "until": "2 days after"}
    tiny = make(
        tmp_path,
        action("never", rule("a", do=backwards)),
        action("at-once", rule("a", do={"from": "3 hours after", "until": "3 hours after"})),
        action("partly", rule("a", do=backwards), rule("b", do={"until": "2 days after"})),
    )
    for now in ("2026-11-01 09:00", "2026-11-18 09:00", "2026-12-18 09:00"):
        checklist = tiny.checklist(START, now)
        assert statuses(checklist)["never"] == statuses(checklist)["at-once"] == "impossible"
        assert checklist.item("never").reason
        assert checklist.item("never").window.best is None
    partly = tiny.item(START, "2026-11-18 09:00", "partly")
    assert partly.window.best is not None
    assert (partly.status, partly.window.best.sources) == ("due", ("b",))
    assert partly.late_for == ()


def test_advice_from_the_first_has_no_first_day(tmp_path: Path) -> None:
    """Neither trigger nor `from`: allowed always. The hours of the day cannot cut what has no beginning."""
    tiny = make(tmp_path, action("always", rule("a", do={}), trigger=None, **{"is": ["message"]}))
    window = tiny.item(START, "2026-11-17 21:00", "always").window
    assert (window.opens, window.closes) == (None, None)
    assert window.best is not None
    assert (window.best.from_, window.best.to) == (None, None)
    assert window.next is not None
    assert (window.next.from_, window.next.to) == ("2026-11-18T08:00:00+01:00", "2026-11-18T20:00:00+01:00")


# --- profiles ----------------------------------------------------------------------------------------------------

VOTES = action(
    "write",
    rule("a", do={"until": "24 hours after"}),
    rule("b", do={"during": "next day"}),
    rule("c", do={"through": "2 days after"}),
)


def best(item: Item) -> tuple[str | None, str | None, tuple[str, ...]]:
    assert item.window.best is not None
    return item.window.best.from_, item.window.best.to, item.window.best.sources


def test_profiles_settle_the_same_disagreement_each_in_its_way(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        VOTES,
        action("apart", rule("a", do={"until": "24 hours after"}), rule("b", do={"during": "3 days after"})),
        action("held", rule("a", do={}), rule("b", dont={})),
        profiles={
            "two": {"title": "Two", "sources": ["b", "c"]},
            "without-b": {"title": "Not b", "without": ["b"]},
            "bold": {"title": "Bold", "settle": "bold"},
            "strict-two": {"title": "Both", "sources": ["a", "c"], "strict": True},
        },
    )
    now = "2026-11-17 12:00"

    def write(profile: str) -> Item:
        return tiny.item(START, now, "write", profile)

    overlap = ("2026-11-18T00:00:00+01:00", "2026-11-18T10:00:00+01:00")
    assert best(write("consensus")) == (*overlap, ("a", "b", "c"))
    assert (write("consensus").window.opens, write("consensus").window.closes) == (
        "2026-11-17T10:00:00+01:00", "2026-11-20T00:00:00+01:00")  # fmt: skip
    strict = write("strict")
    assert best(strict) == (*overlap, ("a", "b", "c"))
    assert (strict.window.opens, strict.window.closes) == overlap
    assert strict.status == "upcoming"
    assert strict.reason is None
    apart = tiny.item(START, now, "apart", "strict")
    assert apart.reason
    assert best(apart) == best(tiny.item(START, now, "apart"))
    assert best(write("source:b")) == ("2026-11-18T00:00:00+01:00", "2026-11-19T00:00:00+01:00", ("b",))
    assert best(write("two"))[2] == ("b", "c")
    assert best(write("without-b"))[2] == ("a", "c")
    assert best(write("strict-two")) == ("2026-11-17T10:00:00+01:00", "2026-11-18T10:00:00+01:00", ("a", "c"))
    assert tiny.item(START, now, "held").status == "on-hold"
    assert tiny.item(START, now, "held", "bold").status == "due"
    # What a source is silent about is absent.
    assert "held" not in statuses(tiny.checklist(START, now, "source:c"))
    assert [source.id for source in tiny.checklist(START, now, "two").sources] == ["b", "c"]
    assert tiny.checklist(START, now, "two").profile == "two"


@pytest.mark.parametrize(
    ("name", "near"),
    [("concensus", "consensus"), ("source:bb", "source:b"), ("stric", "strict"), ("bolt", "bold"), ("", None)],
)
def test_a_profile_that_does_not_exist_is_a_problem_with_the_nearest_name(
    tmp_path: Path, name: str, near: str | None
) -> None:
    tiny = make(tmp_path, VOTES, profiles={"bold": {"title": "Bold"}})
    with pytest.raises(Problems) as caught:
        tiny.checklist(START, "2026-11-17 12:00", name)
    (problem,) = caught.value.problems
    assert "consensus" in (problem.expected or "")
    assert near is None or near in (problem.hint or "")


def test_a_pack_cannot_put_sources_into_a_profile_that_do_not_exist(tmp_path: Path) -> None:
    """A typo there would silently hear nobody."""
    found = messages(tmp_path, VOTES, profiles={"two": {"title": "Two", "sources": ["a", "zz"]}})
    assert found == ["reference/source"]


# --- the clock ---------------------------------------------------------------------------------------------------

UNITS = st.sampled_from(["minutes", "hours", "days", "weeks", "working days"])
OFFSETS = st.tuples(st.integers(1, 40), UNITS, st.sampled_from(["after", "before"])).map(
    lambda parts: f"{parts[0]} {parts[1]} {parts[2]}"
)
WINDOWS = st.fixed_dictionaries({}, optional={"from": OFFSETS, "until": OFFSETS}) | st.fixed_dictionaries(
    {"ideal": st.fixed_dictionaries({"from": OFFSETS, "until": OFFSETS}), "through": OFFSETS}
)
RULES = st.lists(
    st.tuples(st.sampled_from(tinypack.SOURCES), st.sampled_from(["do", "do", "do", "dont"]), WINDOWS),
    min_size=1,
    max_size=5,
)
ORDER = ("upcoming", "on-hold", "open", "due", "overdue")


def some_pack(folder: Path, rules: list[tuple[str, str, Data]], message: bool) -> Tiny:
    given_rules = []
    for source, kind, window in rules:
        kept = {key: value for key, value in window.items() if kind == "do" or key != "ideal"}
        about: dict[str, Any] = {kind: kept}
        given_rules.append(rule(source, **about))
    return make(folder, action("write", *given_rules, **({"is": ["message"]} if message else {})))


@settings(max_examples=40)
@given(RULES, st.booleans(), st.lists(st.integers(-60 * 96, 60 * 96), min_size=2, max_size=8), st.booleans())
def test_as_time_goes_by_only_what_is_left_changes(
    tmp_path_factory: pytest.TempPathFactory,
    rules: list[tuple[str, str, Data]],
    message: bool,
    clock: list[int],
    ticked: bool,
) -> None:
    tiny = some_pack(tmp_path_factory.mktemp("clock"), rules, message)
    begin = stamp("2026-11-17 10:00")
    entry = log("2026-08-01 10:00 skipped write", "2026-08-02 10:00 did write") if ticked else []
    record = tiny.record({**START, "log": entry})
    seen = [evaluate(tiny.program, record, begin + quarter * 900).items[0] for quarter in sorted(clock)]
    dates = {(item.window.opens, item.window.closes, item.window.best, item.window.runner_up) for item in seen}
    assert len(dates) == 1
    for item, quarter in zip(seen, sorted(clock), strict=True):
        next_, best_ = item.window.next, item.window.best
        if next_ is not None:
            assert next_.from_ is not None
            assert stamp(next_.from_[:16].replace("T", " ") + next_.from_[19:]) >= begin + quarter * 900
            assert item.window.closes is None or next_.to is None or next_.to <= item.window.closes or best_ is not None
        if not ticked and item.kind == "do" and best_ is not None and best_.from_ is not None:
            ahead = stamp(best_.from_[:16].replace("T", " ") + best_.from_[19:]) >= begin + quarter * 900
            assert not ahead or next_ == best_
    if all(kind == "do" for _, kind, _ in rules) and not ticked and seen[0].status in ORDER:
        places = [ORDER.index(item.status) for item in seen]
        assert places == sorted(places)
    if ticked and seen[0].kind == "do":
        assert {item.status for item in seen} == {"done"}


@settings(max_examples=30)
@given(RULES, st.booleans(), st.integers(-20 * 96, 40 * 96))
def test_best_is_what_its_sources_allow(
    tmp_path_factory: pytest.TempPathFactory, rules: list[tuple[str, str, Data]], message: bool, quarter: int
) -> None:
    """Nothing may move what a source did not say: each stretch lies inside a window of each source that it names."""
    tiny = some_pack(tmp_path_factory.mktemp("votes"), rules, message)
    item = evaluate(tiny.program, tiny.record(START), stamp("2026-11-17 10:00") + quarter * 900).items[0]
    for stretch in (item.window.best, item.window.runner_up, item.window.next):
        for source in stretch.sources if stretch is not None else ():
            own = [
                voice.window[0]
                for voice in item.voices
                if voice.source == source and voice.kind == "do" and voice.window
            ]
            assert stretch is not None
            assert stretch.from_ is not None
            starts = [(one.from_ or "", one.to or "9") for one in own]
            assert any(start <= stretch.from_ for start, _ in starts)
            assert any((stretch.to or "9") <= end for _, end in starts)
    assert sorted(item.late_for) == sorted(set(item.late_for))


def test_who_is_late_is_who_gave_an_end_that_has_passed(tmp_path: Path) -> None:
    tiny = make(tmp_path, VOTES)
    for now, late in (
        ("2026-11-18 09:59", ()),
        ("2026-11-18 10:00", ("a",)),
        ("2026-11-19 00:00", ("a", "b")),
        ("2026-11-20 00:00", ("a", "b", "c")),
    ):
        item = tiny.item(START, now, "write")
        assert item.late_for == late
        assert (item.status == "overdue") == (len(late) == 3)
    assert tiny.item({**START, "log": log("2026-11-21 10:00 did write")}, "2026-11-22 00:00", "write").late_for == ()


# --- voices ------------------------------------------------------------------------------------------------------


def test_a_narrower_rule_silences_the_general_one_where_it_applies(tmp_path: Path) -> None:
    general = rule("a", do={"until": "1 day after"})
    narrow = rule("a", when=[{"sure": {"is": True}}], replaces=general["id"], do={"until": "2 days after"})
    tiny = make(tmp_path, action("write", general, narrow))
    assert tiny.item(START, "2026-11-17 12:00", "write").rules == (general["id"],)
    assert tiny.item({**START, "sure": True}, "2026-11-17 12:00", "write").rules == (narrow["id"],)


def test_a_rule_is_in_force_from_its_first_day_through_its_last(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={}, valid={"from": "2026-11-18", "until": "2026-11-19"})))
    found = [
        tiny.item(START, now, "write").status != "not-applicable"
        for now in ("2026-11-17 23:59", "2026-11-18 00:00", "2026-11-19 23:59", "2026-11-20 00:00")
    ]
    assert found == [False, True, True, False]


def test_sending_hours_are_those_of_both_sides(tmp_path: Path) -> None:
    """08:00–20:00 in Luxembourg and in New York, six hours behind: 14:00–20:00 here."""
    tiny = make(tmp_path, action("write", rule("a", do={"during": "next day"}), **{**EACH, "is": ["message"]}))
    checklist = tiny.checklist(TWO_ROUNDS, "2026-11-17 12:00")
    assert best(checklist.item("write/second/anna"))[:2] == ("2026-11-18T08:00:00+01:00", "2026-11-18T20:00:00+01:00")
    assert best(checklist.item("write/second/tom"))[:2] == ("2026-11-18T14:00:00+01:00", "2026-11-18T20:00:00+01:00")


def test_sending_hours_round_the_clock_move_nothing(tmp_path: Path) -> None:
    free = {"preferences": {"ours": "none", "sending_hours": {"from": "00:00", "until": "24:00"}}}
    with_hours = make(tmp_path / "with", action("write", rule("a", do={}), **{"is": ["message"]}), **free)
    assert best(with_hours.item(START, "2026-11-17 12:00", "write"))[:2] == ("2026-11-17T10:00:00+01:00", None)


def test_items_are_in_the_order_of_time_with_what_does_not_apply_last(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("a-silent", rule("a", when=[{"sure": {"is": True}}], do={})),
        action("b-later", rule("a", do={"from": "3 days after"})),
        action("c-sooner", rule("a", do={"from": "1 day after"})),
    )
    assert [item.id for item in tiny.checklist(START, "2026-11-17 12:00").items] == ["c-sooner", "b-later", "a-silent"]
