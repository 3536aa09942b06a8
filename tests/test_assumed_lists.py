"""Lists that nobody wrote down and the schema assumes; places by days of named calendars; `during` an appointment."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinypack import MOMENT, ZONE, Tiny, action, log, make, rule, statuses

from checklist_engine.calendars import WorkingDays, place_in
from checklist_engine.editing.entries import element_fields
from checklist_engine.moments import label, parse
from checklist_engine.words.groups import grouped

THINGS = {
    "type": "array",
    "absent": [{"what": "key"}, {"what": "map"}],
    "items": {"type": "object", "required": ["what"], "properties": {"what": {"type": "string"}}},
}


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    return make(tmp_path, action("carry", rule("a", do={}), for_each={"thing": "things"}), facts={"things": THINGS})


def test_an_entry_is_about_one_element_of_an_assumed_list(tiny: Tiny) -> None:
    data = {"start": "2026-11-17 10:00", "log": log("2026-11-17 12:00 did carry what map")}
    assert statuses(tiny.checklist(data, "2026-11-17 13:00")) == {"carry/key": "due", "carry/map": "done"}


def test_a_tick_names_the_element_of_an_assumed_list(tiny: Tiny) -> None:
    record = tiny.record({"start": "2026-11-17 10:00"})
    item = tiny.item({"start": "2026-11-17 10:00"}, "2026-11-17 13:00", "carry/map")
    assert element_fields(tiny.program, record, item) == {"what": "map"}


@pytest.mark.parametrize(
    ("ordinal", "expected"), [(1, "Mon 2 Nov"), (3, "Wed 4 Nov"), (-1, "Mon 30 Nov")], ids=["first", "third", "last"]
)
def test_a_place_by_the_days_of_a_named_calendar(ordinal: int, expected: str) -> None:
    """1 November 2026 is a Sunday, 30 November a Monday."""
    bank = WorkingDays(frozenset(("mon", "tue", "wed", "thu", "fri")))
    assert label(place_in(parse("2026-11-17", ZONE), ordinal, "bank day", "month", bank)) == expected


def test_during_an_appointment_is_during_its_day(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("attend", rule("a", do={"during": "other"}), trigger=None))
    item = tiny.item({"other": "2026-11-18 10:00"}, "2026-11-17 09:00", "attend")
    assert (item.window.opens, item.window.closes) == ("2026-11-18T00:00:00+01:00", "2026-11-19T00:00:00+01:00")


def test_what_lacks_a_date_says_which_answer_it_needs(tmp_path: Path) -> None:
    deadline = {**MOMENT, "title": "last day", "absent": "ask", "question": "By when?"}
    attend = action("attend", rule("a", do={"during": "1 day before deadline"}), trigger=None)
    tiny = make(tmp_path, attend, facts={"deadline": deadline})
    checklist = tiny.checklist({}, "2026-11-17 09:00")
    assert checklist.item("attend").reason == "needs an answer: last day"
    assert [group.title for group in grouped(checklist)] == ["Waiting for a date"]


def test_a_day_of_another_year_is_printed_with_its_year(tmp_path: Path) -> None:
    attend = action("attend", rule("a", do={}), trigger=None, title="Attend on {other}")
    tiny = make(tmp_path, attend)
    for day, title in (("2026-12-31", "Attend on Thu 31 Dec"), ("2027-01-05", "Attend on Tue 5 Jan 2027")):
        assert tiny.item({"other": day}, "2026-12-31 23:00", "attend").title == title
