"""`checklist formats`: what outputs there are."""

from __future__ import annotations

import click

from checklist_engine.cli.group import common, say


@click.command()
@click.argument("name", required=False)
@common
def formats(name: str | None) -> int:
    """List the output formats, ours and those of plugins; with NAME, all about one."""
    from checklist_engine.plugins import Plugins

    plugins = Plugins()
    chosen = [plugins.format(name)] if name else list(plugins.formats())
    for one in chosen:
        say(f"{one.name:<10} {one.summary}")
        if name:
            say(f"  files: *{one.suffix} ({one.media_type})")
            if source := plugins.source(one.name):
                say(f"  from: {source}")
            for option in one.options:
                say(f"  option {option.name}: {option.summary} (default {option.default!r})")
            for dropped in one.drops:
                say(f"  leaves out: {dropped}")
    for problem in plugins.problems:
        click.echo(str(problem), err=True)
    return 3 if plugins.problems else 0
