"""The person's own configuration: one small `config.yaml` in the platform's folder for configurations."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from checklist_engine.moments import known_zone, system_zone
from checklist_engine.problems import Problems
from checklist_engine.value import Value

if TYPE_CHECKING:
    from checklist_engine.load.pack import PackFile
    from checklist_engine.schema.places import Checked

_NAME = "config.yaml"


class Config(Value):
    """What the person set: who they are, and defaults for zone, pack and profile."""

    me: Mapping[str, str] = {}
    timezone: str | None = None
    pack: str | None = None
    profile: str | None = None
    profiles: PackFile | None = None
    """The file with the person's own profiles, where there are some: they are checked when one is used."""
    options: Mapping[str, Mapping[str, str]] = {}
    """Settings of formats and deliverers, by their names: ``{"smtp": {"host": "mail.example.org"}}``."""

    def zone(self) -> str:
        """The configured zone, else the computer's."""
        return self.timezone or system_zone()


def config_path() -> str:
    """Where the configuration lies; `CHECKLIST_CONFIG` names another file."""
    if given := os.environ.get("CHECKLIST_CONFIG"):
        return given
    if folder := os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA"):
        return os.path.join(folder, "checklist-engine", _NAME)
    middle = "Library/Application Support" if sys.platform == "darwin" else ".config"
    return os.path.join(os.path.expanduser("~"), middle, "checklist-engine", _NAME)


def load_config() -> Config:
    """The configuration; empty where there is none. Raises Problems where it is not what it should be."""
    path = config_path()
    if not os.path.isfile(path):
        return Config()
    from checklist_engine.files import read_bytes
    from checklist_engine.schema.shape import engine_shape
    from checklist_engine.yaml12.reader import read

    checked = engine_shape("config").check(read(read_bytes(path), path))
    zone = checked.data.get("timezone")
    if zone is not None and not known_zone(zone):
        from checklist_engine.zones import nearest_zone

        near = nearest_zone(zone)
        raise Problems(
            [
                checked.problem(
                    "reference/time-zone", f"there is no time zone “{zone}”", ("timezone",),
                    expected="a name from the time-zone database, such as Europe/Luxembourg",
                    hint=f"did you mean “{near}”?" if near else None,
                )
            ]
        )  # fmt: skip
    return Config(
        me=checked.data.get("me", {}), timezone=zone, pack=checked.data.get("pack"),
        profile=checked.data.get("profile"), profiles=_profiles(checked, path), options=checked.data.get("options", {}),
    )  # fmt: skip


def _profiles(checked: Checked, path: str) -> PackFile | None:
    if "profiles" not in checked.data:
        return None
    from checklist_engine.load.pack import PackFile

    return PackFile(path, checked.data, checked.places, tuple(checked.document.lines), checked.root)
