"""What lint calls impossible is impossible: its reasoning against the engine's own, on conditions made at random.

Each condition is decided by the engine for hundreds of records. Where lint says “never” none of them may fulfil it,
where it says “always” all of them must.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tinypack import EACH, TWO_ROUNDS, Tiny, action, make, rule, stamp

from checklist_engine.compile.conditions import compile_condition
from checklist_engine.compile.context import Context
from checklist_engine.evaluate.evaluate import Evaluation, profile_of
from checklist_engine.evaluate.fanout import scopes
from checklist_engine.lint.formulas import Formulas
from checklist_engine.scope import Scope

CONDITIONS = 400
RECORDS = 150
CLOCKS = ("00:00", "09:00", "12:00", "23:59")
DATES = ("2026-11-16", "2026-11-17", "2026-11-21", "2026-12-05")
COLOURS = ("red", "green", "blue", "none")
DIMENSIONS = {"round": "rounds", "person": "round.with"}
MANIFEST: dict[str, Any] = {
    "conditions": {
        "is-red": [{"ask_1": {"is": "red"}}],
        "sure-or-invited": [{"any": [{"sure": {"is": True}}, {"heard": "invited"}]}],
    }
}
FACTS = ("ask_1", "hush_1", "hush_2", "red_1", "sure", "level", "tags", "deadline", "other", "start", "round.start",
         "round.end", "round.level", "round.mood", "round.date", "round.with", "person.name")  # fmt: skip
OTHERS: tuple[Any, ...] = (
    "is-red", "sure-or-invited", {"begun": "other"}, {"item": "write", "is": ["done", "due"]},
    {"some": "rounds", "are": [{"round.level": {"at_least": 1}}]}, {"moment": "now", "month": [11]},
)  # fmt: skip
ENTRIES: tuple[dict[str, str], ...] = (
    {"heard": "invited"}, {"heard": "rejected"}, {"skipped": "write"}, {"did": "leave"},
    {"did": "write", "by": "email"},
)  # fmt: skip


def fact_test(dice: random.Random) -> dict[str, Any]:
    """A test of a fact."""
    fact = dice.choice(FACTS)
    tests: list[tuple[str, Any]]
    if fact in ("ask_1", "hush_1", "hush_2", "red_1"):
        tests = [
            ("is", dice.choice(COLOURS)),
            ("one_of", dice.sample(COLOURS, 2)),
            ("not_one_of", dice.sample(COLOURS, 2)),
        ]
    elif fact == "sure":
        tests = [("is", dice.random() < 0.5)]
    elif fact.endswith("level"):
        tests = [
            ("at_least", dice.randrange(4)),
            ("at_most", dice.randrange(4)),
            ("more_than", dice.randrange(4)),
            ("less_than", dice.randrange(4)),
            ("is", dice.randrange(3)),
        ]
    elif fact in ("tags", "round.with"):
        tests = [("contains", dice.choice(["anna", "x"])), ("none", dice.random() < 0.5)]
    elif fact in ("round.mood", "person.name"):
        tests = [("is", dice.choice(["glum", "none", "Anna Weiss"])), ("contains", "A"), ("not_one_of", ["glum"])]
    else:
        tests = [("clock_before", dice.choice(CLOCKS)), ("clock_from", dice.choice(CLOCKS)),
                 ("weekday", dice.sample(["mon", "tue", "sat"], 2)), ("month", [dice.choice([11, 12])]),
                 ("before", dice.choice(["other", "now", "deadline"])), ("after", dice.choice(["other", "now"])),
                 ("is", "none")]  # fmt: skip
    tests += [("known", dice.random() < 0.5), ("none", dice.random() < 0.5)]
    return {fact: dict(dice.sample(tests, dice.choice([1, 1, 1, 2])))}


def logged(dice: random.Random) -> dict[str, Any]:
    """A look into the log."""
    node: dict[str, Any] = dice.choice([{"heard": "invited"}, {"heard": ["invited", "rejected"]}, {"did": "write"},
                                        {"did": "contact"}, {"did": "leave"}, {"skipped": "write"}])  # fmt: skip
    more: dict[str, Any] = dice.choice(
        [{}, {}, {"at_least": 2}, {"since": "other"}, {"within": "2 days"}, {"by": "email"}]
    )
    return {**node, **more}


def condition(dice: random.Random, depth: int = 0) -> Any:
    """A condition of any form."""
    form = dice.choice(
        ["all", "any", "not", "not"] if depth < 3 and dice.random() < 0.7 else ["test", "test", "test", "log", "more"]
    )
    if form in ("all", "any"):
        return {form: [condition(dice, depth + 1) for _ in range(dice.choice([2, 2, 3]))]}
    if form == "not":
        return {"not": condition(dice, depth + 1)}
    if form == "test":
        return fact_test(dice)
    if form == "log":
        return logged(dice)
    return dice.choice(OTHERS)


def moment(dice: random.Random) -> str:
    return dice.choice([*DATES, *(f"{day} {clock}" for day in DATES for clock in CLOCKS), "none"])


def record(dice: random.Random) -> dict[str, Any]:
    """A record with some of everything."""
    made: dict[str, Any] = {"people": TWO_ROUNDS["people"], "start": dice.choice([*DATES[:2], f"{DATES[1]} 10:00"])}
    chances: dict[str, Any] = {
        "ask_1": dice.choice(COLOURS), "hush_1": dice.choice(COLOURS), "hush_2": dice.choice(COLOURS),
        "red_1": dice.choice(COLOURS), "sure": dice.random() < 0.5, "level": dice.randrange(-1, 5),
        "tags": dice.choice([[], ["x"], ["x", "anna"]]), "deadline": moment(dice), "other": moment(dice),
    }  # fmt: skip
    made.update({key: value for key, value in chances.items() if dice.random() < 0.7})
    if dice.random() < 0.8:
        start = dice.choice([f"{day} {clock}" for day in DATES for clock in CLOCKS])
        one: dict[str, Any] = {"id": "first", "start": start}
        more = {"level": dice.randrange(4), "mood": dice.choice(["glum", "none"]), "with": dice.choice([[], ["anna"]]),
                "date": dice.choice([*DATES, "none"])}  # fmt: skip
        one.update({key: value for key, value in more.items() if dice.random() < 0.6})
        made["rounds"] = [one]
    made["log"] = [{"at": dice.choice(DATES), **one} for one in ENTRIES for _ in range(2) if dice.random() < 0.4]
    return made


@cache
def tiny(folder: Path) -> Tiny:
    return make(folder, action("write", rule("a", do={}), **{"is": ["contact"]}, **EACH), **MANIFEST)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return tiny(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def views(pack: Tiny) -> list[Scope]:
    """Items of many records at several moments."""

    def all_of_them() -> Iterator[Scope]:
        dice = random.Random(7)
        for _ in range(RECORDS):
            read = pack.record(record(dice))
            now = stamp(dice.choice(["2026-11-16 08:00", "2026-11-17 12:00", "2026-12-24 09:00"]), read.zone)
            evaluation = Evaluation(pack.program, read, now, profile_of(pack.program, "consensus"))
            yield from scopes(pack.program, pack.program.actions["write"], evaluation.case)

    return list(all_of_them())


@pytest.mark.parametrize("seed", range(4))
def test_never_and_always_are_meant(seed: int, pack: Tiny, views: list[Scope]) -> None:
    dice = random.Random(seed)
    registry = pack.program.registry
    (file,) = pack.program.pack.actions
    said = {"never": 0, "always": 0}
    for _ in range(CONDITIONS):
        node = [condition(dice) for _ in range(dice.choice([1, 2, 3]))]
        context = Context(registry, file, DIMENSIONS)
        decide = compile_condition(context, node, ()).test
        view = Formulas(registry, DIMENSIONS, (node,))
        formula = view.of(node, "when")
        if view.never(formula):
            said["never"] += 1
            assert not any(decide(scope)[0] for scope in views), node
        if view.always(formula):
            said["always"] += 1
            assert all(decide(scope)[0] for scope in views), node
    assert said["never"] > 5, "it finds nothing, so nothing was tested"
    assert said["always"] > 0 or seed
