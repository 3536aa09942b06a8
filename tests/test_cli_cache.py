"""The cache of packs: used when it is good, never trusted, never needed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from commands import EXAMPLES, TUESDAY, Command

from checklist_engine.load import cache as caches
from checklist_engine.load import read_pack


def content(kept: bytes) -> Any:
    """What a cache holds: below its checksum, data and nothing else."""
    return json.loads(kept.partition(b"\n")[2])


def as_kept(data: Any) -> bytes:
    """A cache whose checksum is right, whatever it holds."""
    kept = json.dumps(data).encode()
    return caches._sum(kept) + b"\n" + kept


RECORD = EXAMPLES / "minimal.yaml"
RUN = ("run", RECORD, "--now", TUESDAY, "--format", "json")


@pytest.fixture
def cache(command: Command, tmp_path: Path) -> Path:
    """The folder of a cache that nobody has used yet."""
    command.patch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "checklist-engine"


def test_the_second_run_reads_no_yaml_of_the_pack(command: Command, cache: Path) -> None:
    first = command(*RUN)
    (kept,) = cache.iterdir()
    assert kept.suffix == ".json"
    assert kept.stat().st_mode & 0o077 == 0, "it is nobody's business"
    assert content(kept.read_bytes())["manifest"]

    def never(*given: object) -> None:
        raise AssertionError("the pack was read")

    command.patch.setattr(read_pack, "read_pack", never)
    command.patch.setattr("checklist_engine.load.program.read_pack", never)
    second = command(*RUN)
    assert (second.code, second.data) == (0, first.data)


def test_a_record_is_never_kept(command: Command, cache: Path) -> None:
    command.write("r.yaml", RECORD.read_text().replace("Quillon", "Zaphod"))
    assert command("run", "r.yaml").code == 0
    assert not any(b"Zaphod" in path.read_bytes() for path in cache.iterdir())


def test_a_change_of_the_pack_is_noticed(command: Command, cache: Path) -> None:
    command("pack", "copy", "after-interview", "my-rules")
    given = ("run", RECORD, "--now", TUESDAY, "--pack", "my-rules")
    assert command(*given).code == 0
    notes = command.folder / "my-rules" / "actions" / "take-notes.yaml"
    text = notes.read_text()
    notes.write_text(text + "rules: [\n")
    done = command(*given)
    assert (done.code, done.out) == (2, "")
    assert "take-notes.yaml" in done.err
    notes.write_text(text.replace("Write down", "Scribble"))
    assert "Scribble" in command(*given).out
    notes.unlink()
    assert "take-notes" not in command(*given).out


BROKEN = [b"", b"{", b"null", b"[]", b"{}", b"7", b'"a"', b"\xff\xfe", b'{"manifest": 1}', b"[" * 100_000]


@pytest.mark.parametrize("broken", [*BROKEN, "truncated", "types"], ids=lambda value: repr(value)[:14])
def test_a_broken_cache_is_ignored(command: Command, cache: Path, broken: bytes | str) -> None:
    wanted = command(*RUN).data
    (kept,) = cache.iterdir()
    good = kept.read_bytes()
    if broken == "truncated":
        broken = good[: len(good) // 2]
    elif broken == "types":
        data = content(good)
        data["actions"] = [{**one, "data": [], "places": {}} for one in data["actions"]]
        broken = as_kept(data)
    assert isinstance(broken, bytes)
    kept.write_bytes(broken)
    done = command(*RUN)
    assert (done.code, done.err, done.data) == (0, "", wanted)
    assert kept.read_bytes() == good, "and mended"


def test_a_cache_of_other_things_is_ignored(command: Command, cache: Path) -> None:
    """Right in form, wrong in what it says: what comes of it must not be a crash."""
    wanted = command(*RUN).data
    (kept,) = cache.iterdir()
    good = content(kept.read_bytes())
    for group in ("sources", "actions", "messages"):
        kept.write_bytes(as_kept({**good, group: []}))
        done = command(*RUN)
        assert "Traceback" not in done.err
        assert done.code in (0, 2)
    kept.write_bytes(as_kept(good))
    assert command(*RUN).data == wanted


@pytest.mark.parametrize("kind", ["file", "folder at its place", "link to nowhere", "read-only"])
def test_a_cache_that_cannot_be_written(command: Command, cache: Path, kind: str) -> None:
    cache.parent.mkdir(exist_ok=True)
    if kind == "file":
        cache.write_text("")
    elif kind == "link to nowhere":
        cache.symlink_to("/proc/nowhere/at/all")
    elif kind == "read-only":
        cache.mkdir()
        cache.chmod(0o500)
    else:
        command(*RUN)
        (kept,) = cache.iterdir()
        kept.unlink()
        kept.mkdir()
    done = command(*RUN)
    assert (done.code, done.err) == (0, "")
    assert done.json["case"]


def test_the_cache_can_be_done_without(command: Command, cache: Path) -> None:
    wanted = command(*RUN).data
    command.patch.setenv("CHECKLIST_NO_CACHE", "1")
    (kept,) = cache.iterdir()
    kept.write_text("{}")
    assert command(*RUN).data == wanted
    assert kept.read_text() == "{}"
    kept.unlink()
    assert command(*RUN).data == wanted
    assert os.listdir(cache) == []


def test_without_a_home_there_is_none(command: Command) -> None:
    done = command.process(*RUN, XDG_CACHE_HOME="", HOME="")
    assert (done.code, done.err) == (0, "")
    assert os.listdir(command.folder) == []


def test_old_caches_go(command: Command, cache: Path) -> None:
    cache.mkdir(parents=True)
    for number in range(60):
        (cache / f"{number:040}.json").write_text("{}")
        os.utime(cache / f"{number:040}.json", (number, number))
    command.write("cache-of-another-program", "")
    assert command(*RUN).code == 0
    left = sorted(os.listdir(cache))
    assert len(left) <= 31
    assert f"{0:040}.json" not in left
