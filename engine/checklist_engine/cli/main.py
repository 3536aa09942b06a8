"""The door of the command: how errors are told and which exit code follows.

0 fine; 1 a check that was asked for found something; 2 bad usage or input, also where a plugin refuses it; 3 a plugin
or a delivery failed.

The command line that nearly everybody types, ``checklist run FILE``, leaves nothing to parse. It is taken at its
word: the library that reads command lines costs a fifth of such a run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from checklist_engine.cli.terminal import colour_of, tell
from checklist_engine.problems import Problems, as_json, as_text, harmless


def run_command(given: Sequence[str]) -> int:
    """Do what the command line ``given`` says; the exit code. Never a traceback, unless `--debug` asks for it."""
    debug, as_data = "--debug" in given, _wants_json(given)
    try:
        code = _called(given, as_data)
        sys.stdout.flush()
        return code
    except Problems as problems:
        tell(as_json(problems) if as_data else as_text(problems, colour=colour_of(sys.stderr)))
        return 2
    except KeyboardInterrupt:
        tell("stopped")
        return 130
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing to complain about, and nothing more to write.
        _close_stdout()
        return 0
    except Exception as error:
        if debug:
            raise
        try:
            from checklist_engine.cli.failures import told_as

            code, problem = told_as(error)
        except Exception:  # noqa: BLE001 - a file of the program that is broken, which may be what came first
            tell(harmless(f"checklist itself cannot be read ({error}): install it again"))
            return 2
        tell(as_json([problem]) if as_data else harmless(problem.message))
        return code


def plain_run(given: Sequence[str]) -> str | None:
    """The record of a command line that is ``run`` and one file; None for any other.

    Not where the shell leaves patterns to the command, nor while it asks what could be completed.
    """
    if len(given) != 2 or given[0] != "run" or given[1][:1] in ("-", "") or os.name == "nt":
        return None
    return None if "_CHECKLIST_COMPLETE" in os.environ else given[1]


def _called(given: Sequence[str], as_data: bool) -> int:
    record = plain_run(given)
    if record is not None:
        from checklist_engine.cli.showing import Wanted, show

        try:
            return show(Wanted(record=record))
        except KeyboardInterrupt:
            tell("")  # the terminal's ^C gets a line of its own
            raise
    from checklist_engine.cli.group import called

    return called(given, as_data)


def _wants_json(given: Sequence[str]) -> bool:
    """Whether errors are wanted as JSON; asked of the bare words: an error may come before they are understood."""
    return "--error-format=json" in given or ("--error-format", "json") in pairwise(given)


def _close_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
