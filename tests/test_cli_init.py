"""`checklist init`: a record by a few questions, or by options; never over anything, never a question to nobody."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shlex
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from commands import PACK, TUESDAY, ZONE, Command

from checklist_engine.newrecord.filling import with_pack

ANSWERS = ("--company", "Quillon Maps", "--role", "Data engineer", "--start", "2026-11-17 10:00")


def test_by_options(command: Command) -> None:
    done = command("init", "mine.yaml", *ANSWERS, "--end", "2026-11-17 11:00", "--people", "Anna Weiss, Tom Reuter")
    assert (done.code, done.err) == (0, "")
    assert "checklist run mine.yaml" in done.out
    path = command.folder / "mine.yaml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert command("validate", path).code == 0
    shown = command("run", path, "--now", TUESDAY)
    assert (shown.code, shown.err) == (0, "")
    assert "send-thank-you/first/anna" in shown.out
    assert "\nid: quillon-maps-data-engineer\n" in path.read_text()


def test_the_file_has_a_name_of_its_own(command: Command) -> None:
    assert command("init", *ANSWERS).code == 0
    assert os.listdir() == ["interview.yaml"]


def test_the_editor_line_points_to_a_schema(command: Command) -> None:
    for name in ("mine.yaml", "folder/mine.yaml"):
        command.write(str(Path(name).parent / "x"), "")
        assert command("init", name, *ANSWERS).code == 0
        path = command.folder / name
        line = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", path.read_text().splitlines()[0])
        assert line is not None
        assert (path.parent / line[1]).samefile(PACK / "record.schema.yaml")


def test_without_a_terminal_nothing_is_asked(command: Command) -> None:
    for given in ((), ("--company", "Quillon Maps"), ("--no-input",)):
        done = command("init", "mine.yaml", *given, stdin=b"Quillon Maps\nData engineer\n\n2026-11-17 10:00\n\n\n")
        assert (done.code, done.out) == (2, "")
        assert "role, start" in done.err
        assert "--role 'Data engineer'" in done.err, "as it can be typed"
        assert ("company" in done.err) == (not given or "--company" not in given)
    assert command.process("init").code == 2
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--start", "17.11.2026 10:00"),
        ("--start", "2026-03-29 02:30"),
        ("--timezone", "Europe/Luxemburg"),
        ("--end", "2026-11-17 09:00"),
        ("--company", ""),
        ("--company", "a\x1bb"),
        ("--company", "x" * 2_000_000),
    ],
)
def test_answers_that_will_not_do(command: Command, option: str, value: str) -> None:
    given = dict(zip(ANSWERS[::2], ANSWERS[1::2], strict=True)) | {"--timezone": "Europe/Luxembourg", option: value}
    done = command("init", "mine.yaml", *(part for pair in given.items() for part in pair))
    assert (done.code, done.out) == (2, "")
    assert "\x1b" not in done.err
    assert "Something went wrong" not in done.err
    assert os.listdir() == [], "there is no record, or a valid one"


@pytest.mark.parametrize(
    "company",
    ["A: b # c", "- x", "no", "17", "'", '"', "{a}", "&a *b", "null", "München 株式会社 🎉", "{company}", "%", "\\"],
)
def test_any_name_is_written_so_that_it_is_read(command: Command, company: str) -> None:
    assert command("init", "mine.yaml", *ANSWERS[2:], "--company", company).code == 0
    listed = command("run", "mine.yaml", "--format", "json").json
    assert listed["title"] == f"Data engineer at {company}"


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--start", "17.11.2026", "Write 2026-11-17."),
        ("--start", "soon", "Write it like 2026-11-17 or 2026-11-17 10:00"),
        ("--timezone", "Europe/Luxemburg", "Did you mean Europe/Luxembourg?"),
        ("--timezone", "Luxembourg", "Did you mean Europe/Luxembourg?"),
        ("--timezone", "new york", "Did you mean America/New_York?"),
        ("--timezone", "Nowhere", "For example: Europe/Luxembourg"),
    ],
)
def test_a_wrong_answer_gets_one_hint(command: Command, option: str, value: str, hint: str) -> None:
    given = dict(zip(ANSWERS[::2], ANSWERS[1::2], strict=True)) | {option: value}
    done = command("init", *(part for pair in given.items() for part in pair))
    assert done.err.splitlines()[-1] == f"    hint: {hint}"
    assert len(re.findall(r"(?i)write|did you mean|for example", done.err)) == 1


def test_a_dash_is_standard_output(command: Command) -> None:
    done = command("init", "-", *ANSWERS)
    assert (done.code, done.err) == (0, "")
    assert os.listdir() == []
    shown = command("run", "-", "--format", "json", stdin=done.data)
    assert shown.json["title"] == "Data engineer at Quillon Maps"
    command("init", *ANSWERS)
    again = command("init", "-", *ANSWERS)
    assert (
        again.err == "The id quillon-maps-data-engineer is that of interview.yaml; this one is"
        " quillon-maps-data-engineer-2.\n"
    )
    assert again.out.startswith("# yaml-language-server")
    assert os.listdir() == ["interview.yaml"]


def test_questions_for_standard_output_are_put_beside_it(command: Command) -> None:
    command.folder.joinpath("ask").write_text(
        f"exec {shlex.quote(sys.executable)} -m checklist_engine init - --company Q --role R > out.yaml"
    )
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, b"\n2026-11-17 10:00\n\n\n")
    done = subprocess.run(["sh", "ask"], stdin=theirs, stderr=subprocess.PIPE, timeout=15, check=False)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert b"When does (or did) the interview begin?" in done.stderr
    assert command("validate", "out.yaml", "-q").code == 0


def test_a_link_that_leads_round_in_a_circle(command: Command) -> None:
    (command.folder / "loop.yaml").symlink_to("loop.yaml")
    for name in ("loop.yaml", "loop.yaml/mine.yaml"):
        done = command("init", name, *ANSWERS, "--error-format", "json")
        assert (done.code, done.out) == (2, "")
        assert [problem["id"] for problem in done.problems] == ["file/link-circle"]


def test_nothing_is_overwritten(command: Command) -> None:
    path = command.write("interview.yaml", "mine")
    (command.folder / "folder.yaml").mkdir()
    for name in ((), ("interview.yaml",), ("folder.yaml",)):
        done = command("init", *name, *ANSWERS)
        assert (done.code, done.out) == (2, ""), name
    assert path.read_text() == "mine"
    assert sorted(os.listdir()) == ["folder.yaml", "interview.yaml"]


def test_a_zone_that_nobody_named_is_said(command: Command) -> None:
    said = "Wrote one.yaml, with times local to Europe/Luxembourg (`timezone` in it changes that). To see"
    assert command("init", "one.yaml", *ANSWERS).out.startswith(said)
    assert "local to" not in command("init", "two.yaml", *ANSWERS, "--timezone", "Europe/London").out


def test_an_id_that_a_neighbour_has_gets_a_number(command: Command) -> None:
    command.write("broken.yaml", "id: [")
    command.write("list.yaml", "- id: quillon-maps-data-engineer")
    assert command("init", "one.yaml", *ANSWERS).out.startswith("Wrote one.yaml, with times")
    second = command("init", "two.yaml", *ANSWERS).out
    assert second.startswith(
        "The id quillon-maps-data-engineer is that of one.yaml; this one is quillon-maps-data-engineer-2.\n"
    )
    assert command("init", "three.yaml", *ANSWERS).code == 0
    names = [command("run", f"{name}.yaml", "--format", "json").json["case"] for name in ("one", "two", "three")]
    assert names == [f"quillon-maps-data-engineer{number}" for number in ("", "-2", "-3")]
    both = command("validate", "one.yaml", "two.yaml", "three.yaml", "one.yaml", "./one.yaml")
    assert (both.code, both.err) == (0, "")


def test_a_neighbour_that_says_no_id_has_one_all_the_same(command: Command) -> None:
    command.write("compose.yaml", "services: {company: Quillon Maps}")
    command.write("short.yaml", "role: Data engineer\ncompany: Quillon Maps\ninterview: {start: 2026-11-17 10:00}\n")
    done = command("init", *ANSWERS)
    assert done.out.startswith("The id quillon-maps-data-engineer is that of short.yaml; this one is ")
    assert command("validate", "short.yaml", "interview.yaml").code == 0


def test_two_records_of_one_id_are_told(command: Command) -> None:
    command("init", "one.yaml", *ANSWERS)
    (command.folder / "two.yaml").write_bytes((command.folder / "one.yaml").read_bytes())
    done = command("validate", "one.yaml", "two.yaml", "--error-format", "json")
    assert done.code == 1
    (problem,) = done.problems
    assert (problem["id"], problem["file"], problem["line"]) == ("record/same-id", "two.yaml", 4)
    assert "one.yaml" in problem["message"]
    assert problem["source_line"] == "id: quillon-maps-data-engineer"


def test_where_no_file_can_be(command: Command) -> None:
    done = command("init", "nowhere/mine.yaml", *ANSWERS)
    assert done.code == 2
    assert "there is no folder “nowhere”" in done.err
    asked = command.terminal("init", "nowhere/mine.yaml")
    assert asked.code == 2, "nobody answers questions for nothing"
    assert "Which company" not in asked.out


def test_at_a_terminal_it_asks(command: Command) -> None:
    typed = "Quillon Maps\nData engineer\n\n17.11.2026\n2026-11-17 10:00\n\nAnna Weiss\n"
    done = command.terminal("init", "mine.yaml", typed=typed)
    assert done.code == 0
    for question in (
        "Which company is it?",
        "Which job",
        "When does (or did) the interview begin?",
        "Who interviews you?",
    ):
        assert question in done.out
    assert done.out.count("When does (or did) the interview begin?") == 2, "a wrong answer is asked again"
    assert "[Europe/Luxembourg]" in done.out, "the computer's zone is offered"
    assert "Wrote mine.yaml" in done.out
    text = (command.folder / "mine.yaml").read_text()
    assert "timezone: Europe/Luxembourg" in text
    assert command("run", "mine.yaml", "--now", TUESDAY).code == 0


def written(command: Command) -> str:
    """The new record, its lines joined."""
    return " ".join((command.folder / "mine.yaml").read_text().split())


START, END = "When does (or did) the interview begin?", "When does (or did) it end?"
BEFORE = "“end” (Tue 17 Nov 09:00) lies before “start” (Tue 17 Nov 10:00)"


def test_an_answer_that_does_not_go_with_another_is_asked_again_alone(command: Command) -> None:
    typed = "Q\nR\n\n2026-11-17 10:00\n2026-11-17 09:00\n2026-11-17 11:00\nAnna\n"
    done = command.terminal("init", "mine.yaml", typed=typed, columns=200)
    assert done.code == 0
    assert done.out.count(f"{BEFORE}. If it is right, type it once more: then “{START}” is asked again.\n{END}") == 1
    assert [done.out.count(f"{question} (") for question in ("Which company is it?", START, END)] == [1, 1, 2]
    assert done.out.index(BEFORE) < done.out.index("Who interviews you?"), "at once, not after the last question"
    assert "start: 2026-11-17 10:00 end: 2026-11-17 11:00 " in written(command)


def test_the_same_answer_once_more_has_the_other_asked_again(command: Command) -> None:
    typed = "Q\nR\n\n2026-11-17 10:00\n2026-11-17 09:00\n2026-11-17 09:00\n2026-11-17 08:00\n\nAnna\n"
    done = command.terminal("init", "mine.yaml", typed=typed, columns=200)
    assert done.code == 0
    assert f"{BEFORE}\n{START} (" in done.out
    assert f"{END} (such as 2026-11-17 09:00) [2026-11-17 09:00]: Who interviews you?" in done.out
    assert "start: 2026-11-17 08:00 end: 2026-11-17 09:00 " in written(command)


def test_a_time_typed_for_a_name_is_refused(command: Command) -> None:
    done = command.terminal("init", "mine.yaml", *ANSWERS, typed="\n\n2026-11-17 11:15\nAnna\n", columns=200)
    assert done.code == 0
    assert "“2026-11-17 11:15” reads as a date or a time, and here names are asked for\nWho interviews" in done.out
    assert "with: [anna]" in written(command)


def test_an_empty_answer_where_one_is_needed_is_told(command: Command) -> None:
    done = command.terminal("init", "mine.yaml", *ANSWERS[2:], typed="\nQ\n\n\n\n")
    assert done.code == 0
    assert "this is needed\nWhich company" in done.out


def test_a_date_written_otherwise_is_shown_as_it_is_wanted(command: Command) -> None:
    done = command("init", *ANSWERS[:4], "--start", "24.11.2026 10:00")
    assert (done.code, done.err.count("Write 2026-11-24 10:00.")) == (2, 1)


def test_a_day_near_may_be_said_by_its_name(command: Command) -> None:
    command.at("2026-11-24 18:00")
    assert (
        command("init", "mine.yaml", *ANSWERS[:4], "--start", "yesterday 10:00", "--end", "yesterday 11:00").code == 0
    )
    assert "start: 2026-11-23 10:00 end: 2026-11-23 11:00 " in written(command)


def test_a_wrong_option_is_asked_for_at_a_terminal(command: Command) -> None:
    options = ("--company", "Q", "--role", "R", "--start", "soon", "--end", "2026-11-17 09:00", "--people", "Anna")
    typed = "\n2026-11-17 10:00\n2026-11-17 11:00\n"
    done = command.terminal("init", "mine.yaml", *options, typed=typed, columns=200)
    assert done.code == 0
    assert "“soon” is not a date" in done.out
    assert BEFORE in done.out
    assert "Which company" not in done.out
    assert "start: 2026-11-17 10:00 end: 2026-11-17 11:00 " in written(command)


def test_without_a_terminal_answers_that_do_not_go_together_are_told_at_once(command: Command) -> None:
    for words in ((), ("--no-input",)):
        done = command("init", "mine.yaml", *ANSWERS, "--end", "2026-11-17 09:00", *words)
        assert (done.code, done.out, done.err) == (2, "", f"{BEFORE}\n")
    done = command("init", "mine.yaml", *ANSWERS[:4], "--start", "soon", "--end", "late", "--error-format", "json")
    assert [problem["message"].partition(":")[0] for problem in done.problems] == ["end", "start"]
    assert os.listdir() == []


def test_an_answer_that_the_pack_refuses_is_asked_again(command: Command) -> None:
    typed = "S\nNo news\n9\n9\n2\n\n2026-09-15 14:05\n\n"
    done = command.terminal("init", "mine.yaml", "--pack", "incident-follow-up", typed=typed, columns=200)
    assert done.code == 0
    assert done.out.count("9 is too large in “severity”; expected: at most 4\nHow bad is it") == 2
    assert "\nseverity: 2\n" in (command.folder / "mine.yaml").read_text()


def test_bytes_that_are_no_text_are_an_answer_like_any_wrong_one(command: Command) -> None:
    typed = "caf\udce9\nQuillon\n\n\n\n"
    done = command.terminal("init", *ANSWERS[2:], typed=typed, PYTHONIOENCODING="utf-8:strict")
    assert done.code == 0
    assert "this is no text in UTF-8\nWhich company" in done.out


def test_what_an_option_answers_is_not_asked(command: Command) -> None:
    done = command.terminal("init", "mine.yaml", *ANSWERS, typed="\n\n\n")
    assert done.code == 0
    assert "Which company" not in done.out
    assert "Who interviews you?" in done.out


@pytest.mark.parametrize("before", ["", "Quillon Maps\n", "Q\nR\n\n17.11.\n", "Q\nR\n\n2026-11-17\n2026-11-16\n"])
def test_leaving_the_dialogue_leaves_nothing(command: Command, before: str) -> None:
    done = command.terminal("init", "mine.yaml", typed=f"{before}\x04")
    assert done.code == 130
    assert done.out.endswith("): \nstopped\n")
    assert os.listdir() == []


def test_an_interrupt_leaves_nothing(command: Command) -> None:
    import pty

    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "checklist_engine", "init", "mine.yaml"]
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        os.write(ours, b"Quillon Maps\n")
        shown = b""
        while b"Which job" not in shown:
            shown += os.read(ours, 1 << 12)
        for _ in range(5):  # a signal just before it begins to wait for the keyboard is seen only after that
            process.send_signal(signal.SIGINT)
            if select.select([ours], [], [], 3)[0]:
                break
        with contextlib.suppress(OSError):  # Linux says so when the other side has closed
            while select.select([ours], [], [], 10)[0] and (piece := os.read(ours, 1 << 12)):
                shown += piece
        process.kill()  # for the case that it goes on waiting
    os.close(ours)
    assert process.returncode == 130
    assert shown.endswith(b"\r\nstopped\r\n")
    assert b"Traceback" not in shown
    assert os.listdir() == []


def test_for_a_pack_of_ones_own(command: Command) -> None:
    assert command("pack", "copy", "after-interview", "my-rules").code == 0
    for pack in ("my-rules", command.folder / "my-rules"):
        command("init", "mine.yaml", "--pack", pack, *ANSWERS)
        text = (command.folder / "mine.yaml").read_text()
        assert text.startswith("# yaml-language-server: $schema=my-rules/record.schema.yaml\n")
        (command.folder / "mine.yaml").unlink()
    done = command("init", "mine.yaml", "--pack", "my-rulez", *ANSWERS)
    assert done.code == 2
    assert "my-rulez" in done.err


MOVING = ("--from", "Lindenweg 4", "--to", "Kaistrasse 12", "--timezone", "Europe/Berlin", "--day", "2027-03-20")
PARCEL = ("--article", "A lamp", "--shop", "Lamps and Sons", "--timezone", ZONE, "--arrived", "2026-11-02")
BEGUN = [
    (("pack", "copy", "after-interview", "packs/centre"), "packs/centre", "mine.yaml", ANSWERS, "packs/centre"),
    (("pack", "copy", "after-interview", "packs/centre"), "packs/centre", "a b/m.yaml", ANSWERS, "../packs/centre"),
    (
        ("pack", "copy", "after-interview", "after-interview"),
        "./after-interview",
        "mine.yaml",
        ANSWERS,
        "./after-interview",
    ),
    (("pack", "copy", "moving-house", "mh"), "mh", "mine.yaml", MOVING, "mh"),
    (("pack", "copy", "moving-house", "moving-house"), "mh/../moving-house", "mine.yaml", MOVING, "./moving-house"),
    (("pack", "new", "parcels"), "parcels", "mine.yaml", PARCEL, "parcels"),
    (("pack", "new", "parcels"), "parcels", "parcels/mine.yaml", PARCEL, "."),
    ((), "moving-house", "mine.yaml", MOVING, "moving-house"),
    ((), "after-interview", "mine.yaml", ANSWERS, None),
]


@pytest.mark.parametrize(("made", "pack", "record", "answers", "named"), BEGUN)
def test_the_suggested_command_goes_by_the_same_pack(
    command: Command, made: tuple[str, ...], pack: str, record: str, answers: tuple[str, ...], named: str | None
) -> None:
    if made:
        assert command(*made).code == 0
    command.write("mh/x", "")
    command.write("a b/x", "")
    done = command("init", record, "--no-input", "--pack", pack, *answers)
    assert (done.code, done.err) == (0, "")
    text = (command.folder / record).read_text()
    assert re.findall('^pack: "?(.*?)"?$', text, re.MULTILINE) == ([] if named is None else [named])
    suggested = shlex.split(done.out.partition("To see what to do: checklist ")[2])
    shown = command(*suggested, "--now", TUESDAY, "--format", "json")
    assert (shown.code, shown.err) == (0, "")
    assert shown.json["pack"]["id"] == Path(pack).resolve().name


def test_a_configured_pack_is_named_too(command: Command) -> None:
    assert command("pack", "new", "parcels").code == 0
    command.config(f"pack: {command.folder / 'parcels'}\n")
    assert command("init", "mine.yaml", *PARCEL).code == 0
    assert "\npack: parcels\n" in (command.folder / "mine.yaml").read_text()
    assert command("init", "other.yaml", "--pack", "after-interview", *ANSWERS).code == 0
    assert "\npack: after-interview\n" in (command.folder / "other.yaml").read_text()


def test_the_pack_is_named_where_there_is_no_id_either() -> None:
    assert with_pack("# About\n\nname: x\nmore: y\n", "../a b") == '# About\n\npack: "../a b"\nname: x\nmore: y\n'
    assert with_pack("# pack: old\nid: 1\npack: old\n", "new") == "# pack: old\nid: 1\npack: new\n"
