"""`checklist diff`: what a change of the rules does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklist_engine.cli.group import common, say

if TYPE_CHECKING:
    from checklist_engine.checklist import Checklist
    from checklist_engine.compile.program import Program
    from checklist_engine.words.differences import Difference

_MARKS = {"added": "+", "removed": "-"}
_MOST_PLACES = 3
_MOST_WAYS = 3
"""So many of what one change comes to are shown."""


@click.command()
@click.argument("old")
@click.argument("new")
@click.argument("records", nargs=-1, type=click.Path())
@click.option("--now", metavar="MOMENT", help="For RECORDS: as if it were this moment.")
@click.option("--profile", metavar="NAME", help="For RECORDS: consensus, strict, source:NAME, or one of both packs.")
@click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where anything is otherwise.")
@common
def diff(
    old: str,
    new: str,
    records: tuple[str, ...],
    now: str | None,
    profile: str | None,
    format_name: str,
    exit_code: bool,
) -> int:
    """Say what the rules NEW do otherwise than OLD: to RECORDS, or to the records of NEW's rule tests.

    OLD and NEW are packs: names, folders, or folders as git has them, such as HEAD~1:my-rules.
    """
    from checklist_engine.load.program import load_program
    from checklist_engine.load.revisions import folder_of
    from checklist_engine.session import pack_folder

    with ExitStack() as stack:
        folders = [folder_of(name, stack) or pack_folder(name) for name in (old, new)]
        programs = [load_program(folder, use_cache=False) for folder in folders]
        pairs = (
            _of_records(records, programs, now, profile) if records else _of_tests(Path(folders[1]), programs)
        )  # fmt: skip
        found = _gathered(pairs)
    if format_name == "json":
        _say_json(found)
    else:
        _say_text(found, "record" if records else "case")
    return 1 if found and exit_code else 0


def _of_records(
    paths: tuple[str, ...], programs: list[Program], now: str | None, profile: str | None
) -> Iterator[tuple[str, Checklist, Checklist]]:
    from checklist_engine.config import load_config
    from checklist_engine.evaluate.evaluate import evaluate
    from checklist_engine.files import read_bytes
    from checklist_engine.load.record import read_record
    from checklist_engine.moments import now_stamp, parse

    config = load_config()
    for path in paths:
        data = read_bytes(path)
        both = [read_record(data, path, program, zone=config.zone, me=config.me) for program in programs]
        at = parse(now, both[1].zone).start if now else now_stamp()
        one, other = (
            evaluate(program, record, at, profile=profile or config.profile or "consensus")
            for program, record in zip(programs, both, strict=True)
        )
        yield path, one, other


def _of_tests(folder: Path, programs: list[Program]) -> Iterator[tuple[str, Checklist, Checklist]]:
    from checklist_engine.evaluate.evaluate import evaluate
    from checklist_engine.moments import parse
    from checklist_engine.problems import Problems
    from checklist_engine.ruletests.read import UNNOTICED, read_test

    for path in sorted(one for one in (folder / "tests").glob("*.yaml") if one.name != UNNOTICED):
        try:
            both = [read_test(path, folder, program, names=False) for program in programs]
        except Problems as problems:
            click.echo(f"Note: {path.name} is left out: {problems.problems[0].message}", err=True)
            continue
        for old, new in zip(*both, strict=True):
            at = parse(new.at, new.record.zone).start
            try:
                one, other = (
                    evaluate(program, case.record, at, profile=case.profile)
                    for program, case in zip(programs, (old, new), strict=True)
                )
            except Problems as problems:  # a profile that one of them does not have
                click.echo(f"Note: {new.name} is left out: {problems.problems[0].message}", err=True)
                continue
            yield f"{path.name}:{new.checked.place(('cases', new.index))[0]}", one, other


def _gathered(pairs: Iterator[tuple[str, Checklist, Checklist]]) -> dict[Difference, list[str]]:
    """Each difference once, with the records in which it shows."""
    from checklist_engine.words.differences import differences

    found: dict[Difference, list[str]] = {}
    for name, old, new in pairs:
        for one in differences(old, new):
            found.setdefault(one, []).append(name)
    return found


def _say_text(found: dict[Difference, list[str]], place: str) -> None:
    from checklist_engine.words.differences import grouped

    if not found:
        say("Nothing is otherwise.")
    for group in grouped(sorted(found, key=lambda one: found[one][0])):
        if len(group) == 1:
            (one,) = group
            say(f"{_MARKS.get(one.what, '~')} {one.item}: {one.what}: {_said(one)}{_by(one)}")
            say(f"    {one.title}; in {_first(found[one])}")
        else:
            _say_group(group, found, place)


def _say_group(group: tuple[Difference, ...], found: dict[Difference, list[str]], place: str) -> None:
    """One change that comes to something else at other dates: told once, with the first of what it comes to."""
    from checklist_engine.words import count
    from checklist_engine.words.differences import action_of, part_of

    one, part = group[0], part_of(group[0])
    items = {other.item for other in group}
    ways = count(len(items), "item") if one.what == "status" else count(len(group), "way")
    name = one.item if len(items) == 1 else action_of(one)
    say(f"{_MARKS.get(one.what, '~')} {name}: {one.what}: {f'{part}, ' if part else ''}in {ways}{_by(one)}")
    say(f"    {one.title}; in {count(len({at for other in group for at in found[other]}), place)}, such as:")
    for other in group[:_MOST_WAYS]:
        lead = f"{other.item}: " if len(items) > 1 else ""
        say(f"      {lead}{_said(other, f'{part} ')}; in {_first(found[other])}")
    if len(group) > _MOST_WAYS:
        say(f"      and {len(group) - _MOST_WAYS} more (--format json has all)")


def _said(one: Difference, lead: str = "") -> str:
    """What was and what is, without words that have been said before."""
    old, new = one.old.removeprefix(lead), one.new.removeprefix(lead)
    return new or old if one.what in _MARKS else f"{old or 'nothing'} → {new or 'nothing'}"


def _by(one: Difference) -> str:
    return f"  (by {', '.join(one.rules)})" if one.rules else ""


def _first(places: list[str]) -> str:
    """The first few of the places."""
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return f"{', '.join(places[:_MOST_PLACES])}{more}"


def _say_json(found: dict[Difference, list[str]]) -> None:
    from checklist_engine.checklist import as_json
    from checklist_engine.words import json_text

    click.echo(json_text([{**as_json(one), "records": places} for one, places in found.items()]))
