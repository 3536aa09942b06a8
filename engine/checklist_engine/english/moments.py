"""Moments and lengths of time in words: ``the second day after the end of the meeting``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checklist_engine import phrases
from checklist_engine.english.book import Book, alternatives, spoken
from checklist_engine.english.numbers import ordinal, weekday
from checklist_engine.value import Value

_VERBS = {"did": "was done", "heard": "was heard", "skipped": "was skipped"}


class Said(Value):
    """A moment as a noun: its words, and whether they name a whole day already."""

    text: str
    is_day: bool = False

    @property
    def day(self) -> str:
        """The day that it lies in."""
        return self.text if self.is_day else f"the day of {self.text}"


NOWHERE = Said(text="a moment that is not named")
NOW = Said(text="now")


def moment(book: Book, node: Any, trigger: Said) -> Said:
    """A moment as a rule has it; ``trigger`` is what offsets count from."""
    if isinstance(node, str):
        return _phrase(book, node, trigger)
    if isinstance(node, list):
        return _chain(book, node, trigger)
    if "choose" in node:
        return Said(text=choice(book, node["choose"], trigger, lambda one: moment(book, one, trigger).text))
    for key, said in _SEVERAL.items():
        if key in node:
            members = [moment(book, one, trigger) for one in node[key]]
            if len(members) == 1:
                return members[0]
            text = said([one.text for one in members])
            if "known" in node:
                text = f"{text.replace(' known of ', ' of ')} (once {'both' if len(members) == 2 else 'all'} are known)"
            return Said(text=text, is_day=all(one.is_day for one in members))
    return _logged(book, node)


def _earliest(members: list[str]) -> str:
    return f"{'the earlier' if len(members) == 2 else 'the earliest'} known of {_both(members)}"


def _latest(members: list[str]) -> str:
    return f"{'the later' if len(members) == 2 else 'the latest'} known of {_both(members)}"


def _first_known(members: list[str]) -> str:
    return ", or if that is not known ".join(members)


def _both(members: list[str]) -> str:
    *some, last = members
    return f"{', '.join(some)} and {last}"


_SEVERAL = {"earliest_of": _earliest, "latest_of": _latest, "first_known_of": _first_known}


def choice(book: Book, parts: Sequence[Mapping[str, Any]], trigger: Said, use: Any) -> str:
    """``choose``: the first whose condition holds."""
    said = []
    for place, part in enumerate(parts):
        words = str(use(part["use"]))
        if "when" in part:
            said.append(f"{words} if {book.condition(book, part['when'], trigger)}")
        else:
            said.append(f"otherwise {words}" if place else words)
    return ", ".join(said)


def _logged(book: Book, node: Mapping[str, Any]) -> Said:
    verb = next(key for key in _VERBS if key in node)
    given = node[verb] if isinstance(node[verb], list) else [node[verb]]
    names = alternatives(book.event(one) if verb == "heard" else book.action(one) for one in given)
    return Said(text=f"the {node.get('which', 'last')} time that {names} {_VERBS[verb]}")


def _chain(book: Book, parts: list[Any], trigger: Said) -> Said:
    said = moment(book, parts[0], trigger)
    for part in parts[1:]:
        said = _step(book, phrases.parse(part), said)
    return said


def _phrase(book: Book, text: str, trigger: Said) -> Said:
    if text == "now":
        return NOW
    phrase = phrases.parse(text)
    if isinstance(phrase, phrases.Name):
        return named(book, phrase.name, trigger)
    base = getattr(phrase, "base", None)
    return _step(book, phrase, trigger if base is None else named(book, base, trigger))


def named(book: Book, name: str, trigger: Said) -> Said:
    """A fact; or a named moment: what it is where that is short, else its name, to be explained elsewhere."""
    if "-" not in name:
        kind = book.registry.schema.spec(name, book.dimensions).schema.get("type_name")
        return Said(text=book.fact(name), is_day=kind == "date")
    node = book.registry.moments.get(name)
    if isinstance(node, str) and phrases.is_name(node) and "-" not in node:
        return moment(book, node, trigger)
    book.used[("moment", name)] = None
    return Said(text=spoken(name))


def _step(book: Book, phrase: phrases.Phrase, base: Said) -> Said:
    if isinstance(phrase, phrases.Offset):
        return _offset(phrase.amount, phrase.unit, base)
    if isinstance(phrase, phrases.NamedOffset):
        return Said(text=f"{length(book, phrase.name)} {'before' if phrase.before else 'after'} {base.text}")
    if isinstance(phrase, phrases.Clock):
        where = " their time" if phrase.theirs else f" on the clock of {book.fact(phrase.of)}" if phrase.of else ""
        return Said(text=f"{phrase.clock}{where} on {base.day}")
    if isinstance(phrase, phrases.Edge):
        of = base.day if phrase.period == "day" else f"the {phrase.period} of {base.text}"
        return Said(text=f"the {phrase.edge} of {of}", is_day=phrase.period != "day")
    if isinstance(phrase, phrases.Place):
        if date := phrases.date_in_words(phrase.what):
            return Said(text=f"{date} of the {phrase.period} of {base.text}", is_day=True)
        which = "last" if phrase.ordinal == -1 else ordinal(phrase.ordinal)
        what = weekday(phrase.what) if " " not in phrase.what and phrase.what != "day" else phrase.what
        return Said(text=f"the {which} {what} of the {phrase.period} of {base.text}", is_day=True)
    if isinstance(phrase, phrases.Near):
        on = "on or " if phrase.inclusive else ""
        date = phrases.date_in_words(phrase.what)
        day = f"{'next' if phrase.side == 'after' else 'last'} {date}" if date else weekday(phrase.what)
        return Said(text=f"the {day} {on}{phrase.side} {base.text}", is_day=True)
    if isinstance(phrase, phrases.Roll):
        side = "next {} day on or after" if phrase.step > 0 else "last {} day on or before"
        return Said(text=f"the {side.format(phrase.calendar)} {base.text}", is_day=base.is_day)
    return Said(text=base.day, is_day=True)


def _offset(amount: int, unit: str, base: Said) -> Said:
    side, many = ("after", amount) if amount > 0 else ("before", -amount)
    if not unit.endswith("day"):
        return Said(text=f"{phrases.in_words(many, unit)} {side} {base.text}", is_day=unit not in ("minute", "hour"))
    which = "" if many == 1 else f"{ordinal(many)} "
    if unit != "day" and many == 1:
        which = "next " if amount > 0 else "last "
    return Said(text=f"the {which}{unit} {side} {base.text}", is_day=True)


def length(book: Book, node: Any, trigger: Said = NOWHERE) -> str:
    """A length of time: ``7 days``, a fact that is one, the name of an offset, a choice."""
    if isinstance(node, Mapping):
        return choice(book, node["choose"], trigger, lambda one: length(book, one, trigger))
    if not phrases.is_name(node):
        return phrases.in_words(*phrases.distance(node))
    if "-" not in node:
        return book.fact(node)
    there = book.registry.offsets.get(node)
    if isinstance(there, str):
        return length(book, there, trigger)
    book.used[("offset", node)] = None
    return spoken(node)
