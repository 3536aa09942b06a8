"""The plugins under `examples/plugins/`, and the one that `checklist plugin new` writes: installed by pip, and used."""

from __future__ import annotations

import mailbox
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import EXAMPLES, ROOT, WEDNESDAY, Command

FOLDERS = sorted((EXAMPLES / "plugins").iterdir())
LOAN = "book: Seven maps\ntimezone: Europe/Luxembourg\nlent: 2026-11-02\ndue: 2026-11-30\n"


class Site:
    """A folder into which distributions are installed, without the network, and processes that see it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = [str(folder), str(ROOT / "engine"), str(ROOT / "plugins")]
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "CHECKLIST_NO_CACHE": "1",
                            "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}  # fmt: skip

    def install(self, *distributions: Path) -> None:
        """As `pip install` does it."""
        words = "install --quiet --no-index --no-deps --no-build-isolation --disable-pip-version-check --target"
        given = [sys.executable, "-m", "pip", *words.split(), str(self.folder), *map(str, distributions)]
        subprocess.run(given, check=True, capture_output=True)

    def python(self, *words: str, cwd: Path | None = None, code: int = 0) -> str:
        """What a process prints; errors too where it fails."""
        done = subprocess.run([sys.executable, *words], cwd=cwd, capture_output=True, text=True, check=False,
                              env=self.environment, timeout=120)  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def checklist(self, *words: str, cwd: Path | None = None, code: int = 0) -> str:
        """What the command prints."""
        return self.python("-W", "error", "-m", "checklist_engine", *words, cwd=cwd, code=code)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("site"))
    made.install(*FOLDERS)
    return made


def test_all_are_found_together(site: Site) -> None:
    assert site.checklist("plugins").splitlines() == [
        "checklist-engine-count (count): format count",
        "checklist-engine-loans (loans): pack loans",
        "checklist-engine-maildir (maildir): deliverer maildir",
        "checklist-engine-taskwarrior (taskwarrior): format taskwarrior",
    ]


def test_the_pack_is_validated_tested_and_used(site: Site, tmp_path: Path) -> None:
    (tmp_path / "loan.yaml").write_text(LOAN, encoding="utf-8")
    assert ", from checklist-engine-loans (loans)" in site.checklist("pack", "list")
    site.checklist("validate", "loan.yaml", "--pack", "loans", cwd=tmp_path)
    assert "2 passed, 0 failed" in site.checklist("test", "loans")
    said = site.checklist("run", "loan.yaml", "--pack", "loans", "--now", "2026-11-25 09:00", cwd=tmp_path)
    assert "Renew “Seven maps”" in said
    (tmp_path / "loan.yaml").write_text(f"pack: loans\n{LOAN}", encoding="utf-8")
    assert "Bring “Seven maps” back" in site.checklist("run", "loan.yaml", "--now", "2026-11-25 09:00", cwd=tmp_path)


def test_a_maildir_gets_each_digest_once(site: Site, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "Maildir")
    send: tuple[str, ...] = ("run", str(EXAMPLES / "interview.yaml"), "--now", WEDNESDAY, "--send", "maildir")
    send += ("--option", f"maildir.folder={tmp_path / 'Maildir'}")
    assert "Would put 1 of 1" in site.checklist(*send, "--dry-run")
    assert len(box) == 0
    assert "Put 1 of 1" in site.checklist(*send)
    assert "Put 0 of 1" in site.checklist(*send)
    [message] = box
    assert "Quillon Maps" in message["Subject"]
    missing = site.checklist(*send[:-1], "maildir.folder=/nowhere", code=2)
    assert "/nowhere is no Maildir" in missing


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("author")
    Site(folder).checklist("plugin", "new", "my-list", cwd=folder)
    return folder / "checklist-engine-my-list"


def test_a_new_plugin_is_installed_tested_and_run(generated: Path, tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.install(generated)
    said = site.python("-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=generated)
    assert " passed" in said
    assert "from: checklist-engine-my-list (my-list)" in site.checklist("formats", "my-list")
    said = site.checklist("run", str(EXAMPLES / "interview.yaml"), "--now", WEDNESDAY, "--format", "my-list")
    assert "\n- Thank Tom Reuter for the interview (today 14:00–20:00 (3 of 5 sources)" in said
    assert site.checklist("plugins") == "checklist-engine-my-list (my-list): format my-list\n"


def test_a_new_plugin_is_short_and_well_formed(generated: Path) -> None:
    module = generated / "checklist_engine_my_list.py"
    assert len([line for line in module.read_text("utf-8").splitlines() if line.strip()]) <= 30
    Site(generated.parent).python("-m", "mypy", "--strict", "--cache-dir", os.devnull, ".", cwd=generated)
    Site(generated.parent).python("-m", "ruff", "check", "--isolated", "--no-cache", ".", cwd=generated)
    Site(generated.parent).python("-m", "ruff", "format", "--check", "--isolated", "--no-cache",
                                  "--line-length", "120", ".", cwd=generated)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("html", "the format “html” exists already"),
        ("checklist-engine-html", "the format “html” exists already"),
        ("My List", "cannot be the name of a format"),
        ("../up", "cannot be the name of a format"),
        ("a--b", "cannot be the name of a format"),
        ("x" * 41, "cannot be the name of a format"),
        ("3d", "cannot be the name of a format"),
    ],
)
def test_names_that_cannot_be(command: Command, name: str, said: str) -> None:
    result = command("plugin", "new", name)
    assert result.code == 2
    assert said in result.err
    assert not os.listdir(command.folder)


def test_nothing_is_written_over(command: Command) -> None:
    (command.folder / "there").mkdir()
    (command.folder / "there" / "mine.txt").write_text("mine")
    result = command("plugin", "new", "my-list", "there")
    assert result.code == 2
    assert "there: there is something at that place already" in result.err
    assert os.listdir(command.folder / "there") == ["mine.txt"]


@pytest.mark.parametrize("plugin", ["checklist_engine_taskwarrior", "checklist_engine_count"])
def test_the_formats_conform(site: Site, tmp_path: Path, plugin: str) -> None:
    (tmp_path / "test_it.py").write_text(
        f"from checklist_engine.testing import FormatConformance\nimport {plugin} as plugin\n\n\n"
        "class TestIt(FormatConformance):\n    format, = plugin.checklist_formats()\n"
    )
    said = site.python("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert " passed" in said
