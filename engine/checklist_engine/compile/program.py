"""The program: every action of a pack with its rules compiled, ready to be evaluated against any record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.conditions import Condition, compile_condition
from checklist_engine.compile.context import Context, Registry
from checklist_engine.compile.facts import Fact
from checklist_engine.compile.moments import MomentOf, compile_moment
from checklist_engine.compile.report import Report
from checklist_engine.compile.texts import TextOf, compile_text
from checklist_engine.compile.windows import Limit, SpanOf, compile_counted, compile_limit, compile_window
from checklist_engine.load.pack import Pack, PackFile, Path
from checklist_engine.value import Value

KINDS = ("do", "dont", "need_not", "expect")


class Rule(Value):
    """One compiled rule: when it speaks, and its window."""

    id: str
    kind: str
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    when: Condition | None
    trigger: MomentOf | None
    span: SpanOf
    has_from: bool
    replaces: tuple[str, ...]
    limit: Limit | None
    counted: tuple[str, ...]
    channels: tuple[str, ...]
    ours: str | None
    title: TextOf | None
    valid: tuple[str | None, str | None]
    line: int


class Part(Value):
    """A compiled step or check."""

    id: str
    title: TextOf
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    when: Condition | None
    by: MomentOf | None
    line: int


class Dimension(Value):
    """One dimension of a fan-out: its name, the list that it runs over, and which of the list's elements."""

    name: str
    over: Fact
    which: str


class Action(Value):
    """One compiled action with the rules that speak of it."""

    id: str
    title: TextOf
    dimensions: tuple[Dimension, ...]
    classes: tuple[str, ...]
    while_: Condition | None
    trigger: MomentOf | None
    lapses: bool
    standing: bool
    done_when: Condition | None
    rules: tuple[Rule, ...]
    steps: tuple[Part, ...]
    checks: tuple[Part, ...]
    to: Fact | None
    message: str | None
    subject: TextOf | None
    body: TextOf | None
    file: str
    line: int


class Program:
    """A compiled pack. Holds no record and no time; the same program serves any number of cases."""

    def __init__(self, pack: Pack, registry: Registry, actions: list[Action], title: TextOf) -> None:
        self.pack = pack
        self.registry = registry
        self.actions = {action.id: action for action in actions}
        self.title = title
        preferences = pack.manifest.data.get("preferences", {})
        self.working_days = frozenset(preferences.get("working_days", ("mon", "tue", "wed", "thu", "fri")))
        hours = preferences.get("sending_hours", {})
        self.sending_hours = (hours.get("from", "08:00"), hours.get("until", "20:00"))
        self.sending_classes = frozenset(name for name, about in registry.classes.items() if about.get("sending_hours"))
        self.fans_out = {action.id: frozenset(one.name for one in action.dimensions) for action in actions}
        self.record_shape: Any = None
        """The compiled record schema; made by whoever reads the first record."""
        self.source_order = [file.data["source"] for file in pack.sources]


def compile_pack(pack: Pack) -> Program:
    """Compile every rule of the pack. Raises Problems with everything that refers to nothing."""
    report = Report()
    registry = Registry(pack, report)
    seen: dict[str, str] = {}
    actions = [_action(registry, file, seen) for file in pack.actions]
    for name, node in registry.conditions.items():
        _checked_alone(registry, node, ("conditions", name))
    root = Context(registry, pack.manifest, {})
    title = compile_text(root, pack.manifest.data.get("titles", {}).get("case", pack.id), ("titles", "case"))
    _check_item_circles(registry)
    report.finish()
    return Program(pack, registry, actions, title)


def _checked_alone(registry: Registry, node: Any, path: Path) -> None:
    """Check a named condition that no rule uses; one that is used is checked where it is in scope."""
    if path[1] in registry.used_conditions:
        return
    dimensions = {name: about["list"] for name, about in registry.dimensions.items() if "list" in about}
    compile_condition(Context(registry, registry.pack.manifest, dimensions, (f"condition {path[1]}",)), node, path)


def _action(registry: Registry, file: PackFile, seen: dict[str, str]) -> Action:
    data = file.data
    names: dict[str, str] = {}
    dimensions = []
    for name, given in data.get("for_each", {}).items():
        which, _, listed = given.rpartition(" of ")
        context = Context(registry, file, dict(names))
        if name not in registry.dimensions:
            context.unknown(("for_each", name), "dimension", name, registry.dimensions)
        fact = context.fact(listed, ("for_each", name))
        if fact is not None:
            names[name] = listed
            dimensions.append(Dimension(name=name, over=fact, which=which))
    context = Context(registry, file, names)
    for index, name in enumerate(data.get("is", ())):
        if name not in registry.classes:
            context.unknown(("is", index), "class", name, registry.classes)
    rules = tuple(_rule(context, node, ("rules", i), seen) for i, node in enumerate(data.get("rules", ())))
    _check_replaced(context, data.get("rules", ()), [rule.id for rule in rules])
    subject, body = _message(context, data.get("draft"))
    return Action(
        id=data["action"],
        title=compile_text(context, data["title"], ("title",)),
        dimensions=tuple(dimensions),
        classes=tuple(data.get("is", ())),
        while_=_condition(context, data, "while", ()),
        trigger=_moment(context, data, "trigger", ()),
        lapses=data.get("lapses", False),
        standing=data.get("standing", False),
        done_when=_condition(context, data, "done_when", ()),
        rules=rules,
        steps=tuple(_part(context, node, ("steps", i), seen) for i, node in enumerate(data.get("steps", ()))),
        checks=tuple(_part(context, node, ("checks", i), seen) for i, node in enumerate(data.get("checks", ()))),
        to=context.fact(data["to"], ("to",)) if "to" in data else None,
        message=data.get("draft"),
        subject=subject,
        body=body,
        file=file.name,
        line=file.place(("action",))[0],
    )


def _condition(context: Context, node: Mapping[str, Any], key: str, path: Path) -> Condition | None:
    return compile_condition(context, node[key], (*path, key)) if key in node else None


def _moment(context: Context, node: Mapping[str, Any], key: str, path: Path) -> MomentOf | None:
    return compile_moment(context, node[key], (*path, key)) if key in node else None


def _statements(context: Context, node: Mapping[str, Any], path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The statements cited, and their sources, each once."""
    given = node["statement"]
    cited = tuple(given) if isinstance(given, list) else (given,)
    for index, name in enumerate(cited):
        if name not in context.registry.statements:
            where = (*path, "statement", index) if isinstance(given, list) else (*path, "statement")
            context.unknown(where, "statement", name, context.registry.statements)
        context.registry.citations.setdefault(name, []).append(node["id"])
    return cited, tuple(dict.fromkeys(name.partition("/")[0] for name in cited))


def _unique(context: Context, id: str, path: Path, seen: dict[str, str]) -> None:
    if id in seen:
        context.problem((*path, "id"), "reference/duplicate-id", f"the id {id!r} is taken, in {seen[id]}",
                        "ids of rules, steps and checks are unique in a pack")  # fmt: skip
    seen.setdefault(id, f"{context.file.name} line {context.file.place((*path, 'id'))[0]}")


def _rule(context: Context, node: Mapping[str, Any], path: Path, seen: dict[str, str]) -> Rule:
    _unique(context, node["id"], path, seen)
    kind = next(name for name in KINDS if name in node)
    window, where = node[kind], (*path, kind)
    statements, sources = _statements(context, node, path)
    counted, channels = compile_counted(context, window, where, context.file.data["action"])
    replaces = node.get("replaces", ())
    valid = node.get("valid", {})
    return Rule(
        id=node["id"],
        kind=kind,
        statements=statements,
        sources=sources,
        when=_condition(context, node, "when", path),
        trigger=_moment(context, node, "trigger", path),
        span=compile_window(context, window, where),
        has_from="from" in window or "during" in window,
        replaces=(replaces,) if isinstance(replaces, str) else tuple(replaces),
        limit=compile_limit(context, window, where),
        counted=counted,
        channels=channels,
        ours=node.get("ours"),
        title=compile_text(context, node["title"], (*path, "title")) if "title" in node else None,
        valid=(valid.get("from"), valid.get("until")),
        line=context.file.place(path)[0],
    )


def _check_replaced(context: Context, nodes: list[Mapping[str, Any]], known: list[str]) -> None:
    for index, node in enumerate(nodes):
        given = node.get("replaces", [])
        for name in [given] if isinstance(given, str) else given:
            if name not in known or name == node["id"]:
                context.unknown(("rules", index, "replaces"), "rule", name, set(known) - {node["id"]})


def _part(context: Context, node: Mapping[str, Any], path: Path, seen: dict[str, str]) -> Part:
    _unique(context, node["id"], path, seen)
    statements, sources = _statements(context, node, path)
    return Part(
        id=node["id"],
        title=compile_text(context, node["title"], (*path, "title")),
        statements=statements,
        sources=sources,
        when=_condition(context, node, "when", path),
        by=_moment(context, node, "by", path),
        line=context.file.place(path)[0],
    )


def _message(context: Context, name: str | None) -> tuple[TextOf | None, TextOf | None]:
    if name is None:
        return None, None
    file = next((file for file in context.registry.pack.messages if file.data["message"] == name), None)
    if file is None:
        context.unknown(("draft",), "message", name, context.registry.messages)
        return None, None
    there = Context(context.registry, file, context.dimensions)
    return compile_text(there, file.data["subject"], ("subject",)), compile_text(there, file.data["body"], ("body",))


def _check_item_circles(registry: Registry) -> None:
    """Items whose conditions look at each other's status would never come to an end."""
    looks_at = {name: _items_named(file.data) for name, file in registry.action_files.items()}
    for name in looks_at:
        trail, ahead = [name], sorted(looks_at[name])
        reached: set[str] = set()
        while ahead:
            other = ahead.pop()
            if other == name:
                file = registry.action_files[name]
                registry.report.add(
                    file, ("action",), "pack/circle", f"{name} depends on its own status: {' → '.join([*trail, name])}"
                )
                break
            if other not in reached:
                reached.add(other)
                trail.append(other)
                ahead.extend(sorted(looks_at.get(other, ())))


def _items_named(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["item"]} if isinstance(node.get("item"), str) and "is" in node else set()
        return own.union(*(_items_named(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_items_named(value) for value in node))
    return set()
