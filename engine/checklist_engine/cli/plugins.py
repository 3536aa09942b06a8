"""`checklist plugins`: what others brought, and what is wrong with it."""

from __future__ import annotations

import click

from checklist_engine.cli.group import common, say, tell_failures


@click.command()
@common
def plugins() -> int:
    """List the installed plugins with what they bring; exits with 3 where one of them fails."""
    from checklist_engine.plugins import Plugins

    found = Plugins()
    brought: dict[str, list[str]] = {name: [] for name in found.installed()}
    for one in found.formats():
        if source := found.source(one.name):
            brought[source].append(f"format {one.name}")
    for one_, source in found.deliverers():
        brought[source].append(f"deliverer {one_}")
    for pack, (_, source) in found.packs_of().items():
        brought[source].append(f"pack {pack}")
    for name, what in brought.items():
        say(f"{name}: {', '.join(what) or 'nothing that can be used'}")
    if not brought and not found.problems:
        say("No plugins are installed besides what comes with checklist.")
    tell_failures(found.problems)
    return 3 if found.problems else 0
