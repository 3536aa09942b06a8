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
    return _NOT_SLUG.sub("-", plain(text).encode("ascii", "ignore").decode()).strip("-")[:60].rstrip("-")


def plain(text: str) -> str:
    """The text in small letters without accents, as people type a name who have no such key: `Sinéad` is `sinead`."""
    text = text.casefold()
    if text.isascii():
        return text
    import unicodedata  # a large library, and most names are plain

    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def element_key(data: Any, about: Mapping[str, Any], index: int) -> str:
    """An element's key: the field that the pack names for it, or its place in the list."""
    named = data.get(about.get("key", "id")) if isinstance(data, Mapping) else data
    return (slug(str(named)) if named is not None else "") or str(index + 1)


def about_list(dimensions: Mapping[str, Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    """What the pack says of the dimension that runs over a list; nothing where none does."""
    return next((about for about in dimensions.values() if about.get("list") == name), {})


def keys_in(data: Any, about: Mapping[str, Any]) -> list[str]:
    """The names by which the elements of a group or list can be referred to, as they are written there."""
    if isinstance(data, Mapping):
        return list(map(str, data))
    listed = data if isinstance(data, list) else []
    named = [one.get(about.get("key", "id")) if isinstance(one, Mapping) else one for one in listed]
    return [str(one) if one is not None else str(index) for index, one in enumerate(named, 1)]


def listed_at(data: Any, path: str) -> list[Any]:
    """The elements of the list at a path such as ``rounds``, or of all the lists at ``rounds.with``."""
    found = [data]
    for part in path.split("."):
        found = [one[part] for one in found if isinstance(one, Mapping) and part in one]
        found = [inner for one in found for inner in (one if isinstance(one, list) else [one])]
    return found
