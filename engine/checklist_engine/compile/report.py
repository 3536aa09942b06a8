"""Collecting what is wrong in a pack while it is compiled, each at its line."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.load.pack import PackFile, Path
from checklist_engine.problems import Problem, Problems, nearest


class Report:
    """Problems of one pack, gathered so that all of them are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self, file: PackFile, path: Path, id: str, message: str, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        """Note a problem at ``path`` of ``file``."""
        line, column = file.place(path)
        text = file.lines[line - 1] if 0 < line <= len(file.lines) else ""
        self.problems.append(
            Problem(
                id=id, message=message, file=file.name, line=line, column=column, source_line=text,
                expected=expected, hint=hint,
            )
        )  # fmt: skip

    def unknown(self, file: PackFile, path: Path, what: str, name: str, known: Iterable[str]) -> None:
        """Note that ``name`` is no ``what`` that the pack knows, with the nearest that it does know."""
        names = sorted(known)
        near = nearest(name, names)
        listed = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
        self.add(
            file, path, f"reference/{what.replace(' ', '-')}", f"there is no {what} {name!r}",
            expected=f"one of {listed}" if names else f"a {what}; there are none yet",
            hint=f"did you mean {near!r}?" if near else None,
        )  # fmt: skip

    def finish(self) -> None:
        """Raise Problems if anything was noted."""
        if self.problems:
            raise Problems(self.problems)
