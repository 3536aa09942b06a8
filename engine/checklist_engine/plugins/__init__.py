"""Finding and calling plugins: a typed façade around pluggy, safe from what a plugin does wrong.

Our own formats come by the same hook as everybody's; a table says in which module each name is, so that foreign
plugins are looked for only when a name is not ours. Each of those is loaded alone and called alone. Whatever it
does wrong (raising, leaving by `SystemExit`, giving something else than it should) becomes a `PluginError`
that names it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from itertools import chain
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

from checklist_engine.plugin import Deliverer, Format, new_manager
from checklist_engine.plugins.guard import Misnamed, PluginError, guarded, hint, kind_of
from checklist_engine.plugins.render import render
from checklist_engine.problems import nearest

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["BUILT_IN", "DELIVERERS", "PluginError", "Plugins", "find_format", "render"]

BUILT_IN = {
    "text": "checklist_plugins.text",
    "markdown": "checklist_plugins.markdown",
    "json": "checklist_plugins.json_format",
    "todotxt": "checklist_plugins.todotxt",
    "html": "checklist_plugins.html_format",
    "csv": "checklist_plugins.csv_format",
    "ics": "checklist_plugins.ics",
    "drafts": "checklist_plugins.drafts",
    "email": "checklist_plugins.email_format",
}
"""Formats that come with the engine: name to module, in the order in which help lists them."""
DELIVERERS = {"smtp": "checklist_plugins.smtp"}
"""Deliverers that come with the engine."""

_Part = TypeVar("_Part", Format, Deliverer)


class Plugins:
    """The plugins of one run. `problems` tells which were left out and why, so that a command can warn."""

    def __init__(self, *, enabled: bool = True, disabled: Collection[str] = ()) -> None:
        """`enabled=False` leaves out all that are not ours; `disabled` some, by distribution or entry point."""
        self.problems: list[PluginError] = []
        self._enabled, self._disabled = enabled, disabled
        self._foreign: list[tuple[str, Any]] | None = None
        self._manager: Any = None
        self._owners: dict[str, str] = {}

    def format(self, name: str) -> Format:
        """The format of that name; PluginError where there is none, or it cannot be had."""
        return self._one(name, BUILT_IN, Format, "checklist_formats", "format")

    def deliverer(self, name: str) -> Deliverer:
        """The deliverer of that name; PluginError where there is none, or it cannot be had."""
        return self._one(name, DELIVERERS, Deliverer, "checklist_deliverers", "deliverer")

    def formats(self) -> tuple[Format, ...]:
        """All formats, ours first: for help and completion, since it loads every plugin."""
        return (*self._ours(), *self._foreign_formats())

    def _ours(self) -> tuple[Format, ...]:
        return tuple(_ours(name, BUILT_IN, Format, "checklist_formats") for name in BUILT_IN)

    def _foreign_formats(self) -> tuple[Format, ...]:
        return tuple(self._theirs(BUILT_IN, Format, "checklist_formats").values())

    def deliverers(self) -> tuple[tuple[str, str], ...]:
        """The deliverers that plugins bring: (name, plugin)."""
        found = self._theirs(DELIVERERS, Deliverer, "checklist_deliverers")
        return tuple((name, self._owners[name]) for name in found)

    def ticked(self, suffix: str) -> Format:
        """The format with files of that suffix in which people tick, ours first; PluginError where there is none."""
        there_is = []
        for formats in (self._ours, self._foreign_formats):
            for one in formats():
                if one.ticks is not None and one.suffix == suffix:
                    return one
                there_is += [f"{one.name} (*{one.suffix})"] if one.ticks is not None else []
        known = ", ".join(there_is) or "none"
        raise Misnamed("", f"no list to tick in has the ending “{suffix}”", f"There is: {known}. Use --format NAME.")

    def packs(self) -> dict[str, Traversable]:
        """The packs that plugins bring, by name; of two of one name the first stays."""
        return {name: folder for name, (folder, _) in self.packs_of().items()}

    def packs_of(self) -> dict[str, tuple[Traversable, str]]:
        """The packs that plugins bring, by name: the folder, and the plugin."""
        from checklist_engine.load.packs import own_packs

        packs: dict[str, tuple[Traversable, str]] = {}
        for plugin, given in self._ask("checklist_packs"):
            if not isinstance(given, Mapping):
                self._leave_out(plugin, f"checklist_packs gave {kind_of(given)}, not folders by name")
                continue
            for name, folder in given.items():
                if not isinstance(name, str) or not hasattr(folder, "joinpath"):
                    self._leave_out(plugin, f"the pack “{name}” is {kind_of(folder)}, not a folder")
                elif name in packs or name in own_packs():
                    self._leave_out(plugin, f"the pack name {name} is taken already")
                else:
                    packs[name] = folder, plugin
        return packs

    def installed(self) -> tuple[str, ...]:
        """The names of the foreign plugins that could be loaded: distribution and entry point."""
        return tuple(name for name, _ in self._loaded()) if self._enabled else ()

    def source(self, name: str) -> str:
        """Which foreign plugin brings the format of that name; empty for one of ours."""
        return self._owners.get(name, "")

    def _one(self, name: str, ours: Mapping[str, str], kind: type[_Part], hook: str, word: str) -> _Part:
        if name in ours:
            return _ours(name, ours, kind, hook)
        theirs: dict[str, _Part] = self._theirs(ours, kind, hook)
        if name in theirs:
            return theirs[name]
        near = nearest(name, [*ours, *theirs])
        there_is = f"There is: {', '.join([*ours, *theirs]) or 'none'}." + (f" Did you mean “{near}”?" if near else "")
        message = f"no {word} is called “{name}”"
        if not self.problems:
            raise Misnamed("", message, there_is)
        # It may be what the faulty plugin would have brought.
        failed = ", ".join(dict.fromkeys(problem.plugin for problem in self.problems))
        why = "; ".join(problem.message for problem in self.problems)
        message += f", and this plugin was left out: {why}"
        raise PluginError(failed, message, f"{there_is} {hint(failed)}")

    def _theirs(self, ours: Mapping[str, str], kind: type[_Part], hook: str) -> dict[str, _Part]:
        parts: dict[str, _Part] = {}
        owner: dict[str, str] = {}
        for plugin, given in self._ask(hook):
            if isinstance(given, str | bytes | Mapping) or not hasattr(given, "__iter__"):
                self._leave_out(plugin, f"{hook} gave {kind_of(given)}, not a list of {kind.__name__}")
                continue
            try:
                with guarded(plugin, f"in {hook}"):
                    listed = list(given)
            except PluginError as problem:
                self.problems.append(problem)
                continue
            from checklist_engine.plugins.fit import unfit

            for part in listed:
                if reason := unfit(part, kind):
                    self._leave_out(plugin, reason)
                elif part.name in ours or part.name in owner:
                    whose = owner.get(part.name, "the engine")
                    self._leave_out(plugin, f"the name {part.name} is taken already, by {whose}")
                else:
                    parts[part.name], owner[part.name] = part, plugin
                    self._owners[part.name] = plugin
        return parts

    def _ask(self, hook: str) -> Iterator[tuple[str, Any]]:
        """What each foreign plugin gives for a hook; those that fail are left out and remembered."""
        if not self._enabled:
            return
        for name, plugin in self._loaded():
            others = [other for other in self._manager.get_plugins() if other is not plugin]
            caller = self._manager.subset_hook_caller(hook, remove_plugins=others)
            if not caller.get_hookimpls() or all(i.plugin is not plugin for i in caller.get_hookimpls()):
                continue
            try:
                with guarded(name, f"in {hook}"):
                    answers = caller()
            except PluginError as problem:
                self.problems.append(problem)
                continue
            if not answers:
                self._leave_out(name, f"{hook} gave nothing")  # pluggy drops a None
            for answer in answers:
                yield name, answer

    def _loaded(self) -> list[tuple[str, Any]]:
        if self._foreign is None:
            from checklist_engine.plugins.search import load

            self._manager, self._foreign = load(self.problems, self._disabled)
        return self._foreign

    def _leave_out(self, plugin: str, message: str) -> None:
        self.problems.append(PluginError(plugin, message, hint(plugin)))


def find_format(name: str) -> Format:
    """The format of that name, ours or a plugin's; PluginError where it cannot be had."""
    return Plugins().format(name)


def _ours(name: str, ours: Mapping[str, str], kind: type[_Part], hook: str) -> _Part:
    manager = new_manager()
    # Of the module only the hook: pluggy looks at everything that it is given.
    manager.register(SimpleNamespace(**{hook: getattr(import_module(ours[name]), hook)}), name)
    for part in chain.from_iterable(getattr(manager.hook, hook)()):
        if isinstance(part, kind) and part.name == name:
            return part
    raise PluginError(ours[name], f"does not give {name}")
