"""The changes that `checklist test --mutate` makes: each kind of place, and what becomes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tinypack
from tinypack import action, rule

from checklist_engine.data import rules_dir
from checklist_engine.load.program import load_program
from checklist_engine.ruletests import twists
from checklist_engine.ruletests.changes import applied, of_action, of_manifest
from checklist_engine.ruletests.coverage import coverage_of
from checklist_engine.ruletests.mutants import Hunt, mutants_of
from checklist_engine.ruletests.read import read_tests

PACK = Path(str(rules_dir())) / "after-interview"


@pytest.mark.parametrize(
    ("phrase", "others"),
    [
        ("24 hours after", ["25 hours after", "23 hours after", "48 hours after", "24 hours before"]),
        ("1 week before round.end", ["2 weeks before round.end", "1 week after round.end"]),
        ("2 bank days after", ["3 bank days after", "1 bank day after", "4 bank days after", "2 bank days before"]),
        ("next day", ["same day", "2 days after"]),
        ("day before", ["same day", "2 days before"]),
        ("same day", ["next day"]),
        ("next working day", ["2 working days after"]),
        ("at 23:30 theirs", ["at 22:30 theirs"]),
        ("end of that week", ["start of that week"]),
        ("3rd Thursday of that month", ["4th Thursday of that month", "2nd Thursday of that month"]),
        ("last day of that month", ["1st day of that month"]),
        ("Friday on or before x", ["Friday on or after x", "Friday before x"]),
        ("or next working day", ["or previous working day"]),
        ("notice before move.day", ["notice after move.day"]),
        ("round.end", []),
        ("process-over", []),
    ],
)
def test_a_phrase_becomes_others(phrase: str, others: list[str]) -> None:
    assert list(twists.of_phrase(phrase)) == others


def test_moved_days_become_others() -> None:
    assert list(twists.of_days("2 weeks before 10th day of each month")) == [
        "3 weeks before 10th day of each month", "1 week before 10th day of each month", "10th day of each month",
        "2 weeks after 10th day of each month",
    ]  # fmt: skip
    rolled = list(twists.of_days("1 day after Saturday or next working day"))
    assert "1 day before Saturday or next working day" in rolled
    assert "1 day after Saturday" in rolled


def test_a_length_becomes_others() -> None:
    assert list(twists.of_length("7 days")) == ["8 days", "6 days", "14 days"]
    assert list(twists.of_length("1 day")) == ["2 days"]
    assert list(twists.of_length("reply-time")) == []


def changed(data: dict[str, Any], manifest: bool = False) -> dict[str, Any]:
    """Each change by its path and name, with the part that it changes as it then is."""
    return {
        f"{'.'.join(map(str, change.path))}: {change.name}": applied(data, change)
        for change in (of_manifest(data) if manifest else of_action(data))
    }


def rules_of(window: dict[str, Any], **about: Any) -> dict[str, Any]:
    """What becomes of one rule with this window, by change."""
    every = changed({"action": "a", "rules": [{"id": "r", **window, **about}]})
    return {name.removeprefix("rules.0."): data["rules"][0] for name, data in every.items()}


def test_the_kind_is_swapped_and_keeps_what_the_other_may_have() -> None:
    found = rules_of({"dont": {"more_than": 1, "per": "7 days", "of": "x", "until": "y"}})
    assert found["dont: do"] == {"id": "r", "do": {"until": "y"}}
    assert found["dont: need_not"] == {"id": "r", "need_not": {"until": "y"}}
    assert found["dont.more_than: 2"]["dont"]["more_than"] == 2
    assert found["dont.more_than: 0"]["dont"]["more_than"] == 0
    assert found["dont.per: none"]["dont"] == {"more_than": 1, "of": "x", "until": "y"}
    assert found["dont.of: none"]["dont"] == {"more_than": 1, "per": "7 days", "until": "y"}
    assert found["dont.until: through"]["dont"]["through"] == "y"


def test_edges_are_dropped_and_until_is_through_but_for_whole_days() -> None:
    found = rules_of({"do": {"from": "1 day after", "through": "2 days after", "ideal": {"until": "2 hours after"}}})
    assert found["do.from: none"]["do"] == {"through": "2 days after", "ideal": {"until": "2 hours after"}}
    assert found["do.ideal: none"]["do"] == {"from": "1 day after", "through": "2 days after"}
    assert found["do.ideal.until: through"]["do"]["ideal"] == {"through": "2 hours after"}
    assert "do.through: until" not in found


def test_replaces_and_conditions_are_dropped() -> None:
    found = rules_of({"do": {}}, replaces=["x", "y"], when=["open", {"not": {"heard": ["a", "b"]}}])
    assert "replaces" not in found["replaces: none"]
    assert found["replaces: without x"]["replaces"] == ["y"]
    assert "when" not in found["when: none"]
    assert found["when.0: none"]["when"] == [{"not": {"heard": ["a", "b"]}}]
    assert found["when.0: not"]["when"][0] == {"not": "open"}
    assert found["when.1: without not"]["when"][1] == {"heard": ["a", "b"]}
    assert found["when.1.not.heard: without a"]["when"][1] == {"not": {"heard": ["b"]}}


def test_operators_are_turned() -> None:
    found = changed(
        {
            "conditions": {
                "c": [
                    {"any": ["x", "y"]}, {"f": {"at_least": 3}}, {"f": {"before": "2 days after"}},
                    {"more_than": 1, "of": "l", "are": ["x"]}, {"some": "l", "are": ["x"]},
                    {"did": "d", "at_least": 2, "since": "s", "by": "phone"}, {"f": {"one_of": [1, 2]}},
                ]
            },
            "moments": {"m": {"earliest_of": [{"heard": "e", "which": "first"}, {"latest_of": ["a", "b"]}]}},
            "offsets": {"o": {"choose": [{"when": "x", "use": "2 days"}, {"use": "1 week"}]}},
        },
        manifest=True,
    )  # fmt: skip
    conditions = {name: data["conditions"]["c"] for name, data in found.items()}
    assert conditions["conditions.c.0.any: all"][0] == {"all": ["x", "y"]}
    assert conditions["conditions.c.1.f.at_least: 4"][1] == {"f": {"at_least": 4}}
    assert conditions["conditions.c.2.f.before: after"][2] == {"f": {"after": "2 days after"}}
    assert conditions["conditions.c.2.f.before: 3 days after"][2] == {"f": {"before": "3 days after"}}
    assert conditions["conditions.c.3.more_than: 2"][3]["more_than"] == 2
    assert conditions["conditions.c.4.some: every"][4] == {"every": "l", "are": ["x"]}
    assert conditions["conditions.c.5.since: none"][5] == {"did": "d", "at_least": 2, "by": "phone"}
    assert conditions["conditions.c.5.by: none"][5] == {"did": "d", "at_least": 2, "since": "s"}
    assert conditions["conditions.c.6.f.one_of: without 2"][6] == {"f": {"one_of": [1]}}
    moments = {name: data["moments"]["m"] for name, data in found.items()}
    assert "latest_of" in moments["moments.m.earliest_of: latest_of"]
    assert moments["moments.m.earliest_of.0: last"]["earliest_of"][0] == {"heard": "e", "which": "last"}
    assert moments["moments.m.earliest_of.1.latest_of: earliest_of"]["earliest_of"][1] == {"earliest_of": ["a", "b"]}
    assert moments["moments.m.earliest_of.0: none"] == {"earliest_of": [{"latest_of": ["a", "b"]}]}
    offsets = {name: data["offsets"]["o"]["choose"] for name, data in found.items()}
    assert offsets["offsets.o.choose.0: none"] == [{"use": "1 week"}]
    assert offsets["offsets.o.choose.0.use: 4 days"][0]["use"] == "4 days"


def test_every_change_of_the_shipped_pack_is_another_pack_and_has_a_name_of_its_own() -> None:
    program = load_program(PACK, use_cache=False)
    mutants = list(mutants_of(program.pack))
    assert len({mutant.id for mutant in mutants}) == len(mutants) > 400
    originals = [file.data for file in (*program.pack.actions, program.pack.manifest)]
    assert all(mutant.data not in originals for mutant in mutants)
    assert [mutant.id for mutant in mutants] == [mutant.id for mutant in mutants_of(program.pack)]


def test_a_change_of_one_action_leaves_the_program_as_it_was() -> None:
    program = load_program(PACK, use_cache=False)
    hunt = Hunt(program, [])
    before = dict(program.actions)
    mutant = next(mutants_of(program.pack, "thanks-soon"))
    made = hunt.changed(mutant)
    assert made is not None
    assert made.actions["send-thank-you"] is not program.actions["send-thank-you"]
    assert made.actions["follow-up"] is program.actions["follow-up"]
    assert program.actions == before
    assert program.registry.report.problems == []


def test_a_change_that_is_no_pack_is_left_out(tmp_path: Path) -> None:
    """Two rules that would replace each other, or a circle, are told when a pack is compiled; no test has to notice."""
    folder = tinypack.write(tmp_path, action("write", rule("a", do={"until": "1 hour after deadline"})))
    program = load_program(folder, use_cache=False)
    mutant = next(mutants_of(program.pack)).replace(data={"action": "write", "title": "t", "rules": [
        {"id": "r", "statement": "a/one", "when": ["there-is-none"], "do": {}}]})  # fmt: skip
    assert Hunt(program, []).changed(mutant) is None


def test_coverage_sees_members_of_any_and_branches_of_choose(tmp_path: Path) -> None:
    choice = {"choose": [{"when": {"sure": {"is": True}}, "use": "2 days after"}, {"use": "5 days after"}]}
    folder = tinypack.write(
        tmp_path,
        action("write", rule("a", when=[{"any": [{"all": [{"level": {"at_least": 2}}, {"level": {"at_most": 4}}]},
                                                 {"sure": {"is": True}}]}], do={"until": choice})),
    )  # fmt: skip
    (folder / "tests").mkdir()
    (folder / "tests" / "one.yaml").write_text(
        "title: One\nrecord: {start: 2026-11-17 10:00, sure: true, timezone: UTC}\n"
        "cases: [{at: 2026-11-17 12:00, because: Sure., expect: {write: {closes: 2026-11-19 24:00}}}]\n",
        encoding="utf-8",
    )
    program = load_program(folder, use_cache=False)
    coverage = coverage_of(program.pack, read_tests(folder, program))
    assert [place.what for place in coverage.missed] == [
        "this part of “any”: never true",
        "level at least 2: never true",
        "level at most 4: never true",
        "level at most 4: never false",
        "sure is true: never false",
        "sure is true: never false",
        "this branch of “choose”: never chosen",
    ]
    assert coverage.count("rule") == (1, 1)
    assert coverage.count("edge") == (1, 1)
    assert coverage.count("branch") == (4, 11)
