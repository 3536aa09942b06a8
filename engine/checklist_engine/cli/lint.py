"""`checklist lint`: what is suspicious in a pack although it is valid."""

from __future__ import annotations

import sys

import click

from checklist_engine.cli.group import common
from checklist_engine.cli.terminal import colour_of

_MOST_ROUNDS = 5


@click.command()
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--format", "format_name", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("--select", multiple=True, metavar="IDS", help="Only these findings; several with commas.")
@click.option("--ignore", multiple=True, metavar="IDS", help="None of these findings.")
@click.option("--strict", is_flag=True, help="Notes fail too.")
@click.option("--fix", is_flag=True, help="Mend what has exactly one safe mend.")
@click.option("--now", metavar="DATE", help="As if it were this day, such as 2026-11-18.")
@common
def lint(
    packs: tuple[str, ...], format_name: str, select: tuple[str, ...], ignore: tuple[str, ...], strict: bool, fix: bool,
    now: str | None,
) -> int:  # fmt: skip
    """Look for what is suspicious in PACK (a name or a folder). Exits with 1 if there is something."""
    from checklist_engine.lint import report as reports
    from checklist_engine.lint.mend import mend
    from checklist_engine.lint.run import lint as look
    from checklist_engine.session import pack_folder

    today, wanted, unwanted = _today(now), _kinds(select, "select"), _kinds(ignore, "ignore")
    failed, collected = False, []
    for pack in packs or ("",):
        folder = pack_folder(pack or None)
        found = look(folder, today, select=wanted, ignore=unwanted)
        for _ in range(_MOST_ROUNDS if fix else 0):
            done = mend(folder, found.findings)
            for line in done:
                click.echo(line, err=format_name != "text")
            if not done:
                break
            found = look(folder, today, select=wanted, ignore=unwanted)
        failed |= found.fails(strict=strict)
        collected.append(found)
    if format_name == "json":
        from checklist_engine.words import json_text

        data = [reports.data_of(one) for one in collected]
        click.echo(json_text(data[0] if len(packs) < 2 else data))
    elif format_name == "github":
        for one in collected:
            if one.findings:
                click.echo(reports.github_of(one))
    else:
        for one in collected:
            click.echo(reports.text_of(one, colour=colour_of(sys.stdout)))
    return 1 if failed else 0


def _today(now: str | None) -> str:
    """The date that was asked for, else today's. Raises a usage error."""
    from checklist_engine.moments import MomentError, now_stamp, parse, rfc3339

    if now is None:
        from checklist_engine.config import load_config

        return rfc3339(now_stamp(), load_config().zone())[:10]
    try:
        parse(now, "UTC")
    except MomentError as error:
        raise click.BadParameter(f"{error}; {error.hint or ''}".rstrip("; "), param_hint="--now") from None
    return now[:10]


def _kinds(given: tuple[str, ...], option: str) -> frozenset[str]:
    """The kinds that an option names, with or without `lint/` before them."""
    from checklist_engine.lint.findings import AREA, KINDS
    from checklist_engine.problems import nearest

    names = [name.strip().removeprefix(AREA) for one in given for name in one.split(",") if name.strip()]
    for name in names:
        if name not in KINDS:
            near = nearest(name, KINDS)
            hint = f" Did you mean “{near}”?" if near else f" There are {', '.join(KINDS)}."
            raise click.BadParameter(f"there is no finding “{name}”.{hint}", param_hint=f"--{option}")
    return frozenset(names)
