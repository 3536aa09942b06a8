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
from typing import TYPE_CHECKING, Any, TypeVar

from checklist_engine.value import Value

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from checklist_engine.checklist import Checklist

PROJECT = "checklist_engine"
"""pluggy's name of this project, and the entry-point group that is searched for plugins."""
API = 1
"""The version of this interface; a plugin of a higher one is refused with a hint to update."""

_Function = TypeVar("_Function", bound=Callable[..., Any])


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
    target: str | None = None
    """Name of the file that will be written; None for the terminal."""
    width: int = 80
    """Columns of the terminal."""
    colour: bool = False
    show_all: bool = False
    """Also what does not apply, is closed or cannot be said yet, each with its reason."""
    verbose: bool = False
    """Also steps, every voice and how each date came about."""


Rendered = str | bytes | Mapping[str, bytes]
"""One text, one file, or several files by name (plain names: no folders)."""


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


def hookspec(function: _Function) -> _Function:
    """Marks a hook, as `pluggy.HookspecMarker("checklist_engine")` does."""
    function.checklist_engine_spec = {  # type: ignore[attr-defined]
        "firstresult": False,
        "historic": False,
        "warn_on_impl": None,
        "warn_on_impl_args": None,
    }
    return function


def hookimpl(function: _Function) -> _Function:
    """Marks a plugin's implementation of a hook: `@hookimpl`, without arguments.

    It does what `pluggy.HookimplMarker("checklist_engine")` does (a test compares them), which works as well.
    Written out because our own formats need nothing else of pluggy, and not importing it saves each run a
    tenth.
    """
    function.checklist_engine_impl = {  # type: ignore[attr-defined]
        "wrapper": False,
        "hookwrapper": False,
        "optionalhook": False,
        "tryfirst": False,
        "trylast": False,
        "specname": None,
    }
    return function


@hookspec
def checklist_formats() -> Iterable[Format]:  # type: ignore[empty-body]
    """The formats that a plugin brings. Only called when a name is asked for that is not ours."""


@hookspec
def checklist_deliverers() -> Iterable[Deliverer]:  # type: ignore[empty-body]
    """The deliverers that a plugin brings."""


@hookspec
def checklist_packs() -> Mapping[str, Traversable]:  # type: ignore[empty-body]
    """The packs that a plugin brings: name to folder, as `importlib.resources.files` gives it."""
