"""What compiled rules look at while they are evaluated: one case at one moment, seen from one item.

A `Case` is a record at a moment: its log holds only what has happened by then. A `Scope` is the view from one
element of a fan-out (this round, this person) and notes which missing facts were asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from checklist_engine.moments import Moment, point, weekday
from checklist_engine.problems import Problem, Problems
from checklist_engine.value import Value

if TYPE_CHECKING:
    from checklist_engine.calendars import WorkingDays

CalendarData = tuple[frozenset[str], tuple[str, ...], tuple[Any, ...], tuple[str, ...]]
"""A calendar of a pack: its weekdays, the places whose holidays count, facts that name such places, days off."""
Path = tuple[str | int, ...]
MOST_STEPS = 300_000
"""How many elements and log entries one evaluation looks at before it gives up: about a second's worth.

A record with 2,000 items and a log of 2,500 entries needs 80,000."""
Result = TypeVar("Result")


class Entry(Value):
    """One line of the log: when, which verb (``did``, ``heard``, ``skipped``) and what, with whom, by which channel.

    ``elements`` holds the other keys by dimension: ``{"round": "first"}``. ``index`` is its place in the log.
    """

    at: Moment
    verb: str
    name: str
    person: str | None = None
    channel: str | None = None
    elements: Mapping[str, str] = {}
    index: int = 0
    line: int = 0


class Record(Value):
    """The facts of one case, checked: ``data`` as the record schema names them (short forms spelled out).

    ``moments`` holds every date and time by its path; ``zone`` is where local times without a zone of their own
    are read; ``places`` gives ``(line, column)`` for each path.
    """

    name: str
    case: str
    data: Mapping[str, Any]
    moments: Mapping[Path, Moment]
    zone: str
    log: tuple[Entry, ...] = ()
    places: Mapping[Path, tuple[int, int]] = {}
    notes: tuple[str, ...] = ()
    short_forms: Mapping[str, str] = {}
    """Lists that the file writes as one element: ``{"rounds": "round"}``."""
    others: tuple[tuple[Path, Record], ...] = ()
    """The records that this one refers to, and where; their facts stand there in ``data``."""

    def written(self, path: Path) -> str:
        """How a person would find the fact at ``path`` in the file: ``round.decision_by``."""
        short = self.short_forms.get(str(path[0])) if path[1:2] == (0,) else None
        return ".".join(str(part) for part in ((short, *path[2:]) if short else path))

    def place(self, path: Path) -> tuple[int, int]:
        """Where the fact at ``path`` stands, or the nearest part around it."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (0, 0))


class Element(Value):
    """One element of a list that an action fans out over; ``key`` is None for one that nobody has named."""

    dimension: str
    key: str | None
    data: Any
    path: Path
    label: str
    zone: str
    is_person: bool = False


class Reads:
    """What an evaluation read: each fact by its path (the compiled fact, and a scope in which it was looked for), and
    each name of the log by its verb. Both in the order in which they were first read."""

    def __init__(self) -> None:
        self.facts: dict[Path, tuple[Any, Scope]] = {}
        self.log: dict[tuple[str, str], None] = {}


class Case:
    """A record at the moment ``now`` (seconds since 1970): the log up to then.

    ``begins`` gives, for a dimension that time orders (rounds), the first instant of the day on which each element
    begins and its key, earliest first; ``fans_out`` the dimensions of each action.
    ``elements_of`` and ``statuses_of`` are how conditions look at lists and at
    other items; whoever evaluates provides them. ``reads`` notes what is read, where somebody wants to know.
    """

    def __init__(
        self,
        record: Record,
        now: int,
        calendars: Mapping[str, CalendarData],
        begins: Mapping[str, list[tuple[int, str]]],
        fans_out: Mapping[str, frozenset[str]],
        elements_of: Callable[[str, Any, Scope], list[Element]],
        statuses_of: Callable[[str, Scope], list[str]],
    ) -> None:
        self.record = record
        self.now = now
        self._calendars = calendars
        self._known_calendars: dict[str, WorkingDays] = {}
        self.elements_of = elements_of
        self.statuses_of = statuses_of
        self.reads: Reads | None = None
        self._begins = begins
        self._fans_out = fans_out
        self._index: dict[tuple[str, str], list[Entry]] = {}
        self._steps = 0
        # A date-only entry counts from its start, in the person's favour: done "on Tuesday" is done on Tuesday morning.
        for entry in sorted(record.log, key=_by_time):
            if entry.at.start <= now:
                self._index.setdefault((entry.verb, entry.name), []).append(entry)

    def calendar(self, name: str) -> WorkingDays:
        """The pack's calendar of that name (``working``: that of working days), with the holidays that facts name.

        Raises Problems where a fact names a place without known holidays.
        """
        if name not in self._known_calendars:
            from checklist_engine.calendars import WorkingDays

            week, codes, facts, off = self._calendars[name]
            found = [*codes, *(code for fact in facts for code in _codes(fact, self))]
            self._known_calendars[name] = WorkingDays(week, found, off)
        return self._known_calendars[name]

    def is_working_day(self, stamp: int, zone: str) -> bool:
        """Whether people work on the local day of a second."""
        week, codes, facts, off = self._calendars["working"]
        if codes or facts or off:
            return point(stamp, zone).day in self.calendar("working")
        return weekday(stamp, zone) in week

    def spend(self, steps: int) -> None:
        """Note that so many elements or entries are being looked at. Raises Problems where they become too many.

        They are counted, not timed: the same record ends the same way on every computer.
        """
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise Problems(
                [
                    Problem(
                        id="record/too-large", file=self.record.name,
                        message="this record is too large for its rules: each list is looked at for each item",
                        hint="Shorten its longest lists, or take what is over and done with out of the log.",
                    )
                ]
            )  # fmt: skip

    @property
    def steps(self) -> int:
        """How many elements and entries were looked at so far."""
        return self._steps

    def entries(self, verb: str, names: Iterable[str]) -> list[Entry]:
        """The log's entries of these names so far, oldest first."""
        if self.reads is not None:
            names = tuple(names)
            self.reads.log.update(dict.fromkeys((verb, name) for name in names))
        lists = [self._index.get((verb, name), []) for name in names]
        self.spend(sum(map(len, lists)))
        if len(lists) == 1:
            return lists[0]
        return sorted((entry for part in lists for entry in part), key=_by_time)

    def distinguishes(self, entry: Entry, element: Element) -> bool:
        """Whether an entry could be about one element and not another.

        What was done once for all, such as sending a list, was not done for one referee, whomever it went to; and a
        no is a no for everybody, whoever brought it.
        """
        if entry.verb == "heard":
            return not element.is_person
        return element.dimension in self._fans_out.get(entry.name, (element.dimension,))

    def element_for(self, element: Element, entry: Entry) -> str | None:
        """The key that an entry names in an element's dimension; None where it counts for every element.

        What was done in a round without saying in which belongs to the last one that had begun by that day.
        """
        if element.is_person:
            return entry.person
        dimension = element.dimension
        said = entry.elements.get(dimension)
        if said is None and dimension in self._fans_out.get(entry.name, ()) and (begins := self._begins.get(dimension)):
            said = begins[0][1]
            for start, key in begins:
                if start <= entry.at.start:
                    said = key
        return said


def _codes(fact: Any, case: Case) -> list[str]:
    """The places that a fact names, whose holidays count. Raises Problems at a place that has none."""
    scope = Scope(case, {})
    value, path = fact.value(scope), fact.find(scope)[1]
    codes = [str(one) for one in value] if isinstance(value, list) else [str(value)] if value is not None else []
    for code in codes:
        from checklist_engine.calendars import public_holidays

        try:
            public_holidays(code, 2026)
        except Problems as found:
            if any(problem.id == "calendar/extra" for problem in found.problems):
                raise  # nothing is wrong with the file
            line, column = case.record.place(path)
            raise Problems(
                problem.replace(file=case.record.name, line=line, column=column) for problem in found.problems
            ) from None
    return codes


def _by_time(entry: Entry) -> tuple[int, int]:
    return entry.at.start, entry.index


Lack = tuple[str, str]


class Scope:
    """The view from one item: its elements by dimension, its trigger, and the answers that were missing.

    ``implied`` names elements that the item does not fan out over but that come with those that it does: of a person
    who was met in several rounds, the first of them. ``asks`` maps the path of a missing fact to the compiled fact,
    in the order in which they were asked for. ``lacks`` are the entries and facts that moments found missing, as
    (verb, name) of the log or ("fact", title).
    """

    __slots__ = ("asks", "case", "elements", "implied", "lacks", "trigger", "trigger_asks", "trigger_lacks")

    def __init__(
        self, case: Case, elements: Mapping[str, Element], implied: Mapping[str, Element] | None = None
    ) -> None:
        self.case = case
        self.elements = elements
        self.implied = implied or {}
        self.trigger: Moment | None = None
        self.trigger_asks: Mapping[Path, Any] = {}
        self.trigger_lacks: tuple[Lack, ...] = ()
        self.asks: dict[Path, Any] = {}
        self.lacks: list[Lack] = []

    def ask(self, fact: Any, path: Path) -> None:
        """Note that the fact at ``path`` is missing and was assumed."""
        self.asks[path] = fact

    def gather(self, look: Callable[[Scope], Result]) -> tuple[Result, dict[Path, Any]]:
        """What ``look`` finds in this view, and the missing facts that it asked for (not noted in ``asks``)."""
        outer, self.asks = self.asks, {}
        try:
            return look(self), self.asks
        finally:
            self.asks = outer

    def inside(self, **elements: Element) -> Scope:
        """A narrower view: the same item, with one more element named."""
        scope = Scope(self.case, {**self.elements, **elements}, self.implied)
        scope.trigger, scope.trigger_asks, scope.trigger_lacks = self.trigger, self.trigger_asks, self.trigger_lacks
        scope.asks, scope.lacks = self.asks, self.lacks
        return scope

    def counting_from(self, moment_of: Callable[[Scope], Moment | None] | None) -> Scope:
        """The same view with another trigger, which may itself count from this one's; the same where that is None.

        What the trigger rests on is asked for by those that count from it, and only by them.
        """
        if moment_of is None:
            return self
        scope = self.inside()
        known = len(self.lacks)
        scope.trigger, scope.trigger_asks = self.gather(moment_of)
        scope.trigger_lacks = tuple(self.lacks[known:])
        return scope

    def zone(self) -> str:
        """The zone in which this item's own times are read: that of its first element, else the case's."""
        for element in self.elements.values():
            if not element.is_person:
                return element.zone
        return self.case.record.zone

    def concerns(self, entry: Entry) -> bool:
        """Whether a log entry speaks of this item's elements.

        What nobody has named yet matches every entry, so that ticks stay when names come.
        """
        for element in self.elements.values():
            if not self.case.distinguishes(entry, element):
                continue
            said = self.case.element_for(element, entry)
            if said is not None and element.key is not None and said != element.key:
                return False
        return True
