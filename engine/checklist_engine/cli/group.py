"""The group of subcommands, and what all of them share: options, and how they say something."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import click

from checklist_engine import __version__
from checklist_engine.problems import Problem, Problems, as_json, harmless

_COMMANDS = {
    "run": ("run", "Show the checklist of a record."),
    "init": ("init", "Write a new record, by a few questions."),
    "done": ("log", "Log that you did something."),
    "skip": ("log", "Log that you will not do something."),
    "heard": ("log", "Log that something happened."),
    "questions": ("questions", "Answer the questions that a record leaves open."),
    "sync": ("sync", "Take over ticks from a todo.txt, Markdown or calendar list, and update it."),
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


_LIST = "What to do now: checklist run FILE"
_OTHER_WORDS = {
    **dict.fromkeys(("show", "list", "ls", "status", "todo", "now", "next", "what", "view"), _LIST),
    **dict.fromkeys(("new", "start", "begin", "create"), "To begin: checklist init"),
    **dict.fromkeys(("add", "log", "tick", "check"), "To log something: checklist done, skip or heard"),
    **dict.fromkeys(("undo", "undone", "untick", "remove"), "To take something back, delete its line under `log`"),
    **dict.fromkeys(("why", "reason"), "Why something is there: checklist explain FILE ITEM"),
    **dict.fromkeys(("edit", "change", "set"), "Your file is yours: open it in any editor"),
    "help": "All commands: checklist --help",
    "version": "checklist --version",
}
"""What people type for what has another name here, and what to do instead."""


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
        except click.UsageError:
            from checklist_engine.problems import nearest

            word = args[0]
            if os.path.splitext(word)[1] in (".yaml", ".yml"):
                raise click.UsageError(f"What to do with {word}? To see its checklist: checklist run {word}") from None
            if word in _OTHER_WORDS:
                raise click.UsageError(f"There is no command “{word}”. {_OTHER_WORDS[word]}", ctx) from None
            near = nearest(word, _COMMANDS)
            hint = f"Did you mean “{near}”?" if near else "These are there: checklist --help"
            raise click.UsageError(f"There is no command “{word}”. {hint}", ctx) from None


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
    """What plugins did wrong, a line each, on standard error, or as data; with `--debug` where it happened, too."""
    context = click.get_current_context(silent=True)
    wanted = context.find_root().meta if context is not None else {}
    problems, debug = list(problems), wanted.get("checklist_engine.debug")
    if wanted.get("checklist_engine.error_format") == "json":
        from checklist_engine.cli.failures import told_as

        if problems:
            click.echo(as_json([told_as(problem)[1] for problem in problems]).rstrip("\n"), err=True)
        return
    for problem in problems:
        click.echo(harmless(str(problem)), err=True)
        if debug and problem.__cause__ is not None:
            import traceback

            click.echo("".join(traceback.format_exception(problem.__cause__)), err=True, nl=False)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    if value != param.get_default(ctx):  # the subcommand's default does not take back what stands in front of it
        ctx.find_root().meta[f"checklist_engine.{param.name}"] = value
    return value


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="checklist %(version)s")
@common
def group() -> None:
    """What to do now, what next, and what to keep from doing: advice as rules, and rules as data."""


def called(given: Sequence[str], as_data: bool) -> int:
    """Do what the words of a command line say; the exit code. Raises what the subcommand raises.

    ``as_data``: wrong usage is told as JSON.
    """
    try:
        if "_CHECKLIST_COMPLETE" in os.environ:
            group.main(args=list(given), prog_name="checklist", obj=tuple(given))
        # Not `group.main`: that ends with 1 where the reader of our output has left.
        with group.make_context("checklist", list(given), obj=tuple(given)) as context:
            result = group.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except KeyboardInterrupt:
        click.echo(err=True)  # the terminal's ^C gets a line of its own
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        return _usage(error, as_data)
    return result if isinstance(result, int) else 0


def _usage(error: click.ClickException, as_data: bool) -> int:
    if as_data:
        problem = Problem(id="usage/command", message=error.format_message())
        click.echo(as_json(Problems([problem])).rstrip("\n"), err=True)
    else:
        error.show()
    return 2 if error.exit_code in (0, 1) else error.exit_code


set_option = click.option(
    "--set", "suppose", multiple=True, metavar="PATH=VALUE",
    help="As if the record said so: contact.email=x@y.example; nothing after = takes it out. May be repeated.",
)  # fmt: skip
"""The option of those commands that say what would be if."""


def say(text: str, *, aside: bool = False) -> None:
    """Print one line, ``aside`` on standard error. What could move the cursor or hide from the eye is written out."""
    click.echo(harmless(text), err=aside)
