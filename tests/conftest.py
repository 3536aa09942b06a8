"""What all tests share: the command, and how hypothesis searches.

The same examples every time, so that a red run says something about the change and not about luck. To look for
new ones: ``HYPOTHESIS_PROFILE=search pytest tests/test_moments.py``.
"""

from __future__ import annotations

import os
import signal

from commands import command
from hypothesis import HealthCheck, settings

__all__ = ["command"]

settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Who runs the tests in the background may have it ignored; what they start would inherit that, and never stop.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
