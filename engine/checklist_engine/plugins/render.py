"""Calling a format: its options checked before, what it made checked after."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Deliverer, Format, Tick
from checklist_engine.plugins.guard import Misnamed, PluginError, guarded, hint, kind_of

_Result = TypeVar("_Result")
_DAY = r"\d{4}-\d\d-\d\d"
_OURS = ("checklist_engine", "checklist_plugins")


def render(format: Format, checklist: Checklist, context: Context) -> str | bytes | dict[str, bytes]:
    """What the format makes of the checklist; PluginError where it fails or gives something else.

    Options are filled with their defaults and checked against `choices` before the format sees them.
    """
    plugin = f"format {format.name}"
    context = context.replace(options=options_of(plugin, format, context.options))
    made: Any = _called(plugin, "while rendering", lambda: _alone(format, checklist, context))
    if isinstance(made, bytes):
        return made
    if isinstance(made, str):
        _called(plugin, "while its text was written", lambda: made.encode())  # half a character cannot be
        return made
    if not isinstance(made, Mapping):
        raise PluginError(plugin, f"gave {kind_of(made)} instead of text, bytes or files by name", hint(plugin))
    from checklist_engine.plugins.fit import is_plain_name

    files = _called(plugin, "while rendering", lambda: dict(made))
    if not files:
        raise PluginError(plugin, "gave no file at all", hint(plugin))
    for name, data in files.items():
        if not isinstance(name, str) or not isinstance(data, bytes):
            raise PluginError(plugin, f"gave {kind_of(data)} for the file “{name}”, not bytes", hint(plugin))
        if not is_plain_name(name):
            raise PluginError(plugin, f"wants to write “{name}”, which is no plain file name", hint(plugin))
    return files


def _alone(format: Format, checklist: Checklist, context: Context) -> Any:
    """Renders; somebody else's format gets copies of its own, because frozen values can be changed by force."""
    if format.render.__module__.partition(".")[0] in _OURS:
        return format.render(checklist, context)
    from copy import deepcopy

    given, told = deepcopy(checklist), deepcopy(context)
    made = format.render(given, told)
    if given != checklist or told != context:
        changed = "the checklist" if given != checklist else "what it was told"
        raise PluginError(f"format {format.name}", f"changed {changed} while rendering", hint(f"format {format.name}"))
    return made


def read_ticks(format: Format, context: Context) -> tuple[Tick, ...]:
    """What is ticked in ``context.existing``, a file of this format; PluginError where it fails or cannot say."""
    plugin, read, data = f"format {format.name}", format.ticks, context.existing
    if read is None:
        raise Misnamed(plugin, "is nothing that people tick in")
    if data is None:
        return ()
    context = context.replace(options=options_of(plugin, format, context.options))
    made: Any = _called(plugin, "while reading ticks", lambda: list(read(data, context)))
    for tick in made:
        if not isinstance(tick, Tick):
            raise PluginError(plugin, f"gave {kind_of(tick)} for a tick", hint(plugin))
        on: Any = tick.on
        named: tuple[Any, ...] = (tick.case, tick.item)
        if not all(isinstance(one, str) for one in named):
            raise PluginError(plugin, "gave a tick without the text of a case and an item", hint(plugin))
        if on is not None and not (isinstance(on, str) and re.fullmatch(_DAY, on, re.ASCII)):
            raise PluginError(plugin, f"gave a tick on {on!r}, which is no day such as 2026-11-20", hint(plugin))
    return tuple(made)


def may_write_over(format: Format, data: bytes) -> bool:
    """Whether the format may write over a file with these bytes; PluginError where it fails to say."""
    owns = format.owns
    if owns is None or not data.strip():
        return True
    plugin = f"format {format.name}"
    said: Any = _called(plugin, "while looking at what is there", lambda: owns(data))
    if not isinstance(said, bool):
        raise PluginError(plugin, f"gave {kind_of(said)} instead of True or False for what is there", hint(plugin))
    return said


def options_of(name: str, part: Format | Deliverer, given: Mapping[str, str]) -> dict[str, str]:
    """Every option with the value given or its default; Misnamed for one that there is not, or a wrong choice."""
    known = {option.name: option for option in part.options}
    for option, value in given.items():
        if option not in known:
            there_is = f"It has: {', '.join(known)}." if known else "It has none."
            raise Misnamed(name, f"has no option “{option}”", there_is)
        if known[option].choices and value not in known[option].choices:
            one_of = f"One of: {', '.join(known[option].choices)}."
            raise Misnamed(name, f"the option {option} cannot be “{value}”", one_of)
    return {option: given.get(option, about.default) for option, about in known.items()}


def _called(plugin: str, where: str, call: Callable[[], _Result]) -> _Result:
    with guarded(plugin, where):
        return call()
