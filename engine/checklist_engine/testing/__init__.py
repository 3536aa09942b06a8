"""The kit for authors of plugins: sample checklists, and suites of tests that a format or a deliverer should pass.

    from checklist_engine.testing import FormatConformance
    from my_plugin import FORMAT

    class TestMine(FormatConformance):
        format = FORMAT

`DelivererConformance` is the suite for a deliverer, `TicksConformance` that for a format in whose files people tick.
All need pytest (``pip install checklist-engine[testing]``), which the engine itself does not. Everything here is loaded
when it is asked for: pytest loads this package at every start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checklist_engine.testing import samples
    from checklist_engine.testing.conformance import FormatConformance, context_for
    from checklist_engine.testing.delivering import DelivererConformance
    from checklist_engine.testing.readable import readable
    from checklist_engine.testing.ticking import TicksConformance

__all__ = ["DelivererConformance", "FormatConformance", "TicksConformance", "context_for", "readable", "samples"]

_WHERE = {
    "DelivererConformance": "delivering",
    "TicksConformance": "ticking",
    "FormatConformance": "conformance",
    "context_for": "conformance",
    "readable": "readable",
    "samples": "samples",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    where = _WHERE.get(name)
    if where is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{where}")
    found = module if name == "samples" else getattr(module, name)
    globals()[name] = found  # so that the function of this name is not hidden by its module
    return found
