"""Time, against the standard library and against counting by hand.

The oracles are slow and obvious: `zoneinfo` tells the local time of an instant, and everything else (which instants
a clock time can mean, where a day begins, which day is the tenth working day) is found by trying.
"""

from __future__ import annotations

import calendar
import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from clocks import IN_ZONES, LOCAL, LUX, STAMPS, WORKING, ZONES, changes, first_instant, local_at, readings, seen, text
from hypothesis import example, given
from hypothesis import strategies as st

from checklist_engine import calendars, moments
from checklist_engine.calendars import WorkingDays
from checklist_engine.moments import HOUR, MomentError, parse
from checklist_engine.phrases import Each

# --- parse ---------------------------------------------------------------------------------------------------


@given(LOCAL, IN_ZONES)
@example(datetime(2026, 3, 29, 2, 30), LUX)  # noqa: DTZ001
@example(datetime(2026, 10, 25, 2, 30), LUX)  # noqa: DTZ001
def test_a_clock_time_is_read_where_it_means_one_instant(local: datetime, zone: str) -> None:
    possible = readings(local, zone)
    if len(possible) == 1:
        moment = parse(text(local), zone)
        assert (moment.start, moment.end) == (possible[0], possible[0])
        assert not moment.is_day
        assert moment.day.format_iso() == local.date().isoformat()
        assert parse(text(local).replace(" ", "T"), zone).start == possible[0]
    else:
        with pytest.raises(MomentError):
            parse(text(local), zone)


@pytest.mark.parametrize("part", range(4))
def test_every_clock_change_of_sixteen_years_in_every_zone(part: int) -> None:
    checked = 0
    for zone in sorted(available_timezones())[part::4]:
        for stamp, before, after in changes(zone):
            checked += 1
            (_check_skipped if after > before else _check_repeated)(zone, stamp, before, after)
    assert checked > 500


def _check_skipped(zone: str, stamp: int, before: int, after: int) -> None:
    last, first = local_at(stamp - 1, before), local_at(stamp, after)
    assert parse(text(last), zone).start == stamp - 1
    assert parse(text(first), zone).start == stamp
    length = after - before
    for inside in (0, length // 2, length - 60):
        missing = local_at(stamp + inside, before)
        with pytest.raises(MomentError, match="does not exist") as caught:
            parse(text(missing), zone)
        message, hint = str(caught.value), caught.value.hint
        assert f"{missing:%H:%M}" in message
        assert missing.date().isoformat() in message
        assert zone in message
        # What a clock that was changed too late or too early would show.
        later, earlier = missing + timedelta(seconds=length), missing - timedelta(seconds=length)
        assert hint == f"it would be {earlier:%H:%M} or {later:%H:%M}; write the one that you mean"


def _check_repeated(zone: str, stamp: int, before: int, after: int) -> None:
    length = before - after
    for inside in (0, length // 2, length - 60):
        local = local_at(stamp + inside, after)
        first, second = stamp + inside - length, stamp + inside
        assert readings(local, zone) == [first, second]
        with pytest.raises(MomentError, match="happens twice") as caught:
            parse(text(local), zone)
        hint = caught.value.hint or ""
        for reading, which in ((first, "first"), (second, "second")):
            written = f"{seen(reading, zone):%Y-%m-%d %H:%M%z}"
            written = f"{written[:-2]}:{written[-2:]}"
            assert f"{written} for the {which}" in hint, (zone, hint)
            assert parse(written, zone).start == reading - reading % 60
    assert parse(text(local_at(stamp + length, after)), zone).start == stamp + length
    assert parse(text(local_at(stamp - length - 1, before)), zone).start == stamp - length - 1


@given(STAMPS, IN_ZONES, st.integers(-14 * 4, 14 * 4))
def test_an_offset_that_is_written_decides_whatever_the_zone(stamp: int, zone: str, quarters: int) -> None:
    stamp -= stamp % 60
    sign, size = "-" if quarters < 0 else "+", abs(quarters)
    offset = f"{sign}{size // 4:02}:{size % 4 * 15:02}"
    local = local_at(stamp, quarters * 900)
    for gap in ("", " "):
        moment = parse(f"{local:%Y-%m-%d %H:%M}{gap}{offset}", zone)
        assert moment.start == moment.end == stamp
        assert moment.day.format_iso() == seen(stamp, zone).date().isoformat()
    utc = local_at(stamp, 0)
    assert parse(f"{utc:%Y-%m-%dT%H:%M}Z", zone).start == stamp


@given(st.dates(date(1973, 1, 1), date(2098, 12, 31)), IN_ZONES)
@example(date(2026, 3, 29), "Asia/Beirut")  # the day begins at 01:00
@example(date(2026, 11, 1), "America/Havana")  # midnight comes twice
def test_a_date_is_the_whole_day_that_the_calendar_shows(day: date, zone: str) -> None:
    moment = parse(day.isoformat(), zone)
    assert moment.is_day
    assert moment.start == first_instant(day, zone)
    assert moment.end == first_instant(day + timedelta(days=1), zone)
    assert moment.day.format_iso() == moments.iso_day(moment) == day.isoformat()
    for stamp in (moment.start, moment.end - 1, (moment.start + moment.end) // 2):
        assert moments.day_start(stamp, zone) == moment.start


@pytest.mark.parametrize(
    "wrong",
    [
        "", "tomorrow", "2026-11-17 10", "2026-11-17 10.30", "17.11.2026", "2026-1-7", "2026-11-17  10:00",
        "2026-11-17 10:00 ", "2026-11-17 10:00 CET", "2026-11-17 10:00+1", "٢٠٢٦-١١-١٧", "2026-11-17\n",
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-11-17 24:00", "2026-11-17 10:60",
        "2026-11-17 10:00:60", "2026-11-17 10:00+99:00", "1970-12-31", "3000-01-01", "0000-01-01", "9999-12-31 23:59",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_a_sentence(wrong: str) -> None:
    with pytest.raises(MomentError) as caught:
        parse(wrong, LUX)
    assert str(caught.value)


def test_a_wrong_second_is_not_blamed_on_the_minute() -> None:
    with pytest.raises(MomentError, match="10:00:60"):
        parse("2026-11-17 10:00:60", LUX)


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_a_moment_error(junk: str) -> None:
    try:
        moment = parse(junk, LUX)
    except MomentError:
        return
    assert junk.startswith(moment.day.format_iso()) or "+" in junk or "-" in junk[10:]


def test_known_zones() -> None:
    assert all(moments.known_zone(zone) for zone in ZONES)
    for wrong in (
        "Europe/Luxemburg",
        "",
        "../etc/passwd",
        "/etc/localtime",
        "Mars/Olympus",
        "a\0b",
        "x" * 5000,
        "CEST",
    ):
        assert not moments.known_zone(wrong), wrong
    assert moments.known_zone(moments.system_zone())


# --- distances -----------------------------------------------------------------------------------------------


@given(STAMPS, IN_ZONES, st.integers(-9999, 9999), st.sampled_from(["minute", "hour"]))
def test_minutes_and_hours_are_elapsed_time(stamp: int, zone: str, count: int, unit: str) -> None:
    moment = moments.shift(moments.point(stamp, zone), count, unit, WORKING)
    assert moment.start == moment.end == stamp + count * {"minute": 60, "hour": HOUR}[unit]
    assert moment.day.format_iso() == seen(moment.start, zone).date().isoformat()
    back = moments.shift(moment, -count, unit, WORKING)
    assert back.start == stamp


@pytest.mark.parametrize("zone", ["Europe/Luxembourg", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"])
def test_a_day_of_hours_over_a_clock_change_is_no_clock_day(zone: str) -> None:
    for stamp, before, after in changes(zone):
        noon_before = moments.point(stamp - 12 * HOUR, zone)
        later = moments.shift(noon_before, 24, "hour", WORKING)
        assert later.start - noon_before.start == 24 * HOUR
        moved = seen(later.start, zone).replace(tzinfo=None) - seen(noon_before.start, zone).replace(tzinfo=None)
        assert moved == timedelta(hours=24, seconds=after - before)


@given(st.dates(date(1980, 1, 1), date(2090, 1, 1)), IN_ZONES, st.integers(1, 200))
def test_hours_count_from_the_end_of_a_whole_day_and_before_it_from_its_start(day: date, zone: str, hours: int) -> None:
    whole = parse(day.isoformat(), zone)
    assert (
        moments.shift(whole, hours, "hour", WORKING).start
        == first_instant(day + timedelta(days=1), zone) + hours * HOUR
    )
    assert moments.shift(whole, -hours, "hour", WORKING).start == first_instant(day, zone) - hours * HOUR


@given(
    STAMPS.filter(lambda stamp: stamp > 26 * 365 * 24 * HOUR),
    IN_ZONES,
    st.integers(-1200, 1200),
    st.sampled_from([1, 7]),
)
def test_days_and_weeks_are_calendar_days(stamp: int, zone: str, count: int, length: int) -> None:
    base = moments.point(stamp, zone)
    expected = seen(stamp, zone).date() + timedelta(days=count * length)
    unit = "day" if length == 1 else "week"
    moment = moments.shift(base, count, unit, WORKING)
    assert moment.is_day
    assert moment.day.format_iso() == expected.isoformat()
    assert moment.start == first_instant(expected, zone)
    assert moment.end == first_instant(expected + timedelta(days=1), zone)


def month_later(day: date, count: int) -> date:
    """Forward or back month by month on the wall calendar, then as near to the day as the month allows."""
    year, month = day.year, day.month
    for _ in range(abs(count)):
        month += 1 if count > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@given(st.dates(date(2015, 1, 1), date(2200, 12, 31)), st.integers(-500, 500))
@example(date(2026, 1, 31), 1)
@example(date(2028, 1, 31), 1)
@example(date(2028, 2, 29), 12)
@example(date(2028, 2, 29), -48)
@example(date(2026, 3, 31), -1)
@example(date(2026, 12, 31), 2)
def test_months_clip_to_the_last_day(day: date, count: int) -> None:
    moment = moments.shift(parse(day.isoformat(), LUX), count, "month", WORKING)
    assert moment.day.format_iso() == month_later(day, count).isoformat()
    assert moment.is_day


@given(
    st.dates(date(1990, 1, 1), date(2080, 12, 31)),
    st.integers(-120, 120),
    st.sets(st.sampled_from(moments.WEEKDAYS), min_size=1),
)
def test_working_days_are_counted_one_by_one(day: date, count: int, working: set[str]) -> None:
    expected, left = day, abs(count)
    while left:
        expected += timedelta(days=1 if count > 0 else -1)
        left -= expected.strftime("%a").lower() in working
    moment = moments.shift(parse(day.isoformat(), LUX), count, "working day", WorkingDays(frozenset(working)))
    assert moment.day.format_iso() == expected.isoformat()
    assert moment.is_day


def test_working_days_from_a_weekend() -> None:
    saturday = parse("2026-11-21", LUX)
    days = {count: moments.shift(saturday, count, "working day", WORKING).day.format_iso() for count in (-1, 1, 2, 5)}
    assert days == {-1: "2026-11-20", 1: "2026-11-23", 2: "2026-11-24", 5: "2026-11-27"}


def test_days_of_a_round_that_ends_after_midnight_count_from_the_day_it_began() -> None:
    start, end = parse("2026-11-17 22:00", LUX), parse("2026-11-18 00:30", LUX)
    ended = end.counted_from(start.day)
    assert ended.start == end.start
    assert moments.shift(ended, 1, "day", WORKING).day.format_iso() == "2026-11-18"
    assert moments.shift(ended, 1, "working day", WORKING).day.format_iso() == "2026-11-18"
    assert moments.shift(ended, 1, "month", WORKING).day.format_iso() == "2026-12-17"
    assert moments.same_day(ended).day.format_iso() == "2026-11-17"
    assert moments.at_clock(ended, "09:00", LUX).start == parse("2026-11-17 09:00", LUX).start
    assert moments.edge_of(ended, "end", "day").start == parse("2026-11-18 00:00", LUX).start
    # Hours do not care on which day it began.
    assert moments.shift(ended, 24, "hour", WORKING).start == parse("2026-11-19 00:30", LUX).start
    # `through` a point is through the point's own day.
    assert moments.end_of_local_day(ended) == parse("2026-11-19 00:00", LUX).start


def test_the_day_a_clock_time_was_put_on_is_the_day_that_is_counted_from() -> None:
    """09:00 in Auckland on Tuesday is still Monday in Luxembourg: the next day is Wednesday all the same."""
    tuesday = parse("2026-11-17", LUX)
    there = moments.at_clock(tuesday, "09:00", "Pacific/Auckland")
    assert there.start == parse("2026-11-16 21:00", LUX).start
    assert moments.shift(there, 1, "day", WORKING).day.format_iso() == "2026-11-18"


@given(STAMPS, IN_ZONES, IN_ZONES, st.times())
def test_a_clock_time_of_that_day(stamp: int, zone: str, theirs: str, time: object) -> None:
    clock = str(time)[:5]
    base = moments.point(stamp, zone)
    local = datetime.fromisoformat(f"{base.day.format_iso()} {clock}")
    moment = moments.at_clock(base, clock, theirs)
    possible = readings(local, theirs)
    if possible:
        assert moment.start == possible[0]
    else:  # skipped: as if the clock had not been put forward yet
        assert moment.start == int(local.replace(tzinfo=ZoneInfo(theirs), fold=0).timestamp())
    assert moment.end == moment.start
    assert (moment.zone, moment.day) == (zone, base.day)


@given(
    STAMPS, IN_ZONES, st.sampled_from(["01-01", "02-28", "02-29", "06-30", "07-31", "12-31"]),
    st.sampled_from(["before", "after"]), st.booleans(),
)  # fmt: skip
def test_a_day_of_the_year_is_the_nearest_on_its_side(
    stamp: int, zone: str, what: str, side: str, inclusive: bool
) -> None:
    """Day by day from there; where there is no 29 February the 28th is meant."""
    step = timedelta(days=1 if side == "after" else -1)
    first = seen(stamp, zone).date()

    def is_meant(day: date) -> bool:
        has = day.strftime("%m-%d") == what
        return has or (what == "02-29" and day.strftime("%m-%d") == "02-28" and not calendar.isleap(day.year))

    day = first if inclusive else first + step
    while not is_meant(day):
        day += step
    found = calendars.near(moments.point(stamp, zone), what, side, inclusive)
    assert (found.is_day, found.day.format_iso()) == (True, day.isoformat())
    of_that_year = calendars.place_in(moments.point(stamp, zone), 1, what, "year", WORKING)
    assert of_that_year.day.format_iso()[:4] == f"{first.year}"
    assert is_meant(date.fromisoformat(of_that_year.day.format_iso()))


def test_days_of_the_year_come_round_once_a_year_and_are_not_looked_for_for_ever() -> None:
    first = parse("2026-11-17", LUX).day
    found = [day.format_iso() for day in calendars.days_from(first, 1, 10**9, Each(what="02-29"), lambda name: WORKING)]
    assert found[:3] == ["2027-02-28", "2028-02-29", "2029-02-28"]
    assert len(found) < 20


@given(STAMPS, IN_ZONES)
def test_edges_of_day_week_and_month(stamp: int, zone: str) -> None:
    base, day = moments.point(stamp, zone), seen(stamp, zone).date()
    monday = day - timedelta(days=day.weekday())
    last = calendar.monthrange(day.year, day.month)[1]
    expected = {
        ("start", "week"): monday,
        ("end", "week"): monday + timedelta(days=6),
        ("start", "month"): day.replace(day=1),
        ("end", "month"): day.replace(day=last),
    }
    for (edge, period), wanted in expected.items():
        found = moments.edge_of(base, edge, period)
        assert found.is_day
        assert found.day.format_iso() == wanted.isoformat()
    begins, ends = first_instant(day, zone), first_instant(day + timedelta(days=1), zone)
    for edge, instant in (("start", begins), ("end", ends)):
        found = moments.edge_of(base, edge, "day")
        assert (found.start, found.end) == (instant, instant)
        # "end of that day", then "1 day after" is the day after that day, not two days after.
        assert found.day == base.day
    assert moments.end_of_local_day(base) == ends
    whole = moments.same_day(base)
    assert (whole.start, whole.end) == (begins, ends)
    assert moments.end_of_local_day(whole) == ends


@given(STAMPS, IN_ZONES, st.sampled_from(["minute", "hour", "day", "week", "month", "working day"]), st.integers(-9, 9))
def test_the_moment_that_was_moved_stays_as_it_was_and_each_step_is_told(
    stamp: int, zone: str, unit: str, count: int
) -> None:
    base = moments.point(stamp, zone).reckoned("said so")
    was = (base.start, base.end, base.day, base.zone, base.how)
    steps = [
        moments.shift(base, count, unit, WORKING), moments.same_day(base), moments.at_clock(base, "09:00", zone),
        moments.edge_of(base, "end", "month"), moments.edge_of(base, "start", "day"),
    ]  # fmt: skip
    assert (base.start, base.end, base.day, base.zone, base.how) == was
    for moved in steps:
        assert moved.how[0] == "said so"
        assert len(moved.how) == 2
        assert moved.how[1].endswith(moments.label(moved, moved.day.year != base.day.year))
    again = moments.shift(steps[0], 1, "day", WORKING)
    assert len(again.how) == 3
    assert len(steps[0].how) == 2


# --- far away ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["minute", "hour", "day", "week", "month", "working day"])
@pytest.mark.parametrize(
    "start", ["1971-01-01", "1971-01-01 00:00", "2026-11-17 10:00", "2999-12-31", "2999-12-31 23:59"]
)
@pytest.mark.parametrize("count", [9999, -9999])
def test_the_longest_offsets_stay_in_the_calendar_or_say_that_they_do_not(unit: str, start: str, count: int) -> None:
    try:
        moment = moments.shift(parse(start, LUX), count, unit, WORKING)
    except MomentError as error:
        if "outside the calendar" not in str(error):
            raise
        return
    assert 1971 <= moment.day.year <= 2999
    assert moments.label(moment)
    assert moments.rfc3339(moment.start, LUX)[:10] == moment.day.format_iso()


@pytest.mark.parametrize("day", ["1971-01-01", "2999-12-31"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_the_first_and_the_last_day_have_edges(day: str, zone: str) -> None:
    moment = parse(day, zone)
    assert moment.start < moment.end
    for edge, period in itertools.product(("start", "end"), ("day", "week", "month")):
        found = moments.edge_of(moment, edge, period)
        assert found.start <= found.end
        assert moments.label(found)
    assert moments.end_of_local_day(parse(f"{day} 12:00", zone)) == moment.end


def test_the_day_before() -> None:
    for day in ("2026-01-01", "2028-03-01", "2026-11-17", "1971-01-01"):
        assert moments.day_before(day) == (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def test_the_year_is_said_where_it_is_another() -> None:
    """A chain over New Year, or over six years, would read as if nothing had passed."""
    born = moments.parse("2021-08-20", "Europe/Luxembourg")
    assert moments.shift(born, 6, "year").how[-1] == "Fri 20 Aug 2021 + 6 years → Fri 20 Aug 2027"
    assert moments.shift(born, 6, "day").how[-1] == "Fri 20 Aug + 6 days → Thu 26 Aug"
    night = moments.parse("2026-12-31 23:30", "Europe/Luxembourg")
    assert moments.shift(night, 1, "hour").how[-1] == "Thu 31 Dec 2026 23:30 + 1 hour → Fri 1 Jan 2027 00:30"
