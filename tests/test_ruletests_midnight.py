"""Midnight in rule tests: 00:00 and the 24:00 of the day before are one instant, in whatever form a test writes it."""

from __future__ import annotations

import pytest
from commands import Command
from tinypack import Data, action, make, rule

MON, TUE = "2026-11-16 24:00", "2026-11-17 00:00"
DO = rule("a", do={"from": "start of that day", "through": "same day"})
STEP = {"id": "say", "statement": "a/one", "title": "Say", "by": "end of that day"}
LIKED = rule("a", do={"from": "2 days before", "ideal": {"from": "start of that day", "until": "end of that day"}})
HOLD = rule("b", dont={"from": "1 week before", "until": "start of that day"})


def ran(command: Command, rules: list[Data], about: Data, now: str, wanted: str) -> str:
    """What a test of the item `write` prints that expects ``wanted`` (flow YAML); empty where it passes."""
    make(command.folder, action("write", *rules, **about))
    command.write(
        "tiny/tests/midnight.yaml",
        f"title: Midnight\nrecord: {{start: 2026-11-17 10:00}}\n"
        f"cases: [{{at: {now}, because: Sure., expect: {{write: {{{wanted}}}}}}}]\n",
    )
    done = command("test", "tiny", "--quiet")
    assert done.err == ""
    return "" if done.code == 0 else done.out


@pytest.mark.parametrize(
    ("rules", "about", "wanted"),
    [
        ([DO], {}, "opens: {}".format),
        ([rule("a", do={"from": "1 week before", "until": "start of that day"})], {}, "closes: {}".format),
        ([DO], {}, "best: {} to 2026-11-18 00:00".format),
        ([DO], {}, "best: {} to 2026-11-17 24:00".format),
        ([DO], {}, "next: {} to 2026-11-17 24:00".format),
        ([rule("a", do={"from": "start of that day"})], {}, "next: {} on".format),
        ([rule("a", do={"from": "1 week before"}), HOLD], {}, "hold_until: {}".format),
        ([DO], {"steps": [{**STEP, "by": "start of that day"}]}, "steps_by: {{say: {}}}".format),
        ([LIKED], {}, "ideal: {{a: {} to 2026-11-18 00:00}}".format),
    ],
)  # fmt: skip
def test_either_way_to_write_midnight_will_do(command: Command, rules: list[Data], about: Data, wanted: object) -> None:
    assert callable(wanted)
    for midnight in (MON, TUE):
        assert ran(command, rules, about, "2026-11-16 12:00", wanted(midnight)) == "", midnight
    for midnight in ("2026-11-16 23:59", "2026-11-17 24:00"):
        assert ran(command, rules, about, "2026-11-16 12:00", wanted(midnight)), midnight


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("closes: 2026-11-17 00:00", "2026-11-18 00:00"),
        ("closes: 2026-11-16 24:00", "2026-11-17 24:00"),
        ("closes: 2026-11-16 12:00", "2026-11-17 24:00"),
        ("opens: 2026-11-15 24:00", "2026-11-16 24:00"),
        ("opens: 2026-11-16 12:00", "2026-11-17 00:00"),
    ],
)
def test_what_came_out_is_shown_as_the_test_writes_it(command: Command, wanted: str, found: str) -> None:
    assert f"found {found}\n" in ran(command, [DO], {}, "2026-11-16 12:00", wanted)


def test_late_for_is_of_what_is_to_be_done(command: Command) -> None:
    """As its description says: of a `dont` it is empty always."""
    over = [rule("a", dont={"until": "2 hours after"}), rule("b", dont={"through": "3 days after"})]
    assert ran(command, over, {}, "2026-11-17 18:00", "status: in-force, late_for: []") == ""
    duties = [rule("a", do={"until": "2 hours after"}), rule("b", do={"through": "3 days after"})]
    assert ran(command, duties, {}, "2026-11-17 18:00", "late_for: [a]") == ""
