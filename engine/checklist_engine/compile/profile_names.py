"""The names in profiles, checked against the pack: a source that does not exist would silently be nobody."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.compile.report import Report
from checklist_engine.load.pack import Pack, PackFile, Path
from checklist_engine.profiles import OWN

YOU = "you"
"""The source of a person's own rules: it is there only where they have some, and may be named everywhere."""


def check_profiles(report: Report, file: PackFile, pack: Pack, only: Iterable[str] | None = None) -> None:
    """Report what the ``profiles`` of a file name and the pack does not have; of ``only`` these, where it is given."""
    sources = {YOU, *(one.data["source"] for one in pack.sources)}
    actions = {one.data["action"] for one in pack.actions}

    def check_sources(about: dict[str, object], path: Path) -> None:
        for key in ("sources", "without"):
            for index, source in enumerate(_names(about.get(key))):
                if source not in sources:
                    report.unknown(file, (*path, key, index), "source", source, sources)
        for source in _names(about.get("weights")):
            if source not in sources:
                report.unknown(file, (*path, "weights", source), "source", source, sources, key=True)

    profiles = file.data.get("profiles", {})
    for name in profiles if only is None else [name for name in only if name in profiles]:
        about, path = profiles[name], ("profiles", name)
        if name in OWN:
            report.add(
                file, path, "reference/profile", f"the profile “{name}” is there already, in every pack",
                key=True, hint="Give yours another name.",
            )  # fmt: skip
        check_sources(about, path)
        for action, its in about.get("actions", {}).items():
            if action not in actions:
                report.unknown(file, (*path, "actions", action), "action", action, actions, key=True)
            check_sources(its, (*path, "actions", action))


def _names(given: object) -> list[str]:
    return list(given) if isinstance(given, (list, dict)) else []
