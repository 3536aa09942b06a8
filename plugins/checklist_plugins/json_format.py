"""The checklist as JSON, for other programs. Described by `schemas/checklist.schema.json`."""

from __future__ import annotations

from checklist_engine import words
from checklist_engine.checklist import Checklist, as_json
from checklist_engine.plugin import Context, Format, hookimpl


def render(checklist: Checklist, context: Context) -> str:
    """The same checklist gives the same bytes."""
    return words.json_text(as_json(checklist)) + "\n"


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `json`."""
    return [
        Format(
            name="json",
            summary="the whole checklist as data, for other programs",
            suffix=".json",
            media_type="application/json",
            render=render,
            owns=lambda data: data[:1] == b"{" and b'"digest"' in data[:20_000],
        )
    ]
