"""Where the data that comes with the engine lies: inside an installed package, beside `engine/` in a clone.

Paths are plain text here and on the whole way of a run: importing pathlib takes 3 ms of a command's 80.
"""

from __future__ import annotations

import os.path
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@cache
def data_path(name: str) -> str:
    """The path of the folder `schemas` or `rules`."""
    here = os.path.dirname(os.path.realpath(__file__))
    installed = os.path.join(here, name)
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(os.path.dirname(here)), name)


def schema_dir() -> Path:
    """The folder of the engine's `*.schema.json`."""
    from pathlib import Path

    return Path(data_path("schemas"))


def rules_dir() -> Path:
    """The folder of the packs that come with the engine."""
    from pathlib import Path

    return Path(data_path("rules"))
