"""What is known of whoever looks at our output: how wide, and whether it shows colours."""

from __future__ import annotations

import os
import sys
from typing import TextIO

NARROWEST, WIDEST, USUAL = 40, 200, 80
"""Columns: the least and the most that a screen is laid out for, and what is taken where nothing is known."""


def colour_of(stream: TextIO) -> bool:
    """Whether what is written to the stream is shown by something that knows colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """How wide standard output is."""
    if sys.stdout.isatty():
        known = os.get_terminal_size(sys.stdout.fileno()).columns
    else:
        given = os.environ.get("COLUMNS", "")
        known = int(given) if given.isdecimal() and len(given) < 6 else 0
    # A terminal that does not know its width says 0.
    return min(max(known, NARROWEST), WIDEST) if known else USUAL


def tell(text: str) -> None:
    """Write a line, or several, to standard error; at once, since it may be the last that is done."""
    sys.stderr.write(text.rstrip("\n") + "\n")
    sys.stderr.flush()
