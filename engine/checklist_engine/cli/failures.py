"""What went wrong that is no problem of the person's files: the exit code, and the words for it."""

from __future__ import annotations

from checklist_engine.problems import Problem


def told_as(error: Exception) -> tuple[int, Problem]:
    """The exit code that an error brings, and the problem as which it is told."""
    from checklist_engine.plugins.guard import Declined, Misnamed, PluginError

    if isinstance(error, Misnamed):
        return 2, Problem(id="usage/name", message=str(error))
    if isinstance(error, Declined):
        return 2, Problem(id="usage/refused", message=str(error), file=error.file)
    if isinstance(error, PluginError):
        return 3, Problem(id="plugin/failed", message=str(error))
    if isinstance(error, OSError):
        return 2, Problem(id="file/error", message=f"{error.filename or 'standard output'}: {error.strerror or error}")
    what = f"Something went wrong inside checklist ({type(error).__name__}: {error})."
    return 2, Problem(id="engine/error", message=f"{what} Please report it; `--debug` shows where.")
