"""What a person asks for on the command line: formats, where each goes, and their settings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from checklist_engine.plugin import Deliverer, Format
from checklist_engine.problems import Problem, Problems, nearest
from checklist_engine.value import Value


class Target(Value):
    """One format by name and the file (or folder) that it goes to; None for the terminal."""

    format: str
    path: str | None = None


STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1")
"""As the name of a file: replacing the file that they lead to would lose what ``>>`` keeps."""


def targets(given: Iterable[str], output: str | None, *, default: bool = True) -> tuple[Target, ...]:
    """The targets meant by ``NAME`` and ``NAME=FILE``; ``output`` is where the one without a file goes.

    Where none is given, it is the usual text (with ``default=False`` only if there is an ``output``). Raises Problems
    where two would go to one place.
    """
    found = [_target(one) for one in given]
    if not found and (default or output is not None):
        found = [Target(format="text")]
    loose = [one for one in found if one.path is None]
    if len(loose) > 1:
        names = " and ".join(one.format for one in loose)
        raise _usage(f"{names} cannot both go to the same place", "Give each its file: --format NAME=FILE.")
    if output is not None and not loose:
        raise _usage("every format has its file already, so --output says nothing", "Leave --output out.")
    if output is not None:
        found = [one if one.path is not None else one.replace(path=output) for one in found]
    found = [one.replace(path=None) if one.path in STANDARD_OUTPUT else one for one in found]
    places = [one.path and os.path.realpath(one.path) for one in found]
    for one, place in zip(found, places, strict=True):
        if places.count(place) > 1:
            raise _usage(f"two formats would go to {one.path or 'the terminal'}", "Give each a file of its own.")
    return tuple(found)


def settings(
    given: Iterable[str], parts: Iterable[Format | Deliverer], configured: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """The options of each part by its name: the configured ones, then those of the command line.

    ``NAME=VALUE`` is for each part that has such an option, ``PART.NAME=VALUE`` for one alone. Raises Problems for
    what nobody has.
    """
    known = {part.name: [option.name for option in part.options] for part in parts}
    found = {name: dict(configured.get(name, {})) for name in known}
    for text in given:
        left, sign, value = text.partition("=")
        if not sign:
            raise _usage(f"--option “{text}” lacks a value", f"Write it like {left}=VALUE.")
        who, dot, name = left.rpartition(".")
        if dot and who not in known:
            raise _usage(f"--option “{text}”: “{who}” is not used here", f"There is: {', '.join(known)}.")
        # Where it can only be meant for one, that one says what it has.
        users = [who] if dot else [one for one, options in known.items() if name in options or len(known) == 1]
        if not users:
            near = nearest(name, [option for options in known.values() for option in options])
            hint = f"Did you mean “{near}”?" if near else "`checklist formats NAME` lists the options."
            raise _usage(f"none of {', '.join(known)} has an option “{name}”", hint)
        for one in users:
            found[one][name] = value
    return found


def _target(text: str) -> Target:
    name, sign, path = text.partition("=")
    if sign and not path:
        raise _usage(f"--format “{text}” names no file", f"Write it like {name}=FILE.")
    return Target(format=name, path=path if sign else None)


def _usage(message: str, hint: str) -> Problems:
    return Problems([Problem(id="usage/command", message=message, hint=hint)])
