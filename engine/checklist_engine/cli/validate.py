"""`checklist validate`: records and packs, everything that is wrong at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklist_engine.cli.group import common, say, tailored
from checklist_engine.problems import Problem, Problems

if TYPE_CHECKING:
    from checklist_engine.session import Session


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--pack", metavar="NAME", help="The pack that the records belong to.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing when all is well.")
@tailored
@common
def validate(paths: tuple[str, ...], pack: str | None, quiet: bool, tailoring: str | None) -> int:
    """Check records and tailorings (YAML files) and packs (folders, or names). Exits with 1 if something is wrong."""
    if pack is not None:
        from checklist_engine.session import pack_folder

        pack_folder(pack)  # a mistake in the words of the command is not one in the files
    problems: list[Problem] = []
    missing = False
    cases: dict[str, str] = {}
    for path in paths:
        try:
            words, session = _checked(path, pack, tailoring)
            name = session.name if session is not None else path
            if session is not None:
                _must_be_another(session, name, cases)
            if not quiet:
                say(f"{name}: {words}")
            if session is not None and not quiet:
                _tell_comments(session, name)
        except Problems as found:
            missing |= not Path(path).exists() and path != "-"
            problems.extend(found.problems)
    if problems:
        show_problems(Problems(problems))
    return 2 if missing else 1 if problems else 0


def _must_be_another(session: Session, path: str, cases: dict[str, str]) -> None:
    """Two records of one id would overwrite each other's lines in a list that they share. Raises Problems."""
    record = session.record
    first = cases.setdefault(record.case, path)
    if os.path.realpath(first) == os.path.realpath(path):
        return
    line, column = record.place(("id",)) if "id" in record.data else (1, 1)
    raise Problems([Problem(
        id="record/same-id", file=path, line=line, column=column,
        source_line=session.data.decode("utf-8-sig").splitlines()[line - 1],
        message=f"“{record.case}” is also the id of {first}", expected="an id of its own for each record",
        hint="In a list that both write to, such as a todo.txt, one would overwrite the other's lines.",
    )])  # fmt: skip


def _tell_comments(session: Session, path: str) -> None:
    """Remark on values of a record of which a part may have become a comment by a slip."""
    from checklist_engine.yaml12.comments import cut_off
    from checklist_engine.yaml12.reader import read

    for value, comment in cut_off(read(session.data, path)):
        whole = f"{value.text} {comment}"
        say(
            f"Note: {path}:{value.line}: “{comment}” is read as a comment, because of the blank before the #; the value"
            f' is “{value.text}”. If it belongs to it, put quotes around both: "{whole}"'
        )


def _checked(path: str, pack: str | None, tailoring: str | None) -> tuple[str, Session | None]:
    """What was found well at ``path``, in words, and the session of a record. Raises Problems."""
    from checklist_engine.load.misplaced import pack_of

    folder = _pack_named(path) or Path(path)
    # One file of a pack is checked with the pack that it belongs to: alone it means nothing.
    if folder.is_file() and (whole := pack_of(folder)) is not None:
        folder = Path(os.path.relpath(whole))
    if folder.is_dir() and path != "-":
        _must_not_be_of_records(folder, path)
        from checklist_engine.load.program import load_program
        from checklist_engine.ruletests.read import read_tests

        program = load_program(folder, use_cache=False)
        tests = read_tests(folder, program)
        rules = sum(len(action.rules) for action in program.actions.values())
        return f"a pack with {len(program.actions)} actions, {rules} rules and {len(tests)} tests; all is well", None
    from checklist_engine.session import Session, check_tailoring
    from checklist_engine.tailoring import is_tailoring
    from checklist_engine.words import count

    if is_tailoring(path):
        of, number = check_tailoring(path, pack)
        return f"a tailoring of the pack {of} with {count(number, 'change')}; all is well", None
    session = Session(path, pack, tailoring)
    session.evaluate(session.moment(None), drafts=False)  # what no checklist can be made of is not well
    return f"a record for the pack {session.program.pack.id}; all is well", session


def _must_not_be_of_records(folder: Path, path: str) -> None:
    """Who means the records in a folder is told how to name them. Raises Problems."""
    if not (folder / "pack.yaml").exists() and any(folder.glob("*.yaml")):
        raise Problems([Problem(id="pack/none", file=path, message=f"there is no pack in {path}",
                                expected="a folder with a pack.yaml",
                                hint=f"To check the records there: checklist validate {folder}/*.yaml")])  # fmt: skip


def _pack_named(path: str) -> Path | None:
    """The folder of the installed pack of that name, where nothing of that name lies here."""
    if path == "-" or Path(path).exists() or "/" in path or path.endswith((".yaml", ".yml")):
        return None
    from checklist_engine.load.packs import own_packs

    folder = own_packs().get(path)
    return Path(folder) if folder is not None else None


def show_problems(problems: Problems) -> None:
    """Tell on standard error what is wrong, in the form that the command line asks for."""
    from checklist_engine.problems import as_json, as_text

    root = click.get_current_context().find_root()
    as_data = root.meta.get("checklist_engine.error_format") == "json"
    click.echo((as_json(problems) if as_data else as_text(problems)).rstrip("\n"), err=True)
