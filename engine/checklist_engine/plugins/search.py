"""Looking for installed plugins. Apart, because importlib.metadata is slow to import."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import pluggy

from checklist_engine.plugin import PROJECT, new_manager
from checklist_engine.plugins.guard import PluginError, guarded


def load(
    problems: list[PluginError], disabled: Collection[str] = ()
) -> tuple[pluggy.PluginManager, list[tuple[str, Any]]]:
    """A manager, and the plugins that could be loaded: (name of distribution and entry point, module).

    Each is loaded and registered alone; those that fail are added to `problems` and left out. Those `disabled`, by the
    name of their distribution or entry point, are not touched.
    """
    manager = new_manager()
    loaded: list[tuple[str, Any]] = []
    for point in sorted(entry_points(group=PROJECT), key=_name):
        module: Any = None
        name = _name(point)
        if point.name in disabled or (point.dist and point.dist.name in disabled):
            continue
        try:
            with guarded(name, "while loading"):
                module = point.load()
                manager.register(module, name=name)
                manager.check_pending()  # a misspelt hook would never be called, and nobody would know
        except PluginError as problem:
            problems.append(problem)
            with suppress(Exception):
                manager.unregister(module)
            continue
        loaded.append((name, module))
    return manager, loaded


def _name(point: EntryPoint) -> str:
    return f"{point.dist.name} ({point.name})" if point.dist else point.name
