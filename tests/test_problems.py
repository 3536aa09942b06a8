"""Problems as people read them: the caret, long and odd lines, how many, and what was probably meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checklist_engine.problems import LIMIT, Problem, Problems, as_json, as_text, nearest


def problem(line: str, column: int, number: int = 3) -> Problem:
    return Problem(
        id="area/what", message="wrong", file="x.yaml", line=number, column=column, source_line=line,
        expected="this", found="that", hint="Mend it.",
    )  # fmt: skip


def caret(line: str, column: int) -> tuple[str, int]:
    """The line as shown and the cell that the caret stands in."""
    shown, below = as_text([problem(line, column)]).split("\n")[1:3]
    start = shown.index("|") + 2
    return shown[start:], below.index("^") - start


def test_all_parts_are_shown() -> None:
    assert as_text([problem("a: b", 4)]) == (
        "x.yaml:3:4: wrong\n  3 | a: b\n    |    ^\n    expected: this\n    found: that\n    hint: Mend it."
    )
    assert as_text([Problem(id="a/b", message="no such file", file="x.yaml")]) == "x.yaml: no such file"
    assert as_text([Problem(id="a/b", message="nothing")]) == "nothing"


def test_the_caret_stands_below_its_character() -> None:
    assert caret("abc", 2) == ("abc", 1)
    assert caret("abc", 4) == ("abc", 3)  # after the end
    assert caret("\tb", 2) == ("    b", 4)
    assert caret("a\tb", 3) == ("a   b", 4)
    assert caret("日本b", 3) == ("日本b", 4)  # two cells each
    assert caret("e\u0301b", 3) == ("e\u0301b", 1)  # an accent of its own takes no cell
    assert caret("\x1b[31mb", 6) == ("\\x1b[31mb", 8)
    assert caret("\u202eb", 2) == ("\\u202eb", 6)


def test_long_lines_are_cut_around_the_caret() -> None:
    for column in (1, 60, 500, 990, 1000):
        shown, at = caret("x" * (column - 1) + "Y" + "x" * (1000 - column), column)
        assert len(shown) <= 102
        assert shown[at] == "Y"
        assert shown.startswith("…") == (column > 66)
        assert shown.endswith("…") == (column < 950)


def test_nothing_in_a_file_moves_the_cursor() -> None:
    evil = "\x1b[2J\r\b\u202e\x00\u2028"
    shown = as_text([Problem(id="a/b", message=evil, file=evil, line=1, column=1, source_line=evil, hint=evil)])
    assert shown.replace("\n", "").isprintable()
    assert as_json([problem(evil, 1)]).isascii()


def test_colour_is_all_that_colour_adds() -> None:
    import re

    listed = [problem("a: b", 4)]
    coloured = as_text(listed, colour=True)
    assert coloured != as_text(listed)
    assert re.sub(r"\x1b\[[0-9]+m", "", coloured) == as_text(listed)


def test_problems_are_sorted_without_repeats_and_not_too_many() -> None:
    many = [problem("", 1, number) for number in range(LIMIT + 20, 0, -1)] * 2
    problems = Problems(many)
    assert [one.line for one in problems.problems] == list(range(1, LIMIT + 1))
    assert problems.left_out == 20
    assert as_text(problems).endswith("… and 20 more")
    assert str(problems) == as_text(problems)
    assert json.loads(as_json(problems))["left_out"] == 20


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("intervew", "interview"), ("Interview", "interview"), ("itnerview", "interview"), ("for-each", "for_each"),
        ("for each", "for_each"), ("si", "is"), ("Monday", "mon"), ("unti", "until"), ("colour", None), ("x", None),
        ("", None), ("interview", None), ("x" * 10_000, None),
    ],
)  # fmt: skip
def test_what_was_probably_meant(word: str, meant: str | None) -> None:
    assert nearest(word, ["interview", "for_each", "is", "mon", "until"]) == meant


def test_what_people_read_is_quoted_in_one_way() -> None:
    """Python's own quotes (`!r`) are for authors of plugins, whose values may be of any kind."""
    root = Path(__file__).resolve().parent.parent
    for_authors = ("testing/", "plugins/fit.py", "plugins/render.py", "value.py", "schema/explain.py")
    found = []
    for file in [*(root / "engine").rglob("*.py"), *(root / "plugins").rglob("*.py")]:
        name = file.relative_to(root).as_posix()
        if "!r}" in file.read_text("utf-8") and not any(f"checklist_engine/{one}" in name for one in for_authors):
            found.append(name)
    assert found == []
