"""Statuses: the documented table of precedence, read from where it is documented, and each status reached in a case.

The table is the test: for every kind and every line, a case that fits this line and all lines below it must have the
status of this line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinypack import Tiny, action, log, make, rule, stamp

from checklist_engine.evaluate import status as module
from checklist_engine.evaluate.status import OVER, Facts, status_of

ZONE = "Europe/Luxembourg"
NOW = stamp("2026-11-17 12:00")
HOUR = 3600
DAY = 24 * HOUR


def table() -> dict[str, list[tuple[str, ...]]]:
    """Each kind's column of the table in the docstring; a line may hold two statuses."""
    lines = re.findall(r"^\|(.+)\|$", module.__doc__ or "", re.MULTILINE)
    head, _, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {kind: [tuple(row[column].split(", ")) for row in rows if row[column]] for column, kind in enumerate(head)}


TABLE = table()

Change = Mapping[str, Any]
# What brings each status about, whatever else holds. `opens` and `closes` lie around now unless a line moves them.
SIGNS: dict[tuple[str, str], Change] = {
    ("do", "skipped"): {"skipped": True},
    ("do", "done"): {"done": True},
    ("do", "not-applicable"): {"speaks": False},
    ("do", "closed"): {"open_case": False},
    ("do", "waiting"): {"opens": None},
    ("do", "impossible"): {"any_window": False},
    ("do", "upcoming"): {"opens": NOW + HOUR},
    ("do", "on-hold"): {"held": True},
    ("do", "overdue"): {"closes": NOW},
    ("do", "lapsed"): {"closes": NOW, "lapses": True},
    ("do", "due"): {"best_from": NOW},
    ("do", "open"): {},
    ("dont", "not-applicable"): {"speaks": False},
    ("dont", "closed"): {"open_case": False},
    ("dont", "waiting"): {"opens": None},
    ("dont", "broken"): {"broken": True},
    ("dont", "upcoming"): {"opens": NOW + HOUR},
    ("dont", "in-force"): {"in_force": True},
    ("dont", "lifted"): {},
    ("need_not", "not-applicable"): {"speaks": False},
    ("need_not", "closed"): {"open_case": False},
    ("need_not", "waiting"): {"opens": None},
    ("need_not", "upcoming"): {"opens": NOW + HOUR},
    ("need_not", "open"): {"in_force": True},
    ("need_not", "lifted"): {},
    ("expect", "not-applicable"): {"speaks": False},
    ("expect", "met"): {"met": True},
    ("expect", "closed"): {"open_case": False},
    ("expect", "late"): {"closes": NOW},
    ("expect", "waiting"): {},
}


def facts(kind: str, *changes: Change) -> Facts:
    given: dict[str, Any] = {
        "kind": kind,
        "now": NOW,
        "zone": ZONE,
        "speaks": True,
        "opens": NOW - DAY,
        "closes": NOW + 3 * DAY,
    }
    for change in changes:
        given.update(change)
    return Facts(**given)


LINES = [(kind, line) for kind, lines in TABLE.items() for line in range(len(lines))]


def test_the_table_can_be_read_and_every_line_of_it_is_known_here() -> None:
    assert set(TABLE) == {"do", "dont", "need_not", "expect"}
    assert {(kind, name) for kind, lines in TABLE.items() for line in lines for name in line} == set(SIGNS)


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_each_line_wins_over_every_choice_of_lines_below_it(kind: str, line: int) -> None:
    below = [name for names in TABLE[kind][line + 1 :] for name in names]
    for name in TABLE[kind][line]:
        assert status_of(facts(kind, SIGNS[kind, name])) == name
        for size in (1, 2, len(below)):
            for others in itertools.combinations(below, size):
                # The line's own sign is laid on last: two lines may move the same date.
                weaker = [SIGNS[kind, other] for other in reversed(others)]
                found = status_of(facts(kind, *weaker, SIGNS[kind, name]))
                assert found in TABLE[kind][line], (name, others, found)


FLAGS = "speaks open_case any_window done skipped met held broken in_force standing lapses"
BOOLEANS = {name: st.booleans() for name in FLAGS.split()}
TIMES = st.one_of(st.none(), st.integers(NOW - 2 * DAY, NOW + 2 * DAY))


@given(st.sampled_from(sorted(TABLE)), st.fixed_dictionaries(BOOLEANS), TIMES, TIMES, TIMES)
def test_every_case_has_a_status_of_its_kind(
    kind: str, flags: dict[str, bool], opens: int | None, closes: int | None, best: int | None
) -> None:
    some = Facts(kind=kind, now=NOW, zone=ZONE, opens=opens, closes=closes, best_from=best, **flags)
    assert status_of(some) in {name for line in TABLE[kind] for name in line}
    assert status_of(some) == status_of(some)


@given(st.sampled_from(sorted(TABLE)), st.fixed_dictionaries(BOOLEANS), TIMES, TIMES, TIMES)
def test_a_case_that_is_over_stays_over_as_time_goes_by(
    kind: str, flags: dict[str, bool], opens: int | None, closes: int | None, best: int | None
) -> None:
    some = Facts(kind=kind, now=NOW, zone=ZONE, opens=opens, closes=closes, best_from=best, **flags)
    later = some.replace(now=NOW + 5 * DAY)
    if status_of(some) in OVER:
        assert status_of(later) == status_of(some)


def test_the_last_day_is_due_from_its_first_minute() -> None:
    closes = stamp("2026-11-19")  # the end of Wednesday the 18th
    for text, expected in (("2026-11-17 23:59", "open"), ("2026-11-18 00:00", "due"), ("2026-11-18 23:59", "due")):
        assert status_of(facts("do", {"now": stamp(text), "closes": closes})) == expected
    assert status_of(facts("do", {"now": closes, "closes": closes})) == "overdue"
    midday = stamp("2026-11-18 11:00")
    assert status_of(facts("do", {"now": stamp("2026-11-18 00:00"), "closes": midday})) == "due"
    # The last day is that of the case's zone.
    assert status_of(facts("do", {"now": stamp("2026-11-17 23:30"), "closes": midday, "zone": "Asia/Tokyo"})) == "due"


def test_edges_are_half_open() -> None:
    assert status_of(facts("do", {"opens": NOW})) == "open"
    assert status_of(facts("do", {"opens": NOW + 1})) == "upcoming"
    assert status_of(facts("do", {"closes": NOW + 1})) == "due"
    assert status_of(facts("expect", {"closes": NOW + 1})) == "waiting"
    assert status_of(facts("dont", {"opens": NOW})) == "lifted"


def test_standing_advice_is_never_done_by_an_entry_and_never_overdue() -> None:
    assert status_of(facts("do", {"standing": True, "done": True})) == "open"
    assert status_of(facts("do", {"standing": True, "closes": NOW})) == "lapsed"


# --- each status, in a case ------------------------------------------------------------------------------------

START = {"start": "2026-11-17 10:00"}
WRITE = action("write", rule("a", do={"until": "2 days after"}), rule("b", do={"during": "next day"}))
Case = tuple[str, str, list[dict[str, Any]], dict[str, Any], str, str]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    gone = {"not": {"heard": "rejected"}}
    return make(
        tmp_path_factory.mktemp("status"),
        WRITE,
        action("card", rule("a", do={"until": "2 hours after"}), lapses=True),
        action("look", rule("a", do={}), standing=True, **{"while": gone}),
        action("clash", rule("a", do={"until": "1 day before"})),
        action("ask", rule("a", do={"from": "1 day after deadline"})),
        action("held", rule("a", do={"until": "9 days after"}), rule("b", dont={"until": "2 days after"})),
        action("quiet", rule("a", when=[{"tags": {"contains": "x"}}], do={})),
        action("gossip", rule("a", dont={"until": "2 days after"}), **{"while": gone}),
        action("shout", rule("a", dont={"from": "1 day after other"})),
        action("hush", rule("a", when=[{"tags": {"contains": "x"}}], dont={})),
        action("relax", rule("a", need_not={"until": "2 days after"}), **{"while": gone}),
        action("rest", rule("a", need_not={"from": "1 day after other"})),
        action("nap", rule("a", when=[{"tags": {"contains": "x"}}], need_not={})),
        action("hear", rule("a", expect={"until": "2 days after"}),
               done_when=[{"heard": "invited"}], **{"while": gone}),
        action("reply", rule("a", when=[{"tags": {"contains": "x"}}], expect={})),
    )  # fmt: skip


REACHED = [
    ("write", "do", "2026-11-17 09:59", "", "upcoming"),
    ("write", "do", "2026-11-17 10:00", "", "open"),
    ("write", "do", "2026-11-18 00:00", "", "due"),
    ("write", "do", "2026-11-20 00:00", "", "overdue"),
    ("write", "do", "2026-11-18 09:00", "2026-11-17 12:00 did write", "done"),
    ("write", "do", "2026-11-18 09:00", "2026-11-17 12:00 skipped write", "skipped"),
    ("card", "do", "2026-11-17 12:00", "", "lapsed"),
    ("card", "do", "2026-11-17 12:00", "2026-11-17 11:00 did card", "done"),
    ("look", "do", "2026-11-18 09:00", "2026-11-17 11:00 did look", "due"),
    ("look", "do", "2026-11-18 09:00", "2026-11-18 08:00 heard rejected", "closed"),
    ("clash", "do", "2026-11-18 09:00", "", "impossible"),
    ("clash", "do", "2026-11-01 09:00", "", "impossible"),
    ("ask", "do", "2026-11-18 09:00", "", "waiting"),
    ("held", "do", "2026-11-18 09:00", "", "on-hold"),
    ("held", "do", "2026-11-20 00:00", "", "due"),
    ("quiet", "do", "2026-11-18 09:00", "", "not-applicable"),
    ("gossip", "dont", "2026-11-17 09:00", "", "upcoming"),
    ("gossip", "dont", "2026-11-17 11:00", "", "in-force"),
    ("gossip", "dont", "2026-11-20 00:00", "", "lifted"),
    ("gossip", "dont", "2026-11-20 00:00", "2026-11-18 10:00 did gossip", "broken"),
    ("gossip", "dont", "2026-11-20 00:00", "2026-11-20 00:00 did gossip", "lifted"),
    ("gossip", "dont", "2026-11-18 09:00", "2026-11-18 08:00 heard rejected", "closed"),
    ("shout", "dont", "2026-11-18 09:00", "", "waiting"),
    ("hush", "dont", "2026-11-18 09:00", "", "not-applicable"),
    ("relax", "need_not", "2026-11-17 09:00", "", "upcoming"),
    ("relax", "need_not", "2026-11-17 11:00", "", "open"),
    ("relax", "need_not", "2026-11-20 00:00", "", "lifted"),
    ("relax", "need_not", "2026-11-18 09:00", "2026-11-18 08:00 heard rejected", "closed"),
    ("rest", "need_not", "2026-11-18 09:00", "", "waiting"),
    ("nap", "need_not", "2026-11-18 09:00", "", "not-applicable"),
    ("hear", "expect", "2026-11-17 11:00", "", "waiting"),
    ("hear", "expect", "2026-11-20 00:00", "", "late"),
    ("hear", "expect", "2026-11-20 00:00", "2026-11-19 10:00 heard invited", "met"),
    ("hear", "expect", "2026-11-20 00:00", "2026-11-19 10:00 heard rejected", "closed"),
    ("reply", "expect", "2026-11-18 09:00", "", "not-applicable"),
]


@pytest.mark.parametrize(("name", "kind", "now", "entry", "expected"), REACHED)
def test_each_status_is_reached_in_a_case(
    tiny: Tiny, name: str, kind: str, now: str, entry: str, expected: str
) -> None:
    record = {**START, "log": log(entry) if entry else []}
    item = tiny.item(record, now, name)
    assert (item.kind, item.status) == (kind, expected)
    silent = {"closed", "not-applicable"} | ({"waiting", "impossible"} if kind != "expect" else set())
    assert (item.reason is not None) == (expected in silent)


def test_together_these_cases_reach_the_whole_table() -> None:
    assert {(kind, status) for _, kind, _, _, status in REACHED} == set(SIGNS)


def test_the_schemas_know_every_status(tmp_path: Path) -> None:
    """A condition on an item's status can name each of them, and none that does not exist."""
    every = sorted({name for lines in TABLE.values() for line in lines for name in line})
    tiny = make(tmp_path, WRITE, action("then", rule("a", when=[{"item": "write", "is": every}], do={})))
    for now in ("2026-11-17 09:00", "2026-11-17 12:00", "2026-11-30 12:00"):
        assert tiny.item(START, now, "then").status != "not-applicable"


KINDS: dict[str, Callable[[], dict[str, Any]]] = {
    "do": lambda: rule("a", do={"until": "9 days after"}),
    "expect": lambda: rule("b", expect={"until": "9 days after"}),
    "dont": lambda: rule("c", dont={"until": "9 days after"}),
    "need_not": lambda: rule("d", need_not={"until": "9 days after"}),
}


@pytest.mark.parametrize("kinds", [names for size in range(1, 5) for names in itertools.combinations(KINDS, size)])
def test_the_strongest_voice_decides_what_an_item_is(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    rules = [KINDS[kind]() for kind in reversed(kinds)]
    item = make(tmp_path, action("write", *rules)).item(START, "2026-11-18 09:00", "write")
    assert item.kind == kinds[0]
    assert {voice.kind for voice in item.voices} == set(kinds)
