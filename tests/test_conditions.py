"""Conditions: three-valued logic against an oracle, and every word of a test with a case for and a case against.

Missing is not false: what a condition finds while facts are missing is either definite, and then no answer can
change it, or it rests on an assumption, and then on those facts alone that it asks for.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tinypack import COLOURS, ZONE, Data, Tiny, action, log, make, rule, stamp

from checklist_engine.compile.conditions import compile_condition
from checklist_engine.compile.context import Context, Registry
from checklist_engine.compile.report import Report
from checklist_engine.evaluate.evaluate import Evaluation
from checklist_engine.load.record import read_record
from checklist_engine.problems import Problems
from checklist_engine.profiles import Profile
from checklist_engine.schema.files import load_schema
from checklist_engine.scope import Scope

NOW = "2026-11-17 12:00"  # a Tuesday
ASKED = ("ask_1", "ask_2", "ask_3")
QUIET = ("hush_1", "hush_2", "red_1", "red_2")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return make(
        tmp_path_factory.mktemp("conditions"),
        action("write", rule("a", do={"until": "9 days after"}), **{"is": ["contact"]}),
        action("call", rule("a", do={"until": "2 days after other"}), **{"is": ["contact"]}),
        action("maybe", rule("a", do={}, when=[{"ask_1": {"is": "red"}}])),
        action("each", rule("a", do={"until": "1 day after"}), for_each={"round": "rounds"}, trigger="round.end"),
    )


def truth(tiny: Tiny, node: Any, record: Data, now: str = NOW) -> tuple[bool, set[str]]:
    """What a condition finds at the root of a record, and the missing facts that this rests on."""
    report = Report()
    registry = Registry(tiny.program.pack, report, compile_condition)
    condition = compile_condition(Context(registry, tiny.program.pack.manifest, {}), node, ("conditions", "x"))
    report.finish()
    read = read_record(json.dumps(record).encode(), "case.yaml", tiny.program, zone=ZONE)
    scope = Scope(Evaluation(tiny.program, read, stamp(now), Profile(name="consensus")).case, {})
    held, asks = condition.test(scope)
    assert scope.asks == {}, "what a condition asks for is in its answer, not noted behind its back"
    assert condition.explain(scope).holds == held
    return held, {".".join(map(str, path)) for path in asks}


def holds(tiny: Tiny, node: Any, record: Data, now: str = NOW) -> bool:
    held, asks = truth(tiny, node, record, now)
    assert not asks
    return held


# --- Kleene ------------------------------------------------------------------------------------------------------

TESTS = st.one_of(
    st.fixed_dictionaries({"is": st.sampled_from(COLOURS)}),
    st.fixed_dictionaries({"one_of": st.lists(st.sampled_from(COLOURS), min_size=1, max_size=2, unique=True)}),
    st.fixed_dictionaries({"not_one_of": st.lists(st.sampled_from(COLOURS), min_size=1, max_size=2, unique=True)}),
    st.fixed_dictionaries({"known": st.booleans()}),
    st.fixed_dictionaries({"none": st.booleans()}),
    st.fixed_dictionaries({"known": st.just(True), "is": st.sampled_from(COLOURS)}),
)
LEAVES = st.builds(lambda name, test: {name: test}, st.sampled_from(ASKED + QUIET), TESTS)
THINGS = st.builds(
    lambda head, test: {**head, "are": [{"thing.colour": test}]},
    st.sampled_from([{"some": "things"}, {"every": "things"}, {"more_than": 1, "of": "things"}]),
    TESTS,
)
TREES = st.recursive(
    LEAVES | THINGS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        st.lists(inner, min_size=1, max_size=3),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)
ANSWERS = st.sampled_from([None, "none", *COLOURS])
RECORDS = st.builds(
    lambda given, things: {
        **{name: value for name, value in given.items() if value is not None},
        "things": [{"what": f"t{i}", **({"colour": c} if c else {})} for i, c in enumerate(things)],
    },
    st.fixed_dictionaries(dict.fromkeys(ASKED + QUIET, ANSWERS)),
    st.lists(ANSWERS, max_size=3),
)

Kleene = tuple[bool, bool]
"""What holds under the assumptions, and whether that is certain."""


def leaf(value: str | None, test: Data, asked: bool, default: str | None) -> Kleene:
    certain = value is not None or not asked
    value = default if value is None else None if value == "none" and default is None else value
    results: dict[str, Callable[[Any], bool]] = {
        "is": lambda want: value == want,
        "one_of": lambda want: value in want,
        "not_one_of": lambda want: value is not None and value not in want,
        "known": lambda want: (value is not None) == want,
        "none": lambda want: (value is None) == want,
    }
    return all(results[word](want) for word, want in test.items()), certain


def every(parts: list[Kleene]) -> Kleene:
    if any(not held and certain for held, certain in parts):
        return False, True
    return all(held for held, _ in parts), all(certain for _, certain in parts)


def negated(part: Kleene) -> Kleene:
    return not part[0], part[1]


def oracle(node: Any, record: Data) -> Kleene:
    """Strong Kleene logic, word by word."""
    if isinstance(node, list):
        return every([oracle(part, record) for part in node])
    if "all" in node:
        return oracle(node["all"], record)
    if "any" in node:
        return negated(every([negated(oracle(part, record)) for part in node["any"]]))
    if "not" in node:
        return negated(oracle(node["not"], record))
    if "are" in node:
        ((_, test),) = node["are"][0].items()
        parts = [leaf(thing.get("colour"), test, True, None) for thing in record["things"]]
        if "every" in node:
            return every(parts)
        wanted = node.get("more_than", 0)
        if sum(held and certain for held, certain in parts) > wanted:
            return True, True
        if sum(held or not certain for held, certain in parts) <= wanted:
            return False, True
        return sum(held for held, _ in parts) > wanted, False
    ((name, test),) = node.items()
    return leaf(record.get(name), test, name in ASKED, "red" if name.startswith("red") else None)


@settings(max_examples=400)
@given(TREES, RECORDS)
def test_conditions_follow_strong_kleene_logic(tiny: Tiny, node: Any, record: Data) -> None:
    held, asks = truth(tiny, node, record)
    assert (held, not asks) == oracle(node, record)


def answered(record: Data, answers: dict[str, str]) -> Data:
    """The record with some of its missing facts answered, by their paths."""
    full = json.loads(json.dumps(record))
    for path, value in answers.items():
        parts = path.split(".")
        target = full if len(parts) == 1 else full["things"][int(parts[1])]
        target[parts[-1]] = value
    return dict(full)


def missing(record: Data) -> list[str]:
    things = [f"things.{i}.colour" for i, thing in enumerate(record["things"]) if "colour" not in thing]
    return [*(name for name in ASKED if name not in record), *things]


@settings(max_examples=200)
@given(TREES, RECORDS, st.data())
def test_what_is_not_asked_for_does_not_matter(tiny: Tiny, node: Any, record: Data, data: st.DataObject) -> None:
    held, asks = truth(tiny, node, record)
    gone = missing(record)
    assert asks <= set(gone)
    others = [path for path in gone if path not in asks]
    assume(others)
    answers = {path: data.draw(st.sampled_from(["none", *COLOURS]), path) for path in others}
    held_now, asks_now = truth(tiny, node, answered(record, answers))
    assert held_now == held
    assert asks or not asks_now


@settings(max_examples=60)
@given(TREES, RECORDS)
def test_once_everything_asked_for_is_answered_the_answer_is_definite(tiny: Tiny, node: Any, record: Data) -> None:
    """`none` to every question is what was assumed: the same answer, no longer provisional."""
    held, asks = truth(tiny, node, record)
    settled = answered(record, dict.fromkeys(asks, "none"))
    assert truth(tiny, node, settled) == (held, set())
    everything = answered(record, dict.fromkeys(missing(record), "blue"))
    assert truth(tiny, node, everything)[1] == set()


# --- every word --------------------------------------------------------------------------------------------------

TUE_10 = "2026-11-17 10:00"
TEST_WORDS: list[tuple[str, Data, Data, Data]] = [
    # fact, test, record for, record against
    ("hush_1", {"is": "red"}, {"hush_1": "red"}, {"hush_1": "blue"}),
    ("hush_1", {"is": "red"}, {"hush_1": "red"}, {}),
    ("red_1", {"is": "red"}, {}, {"red_1": "blue"}),
    ("level", {"is": 3}, {"level": 3}, {"level": 4}),
    ("sure", {"is": True}, {"sure": True}, {"sure": False}),
    ("sure", {"is": False}, {"sure": False}, {}),
    ("hush_1", {"one_of": ["red", "blue"]}, {"hush_1": "blue"}, {"hush_1": "green"}),
    ("hush_1", {"not_one_of": ["red", "blue"]}, {"hush_1": "green"}, {"hush_1": "red"}),
    ("hush_1", {"not_one_of": ["red"]}, {"hush_1": "green"}, {}),  # known, and none of these
    ("hush_1", {"not_one_of": ["red"]}, {"hush_1": "green"}, {"hush_1": "none"}),
    ("level", {"at_least": 3}, {"level": 3}, {"level": 2}),
    ("level", {"at_least": 3}, {"level": 4}, {}),
    ("level", {"at_most": 3}, {"level": 3}, {"level": 4}),
    ("level", {"at_most": 3}, {"level": 0}, {}),
    ("level", {"at_least": 2, "at_most": 3}, {"level": 2}, {"level": 4}),
    ("level", {"more_than": 2}, {"level": 3}, {"level": 2}),
    ("level", {"more_than": 2.5}, {"level": 3}, {}),
    ("level", {"less_than": 3}, {"level": 2}, {"level": 3}),
    ("level", {"more_than": 1, "less_than": 3}, {"level": 2}, {"level": 3}),
    ("tags", {"contains": "x"}, {"tags": ["y", "x"]}, {"tags": ["xy"]}),
    ("tags", {"contains": "x"}, {"tags": ["x"]}, {}),
    ("tags", {"known": True}, {"tags": []}, {}),
    ("tags", {"none": True}, {"tags": []}, {"tags": ["x"]}),
    ("hush_1", {"known": True}, {"hush_1": "red"}, {"hush_1": "none"}),
    ("hush_1", {"known": False}, {}, {"hush_1": "red"}),
    ("hush_1", {"none": True}, {"hush_1": "none"}, {"hush_1": "red"}),
    ("hush_1", {"none": False}, {"hush_1": "red"}, {"hush_1": "none"}),
    ("start", {"clock_before": "12:00"}, {"start": "2026-11-17 11:59"}, {"start": "2026-11-17 12:00"}),
    ("start", {"clock_from": "12:00"}, {"start": "2026-11-17 12:00"}, {"start": "2026-11-17 11:59"}),
    ("start", {"clock_from": "12:00"}, {"start": "2026-11-17 12:00"}, {}),
    ("start", {"clock_from": "09:00", "clock_before": "12:00"}, {"start": TUE_10}, {"start": "2026-11-17 08:00"}),
    ("start", {"weekday": ["mon", "tue"]}, {"start": TUE_10}, {"start": "2026-11-18 10:00"}),
    ("start", {"weekday": ["tue"]}, {"start": "2026-11-17"}, {}),
    ("start", {"month": [11, 12]}, {"start": TUE_10}, {"start": "2026-10-31 23:59"}),
    ("start", {"month": [1]}, {"start": "2027-01-01"}, {}),
    ("start", {"before": "now"}, {"start": TUE_10}, {"start": "2026-11-17 12:00"}),
    ("start", {"before": "now"}, {"start": "2026-11-16"}, {"start": "2026-11-17"}),  # a day is before when it is over
    ("start", {"after": "now"}, {"start": "2026-11-17 12:01"}, {"start": "2026-11-17 12:00"}),
    ("start", {"after": "now"}, {"start": "2026-11-18"}, {"start": "2026-11-17"}),
    ("start", {"before": "other"}, {"start": TUE_10, "other": "2026-11-17 10:01"}, {"start": TUE_10, "other": TUE_10}),
    ("start", {"before": "other"}, {"start": "2026-11-17", "other": "2026-11-18"},
     {"start": TUE_10, "other": "2026-11-17"}),
    ("start", {"before": "other"}, {"start": "2026-11-17", "other": "2026-11-18 00:00"}, {"start": TUE_10}),
    ("start", {"after": "other"}, {"start": TUE_10, "other": "2026-11-17 09:59"}, {"start": TUE_10, "other": TUE_10}),
    ("start", {"after": "other"}, {"start": "2026-11-18 00:00", "other": "2026-11-17"},
     {"start": TUE_10, "other": "2026-11-17"}),
    ("start", {"after": ["other", "2 days after"]}, {"start": "2026-11-18 00:00", "other": "2026-11-15"},
     {"start": "2026-11-17 23:59", "other": "2026-11-15"}),
    ("friend", {"known": True}, {"friend": "anna", "people": {"anna": {"name": "A"}}}, {}),
    ("people.anna.name", {"is": "A"}, {"people": {"anna": {"name": "A"}}}, {"people": {"tom": {"name": "A"}}}),
    ("rounds.first.level", {"is": 1}, {"rounds": [{"start": TUE_10, "level": 1}]}, {"rounds": []}),
    ("rounds.last.level", {"at_least": 2}, {"rounds": [{"start": TUE_10, "level": 1}, {"start": TUE_10, "level": 2}]},
     {"rounds": [{"start": TUE_10, "level": 2}, {"start": TUE_10, "level": 1}]}),
    ("rounds.with", {"contains": "anna"},
     {"people": {"anna": {"name": "A"}}, "rounds": [{"start": TUE_10}, {"start": TUE_10, "with": ["anna"]}]},
     {"rounds": [{"start": TUE_10}]}),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "test", "yes", "no"), TEST_WORDS)
def test_every_word_of_a_test_for_and_against(tiny: Tiny, fact: str, test: Data, yes: Data, no: Data) -> None:
    assert holds(tiny, {fact: test}, yes)
    assert not holds(tiny, {fact: test}, no)
    assert holds(tiny, {"not": {fact: test}}, no)


def test_all_words_are_tried_here() -> None:
    words = set(load_schema("action")["definitions"]["test"]["properties"])
    assert words == {word for _, test, _, _ in TEST_WORDS for word in test}


def test_a_day_has_no_clock_time(tiny: Tiny) -> None:
    """A date without an hour is a whole day: neither wholly before noon nor wholly after it."""
    assert not holds(tiny, {"start": {"clock_before": "12:00"}}, {"start": "2026-11-17"})
    assert not holds(tiny, {"start": {"clock_from": "00:00"}}, {"start": "2026-11-17"})


def test_clock_weekday_and_month_are_local_to_the_moment(tiny: Tiny) -> None:
    # In Luxembourg it is already 1 November, 02:00.
    record: Data = {"rounds": [{"start": "2026-10-31 21:00", "timezone": "America/New_York"}]}
    fact = "rounds.first.start"
    assert holds(tiny, {fact: {"clock_from": "21:00", "weekday": ["sat"], "month": [10]}}, record)


def test_a_fact_that_is_said_to_be_none_can_be_asked_for_by_that_word(tiny: Tiny) -> None:
    """`none` is among the values of the schema, so `is: none` must not be a test that never holds."""
    assert holds(tiny, {"hush_1": {"is": "none"}}, {"hush_1": "none"})
    assert holds(tiny, {"hush_1": {"one_of": ["red", "none"]}}, {"hush_1": "none"})
    assert not holds(tiny, {"hush_1": {"is": "none"}}, {"hush_1": "red"})


@pytest.mark.parametrize(
    "node",
    [
        {"deadline": {"before": "now"}},
        {"begun": "deadline"},
        {"start": {"before": "deadline"}},
        {"deadline": {"known": True}},
    ],
)
def test_a_moment_that_is_missing_and_asked_for_makes_it_provisional(tiny: Tiny, node: Data) -> None:
    assert truth(tiny, node, {"start": TUE_10}) == (False, {"deadline"})
    assert truth(tiny, node, {"start": TUE_10, "deadline": "none"}) == (False, set())


# --- the log -----------------------------------------------------------------------------------------------------

PEOPLE: Data = {"people": {"anna": {"name": "A"}, "tom": {"name": "T"}}}
LOG_CASES = [
    # node, log, does it hold
    ({"did": "write"}, [], False),
    ({"did": "write"}, ["2026-11-17 11:00 did write"], True),
    ({"did": "write"}, ["2026-11-17 12:01 did write"], False),
    ({"did": "write"}, ["2026-11-17 11:00 skipped write"], False),
    ({"did": "write"}, ["2026-11-17 11:00 did call"], False),
    ({"did": "contact"}, ["2026-11-17 11:00 did call"], True),  # a class stands for its actions
    ({"did": ["leave", "call"]}, ["2026-11-17 11:00 did call"], True),
    ({"skipped": "write"}, ["2026-11-17 11:00 skipped write"], True),
    ({"skipped": "write"}, ["2026-11-17 11:00 did write"], False),
    ({"heard": "invited"}, ["2026-11-17 11:00 heard invited"], True),
    ({"heard": "invited"}, ["2026-11-17 11:00 heard rejected"], False),
    ({"heard": ["invited", "rejected"]}, ["2026-11-17 11:00 heard rejected"], True),
    ({"not": {"heard": "rejected"}}, [], True),
    ({"did": "write", "by": "email"}, ["2026-11-17 11:00 did write by email"], True),
    ({"did": "write", "by": "email"}, ["2026-11-17 11:00 did write by phone"], False),
    ({"did": "write", "by": "email"}, ["2026-11-17 11:00 did write"], False),
    ({"did": "write", "by": ["email", "phone"]}, ["2026-11-17 11:00 did write by phone"], True),
    ({"did": "write", "with": "friend"}, ["2026-11-17 11:00 did write to anna"], True),
    ({"did": "write", "with": "friend"}, ["2026-11-17 11:00 did write to tom"], False),
    ({"did": "write", "with": "friend"}, ["2026-11-17 11:00 did write"], False),
    ({"did": "write", "at_least": 2}, ["2026-11-17 11:00 did write"], False),
    ({"did": "write", "at_least": 2}, ["2026-11-17 11:00 did write", "2026-11-16 did write"], True),
    ({"did": "contact", "at_least": 2}, ["2026-11-17 11:00 did write", "2026-11-16 did call"], True),
    ({"did": "write", "since": "start"}, ["2026-11-17 10:00 did write"], True),
    ({"did": "write", "since": "start"}, ["2026-11-17 09:59 did write"], False),
    ({"did": "write", "since": "start"}, ["2026-11-17 did write"], True),  # any hour of that day
    ({"did": "write", "since": "start"}, ["2026-11-16 did write"], False),
    ({"did": "write", "since": ["start", "start of that day"]}, ["2026-11-16 did write"], False),
    ({"did": "write", "since": ["start", "start of that day"]}, ["2026-11-17 00:00 did write"], True),
    ({"did": "write", "since": "other"}, ["2026-11-17 10:00 did write"], False),  # nobody knows since when
    ({"did": "write", "at_least": 2, "by": "email", "since": "start"},
     ["2026-11-17 10:00 did write by email", "2026-11-17 11:00 did write by email", "2026-11-16 did write by email"],
     True),
    ({"did": "write", "at_least": 2, "by": "email", "since": "start"},
     ["2026-11-17 10:00 did write by email", "2026-11-17 11:00 did write by phone", "2026-11-16 did write by email"],
     False),
]  # fmt: skip


@pytest.mark.parametrize(("node", "entries", "expected"), LOG_CASES)
def test_the_log_is_what_was_done(tiny: Tiny, node: Data, entries: list[str], expected: bool) -> None:
    record: Data = {**PEOPLE, "start": TUE_10, "friend": "anna", "log": log(*entries)}
    assert holds(tiny, node, record) is expected


def test_with_somebody_whom_nobody_named_is_with_nobody(tiny: Tiny) -> None:
    record: Data = {**PEOPLE, "log": log("2026-11-17 11:00 did write")}
    assert not holds(tiny, {"did": "write", "with": "friend"}, record)


def test_since_a_moment_that_is_missing_is_provisional(tiny: Tiny) -> None:
    record: Data = {"log": log("2026-11-17 11:00 did write")}
    node = {"did": "write", "since": "deadline"}
    assert truth(tiny, node, record) == (False, {"deadline"})
    # Where nothing was logged at all, no answer can change that.
    assert truth(tiny, {"any": [node, {"hush_1": {"known": False}}]}, record) == (True, set())


# --- other items, lists, moments, names --------------------------------------------------------------------------


def test_the_status_of_another_item(tiny: Tiny) -> None:
    record: Data = {"start": TUE_10}
    assert holds(tiny, {"item": "write", "is": "due"}, record)
    assert holds(tiny, {"item": "write", "is": ["done", "due"]}, record)
    assert not holds(tiny, {"item": "write", "is": "done"}, record)
    assert holds(tiny, {"item": "write", "is": "done"}, {**record, "log": log("2026-11-17 11:00 did write")})
    assert holds(tiny, {"item": "write", "is": "upcoming"}, record, "2026-11-17 09:00")
    assert not holds(tiny, {"item": "each", "is": "waiting"}, {"rounds": []})  # no item, no status


def test_the_status_of_a_provisional_item_is_provisional(tiny: Tiny) -> None:
    """`maybe` is silent as long as nobody says that ask_1 is red: whoever looks at it assumes the same."""
    assert truth(tiny, {"item": "maybe", "is": "not-applicable"}, {"start": TUE_10}) == (True, {"ask_1"})
    assert truth(tiny, {"item": "maybe", "is": "not-applicable"}, {"start": TUE_10, "ask_1": "none"}) == (True, set())
    done: Data = {"start": TUE_10, "log": log("2026-11-17 11:00 did maybe")}
    assert truth(tiny, {"item": "maybe", "is": "done"}, done) == (True, set())


LEVELS = st.lists(st.integers(0, 3), max_size=4)


@given(LEVELS, st.integers(0, 3))
def test_some_every_and_more_than_count(tiny: Tiny, levels: list[int], least: int) -> None:
    record: Data = {"rounds": [{"start": TUE_10, "level": level} for level in levels]}
    are = {"are": [{"round.level": {"at_least": least}}]}
    matching = sum(level >= least for level in levels)
    assert holds(tiny, {"some": "rounds", **are}, record) == (matching > 0)
    assert holds(tiny, {"every": "rounds", **are}, record) == (matching == len(levels))
    for number in range(4):
        assert holds(tiny, {"more_than": number, "of": "rounds", **are}, record) == (matching > number)


def test_elements_of_any_list_are_called_it(tiny: Tiny) -> None:
    inner = [{"thing.what": {"is": "x"}}, {"round.level": {"is": 1}}]
    node = {"some": "rounds", "are": [{"some": "things", "are": inner}]}
    record: Data = {"rounds": [{"start": TUE_10, "level": 1}], "things": [{"what": "x"}]}
    assert holds(tiny, node, record)
    assert not holds(tiny, node, {**record, "things": []})
    assert holds(tiny, {"some": "people", "are": [{"it.name": {"is": "T"}}]}, PEOPLE)
    assert not holds(tiny, {"some": "people", "are": [{"it.name": {"is": "X"}}]}, PEOPLE)


def test_begun_is_from_the_first_instant_on(tiny: Tiny) -> None:
    for now, expected in (("2026-11-17 09:59", False), ("2026-11-17 10:00", True)):
        assert holds(tiny, {"begun": "start"}, {"start": TUE_10}, now) is expected
    for now, expected in (("2026-11-16 23:59", False), ("2026-11-17 00:00", True)):
        assert holds(tiny, {"begun": "start"}, {"start": "2026-11-17"}, now) is expected
    assert not holds(tiny, {"begun": "start"}, {})
    assert holds(tiny, {"begun": ["start", "2 hours after"]}, {"start": TUE_10})
    assert holds(tiny, {"begun": {"heard": "invited"}}, {"log": log("2026-11-17 11:00 heard invited")})


def test_named_conditions_hold_where_what_they_name_holds(tmp_path_factory: pytest.TempPathFactory) -> None:
    red = {"is": "red"}
    named = {"easy": [{"level": {"at_most": 1}}, "red"], "red": {"any": [{"hush_1": red}, {"ask_1": red}]}}
    tiny = make(tmp_path_factory.mktemp("named"), action("write", rule("a", do={}, when=["easy", {"not": "hard"}])),
                conditions={**named, "hard": {"not": "easy"}})  # fmt: skip
    for level, colour in itertools.product((0, 1, 2), COLOURS):
        expected = level < 2 and colour == "red"
        record: Data = {"level": level, "hush_1": colour, "ask_1": "none"}
        assert holds(tiny, "easy", record) is expected
        assert holds(tiny, "hard", record) is not expected
        assert (tiny.item({**record, "start": TUE_10}, NOW, "write").status == "due") is expected
    assert truth(tiny, "easy", {"level": 1}) == (False, {"ask_1"})
    assert truth(tiny, "easy", {"level": 2}) == (False, set())


@pytest.mark.parametrize(
    ("node", "id"),
    [
        ({"colour": {"is": "red"}}, "reference/fact"),
        ({"hush_1": {"is": "purple"}}, "reference/value"),
        ({"hush_1": {"one_of": ["red", "purple"]}}, "reference/value"),
        ({"hush_1": {"before": "now"}}, "fact/no-moment"),
        ({"level": {"clock_before": "12:00"}}, "fact/no-moment"),
        ({"did": "wirte"}, "reference/action"),
        ({"heard": "invitd"}, "reference/event"),
        ({"did": "write", "by": "fax"}, "reference/channel"),
        ({"item": "leave", "is": "done"}, "reference/action"),
        ("no-such-condition", "reference/named-condition"),
        ({"begun": "no-such-moment"}, "reference/named-moment"),
        ({"some": "roundz", "are": [{"round.level": {"is": 1}}]}, "reference/fact"),
    ],
)  # fmt: skip
def test_names_that_nobody_registered_are_problems(tiny: Tiny, node: Any, id: str) -> None:
    with pytest.raises(Problems) as caught:
        truth(tiny, node, {})
    assert id in [problem.id for problem in caught.value.problems]
