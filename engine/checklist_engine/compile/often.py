"""How often: limits of prohibitions, quotas and repetitions, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine import phrases
from checklist_engine.compile.context import Context
from checklist_engine.compile.lengths import LengthOf, check_calendar, compile_length
from checklist_engine.compile.moments import MomentOf, compile_moment, log_names
from checklist_engine.load.pack import Path
from checklist_engine.moments import WEEKDAYS
from checklist_engine.value import Value


class Limit(Value):
    """A prohibition by number: more than ``more_than`` times ``per`` so long breaks it, or ``in_all``."""

    more_than: int
    per: LengthOf
    in_all: bool = False


class Often(Value):
    """How often something is to be done: a quota (``at_least`` times, ``per`` so long), or a repetition.

    It comes again ``every`` so long after it was done, or on ``each`` such day of the calendar or so far apart (by the
    words for it), and is then open for as long as ``lasts`` says. Of a repetition ``at_most`` is how often in all, and
    ``until`` the moment from which it stops.
    """

    at_least: int = 1
    per: LengthOf | None = None
    every: LengthOf | None = None
    each: Mapping[str, phrases.Each] = {}
    lasts: LengthOf | None = None
    at_most: int | None = None
    until: MomentOf | None = None

    @property
    def repeats(self) -> bool:
        """Whether it comes again and again, rather than so often in all."""
        return self.every is not None or bool(self.each)


def compile_limit(context: Context, node: Mapping[str, Any], path: Path) -> Limit | None:
    """The limit of a prohibition: ``more_than`` so many ``per`` stretch; None where it is a plain one."""
    if "more_than" not in node:
        return None
    per = compile_length(context, node.get("per", "3650 days"), (*path, "per"))
    return Limit(more_than=node["more_than"], per=per, in_all="per" not in node)


def compile_often(context: Context, node: Mapping[str, Any], path: Path) -> Often | None:
    """How often something is to be done: the window's ``at_least`` and ``per``, or its ``repeat``; None for once."""
    if "repeat" in node:
        repeat, where = node["repeat"], (*path, "repeat")
        return Often(
            every=compile_length(context, repeat["every"], (*where, "every")) if "every" in repeat else None,
            each=_days(context, repeat["each"], (*where, "each")) if "each" in repeat else {},
            lasts=compile_length(context, repeat["for"], (*where, "for")) if "for" in repeat else None,
            at_most=repeat.get("at_most"),
            until=compile_moment(context, repeat["until"], (*where, "until")) if "until" in repeat else None,
        )
    if "at_least" not in node:
        return None
    per = compile_length(context, node["per"], (*path, "per")) if "per" in node else None
    return Often(at_least=node["at_least"], per=per)


def _days(context: Context, given: str | list[str], path: Path) -> dict[str, phrases.Each]:
    found = {}
    for text in [given] if isinstance(given, str) else given:
        try:
            found[text] = phrases.each(text)
        except phrases.PhraseError:
            context.problem(path, "phrase/unknown", f"“{text}” names no days", expected="such as Saturday")
            continue
        if found[text].apart is None:
            check_calendar(context, found[text].what, path)
        if (lead := found[text].lead) is not None:
            check_calendar(context, lead[1], path)
            if lead[1] == "week" and found[text].ordinal is None and found[text].what in WEEKDAYS:
                context.problem(
                    path, "phrase/idle", f"“{text}” is every such day: weeks before and after it there is one, too",
                    hint="Every other one is each: 2 weeks, and the window begins on it: from: Saturday on or after.",
                )  # fmt: skip
        if (roll := found[text].roll) is not None:
            check_calendar(context, f"{roll.calendar} day", path)
    return found


def compile_counted(
    context: Context, node: Mapping[str, Any], path: Path, action: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a prohibition forbids or counts: the actions behind ``of`` (by default its own) and the channels ``by``."""
    names = log_names(context, "did", node["of"], (*path, "of")) if "of" in node else [action]
    channels = node.get("by", ())
    channels = (channels,) if isinstance(channels, str) else tuple(channels)
    for channel in channels:
        if channel not in context.registry.channels:
            context.unknown((*path, "by"), "channel", channel, context.registry.channels)
    context.registry.mention("did", names, channels)
    return tuple(names), channels
