"""Items: outcomes put into the checklist's terms, with their voices, steps, dates and messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checklist_engine.checklist import Derivation, Done, Draft, Hold, Item, NotBy, Progress, Step, Stretch, Voice
from checklist_engine.compile.facts import Fact
from checklist_engine.compile.model import Part
from checklist_engine.compile.program import Program
from checklist_engine.compile.texts import gap, gaps_in
from checklist_engine.compile.windows import Span
from checklist_engine.evaluate import status as statuses
from checklist_engine.evaluate.fanout import recipients
from checklist_engine.evaluate.outcomes import Outcome, item_id
from checklist_engine.evaluate.prohibitions import Ban, against, allows, used
from checklist_engine.evaluate.reckoning import derivations
from checklist_engine.evaluate.tally import Tally
from checklist_engine.evaluate.timing import stretches_of, window_of
from checklist_engine.evaluate.voices import Speaking
from checklist_engine.moments import FOREVER, Moment, end_label, iso_day, label, rfc3339
from checklist_engine.profiles import Profile
from checklist_engine.scope import Entry, Scope

_SETTLED = frozenset({"done", "skipped", "met", "closed", "not-applicable"})
"""Statuses in which nobody is late any more."""


def item_of(program: Program, outcome: Outcome, profile: Profile, *, drafts: bool = True) -> Item:
    """The outcome in the checklist's terms."""
    action, scope, timing = outcome.action, outcome.scope, outcome.timing
    zone = scope.case.record.zone
    over = outcome.status in statuses.OVER
    done_against = (
        against(outcome.did, outcome.voices, (*outcome.bans, *outcome.narrowed), scope) if outcome.kind == "do" else {}
    )
    late = _late_for(outcome) if outcome.kind in ("do", "expect") and outcome.status not in _SETTLED else ()
    asks = {} if over and outcome.status != "not-applicable" else scope.asks
    facts = dict.fromkeys(fact.spec.path for fact in asks.values())
    keys = {name: element.key for name, element in scope.elements.items()}
    return Item(
        id=item_id(action.id, scope),
        action=action.id,
        kind=outcome.kind,
        title=_title(outcome),
        status=outcome.status,
        reason=_reason(program, outcome, profile),
        person=next((element.key for element in scope.elements.values() if element.is_person), None),
        round=keys.get("round"),
        elements=tuple(keys.items()),
        labels=tuple((name, element.label) for name, element in scope.elements.items()),
        standing=action.standing,
        provisional=tuple(dict.fromkeys(_assumption(fact) for fact in asks.values())),
        assumed=tuple(facts),
        window=window_of(timing, zone)
        if outcome.status not in ("done", "skipped")
        else window_of(timing.replace(next=None), zone),
        late_for=late,
        rules=tuple(voice.rule.id for voice in outcome.voices),
        voices=tuple(voice for one in outcome.voices for voice in _voices(program, outcome, one, late, zone)),
        steps=_parts(action.steps, scope, profile) if outcome.voices else (),
        checks=_parts(action.checks, scope, profile) if outcome.voices else (),
        weights=profile.weighed(_speaking(outcome)),
        yours=action.yours,
        derivation=_derivation(program, outcome, zone, profile),
        done=_done(outcome, zone, done_against),
        progress=_progress(program, outcome, zone),
        hold=_hold(program, outcome, zone),
        not_by=_not_by(program, outcome, zone) if outcome.kind == "do" and not over else (),
        broken=tuple(_at(entry.at, zone) for entry in _broken(outcome, done_against)),
        classes=action.classes,
        draft=_draft(program, outcome) if drafts and outcome.kind == "do" and not over else None,
        file=action.file,
        line=action.line,
    )


def _title(outcome: Outcome) -> str:
    """The action's title, or that of the first rule that decides what the item is and words it in its own way."""
    own = (one.rule.title for one in outcome.voices if one.rule.kind == outcome.kind)
    title = next((title for title in own if title is not None), outcome.action.title)
    return title(outcome.scope, lambda fact: _silence(fact, outcome.scope))


def _late_for(outcome: Outcome) -> tuple[str, ...]:
    """The sources whose own last end has passed."""
    ends: dict[str, int] = {}
    for voice in outcome.voices:
        if voice.rule.kind == outcome.kind and voice.span.start is not None:
            for source in voice.sources:
                last = voice.span.pieces[-1][1] if voice.span.pieces else voice.span.end
                ends[source] = max(ends.get(source, 0), last)
    return tuple(source for source, end in ends.items() if end <= outcome.scope.case.now)


def _voices(program: Program, outcome: Outcome, one: Speaking, late: Sequence[str], zone: str) -> list[Voice]:
    """One voice per source that the rule speaks for."""
    best = outcome.timing.best
    found = []
    for source in one.sources:
        cited = tuple(name for name in one.rule.statements if name.partition("/")[0] == source)
        agrees = one.rule.kind == outcome.kind and (best is None or outcome.kind != "do" or source in best.sources)
        found.append(
            Voice(
                source=source,
                statement=cited[0],
                statements=cited,
                rule=one.rule.id,
                kind=one.rule.kind,
                says=str(program.registry.statements[cited[0]]["says"]),
                window=_said_of(outcome, one, zone),
                agrees=agrees,
                late=source in late and one.rule.kind == outcome.kind,
                ours=one.rule.ours,
                yours=one.rule.yours,
                limit=_limit(outcome, one, _by(program, one)),
                of=() if one.rule.counted == (outcome.action.id,) else one.rule.counted,
                file=one.rule.file,
                line=one.rule.line,
            )
        )
    return found


def _by(program: Program, one: Speaking) -> str:
    """The words of the rule's channels, ``by phone or by e-mail``; empty where it is about none."""
    return " or ".join(words for _, words in _channels(program, one))


def _limit(outcome: Outcome, one: Speaking, channels: str) -> str | None:
    """What a limit allows. One on other actions is told by number where it stands alone, beside something to do not."""
    counts_this = one.rule.counted == (outcome.action.id,)
    numbers = one.rule.limit is not None and one.rule.limit.more_than > 0
    return allows(one, outcome.scope, channels) if counts_this or (outcome.kind == "dont" and numbers) else None


def _said_of(outcome: Outcome, one: Speaking, zone: str) -> tuple[Stretch, ...]:
    """The stretches of which a voice speaks; of a limit on what is to be done, those in which it is used up."""
    now = outcome.scope.case.now
    if outcome.kind != "do" or one.rule.limit is None:
        return stretches_of(one.span, zone, now)
    bans = [(ban.start, ban.end) for ban in outcome.bans if ban.voice is one]
    return stretches_of(one.span.replace(pieces=tuple(bans)), zone, now) if bans else ()


def _parts(parts: Iterable[Part], scope: Scope, profile: Profile) -> tuple[Step, ...]:
    found = []
    for part in parts:
        sources = profile.heard(part.sources)
        if not sources or (part.when is not None and not _noting(part, scope)):
            continue
        by = part.by(scope) if part.by is not None else None
        found.append(
            Step(
                id=part.id,
                title=part.title(scope, lambda fact: _silence(fact, scope)),
                sources=sources,
                statements=tuple(name for name in part.statements if name.partition("/")[0] in sources),
                by=rfc3339(by.end, scope.case.record.zone) if by is not None else None,
            )
        )
    return tuple(found)


def _noting(part: Part, scope: Scope) -> bool:
    """Whether a part's conditions hold. Its missing facts make the part provisional, not the whole item."""
    return part.when is None or part.when.test(scope)[0]


def _silence(fact: Fact, scope: Scope) -> str:
    """What a title says where a fact is missing: the unnamed element, the person's key, or the fact's own name."""
    element = scope.elements.get(fact.spec.path.partition(".")[0])
    return element.label if element is not None else fact.spec.title


def _assumption(fact: Fact) -> str:
    return fact.spec.assumed or f"nothing is known of {fact.spec.title.lower()}"


def _reason(program: Program, outcome: Outcome, profile: Profile) -> str | None:
    if outcome.status == "waiting":
        return None if outcome.kind == "expect" else _awaited(program, outcome)
    if outcome.status == "impossible":
        days = any(one.progress is not None and one.rule.often and one.rule.often.each for one in outcome.voices)
        return "none of its days begins in its window" if days else "it would have to end before it begins"
    if outcome.status == "closed":
        return "this no longer applies to the case as it stands"
    if outcome.status == "not-applicable":
        if all(rule.off is not None for rule in outcome.action.rules):
            return "all that is said about it is off by your own change"
        return "no advice speaks of this case"
    if outcome.before and outcome.kind == "do" and outcome.status not in statuses.OVER:
        return f"done {label(outcome.before[-1].at)}; it is to be done anew"
    if not outcome.timing.met_strictly and outcome.kind == "do":
        return "the sources leave no time in common, so the time that most of them allow is shown"
    return None


def _awaited(program: Program, outcome: Outcome) -> str:
    """What an item waits for that has no date: an answer, where one is missing, else what has not happened.

    And by when it is to be done all the same, where that is known.
    """
    missing = dict.fromkeys(fact.spec.title for fact in outcome.scope.asks.values())
    own = [voice.span for voice in outcome.voices if voice.rule.kind == outcome.kind]
    why = f"needs an answer: {', '.join(missing)}" if missing else _lacking(program, outcome, own)
    ends = [one.end for one in own]
    if outcome.kind != "do" or not ends or max(ends) >= FOREVER:
        return why
    return f"{why}; by {end_label(max(ends), outcome.scope.case.record.zone)} at the latest"


def _lacking(program: Program, outcome: Outcome, spans: Iterable[Span]) -> str:
    """What has not been done or heard yet, and which facts are not known, that the beginning hangs on."""
    found: dict[str, list[str]] = {}
    for verb, name in dict.fromkeys(lack for one in spans for lack in one.lacks):
        found.setdefault(verb, []).append(_lack(program, outcome.scope, verb, name))
    said = [f"{_LACKS[verb]}: {', '.join(dict.fromkeys(names))}" for verb, names in found.items()]
    return "; ".join(said) or "it has not happened yet"


_LACKS = {"did": "not done yet", "heard": "not heard yet", "skipped": "not skipped", "fact": "not known yet"}
"""What is said of a lack before its names."""


def _lack(program: Program, scope: Scope, verb: str, name: str) -> str:
    """What is lacking, in the pack's words for it."""
    if verb == "fact":
        return name
    if verb == "heard":
        return f"“{program.registry.events[name]['title']}”"
    action = program.actions.get(name)
    if action is None:
        return f"“{program.pack.manifest.data.get('registered_actions', {}).get(name, {}).get('title', name)}”"
    return f"“{scope.gather(lambda there: action.title(there, lambda fact: _silence(fact, there)))[0]}”"


def _done(outcome: Outcome, zone: str, done_against: Mapping[int, tuple[str, ...]]) -> Done | None:
    if not outcome.did or outcome.kind == "dont" or outcome.status == "skipped":
        return None
    again = outcome.action.standing or any(voice.progress is not None for voice in outcome.voices)
    entry = outcome.did[-1] if again else outcome.did[0]
    timing = None
    if outcome.kind == "do" and not again and outcome.timing.said[0] is not None:
        said = [(_punctual(one, outcome.timing.said), one) for one in outcome.did]
        # Too early at first, and then once more when it was time: that one counts.
        timing, entry = next((one for one in said if one[0] == "in-time"), said[0])
    return Done(
        at=_at(entry.at, zone), date_only=entry.at.is_day, timing=timing, by=entry.channel, times=len(outcome.did),
        against=done_against.get(entry.index, ()),
    )  # fmt: skip


def _broken(outcome: Outcome, done_against: Mapping[int, tuple[str, ...]]) -> tuple[Entry, ...]:
    """What was done against a prohibition: of one that stands alone, or of those that narrow what is to be done."""
    if outcome.kind == "do":
        return tuple(entry for entry in outcome.did if entry.index in done_against)
    return outcome.broken if outcome.kind == "dont" else ()


def _progress(program: Program, outcome: Outcome, zone: str) -> Progress | None:
    """How far it is: by the voice that asks for most; of what is limited, by the limit that leaves least."""
    if outcome.kind == "dont":
        return _used(program, outcome, zone)
    found = [voice.progress for voice in outcome.voices if voice.progress is not None and voice.rule.kind == "do"]
    if not found or outcome.kind != "do":
        return None
    most = max(found, key=lambda one: (one.wanted is None, one.wanted or 0))
    return _told(most, zone)


def _used(program: Program, outcome: Outcome, zone: str) -> Progress | None:
    """How much is used of what limits allow: by the limit that leaves least."""
    tallies = [(used(voice, outcome.scope), voice) for voice in outcome.voices]
    found = [(tally, voice) for tally, voice in tallies if tally is not None and tally.wanted]
    if not found:
        return None

    def leaves_least(one: tuple[Tally, Speaking]) -> tuple[bool, bool, int, int]:
        """What is used up for every channel comes before what is for one."""
        tally, voice = one
        left = tally.end if tally.full else tally.times - (tally.wanted or 0)
        return tally.full, tally.full and not voice.rule.channels, left, tally.times

    tally, voice = max(found, key=leaves_least)
    return _told(tally, zone, _by(program, voice))


def _told(tally: Tally, zone: str, by: str = "") -> Progress:
    return Progress(
        times=tally.times, of=tally.wanted,
        since=rfc3339(tally.start, zone) if tally.start is not None and tally.start > 0 else None,
        until=rfc3339(tally.end, zone) if tally.end < FOREVER else None,
        by=by or None,
    )  # fmt: skip


def _punctual(entry: Entry, said: tuple[int | None, int | None]) -> str:
    """Early, in time or late, by what sources say; a date-only entry is in time if any hour of its day would be."""
    opens, closes = said
    last = entry.at.end if entry.at.is_day else entry.at.start + 1
    if opens is not None and last <= opens:
        return "early"
    if closes is not None and entry.at.start >= closes:
        return "late"
    return "in-time"


def _at(moment: Moment, zone: str) -> str:
    return iso_day(moment) if moment.is_day else rfc3339(moment.start, zone)


def _hold(program: Program, outcome: Outcome, zone: str) -> Hold | None:
    if outcome.status != "on-hold":
        return None
    holding = outcome.holding
    until = max(ban.end for ban in holding)
    for ban in sorted(outcome.bans, key=lambda ban: ban.start):
        if ban.start <= until < ban.end:  # the next one begins where this one ends: it lifts only after both
            until = ban.end
            holding.append(ban)
    reasons = dict.fromkeys(_why(program, ban) for ban in holding)
    return Hold(
        rules=tuple(dict.fromkeys(ban.voice.rule.id for ban in holding)),
        sources=tuple(dict.fromkeys(source for ban in holding for source in ban.voice.sources)),
        until=None if until >= FOREVER else rfc3339(until, zone),
        reason="; ".join(reasons),
    )


def _why(program: Program, ban: Ban) -> str:
    return ban.reason or str(program.registry.statements[ban.voice.rule.statements[0]]["says"])


def _not_by(program: Program, outcome: Outcome, zone: str) -> tuple[NotBy, ...]:
    """The channels that are forbidden now, or when the item opens; one for each rule, those that lift first first."""
    moment = max(outcome.scope.case.now, outcome.timing.opens or 0)
    found = {
        ban.voice.rule.id: NotBy(
            channels=_channels(program, ban.voice),
            rules=(ban.voice.rule.id,),
            sources=ban.voice.sources,
            until=None if ban.end >= FOREVER else rfc3339(ban.end, zone),
            reason=_why(program, ban),
        )
        for ban in sorted(outcome.narrowed, key=lambda ban: ban.end)
        if ban.start <= moment < ban.end
    }
    return tuple(found.values())


def _channels(program: Program, voice: Speaking) -> tuple[tuple[str, str], ...]:
    """The channels of a rule, each with the pack's words for it."""
    titles = program.pack.manifest.data.get("channels", {})
    return tuple((name, str(titles.get(name, name))) for name in voice.rule.channels)


def _derivation(program: Program, outcome: Outcome, zone: str, profile: Profile) -> tuple[Derivation, ...]:
    return derivations(outcome.timing, outcome.voices, program, outcome.action, zone, profile)


def _speaking(outcome: Outcome) -> list[str]:
    """The sources that speak on the item, each once."""
    return list(dict.fromkeys(source for voice in outcome.voices for source in voice.sources))


def _draft(program: Program, outcome: Outcome) -> Draft | None:
    action, scope = outcome.action, outcome.scope
    texts = action.texts()
    if action.message is None or texts is None:
        return None
    subject, body = (text(scope, gap) for text in texts)
    address, gaps = _address(program, outcome), gaps_in(f"{subject}\n{body}")
    return Draft(message=action.message, subject=subject, body=body, gaps=gaps, to=address)


def _address(program: Program, outcome: Outcome) -> str | None:
    """The e-mail address of the first whom the item is for; None where the record has none."""
    for person in recipients(program, outcome.action, outcome.scope):
        address = person.data.get("email") if isinstance(person.data, dict) else None
        return address if isinstance(address, str) else None
    return None
