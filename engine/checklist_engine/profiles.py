"""Profiles: which sources are heard, and how disagreement is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.value import Value

OWN = ("consensus", "strict")
_HUNDREDTHS = 100


class Profile(Value):
    """A named way to choose sources and settle disagreement.

    ``sources`` are those heard (None: all). ``settle`` is ``careful`` (a prohibition wins while in force) or ``bold``
    (advice to do wins). ``strict`` keeps to the stretch in which all sources' windows meet. ``weights`` says what a
    source's vote counts, 1 where it says nothing. ``actions`` are the profiles of single actions.
    """

    name: str
    sources: frozenset[str] | None = None
    settle: str = "careful"
    strict: bool = False
    weights: Mapping[str, float] = {}
    actions: Mapping[str, Profile] = {}

    def heard(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Those of ``sources`` that this profile listens to."""
        if self.sources is None:
            return sources
        return tuple(source for source in sources if source in self.sources)

    def of(self, action: str) -> Profile:
        """The profile as it is for one action."""
        return self.actions.get(action, self)

    def votes(self, sources: Sequence[str]) -> int:
        """What these sources count together, in hundredths of a vote: sums of whole numbers do not round."""
        if not self.weights:
            return len(sources) * _HUNDREDTHS
        return sum(round(self.weights.get(source, 1) * _HUNDREDTHS) for source in sources)

    def weight(self, sources: Sequence[str]) -> float:
        """The same in votes."""
        return self.votes(sources) / _HUNDREDTHS

    def weighed(self, sources: Sequence[str]) -> tuple[tuple[str, float], ...]:
        """Each of ``sources`` with its weight; empty where each has one vote."""
        if not self.weights:
            return ()
        weights = tuple((source, self.weight([source])) for source in sources)
        return weights if any(weight != 1 for _, weight in weights) else ()


def find_profile(name: str, sources: Sequence[str], defined: Mapping[str, Mapping[str, Any]]) -> Profile:
    """The profile of that name: ``consensus``, ``strict``, ``source:NAME``, or one of those ``defined``.

    Raises Problems for a name that is neither, with the nearest that is.
    """
    if name in OWN:
        return Profile(name=name, strict=name == "strict")
    if name.startswith("source:") and name.removeprefix("source:") in sources:
        return Profile(name=name, sources=frozenset({name.removeprefix("source:")}))
    if name in defined:
        about = defined[name]
        whole = _laid_over(Profile(name=name, sources=frozenset(sources)), about)
        return whole.replace(
            actions={action: _laid_over(whole, its) for action, its in about.get("actions", {}).items()}
        )
    known = [*OWN, *(f"source:{source}" for source in sources), *defined]
    near = f"source:{name}" if f"source:{name}" in known else nearest(name, known)
    raise Problems(
        [
            Problem(
                id="reference/profile",
                message=f"there is no profile “{name}”",
                expected=f"one of {', '.join(known)}",
                hint=f"did you mean “{near}”?" if near else None,
            )
        ]
    )


def _laid_over(base: Profile, about: Mapping[str, Any]) -> Profile:
    """The profile with the settings of ``about`` in place of its own; weights are laid over source by source."""
    heard = frozenset(about.get("sources", base.sources or ())) - frozenset(about.get("without", ()))
    return base.replace(
        sources=heard,
        settle=about.get("settle", base.settle),
        strict=about.get("strict", base.strict),
        weights={**base.weights, **about.get("weights", {})},
    )
