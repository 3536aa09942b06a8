"""`checklist test --record`: the same checklist, and none of the words that a person wrote."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import START, action, make, rule

from checklist_engine.checklist import Checklist
from checklist_engine.cli.main import run_command
from checklist_engine.compile.program import Program
from checklist_engine.data import rules_dir
from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.problems import Problems
from checklist_engine.ruletests.check import checklist_of, differences
from checklist_engine.ruletests.disguise import Disguise
from checklist_engine.ruletests.read import situations_in
from checklist_engine.ruletests.record import recorded

ROOT = Path(__file__).parent.parent
FOLDER = Path(str(rules_dir())) / "after-interview"
ZONE = "Europe/Luxembourg"
REAL = """\
# What nobody else should read: Zaphod.
id: quillon-secret
company: Quillon Maps
role: Data engineer
timezone: Europe/Luxembourg
people:
  anna: {name: Anna Weiss, title: Head of Data, email: anna@quillon.example, phone: "+352 555 0123"}
  tom-r: {name: Tom Reuter, part: recruiter, timezone: America/New_York}
interview: {id: koffi, start: 2026-11-17 10:00, end: 2026-11-17 11:00, with: [anna, tom-r], weak_answers: [Why maps?]}
promised: [{what: references, by: 2026-11-20, to: tom-r}, {what: My Portfolio, to: anna}]
references: [tom-r]
mutual_contact: Anna Weiss
log:
  - {at: 2026-11-17 13:40, did: send-thank-you, to: anna, round: koffi, by: email, note: She liked it}
  - {at: 2026-11-18, did: send-promised, what: my portfolio, to: anna}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def program() -> Program:
    """The pack as it is shipped."""
    return load_program(FOLDER, use_cache=False)


def test_a_real_case_without_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("CHECKLIST_CONFIG", str(tmp_path / "no-config.yaml"))
    record, test = tmp_path / "interview.yaml", tmp_path / "case.yaml"
    record.write_text(REAL, encoding="utf-8")
    given_ = ["test", "--record", str(record), "--now", "2026-11-18 12:00", "--output", str(test)]
    assert run_command(given_) == 0
    text = test.read_text(encoding="utf-8")
    for word in ("Quillon", "quillon", "Data", "anna", "Anna", "Weiss", "tom", "Tom", "352", "koffi", "maps?",
                 "ortfolio", "Zaphod", "liked"):  # fmt: skip
        assert not re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text), word
    # One person is one person wherever they stand, and one text is one text.
    assert "mutual_contact: name 1\n" in text
    assert "with: [person-1, person-2]" in text
    assert "references: [person-2]" in text
    assert "what: references" in text  # a word that rules look for
    assert "{at: 2026-11-17 13:40, did: send-thank-you, by: email, to: person-1, round: round-1}" in text
    assert "      send-thank-you/round-1/person-1:\n        status: done\n" in text
    capsys.readouterr()
    # It does not take the place of a file, and it passes among the tests of a pack.
    assert run_command(given_) == 2
    assert test.read_text(encoding="utf-8") == text
    assert str(test) in capsys.readouterr().err


def test_without_a_file_it_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("CHECKLIST_CONFIG", str(tmp_path / "no-config.yaml"))
    record = tmp_path / "interview.yaml"
    record.write_text(REAL, encoding="utf-8")
    assert run_command(["test", "--record", str(record), "--now", "2026-11-18 12:00"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    program = load_program(FOLDER, use_cache=False)
    (situation,) = situations_in(out.encode(), "printed", FOLDER, program)
    assert differences(situation, program) == []
    assert run_command(["test", "--record", str(record), "-k", "x"]) == 2
    assert run_command(["test", "--now", "2026-11-18 12:00"]) == 2


@pytest.mark.parametrize("at", ["2026-09-15 15:00", "2026-09-18 10:00", "2026-10-05 12:00"])
def test_records_that_it_refers_to_come_along(at: str) -> None:
    folder = FOLDER.parent / "incident-follow-up"
    program = load_program(folder, use_cache=False)
    incident = ROOT / "examples" / "incident.yaml"
    record = read_record(incident.read_bytes(), str(incident), program, zone=ZONE)
    text = recorded(program, record, parse(at, ZONE).start)
    assert "  earlier: other-1.yaml\n" in text
    assert "others:\n  other-1.yaml:\n" in text
    for word in ("arcel", "acme", "Acme", "mira", "Mira", "incident-earlier"):
        assert word not in text, word
    assert "via: phone" in text  # a word of the schema's own, in the key of a list within a list
    (situation,) = situations_in(text.encode(), "case.yaml", FOLDER, program)
    assert differences(situation, program) == []


OTHERS = """\
title: Another record inside the test
record: {service: A, summary: a, severity: 2, detected: 2026-09-15 14:05, timezone: UTC, earlier: other.yaml}
others:
  other.yaml: {service: A, summary: b, severity: 2, detected: 2026-07-02 09:30, timezone: UTC}
cases: [{at: 2026-09-15 15:00, because: "Nothing hangs on it.", absent: [look-at-earlier-items]}]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        ("summary: b", "sumary: b", 4, 15, "“other.yaml”: "),
        ("earlier: other.yaml", "tier: critical", 4, 3, "no fact of the record names “other.yaml”"),
        ("earlier: other.yaml", "earlier: othr.yaml", 2, 99, "the record “othr.yaml” cannot be read"),
    ],
)
def test_what_is_wrong_in_another_record_is_told_in_the_test(
    old: str, new: str, line: int, column: int, message: str
) -> None:
    program = load_program(FOLDER.parent / "incident-follow-up", use_cache=False)
    assert len(situations_in(OTHERS.encode(), "case.yaml", FOLDER, program)) == 1
    with pytest.raises(Problems) as raised:
        situations_in(OTHERS.replace(old, new).encode(), "case.yaml", FOLDER, program)
    problem = raised.value.problems[0]
    assert message in problem.message
    assert (problem.line, problem.column) == (line, column), problem


def test_a_case_in_which_all_is_over_expects_an_empty_list(program: Program) -> None:
    record = read_record(REAL.encode() + b"  - {at: 2026-11-18 13:00, did: withdraw}\n", "r", program, zone="UTC")
    text = recorded(program, record, parse("2026-11-18 14:00", ZONE).start)
    (situation,) = situations_in(text.encode(), "r", FOLDER, program)
    assert differences(situation, program) == []
    assert "send-promised/promise-1:" in text  # done, which the end of the process does not undo
    assert "follow-up" not in text.replace("follow-up-", "")  # closed


def test_the_names_of_records_further_off_are_nobodys_business(program: Program) -> None:
    """A record that is referred to may name others, which are not read: by paths that say who is meant."""
    folder = FOLDER.parent / "incident-follow-up"
    pack = load_program(folder, use_cache=False)
    incident = ROOT / "examples" / "incident.yaml"
    record = read_record(incident.read_bytes(), str(incident), pack, zone=ZONE)
    ((path, other),) = record.others
    named = other.replace(data={**other.data, "earlier": "secret-customer/zaphod.yaml"})
    text = recorded(pack, record.replace(others=((path, named),)), parse("2026-09-18 10:00", ZONE).start)
    assert "earlier: other-1.yaml" in text
    assert "earlier: elsewhere.yaml" in text
    assert "zaphod" not in text


def test_long_numbers_are_words_of_their_own(tmp_path: Path) -> None:
    """A telephone number without quotes is one, too; how much of something stays."""
    account = {"type": "integer"}
    tiny = make(tmp_path, action("write", rule("a", do={})), facts={"account": account, "other": account})
    record = tiny.record({**START, "level": 999_999, "account": 35262112345, "other": -35262112345})
    told = Disguise(tiny.program, record).data
    assert told["level"] == 999_999
    assert (told["account"], told["other"]) == (10000000001, -10000000001)


def test_of_an_entry_nothing_is_kept_that_is_nobodys_key(program: Program) -> None:
    """A second person in an entry is refused when it is read; should one come through, it is not told on."""
    record = read_record(REAL.encode(), "r", program, zone="UTC")
    entry = {**record.data["log"][0], "from": "Bob bob@quillon.example", "with": "tom-r"}
    data = {**record.data, "log": [entry]}
    (told,) = Disguise(program, record.replace(data=data)).data["log"]
    assert told == {
        "at": "2026-11-17 13:40", "did": "send-thank-you", "by": "email", "to": "person-1", "with": "person-2",
        "round": "round-1",
    }  # fmt: skip


def test_a_minute_that_the_clock_shows_twice(program: Program) -> None:
    record = read_record(REAL.encode(), "r", program, zone="UTC")
    for at in ("2026-10-25 02:30+02:00", "2026-10-25 02:30+01:00"):
        text = recorded(program, record, parse(at, ZONE).start)
        (situation,) = situations_in(text.encode(), "r", FOLDER, program)
        assert parse(situation.at, ZONE).start == parse(at, ZONE).start


# Any record

WORDS = st.text("ÆØÅæøåßÞþĐđŁł", min_size=4, max_size=12)
"""Words that nothing else in a test could have in it."""
KEYS = st.text("qxzjv", min_size=5, max_size=9)
MOMENTS = (
    st.datetimes()
    .map(lambda at: f"2026-{at.month % 2 + 11}-{at.day:02} {at.hour:02}:{at.minute:02}")
    .filter(lambda text: not text.startswith("2026-11-31"))
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """A record, and every text in it that is somebody's own."""
    texts: list[str] = []

    def word(of: st.SearchStrategy[str] = WORDS) -> str:
        texts.append(draw(of))
        return texts[-1]

    people = {
        word(KEYS): {"name": word(), "title": word(), "email": f"{word(KEYS)}@{word(KEYS)}.example"} for _ in range(3)
    }
    keys = sorted(people)
    some = st.lists(st.sampled_from(keys), unique=True)
    said = st.fixed_dictionaries(
        {},
        optional={
            "decision_by": st.sampled_from(["none", "2026-11-27"]),
            "contact_by": st.sampled_from(["email", "none"]),
        },
    )
    start = draw(MOMENTS)
    rounds = [{"id": word(KEYS), "start": start, "with": draw(some), "they_said": draw(said), "weak_answers": [word()]}]
    promised = [{"what": draw(st.sampled_from(["references", word()])), "to": draw(st.sampled_from(keys))}]
    log = [
        {"at": draw(MOMENTS), "did": draw(st.sampled_from(["send-thank-you", "follow-up", "withdraw"])), "note": word(),
         "to": draw(st.sampled_from(keys)), "round": rounds[0]["id"], "by": draw(st.sampled_from(["email", "phone"]))}
        for _ in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    record = {
        "id": word(KEYS), "company": word(), "role": word(), "people": people, "interviews": rounds,
        "promised": promised, "timezone": draw(st.sampled_from([ZONE, "America/New_York"])), "references": draw(some),
        "mutual_contact": word(), "new_phone": word(), "log": log,
    }  # fmt: skip
    return record, texts


def facts(checklist: Checklist) -> list[tuple[Any, ...]]:
    """What must be the same, without the keys of elements."""
    return sorted(
        (item.action, item.status, str(item.window), sorted(item.rules), len(item.broken)) for item in checklist.items
    )


PROGRAM = load_program(FOLDER, use_cache=False)


@settings(deadline=None, max_examples=40)
@given(cases(), MOMENTS)
def test_nothing_of_a_persons_words_is_left_and_the_checklist_is_the_same(
    case: tuple[dict[str, Any], list[str]], at: str
) -> None:
    data, texts = case
    record = read_record(json.dumps(data, ensure_ascii=False).encode(), "r", PROGRAM, zone="UTC")
    now = parse(at, record.zone).start
    text = recorded(PROGRAM, record, now)
    assert [one for one in texts if one in text] == []
    (situation,) = situations_in(text.encode(), "r", FOLDER, PROGRAM)
    assert differences(situation, PROGRAM) == []
    assert facts(checklist_of(situation, PROGRAM)) == facts(evaluate(PROGRAM, record, now))


def test_the_line_for_editors_leads_to_the_schema_from_where_the_test_lies(tmp_path: Path, capsys: Capture) -> None:
    """In a copied pack its own schemas; outside of a pack there is no line, which could only tell where files are."""
    folder, record = tmp_path / "my-rules", tmp_path / "interview.yaml"
    record.write_text(REAL, encoding="utf-8")
    assert run_command(["pack", "copy", "after-interview", str(folder)]) == 0
    for test, line in (
        (folder / "tests" / "mine.yaml", "$schema=../schemas/rule-test.schema.json"),
        (tmp_path / "mine.yaml", None),
    ):
        given_ = ["test", str(folder), "--record", str(record), "--now", "2026-11-18 12:00", "--output", str(test)]
        assert run_command(given_) == 0, capsys.readouterr().err
        first = test.read_text(encoding="utf-8").partition("\n")[0]
        if line is None:
            assert "$schema" not in first
            assert str(tmp_path) not in test.read_text(encoding="utf-8")
        else:
            assert first == f"# yaml-language-server: {line}"
            assert (test.parent / first.partition("=")[2]).is_file()
