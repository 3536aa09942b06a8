"""One line for a status bar: how many items there are of each status."""

import re
from collections import Counter

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Format, hookimpl

SHOWN = ("overdue", "due", "open", "done")


def render(checklist: Checklist, context: Context) -> str:
    counted = Counter(item.status for item in checklist.items if item.kind == "do" and not item.standing)
    return ", ".join(f"{counted[status]} {status}" for status in SHOWN if counted[status] or context.show_all) + "\n"


def owns(data: bytes) -> bool:
    """Whether a file holds such a line and nothing else: any other is never written over."""
    return re.fullmatch(rb"(\d+ [a-z]+(, |\n))*\n?", data) is not None


@hookimpl
def checklist_formats() -> list[Format]:
    drops = ("titles", "voices", "steps", "questions", "drafts", "derivation")
    return [Format(name="count", summary="one line of numbers", suffix=".txt", media_type="text/plain",
                   render=render, owns=owns, drops=drops)]  # fmt: skip
