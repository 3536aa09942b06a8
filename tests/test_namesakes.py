"""Two records of one id, as a copied file has it: whoever writes a list that both may share is warned."""

from __future__ import annotations

import subprocess
import sys

import pytest
from commands import PACK, WEDNESDAY, Command

from checklist_engine.load.beside import ids_beside
from checklist_engine.load.program import load_program

BOTH = "interview.yaml and copy.yaml have the same id, quillon-data-engineer"
MEND = "Write an id of its own into the one that you began last, such as `id: quillon-data-engineer-3`."


@pytest.fixture
def copied(command: Command) -> Command:
    """The example's record, a copy, and one that has the next id."""
    command.at(WEDNESDAY)
    text = command.example().read_text()
    command.write("copy.yaml", text)
    command.write("other.yaml", text.replace("id: quillon-data-engineer", "id: quillon-data-engineer-2"))
    command.write("broken.yaml", "id: [")
    return command


@pytest.mark.parametrize("to", ["todotxt=todo.txt", "markdown=list.md", "ics=dates.ics", "drafts=messages"])
def test_a_shared_list_is_written_with_a_warning(copied: Command, to: str) -> None:
    done = copied("run", "interview.yaml", "-f", to)
    name = to.partition("=")[2]
    assert done.code == 0
    assert done.err == f"Warning: {BOTH}: in {name} each takes what the other wrote for its own. {MEND}\n"
    assert (copied.folder / name).exists()
    assert copied("run", "other.yaml", "-f", to.replace("=", "=2")).err == ""


def test_a_folder_full_of_large_files_is_read_only_so_far(command: Command) -> None:
    program = load_program(PACK)
    for number in range(30):
        command.write(f"a{number:02}.yaml", f"id: large-{number}\n# " + "x" * 99_000 + "\n")
    command.write("z.yaml", "id: small\n")
    found = ids_beside(command.folder, program)
    assert found["small"] == "z.yaml", "what is small is still found"
    assert "large-0" in found
    assert 19 <= len(found) <= 22, "two million bytes, and no more"


@pytest.mark.parametrize("options", [[], ["--dry-run"]], ids=["for good", "dry run"])
def test_sync_warns_too(copied: Command, options: list[str]) -> None:
    copied("run", "interview.yaml", "-f", "todotxt=todo.txt")
    done = copied("sync", "interview.yaml", "todo.txt", *options)
    assert (done.code, BOTH in done.err, MEND in done.err) == (0, True, True)


def test_it_is_looked_for_from_elsewhere_and_under_other_names(copied: Command) -> None:
    record = copied.folder / "interview.yaml"
    (copied.folder / "link.yaml").symlink_to(record)
    (copied.folder / "copy.yaml").unlink()
    assert copied("run", record, "-f", "todotxt=todo.txt").err == "", "a link to it is no other record"
    copied.write("third.yml", record.read_text())
    assert "interview.yaml and third.yml have the same id" in copied("run", record, "-f", "todotxt=todo.txt").err


@pytest.mark.parametrize("to", [[], ["-f", "csv=table.csv"], ["-f", "todotxt"]], ids=["shown", "own file", "only seen"])
def test_nothing_shared_no_warning(copied: Command, to: list[str]) -> None:
    assert copied("run", "interview.yaml", *to).err == ""
    assert copied("run", "-", *to, stdin=(copied.folder / "interview.yaml").read_bytes()).err == ""


def test_a_plain_run_does_not_even_load_the_search(copied: Command) -> None:
    code = (
        "import sys; from checklist_engine.cli.main import run_command; run_command(['run', 'interview.yaml']);"
        "print(*[name for name in sys.modules if name.endswith(('.beside', '.namesakes'))], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=copied.folder, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "")
