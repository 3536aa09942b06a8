"""Collecting what is wrong in a pack while it is compiled, each at its line."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.load.pack import PackFile, Path, Place
from checklist_engine.problems import LIMIT, Problem, Problems, nearest

_MOST_NAMES = 12


class Report:
    """Problems of one pack, gathered so that all of them are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._told: set[tuple[str, Place, str]] = set()

    def add(
        self,
        file: PackFile,
        path: Path,
        id: str,
        message: str,
        *,
        key: bool = False,
        at: Place | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Note a problem at ``path`` of ``file``: at the value, at its key, or at the place ``at`` inside of a text.

        What is wrong in a named condition is told once, however many rules name it.
        """
        file, path = file.origin(path)
        line, column = at or file.place(path, key=key)
        if (file.name, (line, column), message) in self._told:
            return
        self._told.add((file.name, (line, column), message))
        self.problems.append(
            Problem(
                id=id, message=message, file=file.name, line=line, column=column, source_line=file.line(line),
                expected=expected, hint=hint,
            )
        )  # fmt: skip

    def unknown(
        self,
        file: PackFile,
        path: Path,
        what: str,
        name: str,
        known: Iterable[str],
        *,
        key: bool = False,
        at: Place | None = None,
        otherwise: str | None = None,
        surely: str | None = None,
    ) -> None:
        """Note that ``name`` is no ``what`` that the pack knows, with the nearest that it does know.

        ``otherwise`` is the hint where none of them is near, ``surely`` the one that is better than any near name.
        """
        names = sorted(known)
        # No more are shown than LIMIT, and to look for the nearest name takes longest of all.
        hint = surely or (did_you_mean(name, names) if len(self.problems) < LIMIT else None)
        self.add(
            file, path, f"reference/{what.replace(' ', '-')}", f"there is no {what} “{name}”",
            key=key, at=at, expected=one_of(what, names), hint=hint or otherwise,
        )  # fmt: skip

    def finish(self) -> None:
        """Raise Problems if anything was noted."""
        if self.problems:
            raise Problems(self.problems)


def one_of(what: str, names: list[str]) -> str:
    """The names that would have been right, as what was expected; the first of them where there are many."""
    if not names:
        return f"a {what}, and there is none yet"
    more = f" … ({len(names)} in all)" if len(names) > _MOST_NAMES else ""
    return f"one of {', '.join(names[:_MOST_NAMES])}{more}" if len(names) > 1 else names[0]


def did_you_mean(name: str, names: Iterable[str]) -> str | None:
    """The question that names what was probably meant; None where nothing is near."""
    near = nearest(name, names)
    return f"Did you mean “{near}”?" if near else None
