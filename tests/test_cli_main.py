"""The door of the command: the plain command line, which is not parsed, says the same as the one that is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT

from checklist_engine.cli.main import plain_run

HERE = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "engine"), str(ROOT / "plugins")])}
RECORDS = {
    "good.yaml": b"company: Quillon\nrole: Engineer\ninterview: {start: 2026-11-17 10:00, timezone: Europe/Berlin}\n",
    "wrong.yaml": b"company: Quillon\nroll: Engineer\ninterview: {start: 17.11.2026}\n",
    "bytes.yaml": b"\xff\xfe\x00company",
    "of a pack.yaml": b"pack: no-such-pack\ncompany: Quillon\n",
    "run": b"company: Quillon\nrole: Engineer\ninterview: {start: 2026-11-17 10:00, timezone: UTC}\n",
}


def outcome(folder: Path, *given: str, **more: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "checklist_engine", *given], cwd=folder, capture_output=True, check=False,
        env={**HERE, "XDG_CONFIG_HOME": str(folder / "config"), **more},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("main")
    for name, data in RECORDS.items():
        (made / name).write_bytes(data)
    (made / "a-folder").mkdir()
    return made


@pytest.mark.parametrize("record", [*RECORDS, "missing.yaml", "a-folder", "~", "*.yaml", "käse\udcff.yaml"])
def test_what_is_not_parsed_says_the_same(folder: Path, record: str) -> None:
    """The same words behind an option that changes nothing go the long way."""
    plain = outcome(folder, "run", record)
    assert plain == outcome(folder, "run", "--error-format", "text", record)
    assert plain[0] == (0 if record in ("good.yaml", "run") else 2)
    assert bool(plain[1]) == (plain[0] == 0)
    assert b"Traceback" not in plain[2]


def test_a_broken_configuration_says_the_same(folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "checklist-engine"
    config.mkdir()
    (config / "config.yaml").write_text("profil: strict\n")
    plain = outcome(folder, "run", "good.yaml", XDG_CONFIG_HOME=str(tmp_path))
    assert plain[0] == 2
    assert b"profil" in plain[2]
    assert plain == outcome(folder, "run", "--error-format", "text", "good.yaml", XDG_CONFIG_HOME=str(tmp_path))


@pytest.mark.parametrize(
    "given", [[], ["run"], ["run", "-"], ["run", "--help"], ["run", ""], ["run", "a", "b"], ["validate", "a"], ["a"]]
)
def test_all_else_is_parsed(given: list[str]) -> None:
    assert plain_run(given) is None


def test_while_completing_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain_run(["run", "a"]) == ("a" if os.name != "nt" else None)
    monkeypatch.setenv("_CHECKLIST_COMPLETE", "bash_source")
    assert plain_run(["run", "a"]) is None


def test_the_plain_run_does_without_the_parser(folder: Path) -> None:
    code = (
        "import sys; from checklist_engine.cli.main import run_command; code = run_command(['run', 'good.yaml']);"
        "print(sorted({'click', 'traceback', 'jsonschema'} & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False,
        env={**HERE, "XDG_CONFIG_HOME": str(folder / "config")},
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (0, "[]")


def test_interrupted_it_says_so(folder: Path) -> None:
    code = (
        "import sys, checklist_engine.cli.showing as showing, checklist_engine.cli.main as main\n"
        "def stop(wanted): raise KeyboardInterrupt\n"
        "showing.show = stop\n"
        "sys.exit(main.run_command(sys.argv[1:]))"
    )
    for given in (["run", "good.yaml"], ["run", "--all", "good.yaml"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *given], cwd=folder, capture_output=True, text=True, check=False, env=HERE
        )
        assert (done.returncode, done.stderr) == (130, "\nstopped\n")
