"""The table: read back by the standard library, cell by cell, and nothing in it comes alive."""

from __future__ import annotations

import csv
import io

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context
from checklist_engine.plugins import find_format, render

CSV = find_format("csv")
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def table(checklist: Checklist, **options: str) -> list[dict[str, str]]:
    made = render(CSV, checklist, Context(options=options))
    assert isinstance(made, bytes)
    assert made.count(b"\r\n") == made.count(b"\n") == len(checklist.items) + 1
    text = made.decode("utf-8-sig")
    return list(
        csv.DictReader(io.StringIO(text, newline=""), delimiter=SIGNS[options.get("separator", "comma")], strict=True)
    )


@pytest.mark.parametrize("separator", SIGNS)
@pytest.mark.parametrize("name", samples.ALL)
def test_a_row_for_each_item(name: str, separator: str) -> None:
    checklist = samples.ALL[name]()
    rows = table(checklist, separator=separator)
    assert [row["status"] for row in rows] == [item.status for item in checklist.items]
    for row, item in zip(rows, checklist.items, strict=True):
        assert row["opens"] == (item.window.opens or "")
        assert row["best_to"] == ((item.window.best.to or "") if item.window.best else "")
        assert row["closes"] == (item.window.closes or "")


def test_a_mark_for_excel_only_if_wanted() -> None:
    for bom, front in (("yes", b"\xef\xbb\xbfid"), ("no", b"id,")):
        made = render(CSV, samples.empty(), Context(options={"bom": bom}))
        assert isinstance(made, bytes)
        assert made.startswith(front)


@given(
    st.one_of(
        st.text(max_size=40), st.sampled_from(["=HYPERLINK(1)", "+1", "-1", "@x", '"', 'a";=1', "\t=1", "a\r\n=1"])
    )
)
def test_no_text_is_a_formula_or_a_cell_of_its_own(text: str) -> None:
    item = samples.thank().replace(title=text)
    for separator in SIGNS:
        (row,) = table(samples.checklist("17 12:00", item), separator=separator)
        assert None not in row, "no cell too many"
        assert not any(str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
        assert row["id"] == item.id
