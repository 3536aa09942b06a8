"""Where packs are: those that come with the engine, those of plugins, and folders of the person's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from checklist_engine.data import data_path
from checklist_engine.problems import Problem, Problems, nearest

DEFAULT_PACK = "after-interview"
MANIFEST = "pack.yaml"


def own_packs() -> dict[str, str]:
    """The packs that come with the engine, by name."""
    rules = data_path("rules")
    folders = {name: os.path.join(rules, name) for name in sorted(os.listdir(rules))}
    return {name: folder for name, folder in folders.items() if os.path.isfile(os.path.join(folder, MANIFEST))}


def find_pack(name: str, beside: str = "", others: Callable[[], Mapping[str, str]] | None = None) -> str:
    """The folder of the pack called ``name``: a registered name, or a folder (relative to ``beside``).

    ``others`` gives the packs of plugins; they are looked for only when the name is not ours. Raises Problems, with
    the nearest name.
    """
    own = own_packs()
    if name in own:
        return own[name]
    folder = os.path.join(beside, os.path.expanduser(name))
    if os.path.isfile(os.path.join(folder, MANIFEST)):
        return folder
    foreign = others() if others is not None else {}
    if name in foreign:
        return foreign[name]
    known = [*own, *foreign]
    near = nearest(name, known)
    raise Problems(
        [
            Problem(
                id="reference/pack",
                message=f"there is no pack “{name}”, and no folder of that name with a pack.yaml",
                expected=f"one of {', '.join(known)}, or the path of a pack's folder",
                hint=f"Did you mean “{near}”?" if near else None,
            )
        ]
    )
