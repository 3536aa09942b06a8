"""The command `checklist`. The only room that knows click; each subcommand is imported when it is used."""

from __future__ import annotations

from checklist_engine.cli.group import main

__all__ = ["main"]
