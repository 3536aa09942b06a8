"""What all subcommands share: help, mistakes in the words themselves, errors as data, pipes, shell completion."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from commands import EXAMPLES, WEDNESDAY, Command

from checklist_engine import __version__
from checklist_engine.words import width

INTERVIEW = EXAMPLES / "interview.yaml"
COMMANDS = [
    "run", "init", "done", "skip", "heard", "explain", "draft", "validate", "test", "sources", "formats", "pack",
    "rules", "schema", "editor-setup", "docs",
]  # fmt: skip


def test_no_arguments_shows_the_help(command: Command) -> None:
    done = command()
    assert done.code in (0, 2)
    for name in COMMANDS:
        assert f"\n  {name} " in done.out + done.err
    assert command("--help").code == 0
    assert command("-h").out == command("--help").out
    assert command.process().code == done.code


@pytest.mark.parametrize(
    "given", [(name,) for name in COMMANDS] + [("pack", "copy"), ("pack", "list"), ("pack", "new"), ("rules", "show")]
)
def test_help_of_each(command: Command, given: tuple[str, ...]) -> None:
    done = command(*given, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: checklist {' '.join(given)}")
    assert max(map(width, done.out.splitlines())) <= 80
    assert "\b" not in done.out
    if given[0] != "pack" or len(given) > 1:
        assert "--error-format" in done.out
        assert "--debug" in done.out
    assert os.listdir() == []


def test_the_version(command: Command) -> None:
    done = command("--version")
    assert (done.code, done.out, done.err) == (0, f"checklist {__version__}\n", "")


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        ("interview.yaml", "checklist run interview.yaml"),
        ("status", "checklist run FILE"),
        ("undo", "delete its line under `log`"),
        ("tick", "checklist done, skip or heard"),
        ("help", "checklist --help"),
        ("why", "checklist explain FILE ITEM"),
    ],
)
def test_other_words_for_what_there_is(command: Command, given: str, instead: str) -> None:
    done = command(given, "interview.yaml")
    assert (done.code, done.out) == (2, "")
    assert instead in " ".join(done.err.split())


def test_misspelt_words(command: Command) -> None:
    for given, near in ((("runn",), "run"), (("valdate", "x"), "validate"), (("pack", "copi"), "copy")):
        done = command(*given)
        assert (done.code, done.out, done.meant) == (2, "", near)
    done = command("zzzzz")
    assert (done.code, done.meant) == (2, None)
    assert "checklist --help" in done.err
    done = command("run", INTERVIEW, "--formt", "json")
    assert done.code == 2
    assert "--format" in done.err
    assert command("run", INTERVIEW, "too", "many").code == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("run", "nope.yaml"), 2),
        (("run",), 2),
        (("runn",), 2),
        (("run", INTERVIEW, "--format", "nope"), 2),
        (("run", INTERVIEW, "--option", "a=b"), 2),
        (("run", INTERVIEW, "--profile", "nope"), 2),
        (("run", INTERVIEW, "--now", "nope"), 2),
        (("run", INTERVIEW, "--width", "nope"), 2),
        (("done", INTERVIEW, "nope"), 2),
        (("validate", "bad.yaml"), 1),
        (("validate", "nope.yaml"), 2),
        (("pack", "copy", "nope", "x"), 2),
        (("init", "--no-input"), 2),
    ],
)
def test_errors_as_data(command: Command, given: tuple[object, ...], code: int) -> None:
    command.write("bad.yaml", "company: [\n")
    for option in (("--error-format", "json"), ("--error-format=json",)):
        done = command(*given, *option)
        assert (done.code, done.out) == (code, "")
        problems = done.problems
        assert problems
        for problem in problems:
            assert problem["message"]
            assert problem["id"].count("/") == 1


def test_the_shared_options_may_stand_in_front(command: Command) -> None:
    done = command("--error-format", "json", "run", "nope.yaml")
    assert done.code == 2
    assert done.problems[0]["file"] == "nope.yaml"
    command.write("bad.yaml", "company: [\n")
    assert command("--error-format", "json", "validate", "bad.yaml").problems
    assert command("--debug", "run", INTERVIEW).code == 0


def test_a_fault_of_ours(command: Command) -> None:
    def fails(*given: object, **named: object) -> None:
        raise RuntimeError("planted \x1b[31m")

    command.patch.setattr("checklist_engine.session.load_program", fails)
    done = command("run", INTERVIEW)
    assert (done.code, done.out) == (2, "")
    assert "planted" in done.err
    assert "--debug" in done.err
    assert "Traceback" not in done.err
    assert command("run", INTERVIEW, "--error-format", "json").problems
    with pytest.raises(RuntimeError):
        command("run", INTERVIEW, "--debug")


def test_a_reader_that_leaves(command: Command) -> None:
    done = subprocess.run(
        f'{sys.executable} -m checklist_engine run "{INTERVIEW}" --all -v | head -n 1; echo "${{PIPESTATUS[@]}}"',
        shell=True, executable="/bin/bash", capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.stderr == b""
    assert done.stdout.splitlines()[0] == b"Data engineer at Quillon Maps"
    assert done.stdout.splitlines()[1].split()[0] in (b"0", b"141")
    for given in ("sources", "--help", "run", "run --all", "run --format json"):
        record = f'"{INTERVIEW}"' if given.startswith("run") else ""
        done = subprocess.run(
            f'{sys.executable} -m checklist_engine {given} {record} | true; echo "${{PIPESTATUS[@]}}"',
            shell=True, executable="/bin/bash", capture_output=True, timeout=30, check=False,
        )  # fmt: skip
        assert (done.stdout, done.stderr) == (b"0 0\n", b""), given


# Completion in the shell


def completed(command: Command, words: str) -> list[str]:
    """What bash would offer for the last of the words."""
    given = words.split(" ")
    done = command.process(_CHECKLIST_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(given) - 1))
    assert done.err == ""
    return [line.partition(",")[2] for line in done.out.splitlines() if line.startswith("plain,")]


def test_completion(command: Command) -> None:
    command.example()
    assert completed(command, "checklist v") == ["validate"]
    assert completed(command, "checklist pack ") == ["copy", "list", "new"]
    assert completed(command, "checklist heard interview.yaml ") == [
        "invited", "offered", "rejected", "process-ended", "answered",
    ]  # fmt: skip
    assert completed(command, "checklist heard interview.yaml inv") == ["invited"]
    for name in ("done", "skip", "explain", "draft"):
        assert "follow-up/first" in completed(command, f"checklist {name} interview.yaml follow-up")
    assert "send-thank-you/first/anna" not in completed(command, "checklist done interview.yaml send"), "it is done"


def test_completion_is_silent_whatever_is_wrong(command: Command) -> None:
    command.write("bad.yaml", "company: [\n")
    command.write("empty.yaml", "")
    for record in ("nope.yaml", "bad.yaml", "empty.yaml", "."):
        assert completed(command, f"checklist done {record} ") == []
        assert completed(command, f"checklist heard {record} ") == []
    command.config("profil: x\n")
    command.example()
    assert completed(command, "checklist done interview.yaml ") == []


def test_the_completion_script(command: Command) -> None:
    for shell in ("bash", "zsh", "fish"):
        done = command.process(_CHECKLIST_COMPLETE=f"{shell}_source")
        if done.code == 0:
            assert "_CHECKLIST_COMPLETE" in done.out
        assert "Traceback" not in done.err


def test_the_moment_of_the_clock_is_asked_once(command: Command) -> None:
    command.at(WEDNESDAY)
    assert "09:00" in command("run", INTERVIEW).out.splitlines()[1]
