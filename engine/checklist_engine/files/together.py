"""Several new files that are of use only together: where one of them cannot be written, the others go again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from checklist_engine.files import replace_bytes


def write_new(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write files, by their paths within a new or empty folder. Raises Problems, with none of them left there."""
    made: list[Path] = []
    existed = folder.exists()
    try:
        for relative, data in files.items():
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            made.append(target)
            replace_bytes(target, data, expected=None)
    except BaseException:
        with suppress(OSError):
            for target in made:
                target.unlink(missing_ok=True)
            for below in sorted({one.parent for one in made} - {folder}, key=lambda one: -len(one.parts)):
                below.rmdir()
            if not existed:
                folder.rmdir()
        raise
