"""The group of subcommands, and what all of them share: how errors are told and which exit code follows.

0 fine; 1 a check that was asked for found something; 2 bad usage or input; 3 a plugin or a delivery failed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from itertools import pairwise
from typing import Any, TextIO

import click

from checklist_engine import __version__
from checklist_engine.problems import Problem, Problems, as_json, as_text, harmless

_COMMANDS = {
    "run": ("run", "Show the checklist of a record."),
    "init": ("init", "Write a new record, by a few questions."),
    "done": ("log", "Log that you did something."),
    "skip": ("log", "Log that you will not do something."),
    "heard": ("log", "Log that something happened."),
    "questions": ("questions", "Answer the questions that a record leaves open."),
    "sync": ("sync", "Take over ticks from a todo.txt or Markdown list, and update it."),
    "explain": ("explain", "Say why an item is there, or is not."),
    "draft": ("draft", "Print the message that an item asks for."),
    "validate": ("validate", "Check records and packs."),
    "test": ("test", "Run a pack's rule tests."),
    "lint": ("lint", "Look for what is suspicious in a pack although it is valid."),
    "diff": ("diff", "Say what a change of the rules does to records."),
    "rules": ("rules", "List a pack's rules, or read one back in plain English."),
    "sources": ("sources", "List sources, statements, and what cites them."),
    "formats": ("formats", "List the output formats."),
    "plugins": ("plugins", "List the plugins of others, and what is wrong with them."),
    "schema": ("schema", "List, print or write the JSON Schemas."),
    "editor-setup": ("editor_setup", "Set up your editor for records and packs."),
    "docs": ("docs", "Write a pack's handbook."),
    "plugin": ("plugin", "Begin a plugin of your own."),
    "pack": ("pack", "Work with packs of rules."),
}
"""Each subcommand: the module that holds it, and its line in the help (so that help imports nothing)."""


class LazyGroup(click.Group):
    """A group that imports a subcommand only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module

        module = import_module(f"checklist_engine.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from checklist_engine.problems import nearest

            near = nearest(args[0], _COMMANDS) if args else None
            if near:
                raise click.UsageError(f"{error.message} Did you mean {near!r}?", ctx) from None
            raise


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every subcommand, which may also stand in front of it: how errors are shown."""
    command = click.option(
        "--error-format", type=click.Choice(["text", "json"]), default="text", expose_value=False,
        is_eager=True, callback=_remember, help="How problems are shown.",
    )(command)  # fmt: skip
    return click.option(
        "--debug", is_flag=True, expose_value=False, is_eager=True, callback=_remember,
        help="Show where in the program an error came from.",
    )(command)  # fmt: skip


def tailored(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every subcommand that looks at a record: the person's own changes to its pack.

    The command gets them as ``tailoring``: a path, ``none``, or None to look where they usually lie.
    """

    @wraps(command)
    def chosen(*given: Any, tailoring: str | None, no_tailoring: bool, **more: Any) -> Any:
        return command(*given, tailoring="none" if no_tailoring else tailoring, **more)

    chosen = click.option("--no-tailoring", is_flag=True, help="Leave out your own changes to the pack.")(chosen)
    return click.option(
        "--tailoring", metavar="FILE", type=click.Path(),
        help="Your own changes to the pack; by default tailoring.yaml beside the record or your configuration.",
    )(chosen)  # fmt: skip


def tell_failures(problems: Iterable[Exception]) -> None:
    """What plugins did wrong, a line each, on standard error; with `--debug` where it happened, too."""
    import traceback

    debug = click.get_current_context().find_root().meta.get("checklist_engine.debug")
    for problem in problems:
        click.echo(harmless(str(problem)), err=True)
        if debug and problem.__cause__ is not None:
            click.echo("".join(traceback.format_exception(problem.__cause__)), err=True, nl=False)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    if value != param.get_default(ctx):  # the subcommand's default does not take back what stands in front of it
        ctx.find_root().meta[f"checklist_engine.{param.name}"] = value
    return value


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="checklist %(version)s")
@common
def group() -> None:
    """Rules as data: what to do now, what next, and what to keep from."""


def run_command(given: Sequence[str]) -> int:
    """Do what the command line ``given`` says; the exit code. Never a traceback, unless `--debug` asks for it."""
    debug, as_data = "--debug" in given, _wants_json(given)
    try:
        result = group.main(args=list(given), prog_name="checklist", standalone_mode=False, obj=tuple(given))
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except Problems as problems:
        _tell(as_json(problems) if as_data else as_text(problems, colour=_colour()))
        return 2
    except click.Abort:
        _tell("stopped")
        return 130
    except click.ClickException as error:
        return _usage(error, as_data)
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing to complain about, and nothing more to write.
        _close_stdout()
        return 0
    except Exception as error:
        if debug:
            raise
        code, problem = _unexpected(error)
        _tell(as_json([problem]) if as_data else harmless(problem.message))
        return code


def _wants_json(given: Sequence[str]) -> bool:
    """Whether errors are wanted as JSON; asked of the bare words: an error may come before they are understood."""
    return "--error-format=json" in given or ("--error-format", "json") in pairwise(given)


def _usage(error: click.ClickException, as_data: bool) -> int:
    if as_data:
        _tell(as_json(Problems([Problem(id="usage/command", message=error.format_message())])))
    else:
        error.show()
    return 2 if error.exit_code in (0, 1) else error.exit_code


def _unexpected(error: Exception) -> tuple[int, Problem]:
    from checklist_engine.plugins.guard import Misnamed, PluginError

    if isinstance(error, Misnamed):
        return 2, Problem(id="usage/name", message=str(error))
    if isinstance(error, PluginError):
        return 3, Problem(id="plugin/failed", message=str(error))
    if isinstance(error, OSError):
        return 2, Problem(id="file/error", message=f"{error.filename or 'a file'}: {error.strerror or error}")
    what = f"Something went wrong inside checklist ({type(error).__name__}: {error})."
    return 2, Problem(id="engine/error", message=f"{what} Please report it; `--debug` shows where.")


set_option = click.option(
    "--set", "suppose", multiple=True, metavar="PATH=VALUE",
    help="As if the record said so: contact.email=x@y.example; nothing after = takes it out. May be repeated.",
)  # fmt: skip
"""The option of those commands that say what would be if."""


def say(text: str) -> None:
    """Print one line. What could move the cursor or hide from the eye is written out."""
    click.echo(harmless(text))


def _tell(text: str) -> None:
    click.echo(text.rstrip("\n"), err=True)


def _colour() -> bool:
    return colour_of(sys.stderr)


def colour_of(stream: TextIO) -> bool:
    """Whether what is written to the stream is shown by something that knows colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _close_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
