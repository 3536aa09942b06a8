"""What a format should hold to in whose files people tick: subclass `TicksConformance`, set `format`, write `tick`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import pytest

from checklist_engine.checklist import Checklist, Item
from checklist_engine.plugin import Context, Format, Refused, Tick
from checklist_engine.testing import samples
from checklist_engine.testing.conformance import context_for
from checklist_engine.testing.watch import watched

_ITEMS = ("give-notice/owner", "read-meters", "cancel-power")
"""Of the sample `full`: what is due, overdue and open, and so in every list to tick in."""
_JUNK = {
    "nothing": b"",
    "no text": b"\xff\xfe\x00\x80\n",
    "another list": b"# Mine\n\n- [x] call mum\nx 2026-11-17 call mum\n[x]\n",
    "half of a file": None,
    "whatever people write": samples.HOSTILE.encode(errors="surrogatepass"),
}


class TicksConformance:
    """Tests of the ticks of one format, beside those of `FormatConformance`.

    `options` are those to test with, where the defaults are not enough.
    """

    format: ClassVar[Format]
    options: ClassVar[Mapping[str, str]] = {}

    def tick(self, data: bytes, item: Item) -> bytes:
        """The file as somebody leaves it who ticks the item there, in the program that it is for.

        Nobody but the author of the format knows that, so each suite says it: without it its tests fail.
        """
        raise NotImplementedError("say how an item is ticked in a file: `tick(self, data, item)`")

    @pytest.mark.parametrize("name", samples.ALL)
    def test_what_nobody_ticked_is_not_ticked(self, name: str) -> None:
        """Fresh from the engine, nothing is ticked but what is done already: no text of a person's makes a tick."""
        checklist = samples.ALL[name]()
        done = {(checklist.case, item.id) for item in checklist.items if item.done is not None}
        wrong = {(tick.case, tick.item) for tick in self._ticks(self._rendered(checklist))} - done
        assert not wrong, f"ticked, but not done: {sorted(map(ascii, wrong))[:3]}"

    @pytest.mark.parametrize("id", _ITEMS)
    def test_a_tick_is_read(self, id: str) -> None:
        """The item that was ticked, in its case, on a day or none; and no other."""
        checklist = samples.full()
        item = checklist.item(id)
        before = self._rendered(checklist)
        ticked = self.tick(before, item)
        assert ticked != before, f"`tick` leaves the file as it is for {id}"
        done = {one.id for one in checklist.items if one.done is not None}
        found = [tick for tick in self._ticks(ticked) if tick.item not in done]
        assert [(one.case, one.item) for one in found] == [(checklist.case, id)], f"after {id} was ticked: {found}"
        for one in found:
            assert one.on is None or _is_day(one.on), f"ticked on {one.on!r}, which is no day such as 2026-11-20"

    def test_all_ticks_are_read(self) -> None:
        """One does not hide another."""
        checklist = samples.full()
        data = self._rendered(checklist)
        for name in _ITEMS:
            data = self.tick(data, checklist.item(name))
        assert set(_ITEMS) <= {tick.item for tick in self._ticks(data)}

    def test_a_tick_outlives_rendering(self) -> None:
        """A list that is written anew before anybody took over its ticks still has them."""
        checklist = samples.full()
        ticked = self.tick(self._rendered(checklist), checklist.item("read-meters"))
        again = self._rendered(checklist, existing=ticked)
        assert "read-meters" in {tick.item for tick in self._ticks(again)}, "written anew, the list lost a tick"

    @pytest.mark.parametrize("name", _JUNK)
    def test_reads_whatever_is_in_the_file(self, name: str) -> None:
        """Bytes of any kind give ticks, none, or `Refused` with a sentence."""
        checklist = samples.full()
        whole = self.tick(self._rendered(checklist), checklist.item("read-meters"))
        data = _JUNK[name]
        found, said = list[Tick](), "read"
        try:
            found = self._ticks(whole[: len(whole) // 2] if data is None else data)
        except Refused as refused:
            said = str(refused).strip()
        assert said, "it refuses the file without a word"
        assert data is None or not found, f"of a file that is not its own: {found[:3]}"

    def test_reading_leaves_no_trace(self, capfd: pytest.CaptureFixture[str]) -> None:
        """The same bytes give the same ticks; no network, no program, no file, nothing printed, nothing changed."""
        checklist = samples.full()
        data = self.tick(self._rendered(checklist), checklist.item("read-meters"))
        context = self._context(existing=data)
        before = repr(context)
        capfd.readouterr()
        found: list[list[Tick]] = []
        with watched() as deeds:
            try:
                found = [self._ticks(data, context) for _ in range(2)]
            except RuntimeError:
                if not deeds:
                    raise
        assert not deeds, f"while reading ticks: {'; '.join(deeds)}"
        assert found[0] == found[1], "read twice, the ticks differ"
        assert repr(context) == before, "the context was changed"
        out, err = capfd.readouterr()
        assert (out, err) == ("", ""), f"printed {(out + err)[:200]!r}"

    def _rendered(self, checklist: Checklist, existing: bytes | None = None) -> bytes:
        made = self.format.render(checklist, self._context(existing=existing))
        assert isinstance(made, str | bytes), "people tick in one file, and this format gives several"
        return made.encode() if isinstance(made, str) else made

    def _ticks(self, data: bytes, context: Context | None = None) -> list[Tick]:
        assert self.format.ticks is not None, "the format has no `ticks`"
        found = list(self.format.ticks(data, context or self._context(existing=data)))
        for one in found:
            assert isinstance(one, Tick), f"gave {one!r} for a tick"
        return found

    def _context(self, **more: Any) -> Context:
        return context_for(self.format, self.options, target=f"list{self.format.suffix}", **more)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
