"""The checklist as a table for spreadsheets: a row an item."""

from __future__ import annotations

from collections.abc import Iterator

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Stretch
from checklist_engine.plugin import Context, Format, Option, hookimpl

_COLUMNS = (
    *("id", "status", "kind", "title", "person", "round", "opens", "best_from", "best_to", "next_from", "next_to"),
    *("closes", "agree", "sources", "done", "late_for", "provisional", "reason"),
)
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_BOM = b"\xef\xbb\xbf"
_ALIVE = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the start of a cell (OWASP, "CSV Injection")."""


def render(checklist: Checklist, context: Context) -> bytes:
    """RFC 4180: CRLF, quotes where needed, UTF-8. Moments are RFC 3339, as in the checklist; ends are exclusive."""
    separator = _SEPARATORS[context.options["separator"]]
    titles = words.titles(checklist)
    rows = [list(_COLUMNS), *(list(_row(item, titles[item.id])) for item in checklist.items)]
    made = "".join(separator.join(_cell(cell, separator) for cell in row) + "\r\n" for row in rows)
    return (_BOM if context.options["bom"] == "yes" else b"") + made.encode()


def _row(item: Item, title: str) -> Iterator[str]:
    window = item.window
    yield from (item.id, item.status, item.kind, title, item.person or "", item.round or "", window.opens or "")
    for part in (window.best, window.next):
        yield from _edges(part)
    yield window.closes or ""
    yield str(len(window.best.sources)) if window.best else ""
    yield " ".join(words.speaking(item))
    yield item.done.at if item.done else ""
    yield " ".join(item.late_for)
    yield "; ".join(item.provisional)
    yield item.reason or ""


def _edges(part: Stretch | None) -> tuple[str, str]:
    return (part.from_ or "", part.to or "") if part is not None else ("", "")


def _cell(given: str, separator: str) -> str:
    cell = words.clean(given)
    if cell.startswith(_ALIVE):
        cell = f"'{cell}"
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ('"', separator)) else cell


def _owns(data: bytes) -> bool:
    """It has our columns and no others, and as many cells in each row."""
    import csv

    try:
        lines = data.removeprefix(_BOM).decode().splitlines()
    except UnicodeDecodeError:
        return False
    sign = next((sign for sign in _SEPARATORS.values() if lines[:1] == [sign.join(_COLUMNS)]), None)
    return sign is not None and all(
        len(row) == len(_COLUMNS) and row[0] and row[1] for row in csv.reader(lines, delimiter=sign)
    )


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `csv`."""
    return [
        Format(
            name="csv",
            summary="a table for spreadsheets",
            suffix=".csv",
            media_type="text/csv",
            render=render,
            owns=_owns,
            options=(
                Option(
                    name="separator", summary="between cells; many spreadsheets in Europe want semicolons",
                    default="comma", choices=tuple(_SEPARATORS),
                ),
                Option(
                    name="bom", summary="begin with a byte order mark, by which Excel knows UTF-8", default="no",
                    choices=("no", "yes"),
                ),
            ),
            drops=("what each source says", "steps", "questions", "drafts", "derivation"),
        )
    ]  # fmt: skip
