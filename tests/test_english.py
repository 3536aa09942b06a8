"""Rules read back in plain English: golden sentences that were read aloud, and every construct of the language.

The table says for each construct what is read; a test walks the schema and misses those that nobody reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import Command
from tinypack import Tiny, action, make, rule

from checklist_engine.english import Reader
from checklist_engine.load.program import load_program
from checklist_engine.phrases import each_in_words

ROOT = Path(__file__).resolve().parent.parent
PACKS = sorted(
    path.parent
    for folder in ("rules", "examples", "tests/language")
    for path in (ROOT / folder).rglob("record.schema.*")
)
EACH = {"for_each": {"round": "rounds", "person": "round.with", "thing": "things"}, "trigger": "round.end"}
MANIFEST: dict[str, Any] = {
    "moments": {"all-over": {"earliest_of": [{"heard": "rejected"}, {"did": "leave"}]}, "my-start": "start"},
    "offsets": {"notice-time": {"choose": [{"when": {"sure": {"is": True}}, "use": "3 months"}, {"use": "1 week"}]},
                "short-time": "2 days"},
    "calendars": {"bank": {"days_off": ["12-24"]}},
    "conditions": {"still-open": [{"not": {"heard": "rejected"}}], "was-here": [{"did": "leave"}],
                   "over-and-out": [{"heard": "rejected"}, {"did": "leave"}]},
}  # fmt: skip
END = "the end of the round"

# A window, a moment (behind “from”) or a condition (behind “if”), with its words.
WINDOWS: list[tuple[dict[str, Any], str]] = [
    ({"do": {}}, f"do it at any time from {END} onwards"),
    ({"do": {"until": "24 hours after"}}, f"do it from {END} until 24 hours after it"),
    ({"do": {"until": "2 days after"}}, f"do it from {END} until the end of the second day after it"),
    ({"do": {"during": "next day"}}, f"do it during the day after {END}"),
    ({"do": {"from": "1 day after", "through": "2 days after"}},
     f"do it from the day after {END} through the second day after {END}"),
    ({"do": {"through": "deadline"}}, f"do it from {END} through the day of the deadline"),
    ({"do": {"until": "24 hours after", "ideal": {"from": "2 hours after", "until": "3 hours after"}}},
     f"do it from {END} until 24 hours after it, ideally from 2 hours after {END} until 3 hours after {END}"),
    ({"do": {"during": "3 weeks after"}}, f"do it during the day 3 weeks after {END}"),
    ({"do": {"during": "31 July of that year"}}, f"do it during 31 July of the year of {END}"),
    ({"do": {"through": "2 weeks after", "except": [{"during": "next day"}, {"weekday": ["sat", "sun"]}]}},
     f"do it from {END} through 2 weeks after it, but not during the day after {END} and not on Saturdays and Sundays"),
    ({"do": {"through": "2 weeks after", "only": [{"weekday": ["tue", "wed"]}], "except": [{"during": "next day"}]}},
     f"do it on Tuesdays and Wednesdays, from {END} through 2 weeks after it, but not during the day after {END}"),
    ({"do": {"except": [{"from": "deadline", "until": "other"}, {"through": "deadline"}]}},
     f"do it at any time from {END} onwards, but not from the deadline until the other and not from {END} through the day of the deadline"),
    ({"do": {"until": "24 hours after", "ideal": {"through": "same day"}}},
     f"do it from {END} until 24 hours after it, ideally from {END} through the day of it"),
    ({"do": {"until": "24 hours after", "ideal": {"during": "same day"}}},
     f"do it from {END} until 24 hours after it, ideally during the day of {END}"),
    ({"do": {"at_least": 3, "through": "2 weeks after"}}, f"do it from {END} through 2 weeks after it, at least 3 times in all"),
    ({"do": {"at_least": 2, "per": "1 week", "until": "all-over"}},
     f"do it from {END} until “all over”, at least twice in each stretch of 1 week"),
    ({"do": {"repeat": {"every": "10 days", "at_most": 3, "until": "all-over"}}},
     f"do it at any time from {END} onwards, and again 10 days after each time that it was done, 3 times in all, until “all over”"),
    ({"do": {"repeat": {"each": "Saturday"}}}, f"do it at any time from {END} onwards, on each Saturday"),
    ({"do": {"repeat": {"each": "2 weeks"}}}, f"do it at any time from {END} onwards, every 2 weeks from then on"),
    ({"do": {"repeat": {"each": ["working day", "last Friday of each month"], "for": "3 days", "at_most": 3, "until": "all-over"}}},
     f"do it at any time from {END} onwards, on each working day and the last Friday of each month, for 3 days each time, 3 times in all, until “all over”"),
    ({"dont": {"until": "all-over"}}, f"do not do it from {END} until “all over”"),
    ({"dont": {"from": "deadline", "through": "next day"}}, f"do not do it from the deadline through the day after {END}"),
    ({"dont": {"during": "same day", "except": [{"weekday": ["sun"]}]}},
     f"do not do it during the day of {END}, but not on Sundays"),
    ({"do": {"through": "2 weeks after", "except": [{"month": [7, 8], "clock_from": "12:00", "clock_before": "14:00"}]}},
     ("do it from the end of the round through 2 weeks after it, but not between 12:00 and 14:00 each day "
      "in July and August")),
    ({"do": {"through": "2 weeks after", "except": [{"weekday": ["fri"], "clock_from": "12:00"}]}},
     "do it from the end of the round through 2 weeks after it, but not on Fridays from 12:00"),
    ({"do": {"through": "2 weeks after", "only": [{"month": [5, 6]}, {"clock_from": "12:00", "clock_before": "14:00"}]}},
     ("do it in May and June and between 12:00 and 14:00 each day, from the end of the round through 2 "
      "weeks after it")),
    ({"dont": {"only": [{"weekday": ["sun"], "month": [7]}, {"clock_before": "08:00"}]}},
     "do not do it on Sundays in July and before 08:00 each day, at any time from the end of the round onwards"),
    ({"dont": {"only": [{"clock_from": "22:00", "clock_before": "06:00"}, {"clock_from": "17:00", "month": [1]}]}},
     ("do not do it between 22:00 and 06:00 each day and from 17:00 each day in January, at any time from the end "
      "of the round onwards")),
    ({"dont": {"only": [{"weekday": ["fri"], "clock_from": "22:00", "clock_before": "06:00"}]}},
     ("do not do it on Fridays between 22:00 and 06:00 the next day, at any time from the end of the round "
      "onwards")),
    ({"dont": {"only": [{"weekday": ["fri", "sat"]}, {"during": "deadline"}]}},
     f"do not do it on Fridays and Saturdays and during the day of the deadline, at any time from {END} onwards"),
    ({"dont": {"more_than": 1, "per": "7 days", "of": "write"}},
     f"do not do it more than once in any 7 days, from {END} onwards"),
    ({"dont": {"more_than": 2, "of": "contact", "by": ["phone", "email"]}},
     f"do not do anything that is “getting in touch” by phone or by e-mail more than twice in all, from {END} onwards"),
    ({"need_not": {}}, f"there is no need to do it, from {END} onwards"),
    ({"need_not": {"during": "next day", "except": [{"weekday": ["mon"]}]}},
     f"there is no need to do it, during the day after {END}, but not on Mondays"),
    ({"need_not": {"during": "next day", "only": [{"until": "deadline"}]}},
     f"there is no need to do it, from {END} until the deadline, during the day after {END}"),
    ({"expect": {"from": "start", "until": "deadline"}}, "it is somebody else's turn, from the start until the deadline"),
    ({"expect": {"through": "deadline"}}, f"it is somebody else's turn, from {END} through the day of the deadline"),
    ({"do": {"through": "1 day after"}, "trigger": "start"}, "do it from the start through the day after it"),
]  # fmt: skip

MOMENTS: list[tuple[Any, str]] = [
    ("round.end", END),
    ("round.date", "the date of the round"),
    ("my-start", "the start"),
    ("all-over", "“all over”"),
    ("10 minutes before", f"10 minutes before {END}"),
    ("3 months after", f"3 months after {END}"),
    ("2 working days after", f"the second working day after {END}"),
    ("1 bank day before round.date", "the last bank day before the date of the round"),
    ("22 days after", f"the 22nd day after {END}"),
    ("next working day", f"the next working day after {END}"),
    ("day before", f"the day before {END}"),
    ("same day", f"the day of {END}"),
    ("at 09:00", f"09:00 on the day of {END}"),
    ("at 09:00 theirs", f"09:00 their time on the day of {END}"),
    (["deadline", "at 09:00 for friend"], "09:00 on the clock of the friend on the day of the deadline"),
    ("start of that day", f"the start of the day of {END}"),
    ("end of that quarter", f"the end of the quarter of {END}"),
    ("3rd Thursday of that month", f"the third Thursday of the month of {END}"),
    ("last bank day of that month", f"the last bank day of the month of {END}"),
    ("15th day of that month", f"the 15th day of the month of {END}"),
    ("Friday before", f"the Friday before {END}"),
    ("Monday on or after deadline", "the Monday on or after the deadline"),
    (["deadline", "or next working day"], "the next working day on or after the deadline"),
    (["deadline", "or previous bank day"], "the last bank day on or before the deadline"),
    (["deadline", "2 working days before", "at 09:00"], "09:00 on the second working day before the deadline"),
    ("notice-time before deadline", "“notice time” before the deadline"),
    ("short-time after", f"2 days after {END}"),
    ("rest after", f"the rest after {END}"),
    ({"did": "write"}, "the last time that “Title of write” was done"),
    ({"heard": ["rejected", "invited"], "which": "first"},
     "the first time that “They said no” or “They invited you” was heard"),
    ({"skipped": "leave"}, "the last time that “Leave” was skipped"),
    ({"earliest_of": ["deadline", "other", {"did": "leave"}]},
     "the earliest known of the deadline, the other and the last time that “Leave” was done"),
    ({"latest_of": ["deadline", "1 week after"]}, f"the later known of the deadline and 1 week after {END}"),
    ({"latest_of": ["deadline", "other"], "known": "all"},
     "the later of the deadline and the other (once both are known)"),
    ({"earliest_of": ["deadline", "other", {"did": "leave"}], "known": "all"},
     "the earliest of the deadline, the other and the last time that “Leave” was done (once all are known)"),
    ("31 July of that year", "31 July of the year of the end of the round"),
    ("24 December on or after deadline", "the next 24 December on or after the deadline"),
    ("1 September before", "the last 1 September before the end of the round"),
    ({"first_known_of": ["deadline", "1 week after"]}, f"the deadline, or if that is not known 1 week after {END}"),
    ({"choose": [{"when": {"sure": {"is": True}}, "use": "deadline"}, {"use": "1 week after"}]},
     f"the deadline if “sure” is true, otherwise 1 week after {END}"),
]  # fmt: skip

CONDITIONS: list[tuple[Any, str, str]] = [  # the condition, its words, the words of its opposite
    ({"ask_1": {"is": "red"}}, "the ask 1 is “red”", "the ask 1 is not “red”"),
    ({"ask_1": {"one_of": ["red", "blue"]}}, "the ask 1 is “red” or “blue”", "the ask 1 is not “red” or “blue”"),
    ({"ask_1": {"not_one_of": ["red"]}}, "the ask 1 is known and is not “red”", "the ask 1 is not known or is “red”"),
    ({"level": {"more_than": 3, "less_than": 5}}, "the level is more than 3 and is less than 5",
     "it is not so that the level is more than 3 and is less than 5"),
    ({"level": {"more_than": 3}}, "the level is more than 3", "the level is 3 or less, or not known"),
    ({"level": {"less_than": 5}}, "the level is less than 5", "the level is 5 or more, or not known"),
    ({"level": {"at_least": 3, "at_most": 5}}, "the level is 3 or more and is 5 or less",
     "it is not so that the level is 3 or more and is 5 or less"),
    ({"tags": {"contains": "a"}}, "the tags have “a” in it", "the tags do not have “a” in it"),
    ({"deadline": {"known": True}}, "the deadline is known", "the deadline is not known"),
    ({"tags": {"known": False}}, "the tags are not known", "the tags are known"),
    ({"tags": {"none": True}}, "the tags are none or not known", "the tags are known and not none"),
    ({"start": {"clock_before": "12:00"}}, "the start is before 12:00 by the clock", "the start is not before 12:00 by the clock"),
    ({"start": {"clock_from": "12:00"}}, "the start is at 12:00 or later by the clock",
     "the start is not at 12:00 or later by the clock"),
    ({"start": {"weekday": ["fri", "sat"]}}, "the start is on a Friday or Saturday", "the start is not on a Friday or Saturday"),
    ({"start": {"month": [7, 8]}}, "the start is in July or August", "the start is not in July or August"),
    ({"start": {"before": "3 days after"}}, f"the start is before the third day after {END}",
     f"the start is not before the third day after {END}"),
    ({"start": {"after": "now"}}, "the start is after now", "the start is not after now"),
    ({"did": "contact", "by": "phone", "at_least": 2, "since": "round.end", "with": "friend"},
     f"anything that is “getting in touch” was done by phone with the friend at least twice since {END}",
     f"anything that is “getting in touch” was not done by phone with the friend as often as twice since {END}"),
    ({"heard": ["rejected", "invited"], "within": "7 days"},
     "“They said no” or “They invited you” was heard within the last 7 days",
     "none of “They said no” and “They invited you” was heard within the last 7 days"),
    ({"skipped": "leave"}, "“Leave” was skipped", "“Leave” was not skipped"),
    ({"item": "read", "is": ["done", "on-hold"]}, "the item “Title of read” is done or on hold",
     "the item “Title of read” is not done or on hold"),
    ({"some": "rounds", "are": [{"round.level": {"is": 1}}]},
     "it is so for at least one of the rounds that the level of the round is 1",
     "it is so for none of the rounds that the level of the round is 1"),
    ({"every": "tags", "are": [{"it": {"is": "a"}}]}, "it is so for each of the tags that it is “a”",
     "it is so not for each of the tags that it is “a”"),
    ({"more_than": 1, "of": "rounds", "are": [{"begun": "round.start"}]},
     "it is so for more than 1 of the rounds that the start of the round is reached",
     "it is so for no more than 1 of the rounds that the start of the round is reached"),
    ({"begun": "deadline"}, "the deadline is reached", "the deadline is not reached yet"),
    ({"moment": "now", "weekday": ["sat"]}, "now is on a Saturday", "now is not on a Saturday"),
    ({"moment": ["round.end", "next day"], "month": [12], "known": True},
     f"the day after {END} is in December and is known", f"it is not so that the day after {END} is in December and is known"),
    ({"moment": "now", "clock_before": "09:00"}, "now is before 09:00 by the clock", "now is not before 09:00 by the clock"),
    ({"moment": "now", "clock_from": "09:00"}, "now is at 09:00 or later by the clock",
     "now is not at 09:00 or later by the clock"),
    ({"moment": "all-over", "before": "now"}, "“all over” is before now", "“all over” is not before now"),
    ({"moment": "now", "after": "round.end"}, f"now is after {END}", f"now is not after {END}"),
    ("still-open", "“still open” holds", "“still open” does not hold"),
    ("was-here", "“Leave” was done", "“Leave” was not done"),
    ({"all": ["was-here", {"heard": "rejected"}]}, "“Leave” was done and “They said no” was heard",
     "it is not so that “Leave” was done and “They said no” was heard"),
    ({"any": ["was-here", {"heard": "rejected"}]}, "either “Leave” was done or “They said no” was heard",
     "none of this is so: “Leave” was done or “They said no” was heard"),
    ({"sure": {"is": False}}, "“sure” is false", "“sure” is not false"),
    ([{"any": ["was-here", {"sure": {"is": True}}]}, {"not": {"heard": "rejected"}}],
     "either “Leave” was done or “sure” is true; and “They said no” was not heard",
     "it is not so that either “Leave” was done or “sure” is true; and “They said no” was not heard"),
]  # fmt: skip


@pytest.fixture
def pack(tmp_path: Path) -> Any:
    """Makes a pack of one action with these rules."""

    def made(*rules: dict[str, Any], **about: Any) -> Tiny:
        facts = {"rest": {"$ref": "../../schemas/record.schema.json#/definitions/length"}}
        other = action("read", rule("a", do={}))
        return make(tmp_path, action("write", *rules, **{**EACH, **about}), other, facts=facts, **MANIFEST)

    return made


def read(tiny: Tiny) -> list[str]:
    return [
        one.sentence.partition(" says: ")[2].removesuffix(".")
        for one in Reader(tiny.program).rules()
        if one.action == "write"
    ]


def test_windows(pack: Any) -> None:
    assert read(pack(*(rule("a", **node) for node, _ in WINDOWS))) == [said for _, said in WINDOWS]


def test_moments(pack: Any) -> None:
    tiny = pack(*(rule("a", do={"from": node}) for node, _ in MOMENTS))
    assert read(tiny) == [f"do it at any time from {said} onwards" for _, said in MOMENTS]


@pytest.mark.parametrize("opposite", [False, True])
def test_conditions(pack: Any, opposite: bool) -> None:
    rules = [rule("a", do={}, when=[{"not": node} if opposite else node]) for node, *_ in CONDITIONS]
    start = f"do it at any time from {END} onwards, if "
    assert read(pack(*rules)) == [start + said[opposite] for _, *said in CONDITIONS]


def test_what_stands_behind_the_sentence(pack: Any) -> None:
    [_, said] = read(
        pack(
            rule("a", id="old", do={}),
            rule(
                "a", id="new", do={"until": "24 hours after"}, when=["over-and-out"], replaces="old",
                formerly=["newer", "newest"], valid={"from": "2026-01-01", "until": "2026-12-31"},
                added="2025-12-01", changed={"at": "2026-03-02", "because": "It was read again"},
                retired={"from": "2027-01-01", "because": "It says otherwise now", "by": "old"}, title="Write soon",
            ),
        )
    )  # fmt: skip
    assert said == (
        f"in its own words “Write soon”; do it from {END} until 24 hours after it, if “over and out” holds. It "
        "replaces old. It is in force from 1 January 2026 through 31 December 2026. It was added on 1 December 2025. "
        "It was changed on 2 March 2026. The reason: It was read again. From 1 January 2027 on it is "
        "silent; old took its place. The reason: It says otherwise now. It was called newer and newest before"
    )


def test_a_rule_s_own_title_is_told_wherever_it_is_read_back(pack: Any) -> None:
    """The handbook has no sentence around it: two rules of one statement would look alike."""
    tiny = pack(rule("a", do={}, title="Write soon"), rule("a", do={}))
    titled, plain = (one.says for one in Reader(tiny.program).rules() if one.action == "write")
    assert titled == f"In its own words: “Write soon”. {plain}"


def test_what_holds_for_all_rules_of_an_action(pack: Any) -> None:
    tiny = pack(
        rule("a", do={}), lapses=True, anew={"heard": "invited"}, to="friend", done_when=[{"heard": "invited"}],
        **{"while": "still-open", "is": ["message"], "for_each": {"round": "last of rounds"}},
    )  # fmt: skip
    said, words = Reader(tiny.program).action("write")
    assert said == [
        "It is done for the last round only.",
        "It matters only while “still open” holds.",
        "It also counts as done when “They invited you” was heard.",
        "It is to be done anew with the last time that “They invited you” was heard.",
        "Once its time has passed it no longer helps.",
        "It goes to the friend.",
        "It is “a message”.",
    ]
    assert [(one.name, one.means) for one in words] == [("still open", "“They said no” was not heard")]


def test_names_are_explained_and_so_are_the_names_in_them(pack: Any) -> None:
    _, reading = Reader(
        pack(rule("a", do={"until": "notice-time after all-over"}, when="over-and-out")).program
    ).rules()
    assert [(one.name, one.means) for one in reading.words] == [
        ("all over", "the earlier known of the last time that “They said no” was heard and the last time that “Leave” was done"),
        ("notice time", "3 months if “sure” is true, otherwise 1 week"),
        ("over and out", "“They said no” was heard and “Leave” was done"),
    ]  # fmt: skip


# Completeness


def keys_of(node: Any) -> Iterator[str]:
    """Every key in these nodes, at any depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from keys_of(value)
    elif isinstance(node, list):
        for one in node:
            yield from keys_of(one)


def constructs(definition: str) -> set[str]:
    """The keys that a part of the rule language has, those of parts within it too."""
    schema = json.loads((ROOT / "schemas" / "action.schema.json").read_text(encoding="utf-8"))
    node = schema["definitions"][definition]
    found = set()
    for part in (node, node.get("items", {}), *node.get("properties", {}).values()):
        found |= part.get("properties", {}).keys() | part.get("items", {}).get("properties", {}).keys()
    return found


@pytest.mark.parametrize(
    ("definition", "examples"),
    [
        ("window", [node for node, _ in WINDOWS if "need_not" in node or "expect" in node]),
        ("task", [node for node, _ in WINDOWS if "do" in node]),
        ("limit", [node for node, _ in WINDOWS if "dont" in node]),
        ("ideal", [node["do"]["ideal"] for node, _ in WINDOWS if "ideal" in node.get("do", {})]),
        ("stretches", [node["do"]["except"] for node, _ in WINDOWS if "except" in node.get("do", {})]),
        ("moment", [node for node, _ in MOMENTS]),
        ("moment_choice", [node for node, _ in MOMENTS]),
        ("condition", [node for node, *_ in CONDITIONS] + [{"not": None}]),
        ("test", [test for node, *_ in CONDITIONS if isinstance(node, dict) for test in node.values()]),
    ],
)
def test_every_construct_has_words(definition: str, examples: list[Any]) -> None:
    known = constructs(definition)
    assert known
    assert known - set(keys_of(examples)) == set()


def test_every_key_of_a_rule_and_of_an_action_is_read_or_has_a_place_of_its_own() -> None:
    """New keys come to be here before they can be forgotten."""
    schema = json.loads((ROOT / "schemas" / "action.schema.json").read_text(encoding="utf-8"))
    read_in_a_rule = (
        "id statement do dont need_not expect when trigger replaces formerly ours valid added changed retired title"
    )
    read_of_an_action = (
        "action title about for_each is while trigger anew lapses standing done_when rules steps checks to draft"
    )
    assert set(schema["definitions"]["rule"]["properties"]) == set(read_in_a_rule.split())
    assert set(schema["properties"]) == set(read_of_an_action.split())


RAW = re.compile(r"[\[\]{}<>]|\bNone\b|\b(?:True|False)\b|\b\w+_\w+\b|:\s*'|\s{2}|,,|\b(\w+) \1\b")


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_rule_of_every_pack_has_a_sentence_of_its_own(folder: Path) -> None:
    reader = Reader(load_program(folder, use_cache=False))
    found = reader.rules()
    assert found
    sentences = [one.sentence for one in found]
    assert len(set(sentences)) == len(sentences)
    for action_id in reader.program.actions:
        said, words = reader.action(action_id)
        sentences += [*said, *(f"{one.name}: {one.means}" for one in words)]
    sentences += [f"{one.name}: {one.means}" for one in reader.defined()]
    assert [one for one in sentences if RAW.search(one)] == []


def test_sentences_that_were_read_aloud() -> None:
    said = {
        one.id: one.sentence for one in Reader(load_program(ROOT / "rules/after-interview", use_cache=False)).rules()
    }
    thank = "On “Thank your interviewer for the interview”"
    assert said["thanks-within-a-day"] == (
        f"{thank}, seven-things says: do it from the end of the interview until 24 hours after it."
    )
    assert said["thanks-same-day-if-morning"] == (
        f"{thank}, hays says: do it from the end of the interview through the second day after it, if the start of the "
        "interview is before 12:00 by the clock. It replaces thanks-one-or-two-days."
    )
    assert said["connect-after-the-process"] == (
        "On “Connect with your interviewer on LinkedIn”, six-rs says: do not do it from the end of the interview "
        "until “process over”."
    )
    assert said["hear-on-their-date"] == (
        "On “Hear from the company”, hays says: it is somebody else's turn, from the end of the interview through "
        "their date, if “date named” holds."
    )
    assert said["search-is-yours"] == (
        "On “Tell them that you are still looking”, hays says: there is no need to do it, from the end of the first "
        "interview onwards."
    )
    assert said["chase-no-repeated-calls"] == (
        "On “Ask for news again and again”, five-musts says: do not do “Ask where things stand” by phone more than "
        "once in any 14 days, from the end of the first interview onwards."
    )
    assert said["letter-when-asked"] == (
        "On “Write the cover letter”, hays says: do it from the end of the first interview until the day by which they "
        "want it, if what they asked for is “cover-letter”."
    )


# The command


def test_the_table(command: Command) -> None:
    done = command("rules")
    assert (done.code, done.err) == (0, "")
    head, *rows = done.out.splitlines()
    assert head.split() == ["RULE", "KIND", "ACTION", "SOURCES", "WINDOW"]
    assert len(rows) == len(Reader(load_program(ROOT / "rules/after-interview")).rules())
    row = next(one for one in rows if one.startswith("thanks-next-day "))
    assert re.split(r" {2,}", row) == [
        "thanks-next-day", "do", "send-thank-you", "dos-and-donts", "during the day after the end of the interview",
    ]  # fmt: skip
    assert command("rules", ROOT / "rules/after-interview").out == done.out


@pytest.mark.parametrize(
    ("given", "key", "wanted"),
    [
        (("--action", "reflect"), "action", {"reflect"}),
        (("--kind", "expect"), "kind", {"expect"}),
        (("--source", "hays"), "sources", None),
    ],
)
def test_filters(command: Command, given: tuple[str, ...], key: str, wanted: set[str] | None) -> None:
    rules = command("rules", "after-interview", *given, "--format", "json").json["rules"]
    assert rules
    if wanted is None:
        assert all("hays" in one[key] for one in rules)
    else:
        assert {one[key] for one in rules} == wanted


def test_one_rule_read_back(command: Command) -> None:
    done = command("rules", "show", "thanks-same-day-if-morning")
    assert (done.code, done.err) == (0, "")
    flat = " ".join(done.out.split())
    assert "hays says: do it from the end of the interview through the second day after it" in flat
    assert "hays/thank-you-morning" in flat
    assert "After an interview in the morning, the same day is fine too." in flat
    assert "“process open”: either none of" in flat
    assert "actions/send-thank-you.yaml:" in flat
    data = command("rules", "show", "thanks-same-day-if-morning", "--format", "json").json
    assert data["sentence"] in flat
    assert data["stands_on"]["hays/thank-you-morning"]["says"] in flat


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (("show", "thanks-soom"), "thanks-soon"),
        (("--source", "hay"), "hays"),
        (("--action", "reflct"), "reflect"),
        (("after-intervew",), "after-interview"),
    ],
)
def test_names_that_are_not_there(command: Command, given: tuple[str, ...], meant: str) -> None:
    done = command("rules", *given)
    assert (done.code, done.out, done.meant) == (2, "", meant)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("2 weeks before 10th day of each month", "2 weeks before the 10th day of each month"),
        ("1 day after Saturday or next working day", "1 day after each Saturday or the next working day"),
        ("2 weeks", "every 2 weeks"),
        ("1 September", "each 1 September"),
    ],
)
def test_days_that_come_round(days: str, said: str) -> None:
    assert each_in_words(days) == said


def test_days_that_are_moved_are_read_without_on(tmp_path: Path) -> None:
    each = ["3 working days before last day of each month", "Saturday"]
    made = make(tmp_path, action("pay", rule("a", do={"repeat": {"each": each}})))
    (reading,) = Reader(made.program).rules()
    assert "on each Saturday and 3 working days before the last day of each month" in reading.sentence
