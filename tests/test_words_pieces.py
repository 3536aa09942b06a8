"""One source's time with gaps: how long it is open now, and that it opens again."""

from __future__ import annotations

from pathlib import Path

from tinypack import Tiny, action, make, rule

from checklist_engine import words

START = {"start": "2026-03-01"}
WINTER = {"through": "2 years after", "only": [{"month": [10, 11, 12, 1, 2]}]}


def said(tiny: Tiny, day: str) -> tuple[str, str]:
    checklist = tiny.checklist(START, f"{day} 12:00")
    item = checklist.item("cut")
    return words.when(item, checklist.now), words.ahead(item, checklist.now)


def test_a_season_is_open_until_it_ends_and_then_again(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("cut", rule("a", do=WINTER)))
    assert said(tiny, "2026-11-25")[0] == (
        "any time through Sun 28 Feb 2027 (only a), and again through Tue 29 Feb 2028"
    )
    assert said(tiny, "2026-06-03")[1] == "Thu 1 Oct – Sun 28 Feb 2027"
    assert said(tiny, "2027-12-01")[0] == "any time through Tue 29 Feb 2028 (only a)"
    assert said(tiny, "2027-06-03")[1] == "Fri 1 Oct – Tue 29 Feb 2028"


def test_what_several_say_is_told_as_ever(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("cut", rule("a", do=WINTER), rule("b", do={"through": "2 years after"})))
    assert said(tiny, "2026-11-25")[0] == "best now through Sun 28 Feb 2027 (both sources), open through Wed 1 Mar 2028"


def test_a_season_of_every_year_ends_too(tmp_path: Path) -> None:
    """The first of January is no working day, and what lies beyond the horizon is not preferred for that."""
    prune = {"only": [{"month": [1, 2]}], "repeat": {"every": "1 week"}}
    tiny = make(tmp_path, action("cut", rule("a", do=prune)))
    assert said(tiny, "2027-01-05") == ("any time through Sun 28 Feb (only a)", "Fri 1 Jan – Sun 28 Feb")
    assert said(tiny, "2027-03-03")[0] == "Sat 1 Jan 2028 through Tue 29 Feb 2028 (only a)"


def test_the_last_of_a_stretch_on_a_weekend_is_open_all_the_same(tmp_path: Path) -> None:
    """What begins on Monday is preferred; what is open now says until when."""
    tiny = make(tmp_path, action("cut", rule("a", do={"through": "1 year after", "except": [{"weekday": ["sun"]}]})))
    assert said(tiny, "2026-03-21")[0] == "any time through today (only a), and again through Mon 1 Mar 2027"
    assert said(tiny, "2026-03-22")[0].startswith("tomorrow through Saturday (only a), open through")


def test_who_says_now_while_most_say_later(tmp_path: Path) -> None:
    later = {"from": "5 days after", "through": "8 days after"}
    now = {"from": "3 days after", "through": "3 days after"}
    tiny = make(tmp_path, action("cut", rule("a", do=later), rule("b", do=later), rule("c", do=now)))
    on_day = tiny.checklist(START, "2026-03-04 12:00")
    assert words.differs_now(on_day.item("cut"), on_day.now)
    assert words.dissent(on_day.item("cut"), on_day.now) == "but c says today"
    for day in ("2026-03-02", "2026-03-05", "2026-03-06"):
        other = tiny.checklist(START, f"{day} 12:00")
        assert not words.differs_now(other.item("cut"), other.now)
