"""A new plugin, ready to install: what `checklist plugin new` writes. The texts of its files are in `package/`."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from checklist_engine.files import replace_bytes
from checklist_engine.plugin import PROJECT
from checklist_engine.problems import Problem, Problems

PREFIX = "checklist-engine-"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 40
_FILES = {
    "pyproject.toml.txt": "pyproject.toml",
    "README.md": "README.md",
    "module.py.txt": "{module}.py",
    "test.py.txt": "tests/test_{short}.py",
}


def new_plugin(name: str, folder: Path | None, taken: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """Write a package for a format called ``name``; the folder that holds it now, and the names of its files.

    ``folder`` defaults to `checklist-engine-NAME` in the current one. ``taken`` are names of formats that cannot be
    had. Raises Problems where the name is no name or is taken, and where the folder holds something.
    """
    name = name.removeprefix(PREFIX)
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise _problem("plugin/name", f"“{name}” cannot be the name of a format",
                       f"use small letters, digits, single hyphens; at most {_LONGEST}, such as my-list")  # fmt: skip
    if name in taken:
        raise _problem("plugin/name-taken", f"the format “{name}” exists already", f"take another name: my-{name}")
    folder = folder or Path(f"{PREFIX}{name}")
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise _problem("files/exists", "there is something at that place already",
                       "name a new folder, or an empty one", str(folder))  # fmt: skip
    module = f"{PROJECT}_{name.replace('-', '_')}"
    words = {"NAME": name, "DISTRIBUTION": f"{PREFIX}{name}", "MODULE": module}
    written = []
    for stored, wanted in _FILES.items():
        text = (files(__name__) / "package" / stored).read_text(encoding="utf-8")
        target = folder / wanted.format(module=module, short=name.replace("-", "_"))
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(target, re.sub(r"@([A-Z]+)@", lambda found: words[found[1]], text).encode(), expected=None)
        written.append(target.relative_to(folder).as_posix())
    return folder, tuple(written)


def _problem(id: str, message: str, hint: str, file: str = "") -> Problems:
    return Problems([Problem(id=id, file=file, message=message, hint=hint)])
