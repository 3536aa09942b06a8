"""The calendar file: what other programs show of it, what they change in it, and what happens at the next run."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import samples
from clients import run
from hypothesis import given
from hypothesis import strategies as st

from checklist_engine.checklist import Checklist, Done, Hold, Window
from checklist_engine.plugin import Context
from checklist_engine.plugins import PluginError, find_format, render
from checklist_engine.plugins.render import read_ticks

ICS = find_format("ics")
WORKED = samples.checklist("17 12:00", samples.thank())
FIRST = WORKED.items[0]


def made(checklist: Checklist, existing: bytes | None = None, **options: str) -> bytes:
    data = render(ICS, checklist, Context(existing=existing, options=options))
    assert isinstance(data, bytes)
    return data


def parts(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).subcomponents)


def moved(**changes: object) -> Checklist:
    return WORKED.replace(items=(FIRST.replace(**changes),), now="2026-11-17T13:00:00+01:00")


def test_the_worked_example() -> None:
    (event,) = parts(made(WORKED))
    assert event.name == "VEVENT"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime(2026, 11, 18, 7, tzinfo=UTC), datetime(2026, 11, 18, 10, tzinfo=UTC),
    )  # fmt: skip
    assert event["DESCRIPTION"].startswith(
        "best Wed 18 Nov 2026, 08:00–11:00 (4 of 5 sources), open through Thu 19 Nov"
    )
    assert event["TRANSP"] == "TRANSPARENT"
    (todo,) = parts(made(WORKED, component="todo"))
    assert todo["DUE"].dt == datetime(2026, 11, 19, 22, 59, tzinfo=UTC)
    assert todo["STATUS"] == "NEEDS-ACTION"
    assert todo["UID"] != event["UID"]


def test_once_the_best_time_has_passed_it_is_the_last_day() -> None:
    (event,) = parts(made(WORKED.replace(now="2026-11-18T12:00:00+01:00")))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 11, 19), date(2026, 11, 20))


def test_an_alarm_if_wanted() -> None:
    (event,) = parts(made(WORKED, alarm="30"))
    (alarm,) = event.subcomponents
    assert alarm.to_ical().count(b"TRIGGER:-PT30M") == 1
    assert not parts(made(WORKED))[0].subcomponents


@pytest.mark.parametrize(
    ("alarm", "trigger"), [("0", b"PT9H"), ("30", b"PT8H30M"), ("1440", b"-PT15H")], ids=["at 9", "8:30", "day before"]
)
def test_a_whole_day_rings_in_the_morning(alarm: str, trigger: bytes) -> None:
    last_day = WORKED.replace(now=samples.at("18 12:00"))
    held_back = held(samples.at("25"))
    for checklist, component in ((last_day, "event"), (held_back, "todo")):
        (part,) = parts(made(checklist, component=component, alarm=alarm))
        (ring,) = part.subcomponents
        assert b"TRIGGER:" + trigger + b"\r\n" in ring.to_ical()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Data engineer at Quillon Maps", "Data engineer at Quillon Maps"),
        ("Residence permit in Luxembourg: Kim Larsen and son", "Residence permit in … Kim Larsen and son"),
        ("Senior engineer for data platforms at Quillon Maps", "Senior engineer for … at Quillon Maps"),
        ("x" * 50, "x" * 19 + "…"),
        ("Engineer at " + "x" * 50, "Engineer at … " + "x" * 19 + "…"),
        ("", "quillon-data-engineer"),
    ],
    ids=["whole", "the end tells", "words", "one word", "long end", "no title"],
)
def test_the_summary_says_which_case_it_is(title: str, shown: str) -> None:
    (event,) = parts(made(WORKED.replace(title=title)))
    assert event["SUMMARY"] == f"{FIRST.title} ({shown})"
    case = title or WORKED.case
    assert event["DESCRIPTION"].endswith(f"\n{case}")
    assert event["CATEGORIES"].cats == [case]


@pytest.mark.parametrize("component", ["event", "todo"])
def test_only_a_real_change_counts_up(component: str) -> None:
    first = made(WORKED, component=component)
    later = made(WORKED.replace(now="2026-11-17T12:30:00+01:00"), first, component=component)
    assert later == first, "time has passed, and nothing else"
    second = made(moved(title="Thank Dr Weiss"), first, component=component)
    (one,) = parts(second)
    assert (one["SEQUENCE"], one["SUMMARY"]) == (1, "Thank Dr Weiss (Data engineer at Quillon Maps)")
    assert one["UID"] == parts(first)[0]["UID"]
    assert one["DTSTAMP"].dt == datetime(2026, 11, 17, 12, tzinfo=UTC)
    gone = made(moved(status="not-applicable"), second, component=component)
    (one,) = parts(gone)
    assert (one["SEQUENCE"], one["STATUS"]) == (2, "CANCELLED")
    assert made(moved(status="not-applicable"), gone, component=component) == gone
    (back,) = parts(made(moved(), gone, component=component))
    assert back["SEQUENCE"] == 3
    assert back.get("STATUS") in (None, "NEEDS-ACTION")


def held(until: str | None) -> Checklist:
    return moved(status="on-hold", hold=Hold(rules=("r",), sources=("six-rs",), until=until, reason="later"))


def test_what_has_no_date_is_a_task_and_no_event() -> None:
    undated = moved(window=Window())
    assert parts(made(undated)) == []
    (todo,) = parts(made(undated, component="todo"))
    assert (todo["SUMMARY"], todo.get("DTSTART"), todo.get("DUE")) == (
        f"{FIRST.title} (Data engineer at Quillon Maps)",
        None,
        None,
    )
    (part,) = [part for part in ICS.drops if "todo" in part]
    assert part == "items without a day of their own, unless component is todo"


ONE = FIRST.voices[:1]
ALONE = samples.stretch("17 11:00", "17 20:00", "hays")
ENDLESS = samples.stretch("17 11:00", None, "hays", "six-rs")


def dates(now: str, window: Window, existing: bytes | None = None, **changes: object) -> list[tuple[Any, Any]]:
    changed = WORKED.replace(now=samples.at(now), items=(FIRST.replace(window=window, **changes),))
    events = [one for one in parts(made(changed, existing)) if one.get("STATUS") != "CANCELLED"]
    return [(one["DTSTART"].dt, one["DTEND"].dt) for one in events]


@pytest.mark.parametrize("now", ["17 12:00", "18 09:00", "25 09:00"])
@pytest.mark.parametrize(
    ("best", "voices"),
    [(ENDLESS, FIRST.voices), (None, FIRST.voices), (ALONE, ONE), (ALONE.replace(to=samples.at("20")), ONE)],
    ids=["best without an end", "no best", "one source's hours of today", "one source's days"],
)
def test_what_can_be_done_at_any_time_is_no_event(now: str, best: Any, voices: Any) -> None:
    window = Window(opens=samples.at("17 11:00"), best=best, next=samples.stretch("25 09:00", "25 20:00", "hays"))
    assert dates(now, window, voices=voices) == []


def test_what_sources_agree_on_is_one_until_that_has_passed() -> None:
    window = Window(opens=samples.at("17 11:00"), best=FIRST.window.best)
    assert len(dates("17 12:00", window)) == 1
    assert dates("18 12:00", window) == []


def test_an_event_stays_on_its_day_as_long_as_it_can_be_done() -> None:
    window = Window(opens=samples.at("24"), best=samples.stretch("24", None, "hays"))
    before = made(WORKED.replace(items=(FIRST.replace(window=window),)))
    day = (date(2026, 11, 24), date(2026, 11, 25))
    assert dates("17 12:00", window) == dates("24 09:00", window, before) == [day]
    assert dates("24 09:00", window) == dates("25 09:00", window) == []
    assert dates("25 09:00", window, before) == [day], "what was passed by is no less to be done"


@pytest.mark.parametrize(
    ("now", "left", "day"),
    [
        ("17 12:00", "17 12:00", 17),
        ("18 09:00", "18 09:00", 18),
        ("18 22:00", "19", 19),
        ("19 10:00", None, 19),
    ],
)
def test_what_runs_for_days_is_on_the_first_of_those_that_are_left(now: str, left: str | None, day: int) -> None:
    best = samples.stretch("17 11:00", "20", "hays", "six-rs")
    window = Window(opens=samples.at("17 11:00"), best=best, closes=samples.at("24"))
    window = window.replace(next=best.replace(from_=samples.at(left)) if left else None)
    assert dates(now, window) == [(date(2026, 11, day), date(2026, 11, day + 1))]


@pytest.mark.parametrize(("now", "day"), [("17 12:00", 20), ("18 09:00", 20), ("20 21:00", 20)])
def test_of_one_source_the_last_day_counts_and_the_description_says_the_same(now: str, day: int) -> None:
    window = Window(opens=samples.at("17 11:00"), best=ALONE, closes=samples.at("21"))
    window = window.replace(next=samples.stretch(now, "18 20:00", "hays"))
    one = samples.voice("hays", "17 11:00", "21")
    assert dates(now, window, voices=(one,)) == [(date(2026, 11, day), date(2026, 11, day + 1))]
    changed = WORKED.replace(now=samples.at(now), items=(FIRST.replace(window=window, voices=(one,)),))
    (event,) = parts(made(changed))
    assert event["DESCRIPTION"].startswith("Tue 17 Nov 2026, 11:00 through Fri 20 Nov 2026 (only hays)\n")


def test_of_one_source_hours_of_the_last_day_stay_hours() -> None:
    window = Window(opens=samples.at("17 11:00"), best=ALONE, next=ALONE, closes=samples.at("18"))
    one = samples.voice("hays", "17 11:00", "18")
    assert [begin.hour for begin, _ in dates("17 12:00", window, voices=(one,))] == [10], "in UTC"


def test_hours_that_are_left_are_hours() -> None:
    window = Window(opens=samples.at("17 11:00"), closes=samples.at("24"), next=samples.stretch("18 14:00", "18 20:00"))
    window = window.replace(best=samples.stretch("17 11:00", "20", "hays", "six-rs"))
    assert [begin.hour for begin, _ in dates("18 09:00", window)] == [13], "in UTC"


def test_what_is_done_stays_where_it_was_says_so_and_rings_no_more() -> None:
    best = samples.stretch("17 11:00", "20", "hays", "six-rs")
    window = Window(opens=samples.at("17 11:00"), best=best, closes=samples.at("24"))
    before = made(moved(window=window), alarm="30")
    done = Done(at=samples.at("18 10:00"), date_only=False)
    after = moved(window=window, status="done", done=done).replace(now=samples.at("19 10:00"))
    data = made(after, before, alarm="30")
    (event,) = parts(data)
    assert (event["DTSTART"].dt, event.get("STATUS"), event.subcomponents) == (date(2026, 11, 17), None, [])
    assert event["SUMMARY"] == f"✓ {FIRST.title} (Data engineer at Quillon Maps)"
    assert made(after, data, alarm="30") == data, "once is enough"
    (event,) = parts(made(moved(window=window), data))
    assert event["SUMMARY"] == f"{FIRST.title} (Data engineer at Quillon Maps)", "taken out of the log again"


def test_what_is_on_hold_begins_when_that_lifts() -> None:
    (todo,) = parts(made(held("2026-11-18T09:00:00+01:00"), component="todo"))
    assert todo["DTSTART"].dt == datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert todo["DUE"].dt == datetime(2026, 11, 19, 22, 59, tzinfo=UTC)
    (todo,) = parts(made(held("2026-11-25T00:00:00+01:00"), component="todo"))
    assert (todo["DTSTART"].dt, todo.get("DUE")) == (datetime(2026, 11, 24, 23, tzinfo=UTC), None)
    (todo,) = parts(made(held(None), component="todo"))
    assert "DTSTART" not in todo


def test_what_others_wrote_stays() -> None:
    foreign = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nX-WR-CALNAME:mine\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
        b"DTSTAMP:20261101T000000Z\r\nDTSTART:20261101T100000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    data = made(WORKED, foreign)
    assert [str(one["SUMMARY"]) for one in parts(data)] == ["Dentist", f"{FIRST.title} (Data engineer at Quillon Maps)"]
    assert b"X-WR-CALNAME:mine" in data
    assert made(WORKED, data) == data


@pytest.mark.parametrize("broken", [b"BEGIN:VEVENT\r\n", b"nonsense", b"\xff\xfe", b"BEGIN:VCARD\r\nEND:VCARD\r\n"])
def test_what_is_no_calendar_is_left_alone(broken: bytes) -> None:
    with pytest.raises(PluginError, match="is no calendar, and nothing was changed"):
        made(WORKED, broken)


@given(st.one_of(st.text(max_size=60), st.sampled_from(["a\r\nBEGIN:VALARM", "x\nATTACH:file", "a;b,c\\n", "ä" * 300])))
def test_no_text_adds_a_line(text: str) -> None:
    data = made(moved(title=text, id=f"send/{text}"))
    (event,) = parts(data)
    assert set(event.keys()) == {
        *("UID", "SUMMARY", "DESCRIPTION", "CATEGORIES", "X-CHECKLIST-ITEM", "DTSTART", "DTEND", "TRANSP"),
        *("DTSTAMP", "LAST-MODIFIED", "SEQUENCE"),
    }
    assert not event.subcomponents
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is cut in two


@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize("component", ["event", "todo"])
def test_every_status_and_hostile_text(name: str, component: str) -> None:
    checklist = samples.ALL[name]()
    data = made(checklist, component=component, alarm="10")
    for one in parts(data):
        if one.name == "VEVENT":
            assert type(one["DTSTART"].dt) is type(one["DTEND"].dt)
            assert one["DTSTART"].dt < one["DTEND"].dt
    assert made(checklist, data, component=component, alarm="10") == data


# Other programs


def test_khal_shows_and_updates(tmp_path: Path) -> None:
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[mine]]\npath = {tmp_path}/mine\n[locale]\nlocal_timezone = Europe/Luxembourg\n"
        "default_timezone = Europe/Luxembourg\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    (tmp_path / "mine").mkdir()
    khal = [sys.executable, "-m", "khal", "-c", str(tmp_path / "khal.conf")]
    path = tmp_path / "list.ics"
    path.write_bytes(made(WORKED))
    run([*khal, "import", "--batch", "-a", "mine", str(path)], home=tmp_path)
    listed = [*khal, "list", "--format", "{start-time} {end-time} {title}", "2026-11-18", "1d"]
    assert "08:00 11:00 Thank Anna Weiss for the interview" in run(listed, home=tmp_path)
    path.write_bytes(made(moved(title="Thank Dr Weiss"), path.read_bytes()))
    run([*khal, "import", "--batch", "-a", "mine", str(path)], home=tmp_path)
    shown = run(listed, home=tmp_path)
    assert "08:00 11:00 Thank Dr Weiss" in shown
    assert "Anna" not in shown, "updated, not doubled"


def test_todoman_shows_and_ticks(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (tmp_path / "settings.py").write_text(f'path = "{folder}"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n')
    todo = [sys.executable, "-m", "todoman", "--config", str(tmp_path / "settings.py")]
    path = folder / "list.ics"
    path.write_bytes(made(WORKED, component="todo"))
    zone = {"TZ": "Europe/Luxembourg"}
    listed = run([*todo, "list"], home=tmp_path, environment=zone)
    assert FIRST.title in listed
    assert "2026-11-19 23:59" in listed
    run([*todo, "done", "1"], home=tmp_path, environment=zone)
    ticked = path.read_bytes()
    (tick,) = read_ticks(ICS, Context(existing=ticked))
    assert (tick.case, tick.item) == (WORKED.case, FIRST.id)
    assert tick.on == datetime.now(tz=UTC).date().isoformat()
    assert parts(made(WORKED, ticked, component="todo"))[0]["STATUS"] == "COMPLETED", "and stays so"
    done = Done(at="2026-11-18T09:30:00+01:00", date_only=False)
    assert parts(made(moved(status="done", done=done), ticked, component="todo"))[0]["STATUS"] == "COMPLETED"


def test_what_is_put_on_hold_later_leaves_the_calendar() -> None:
    window = Window(opens=samples.at("24"), best=samples.stretch("24", None, "hays"))
    before = made(WORKED.replace(items=(FIRST.replace(window=window),)))
    (event,) = parts(made(held(None), before))
    assert event["STATUS"] == "CANCELLED", "nobody knows until when"
