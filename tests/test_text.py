"""The text format: screens as they were looked at and found good, and what holds for any text.

`CHECKLIST_GOLDEN=write python -m pytest tests/test_text.py` writes the screens in tests/golden/ anew. Look at
them: are they pleasant, and would a nervous person understand them in five seconds?
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st
from test_words import ANY_TEXT, is_harmless

from checklist_engine import words
from checklist_engine.checklist import Checklist, Done, Hold, Item, Window
from checklist_engine.plugin import Context
from checklist_plugins import markdown, text

GOLDEN = Path(__file__).parent / "golden"
VARIANTS: dict[str, dict[str, bool]] = {"": {}, "-all": {"show_all": True}, "-verbose": {"verbose": True}}
SCREENS = [
    *((name, "", columns) for name in samples.ALL for columns in (60, 80, 120)),
    ("everything", "-all", 80),
    ("worked", "-verbose", 80),
]


def screen(checklist: Checklist, width: int = 80, **how: Any) -> str:
    return text.render(checklist, Context(width=width, **how))


@pytest.mark.parametrize(("name", "variant", "columns"), SCREENS)
def test_golden(name: str, variant: str, columns: int) -> None:
    shown = screen(samples.ALL[name](), columns, **VARIANTS[variant])
    path = GOLDEN / f"{name}{variant}-{columns}.txt"
    if os.environ.get("CHECKLIST_GOLDEN") == "write":
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == shown


def test_every_golden_screen_has_its_test() -> None:
    expected = {f"{name}{variant}-{columns}.txt" for name, variant, columns in SCREENS}
    assert {path.name for path in GOLDEN.glob("*.txt")} == expected


def test_a_minimal_record_stays_on_one_screen() -> None:
    lines = screen(samples.minimal()).splitlines()
    assert len(lines) <= 40
    start, end = lines.index("NOW"), lines.index("NEXT")
    assert sum(line.startswith("[") for line in lines[start:end]) == 7
    assert lines[-1].startswith("after-interview 1.0.0")
    assert "--all" in lines[-1]
    assert lines[-1].endswith("Who is who: checklist sources")


def test_the_most_pressing_stands_first() -> None:
    shown = screen(samples.everything())
    order = [
        "LATE",
        "NOW",
        "NEXT",
        "KEEP ON",
        "KEEP FROM DOING",
        "WAITING FOR THEM",
        "DONE",
        "DOES NOT FIT",
        "QUESTIONS",
    ]
    places = [shown.index(f"\n{heading}") for heading in order]
    assert places == sorted(places)
    due = [line for line in shown.split("\nNEXT")[0].splitlines() if line.startswith("[ ]")]
    assert "Thank Anna" in due[0], "its time ends first"


def test_each_item_shows_the_name_to_tick_it_by() -> None:
    checklist = samples.everything()
    shown = screen(checklist)
    for item in checklist.items:
        if words.group_of(item) in ("late", "now"):
            assert item.id in shown


def test_what_does_not_apply_is_shown_on_demand_with_its_reason() -> None:
    checklist = samples.everything()
    hidden = [item for item in checklist.items if words.group_of(item) == "rest"]
    assert len(hidden) == 5
    for item in hidden:
        assert words.title(item) not in screen(checklist)
        assert words.title(item) in screen(checklist, show_all=True)
        assert not item.reason or item.reason in screen(checklist, 200, show_all=True)


def test_all_folds_nothing() -> None:
    for make in (samples.everything, samples.minimal):
        checklist = make()
        shown = screen(checklist, 100, show_all=True)
        for item in checklist.items:
            assert item.id in shown
        for question in checklist.questions:
            assert question.path in shown


def test_verbose_adds_voices_and_reckoning() -> None:
    checklist = samples.worked_example()
    shown = screen(checklist, 100, verbose=True)
    assert "hays says today 11:00 through Thursday: “What hays says, in our words”" in shown
    assert "our reading: that the morning counts from the start closes: 2 days after" in " ".join(shown.split())
    assert "closes: 2 days after Tue 17 Nov, whole day" in shown
    assert "closes: 2 days" not in screen(checklist, 100)


def test_a_hold_says_until_when_and_why() -> None:
    shown = screen(samples.everything(), 100)
    assert "on hold through Fri 27 Nov (dos-and-donts): they said when they will decide" in shown


def test_a_broken_prohibition_says_when_and_how_often() -> None:
    assert "broken 2 times, last yesterday 16:00" in screen(samples.everything())


@pytest.mark.parametrize(("number", "more"), [(1, ""), (3, ""), (4, "and 1 more question"), (5, "2 more questions")])
def test_the_questions_that_settle_most_are_asked(number: int, more: str) -> None:
    asked = samples.minimal().questions[:number]
    shown = screen(samples.checklist("17 12:00", questions=asked))
    assert shown.count(" ?  ") == min(number, 3)
    assert more in shown
    assert bool(more) == ("more question" in shown)
    assert "interviews.0.they_said.fact_0 (until then: nothing was said)" in shown


def test_an_earlier_second_choice_is_named() -> None:
    assert "    or now until 20:00 (3 of 5)\n" in screen(samples.worked_example())


def test_nothing_to_do_is_said_and_what_comes_next() -> None:
    assert "Nothing to do right now.\n" in screen(samples.empty())
    shown = screen(samples.checklist("23 09:40", upcoming("23 09:50", "23 10:00")))
    assert "\nNOW\n    Nothing to do right now.\n    Next in 10 minutes: Be there" in shown
    assert "[ ] today 09:50–10:00  Be there on time" in shown


def upcoming(from_: str, to: str, **more: Any) -> Item:
    window = Window(opens=samples.at(from_), best=samples.stretch(from_, to, "hays"), closes=samples.at(to))
    return samples.item("arrive", "Be there on time", "upcoming", window=window, **more)


@pytest.mark.parametrize("columns", [40, 50, 60, 80, 120])
def test_a_date_is_never_cut_off(columns: int) -> None:
    """Neither the year in a column nor what stands behind a title; its own title gives way."""
    far = upcoming("12-30", "12-31").replace(window=Window(opens=YEARS[0], closes=YEARS[1]))
    ticked = Done(at=samples.at("17 18:30"), date_only=False, timing="in-time")
    long = "Thank the person who showed you around for the interview"
    checklist = samples.checklist(
        "19 09:30",
        far,
        far.replace(id="far", title=long),
        samples.item("done", long, "done", done=ticked),
        samples.item("asked", long, "late", "expect", window=Window(closes=samples.at("19"))),
    )
    said = " ".join(screen(checklist, columns).split())
    assert "…" not in said
    assert said.count("Wed 30 Dec – Sat 2 Jan 2027") == 3, "two rows, and what comes next"
    assert "Tue 17 Nov, 18:30, in time" in said
    assert "was expected through yesterday; you may ask" in said


YEARS = ("2026-12-30T00:00:00+01:00", "2027-01-03T00:00:00+01:00")


def test_what_is_long_past_is_few_lines_that_hide_nothing_younger() -> None:
    def missed(id: str, closes: str) -> Item:
        return samples.item(id, f"Do {id}", "overdue", window=Window(opens=samples.at("02"), closes=samples.at(closes)))

    old, young = [missed(f"old-{number}", "05") for number in range(4)], missed("young", "25")
    checklist = samples.checklist("12-01 09:00", *old, young)
    late = screen(checklist).partition("LATE\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split()[:3] for line in late] == [
        ["[!]", "Do", "young"],
        ["was", "open", "through"],
        ["and", "4", "long"],
        ["`checklist", "skip`", "puts"],
    ]
    assert late[-2] == "    and 4 long past: Do old-0; Do old-1; Do old-2; Do old-3", "all have their names"
    assert "    4 long past: Do old-0;" in screen(samples.checklist("12-01 09:00", *old))
    assert "Nothing to do right now." in screen(samples.checklist("12-01 09:00", *old))
    assert screen(checklist, show_all=True).count("[!]") == 5


def test_titles_that_are_alike_are_told_apart() -> None:
    rounds = [upcoming("23", "24", round=name, labels=(("round", name),)) for name in ("first", "second")]
    checklist = samples.checklist("19 09:30", *(item.replace(id=f"arrive/{item.round}") for item in rounds))
    for shown in (
        screen(checklist, 40),
        screen(checklist, show_all=True),
        markdown.render(checklist, Context()).decode(),
    ):
        assert "Be there on time (first)" in " ".join(shown.split())
        assert "Be there on time (second)" in " ".join(shown.split())


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_why_something_is_on_hold_has_two_lines(columns: int) -> None:
    reason = "leave it until the process is over, whatever that means; before that it can seem forward"
    hold = Hold(rules=("x",), sources=("hays",), until=None, reason=reason)
    held = upcoming("23", "24").replace(status="on-hold", hold=hold)
    shown = screen(samples.checklist("19 09:30", held), columns)
    assert "hays: leave it until the process is over" in " ".join(shown.split())
    assert len(shown.partition("hays: ")[2].partition("\n\n")[0].splitlines()) == 2


def test_what_is_skipped_was_not_in_time() -> None:
    done = Done(at=samples.at("18 06:18"), date_only=False, timing="in-time", times=2)
    shown = screen(samples.checklist("19 09:30", samples.item("x", "Look back", "skipped", done=done)))
    assert "[-] Look back – skipped" in shown
    assert "in time" not in shown


def test_colour_adds_nothing_but_colour() -> None:
    coloured = text.render(samples.everything(), Context(colour=True))
    assert "\x1b[" in coloured
    for code in ("1", "2", "1;31", "32", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == screen(samples.everything())


@pytest.mark.parametrize(("status", "kind"), samples.STATES)
def test_every_state_can_be_shown(status: str, kind: str) -> None:
    checklist = samples.checklist("18 12:00", samples.item("some-item", "Some title", status, kind))
    shown = screen(checklist, show_all=True)
    assert "ome title" in shown
    assert "None" not in shown


@given(ANY_TEXT.filter(bool), st.integers(min_value=60, max_value=200), st.booleans(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_any_text_stays_in_its_place(said: str, columns: int, show_all: bool, verbose: bool) -> None:
    shown = screen(samples.hostile(said), columns, show_all=show_all, verbose=verbose)
    lines = shown.removesuffix("\n").split("\n")
    assert max(map(words.width, lines)) <= columns
    assert all(map(is_harmless, lines))
    assert not any(line != line.rstrip() for line in lines)
    assert shown == screen(samples.hostile(said), columns, show_all=show_all, verbose=verbose)
