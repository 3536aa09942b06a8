"""What would turn an item: what is shown is true, nothing smaller would do, and the search ends."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from commands import EXAMPLES, Command
from tinypack import ANNA_TOM, Data, action, make, rule, stamp
from tinypack import asked as asked_for
from turning import NOON, file_of, others, status_after, tiny, turned, turns_of

from checklist_engine.compile.program import Program
from checklist_engine.data import rules_dir
from checklist_engine.evaluate.evaluate import Evaluation, evaluate
from checklist_engine.evaluate.explanation import explain_all
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.problems import Problems
from checklist_engine.profiles import find_profile
from checklist_engine.ruletests.read import Situation, read_tests
from checklist_engine.scope import Reads, Record
from checklist_engine.whatif import MOST_TRIALS, MOST_TURNS
from checklist_engine.whatif.search import Search

PACK = rules_dir() / "after-interview"

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


@pytest.mark.parametrize("part", range(4))
def test_what_is_shown_is_what_happens(part: int) -> None:
    program, _ = loaded()
    shown = looked = untried = 0
    for situation, now, name in asked(part, 4):
        one = turns_of(program, situation.record, now, name, situation.profile)
        assert one.item is not None
        where = f"{situation.name} at {situation.at}: {name}"
        looked += 1
        untried += not one.all_tried
        assert len(one.turns) <= MOST_TURNS
        assert len({turn.status for turn in one.turns}) == len(one.turns), where
        assert len({len(turn.changes) for turn in one.turns}) <= 1, "two facts only where one is not enough"
        for turn in one.turns:
            assert turned(one.item.status, turn.status), where
            found = status_after(program, situation.record, now, situation.profile, turn)
            assert found == turn.status, f"{where}: {turn.changes}"
            shown += 1
    assert shown > 100
    assert untried * 50 < looked, "trials are enough for all but a few records of two rounds"


@pytest.mark.parametrize("part", range(3))
def test_nothing_smaller_would_do(part: int) -> None:
    """Where no single change is shown, none would do; and where some are, none that leads elsewhere was passed over."""
    program, _ = loaded()
    tried = 0
    for situation, now, name in asked(part, 17):
        record, profile = situation.record, situation.profile
        one = turns_of(program, record, now, name, profile)
        assert one.item is not None
        singles = list(others(program, record, now, profile, one))
        tried += len(singles)
        statuses = {turn.status for _, turn in singles if turned(one.item.status, turn.status)}
        shown = {turn.status for turn in one.turns}
        if any(len(turn.changes) > 1 for turn in one.turns) or not one.turns:
            assert not statuses, f"{situation.name} at {situation.at}: {name}"
        else:
            assert statuses <= shown or len(shown) == MOST_TURNS, f"{situation.name} at {situation.at}: {name}"
    assert tried > 150


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
    done = command("explain", record, "send-thank-you/first/tom", "-v", *at)
    assert (done.code, done.err) == (0, "")
    assert "\n  What would change it:\n    due → done if you logged: did send-thank-you, to tom\n" in done.out
    assert "    due → upcoming if “end” (interviews.0.end) were 2026-11-18 11:00\n" in done.out
    done = command("explain", record, "reply-to-rejection", "-v", *at)
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
    for name in [name for name in sys.modules if name.startswith("checklist_engine.whatif")]:
        del sys.modules[name]
    assert command("run", EXAMPLES / "interview.yaml", "--now", "2026-11-18 09:00").code == 0
    assert not [name for name in sys.modules if name.startswith("checklist_engine.whatif")]
