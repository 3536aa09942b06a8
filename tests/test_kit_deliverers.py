"""Our own deliverer and the example's pass the suite that authors get; bad ones fail it, each check by its fault."""

from __future__ import annotations

import mailbox
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from commands import EXAMPLES
from test_smtp import Handler, serving

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Deliverer, Option, Refused
from checklist_engine.plugins import Plugins
from checklist_engine.testing import DelivererConformance

[DELIVERER] = run_path(str(EXAMPLES / "plugins" / "checklist-engine-maildir" / "checklist_engine_maildir.py"))[
    "checklist_deliverers"
]()


class TestSmtp(DelivererConformance):
    deliverer = Plugins().deliverer("smtp")
    port = 0

    @pytest.fixture(autouse=True)
    def server(self) -> Iterator[None]:
        with serving(Handler()) as port:
            self.port = port
            yield

    def ready(self, folder: Path) -> Mapping[str, str]:
        return {"host": "127.0.0.1", "port": str(self.port), "security": "none", "timeout": "5"}

    def unready(self, folder: Path) -> Mapping[str, str]:
        return {**self.ready(folder), "port": "1"}


class TestMaildir(DelivererConformance):
    deliverer = DELIVERER

    def ready(self, folder: Path) -> Mapping[str, str]:
        mailbox.Maildir(folder / "Maildir")
        return {"folder": str(folder / "Maildir")}

    def unready(self, folder: Path) -> Mapping[str, str]:
        return {"folder": str(folder / "none")}


def put(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    """Each file under a number."""
    folder = Path(context.options["folder"])
    if not folder.is_dir():
        raise Refused("there is no such folder")
    if context.dry_run:
        return f"Would put {len(files)} files."
    for number, data in enumerate(files.values()):
        (folder / str(number)).write_bytes(data)
    return f"Put {len(files)} files."


class Mine(DelivererConformance):
    def ready(self, folder: Path) -> Mapping[str, str]:
        return {"folder": str(folder)}

    def unready(self, folder: Path) -> Mapping[str, str]:
        return {"folder": str(folder / "none")}


def deliverer(deliver: Any) -> Deliverer:
    folder = Option(name="folder", summary="where", default="")
    return Deliverer(name="mine", summary="s", deliver=deliver, options=(folder,), formats=("markdown", "drafts"))


class TestGood(Mine):
    deliverer = deliverer(put)


def eager(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    put(checklist, files, context.replace(dry_run=False))
    return "Put them."


def mute(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> Any:
    put(checklist, files, context)


def talkative(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    return f"{put(checklist, files, context)}\nAnd more."


def trusting(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    return f"Put {' '.join(checklist.title.split())}."


def picky(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    raise Refused("not today")


def taking(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    said = put(checklist, files, context)
    given: Any = files
    given.clear()
    return said


def settling(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    options: Any = context.options
    options["mine"] = "1"
    return put(checklist, files, context)


def printing(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    os.write(1, b"by number")
    return put(checklist, files, context)


def crashing(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    if not Path(context.options["folder"]).is_dir():
        raise OSError("no such folder")
    return put(checklist, files, context)


def boasting(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    return "Put them."


FAULTS: list[tuple[Any, str, dict[str, Any], str]] = [
    (eager, "test_a_dry_run_only_says_what_would_be", {}, "for writing"),
    (mute, "test_says_what_it_did", {"name": "full"}, "is no sentence"),
    (mute, "test_a_dry_run_only_says_what_would_be", {}, "is no sentence"),
    (talkative, "test_says_what_it_did", {"name": "full"}, "more than one line"),
    (trusting, "test_says_what_it_did", {"name": "hostile"}, "these characters"),
    (picky, "test_says_what_it_did", {"name": "full"}, "refuses the sample full: not today"),
    (taking, "test_leaves_its_arguments_alone", {}, "the files were changed"),
    (settling, "test_leaves_its_arguments_alone", {}, "the context was changed"),
    (printing, "test_is_silent", {}, "printed 'by number'"),
    (crashing, "test_refuses_with_a_sentence", {"dry_run": False}, "no such folder"),
    (boasting, "test_refuses_with_a_sentence", {"dry_run": False}, "it cannot deliver, and says 'Put them.'"),
]


@pytest.mark.parametrize(("fault", "check", "given", "said"), FAULTS, ids=lambda one: getattr(one, "__name__", None))
def test_each_check_finds_its_fault(
    fault: Any, check: str, given: dict[str, Any], said: str, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    given = {**given, "capfd": capfd} if check == "test_is_silent" else given
    made: DelivererConformance = type("One", (Mine,), {"deliverer": deliverer(fault)})()
    with pytest.raises((AssertionError, OSError)) as caught:
        getattr(made, check)(**given, tmp_path=tmp_path)
    assert said in str(caught.value)
