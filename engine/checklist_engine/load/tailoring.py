"""A person's tailoring, read: what they want otherwise than the pack has it, valid against its schema."""

from __future__ import annotations

import os
from typing import Any

from checklist_engine.load.pack import PackFile
from checklist_engine.load.packs import MANIFEST
from checklist_engine.schema.shape import engine_shape
from checklist_engine.yaml12.reader import read

NAME = "tailoring.yaml"


class Tailoring:
    """One tailoring file. ``path`` is how problems name it; ``file`` goes by the last part of that alone."""

    def __init__(self, path: str, file: PackFile) -> None:
        self.path = path
        self.file = file

    @property
    def pack(self) -> str | None:
        """The name of the pack that it is for; None for any."""
        name: str | None = self.file.data.get("pack")
        return name

    @property
    def changes(self) -> list[dict[str, Any]]:
        """The changes, as in the file."""
        changes: list[dict[str, Any]] = self.file.data.get("changes", [])
        return changes

    def counting(self, today: str) -> frozenset[int]:
        """The numbers, from 0, of the changes that count on a local day (2026-11-17): ``until`` is the last one."""
        return frozenset(n for n, change in enumerate(self.changes) if change.get("until", today) >= today)

    @property
    def all(self) -> frozenset[int]:
        """The numbers of all changes."""
        return frozenset(range(len(self.changes)))


def read_tailoring(data: bytes, path: str) -> Tailoring:
    """The tailoring in ``data``. Raises Problems, all at once."""
    checked = engine_shape("tailoring").check(read(data, path))
    name = os.path.basename(path)
    if name == MANIFEST:  # a pack has a file of that name
        name = f"./{name}"
    lines = tuple(checked.document.lines)
    return Tailoring(path, PackFile(name, checked.data, checked.places, lines, checked.root))
