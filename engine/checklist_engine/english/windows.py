"""Windows in words: ``from the end of the meeting until 24 hours after it``; how often; what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checklist_engine.english.book import Book
from checklist_engine.english.moments import NOWHERE, Said, length, moment
from checklist_engine.english.numbers import times, weekdays
from checklist_engine.phrases import MONTHS, each, each_in_words
from checklist_engine.words import join

IT = Said(text="it")


def window(book: Book, node: Mapping[str, Any], trigger: Said | None) -> str:
    """From when until when, with the best part and what is left of it. ``trigger`` is None where there is none."""
    said = edges(book, node, trigger)
    if "only" in node:
        said = f"{join(stretches(book, node['only'], trigger), 'and')}, {said}"
    if "ideal" in node:
        said += f", ideally {edges(book, node['ideal'], trigger)}"
    if "except" in node:
        said += f", but not {join(stretches(book, node['except'], trigger), 'and not')}"
    return said


def edges(book: Book, node: Mapping[str, Any], trigger: Said | None) -> str:
    """The two ends of a window; one without a beginning begins at the trigger."""
    base = trigger or NOWHERE
    if "during" in node:
        day = moment(book, node["during"], base).day
        is_length = day[0].isdigit() and day.split(" ")[1] not in MONTHS
        return f"during {'the day ' if is_length else ''}{day}"
    closing = next((key for key in ("until", "through") if key in node), None)
    opens = moment(book, node["from"], base).text if "from" in node else trigger.text if trigger else None
    if closing is None:
        return "at any time" if opens is None else f"at any time from {opens} onwards"
    # Where the window begins at the trigger, its end may say “it”: the trigger was just named.
    ends = moment(book, node[closing], IT if "from" not in node and trigger else base)
    end = ends.day if closing == "through" else f"the end of {ends.text}" if ends.is_day else ends.text
    return f"{closing} {end}" if opens is None else f"from {opens} {closing} {end}"


def stretches(book: Book, nodes: list[Mapping[str, Any]], trigger: Said | None) -> Iterator[str]:
    """What a window is cut by, one stretch after the other."""
    for node in nodes:
        yield _hours(node) or edges(book, node, trigger)


def _hours(node: Mapping[str, Any]) -> str:
    """``on Fridays from 12:00``, ``between 12:00 and 14:00 each day in July``; empty for the edges of a window."""
    said = []
    if "weekday" in node:
        said.append(f"on {weekdays(node['weekday'], plural=True)}")
    if "month" in node:
        said.append(f"in {join(MONTHS[number - 1] for number in node['month'])}")
    opens, closes = node.get("clock_from"), node.get("clock_before")
    if opens is None and closes is None:
        return " ".join(said)
    if opens is None:
        clocks = f"before {closes}"
    elif closes is None:
        clocks = f"from {opens}"
    else:
        clocks = f"between {opens} and {closes}"
    if "weekday" not in node:
        return " ".join([clocks, "each day", *said])
    return " ".join([*said, clocks]) + (" the next day" if opens and closes and closes <= opens else "")


def _on_each(texts: list[str]) -> str:
    """``on each Saturday``, ``every 2 weeks from then on``, or both."""
    apart = [one for one in texts if each(one).apart is not None]
    days = [each_in_words(one) for one in texts if one not in apart and each(one).lead is None]
    parts = [f"on {join(days)}"] if days else []
    parts += [each_in_words(one) for one in texts if each(one).lead is not None]
    return join([*parts, *(f"{each_in_words(one)} from then on" for one in apart)])


def often(book: Book, node: Mapping[str, Any], trigger: Said | None) -> str:
    """How often something is to be done, with a comma in front; empty for once."""
    base = trigger or NOWHERE
    if "at_least" in node:
        per = f" in each stretch of {length(book, node['per'], base)}" if "per" in node else " in all"
        return f", at least {times(node['at_least'])}{per}"
    if "repeat" not in node:
        return ""
    repeat = node["repeat"]
    if "each" in repeat:
        days = [repeat["each"]] if isinstance(repeat["each"], str) else repeat["each"]
        said = f", {_on_each(days)}"
        said += f", for {length(book, repeat['for'], base)} each time" if "for" in repeat else ""
    else:
        said = f", and again {length(book, repeat['every'], base)} after each time that it was done"
    if "at_most" in repeat:
        said += f", {times(repeat['at_most'])} in all"
    if "until" in repeat:
        ends = moment(book, repeat["until"], base)
        said += f", until {'the end of ' if ends.is_day else ''}{ends.text}"
    return said
