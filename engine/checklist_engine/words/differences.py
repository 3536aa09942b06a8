"""What a change of the rules does to checklists: the difference of two checklists of one record, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checklist_engine import words
from checklist_engine.checklist import Checklist, Draft, Item, Stretch, Voice
from checklist_engine.moments import day_before
from checklist_engine.value import Value

_AWAY = ("not-applicable",)
_EDGES = ("opens", "closes")


class Difference(Value):
    """One thing that is otherwise. ``what`` is added, removed, moved, reworded, step or status; ``item`` the item's id.

    Where ``what`` is question, ``item`` is the fact that is asked for; of a note it is empty.

    ``old`` and ``new`` say it in words (empty where there is none), moments as rule tests write them, local to the
    case; ``rules`` are the rules (of either pack) by which it comes about, empty where it is the action itself.
    """

    what: str
    item: str
    title: str
    old: str
    new: str
    rules: tuple[str, ...] = ()


def differences(old: Checklist, new: Checklist, formerly: Mapping[str, str] | None = None) -> tuple[Difference, ...]:
    """What is otherwise in ``new``, in the order of its items; items that apply in neither are left out.

    ``formerly`` gives rules that ``old`` knows by an earlier name the name that they have in ``new``.
    """
    before, after = _there(old), _there(new)
    if formerly:
        before = {name: _renamed(item, formerly) for name, item in before.items()}
    found: list[Difference] = []
    for name in [*after, *(name for name in before if name not in after)]:
        found += _of_item(before.get(name), after.get(name))
    return (*found, *_questions(old, new), *_notes(old, new))


def _questions(old: Checklist, new: Checklist) -> Iterator[Difference]:
    """What is asked in one of them alone, or in other words."""
    before, after = ({one.path: one for one in checklist.questions} for checklist in (old, new))
    for path in [*after, *(path for path in before if path not in after)]:
        was, to = before.get(path), after.get(path)
        fact = to.fact if to else was.fact if was else ""
        pairs = [(was.ask if was else "", to.ask if to else "")]
        if was and to:
            pairs.append((f"assuming: {was.assumed or 'nothing'}", f"assuming: {to.assumed or 'nothing'}"))
        for one, other in pairs:
            if one != other:
                yield Difference(
                    what="question", item=fact, title="What is asked for", old=words.clean(one), new=words.clean(other)
                )


def _notes(old: Checklist, new: Checklist) -> Iterator[Difference]:
    for note in new.notes:
        if note not in old.notes:
            yield Difference(what="note", item="", title="A note of the checklist", old="", new=words.clean(note))
    for note in old.notes:
        if note not in new.notes:
            yield Difference(what="note", item="", title="A note of the checklist", old=words.clean(note), new="")


def grouped(found: Iterable[Difference]) -> tuple[tuple[Difference, ...], ...]:
    """The differences that one change makes at several dates, together: same action, same part of it, same rules.

    Of a status, both must be the same. Groups and their members stay in the order in which they come.
    """
    groups: dict[tuple[object, ...], list[Difference]] = {}
    for one in found:
        groups.setdefault((action_of(one), one.what, part_of(one), one.rules), []).append(one)
    return tuple(map(tuple, groups.values()))


def action_of(one: Difference) -> str:
    """The action that the item is of."""
    return one.item.partition("/")[0]


def part_of(one: Difference) -> str:
    """What of the item is otherwise, where that can be said without a date: `best`, or `open → due`; else empty."""
    if one.what == "status":
        return f"{one.old} → {one.new}"
    if one.what in ("question", "note"):
        return f"{one.old or 'nothing'} → {one.new or 'nothing'}"
    return one.new.partition(" ")[0] if one.what in ("moved", "step") else ""


def _there(checklist: Checklist) -> dict[str, Item]:
    return {item.id: item for item in checklist.items if item.status not in _AWAY}


def _renamed(item: Item, formerly: Mapping[str, str]) -> Item:
    """The item with its rules by the names that they have now."""

    def as_now(rules: Iterable[str]) -> tuple[str, ...]:
        return tuple(formerly.get(rule, rule) for rule in rules)

    return item.replace(
        rules=as_now(item.rules),
        voices=tuple(voice.replace(rule=formerly.get(voice.rule, voice.rule)) for voice in item.voices),
        not_by=tuple(one.replace(rules=as_now(one.rules)) for one in item.not_by),
    )


def _of_item(old: Item | None, new: Item | None) -> Iterator[Difference]:
    if old is None and new is not None:
        yield _one("added", new, "", _stands(new), new.rules)
    elif new is None and old is not None:
        yield _one("removed", old, _stands(old), "", old.rules)
    elif old is not None and new is not None:
        rules = _rules(old, new)
        if (old.kind, old.status) != (new.kind, new.status):
            yield _one("status", new, _status(old), _status(new), rules)
        for part, was, to in _moved(old, new):
            yield _one("moved", new, f"{part} {was}", f"{part} {to}", rules)
        for part, was, to in _steps_moved(old, new):
            yield _one("step", new, f"{part} by {was}", f"{part} by {to}", ())
        for was, to, by in _reworded(old, new):
            yield _one("reworded", new, was, to, by)


def _one(what: str, item: Item, old: str, new: str, rules: tuple[str, ...]) -> Difference:
    return Difference(what=what, item=item.id, title=words.title(item), old=old, new=new, rules=rules)


def _stands(item: Item) -> str:
    opens, closes = item.window.opens, item.window.closes
    if opens is None and closes is None:
        return _status(item)
    return f"{_status(item)}, from {_moment(opens)} until {_until(closes)}"


def _status(item: Item) -> str:
    return item.status if item.kind == "do" else f"{item.status} ({item.kind.replace('_', ' ')})"


def _moved(old: Item, new: Item) -> Iterator[tuple[str, str, str]]:
    for edge in _EDGES:
        was, to = getattr(old.window, edge), getattr(new.window, edge)
        if was != to:
            say = _until if edge == "closes" else _moment
            yield edge, say(was), say(to)
    for name in ("best", "runner_up"):
        was, to = getattr(old.window, name), getattr(new.window, name)
        if was != to:
            yield name.replace("_", "-"), _stretch(was), _stretch(to)
    if old.window.best == new.window.best and new.window.best is not None:
        agreed, agree = (words.agreement(item.window.best, item) for item in (old, new))
        if agreed != agree:
            yield "agree", agreed, agree


def _steps_moved(old: Item, new: Item) -> Iterator[tuple[str, str, str]]:
    """Steps and checks of both that should be ready at another moment."""
    for kind in ("steps", "checks"):
        before = {part.id: part.by for part in getattr(old, kind)}
        for part in getattr(new, kind):
            if part.id in before and before[part.id] != part.by:
                yield part.id, _until(before[part.id]), _until(part.by)


def _moment(at: str | None) -> str:
    return f"{at[:10]} {at[11:16]}" if at else "none"


def _until(at: str | None) -> str:
    """An end: midnight belongs to the day that it ends."""
    return f"{day_before(at[:10])} 24:00" if at and at[11:16] == "00:00" else _moment(at)


def _stretch(part: Stretch | None) -> str:
    if part is None:
        return "none"
    first, last = _moment(part.from_), _until(part.to)
    last = last[11:] if first[:10] == last[:10] else last
    return f"{first} to {last} ({', '.join(part.sources)})"


def _reworded(old: Item, new: Item) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if old.title != new.title:
        yield words.clean(old.title), words.clean(new.title), ()
    said = {(one.rule, one.source): one for one in old.voices}
    for voice in new.voices:
        was = said.get((voice.rule, voice.source))
        if was is not None and was.says != voice.says:
            yield words.clean(was.says), words.clean(voice.says), (voice.rule,)
    yield from _narrowed(old, new)
    for kind in ("steps", "checks"):
        before = {part.id: part.title for part in getattr(old, kind)}
        after = {part.id: part.title for part in getattr(new, kind)}
        for name in [*after, *(name for name in before if name not in after)]:
            if before.get(name) != after.get(name):
                yield words.clean(before.get(name, "")), words.clean(after.get(name, "")), (name,)
    if old.draft is not None and new.draft is not None and old.draft != new.draft:
        before_it, after_it = _first_change(_lines(old.draft), _lines(new.draft))
        yield f"message: {before_it}", f"message: {after_it}", (new.draft.message,)


def _lines(draft: Draft) -> list[str]:
    return [words.clean(line) for line in (draft.subject, *draft.body.splitlines()) if line.strip()]


def _first_change(old: list[str], new: list[str]) -> tuple[str, str]:
    """The first line that is otherwise in a message, as it was and as it is; empty where the message ends before."""
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    if same is None:
        same = min(len(old), len(new))
    return "".join(old[same : same + 1]), "".join(new[same : same + 1])


def _narrowed(old: Item, new: Item) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The channels that a rule advises against in one of them alone."""
    before, after = (
        {one.rules: f"not {' or '.join(words.clean(by) for _, by in one.channels)}" for one in item.not_by}
        for item in (old, new)
    )
    for rules in [*after, *(one for one in before if one not in after)]:
        was, to = before.get(rules, "by any channel"), after.get(rules, "by any channel")
        if was != to:
            yield was, to, rules


def _rules(old: Item, new: Item) -> tuple[str, ...]:
    """The rules that speak in one of them alone, or otherwise."""
    before, after = _spoken(old.voices), _spoken(new.voices)
    return tuple(rule for rule in dict.fromkeys([*after, *before]) if before.get(rule) != after.get(rule))


def _spoken(voices: tuple[Voice, ...]) -> dict[str, list[tuple[str, str, tuple[Stretch, ...]]]]:
    found: dict[str, list[tuple[str, str, tuple[Stretch, ...]]]] = {}
    for voice in voices:
        found.setdefault(voice.rule, []).append((voice.source, voice.kind, voice.window))
    return found
