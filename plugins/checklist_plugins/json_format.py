"""The checklist as JSON, for other programs. Described by `schemas/checklist.schema.json`."""

from __future__ import annotations

import json

from checklist_engine.checklist import Checklist, as_json
from checklist_engine.plugin import Context, Format, hookimpl


def render(checklist: Checklist, context: Context) -> str:
    """The same checklist gives the same bytes. Lone surrogates, which no UTF-8 file can hold, are escaped."""
    text = json.dumps(as_json(checklist), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text) if _broken(text) else text


def _broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
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
        )
    ]
