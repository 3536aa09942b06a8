"""`checklist test --coverage` and `--mutate`: what the tests of a pack are worth."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checklist_engine.compile.program import Program
from checklist_engine.problems import Problems
from checklist_engine.ruletests.run import Result

if TYPE_CHECKING:
    from checklist_engine.ruletests.mutants import Mutant


def cover(program: Program, results: list[Result], folder: Path, given: dict[str, Any]) -> bool:
    """Show what no test reaches, of all or of one rule. False where that is more than was asked for."""
    from checklist_engine.ruletests.coverage import coverage_of
    from checklist_engine.ruletests.telling import coverage_told

    only, least = given["coverage"], given["fail_under"]
    coverage = coverage_of(program.pack, [result.situation for result in results])
    coverage = coverage.of(only) if only else coverage
    for line in coverage_told(coverage, str(folder)):
        click.echo(line)
    return least is None or coverage.percent >= least


def mutate(program: Program, results: list[Result], folder: Path, given: dict[str, Any]) -> bool:
    """Show the changes that no test notices. False where there are such that nobody has listed, or too many.

    Raises Problems for a list of known ones that is not true any more.
    """
    from checklist_engine.ruletests.mutants import Hunt, mutants_of
    from checklist_engine.ruletests.telling import mutant_told, percent
    from checklist_engine.ruletests.unnoticed import Known

    only = given["mutate"] or None
    known = Known(folder)
    mutants = list(islice(mutants_of(program.pack, only), given["limit"]))
    hunt = Hunt(program, [result.situation for result in results if result.outcome == "passed"])
    tried, noticed, unnoticed = set(), set(), []
    with _progress(mutants) as shown:
        for mutant in shown:
            changed = hunt.changed(mutant)
            if changed is None:
                continue
            tried.add(mutant.id)
            if hunt.noticed_by(mutant, changed) is not None:
                noticed.add(mutant.id)
            else:
                unnoticed.append(mutant)
    news = [mutant for mutant in unnoticed if mutant.id not in known.reasons]
    listed = [mutant for mutant in unnoticed if mutant.id in known.reasons]
    for title, group in (("No test notices:", news), ("Known, and why:", listed)):
        if group:
            click.echo(title)
        for mutant in group:
            for line in mutant_told(mutant, str(folder), known.reasons.get(mutant.id)):
                click.echo(line)
    also = f"; {len(listed)} known" if listed else ""
    click.echo(f"noticed {len(noticed)} of {len(tried)} ({percent(len(noticed), len(tried))}){also}")
    whole = only is None and given["limit"] is None and given["expression"] is None
    wrong = [*known.noticed(noticed), *(known.unheard_of(tried) if whole else ())]
    if wrong:
        raise Problems(wrong)
    if given["fail_under"] is not None:
        return not tried or 100 * len(noticed) / len(tried) >= given["fail_under"]
    return not news


def _progress(mutants: list[Mutant]) -> AbstractContextManager[Iterable[Mutant]]:
    """The changes, with a bar on the screen that says how far it is; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return nullcontext(mutants)
    return click.progressbar(mutants, label="changes", file=sys.stderr, show_pos=True, show_percent=False)


def check_names(program: Program, given: dict[str, Any]) -> None:
    """Raises Problems where `--coverage` or `--mutate` names a rule that is not there, before any test runs."""
    for only in (given["coverage"], given["mutate"]):
        if only:
            _check_name(program, only)


def _check_name(program: Program, only: str) -> None:
    from checklist_engine.compile.report import did_you_mean
    from checklist_engine.problems import Problem
    from checklist_engine.ruletests.parts import part_names

    names = part_names(program)
    if only not in names:
        message = f"there is no rule, step, check or action “{only}”"
        raise Problems([Problem(id="reference/rule", message=message, hint=did_you_mean(only, names))])
