"""Evaluation as a whole: pure, repeatable, and fair to the person; the same items whatever the clock says."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tinypack import (
    ANNA_TOM,
    EACH,
    START,
    TWO_ROUNDS,
    ZONE,
    Data,
    action,
    best,
    log,
    make,
    rule,
    stamp,
    statuses,
)

from checklist_engine import data
from checklist_engine.checklist import Checklist, as_json
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record


def text(checklist: Checklist) -> str:
    return json.dumps(as_json(checklist))


def reversed_maps(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_maps(value[key]) for key in reversed(value)}
    return [reversed_maps(one) for one in value] if isinstance(value, list) else value


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
    ("days", "timing", "at"),
    [
        (["11-17", "11-19"], "in-time", "11-19"),
        (["11-18", "11-19"], "in-time", "11-18"),
        (["11-17", "11-21"], "early", "11-17"),
        (["11-21", "11-22"], "late", "11-21"),
    ],
)
def test_of_several_entries_the_first_in_time_counts(tmp_path: Path, days: list[str], timing: str, at: str) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"from": "25 hours after", "until": "49 hours after"})))
    entries = log(*(f"2026-{day} did write" for day in days))
    done = tiny.item({**START, "log": entries}, "2026-11-25 12:00", "write").done
    assert done is not None
    assert (done.timing, done.at, done.times) == (timing, f"2026-{at}", 2)


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


def test_no_question_is_asked_whose_answer_gives_no_date_yet(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("a", rule("a", when=[{"ask_1": {"is": "red"}}], do={}), trigger={"heard": "invited"}))
    assert tiny.checklist(START, "2026-11-18 09:00").questions == ()
    heard = {**START, "log": log("2026-11-18 08:00 heard invited")}
    assert [one.fact for one in tiny.checklist(heard, "2026-11-18 09:00").questions] == ["ask_1"]
