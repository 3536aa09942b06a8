"""Where the data that comes with the engine lies: inside an installed package, at the root of a clone."""

from __future__ import annotations

from pathlib import Path


def _folder(name: str) -> Path:
    here = Path(__file__).resolve()
    installed = here.parent / name
    return installed if installed.is_dir() else here.parents[2] / name


def schema_dir() -> Path:
    """The folder of the engine's `*.schema.json`."""
    return _folder("schemas")


def rules_dir() -> Path:
    """The folder of the packs that come with the engine."""
    return _folder("rules")
