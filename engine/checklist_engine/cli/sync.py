"""`checklist sync`: ticks made in a list come into the record, and the record's into the list."""

from __future__ import annotations

import os

import click

from checklist_engine.cli.group import common, say, tailored
from checklist_engine.problems import harmless


@click.command()
@click.argument("record", type=click.Path())
@click.argument("file", required=False, type=click.Path())
@click.option("--format", "-f", "name", metavar="NAME", help="What FILE is; by default its ending says so.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="A setting of the format.")
@click.option("--profile", metavar="NAME", help="consensus, strict, source:NAME, or one of the pack's or your own.")
@click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
@click.option("--dry-run", is_flag=True, help="Say what would come into the record, and change nothing.")
@click.option("--now", "at", metavar="MOMENT", help="As if it were this moment, to try things out.")
@tailored
@common
def sync(
    record: str,
    file: str | None,
    name: str | None,
    options: tuple[str, ...],
    profile: str | None,
    pack: str | None,
    tailoring: str | None,
    dry_run: bool,
    at: str | None,
) -> None:
    """Log in RECORD what is ticked in FILE (such as todo.txt or list.md), and bring FILE up to date."""
    from checklist_engine.checklist import Checklist
    from checklist_engine.cli.namesakes import tell_namesakes
    from checklist_engine.cli.remarks import against, early, held_back
    from checklist_engine.deliver.targets import settings
    from checklist_engine.deliver.write import put, seen
    from checklist_engine.editing.append import append_log_entry
    from checklist_engine.editing.entries import Ticked, entries_of
    from checklist_engine.files import change_bytes
    from checklist_engine.moments import log_text
    from checklist_engine.plugin import Context
    from checklist_engine.plugins import Plugins
    from checklist_engine.plugins.guard import about
    from checklist_engine.plugins.render import read_ticks
    from checklist_engine.problems import Problem, Problems
    from checklist_engine.session import STANDARD_INPUT, Session
    from checklist_engine.words import clean

    if file is None:
        raise click.UsageError(_which(record))
    if STANDARD_INPUT in (record, file):
        raise click.UsageError("Both are files that are changed; standard input cannot be.")
    plugins = Plugins()
    chosen = plugins.format(name) if name else plugins.ticked(os.path.splitext(file)[1].lower())
    if not os.path.exists(file):
        hint = f"Write one first: checklist run {record} --format {chosen.name}={file}"
        raise Problems([Problem(id="file/missing", file=file, message="there is no such file", hint=hint)])
    if os.path.basename(file) in chosen.reads:
        hint = f"Name the list itself; {os.path.basename(file)} is read beside it."
        raise Problems(
            [Problem(id="usage/archive", file=file, message="this is where the list's past goes", hint=hint)]
        )
    session = Session(record, pack, tailoring)
    given = settings(options, [chosen], session.config.options)[chosen.name]
    context = Context(options=given, me=session.config.me)
    now = session.moment(at)
    today = log_text(now, session.record.zone)
    found = Ticked(entries=(), items=(), remarks=())
    before: Checklist | None = None

    def edit(data: bytes) -> bytes:
        nonlocal found, before
        session.record = session.read(data)
        there = seen(chosen, context, file)
        with about(file):
            ticks = read_ticks(chosen, there) if there.existing is not None else ()
        before = session.evaluate(now, profile, drafts=False)
        found = entries_of(ticks, before, session.program, session.record, today, today[:10])
        for entry in found.entries:
            data = append_log_entry(data, entry, session.name)
        session.record = session.read(data)
        return data

    if dry_run:
        from checklist_engine.files import read_bytes

        edit(read_bytes(record))
    else:
        change_bytes(record, edit)
        checklist = session.evaluate(now, profile, drafts="drafts" not in chosen.drops)
        put(chosen, checklist, context, file, record)
    after = session.evaluate(now, profile, drafts=False)
    for entry, item in zip(found.entries, found.items, strict=True):
        say(f"{'Would log' if dry_run else 'Logged'}: {item.title} ({entry['at']}).{held_back(item)}")
        if remark := early(session, item, after):
            click.echo(f"Note: {clean(item.title)}: {clean(remark)}.", err=True)
    if not found.entries:
        say("Nothing new is ticked.")
    if before is not None and (remark := against(before, after, None)):
        click.echo(f"Note: {clean(remark)}.", err=True)
    for remark in found.remarks:
        click.echo(f"Note: {remark}.", err=True)
    tell_namesakes(session, [file])


def _which(record: str) -> str:
    """Which file is missing: who gives one alone forgets the record, or the list."""
    if os.path.splitext(record)[1] in (".yaml", ".yml"):
        return f"Which list? checklist sync {harmless(record)} list.md"
    return f"Your own file comes first: checklist sync FILE {harmless(record)}"
