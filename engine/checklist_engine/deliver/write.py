"""Rendering into a file or a folder that may hold something already, so that nothing of it is lost."""

from __future__ import annotations

import os
from collections.abc import Mapping

from checklist_engine.checklist import Checklist
from checklist_engine.files import read_bytes, replace_bytes
from checklist_engine.plugin import Context, Format
from checklist_engine.plugins.guard import about
from checklist_engine.plugins.render import may_write_over, render
from checklist_engine.problems import Problem, Problems

LARGEST = 50_000_000
"""Bytes of a file that a format may look at."""
_MOST_FILES, _TRIES = 2_000, 5


def put(format: Format, checklist: Checklist, context: Context, path: str, record: str) -> None:
    """Renders into ``path``: a file, or a folder where the format gives several files.

    The format sees what is there now. Where another program changes that meanwhile, it is rendered anew over what is
    there then, so that a change is never lost. Raises PluginError where the format fails or refuses (see
    `Declined`), Problems where it cannot be written or is the ``record`` itself; then nothing is changed.
    """
    from checklist_engine.files.locks import locked

    _must_differ(path, record)
    inside = os.path.join(path, "-") if os.path.isdir(path) else path
    with locked(inside):
        for left in reversed(range(_TRIES)):
            try:
                _put(format, checklist, context, path, record)
                return
            except Problems as found:
                changed = all(problem.id in ("file/changed", "file/exists") for problem in found.problems)
                if not changed or not left:
                    raise


def seen(format: Format, context: Context, path: str | None) -> Context:
    """The context with what lies at ``path`` and beside it, as far as the format wants to see it."""
    if path is None:
        return context
    folder = os.path.dirname(path)
    beside = {name: existing(os.path.join(folder, name)) for name in format.reads}
    return context.replace(
        target=os.path.basename(path.rstrip("/")) or None,
        existing=existing(path),
        siblings={name: data for name, data in beside.items() if data is not None},
        folder=_files_in(path) if os.path.isdir(path) else {},
    )


def existing(path: str) -> bytes | None:
    """The bytes of a file; None where there is none. Raises Problems where it cannot be read."""
    return read_bytes(path, LARGEST) if os.path.isfile(path) else None


def _put(format: Format, checklist: Checklist, context: Context, path: str, record: str) -> None:
    context = seen(format, context, path)
    with about(path):
        made = render(format, checklist, context)
    if isinstance(made, str | bytes):
        _must_be_its_own(format, path, context.existing or b"")
        replace_bytes(path, made.encode() if isinstance(made, str) else made, expected=context.existing)
        return
    for name in made:
        _must_be_its_own(format, os.path.join(path, name), context.folder.get(name, b""))
    _several(made, context.folder, path, record)


def _must_be_its_own(format: Format, path: str, there: bytes) -> None:
    if not may_write_over(format, there):
        problem = Problem(
            id="file/other-kind", file=path, message=f"this is there already, and is no {format.name} file of ours",
            hint="All in it would be lost. Name another file, or move this one away first.",
        )  # fmt: skip
        raise Problems([problem])


def _several(files: Mapping[str, bytes], there: Mapping[str, bytes], folder: str, record: str) -> None:
    if os.path.isfile(folder):
        message = "this format writes several files; here is one file already"
        raise Problems([Problem(id="usage/output", message=message, file=folder, hint="Name a folder for them.")])
    os.makedirs(folder, mode=0o700, exist_ok=True)
    for name, data in files.items():
        path = os.path.join(folder, name)
        _must_differ(path, record)
        replace_bytes(path, data, expected=there.get(name) if name in there else existing(path))


def _files_in(folder: str) -> dict[str, bytes]:
    names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file() and not entry.name.endswith(".tmp"))
    return {name: read_bytes(os.path.join(folder, name), LARGEST) for name in names[:_MOST_FILES]}


def _must_differ(path: str, record: str) -> None:
    """The record is what a person wrote by hand: a slip in the command must not cost it."""
    try:
        same = os.path.samefile(path, record)
    except OSError:  # one of them is not there
        return
    if same:
        raise Problems(
            [
                Problem(
                    id="usage/output", message="this is the record itself; the checklist would take its place",
                    file=path, hint="Nothing was changed. Choose another name for the output.",
                )
            ]
        )  # fmt: skip
