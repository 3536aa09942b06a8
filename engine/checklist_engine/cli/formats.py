"""`checklist formats`: what outputs there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checklist_engine.cli.group import common, say, tell_failures
from checklist_engine.plugin import Deliverer, Format

if TYPE_CHECKING:
    from checklist_engine.plugins import Plugins


@click.command()
@click.argument("name", required=False)
@common
def formats(name: str | None) -> int:
    """List the output formats and deliverers, ours and those of plugins; with NAME, all about one."""
    from checklist_engine.plugins import DELIVERERS, Plugins

    plugins = Plugins()
    if name is None:
        for one in plugins.formats():
            say(f"{one.name:<10} {one.summary}")
        for known in (*DELIVERERS, *(brought for brought, _ in plugins.deliverers())):
            say(f"{known:<10} {plugins.deliverer(known).summary} (--send {known})")
    elif name in DELIVERERS or name in dict(plugins.deliverers()):
        deliverer = plugins.deliverer(name)
        say(f"{name:<10} {deliverer.summary} (--send {name})")
        say(f"  sends: {', '.join(deliverer.formats)}")
        _say_settings(deliverer, plugins)
    else:
        chosen = plugins.format(name)
        say(f"{name:<10} {chosen.summary}")
        say(f"  files: *{chosen.suffix} ({chosen.media_type})")
        _say_settings(chosen, plugins)
        if chosen.drops:
            say(f"  leaves out: {', '.join(chosen.drops)}")
    tell_failures(plugins.problems)
    return 3 if plugins.problems else 0


def _say_settings(part: Format | Deliverer, plugins: Plugins) -> None:
    if source := plugins.source(part.name):
        say(f"  from: {source}")
    for option in part.options:
        choices = f"; one of {', '.join(option.choices)}" if option.choices else ""
        say(f"  option {option.name}: {option.summary} (default “{option.default}”{choices})")
