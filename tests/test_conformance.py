"""Our own formats pass the suite that authors of plugins get; a bad format fails it, each check by its own fault."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Format
from checklist_engine.plugins import BUILT_IN, find_format
from checklist_engine.testing import FormatConformance, samples
from checklist_engine.testing.pytest_plugin import NAMES

for _name in BUILT_IN:
    _class = f"Test{_name.title().replace('-', '')}"
    globals()[_class] = type(_class, (FormatConformance,), {"format": find_format(_name)})


def good(checklist: Checklist, context: Context) -> str:
    """Everything, each text as a line of its own that shows no character as it is."""
    parts = [
        *(part for one in checklist.items for part in (one.title, *(voice.says for voice in one.voices))),
        *(step.title for one in checklist.items for step in (*one.steps, *one.checks)),
        *(derivation.text for one in checklist.items for derivation in one.derivation),
        *(one.draft.body for one in checklist.items if one.draft),
        *(question.ask for question in checklist.questions),
    ]
    return "".join(f"{part!a}\n" for part in parts)


def formatted(render: Any, **more: Any) -> Format:
    ours: dict[str, Any] = {"owns": lambda data: b"own notes" not in data, **more}
    return Format(name="mine", summary="s", suffix=".txt", media_type="text/plain", render=render, **ours)


class TestGood(FormatConformance):
    format = formatted(good)


COUNT = iter(range(10**6))


def unlike(checklist: Checklist, context: Context) -> str:
    return f"{good(checklist, context)}{next(COUNT)}\n"


def unordered(checklist: Checklist, context: Context) -> str:
    return good(checklist, context) + ",".join({f"word-{n}" for n in range(20)})


def spoiling(checklist: Checklist, context: Context) -> str:
    if checklist.items:
        vars(checklist.items[0].window)["opens"] = "2026-11-17T00:00:00+01:00"
    return good(checklist, context)


def settling(checklist: Checklist, context: Context) -> str:
    options: Any = context.options
    options["mine"] = "1"
    return good(checklist, context)


def raw(checklist: Checklist, context: Context) -> str:
    return good(checklist, context) + "".join(one.title.replace("\n", " ") for one in checklist.items[:1])


def breaking(checklist: Checklist, context: Context) -> str:
    return good(checklist, context) + "".join("".join(c for c in one.title if c in "\nab") for one in checklist.items)


def printing(checklist: Checklist, context: Context) -> str:
    os.write(1, b"by number")
    return good(checklist, context)


def complaining(checklist: Checklist, context: Context) -> str:
    print("a warning", file=sys.stderr)  # noqa: T201 - the fault
    return good(checklist, context)


def calling(checklist: Checklist, context: Context) -> str:
    try:
        with socket.socket() as one:
            one.connect(("127.0.0.1", 9))
    except (OSError, RuntimeError):
        pass  # and says nothing
    return good(checklist, context)


def leaving(checklist: Checklist, context: Context) -> str:
    Path(os.devnull).write_text("x")
    return good(checklist, context)


def starting(checklist: Checklist, context: Context) -> str:
    subprocess.run([sys.executable, "-c", ""], check=True)
    return good(checklist, context)


def numb(checklist: Checklist, context: Context) -> Any:
    return len(checklist.items)


def climbing(checklist: Checklist, context: Context) -> Mapping[str, bytes]:
    return {"../list": good(checklist, context).encode()}


def forgetting(checklist: Checklist, context: Context) -> str:
    return "".join(f"{one.title!a}\n" for one in checklist.items if one.status != "overdue")


def narrow(checklist: Checklist, context: Context) -> str:
    for one in checklist.items:
        {"open": 1, "due": 1, "overdue": 1, "upcoming": 1, "done": 1, "in-force": 1, "waiting": 1}[one.status]
    return good(checklist, context)


def growing(checklist: Checklist, context: Context) -> str:
    return (context.existing or b"").decode() + good(checklist, context)


FAULTS = [
    (unlike, "test_is_deterministic", "rendered twice"),
    (unordered, "test_is_deterministic", "the order of a set"),
    (spoiling, "test_leaves_its_arguments_alone", "the checklist was changed"),
    (settling, "test_leaves_its_arguments_alone", "the context was changed"),
    (raw, "test_hostile_text_does_not_break_out", "reach the output as they are"),
    (breaking, "test_hostile_text_does_not_break_out", "more lines"),
    (printing, "test_is_silent", "printed 'by number'"),
    (complaining, "test_is_silent", "printed 'a warning"),
    (calling, "test_touches_nothing", "socket.connect"),
    (leaving, "test_touches_nothing", "for writing"),
    (starting, "test_touches_nothing", "subprocess.Popen"),
    (numb, "test_renders_every_sample", "gave int, not text"),
    (climbing, "test_renders_every_sample", "no plain name"),
    (forgetting, "test_what_is_missing_is_named", "the title 'Read the meters'; and `drops`"),
    (forgetting, "test_what_is_missing_is_named", "not in the output: voices, steps, questions, drafts, derivation"),
    (forgetting, "test_renders_every_status", "that is overdue is not in the output"),
    (narrow, "test_renders_every_status", "lapsed"),
    (growing, "test_over_its_own_output_nothing_changes", "gives something else"),
]
AUTHOR = """\
from checklist_engine.testing import FormatConformance
from test_conformance import {fault}, formatted

class TestMine(FormatConformance):
    format = formatted({fault})

def test_samples(checklist_samples, sample_checklist):
    assert sample_checklist in checklist_samples.values()
"""


def author(folder: Path, fault: str, *more: str) -> str:
    """What pytest says in an author's own folder, where our plugin for it is installed."""
    info = folder / "kit-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kit\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[pytest11]\nchecklist_engine = checklist_engine.testing.pytest_plugin\n")
    (folder / "test_mine.py").write_text(AUTHOR.format(fault=fault))
    (folder / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *more], cwd=folder,
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), str(folder)])},
    )  # fmt: skip
    return done.stdout + done.stderr


def test_an_author_writes_three_lines_and_has_the_fixtures(tmp_path: Path) -> None:
    said = author(tmp_path, "good")
    count = len(samples.ALL) * 2 + len(samples.STATES) + 9
    assert f"\n{count} passed" in said, said


GIVEN: dict[str, dict[str, Any]] = {
    "test_renders_every_sample": {"name": "full"},
    "test_hostile_text_does_not_break_out": {"verbose": False},
    "test_renders_every_status": {"status": "overdue", "kind": "do"},
}
"""With what the checks that run several times are called here."""


@pytest.mark.parametrize(("fault", "check", "said"), FAULTS, ids=lambda one: getattr(one, "__name__", None))
def test_each_check_finds_its_fault(fault: Any, check: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    given = {"capfd": capfd} if check == "test_is_silent" else GIVEN.get(check, {})
    if fault is narrow:
        given = {"status": "lapsed", "kind": "do"}
    with pytest.raises((AssertionError, KeyError, TypeError)) as caught:
        getattr(suite(formatted(fault)), check)(**given)
    assert said in str(caught.value)


def suite(format: Format) -> FormatConformance:
    made: FormatConformance = type("Mine", (FormatConformance,), {"format": format})()
    return made


def test_what_drops_names_is_not_missing() -> None:
    drops = ("what each source says", "steps", "questions", "drafts", "derivation")
    with pytest.raises(AssertionError, match=r"not in the output: the title 'Read the meters'; and `drops`"):
        suite(formatted(forgetting, drops=drops)).test_what_is_missing_is_named()
    suite(formatted(forgetting, drops=(*drops, "items without a future"))).test_what_is_missing_is_named()


def test_pytest_starts_without_the_engine(tmp_path: Path) -> None:
    """Its plugin of ours loads with every pytest of everybody who has the engine installed."""
    code = (
        "import sys, pytest; before = set(sys.modules); import checklist_engine.testing.pytest_plugin\n"
        "print(*sorted(name for name in set(sys.modules) - before if name.startswith('checklist')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})  # fmt: skip
    loaded = done.stdout.split()
    assert loaded == ["checklist_engine", "checklist_engine.testing", "checklist_engine.testing.pytest_plugin"]
    assert tuple(samples.ALL) == NAMES
