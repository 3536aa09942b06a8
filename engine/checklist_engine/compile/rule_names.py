"""The ids of a pack's rules, steps and checks, for whoever names one from outside, and what such a change is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.load.pack import Pack

Change = Mapping[str, Any]
KINDS = ("do", "dont", "need_not", "expect")


class Known:
    """Where each rule stands (its action, and its number there), what rules were called formerly, and other ids."""

    def __init__(self, pack: Pack) -> None:
        self.rules: dict[str, tuple[str, int]] = {}
        self.formerly: dict[str, str] = {}
        self.parts: set[str] = set()
        for file in pack.actions:
            for index, rule in enumerate(file.data["rules"]):
                self.rules[rule["id"]] = (file.data["action"], index)
                old = rule.get("formerly", [])
                self.formerly.update(dict.fromkeys([old] if isinstance(old, str) else old, rule["id"]))
            for key in ("steps", "checks"):
                self.parts.update(part["id"] for part in file.data.get(key, ()))

    def taken(self, id: str) -> bool:
        """Whether a new rule cannot have this id."""
        return id in self.rules or id in self.formerly or id in self.parts


def counts_from(window: Any) -> dict[str, None]:
    """The facts, and what is done or heard, that a window names: what it counts from beside its trigger."""
    if isinstance(window, str):
        return dict.fromkeys(word for word in window.split() if "." in word)
    if isinstance(window, Mapping):
        logged = (window[verb] for verb in ("did", "heard", "skipped") if verb in window)
        found = [{str(one): None} for name in logged for one in (name if isinstance(name, list) else [name])]
        return {key: None for one in [*found, *map(counts_from, window.values())] for key in one}
    if isinstance(window, list):
        return {key: None for one in window for key in counts_from(one)}
    return {}


def left_behind(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What an old window counts from, and a new one in its place does not: at all, or at the same end of it."""
    found = {name: None for name in counts_from(old) if name not in counts_from(new)}
    for ends in (("from", "during"), ("until", "through", "during")):
        was, to = ([window[end] for end in ends if end in window] for window in (old, new))
        found |= {name: None for name in counts_from(was) if to and name not in counts_from(to)}
    return list(found)


def said(what: str, change: Change) -> str:
    """What was changed, the last day of that, and the person's reason: ``off through 2026-12-31 (I know it)``."""
    because = " ".join(change["because"].split()).removesuffix(".")
    through = f" through {change['until']}" if "until" in change else ""
    return f"{what}{through} ({because})"
