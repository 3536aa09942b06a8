"""What somebody may have meant who wrote a group, a list or a key in a way that is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from checklist_engine.phrases import MONTHS
from checklist_engine.yaml12.nodes import Mapping as Group
from checklist_engine.yaml12.nodes import Node, Scalar, Sequence

_LONGEST: Final = 60


def as_list(value: dict[str, Any], types: list[str], node: Node) -> str | None:
    """Of a group where a list of such should be, how its first entry is written."""
    key = next(iter(value), None)
    if key is None or "object" in types:
        return None
    if getattr(node, "flow", False):
        return f"Put brackets around it: [{{{str(key)[:_LONGEST]}: …}}]"
    return f"Each entry of a list begins with a hyphen: - {str(key)[:_LONGEST]}: …"


def as_group(value: Any, form: str | None) -> str | None:
    """Of a plain value where a group should be, the group with it in the schema's form: ``{is: phone}``."""
    said = str(value).lower() if isinstance(value, bool) else str(value)
    return form.replace("…", said, 1) if form and re.fullmatch(r"[\w.-]{1,40}", said) else None


def type_hint(value: Any, types: list[str], node: Node, items: Mapping[str, Any]) -> str | None:
    """How a value of another type was probably meant; `items` is the schema of a list's items."""
    if isinstance(value, str):
        if "boolean" in types and value.lower() in ("yes", "no", "on", "off", "y", "n", "true", "false"):
            return f"Write {'true' if value.lower() in ('yes', 'on', 'y', 'true') else 'false'} without quotes."
        if {"integer", "number"} & set(types) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
            return "Take the quotes off the number."
        months = [number for number, name in enumerate(MONTHS, start=1) if name.lower().startswith(value.lower())]
        if "integer" in types and len(value) > 2 and months:
            return f"Write {months[0]}."
        if {"integer", "number"} & set(types) and re.fullmatch(r"[0-9]+(_[0-9]+)+", value):
            return f"Write {value.replace('_', '')}."
    if "array" in types and value in ("none", "nothing", "-"):
        return "Write [] for none."
    would_do = "pattern" not in items or re.search(items["pattern"], str(value)) is not None
    would_do = would_do and ("enum" not in items or value in items["enum"])
    if "array" in types and isinstance(node, Scalar) and node.text.strip() and not would_do:
        return (
            f"It is a list, such as [{', '.join(map(str, items['enum'][:2]))}]"
            if "enum" in items
            else items.get("x-hint")
        )
    if "array" in types and isinstance(node, Scalar) and node.text.strip() and items.get("type") != "object":
        return f"Put brackets around it: [{node.text[:_LONGEST]}]"
    if "string" in types and isinstance(node, (Group, Sequence)) and node.flow:
        return "If this is text that begins with a bracket, put quotes around the whole of it."
    return None


def cut_text(key: str, node: Node) -> str | None:
    """For what follows a comma of a text within braces, which was read as a key."""
    if not isinstance(node, Group) or not node.flow:
        return None
    parts: list[str] = []
    for name, value in node.entries:
        text = value.text if isinstance(value, Scalar) else ""
        if isinstance(value, Scalar) and not text and parts:
            parts.append(name.text)
            continue
        if key in parts[1:]:
            break
        parts = [text] if text else []
    if key not in parts[1:]:
        return None
    if all(re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", part) for part in parts):
        return f"Several names stand in brackets: [{', '.join(parts)}]"
    whole = ", ".join(parts).strip('"“”„‟')
    return f'If the comma belongs to the text, put quotes around all of it: "{whole[: 2 * _LONGEST]}"'


def colon_left_out(key: str, value: Any, known: Iterable[str]) -> str | None:
    """For a key that holds its value too: ``through 1 day after``."""
    first, blank, rest = key.partition(" ")
    return (
        f"Write a colon behind “{first}”: {first}: {rest[:_LONGEST]}"
        if blank and value is None and first in known
        else None
    )


def without_blank(key: str, known: Iterable[str]) -> str | None:
    """The known key that stands in front of a colon without a blank behind it: `id` of `id:thanks-soon`."""
    first, colon, _ = key.partition(":")
    return first if colon and first in known else None


def bare(key: str) -> str:
    """For a name that stands alone in braces where the log is asked."""
    return f"Braces hold a key and its value: {{heard: {key}}} for an event, {{did: {key}}} for an action."
