"""`checklist rules`: a pack's rules in a table, and one of them read back in plain English."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import click

from checklist_engine.cli.group import common, say

if TYPE_CHECKING:
    from checklist_engine.english import Reading

KINDS = ("do", "dont", "need_not", "expect")
_pack_option = click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
_format_option = click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text")


class RulesGroup(click.Group):
    """A group whose first word may also be a pack: `rules my-rules` lists, `rules show ID` reads one back."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        place = _first_word(args)
        if place is not None and args[place] not in self.commands:
            args = [*args[:place], *args[place + 1 :], "--pack", args[place]]
        return super().parse_args(ctx, args)


def _first_word(args: list[str]) -> int | None:
    """The place of the first word that is neither an option nor an option's value."""
    skip = False
    for place, arg in enumerate(args):
        if skip:
            skip = False
        elif not arg.startswith("-"):
            return place
        else:
            skip = arg.startswith("--") and "=" not in arg and arg not in ("--debug", "--help")
    return None


@click.group(cls=RulesGroup, invoke_without_command=True, subcommand_metavar="[PACK | show ID]")
@_pack_option
@click.option("--action", metavar="ACTION", help="Only the rules on this action.")
@click.option("--source", metavar="SOURCE", help="Only the rules of this source.")
@click.option("--kind", type=click.Choice(KINDS), help="Only the rules of this kind.")
@_format_option
@common
@click.pass_context
def rules(
    ctx: click.Context,
    pack: str | None,
    action: str | None,
    source: str | None,
    kind: str | None,
    format_name: str,
) -> None:
    """List the rules of a PACK: id, kind, action, sources and window."""
    if ctx.invoked_subcommand is not None:
        ctx.obj = pack
        return
    from checklist_engine.english import Reader

    program = _program(pack)
    _must_be_one("action", action, program.actions)
    _must_be_one("source", source, program.source_order)
    found = [
        one
        for one in Reader(program).rules()
        if action in (None, one.action) and (source is None or source in one.sources) and kind in (None, one.kind)
    ]
    if format_name == "json":
        _as_json({"pack": program.pack.id, "rules": [_data(one) for one in found]})
    else:
        for line in _table(found):
            say(line)


@rules.command("show")
@click.argument("name", metavar="ID")
@_pack_option
@_format_option
@common
@click.pass_context
def show(ctx: click.Context, name: str, pack: str | None, format_name: str) -> None:
    """Read back in plain English: a rule, all rules of an action, a step or check, a name of pack.yaml."""
    from checklist_engine.compile.rule_names import Known
    from checklist_engine.english import Reader
    from checklist_engine.english.lookup import looked_up, names

    program = _program(pack if pack is not None else ctx.obj)
    known, reader = Known(program.pack), Reader(program)
    rule = known.formerly.get(name, name)
    found = [one for one in reader.rules() if rule == one.id or name == one.action]
    if found:
        _show_rules(program, reader, found, format_name, whole=rule not in known.rules)
        return
    said = looked_up(reader, name)
    if not said:
        _must_be_one("rule", rule, {*known.rules, *program.actions, *names(reader)})
    if format_name == "json":
        _as_json({"pack": program.pack.id, "id": name, "means": said})
        return
    for line in said:
        for part in _wrapped(line, ""):
            say(part)


def _show_rules(program: Any, reader: Any, found: list[Reading], format_name: str, *, whole: bool) -> None:
    """One rule, or all those of an action with a line between them."""
    listed = []
    for number, reading in enumerate(found):
        about, words = reader.action(reading.action)
        statements = {name: program.registry.statements[name] for name in reading.statements}
        names: dict[str, list[str]] = {}
        for one in (*reading.words, *words):
            if one.means not in names.setdefault(one.name, []):
                names[one.name].append(one.means)  # a moment and a condition may have the same name
        if format_name == "json":
            told = {name: "; ".join(means) for name, means in names.items()}
            listed.append({**_data(reading), "about": about, "words": told, "stands_on": statements})
            continue
        if number:
            say("")
        for line in _read_back(reading, about, names, statements):
            say(line)
    if format_name == "json":
        _as_json({"pack": program.pack.id, **({"rules": listed} if whole else listed[0])})


def _read_back(
    reading: Reading, about: list[str], names: dict[str, list[str]], statements: dict[str, Any]
) -> list[str]:
    lines = [f"{reading.id} ({reading.kind})", *_wrapped(reading.sentence, "  ")]
    if about:
        lines += _wrapped(" ".join(about), "  ")
    for name, said in statements.items():
        lines += ["", f"  {name}, {said['where']}:", *_wrapped(said["says"], "    ")]
    if reading.ours:
        lines += ["", *_wrapped(f"Ours: {reading.ours}", "  ")]
    if names:
        lines += ["", "  The names in it:"]
        for name, all_means in names.items():
            for means in all_means:
                lines += _wrapped(f"“{name}”: {means}.", "    ")
    return [*lines, "", f"  {reading.file}:{reading.line}"]


def _wrapped(text: str, margin: str) -> list[str]:
    from checklist_engine.words import wrap

    return wrap(text, 100, margin, margin)


def _table(found: list[Reading]) -> list[str]:
    """One line a rule, in columns; what the window says comes last, since it is long."""
    from checklist_engine.words import pad, width

    rows = [(one.id, one.kind, one.action, ", ".join(one.sources), _when(one)) for one in found]
    rows.insert(0, ("RULE", "KIND", "ACTION", "SOURCES", "WINDOW"))
    wide = [max(width(row[column]) for row in rows) for column in range(4)]
    return ["  ".join([*(pad(row[column], wide[column]) for column in range(4)), row[4]]) for row in rows]


def _when(one: Reading) -> str:
    said = one.window + (f", if {one.when}" if one.when else "")
    return f"{said}; silent from {one.retired} on" if one.retired else said


def _data(one: Reading) -> dict[str, Any]:
    return {
        "id": one.id, "kind": one.kind, "action": one.action, "title": one.title, "window": one.window,
        "when": one.when, "sources": list(one.sources), "statements": list(one.statements),
        "sentence": one.sentence, "ours": one.ours, "file": one.file, "line": one.line,
        "retired": one.retired,
    }  # fmt: skip


def _program(pack: str | None) -> Any:
    from checklist_engine.load.program import load_program
    from checklist_engine.session import pack_folder

    return load_program(pack_folder(pack))


def _must_be_one(what: str, name: str | None, known: Collection[str]) -> None:
    """Raise Problems for a name that the pack does not have."""
    from checklist_engine.problems import Problem, Problems, nearest

    if name is None or name in known:
        return
    near = nearest(name, known)
    listed = f"See them all with: checklist {'sources' if what == 'source' else 'rules'}"
    message = f"there is no {what} “{name}” in this pack"
    raise Problems([Problem(id=f"usage/{what}", message=message, hint=f"Did you mean “{near}”?" if near else listed)])


def _as_json(data: Any) -> None:
    from checklist_engine.words import json_text

    click.echo(json_text(data))
