"""What is advised and forbidden at once: when it opens and closes, and what is said of it meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import Tiny, action, log, make, rule

from checklist_engine.checklist import Item

BEGIN = date(2026, 11, 16)
RECORD: dict[str, Any] = {"start": "2026-11-16"}
ENDLESS = 99
STRETCHES = st.tuples(st.integers(1, 20), st.integers(0, 12)).map(lambda both: (both[0], both[0] + both[1]))
BANS = st.tuples(STRETCHES, st.booleans()).map(lambda one: (one[0][0], ENDLESS if one[1] else one[0][1]))


def day(number: int) -> str:
    return (BEGIN + timedelta(days=number)).isoformat()


def window(first: int, last: int) -> dict[str, str]:
    """Days after the start, the last one whole."""
    opens = {"from": f"{first} days after"}
    return opens if last == ENDLESS else {**opens, "through": f"{last} days after"}


def seen(tiny: Tiny, now: int, **more: Any) -> tuple[str, str | None, str | None]:
    """Status, first and last day, at noon of a day."""
    item = tiny.item({**RECORD, **more}, f"{day(now)} 12:00", "write")
    return item.status, *edges(item)


def edges(item: Item) -> tuple[str | None, str | None]:
    opens, closes = item.window.opens, item.window.closes
    last = (date.fromisoformat(closes[:10]) - timedelta(days=1)).isoformat() if closes else None
    return opens and opens[:10], last


@settings(max_examples=60, deadline=None)
@given(
    dos=st.lists(STRETCHES, min_size=1, max_size=2), donts=st.lists(BANS, max_size=3), lapses=st.booleans(),
    nows=st.lists(st.integers(0, 35), min_size=4, max_size=4),
)  # fmt: skip
def test_against_a_look_at_every_day(
    tmp_path_factory: pytest.TempPathFactory,
    dos: list[tuple[int, int]],
    donts: list[tuple[int, int]],
    lapses: bool,
    nows: list[int],
) -> None:
    rules = [rule("ab"[n], do=window(*one)) for n, one in enumerate(dos)]
    rules += [rule("cde"[n], dont=window(*one)) for n, one in enumerate(donts)]
    tiny = make(tmp_path_factory.mktemp("days"), action("write", *rules, lapses=lapses))
    advised = [n for n in range(40) if any(first <= n <= last for first, last in dos)]
    # What has no end may lift any day, so that it moves neither edge.
    known = [(first, last) for first, last in donts if last != ENDLESS]
    free = [n for n in advised if not any(first <= n <= last for first, last in known)] or advised
    for now in nows:
        held = any(first <= now <= last for first, last in donts)
        opens, ahead = free[0], [n for n in free if n > now]
        if advised[0] < now and now not in advised and not held and ahead:
            opens, expected = ahead[0], {"upcoming"}
        elif now < advised[0]:
            expected = {"upcoming"}
        elif lapses and now > free[-1]:
            expected = {"lapsed"}
        elif held:
            expected = {"on-hold"}
        else:
            expected = {"overdue"} if now > free[-1] else {"open", "due"}
        status, *shown = seen(tiny, now)
        assert shown == [day(opens), day(free[-1])]
        assert status in expected


def test_the_end_says_why_it_is_not_what_the_source_said(tmp_path: Path) -> None:
    tiny = make(tmp_path, action("write", rule("a", do=window(1, 9)), rule("b", dont=window(7, 12))))
    item = tiny.item(RECORD, f"{day(2)} 12:00", "write")
    told = {one.edge: one.text for one in item.derivation if one.rule is None}
    assert told["closes"] == "last end that any source gives, in what is not forbidden → Sun 22 Nov 24:00"
    assert told["opens"] == "earliest start of any source → Tue 17 Nov 00:00"
    voice = next(one for one in item.voices if one.source == "a")
    assert [one.to for one in voice.window] == ["2026-11-26T00:00:00+01:00"]  # the source's own end stays its own


def test_a_profile_that_lets_advice_win_moves_nothing(tmp_path: Path) -> None:
    tiny = make(
        tmp_path, action("write", rule("a", do=window(1, 9)), rule("b", dont=window(7, 12))),
        profiles={"bold": {"title": "Advice wins", "settle": "bold"}},
    )  # fmt: skip
    item = tiny.checklist(RECORD, f"{day(2)} 12:00", "bold").item("write")
    assert edges(item) == (day(1), day(9))


def test_in_time_is_what_sources_say_is_in_time(tmp_path: Path) -> None:
    """Who did it while another forbade it did it when the first had said."""
    tiny = make(tmp_path, action("write", rule("a", do=window(3, 9)), rule("b", dont=window(1, 5))))

    def timing(*entries: str) -> str | None:
        done = tiny.item({**RECORD, "log": log(*entries)}, f"{day(20)} 12:00", "write").done
        return done.timing if done else None

    assert timing(f"{day(2)} 10:00 did write") == "early"
    assert timing(f"{day(4)} 10:00 did write") == "in-time"
    assert timing(f"{day(10)} 10:00 did write") == "late"


def test_a_limit_opens_it_later_but_makes_nothing_due_sooner(tmp_path: Path) -> None:
    other = action("call", rule("a", do={}), **{"is": ["contact"]})
    calm = action("calm", rule("b", dont={"more_than": 1, "per": "7 days", "of": "contact"}))
    write = action("write", rule("a", do=window(3, 12)), **{"is": ["contact"]})
    tiny = make(tmp_path, write, other, calm)
    called = log(f"{day(1)} 10:00 did call")
    assert seen(tiny, 2, log=called) == ("upcoming", day(8), day(12))
    late = log(f"{day(7)} 10:00 did call")
    assert seen(tiny, 8, log=late) == ("on-hold", day(3), day(12))
    assert seen(tiny, 13, log=late)[0] == "on-hold"
    assert seen(tiny, 14, log=late) == ("overdue", day(3), day(12))


def test_a_hold_names_all_that_hold_it_until_it_lifts(tmp_path: Path) -> None:
    """One prohibition goes over into the next: the reason of the day until which it lasts is told as well."""
    rules = [rule("a", do=window(1, 20)), rule("b", dont=window(1, 5)), rule("c", dont=window(4, 9))]
    rules.append(rule("d", dont=window(15, 16)))
    item = make(tmp_path, action("write", *rules)).item(RECORD, f"{day(2)} 12:00", "write")
    assert item.hold is not None
    assert (item.hold.until or "")[:10] == day(10)
    assert item.hold.sources == ("b", "c")
    assert item.hold.reason == "b says one; c says one"
