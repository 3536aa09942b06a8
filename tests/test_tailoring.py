"""A person's tailoring over a pack: what it changes, what it says of it, and what it refuses."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from commands import TUESDAY, Command
from tinypack import START, VOTES, Data, Tiny, action, best, log, make, rule, stamp, write

from checklist_engine import words
from checklist_engine.checklist import Checklist, as_json
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import counting, tailored
from checklist_engine.load.record import read_record
from checklist_engine.load.tailoring import Tailoring, read_tailoring
from checklist_engine.problems import Problem, Problems

NOON = "2026-11-17 12:00"
ABC = {name: {**one, "id": f"write-{name}"} for name, one in zip("abc", VOTES["rules"], strict=True)}
WRITE = {**VOTES, "rules": list(ABC.values()), "draft": "hello"}


def tailoring(*changes: Data, **more: Any) -> Tailoring:
    return read_tailoring(json.dumps({"changes": list(changes), **more}, indent=1).encode(), "my/tailoring.yaml")


def change(**about: Any) -> Data:
    return {"because": "I like it so.", **about}


def pack(tmp_path: Path, *actions: Data, **manifest: Any) -> Tiny:
    """Our three disagreeing sources, whose item has a message."""
    write(tmp_path, WRITE, *actions, **manifest)
    message = {"message": "hello", "subject": "Hello", "body": "Dear friend"}
    (tmp_path / "tiny/messages/hello.yaml").write_text(json.dumps(message), "utf-8")
    return Tiny(tmp_path / "tiny")


def changed(tiny: Tiny, *changes: Data, now: str = NOON, record: Data = START) -> Checklist:
    """The checklist with all of these changes that count at ``now``."""
    own = tailoring(*changes)
    whole = tailored(tiny.program, own, str(tiny.folder))
    data = json.dumps({"timezone": "Europe/Luxembourg", **record}).encode()
    read = read_record(data, "case.yaml", whole)
    return evaluate(counting(tiny.program, own, own.counting(now[:10])), read, stamp(now))


def problems(tiny: Tiny, *changes: Data, **more: Any) -> list[Problem]:
    with pytest.raises(Problems) as caught:
        tailored(tiny.program, tailoring(*changes, **more), str(tiny.folder))
    return list(caught.value.problems)


# --- what it changes ---------------------------------------------------------------------------------------------


def test_a_rule_that_is_off_has_no_voice_and_the_item_says_why(tmp_path: Path) -> None:
    tiny = pack(tmp_path)
    item = changed(tiny, change(rule="write-b", off=True)).item("write")
    assert [voice.source for voice in item.voices] == ["a", "c"]
    assert best(item) == ("2026-11-17T10:00:00+01:00", "2026-11-18T10:00:00+01:00", ("a", "c"))
    assert item.yours == "write-b is off (I like it so)"


def test_a_rule_that_is_off_replaces_nothing(tmp_path: Path) -> None:
    narrow = rule("a", statement="two", id="narrow", replaces="wide", do={"during": "next day"})
    tiny = make(tmp_path, action("call", rule("a", id="wide", do={"until": "24 hours after"}), narrow))
    assert tiny.item(START, NOON, "call").rules == ("narrow",)
    assert changed(tiny, change(rule="narrow", off=True)).item("call").rules == ("wide",)


def test_a_rule_can_be_made_to_come_back_or_to_ask_for_more(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("water", rule("a", id="once", do={})))
    weekly = change(rule="once", do={"repeat": {"each": "Saturday"}})
    item = changed(tiny, weekly).item("water")
    assert (item.status, item.window.opens) == ("upcoming", "2026-11-21T00:00:00+01:00")
    assert [voice.yours for voice in item.voices] == ["another window (I like it so)"]
    done = {**START, "log": log("2026-11-21 10:00 did water")}
    assert changed(tiny, weekly, now="2026-11-22 12:00", record=done).item("water").window.opens == (
        "2026-11-28T00:00:00+01:00"
    )
    twice = changed(tiny, change(rule="once", do={"at_least": 2}), now="2026-11-22 12:00", record=done).item("water")
    assert twice.progress is not None
    assert (twice.status, twice.progress.times, twice.progress.of) == ("due", 1, 2)


def test_a_rule_of_ones_own_can_come_back(tmp_path: Path) -> None:
    own = {"id": "mine", "do": {"only": [{"month": [11]}], "repeat": {"every": "2 days"}}, "says": "Rest"}
    done = {**START, "log": log("2026-11-17 11:00 did rest")}
    item = changed(make(tmp_path, VOTES), change(action="rest", title="Rest", add=own), record=done).item("rest")
    assert (item.status, item.window.opens) == ("upcoming", "2026-11-19T00:00:00+01:00")


def test_a_source_that_is_off_is_heard_nowhere(tmp_path: Path) -> None:
    step = {"id": "look", "statement": "c/one", "title": "Look"}
    both = {"id": "think", "statement": ["a/one", "c/one"], "title": "Think"}
    tiny = pack(tmp_path, action("rest", rule("c", do={}), steps=[step, both]),
                action("walk", rule("a", do={}), steps=[step | {"id": "s"}, both | {"id": "t"}]))  # fmt: skip
    found = changed(tiny, change(source="c", off=True))
    assert [voice.source for voice in found.item("write").voices] == ["a", "b"]
    assert [source.id for source in found.sources] == ["a", "b", "d", "e", "f"]
    assert found.item("rest").status == "not-applicable"
    assert "your own change" in (found.item("rest").reason or "")
    assert [(step.id, step.sources) for step in found.item("walk").steps] == [("t", ("a",))]
    assert found.notes == ("your change: c is off (I like it so)",)


def test_a_window_replaces_the_whole_old_one(tmp_path: Path) -> None:
    tiny = pack(tmp_path)
    item = changed(tiny, change(rule="write-b", do={"from": "3 days after", "until": "4 days after"})).item("write")
    (voice,) = (voice for voice in item.voices if voice.source == "b")
    assert [(part.from_, part.to) for part in voice.window] == [
        ("2026-11-20T00:00:00+01:00", "2026-11-22T00:00:00+01:00")
    ]
    assert voice.yours == "another window (I like it so)"
    assert item.window.closes == "2026-11-22T00:00:00+01:00"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"from": "3 days after rounds.first.end"}, {"from": "1 day after"}, ", no longer from rounds.first.end"),
        ({"from": {"latest_of": ["1 day after", "2 days after rounds.first.end"]}}, {"from": "1 day after"},
         ", no longer from rounds.first.end"),
        ({"from": "3 days after rounds.first.end"}, {"until": "5 days after rounds.first.end"}, ""),
        ({"until": {"did": "rest"}}, {"until": "1 day after"}, ", no longer from rest"),
        ({"from": "2 days after rounds.first.end", "through": "3 days after rounds.first.end"},
         {"from": "5 days after rounds.first.end", "through": "6 days after"}, ", no longer from rounds.first.end"),
        ({"from": "2 days after rounds.first.end", "through": "3 days after rounds.first.end"},
         {"from": "5 days after rounds.first.end"}, ""),
        ({"from": "3 days after"}, {"from": ["2 days after", "at 09:00"]}, ""),
    ],
)  # fmt: skip
def test_a_window_that_no_longer_counts_from_what_the_old_one_did_says_so(
    tmp_path: Path, old: dict[str, object], new: dict[str, object], said: str
) -> None:
    tiny = make(tmp_path, action("call", rule("a", id="once", do=old)), action("rest", rule("a", id="rests", do={})))
    (voice,) = changed(tiny, change(rule="once", do=new)).item("call").voices
    assert voice.yours == f"another window{said} (I like it so)"


def test_a_window_that_ends_before_it_begins_is_refused(command: Command) -> None:
    """Each at its own place; `run` goes on, since nothing of the others is wrong."""
    command.write(
        "tailoring.yaml",
        "pack: after-interview\nchanges:\n"
        "  - {rule: thanks-next-day, do: {from: 3 days after, through: 1 day after}, because: slip}\n"
        "  - {action: take-notes, add: {id: mine, do: {from: 3 hours after, until: 2 hours after}}, because: slip}\n"
        "  - {rule: thanks-second-day, do: {from: 3 days after, through: 3 days after}, because: fine}\n",
    )
    done = command("validate", "tailoring.yaml")
    assert (done.code, done.err.count("this window always ends before it begins")) == (1, 2)
    assert "tailoring.yaml:3:63: " in done.err
    assert "tailoring.yaml:4:75: " in done.err


def test_a_window_without_a_time_says_so(tmp_path: Path) -> None:
    asked = {**START, "rounds": []}
    tiny = make(tmp_path, action("call", rule("a", id="once", do={"from": "1 day after"}), rule("b", id="b", do={})))
    item = changed(tiny, change(rule="once", do={"from": "3 days after rounds.first.end"}), record=asked).item("call")
    assert words.tailored(item) == "your change: once: another window (I like it so), which gives no time here"


def test_titles_and_drafts_in_the_persons_words(tmp_path: Path) -> None:
    tiny = pack(tmp_path)
    item = changed(
        tiny, change(action="write", title="Write at once"), change(message="hello", body="Hi", because="shorter")
    ).item("write")
    assert item.title == "Write at once"
    assert item.draft is not None
    assert (item.draft.subject, item.draft.body) == ("Hello", "Hi")
    assert item.yours == "another title (I like it so); another draft (shorter)"


def test_an_action_that_is_off(tmp_path: Path) -> None:
    item = changed(pack(tmp_path), change(action="write", off=True)).item("write")
    assert (item.status, item.voices) == ("not-applicable", ())
    assert item.yours == "the whole action is off (I like it so)"


def test_sending_hours_and_working_days(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("mail", rule("a", do={"through": "5 days after"}), **{"is": ["message"]}))
    hours = change(sending_hours={"from": "13:00", "until": "14:00"})
    days = change(working_days=["thu"])
    found = changed(tiny, hours, days)
    assert best(found.item("mail"))[:2] == ("2026-11-19T13:00:00+01:00", "2026-11-19T14:00:00+01:00")
    assert any("(sending hours, yours)" in line.text for line in found.item("mail").derivation)
    assert found.notes == (
        "your changes: sending hours are 13:00 to 14:00 (I like it so); working days are thu (I like it so)",
    )
    assert any("(sending hours, ours)" in line.text for line in changed(tiny, days).item("mail").derivation)


def test_own_rules_speak_for_you(tmp_path: Path) -> None:
    tiny = pack(tmp_path)
    own = change(action="write", add={"id": "mine", "do": {"until": "1 hour after"}, "replaces": "write-c"})
    found = changed(tiny, own)
    (voice,) = (voice for voice in found.item("write").voices if voice.source == "you")
    assert (voice.statement, voice.says, voice.rule) == ("you/mine", "I like it so.", "mine")
    assert voice.yours == "your own rule (I like it so)"
    assert (voice.file, voice.line) == ("tailoring.yaml", 6)
    assert "write-c" not in found.item("write").rules
    assert words.voice(voice, found.now) == "you say today 10:00–11:00"
    assert [source.title for source in found.sources][-1] == "Your own"
    own["add"]["says"] = "At once"
    assert {one.says for one in changed(tiny, own).item("write").voices if one.source == "you"} == {"At once"}


def test_later_than_ones_own_rule_is_said_to_oneself(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("call", rule("a", do={"until": "24 hours after"})))
    item = changed(tiny, change(action="call", add={"id": "mine", "do": {"until": "1 hour after"}})).item("call")
    assert words.late(item) == "later than you advise"


def test_an_action_of_ones_own_can_be_logged_and_stays_known_when_its_change_is_over(tmp_path: Path) -> None:
    tiny = pack(tmp_path)
    own = change(action="call-sister", title="Call my sister", trigger="start", until="2026-11-20",
                 add={"id": "sister", "do": {"until": "2 days after"}})  # fmt: skip
    more = change(action="call-sister", add={"id": "sister-again", "need_not": {}}, until="2026-11-20")
    found = changed(tiny, own, more)
    assert (found.item("call-sister").title, found.item("call-sister").status) == ("Call my sister", "due")
    assert found.item("call-sister").rules == ("sister", "sister-again")
    logged = {**START, "log": log("2026-11-17 12:00 did call-sister")}
    assert changed(tiny, own, more, record=logged).item("call-sister").status == "done"
    later = changed(tiny, own, more, record=logged, now="2026-11-21 09:00")
    assert later.item("call-sister").voices == ()
    assert "you" not in [source.id for source in later.sources]


def test_a_change_counts_through_its_last_day_in_the_records_zone(tmp_path: Path) -> None:
    tiny = pack(tmp_path)
    off = change(rule="write-b", off=True, until="2026-11-18")
    before = changed(tiny, off, now="2026-11-18 23:59")
    assert len(before.item("write").voices) == 2
    assert (before.item("write").yours or "").startswith("write-b is off through 2026-11-18 (")
    after = changed(tiny, off, now="2026-11-19 00:00")
    assert len(after.item("write").voices) == 3
    assert after.notes == ("your change to write-b counted through 2026-11-18",)
    assert after.item("write").yours is None


def test_a_rule_is_found_by_the_name_that_it_had(tmp_path: Path) -> None:
    named = {**ABC["a"], "formerly": ["old-a", "older-a"]}
    tiny = make(tmp_path, {**VOTES, "rules": [named, ABC["b"]]})
    found = changed(tiny, change(rule="older-a", off=True))
    assert found.item("write").rules == ("write-b",)
    assert found.notes == ("older-a is now called write-a (tailoring.yaml, line 5)",)


@pytest.mark.parametrize("old", ["write-b", "old", ["x", "x-2", "write-c"]])
def test_what_a_rule_was_called_cannot_be_another_rules_name(tmp_path: Path, old: Any) -> None:
    rules = [{**ABC["a"], "formerly": old}, {**ABC["b"], "formerly": "old"}, ABC["c"]]
    with pytest.raises(Problems) as caught:
        make(tmp_path, {**VOTES, "rules": rules})
    assert "reference/duplicate-id" in [problem.id for problem in caught.value.problems]


def test_the_pack_stays_as_it_was_and_an_empty_tailoring_changes_nothing(tmp_path: Path) -> None:
    tiny = pack(tmp_path)
    before = copy.deepcopy([file.data for file in tiny.program.pack.files()])
    plain = tiny.checklist({"timezone": "Europe/Luxembourg", **START}, NOON)
    changed(tiny, change(rule="write-b", off=True), change(source="a", off=True),
            change(action="write", title="W"), change(message="hello", body="Hi"))  # fmt: skip
    assert [file.data for file in tiny.program.pack.files()] == before
    assert json.dumps(as_json(changed(tiny))) == json.dumps(as_json(plain))


# --- what it refuses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "id", "hint"),
    [
        (change(rule="write-bb", off=True), "reference/rule", "write-b"),
        (change(source="you", off=True), "reference/source", None),
        (change(action="wriet", title="T"), "reference/action", "write"),
        (change(action="wriet", add={"id": "x", "do": {}}), "reference/action", "write"),
        (change(message="helo", body="T"), "reference/message", "hello"),
        (change(rule="write-b", dont={}), "tailoring/kind", "rule of yours"),
        (change(rule="look", off=True), "reference/rule", None),
        (change(action="write", add={"id": "write-a", "do": {}}), "reference/duplicate-id", "another id"),
        (change(action="write", add={"id": "look", "do": {}}), "reference/duplicate-id", "another id"),
        (change(action="write", trigger="start", add={"id": "x", "do": {}}), "tailoring/action", None),
        (change(action="write", off=True, add={"id": "x", "do": {}}), "tailoring/off", "two changes"),
        (change(sending_hours={"from": "10:00", "until": "09:00"}), "tailoring/hours", None),
        (change(rule="write-b", do={"until": "2 days after strat"}), "reference/fact", "start"),
        (change(action="write", title="For {freind}"), "reference/fact", "friend"),
        (change(message="hello", body="For {freind}"), "reference/fact", "friend"),
        (change(action="own", title="T", trigger="strat", add={"id": "x", "do": {}}), "reference/fact", "start"),
        (change(action="own", title="T", add={"id": "x", "do": {}, "when": "opne"}), "reference/named-condition", None),
        (change(action="write", add={"id": "x", "do": {}, "replaces": "write-d"}), "reference/rule-of-this-file", None),
    ],
)
def test_what_does_not_fit_is_told_at_its_place_in_the_persons_file(
    tmp_path: Path, wrong: Data, id: str, hint: str | None
) -> None:
    tiny = pack(tmp_path, action("rest", rule("a", do={}), steps=[{"id": "look", "statement": "a/one", "title": "L"}]))
    (problem,) = problems(tiny, wrong)
    assert problem.id == id
    assert problem.file == "my/tailoring.yaml"
    assert problem.line > 1
    assert problem.source_line.strip()
    assert hint is None or hint in (problem.hint or "")


def test_nothing_is_changed_twice_and_all_problems_are_told_at_once(tmp_path: Path) -> None:
    tiny = pack(tmp_path)
    off, again = change(rule="write-b", off=True), change(rule="write-b", do={})
    assert [one.id for one in problems(tiny, off, again)] == ["tailoring/twice"]
    title = change(action="write", title="T")
    assert [one.id for one in problems(tiny, title, title, change(source="zz", off=True))] == [
        "tailoring/twice", "reference/source"]  # fmt: skip
    own = change(action="write", add={"id": "x", "do": {}})
    assert [one.id for one in problems(tiny, own, own)] == ["reference/duplicate-id"]


def test_profiles_of_ones_own_name_what_there_is(tmp_path: Path) -> None:
    about = {"title": "M", "weights": {"aa": 2}, "actions": {"wriet": {"without": ["zz"]}}}
    found = problems(pack(tmp_path), profiles={"mine": about})
    assert [one.id for one in found] == ["reference/source", "reference/action", "reference/source"]


def test_a_pack_with_a_source_called_you_takes_no_own_rules(tmp_path: Path) -> None:
    folder = write(tmp_path, VOTES)
    source = {"source": "you", "title": "You", "statements": {"one": {"says": "x", "where": "y"}}}
    (folder / "sources/you.yaml").write_text(json.dumps(source), "utf-8")
    assert [one.id for one in problems(Tiny(folder), change(action="write", add={"id": "x", "do": {}}))] == [
        "tailoring/source"]  # fmt: skip


# --- the command -------------------------------------------------------------------------------------------------

OFF = "changes: [{rule: thanks-soon, off: true, because: I never write on the same day}]\n"
SAID = "thanks-soon is off (I never write on the same day)"


def test_it_is_found_beside_the_record_then_beside_the_configuration(command: Command) -> None:
    record = command.write("case/interview.yaml", command.example().read_bytes())
    plain = command("run", record, "--now", TUESDAY).out
    assert "your change" not in plain
    everywhere = command.config("timezone: Europe/Luxembourg\n").parent / "tailoring.yaml"
    everywhere.write_text("changes: [{source: six-rs, off: true, because: too slow}]\n", "utf-8")
    assert "six-rs is off (too slow)" in command("run", record, "--now", TUESDAY).out
    command.write("case/tailoring.yaml", OFF)
    nearer = command("run", record, "--now", TUESDAY).out
    assert "thanks-soon is off" in nearer
    assert "six-rs is off" not in nearer
    for leave_out in (("--no-tailoring",), ("--tailoring", "none")):
        assert command("run", record, "--now", TUESDAY, *leave_out).out == plain
    assert "six-rs is off" in command("run", record, "--now", TUESDAY, "--tailoring", everywhere).out


def test_one_for_another_pack(command: Command) -> None:
    record = command.example()
    other = command.config("{}\n").parent / "tailoring.yaml"
    other.write_text("pack: moving-house\nchanges: []\n", "utf-8")
    assert command("run", record).code == 0
    command.write("tailoring.yaml", other.read_bytes())
    result = command("run", record)
    assert result.code == 2
    assert "tailoring.yaml:1:7: this tailoring is for the pack “moving-house”, not for “after-interview”" in result.err
    assert command("run", record, "--no-tailoring").code == 0
    assert command("run", record, "--tailoring", "nowhere.yaml").code == 2


@pytest.mark.parametrize("format_name", ["text", "markdown", "html"])
def test_the_formats_say_what_was_changed(command: Command, format_name: str) -> None:
    record = command.example()
    window = "{rule: thanks-next-day, do: {through: 2 days after}, because: I was ill}"
    command.write("tailoring.yaml", OFF.replace("]", f", {window}]"))
    out = command("run", record, "--now", TUESDAY, "-v", "--width", 200, "--format", format_name).out.replace("\\", "")
    assert f"our change: {SAID}" in out
    assert "our change: another window (I was ill)" in out.replace("Another", "another")


def test_explain_says_of_a_window_in_short_that_it_is_the_persons(command: Command) -> None:
    record = command.example()
    window = "{rule: thanks-next-day, do: {through: 2 days after}, because: I was ill}"
    command.write("tailoring.yaml", f"changes: [{window}]\n")
    out = command("explain", record, "send-thank-you/first/tom", "--now", TUESDAY).out
    assert "  your change: thanks-next-day: another window (I was ill)\n" in out


def test_explain_says_it(command: Command) -> None:
    record = command.example()
    command.write("tailoring.yaml", OFF)
    command.patch.setenv("COLUMNS", "200")
    out = command("explain", record, "thank", "--now", TUESDAY, "-v").out
    assert f"  your change: {SAID}" in out
    assert "- thanks-soon (do; five-musts): your change: off (I never write on the same day)" in out


def test_own_actions_are_ticked_and_synced(command: Command) -> None:
    record = command.example()
    command.at(TUESDAY)
    command.write(
        "tailoring.yaml",
        "changes: [{action: call-sister, title: Call my sister, trigger: interviews.first.end,"
        " add: {id: sister, do: {until: 5 hours after}}, because: she waits}]\n",
    )
    assert command("run", record, "-f", "todotxt=todo.txt").code == 0
    todo = (command.folder / "todo.txt").read_text("utf-8")
    (line,) = (line for line in todo.splitlines() if "Call my sister" in line)
    command.write("todo.txt", todo.replace(line, f"x 2026-11-17 {line.removeprefix('(A) ')}"))
    assert "Logged: Call my sister" in command("sync", record, "todo.txt").out
    assert "did: call-sister" in record.read_text("utf-8")
    assert command("run", record).code == 0


def test_an_empty_tailoring_changes_no_byte_of_the_output(command: Command) -> None:
    record = command.example()
    plain = command("run", record, "--now", TUESDAY, "--format", "json").data
    for text in ("changes: []\n", "pack: after-interview\n", "profiles: {mine: {title: M}}\n"):
        command.write("tailoring.yaml", text)
        assert command("run", record, "--now", TUESDAY, "--format", "json").data == plain


def test_validate_knows_a_tailoring_by_its_name_its_first_line_or_its_keys(command: Command) -> None:
    for name, text in (
        ("tailoring.yaml", OFF),
        ("mine.yaml", OFF),
        ("other.yaml", f"# yaml-language-server: $schema=x/tailoring.schema.json\n{OFF}"),
    ):
        path = command.write(name, text)
        assert (
            command("validate", path).out
            == f"{path}: a tailoring of the pack after-interview with 1 change; all is well\n"
        )
        command.write(name, text.replace("thanks-soon", "thanks-son"))
        result = command("validate", path)
        assert (result.code, result.meant) == (1, "thanks-soon")
    assert command("validate", command.write("tailoring.yaml", "changes: 7\n")).code == 1


def test_a_cached_pack_gives_the_same_and_keeps_nothing_of_the_person(command: Command, tmp_path: Path) -> None:
    record = command.example()
    command.write("tailoring.yaml", OFF)
    command.patch.setenv("XDG_CACHE_HOME", str(tmp_path / "fresh"))
    first, second = (command("run", record, "--now", TUESDAY, "--format", "json").data for _ in range(2))
    assert first == second
    (kept,) = (tmp_path / "fresh").rglob("*.json")
    assert b"never write on the same day" not in kept.read_bytes()
    command.write("tailoring.yaml", OFF.replace("thanks-soon", "thanks-son"))
    assert "tailoring.yaml:1:18" in command("run", record).err


def test_a_profile_of_the_configuration_is_checked_when_it_is_used(command: Command) -> None:
    record = command.example()
    command.config("profiles: {mine: {title: M, weights: {hay: 2}}, fine: {title: F, sources: [hays]}}\n")
    assert command("run", record).code == 0
    assert "fine" in command("run", record, "--profile", "fine").out
    result = command("run", record, "--profile", "mine")
    assert (result.code, result.meant) == (2, "hays")
    assert "config.yaml:1:39" in result.err
