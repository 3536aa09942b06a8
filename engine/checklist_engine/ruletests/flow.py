"""Plain data as YAML, as rule files and tests write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from checklist_engine.yaml12.values import scalar

_WIDE = 110
_PHRASE = re.compile(
    r"[0-9]+ [a-z][a-z_. -]*[a-z]|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} (on|to ([0-9-]+ )?[0-9]{2}:[0-9]{2})"
)
"""What begins with a number, but is text to every reader of YAML: `24 hours after`, `2026-11-18 08:00 to 11:00`."""


def flow(value: Any) -> str:
    """Plain data on one line, as a rule file writes it."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{scalar(str(key))}: {flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, str):
        return value if _PHRASE.fullmatch(value) else scalar(value)
    return str(value)


def block(value: Any, depth: int = 0) -> str:
    """A group or a list as lines, what fits into one on one; ends with a line break."""
    inset = "  " * depth
    if isinstance(value, Mapping):
        return "".join(_entry(f"{inset}{scalar(str(key))}:", one, depth) for key, one in value.items())
    return "".join(f"{inset}- {block(one, depth + 1).lstrip(' ')}" if _is_long(one) else f"{inset}- {flow(one)}\n"
                   for one in value)  # fmt: skip


def _entry(lead: str, value: Any, depth: int) -> str:
    return f"{lead}\n{block(value, depth + 1)}" if _is_long(value) else f"{lead} {flow(value)}\n"


def _is_long(value: Any) -> bool:
    return isinstance(value, (Mapping, list)) and len(flow(value)) > _WIDE
