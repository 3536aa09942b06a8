"""Every example in README.md and docs/ is executed, every table held against the code, every link followed.

A page is played from top to bottom in an empty folder, as somebody would who reads along:

* ```` ```console ```` : lines after ``$ `` are run by a shell with the real command; what follows is their whole
  output, where ``...`` stands for anything within a line and a line ``...`` for any lines;
* ```` ```sh ```` : every line is run and must succeed, its output is nobody's concern.

Any other block says in a comment above it what it is, and that is what happens to it (see `_KINDS`). A comment can
also set the clock (``now: 2026-11-18 09:00``, until the next one) and the exit code that is expected (``exit: 1``).
`test_docs_planted.py` makes sure that each of these checks finds what it is there to find.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import chain, zip_longest
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from desk import ROOT, Desk

from checklist_engine.cli.group import group
from checklist_engine.config import config_path
from checklist_engine.evaluate import status
from checklist_engine.load.program import load_program
from checklist_engine.problems import Problems, as_text
from checklist_engine.words.groups import TITLES

PAGES = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
EXECUTED_BY_CI = "executed by .ci/run"
"""What may stand above the README's first block, and above no other."""


class Block(NamedTuple):
    """A fenced block or a table: where it begins, its language, and what the comments above it say."""

    line: int
    language: str
    about: dict[str, str]
    text: str


def blocks_of(page: str) -> Iterator[Block]:
    """The blocks of a page in order; a table has the language ``table`` and is only given if a comment names it."""
    lines = page.splitlines()
    about: dict[str, str] = {}
    number = 0
    while number < len(lines):
        line = lines[number]
        if comment := re.fullmatch(r"<!-- (.*) -->", line):
            key, _, value = comment[1].partition(": ")
            about[key] = value
        elif fence := re.fullmatch(r"( *)(`{3,})(\w*)", line):
            end = next((i for i in range(number + 1, len(lines)) if lines[i].strip() == fence[2]), len(lines))
            text = "".join(f"{inner.removeprefix(fence[1])}\n" for inner in lines[number + 1 : end])
            yield Block(number + 1, fence[3], about, text)
            number, about = end, {}
        elif line.startswith("|") and about:
            end = next((i for i in range(number, len(lines)) if not lines[i].startswith("|")), len(lines))
            yield Block(number + 1, "table", about, "\n".join(lines[number:end]))
            number, about = end - 1, {}
        elif line.strip():
            about = {}
        number += 1


def play(page: str, folder: Path) -> list[str]:
    """Everything that is wrong with the page's blocks, each with its line."""
    desk = Desk(folder)
    faults: list[str] = []
    for number, block in enumerate(blocks_of(page)):
        if "now" in block.about:
            desk.environment["DOCS_NOW"] = block.about["now"]
        if EXECUTED_BY_CI in block.about:
            if number:
                faults.append(f"{block.line}: only the first block can be {EXECUTED_BY_CI}")
            continue
        if block.language in ("console", "sh"):
            checked = _commands(block, desk)
        else:
            checks = [check for kind, check in _KINDS.items() if kind in block.about]
            unnamed = f"a block of {block.language or 'no language'} that does not say what it is"
            checked = chain.from_iterable(check(block, desk) for check in checks) if checks else iter([unnamed])
        faults += [f"{block.line}: {fault}" for fault in checked]
    return faults


def _commands(block: Block, desk: Desk) -> Iterator[str]:
    for command, expected in commands_of(block):
        shown, code = desk.typed(command, expected) if "typed" in block.about else desk.run(command)
        shown = "".join(f"{line.rstrip()}\n" for line in shown.splitlines())
        if code != int(block.about.get("exit", 0)):
            yield f"`{command}` exits with {code}:\n{shown}"
        elif block.language == "console" and not matches(expected, shown):
            yield f"`{command}` shows\n{shown}\nbut the page says\n{expected}"


def commands_of(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output that follows it."""
    text = block.text.replace("\\\n", "")
    if block.language == "sh":
        yield from ((line, "") for line in text.splitlines() if line and not line.startswith("#"))
        return
    first, *rest = re.split(r"^\$ ", text, flags=re.MULTILINE)
    if first or not rest:
        yield "false # the block does not begin with a command", ""
    for part in rest:
        command, _, output = part.partition("\n")
        yield re.sub(r"  +", " ", command), output


def matches(expected: str, shown: str) -> bool:
    """Whether an output is as the page says; a line ``...`` stands for lines, ``...`` in a line for part of it."""
    pattern = ""
    for line in expected.splitlines():
        if line == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(map(re.escape, line.rstrip().split("..."))) + r"\n"
    return re.fullmatch(pattern, shown) is not None


# What is done with blocks that are no commands, by what the comment above them says.


def _file(block: Block, desk: Desk) -> Iterator[str]:
    """``file: NAME``: the block is that file, from now on."""
    path = desk.folder / block.about["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")
    if path.suffix == ".yaml" and path.parent == desk.folder:
        shown, code = desk.run(f"checklist validate {path.name}")
        if code:
            yield shown


def _config(block: Block, desk: Desk) -> Iterator[str]:
    """``config``: the block is the configuration, from now on."""
    path = Path(desk.environment["XDG_CONFIG_HOME"], "checklist-engine", "config.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")
    shown, code = desk.run("checklist run examples/minimal.yaml")
    if code:
        yield shown


def _replaced(block: Block, desk: Desk) -> Iterator[str]:
    """``in: FILE``: a part of that file, put in the place of the old one, as somebody edits.

    Either keys with all that is below them, or entries of ``rules`` told apart by their ``id``; what is new goes to
    the end.
    """
    path = desk.folder / block.about["in"]
    text = path.read_text(encoding="utf-8")
    entries = block.text.startswith("  - {id: ")
    for part in re.split(r"^(?=  - )" if entries else r"^(?=\S)", block.text, flags=re.MULTILINE)[1:]:
        if name := re.match(r"  - \{id: [\w-]+" if entries else r"\w+:", part):
            # The old part goes on as long as lines are indented, and further in than an entry begins.
            below = r"(?:    .*\n)*" if entries else r"(?: .*\n)*"
            old = re.compile(rf"^{re.escape(name[0])}(?![\w-]).*\n{below}", re.MULTILINE)
            at = old.search(text) or re.compile(
                r"(?<=^rules:\n)(?: .*\n)*()" if entries else r"\Z()", re.MULTILINE
            ).search(text)
            if at is not None:
                start, end = at.span(1) if at.re.groups else at.span()
                text = text[:start] + part + text[end:]
                continue
        yield f"neither an entry with an id nor a key: {part}"
    path.write_text(text, encoding="utf-8")


def _compiled(kind: str) -> Callable[[Block, Desk], Iterator[str]]:
    """``windows``, ``limits``, ``moments``, ``conditions``: a list of these, or a table with them.

    They stand in the table's first column; in the second where the first holds keys.
    """

    def check(block: Block, desk: Desk) -> Iterator[str]:
        if block.language == "table":
            parts = codes_in(block, 1 if "keys" in block.about else 0)
        else:
            uncommented = re.sub(r"^ *# .*\n|  +# .*$", "", block.text, flags=re.MULTILINE)
            parts = [part.rstrip() for part in re.split(r"^- ", uncommented, flags=re.MULTILINE)[1:]]
        if not parts:
            yield f"there are no {kind} in it"
        for part in parts:
            if wrong := compiles(kind, part, desk):
                yield f"`{part}`: {wrong}"

    return check


def compiles(kind: str, text: str, desk: Desk) -> str | None:
    """What is wrong with a window, a moment or a condition; None where it compiles in a rule of the pack."""
    pack = desk.folder.parent / "pack-for-parts"
    if not pack.exists():
        desk.run(f"checklist pack copy after-interview '{pack}'")
    keys = {"windows": ["do:"], "limits": ["dont:"], "moments": ["do:", "from:"], "conditions": ["do: {}", "when:"]}[
        kind
    ]
    inner = ["id: in-the-docs", "statement: hays/thank-you"]
    inner += [f"{'  ' * (depth if kind == 'moments' else 0)}{key}" for depth, key in enumerate(keys)]
    first, *others = text.splitlines()
    inner += [f"      {line}" for line in (first, *(other.removeprefix("  ") for other in others))]
    rule = "\n    ".join(inner)
    (pack / "actions" / "in-the-docs.yaml").write_text(
        "action: in-the-docs\ntitle: An example\n"
        "for_each: {round: interviews, person: round.with, promise: promised}\n"
        f"trigger: round.end\nrules:\n  - {rule}\n",
        encoding="utf-8",
    )
    try:
        load_program(pack, use_cache=False)
    except Problems as problems:
        return as_text(problems)
    return None


def rows_of(table: str) -> list[list[str]]:
    """The cells of a table's rows, without its head."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def _same(what: str, said: list[str], known: list[str]) -> Iterator[str]:
    if sorted(said) != sorted(known):
        extra, missing = sorted(set(said) - set(known)), sorted(set(known) - set(said))
        yield f"{what}: the page has {extra} besides, and lacks {missing} (each once)"


def _keys(block: Block, desk: Desk) -> Iterator[str]:
    """``keys: SCHEMA#/POINTER …``: the first column names exactly the keys that these parts of a schema allow."""
    known: list[str] = []
    for place in block.about["keys"].split():
        name, _, pointer = place.partition("#/")
        node = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
        for part in filter(None, pointer.split("/")):
            node = node[part]
        known += [key for key in node.get("properties", node.get("enum", ())) if key not in known]
    yield from _same(block.about["keys"], codes_in(block, 0), known)


def _fields(block: Block, desk: Desk) -> Iterator[str]:
    """``fields: MODULE.CLASS``: the first column names exactly the fields of that class."""
    module, _, name = block.about["fields"].rpartition(".")
    yield from _same(name, codes_in(block, 0), list(getattr(import_module(module), name)._fields))


def _names_of_tests(block: Block, desk: Desk) -> Iterator[str]:
    """``tests: SUITE``: the first column names exactly the tests that this suite of the kit for plugins runs."""
    suite = block.about["tests"]
    known = [name for name in vars(getattr(import_module("checklist_engine.testing"), suite)) if name[:5] == "test_"]
    yield from _same(suite, codes_in(block, 0), known)


def _losses(block: Block, desk: Desk) -> Iterator[str]:
    """``losses``: the first column has exactly the words by which the kit knows what a format drops."""
    known = import_module("checklist_engine.testing.conformance").LOSSES.values()
    yield from _same("LOSSES", codes_in(block, 0), [word for words in known for word in words])


def codes_in(block: Block, column: int) -> list[str]:
    """What stands in code signs in a column of a table."""
    return [code for row in rows_of(block.text) for code in re.findall(r"`([^`]+)`", row[column])]


def _statuses(block: Block, desk: Desk) -> Iterator[str]:
    """``statuses``: the table of precedence, as the module that decides has it."""
    theirs = [line for line in (status.__doc__ or "").splitlines() if line.startswith("|")]
    ours = block.text.splitlines()

    def plain(line: str | None) -> list[str]:
        return re.findall(r"[\w-]{2,}", line or "")

    for index, (one, other) in enumerate(zip_longest(ours, theirs)):
        if index != 1 and plain(one) != plain(other):
            yield f"line {index + 1} is {one!r}, the engine has {other!r}"


def _part_of(block: Block, desk: Desk) -> Iterator[str]:
    """``from: FILE``: the block is in that file of the project, byte for byte."""
    if block.text not in (ROOT / block.about["from"]).read_text(encoding="utf-8"):
        yield f"{block.about['from']} does not have these lines"


_KINDS: dict[str, Callable[[Block, Desk], Iterator[str]]] = {
    "file": _file,
    "config": _config,
    "in": _replaced,
    "windows": _compiled("windows"),
    "limits": _compiled("limits"),
    "moments": _compiled("moments"),
    "conditions": _compiled("conditions"),
    "keys": _keys,
    "fields": _fields,
    "tests": _names_of_tests,
    "losses": _losses,
    "statuses": _statuses,
    "from": _part_of,
}


# What is not in blocks: links, and commands named in a sentence.


def broken_links(page: str, folder: Path) -> list[str]:
    """Links of a page in ``folder`` to files or headings that do not exist, and to the web without encryption."""
    faults = []
    for target in re.findall(r"\]\(([^)\s]+)\)", _prose(page)):
        path, _, anchor = target.partition("#")
        there = folder / path
        if "://" in target:
            wrong = not target.startswith("https://")
        elif anchor and (not path or there.is_file()):
            wrong = anchor not in headings_of(there.read_text(encoding="utf-8") if path else page)
        else:
            wrong = not there.exists()
        if wrong:
            faults.append(target)
    return faults


def _prose(page: str) -> str:
    return re.sub(r"^( *)(`{3,}).*?^\1\2$", "", page, flags=re.MULTILINE | re.DOTALL)


def headings_of(page: str) -> list[str]:
    """The headings of a page as links name them."""
    heads = re.findall(r"^#+ (.*)$", _prose(page), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads]


def unknown_commands(page: str) -> list[str]:
    """Commands and options in code signs that `checklist` does not have."""
    return [words for words in re.findall(r"`checklist ([^`\n]+)`", _prose(page)) if not _is_known(words.split())]


def _is_known(words: list[str]) -> bool:
    names: list[str] = []
    command: click.Command | None = group
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        names.append(words.pop(0))
        command = command.get_command(click.Context(group), names[-1])
    return command is not None and options_of(*names).issuperset(word for word in words if re.match(r"--?[a-z]", word))


@cache
def options_of(*names: str) -> frozenset[str]:
    """The options that a command's help names (some of `checklist init` come from the pack)."""
    path = os.pathsep.join(map(str, (ROOT / "engine", ROOT / "plugins")))
    shown = subprocess.run(
        [sys.executable, "-m", "checklist_engine", *names, "--help"], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": path},
    ).stdout  # fmt: skip
    return frozenset(re.findall(r"(?<![\w-])--?[a-z][\w-]*", shown))


# The pages


@cache
def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_everything_on_the_page_works(page: str, tmp_path: Path) -> None:
    faults = play(text_of(page), tmp_path)
    assert not faults, "\n".join(["", *(f"{page}:{fault}" for fault in faults)])


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    assert broken_links(text_of(page), (ROOT / page).parent) == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_sentences_exist(page: str) -> None:
    assert unknown_commands(text_of(page)) == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_name_no_place_of_one_computer(page: str) -> None:
    assert re.findall(r"(?<![\w~.])/(?:home|root|tmp|work|Users)/\S*", text_of(page)) == []


def test_the_readme_shows_what_its_first_command_shows() -> None:
    """The command of the first line, run (see above) with the output that stands there, is the one of CI."""
    first, *others = blocks_of(text_of("README.md"))
    run = first.text.splitlines()[0].rpartition(" && ")[2].removeprefix(".venv/bin/")
    shown = [
        (command, output) for block in others if block.language == "console" for command, output in commands_of(block)
    ]
    (output,) = [output for command, output in shown if command == run]
    assert "..." not in output


def test_the_readme_is_short() -> None:
    assert len(text_of("README.md").splitlines()) <= 150


def test_every_page_is_linked_from_the_readme() -> None:
    linked = re.findall(r"\]\(([^)#\s]+)", text_of("README.md"))
    assert set(PAGES) - {"README.md"} <= set(linked)


def test_the_guide_explains_every_heading_of_the_list() -> None:
    table = text_of("docs/person.md").partition("| heading |")[2].partition("\n\n")[0]
    assert [row[0] for row in rows_of(table)] == [title.upper() for title in TITLES.values()]


def test_the_guide_names_everything_that_can_be_logged_besides_items() -> None:
    registry = load_program(ROOT / "rules" / "after-interview", use_cache=False).pack.manifest.data
    said = set(re.findall(r"`([\w-]+)`", text_of("docs/person.md")))
    assert {*registry["events"], *registry["registered_actions"]} - said == set()


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_the_guide_says_where_the_configuration_lies(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHECKLIST_CONFIG", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    folder = Path(config_path()).parent.relative_to(Path.home())
    assert f"`~/{folder.as_posix()}/`" in text_of("docs/person.md")
