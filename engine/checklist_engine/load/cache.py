"""Packs that were read and found valid, kept as JSON so that the next run need not read YAML again.

A cache is data and nothing else. Its name holds a digest of the pack's bytes, of the engine's schemas and of the
versions, so a stale one is never found; one that is broken is ignored. Records are never kept.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from checklist_engine import __version__
from checklist_engine.data import schema_dir
from checklist_engine.files import overwrite_bytes
from checklist_engine.load.pack import Pack, PackFile
from checklist_engine.problems import Problems

_FORMAT = 1
_GROUPS = ("sources", "actions", "messages")


def cache_dir() -> Path | None:
    """Where caches lie: the platform's folder for them; None where there is no home, or `CHECKLIST_NO_CACHE` is set."""
    if os.environ.get("CHECKLIST_NO_CACHE"):
        return None
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if given:
        return Path(given) / "checklist-engine"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    middle = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path(home, middle, "checklist-engine")


def cache_key(digest: str) -> str:
    """The name of a pack's cache: everything that it depends on."""
    schemas = "".join(
        f"{entry.name}{entry.stat().st_mtime_ns}{entry.stat().st_size}"
        for entry in sorted(os.scandir(schema_dir()), key=lambda entry: entry.name)
        if entry.name.endswith(".json")
    )
    import hashlib

    python = ".".join(map(str, sys.version_info[:3]))
    return hashlib.sha256(f"{_FORMAT}|{__version__}|{python}|{digest}|{schemas}".encode()).hexdigest()[:40]


def load(digest: str) -> Pack | None:
    """The cached pack of that digest; None where there is none or it cannot be used."""
    folder = cache_dir()
    if folder is None:
        return None
    try:
        data = json.loads((folder / f"{cache_key(digest)}.json").read_bytes())
        return Pack(
            manifest=_file(data["manifest"]),
            record_schema=data["record_schema"],
            digest=digest,
            **{group: [_file(one) for one in data[group]] for group in _GROUPS},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
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
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget_oldest(folder)
        overwrite_bytes(folder / f"{cache_key(pack.digest)}.json", json.dumps(data, separators=(",", ":")).encode())
    except (OSError, Problems):
        return


def _forget_oldest(folder: Path, keep: int = 30) -> None:
    """Caches of packs that were edited pile up; the oldest go."""
    caches = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for path in caches[: max(0, len(caches) - keep)]:
        path.unlink(missing_ok=True)


def _plain(file: PackFile) -> dict[str, Any]:
    """The file without its text. Only lines are kept, and only of rules: columns serve error messages alone."""
    wanted = {path: place for path, place in file.places.items() if len(path) <= 4 and (not path or path[0] in _KEPT)}
    return {"name": file.name, "data": file.data, "places": [[*path, line] for path, (line, _) in wanted.items()]}


_KEPT = ("action", "rules", "steps", "checks", "while", "conditions", "done_when")


def _file(data: dict[str, Any]) -> PackFile:
    return PackFile(data["name"], data["data"], {tuple(place[:-1]): (place[-1], 1) for place in data["places"]})
