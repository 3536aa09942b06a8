"""As time goes by: what may change in an item's dates, and what may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tinypack
from hypothesis import given, settings
from hypothesis import strategies as st
from tinypack import (
    START,
    VOTES,
    Data,
    Tiny,
    action,
    log,
    make,
    rule,
    stamp,
)

from checklist_engine.evaluate.evaluate import evaluate

# --- the clock ---------------------------------------------------------------------------------------------------

UNITS = st.sampled_from(["minutes", "hours", "days", "weeks", "working days"])
OFFSETS = st.tuples(st.integers(1, 40), UNITS, st.sampled_from(["after", "before"])).map(
    lambda parts: f"{parts[0]} {parts[1]} {parts[2]}"
)
WINDOWS = st.fixed_dictionaries({}, optional={"from": OFFSETS, "until": OFFSETS}) | st.fixed_dictionaries(
    {"ideal": st.fixed_dictionaries({"from": OFFSETS, "until": OFFSETS}), "through": OFFSETS}
)
RULES = st.lists(
    st.tuples(st.sampled_from(tinypack.SOURCES), st.sampled_from(["do", "do", "do", "dont"]), WINDOWS),
    min_size=1,
    max_size=5,
)
ORDER = ("upcoming", "on-hold", "open", "due", "overdue")


def some_pack(folder: Path, rules: list[tuple[str, str, Data]], message: bool) -> Tiny:
    given_rules = []
    for source, kind, window in rules:
        kept = {key: value for key, value in window.items() if kind == "do" or key != "ideal"}
        about: dict[str, Any] = {kind: kept}
        given_rules.append(rule(source, **about))
    return make(folder, action("write", *given_rules, **({"is": ["message"]} if message else {})))


@settings(max_examples=40)
@given(RULES, st.booleans(), st.lists(st.integers(-60 * 96, 60 * 96), min_size=2, max_size=8), st.booleans())
def test_as_time_goes_by_only_what_is_left_changes(
    tmp_path_factory: pytest.TempPathFactory,
    rules: list[tuple[str, str, Data]],
    message: bool,
    clock: list[int],
    ticked: bool,
) -> None:
    tiny = some_pack(tmp_path_factory.mktemp("clock"), rules, message)
    begin = stamp("2026-11-17 10:00")
    entry = log("2026-08-01 10:00 skipped write", "2026-08-02 10:00 did write") if ticked else []
    record = tiny.record({**START, "log": entry})
    seen = [evaluate(tiny.program, record, begin + quarter * 900).items[0] for quarter in sorted(clock)]
    dates = {(item.window.opens, item.window.closes, item.window.best, item.window.runner_up) for item in seen}
    assert len(dates) == 1
    for item, quarter in zip(seen, sorted(clock), strict=True):
        next_, best_ = item.window.next, item.window.best
        if next_ is not None:
            assert next_.from_ is not None
            assert stamp(next_.from_[:16].replace("T", " ") + next_.from_[19:]) >= begin + quarter * 900
            assert item.window.closes is None or next_.to is None or next_.to <= item.window.closes or best_ is not None
        if not ticked and item.kind == "do" and best_ is not None and best_.from_ is not None:
            ahead = stamp(best_.from_[:16].replace("T", " ") + best_.from_[19:]) >= begin + quarter * 900
            assert not ahead or next_ == best_
    if all(kind == "do" for _, kind, _ in rules) and not ticked and seen[0].status in ORDER:
        places = [ORDER.index(item.status) for item in seen]
        assert places == sorted(places)
    if ticked and seen[0].kind == "do":
        assert {item.status for item in seen} == {"done"}


@settings(max_examples=30)
@given(RULES, st.booleans(), st.integers(-20 * 96, 40 * 96))
def test_best_is_what_its_sources_allow(
    tmp_path_factory: pytest.TempPathFactory, rules: list[tuple[str, str, Data]], message: bool, quarter: int
) -> None:
    """Nothing may move what a source did not say: each stretch lies inside a window of each source that it names."""
    tiny = some_pack(tmp_path_factory.mktemp("votes"), rules, message)
    item = evaluate(tiny.program, tiny.record(START), stamp("2026-11-17 10:00") + quarter * 900).items[0]
    for stretch in (item.window.best, item.window.runner_up, item.window.next):
        for source in stretch.sources if stretch is not None else ():
            own = [
                voice.window[0]
                for voice in item.voices
                if voice.source == source and voice.kind == "do" and voice.window
            ]
            assert stretch is not None
            assert stretch.from_ is not None
            starts = [(one.from_ or "", one.to or "9") for one in own]
            assert any(start <= stretch.from_ for start, _ in starts)
            assert any((stretch.to or "9") <= end for _, end in starts)
    assert sorted(item.late_for) == sorted(set(item.late_for))


def test_who_is_late_is_who_gave_an_end_that_has_passed(tmp_path: Path) -> None:
    tiny = make(tmp_path, VOTES)
    for now, late in (
        ("2026-11-18 09:59", ()),
        ("2026-11-18 10:00", ("a",)),
        ("2026-11-19 00:00", ("a", "b")),
        ("2026-11-20 00:00", ("a", "b", "c")),
    ):
        item = tiny.item(START, now, "write")
        assert item.late_for == late
        assert (item.status == "overdue") == (len(late) == 3)
    assert tiny.item({**START, "log": log("2026-11-21 10:00 did write")}, "2026-11-22 00:00", "write").late_for == ()
