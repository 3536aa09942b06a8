"""Every change of one place in a file of rules: what a rule test should notice.

A change is where it stands, what is written there instead, and a name for it. The order is that of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.compile.comparisons import OF_NUMBERS
from checklist_engine.compile.rule_names import KINDS
from checklist_engine.load.pack import Path
from checklist_engine.ruletests import twists
from checklist_engine.value import Value

_LEAVES_OUT = object()
_JOINS = {"earliest_of": "latest_of", "latest_of": "earliest_of", "first_known_of": "latest_of"}
_EDGES = ("from", "until", "through", "during")
_OF_KIND = {
    "do": {*_EDGES, "ideal", "only", "except", "at_least", "per", "repeat"},
    "dont": {*_EDGES, "only", "except", "more_than", "per", "of", "by"},
    "need_not": {*_EDGES, "ideal", "only", "except"},
}
_VERBS = ("did", "heard", "skipped")


class Change(Value):
    """One change: at ``path``, the value there becomes ``value``, or it is left out; ``name`` is short and lasting.

    With ``key``, the key there becomes another one, with ``value``.
    """

    path: Path
    name: str
    value: Any = None
    key: str | None = None

    @property
    def leaves_out(self) -> bool:
        """Whether what stands there goes."""
        return self.value is _LEAVES_OUT


def applied(data: Any, change: Change, path: Path | None = None) -> Any:
    """A copy of the data with the change made."""
    step, *rest = change.path if path is None else path
    if isinstance(data, list) and isinstance(step, int):
        if rest:
            return [applied(one, change, tuple(rest)) if at == step else one for at, one in enumerate(data)]
        return [
            change.value if at == step else one for at, one in enumerate(data) if at != step or not change.leaves_out
        ]
    if rest:
        return {key: applied(one, change, tuple(rest)) if key == step else one for key, one in data.items()}
    if change.leaves_out:
        return {key: one for key, one in data.items() if key != step}
    return {
        change.key or key if key == step else key: change.value if key == step else one for key, one in data.items()
    }


def of_action(data: Mapping[str, Any]) -> Iterator[Change]:
    """The changes of an action's file."""
    for name, listed in data.get("for_each", {}).items():
        for one, other in (("first", "last"), ("last", "first")):
            if listed.startswith(f"{one} of "):
                yield Change(path=("for_each", name), name=other, value=listed.replace(one, other, 1))
    yield from _optional(data, (), "while", _conditions)
    yield from _trigger(data, ())
    yield from _optional(data, (), "anew", _moment)
    for flag in ("lapses", "standing"):
        if data.get(flag):
            yield _out((flag,))
    yield from _optional(data, (), "done_when", _conditions)
    for index, rule in enumerate(data.get("rules", ())):
        yield from _rule(rule, ("rules", index))
    for key in ("steps", "checks"):
        for index, part in enumerate(data.get(key, ())):
            yield from _optional(part, (key, index), "when", _conditions)
            yield from _optional(part, (key, index), "by", _moment)


def of_manifest(data: Mapping[str, Any]) -> Iterator[Change]:
    """The changes of what the manifest names for all rules (conditions, moments, offsets), and of its remarks."""
    for key, changes in (("conditions", _conditions), ("moments", _moment), ("offsets", _length)):
        for name, node in data.get(key, {}).items():
            yield from changes(node, (key, name))
    for name, remark in data.get("remarks", {}).items():
        yield from _conditions(remark["when"], ("remarks", name, "when"))


def _out(path: Path) -> Change:
    return Change(path=path, name="none", value=_LEAVES_OUT)


def _optional(node: Mapping[str, Any], path: Path, key: str, changes: Any) -> Iterator[Change]:
    """The changes of what stands under a key, of which one is to leave it out."""
    if key in node:
        yield _out((*path, key))
        yield from changes(node[key], (*path, key))


def _trigger(node: Mapping[str, Any], path: Path) -> Iterator[Change]:
    if "trigger" in node:
        yield from _moment(node["trigger"], (*path, "trigger"))


def _rule(rule: Mapping[str, Any], path: Path) -> Iterator[Change]:
    yield from _optional(rule, path, "when", _conditions)
    yield from _optional(rule, path, "trigger", _moment)
    for key in ("valid", "retired", "replaces"):
        if key in rule:
            yield _out((*path, key))
    if isinstance(rule.get("replaces"), list):
        for index, left in twists.without(rule["replaces"]):
            yield Change(path=(*path, "replaces"), name=f"without {rule['replaces'][index]}", value=left)
    kind = next(name for name in KINDS if name in rule)
    for other, keys in _OF_KIND.items():
        if other != kind:
            window = {key: value for key, value in rule[kind].items() if key in keys}
            if "per" in window and not window.keys() & {"at_least", "more_than"}:
                del window["per"]
            yield Change(path=(*path, kind), name=other, key=other, value=window)
    yield from _window(rule[kind], (*path, kind))


def _window(window: Mapping[str, Any], path: Path) -> Iterator[Change]:
    for key in _EDGES:
        yield from _optional(window, path, key, _moment)
    for one, other in (("until", "through"), ("through", "until")):
        if one in window and not twists.is_whole_day(window[one]):
            yield Change(path=(*path, one), name=other, key=other, value=window[one])
    yield from _optional(window, path, "ideal", _window)
    for key in ("only", "except"):
        for index, stretch in enumerate(window.get(key, ())):
            where: Path = (*path, key, index)
            yield _out(where if len(window[key]) > 1 else (*path, key))
            yield from _window(stretch, where)
            yield from _hours(stretch, where)
    for key in ("at_least", "more_than"):
        if key in window:
            yield from _number(window, path, key, 1 if key == "at_least" else 0)
    yield from _optional(window, path, "per", _length)
    for key in ("of", "by"):
        yield from _names(window, path, key)
    if "repeat" in window:
        repeat, where = window["repeat"], (*path, "repeat")
        yield _out(where)
        if "every" in repeat:
            yield from _length(repeat["every"], (*where, "every"))
        yield from _days(repeat, where)
        yield from _optional(repeat, where, "for", _length)
        yield from _optional(repeat, where, "until", _moment)
        if "at_most" in repeat:
            yield _out((*where, "at_most"))
            yield from _number(repeat, where, "at_most", 1)


def _hours(stretch: Mapping[str, Any], path: Path) -> Iterator[Change]:
    """The changes of weekdays, months and clock times, which hold at once."""
    for key in ("weekday", "month"):
        yield from _names(stretch, path, key, droppable=len(stretch) > 1)
    for key in ("clock_from", "clock_before"):
        if key in stretch:
            if len(stretch) > 1:
                yield _out((*path, key))
            yield from (Change(path=(*path, key), name=one, value=one) for one in twists.of_clock(stretch[key]))


def _days(repeat: Mapping[str, Any], path: Path) -> Iterator[Change]:
    """The changes of the days under `each`: fewer of them, and others in the place of one."""
    given = repeat.get("each", [])
    yield from _names(repeat, path, "each", droppable=False)
    for index, text in enumerate([given] if isinstance(given, str) else given):
        where: Path = (*path, "each") if isinstance(given, str) else (*path, "each", index)
        for other in twists.of_days(text):
            yield Change(path=where, name=other, value=other)


def _number(node: Mapping[str, Any], path: Path, key: str, least: int) -> Iterator[Change]:
    for number in twists.of_number(node[key], least):
        yield Change(path=(*path, key), name=str(number), value=number)


def _names(node: Mapping[str, Any], path: Path, key: str, *, droppable: bool = True) -> Iterator[Change]:
    """Leaving out what is named under a key, all of it or one by one."""
    if key not in node:
        return
    if droppable:
        yield _out((*path, key))
    if isinstance(node[key], list):
        for index, left in twists.without(node[key]):
            yield Change(path=(*path, key), name=f"without {node[key][index]}", value=left)


# Moments and lengths


def _moment(node: Any, path: Path) -> Iterator[Change]:
    if isinstance(node, str):
        for text in twists.of_phrase(node):
            yield Change(path=path, name=text, value=text)
    elif isinstance(node, list):
        for index, part in enumerate(node):
            yield from _moment(part, (*path, index))
            if index and len(node) > 1:
                yield _out((*path, index))
    elif "choose" in node:
        yield from _choice(node["choose"], (*path, "choose"), _moment)
    elif joined := next((key for key in _JOINS if key in node), None):
        yield Change(path=(*path, joined), name=_JOINS[joined], key=_JOINS[joined], value=node[joined])
        if "known" in node:
            yield _out((*path, "known"))
        for index, part in enumerate(node[joined]):
            if len(node[joined]) > 1:
                yield _out((*path, joined, index))
            yield from _moment(part, (*path, joined, index))
    else:
        other = "last" if node.get("which") == "first" else "first"
        yield Change(path=path, name=other, value={**node, "which": other})
        for verb in _VERBS:
            yield from _names(node, path, verb, droppable=False)


def _length(node: Any, path: Path) -> Iterator[Change]:
    if isinstance(node, Mapping):
        yield from _choice(node["choose"], (*path, "choose"), _length)
        return
    for text in twists.of_length(node):
        yield Change(path=path, name=text, value=text)


def _choice(parts: list[Mapping[str, Any]], path: Path, changes: Any) -> Iterator[Change]:
    for index, part in enumerate(parts):
        if len(parts) > 1:
            yield _out((*path, index))
        yield from _optional(part, (*path, index), "when", _conditions)
        yield from changes(part["use"], (*path, index, "use"))


# Conditions


def _conditions(node: Any, path: Path, *, negated: bool = False) -> Iterator[Change]:
    """The changes of a condition; ``negated`` where a `not` stands around it, which is changed as a whole."""
    if isinstance(node, list):
        yield from _members(node, path)
        return
    if isinstance(node, Mapping) and (joined := next((key for key in ("all", "any") if key in node), None)):
        if len(node[joined]) > 1:
            other = "any" if joined == "all" else "all"
            yield Change(path=(*path, joined), name=other, key=other, value=node[joined])
        yield from _members(node[joined], (*path, joined))
        return
    if isinstance(node, Mapping) and "not" in node:
        yield Change(path=path, name="without not", value=node["not"])
        yield from _conditions(node["not"], (*path, "not"), negated=True)
        return
    if not negated:
        yield Change(path=path, name="not", value={"not": node})
    if isinstance(node, Mapping):
        yield from _leaf(node, path)


def _members(nodes: list[Any], path: Path) -> Iterator[Change]:
    for index, node in enumerate(nodes):
        if len(nodes) > 1:
            yield _out((*path, index))
        yield from _conditions(node, (*path, index))


def _leaf(node: Mapping[str, Any], path: Path) -> Iterator[Change]:
    if verb := next((key for key in _VERBS if key in node), None):
        yield from _names(node, path, verb, droppable=False)
        for key, changes in (("since", _moment), ("within", _length)):
            yield from _optional(node, path, key, changes)
        yield from _names(node, path, "by")
        yield from _names(node, path, "with")
        if "at_least" in node:
            yield from _number(node, path, "at_least", 1)
    elif "item" in node:
        yield from _names(node, path, "is", droppable=False)
    elif quantifier := next((key for key in ("some", "every", "more_than") if key in node), None):
        if quantifier == "more_than":
            yield from _number(node, path, "more_than", 0)
        else:
            other = "every" if quantifier == "some" else "some"
            yield Change(path=(*path, quantifier), name=other, key=other, value=node[quantifier])
        yield from _conditions(node["are"], (*path, "are"))
    elif "begun" in node:
        yield from _moment(node["begun"], (*path, "begun"))
    elif "moment" in node:
        yield from _moment(node["moment"], (*path, "moment"))
        yield from _tests({key: value for key, value in node.items() if key != "moment"}, path)
    else:
        ((fact, tests),) = node.items()
        yield from _tests(tests, (*path, fact))


def _tests(tests: Mapping[str, Any], path: Path) -> Iterator[Change]:
    for key, wanted in tests.items():
        where: Path = (*path, key)
        if len(tests) > 1:
            yield _out(where)
        if key in ("known", "none") and len(tests) > 1:
            yield Change(path=where, name=str(not wanted).lower(), value=not wanted)
        elif key in ("clock_before", "clock_from"):
            for clock in twists.of_clock(wanted):
                yield Change(path=where, name=clock, value=clock)
        elif key in ("before", "after"):
            other = "after" if key == "before" else "before"
            yield Change(path=where, name=other, key=other, value=wanted)
            yield from _moment(wanted, where)
        elif key in OF_NUMBERS:
            for number in (wanted + 1, wanted - 1):
                yield Change(path=where, name=str(number), value=number)
        elif isinstance(wanted, list):
            yield from _names(tests, path, key, droppable=False)
