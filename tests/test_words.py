"""Wording: dates in words, counts, and text made harmless and as wide as said."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import HOSTILE, THANK_VOICES, THANK_WINDOW, at, checklist, item, stretch, thank, voice

from checklist_engine import words
from checklist_engine.checklist import Done, Item, Stretch, Window
from checklist_plugins import html_items

NOW = at("17 12:00")
DATES = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 30))


@given(DATES)
def test_days_are_counted_as_the_standard_library_does(day: date) -> None:
    assert words.ordinal(day.isoformat()) == day.toordinal()
    assert words.weekday(day.isoformat()) == day.weekday()


def test_every_day_of_forty_years_has_its_name() -> None:
    start = date(1995, 1, 1)
    for number in range(40 * 366):
        day = start + timedelta(days=number)
        expected = f"{day:%a} {day.day} {day:%b}"
        far = f"{day.year}-{'01' if day.month > 6 else '12'}-15T12:00:00+00:00"
        assert words.day(day.isoformat(), far) == expected
        assert words.last_day(f"{day + timedelta(days=1)}T00:00:00Z", far, near=False) in (
            expected,
            f"{expected} {day.year}",
        )


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),  # noqa: DTZ001
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_minutes_are_elapsed_time(moment: datetime, offset: int) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    start = datetime(1, 1, 1, tzinfo=UTC)
    expected = (moment - start) // timedelta(minutes=1) + 1440
    assert words.minutes(moment.isoformat()) == expected


def test_an_hour_that_comes_twice_is_no_empty_stretch() -> None:
    first, second = "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"
    now = "2026-10-24T12:00:00+02:00"
    assert words.stretch(first, second, now) == "tomorrow 02:30–02:30 (the clocks go back)"
    assert words.stretch(first, "2026-10-25T03:30:00+01:00", now) == "tomorrow 02:30–03:30"


@pytest.mark.parametrize(
    ("from_", "to", "said"),
    [
        ("18", "18 11:00", "tomorrow until 11:00"),
        ("18 08:00", "18 11:00", "tomorrow 08:00–11:00"),
        ("17 14:00", "17 20:00", "today 14:00–20:00"),
        ("17 11:00", "17 20:00", "now until 20:00"),
        ("17 11:00", "18", "today"),
        ("17 11:00", "18 11:00", "now until tomorrow 11:00"),
        ("17 11:00", "20", "now through Thursday"),
        ("25 08:00", "25 11:00", "Wed 25 Nov, 08:00–11:00"),
        ("25 08:00", "26", "Wed 25 Nov, from 08:00"),
        ("25", "25 08:00", "Wed 25 Nov, until 08:00"),
        ("25", "26", "Wed 25 Nov"),
        ("18", "19", "tomorrow"),
        ("18 11:00", "19 11:00", "tomorrow 11:00 to Thursday 11:00"),
        ("18", "20", "tomorrow through Thursday"),
        ("24 08:00", "27 20:00", "Tue 24 Nov, 08:00 to Fri 27 Nov, 20:00"),
        ("16 08:00", "16 11:00", "yesterday 08:00–11:00"),
        ("24", None, "from Tue 24 Nov on"),
        ("17 09:00", None, "from now on"),
        (None, "20", "through Thursday"),
        (None, None, "from now on"),
    ],
)
def test_a_stretch_in_words(from_: str | None, to: str | None, said: str) -> None:
    part = stretch(from_, to)
    assert words.stretch(part.from_, part.to, NOW) == said


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("17 20:00", "until 20:00"),
        ("18", "through today"),
        ("18 11:00", "until tomorrow 11:00"),
        ("20", "through Thursday"),
        ("28", "through Fri 27 Nov"),
        ("12-01", "through Mon 30 Nov"),
    ],
)
def test_an_end_at_midnight_is_the_day_before(to: str, said: str) -> None:
    assert words.until(at(to), NOW) == said


def test_the_year_is_said_where_it_differs() -> None:
    assert words.day("2027-01-04T08:00:00+01:00", NOW) == "Mon 4 Jan 2027"
    assert words.until("2027-01-01T00:00:00+01:00", NOW) == "through Thu 31 Dec"
    assert words.until("2026-11-18T00:00:00+01:00", "2027-01-01T10:00:00+01:00") == "through Tue 17 Nov 2026"


@pytest.mark.parametrize(
    ("from_", "to", "said"),
    [
        ("24", "28", "Tue 24 – Fri 27 Nov"),
        ("24", "12-03", "Tue 24 Nov – Wed 2 Dec"),
        ("18", "20", "tomorrow – Thu 19 Nov"),
        ("24 08:00", "24 20:00", "Tue 24 Nov"),
        ("24", None, "from Tue 24 Nov"),
        ("17 12:30", "17 13:00", "today 12:30–13:00"),
        ("18 08:00", "18 20:00", "tomorrow 08:00–20:00"),
        ("18", "19", "tomorrow"),
        ("18", "18 12:00", "tomorrow until 12:00"),
        ("17 18:00", "19", "today 18:00 – tomorrow"),
        ("17 18:00", "18 18:00", "today 18:00 – tomorrow 18:00"),
        ("18 08:00", "20 12:00", "tomorrow 08:00 – Fri 20 Nov"),
        ("18 08:00", None, "from tomorrow 08:00"),
        (None, "28", "through Fri 27 Nov"),
        (None, None, "any time"),
    ],
)
def test_a_span_for_a_column(from_: str | None, to: str | None, said: str) -> None:
    part = stretch(from_, to)
    assert words.span(part.from_, part.to, NOW) == said


def test_a_span_into_another_year_says_so() -> None:
    assert words.span("2026-12-30T00:00:00+01:00", "2027-01-03T00:00:00+01:00", NOW) == "Wed 30 Dec – Sat 2 Jan 2027"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("20 08:00", "in 3 days"),
        ("15 23:00", "2 days ago"),
        ("18 01:00", "in 1 day"),
        ("17 14:00", "in 2 hours"),
        ("17 11:20", "40 minutes ago"),
        ("17 12:01", "in 1 minute"),
        ("17 12:00", "now"),
    ],
)
def test_a_distance(moment: str, said: str) -> None:
    assert words.distance(at(moment), NOW) == said


def test_counts_and_joins() -> None:
    assert words.count(1, "source") == "1 source"
    assert words.count(2, "entry", "entries") == "2 entries"
    assert [words.join("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.name("abc") == "a, b and c"
    assert words.name("abcde") == "a, b and 3 others"
    assert words.sentence("the interview took an hour") == "The interview took an hour."
    titles = ("Write", "LinkedIn", "CV", "I do")
    assert [words.lower_first(title) for title in titles] == ["write", "LinkedIn", "CV", "I do"]


def test_sources_are_counted_and_named() -> None:
    five = thank()
    assert words.sources(("hays",), five) == "only hays of 5 sources"
    assert words.sources(("hays", "six-rs"), five) == "2 of 5 sources"
    assert words.sources(words.speaking(five), five) == "all 5 sources"
    two = thank(voices=THANK_VOICES[:2])
    assert words.sources(words.speaking(two), two) == "both sources"
    assert words.sources(("hays",), thank(voices=THANK_VOICES[4:])) == "only hays"
    assert words.sources((), five) == ""


def test_the_worked_example_reads_as_in_the_design() -> None:
    thanks = thank()
    assert words.when(thanks, NOW) == "best tomorrow 08:00–11:00 (4 of 5 sources), open through Thursday"
    assert words.runner_up(thanks, NOW) == "or now until 20:00 (3 of 5)"
    assert words.runner_up(thanks, at("17 10:30")) == "or today 11:00–20:00 (3 of 5)"
    assert words.runner_up(thanks, at("17 20:00")) == "", "its time has gone by"
    assert words.dissent(thanks, NOW) == "but six-rs says tomorrow 11:00 to Thursday 11:00"


def test_a_best_time_gone_by_is_not_a_deadline_missed() -> None:
    left = THANK_WINDOW.replace(next=stretch("19 09:30", "19 11:00", "six-rs", "hays"))
    thanks = thank(status="due", window=left, late_for=("seven-things",))
    said = "now until 11:00 (2 of 5 sources), open through today"
    assert words.when(thanks, at("19 09:30")) == said
    assert words.late(thanks) == "later than seven-things advises"
    assert words.late(thanks.replace(late_for=("hays", "six-rs"))) == "later than hays and six-rs advise"
    assert words.dissent(thanks, at("19 09:30")) == ""
    unknown = thanks.replace(late_for=())
    assert words.when(unknown, at("19 09:30")) == f"{said}; best was yesterday 08:00–11:00"


def test_nobody_is_told_of_being_late_where_it_helps_nothing() -> None:
    assert words.late(thank(late_for=("six-rs",))) == "", "as many agree on what is left as before"
    assert words.late(thank(late_for=("six-rs",), window=THANK_WINDOW.replace(next=None))) == ""


def test_a_prohibition_and_a_freedom_among_the_voices_are_dissent() -> None:
    voices = (
        *THANK_VOICES[:1],
        voice("six-rs", None, None, kind="dont"),
        voice("hays", "17", None, kind="need_not"),
    )
    assert words.dissent(thank(voices=voices), NOW) == "but six-rs says not to; hays says there is no need to"
    four = (*voices, voice("a", "19", "20", agrees=False), voice("b", "19", "20", agrees=False))
    assert words.dissent(thank(voices=four), NOW).endswith("; 2 others differ")


def test_what_is_not_forbidden_yet_says_from_when() -> None:
    spoken = voice("six-rs", "18", "20", kind="dont")
    said = words.dissent(thank(voices=(*THANK_VOICES[:3], spoken)), NOW)
    assert said == "but six-rs says not to tomorrow through Thursday"


@pytest.mark.parametrize(
    ("kind", "to", "said"),
    [
        ("dont", "17 14:00", "but six-rs says not to until 14:00"),
        ("dont", "17 12:00", ""),
        ("dont", None, "but six-rs says not to"),
        ("need_not", "17", ""),
        ("do", "17 11:00", ""),
    ],
)
def test_what_was_said_of_a_time_gone_by_is_no_dissent(kind: str, to: str | None, said: str) -> None:
    spoken = voice("six-rs", "16", to, agrees=False, kind=kind)
    assert words.dissent(thank(voices=(*THANK_VOICES[:3], spoken)), NOW) == said


def test_a_prohibition_that_is_over_says_since_when() -> None:
    over = voice("six-rs", "16", "17", kind="dont")
    assert words.voice(over, NOW) == "six-rs said not to through yesterday"
    assert words.voice(over, at("16 12:00")) == "six-rs says not to through today"


@pytest.mark.parametrize(
    ("status", "from_", "to", "said"),
    [
        ("upcoming", "16", "18", ""),  # the best time begins when it is over
        ("upcoming", "16", "18 09:00", "but six-rs says not to until tomorrow 09:00"),
        ("upcoming", "18 10:59", "20", "but six-rs says not to tomorrow 10:59 through Thursday"),
        ("upcoming", "18 11:00", "20", ""),
        ("due", "16", "18", "but six-rs says not to through today"),
        ("due", "18 11:00", "20", ""),
    ],
)
def test_only_what_is_forbidden_in_the_best_time_or_now_is_dissent(status: str, from_: str, to: str, said: str) -> None:
    spoken = voice("six-rs", from_, to, agrees=False, kind="dont")
    assert words.dissent(thank(status=status, voices=(*THANK_VOICES[:3], spoken)), NOW) == said


def test_times_that_nobody_limits() -> None:
    free = item("x", "X", "open", voices=(voice("hays", None, None),))
    assert words.voice(free.voices[0], NOW) == "hays says any time"
    assert words.best(free, NOW) == "any time from now on (only hays)"
    assert words.closing(free, NOW) == ""


@pytest.mark.parametrize(
    ("closes", "now", "said"),
    [
        ("20", "22 09:00", "was open through Thu 19 Nov, 3 days ago"),
        ("20", "20 09:00", "was open through yesterday"),
        ("17 11:00", "17 14:00", "was open until 11:00, 3 hours ago"),
    ],
)
def test_overdue(closes: str, now: str, said: str) -> None:
    missed = thank(status="overdue", window=THANK_WINDOW.replace(closes=at(closes)))
    assert words.overdue(missed, at(now)) == said


def test_how_often_something_was_broken() -> None:
    assert words.often((), NOW) == ""
    assert words.often((at("16 16:00"),), NOW) == "once, yesterday 16:00"
    assert words.often((at("16 16:00"), "2026-11-15"), NOW) == "2 times, last yesterday 16:00"


def test_advice_against_something_cannot_be_read_as_an_order() -> None:
    unwise = item("x", "Phone them", "in-force", "dont")
    assert words.title(unwise) == "Do not phone them"
    assert words.title(unwise.replace(kind="need_not")) == "No need to phone them"
    assert words.title(unwise.replace(kind="do")) == "Phone them"


def test_titles_that_are_alike_are_told_apart() -> None:
    def reflect(round_: str, *labels: tuple[str, str], **more: Any) -> Item:
        return item(f"reflect/{round_}", "Look back", "open", labels=labels or (("round", round_),), **more)

    def said(*items: Item) -> list[str]:
        return list(words.titles(checklist("17 12:00", *items)).values())

    assert said(reflect("first")) == ["Look back"]
    assert said(reflect("first"), reflect("second")) == ["Look back (first)", "Look back (second)"]
    assert said(reflect("1"), reflect("2")) == ["Look back (round 1)", "Look back (round 2)"]
    anna, tom = ((("round", "first"), ("person", name)) for name in ("Anna Weiss", "Tom\x1b Reuter"))
    assert said(reflect("a", *anna), reflect("b", *tom)) == ["Look back (Anna Weiss)", "Look back (Tom\ufffd Reuter)"]
    assert said(reflect("a"), reflect("b", kind="dont")) == ["Look back", "Do not look back"]
    assert said(item("a", "Look back", "open"), reflect("b")) == ["Look back", "Look back (b)"]


@pytest.mark.parametrize(
    ("closes", "now", "past"),
    [
        ("20", "12-10 23:00", False),
        ("20", "12-11", True),
        ("19 15:00", "12-10 23:00", False),
        ("19 15:00", "12-11", True),
        ("20", "17 12:00", False),
    ],
)
def test_three_weeks_after_its_last_day_something_is_long_past(closes: str, now: str, past: bool) -> None:
    assert words.is_long_past(thank(window=THANK_WINDOW.replace(closes=at(closes))), at(now)) is past


def test_when_there_is_nothing_to_do_what_comes_next_is_said() -> None:
    def said(now: str, *items: Item) -> str:
        return words.nothing_now(checklist(now, *items))

    later = item("b", "Follow up", "upcoming", window=Window(opens=at("24"), closes=at("28")))
    soon = item("a", "Be there on time", "upcoming", window=Window(opens=at("23 09:50"), closes=at("23 10:00")))
    assert said("23 09:40") == "Nothing to do right now."
    assert said("23 09:40", later, soon) == (
        "Nothing to do right now. Next in 10 minutes: Be there on time (today 09:50–10:00)."
    )
    assert said("22 09:40", soon) == "Nothing to do right now. Next: Be there on time (tomorrow 09:50–10:00)."
    assert said("22 09:40", later) == "Nothing to do right now. Next: Follow up (Tue 24 – Fri 27 Nov)."
    held = soon.replace(status="on-hold")
    assert said("22 09:40", held) == "Nothing to do right now.", "nobody knows when it may be done"


def test_what_is_skipped_was_not_in_time() -> None:
    done = Done(at=at("16 16:00"), date_only=False, timing="in-time", times=2)
    assert words.done(thank(status="done", done=done), NOW) == "yesterday 16:00, in time, 2 times"
    assert words.done(thank(status="skipped", done=done), NOW) == ""


def test_nothing_is_called_correct() -> None:
    part = Stretch(from_=at("18 08:00"), to=at("18 11:00"), sources=("hays",))
    said = " ".join((words.agreement(part, thank()), words.when(thank(), NOW), words.dissent(thank(), NOW)))
    assert "correct" not in said
    assert "right" not in said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\r\nc\x0bd\u2028e\u0085f", "a b c d e f"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("abc\u202edef\u2066x\u2069\u200f", "abc\ufffddef\ufffdx\ufffd\ufffd"),
        ("a\u200bb\ufeffc\u00add\u2060e", "abcde"),
        ("pay\u200dpal", "paypal"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\U000e0041b\u3164c", "abc"),
        ("\ud800", "\ufffd"),
        ("  two   blanks\u00a0 ", "two blanks"),
        ("Ünïcode – “fine” 日本語", "Ünïcode – “fine” 日本語"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert words.clean(text) == shown


def is_harmless(text: str) -> bool:
    """Nothing that a terminal or an editor obeys, whatever Python version's tables say."""
    joiners = {"\u200c", "\u200d"}
    return not any(
        unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or (unicodedata.category(c) == "Cf" and c not in joiners)
        for c in text
    )


ANY_TEXT = st.one_of(st.text(), st.text(alphabet=st.sampled_from([*HOSTILE, "日", "\u0301", "\ufe0f", "👩", " "])))


@given(ANY_TEXT)
def test_clean_text_is_harmless_and_stays_as_it_is(text: str) -> None:
    shown = words.clean(text)
    assert is_harmless(shown)
    assert words.clean(shown) == shown


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("👩", 2), ("é", 1), ("…", 1), ("❤\ufe0f", 2), ("", 0)],
)
def test_width(text: str, columns: int) -> None:
    assert words.width(text) == columns


@given(ANY_TEXT, st.integers(min_value=8, max_value=200))
def test_lines_are_never_wider_and_nothing_is_lost(text: str, columns: int) -> None:
    lines = words.wrap(text, columns, "[ ] ", "    ")
    assert max(map(words.width, lines)) <= columns
    kept = "".join([lines[0][4:], *(line[4:] for line in lines[1:])])
    assert kept.replace(" ", "") == words.clean(text).replace(" ", "")
    assert not any(unicodedata.combining(line.strip()[:1] or " ") for line in lines[1:] if " " not in text.strip())


@given(ANY_TEXT, st.integers(min_value=0, max_value=60))
def test_clipped_text_fits(text: str, columns: int) -> None:
    assert words.width(words.clip(text, columns)) <= columns


def test_wrapping_hangs() -> None:
    assert words.wrap("one two three four", 12, "[ ] ") == ["[ ] one two", "    three", "    four"]
    assert words.wrap("", 12, "[ ] ") == ["[ ]"]
    assert words.wrap("a" * 20, 12, "[ ] ") == ["[ ] aaaaaaaa", "    aaaaaaaa", "    aaaa"]


def test_notes_that_are_sentences_stand_by_themselves() -> None:
    given = ("times are read in UTC", "Are both dates right?", "an hour is assumed", "Add it to your file.")
    short = "times are read in UTC; an hour is assumed"
    assert words.notes(given) == [short, "Are both dates right?", "Add it to your file."]
    assert words.notes(()) == []


def test_the_voices_that_hold_the_shown_time_come_first() -> None:
    """What is quoted beside a date, where not all is, speaks for that date."""
    early = voice("early", "17 11:00", "18 11:00")
    late = voice("late", "18 11:00", "19 11:00")
    never_ends = voice("open", "18 11:00", None)
    not_to = voice("no", "17 11:00", "20", kind="dont")
    best, left = stretch("17 11:00", "17 20:00", "early"), stretch("18 11:00", "18 20:00", "late", "open")
    given = item(
        "thank", "Thank them", "due", voices=(not_to, late, never_ends, early), window=Window(best=best, next=left)
    )

    def order(now: str, one: Item = given) -> list[str]:
        return [spoken.source for spoken in words.voices(one, at(now))]

    assert order("17 12:00") == ["early", "no", "late", "open"]
    assert order("18 12:00") == ["late", "open", "no", "early"], "once the best time has gone, what is left is shown"
    few = html_items.voices(given, at("17 12:00"), most=1)
    assert "What early says" in few
    assert "and 3 more" in few
    assert order("18 12:00", given.replace(window=Window())) == ["no", "late", "open", "early"]
