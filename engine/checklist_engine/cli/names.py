"""Items by the names that people type: whole ids, their beginnings, and completion in the shell."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from checklist_engine.checklist import Checklist, Item
from checklist_engine.evaluate.status import OVER
from checklist_engine.keys import plain
from checklist_engine.problems import Problem, Problems, harmless, nearest
from checklist_engine.value import Value
from checklist_engine.words import clean

_CURRENT = frozenset({"due", "overdue", "open", "on-hold", "waiting", "late", "broken", "in-force"})
_DOABLE = ("do", "expect")
_SHOWN = ("do", "expect", "dont", "need_not")
"""Kinds of items that are meant by a part of their names."""
_MEANT = 3
"""So many names that may have been meant are shown."""
_FEW = 6
"""So many of the others are named beside these."""
_LONGEST = 80
"""Characters of a name that are looked at for what was meant."""


class Meant(Value):
    """The items that a name stands for, and those that it would fit too but that are done or skipped already."""

    items: tuple[Item, ...]
    passed: tuple[Item, ...] = ()


def find_items(
    checklist: Checklist, name: str, person: str | None = None, known: Iterable[str] = (), *, looking: bool = False
) -> Meant:
    """The items meant by ``name``: a whole id or action; else the beginning of one or of a title, else a word of one.

    Of one action, items that are open now come before those to come; over all, what is over is meant only where
    nothing else is. What does not apply is meant only by its whole name; so is what is to be kept from, unless one is
    but ``looking``. ``person`` narrows them to that person's, then to nobody's: what is promised can be sent to
    anybody. Raises Problems where nothing is meant, with near misses, ``known`` too; what is over is offered only to
    who is ``looking``.
    """
    theirs = [item for item in checklist.items if person is None or item.person == person]
    nobodys = [item for item in checklist.items if person is not None and item.person is None]
    kinds = _SHOWN if looking else _DOABLE
    found = _meant(theirs, name, kinds) or _meant(nobodys, name, kinds)
    if not found:
        raise Problems([_unknown(name, theirs + nobodys, known, looking)])
    return found


def each_named(checklist: Checklist, name: str) -> list[str]:
    """The names in ``name`` where each word of several is the whole name of an item or action; else that name alone."""
    several = [one for one in re.split(r"[\s,]+", name[:_LONGEST]) if one]
    known = {known for item in checklist.items if item.kind == "do" for known in (item.id, item.action)}
    return several if len(several) > 1 and known.issuperset(several) else [name]


def _meant(everything: Sequence[Item], name: str, kinds: Iterable[str] = _DOABLE) -> Meant | None:
    exact = [item for item in everything if item.id == name] or [
        item for item in everything if item.action == name or item.id.startswith(f"{name}/")
    ]
    if exact:
        return _foremost(exact)
    for fits in (begins, _begins_and_has, _has_word):
        found = [item for item in everything if item.kind in kinds and fits(item, name)]
        applying = [item for item in found if item.status != "not-applicable"]
        if applying:
            return _foremost(applying)
    return None


def _foremost(items: list[Item]) -> Meant:
    """What is not over, of each action only what is open now if anything is; where all is over, all."""
    left = [item for item in items if item.status not in OVER]
    if not left:
        return Meant(items=tuple(items))
    current = [item for item in left if item.status in _CURRENT]
    turns = {item.action for item in current}
    return Meant(
        items=tuple(item for item in left if item in current or item.action not in turns),
        passed=tuple(item for item in items if item.status in ("done", "skipped")),
    )


def begins(item: Item, name: str) -> bool:
    """Whether the item's id or title begins so, in any case, without accents; `take notes` begins `take-notes`."""
    name = plain(name)
    return item.id.startswith(name.replace(" ", "-")) or plain(item.title).startswith(name)


def _begins_and_has(item: Item, name: str) -> bool:
    """Of several words, whether the first begins the item's name: `tell-ref jean`, beside others that have both."""
    first, _, rest = plain(name[:_LONGEST]).strip().partition(" ")
    return bool(rest) and begins(item, first) and _has_word(item, rest)


def _has_word(item: Item, name: str) -> bool:
    """`thank` means `send-thank-you`; `look` does not mean `keep-looking` while "Look back …" is there.

    Of several words, each must be there. The keys of elements are words, too: `thank tom` means
    `send-thank-you/first/tom` by whatever name the title calls him.
    """
    words = _words(item)
    wanted = re.split(r"[-/\s]+", plain(name[:_LONGEST]).strip("-/ "))
    return any(wanted) and all(any(word.startswith(one) for word in words) for one in wanted)


def _words(item: Item) -> list[str]:
    return [*re.split("[-/]", plain(item.id)), *words_of(item.title)]


def words_of(text: str) -> list[str]:
    """The words of a title or a name, without punctuation, capitals and accents; of a double name also the parts."""
    words = [word.strip(".,;:!?()") for word in plain(str(text)).split()]
    return [*words, *(part for word in words if "-" in word for part in word.split("-") if part)]


def _unknown(name: str, items: Sequence[Item], known: Iterable[str], looking: bool) -> Problem:
    known = tuple(known)
    names = list(dict.fromkeys([*(item.id for item in items), *(item.action for item in items), *known]))
    near = nearest(name, names)
    offered = [item for item in items if item.status != "not-applicable" and item.kind in ("do", "expect")]
    shown = [item.id for item in offered if looking or item.status in _CURRENT]
    meant = [near] if near else _near_by_words(name, offered)
    if near is not None and near in known:
        shown = []  # it is no item at all
    rest = f" … ({len(shown)} in all)" if meant and len(shown) > _FEW else ""
    hint = f"Did you mean {' or '.join(f'“{one}”' for one in meant)}?" if meant else _several_named(name, items)
    return Problem(
        id="reference/item", message=f"there is no item “{name}”",
        expected=f"one of {', '.join(shown[:_FEW] if rest else shown)}{rest}" if shown else None,
        hint=hint,
    )  # fmt: skip


def _several_named(name: str, items: Sequence[Item]) -> str | None:
    """For several words, each of which means an item: several at once want their whole names."""
    found = [_meant(items, word) for word in name[:_LONGEST].split()]
    if len(found) < 2 or not all(found):
        return None
    names = dict.fromkeys(one.items[0].id for one in found if one)
    return f"Several at once are told by their whole names: {' '.join(names)}"


def _near_by_words(name: str, items: Iterable[Item]) -> list[str]:
    """The first few actions in whose name or title each word of ``name`` occurs, but for slips: `linkedin-profil`."""
    wanted = [word for word in re.split(r"[-_/\s]+", plain(name[:_LONGEST])) if word]
    found: dict[str, None] = {}
    for item in items:
        words = _words(item)
        if wanted and all(word in words or (len(word) > 2 and nearest(word, words)) for word in wanted):
            found[item.action] = None
    return list(found)[:_MEANT]


def item_argument(
    complete: Callable[[click.Context, click.Parameter, str], list[CompletionItem]],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The argument ITEM: all words that are left, so that `done FILE thank anna` needs no quotes."""
    return click.argument("item", nargs=-1, metavar="ITEM", shell_complete=complete, callback=words_in_one)


def words_in_one(ctx: click.Context, param: click.Parameter, words: tuple[str, ...]) -> str:
    """Several words of the command line as one name. Raises click.UsageError where there are none, and helps on."""
    if words or ctx.resilient_parsing:
        return " ".join(words)
    record, command = str(ctx.params.get("record", "")), f"checklist {ctx.info_name}"
    what = (param.name or "").upper()
    here = sorted(name for name in os.listdir() if name.endswith((".yaml", ".yml")))
    if not os.path.exists(record) and here:
        words = tuple(map(harmless, (here[0] if len(here) == 1 else "FILE", record)))
        raise click.UsageError(f"The file comes first: {command} {shlex.join(words)}")
    file = harmless(shlex.quote(record))
    if what == "EVENT" and (events := _events(ctx)):
        raise click.UsageError(f"Which event? {command} {file} {what}, one of {', '.join(map(harmless, events))}.")
    where = f"; `checklist run {file}` shows their names" if what == "ITEM" else ""
    raise click.UsageError(f"Which {what.lower()}? {command} {file} {what}{where}.")


def complete_item(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Shell completion of item names; silent whatever is wrong."""
    return _completed(ctx, incomplete, {"do", "dont", "need_not", "expect"}, {})


def complete_doable(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Shell completion of what can be logged as done: items of one's own, and actions on which there is no advice."""
    return _completed(ctx, incomplete, {"do"}, None)


def _completed(
    ctx: click.Context, incomplete: str, kinds: set[str], others: Mapping[str, Any] | None
) -> list[CompletionItem]:
    from checklist_engine.session import Session

    record = ctx.params.get("record")
    try:
        if not record:
            return []
        tailoring = "none" if ctx.params.get("no_tailoring") else ctx.params.get("tailoring")
        session = Session(record, ctx.params.get("pack"), tailoring)
        items: Iterable[Item] = session.evaluate(session.moment(None)).items
        names = {item.id: item.title for item in items if item.kind in kinds and item.status not in OVER}
        registered = session.program.pack.manifest.data.get("registered_actions", {}) if others is None else others
        names |= {name: about["title"] for name, about in registered.items()}
        return [
            CompletionItem(clean(name), help=clean(title))
            for name, title in names.items()
            if name.startswith(incomplete)
        ]
    except Exception:  # noqa: BLE001 - a broken record must not break the person's shell
        return []


def complete_event(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Shell completion of event names."""
    return [
        CompletionItem(name, help=clean(about["title"]))
        for name, about in _events(ctx).items()
        if name.startswith(incomplete)
    ]


def _events(ctx: click.Context) -> Mapping[str, Any]:
    """The events that can be heard, by the pack of the record of the command line; none where anything is wrong."""
    from checklist_engine.session import Session

    record = ctx.params.get("record")
    try:
        return Session(record, ctx.params.get("pack")).program.registry.events if record else {}
    except Exception:  # noqa: BLE001 - a broken record must not break the person's shell
        return {}
