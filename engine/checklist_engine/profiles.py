"""Profiles: which sources are heard, and how disagreement is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.value import Value

OWN = ("consensus", "strict")


class Profile(Value):
    """A named way to choose sources and settle disagreement.

    ``sources`` are those heard (None: all). ``settle`` is ``careful`` (a prohibition wins while in force) or ``bold``
    (advice to do wins). ``strict`` keeps to the stretch in which all sources' windows meet.
    """

    name: str
    sources: frozenset[str] | None = None
    settle: str = "careful"
    strict: bool = False

    def heard(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Those of ``sources`` that this profile listens to."""
        if self.sources is None:
            return sources
        return tuple(source for source in sources if source in self.sources)


def find_profile(name: str, sources: Sequence[str], defined: Mapping[str, Mapping[str, Any]]) -> Profile:
    """The profile of that name: ``consensus``, ``strict``, ``source:NAME``, or one that the pack defines.

    Raises Problems for a name that is neither, with the nearest that is.
    """
    if name in OWN:
        return Profile(name=name, strict=name == "strict")
    if name.startswith("source:") and name.removeprefix("source:") in sources:
        return Profile(name=name, sources=frozenset({name.removeprefix("source:")}))
    if name in defined:
        about = defined[name]
        heard = set(about.get("sources", sources)) - set(about.get("without", ()))
        return Profile(
            name=name,
            sources=frozenset(heard),
            settle=about.get("settle", "careful"),
            strict=about.get("strict", False),
        )
    known = [*OWN, *(f"source:{source}" for source in sources), *defined]
    near = nearest(name, known)
    raise Problems(
        [
            Problem(
                id="reference/profile",
                message=f"there is no profile {name!r}",
                expected=f"one of {', '.join(known)}",
                hint=f"did you mean {near!r}?" if near else None,
            )
        ]
    )
