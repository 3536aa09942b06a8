"""What pytest gets from us by itself, wherever the engine is installed: two fixtures. It imports nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from checklist_engine.checklist import Checklist

NAMES = ("empty", "minimal", "full", "statuses", "clock_change", "hostile", "large")
"""The samples, as `samples.ALL` has them."""


@pytest.fixture
def checklist_samples() -> dict[str, Checklist]:
    """All sample checklists, by name; made anew for each test."""
    from checklist_engine.testing import samples

    return {name: make() for name, make in samples.ALL.items()}


@pytest.fixture(params=NAMES)
def sample_checklist(request: pytest.FixtureRequest) -> Checklist:
    """A sample checklist; a test that takes it is run once with each."""
    from checklist_engine.testing import samples

    return samples.ALL[request.param]()
