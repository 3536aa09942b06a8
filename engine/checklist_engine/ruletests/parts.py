"""The parts of a pack that have names of their own: actions, and in them rules, steps and checks."""

from __future__ import annotations

from checklist_engine.compile.program import Program
from checklist_engine.load.pack import PackFile, Path

LISTS = ("rules", "steps", "checks")


def part_names(program: Program) -> set[str]:
    """The names that one can ask about: of rules, steps, checks and actions."""
    names = set(program.actions)
    for file in program.pack.actions:
        names |= {node["id"] for key in LISTS for node in file.data.get(key, ())}
    return names


def names_at(file: PackFile, path: Path) -> tuple[str, ...]:
    """Of the action, and of the rule, step or check, that hold the part at a path; none where the whole pack does."""
    if "action" not in file.data:
        return ()
    inside = path[0] in LISTS and len(path) > 1
    return (file.data["action"], *([file.data[path[0]][path[1]]["id"]] if inside else []))
