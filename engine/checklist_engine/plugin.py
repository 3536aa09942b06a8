"""What a plugin is made of: the only module that a plugin author has to know, beside the checklist itself.

    from checklist_engine.plugin import Context, Format, hookimpl

    @hookimpl
    def checklist_formats():
        return [Format(name="mine", summary="…", suffix=".txt", media_type="text/plain", render=render)]

A distribution `checklist-engine-NAME` names its module in the entry-point group `checklist_engine`. Fields
of these types are only ever added, and new ones have defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import pluggy

from checklist_engine.value import Value

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from checklist_engine.checklist import Checklist

PROJECT = "checklist_engine"
"""pluggy's name of this project, and the entry-point group that is searched for plugins."""
API = 1
"""The version of this interface; a plugin of a higher one is refused with a hint to update."""


class Refused(Exception):
    """What a format or deliverer raises where it cannot do what is asked, with a sentence for the person.

    It is about what the person gave, a file or a setting, and the command exits with 2. Anything else that is raised
    is taken for a fault of the plugin and told so.
    """


class Undelivered(Refused):
    """What a deliverer raises where the other side did not take it: a server that is not there, or that says no.

    Nothing that the person gave need be wrong: the command exits with 3.
    """


class Option(Value):
    """One setting of a format or deliverer. Its values are text; `choices`, if any, are the only ones."""

    name: str
    summary: str
    default: str
    choices: tuple[str, ...] = ()


class Context(Value):
    """What a format is told beside the checklist. It says everything: a format looks nowhere else."""

    options: Mapping[str, str] = {}
    """Every option of the format, with its default where none was given."""
    existing: bytes | None = None
    """The bytes of the target as they stand, for a format that merges; None where there is no such file."""
    siblings: Mapping[str, bytes] = {}
    """The files beside the target that the format `reads` and that exist."""
    folder: Mapping[str, bytes] = {}
    """Of a format that writes several files: what lies in the target folder now, by name."""
    target: str | None = None
    """Name of the file (or folder) that will be written; None for the terminal."""
    me: Mapping[str, str] = {}
    """Who the person is, as far as configured: `name`, `telephone`, `email`."""
    dry_run: bool = False
    """For deliverers: do everything but the sending, and say what would be sent."""
    width: int = 80
    """Columns of the terminal."""
    colour: bool = False
    show_all: bool = False
    """Also what does not apply, is closed or cannot be said yet, each with its reason."""
    verbose: bool = False
    """Also steps, every voice and how each date came about."""


Rendered = str | bytes | Mapping[str, bytes]
"""One text, one file, or several files by name (plain names: no folders)."""


class Tick(Value):
    """What a person ticked in a file that a format wrote, as far as the file says."""

    case: str
    """The id of the case that the line belongs to."""
    item: str
    """The id of the item."""
    on: str | None = None
    """The day, ``2026-11-20``, as the other program dated it; None where it did not."""
    unread: str | None = None
    """What stands there in place of a day, as it is, where that is none: it is told, and today counts."""


class Format(Value):
    """An output: `render(checklist, context)` is pure and gives text, bytes, or several files by name."""

    name: str
    summary: str
    suffix: str
    """Of its files, with the dot: `.md`."""
    media_type: str
    render: Callable[[Checklist, Context], Rendered]
    options: tuple[Option, ...] = ()
    reads: tuple[str, ...] = ()
    """Names of files beside the target that it wants to see, such as `done.txt`."""
    drops: tuple[str, ...] = ()
    """What it cannot carry, in words: "voices"."""
    ticks: Callable[[bytes, Context], Iterable[Tick]] | None = None
    """`ticks(data, context)`: what was ticked in a file of this format (`context.siblings` holds what it `reads`);
    pure. None where people do not tick in such files."""
    owns: Callable[[bytes], bool] | None = None
    """`owns(data)`: whether a file holds what this format wrote; one that does not is never written over. Pure. None
    where the format keeps what is there by itself, or may write over anything."""
    api: int = API


class Deliverer(Value):
    """Sends what a format made: `deliver(checklist, files, context)` returns a sentence on what it did.

    `files` holds the rendered bytes by name. A deliverer raises where it could not deliver.
    """

    name: str
    summary: str
    deliver: Callable[[Checklist, Mapping[str, bytes], Context], str]
    options: tuple[Option, ...] = ()
    formats: tuple[str, ...] = ("text",)
    """Names of the formats that it sends."""
    api: int = API


hookspec = pluggy.HookspecMarker(PROJECT)
"""Marks a hook that plugins may implement."""
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a plugin's implementation of a hook: `@hookimpl`."""


@hookspec
def checklist_formats() -> Iterable[Format]:  # type: ignore[empty-body]
    """The formats that a plugin brings. Foreign plugins are asked only for a name that is not ours."""


@hookspec
def checklist_deliverers() -> Iterable[Deliverer]:  # type: ignore[empty-body]
    """The deliverers that a plugin brings."""


@hookspec
def checklist_packs() -> Mapping[str, Traversable]:  # type: ignore[empty-body]
    """The packs that a plugin brings: name to folder, as `importlib.resources.files` gives it."""


class _Specs:
    """The hooks as pluggy wants them: in one namespace."""

    checklist_formats = staticmethod(checklist_formats)
    checklist_deliverers = staticmethod(checklist_deliverers)
    checklist_packs = staticmethod(checklist_packs)


def new_manager() -> pluggy.PluginManager:
    """A manager that knows the hooks and no plugin yet. Each run has its own: nothing is global."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(_Specs)
    return manager
