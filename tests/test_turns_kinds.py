"""What would turn an item: each kind of change that is tried, in packs made for it."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from tinypack import ANNA_TOM, PERSON, START, TWO_ROUNDS, Data, action, fact, log, make, rule, stamp
from turning import NOON, others, said, status_after, tiny, turns, turns_of

from checklist_engine.evaluate.explanation import explain_all
from checklist_engine.whatif import with_turns

ONE_FACT: list[tuple[Data, Data, str]] = [
    ({"ask_1": {"is": "green"}}, {}, "ask_1 set green"),
    ({"ask_1": {"not_one_of": ["red"]}}, {"ask_1": "red"}, "ask_1 set green"),
    ({"red_1": {"is": "none"}}, {}, "red_1 set none"),
    ({"hush_1": {"known": False}}, {"hush_1": "blue"}, "hush_1 set none"),
    ({"sure": {"is": True}}, {}, "sure set true"),
    ({"sure": {"known": False}}, {"sure": False}, "sure drop"),
    ({"level": {"at_least": 7}}, {"level": 3}, "level set 7"),
    ({"level": {"at_most": 7}}, {"level": 30}, "level set 7"),
    ({"not": {"level": {"is": 7}}}, {"level": 7}, "level set 6"),
    ({"friend": {"is": "tom"}}, {"people": ANNA_TOM}, "friend set tom"),
    ({"tags": {"contains": "odd one: x"}}, {}, 'tags set ["odd one: x"]'),
    ({"tags": {"contains": "odd"}}, {"tags": ["even"]}, "tags add odd"),
    ({"tags": {"none": True}}, {"tags": ["even"]}, "tags set []"),
    ({"deadline": {"known": True}}, {}, "deadline set 2026-11-17"),
    ({"deadline": {"known": False}}, {"deadline": "2026-11-17"}, "deadline set none"),
    ({"deadline": {"after": "now"}}, {}, "deadline set 2026-11-18"),
    ({"begun": "deadline"}, {"deadline": "2026-11-30 10:00"}, "deadline set 2026-11-17 10:00"),
    ({"other": {"clock_before": "09:30"}}, {"other": "2026-11-30 15:00"}, "other set 2026-11-30 09:29"),
    ({"other": {"clock_from": "09:30"}}, {"other": "2026-11-30"}, "other set 2026-11-17 12:00"),
    ({"other": {"weekday": ["sat"]}}, {"other": "2026-11-30 15:00"}, "other set 2026-12-05 15:00"),
    ({"other": {"month": [2, 3]}}, {"other": "2026-11-30"}, "other set 2027-02-01"),
    ({"other": {"before": "start"}}, {"start": "2025-03-01", "other": "2026-11-16"}, "other set 2025-02-28 23:59"),
    ({"other": {"after": "start"}}, {"start": "2028-03-01 10:00", "other": "2026-11-16"},
     "other set 2028-03-01 10:01"),
    ({"some": "things", "are": [{"thing.what": {"is": "map"}}]}, {}, "things set [{what: map}]"),
    ({"some": "things", "are": [{"thing.what": {"is": "map"}}]}, {"things": [{"what": "x"}]}, "things.0.what set map"),
    ({"some": "things", "are": [{"thing.colour": {"is": "blue"}}]}, {"things": [{"what": "x"}]},
     "things.0.colour set blue"),
    ({"every": "things", "are": [{"thing.colour": {"is": "blue"}}]},
     {"things": [{"what": "x", "colour": "red"}, {"what": "y", "colour": "red"}]}, "things set []"),
    ({"more_than": 1, "of": "things", "are": [{"thing.what": {"known": True}}]}, {"things": [{"what": "x"}]},
     "things add {what: something}"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "data", "expected"), ONE_FACT, ids=lambda value: json.dumps(value)[:60])
def test_one_fact(condition: Data, data: Data, expected: str, tmp_path: Path) -> None:
    found = turns(tiny(tmp_path, condition), data)
    assert list(found.values()) == [[expected]], found
    assert list(found) == ["due"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"heard": "rejected"}, "heard rejected"),
        ({"did": "leave"}, "did leave"),
        ({"skipped": "leave"}, "skipped leave"),
        ({"did": "leave", "by": ["phone"]}, "did leave by phone"),
        ({"heard": "invited", "with": "friend"}, "heard invited from tom"),
        ({"did": "leave", "with": "friend", "by": "email"}, "did leave to tom by email"),
    ],
)
def test_one_log_entry(condition: Data, expected: str, tmp_path: Path) -> None:
    found = turns(tiny(tmp_path, condition), {"people": ANNA_TOM, "friend": "tom"})
    assert found == {"due": [expected]}


def test_its_own_action_first(tmp_path: Path) -> None:
    pack = make(
        tmp_path,
        action("write", rule("a", do={"through": "2 days after"}), **{"while": [{"ask_1": {"not_one_of": ["red"]}}]}),
        action("shout", rule("a", dont={})),
        action("hear", rule("a", expect={"until": "24 hours after"}), done_when=[{"heard": ["invited", "rejected"]}]),
    )
    known = {**START, "ask_1": "blue"}
    found = turns(pack, known)
    assert list(found.items())[:2] == [("done", ["did write"]), ("skipped", ["skipped write"])]
    assert found["closed"] == ["ask_1 set red"]
    assert found["overdue"] == ["start set 2026-11-10 10:00"]
    assert turns(pack, known, "shout") == {
        "broken": ["did shout"],
        "upcoming": ["start set 2026-11-18 10:00"],
        "waiting": ["start set none"],
    }
    assert turns(pack, known, "hear") == {"late": ["start set 2026-11-16 10:00"], "met": ["heard invited"]}


def test_of_the_item_that_is_meant(tmp_path: Path) -> None:
    """The entry names person and round; the fact is that of the item's own round."""
    pack = make(
        tmp_path,
        action("thank", rule("a", when=[{"round.mood": {"is": "good"}}], do={"until": "2 days after"}), for_each={
            "round": "rounds", "person": "round.with"}, trigger="round.end"),
    )  # fmt: skip
    assert turns(pack, TWO_ROUNDS, "thank/second/tom") == {"due": ["rounds.1.mood set good"]}
    good: Data = copy.deepcopy(TWO_ROUNDS)
    good["rounds"][1]["mood"] = "good"
    assert turns(pack, good, "thank/second/tom", "2026-11-17 14:00")["done"] == ["did thank round second to tom"]


def test_somebody_whom_nobody_has_named_yet(tmp_path: Path) -> None:
    """The item gets the name of whoever is put there."""
    pack = make(
        tmp_path,
        action("ask", rule("a", when=[{"helpers": {"known": True}}], do={}), for_each={"person": "helpers"},
               trigger=None),
        facts={"helpers": {"type": "array", "items": PERSON, "absent": "none"}},
    )  # fmt: skip
    assert turns(pack, {"people": ANNA_TOM}, "ask") == {"due": ["helpers set [anna]"]}


def test_two_facts_where_one_is_not_enough(tmp_path: Path) -> None:
    both: list[Data] = [{"ask_1": {"is": "green"}}, {"level": {"at_least": 7}}]
    pack = tiny(tmp_path, *both)
    assert turns(pack, {}) == {"due": ["ask_1 set green", "level set 7"]}
    (one,) = explain_all(pack.program, pack.record({}), stamp(NOON), ["write"])
    alone = list(others(pack.program, pack.record({}), stamp(NOON), "consensus", one))
    assert {said(change) for change, _ in alone} >= {"ask_1 set green", "ask_1 set none"}
    assert {turn.status for _, turn in alone} == {"not-applicable"}
    assert turns(pack, {"ask_1": "green"}) == {"due": ["level set 7"]}, "one is enough"
    assert turns(pack, {"ask_1": "red", "level": 3}) == {"due": ["ask_1 set green", "level set 7"]}, (
        "the second fact is read only after the first is changed"
    )


def test_three_are_too_many(tmp_path: Path) -> None:
    pack = tiny(tmp_path, *({f"ask_{n}": {"is": "green"}} for n in (1, 2, 3)))
    assert turns(pack, {}) == {}
    assert turns(pack, {"ask_2": "green"}) == {"due": ["ask_1 set green", "ask_3 set green"]}


def test_not_applicable_means_to_make_it_apply(tmp_path: Path) -> None:
    """Neither to do it, nor to make it speak in a case that is closed."""
    pack = make(
        tmp_path,
        action("write", rule("a", when=[{"sure": {"is": True}}], do={}), trigger=None,
               **{"while": [{"ask_1": {"is": "green"}}]}),
    )  # fmt: skip
    assert turns(pack, {}) == {"due": ["ask_1 set green", "sure set true"]}
    assert turns(pack, {"ask_1": "green"}) == {"due": ["sure set true"]}
    assert turns(pack, {"sure": True})["due"] == ["ask_1 set green"]


def test_what_the_item_depends_on(tmp_path: Path) -> None:
    """Another item that it looks at, a prohibition that holds it, a named condition and a named moment."""
    pack = make(
        tmp_path,
        action("first", rule("a", do={}), trigger=None, done_when=["is-blue"]),
        action("write", rule("a", when=[{"item": "first", "is": "done"}], do={}), trigger=None),
        action("hush", rule("b", when=[{"sure": {"is": True}}], dont={"of": "write"}), trigger=None),
        action("late", rule("a", do={"from": "some-time"})),
        conditions={"is-blue": [{"ask_1": {"is": "blue"}}]},
        moments={"some-time": {"first_known_of": ["deadline", "30 days after"]}},
    )
    assert turns(pack, {}) == {"due": ["ask_1 set blue"]}
    held = {"ask_1": "blue", "sure": True}
    assert turns(pack, held)["due"] == ["sure set false"]
    assert turns(pack, {"ask_1": "blue"})["on-hold"] == ["sure set true"]
    assert turns(pack, START, "late")["due"] == ["deadline set 2026-11-17"]


def test_where_there_is_no_item_yet(tmp_path: Path) -> None:
    pack = make(
        tmp_path,
        action("send", rule("a", do={"until": "thing.by"}), for_each={"thing": "things"}, trigger=None),
        action("ask", rule("b", do={}), trigger=None),
    )
    record = pack.record({"things": []})
    one = turns_of(pack.program, record, stamp(NOON), "send")
    assert one.item is None
    ((status, item, changes),) = [(turn.status, turn.item, turn.changes) for turn in one.turns]
    assert (status, item, said(changes[0])) == ("due", "send/something", "things set [{what: something}]")
    assert status_after(pack.program, record, stamp(NOON), "consensus", one.turns[0]) == "due"
    silent = explain_all(pack.program, record, stamp(NOON), ["send"], profile="source:b")
    (one,) = with_turns(silent, pack.program, record, stamp(NOON), profile="source:b")
    assert (one.turns, one.all_tried) == ((), True), "whom the profile does not hear, no fact makes speak"


def test_the_short_form_of_a_list(tmp_path: Path) -> None:
    """The path is that of the file; what is added to the list is added to the list."""
    slot = {"type": "object", "required": ["start"], "properties": {"start": fact(), "colour": fact(absent="none")}}
    pack = make(
        tmp_path,
        action("write", rule("a", when=[{"some": "slots", "are": [{"slot.colour": {"is": "red"}}]}], do={}),
               trigger=None),
        action("again", rule("a", when=[{"more_than": 1, "of": "slots", "are": [{"slot.start": {"known": True}}]}],
               do={}), trigger=None),
        facts={"slots": {"type": "array", "items": slot, "list_of_one": "slot"}, "slot": slot},
        dimensions={"slot": {"list": "slots", "key": "start", "log": "slot", "unnamed": "a slot"}},
    )  # fmt: skip
    assert turns(pack, {"slot": {"start": "x"}}) == {"due": ["slot.colour set red"]}
    assert turns(pack, {"slot": {"start": "x"}}, "again") == {"due": ["slots add {start: something}"]}


def test_what_the_schema_refuses_is_no_candidate(tmp_path: Path) -> None:
    """Also where only the large validator could tell."""
    strict = {"type": "integer", "multipleOf": 5}
    pack = tiny(tmp_path, {"level": {"at_least": 7}}, facts={"level": strict})
    assert turns(pack, {"level": 5}) == {}
    pack = tiny(tmp_path / "other", {"level": {"at_least": 10}}, facts={"level": strict})
    assert turns(pack, {"level": 5}) == {"due": ["level set 10"]}


def test_an_entry_of_the_log_is_not_said_twice(tmp_path: Path) -> None:
    """Each kind of change once for each status, although many would do."""
    pack = tiny(tmp_path, {"heard": ["invited", "rejected"]})
    assert turns(pack, {}) == {"due": ["heard invited"]}
    assert turns(pack, {"log": log("2026-11-16 did leave")}) == {"due": ["heard invited"]}
