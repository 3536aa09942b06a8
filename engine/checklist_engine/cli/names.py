"""Items by the names that people type: whole ids, their beginnings, and completion in the shell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click
from click.shell_completion import CompletionItem

from checklist_engine.checklist import Checklist, Item
from checklist_engine.evaluate.status import OVER
from checklist_engine.problems import Problem, Problems, nearest


def find_items(checklist: Checklist, name: str, person: str | None = None) -> list[Item]:
    """The items meant by ``name``: a whole id, an action, or the beginning of one; those still open come first.

    ``person`` narrows them to that person's. Raises Problems where nothing is meant, with near misses.
    """
    people = dict.fromkeys(item.person for item in checklist.items if item.person is not None)
    if person is not None and people and person not in people:
        near = nearest(person, people)
        raise Problems([Problem(id="reference/person", message=f"no item is for a person {person!r}",
                                expected=f"one of {', '.join(people)}",
                                hint=f"did you mean {near!r}?" if near else None)])  # fmt: skip
    everything = [item for item in checklist.items if person is None or item.person in (person, None)]
    for meant in (_exactly, _by_action, _by_beginning):
        found = meant(everything, name)
        if found:
            still_open = [item for item in found if item.status not in OVER]
            return still_open if still_open and len(found) > 1 else found
    raise Problems([_unknown(name, everything)])


def one_item(checklist: Checklist, name: str, person: str | None = None) -> Item:
    """The one item meant by ``name``. Raises Problems where none or several are."""
    found = find_items(checklist, name, person)
    if len(found) > 1:
        names = ", ".join(item.id for item in found)
        raise Problems(
            [Problem(id="usage/several-items", message=f"{name!r} could be several items", expected=f"one of {names}")]
        )
    return found[0]


def _exactly(items: Sequence[Item], name: str) -> list[Item]:
    return [item for item in items if item.id == name]


def _by_action(items: Sequence[Item], name: str) -> list[Item]:
    return [item for item in items if item.action == name or item.id.startswith(f"{name}/")]


def _by_beginning(items: Sequence[Item], name: str) -> list[Item]:
    """Names that begin like this, or whose action has a word that does: `thank` means `send-thank-you`."""
    begins = [item for item in items if item.id.startswith(name)]
    if begins:
        return begins
    return [item for item in items if any(f"-{name}" in part for part in (f"-{item.action}",))]


def _unknown(name: str, items: Sequence[Item]) -> Problem:
    names = list(dict.fromkeys([*(item.id for item in items), *(item.action for item in items)]))
    near = nearest(name, names)
    shown = [item.id for item in items if item.status not in OVER]
    return Problem(
        id="reference/item", message=f"there is no item {name!r}",
        expected=f"one of {', '.join(shown)}" if shown else None,
        hint=f"did you mean {near!r}?" if near else None,
    )  # fmt: skip


def complete_item(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Shell completion of item names; silent whatever is wrong."""
    from checklist_engine.session import Session

    record = ctx.params.get("record")
    try:
        session = Session(record) if record else None
        items: Iterable[Item] = session.evaluate(session.moment(None)).items if session else ()
        return [
            CompletionItem(item.id, help=item.title)
            for item in items
            if item.id.startswith(incomplete) and item.status not in OVER
        ]
    except Exception:  # noqa: BLE001 - a broken record must not break the person's shell
        return []


def complete_event(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Shell completion of event names."""
    from checklist_engine.session import Session

    record = ctx.params.get("record")
    try:
        events = Session(record).program.pack.manifest.data["events"] if record else {}
        return [CompletionItem(name, help=title) for name, title in events.items() if name.startswith(incomplete)]
    except Exception:  # noqa: BLE001 - a broken record must not break the person's shell
        return []
