"""`checklist lint`: each finding with a pack that has it and one that has not, its words, its silences, its mends."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from commands import Command
from desk import ROOT
from lintpack import (
    ACTION,
    ASKED,
    FACTS,
    FRIEND,
    MANIFEST,
    PEOPLE,
    QUIET,
    SOURCE,
    TEST,
    TODAY,
    found,
    message,
    narrower,
    pack,
    pair,
    schema,
    when,
    window,
    with_rules,
)

from checklist_engine.lint.findings import KINDS
from checklist_engine.lint.run import lint
from checklist_engine.load.packs import own_packs
from checklist_engine.problems import Problems

Files = dict[str, str]
NOTE = "message: note\nsubject: Hello\nbody: {}\n"
DRAFTED = ACTION + "draft: note\n"
CASES: list[tuple[str, Files, int]] = [
    ("unreachable-rule", when("[{heard: invited}]", while_="[{not: {heard: invited}}]"), 6),
    ("unreachable-rule", when("[{mood: {is: good}}]", while_="[{mood: {is: bad}}]"), 6),
    ("unreachable-rule", {"actions__call": with_rules(
        "a, statement: book/call, do: {}", "b, statement: book/call, replaces: a, do: {until: 1 day after}")}, 5),
    ("unreachable-rule", {"actions__call": with_rules(
        "a, statement: book/call, do: {}, valid: {from: 2027-01-01, until: 2026-01-01}")}, 5),
    ("never-true", when("[{mood: {is: good}}, {mood: {is: bad}}]"), 5),
    ("never-true", when("[{level: {at_least: 6}}]"), 5),
    ("never-true", when("[{level: {at_least: 3}}, {level: {at_most: 2}}]"), 5),
    ("never-true", when("[{level: {more_than: 2}}, {level: {less_than: 3}}]"), 5),
    ("never-true", when("[{met: {clock_before: '12:00'}}, {met: {clock_from: '12:00'}}]"), 5),
    ("never-true", when("[{met: {weekday: [sat]}}, {met: {weekday: [sun]}}]"), 5),
    ("never-true", when("[{did: call, at_least: 2}, {not: {did: call}}]"), 5),
    ("never-true", when("[{mood: {known: false}}, {mood: {is: good}}]"), 5),
    ("always-true", when("[{any: [{heard: invited}, {not: {heard: invited}}]}]"), 5),
    ("always-true", when("[{sure: {known: true}}]"), 5),
    ("always-true", when("[{any: [{sure: {is: true}}, {sure: {is: false}}]}]"), 5),
    ("always-true", when("[{any: [{level: {at_most: 3}}, {level: {at_least: 3}}, {level: {known: false}}]}]"), 5),
    ("repeated-entry", when("[{mood: {is: good}}, {mood: {is: good}}]"), 5),
    ("repeated-entry", window("{until: {earliest_of: [met, 1 day after, met]}}"), 5),
    ("impossible-window", window("{from: 3 days after, until: 1 day after}"), 5),
    ("impossible-window", window("{from: 2 hours after, until: 90 minutes after}"), 5),
    ("impossible-window", window("{from: 2 weeks after, through: 10 days after}"), 5),
    ("impossible-window", window("{from: 3 days after, until: 2 hours after}"), 5),
    ("impossible-window", window("{from: 100 hours after, through: next day}"), 5),
    ("impossible-window", window("{from: 1 month after, through: 3 weeks after}"), 5),
    ("impossible-window", window("{from: 3 working days after, through: 2 days after}"), 5),
    ("impossible-window", window("{until: 2 hours before}"), 5),
    ("impossible-window", window("{only: [{weekday: [sat]}], except: [{during: next day}, {weekday: [sat, sun]}]}"), 5),
    ("impossible-window", window("{only: [{from: 3 days after, through: next day}]}"), 5),
    ("impossible-window", window("{except: [{weekday: [sat, sun]}], repeat: {each: [Saturday, Sunday]}}"), 5),
    ("impossible-window", window("{only: [{weekday: [mon]}], repeat: {each: Saturday}}"), 5),
    ("impossible-window", window("{only: [{weekday: [mon], clock_from: '09:00'}], except: [{weekday: [mon]}]}"), 5),
    ("impossible-window", window("{only: [{month: [7]}], except: [{month: [7, 8]}]}"), 5),
    ("impossible-window", window("{except: [{weekday: [mon, tue, wed, thu, fri]}, {weekday: [sat, sun]}]}"), 5),
    ("impossible-window", window("{except: [{month: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}]}"), 5),
    ("impossible-window", window("{except: [{clock_from: '00:00'}]}"), 5),
    ("impossible-window", window("{except: [{clock_from: '20:00', clock_before: '08:00'}, {clock_from: '08:00', "
                                 "clock_before: '20:00'}]}"), 5),
    ("impossible-window", window("{only: [{clock_from: '12:00', month: [7]}], except: [{clock_from: '11:00'}]}"), 5),
    ("impossible-window", window("{through: day before}"), 5),
    ("impossible-window", window("{through: 5 days after, ideal: {from: 3 days after, through: next day}}"), 5),
    ("impossible-window", window("{through: 2 days after, ideal: {from: 3 days after, through: 4 days after}}"), 5),
    ("impossible-window", window("{from: 3 days after, ideal: {through: 2 days after}}"), 5),
    ("impossible-window", window("{through: 2 days after, ideal: {from: 3 days before, until: 2 days before}}"), 5),
    ("impossible-window", window("{through: 6th Friday of that month}"), 5),
    ("impossible-window", window("{from: {latest_of: [next day, 8th day of that week]}}"), 5),
    ("impossible-window", window("{repeat: {each: [Saturday, 6th Monday of each month]}}"), 5),
    ("impossible-do", pair("do: {}", "dont: {}"), 5),
    ("late-dont", pair("do: {through: 2 days before}", "when: [{mood: {is: bad}}], dont: {}"), 6),
    ("late-dont", {**pair("do: {through: 2 days before}", "dont: {by: phone}"),
        "pack": MANIFEST + "channels: {phone: by phone}\n"}, 6),
    ("late-dont", pair("do: {from: 9 weeks before, until: 1 hour before}", "dont: {until: 3 days after}"), 6),
    ("impossible-do", pair("do: {until: 1 day after}", "dont: {until: 3 days after}"), 5),
    ("impossible-do", pair("when: [{mood: {is: good}}], do: {}", "when: [{mood: {known: true}}], dont: {}"), 5),
    ("contradiction", pair("do: {}", "dont: {until: 3 days after}"), 6),
    ("contradiction", pair("when: [{heard: invited}], do: {}", "when: [{level: {at_least: 4}}], dont: {}"), 6),
    ("united-windows", narrower("when: [{mood: {is: bad}}], do: {until: 1 day after}"), 6),
    ("united-windows", narrower("when: [{mood: {is: bad}}, {level: {at_least: 2}}], do: {}", "[{mood: {is: bad}}]"), 6),
    ("last-time-missed", window("{through: 9 days after, repeat: {each: Saturday}}"), 5),
    ("last-time-missed", window("{through: 9 weeks after, repeat: {every: 1 week}}"), 5),
    ("last-time-missed", window("{during: next day, repeat: {every: 1 week, until: met}}"), 5),
    ("last-time-missed", window("{repeat: {every: 2 days, until: 9 days after}}"), 5),
    ("untested-rule", {
        "actions__call": ACTION + "  - {id: b, statement: book/call, when: [{mood: {is: bad}}], do: {}}\n"}, 6),
    ("always-true", window("{until: {choose: [{when: {sure: {known: true}}, use: 1 day after}]}}"), 5),
    ("never-true", window("{until: {choose: [{when: {level: {at_least: 6}}, use: 1 day after}, {use: met}]}}"), 5),
    ("unused-name", {"pack": QUIET + "conditions:\n  never-used: [{mood: {is: good}}]\n"}, 5),
    ("unused-name", {"pack": QUIET + "moments:\n  day-after: [met, next day]\n"}, 5),
    ("unused-name", {"pack": QUIET + "offsets:\n  some-time: 3 days\n"}, 5),
    ("unused-name", {"pack": QUIET + "calendars:\n  bank: {days_off: [12-31]}\n"}, 5),
    ("unused-name", {"pack": QUIET + "classes:\n  letter: {title: a letter}\n"}, 5),
    ("unused-name", {}, 4),
    ("unused-message", {"messages__hello": "message: hello\nbody: Hello\n"}, 1),
    ("uncited-statement", {"sources__book": SOURCE + "  write: {says: Write to them., where: page 2}\n"}, 5),
    ("unread-fact", {"schema": schema(shoes={"type": "string"})}, 0),
    ("unread-fact", {"schema": schema()[:-1] + ', "definitions": {"pay": {"type": "integer"}}}'}, 0),
    ("stale-evidence", {"sources__book": SOURCE + "checked: 2024-11-24\n"}, 5),
    ("stale-evidence", {"sources__book": SOURCE + "checked: 2026-11-01\nreview_by: 2026-11-24\n"}, 6),
    ("silent-gap", {"actions__call": ACTION.replace("Call them", "Call as you are, {mood}")}, 2),
    ("silent-gap", message("You are {level}."), 3),
    ("silent-gap", {"schema": schema(people=PEOPLE, friend=FRIEND), "pack": MANIFEST + "people: people\n",
                    **message("Dear {friend.name}")}, 3),
    ("same-wording", {"sources__book": SOURCE + "  again: {says: call them, where: page 2}\n"}, 5),
    ("cut-text", {"actions__call": ACTION.replace("Call them", "Call them # soon")}, 2),
    ("cut-text", {"actions__call": ACTION.replace("Call them", "Call   #1 of them")}, 2),
    ("cut-text", {"actions__call": ACTION.replace("title: Call them", "title: Call\n  them all # soon")}, 3),
    ("cut-text", {"pack": MANIFEST + "channels:\n  phone: by # 1\n"}, 6),
    ("run-together", {"messages__note": NOTE.format("Dear friend,\n  good day\n  Me"), "actions__call": DRAFTED}, 3),
    ("run-together", {"messages__note": NOTE.format("Dear friend,\n  good day"), "actions__call": DRAFTED}, 3),
    ("run-together", {"messages__note": NOTE.format('"Dear friend,\n  good day"'), "actions__call": DRAFTED}, 3),
    ("run-together", {"messages__note": NOTE.format("\n  Dear friend,\n\n  good day\n  Me"),
        "actions__call": DRAFTED}, 4),
    ("run-together", {"messages__note": NOTE.format(">\n  Dear you,\n\n  good day,\n  Me"),
        "actions__call": DRAFTED}, 3),
    ("odd-marks", {"actions__call": ACTION.replace("Call them", '"Call {{mood}}"')}, 2),
    ("odd-marks", {"messages__note": NOTE.format("|\n  Dear [name],\n"), "actions__call": DRAFTED}, 4),
    ("odd-marks", {"actions__call": ACTION.replace("Call them", "“Call them”")}, 2),
    ("silence-without-reason", {"actions__call": ACTION + "# lint: allow same-wording\n"}, 6),
    ("idle-silence", {"actions__call": ACTION + "# lint: allow same-wording – there is none\n"}, 6),
    ("idle-silence", {"actions__call": ACTION + "# lint: allow same-wordings – there is none\n"}, 6),
]  # fmt: skip

FINE: list[tuple[str, Files]] = [
    ("unreachable-rule", when("[{heard: invited}]", while_="[{mood: {is: bad}}]")),
    ("unreachable-rule", when("[{heard: invited, at_least: 2}]", while_="[{heard: invited}]")),
    ("unreachable-rule", {"actions__call": with_rules(
        "a, statement: book/call, do: {}",
        "b, statement: book/call, when: [{heard: invited}], replaces: a, do: {until: 1 day after}")}),
    ("unreachable-rule", {"actions__call": with_rules(
        "a, statement: book/call, do: {}, valid: {from: 2026-01-01, until: 2026-01-01}")}),
    ("never-true", when("[{mood: {is: good}}, {mood: {known: true}}]")),
    ("never-true", when("[{level: {at_least: 3}}, {level: {at_most: 3}}]")),
    ("never-true", when("[{level: {more_than: 2}}, {level: {less_than: 4}}]")),
    ("never-true", when("[{met: {clock_from: '12:00'}}, {met: {clock_before: '12:01'}}]")),
    ("never-true", when("[{not: {met: {clock_before: '12:00'}}}, {not: {met: {clock_from: '12:00'}}}]")),
    ("never-true", when("[{mood: {is: good}}, {not: {mood: {is: bad}}}]")),
    ("always-true", when("[{mood: {known: true}}]")),
    ("always-true", when("[{any: [{level: {at_most: 3}}, {level: {at_least: 4}}]}]")),
    ("always-true", when("[{met: {known: true}}]")),
    ("repeated-entry", when("[{mood: {is: good}}, {not: {mood: {is: bad}}}]")),
    ("repeated-entry", window("{until: [met, 1 day after, 1 day after]}")),
    ("impossible-window", window("{from: 1 day after, through: 1 day after}")),
    ("impossible-window", window("{through: 2 days after, ideal: {from: 2 days after}}")),
    ("impossible-window", window("{from: 3 days after, ideal: {through: 3 days after}}")),
    ("impossible-window", window("{during: next day, ideal: {from: [next day, 'at 09:00']}}")),
    ("impossible-window", window("{through: 5th Friday of that month}")),
    ("impossible-window", window("{through: 6th working day of that month}")),
    ("impossible-window", window("{through: 31st day of that year}")),
    ("impossible-window", window("{repeat: {each: 31st day of each month}}")),
    ("impossible-window", window("{only: [{weekday: [sat, sun]}], except: [{weekday: [sat]}]}")),
    ("impossible-window", window("{only: [{weekday: [sat]}], except: [{weekday: [sat], clock_from: '12:00'}]}")),
    ("impossible-window", window("{only: [{weekday: [sat]}], except: [{weekday: [sat], month: [7]}]}")),
    ("impossible-window", window("{only: [{month: [7]}], except: [{weekday: [sat]}]}")),
    ("impossible-window", window("{only: [{clock_from: '12:00'}], except: [{clock_from: '12:01'}]}")),
    ("impossible-window", window("{only: [{clock_from: '12:00'}, {during: next day}], except: [{month: [7]}]}")),
    ("impossible-window", window("{except: [{weekday: [fri], clock_from: '20:00', clock_before: '08:00'}, "
                                 "{weekday: [mon, tue, wed, thu, sat, sun]}]}")),
    ("impossible-window", window("{except: [{weekday: [sat]}], repeat: {each: [Saturday, working day]}}")),
    ("impossible-window", window("{only: [{weekday: [sat]}, {during: next day}], repeat: {each: Sunday}}")),
    ("impossible-window", window("{only: [{weekday: [sat]}, {during: next day}], except: [{weekday: [sat]}]}")),
    ("impossible-window", window("{from: 2 hours after, through: 1 hour after}")),
    ("impossible-window", window("{from: 1 day after, until: 20 hours after}")),
    ("impossible-window", window("{from: 4 weeks after, through: 1 month after}")),
    ("impossible-window", window("{from: 3 days after, through: 3 working days after}")),
    ("impossible-window", window("{from: 2 days before, until: 1 day before}")),
    ("impossible-do", pair("do: {}", "dont: {until: 1 day after}")),
    ("late-dont", pair("do: {through: 2 days before}", "dont: {from: 9 days before}")),
    ("late-dont", pair("do: {through: 2 days before}", "dont: {more_than: 1, per: 7 days}")),
    ("late-dont", pair("do: {through: 1 day after}", "dont: {}")),
    ("late-dont", pair("do: {through: 2 days before}", "trigger: {heard: invited}, dont: {}")),
    ("impossible-do", pair("do: {}", "when: [{heard: invited}], dont: {}")),
    ("impossible-do", pair("do: {from: 1 day before}", "dont: {}")),
    ("impossible-do", pair("do: {}", "dont: {more_than: 1, per: 7 days}")),
    ("contradiction", pair("do: {from: 3 days after}", "dont: {until: 1 day after}")),
    ("contradiction", pair("when: [{mood: {is: bad}}], do: {}", "when: [{mood: {is: good}}], dont: {}")),
    ("contradiction", pair("when: [{not: {heard: invited}}], do: {}", "when: [{heard: invited}], dont: {}")),
    ("united-windows", narrower("when: [{mood: {is: bad}}], replaces: a, do: {until: 1 day after}")),
    ("united-windows", narrower("when: [{mood: {is: good}}], do: {until: 1 day after}", "[{mood: {is: bad}}]")),
    ("united-windows", narrower("when: [{mood: {is: bad}}], dont: {until: 1 day after}")),
    ("united-windows", narrower("when: [{mood: {is: bad}}], do: {through: 3 days after}")),
    ("united-windows", narrower("do: {until: 1 day after}")),
    ("last-time-missed", window("{repeat: {each: Saturday}}")),
    ("last-time-missed", window("{from: 1 day after, through: 2 days after, repeat: {every: 1 week}}")),
    ("last-time-missed", window("{during: next day, repeat: {every: 1 week}}")),
    ("last-time-missed", {"actions__call": with_rules(
        "a, statement: book/call, do: {through: 9 days after, repeat: {each: Saturday}}",
        while_="[{mood: {is: bad}}]")}),
    ("last-time-missed", window("{through: 9 days after, at_least: 3}")),
    ("last-time-missed", {"actions__call": with_rules(
        "a, statement: book/call, do: {through: 9 days after, repeat: {each: Saturday}}", lapses="false")}),
    ("untested-rule", {}),
    ("unused-name", {"pack": QUIET + "conditions: {well-met: [{mood: {is: good}}]}\n", **when("well-met")}),
    ("unused-message", message("Hello")),
    ("uncited-statement", {}),
    ("unread-fact", {"schema": schema(mood={"$ref": "#/definitions/mood"})[:-1]
        + ', "definitions": {"mood": {"enum": ["good", "bad"]}}}', "actions__call": with_rules(
        "a, statement: book/call, when: [{mood: {is: good}}, {level: {at_least: 3}}, {sure: {is: true}}], do: {}")}),
    ("unread-fact", {"schema": schema(mood=None, level=None, sure=None),
                     "tests__call": TEST.replace(", mood: good, level: 3, sure: true", "")}),
    ("stale-evidence", {"sources__book": SOURCE + "checked: 2024-11-25\nreview_by: 2026-11-25\n"}),
    ("silent-gap", message("You met {met}, {me.name}.")),
    ("silent-gap", {"schema": schema(mood={**FACTS["mood"], "absent": "ask", "question": "How are you?"}),
                    **message("You are {mood}.")}),
    ("silent-gap", {"messages__hello": "message: hello\nbody: You are {mood}.\n",
                    "actions__call": when("[{mood: {known: true}}]")["actions__call"] + "draft: hello\n"}),
    ("silent-gap", {"schema": schema(home={"type": "object", "properties": {"town": ASKED}}),
                    **message("{home.town}")}),
    ("silent-gap", {"schema": schema(people=PEOPLE, friend=FRIEND),
                    "pack": MANIFEST + "people: people\n", "messages__hello": "message: hello\nbody: '{friend.name}'\n",
                    "actions__call": when("[{friend: {known: true}}]")["actions__call"] + "draft: hello\n"}),
    ("same-wording", {"sources__book": SOURCE + "  again: {says: Call them again., where: page 2}\n"}),
    ("cut-text", {"actions__call": ACTION.replace("Call them", "Call them  # soon")}),
    ("cut-text", {"actions__call": ACTION.replace("Call them", '"Call them # soon"')}),
    ("cut-text", {"actions__call": ACTION.replace("trigger: met", "trigger: met #1")}),
    ("run-together", {"messages__note": NOTE.format("|\n  Dear friend,\n  good day\n"), "actions__call": DRAFTED}),
    ("run-together", {"messages__note": NOTE.format('"Dear friend"'), "actions__call": DRAFTED}),
    ("run-together", {"messages__note": NOTE.format("\n  Dear friend,\n\n  good day\n"), "actions__call": DRAFTED}),
    ("run-together", {"messages__note": NOTE.format(">\n  Dear friend,\n\n  a text of two\n  lines\n"),
        "actions__call": DRAFTED}),
    ("odd-marks", {"actions__call": ACTION.replace("Call them", '"Call {{whoever}}"')}),
    ("odd-marks", {"messages__note": NOTE.format("|\n  Dear [[name]], see [this](https://a.example)\n"),
        "actions__call": DRAFTED}),
    ("odd-marks", {"actions__call": ACTION.replace("Call them", "Ask “why” and “when”")}),
    ("silence-without-reason", {"pack": MANIFEST.replace(
        "events", "# lint: allow unused-name – it is there to be logged\nevents")}),
    ("idle-silence", {"pack": MANIFEST.replace("events", "# lint: allow unused-name – to be logged\nevents")}),
    ("idle-silence", {"pack": MANIFEST.replace(" you}", " you} # lint: allow unused-name: to be logged")}),
    ("idle-silence", {"pack": MANIFEST.replace("A club", '"A club # lint: allow unused-name"')}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "files", "line"), CASES)
def test_it_is_found(kind: str, files: Files, line: int, tmp_path: Path) -> None:
    (one, *_) = found(tmp_path / "club", kind, **files)
    assert one.problem.id == f"lint/{kind}"
    assert one.problem.line == line or not line
    assert one.problem.column
    assert one.problem.source_line
    assert one.problem.hint or kind == "idle-silence"


@pytest.mark.parametrize(("kind", "files"), FINE)
def test_it_is_not_found(kind: str, files: Files, tmp_path: Path) -> None:
    assert found(tmp_path / "club", kind, **files) == []


def test_every_finding_has_a_case_of_both_kinds() -> None:
    assert {kind for kind, _, _ in CASES} == {*KINDS}
    assert {kind for kind, _ in FINE} == {*KINDS}


def test_every_finding_has_a_section_in_the_docs() -> None:
    page = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([a-z-]+)$", page, re.MULTILINE) == [*KINDS]
    for kind, section in zip(KINDS, re.split(r"^## [a-z-]+$", page, flags=re.MULTILINE)[1:], strict=True):
        assert f"lint/{kind}]" in section, f"the section on {kind} shows none"
        assert KINDS[kind][0] in section


def test_a_condition_is_not_told_of_twice(tmp_path: Path) -> None:
    """A rule whose condition never holds is unreachable too; the condition is what is wrong."""
    kinds = [one.kind for one in found(tmp_path, **when("[{level: {at_least: 6}}]"))]
    assert kinds.count("never-true") == 1
    assert "unreachable-rule" not in kinds


@pytest.mark.parametrize(
    "name", [*own_packs(), str(ROOT / "examples/plugins/checklist-engine-loans/checklist_engine_loans/rules")]
)
def test_our_packs_are_clean(name: str) -> None:
    report = lint(own_packs().get(name, name), TODAY)
    assert report.findings == ()


def test_a_pack_that_is_not_valid_is_not_looked_at(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="no fact"):
        found(tmp_path, **when("[{mod: {is: good}}]"))


# The witness of a contradiction


@pytest.mark.parametrize("files", [files for kind, files, _ in CASES if kind == "contradiction"])
def test_the_witness_is_a_rule_test_that_passes(files: Files, tmp_path: Path, command: Command) -> None:
    (one,) = found(tmp_path / "club", "contradiction", **files)
    assert one.witness is not None
    (tmp_path / "club/tests/call.yaml").write_text(one.witness, encoding="utf-8")
    shown = command("test", tmp_path / "club")
    assert (shown.code, shown.out.splitlines()[-1]) == (0, "1 passed, 0 failed")


def test_the_witness_is_small(tmp_path: Path) -> None:
    """One fact and one entry decide; nothing else is in it but what a record must have."""
    (one,) = found(tmp_path, "contradiction", **CASES[[kind for kind, _, _ in CASES].index("contradiction") + 1][1])
    assert one.witness is not None
    (record,) = re.findall(r"record:\n((?:  .*\n)+?)cases:", one.witness)
    assert sorted(re.findall(r"^  (\w+):", record, re.MULTILINE)) == ["level", "log", "met"]


# Silences


@pytest.mark.parametrize(
    "comment",
    ["# lint: allow contradiction – both are meant", "# lint: allow lint/contradiction - both are meant",
     "# lint: allow contradiction, always-true: both are meant", "#lint:allow contradiction — both are meant"],
)  # fmt: skip
@pytest.mark.parametrize("behind", [False, True])
def test_a_silence_with_a_reason(comment: str, behind: bool, tmp_path: Path) -> None:
    text = pair("do: {}", "dont: {until: 3 days after}")["actions__call"]
    head, first, rest = re.split(r"(  - \{id: b.*\n)", text)
    text = head + (f"{first.rstrip()}  {comment}\n" if behind else f"  {comment}\n  # and more\n{first}") + rest
    kinds = [one.kind for one in found(tmp_path, actions__call=text)]
    assert not {"contradiction", "silence-without-reason", "idle-silence"} & {*kinds}


def test_a_silence_of_another_line_is_idle(tmp_path: Path) -> None:
    text = pair("do: {}", "dont: {until: 3 days after}")["actions__call"]
    kinds = [one.kind for one in found(tmp_path, actions__call=f"# lint: allow contradiction – far away\n{text}")]
    assert {"contradiction", "idle-silence"} <= {*kinds}


def test_an_ignored_finding_keeps_its_silence_busy(tmp_path: Path) -> None:
    folder = pack(tmp_path, pack=MANIFEST.replace("events", "# lint: allow unused-name – to be logged\nevents"))
    assert "idle-silence" not in {one.kind for one in lint(str(folder), TODAY, ignore={"unused-name"}).findings}
    assert lint(str(folder), TODAY).silenced == 1


def test_a_fact_of_the_schema_is_silenced_by_a_comment_of_json(tmp_path: Path) -> None:
    text = schema(shoes={"type": "string"})
    silent = text.replace('"shoes": {', '"shoes": {"$comment": "lint: allow unread-fact – to be at hand",')
    names = {one.problem.message for one in found(tmp_path, "unread-fact", schema=silent)}
    assert names
    assert not any("shoes" in name for name in names)


# The command


def fix(command: Command, folder: Path) -> list[str]:
    """What `--fix` says that it did."""
    return [line for line in command("lint", folder, "--fix").out.splitlines() if ": took out " in line]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ONE_RULE = """\
action: call
title: Call them   # at once
rules:
  # the one rule
  - {id: call-soon, statement: book/call, when: [{sure: {known: true}}], do: {}}
trigger: met
"""
WHILE = """\
action: call
title: Call them
trigger: met
while:
  - {mood: {is: good}}
  - {mood: {is: good}}
  # why
  - {sure: {known: true}}
rules:
  - {id: call-soon, statement: book/call, do: {}}
"""
LEFT = WHILE.replace("  - {mood: {is: good}}\n", "", 1).replace("  - {sure: {known: true}}\n", "")
SILENT = ACTION.replace("do: {}}", "do: {}}  # lint: allow never-true – no")
MENDED = [
    (ONE_RULE, ONE_RULE.replace(" when: [{sure: {known: true}}],", "")),
    (WHILE.replace("\n", "\r\n"), LEFT.replace("\n", "\r\n")),
    (f"# lint: allow contradiction – there was one\n{SILENT}", ACTION),
    (f"\ufeff{ACTION}# lint: allow never-true – no", f"\ufeff{ACTION}"),
]


@pytest.mark.parametrize(("before", "after"), MENDED)
def test_fix_takes_out_that_and_no_other_byte(before: str, after: str, tmp_path: Path, command: Command) -> None:
    folder = pack(tmp_path / "club")
    (folder / "actions/call.yaml").write_bytes(before.encode())
    assert fix(command, folder)
    assert (folder / "actions/call.yaml").read_bytes() == after.encode()
    then = everything(folder)
    assert fix(command, folder) == []
    assert everything(folder) == then


def test_fix_touches_nothing_where_a_comment_would_be_lost(tmp_path: Path, command: Command) -> None:
    text = ACTION.replace("rules:", "while:\n  - {mood: {is: good}}\n  - {mood: {is: good}}  # I mean it\nrules:")
    folder = pack(tmp_path / "club", actions__call=text)
    assert fix(command, folder) == []
    assert (folder / "actions/call.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("conditions", ["[{sure: {known: true}}]", "[{sure: {known: true}}, {sure: {known: true}}]"])
def test_fix_keeps_what_makes_it_done(tmp_path: Path, command: Command, conditions: str) -> None:
    """Without a `done_when` it would not be done by itself: that it always is may be wrong, but is what it says."""
    folder = pack(tmp_path / "club", actions__call=ACTION.replace("rules:", f"done_when: {conditions}\nrules:"))
    assert "always-true" in command("lint", folder).out
    fix(command, folder)
    assert "done_when: [{sure: {known: true}}" in (folder / "actions" / "call.yaml").read_text("utf-8")


def test_fix_keeps_a_condition_that_asks_a_question(tmp_path: Path, command: Command) -> None:
    """Without it, nobody would be asked any more."""
    asked = {**FACTS["mood"], "enum": ["good", "bad", "none"], "absent": "ask", "question": "How are you?"}
    always = "[{any: [{mood: {known: true}}, {mood: {known: false}}]}]"
    folder = pack(tmp_path / "club", schema=schema(mood=asked), **when(always))
    assert "always-true" in command("lint", folder).out
    assert fix(command, folder) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [([], 1), (["--select", "unused-name"], 1), (["--select", "same-wording"], 0),
     (["--ignore", "lint/unused-name,unread-fact"], 0),
     (["--select", "same-wordng"], 2), (["--now", "soon"], 2), (["--format", "xml"], 2)],
)  # fmt: skip
def test_exit_codes(given: list[str], code: int, tmp_path: Path, command: Command) -> None:
    assert command("lint", pack(tmp_path / "club"), *given).code == code


def test_notes_alone_fail_only_if_one_is_strict(tmp_path: Path, command: Command) -> None:
    twice = SOURCE + "  again: {says: call them, where: page 2}\n"
    given = ["lint", pack(tmp_path / "club", sources__book=twice), "--select", "same-wording"]
    assert command(*given).code == 0
    assert command(*given, "--strict").code == 1
    assert "note: " in command(*given).out


def test_a_pack_that_is_not_there_or_not_valid_is_bad_input(tmp_path: Path, command: Command) -> None:
    assert command("lint", tmp_path / "nothing").code == 2
    shown = command("lint", pack(tmp_path / "club", **when("[{mod: {is: good}}]")))
    assert (shown.code, "Did you mean “mood”?" in shown.err) == (2, True)


def test_the_clock_is_what_the_command_says(tmp_path: Path, command: Command) -> None:
    given = [
        "lint",
        pack(tmp_path / "club", sources__book=SOURCE + "checked: 2026-11-01\n"),
        "--select",
        "stale-evidence",
    ]
    assert command(*given, "--now", "2028-11-01").code == 0
    assert command(*given, "--now", "2028-11-02 09:00").code == 1


def test_json_says_everything(tmp_path: Path, command: Command) -> None:
    data = command(
        "lint", pack(tmp_path / "club", **pair("do: {}", "dont: {until: 3 days after}")), "--format", "json"
    ).json
    (one,) = [finding for finding in data["findings"] if finding["id"] == "lint/contradiction"]
    assert (data["pack"], one["severity"], one["line"], one["page"]) == (
        "club",
        "warning",
        6,
        "docs/lint.md#contradiction",
    )
    assert one["witness"].startswith("title: Both a and b speak")


def test_github_reads_its_own_escapes(tmp_path: Path, command: Command) -> None:
    """The path has all that separates fields, and the message lines and a percent sign."""
    folder = pack(tmp_path / "a,b%25:c", **pair("do: {}", "dont: {until: 3 days after}"))
    lines = command("lint", folder, "--format", "github", "--select", "contradiction").out.splitlines()
    assert len(lines) == 1
    match = re.fullmatch(r"::warning file=([^,:]+),line=6,col=5,title=lint/contradiction::(.*)", lines[0])
    assert match is not None
    path = match[1].replace("%2C", ",").replace("%3A", ":").replace("%25", "%")
    assert path == os.path.join(str(folder), "actions/call.yaml")
    assert "%0A" in match[2]


def test_several_packs_at_once(tmp_path: Path, command: Command) -> None:
    one, other = pack(tmp_path / "one"), pack(tmp_path / "two")
    shown = command("lint", one, other, "--format", "json").json
    assert [report["pack"] for report in shown] == ["club", "club"]
