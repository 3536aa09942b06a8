"""What a pack is once it has been read: plain data, and where each part of it stands.

The data is JSON-able as it is, so that a cache can hold it.
"""

from __future__ import annotations

from typing import Any

Path = tuple[str | int, ...]


class PackFile:
    """One YAML or JSON file of a pack: its data, and the line and column of each part of it.

    ``places`` maps a path into the data to ``(line, column)``, both from 1. ``lines`` is the text, where it is
    at hand (it is not kept in caches: it serves error messages only).
    """

    __slots__ = ("data", "lines", "name", "places")

    def __init__(self, name: str, data: Any, places: dict[Path, tuple[int, int]], lines: tuple[str, ...] = ()) -> None:
        self.name = name
        self.data = data
        self.places = places
        self.lines = lines

    def place(self, path: Path) -> tuple[int, int]:
        """Where the part at ``path`` stands, or the nearest part around it; ``(0, 0)`` where nothing is known."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (0, 0))


class Pack:
    """A folder of rules for one field, read and valid against the schemas.

    ``actions`` and ``messages`` are in the order of their file names. ``record_schema`` is bundled: it refers
    to nothing outside itself. ``digest`` is a hash over the bytes of every file.
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
    ) -> None:
        self.manifest = manifest
        self.record_schema = record_schema
        self.sources = sources
        self.actions = actions
        self.messages = messages
        self.digest = digest

    @property
    def id(self) -> str:
        """The pack's name."""
        return str(self.manifest.data["pack"])

    def files(self) -> list[PackFile]:
        """Every file of rules, the manifest first."""
        return [self.manifest, *self.sources, *self.actions, *self.messages]
