"""Calling a format: its options checked before, what it made checked after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Format
from checklist_engine.plugins.guard import Misnamed, PluginError, guarded, hint, kind_of

_Result = TypeVar("_Result")


def render(format: Format, checklist: Checklist, context: Context) -> str | bytes | dict[str, bytes]:
    """What the format makes of the checklist; PluginError where it fails or gives something else.

    Options are filled with their defaults and checked against `choices` before the format sees them.
    """
    plugin = f"format {format.name}"
    context = context.replace(options=_options(format, context.options))
    made: Any = _called(plugin, "while rendering", lambda: format.render(checklist, context))
    if isinstance(made, str | bytes):
        return made
    if not isinstance(made, Mapping):
        raise PluginError(plugin, f"gave {kind_of(made)} instead of text, bytes or files by name", hint(plugin))
    files = _called(plugin, "while rendering", lambda: dict(made))
    for name, data in files.items():
        if not isinstance(name, str) or not isinstance(data, bytes):
            raise PluginError(plugin, f"gave {kind_of(data)} for the file {name!r}, not bytes", hint(plugin))
        if name in ("", ".", "..") or any(sign in name for sign in "/\\\0:"):
            raise PluginError(plugin, f"wants to write {name!r}, which is no plain file name", hint(plugin))
    return files


def _options(format: Format, given: Mapping[str, str]) -> dict[str, str]:
    known = {option.name: option for option in format.options}
    for name, value in given.items():
        if name not in known:
            there_is = f"It has: {', '.join(known)}." if known else "It has none."
            raise Misnamed(f"format {format.name}", f"has no option {name!r}", there_is)
        if known[name].choices and value not in known[name].choices:
            one_of = f"One of: {', '.join(known[name].choices)}."
            raise Misnamed(f"format {format.name}", f"the option {name} cannot be {value!r}", one_of)
    return {name: given.get(name, option.default) for name, option in known.items()}


def _called(plugin: str, where: str, call: Callable[[], _Result]) -> _Result:
    with guarded(plugin, where):
        return call()
