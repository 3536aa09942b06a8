"""Outcomes: what the rules, the log and the clock decide about one action for one element of its fan-out."""

from __future__ import annotations

from collections.abc import Sequence

from checklist_engine.compile.model import Action
from checklist_engine.compile.program import Program
from checklist_engine.evaluate import status as statuses
from checklist_engine.evaluate.prohibitions import Ban, breaches
from checklist_engine.evaluate.timing import Timing, timing_of
from checklist_engine.evaluate.voices import Speaking
from checklist_engine.moments import Moment
from checklist_engine.profiles import Profile
from checklist_engine.scope import Entry, Scope
from checklist_engine.value import Value

KINDS = ("do", "expect", "dont", "need_not")
"""Which voice decides what an item is, where several kinds speak."""


class Outcome(Value):
    """An item on its way: what was found about it, before it is put into words.

    ``bans`` hold it back; ``narrowed`` are those on channels, which only narrow how it is done.
    """

    action: Action
    scope: Scope
    voices: tuple[Speaking, ...]
    bans: tuple[Ban, ...]
    narrowed: tuple[Ban, ...]
    kind: str
    status: str
    timing: Timing
    closed: bool
    did: tuple[Entry, ...]
    before: tuple[Entry, ...]
    """What was done before it was to be done anew."""
    skipped: Entry | None
    broken: tuple[Entry, ...]

    @property
    def holding(self) -> list[Ban]:
        """The bans in force now."""
        now = self.scope.case.now
        return [ban for ban in self.bans if ban.start <= now < ban.end]


def item_id(action: str, scope: Scope) -> str:
    """The item's name: the action and the keys of its elements. Nothing else, so that it survives every re-timing."""
    return "/".join([action, *(element.key for element in scope.elements.values() if element.key is not None)])


def outcome_of(
    program: Program, action: Action, scope: Scope, voices: Sequence[Speaking], bans: Sequence[Ban], profile: Profile
) -> Outcome:
    """Everything that decides about one item."""
    narrowed = [ban for ban in bans if ban.voice.rule.channels]
    bans = [ban for ban in bans if not ban.voice.rule.channels]
    kind = next((k for k in KINDS if any(voice.rule.kind == k for voice in voices)), _silent_kind(action))
    own = [voice for voice in voices if voice.rule.kind == kind]
    closed = False
    if action.while_ is not None:
        holds, asks = action.while_.test(scope)
        scope.asks.update(asks)
        closed = not holds
    case = scope.case
    did, before = _logged(action, "did", scope)
    skips, _ = _logged(action, "skipped", scope)
    left = _left(own, bool(did))
    skipped = skips[-1] if skips and (not did or _after(skips[-1], did[-1])) else None
    if left and any(voice.rule.often is not None and voice.rule.often.repeats for voice in own):
        skipped = None  # what comes again was skipped for that time alone
    timing = timing_of(program, action, scope, left or own, bans, profile, votes=kind == "do")
    if kind in ("dont", "need_not") and (ahead := _ahead(own, case.now)) is not None:
        timing = timing.replace(begins=ahead, opens=ahead)
    if left is not None and not left and not did:
        closed = True  # it was to come again and again until something that came before the first time
    met = False
    if action.done_when is not None:
        met, asks = action.done_when.test(scope)
        scope.asks.update(asks if not did else {})
    broken = tuple(entry for voice in voices if voice.rule.kind == "dont" for entry in breaches(voice, scope))
    held = kind == "do" and profile.settle == "careful" and any(ban.start <= case.now < ban.end for ban in bans)
    status = statuses.status_of(
        statuses.Facts(
            kind=kind,
            now=case.now,
            zone=case.record.zone,
            speaks=bool(voices),
            open_case=not closed,
            opens=timing.begins,
            closes=timing.closes,
            best_from=timing.best.start if timing.best is not None else None,
            any_window=timing.any_window,
            done=(bool(did) and not left) or (met and kind == "do"),
            skipped=skipped is not None,
            met=met or bool(did),
            held=held,
            broken=kind == "dont" and bool(broken),
            in_force=any(voice.span.holds(case.now) for voice in own),
            standing=action.standing,
            lapses=action.lapses,
        )
    )
    return Outcome(
        action=action, scope=scope, voices=tuple(voices), bans=tuple(bans), narrowed=tuple(narrowed), kind=kind,
        status=status, timing=timing, closed=closed, did=tuple(did), before=tuple(before),
        skipped=skipped, broken=_once(broken),
    )  # fmt: skip


def _logged(action: Action, verb: str, scope: Scope) -> tuple[list[Entry], list[Entry]]:
    """The entries on the item that count, and those from before it was to be done anew."""
    entries = [entry for entry in scope.case.entries(verb, (action.id,)) if scope.concerns(entry)]
    anew = action.anew(scope) if action.anew is not None and entries else None
    if anew is None or anew.start > scope.case.now:
        return entries, []
    said = (anew.start, anew.is_day)
    others = [one for one in scope.case.record.log if (one.at.start, one.at.is_day) == said and one not in entries]
    counting = [one for one in entries if _is_since(one, anew, max((one.index for one in others), default=-1))]
    return counting, [one for one in entries if one not in counting]


def _is_since(entry: Entry, anew: Moment, line: int) -> bool:
    """Whether an entry came with a moment or after it.

    Where a whole day leaves that open, the order of the log's lines decides: ``line`` is the one that the moment is
    from. A moment that is from none of them leaves it in the person's favour.
    """
    ends = anew.end if anew.is_day else anew.start + 1
    if entry.at.start >= ends:
        return True
    last = entry.at.end if entry.at.is_day else entry.at.start + 1
    return last > anew.start and entry.index > line


def _left(voices: Sequence[Speaking], did: bool) -> list[Speaking] | None:
    """The voices for which more is to be done, where any asks for several times; None where once is enough for all."""
    if all(voice.progress is None for voice in voices):
        return None
    return [voice for voice in voices if not (did if voice.progress is None else voice.progress.full)]


def _ahead(voices: Sequence[Speaking], now: int) -> int | None:
    """When the next stretch begins of what is in force in several, such as on Sundays; None within one."""
    pieces = [piece for voice in voices if voice.span.start is not None for piece in voice.span.pieces]
    if any(start <= now < end for start, end in pieces):
        return None
    return min((start for start, _ in pieces if start > now), default=None)


def _silent_kind(action: Action) -> str:
    return next((kind for kind in KINDS if any(rule.kind == kind for rule in action.rules)), "do")


def _after(one: Entry, other: Entry) -> bool:
    return (one.at.start, one.index) > (other.at.start, other.index)


def _once(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    by_index = {entry.index: entry for entry in entries}
    return tuple(sorted(by_index.values(), key=lambda entry: (entry.at.start, entry.index)))
