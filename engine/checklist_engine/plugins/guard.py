"""The fence around plugins: whatever one does wrong becomes one error that names it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO

from checklist_engine.plugin import Refused, Undelivered


class PluginError(Exception):
    """A plugin failed, or there is none of that name. `hint` says what a person can do about it."""

    def __init__(self, plugin: str, message: str, hint: str = "") -> None:
        super().__init__(plugin, message, hint)
        self.plugin, self.message, self.hint = plugin, message, hint

    def __str__(self) -> str:
        said = f"{self.plugin}: {self.message}" if self.plugin else self.message
        return f"{said}. {self.hint}" if self.hint else said


class Misnamed(PluginError):
    """Nobody's failure but the caller's: there is no format, option or choice of that name."""


class Declined(PluginError):
    """No failure either: the plugin refused what the person gave it, and says why. `file` is what it is about."""

    file = ""

    def __str__(self) -> str:
        return f"{self.file} ({self.plugin}): {self.message}" if self.file else super().__str__()


@contextmanager
def about(file: str) -> Iterator[None]:
    """Has a refusal name the ``file`` that it is about: a format does not know where its bytes lie."""
    try:
        yield
    except Declined as refused:
        refused.file = file
        raise


@contextmanager
def guarded(plugin: str, where: str) -> Iterator[None]:
    """Turns what a plugin does wrong into a `PluginError`; printing is wrong too.

    Output of the command is the checklist and nothing else: a pipe may be reading it.
    """
    out, sys.stdout = sys.stdout, StringIO()
    here = _folder()
    try:
        yield
        if _folder() != here:
            raise PluginError(plugin, f"changed the current folder {where}", hint(plugin))
        if said := sys.stdout.getvalue():
            shown = said.strip()[:60]
            raise PluginError(plugin, f"printed “{shown}” {where}, instead of giving it back", hint(plugin))
    except PluginError:
        raise
    except Undelivered as failure:
        raise PluginError(plugin, str(failure)) from failure
    except Refused as refusal:
        raise Declined(plugin, str(refusal)) from refusal
    except SystemExit as end:
        raise PluginError(plugin, f"tried to end the program {where}", hint(plugin)) from end
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        said = f"{type(error).__name__} {where}"
        told = _said(error)
        raise PluginError(plugin, f"{said}: {told}" if told else said, hint(plugin)) from error
    finally:
        sys.stdout = out
        if here is not None and _folder() != here:
            os.chdir(here)


def _folder() -> str | None:
    """The current folder, to which the names of outputs are relative; None where somebody has deleted it."""
    try:
        return os.getcwd()
    except OSError:
        return None


def _said(error: BaseException) -> str:
    with suppress(Exception):  # an error may not even be able to say what it is
        return str(error)
    return ""


@contextmanager
def noted(failed: list[PluginError]) -> Iterator[None]:
    """Adds a plugin's failure to ``failed`` and goes on: others must not suffer from it. A wrong name is no failure."""
    try:
        yield
    except Misnamed:
        raise
    except PluginError as error:
        failed.append(error)


def kind_of(thing: object) -> str:
    """What a plugin gave, in words."""
    return "nothing" if thing is None else f"a {type(thing).__name__}"


def hint(plugin: str) -> str:
    """What a person can do about a faulty plugin."""
    return f"Tell the author of {plugin}, or uninstall it; --debug shows where it happened."
