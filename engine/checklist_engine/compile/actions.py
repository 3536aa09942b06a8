"""One action file becomes a compiled action: its fan-out, its rules, its steps and checks, its message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from checklist_engine.compile.conditions import Condition, compile_condition
from checklist_engine.compile.context import LOST, Context, Registry
from checklist_engine.compile.model import Action, Dimension, Part, Parts, Rule
from checklist_engine.compile.moments import MomentOf, compile_moment
from checklist_engine.compile.often import compile_counted, compile_limit, compile_often
from checklist_engine.compile.report import one_of
from checklist_engine.compile.rule_names import KINDS
from checklist_engine.compile.texts import TextOf, compile_text
from checklist_engine.compile.windows import compile_window
from checklist_engine.load.pack import PackFile, Path
from checklist_engine.problems import nearest

Seen = dict[str, tuple[PackFile, Path, str]]
"""Where each id of the pack was first met."""


def compile_action(registry: Registry, file: PackFile, seen: Seen) -> Action:
    """The action in ``file``; ``seen`` gathers the ids of the whole pack. What is wrong is reported."""
    data = file.data
    names: dict[str, str] = {}
    dimensions = []
    for name, given in data.get("for_each", {}).items():
        which, _, listed = given.rpartition(" of ")
        context = Context(registry, file, dict(names))
        if name not in registry.dimensions:
            context.unknown(("for_each", name), "dimension", name, registry.dimensions, key=True)
            names.update(dict.fromkeys(registry.dimensions, LOST))
        fact = context.fact(listed, ("for_each", name))
        names[name] = listed if fact is not None else LOST
        if fact is not None:
            implied = _implied(registry, listed, names)
            if implied is not None:
                names[implied] = listed.partition(".")[0]
            dimensions.append(Dimension(name=name, over=fact, which=which, implied=implied))
    context = Context(registry, file, names)
    for index, name in enumerate(data.get("is", ())):
        if name not in registry.classes:
            context.unknown(("is", index), "class", name, registry.classes)
    rules = tuple(_rule(context, node, ("rules", i), seen) for i, node in enumerate(data.get("rules", ())))
    _check_replaced(context, data.get("rules", ()), rules)
    _check_retired(context, data.get("rules", ()))
    _check_anew(context, data)
    return Action(
        id=data["action"],
        title=compile_text(context, data["title"], ("title",)),
        dimensions=tuple(dimensions),
        classes=tuple(data.get("is", ())),
        while_=_condition(context, data, "while", ()),
        trigger=_moment(context, data, "trigger", ()),
        anew=_moment(context, data, "anew", ()),
        lapses=data.get("lapses", False),
        standing=data.get("standing", False),
        done_when=_condition(context, data, "done_when", ()),
        rules=rules,
        steps=Parts(lambda: _parts(context, "steps", seen)),
        checks=Parts(lambda: _parts(context, "checks", seen)),
        to=context.fact(data["to"], ("to",)) if "to" in data else None,
        message=data.get("draft"),
        texts=cache(lambda: _message(context, data.get("draft"))),
        file=file.name,
        line=file.place(("action",))[0],
        yours="; ".join(data["yours"]) if data.get("yours") else None,
    )


def _implied(registry: Registry, listed: str, names: Mapping[str, str]) -> str | None:
    """The dimension whose list a path leads straight through, unless it is in scope on its own."""
    first, *rest = listed.split(".")
    if not rest or first in names or rest[0].isdigit() or rest[0] in ("first", "last"):
        return None
    return next((n for n, about in registry.dimensions.items() if about.get("list") == first and n not in names), None)


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
            _unknown_statement(context, where, name)
        context.registry.citations.setdefault(name, []).append(node["id"])
    return cited, tuple(dict.fromkeys(name.partition("/")[0] for name in cited))


def _unknown_statement(context: Context, path: Path, name: str) -> None:
    """Of a source that is known, only its own statements can be meant."""
    known = context.registry.statements
    source = name.partition("/")[0]
    of_source = [one for one in known if one.partition("/")[0] == source]
    if of_source:
        files = (file.name for file in context.registry.pack.sources if file.data["source"] == source)
        new = next((f"Write a new one into {file} first, with what it says and where." for file in files), None)
        context.unknown(path, "statement", name, of_source, otherwise=new)
    else:
        there = dict.fromkeys(one.partition("/")[0] for one in known)
        near = nearest(source, there)
        context.problem(
            path, "reference/source", f"there is no source “{source}”, nor a statement “{name}”",
            expected=one_of("source", sorted(there)),
            hint=f"Did you mean “{near}/{name.partition('/')[2]}”?" if near else None,
        )  # fmt: skip


def _unique(context: Context, id: str, path: Path, seen: Seen, key: str = "id") -> None:
    if id in seen and seen[id][2] == "formerly" and key == "id":
        file, where, _ = seen[id]
        context.registry.report.add(
            file, (*where, "formerly"), "reference/duplicate-id", f"“{id}” is the id of another rule, step or check",
            hint="What a rule was called before is a name that nothing has any more.",
        )  # fmt: skip
    elif id in seen:
        file, where, _ = seen[id]
        context.problem((*path, key), "reference/duplicate-id",
                        f"the id “{id}” is taken already, in {file.origin(where)[0].name}, line {file.place(where)[0]}",
                        hint="Give it another id: each rule, step and check of a pack has one of its own.")  # fmt: skip
    seen.setdefault(id, (context.file, path, key))


def _formerly(context: Context, node: Mapping[str, Any], path: Path, seen: Seen) -> None:
    """What a rule was once called cannot mean another one: a person's tailoring may still name it so."""
    given = node.get("formerly", [])
    for name in [given] if isinstance(given, str) else given:
        if name == node["id"]:
            context.problem((*path, "formerly"), "reference/duplicate-id", f"“{name}” is what this rule is called now",
                            hint="Write the name that it had before, or take “formerly” out.")  # fmt: skip
        else:
            _unique(context, name, path, seen, "formerly")


def _rule(context: Context, node: Mapping[str, Any], path: Path, seen: Seen) -> Rule:
    _unique(context, node["id"], path, seen)
    _formerly(context, node, path, seen)
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
        often=compile_often(context, window, where) if kind == "do" else None,
        counted=counted,
        channels=channels,
        ours=node.get("ours"),
        title=compile_text(context, node["title"], (*path, "title")) if "title" in node else None,
        valid=(valid.get("from"), valid.get("until")),
        retired=node.get("retired", {}).get("from"),
        file=context.file.origin(path)[0].name,
        line=context.file.place(path)[0],
        yours=node.get("yours"),
        off=node.get("off"),
    )


def _check_replaced(context: Context, nodes: list[Mapping[str, Any]], rules: Sequence[Rule]) -> None:
    """A rule may replace others of its file: not itself, not one that replaces it, and not another source's unsaid."""
    by_id = {rule.id: rule for rule in rules}
    former = ((one["id"], one.get("formerly", [])) for one in nodes)
    earlier = {old: id_ for id_, names in former for old in ([names] if isinstance(names, str) else names)}
    for index, node in enumerate(nodes):
        given = node.get("replaces", [])
        where: Path = ("rules", index, "replaces")
        for number, name in enumerate([given] if isinstance(given, str) else given):
            place = where if isinstance(given, str) else (*where, number)
            others = by_id.keys() - {node["id"]}
            expected = None  # what is wrong is not the name: to list the names again would tell nothing
            if name == node["id"]:
                message, hint, expected = "a rule cannot replace itself", None, one_of("rule", sorted(others))
            elif name in earlier:
                message, hint = f"“{name}” is called “{earlier[name]}” now", f"Write {earlier[name]}."
            elif name not in by_id:
                context.unknown(place, "rule of this file", name, others)
                continue
            elif node["id"] in by_id[name].replaces:
                message = f"this rule and “{name}” replace each other, so neither speaks"
                hint = "Let the narrower one replace the general one."
            elif "ours" in node or "yours" in node or _share_a_source(context, by_id[name], rules[index]):
                continue
            else:
                message = f"“{name}” is another source's advice"
                hint = "Replace a rule of the same source; or say with “ours:” why this one overrules it."
            context.problem(place, "reference/rule", message, expected=expected, hint=hint)


def _check_retired(context: Context, nodes: list[Mapping[str, Any]]) -> None:
    """A rule that is retired may name another of its file, which took its place."""
    known = {node["id"] for node in nodes}
    for index, node in enumerate(nodes):
        by = node.get("retired", {}).get("by")
        if by is not None and (by not in known or by == node["id"]):
            where: Path = ("rules", index, "retired", "by")
            if len(known) > 1:
                context.unknown(where, "rule of this file", by, known - {node["id"]})
            else:
                context.problem(
                    where, "reference/rule", f"there is no rule of this file “{by}”", expected="another one of it"
                )


def _check_anew(context: Context, data: Mapping[str, Any]) -> None:
    """What is to be done again and again begins anew by itself; counting from two moments would be neither."""
    repeats = any({"repeat", "at_least"} & rule.get("do", {}).keys() for rule in data.get("rules", ()))
    if "anew" in data and (repeats or data.get("standing")):
        context.problem(
            ("anew",), "reference/anew", "this is to be done several times already",
            hint="Take “anew” out, or what makes it several times (repeat, at_least, standing).",
        )  # fmt: skip


def _share_a_source(context: Context, one: Rule, other: Rule) -> bool:
    """Whether two rules speak for a source together; what cites an unknown statement has been reported already."""
    if any(cited not in context.registry.statements for cited in (*one.statements, *other.statements)):
        return True
    return bool(set(one.sources) & set(other.sources))


def _parts(context: Context, key: str, seen: Seen) -> tuple[Part, ...]:
    return tuple(_part(context, node, (key, index), seen) for index, node in enumerate(context.file.data.get(key, ())))


def _part(context: Context, node: Mapping[str, Any], path: Path, seen: Seen) -> Part:
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


def _message(context: Context, name: str | None) -> tuple[TextOf, TextOf] | None:
    if name is None:
        return None
    file = next((file for file in context.registry.pack.messages if file.data["message"] == name), None)
    if file is None:
        context.unknown(("draft",), "message", name, context.registry.messages)
        return None
    there = Context(context.registry, file, context.dimensions)
    return compile_text(there, file.data.get("subject", ""), ("subject",)), compile_text(
        there, file.data["body"], ("body",)
    )
