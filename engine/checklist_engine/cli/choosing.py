"""The one thing that a person means by a name: never a guess among several that could be meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checklist_engine.checklist import Checklist, Item
from checklist_engine.cli.names import Meant, begins, find_items
from checklist_engine.evaluate.status import OVER
from checklist_engine.problems import Problem, Problems
from checklist_engine.words import titles


def one_item(
    checklist: Checklist, name: str, person: str | None = None, known: Mapping[str, Any] | None = None
) -> Item:
    """The one item meant by ``name``. Raises Problems where none or several are; ``known`` are other names."""
    return one_of(find_items(checklist, name, person, known or {}), checklist, name, person)


def one_of(found: Meant, checklist: Checklist, name: str, person: str | None) -> Item:
    """The only item that was found in a checklist. Raises Problems with all of them where there are several."""
    if len(found.items) > 1:
        people = len({item.person for item in found.items}) > 1 and person is None
        told = _told(found.items, checklist)
        raise Problems([_several(name, told, "Say which, or add --to and the person." if people else "")])
    return found.items[0]


def must_be_now(found: Meant, checklist: Checklist, name: str) -> None:
    """Raises Problems where ``name`` fits another action that is done, and what is left of it is only to come.

    Whoever did the one a minute ago would log the other by the same word.
    """
    item = found.items[0]
    done = [one for one in found.passed if one.action != item.action]
    if done and item.id != name and item.status in ("upcoming", "on-hold"):
        again = f"{', '.join(one.id for one in done[:2])}{' …' if done[2:] else ''}"
        hint = f"Say which by its whole name; done or skipped already: {again}."
        raise Problems([_several(name, _told([item, *done], checklist), hint)])


def registered_or_items(
    checklist: Checklist, name: str, person: str | None, registered: Mapping[str, Any]
) -> str | Meant:
    """An action without advice by its name, or its beginning (`withd`); else what items ``name`` stands for.

    Raises Problems where several such actions, or one and an item that is not over, begin like that.
    """
    if name in registered:
        return name
    if any(name in (item.id, item.action) or item.id.startswith(f"{name}/") for item in checklist.items):
        return find_items(checklist, name, person, registered)
    others = {one: about["title"] for one, about in registered.items() if name and one.startswith(name)}
    if not others:
        return find_items(checklist, name, person, registered)
    try:
        items = [item for item in find_items(checklist, name, person).items if begins(item, name)]
    except Problems:  # nothing but the action
        items = []
    left = [item for item in items if item.status not in OVER]
    if len(others) + len(left) > 1:
        raise Problems([_several(name, {**_told(left, checklist), **others})])
    return next(iter(others))


def _told(items: Iterable[Item], checklist: Checklist) -> dict[str, str]:
    """The titles by ids, as lists show them: those that are alike say what they differ in."""
    said = titles(checklist)
    return {item.id: said[item.id] for item in items}


def _several(name: str, titles: Mapping[str, str], hint: str = "") -> Problem:
    names = "; ".join(f"{one} ({title})" for one, title in titles.items())
    return Problem(
        id="usage/several-items", message=f"“{name}” could be several things", expected=f"one of {names}",
        hint=hint or "Say which.",
    )  # fmt: skip
