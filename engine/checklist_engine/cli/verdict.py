"""What makes `checklist run --fail-on` exit with 1."""

from __future__ import annotations

from collections.abc import Callable

from checklist_engine.checklist import Item
from checklist_engine.evaluate.status import OVER

FAILS: dict[str, Callable[[Item], bool]] = {
    "overdue": lambda item: item.status == "overdue",
    "due": lambda item: item.status in ("due", "overdue"),
    "late": lambda item: item.status in ("overdue", "late") or (bool(item.late_for) and item.status not in OVER),
    "broken": lambda item: item.status == "broken",
}
"""What a command may be asked to exit with 1 for."""
