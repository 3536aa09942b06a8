"""The plugin outside of our distribution, and Debian's Taskwarrior that imports, edits and exports."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import samples
from clients import client, run

from checklist_engine.checklist import Checklist, Done
from checklist_engine.plugin import Context
from checklist_engine.plugins import PluginError, render

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "plugins" / "checklist-engine-taskwarrior"
EVERYTHING = samples.everything()
WORKED = samples.worked_example()


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(FOLDER)
    yield import_module("checklist_engine_taskwarrior")
    sys.modules.pop("checklist_engine_taskwarrior")


def made(plugin: Any, checklist: Checklist, known: bytes | None = None) -> list[dict[str, Any]]:
    (taskwarrior,) = plugin.checklist_formats()
    siblings = {} if known is None else {"known.json": known}
    text = render(taskwarrior, checklist, Context(siblings=siblings))
    assert isinstance(text, str)
    return [json.loads(line) for line in text.splitlines()]


def test_a_task(plugin: Any) -> None:
    task = made(plugin, WORKED)[0]
    assert task == {
        "uuid": plugin.uuid_of(WORKED.case, WORKED.items[0].id),
        "description": "Thank Anna Weiss for the interview", "project": "quillon-data-engineer", "status": "pending",
        "priority": "L", "entry": "20261117T110000Z", "due": "20261118T100000Z", "scheduled": "20261118T070000Z",
    }  # fmt: skip


def test_what_is_no_export(plugin: Any) -> None:
    for data in (b"nonsense", b"\xff", b"7"):
        with pytest.raises(PluginError, match="is not what `task export` writes"):
            made(plugin, WORKED, data)


class Taskwarrior:
    """`task` with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / ".taskrc").write_text(f"data.location={folder}/data\nconfirmation=no\nverbose=nothing\nhooks=off\n")
        (folder / "data").mkdir()
        self.task = [client("task"), f"rc:{folder}/.taskrc"]

    def __call__(self, *words: str, stdin: str = "") -> str:
        return run([*self.task, *words], home=self.folder, stdin=stdin)

    def take(self, tasks: list[dict[str, Any]]) -> None:
        path = self.folder / "tasks.json"
        path.write_text("".join(json.dumps(task, ensure_ascii=False) + "\n" for task in tasks), encoding="utf-8")
        self("import", str(path))

    def known(self) -> dict[str, dict[str, Any]]:
        return {task["uuid"]: task for task in json.loads(self("export"))}


def test_taskwarrior_imports_edits_and_exports(plugin: Any, tmp_path: Path) -> None:
    task = Taskwarrior(tmp_path)
    task("add", "call mum")
    task.take(made(plugin, EVERYTHING))
    known = task.known()
    for wanted in made(plugin, EVERYTHING):
        there = known[wanted["uuid"]]
        if wanted["status"] == "waiting" and there["status"] == "pending":
            there["status"] = "waiting"  # by the clock of today the waiting is over
        assert {name: there.get(name) for name in wanted} == wanted, "what it shows is what the checklist says"
    task.take(made(plugin, EVERYTHING))
    assert len(task.known()) == len(known), "twice is once"
    first, second, third = [wanted["uuid"] for wanted in made(plugin, EVERYTHING)][:3]
    task(first, "done")
    task(second, "modify", "+mine")
    task(third, "delete")
    export = task("export").encode()
    again = made(plugin, EVERYTHING, export)
    assert not {first, third} & {wanted["uuid"] for wanted in again}
    task.take(again)
    after = task.known()
    assert (after[first]["status"], after[third]["status"]) == ("completed", "deleted")
    assert after[second]["tags"] == ["mine"]
    assert len(after) == len(known)


def test_what_is_done_or_gone_in_the_record(plugin: Any, tmp_path: Path) -> None:
    task = Taskwarrior(tmp_path)
    task.take(made(plugin, WORKED))
    first, second = WORKED.items
    later = WORKED.replace(
        items=(
            first.replace(status="done", done=Done(at="2026-11-18T09:30:00+01:00", date_only=False)),
            second.replace(status="closed"),
        )
    )
    assert made(plugin, later) == [], "what was never there is not added as done"
    task.take(made(plugin, later, task("export").encode()))
    known = task.known()
    assert known[plugin.uuid_of(WORKED.case, first.id)]["end"] == "20261118T083000Z"
    assert [known[plugin.uuid_of(WORKED.case, item.id)]["status"] for item in WORKED.items] == ["completed", "deleted"]


def test_hostile_titles_arrive_as_text(plugin: Any, tmp_path: Path) -> None:
    task = Taskwarrior(tmp_path)
    titles = [
        "",
        "project:x +y due:tomorrow",
        'quotes " and \\ and [ ]',
        "a\nb\u2028c",
        "x" * 2_000,
        "👩🏽‍💻",
        "\x1b[31mred",
    ]
    first = WORKED.items[0]
    items = tuple(first.replace(id=f"task/{number}", title=title) for number, title in enumerate(titles))
    wanted = made(plugin, WORKED.replace(items=items))
    task.take(wanted)
    known = task.known()
    for one in wanted:
        there = known[one["uuid"]]
        assert there["project"] == WORKED.case
        assert "tags" not in there
        assert there["description"].split() == one["description"].split()
