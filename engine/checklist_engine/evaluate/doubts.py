"""Remarks on entries of the log that may be slips of the pen: they count as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from checklist_engine.checklist import Item
from checklist_engine.scope import Case

_LONG = 200
"""So many days before its time begins nothing is done for it."""


def doubts(case: Case, items: Iterable[Item]) -> list[str]:
    """Remarks on entries that lie ahead, and do not count yet, and on what was done long before its time."""
    return [*_ahead(case), *_long_before(items)]


def _ahead(case: Case) -> list[str]:
    count = sum(entry.at.start > case.now for entry in case.record.log)
    if not count:
        return []
    return [f"{count} {'entry' if count == 1 else 'entries'} of the log {'lies' if count == 1 else 'lie'} ahead of now"]


def _long_before(items: Iterable[Item]) -> list[str]:
    """``“Look back” is logged as done on 2025-11-17, long before its time; is the year right?``"""
    return [
        f"“{item.title}” is logged as done on {item.done.at[:10]}, long before its time; is the year right?"
        for item in items
        if item.done is not None and item.done.timing == "early" and item.window.opens is not None
        if (date.fromisoformat(item.window.opens[:10]) - date.fromisoformat(item.done.at[:10])).days > _LONG
    ]
