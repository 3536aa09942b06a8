"""`checklist diff`: what a change of the rules does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklist_engine.cli.group import common, say

if TYPE_CHECKING:
    from checklist_engine.checklist import Checklist
    from checklist_engine.compile.program import Program
    from checklist_engine.config import Config
    from checklist_engine.load.pack import Pack
    from checklist_engine.scope import Record
    from checklist_engine.words.differences import Difference

_MARKS = {"added": "+", "removed": "-"}
_WHICH = ("OLD", "NEW")
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
@click.option("--exit-code", is_flag=True, help="Exit with 1 where anything is otherwise, or was not compared.")
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
    from checklist_engine.compile.rule_names import Known
    from checklist_engine.load.program import load_program
    from checklist_engine.load.revisions import folder_of
    from checklist_engine.problems import Problem, Problems
    from checklist_engine.session import pack_folder

    if not records and (now or profile):
        raise click.UsageError("--now and --profile are for RECORDS: each case of a test has its own.")
    aside = _Aside("record" if records else "case")
    with ExitStack() as stack:
        folders = [folder_of(name, stack) or pack_folder(name) for name in (old, new)]
        programs = [load_program(folder, use_cache=False) for folder in folders]
        pairs = (
            _of_records(records, programs, now, profile, aside)
            if records
            else _of_tests(Path(folders[1]), programs, aside)
        )
        formerly = Known(programs[1].pack).formerly
        found = _gathered(pairs, aside, formerly)
    aside.tell()
    _tell_renamed(programs[0].pack, programs[1].pack, formerly)
    if not aside.compared and not aside.left_out:
        raise Problems([Problem(id="usage/nothing-compared", message="nothing was compared: NEW has no rule tests",
                                hint="Name records behind the two packs, and they are compared.")])  # fmt: skip
    if format_name == "json":
        _say_json(found)
    else:
        _say_text(found, aside)
    return 1 if (found or aside.left_out) and exit_code else 0


class _Aside:
    """What could not be compared, or not whole, told once for all cases (``kind``: or records) that it concerns."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.left_out = 0
        self.compared = 0
        self._unknown: dict[tuple[str, str], int] = {}
        self._reasons: dict[str, list[tuple[str, int]]] = {}

    def unknown(self, which: str, names: Iterable[str]) -> None:
        """Note that one of the packs does not know these of a case."""
        for name in names:
            self._unknown[which, name] = self._unknown.get((which, name), 0) + 1

    def leave_out(self, reason: str, where: str, cases: int = 1) -> None:
        """Note that cases are not compared, and why."""
        self.left_out += cases
        self._reasons.setdefault(reason, []).append((where, cases))

    def tell(self) -> None:
        """Say all of it, beside the result."""
        from checklist_engine.words import count

        for (which, name), times in self._unknown.items():
            many = f"{count(times, self.kind)} {'use' if times > 1 else 'uses'}"
            click.echo(f"Note: {many} {name}, which {which} does not know; {which} is asked without it.", err=True)
        for reason, where in self._reasons.items():
            cases = sum(times for _, times in where)
            places = _first(list(dict.fromkeys(place for place, _ in where)))
            told = f"{count(cases, self.kind)} {'are' if cases > 1 else 'is'} left out ({places})"
            click.echo(f"Note: {told}: {reason}", err=True)


def _tell_renamed(old: Pack, new: Pack, formerly: Mapping[str, str]) -> None:
    """Say of a rule that is gone, and of a new one of the same statement, that they may be one by another name."""
    before, after = ({rule["id"]: rule for file in pack.actions for rule in file.data["rules"]} for pack in (old, new))
    fresh = {name: rule for name, rule in after.items() if name not in before and name not in formerly.values()}
    for name, rule in before.items():
        if name in after or name in formerly:
            continue
        same = [one for one, other in fresh.items() if other["statement"] == rule["statement"]]
        if len(same) == 1:
            say(
                f"Note: if {same[0]} is {name} by another name, write “formerly: {name}” in it: then it is compared "
                "as one rule, and tailorings find it.", aside=True,
            )  # fmt: skip


def _of_records(
    paths: tuple[str, ...], programs: list[Program], now: str | None, profile: str | None, aside: _Aside
) -> Iterator[tuple[str, Checklist, Checklist]]:
    from checklist_engine.config import load_config
    from checklist_engine.evaluate.evaluate import evaluate
    from checklist_engine.files import read_bytes
    from checklist_engine.session import moment_given

    config = load_config()
    for path in paths:
        both = _both_read(read_bytes(path), path, programs, config, aside)
        at = moment_given(now, both[1].zone)
        one, other = (
            evaluate(program, record, at, profile=profile or config.profile or "consensus")
            for program, record in zip(programs, both, strict=True)
        )
        yield path, one, other


def _both_read(data: bytes, path: str, programs: list[Program], config: Config, aside: _Aside) -> list[Record]:
    """A record as each pack reads it. What one of them alone does not know is left out for that one."""
    from functools import partial

    from checklist_engine.load.forgiving import read_what_is_known
    from checklist_engine.load.record import record_of
    from checklist_engine.problems import Problems
    from checklist_engine.yaml12.reader import read

    both, missed, wrong = [], [], []
    for which, program in zip(_WHICH, programs, strict=True):
        try:
            record, unknown = read_what_is_known(
                read(data, path), partial(record_of, name=path, program=program, zone=config.zone, me=config.me)
            )
        except Problems as problems:
            wrong.append((which, problems))
        else:
            both.append(record)
            missed.append(unknown)
    if len(wrong) == 1:
        which, refused = wrong[0]
        raise Problems(
            (one.replace(message=f"by the rules {which}: {one.message}") for one in refused.problems), refused.left_out
        )
    if wrong:
        raise wrong[1][1]
    if set(missed[0]) & set(missed[1]):  # a slip, which neither knows: told at its line
        record_of(read(data, path), path, programs[1], zone=config.zone, me=config.me)
    for which, unknown in zip(_WHICH, missed, strict=True):
        aside.unknown(which, unknown)
    return both


def _of_tests(
    folder: Path, programs: list[Program], aside: _Aside
) -> Iterator[tuple[str, Checklist, Checklist]]:  # fmt: skip
    from checklist_engine.evaluate.evaluate import evaluate
    from checklist_engine.moments import parse
    from checklist_engine.problems import Problems
    from checklist_engine.ruletests.read import UNNOTICED, read_test

    older, newer = programs
    for path in sorted(one for one in (folder / "tests").glob("*.yaml") if one.name != UNNOTICED):
        try:
            after = read_test(path, folder, newer, names=False)
        except Problems as problems:
            aside.leave_out(f"NEW: {problems.problems[0].message}", path.name, _cases_in(path))
            continue
        try:
            before = read_test(path, folder, older, names=False, forgiving=True)
        except Problems as problems:
            aside.leave_out(f"OLD: {problems.problems[0].message}", path.name, len(after))
            continue
        for old, new in zip(before, after, strict=True):
            at = parse(new.at, new.record.zone).start
            name = f"{path.name}:{new.checked.place(('cases', new.index))[0]}"
            try:
                one, other = (
                    evaluate(program, case.record, at, profile=case.profile)
                    for program, case in zip(programs, (old, new), strict=True)
                )
            except Problems as problems:  # a profile that one of them does not have
                aside.leave_out(problems.problems[0].message, name)
                continue
            aside.unknown("OLD", old.unknown)
            yield name, one, other


def _cases_in(path: Path) -> int:
    """How many cases a file of tests has that could not be read; one where nobody can tell."""
    from checklist_engine.files import read_bytes
    from checklist_engine.problems import Problems
    from checklist_engine.schema.places import entry_at
    from checklist_engine.yaml12.reader import read

    try:
        cases = entry_at(read(read_bytes(path), path.name).root, ("cases",))[1]
    except Problems:
        return 1
    return max(1, len(getattr(cases, "items", ())))


def _gathered(
    pairs: Iterator[tuple[str, Checklist, Checklist]], aside: _Aside, formerly: Mapping[str, str]
) -> dict[Difference, list[str]]:
    """Each difference once, with the records in which it shows."""
    from checklist_engine.words.differences import differences

    found: dict[Difference, list[str]] = {}
    for name, old, new in pairs:
        aside.compared += 1
        for one in differences(old, new, formerly):
            found.setdefault(one, []).append(name)
    return found


def _say_text(found: dict[Difference, list[str]], aside: _Aside) -> None:
    from checklist_engine.words import count
    from checklist_engine.words.differences import grouped

    if not found and aside.left_out:
        say(f"Nothing is otherwise in what could be compared; {count(aside.left_out, aside.kind)} could not.")
    elif not found:
        say("Nothing is otherwise.")
    for group in grouped(sorted(found, key=lambda one: found[one][0])):
        if len(group) == 1:
            (one,) = group
            say(f"{_MARKS.get(one.what, '~')} {_name(one)}: {_said(one)}{_by(one)}")
            say(f"    {one.title}; in {_first(found[one])}")
        else:
            _say_group(group, found, aside.kind)


def _name(one: Difference) -> str:
    return f"{one.item}: {one.what}" if one.item else one.what


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
