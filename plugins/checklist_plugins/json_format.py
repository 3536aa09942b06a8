"""The checklist as JSON, for other programs. Described by `schemas/checklist.schema.json`."""

from __future__ import annotations

from checklist_engine import words
from checklist_engine.checklist import Checklist, as_json
from checklist_engine.plugin import Context, Format, hookimpl


def render(checklist: Checklist, context: Context) -> str:
    """The same checklist gives the same bytes."""
    return words.json_text(as_json(checklist)) + "\n"


def _owns(data: bytes) -> bool:
    """It is written as this writes it, with nothing before or behind it."""
    import json

    try:
        made = json.loads(data)
        return (
            isinstance(made, dict)
            and "digest" in str(made.get("pack"))
            and words.json_text(made) == data.decode().rstrip()
        )
    except (ValueError, RecursionError):
        return False


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
            owns=_owns,
        )
    ]
