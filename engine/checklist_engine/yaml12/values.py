"""Writing text as a YAML value that every reader reads back as the same text.

YAML 1.1 readers take `no`, `12:30` or `2026-11-17` for something else than text, YAML 1.2 readers `1e3` or
`0o7`. What either could take so is put into double quotes, as JSON has them.
"""

from __future__ import annotations

import re
from typing import Final

from checklist_engine.yaml12.raw import INVISIBLE

# A letter first (or a date with a clock time, which no YAML takes for anything but text), then nothing that
# means something to YAML anywhere, in brackets or out of them.
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ./@+()'’-]*[\w./@+()'’-])?|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}")
_NOT_TEXT: Final = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def quoted(text: str) -> str:
    """`text` in double quotes, valid as JSON and YAML. Raises ValueError for text that our reader refuses."""
    import json

    if found := INVISIBLE.search(text):
        raise ValueError(f"this text has an invisible character ({ascii(found[0])[1:-1]})")
    return json.dumps(text, ensure_ascii=False)


def scalar(text: str) -> str:
    """`text` as a value on one line, good in `[…]` and `{…}` too; in quotes where some reader needs them.

    Raises ValueError for text that our reader refuses.
    """
    plain = _PLAIN.fullmatch(text) and text.isprintable()
    return text if plain and text.lower() not in _NOT_TEXT else quoted(text)
