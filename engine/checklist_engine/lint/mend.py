"""Mending what has exactly one safe mend: each file is changed in one write, with nothing else in it touched."""

from __future__ import annotations

import os
from collections.abc import Iterable

from checklist_engine.editing.remove import Removal, removed
from checklist_engine.files import change_bytes
from checklist_engine.lint.findings import Finding


def mend(folder: str, findings: Iterable[Finding]) -> list[str]:
    """Mend what can be mended; what was done, one line each. Raises Problems where a file cannot be written."""
    by_file: dict[str, dict[tuple[int, int], Removal]] = {}
    for finding in findings:
        if finding.mend is not None:
            one = finding.mend
            by_file.setdefault(one.file, {})[one.line, one.column] = one
    done: list[str] = []
    for name, removals in sorted(by_file.items()):
        done += _in_file(os.path.join(folder, name), removals)
    return done


def _in_file(path: str, removals: dict[tuple[int, int], Removal]) -> list[str]:
    said: list[str] = []

    def edit(text: bytes) -> bytes:
        said.clear()
        # From the end on: what stands before keeps its place, and its number in a list.
        for (line, column), one in sorted(removals.items(), reverse=True):
            new = removed(text, one)
            if new is not None:
                text = new
                said.append(f"{path}:{line}:{column}: {one.words}")
        return text

    change_bytes(path, edit)
    return said[::-1]
