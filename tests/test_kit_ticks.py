"""Our own lists to tick in pass the suite that authors get; a bad reader of ticks fails it, each check by its fault."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from checklist_engine.checklist import Checklist, Item
from checklist_engine.plugin import Context, Format, Refused, Tick
from checklist_engine.plugins import find_format
from checklist_engine.testing import TicksConformance


class TestMarkdown(TicksConformance):
    format = find_format("markdown")

    def tick(self, data: bytes, item: Item) -> bytes:
        return re.sub(rf"- \[ \] (\*\*{re.escape(item.title)}\*\*)".encode(), rb"- [x] \1", data)


class TestTodotxt(TicksConformance):
    format = find_format("todotxt")

    def tick(self, data: bytes, item: Item) -> bytes:
        done = rf"^(?:\(.\) )?([\d-]+ {re.escape(item.title)} )".encode()
        return re.sub(done, rb"x 2026-11-18 \1", data, flags=re.MULTILINE)


class TestIcs(TicksConformance):
    format = find_format("ics")
    options = {"component": "todo"}  # noqa: RUF012 - as authors write it

    def tick(self, data: bytes, item: Item) -> bytes:
        done = b"\\1STATUS:COMPLETED\r\nCOMPLETED:20261118T090000Z\r\n"
        lines = data.replace(b"\r\n ", b"").replace(b"STATUS:NEEDS-ACTION\r\n", b"")
        return re.sub(rf"(SUMMARY:{re.escape(item.title)} \(.*\)\r\n)".encode(), done, lines)


def listed(checklist: Checklist, context: Context) -> bytes:
    """A line for each item, by its id; what is there keeps its tick."""
    old = set((context.existing or b"").splitlines())
    lines = [ascii([checklist.case, item.id]).encode() for item in checklist.items if item.kind == "do"]
    return b"".join((b"x " if b"x " + line in old else b"o ") + line + b"\n" for line in lines)


def read(data: bytes, context: Context) -> Iterator[Tick]:
    for line in data.splitlines():
        if found := re.fullmatch(rb"x \['([\w-]+)', '([\w/-]+)'\]", line):
            yield Tick(case=found[1].decode(), item=found[2].decode())


class Mine(TicksConformance):
    def tick(self, data: bytes, item: Item) -> bytes:
        return re.sub(rb"^o (.*'%s'\])$" % re.escape(item.id).encode(), rb"x \1", data, flags=re.MULTILINE)


def suite(ticks: Any = read, render: Any = listed) -> TicksConformance:
    mine = Format(name="mine", summary="s", suffix=".txt", media_type="text/plain", render=render, ticks=ticks)
    made: TicksConformance = type("One", (Mine,), {"format": mine})()
    return made


class TestGood(Mine):
    format = suite().format


def eager(data: bytes, context: Context) -> Iterable[Tick]:
    return read(data.replace(b"o [", b"x ["), context)


def deaf(data: bytes, context: Context) -> Iterable[Tick]:
    return [one for one in read(data, context) if one.item != "read-meters"]


def first_only(data: bytes, context: Context) -> Iterable[Tick]:
    return [*read(data, context)][:1]


def misdated(data: bytes, context: Context) -> Iterable[Tick]:
    return [one.replace(on="18 November") for one in read(data, context)]


def misplaced(data: bytes, context: Context) -> Iterable[Tick]:
    return [one.replace(case="mine") for one in read(data, context)]


def crashing(data: bytes, context: Context) -> Iterable[Tick]:
    data.decode()
    return read(data, context)


def credulous(data: bytes, context: Context) -> Iterable[Tick]:
    return [*read(data, context), *(Tick(case="moving-out", item="x") for _ in re.findall(rb"call mum", data))]


def mute(data: bytes, context: Context) -> Iterable[Tick]:
    if b"\xff" in data:
        raise Refused("")
    return read(data, context)


def writing(data: bytes, context: Context) -> Iterable[Tick]:
    with open(os.devnull, "w", encoding="utf-8"):
        return read(data, context)


def printing(data: bytes, context: Context) -> Iterable[Tick]:
    os.write(1, b"by number")
    return read(data, context)


COUNT = iter(range(10, 29))


def unlike(data: bytes, context: Context) -> Iterable[Tick]:
    on = f"2026-11-{next(COUNT)}"
    return [one.replace(on=on) for one in read(data, context)]


def plain(data: bytes, context: Context) -> Any:
    return [(one.case, one.item) for one in read(data, context)]


FAULTS: list[tuple[Any, str, dict[str, Any], str]] = [
    (eager, "test_what_nobody_ticked_is_not_ticked", {"name": "full"}, "ticked, but not done"),
    (deaf, "test_a_tick_is_read", {"id": "read-meters"}, "after read-meters was ticked: []"),
    (misplaced, "test_a_tick_is_read", {"id": "read-meters"}, "after read-meters was ticked"),
    (misdated, "test_a_tick_is_read", {"id": "read-meters"}, "no day such as 2026-11-20"),
    (first_only, "test_all_ticks_are_read", {}, "cancel-power"),
    (crashing, "test_reads_whatever_is_in_the_file", {"name": "no text"}, "can't decode"),
    (mute, "test_reads_whatever_is_in_the_file", {"name": "no text"}, "without a word"),
    (credulous, "test_reads_whatever_is_in_the_file", {"name": "another list"}, "not its own"),
    (writing, "test_reading_leaves_no_trace", {}, "for writing"),
    (printing, "test_reading_leaves_no_trace", {}, "printed 'by number"),
    (unlike, "test_reading_leaves_no_trace", {}, "the ticks differ"),
    (plain, "test_a_tick_is_read", {"id": "read-meters"}, "for a tick"),
    (None, "test_all_ticks_are_read", {}, "has no `ticks`"),
]


@pytest.mark.parametrize(("fault", "check", "given", "said"), FAULTS, ids=lambda one: getattr(one, "__name__", None))
def test_each_check_finds_its_fault(
    fault: Any, check: str, given: dict[str, Any], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    given = {**given, "capfd": capfd} if check == "test_reading_leaves_no_trace" else given
    with pytest.raises((AssertionError, ValueError)) as caught:
        getattr(suite(fault), check)(**given)
    assert said in str(caught.value)


def test_a_list_that_forgets_ticks_is_found() -> None:
    def forgetful(checklist: Checklist, context: Context) -> bytes:
        return listed(checklist, context.replace(existing=None))

    with pytest.raises(AssertionError, match="lost a tick"):
        suite(render=forgetful).test_a_tick_outlives_rendering()


def test_an_author_who_wrote_no_tick_is_told() -> None:
    with pytest.raises(NotImplementedError, match="how an item is ticked"):
        type("One", (TicksConformance,), {"format": suite().format})().test_all_ticks_are_read()
