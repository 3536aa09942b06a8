"""Who may import what, read off the source: the tables say it, the tests below hold the code to them.

Names are those of modules; ``*`` at the end stands for anything, so ``checklist_engine.cli*`` is the module
and the package. Imports inside functions count; those for type checkers count too, unless said otherwise.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent

# A library of somebody else's → the only modules that know it. What is not named here is not imported.
KNOWN_BY = {
    "click": ["checklist_engine.cli*"],
    "icalendar": ["checklist_plugins.ics"],
    "jsonschema": [
        "checklist_engine.schema.explain",
        "checklist_engine.schema.wording",
    ],  # the validator, loaded at a refusal
    "pluggy": ["checklist_engine.plugin", "checklist_engine.plugins", "checklist_engine.plugins.search"],
    "pytest": [
        "checklist_engine.testing.conformance",
        "checklist_engine.testing.delivering",
        "checklist_engine.testing.pytest_plugin",
        "checklist_engine.testing.ticking",
    ],  # the kit for authors
    "whenever": ["checklist_engine.calendars", "checklist_engine.hours", "checklist_engine.moments"],
    "holidays": ["checklist_engine.calendars"],
    "watchfiles": ["checklist_engine.cli.watch"],
    "yaml": ["checklist_engine.yaml12*", "checklist_engine.editing*"],
}

# read → validate → compile → evaluate → render → deliver: a module imports from its own stage and from those
# before it. A record is read by a compiled pack, so its reader knows programs; no evaluation knows the reader.
# Modules that stand in no stage (values, words, problems …) serve all of them, and may import none of them.
STAGES = {
    "read": ["checklist_engine.yaml12*"],
    "validate": [
        "checklist_engine.load.cache",
        "checklist_engine.load.pack",
        "checklist_engine.load.packs",
        "checklist_engine.load.read_pack",
        "checklist_engine.load.record_schema",
        "checklist_engine.load.schema_*",
        "checklist_engine.load.tailoring",
        "checklist_engine.load.vocabulary",
        "checklist_engine.schema*",
    ],
    "compile": ["checklist_engine.compile*"],
    "take in": ["checklist_engine.load*"],
    "evaluate": ["checklist_engine.evaluate*"],
    "render": [
        "checklist_engine.english*",
        "checklist_engine.handbook*",
        "checklist_engine.plugin*",
        "checklist_plugins*",
    ],
    "deliver": [
        "checklist_engine.__main__",
        "checklist_engine.api",
        "checklist_engine.cli*",
        "checklist_engine.config",
        "checklist_engine.deliver*",
        "checklist_engine.editing*",
        "checklist_engine.lint*",
        "checklist_engine.editors*",
        "checklist_engine.newpack",
        "checklist_engine.newplugin",
        "checklist_engine.newrecord*",
        "checklist_engine.ruletests*",
        "checklist_engine.session",
        "checklist_engine.tailoring",
        "checklist_engine.testing*",
        "checklist_engine.whatif*",  # evaluates many records, and so reads them: beside the session, not below it
    ],
}

# Who → all that it may import of ours.
ONLY = {
    "checklist_plugins*": [
        "checklist_engine.checklist",
        "checklist_engine.value",
        "checklist_engine.words",
        "checklist_engine.plugin",
        "checklist_plugins*",
    ],
}

# No files, no printing, no environment (and no clock, see below): the same input gives the same bytes.
PURE = [
    "checklist_engine.checklist",
    "checklist_engine.compile*",
    "checklist_engine.english*",
    "checklist_engine.evaluate*",
    "checklist_engine.handbook*",
    "checklist_engine.moments",
    "checklist_engine.yaml12.nodes",
    "checklist_engine.phrases",
    "checklist_engine.plugin",
    "checklist_engine.problems",
    "checklist_engine.scope",
    "checklist_engine.value",
    "checklist_engine.whatif*",
    "checklist_engine.words*",
    "checklist_plugins*",
]
IMPURE_MODULES = {
    *(
        "glob",
        "io",
        "locale",
        "logging",
        "os",
        "pathlib",
        "platform",
        "random",
        "secrets",
        "shutil",
        "socket",
    ),
    *("subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid"),
}
SENDS = ["checklist_plugins.smtp"]
"""A deliverer opens a socket and asks for a password: that is what it is for."""
PURE_PARTS = {"urllib.parse"}
"""Modules of theirs that only compute."""
IMPURE_CALLS = {"breakpoint", "compile", "eval", "exec", "input", "open", "print"}
IMPURE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "unlink", "mkdir"}

# What tells the time, or the zone of this computer → who may ask. Everybody else is told.
ASKED_BY = {
    "now|today|utcnow|time|time_ns|now_in_system_tz|today_in_system_tz": ["checklist_engine.moments"],
    "now_stamp|system_zone": ["checklist_engine.cli*", "checklist_engine.config", "checklist_engine.session"],
}

# What must not be loaded once `checklist_engine.cli.group` is imported: each costs more than evaluating a record.
HEAVY = [
    *("asyncio", "attrs", "ctypes", "dataclasses", "doctest", "email", "http", "importlib.metadata"),
    *("jsonschema", "logging", "multiprocessing", "referencing", "rpds", "smtplib", "socket", "ssl"),
    *("sqlite3", "typing_extensions", "unittest", "urllib.request", "xml"),
]

LONGEST = 500  # lines of a module


class Import(NamedTuple):
    """One import: by which module, of which, in which line; whether only type checkers see it."""

    by: str
    of: str
    line: int
    typing_only: bool

    def __str__(self) -> str:
        return f"{self.by}:{self.line} imports {self.of}"


def none_of(faults: Iterable[object]) -> None:
    """Fail with all of ``faults``, one a line."""
    listed = [str(fault) for fault in faults]
    assert not listed, "\n".join(["", *listed])


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a module, each with the last part of what is called: ``now`` for ``Instant.now()``."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def matches(name: str, patterns: list[str]) -> bool:
    """Whether a module's name is among ``patterns``."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


@cache
def modules() -> dict[str, Path]:
    """All modules of the engine and of the plugins that come with it, by name."""
    found = {}
    for folder in ("engine", "plugins"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def imports_of(name: str) -> Iterator[Import]:
    """What a module imports, modules by their full names."""
    for_checkers = {
        id(inner)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    is_package = modules()[name].name == "__init__.py"
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                anchor = name.split(".")[: None if is_package and node.level == 1 else -node.level + is_package]
                base = ".".join([*anchor, *filter(None, [node.module])])
            # `from package import module` is an import of the module.
            inner = [f"{base}.{alias.name}" for alias in node.names]
            targets = [full if full in modules() else base for full in inner]
        else:
            continue
        for target in dict.fromkeys(targets):
            yield Import(name, target, node.lineno, id(node) in for_checkers)


@cache
def imports() -> tuple[Import, ...]:
    """Every import in the engine and the plugins."""
    return tuple(found for name in modules() for found in imports_of(name))


def ours(name: str) -> bool:
    """Whether a module is of this project."""
    return name.partition(".")[0] in ("checklist_engine", "checklist_plugins")


def stage(name: str) -> int | None:
    """The first stage that names a module, counted from 0; ``None`` for those that serve all."""
    for place, patterns in enumerate(STAGES.values()):
        if matches(name, patterns):
            return place
    return None


# Directions


@pytest.mark.parametrize("library", KNOWN_BY)
def test_a_library_is_known_by_its_modules_alone(library: str) -> None:
    users = [found for found in imports() if found.of.partition(".")[0] == library]
    none_of(found for found in users if not matches(found.by, KNOWN_BY[library]))
    assert users, f"nobody imports {library} any more: take it out of the table, and of pyproject.toml"


def test_nothing_else_is_imported_and_all_of_it_is_declared() -> None:
    foreign = [
        found for found in imports() if not ours(found.of) and found.of.partition(".")[0] not in sys.stdlib_module_names
    ]
    none_of(found for found in foreign if found.of.partition(".")[0] not in KNOWN_BY)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for names in project.get("optional-dependencies", {}).values() for name in names]
    declared = {re.split(r"[^\w.-]", text)[0].lower() for text in [*project["dependencies"], *extras]}
    assert {library.replace("yaml", "pyyaml") for library in KNOWN_BY} == declared


def test_the_way_is_one_way() -> None:
    wrong = []
    for found in imports():
        here, there = stage(found.by), stage(found.of)
        if there is not None and (here is None or here < there):
            wrong.append(f"{found}, which comes later")
    none_of(wrong)


@pytest.mark.parametrize("who", ONLY)
def test_some_may_import_a_few_of_ours_only(who: str) -> None:
    theirs = [found for found in imports() if matches(found.by, [who]) and ours(found.of)]
    assert theirs
    none_of(found for found in theirs if not matches(found.of, ONLY[who]))


def test_no_module_imports_itself_by_a_detour() -> None:
    """Imports for type checkers do not count: values may name each other."""
    edges: dict[str, set[str]] = {name: set() for name in modules()}
    for found in imports():
        if found.of in edges and not found.typing_only:
            edges[found.by].add(found.of)
    # Take away what imports nothing that is left, and what nothing left imports: the circles stay.
    while True:
        imported = set().union(*edges.values())
        ends = {name for name, targets in edges.items() if not targets & edges.keys() or name not in imported}
        if not ends:
            break
        edges = {name: targets - ends for name, targets in edges.items() if name not in ends}
    none_of(f"{name} → {', '.join(sorted(targets))}" for name, targets in sorted(edges.items()))


# Purity


def impurities(name: str) -> Iterator[str]:
    """What a module does that its result could depend on besides its arguments, or that others would see."""
    for found in imports_of(name):
        if found.of not in PURE_PARTS and found.of.partition(".")[0] in IMPURE_MODULES and not found.typing_only:
            yield str(found)
    for called, node in calls(name):
        if called in (IMPURE_CALLS if isinstance(node.func, ast.Name) else IMPURE_METHODS):
            yield f"{name}:{node.lineno} calls {ast.unparse(node.func)}"


@pytest.mark.parametrize("pattern", PURE)
def test_the_pure_modules_know_no_file_and_no_screen(pattern: str) -> None:
    names = [name for name in modules() if matches(name, [pattern])]
    assert names, "no such module any more: take it out of the table"
    none_of(fault for name in names if not matches(name, SENDS) for fault in impurities(name))


@pytest.mark.parametrize("asked", ASKED_BY)
def test_few_look_at_the_clock(asked: str) -> None:
    found = [
        (name, f"{name}:{node.lineno} calls {ast.unparse(node.func)}")
        for name in modules()
        for called, node in calls(name)
        if called in asked.split("|")
    ]
    none_of(call for name, call in found if not matches(name, ASKED_BY[asked]))
    assert found, "nobody asks this any more: take it out of the table"


# The engine knows no field


def test_the_engine_says_interview_only_in_the_name_of_the_default_pack() -> None:
    """Neither in code nor in comments, and in no other file below ``engine/``."""
    said = []
    for path in sorted((ROOT / "engine").rglob("*")):
        parts = path.relative_to(ROOT).parts
        if not path.is_file() or any(part == "__pycache__" or part.startswith(".") for part in parts):
            continue
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if b"interview" in line.replace(b"after-interview", b"").lower():
                said.append(f"{path.relative_to(ROOT)}:{number}: {line.decode(errors='replace').strip()}")
    none_of(said)


# Weight


def test_importing_the_command_is_light() -> None:
    """In a process of its own, without what site-packages' start-up files may load."""
    paths = [entry for entry in sys.path if entry]
    code = f"import sys; sys.path[:] = {paths!r}; import checklist_engine.cli.group; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert not done.returncode, done.stderr
    loaded = set(done.stdout.split())
    assert "checklist_engine.cli.group" in loaded
    none_of(name for name in HEAVY if name in loaded)


@pytest.mark.parametrize("folder", ["engine", "plugins", "tests", "benchmarks"])
def test_modules_are_short(folder: str) -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted((ROOT / folder).rglob("*.py"))
    }
    assert lengths
    none_of(f"{path}: {lines} lines" for path, lines in lengths.items() if lines > LONGEST)
