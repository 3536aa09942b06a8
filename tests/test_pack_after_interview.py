"""The pack that comes with the engine: complete, and no entry in it that no rule test would miss.

An **entry** is a rule, a step or a check. Whoever hears one source alone has to notice each of its entries: the
rule tests with the profile ``source:NAME`` are run with the entry taken out of the pack, and one of them must give
another checklist, by more than who is cited for it, and must fail.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import pytest

from checklist_engine.checklist import Checklist, as_json
from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.data import rules_dir
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.evaluate.status import OVER
from checklist_engine.load.pack import Pack, PackFile
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.ruletests.check import Difference, checklist_of, differences
from checklist_engine.ruletests.read import Situation, read_tests
from checklist_engine.scope import Record

FOLDER = rules_dir() / "after-interview"
AT_LEAST = {"dos-and-donts": 13, "seven-things": 18, "six-rs": 19, "five-musts": 11, "hays": 17}
KINDS = ("rules", "steps", "checks")

# Who is cited, and where: what an entry may change without anybody's noticing what to do.
CITATIONS = {
    "checklist": {"items", "pack", "sources", "statements"},
    "item": {"rules", "voices", "derivation", "file", "line"},
    "part": {"id", "sources", "statements"},
    "hold": {"rules", "sources", "reason"},
    "stretch": {"sources"},
}
# The same in the words of the rule tests.
CITING = {"rules", "voices", "agree"}


MOMENTS = {
    "a week before": "2026-11-10 12:00",
    "just before": "2026-11-17 09:55",
    "in the middle": "2026-11-17 10:30",
    "an hour after": "2026-11-17 12:00",
    "the day after": "2026-11-18 09:00",
    "nine days after": "2026-11-26 09:00",
    "three months after": "2027-02-26 09:00",
}
AFTERWARDS = list(MOMENTS)[3:]
ZONE = "Europe/Luxembourg"

# What is advised to some only → the facts that bring it into their lists (the minimal record has none of them).
SOMEBODY = {"people": {"anna": {"name": "Anna Weiss"}, "clara": {"name": "Clara Brandt"}}}
SOMETIMES: dict[str, dict[str, Any]] = {
    "apologise-for-wrong-name": {**SOMEBODY, "interview": {"wrong_names": ["anna"]}},
    "approach-references": {**SOMEBODY, "references": ["clara"]},
    "ask-for-feedback": {"log": [{"at": "2026-11-18 08:00", "heard": "rejected"}]},
    "ask-mutual-contact": {"mutual_contact": "Lea Hoffmann"},
    "burn-bridges": {"log": [{"at": "2026-11-18 08:00", "heard": "rejected"}]},
    "dwell-on-rejection": {"log": [{"at": "2026-11-18 08:00", "heard": "rejected"}]},
    "hear-back": {"interview": {"they_said": {"decision_by": "2026-11-27"}}},
    "reply-to-rejection": {"log": [{"at": "2026-11-18 08:00", "heard": "rejected"}]},
    "send-promised": {"promised": [{"what": "portfolio"}]},
    "stay-in-touch": {"log": [{"at": "2026-11-18 08:00", "heard": "process-ended"}]},
    "tell-others-of-acceptance": {"log": [{"at": "2026-11-18 08:00", "did": "accept-other-offer"}]},
    "tell-references-first": {**SOMEBODY, "references": ["clara"], "promised": [{"what": "references"}]},
    "use-another-channel": {"interview": {"they_said": {"contact_by": "email"}}},
    "write-cover-letter": {"asked_for": [{"what": "cover-letter"}]},
}
SOMETIMES_WITHIN: dict[str, dict[str, Any]] = {
    "thanks-better-answer": {"interview": {"weak_answers": ["How I would test a pipeline"]}},
    "thanks-new-number": {"new_phone": "+352 555 0123"},
    "thanks-promised": {"promised": [{"what": "portfolio"}]},
}
UP_TO_THE_INTERVIEW = {"arrive-on-time", "ask-for-business-card", "ask-next-steps", "raise-cover-letter"}


class Entry(NamedTuple):
    """A rule, step or check, heard for one of its sources."""

    action: str
    kind: str
    id: str
    source: str

    def __str__(self) -> str:
        return f"{self.source}:{self.id}"


@cache
def program() -> Program:
    """The pack as it is shipped, read from its files."""
    return load_program(FOLDER, use_cache=False)


@cache
def situations() -> list[Situation]:
    """Every case of the pack's rule tests."""
    return read_tests(FOLDER, program())


class Before(NamedTuple):
    """A case of the rule tests as it comes out with the whole pack."""

    case: Situation
    said: dict[str, Any]
    failing: list[Difference]


@cache
def by_profile(profile: str) -> list[Before]:
    """The cases of one profile, with what their checklists say besides citations."""
    cases = [one for one in situations() if one.profile == profile]
    return [Before(one, said(checklist_of(one, program())), differences(one, program())) for one in cases]


def cited(node: dict[str, Any]) -> list[str]:
    """The statements that a rule, step or check cites."""
    given = node["statement"]
    return given if isinstance(given, list) else [given]


def entries() -> Iterator[Entry]:
    """Every rule, step and check of the pack, once for each source that it speaks for."""
    for file in program().pack.actions:
        for kind in KINDS:
            for node in file.data.get(kind, ()):
                for source in dict.fromkeys(name.partition("/")[0] for name in cited(node)):
                    yield Entry(file.data["action"], kind, node["id"], source)


def without(entry: Entry) -> Program:
    """The pack with one entry taken out, and with it what another rule says of replacing it."""
    file = action_file(entry.action)
    return compile_pack(with_action(PackFile(file.name, _less(file.data, entry), file.places)))


def action_file(action: str) -> PackFile:
    """The file of an action as it is shipped."""
    return next(file for file in program().pack.actions if file.data["action"] == action)


def with_action(changed: PackFile) -> Pack:
    """The pack with one file of an action in place of the one shipped."""
    pack = program().pack
    actions = [changed if file.name == changed.name else file for file in pack.actions]
    return Pack(
        manifest=pack.manifest, record_schema=pack.record_schema, sources=pack.sources, actions=actions,
        messages=pack.messages, digest=pack.digest,
    )  # fmt: skip


def _less(data: dict[str, Any], entry: Entry) -> dict[str, Any]:
    data = copy.deepcopy(data)
    data[entry.kind] = [node for node in data[entry.kind] if node["id"] != entry.id]
    for rule in data["rules"]:
        given = rule.pop("replaces", [])
        left = [name for name in ([given] if isinstance(given, str) else given) if name != entry.id]
        if left:
            rule["replaces"] = left
    return data


def said(checklist: Checklist) -> dict[str, Any]:
    """What a checklist tells a person to do, and when: all of it but the citations.

    An item of which nobody speaks is as good as absent.
    """
    whole = as_json(checklist)
    items = {item["id"]: _item(item) for item in whole["items"] if item["status"] != "not-applicable"}
    return {**_bare(whole, "checklist"), "items": items}


def _item(item: dict[str, Any]) -> dict[str, Any]:
    bare = _bare(item, "item")
    for kind in ("steps", "checks"):
        bare[kind] = [_bare(part, "part") for part in item[kind]]
    if item["hold"] is not None:
        bare["hold"] = _bare(item["hold"], "hold")
    bare["not_by"] = [_bare(one, "hold") for one in item["not_by"]]
    bare["window"] = {
        edge: _bare(value, "stretch") if isinstance(value, dict) else value for edge, value in item["window"].items()
    }
    bare["window"]["ideal"] = [_bare(stretch, "stretch") for stretch in item["window"]["ideal"]]
    return bare


def _bare(data: dict[str, Any], what: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in CITATIONS[what]}


# Complete


@pytest.mark.parametrize(("source", "count"), AT_LEAST.items())
def test_every_statement_of_a_source_has_a_place_and_is_cited(source: str, count: int) -> None:
    file = next(file for file in program().pack.sources if file.data["source"] == source)
    statements = file.data["statements"]
    assert len(statements) >= count
    assert [slug for slug, statement in statements.items() if not statement.get("where", "").strip()] == []
    assert [slug for slug in statements if f"{source}/{slug}" not in program().citations()] == []
    told = [statement["says"] for statement in statements.values()]
    assert len(set(told)) == len(told), "two statements say the same"


def test_there_is_no_other_source() -> None:
    assert set(program().source_order) == set(AT_LEAST)


def test_messages_are_drafts_of_actions() -> None:
    drafts = {action.message for action in program().actions.values()} - {None}
    assert drafts == {file.data["message"] for file in program().pack.messages}


# Nothing too much


@pytest.mark.parametrize("entry", list(entries()), ids=str)
def test_an_entry_that_goes_is_missed(entry: Entry) -> None:
    left, profile = without(entry), f"source:{entry.source}"
    noticed = False
    for before in by_profile(profile):
        if said(checklist_of(before.case, left)) == before.said:
            continue
        noticed = True
        failing = (found for found in differences(before.case, left) if found not in before.failing)
        if any(found.what.split()[-1] not in CITING for found in failing):
            return
    what = "fails" if noticed else "is another"
    pytest.fail(f"no rule test with the profile {profile} {what} without {entry.id}")


def test_an_entry_that_is_said_twice_would_not_be_missed() -> None:
    """The test above can fail: a rule beside its twin goes unnoticed."""
    file = action_file("take-notes")
    rule = file.data["rules"][0]
    twin = {**file.data, "rules": [rule, {**rule, "id": "twin"}]}
    both = compile_pack(with_action(PackFile(file.name, twin, file.places)))
    cases = by_profile("source:hays")
    assert any(checklist_of(one.case, both) != checklist_of(one.case, program()) for one in cases)
    assert all(said(checklist_of(one.case, both)) == one.said for one in cases)


# What the rule tests have no words for


def test_what_a_source_likes_best_is_shown() -> None:
    """The interview ends Tue 11:00. seven-things would reflect on that day; five-musts writes 2 to 3 hours later."""
    checklist = evaluate(program(), minimal(), parse(MOMENTS["an hour after"], ZONE).start)
    reflect, thanks = checklist.item("reflect/1").window, checklist.item("send-thank-you/1").window
    assert [(one.from_, one.to, one.sources) for one in reflect.ideal] == [
        ("2026-11-17T11:00:00+01:00", "2026-11-18T00:00:00+01:00", ("seven-things",))
    ]
    assert [(one.from_, one.to, one.sources) for one in thanks.ideal] == [
        ("2026-11-17T13:00:00+01:00", "2026-11-17T14:00:00+01:00", ("five-musts",))
    ]


def test_a_step_has_its_own_deadline() -> None:
    """24 hours after Tue 11:00."""
    checklist = evaluate(program(), minimal(), parse(MOMENTS["an hour after"], ZONE).start)
    steps = {step.id: step.by for step in checklist.item("send-thank-you/1").steps}
    assert steps["thanks-keep-the-deadline"] == "2026-11-18T11:00:00+01:00"


# Nothing for everybody that is for some


def minimal(*, interview: Mapping[str, Any] | None = None, **changes: Any) -> Record:
    """The smallest record there is, with facts added: those of ``interview`` to its one interview."""
    data = read_record((FOLDER / "tests/shared/minimal.yaml").read_bytes(), "minimal.yaml", program()).data
    (only,) = data["interviews"]
    facts = {**data, **changes, "interviews": [{**only, **(interview or {})}]}
    return read_record(json.dumps(facts).encode(), "minimal.yaml", program())


def shown(record: Record, when: str) -> dict[str, set[str]]:
    """The actions that apply at a moment, each with the steps and checks of its items."""
    checklist = evaluate(program(), record, parse(MOMENTS[when], ZONE).start)
    found: dict[str, set[str]] = {}
    for item in checklist.items:
        if item.status != "not-applicable":
            found.setdefault(item.action, set()).update(part.id for part in (*item.steps, *item.checks))
    return found


@pytest.mark.parametrize("when", MOMENTS)
def test_what_is_for_some_stays_out_of_the_lists_of_all(when: str) -> None:
    found = shown(minimal(), when)
    assert not SOMETIMES.keys() & found.keys()
    assert not SOMETIMES_WITHIN.keys() & set().union(*found.values())


@pytest.mark.parametrize("action", SOMETIMES)
def test_what_is_for_some_is_in_their_lists(action: str) -> None:
    assert action in shown(minimal(**SOMETIMES[action]), "nine days after")


@pytest.mark.parametrize("step", SOMETIMES_WITHIN)
def test_what_some_should_write_is_in_their_lists(step: str) -> None:
    assert step in shown(minimal(**SOMETIMES_WITHIN[step]), "an hour after")["send-thank-you"]


@pytest.mark.parametrize("when", AFTERWARDS)
def test_what_belongs_before_the_end_of_the_interview_is_over_then(when: str) -> None:
    checklist = evaluate(program(), minimal(), parse(MOMENTS[when], ZONE).start)
    over = {item.action for item in checklist.items if item.status in OVER}
    still = {item.action for item in checklist.items if item.status not in OVER}
    assert over >= UP_TO_THE_INTERVIEW
    assert not still & UP_TO_THE_INTERVIEW
