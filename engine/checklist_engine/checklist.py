"""The checklist: one frozen value, the result of an evaluation and the contract with every format.

All moments are RFC 3339 strings with an offset, local to the case's time zone
(``2026-11-18T08:00:00+01:00``), so that a reader needs no time-zone database: the date and the clock in
the string are those that a person sees. Stretches are half-open, ``[from, to)``; a ``to`` or ``closes``
at 00:00 therefore means "through the day before". ``None`` stands for "none" or "not known".

Fields are only ever added. ``as_json`` gives the same thing as JSON data, described by
``schemas/checklist.schema.json``.
"""

from __future__ import annotations

from typing import Any, cast

from checklist_engine.value import Value

SCHEMA_VERSION = 1


class Stretch(Value):
    """A stretch of time ``[from_, to)`` and the sources that allow all of it."""

    from_: str | None
    to: str | None
    sources: tuple[str, ...] = ()


class Window(Value):
    """When an item can be done: ``[opens, closes)``, and the stretches that most sources agree on.

    ``best`` does not move with the clock; ``next`` is the same computation over what is left from now.
    ``runner_up`` is the second choice. ``ideal`` is a source's own favourite inside ``best`` or the runner-up.
    """

    opens: str | None = None
    best: Stretch | None = None
    runner_up: Stretch | None = None
    next: Stretch | None = None
    closes: str | None = None
    ideal: tuple[Stretch, ...] = ()


class Voice(Value):
    """One rule speaking on an item, for one source."""

    source: str
    statement: str
    rule: str
    kind: str
    says: str
    """The (first) statement, in the pack's words."""
    window: tuple[Stretch, ...] = ()
    agrees: bool = True
    """Whether this source's own window covers the item's best stretch."""
    late: bool = False
    """Whether this source's own end has passed and the item is not done."""
    statements: tuple[str, ...] = ()
    ours: str | None = None
    """Which part is our reading and not the source's."""
    yours: str | None = None
    """What the person's own tailoring changed in this rule, and why."""
    limit: str | None = None
    """Of a prohibition by number or by channel, what it says of the item: "no more than once in 6 hours"."""
    of: tuple[str, ...] = ()
    """The actions that a prohibition forbids, where they are others than the item's own."""
    file: str = ""
    line: int = 0
    """Where the rule stands, relative to the pack."""


class Step(Value):
    """One part of an item's work (``step``) or a thing to look at before it is done (``check``)."""

    id: str
    title: str
    sources: tuple[str, ...]
    statements: tuple[str, ...]
    by: str | None = None
    """When this part should be ready, if its rule says so."""


class Derivation(Value):
    """How one date of the item came about, as a line that a person can check by hand."""

    edge: str
    """``opens``, ``closes``, ``best``, ``runner_up``, ``next``, or ``from``/``to``/``ideal`` of one rule's window."""
    text: str
    rule: str | None = None
    date: str | None = None


class Done(Value):
    """When an item was done; ``timing`` is ``early``, ``in-time`` or ``late`` (None where no window says).

    ``against`` are the sources that said not to, then or through that channel.
    """

    at: str
    date_only: bool
    timing: str | None = None
    by: str | None = None
    times: int = 1
    against: tuple[str, ...] = ()


class Hold(Value):
    """What holds an item back: the rules, their sources, until when (None: not known yet) and why."""

    rules: tuple[str, ...]
    sources: tuple[str, ...]
    until: str | None
    reason: str


class NotBy(Value):
    """Channels through which an item is better not done now: whose rules say so, until when (None: no end), and why.

    ``channels`` are pairs of a channel's name and the pack's words for it: ``("phone", "by phone")``. Of an item that
    is still to open, it is what will hold then.
    """

    channels: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    until: str | None
    reason: str


class Draft(Value):
    """A message that the item asks for, filled from record and configuration; ``gaps`` are left for the person."""

    message: str
    subject: str
    body: str
    gaps: tuple[str, ...] = ()
    to: str | None = None
    """The address, where the record has one."""


class Progress(Value):
    """How far an item is that is to be done several times: ``times`` logged, ``of`` so many (None: no number is set).

    Of a prohibition by number ``of`` is how often is allowed, ``times`` how many of these count now, and ``until``
    when the next one is free again, where all are used.

    ``since`` and ``until`` are the stretch ``[since, until)`` in which they are counted, moments in the case's zone;
    None where it has no such edge. ``by`` are the words of the channels that a limit is about, such as ``by phone``.
    """

    times: int
    of: int | None = None
    since: str | None = None
    until: str | None = None
    by: str | None = None


class Item(Value):
    """One line of the checklist: an action, for one person and one round where it fans out over them."""

    id: str
    action: str
    kind: str
    """``do``, ``dont``, ``need_not`` or ``expect``."""
    title: str
    status: str
    reason: str | None = None
    """Why it has this status, where that is not plain from its window."""
    person: str | None = None
    round: str | None = None
    elements: tuple[tuple[str, str | None], ...] = ()
    """The fan-out: (dimension, key of the element or None where it is unnamed)."""
    labels: tuple[tuple[str, str], ...] = ()
    """Readable names of the elements: (dimension, name)."""
    standing: bool = False
    provisional: tuple[str, ...] = ()
    """What was assumed, in words: "no date was promised"."""
    assumed: tuple[str, ...] = ()
    """The facts assumed, as paths."""
    window: Window = Window()
    late_for: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    steps: tuple[Step, ...] = ()
    checks: tuple[Step, ...] = ()
    derivation: tuple[Derivation, ...] = ()
    done: Done | None = None
    progress: Progress | None = None
    """How far it is, where it is to be done several times; how much is used, where that is limited."""
    hold: Hold | None = None
    not_by: tuple[NotBy, ...] = ()
    broken: tuple[str, ...] = ()
    """When a prohibition was broken."""
    classes: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    """What each source's vote counts here, where a profile weighs them; empty where each has one vote."""
    yours: str | None = None
    """What the person's own tailoring changed in the action, and why."""
    draft: Draft | None = None
    file: str = ""
    line: int = 0


class Happening(Value):
    """A logged thing that is no item of its own: an event heard of, or an action on which there is no advice."""

    verb: str
    """``heard`` or ``did``."""
    name: str
    title: str
    at: str
    """RFC 3339, or a date where the log has only that."""
    person: str | None = None


class Question(Value):
    """A fact that is missing and would settle items; ranked by how many."""

    fact: str
    ask: str
    assumed: str
    items: tuple[str, ...]
    path: str
    """Where the answer belongs in the record, such as ``rounds.0.decision_by``."""


class Statement(Value):
    """One distinct piece of advice of a source, in our words, and where it stands there."""

    id: str
    says: str
    where: str


class Source(Value):
    """A publication whose advice the pack encodes."""

    id: str
    title: str
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None


class PackInfo(Value):
    """Which pack made this checklist; ``digest`` changes with any byte of its rules."""

    id: str
    title: str
    version: str
    digest: str


class Checklist(Value):
    """Everything that a format may show. Items stand in the pack's order; formats group them by status."""

    case: str
    title: str
    now: str
    timezone: str
    profile: str
    pack: PackInfo
    items: tuple[Item, ...]
    questions: tuple[Question, ...] = ()
    happened: tuple[Happening, ...] = ()
    """What the log has beside the items, oldest first."""
    notes: tuple[str, ...] = ()
    """What was assumed about the whole case ("it took an hour"), and other remarks."""
    sources: tuple[Source, ...] = ()
    """Only those that the profile hears."""
    statements: tuple[Statement, ...] = ()
    """Those that the items cite."""
    schema: int = SCHEMA_VERSION

    def item(self, item_id: str) -> Item:
        """The item of that id; KeyError where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


_PAIRS = {"elements", "labels", "weights", "channels"}


def as_json(value: Any) -> Any:
    """The same value as JSON data: objects for the frozen types, lists for tuples, ``from`` for ``from_``."""
    if isinstance(value, tuple):
        return [as_json(element) for element in value]
    if not isinstance(value, Value):
        return value
    return {
        name.rstrip("_"): dict(cast(Any, getattr(value, name))) if name in _PAIRS else as_json(getattr(value, name))
        for name in value._fields
    }
