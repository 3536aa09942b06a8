"""Prohibitions and limits: what they hold back, what breaks them; and circles, which are errors and not recursion."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from tinypack import (
    EACH,
    START,
    TWO_ROUNDS,
    Data,
    action,
    log,
    make,
    rule,
    statuses,
)

from checklist_engine import words
from checklist_engine.checklist import Item, Stretch
from checklist_engine.problems import Problems


def messages(tmp_path: Path, *actions: Data, **manifest: Any) -> list[str]:
    """What is wrong with a pack, as ids."""
    with pytest.raises(Problems) as caught:
        make(tmp_path, *actions, **manifest)
    return [problem.id for problem in caught.value.problems]


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


def test_a_limit_speaks_of_the_time_in_which_it_is_used_up(tmp_path: Path) -> None:
    """While it is not, it says nothing against doing the thing."""
    twice = action("ask", rule("a", do={"at_least": 5}), rule("b", dont={"more_than": 1, "per": "7 days"}))
    tiny = make(tmp_path, twice)

    def look(now: str, *entries: str) -> tuple[Item, tuple[Stretch, ...], str]:
        checklist = tiny.checklist({**START, "log": log(*entries)}, now)
        item = checklist.item("ask")
        (said,) = [voice for voice in item.voices if voice.kind == "dont"]
        return item, said.window, words.dissent(item, checklist.now)

    assert look("2026-11-20 09:00")[1:] == ((), "")
    item, window, _ = look("2026-11-21 09:00", "2026-11-20 10:00 did ask")
    assert item.status == "on-hold"
    assert [(one.from_, one.to) for one in window] == [("2026-11-20T10:00:00+01:00", "2026-11-27T00:00:00+01:00")]
    assert look("2026-11-28 09:00", "2026-11-20 10:00 did ask")[2] == ""


def test_a_limit_alone_says_what_it_allows_and_how_much_of_it_is_used(tmp_path: Path) -> None:
    dose = action("give", rule("a", dont={"more_than": 1, "per": "6 hours"}), title="Give the syrup")
    both = action(
        "take", rule("b", dont={"more_than": 1, "per": "6 hours"}), rule("c", dont={"more_than": 2, "per": "1 day"}),
        title="Take a pill",
    )  # fmt: skip
    tiny = make(tmp_path, dose, both, action("wait", rule("d", dont={}), title="Never wait"))

    def look(now: str, *entries: str) -> tuple[Item, Item]:
        checklist = tiny.checklist({**START, "log": log(*entries)}, now)
        assert words.title(checklist.item("wait")) == "Never wait", "it says so itself"
        return checklist.item("give"), checklist.item("take")

    give, take = look("2026-11-20 09:00")
    assert words.title(give) == "Give the syrup: no more than once in 6 hours"
    assert words.title(take) == "Take a pill: no more than once in 6 hours and 2 times in 1 day"
    assert (give.status, words.told(give, "2026-11-20T09:00:00+01:00")) == ("in-force", ["a"])
    give, take = look("2026-11-20 15:59", "2026-11-20 10:00 did give", "2026-11-20 09:00 did take")
    assert words.told(give, "2026-11-20T15:59:00+01:00") == ["used up until 16:00", "a"]
    assert words.used(take, "2026-11-20T15:59:00+01:00") == "1 of 2 so far", "free again after six hours"
    give, _ = look("2026-11-20 16:00", "2026-11-20 10:00 did give")
    assert (give.status, give.progress and give.progress.times) == ("in-force", 0)
    _, take = look("2026-11-20 17:00", "2026-11-20 09:00 did take", "2026-11-20 15:30 did take")
    assert words.used(take, "2026-11-20T17:00:00+01:00") == "used up through today", "the longer of the two"


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


def test_an_item_says_through_which_channels_it_is_better_not_done(tmp_path: Path) -> None:
    contact = {"is": ["contact"]}
    tiny = make(
        tmp_path,
        action("ask", rule("a", do={"from": "5 days after"}), rule("f", dont={"by": "email", "until": "1 day after"}),
               **contact),
        action("read", rule("a", do={})),
        action("phoning", rule("b", dont={"of": "contact", "by": ["phone"], "until": "9 days after"})),
    )  # fmt: skip

    def not_by(entries: list[Data], now: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
        item = tiny.item({**START, "log": entries}, now, "ask")
        return [(word, one.until and one.until[:16], one.sources) for one in item.not_by for _, word in one.channels]

    phone = ("by phone", "2026-11-27T00:00", ("b",))
    # The day without e-mail is over before the item opens on the 22nd.
    assert not_by([], "2026-11-17 11:00") == [phone]
    assert not_by([], "2026-11-27 00:00") == []
    assert tiny.item(START, "2026-11-23 11:00", "read").not_by == ()
    assert not_by(log("2026-11-23 10:00 did ask by phone"), "2026-11-23 11:00") == []
    assert tiny.item(START, "2026-11-17 11:00", "phoning").not_by == ()


def test_a_used_up_limit_on_a_channel_narrows_the_items_that_it_counts(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("ask", rule("a", do={}), **{"is": ["contact"]}),
        action("tell", rule("a", do={}), **{"is": ["contact"]}),
        action("pestering", rule("c", dont={"of": "contact", "by": "phone", "more_than": 1, "per": "7 days"})),
    )
    record = {**START, "log": log("2026-11-18 10:00 did tell by phone")}
    one = tiny.item(record, "2026-11-23 11:00", "ask").not_by[0]
    assert (one.until, one.reason) == ("2026-11-25T00:00:00+01:00", "already once within 7 days")
    assert tiny.item(record, "2026-11-25 11:00", "ask").not_by == ()
    assert tiny.item(START, "2026-11-23 11:00", "ask").not_by == ()


def test_a_rule_on_a_channel_of_its_own_action_says_so(tmp_path: Path) -> None:
    own = rule("b", dont={"by": ["phone", "email"]})
    limited = rule("c", dont={"by": "phone", "more_than": 1, "per": "7 days"})
    tiny = make(tmp_path, action("ask", rule("a", do={}), own, limited))
    item = tiny.item(START, "2026-11-18 09:00", "ask")
    now = "2026-11-18T09:00:00+01:00"
    assert words.not_by(item, now) == "not by phone or by e-mail (b)"
    said = {spoken.source: words.voice(spoken, now) for spoken in item.voices}
    assert (said["b"], said["c"]) == ("b says not by phone or by e-mail", "c says no more than once in 7 days by phone")
    assert "not by" not in words.dissent(item, now)


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


def test_of_many_stretches_the_last_one_is_the_end(tmp_path: Path) -> None:
    """A ban for some hours of each day of a year: more stretches than a checklist lists."""
    hours = {"only": [{"clock_from": "11:00", "clock_before": "17:00"}], "through": "300 days after"}
    tiny = make(tmp_path, action("ask", rule("a", do={"through": "1 year after"}), rule("b", dont=hours)))
    for now, said in (
        ("2026-12-30T12:00:00+01:00", "b says not to until 17:00"),
        ("2026-12-30T18:00:00+01:00", "b says not to tomorrow 11:00–17:00"),
        ("2027-11-01T12:00:00+01:00", "b said not to until Mon 13 Sep, 17:00"),
    ):
        voice = next(one for one in tiny.item(START, now[:16].replace("T", " "), "ask").voices if one.source == "b")
        assert words.voice(voice, now) == said
        assert len(voice.window) == 20
        assert [one.from_ for one in voice.window] == sorted(str(one.from_) for one in voice.window)


def test_a_channel_is_advised_against_from_when_on(tmp_path: Path) -> None:
    later = rule("b", dont={"from": "20 days after", "by": "phone"})
    tiny = make(tmp_path, action("ask", rule("a", do={"through": "30 days after"}), later))
    item = tiny.item(START, "2026-11-18 09:00", "ask")
    assert item.not_by == ()
    assert words.voice(item.voices[1], "2026-11-18T09:00:00+01:00") == "b says not by phone from Mon 7 Dec on"


def test_who_advises_what_is_late_is_not_who_advises_against_it(tmp_path: Path) -> None:
    tiny = make(
        tmp_path, action("ask", rule("a", do={"through": "3 days after"}), rule("b", dont={"from": "5 days after"}))
    )
    item = tiny.item(START, "2026-11-21 12:00", "ask")
    assert item.status == "overdue"
    assert words.sources(words.advising(item), item) == "only a of 2 sources"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("2026-11-17 18:00 did chase", "against the advice of b"),
        ("2026-11-19 18:00 did chase", ""),
        ("2026-11-18 did chase", "against the advice of b"),
        ("2026-11-19 18:00 did chase by phone", "against the advice of a"),
        ("2026-11-21 18:00 did chase", "against the advice of a"),
        ("2026-11-21 did chase", "against the advice of a"),
        ("2026-11-20 did chase", ""),  # perhaps at an hour at which nobody minds
    ],
)
def test_what_is_done_against_a_prohibition_is_done_and_says_so(tmp_path: Path, entry: str, said: str) -> None:
    """Its own prohibition, that of a channel, and another action's: each names who said not to."""
    tiny = make(
        tmp_path,
        action(
            "chase",
            rule("a", do={"from": "same day"}),
            rule("b", dont={"through": "1 day after"}),
            rule("a", dont={"by": "phone"}),
        ),
        action("hush", rule("a", dont={"of": "chase", "from": ["3 days after", "at 12:00"]})),
    )
    item = tiny.checklist({**START, "log": log(entry)}, "2026-11-24 09:00").item("chase")
    assert item.status == "done"
    assert item.done is not None
    told = words.done(item, "2026-11-24T09:00:00+01:00")
    assert (len(item.broken), said in told) == (1 if said else 0, True)
    assert ("against" in told) == bool(said)


def test_once_too_often_is_said_of_what_is_done(tmp_path: Path) -> None:
    tiny = make(tmp_path, CHASE)
    entries = ["2026-11-20 10:00 did chase", "2026-11-24 10:00 did chase"]
    item = tiny.checklist({**START, "log": log(*entries)}, "2026-11-25 09:00").item("chase")
    assert item.broken == ("2026-11-24T10:00:00+01:00",)


@pytest.mark.parametrize(
    "second",
    [
        [rule("b", do={"from": "2 days after"})],
        [rule("b", do={"from": "2 days after", "except": [{"weekday": ["fri"]}]})],
        [rule("b", do={"from": "2 days after"}), rule("c", dont={"only": [{"weekday": ["fri"]}]})],
        [rule("b", do={"from": "2 days after", "only": [{"clock_from": "09:00", "clock_before": "17:00"}]})],
    ],
)
def test_what_is_left_out_each_week_ends_nothing_and_opens_nothing(
    tmp_path: Path, second: list[dict[str, Any]]
) -> None:
    """A source without an end sets none, with holes in its time or without: the other's last day is the last."""
    first = rule("a", do={"from": "2 days after", "through": "6 days after"})
    tiny = make(tmp_path, action("chase", first, *second))
    for now, status in (("2026-11-23 09:00", "due"), ("2026-11-24 00:01", "overdue"), ("2027-03-01 09:00", "overdue")):
        item = tiny.item(START, now, "chase")
        assert (item.status, item.window.closes) == (status, "2026-11-24T00:00:00+01:00")
    later = [{**one, "do": {**one["do"], "from": "7 days after"}} if "do" in one else one for one in second]
    item = make(tmp_path, action("chase", first, *later)).item(START, "2027-03-01 09:00", "chase")
    assert (item.window.closes, item.status) == (None, "due"), "no end closes what another only opens later"


def test_a_limit_on_others_says_how_often_behind_its_title(tmp_path: Path) -> None:
    weekly = {"more_than": 1, "per": "7 days", "of": "chase"}
    by_phone = {"more_than": 1, "per": "14 days", "of": "chase", "by": "phone"}
    others = action("hush", rule("a", dont=weekly), rule("b", dont=by_phone), title="Ask again and again")
    checklist = make(tmp_path, CHASE, others).checklist(START, "2026-11-20 09:00")
    item = checklist.item("hush")
    assert words.title(item) == "Do not ask again and again"
    assert words.told(item, checklist.now) == ["at most once in 7 days", "once in 14 days by phone", "a and b"]
    assert [voice.of for voice in item.voices] == [("chase",), ("chase",)]
    tiny = make(tmp_path, CHASE, others)
    for now, said in (
        ("2026-11-24 09:00", "used up through Thursday"),  # both are; that by phone for longer, but for the phone alone
        ("2026-11-28 09:00", "by phone used up through Thursday"),
        ("2026-12-04 09:00", ""),
    ):
        checklist = tiny.checklist({**START, "log": log("2026-11-20 10:00 did chase by phone")}, now)
        assert words.used(checklist.item("hush"), checklist.now) == said
    checklist = tiny.checklist({**START, "log": log("2026-11-20 10:00 did chase by email")}, "2026-11-24 09:00")
    assert words.used(checklist.item("hush"), checklist.now) == "used up through Thursday"


def test_what_is_held_past_its_end_has_no_days_ahead(tmp_path: Path) -> None:
    late = rule("b", dont={"through": "10 days after"})
    tiny = make(tmp_path, action("chase", rule("a", do={"from": "2 days after", "through": "6 days after"}), late))
    checklist = tiny.checklist(START, "2026-11-20 09:00")
    item = checklist.item("chase")
    assert (words.ahead(item, checklist.now), words.best(item, checklist.now)) == (
        "on hold", "any time through Monday (only a of 2 sources)",
    )  # fmt: skip
    before = tiny.checklist(START, "2026-11-18 09:00")
    assert words.dissent(before.item("chase"), before.now) == "but b says not to through Fri 27 Nov"


def test_what_opens_under_a_prohibition_says_so_before(tmp_path: Path) -> None:
    late = rule("b", dont={"from": "2 days after"})
    tiny = make(tmp_path, action("chase", rule("a", do={"from": "2 days after"}), late))
    assert (
        words.opposed_then(tiny.checklist(START, "2026-11-17 12:00").item("chase")) == "but b says not to from then on"
    )
    assert words.opposed_then(tiny.checklist(START, "2026-11-20 12:00").item("chase")) == "", "it is on hold"
    alone = make(tmp_path / "alone", action("chase", rule("a", do={"from": "2 days after"})))
    assert words.opposed_then(alone.checklist(START, "2026-11-17 12:00").item("chase")) == ""
