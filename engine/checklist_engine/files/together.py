"""Several new files that are of use only together: where one of them cannot be written, the others go again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from checklist_engine.files import replace_bytes


def write_new(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write files, by their paths within a new or empty folder. Raises Problems, with none of them left there."""
    made, inside = list[Path](), set[Path]()
    existed = folder.exists()
    try:
        for relative, data in files.items():
            target = folder / relative
            inside.add(target.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_bytes(target, data, expected=None)
            made.append(target)
    except BaseException:
        if not existed:
            rmtree(folder, ignore_errors=True)  # all in it is ours, half-written or not
            raise
        with suppress(OSError):
            for target in made:
                target.unlink(missing_ok=True)
        for below in sorted(inside - {folder}, key=lambda one: -len(one.parts)):
            with suppress(OSError):
                below.rmdir()  # unless it holds what was there before
        raise
