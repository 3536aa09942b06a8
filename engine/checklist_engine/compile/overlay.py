"""A person's tailoring laid over a pack: pack in, pack out, before anything is compiled. The pack given stays as it is.

What was changed keeps its place in the person's file, so that problems point there. Rules that are switched off stay
where they are and fall silent (``off`` says why), so that one can still ask what became of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checklist_engine.compile.own_rules import OwnRules
from checklist_engine.compile.report import Report
from checklist_engine.compile.rule_names import KINDS, Change, Known, left_behind, said
from checklist_engine.load.pack import LaidOver, Pack, PackFile, Path

Moved = dict[Path, tuple[PackFile, Path]]


def overlay(pack: Pack, file: PackFile, counting: Iterable[int]) -> Pack:
    """The pack with the changes in ``file``, a tailoring, of which those ``counting`` (numbers from 0) are made.

    The others are checked too, and the actions that they add stay known, for what was logged of them stays true.
    Raises Problems for what does not fit the pack.
    """
    return Overlay(pack, file, frozenset(counting)).whole()


class Overlay:
    """The pack while it is changed: copies of the files that a change touches."""

    def __init__(self, pack: Pack, file: PackFile, counting: frozenset[int]) -> None:
        self.pack = pack
        self.file = file
        self.counting = counting
        self.report = Report()
        self.manifest: PackFile = pack.manifest
        self.actions = {one.data["action"]: one for one in pack.actions}
        self.sources = {one.data["source"]: one for one in pack.sources}
        self.messages = {one.data["message"]: one for one in pack.messages}
        self.known = Known(pack)
        self.notes: list[str] = []
        self.everywhere: list[str] = []
        self.own = OwnRules(self)
        self._made: dict[tuple[str, ...], int] = {}

    def whole(self) -> Pack:
        """The pack with every change that counts. Raises Problems."""
        kinds: dict[str, Callable[[int, Change], None]] = {
            "rule": self._rule, "source": self._source, "action": self._action, "message": self._message,
            "sending_hours": self._sending_hours, "working_days": self._working_days,
        }  # fmt: skip
        for number, change in enumerate(self.file.data.get("changes", [])):
            kind = next(one for one in kinds if one in change)
            kinds[kind](number, change)
            if number not in self.counting:
                told = change[kind] if isinstance(change[kind], str) else kind.replace("_", " ")
                self.notes.append(f"your change to {told} counted through {change['until']}")
        self.report.finish()
        sources = [*self.sources.values(), *self.own.source()]
        return Pack(
            manifest=self.manifest, record_schema=self.pack.record_schema, sources=sources,
            actions=list(self.actions.values()), messages=list(self.messages.values()), digest=self.pack.digest,
            notes=(*self.pack.notes, *_counted(self.everywhere), *self.notes),
        )  # fmt: skip

    # What the changes have in common

    def counts(self, number: int) -> bool:
        """Whether a change is made, and not only checked."""
        return number in self.counting

    def edit_action(self, name: str, moved: Moved, **data: Any) -> None:
        """Put other data into an action's file."""
        self.actions[name] = _edited(self.actions[name], data, moved)

    def mark(self, name: str, said: str) -> None:
        """Say of an action as a whole what was changed in it."""
        self.edit_action(name, {}, yours=[*self.actions[name].data.get("yours", ()), said])

    def once(self, number: int, *what: str) -> None:
        """Report what an earlier change has changed already: nobody could say which of the two is meant."""
        first = self._made.setdefault(what, number)
        if first != number:
            line = self.file.place(("changes", first))[0]
            self.report.add(
                self.file, ("changes", number, what[0]), "tailoring/twice",
                f"“{what[1]}” is changed already, in line {line}" if len(what) > 1 else f"a second {what[0]}",
                expected="one change of it", hint="Take one of the two out.",
            )  # fmt: skip

    # Each kind of change

    def _rule(self, number: int, change: Change) -> None:
        given, where = change["rule"], ("changes", number, "rule")
        name = self.known.formerly.get(given, given)
        if name not in self.known.rules:
            self._no_rule(where, given)
            return
        if name != given:
            self.notes.append(f"{given} is now called {name} ({self.file.name}, line {self.file.place(where)[0]})")
        self.once(number, "rule", name)
        action, index = self.known.rules[name]
        node = self.actions[action].data["rules"][index]
        if "off" in change:
            if self.counts(number):
                self._put_rule(action, index, {}, off=said("off", change))
                self.mark(action, said(f"{name} is off", change))
            return
        kind = next(one for one in KINDS if one in change)
        if kind not in node:
            has = next(one for one in KINDS if one in node)
            self.report.add(
                self.file, ("changes", number, kind), "tailoring/kind", f"“{name}” says {has}, not {kind}", key=True,
                expected=f"{has} with a window", hint="To say something else, switch it off and add a rule of yours.",
            )  # fmt: skip
        elif self.counts(number):
            moved: Moved = {("rules", index, kind): (self.file, ("changes", number, kind))}
            left = left_behind(node[kind], change[kind])
            what = f"another window, no longer from {' and '.join(left)}" if left else "another window"
            self._put_rule(action, index, moved, **{kind: change[kind], "yours": said(what, change)})

    def _no_rule(self, where: Path, name: str) -> None:
        if name in self.known.parts:
            self.report.add(
                self.file, where, "reference/rule", f"“{name}” is a step or a check, not a rule",
                expected="the id of a rule",
            )  # fmt: skip
            return
        self.report.unknown(self.file, where, "rule", name, {*self.known.rules, *self.known.formerly})

    def _put_rule(self, action: str, index: int, moved: Moved, **data: Any) -> None:
        rules = list(self.actions[action].data["rules"])
        rules[index] = {**rules[index], **data}
        self.edit_action(action, moved, rules=rules)

    def _source(self, number: int, change: Change) -> None:
        name = change["source"]
        if name not in self.sources:
            self.report.unknown(self.file, ("changes", number, "source"), "source", name, self.sources)
            return
        self.once(number, "source", name)
        if not self.counts(number):
            return
        self.sources[name] = _edited(self.sources[name], {"off": True}, {})
        self.everywhere.append(said(f"{name} is off", change))
        for action, file in list(self.actions.items()):
            rules = [_without(rule, name, said(f"{name} is off", change)) for rule in file.data["rules"]]
            self.edit_action(action, {}, rules=rules)
            for key in ("steps", "checks"):
                self._drop_parts(action, key, name)

    def _drop_parts(self, action: str, key: str, source: str) -> None:
        """Take out the steps or checks that stand on this source alone; what is left keeps its place in the file."""
        file = self.actions[action]
        left = [(old, _without(part, source, "")) for old, part in enumerate(file.data.get(key, ()))]
        left = [(old, part) for old, part in left if "off" not in part]
        moved: Moved = {(key, new): (file, (key, old)) for new, (old, _) in enumerate(left)}
        if key in file.data:
            self.edit_action(action, moved, **{key: [part for _, part in left]})

    def _action(self, number: int, change: Change) -> None:
        name = change["action"]
        if "add" in change:
            self.own.add(number, change)
            return
        where: Path = ("changes", number)
        if name not in self.actions:
            self.report.unknown(self.file, (*where, "action"), "action", name, self.actions)
            return
        for key in self.own.keys_of_new_actions(change) - {"title"}:
            self.own.only_in_new(number, key, name)
        if "off" in change:
            self.once(number, "action", name, "off")
        if "title" in change:
            self.once(number, "action", name, "title")
        if not self.counts(number):
            return
        if "off" in change:
            because = said("the whole action is off", change)
            self.edit_action(name, {}, rules=[{**rule, "off": because} for rule in self.actions[name].data["rules"]])
            self.mark(name, because)
        if "title" in change:
            self.edit_action(name, {("title",): (self.file, (*where, "title"))}, title=change["title"])
            self.mark(name, said("another title", change))

    def _message(self, number: int, change: Change) -> None:
        name = change["message"]
        if name not in self.messages:
            self.report.unknown(self.file, ("changes", number, "message"), "message", name, self.messages)
            return
        keys = [key for key in ("subject", "body") if key in change]
        for key in keys:
            self.once(number, "message", name, key)
        if not self.counts(number):
            return
        moved: Moved = {(key,): (self.file, ("changes", number, key)) for key in keys}
        self.messages[name] = _edited(self.messages[name], {key: change[key] for key in keys}, moved)
        for action, file in list(self.actions.items()):
            if file.data.get("draft") == name:
                self.mark(action, said("another draft", change))

    def _sending_hours(self, number: int, change: Change) -> None:
        hours = change["sending_hours"]
        self.once(number, "sending_hours")
        if hours["from"] >= hours["until"]:
            self.report.add(
                self.file, ("changes", number, "sending_hours", "until"), "tailoring/hours",
                "these hours end before they begin", expected=f"a time after {hours['from']}",
            )  # fmt: skip
        elif self.counts(number):
            self._prefer(number, "sending_hours", yours=True)
            self.everywhere.append(said(f"sending hours are {hours['from']} to {hours['until']}", change))

    def _working_days(self, number: int, change: Change) -> None:
        self.once(number, "working_days")
        if self.counts(number):
            self._prefer(number, "working_days")
            self.everywhere.append(said(f"working days are {', '.join(change['working_days'])}", change))

    def _prefer(self, number: int, key: str, **more: Any) -> None:
        value = self.file.data["changes"][number][key]
        preferences = {**self.manifest.data.get("preferences", {}), key: value, **more}
        moved: Moved = {("preferences", key): (self.file, ("changes", number, key))}
        self.manifest = _edited(self.manifest, {"preferences": preferences}, moved)


def _counted(changes: list[str]) -> list[str]:
    """What was changed in all of the pack, as one remark."""
    if not changes:
        return []
    return [f"your change{'s' if len(changes) > 1 else ''}: {'; '.join(changes)}"]


def _edited(file: PackFile, data: dict[str, Any], moved: Moved) -> LaidOver:
    return LaidOver(file, {**file.data, **data}, moved)


def _without(node: Mapping[str, Any], source: str, because: str) -> dict[str, Any]:
    """A rule, step or check without what it cites of a source; ``off`` where that is all."""
    given = node["statement"]
    cited = [given] if isinstance(given, str) else given
    left = [one for one in cited if one.partition("/")[0] != source]
    if len(left) == len(cited):
        return dict(node)
    return {**node, "statement": left} if left else {"off": because, **node}
