"""The pack's remarks: what a checklist says besides its items while a condition holds."""

from __future__ import annotations

from checklist_engine.compile.conditions import Test, compile_condition
from checklist_engine.compile.context import Context, Registry
from checklist_engine.value import Value


class Remark(Value):
    """``says`` is said of a case while ``holds`` holds, seen from the record as a whole."""

    name: str
    holds: Test
    says: str


def compile_remarks(registry: Registry) -> tuple[Remark, ...]:
    """The remarks of the manifest, in its order; what is wrong with them is noted with the registry's report."""
    manifest = registry.pack.manifest
    root = Context(registry, manifest, {})
    return tuple(
        Remark(
            name=name, says=about["says"], holds=compile_condition(root, about["when"], ("remarks", name, "when")).test
        )
        for name, about in manifest.data.get("remarks", {}).items()
    )
