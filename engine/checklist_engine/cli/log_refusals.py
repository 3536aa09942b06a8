"""What cannot be logged as done or skipped, and what to log instead."""

from __future__ import annotations

from checklist_engine.checklist import Item
from checklist_engine.problems import Problem, Problems
from checklist_engine.session import Session


def must_not_be_heard(session: Session, name: str) -> None:
    """An event under `done` is the commonest slip. Raises Problems for it."""
    if name in session.program.registry.events:
        raise Problems([Problem(id="reference/item", message=f"“{name}” is something that you hear, not that you do",
                                hint=f"Log it with: checklist heard {session.path} {name}")])  # fmt: skip


def must_not_be_done(session: Session, name: str) -> None:
    """An action under `heard` is the next. Raises Problems for it."""
    if name in session.program.registry.actions:
        raise Problems([Problem(id="reference/event", message=f"“{name}” is something that you do, not that you hear",
                                hint=f"Log it with: checklist done {session.path} {name}")])  # fmt: skip


def is_logged_itself(session: Session, item: Item) -> bool:
    """Whether a prohibition looks at entries of its own name (`did: befriend-privately`), and not of other actions."""
    rules = session.program.actions[item.action].rules
    return any(item.action in rule.counted for rule in rules if rule.kind == "dont")


def nothing_to_log(session: Session, item: Item) -> Problem:
    counted = sorted({name for rule in session.program.actions[item.action].rules for name in rule.counted})
    return Problem(
        id="usage/nothing-to-log", message=f"“{item.title}” is to be kept from, and is not logged under its own name",
        hint=f"log what you did: {', '.join(counted)}" if counted != [item.action] else None,
    )  # fmt: skip


def somebody_else(item: Item) -> Problem:
    return Problem(
        id="usage/not-yours", message=f"“{item.title}” is somebody else's turn",
        hint="when it happens, log it with `checklist heard`",
    )  # fmt: skip
