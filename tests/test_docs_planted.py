"""Mistakes planted in pages: what `test_docs.py` checks with finds each of them, and leaves what is right alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import ROOT, Desk
from test_docs import (
    Block,
    blocks_of,
    broken_links,
    commands_of,
    compiles,
    matches,
    play,
    unknown_commands,
)

RECORD = """\
<!-- file: interview.yaml -->
```yaml
company: Quillon Maps
role: Data engineer
interview: {start: 2026-11-17 10:00, timezone: Europe/Luxembourg}
```
"""
COPY = "```sh\nchecklist pack copy after-interview my-rules\n```\n"
NOTES = "  - {id: notes-by-the-day-after, statement: hays/notes, do: {through: 1 day after}}"
IN_NOTES = "in: my-rules/actions/take-notes.yaml"
NOON = "<!-- now: 2026-11-17 12:00 -->\n"


def yaml(comment: str, text: str) -> str:
    return f"<!-- {comment} -->\n```yaml\n{text}\n```\n"


def table(comment: str, *rows: str) -> str:
    """A table under a comment (or more of them, with a line break between)."""
    return "\n".join([f"<!-- {comment} -->", "| a | b |", "|---|---|", *(f"| {row} |" for row in rows), ""])


def console(text: str, comment: str = "") -> str:
    return f"{comment}```console\n{text}\n```\n"


@pytest.mark.parametrize(
    "page",
    [
        RECORD,
        console("$ echo one; echo two\none\ntwo"),
        console("$ echo one two; echo three; echo four\none ...\n...\nfour"),
        console("$ echo \\\n    one\none"),
        console("$ checklist validate nothing.yaml\n...", "<!-- exit: 2 -->\n"),
        RECORD + console("$ checklist run interview.yaml\n...\nTue 17 Nov 2026, 12:00 ...\n...", NOON),
        COPY + yaml(IN_NOTES, NOTES) + console("$ checklist validate my-rules -q"),
        yaml("windows", "- {until: 24 hours after}   # a comment\n- until: 1 day after\n  from: round.start"),
        yaml("limits", "- {more_than: 1, per: 7 days}"),
        table("moments", "`same day` `[round.end, 1 day after]` | `whatever`"),
        yaml("conditions", "- process-open\n- {heard: rejected}"),
        table("keys: message.schema.json", "`message` |", "`subject` `body` |"),
        table("fields: checklist_engine.plugin.Option", "`name` `summary` `default` `choices` |"),
        "<!-- from: LICENSE -->\n```text\nMIT License\n```\n",
    ],
)  # fmt: skip
def test_what_is_right_passes(page: str, tmp_path: Path) -> None:
    assert play(page, tmp_path) == []


@pytest.mark.parametrize(
    ("page", "line", "fault"),
    [
        # blocks that nobody would look at
        ("```yaml\ncompany: Quillon Maps\n```\n", 1, "does not say what it is"),
        ("```\nplain\n```\n", 1, "no language"),
        ("<!-- file: a.yaml -->\nwords in between\n```yaml\na: 1\n```\n", 3, "does not say what it is"),
        (f"{RECORD}\n<!-- executed by .ci/run -->\n```sh\nfalse\n```\n", 9, "only the first block"),
        # commands
        (console("$ echo one\ntwo"), 1, "but the page says"),
        (console("$ echo one"), 1, "but the page says"),
        (console("$ echo one; echo two\none"), 1, "but the page says"),
        (console("$ echo one\n$ echo two\ntwo"), 1, "`echo one`"),
        (console("$ echo one\none\n$ false"), 1, "`false` exits with 1"),
        (console("$ true", "<!-- exit: 1 -->\n"), 2, "`true` exits with 0"),
        (console("echo one"), 1, "does not begin with a command"),
        ("```sh\ntrue\nchecklist rum\n```\n", 1, "`checklist rum` exits with 2"),
        # files
        (RECORD.replace("company", "compony"), 2, "compony"),
        (RECORD.replace("2026-11-17", "17.11.2026"), 2, "17.11.2026"),
        (yaml("config", "timezone: Europe/Luxemburg"), 2, "Europe/Luxembourg"),
        (COPY + yaml("in: my-rules/pack.yaml", "- no id"), 5, "neither an entry with an id nor a key"),
        (
            COPY + yaml(IN_NOTES, NOTES.replace("1 day", "1 dya")) + console("$ checklist validate my-rules -q"),
            8,
            "1 dya after",
        ),
        # parts of rules
        (yaml("windows", "- {until: 24 hours after}\n- {untill: 24 hours after}"), 2, "untill"),
        (yaml("windows", "# nothing"), 2, "there are no windows"),
        (yaml("limits", "- {more_than: one}"), 2, "more_than"),
        (table("moments", "`next day` |", "`next yaer` |"), 2, "next yaer"),
        (table("moments", "next day |"), 2, "there are no moments"),
        (yaml("conditions", "- {heard: rejekted}"), 2, "rejekted"),
        (yaml("conditions", "- {round.medum: {is: video}}"), 2, "medum"),
        # tables against the code
        (table("keys: message.schema.json", "`message` `subject` |"), 2, "lacks ['body']"),
        (table("keys: message.schema.json", "`message` `subject` `body` `to` |"), 2, "has ['to']"),
        (table("keys: message.schema.json", "`message` `subject` `body` `body` |"), 2, "each once"),
        (
            table("keys: message.schema.json -->\n<!-- conditions", "`message` `subject` `body` | `{heard: rejekted}`"),
            3,
            "rejekted",
        ),
        (table("fields: checklist_engine.plugin.Option", "`name` |"), 2, "lacks ['choices'"),
        (table("statuses", "done |"), 2, "the engine has"),
        (table("tests: FormatConformance", "`test_is_silent` `test_x` |"), 2, "has ['test_x'] besides, and lacks ['"),
        (table("losses", "`steps` `hops` |"), 2, "has ['hops'] besides, and lacks ['derivation', 'drafts'"),
        ("<!-- from: LICENSE -->\n```text\nMIT Licence\n```\n", 2, "does not have these lines"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(page: str, line: int, fault: str, tmp_path: Path) -> None:
    faults = play(page, tmp_path)
    assert faults
    assert faults[0].startswith(f"{line}: ")
    assert fault in faults[0]


def test_the_table_of_statuses_is_held_against_the_engine(tmp_path: Path) -> None:
    right = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    (table,) = [block for block in blocks_of(right) if "statuses" in block.about]
    page = f"<!-- statuses -->\n{table.text}\n"
    assert play(page, tmp_path / "right") == []
    assert play(page.replace("| upcoming |", "| open |", 1), tmp_path / "wrong") != []


def test_an_entry_of_a_list_is_changed_or_added_where_it_belongs(tmp_path: Path) -> None:
    added = "  - {id: notes-twice, statement: hays/notes,\n     do: {}}"
    changed = NOTES.replace("1 day", "2 days")
    assert play(COPY + yaml(IN_NOTES, f"{changed}\n{added}"), tmp_path) == []
    text = (tmp_path / "desk/my-rules/actions/take-notes.yaml").read_text(encoding="utf-8")
    assert f"rules:\n{changed}\n{added}\nsteps:\n" in text


@pytest.mark.parametrize(
    ("screen", "right"),
    [
        ("Name: Kim\nHello Kim", True),
        ("Name: Kim\nHello Tom", False),
        ("Nane: Kim\nHello Kim", False),
        ("Hello Kim", False),
        ("Name: Kim", False),
    ],
)
def test_a_dialogue_is_typed_at_a_terminal(screen: str, right: bool, tmp_path: Path) -> None:
    page = console(f"$ test -t 0 && printf 'Name: ' && read name && echo Hello $name\n{screen}", "<!-- typed -->\n")
    assert (play(page, tmp_path) == []) is right


def test_what_a_page_does_stays_on_its_desk(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    shown, _ = desk.run("echo $HOME; echo $XDG_CONFIG_HOME; echo $XDG_CACHE_HOME; pwd; command -v checklist")
    assert [line for line in shown.splitlines() if not line.startswith(str(tmp_path))] == []


@pytest.mark.parametrize(
    ("expected", "shown", "same"),
    [
        ("a\n", "a\n", True),
        ("a\n", "a\nb\n", False),
        ("...\n", "", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a ... d\n", "a b\nc d\n", False),
        ("a.\n", "ab\n", False),
    ],
)
def test_dots_stand_for_what_they_should(expected: str, shown: str, same: bool) -> None:
    assert matches(expected, shown) is same


def test_commands_are_told_from_their_output() -> None:
    block = Block(1, "console", {}, "$ one \\\n    two\nout\n\n$ three\n")
    assert list(commands_of(block)) == [("one two", "out\n\n"), ("three", "")]


def test_a_part_of_a_rule_is_compiled_and_not_only_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert compiles("moments", "round.end", desk) is None
    assert "rond" in str(compiles("moments", "rond.end", desk))


@pytest.mark.parametrize(
    ("page", "broken"),
    [
        ("# A head\n[a](#a-head) [b](README.md) [c](docs/person.md#begin) [d](https://example.org)", []),
        ("[a](#no-head)", ["#no-head"]),
        ("[a](nothing.md)", ["nothing.md"]),
        ("[a](docs/person.md#no-head)", ["docs/person.md#no-head"]),
        ("[a](http://example.org)", ["http://example.org"]),
        ("```sh\n# not a head\n```\n[a](#not-a-head)", ["#not-a-head"]),
    ],
)
def test_links_that_lead_nowhere_are_found(page: str, broken: list[str]) -> None:
    assert broken_links(page, ROOT) == broken


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("checklist run interview.yaml --now '2026-11-18 09:00'", True),
        ("checklist pack copy NAME DIR", True),
        ("checklist init --company X", True),
        ("checklist --version", True),
        ("checklist rum", False),
        ("checklist run --nwo", False),
        ("checklist pack cpoy", False),
    ],
)
def test_commands_in_sentences_are_held_against_the_command(words: str, known: bool) -> None:
    assert (unknown_commands(f"Type `{words}`.") == []) is known
