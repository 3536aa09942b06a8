"""The names of a pack with their titles, for whoever wrote a title where a name is asked for.

A handbook prints titles, and rules are written with names; a coach has both before their eyes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from checklist_engine.load.pack import PackFile
from checklist_engine.schema.files import resolve
from checklist_engine.schema.mends import Vocabulary

_DEEPEST = 4
"""Parts of a fact's path that are gone through: a schema that refers to itself has no end."""

_MOST_FACTS = 2000
"""So many facts are gone through: what shares much has far more paths than lines."""


def vocabulary(
    manifest: PackFile | None,
    schema: Mapping[str, Any],
    actions: Iterable[PackFile],
    messages: Iterable[PackFile],
    unread: Iterable[str] = (),
) -> Vocabulary:
    """By key (``heard``, ``did``, ``by`` …; ``fact``) the names that can stand there, each with its title.

    ``schema`` is the record schema, bundled. Of the actions that are ``unread``, no more than the name is known. What
    else could not be read has no names.
    """
    data = manifest.data if manifest is not None else {}
    titles = {name: name for name in unread}
    titles |= {file.data["action"]: str(file.data["title"]) for file in actions}
    return {
        "heard": _titles(data.get("events", {})),
        "did": {**titles, **_titles(data.get("registered_actions", {}))},
        "skipped": titles,
        "expect": titles,
        "of": {**titles, **_titles(data.get("classes", {}))},
        "by": _titles(data.get("channels", {})),
        "draft": {file.data["message"]: str(file.data.get("subject", "")) for file in messages},
        "fact": dict(islice(_facts(data.get("dimensions", {}), schema), _MOST_FACTS)),
    }


def _titles(registered: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(about["title"] if isinstance(about, Mapping) else about) for name, about in registered.items()}


def _facts(dimensions: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every fact's path with its title; of what an action can be done for each of, from that element on."""
    yield from _within(schema, schema, ())
    for name, about in dimensions.items():
        listed = _followed(schema.get("properties", {}).get(about.get("list"), {}), schema)
        yield from _within(_followed(listed.get("items", {}), schema), schema, (name,))


def _within(part: Mapping[str, Any], whole: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    properties = {name: _followed(given, whole) for name, given in part.get("properties", {}).items()}
    shorts = {about.get("list_of_one") for about in properties.values()}  # rules name the list, or an element of it
    for name, about in properties.items():
        if name in shorts:
            continue
        there = (*path, name)
        yield ".".join(there), str(about.get("title", name.replace("_", " ")))
        if len(there) < _DEEPEST:
            yield from _within(about, whole, there)


def _followed(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """With what a reference refers to; the words beside it count."""
    return {**resolve(schema["$ref"], dict(whole))[0], **schema} if "$ref" in schema else schema
