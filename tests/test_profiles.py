"""What is missing, and who is heard: assumptions and questions, windows that are not known, and profiles."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import (
    EACH,
    START,
    VOTES,
    Data,
    action,
    asked,
    best,
    log,
    make,
    rule,
    statuses,
)

from checklist_engine import words
from checklist_engine.checklist import Item, as_json
from checklist_engine.plugin import Context
from checklist_engine.plugins import Plugins
from checklist_engine.problems import Problems


def messages(tmp_path: Path, *actions: Data, **manifest: Any) -> list[str]:
    """What is wrong with a pack, as ids."""
    with pytest.raises(Problems) as caught:
        make(tmp_path, *actions, **manifest)
    return [problem.id for problem in caught.value.problems]


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


# --- weights, and single actions ---------------------------------------------------------------------------------


def mine(**about: Any) -> Data:
    """A profile called `mine`."""
    return {"profiles": {"mine": {"title": "Mine", **about}}}


def test_a_heavy_source_outweighs_many_and_the_words_say_so(tmp_path: Path) -> None:
    late = rule("d", do={"from": "3 days after", "through": "4 days after"})
    tiny = make(tmp_path, {**VOTES, "rules": [*VOTES["rules"], late]}, **mine(weights={"d": 4, "b": 0.5}))
    now = "2026-11-17 12:00"
    item = tiny.item(START, now, "write", "mine")
    assert best(item) == ("2026-11-20T00:00:00+01:00", "2026-11-22T00:00:00+01:00", ("d",))
    assert dict(item.weights) == {"a": 1, "b": 0.5, "c": 1, "d": 4}
    assert words.agreement(item.window.best, item) == "only d, 4 of 6.5 by weight"
    assert words.agreement(item.window.runner_up, item) == "2.5 of 6.5 by weight"
    assert "most agree by weight: 4 of 6.5 by weight (d 4)" in item.derivation[-3].text
    plain = tiny.item(START, now, "write")
    assert plain.weights == ()
    assert words.agreement(plain.window.best, plain) == "3 of 4 sources"
    told = tiny.checklist(START, now, "mine")
    page = (
        Plugins(enabled=False).format("text").render(told, Context(verbose=True)),
        Plugins(enabled=False).format("html").render(told, Context(verbose=True)),
    )
    assert not any(" of 4" in str(one) for one in page)


def test_where_all_agree_weights_need_no_words(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("both", rule("a", do={}), rule("b", do={})), **mine(weights={"a": 3}))
    item = tiny.item(START, "2026-11-17 12:00", "both", "mine")
    assert words.agreement(item.window.best, item) == "both sources"


windows = st.sampled_from(
    [{"until": "24 hours after"}, {"during": "next day"}, {"through": "2 days after"}, {"from": "1 day after"}, {}]
)


@settings(max_examples=40, deadline=None)
@given(spans=st.lists(windows, min_size=1, max_size=6), hour=st.integers(0, 71), classes=st.booleans())
def test_weights_that_are_all_one_change_nothing(spans: list[Data], hour: int, classes: bool) -> None:
    rules = [rule(source, do=window) for source, window in zip("abcdef", spans, strict=False)]
    about = {"is": ["message"]} if classes else {}
    with TemporaryDirectory() as folder:
        tiny = make(Path(folder), action("write", *rules, **about), **mine(weights=dict.fromkeys("abcdef", 1.0)))
    now = f"2026-11-{17 + hour // 24} {hour % 24:02}:00"
    weighed = tiny.checklist(START, now, "mine")
    assert as_json(weighed.replace(profile="consensus")) == as_json(tiny.checklist(START, now))


def test_a_single_action_may_be_settled_otherwise(tmp_path: Path) -> None:
    held = (rule("a", do={}), rule("b", dont={}))
    tiny = make(
        tmp_path,
        VOTES,
        action("held", *held),
        action("also-held", *(one | {"id": f"{one['id']}-x"} for one in held)),
        action("free", rule("d", do={}), rule("a", do={"during": "next day"})),
        **mine(
            without=["d"],
            weights={"a": 2},
            actions={
                "held": {"settle": "bold"},
                "free": {"sources": ["d"]},
                "write": {"strict": True, "without": ["b"], "weights": {"c": 3}},
            },
        ),
    )
    checklist = tiny.checklist(START, "2026-11-17 12:00", "mine")
    assert statuses(checklist) == {"write": "due", "held": "due", "also-held": "on-hold", "free": "due"}
    assert [voice.source for voice in checklist.item("free").voices] == ["d"]
    assert best(checklist.item("write")) == ("2026-11-17T10:00:00+01:00", "2026-11-18T10:00:00+01:00", ("a", "c"))
    assert dict(checklist.item("write").weights) == {"a": 2, "c": 3}
    assert dict(checklist.item("also-held").weights) == {"a": 2, "b": 1}
    assert [source.id for source in checklist.sources] == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    ("about", "ids"),
    [
        ({"weights": {"aa": 2}}, ["reference/source"]),
        ({"actions": {"wriet": {"settle": "bold"}}}, ["reference/action"]),
        ({"actions": {"write": {"sources": ["zz"], "without": ["a"], "weights": {"yy": 1}}}}, ["reference/source"] * 2),
        ({"weights": {"a": 0}}, ["shape/too-small"]),
        ({"weights": {"a": True}}, ["shape/wrong-type"]),
        ({"actions": {"write": {}}}, ["shape/too-few"]),
    ],
)
def test_what_a_profile_names_must_be_there(tmp_path: Path, about: Data, ids: list[str]) -> None:
    assert messages(tmp_path, VOTES, **mine(**about)) == ids


def test_a_profile_cannot_take_the_name_of_one_that_every_pack_has(tmp_path: Path) -> None:
    assert messages(tmp_path, VOTES, profiles={"strict": {"title": "Mine"}}) == ["reference/profile"]
