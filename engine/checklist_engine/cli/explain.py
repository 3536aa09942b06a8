"""`checklist explain`: why an item is there, or is not."""

from __future__ import annotations

from collections.abc import Iterator

import click

from checklist_engine.checklist import Item
from checklist_engine.cli.group import common, set_option, tailored
from checklist_engine.cli.names import complete_item
from checklist_engine.compile.conditions import Finding
from checklist_engine.evaluate.explanation import Change, Explanation, RuleFinding

_MARKS = {True: "yes", False: "no "}


@click.command()
@click.argument("record", type=click.Path(allow_dash=True))
@click.argument("item", shell_complete=complete_item)
@click.option("--now", metavar="MOMENT", help="As if it were this moment, such as '2026-11-18 09:00'.")
@set_option
@click.option("--profile", metavar="NAME", help="consensus, strict, source:NAME, or one of the pack's or your own.")
@click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
@click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text")
@tailored
@common
def explain(
    record: str,
    item: str,
    now: str | None,
    suppose: tuple[str, ...],
    profile: str | None,
    pack: str | None,
    tailoring: str | None,
    format_name: str,
) -> None:
    """Say why ITEM is in the checklist of RECORD, or is not, and how each of its dates came about."""
    from checklist_engine.cli.names import find_items
    from checklist_engine.evaluate import explanation
    from checklist_engine.problems import Problem, Problems
    from checklist_engine.session import Session
    from checklist_engine.whatif import with_turns
    from checklist_engine.words import sentence

    session = Session(record, pack, tailoring)
    if suppose:
        session.suppose(suppose)
    as_if = session.record.notes[: len(suppose)]
    at = session.moment(now)
    chosen, program = session.profile(profile), session.program_at(at)
    try:
        known = session.program.registry.actions
        names = [found.id for found in find_items(session.evaluate(at, profile), item, known=known, looking=True).items]
    except Problems:
        registered = session.program.pack.manifest.data.get("registered_actions", {})
        if item in registered:
            message = f"no advice is about “{item}” ({registered[item]['title']}): it is there to be logged"
            raise Problems([Problem(id="reference/item", message=message)]) from None
        if item not in session.program.actions:
            raise
        names = [item]
    found = explanation.explain_all(program, session.record, at, names, profile=chosen)
    found = with_turns(found, program, session.record, at, profile=chosen)
    if format_name == "json":
        from checklist_engine.checklist import as_json
        from checklist_engine.words import json_text

        more = {"as_if": list(as_if)} if as_if else {}
        click.echo(json_text([{**as_json(one), **more} for one in found]))
    else:
        if as_if:
            click.echo(_harmless(sentence("; ".join(as_if))) + "\n")
        click.echo("\n\n".join("\n".join(_harmless(line) for line in _lines(one)) for one in found))


def _harmless(line: str) -> str:
    """The line without control characters, its indentation kept."""
    from checklist_engine.words import clean

    text = line.lstrip(" ")
    return " " * (len(line) - len(text)) + clean(text)


def _lines(one: Explanation) -> Iterator[str]:
    item = one.item
    if item is None:
        yield f"{one.action} is not in this checklist ({one.file}:{one.line})."
        if one.nothing_to_fan_out_over:
            yield f"  There is one for each of {one.nothing_to_fan_out_over}, and the record has none."
        else:
            yield "  No source that this profile hears speaks of it."
            return
        yield from _turns(one, "not there")
        return
    yield f"{item.title}   [{item.id}]"
    yield from _in_short(item, one)
    yield from _turns(one, item.status)
    yield f"  In detail ({one.file}:{one.line}):"
    if one.while_ is not None:
        yield "  It applies while:"
        yield from _finding(one.while_, "    ")
    yield "  Rules:"
    for rule in one.rules:
        yield from _rule(rule, item.voices)
    if item.derivation:
        yield "  Dates:"
        for line in item.derivation:
            yield f"    {line.edge + (f' of {line.rule}' if line.rule else '')}: {line.text}"


def _in_short(item: Item, one: Explanation) -> Iterator[str]:
    """The answer in a few sentences, before all that it rests on."""
    from checklist_engine.words import dissent, held, runner_up, sentence, when

    if item.status == "closed" and one.while_ is not None:
        yield f"  closed: it applies while {one.while_.wanted}, and that does not hold any more"
    elif item.status == "not-applicable":
        yield "  not applicable: no rule speaks; each says below what it waits for"
    else:
        yield f"  {item.status}" + (f": {item.reason}" if item.reason else "")
    # What waits has no time yet: “any time from now on” would be said of a time that nobody knows.
    if item.status not in ("closed", "not-applicable", "waiting") and item.kind == "do":
        parts = (when(item, one.now), runner_up(item, one.now), dissent(item, one.now))
        for part in (held(item, one.now),) if item.hold is not None else parts:
            if part:
                yield f"  {sentence(part)}"
    if item.yours:
        yield f"  your change: {item.yours}"
    for assumed in item.provisional:
        yield f"  assuming that {assumed}"


def _turns(one: Explanation, status: str) -> Iterator[str]:
    """What would give the item another status."""
    if one.turns:
        yield "  What would change it:"
    elif one.all_tried:
        yield "  What would change it: no answer, no two answers and no log entry that could be tried"
    for turn in one.turns:
        facts = [change for change in turn.changes if change.path != "log"]
        if facts:
            said = "if " + " and ".join(map(_changed, facts))
        else:
            logged = (f"{key} {value}" for key, value in turn.changes[0].value.items() if key != "at")
            said = f"if you logged: {', '.join(logged)}"
        yield f"    {status} → {turn.status} {said}"
    if not one.all_tried:
        yield "    (not everything was tried)"


def _changed(change: Change) -> str:
    """A fact's change in words."""
    name = f"“{change.title}” ({change.path})"
    if change.how == "drop":
        return f"{name} were left out"
    return f"{name} had {change.written} too" if change.how == "add" else f"{name} were {change.written}"


def _rule(rule: RuleFinding, voices: object) -> Iterator[str]:
    yield f"    {'+' if rule.speaks else '-'} {rule.rule} ({rule.kind}; {', '.join(rule.sources)}): {rule.why}"
    yield f"      {rule.file}:{rule.line}"
    if isinstance(voices, tuple):
        for voice in voices:
            if voice.rule == rule.rule:
                yield f"      {voice.statement}: {voice.says}"
                if voice.ours:
                    yield f"      ours: {voice.ours}"
                if voice.yours:
                    yield f"      your change: {voice.yours}"
    if rule.conditions is not None:
        yield from _finding(rule.conditions, "      ")


def _finding(finding: Finding, indent: str) -> Iterator[str]:
    mark = _MARKS[finding.holds] + (" (assumed)" if finding.assumed else "")
    yield f"{indent}{mark} {finding.wanted}; found: {finding.found}   ({finding.file}:{finding.line})"
    for inner in finding.inner:
        yield from _finding(inner, indent + "  ")
