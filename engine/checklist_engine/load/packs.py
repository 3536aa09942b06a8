"""Where packs are: those that come with the engine, those of plugins, and folders of the person's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from checklist_engine.data import rules_dir
from checklist_engine.problems import Problem, Problems, nearest

DEFAULT_PACK = "after-interview"


def own_packs() -> dict[str, Path]:
    """The packs that come with the engine, by name."""
    return {path.parent.name: path.parent for path in sorted(rules_dir().glob("*/pack.yaml"))}


def find_pack(name: str, beside: Path, others: Mapping[str, Path] | None = None) -> Path:
    """The folder of the pack called ``name``: a registered name, or a folder (relative to ``beside``).

    ``others`` are packs of plugins. Raises Problems, with the nearest name.
    """
    own = own_packs()
    if name in own:
        return own[name]
    if others and name in others:
        return others[name]
    folder = beside / Path(name).expanduser()
    if (folder / "pack.yaml").is_file():
        return folder
    known = [*own, *(others or {})]
    near = nearest(name, known)
    raise Problems(
        [
            Problem(
                id="reference/pack",
                message=f"there is no pack {name!r}, and no folder of that name with a pack.yaml",
                expected=f"one of {', '.join(known)}, or the path of a pack's folder",
                hint=f"did you mean {near!r}?" if near else None,
            )
        ]
    )
