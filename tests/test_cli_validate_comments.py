"""`checklist validate` remarks on words that YAML takes for a comment."""

from __future__ import annotations

import pytest
from commands import Command

from checklist_engine.yaml12.comments import cut_off
from checklist_engine.yaml12.reader import read

RECORD = "company: {}\nrole: R\ntimezone: Europe/Luxembourg\ninterview: {{start: 2026-11-17 10:00}}\n"


def test_a_number_sign_in_a_name_is_told(command: Command) -> None:
    path = command.write("case.yaml", RECORD.format("Firma #1"))
    done = command("validate", "case.yaml")
    assert (done.code, done.err) == (0, "")
    note = "Note: case.yaml:1: “#1” is read as a comment, because of the blank before the #; the value is “Firma”."
    assert f'{note} If it belongs to it, put quotes around both: "Firma #1"\n' in done.out
    assert command("validate", "case.yaml", "--quiet").out == ""
    path.write_text(RECORD.format('"Firma #1"'), "utf-8")
    assert "Note" not in command("validate", "case.yaml").out


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: Firma #1", [("Firma", "#1")]),
        ("a: Firma  #1 and more", [("Firma", "#1")]),
        ("a:\n  - Größe 🎉 #x", [("Größe 🎉", "#x")]),
        ("a: {b: Firma, #1\n  c: d}", []),
        ("a: Firma # one", []),
        ("a: Firma ## one", []),
        ("a: Firma#1", []),
        ("a: 'Firma' #1", []),
        ("a: 2026-11-17 11:00 #over", []),
        ("a: |\n  Firma #1", []),
        ("a: Firma\n  and sons #1", []),
        ("a: #1", []),
    ],
)
def test_only_what_is_glued_and_stands_behind_words(text: str, found: list[tuple[str, str]]) -> None:
    assert [(value.text, comment) for value, comment in cut_off(read(text.encode(), "x.yaml"))] == found
