"""What a plain ``pip install`` gives: the wheel, the same by way of the sdist, and the command in it."""

from __future__ import annotations

import re
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from benchmarks.installed import ROOT, Installation, build, clean_environment, install

# With several workers, all of this in one of them: the wheel is built once.
pytestmark = pytest.mark.xdist_group("packaging")

DATA = {"rules": "checklist_engine/rules", "schemas": "checklist_engine/schemas"}
PACKAGES = {"engine/checklist_engine": "checklist_engine", "plugins/checklist_plugins": "checklist_plugins"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build("--wheel", to=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def sdist_and_wheel(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("sdist")
    build(to=folder)
    (sdist,) = folder.glob("*.tar.gz")
    (from_sdist,) = folder.glob("*.whl")
    return sdist, from_sdist


@pytest.fixture(scope="session")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, set[str]]:
    """An environment with the wheel, and what the wheel added to its site-packages."""
    return install(wheel, tmp_path_factory.mktemp("environment") / "venv")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["run", "RECORD"]], ids=" ".join)
def test_the_installed_command_runs_from_an_empty_folder(
    installation: tuple[Installation, set[str]], tmp_path: Path, arguments: list[str]
) -> None:
    """It finds its rules without the clone, warns of nothing, and leaves the folder as it was."""
    empty = tmp_path / "empty"
    empty.mkdir()
    record = str(ROOT / "examples" / "interview.yaml")
    installed, _ = installation
    command = [str(installed.python), "-W", "error", str(installed.command)]
    done = subprocess.run(
        [*command, *(record if word == "RECORD" else word for word in arguments)],
        cwd=empty,
        env=clean_environment(tmp_path / "home"),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
    assert not list(empty.iterdir())


def test_site_packages_gains_two_names(installation: tuple[Installation, set[str]]) -> None:
    """Never a top-level ``rules``, ``schemas``, ``tests`` or ``checklist``: others install those."""
    _, added = installation
    (metadata,) = (name for name in added if name.endswith(".dist-info"))
    assert metadata.startswith("checklist_engine-")
    assert added - {metadata} == {"checklist_engine", "checklist_plugins"}


def test_the_wheel_holds_all_code_and_data_as_it_is_in_the_tree(wheel: Path) -> None:
    """Each file of the packages, the rules and the schemas, byte for byte, and nothing else."""
    held = {name: data for name, data in _contents(wheel).items() if ".dist-info/" not in name}
    expected: dict[str, bytes] = {}
    for source, target in (PACKAGES | DATA).items():
        for file in _files(ROOT / source):
            expected[f"{target}/{file.relative_to(ROOT / source).as_posix()}"] = file.read_bytes()
    assert sorted(held) == sorted(expected)
    assert [name for name in held if held[name] != expected[name]] == []


@pytest.mark.parametrize("needed", ["rules/after-interview/pack.yaml", "schemas/record.schema.json", "py.typed"])
def test_the_data_that_every_run_needs_is_in(installation: tuple[Installation, set[str]], needed: str) -> None:
    """Said by name, so that an emptied folder in the tree does not pass for a complete wheel."""
    installed, _ = installation
    assert (installed.site_packages / "checklist_engine" / needed).is_file()


def test_the_wheel_is_the_same_by_way_of_the_sdist(wheel: Path, sdist_and_wheel: tuple[Path, Path]) -> None:
    _, from_sdist = sdist_and_wheel
    assert from_sdist.name == wheel.name
    assert _contents(from_sdist) == _contents(wheel)


def test_the_sdist_has_what_one_needs_to_test_it(sdist_and_wheel: tuple[Path, Path]) -> None:
    sdist, _ = sdist_and_wheel
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "requirements/dev.txt", ".ci/run"}
    tests = {path.relative_to(ROOT).as_posix() for path in _files(ROOT / "tests") if path.suffix == ".py"}
    assert (needed | tests) - held == set()


# What is declared, locked and explained


def test_every_declared_requirement_is_locked_and_the_lock_suits_it() -> None:
    locked = {canonicalize_name(pin.name): pin for pin in _lock()}
    for requirement in [*_declared("base"), *_declared("dev"), *_declared("build")]:
        pin = locked[canonicalize_name(requirement.name)]
        (specifier,) = pin.specifier
        assert specifier.operator == "=="
        assert requirement.specifier.contains(Version(specifier.version)), str(requirement)


def test_the_lock_holds_exact_versions_only() -> None:
    """No address, no path, no option: the same file works behind any index."""
    assert [str(pin) for pin in _lock() if [s.operator for s in pin.specifier] != ["=="]] == []
    text = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "://" in line or line.startswith("-")] == []


def test_the_readme_gives_a_reason_for_each_dependency() -> None:
    readme = _readme()
    rows = {canonicalize_name(name) for name in re.findall(r"^\| \[?([\w.-]+)", readme, re.MULTILINE)}
    assert {canonicalize_name(requirement.name) for requirement in _declared("base")} - rows == set()


def test_the_readme_begins_with_two_commands() -> None:
    """Its first code block, of which ``.ci/run`` takes the second line: one command a line, pip alone."""
    block = re.search(r"^```\w*\n(.*?)^```$", _readme(), re.MULTILINE | re.DOTALL)
    assert block is not None
    run, test = block[1].splitlines()
    assert "checklist run examples/interview.yaml" in run
    assert "pytest" in test
    assert "requirements/dev.txt" in test


def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def _project() -> dict[str, list[str]]:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        "base": data["project"]["dependencies"],
        "dev": data["dependency-groups"]["dev"],
        "build": data["build-system"]["requires"],
    }


def _declared(which: str) -> list[Requirement]:
    return [Requirement(text) for text in _project()[which]]


def _lock() -> list[Requirement]:
    lines = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]


def _contents(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _files(folder: Path) -> Iterator[Path]:
    """The files of ``folder`` that are not a tool's leavings."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in parts):
            yield path
