"""Packs that were read and found valid, kept as JSON so that the next run need not read YAML again.

A cache is data and nothing else. Its name holds a digest of the pack's bytes, of the engine's schemas and of the
versions, so a stale one is never found; one that is broken, which its own checksum shows, is ignored. Records are
never kept.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from checklist_engine import __version__
from checklist_engine.data import data_path
from checklist_engine.digest import blake2b
from checklist_engine.files import overwrite_bytes, read_bytes
from checklist_engine.load.pack import Pack, PackFile, Path
from checklist_engine.problems import Problems

_FORMAT = 2
_LARGEST = 50_000_000
_GROUPS = ("sources", "actions", "messages")


def cache_dir() -> str | None:
    """Where caches lie: the platform's folder for them; None where there is no home, or `CHECKLIST_NO_CACHE` is set."""
    if os.environ.get("CHECKLIST_NO_CACHE"):
        return None
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if given:
        return os.path.join(given, "checklist-engine")
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    return os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache", "checklist-engine")


def cache_file(folder: str, digest: str) -> str:
    """The path of a pack's cache; its name holds everything that it depends on."""
    schemas = "".join(
        f"{entry.name}{entry.stat().st_mtime_ns}{entry.stat().st_size}"
        for entry in sorted(os.scandir(data_path("schemas")), key=lambda entry: entry.name)
        if entry.name.endswith(".json")
    )
    python = ".".join(map(str, sys.version_info[:3]))
    key = blake2b(f"{_FORMAT}|{__version__}|{python}|{digest}|{schemas}".encode(), digest_size=20).hexdigest()
    return os.path.join(folder, f"{key}.json")


def load(digest: str) -> Pack | None:
    """The cached pack of that digest; None where there is none or it cannot be used."""
    folder = cache_dir()
    if folder is None:
        return None
    try:
        data = json.loads(_whole(read_bytes(cache_file(folder, digest), _LARGEST)))
        return Pack(
            manifest=_file(data["manifest"]),
            record_schema=data["record_schema"],
            digest=digest,
            sources=[_file(one) for one in data["sources"]],
            actions=[_file(one) for one in data["actions"]],
            messages=[_file(one) for one in data["messages"]],
        )
    except (Problems, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def store(pack: Pack) -> None:
    """Keep the pack for the next run; a folder that cannot be written is no reason to fail."""
    folder = cache_dir()
    if folder is None:
        return
    data = {
        "manifest": _plain(pack.manifest),
        "record_schema": pack.record_schema,
        **{group: [_plain(file) for file in getattr(pack, group)] for group in _GROUPS},
    }
    try:
        os.makedirs(folder, exist_ok=True, mode=0o700)
        _forget_oldest(folder)
        kept = json.dumps(data, separators=(",", ":")).encode()
        path = cache_file(folder, pack.digest)
        if not os.path.islink(path):  # whatever that leads to is no cache of ours
            overwrite_bytes(path, _sum(kept) + b"\n" + kept, lasting=False)
    except (OSError, Problems):
        return


def _sum(kept: bytes) -> bytes:
    return blake2b(kept, digest_size=20).hexdigest().encode()


def _whole(data: bytes) -> bytes:
    """What was kept, if it still is as it was: what it holds is not checked against the schemas again."""
    first, _, kept = data.partition(b"\n")
    if first != _sum(kept):
        raise ValueError("not what was kept")
    return kept


def _forget_oldest(folder: str, keep: int = 30) -> None:
    """Caches of packs that were edited pile up; the oldest go."""
    caches = [entry for entry in os.scandir(folder) if entry.name.endswith(".json")]
    caches.sort(key=lambda entry: entry.stat().st_mtime_ns)
    for entry in caches[: max(0, len(caches) - keep)]:
        os.unlink(entry.path)


def _plain(file: PackFile) -> dict[str, Any]:
    """The file without its text. Of places only lines are kept, only of rules, and only where they are not those of
    the part around them (which is where `PackFile.place` looks next): columns serve error messages alone."""
    kept: dict[Path, int] = {}
    for path, (line, _) in sorted(file.places.items(), key=lambda place: len(place[0])):
        around = next((kept[path[:end]] for end in range(len(path) - 1, -1, -1) if path[:end] in kept), None)
        if len(path) <= _DEEPEST and (not path or path[0] in _KEPT) and line != around:
            kept[path] = line
    return {"name": file.name, "data": file.data, "places": [[*path, line] for path, line in kept.items()]}


_DEEPEST = 4
_KEPT = ("action", "rules", "steps", "checks", "while", "conditions", "done_when")


def _file(data: dict[str, Any]) -> PackFile:
    return PackFile(data["name"], data["data"], {tuple(place[:-1]): (place[-1], 1) for place in data["places"]})
