"""The rule language, construct by construct, each in a pack of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tinypack import EACH, START, TWO_ROUNDS, Data, action, best, log, make, rule

from checklist_engine.moments import parse
from checklist_engine.problems import Problems

LENGTH = {"$ref": "../../schemas/record.schema.json#/definitions/length"}
PLACE = {"$ref": "../../schemas/record.schema.json#/definitions/place"}
NOW = "2026-11-17 12:00"  # a Tuesday, two hours after START
LUX = "Europe/Luxembourg"


def window(tmp_path: Path, do: Data, record: Data | None = None, now: str = NOW, **manifest: Any) -> tuple[Any, Any]:
    """What a rule with that window opens and closes at."""
    tiny = make(tmp_path, action("write", rule("a", do=do)), facts={"notice": LENGTH, "country": PLACE}, **manifest)
    found = tiny.item({**START, **(record or {})}, now, "write").window
    return short(found.opens), short(found.closes)


def short(moment: str | None) -> str | None:
    return moment[5:16].replace("T", " ") if moment else None


# Moments


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("3rd Thursday of that month", "11-19"),
        ("last Friday of that month", "11-27"),
        ("last day of that month", "11-30"),
        ("1st working day of that month", "11-02"),
        ("last working day of that year", "12-31"),
        ("31st day of that quarter", "10-31"),
        ("1st Monday of that week", "11-16"),
        ("last day of that quarter", "12-31"),
        ("start of that quarter", "10-01"),
        ("end of that year", "12-31"),
        ("Friday before", "11-13"),
        ("Tuesday before", "11-10"),
        ("Tuesday on or before", "11-17"),
        ("Monday after", "11-23"),
        ("Tuesday on or after", "11-17"),
        ("1 year after", "11-17"),
        ("next working day", "11-18"),
    ],
)
def test_places_in_week_month_and_year(tmp_path: Path, phrase: str, day: str) -> None:
    assert window(tmp_path, {"from": [START["start"] and "start", phrase]})[0] == f"{day} 00:00"


@pytest.mark.parametrize(
    ("place", "day"), [("1st bank day of that week", "11-17"), ("last bank day of that month", "11-26")]
)
def test_places_among_the_days_of_a_calendar(tmp_path: Path, place: str, day: str) -> None:
    bank: Data = {"bank": {"working_days": ["tue", "thu"]}}
    assert window(tmp_path, {"from": ["start", place]}, calendars=bank)[0] == f"{day} 00:00"


def test_a_place_that_is_not_there_is_not_known(tmp_path: Path) -> None:
    assert window(tmp_path, {"until": ["start", "5th Friday of that month"]})[1] is None


@pytest.mark.parametrize(
    ("steps", "moment"),
    [
        (["start", "Saturday after", "or next working day"], "11-23 00:00"),
        (["start", "Saturday after", "or previous working day"], "11-20 00:00"),
        (["start", "or next working day"], "11-17 10:00"),
        (["start", "96 hours after", "or next working day"], "11-23 10:00"),
        (["start", "Sunday after", "or next working day", "at 09:30"], "11-23 09:30"),
    ],
)
def test_rolling(tmp_path: Path, steps: list[str], moment: str) -> None:
    assert window(tmp_path, {"from": steps})[0] == moment


def test_a_clock_time_where_a_person_is(tmp_path: Path) -> None:
    people = {"people": {"tom": {"name": "Tom", "timezone": "America/New_York"}}, "friend": "tom"}
    assert window(tmp_path, {"from": ["start", "at 09:00 for friend"]}, people)[0] == "11-17 15:00"
    assert window(tmp_path, {"from": ["start", "at 09:00 for friend"]})[0] is None


@pytest.mark.parametrize(
    ("offset", "record", "closes"),
    [
        ("10 days", {}, "11-28 00:00"),
        ("2 bank days", {}, "11-25 00:00"),
        ("notice", {"notice": "1 month"}, "12-18 00:00"),
        ("notice", {}, None),
        ({"choose": [{"when": [{"sure": {"is": True}}], "use": "1 day"}, {"use": "1 week"}]}, {}, "11-25 00:00"),
        ({"choose": [{"when": [{"sure": {"is": True}}], "use": "1 day"}]}, {"sure": True}, "11-19 00:00"),
        ({"choose": [{"when": [{"sure": {"is": True}}], "use": "1 day"}]}, {}, None),
    ],
)
def test_offsets_with_a_name(tmp_path: Path, offset: Any, record: Data, closes: str | None) -> None:
    bank: Data = {"bank": {"working_days": ["tue", "thu"]}}
    found = window(
        tmp_path, {"through": "my-notice after start"}, record, offsets={"my-notice": offset}, calendars=bank
    )
    assert found[1] == closes


def test_an_offset_that_is_a_fact(tmp_path: Path) -> None:
    assert window(tmp_path, {"from": "notice before start"}, {"notice": "2 hours"})[0] == "11-17 08:00"


def test_a_chosen_moment(tmp_path: Path) -> None:
    until = {"choose": [{"when": [{"sure": {"is": True}}], "use": "next day"}, {"use": "1 week after"}]}
    assert window(tmp_path, {"until": until}, {"sure": True})[1] == "11-19 00:00"
    assert window(tmp_path, {"until": until})[1] == "11-25 00:00"


@pytest.mark.parametrize(("which", "closes"), [("earliest_of", "11-18 00:00"), ("latest_of", "11-21 00:00")])
def test_what_may_move_says_so(tmp_path: Path, which: str, closes: str) -> None:
    until = {which: ["same day", "deadline", "other"]}
    tiny = make(tmp_path, action("write", rule("a", do={"until": until})))
    item = tiny.item({**START, "other": "2026-11-20"}, NOW, "write")
    assert short(item.window.closes) == closes
    (told,) = [one.text for one in item.derivation if one.edge == "to"]
    assert "so far, with 2 of 3 known; it may move" in told
    item = tiny.item({**START, "other": "2026-11-20", "deadline": "2026-11-19"}, NOW, "write")
    assert "so far" not in "".join(one.text for one in item.derivation)


def test_names_are_printed_in_titles_and_messages(tmp_path: Path) -> None:
    tiny = make(
        tmp_path, action("write", rule("a", do={}), title="Within {my-notice}, before {the-end}"),
        offsets={"my-notice": "3 months"}, moments={"the-end": ["start", "2 days after"], "never-there": "deadline"},
    )  # fmt: skip
    assert tiny.item(START, NOW, "write").title == "Within 3 months, before Thu 19 Nov"
    tiny = make(
        tmp_path / "b", action("write", rule("a", do={}), title="Before {never-there}"),
        moments={"never-there": "deadline"},
    )  # fmt: skip
    assert tiny.item(START, NOW, "write").title == "Before never there"


# Windows


def test_a_window_with_holes(tmp_path: Path) -> None:
    do = {"through": "3 days after", "except": [{"during": "next day"}]}
    tiny = make(tmp_path, action("write", rule("a", do=do)))
    item = tiny.item(START, NOW, "write")
    assert [(short(one.from_), short(one.to)) for one in item.voices[0].window] == [
        ("11-17 10:00", "11-18 00:00"), ("11-19 00:00", "11-21 00:00"),
    ]  # fmt: skip
    assert tiny.item(START, "2026-11-18 09:00", "write").window.next.from_[:10] == "2026-11-19"  # type: ignore[union-attr, index]


def test_weekdays_left_out(tmp_path: Path) -> None:
    do = {"from": "Friday after", "except": [{"weekday": ["sat", "sun"]}]}
    tiny = make(tmp_path, action("write", rule("a", do=do), rule("b", do={"from": ["start", "Saturday after"]})))
    item = tiny.item(START, NOW, "write")
    assert best(item)[0][:10] == "2026-11-23"  # type: ignore[index]
    assert len(item.voices[0].window) == 20


def test_a_prohibition_with_a_hole_lifts_in_it(tmp_path: Path) -> None:
    dont = {"through": "3 days after", "except": [{"during": "next day"}]}
    tiny = make(tmp_path, action("write", rule("a", do={}), rule("b", dont=dont)))
    found = {day: tiny.item(START, f"2026-11-{day} 12:00", "write").status for day in (17, 18, 19, 21)}
    assert found == {17: "on-hold", 18: "due", 19: "on-hold", 21: "due"}


def pieces(item: Any) -> list[tuple[str | None, str | None]]:
    return [(short(one.from_), short(one.to)) for one in item.voices[0].window]


def test_what_is_left_of_a_window(tmp_path: Path) -> None:
    do = {
        "through": "1 week after",
        "only": [{"weekday": ["fri", "sat", "mon"]}],
        "except": [{"during": "4 days after"}],
    }
    tiny = make(tmp_path, action("write", rule("a", do=do)))
    item = tiny.item(START, NOW, "write")
    assert pieces(item) == [("11-20 00:00", "11-21 00:00"), ("11-23 00:00", "11-24 00:00")]
    assert (short(item.window.opens), short(item.window.closes)) == ("11-20 00:00", "11-24 00:00")


def test_what_is_left_may_hang_on_what_has_not_happened(tmp_path: Path) -> None:
    do = {"only": [{"during": "other"}, {"during": "deadline"}]}
    tiny = make(tmp_path, action("write", rule("a", do=do)), action("leave", rule("a", do=do), trigger=None))
    for name in ("write", "leave"):
        assert tiny.item(START, NOW, name).status == "waiting"
        item = tiny.item({**START, "other": "2026-11-19"}, NOW, name)
        assert (item.status, pieces(item)) == ("upcoming", [("11-19 00:00", "11-20 00:00")])
    item = tiny.item({"start": "2026-11-20", "other": "2026-11-19"}, NOW, "write")
    assert item.status == "impossible"


@pytest.mark.parametrize("dont", [{"only": [{"weekday": ["sat", "sun"]}]},
                                  {"except": [{"weekday": ["mon", "tue", "wed", "thu", "fri"]}]}])  # fmt: skip
@pytest.mark.parametrize("trigger", ["start", None])
def test_a_prohibition_on_some_weekdays(tmp_path: Path, dont: Data, trigger: str | None) -> None:
    tiny = make(tmp_path, action("write", rule("a", dont=dont), trigger=trigger))
    found = {day: tiny.item(START, f"2026-11-{day} 12:00", "write").status for day in (20, 21, 22)}
    assert found == {20: "upcoming", 21: "in-force", 22: "in-force"}
    assert short(tiny.item(START, "2026-11-24 12:00", "write").window.opens) == "11-28 00:00"
    item = tiny.item({**START, "log": log("2026-11-20 did write", "2026-11-21 did write")}, "2026-11-23 12:00", "write")
    assert (item.status, len(item.broken)) == ("broken", 1)


# Several times


def times(tiny: Any, entries: list[str], now: str) -> tuple[str, int, int | None]:
    item = tiny.item({**START, "log": log(*entries)}, now, "write")
    assert item.progress is not None
    return item.status, item.progress.times, item.progress.of


def test_a_quota_is_one_item_with_progress(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"at_least": 3, "through": "1 week after"})))
    entries = [f"2026-11-{day} 13:00 did write" for day in (17, 18, 19)]
    assert times(tiny, [], NOW) == ("due", 0, 3)
    assert times(tiny, entries[:2], "2026-11-19 09:00") == ("due", 2, 3)
    assert times(tiny, entries, "2026-11-19 14:00") == ("done", 3, 3)
    assert times(tiny, entries[:2], "2026-11-25 09:00") == ("overdue", 2, 3)


def test_a_quota_for_each_stretch(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"at_least": 2, "per": "1 week", "through": "2 weeks after"})))
    entries = [f"2026-11-{day} did write" for day in (17, 20, 25, 26)]
    assert times(tiny, entries[:1], "2026-11-18 09:00") == ("due", 1, 2)
    assert times(tiny, entries[:2], "2026-11-21 09:00") == ("upcoming", 0, 2)
    assert times(tiny, entries[:2], "2026-11-24 09:00") == ("due", 0, 2)
    assert times(tiny, entries, "2026-11-27 09:00")[0] == "done"
    assert times(tiny, entries[:3], "2026-12-05 09:00")[0] == "overdue"


def test_repetition_counts_from_what_was_really_done(tmp_path: Path) -> None:
    do = {"from": "2 days after", "through": "3 days after", "repeat": {"every": "1 week", "at_most": 3}}
    tiny = make(tmp_path, action("write", rule("a", do=do)))
    item = tiny.item({**START, "log": log("2026-11-22 13:00 did write")}, "2026-11-23 09:00", "write")
    assert (item.status, short(item.window.opens), short(item.window.closes)) == (
        "upcoming", "11-29 00:00", "12-01 00:00",
    )  # fmt: skip
    entries = [f"2026-11-{day} 13:00 did write" for day in (20, 22, 29)]
    assert times(tiny, entries[:2], "2026-11-29 09:00") == ("due", 2, 3)
    assert times(tiny, entries, "2026-11-29 14:00") == ("done", 3, 3)


def test_repetition_stops(tmp_path: Path) -> None:
    do = {"repeat": {"every": "1 hour", "until": "deadline"}}
    tiny = make(tmp_path, action("write", rule("a", do=do)))
    record = {**START, "deadline": "2026-11-17 13:00", "log": log("2026-11-17 11:30 did write")}
    assert tiny.item(record, NOW, "write").status == "upcoming"
    record["log"] = log("2026-11-17 12:30 did write")
    assert tiny.item(record, "2026-11-17 12:45", "write").status == "done"


def test_who_asks_for_once_is_content_and_who_asks_for_more_is_not(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"until": "1 day after"}),
                                 rule("b", do={"at_least": 2, "through": "5 days after"})))  # fmt: skip
    record = {**START, "log": log("2026-11-17 11:00 did write")}
    item = tiny.item(record, NOW, "write")
    assert (item.status, item.progress.times, item.late_for) == ("due", 1, ())  # type: ignore[union-attr]
    assert best(item)[2] == ("b",)
    record["log"] += log("2026-11-18 11:00 did write")
    assert tiny.item(record, "2026-11-18 12:00", "write").status == "done"


def test_quotas_of_elements_are_counted_apart(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"at_least": 2}), **EACH))
    record = {**TWO_ROUNDS, "log": log("2026-11-18 did write to anna round first", "2026-11-18 did write to tom")}
    found = {item.id: item.progress.times for item in tiny.checklist(record, "2026-11-19 09:00").items if item.progress}
    assert found == {"write/first/anna": 1, "write/second/anna": 0, "write/second/tom": 1}


# Conditions


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"moment": "now", "weekday": ["tue"]}, True),
        ({"moment": "now", "weekday": ["sat", "sun"]}, False),
        ({"moment": "now", "clock_from": "12:00", "month": [11]}, True),
        ({"moment": ["start", "1 week after"], "month": [12]}, False),
        ({"moment": "the-end", "before": "3 days after start"}, True),
        ({"moment": "the-end", "after": "now"}, True),
        ({"moment": {"did": "leave"}, "known": False}, True),
        ({"moment": "deadline", "known": True}, False),
        ({"did": "leave", "within": "2 hours"}, False),
        ({"did": "contact-them", "within": "2 hours"}, True),
        ({"did": "contact-them", "within": "30 minutes"}, False),
        ({"not": {"moment": "now", "weekday": ["tue"]}}, False),
    ],
)
def test_conditions_of_moments(tmp_path: Path, condition: Data, holds: bool) -> None:
    tiny = make(
        tmp_path, action("write", rule("a", do={}, when=[condition])),
        moments={"the-end": ["start", "2 days after"]},
        registered_actions={"leave": {"title": "Leave"}, "contact-them": {"title": "Write"}},
    )  # fmt: skip
    status = tiny.item({**START, "log": log("2026-11-17 11:00 did contact-them")}, NOW, "write").status
    assert (status != "not-applicable") is holds


def test_a_moment_that_is_asked_for_makes_the_item_provisional(tmp_path: Path) -> None:
    when = [{"moment": ["deadline", "1 day after"], "known": False}]
    tiny = make(tmp_path, action("write", rule("a", do={}, when=when)))
    checklist = tiny.checklist(START, NOW)
    assert checklist.item("write").provisional == ("there is no deadline",)
    assert [question.fact for question in checklist.questions] == ["deadline"]


# The life of rules


def test_a_retired_rule_is_silent_from_its_day(tmp_path: Path) -> None:
    retired = {"from": "2026-11-18", "because": "they say otherwise now", "by": "newer"}
    tiny = make(
        tmp_path, action("write", rule("a", do={"until": "1 day after"}, retired=retired),
                         {**rule("a", do={"until": "3 days after"}), "id": "newer", "valid": {"from": "2026-11-18"}}),
    )  # fmt: skip
    assert len(tiny.item(START, NOW, "write").rules) == 1
    assert tiny.item(START, "2026-11-18 09:00", "write").rules == ("newer",)
    with pytest.raises(Problems, match="no rule of this file “neuer”"):
        make(tmp_path / "b", action("write", rule("a", do={}, retired={**retired, "by": "neuer"})))


# What is wrong


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ({"until": "3 bnak days after"}, "there is no calendar “bnak”"),
        ({"until": "my-notce after"}, "there is no offset “my-notce”"),
        ({"until": "level after"}, "the fact “level” is no length of time"),
        ({"until": ["start", "at 09:00 for level"]}, "“level” is neither a person nor a time zone"),
        ({"at_least": 2, "repeat": {"every": "1 day"}}, "repeat and at_least both say how often"),
        ({"repeat": {"every": "1 dya"}}, "“1 dya” is not what is asked for in “every”"),
        ({"until": "32nd day of that month"}, "is not what is asked for in “until”"),
        ({"per": "1 week"}, "“at_least” is missing"),
        ({"except": [{"weekday": ["sat"], "from": "next day"}]}, "this cannot stand beside hours"),
        ({"until": {"choose": [{"when": "no-such", "use": "next day"}]}}, "there is no named condition “no-such”"),
    ],
)
def test_what_refers_to_nothing_is_told(tmp_path: Path, do: Data, said: str) -> None:
    with pytest.raises(Problems) as found:
        make(tmp_path, action("write", rule("a", do=do)), offsets={"my-notice": "1 day"}, calendars={"bank": {}})
    assert said in str(found.value)


def test_a_circle_of_names(tmp_path: Path) -> None:
    offsets = {"my-notice": {"choose": [{"when": "is-late", "use": "1 day"}, {"use": "2 days"}]}}
    conditions = {"is-late": [{"begun": "my-notice after start"}]}
    with pytest.raises(Problems, match="is defined by itself"):
        make(tmp_path, action("write", rule("a", do={"until": "my-notice after"})), offsets=offsets,
             conditions=conditions)  # fmt: skip


def test_progress_is_told_in_every_list(tmp_path: Path) -> None:
    from checklist_engine.plugin import Context
    from checklist_engine.plugins import find_format, render

    tiny = make(tmp_path, action("write", rule("a", do={"at_least": 3, "through": "1 week after"})))
    checklist = tiny.checklist({**START, "log": log("2026-11-17 11:00 did write")}, NOW)
    for name in ("text", "markdown", "html"):
        made = render(find_format(name), checklist, Context())
        assert "1 of 3 done so far" in (made.decode() if isinstance(made, bytes) else str(made))


# Other records

RECORD = {"$ref": "../../schemas/record.schema.json#/definitions/record", "absent": "none"}


def with_others(tmp_path: Path, **more: Any) -> Any:
    return make(
        tmp_path, action("write", rule("a", do={"until": "2 days before elsewhere.deadline"}), **more),
        facts={"elsewhere": RECORD, "all": {"type": "array", "items": RECORD, "absent": []}},
    )  # fmt: skip


def read(tiny: Any, path: Path) -> Any:
    from checklist_engine.evaluate.evaluate import evaluate
    from checklist_engine.load.record import read_record

    record = read_record(path.read_bytes(), str(path), tiny.program, zone=LUX)
    return evaluate(tiny.program, record, parse(NOW, LUX).start)


def test_another_record_is_read_with_this_one(tmp_path: Path) -> None:
    tiny = with_others(tmp_path)
    (tmp_path / "b").mkdir()
    mine, other = tmp_path / "mine.yaml", tmp_path / "b" / "other.yaml"
    mine.write_text("start: 2026-11-17 10:00\nelsewhere: b/other.yaml\n")
    other.write_text("start: 2026-11-18\ndeadline: 2026-11-30\nelsewhere: ../mine.yaml\n")  # each names the other
    item = read(tiny, mine).item("write")
    assert short(item.window.closes) == "11-29 00:00"
    assert "elsewhere.deadline" in "".join(one.text for one in item.derivation)
    mine.write_text("start: 2026-11-17 10:00\n")
    assert read(tiny, mine).item("write").window.closes is None


def test_a_list_of_records(tmp_path: Path) -> None:
    when = [{"some": "all", "are": [{"it.level": {"at_least": 3}}]}]
    tiny = make(tmp_path, action("write", rule("a", do={}, when=when)),
                facts={"all": {"type": "array", "items": RECORD, "absent": []}})  # fmt: skip
    mine = tmp_path / "mine.yaml"
    mine.write_text("start: 2026-11-17 10:00\nall: [x.yaml, y.yaml]\n")
    for level, status in ((2, "not-applicable"), (3, "due")):
        (tmp_path / "x.yaml").write_text("start: 2026-11-17\nlevel: 1\n")
        (tmp_path / "y.yaml").write_text(f"start: 2026-11-17\nlevel: {level}\n")
        assert read(tiny, mine).item("write").status == status


def test_records_that_cannot_be_read(tmp_path: Path) -> None:
    tiny = with_others(tmp_path)
    mine = tmp_path / "mine.yaml"
    mine.write_text("start: 2026-11-17 10:00\nelsewhere: no.yaml\n")
    with pytest.raises(Problems, match=r"mine\.yaml:2:12: the record “no.yaml” cannot be read"):
        read(tiny, mine)
    (tmp_path / "no.yaml").write_text("start: 2026-11-17\nlevle: 3\n")
    with pytest.raises(Problems, match=r"no\.yaml:2:1: unknown key “levle”"):
        read(tiny, mine)
    mine.write_text("start: 2026-11-17 10:00\nelsewhere: /etc/passwd\n")
    with pytest.raises(Problems, match="is not what is asked for in “elsewhere”"):
        read(tiny, mine)
    mine.write_text(f"start: 2026-11-17 10:00\nall: [{', '.join(['mine.yaml'] * 21)}]\n")
    with pytest.raises(Problems, match="more than 20 records are referred to"):
        read(tiny, mine)


def test_conditions_count_from_their_rule_s_trigger(tmp_path: Path) -> None:
    """`when` is asked with the trigger that the window has: the rule's own, else the action's."""
    when = [{"other": {"before": "3 days after"}}]
    tiny = make(
        tmp_path,
        action("write", rule("a", do={}, when=when)),
        action("call", rule("a", do={}, when=when, trigger="deadline")),
        action("look", rule("a", do={}), while_=None, **{"while": when}),
    )  # fmt: skip
    record = {**START, "other": "2026-11-19", "deadline": "2026-11-10"}
    found = {one.action: one.status for one in tiny.checklist(record, NOW).items}
    assert found == {"write": "due", "call": "not-applicable", "look": "due"}


def test_nobody_is_asked_for_what_decides_nothing(tmp_path: Path) -> None:
    until = {"first_known_of": ["other", "deadline"]}
    tiny = make(tmp_path, action("write", rule("a", do={"until": until})))
    assert not tiny.checklist({**START, "other": "2026-11-19"}, NOW).questions
    assert [one.fact for one in tiny.checklist(START, NOW).questions] == ["deadline"]


def test_once_in_each_stretch(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do={"at_least": 1, "per": "1 week", "through": "3 weeks after"})))
    assert times(tiny, [], NOW) == ("due", 0, 1)
    assert times(tiny, ["2026-11-18 did write"], "2026-11-19 09:00") == ("upcoming", 0, 1)
