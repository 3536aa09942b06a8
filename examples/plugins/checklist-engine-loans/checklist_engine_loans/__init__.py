"""A pack of rules in a distribution: after this is installed, `--pack loans` finds it."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from checklist_engine.plugin import hookimpl


@hookimpl
def checklist_packs() -> Mapping[str, Traversable]:
    """The pack `loans`: its folder, which has the `pack.yaml`."""
    return {"loans": files(__name__) / "rules"}
