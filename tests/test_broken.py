"""Broken files: each case in ``broken/`` says exactly which problems its files have, and where.

A case's files are read by themselves, each by the schema that its ``as`` names. Files that do not fit together are
in ``broken/together/``, see `test_broken_together`.
"""

from __future__ import annotations

import codecs
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checklist_engine.problems import Problem, Problems, as_json, as_text
from checklist_engine.schema.shape import Shape, engine_shape
from checklist_engine.yaml12.reader import read

HERE = Path(__file__).resolve().parent
CASES = sorted((HERE / "broken").glob("*.yaml"))
SECONDS = 2.0
MEGABYTES = 200

HUGE: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: (
        b"a: &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b", ".join([b"*%c" % n] * 9)) for n in range(97, 105))
    ),
    "brackets": lambda: b"[" * 200_000,
    "braces": lambda: b"{a: " * 100_000,
    "dashes": lambda: b"- " * 100_000,
    "blanks": lambda: b" " * 5_000_000,
    "values": lambda: b"- x\n" * 100_000,
    "duplicates": lambda: b"a: 1\n" * 20_000,
    "line": lambda: b"house: " + b"x" * 900_000 + b": y\n",
    "text": lambda: b"house: " + b"x" * 900_000 + b"\ntrade: plumber\n",
    "keys": lambda: b"".join(b"key%d: 1\n" % n for n in range(9_000)),
    "second_colon": lambda: b"people: {ada: b: " + b" " * 900_000 + b"x: y}\n",
    "items": lambda: b"a:\n" + b"  - b\n" * 9_000 + b"c: d\n  - e: f\n",
    "tabs": lambda: b"house:\n" + b"\tx: 1\n" * 100_000,
    "controls": lambda: b"\x07" * 1_000_000,
    "questions": lambda: b"? " * 400_000,
    "wrong_list": lambda: b"house: Mill\ntrade: plumber\nlog:\n" + b"- {at: x}\n" * 6_000,
}


def load(path: Path) -> dict[str, Any]:
    """A case, checked by its own schema."""
    schema = json.loads((HERE / "broken" / "case.schema.json").read_text(encoding="utf-8"))
    case: dict[str, Any] = Shape(schema).check(read(path.read_bytes(), path.name)).data
    return case


def content(file: dict[str, Any]) -> bytes:
    """The bytes of one file of a case."""
    if "make" in file:
        return HUGE[file["make"]]()
    text: str = file["text"] if "text" in file else codecs.decode(file["escaped"], "unicode_escape")
    return text.encode(file.get("encoding", "utf-8"))


@cache
def shape(name: str) -> Shape:
    """The shape that files are read by which a case marks with ``as: name``."""
    if name == "record":
        return Shape(json.loads((HERE / "broken" / "record.schema.json").read_text(encoding="utf-8")))
    return engine_shape(name)


def one_by_one(files: list[dict[str, Any]], pure: bool) -> tuple[Any, Problems | None]:
    """The data of the last file, or the problems of all."""
    found: list[Problem] = []
    left_out, data = 0, None
    for file in files:
        try:
            document = read(content(file), file["name"], pure=pure)
            if file.get("as", "yaml") != "yaml":
                data = shape(file["as"]).check(document).data
        except Problems as problems:
            found += problems.problems
            left_out += problems.left_out
    return data, Problems(found, left_out) if found else None


def agree(case: dict[str, Any], data: Any, problems: Problems | None) -> None:
    """Fail unless the outcome is what the case says."""
    if "gives" in case:
        assert problems is None, str(problems)
        assert data == case["gives"]
        return
    assert problems is not None, "no problem was found"
    as_read = as_text(problems)
    wanted = case["problems"]
    if case.get("only_first"):
        assert len(problems.problems) > len(wanted)
    else:
        assert len(problems.problems) == len(wanted), as_read
    assert problems.left_out == case.get("left_out", problems.left_out if case.get("only_first") else 0)
    for problem, want in zip(problems.problems, wanted, strict=False):
        place = (problem.file, problem.line, problem.column, problem.id)
        name = want.get("file", case["files"][0]["name"])
        assert place == (name, want["line"], want["column"], want["id"]), as_read
        assert want["says"] in problem.message, as_read
        for field in ("expected", "found", "hint"):
            said = getattr(problem, field) or ""
            assert want[field] in said if field in want else True, as_read


def is_huge(path: Path) -> bool:
    return path.name.startswith("huge-")


@pytest.mark.parametrize("pure", [False, True], ids=["c", "python"])
@pytest.mark.parametrize("path", [path for path in CASES if not is_huge(path)], ids=lambda path: path.stem)
def test_the_problems_are_those_of_the_case(path: Path, pure: bool) -> None:
    case = load(path)
    agree(case, *one_by_one(case["files"], pure))


MEASURED = """
import json, resource, sys, time
from pathlib import Path
sys.path[:] = json.loads(sys.argv[1])
import test_broken
case = test_broken.load(Path(sys.argv[2]))
began = time.perf_counter()
data, problems = test_broken.one_by_one(case["files"], False)
shown = test_broken.as_text(problems) if problems is not None else ""
seconds = time.perf_counter() - began
test_broken.agree(case, {key: f"{len(value)} letters" if len(value) > 99 else value for key, value in data.items()}
                  if data else data, problems)
status = Path("/proc/self/status")
if status.exists():  # on Linux the other figure begins with what the parent had taken when it forked
    kilobytes = int(status.read_text().partition("VmHWM:")[2].split()[0])
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([seconds, kilobytes / 1024, len(shown)]))
"""


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no module `resource`, which says what memory was taken"
)
@pytest.mark.parametrize("path", [path for path in CASES if is_huge(path)], ids=lambda path: path.stem)
def test_hostile_files_cost_little(path: Path) -> None:
    """In a process of its own, since memory once taken does not come back."""
    paths = json.dumps([str(HERE), *(entry for entry in sys.path if entry)])
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, paths, str(path)], capture_output=True, text=True, timeout=30
    )
    assert not done.returncode, done.stderr[-2000:]
    seconds, megabytes, shown = json.loads(done.stdout)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    assert shown < 100_000


def test_there_are_cases_enough_and_each_has_its_own_title() -> None:
    titles = [load(path)["title"] for path in CASES]
    assert len(titles) >= 45
    assert len(set(titles)) == len(titles)


def test_problems_are_the_same_as_json() -> None:
    case = load(HERE / "broken" / "all-at-once.yaml")
    _, problems = one_by_one(case["files"], False)
    assert problems is not None
    listed = json.loads(as_json(problems))["problems"]
    assert [(one["line"], one["column"]) for one in listed] == [
        (want["line"], want["column"]) for want in case["problems"]
    ]
