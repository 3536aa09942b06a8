"""Hostile surroundings, records and packs: an answer in words, at once, and never at the cost of a person's file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import PACK, WEDNESDAY, Command
from tinypack import Data, action, make, rule

from checklist_engine.evaluate.evaluate import MOST_ITEMS
from checklist_engine.load import cache
from checklist_engine.load.read_pack import digest_of, pack_files
from checklist_engine.problems import Problems
from checklist_engine.scope import MOST_STEPS
from checklist_engine.words import json_text

QUICK = 4.0
"""Seconds within which whatever is too much has to be refused: half of it, and as much again for a busy computer."""
BIDI, TAG = "\u202e", "\U000e0041"


def quickly(call: Callable[[], object]) -> None:
    begun = time.monotonic()
    call()
    assert time.monotonic() - begun < QUICK


# Output


@pytest.mark.parametrize("name", ["interview.yaml", "link.yaml", "./interview.yaml"])
def test_output_never_takes_the_place_of_the_record(command: Command, name: str) -> None:
    record = command.example()
    before = record.read_bytes()
    (command.folder / "link.yaml").symlink_to(record)
    found = command("run", "interview.yaml", "--output", name)
    assert (found.code, record.read_bytes()) == (2, before)
    assert "this is the record itself" in found.err


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_may_be_named(command: Command, name: str) -> None:
    command.example()
    found = command("run", "interview.yaml", "--now", WEDNESDAY, "--output", name)
    assert found.out == command("run", "interview.yaml", "--now", WEDNESDAY).out
    assert sorted(os.listdir()) == ["interview.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX devices")
def test_a_device_is_no_place_for_output(command: Command) -> None:
    command.example()
    found = command("run", "interview.yaml", "--output", os.devnull)
    assert found.code == 2
    assert "use > or |" in found.err


def test_a_large_output_is_replaced_like_any_other(command: Command) -> None:
    command.example()
    write = ("run", "interview.yaml", "--format", "json", "--output", "out.json")
    assert command(*write).code == 0
    output = Path("out.json")
    output.write_bytes(output.read_bytes() + b"\n" * 1_500_000)
    assert command(*write).code == 0
    assert output.stat().st_size < 1_000_000
    assert json.loads(output.read_bytes())


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("line", "code"),
    [("run interview.yaml >&-", 0), ("run none.yaml 2>&-", 2), ("run none.yaml >&- 2>&-", 2), ("run - <&-", 2),
     ("init new.yaml <&-", 2)],
)  # fmt: skip
def test_closed_streams(command: Command, line: str, code: int) -> None:
    command.example()
    shell = f'exec "{sys.executable}" -m checklist_engine {line}'
    found = subprocess.run(["sh", "-c", shell], capture_output=True, timeout=30, check=False)
    assert (found.returncode, b"wrong inside" in found.stderr, b"Traceback" in found.stderr) == (code, False, False)


@pytest.mark.parametrize("columns", ["²", "9" * 5000, "0", "-5", " 80", ""])
def test_columns_that_are_no_number_mean_the_usual_width(command: Command, columns: str) -> None:
    command.example()
    expected = command("run", "interview.yaml", "--now", WEDNESDAY).out
    command.patch.setenv("COLUMNS", columns)
    assert command("run", "interview.yaml", "--now", WEDNESDAY).out == expected


# Characters


def test_json_writes_out_what_cannot_be_seen() -> None:
    data = {"name": f"a{BIDI}b{TAG}c\x9b\ud800\u00e9"}
    text = json_text(data)
    assert text.replace("\n", "").isprintable()
    assert json.loads(text) == data
    assert "é" in text


def test_json_outputs_write_out_what_cannot_be_seen(command: Command) -> None:
    command.write("r.yaml", f'company: "A{BIDI}B"\nrole: "x{TAG}"\ninterview: {{start: 2026-11-17 10:00}}\n')
    for given in (["run", "r.yaml", "--format", "json"], ["explain", "r.yaml", "follow-up", "--format", "json"]):
        found = command(*given, "--now", WEDNESDAY)
        assert found.code == 0
        assert found.out.replace("\n", "").isprintable()


def test_names_of_files_are_shown_harmless(command: Command) -> None:
    name = f"a{BIDI}\x1b[31m.yaml"
    made = command("init", name, "--no-input", "--company", "A", "--role", "B", "--start", "2026-11-17 10:00")
    shown = [made, command("validate", name), command("run")]
    assert [one.code for one in shown] == [0, 0, 2]
    for one in shown:
        assert (one.out + one.err).replace("\n", "").isprintable()
        assert "\\u202e" in one.out + one.err


# Records that are too much


def rounds(number: int, more: str = "") -> str:
    return "interviews:\n" + "".join(
        f"  - {{start: 2026-{index // 28 % 12 + 1:02}-{index % 28 + 1:02} 10:00{more}}}\n" for index in range(number)
    )


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        (rounds(3000), "“interviews”"),
        ("references: [{all}]\npromised:\n" + "  - {what: references}\n" * 500 + rounds(1), "“promised” and “refer"),
        (rounds(100, ", with: [{all}]"), "“interviews” and “round.with”"),
    ],
)
def test_more_items_than_anybody_can_do(command: Command, text: str, lists: str) -> None:
    people = [f"p{number}" for number in range(100)]
    known = "people:\n" + "".join(f"  {key}: {{name: N}}\n" for key in people)
    text = text.replace("{all}", ", ".join(people))
    command.write("r.yaml", f"company: C\nrole: R\n{known}{text}")
    command("validate", "r.yaml")
    quickly(lambda: command("run", "r.yaml"))
    (problem,) = command("run", "r.yaml", "--error-format", "json").problems
    assert problem["id"] == "record/too-many-items"
    assert f"more than {MOST_ITEMS:,} items" in problem["message"]
    assert lists in problem["message"]
    assert problem["line"] > 1


def test_a_list_that_is_looked_at_for_every_item(tmp_path: Path) -> None:
    asks = [{"some": "rounds", "are": [{"round.level": {"at_least": 5}}]}]
    actions = [action(f"act-{n}", rule("a", do={"until": "1 day after"}, when=asks)) for n in range(300)]
    tiny = make(tmp_path, *actions)
    record = {"start": "2026-11-17 10:00", "rounds": [{"start": "2026-11-17 10:00"}] * (MOST_STEPS // 250)}
    with pytest.raises(Problems) as caught:
        quickly(lambda: tiny.checklist(record, "2026-11-17 12:00"))
    assert [one.id for one in caught.value.problems] == ["record/too-large"]


def test_thousands_of_names_that_nobody_has(command: Command) -> None:
    command.write("r.yaml", f"company: C\nrole: R\n{rounds(1, ', with: [{all}]')}".replace(
        "{all}", ", ".join(f"q{number}" for number in range(19_000))))  # fmt: skip
    quickly(lambda: command("run", "r.yaml"))
    assert len(command("run", "r.yaml", "--error-format", "json").problems) == 100


def test_explaining_many_items_evaluates_once(command: Command) -> None:
    people = [f"p{number}" for number in range(200)]
    known = "people:\n" + "".join(f"  {key}: {{name: N}}\n" for key in people)
    everybody = ", ".join(people)
    command.write("r.yaml", f"company: C\nrole: R\n{known}{rounds(1, f', with: [{everybody}]')}")
    command("validate", "r.yaml")
    quickly(lambda: command("explain", "r.yaml", "send-thank-you", "-v", "--now", WEDNESDAY))


# Packs that are too much


def doubled(prefix: str, last: object, name_twice: Callable[[str], object]) -> Data:
    names = {f"{prefix}-{n}": name_twice(f"{prefix}-{n + 1}") for n in range(28)}
    return {**names, f"{prefix}-28": last}


@pytest.mark.parametrize(
    "manifest",
    [
        {"conditions": doubled("c", [{"did": "leave"}], lambda name: [{"any": [name, {"not": name}]}])},
        {"moments": doubled("m", {"did": "leave"}, lambda name: {"earliest_of": [name, [name, "1 day after"]]})},
        {"conditions": {**{f"c-{n}": [f"c-{n + 1}"] for n in range(2000)}, "c-2000": [{"did": "leave"}]}},
        {"moments": {**{f"m-{n}": f"2 days before m-{n + 1}" for n in range(40)}, "m-40": {"did": "leave"}}},
    ],
    ids=["conditions twice", "moments twice", "a chain of conditions", "a chain of moments"],
)
def test_names_that_lead_too_far(tmp_path: Path, manifest: Data) -> None:
    named = action("write", rule("a", do={"until": "1 day after"}, when=list(manifest.get("conditions", {}))[:1]))
    if "moments" in manifest:
        named = action("write", rule("a", do={"until": "m-0"}))
    with pytest.raises(Problems) as caught:
        quickly(lambda: make(tmp_path, named, **manifest))
    assert [one.id for one in caught.value.problems] == ["pack/too-large"]
    assert caught.value.problems[0].line > 1


def test_items_that_look_at_one_another_too_many_times(tmp_path: Path) -> None:
    def chain(number: int) -> list[Data]:
        looking = [
            action(f"act-{n}", rule("a", do={"until": "1 day after"}, when=[{"item": f"act-{n + 1}", "is": "done"}]))
            for n in range(number)
        ]
        return [*looking, action(f"act-{number}", rule("a", do={"until": "1 day after"}))]

    make(tmp_path / "short", *chain(19)).checklist({"start": "2026-11-17 10:00"}, "2026-11-17 12:00")
    with pytest.raises(Problems) as caught:
        make(tmp_path / "long", *chain(500))
    assert [one.id for one in caught.value.problems] == ["pack/too-large"]


# Caches


def cached() -> Path:
    path = cache.cache_file(cache.cache_dir() or "", digest_of(pack_files(str(PACK))))
    return Path(path)


def test_a_cache_that_was_changed_is_not_believed(command: Command) -> None:
    command.patch.setenv("XDG_CACHE_HOME", str(command.home / "own-cache"))
    command.example()
    expected = command("run", "interview.yaml", "--now", WEDNESDAY).out
    kept = cached().read_bytes()
    for changed in (kept.replace(b"send-thank-you", b"send-nothing!!"), kept.replace(b'"statement":', b'"stale":')):
        assert changed != kept
        cached().write_bytes(changed)
        assert command("run", "interview.yaml", "--now", WEDNESDAY).out == expected
        assert cached().read_bytes() == kept


def test_a_cache_is_never_written_through_a_link(command: Command) -> None:
    command.patch.setenv("XDG_CACHE_HOME", str(command.home / "own-cache"))
    command.example()
    victim = command.write("victim.txt", "keep")
    cached().parent.mkdir(parents=True)
    cached().symlink_to(victim)
    assert command("run", "interview.yaml").code == 0
    assert victim.read_text() == "keep"
