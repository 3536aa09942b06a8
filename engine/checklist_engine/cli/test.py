"""`checklist test`: a pack's rule tests, with pytest's exit codes."""

from __future__ import annotations

from pathlib import Path

import click

from checklist_engine.cli.group import common, say
from checklist_engine.ruletests.read import Situation

_ALL_PASSED, _SOME_FAILED, _NONE_FOUND = 0, 1, 5


@click.command()
@click.argument("pack", default="")
@click.option("--quiet", "-q", is_flag=True, help="Only failures and the sum.")
@common
def test(pack: str, quiet: bool) -> int:
    """Run the rule tests of PACK (a name or a folder). Exits as pytest does: 0 passed, 1 failed, 5 none found."""
    from checklist_engine.load.program import load_program
    from checklist_engine.ruletests.check import differences
    from checklist_engine.ruletests.read import read_tests
    from checklist_engine.ruletests.report import failure
    from checklist_engine.session import pack_folder

    folder = Path(pack_folder(pack))
    program = load_program(folder)
    situations = read_tests(folder, program)
    failed = 0
    for situation in situations:
        found = differences(situation, program)
        failed += bool(found)
        if found:
            click.echo(failure(situation, found))
        elif not quiet:
            say(f"passed  {_short(situation, folder)}  {situation.title}")
    click.echo(f"{len(situations) - failed} passed, {failed} failed")
    if not situations:
        return _NONE_FOUND
    return _SOME_FAILED if failed else _ALL_PASSED


def _short(situation: Situation, folder: Path) -> str:
    return f"{Path(situation.file).name}:{situation.checked.place(('cases', situation.index))[0]}"
