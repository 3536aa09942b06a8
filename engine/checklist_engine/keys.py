"""Keys: the short names by which elements of lists, and so items and log entries, are told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PEOPLE_KEYS = ("to", "from", "with")
"""The keys of a log entry that name people."""
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Small ASCII letters, digits and hyphens; empty where the text has none that can be written so."""
    plain = text.casefold()
    if not plain.isascii():
        import unicodedata  # a large library, and most names are plain

        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain).strip("-")[:60].rstrip("-")


def element_key(data: Any, about: Mapping[str, Any], index: int) -> str:
    """An element's key: the field that the pack names for it, or its place in the list."""
    named = data.get(about.get("key", "id")) if isinstance(data, Mapping) else data
    return (slug(str(named)) if named is not None else "") or str(index + 1)


def listed_at(data: Any, path: str) -> list[Any]:
    """The elements of the list at a path such as ``rounds``, or of all the lists at ``rounds.with``."""
    found = [data]
    for part in path.split("."):
        found = [one[part] for one in found if isinstance(one, Mapping) and part in one]
        found = [inner for one in found for inner in (one if isinstance(one, list) else [one])]
    return found
