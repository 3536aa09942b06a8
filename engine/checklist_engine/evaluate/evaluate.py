"""Evaluation: a program, a record and a moment become a checklist. Pure; equal input gives equal output."""

from __future__ import annotations

from typing import Any

from checklist_engine.checklist import Checklist, Happening, Item, PackInfo, Source, Statement
from checklist_engine.compile.model import Action
from checklist_engine.compile.program import Program
from checklist_engine.compile.remarks import Remark
from checklist_engine.evaluate.doubts import doubts
from checklist_engine.evaluate.fanout import begins, elements_of, scopes
from checklist_engine.evaluate.items import item_of
from checklist_engine.evaluate.outcomes import Outcome, outcome_of
from checklist_engine.evaluate.prohibitions import Ban, bans, turn_held_back
from checklist_engine.evaluate.questions import questions
from checklist_engine.evaluate.voices import Speaking, speaking
from checklist_engine.moments import iso_day, rfc3339
from checklist_engine.problems import Problem, Problems
from checklist_engine.profiles import Profile, find_profile
from checklist_engine.scope import Case, Record, Scope


def evaluate(
    program: Program, record: Record, now: int, *, profile: str | Profile = "consensus", drafts: bool = True
) -> Checklist:
    """The checklist of ``record`` at ``now`` (seconds since 1970, UTC), as ``profile`` hears the sources.

    ``drafts=False`` leaves the messages out, for who does not show them. Raises Problems for an unknown profile.
    """
    return Evaluation(program, record, now, profile_of(program, profile)).checklist(drafts=drafts)


def profile_of(program: Program, profile: str | Profile) -> Profile:
    """The pack's profile of that name, unless one is given as it is. Raises Problems."""
    if isinstance(profile, Profile):
        return profile
    return find_profile(profile, program.source_order, program.pack.manifest.data.get("profiles", {}))


MOST_ITEMS = 2_000
"""A checklist of more is of no use to anybody, and takes seconds."""


class Evaluation:
    """One evaluation; outcomes are found when they are first asked for, since items may look at each other."""

    def __init__(self, program: Program, record: Record, now: int, profile: Profile) -> None:
        self.program = program
        self.profile = profile
        self.case = Case(
            record,
            now,
            program.calendars,
            begins(program, record),
            program.fans_out,
            lambda dimension, fact, scope: elements_of(program, dimension, fact, scope),
            self._statuses_of,
        )
        self._number: dict[str, int] = {}
        self._spoken: dict[str, list[tuple[Scope, list[Speaking]]]] = {}
        self._outcomes: dict[str, list[Outcome]] = {}
        self._forbidders = _forbidders(program)

    def checklist(self, *, drafts: bool = True) -> Checklist:
        """The whole checklist: items in the order of their dates."""
        outcomes = [one for action in self.program.actions.values() for one in self.outcomes(action)]
        items = [item_of(self.program, one, self.profile.of(one.action.id), drafts=drafts) for one in outcomes]
        items.sort(key=_by_date)
        record, pack = self.case.record, self.program.pack
        heard = [file.data for file in pack.sources if self._hears(file.data)]
        return Checklist(
            case=record.case,
            title=self.program.title(Scope(self.case, {}), lambda fact: fact.spec.title),
            now=rfc3339(self.case.now, record.zone),
            timezone=record.zone,
            profile=self.profile.name,
            pack=PackInfo(
                id=pack.id, title=pack.manifest.data["title"], version=str(pack.manifest.data["version"]),
                digest=pack.digest,
            ),
            items=tuple(items),
            questions=questions(self.program, self.case, outcomes, items),
            happened=_happened(self.program, self.case),
            notes=(*record.notes, *pack.notes, *doubts(self.case, items), *(one.says for one in self.remarks())),
            sources=tuple(_source(data) for data in heard),
            statements=_statements(self.program, items),
        )  # fmt: skip

    def remarks(self) -> list[Remark]:
        """The pack's remarks that hold for the case, in its order."""
        root = Scope(self.case, {})
        return [one for one in self.program.remarks if one.holds(root)[0]]

    def _hears(self, source: dict[str, Any]) -> bool:
        """Whether the person and the profile listen to a source, be it on a single action."""
        profiles = (self.profile, *self.profile.actions.values())
        return "off" not in source and any(one.heard((source["source"],)) for one in profiles)

    def outcomes(self, action: Action) -> list[Outcome]:
        """The outcomes of one action, one per element of its fan-out."""
        if action.id not in self._outcomes:
            self._outcomes[action.id] = [self._outcome(action, scope, voices) for scope, voices in self.spoken(action)]
        return self._outcomes[action.id]

    def outcome(self, action: Action, scope: Scope) -> Outcome:
        """The outcome for one element of the action's fan-out, without looking at the others."""
        scope = scope.counting_from(action.trigger)
        return self._outcome(action, scope, speaking(action, scope, self.profile.of(action.id)))

    def _outcome(self, action: Action, scope: Scope, voices: list[Speaking]) -> Outcome:
        profile = self.profile.of(action.id)
        against = self._bans(action, scope, voices)
        if profile.settle == "careful":
            voices = [turn_held_back(voice, against, scope) for voice in voices]
        return outcome_of(self.program, action, scope, voices, against, profile)

    @property
    def items(self) -> int:
        """How many items were looked at so far, besides those asked for one by one."""
        return sum(self._number.values())

    def spoken(self, action: Action) -> list[tuple[Scope, list[Speaking]]]:
        """Each scope of the action's fan-out with the rules that speak there."""
        if action.id not in self._spoken:
            profile = self.profile.of(action.id)
            heard = any(profile.heard(rule.sources) for rule in action.rules)
            self._spoken[action.id] = [
                (scope, speaking(action, scope, profile))
                for bare in (scopes(self.program, action, self.case) if heard else ())
                if self._has_room_for(action)
                for scope in (bare.counting_from(action.trigger),)
            ]
        return self._spoken[action.id]

    def _has_room_for(self, action: Action) -> bool:
        """Counts one more item. Raises Problems where there are more than anybody can do."""
        self._number[action.id] = self._number.get(action.id, 0) + 1
        if sum(self._number.values()) <= MOST_ITEMS:
            return True
        record = self.case.record
        most = self.program.actions[max(self._number, key=self._number.__getitem__)]
        lists = [dimension.over.spec.path for dimension in most.dimensions]
        line, column = record.place(tuple(lists[0].split("."))) if lists else (0, 0)
        each = f": “{most.id}” is there for each of {' and '.join(f'“{one}”' for one in lists)}" if lists else ""
        problem = Problem(
            id="record/too-many-items", message=f"more than {MOST_ITEMS:,} items{each}",
            file=record.name, line=line, column=column,
            hint="Shorten these lists, or make several records of this one." if lists else None,
        )  # fmt: skip
        raise Problems([problem])

    def _bans(self, action: Action, scope: Scope, voices: list[Speaking]) -> list[Ban]:
        """What speaks against this item: its own prohibitions, and those of other actions that name it or its class."""
        found = [
            one for voice in voices if voice.rule.kind == "dont" and action.id in voice.rule.counted
            for one in bans(voice, scope)
        ]  # fmt: skip
        for name in self._forbidders.get(action.id, ()):
            other = self.program.actions[name]
            self.case.spend(len(self.spoken(other)))
            for there, spoken in self.spoken(other):
                if _same_elements(scope, there) and _is_open(other, there):
                    for voice in spoken:
                        if voice.rule.kind == "dont" and action.id in voice.rule.counted:
                            found += bans(voice, there)
        return found

    def _statuses_of(self, action: str, scope: Scope) -> list[str]:
        """The statuses of an action's items for the elements of ``scope``, which notes what they rest on."""
        self.case.spend(len(self.spoken(self.program.actions[action])))
        found = [one for one in self.outcomes(self.program.actions[action]) if _same_elements(scope, one.scope)]
        for one in found:
            if one.status not in ("done", "skipped"):  # these only the log decides
                scope.asks.update(one.scope.asks)
        return [one.status for one in found]


def _forbidders(program: Program) -> dict[str, list[str]]:
    """For each action, the other actions whose prohibitions count it."""
    found: dict[str, list[str]] = {}
    for action in program.actions.values():
        named = {name for rule in action.rules if rule.kind == "dont" for name in rule.counted} - {action.id}
        for name in sorted(named):
            found.setdefault(name, []).append(action.id)
    return found


def _is_open(action: Action, scope: Scope) -> bool:
    return action.while_ is None or action.while_.test(scope)[0]


def _same_elements(one: Scope, other: Scope) -> bool:
    return all(
        element.key is None or other.elements[name].key in (None, element.key)
        for name, element in one.elements.items()
        if name in other.elements
    )


def _by_date(item: Item) -> tuple[bool, str, str, str]:
    """In the order of time: by the next good moment, else by when it opens; without a date last; then by name."""
    window = item.window
    first = (window.next.from_ if window.next is not None else None) or window.opens or "9"
    return item.status == "not-applicable", first, window.closes or "9", item.id


def _happened(program: Program, case: Case) -> tuple[Happening, ...]:
    """The log's entries up to now that no item shows: events, and actions on which there is no advice."""
    manifest = program.pack.manifest.data
    titles = {("heard", name): about["title"] for name, about in program.registry.events.items()}
    titles |= {("did", name): about["title"] for name, about in manifest.get("registered_actions", {}).items()}
    entries = [one for one in case.record.log if (one.verb, one.name) in titles and one.at.start <= case.now]
    told = (
        Happening(
            verb=entry.verb, name=entry.name, title=titles[entry.verb, entry.name], person=entry.person,
            at=iso_day(entry.at) if entry.at.is_day else rfc3339(entry.at.start, case.record.zone),
        )
        for entry in sorted(entries, key=lambda entry: (entry.at.start, entry.index))
    )  # fmt: skip
    return tuple(dict.fromkeys(told))  # what was logged twice happened once


def _source(data: dict[str, Any]) -> Source:
    return Source(
        id=data["source"], title=data["title"], publisher=data.get("publisher"), author=data.get("author"),
        published=data.get("published"), url=data.get("url"),
    )  # fmt: skip


def _statements(program: Program, items: list[Item]) -> tuple[Statement, ...]:
    cited = {name for item in items for voice in item.voices for name in voice.statements}
    cited |= {name for item in items for part in (*item.steps, *item.checks) for name in part.statements}
    known = program.registry.statements
    return tuple(
        Statement(id=name, says=str(known[name]["says"]), where=str(known[name].get("where", "")))
        for name in known
        if name in cited
    )
