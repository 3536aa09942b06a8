"""Moments as people type them: the days around now by their names, and what was meant by a date written otherwise."""

from __future__ import annotations

import re

from checklist_engine.moments import MomentError, is_moment, parse, spoken
from checklist_engine.schema.mends import mended

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?(?: uhr| o'clock)?", re.IGNORECASE | re.ASCII)


def typed(text: str, zone: str, now: int) -> str:
    """What was typed for a moment, as a record writes it: ``tomorrow 14:00`` is a date and a time, seen from ``now``.

    Raises MomentError for what is none; the hint says how a date is written that was written otherwise.
    """
    said = spoken(text, zone, now)
    try:
        parse(said, zone)
    except MomentError as error:
        # An hour that exists twice is well written: its own hint names both readings.
        hint = error.hint if is_moment(said) else _written(said) or error.hint
        raise MomentError(str(error), hint) from None
    return said


def looks_like_time(text: str) -> bool:
    """Whether a text can only be a date or a clock time, however it is written: `24.11.2026`, `11:15`, `today`."""
    said = spoken(text, "UTC", 0)
    return is_moment(said) or _written(said) is not None or _CLOCK.fullmatch(said) is not None


def _written(text: str) -> str | None:
    """How to write a date that people write as `17.11.2026`; None where it is no date."""
    likely = next((group for group in mended(text) for one in group if is_moment(one)), None)
    return "Write " + " or ".join(likely) + "." if likely else None
