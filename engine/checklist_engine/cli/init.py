"""`checklist init`: a few questions, and a commented record to begin with."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklist_engine.cli.editor_line import schema_for
from checklist_engine.cli.group import common, say
from checklist_engine.newrecord.questions import Question
from checklist_engine.newrecord.template import Template
from checklist_engine.problems import Problem, Problems, harmless

if TYPE_CHECKING:
    from checklist_engine.compile.program import Program
    from checklist_engine.scope import Record


class InitCommand(click.Command):
    """A command with an option for each question of the pack's `init.yaml`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        template, _ = _template(_pack_in(args))
        own = {param.name for param in self.params}
        self.params += [
            click.Option(
                [f"--{question.fact.replace('_', '-')}", question.fact],
                help=f"{question.ask} (such as {question.example})",
                metavar="TEXT",
            )
            for question in template.questions
            if question.fact not in own
        ]
        return super().parse_args(ctx, args)


def _pack_in(args: list[str]) -> str | None:
    """The value of `--pack`, needed before the options can be known."""
    for index, arg in enumerate(args):
        if arg == "--pack" and index + 1 < len(args):
            return args[index + 1]
        if arg.startswith("--pack="):
            return arg.removeprefix("--pack=")
    return None


def _template(pack: str | None) -> tuple[Template, Path]:
    """The pack's template for a new record, and the pack's folder."""
    from checklist_engine.files import read_bytes
    from checklist_engine.newrecord.template import FILE, read_template
    from checklist_engine.session import pack_folder

    folder = Path(pack_folder(pack))
    return read_template(read_bytes(folder / FILE), str(folder / FILE)), folder


@click.command(cls=InitCommand)
@click.argument("file", required=False, type=click.Path(allow_dash=True))
@click.option("--pack", metavar="NAME", help="The pack that the record is for: a name, or the path of its folder.")
@click.option("--no-input", is_flag=True, help="Ask nothing; take what the options say.")
@common
def init(file: str | None, pack: str | None, no_input: bool, **answers: str | None) -> None:
    """Write a new record to FILE (- is standard output), by a few questions. Never overwrites anything."""
    from checklist_engine.config import load_config
    from checklist_engine.files import replace_bytes
    from checklist_engine.load.beside import ids_beside
    from checklist_engine.load.program import load_program
    from checklist_engine.newrecord.filling import fill, record_id, with_pack
    from checklist_engine.session import pack_for

    template, folder = _template(pack)
    program = load_program(folder)
    to_stdout = file == "-"
    path = Path(template.file if file is None or to_stdout else file)
    if not to_stdout:
        _must_be_free(path)
    given = {fact: value for fact, value in answers.items() if value is not None}
    zone = load_config().zone()
    is_asking = not no_input and sys.stdin.isatty()
    if not is_asking:
        found = _said(template, given, zone)
    else:
        found = _asked(template, given, zone, program, path, aside=to_stdout)
    taken = ids_beside(path.parent, program) if template.id_from else {}
    text = fill(template, found, schema_for(folder, path), taken)
    named = pack_for(str(folder), str(path.parent.resolve()))
    if named is not None:
        text = with_pack(text, named)
    case = _must_be_valid(text, path, program, zone).case
    if to_stdout:
        click.echo(text, nl=False)
    else:
        replace_bytes(path, text.encode(), expected=None)
    usual = record_id(template, found)
    if case != usual and usual in taken:
        say(f"The id {usual} is that of {taken[usual]}; this one is {case}.", aside=to_stdout)
    if not to_stdout:
        is_supposed = not is_asking and "timezone" not in given and "timezone" in found
        supposed = f", with times local to {harmless(zone)} (`timezone` in it changes that)" if is_supposed else ""
        say(f"Wrote {path}{supposed}. To see what to do: checklist run {_quoted(str(path))}")


def _must_be_free(path: Path) -> None:
    """Whoever has answered all questions shall not learn only then that nothing can be written. Raises Problems."""
    from checklist_engine.files.errors import explained

    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Problems([explained(error, str(path), "write")]) from None
    except ValueError as error:  # a name that no file can have
        raise Problems([explained(error, str(path), "write")]) from None
    else:
        raise Problems([Problem(id="files/exists", file=str(path), message="there is a file of that name already",
                                hint="name another: checklist init FILE")])  # fmt: skip
    folder = path.parent
    if not folder.is_dir():
        raise Problems([explained(OSError(errno.ENOTDIR if folder.exists() else errno.ENOENT, ""), str(path), "write")])
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Problems([explained(OSError(errno.EACCES, ""), str(path), "write")])


def _must_be_valid(text: str, path: Path, program: Program, zone: str) -> Record:
    """Answers that are fine one by one may not be together, such as an end before the start. Raises Problems."""
    from checklist_engine.load.record import read_record

    try:
        return read_record(text.encode(), str(path), program, zone=zone)
    except Problems as found:
        raise Problems(
            problem.replace(file="", line=0, column=0, source_line="") for problem in found.problems
        ) from None


def _said(template: Template, given: dict[str, str], zone: str) -> dict[str, str]:
    """The answers where there is nobody to ask: what is needed must have been said. Raises Problems, all at once."""
    from checklist_engine.moments import now_stamp
    from checklist_engine.newrecord.questions import answered

    _all_answered(template, given)
    return answered(template.questions, given, {"timezone": zone}, now_stamp())


def _all_answered(template: Template, given: dict[str, str]) -> None:
    missing = [q for q in template.questions if not q.optional and q.default is None and q.fact not in given]
    if missing:
        options = " ".join(f"--{question.fact.replace('_', '-')} {_quoted(question.example)}" for question in missing)
        raise Problems([Problem(id="usage/missing", message=f"nothing said about {', '.join(q.fact for q in missing)}",
                                hint=f"there is no terminal to ask at; say it like this: {options}")])  # fmt: skip


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


def _asked(
    template: Template, given: dict[str, str], zone: str, program: Program, path: Path, *, aside: bool
) -> dict[str, str]:
    """The answers of somebody at a terminal. Each is tried in the record at once: a wrong one costs no other.

    ``aside``: the questions are put on standard error, since standard output is the record's.
    """
    from functools import partial

    from checklist_engine.moments import now_stamp
    from checklist_engine.newrecord.dialogue import ask
    from checklist_engine.newrecord.trial import Trial

    trial = Trial(template, program, str(path), zone)
    return ask(template.questions, partial(_typed, aside), given, {"timezone": zone}, trial.objections, now_stamp())


def _typed(aside: bool, question: Question, default: str | None, complaint: str | None) -> str:
    """What a person types; Enter alone brings the default, or nothing. Raises click.Abort where they stop."""
    hint = f"such as {question.example}" + ("; may stay empty" if question.optional and not default else "")
    while True:
        if complaint:
            say(complaint, aside=aside)
        try:
            ask = f"{question.ask} ({hint})"
            return str(click.prompt(ask, default=default or "", show_default=bool(default), err=aside))
        except UnicodeDecodeError:
            complaint = "this is no text in UTF-8"
        except click.Abort:
            click.echo(err=aside)  # the question, and the terminal's ^C, get a line of their own
            raise
