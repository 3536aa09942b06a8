"""`checklist plugin`: begin a plugin of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from checklist_engine.cli.group import common, say


@click.group()
def plugin() -> None:
    """Begin a plugin of your own."""


@plugin.command("new")
@click.argument("name")
@click.argument("folder", type=click.Path(), required=False)
@common
def new(name: str, folder: str | None) -> None:
    """Write a package for a new format NAME: code, tests and README, ready to install.

    It goes into FOLDER, by default checklist-engine-NAME.
    """
    import shlex

    from checklist_engine.newplugin import new_plugin
    from checklist_engine.plugins import BUILT_IN

    where, written = new_plugin(name, Path(folder) if folder is not None else None, taken=tuple(BUILT_IN))
    say(f"Wrote {where}: {', '.join(written)}. Now, in the environment in which checklist is:")
    typed = shlex.quote(str(where))
    say(f"  pip install -e {shlex.quote(f'{where}[test]')}")
    say(f"  python -m pytest {typed}")
    say(f"  checklist run RECORD --format {name.removeprefix('checklist-engine-')}")
