"""What a pack is once it has been read: plain data, and where each part of it stands.

The data is JSON-able as it is, so that a cache can hold it.
"""

from __future__ import annotations

from typing import Any

from checklist_engine.schema.places import entry_at
from checklist_engine.yaml12.nodes import Node

Path = tuple[str | int, ...]
Place = tuple[int, int]


class PackFile:
    """One YAML or JSON file of a pack: its data, and the line and column of each part of it.

    ``places`` maps a path into the data to ``(line, column)``, both from 1. ``lines`` is the text and ``root`` what
    was read from it, where they are at hand (they are not kept in caches: they serve error messages only).
    """

    __slots__ = ("data", "lines", "name", "places", "root")

    def __init__(
        self,
        name: str,
        data: Any,
        places: dict[Path, Place],
        lines: tuple[str, ...] = (),
        root: Node | None = None,
    ) -> None:
        self.name = name
        self.data = data
        self.places = places
        self.lines = lines
        self.root = root

    def origin(self, path: Path) -> tuple[PackFile, Path]:
        """The file in which a person wrote the part at ``path``, and where: here, unless it was laid over this one."""
        return self, path

    def line(self, number: int) -> str:
        """The line with a number counted from 1; empty beyond the end, and where the text is not at hand."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the part at ``path`` stands (or its key), else the nearest part around it; ``(0, 0)`` if unknown."""
        if key and self.root is not None:
            own, node = entry_at(self.root, path)
            return (node.line, node.column) if own is None else (own.line, own.column)
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (0, 0))


class LaidOver(PackFile):
    """A file with parts that stand elsewhere: each at its path in ``moved``, with where it was written.

    What is below such a part was written below its origin. Problems point there.
    """

    __slots__ = ("moved",)

    def __init__(self, base: PackFile, data: Any, moved: dict[Path, tuple[PackFile, Path]]) -> None:
        super().__init__(base.name, data, base.places, base.lines, base.root)
        self.moved: dict[Path, tuple[PackFile, Path]] = {**getattr(base, "moved", {}), **moved}

    def origin(self, path: Path) -> tuple[PackFile, Path]:
        for end in range(len(path), -1, -1):
            if path[:end] in self.moved:
                file, there = self.moved[path[:end]]
                below: Path = (*there, *path[end:])
                return file.origin(below)
        return self, path

    def place(self, path: Path, *, key: bool = False) -> Place:
        file, there = self.origin(path)
        return super().place(path, key=key) if file is self else file.place(there, key=key)


class Pack:
    """A folder of rules for one field, read and valid against the schemas.

    ``actions`` and ``messages`` are in the order of their file names. ``record_schema`` is bundled: it refers
    to nothing outside itself. ``digest`` is a hash over the bytes of every file. ``notes`` are remarks on what a
    person's tailoring changed in all of it.
    """

    def __init__(
        self,
        *,
        manifest: PackFile,
        record_schema: dict[str, Any],
        sources: list[PackFile],
        actions: list[PackFile],
        messages: list[PackFile],
        digest: str,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.manifest = manifest
        self.record_schema = record_schema
        self.sources = sources
        self.actions = actions
        self.messages = messages
        self.digest = digest
        self.notes = notes

    @property
    def id(self) -> str:
        """The pack's name."""
        return str(self.manifest.data["pack"])

    def files(self) -> list[PackFile]:
        """Every file of rules, the manifest first."""
        return [self.manifest, *self.sources, *self.actions, *self.messages]
