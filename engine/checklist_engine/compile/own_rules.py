"""Rules and actions that a person adds to a pack: they speak for the source `you`, with the person's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from checklist_engine.compile.profile_names import YOU
from checklist_engine.compile.report import did_you_mean
from checklist_engine.compile.rule_names import said
from checklist_engine.load.pack import LaidOver, PackFile, Path

if TYPE_CHECKING:
    from checklist_engine.compile.overlay import Overlay

_OF_ACTIONS = ("title", "for_each", "is", "while", "trigger", "lapses", "standing")


class OwnRules:
    """The rules that a tailoring adds, each to an action of the pack or to one of its own."""

    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self._statements: dict[str, dict[str, str]] = {}
        self._ids: dict[str, int] = {}
        self._own_actions: set[str] = set()
        self._any_counts = False

    def add(self, number: int, change: Mapping[str, Any]) -> None:
        """Add the rule of one change, and its action where the pack has none of that name."""
        over, name, where = self._overlay, change["action"], ("changes", number)
        if "off" in change:
            over.report.add(
                over.file, (*where, "off"), "tailoring/off", "what is added is not off at the same time", key=True,
                hint="Make two changes.",
            )  # fmt: skip
        if not self._is_free(number, change["add"]["id"]):
            return
        if name in over.actions:
            for key in self.keys_of_new_actions(change):
                self.only_in_new(number, key, name)
            rules = [*over.actions[name].data["rules"], self._rule(number, change)]
            moved: dict[Path, tuple[PackFile, Path]] = {("rules", len(rules) - 1): (over.file, (*where, "add"))}
            over.edit_action(name, moved, rules=rules)
        elif "title" not in change:
            over.report.add(
                over.file, (*where, "action"), "reference/action", f"there is no action “{name}”",
                expected="an action of the pack, or a title for a new one of your own",
                hint=did_you_mean(name, over.actions),
            )  # fmt: skip
        else:
            self._own_actions.add(name)
            over.actions[name] = self._action(number, change)

    def _is_free(self, number: int, id: str) -> bool:
        over, where = self._overlay, ("changes", number, "add", "id")
        if YOU in over.sources:
            over.report.add(
                over.file, where, "tailoring/source", f"the pack has a source “{YOU}”, so you can add none of your own"
            )
            return False
        if over.known.taken(id):
            message = f"the id “{id}” is taken already, in the pack"
        elif id in self._ids:
            line = over.file.place(("changes", self._ids[id], "add", "id"))[0]
            message = f"the id “{id}” is taken already, in line {line}"
        else:
            self._ids[id] = number
            return True
        over.report.add(over.file, where, "reference/duplicate-id", message, hint="Give it another id.")
        return False

    def _rule(self, number: int, change: Mapping[str, Any]) -> dict[str, Any]:
        """The rule as it would stand in a pack; silent where the change does not count any more."""
        own = change["add"]
        because = " ".join(change["because"].split())
        self._statements[own["id"]] = {"says": own.get("says", because), "where": self._overlay.file.name}
        rule = {key: value for key, value in own.items() if key != "says"}
        rule.update(statement=f"{YOU}/{own['id']}", yours=said("your own rule", change))
        if self._overlay.counts(number):
            self._any_counts = True
        else:
            rule["off"] = f"it counted through {change['until']}"
        return rule

    def _action(self, number: int, change: Mapping[str, Any]) -> LaidOver:
        file, where = self._overlay.file, ("changes", number)
        data = {key: change[key] for key in ("action", *_OF_ACTIONS) if key in change}
        data["rules"] = [self._rule(number, change)]
        moved: dict[Path, tuple[PackFile, Path]] = {(): (file, where), ("rules", 0): (file, (*where, "add"))}
        return LaidOver(PackFile(file.name, data, {}, file.lines), data, moved)

    @staticmethod
    def keys_of_new_actions(change: Mapping[str, Any]) -> set[str]:
        """The keys of a change that only a new action can have."""
        return {key for key in _OF_ACTIONS if key in change}

    def only_in_new(self, number: int, key: str, name: str) -> None:
        """Report a key that would change what an action is, and so what was logged of it."""
        over = self._overlay
        hint = "Change its title by a change of its own." if key == "title" else None
        whose = "you have" if name in self._own_actions else "the pack has"
        over.report.add(
            over.file, ("changes", number, key), "tailoring/action",
            f"{whose} an action “{name}” already, and its “{key}” cannot be changed here", key=True, hint=hint,
        )  # fmt: skip

    def source(self) -> Iterator[PackFile]:
        """The source `you`, if any rule speaks for it."""
        if self._statements:
            file = self._overlay.file
            data: dict[str, Any] = {"source": YOU, "title": "Your own", "statements": self._statements}
            if not self._any_counts:
                data["off"] = True
            yield PackFile(file.name, data, {}, file.lines)
