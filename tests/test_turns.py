"""What would turn an item: what is shown is true, nothing smaller would do, and the search ends.

A change is laid over the record here as a person would: what `explain` shows is written into the file's text.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from commands import EXAMPLES, Command
from tinypack import ANNA_TOM, START, TWO_ROUNDS, Data, Tiny, action, fact, log, make, rule, stamp
from tinypack import asked as asked_for

from checklist_engine.compile.program import Program
from checklist_engine.data import rules_dir
from checklist_engine.evaluate.evaluate import Evaluation, evaluate
from checklist_engine.evaluate.explanation import Change, Explanation, Turn, explain_all
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.problems import Problems
from checklist_engine.profiles import find_profile
from checklist_engine.ruletests.read import Situation, read_tests
from checklist_engine.scope import Reads, Record
from checklist_engine.whatif import MOST_TRIALS, MOST_TURNS, with_turns
from checklist_engine.whatif.search import Search

PACK = rules_dir() / "after-interview"
NOON = "2026-11-17 12:00"
PLACE = "put it here"


# Laying changes over records


def file_of(record: Record) -> Data:
    """The record as its file has it."""
    data = copy.deepcopy(dict(record.data))
    for full, short in record.short_forms.items():
        data[short] = data.pop(full)[0]
    return data


def written_into(record: Record, changes: Iterable[Change]) -> bytes:
    """The record's file with the changes as they are shown."""
    data, texts = file_of(record), []
    for change in changes:
        *way, last = change.path.split(".")
        for full, short in record.short_forms.items():
            if full in (*way, last) and short in data:
                data[full] = [data.pop(short)]
        here: Any = data
        for part in way:
            here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
        key: Any = int(last) if isinstance(here, list) else last
        if change.how == "drop":
            del here[key]
            continue
        assert change.written is not None
        mark = f"{PLACE} {len(texts)}"
        texts.append((mark, change.written))
        if change.how == "add":
            here.setdefault(key, []).append(mark)
        else:
            here[key] = mark
    text = json.dumps(data)
    for mark, value in texts:
        text = text.replace(json.dumps(mark), value)
    return text.encode()


def after(program: Program, record: Record, changes: Iterable[Change]) -> Record:
    return read_record(written_into(record, changes), record.name, program, zone=record.zone)


def status_after(program: Program, record: Record, now: int, profile: str, turn: Turn) -> str:
    changed = after(program, record, turn.changes)
    return evaluate(program, changed, now, profile=profile).item(turn.item).status


def turned(before: str | None, status: str | None) -> bool:
    """Whether a status counts as another one, by what the documentation says."""
    if before in (None, "not-applicable"):
        return status not in (None, "not-applicable", "closed")
    return status is not None and status != before


# On the situations that the pack is tested with


@cache
def loaded() -> tuple[Program, list[Situation]]:
    program = load_program(PACK)
    return program, read_tests(PACK, program)


def asked(part: int, parts: int) -> Iterator[tuple[Situation, int, str]]:
    """Situations with one item each, a different one every time."""
    program, situations = loaded()
    for number, situation in enumerate(situations[part::parts]):
        now = parse(situation.at, situation.record.zone).start
        items = evaluate(program, situation.record, now, profile=situation.profile, drafts=False).items
        yield situation, now, sorted(item.id for item in items)[(number * 7 + part) % len(items)]


def turns_of(program: Program, record: Record, now: int, name: str, profile: str = "consensus") -> Explanation:
    explained = explain_all(program, record, now, [name], profile=profile)
    return with_turns(explained, program, record, now, profile=profile)[0]


def others(program: Program, record: Record, now: int, profile: str, one: Explanation) -> Iterator[tuple[Change, Turn]]:
    """Every single change of the search, with what it comes to by the ordinary way."""
    chosen = find_profile(profile, program.source_order, {})
    assert one.item is not None
    for move in Search(program, record, now, chosen, one, MOST_TRIALS).singles():
        try:
            changed = after(program, record, [move.told])
            found = {item.id: item.status for item in evaluate(program, changed, now, profile=profile).items}
        except Problems:
            continue
        if one.item.id in found:
            yield move.told, Turn(status=found[one.item.id], item=one.item.id, changes=(move.told,))


@pytest.mark.parametrize("part", range(4))
def test_what_is_shown_is_what_happens(part: int) -> None:
    program, _ = loaded()
    shown = 0
    for situation, now, name in asked(part, 4):
        one = turns_of(program, situation.record, now, name, situation.profile)
        assert one.item is not None
        where = f"{situation.name} at {situation.at}: {name}"
        assert one.all_tried, where
        assert len(one.turns) <= MOST_TURNS
        assert len({turn.status for turn in one.turns}) == len(one.turns), where
        assert len({len(turn.changes) for turn in one.turns}) <= 1, "two facts only where one is not enough"
        for turn in one.turns:
            assert turned(one.item.status, turn.status), where
            found = status_after(program, situation.record, now, situation.profile, turn)
            assert found == turn.status, f"{where}: {turn.changes}"
            shown += 1
    assert shown > 100


@pytest.mark.parametrize("part", range(3))
def test_nothing_smaller_would_do(part: int) -> None:
    """Of two facts neither is enough, nor is any other; and of single ones none was passed over."""
    program, _ = loaded()
    nothing = two = 0
    for situation, now, name in asked(part, 17):
        record, profile = situation.record, situation.profile
        one = turns_of(program, record, now, name, profile)
        assert one.item is not None
        singles = list(others(program, record, now, profile, one))
        statuses = {turn.status for _, turn in singles if turned(one.item.status, turn.status)}
        shown = {turn.status for turn in one.turns}
        if any(len(turn.changes) > 1 for turn in one.turns) or not one.turns:
            two += bool(one.turns)
            nothing += not one.turns
            assert not statuses, f"{situation.name} at {situation.at}: {name}"
        else:
            assert statuses <= shown or len(shown) == MOST_TURNS, f"{situation.name} at {situation.at}: {name}"


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list) and data:
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path


def names_in(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A path without places in lists: one straight through a list reads every element."""
    return tuple(
        part for part in path if isinstance(part, str) and not part.isdigit() and part not in ("first", "last")
    )


def test_what_was_not_read_turns_nothing() -> None:
    """The claim on which the search rests: it need not look at facts that the evaluation of the item did not read."""
    program, situations = loaded()
    looked = 0
    for situation in situations[::11]:
        now = parse(situation.at, situation.record.zone).start
        chosen = find_profile(situation.profile, program.source_order, {})
        before = file_of(situation.record)
        named = evaluate(program, situation.record, now, profile=situation.profile, drafts=False)
        for path in leaves({key: value for key, value in before.items() if key not in ("id", "pack", "log")}):
            data = copy.deepcopy(before)
            *way, last = path
            here: Any = data
            for part in way:
                here = here[part]
            del here[last]
            try:
                changed = read_record(json.dumps(data).encode(), "x", program, zone=situation.record.zone)
            except Problems:
                continue
            then = evaluate(program, changed, now, profile=situation.profile, drafts=False)
            for name in {item.action for item in named.items}:
                evaluation = Evaluation(program, situation.record, now, chosen)
                evaluation.case.reads = Reads()
                evaluation.outcomes(program.actions[name])
                seen = {names_in(one) for one in evaluation.case.reads.facts}
                full = {short: full for full, short in situation.record.short_forms.items()}.get(str(path[0]), path[0])
                spelled = names_in((full, *path[1:]))
                read = any(spelled[: len(one)] == one or one[: len(spelled)] == spelled for one in seen)
                if not read and path[-1] not in ("id", "timezone"):  # these say what an element is called, and where
                    looked += 1
                    kept = [item.status for item in named.items if item.action == name]
                    assert [item.status for item in then.items if item.action == name] == kept, (name, path)
    assert looked > 300


# Each kind of candidate, in packs made for it


def tiny(folder: Path, *conditions: Data, do: Data | None = None, **more: Any) -> Tiny:
    """A pack whose action `write` is there when these conditions hold; it counts from nothing."""
    return make(folder, action("write", rule("a", when=list(conditions), do=do or {}), trigger=None), **more)


def turns(pack: Tiny, data: Data, name: str = "write", now: str = NOON) -> dict[str, list[str]]:
    """Each new status with the changes as they are written; every one of them is tried."""
    record = pack.record(data)
    one = turns_of(pack.program, record, stamp(now), name)
    assert one.all_tried
    for turn in one.turns:
        assert status_after(pack.program, record, stamp(now), "consensus", turn) == turn.status
    return {turn.status: [said(change) for change in turn.changes] for turn in one.turns}


def said(change: Change) -> str:
    if change.path == "log":
        return " ".join(f"{key} {value}" for key, value in change.value.items() if key != "at")
    return f"{change.path} {change.how}" + (f" {change.written}" if change.written is not None else "")


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
    assert turns(pack, known, "hear") == {"late": ["start set 2026-11-10 10:00"], "met": ["heard invited"]}


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


def test_two_facts_where_one_is_not_enough(tmp_path: Path) -> None:
    both = [{"ask_1": {"is": "green"}}, {"level": {"at_least": 7}}]
    pack = tiny(tmp_path, *both)
    assert turns(pack, {}) == {"due": ["ask_1 set green", "level set 7"]}
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


# Work


def crowd(number: int) -> Data:
    rounds = [{"id": f"r{n}", "start": "2026-11-10 10:00", "with": ["anna", "tom"]} for n in range(number)]
    return {"people": ANNA_TOM, "rounds": rounds, "things": [{"what": f"t{n}"} for n in range(number)]}


def test_a_long_record_ends(tmp_path: Path) -> None:
    """It says that not everything was tried, and what it shows is true all the same."""
    pack = make(
        tmp_path,
        action("write", rule("a", when=[{"every": "things", "are": [{"thing.colour": {"is": "blue"}}]},
                                        {"every": "rounds", "are": [{"round.mood": {"is": "good"}}]}], do={}),
               trigger=None),
        action("thank", rule("a", when=[{"item": "note", "is": "due"}], do={}), for_each={"round": "rounds"},
               trigger="round.end"),
        action("note", rule("a", do={}), for_each={"round": "rounds", "person": "round.with"}, trigger="round.end"),
    )  # fmt: skip
    chosen = find_profile("consensus", pack.program.source_order, {})
    for name, number in (("write", 500), ("thank/r77", 250)):
        record = pack.record(crowd(number))
        (one,) = explain_all(pack.program, record, stamp(NOON), [name])
        search = Search(pack.program, record, stamp(NOON), chosen, one, MOST_TRIALS)
        looks = 0
        inner = search._look

        def counted(record: Record, inner: Any = inner) -> Any:
            nonlocal looks
            looks += 1
            return inner(record)

        search._look = counted  # type: ignore[method-assign]
        found, all_tried = search.turns()
        assert not all_tried
        assert looks <= MOST_TRIALS / 5, "each counts as several in a long record"
        for turn in found:
            assert status_after(pack.program, record, stamp(NOON), "consensus", turn) == turn.status
        assert bool(found) == (name != "write")


def test_many_conditions_end(tmp_path: Path) -> None:
    """A short record with much to try: as many evaluations as are allowed, and no more."""
    numbers = {f"number_{n}": asked_for(type="integer") for n in range(40)}
    pack = tiny(tmp_path, *({name: {"is": 7}} for name in numbers), facts=numbers)
    (one,) = explain_all(pack.program, pack.record({}), stamp(NOON), ["write"])
    chosen = find_profile("consensus", pack.program.source_order, {})
    search = Search(pack.program, pack.record({}), stamp(NOON), chosen, one, 30)
    assert search.turns() == ((), False)
    assert search.left == 0


# On the screen


def test_explain_says_it(command: Command) -> None:
    record, at = EXAMPLES / "interview.yaml", ("--now", "2026-11-18 09:00")
    done = command("explain", record, "send-thank-you/first/tom", *at)
    assert (done.code, done.err) == (0, "")
    assert "\n  What would change it:\n    due → done if you logged: did send-thank-you, to tom\n" in done.out
    assert "    due → waiting if “end” (interviews.0.end) were none\n" in done.out
    done = command("explain", record, "reply-to-rejection", *at)
    assert "    not-applicable → due if you logged: heard rejected\n" in done.out
    assert "not everything was tried" not in done.out


def test_explain_says_it_as_data(command: Command) -> None:
    record = EXAMPLES / "interview.yaml"
    done = command("explain", record, "ask-mutual-contact", "--now", "2026-11-18 09:00", "--format", "json")
    (one,) = json.loads(done.out)
    assert one["all_tried"] is True
    (gone,) = [turn for turn in one["turns"] if turn["status"] == "not-applicable"]
    assert gone == {
        "status": "not-applicable",
        "item": "ask-mutual-contact",
        "changes": [
            {"how": "drop", "path": "mutual_contact", "title": "somebody you both know", "value": None, "written": None}
        ],
    }
    logged = one["turns"][0]["changes"][0]
    assert logged["value"] == {"at": "2026-11-18 09:00", "did": "ask-mutual-contact"}
    assert logged["written"] == "{at: 2026-11-18 09:00, did: ask-mutual-contact}"


def test_a_run_does_not_load_it(command: Command) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("checklist_engine.whatif")]:
        del sys.modules[name]
    assert command("run", EXAMPLES / "interview.yaml", "--now", "2026-11-18 09:00").code == 0
    assert not [name for name in sys.modules if name.startswith("checklist_engine.whatif")]
