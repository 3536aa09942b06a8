"""`checklist test`: a pack's rule tests, with pytest's exit codes; what they reach, and what they would notice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from checklist_engine.cli.group import common, say

_ALL_PASSED, _SOME_FAILED, _NOT_READ, _NONE_FOUND = 0, 1, 2, 5
_PERCENT = click.FloatRange(0, 100)


class _OptionalValue(click.Command):
    """`--mutate` alone means all rules; click would take the word after it for its value, be it the pack."""

    _ALONE = ("--coverage", "--mutate")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, [f"{one}=" if one in self._ALONE else one for one in args])
        except click.UsageError as error:
            alone = next((one for one in args if one in self._ALONE), None)
            if alone is None or "extra argument" not in error.message:
                raise
            said = f"{error.message}. A rule is named behind “=”: {alone}=RULE"
            raise click.UsageError(said, ctx) from None


@click.command(cls=_OptionalValue)
@click.argument("pack", default="")
@click.option("--quiet", "-q", is_flag=True, help="Only failures and the sum.")
@click.option(
    "-k",
    "expression",
    metavar="EXPR",
    help="Only tests whose file, title or items have these words in their names: thank and not (sunday or weekend).",
)
@click.option("-x", "stop", is_flag=True, help="Stop at the first failure.")
@click.option("--junit", metavar="FILE", type=click.Path(), help="Write the results as JUnit XML, too.")
@click.option("--coverage", metavar="[=RULE]", help="Show what of the rules (or one) no test reaches.")
@click.option(
    "--mutate",
    metavar="[=RULE]",
    help="Change the rules (or one) here and there, and show the changes that no test notices.",
)
@click.option("--limit", metavar="N", type=click.IntRange(1), help="Try no more changes than that.")
@click.option(
    "--fail-under", metavar="N", type=_PERCENT, help="With --coverage or --mutate: exit with 1 below N per cent."
)
@click.option(
    "--record",
    metavar="FILE",
    type=click.Path(),
    help="Print a test made of this record, without names and other words of yours.",
)
@click.option("--now", metavar="MOMENT", help="With --record: the moment of the test.")
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(), help="With --record: write it there, into a new file."
)
@common
def test(pack: str, quiet: bool, **given: Any) -> int:  # fmt: skip
    """Run the rule tests of PACK (a name or a folder). Exits as pytest does: 0 passed, 1 failed, 5 none found.

    A file of tests that cannot be read is told and left out, the others run; that exits with 2.
    """
    _check_usage(given)
    if given["record"] is not None:
        return _record(pack, given)
    from checklist_engine.load.misplaced import must_be_in_place
    from checklist_engine.load.program import load_program
    from checklist_engine.ruletests.read import gathered
    from checklist_engine.ruletests.report import failure, in_common
    from checklist_engine.ruletests.run import Result, run, short_name
    from checklist_engine.session import pack_folder

    folder = Path(pack_folder(pack))
    must_be_in_place(folder)
    looks = given["coverage"] is not None or given["mutate"] is not None
    program = load_program(folder, use_cache=not looks)
    if looks:
        from checklist_engine.cli.mutate import check_names

        check_names(program, given)
    situations, unread = gathered(folder, program)
    if unread:
        from checklist_engine.cli.validate import show_problems
        from checklist_engine.problems import Problems

        show_problems(Problems(problem for one in unread for problem in one.problems))
        situations = [] if given["stop"] else situations
    if given["expression"] is not None:
        from checklist_engine.ruletests.select import chosen
        from checklist_engine.words import clean

        every, situations = situations, [one for one in situations if chosen(given["expression"])(one)]
        if every and not situations:
            read = " that could be read" if unread else ""
            click.echo(f"None of {len(every)} tests{read} fits -k: {clean(given['expression'])}", err=True)
    results: list[Result] = []
    for result in run(situations, program, stop=given["stop"]):
        results.append(result)
        name = f"{short_name(result.situation)}  {result.situation.title}"
        if result.outcome == "failed":
            click.echo(failure(result.situation, result.found))
        elif result.outcome == "mended":
            say(f"PASSED  {name}")
            say(f"    although it is to do ({result.todo}): take “todo” out")
        elif not quiet:
            say(f"{result.outcome:<6}  {name}" + (f" ({result.todo})" if result.todo else ""))
    click.echo(_sum(results, len(unread)))
    if given["junit"] is not None:
        _write_junit(results, unread, program.pack.id, given["junit"])
    if not results and not unread:
        return _NONE_FOUND
    failed = [result.found for result in results if result.outcome == "failed"]
    for line in in_common(failed, pack or str(folder)):
        say(line)
    if unread:
        if looks:
            say("What is not tested is looked at once every file can be read.")
        return _NOT_READ
    good = True
    if looks:
        from checklist_engine.cli.mutate import cover, mutate
    if given["coverage"] is not None:
        good &= cover(program, results, folder, given)
    if failed:
        if given["mutate"] is not None:
            say("Changes of the rules are tried once all tests pass.")
        return _SOME_FAILED
    if given["mutate"] is not None:
        good &= mutate(program, results, folder, given)
    return _ALL_PASSED if good else _SOME_FAILED


def _check_usage(given: dict[str, Any]) -> None:
    """Options that mean something beside others only. Raises UsageError."""
    looks = given["coverage"] is not None or given["mutate"] is not None
    if given["fail_under"] is not None and not looks:
        raise click.UsageError("--fail-under goes with --coverage or --mutate.")
    if given["limit"] is not None and given["mutate"] is None:
        raise click.UsageError("--limit goes with --mutate.")
    if given["record"] is None and (given["now"] is not None or given["output"] is not None):
        raise click.UsageError("--now and --output go with --record.")
    if given["record"] is not None and (looks or given["expression"] is not None or given["junit"] is not None):
        raise click.UsageError("--record goes alone: it runs no tests.")


def _sum(results: list[Any], unread: int) -> str:
    from checklist_engine.words import count

    outcomes = [result.outcome for result in results]
    passed = outcomes.count("passed") + outcomes.count("mended")
    todo = f", {outcomes.count('todo')} to do" if "todo" in outcomes else ""
    wrong = f", {count(unread, 'file')} not read" if unread else ""
    return f"{passed} passed, {outcomes.count('failed')} failed{todo}{wrong}"


def _write_junit(results: list[Any], unread: list[Any], pack: str, path: str) -> None:
    from checklist_engine.files import write_ours
    from checklist_engine.ruletests.junit import BEGINS, as_junit

    write_ours(Path(path), as_junit(results, pack, unread), begins=BEGINS)


def _record(pack: str, given: dict[str, Any]) -> int:
    from checklist_engine.cli.editor_line import line_of_test
    from checklist_engine.ruletests.record import recorded
    from checklist_engine.session import Session

    session = Session(given["record"], pack or None, "none")
    lies = given["output"] or os.path.join(session.folder, "tests", "recorded.yaml")
    text = line_of_test(Path(session.folder), Path(lies))
    text += recorded(session.program, session.record, session.moment(given["now"]))
    if given["output"] is None:
        click.echo(text, nl=False)
        return 0
    from checklist_engine.files import replace_bytes

    replace_bytes(given["output"], text.encode(), expected=None)
    say(f"{given['output']}: a test with the same checklist as {given['record']}; read it before you share it")
    return 0
