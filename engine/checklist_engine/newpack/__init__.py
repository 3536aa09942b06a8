"""A new pack that works: what `checklist pack new` writes. The texts of its files are in `package/`."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from checklist_engine.files.together import write_new
from checklist_engine.load.copy_pack import schema_files
from checklist_engine.problems import Problem, Problems

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 40
_FILES = {
    "pack.yaml.txt": "pack.yaml",
    "record.schema.yaml.txt": "record.schema.yaml",
    "init.yaml.txt": "init.yaml",
    "send-back.yaml.txt": "actions/send-back.yaml",
    "unpack.yaml.txt": "actions/unpack.yaml",
    "report-missing.yaml.txt": "actions/report-missing.yaml",
    "shop-terms.yaml.txt": "sources/shop-terms.yaml",
    "return-note.yaml.txt": "messages/return-note.yaml",
    "two-weeks.yaml.txt": "tests/two-weeks.yaml",
    "paid-back.yaml.txt": "tests/paid-back.yaml",
    "broken-seal.yaml.txt": "tests/broken-seal.yaml",
    "missing-parts.yaml.txt": "tests/missing-parts.yaml",
    "parcel.yaml.txt": "parcel.yaml",
    "README.md": "README.md",
}
_NO_NAMES = ("null", "true", "false")
"""Words that YAML does not read as words."""
RECORD = "parcel.yaml"
"""The sample record, in the folder of the pack."""


def new_pack(name: str, folder: Path | None, taken: tuple[str, ...] = ()) -> tuple[Path, tuple[str, ...]]:
    """Write a small pack called ``name``; the folder that holds it now, and the names of its files.

    ``folder`` defaults to NAME in the current one. ``taken`` are names of packs that are installed. Raises Problems
    where the name is no name or is taken, and where the folder holds something.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or name in _NO_NAMES:
        hint = f"use small letters, digits, single hyphens; at most {_LONGEST}, such as parcels"
        raise _problem("pack/name", f"“{name}” cannot be the name of a pack", hint)
    if name in taken:
        raise _problem("pack/name-taken", f"there is a pack “{name}” already", f"take another name: my-{name}")
    folder = folder or Path(name)
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise _problem("files/exists", "there is something at that place already",
                       "name a new folder, or an empty one", str(folder))  # fmt: skip
    written: dict[Path, bytes] = {}
    for stored, wanted in _FILES.items():
        text = (files(__name__) / "package" / stored).read_text(encoding="utf-8")
        written[Path(wanted)] = text.replace("@NAME@", name).encode()
    write_new(folder, {**written, **schema_files()})
    return folder, tuple(path.as_posix() for path in written)


def _problem(id: str, message: str, hint: str, file: str = "") -> Problems:
    return Problems([Problem(id=id, file=file, message=message, hint=hint)])
