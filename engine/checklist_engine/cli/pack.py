"""`checklist pack`: copy a pack, so that its rules can be edited; begin a new one; list what is there."""

from __future__ import annotations

from pathlib import Path

import click

from checklist_engine.cli.group import common, say, tell_failures


@click.group()
def pack() -> None:
    """Work with packs of rules."""


@pack.command("copy")
@click.argument("name")
@click.argument("folder", type=click.Path())
@common
def copy(name: str, folder: str) -> None:
    """Copy the pack NAME into a new FOLDER of your own."""
    import shlex

    from checklist_engine.load.copy_pack import copy_pack
    from checklist_engine.session import pack_folder

    count = copy_pack(Path(pack_folder(name)), Path(folder))
    say(f"Copied {count} files of {name} into {folder}. Edit the rules in {folder}/actions, then:")
    typed = shlex.quote(folder)
    say(f"  checklist validate {typed}")
    say(f"  checklist test {typed}")
    say(f"  checklist run RECORD --pack {typed}")


@pack.command("new")
@click.argument("name")
@click.argument("folder", type=click.Path(), required=False)
@common
def new(name: str, folder: str | None) -> None:
    """Write a small pack NAME that works, to be changed into your own: rules, a source, tests, a record.

    It goes into FOLDER, by default NAME.
    """
    import shlex

    from checklist_engine.load.packs import own_packs
    from checklist_engine.newpack import RECORD, new_pack

    where, written = new_pack(name, Path(folder) if folder is not None else None, taken=tuple(own_packs()))
    say(f"Wrote {where}: {', '.join(written)}, and schemas for your editor. Now:")
    typed = shlex.quote(str(where))
    say(f"  checklist test {typed}")
    say(f"  checklist run {shlex.quote(str(where / RECORD))} --now '2026-11-03 09:00'")
    say(f"  checklist rules {typed}")


@pack.command("list")
@common
def list_packs() -> int:
    """List the packs that are installed; exits with 3 where a plugin fails."""
    from checklist_engine.load.packs import own_packs
    from checklist_engine.plugins import Plugins

    found = Plugins()
    for name, folder in own_packs().items():
        say(f"{name}  {folder}")
    for name, (place, source) in found.packs_of().items():
        say(f"{name}  {place}, from {source}")
    tell_failures(found.problems)
    return 3 if found.problems else 0
