"""Quotas, repetitions and windows with holes over random logs and days, against a count day by day."""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import Tiny, action, make, rule

BEGIN = date(2026, 3, 16)
"""Two weeks before the clocks go forward; a whole day, so that all edges are midnights."""
RECORD: dict[str, Any] = {"start": "2026-03-15"}
LOGS = st.lists(st.integers(0, 40), max_size=9).map(sorted)
SKIPS = st.lists(st.integers(0, 40), max_size=3).map(sorted)
NOWS = st.integers(0, 45)


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tiny]:
    rules = {
        "quota": {"from": "next day", "through": "21 days after", "at_least": 3},
        "each": {"from": "next day", "through": "28 days after", "at_least": 2, "per": "7 days"},
        "again": {"during": "next day", "repeat": {"every": "5 days", "at_most": 4}},
    }
    return {name: make(tmp_path_factory.mktemp(name), action("write", rule("a", do=do))) for name, do in rules.items()}


def seen(tiny: Tiny, log: list[int], now: int, skips: list[int] | None = None) -> tuple[str, int, str, str | None]:
    """Status, times, and the first and last day of the window, at noon of a day."""
    entries = [{"at": day(one).isoformat(), "did": "write"} for one in log]
    entries += [{"at": day(one).isoformat(), "skipped": "write"} for one in skips or ()]
    item = tiny.item({**RECORD, "log": entries}, f"{day(now)} 12:00", "write")
    assert item.progress is not None
    closes = item.window.closes
    last = (date.fromisoformat(closes[:10]) - timedelta(days=1)).isoformat() if closes else None
    return item.status, item.progress.times, (item.window.opens or "")[:10], last


@settings(max_examples=150, deadline=None)
@given(log=LOGS, now=NOWS)
def test_a_quota(packs: dict[str, Tiny], log: list[int], now: int) -> None:
    counted = sum(1 for one in log if one <= now and one <= 20)  # days 0 to 20: 16 March through 5 April
    status, times, opens, last = seen(packs["quota"], log, now)
    assert times == counted
    assert (opens, last) == (day(0).isoformat(), day(20).isoformat())
    assert (status == "done") is (counted >= 3)
    assert (status == "overdue") is (counted < 3 and now > 20)


@settings(max_examples=150, deadline=None)
@given(log=LOGS, now=NOWS)
def test_a_quota_per_week(packs: dict[str, Tiny], log: list[int], now: int) -> None:
    week = min(now // 7, 3)
    there = [one for one in log if one <= now]
    full = sum(one // 7 == week for one in there if one < 28) >= 2
    status, times, opens, last = seen(packs["each"], log, now)
    if full and week == 3:
        assert status == "done"
        return
    shown = week + 1 if full else week
    assert times == (0 if full else sum(one // 7 == week for one in there if one < 28))
    assert (opens, last) == (day(7 * shown).isoformat(), day(7 * shown + 6).isoformat())
    assert (status == "upcoming") is full
    assert (status == "overdue") is (not full and now >= 28)


@settings(max_examples=150, deadline=None)
@given(log=LOGS, skips=SKIPS, now=NOWS)
def test_a_repetition(packs: dict[str, Tiny], log: list[int], skips: list[int], now: int) -> None:
    """A time that was skipped is over as one that was done, and does not count."""
    there = [one for one in log if one <= now]
    over = sorted([*there, *(one for one in skips if one <= now)])
    status, times, opens, last = seen(packs["again"], log, now, skips)
    assert times == len(there)
    assert (status in ("done", "skipped")) is (len(there) >= 4)
    if len(there) < 4:
        ahead = over[-1] + 5 if over else 0
        assert (opens, last) == (day(ahead).isoformat(), day(ahead).isoformat())
        assert status == ("upcoming" if now < ahead else "due" if now == ahead else "overdue")


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SETS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True)


@settings(max_examples=40, deadline=None)
@given(
    only=SETS, left_out=SETS, first=st.integers(0, 30), length=st.integers(0, 12), kind=st.sampled_from(["do", "dont"])
)
def test_what_is_left_of_a_window(
    tmp_path_factory: pytest.TempPathFactory, only: list[str], left_out: list[str], first: int, length: int, kind: str
) -> None:
    """Day by day: a day counts if it is in the window, is named under `only`, and not under `except`."""
    window: Any = {"from": "next day", "through": "30 days after", "except": [{"weekday": left_out}],
              "only": [{"weekday": only}, {"from": "other", "through": "deadline"}]}  # fmt: skip
    tiny = make(tmp_path_factory.mktemp("cut"), action("write", {**rule("a"), kind: window}))
    record = {**RECORD, "other": day(first).isoformat(), "deadline": day(first + length).isoformat()}
    item = tiny.item(record, f"{day(0)} 12:00", "write")

    def counts(number: int) -> bool:
        name = WEEKDAYS[day(number).weekday()]
        return (name in only or first <= number <= first + length) and name not in left_out

    shown = {
        (date.fromisoformat(one.from_[:10]) + timedelta(days=more)).isoformat()
        for one in item.voices[0].window if one.from_ and one.to
        for more in range((date.fromisoformat(one.to[:10]) - date.fromisoformat(one.from_[:10])).days)
    }  # fmt: skip
    wanted = {day(number).isoformat() for number in range(30) if counts(number)}
    if wanted:
        assert shown == wanted
    else:
        assert item.window.best is None
    for number in (0, 13, 29):
        status = tiny.item(record, f"{day(number)} 12:00", "write").status
        if kind == "dont":
            assert (status == "in-force") is counts(number)


DAYS = (
    "Saturday", "Monday", "working day", "day", "last Friday of each month", "15th day of each month",
    "31st day of each month", "5th Thursday of each month", "1st working day of each month", "2nd Tuesday of each week",
    "1 April", "15th day of each month or next working day", "31st day of each month or previous working day",
    "Sunday or next working day", "1 April or previous working day", "2 weeks", "5 days", "1 month",
    "2 weeks before 15th day of each month", "1 day after last Friday of each month", "2 working days before 1 April",
    "1 month before 31st day of each month", "3 days before 15th day of each month or previous working day",
)  # fmt: skip


def is_one(text: str, one: date) -> bool:
    """Whether a day is one of those that come round under this name, looked at in the most obvious way."""
    text, rolls, roll = text.partition(" or ")
    if rolls:
        if one.weekday() >= 5:
            return False
        # Itself, or a weekend beside it that ends or begins there.
        step = timedelta(days=-1 if roll.startswith("next") else 1)
        around = [one]
        while (around[-1] + step).weekday() >= 5:
            around.append(around[-1] + step)
        return any(is_one(text, other) for other in around)
    if " before " in text or " after " in text:
        side = "before" if " before " in text else "after"
        length, days = text.split(f" {side} ")
        near = [one + timedelta(days=more if side == "before" else -more) for more in range(40)]
        return any(is_one(days, other) and led(other, length, -1 if side == "before" else 1) == one for other in near)
    if text in ("2 weeks", "5 days"):
        return (one - BEGIN).days % {"2 weeks": 14, "5 days": 5}[text] == 0
    if text == "1 month":
        return one.day == BEGIN.day
    name, working = one.strftime("%A"), one.weekday() < 5
    month = [one.replace(day=1) + timedelta(days=more) for more in range(calendar.monthrange(one.year, one.month)[1])]
    alike = [other for other in month if other.weekday() == one.weekday()]
    match text:
        case "day":
            return True
        case "working day":
            return working
        case "last Friday of each month":
            return name == "Friday" and one == alike[-1]
        case "15th day of each month":
            return one.day == 15
        case "31st day of each month":
            return one == month[-1]
        case "5th Thursday of each month":
            return name == "Thursday" and alike.index(one) == 4
        case "1st working day of each month":
            return one == next(other for other in month if other.weekday() < 5)
        case "2nd Tuesday of each week":
            return False
        case "1 April":
            return (one.month, one.day) == (4, 1)
    return name == text


def led(one: date, length: str, step: int) -> date:
    """The day so long before or after one, a day at a time."""
    count, _, unit = length.partition(" ")
    if unit.startswith("month"):
        month = one.month + step * int(count) - 1
        year, month = one.year + month // 12, month % 12 + 1
        return date(year, month, min(one.day, calendar.monthrange(year, month)[1]))
    left = int(count) * (7 if unit.startswith("week") else 1)
    while left:
        one += timedelta(days=step)
        left -= one.weekday() < 5 or not unit.startswith("working")
    return one


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Tiny]:
    @cache
    def made(do: str) -> Tiny:
        return make(tmp_path_factory.mktemp("each"), action("write", rule("a", do=json.loads(do))))

    return made


@settings(max_examples=300, deadline=None)
@given(
    days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=2, unique=True), log=LOGS, skips=SKIPS, now=NOWS,
    lasts=st.sampled_from([None, 3, 10]), at_most=st.sampled_from([None, 2, 3]), through=st.sampled_from([3, 21, 34]),
    without=st.sampled_from([None, "sat", "mon"]),
)  # fmt: skip
def test_what_comes_round(
    rounds: Callable[[str], Tiny], days: list[str], log: list[int], skips: list[int], now: int, lasts: int | None,
    at_most: int | None, through: int, without: str | None,
) -> None:  # fmt: skip
    """Day by day: which day had begun last, which entries count for it, and what comes next."""
    repeat: Any = {"each": days if len(days) > 1 else days[0]}
    repeat |= ({"for": f"{lasts} days"} if lasts else {}) | ({"at_most": at_most} if at_most else {})
    do: Any = {"from": "next day", "through": f"{through} days after", "repeat": repeat}
    do |= {"except": [{"weekday": [without]}]} if without else {}
    end = through  # the first day that is no longer in the window: day 0 is the day after the start
    coming = [
        number for number in range(end)
        if any(is_one(text, day(number)) for text in days) and WEEKDAYS[day(number).weekday()] != without
    ]  # fmt: skip

    def begun(number: int) -> int | None:
        return max((one for one in coming if one <= number), default=None)

    there = [one for one in log if one <= now]
    done = {found for one in there if (found := begun(one)) is not None}
    over = done | {found for one in skips if one <= now and (found := begun(one)) is not None}
    left = [one for one in coming if one not in over and one >= (coming[0] if begun(now) is None else begun(now) or 0)]
    status, times, opens, last = seen(rounds(json.dumps(do)), log, now, skips)
    assert times == len(done)
    if not coming:
        assert status == "impossible"
        return
    ended = bool(over) and (not left or (at_most is not None and len(done) >= at_most))
    assert (status in ("done", "skipped")) is ended
    if ended:
        return
    shown = left[0]
    closes = min([shown + (lasts or 1), end, *(one for one in coming if one > shown)])
    while without and WEEKDAYS[day(closes - 1).weekday()] == without:
        closes -= 1
    if shown < now < closes and WEEKDAYS[day(now).weekday()] == without:
        shown = now + 1  # between two stretches of it: the next one
    assert (opens, last) == (day(shown).isoformat(), day(closes - 1).isoformat())
    assert (status == "upcoming") is (now < shown)
    assert (status == "overdue") is (now >= closes)


@pytest.mark.parametrize("start", ["1971-01-01", "1999-12-31 23:59"])
def test_centuries_cost_nothing(rounds: Callable[[str], Tiny], start: str) -> None:
    tiny = rounds(json.dumps({"repeat": {"each": ["Saturday", "31st working day of each month"]}}))
    entries = [{"at": f"{year}-05-05", "did": "write"} for year in range(2000, 2900)]
    before = perf_counter()
    item = tiny.item({"start": start, "log": entries}, "2999-12-28 12:00", "write")
    assert perf_counter() - before < 5
    assert item.progress is not None
    assert (item.status, item.progress.times, item.window.opens) == ("due", 900, "2999-12-28T00:00:00+01:00")


def test_a_day_that_is_shorter(rounds: Callable[[str], Tiny]) -> None:
    """In the night to Sunday 29 March 2026 the clocks go forward: it is open from midnight to midnight all the same."""
    tiny = rounds(json.dumps({"repeat": {"each": "Sunday"}}))
    item = tiny.item(RECORD, "2026-03-29 01:00", "write")
    assert (item.window.opens, item.window.closes) == ("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00")
    at_night = {**RECORD, "log": [{"at": "2026-03-29 00:00", "did": "write"}]}
    assert (tiny.item(at_night, "2026-03-29 12:00", "write").window.opens or "")[:10] == "2026-04-05"
    evening = {**RECORD, "log": [{"at": "2026-03-28 23:59", "did": "write"}]}
    assert tiny.item(evening, "2026-03-29 12:00", "write").status == "due"


@pytest.mark.parametrize("repeat", [{"each": "day"}, {"every": "1 day"}])
@pytest.mark.parametrize(("until", "is_over"), [("2 days after", False), ("1 day after", True)])
def test_until_a_day_is_to_its_end(
    rounds: Callable[[str], Tiny], repeat: dict[str, str], until: str, is_over: bool
) -> None:
    """As everywhere: from Mon 16 March on, and the second day after the start, Tue 17 March, still counts."""
    tiny = rounds(json.dumps({"during": "next day", "repeat": {**repeat, "until": until}} if "every" in repeat
                             else {"from": "next day", "repeat": {**repeat, "until": until}}))  # fmt: skip
    assert (tiny.item(logged(0), f"{day(1)} 12:00", "write").status == "done") is is_over
    assert tiny.item(logged(0, 1), f"{day(2)} 12:00", "write").status == "done"


def logged(*days: int) -> dict[str, Any]:
    return {**RECORD, "log": [{"at": day(number).isoformat(), "did": "write"} for number in days]}


def test_many_pieces_are_not_gone_through_for_each_entry(rounds: Callable[[str], Tiny]) -> None:
    """Weekdays cut a window of years into hundreds of pieces."""
    tiny = rounds(json.dumps({"only": [{"weekday": ["mon", "wed", "fri"]}], "repeat": {"each": "day"}}))
    entries = [{"at": f"2026-03-{16 + number % 14} {number % 24:02}:{number % 60:02}", "did": "write"}
               for number in range(3000)]  # fmt: skip
    before = perf_counter()
    item = tiny.item({**RECORD, "log": entries}, "2027-03-01 12:00", "write")
    assert perf_counter() - before < 5
    assert item.progress is not None
    assert item.progress.times == 6  # Mon, Wed, Fri of two weeks


@settings(max_examples=200, deadline=None)
@given(log=LOGS, now=NOWS, every=st.integers(1, 6), through=st.sampled_from([14, 21, 34]), lapses=st.booleans())
def test_turns_within_a_season(
    seasons: Callable[[str, bool], Tiny], log: list[int], now: int, every: int, through: int, lapses: bool
) -> None:
    """Turn by turn: each begins so long after the last entry; of what lapses, a missed one gives way to the next."""
    do = {"from": "next day", "through": f"{through} days after", "repeat": {"every": f"{every} days"}}
    there = [one for one in log if one <= now]
    start = max(there) + every if there else 0
    while lapses and start + every <= min(now, through - 1):
        start += every
    status, times, opens, last = seen(seasons(json.dumps(do), lapses), log, now)
    assert times == len(there)
    if start >= through:
        assert status == "done"
        return
    end = min(start + every, through)
    assert (opens, last) == (day(start).isoformat(), day(end - 1).isoformat())
    late = "lapsed" if lapses else "overdue"
    assert status == ("upcoming" if now < start else "due" if now < end else late)


@pytest.fixture(scope="module")
def seasons(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], Tiny]:
    @cache
    def made(do: str, lapses: bool) -> Tiny:
        return make(tmp_path_factory.mktemp("season"), action("write", rule("a", do=json.loads(do)), lapses=lapses))

    return made


def test_a_long_season_of_short_turns_costs_nothing(seasons: Callable[[str, bool], Tiny]) -> None:
    tiny = seasons(json.dumps({"through": "20 years after", "repeat": {"every": "1 minute"}}), True)
    before = perf_counter()
    item = tiny.item({"start": "2026-01-01 10:00"}, "2040-06-01 12:00", "write")
    assert perf_counter() - before < 2
    assert (item.status, item.window.opens) == ("due", "2040-06-01T12:00:00+02:00")


@pytest.mark.parametrize("lapses", [False, True])
def test_a_turn_all_of_which_a_limit_holds_back_begins_when_that_lifts(
    tmp_path_factory: pytest.TempPathFactory, lapses: bool
) -> None:
    """A pill every 4 hours, no more than 2 in 24: with 08:00 and 12:00 taken, the third is due at 08:00."""
    pill = rule("a", do={"through": "2 days after", "repeat": {"every": "4 hours"}})
    most = rule("b", dont={"more_than": 2, "per": "24 hours"})
    tiny = make(tmp_path_factory.mktemp("pill"), action("write", pill, most, lapses=lapses))
    entries = [{"at": f"2027-01-04 {hour}:00", "did": "write"} for hour in ("08", "12")]
    record = {"start": "2027-01-04 08:00", "log": entries}
    for now, status in (
        ("04 13:00", "upcoming"),
        ("04 17:00", "upcoming"),
        ("05 07:59", "upcoming"),
        ("05 08:00", "due"),
    ):
        item = tiny.item(record, f"2027-01-{now}", "write")
        assert (item.status, item.window.opens, item.window.closes) == (
            status, "2027-01-05T08:00:00+01:00", "2027-01-05T12:00:00+01:00",
        )  # fmt: skip
    # Where the limit leaves some of the turn, the turn stays where it is: until 12:00 with one more taken at 08:00.
    record["log"] = [*entries, {"at": "2027-01-05 08:00", "did": "write"}]
    assert tiny.item(record, "2027-01-05 09:00", "write").window.opens == "2027-01-05T12:00:00+01:00"


@pytest.mark.parametrize(
    "do",
    [
        {"from": "next day", "through": "3 days after", "repeat": {"every": "1 week"}},
        {"from": "next day", "through": "60 days after", "repeat": {"each": "1 week", "for": "3 days"}},
    ],
    ids=["every", "each"],
)
@pytest.mark.parametrize(
    ("log", "heard", "status"),
    [([], 1, "closed"), ([], 4, "overdue"), ([0], 8, "done"), ([0], 11, "overdue"), ([0, 7], 11, "done")],
)
def test_a_turn_cut_short_was_not_missed(
    rounds: Callable[[str], Tiny], do: dict[str, Any], log: list[int], heard: int, status: str
) -> None:
    """Turns of three days, days 0 to 2 and 7 to 9; one that was over before the end of it all was missed."""
    tiny = rounds(json.dumps({**do, "repeat": {**do["repeat"], "until": {"heard": "rejected"}}}))
    record = logged(*log)
    record["log"].append({"at": f"{day(heard)} 09:00", "heard": "rejected"})
    assert tiny.item(record, f"{day(13)} 12:00", "write").status == status
