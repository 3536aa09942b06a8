"""How each date of an item came about, in words: what `checklist explain` reckons aloud."""

from __future__ import annotations

from collections.abc import Sequence

from checklist_engine.checklist import Derivation
from checklist_engine.compile.model import Action
from checklist_engine.compile.program import Program
from checklist_engine.evaluate.timing import Timing, date_of
from checklist_engine.evaluate.voices import Speaking
from checklist_engine.moments import FOREVER, end_label, rfc3339, stamp_label
from checklist_engine.profiles import Profile


def derivations(
    timing: Timing, voices: Sequence[Speaking], program: Program, action: Action, zone: str, profile: Profile
) -> tuple[Derivation, ...]:
    """The reckoning of each date, one line each: first every rule's own edges, then what they come to together."""
    lines = []
    for voice in voices:
        span, rule = voice.span, voice.rule
        if span.start is not None:
            lines.append(_derived("from", span.how_start, span.start, rule.id, zone))
        if span.end < FOREVER:
            lines.append(_derived("to", span.how_end, span.end, rule.id, zone))
        if span.ideal is not None:
            lines.append(_derived("ideal", span.how_ideal, span.ideal[0], rule.id, zone))

    def shown(stamp: int) -> str:
        return stamp_label(stamp, zone)

    if timing.opens is not None and timing.opens > 0:
        lines.append(
            Derivation(
                edge="opens",
                date=rfc3339(timing.opens, zone),
                text=f"earliest start of any source{_cut(timing, 0)} → {shown(timing.opens)}",
            )
        )
    if timing.closes is not None:
        lines.append(
            Derivation(
                edge="closes",
                date=rfc3339(timing.closes, zone),
                text=f"last end that any source gives{_cut(timing, 1)} → {end_label(timing.closes, zone)}",
            )
        )
    cut = (
        f", between {' and '.join(program.sending_hours)} (sending hours, {program.sending_hours_are})"
        if program.sending_classes.intersection(action.classes)
        else ""
    )
    heard = list(dict.fromkeys(source for voice in voices for source in voice.sources))
    weighs = bool(profile.weighed(heard))
    for edge, piece, lead in (
        ("best", timing.best, "most agree by weight" if weighs else "most sources agree"),
        ("runner_up", timing.runner_up, "second choice"),
        ("next", timing.next, "most agree in what is left"),
    ):
        if piece is not None:
            until = f" – {end_label(piece.end, zone)}" if piece.end < FOREVER else " on"
            begins = shown(piece.start) if piece.start > 0 else "always"
            part = ", in the part that is ideal to them" if piece.ideal else ""
            text = f"{lead}: {_vote(piece.sources, heard, profile)}{cut}{part} → {begins}{until}"
            lines.append(Derivation(edge=edge, date=date_of(piece.start, zone), text=text))
    return tuple(lines)


def _cut(timing: Timing, edge: int) -> str:
    """Why an edge is not what sources say of it."""
    return ", in what is not forbidden" if timing.said[edge] != (timing.opens, timing.closes)[edge] else ""


def _vote(agreeing: Sequence[str], heard: Sequence[str], profile: Profile) -> str:
    """``4 of 5 (…)``: how many sources; where they are weighed, what they weigh, and each weight."""
    weights = dict(profile.weighed(heard))
    if not weights:
        return f"{len(agreeing)} of {len(heard)} ({', '.join(agreeing)})"
    told = ", ".join(f"{source} {weights[source]:g}" for source in agreeing)
    return f"{profile.weight(agreeing):g} of {profile.weight(heard):g} by weight ({told})"


def _derived(edge: str, how: Sequence[str], stamp: int, rule: str, zone: str) -> Derivation:
    return Derivation(edge=edge, rule=rule, date=date_of(stamp, zone), text="; ".join(how) or stamp_label(stamp, zone))
