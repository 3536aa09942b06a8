"""`checklist run`: what each option does, what each mistake is told, and with which exit code."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from commands import EXAMPLES, PACK, TUESDAY, WEDNESDAY, ZONE, Command

INTERVIEW, MINIMAL = EXAMPLES / "interview.yaml", EXAMPLES / "minimal.yaml"
NO_ZONE = "company: Quillon Maps\nrole: Data engineer\ninterview: {start: 2026-11-17 10:00}\n"
ESCAPE = "\x1b"


def test_the_checklist_of_a_record(command: Command) -> None:
    done = command("run", INTERVIEW, "--now", WEDNESDAY)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Data engineer at Quillon Maps\nWed 18 Nov 2026, 09:00 (Europe/Luxembourg)\n\nNOW\n")
    assert (
        done.out.splitlines()[-1] == "after-interview 1.0.0, consensus. More: --all, -v. Who is who: checklist sources"
    )


def test_without_now_it_is_the_moment_of_the_clock(command: Command) -> None:
    command.at(WEDNESDAY)
    assert command("run", INTERVIEW).data == command("run", INTERVIEW, "--now", WEDNESDAY).data


def test_no_record_says_how_to_begin(command: Command) -> None:
    done = command("run")
    assert (done.code, done.out) == (2, "")
    assert "`checklist init`" in done.err
    command.example("minimal.yaml")
    assert "checklist run minimal.yaml" in command("run").err
    command.example("interview.yaml")
    both = command("run").err
    assert "checklist init" in both, "which of the two is not for us to say"
    assert "(interview.yaml, minimal.yaml)" in both


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("nope.yaml", "nope.yaml: there is no such file"),
        (".", ".: this is a folder, not a file"),
        ("empty.yaml", "empty.yaml:1:1: there is nothing in this file"),
        ("nowhere/x.yaml", "nowhere/x.yaml: there is no such file"),
        ("empty.yaml/x", "empty.yaml/x: "),
    ],
)
def test_what_is_no_record(command: Command, record: str, message: str) -> None:
    command.write("empty.yaml", "")
    done = command("run", record)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("name", "begins"),
    [("text", b"Data engineer at"), ("markdown", b"# Data engineer at"), ("json", b"{\n")],
)
def test_formats(command: Command, name: str, begins: bytes) -> None:
    done = command("run", INTERVIEW, "--format", name, "--now", WEDNESDAY)
    assert (done.code, done.err) == (0, "")
    assert done.data.startswith(begins)
    assert done.data.endswith(b"\n")
    assert not done.data.endswith(b"\n\n")
    assert done.data == command("run", INTERVIEW, "--format", name, "--now", WEDNESDAY).data
    assert b"\r" not in done.data


def test_an_unknown_format(command: Command) -> None:
    done = command("run", INTERVIEW, "--format", "markdwn")
    assert (done.code, done.out) == (2, "")
    assert "no format is called" in done.err
    assert "There is: text, markdown, json, todotxt, html, csv, ics, drafts, email" in done.err
    assert done.meant == "markdown"
    assert command("run", INTERVIEW, "--format", "calendar").meant is None


def test_an_option_of_the_format(command: Command) -> None:
    done = command("run", INTERVIEW, "--option", "colour=red")
    assert (done.code, done.out) == (2, "")
    assert "format text: has no option “colour”" in done.err
    done = command("run", INTERVIEW, "--option", "colour")
    assert (done.code, done.out) == (2, "")
    assert "colour=VALUE" in done.err


# Where it is written


def test_output_into_a_new_file_is_private(command: Command) -> None:
    done = command("run", INTERVIEW, "-o", "list.txt", "--now", WEDNESDAY)
    assert (done.code, done.out, done.err) == (0, "", "")
    path = command.folder / "list.txt"
    assert path.read_bytes() == command("run", INTERVIEW, "--now", WEDNESDAY).data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(os.listdir()) == ["list.txt"], "no temporary file is left"


def test_output_into_an_existing_file_keeps_mode_and_link(command: Command) -> None:
    path = command.write("list.json", "")
    assert command("run", INTERVIEW, "--format", "json", "-o", "list.json", "--now", "2026-11-17 12:00").code == 0
    path.chmod(0o640)
    link = command.folder / "link.json"
    link.symlink_to("list.json")
    assert command("run", INTERVIEW, "--format", "json", "--output", "link.json", "--now", WEDNESDAY).code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_bytes() == command("run", INTERVIEW, "--format", "json", "--now", WEDNESDAY).data


def test_output_where_nothing_can_be_written(command: Command) -> None:
    command.write("folder/x", "")
    for target, words in (("nowhere/list.txt", "there is no folder"), ("folder", "this is a folder")):
        done = command("run", INTERVIEW, "-o", target)
        assert done.code == 2, target
        assert words in done.err


def test_a_faulty_record_leaves_the_output_alone(command: Command) -> None:
    path = command.write("list.txt", "old")
    command.write("bad.yaml", "company: [\n")
    assert command("run", "bad.yaml", "-o", "list.txt").code == 2
    assert path.read_text() == "old"


def test_the_output_to_a_file_has_neither_colour_nor_the_width_of_the_terminal(command: Command) -> None:
    shown = command.terminal("run", INTERVIEW, "--now", WEDNESDAY, "-o", "list.txt", columns=120)
    assert (shown.code, shown.out) == (0, "Wrote list.txt\n")
    assert (command.folder / "list.txt").read_bytes() == command("run", INTERVIEW, "--now", WEDNESDAY).data


# The moment


@pytest.mark.parametrize(
    "now", ["some day", "", "2026-13-01", "17.11.2026", "2026-11-17 25:00", "0000-01-01", "x" * 999]
)
def test_now_must_be_a_moment(command: Command, now: str) -> None:
    done = command("run", INTERVIEW, "--now", now)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) <= 4


def test_now_as_people_and_machines_write_it(command: Command) -> None:
    wanted = command("run", INTERVIEW, "--now", WEDNESDAY).out
    for now in ("2026-11-18T09:00", "2026-11-18 09:00:00", "2026-11-18T08:00Z", "2026-11-18 17:00+09:00"):
        assert command("run", INTERVIEW, "--now", now).out == wanted, now
    assert "Wed 18 Nov 2026, 00:00 " in command("run", INTERVIEW, "--now", "2026-11-18").out


def test_now_that_exists_twice_names_both(command: Command) -> None:
    done = command("run", INTERVIEW, "--now", "2026-10-25 02:30")
    assert done.code == 2
    assert "2026-10-25 02:30+02:00" in done.err
    assert "2026-10-25 02:30+01:00" in done.err
    assert command("run", INTERVIEW, "--now", "2026-10-25 02:30+01:00").code == 0
    assert command("run", INTERVIEW, "--now", "2026-03-29 02:30").code == 2, "and one that never was"


# Profiles and packs


def test_profiles(command: Command) -> None:
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "--profile", "source:hays")
    assert "(source:hays, 1 source)" in done.out
    assert "after-interview 1.0.0, strict." in command("run", INTERVIEW, "--profile", "strict").out
    done = command("run", INTERVIEW, "--profile", "source:hay")
    assert (done.code, done.out) == (2, "")
    assert "there is no profile" in done.err
    assert done.meant == "source:hays"
    assert command("run", INTERVIEW, "--profile", "hays").meant == "source:hays", "a source by its bare name"


def packed(command: Command, folder: str = "my-rules") -> Path:
    """A copy of the pack, with a title by which it is recognized."""
    assert command("pack", "copy", "after-interview", folder).code == 0
    path = command.folder / folder
    action = path / "actions" / "take-notes.yaml"
    action.write_text(re.sub(r"(?m)^title: .*", "title: Scribble", action.read_text()))
    return path


def test_packs_by_name_and_by_folder(command: Command) -> None:
    packed(command)
    assert command("run", MINIMAL, "--now", TUESDAY, "--pack", "after-interview").out.count("Scribble") == 0
    for name in ("my-rules", "./my-rules", command.folder / "my-rules", "../here/my-rules/"):
        done = command("run", MINIMAL, "--now", TUESDAY, "--pack", name)
        assert (done.code, done.err) == (0, "")
        assert "Scribble" in done.out, name


def test_an_unknown_pack(command: Command) -> None:
    done = command("run", MINIMAL, "--pack", "after-intervew")
    assert (done.code, done.out) == (2, "")
    assert "there is no pack “after-intervew”" in done.err
    assert done.meant == "after-interview"
    command.write("empty/x", "")
    assert "pack.yaml" in command("run", MINIMAL, "--pack", "empty").err


def test_the_records_own_pack_lies_beside_the_record(command: Command) -> None:
    packed(command, "cases/rules")
    record = command.write("cases/one/record.yaml", "pack: ../rules\n" + MINIMAL.read_text())
    for where in (command.folder, record.parent, Path("/")):
        command.patch.chdir(where)
        assert "Scribble" in command("run", record, "--now", TUESDAY).out
    command.patch.chdir(command.folder)
    assert "Scribble" not in command("run", record, "--now", TUESDAY, "--pack", "after-interview").out


def test_the_records_own_pack_that_is_not_there(command: Command) -> None:
    command.write("record.yaml", MINIMAL.read_text() + "pack: ../rulez\n")
    done = command("run", "record.yaml")
    assert done.code == 2
    assert "there is no pack “../rulez”" in done.err
    assert "record.yaml:6:7" in done.err, "the person reads where it stands"


# The configuration


def test_the_configuration_gives_profile_and_zone(command: Command) -> None:
    command.config("profile: source:hays\ntimezone: Asia/Tokyo\nme: {name: Mia Petit, telephone: '+352 555'}\n")
    command.write("record.yaml", NO_ZONE)
    done = command("run", "record.yaml", "--now", TUESDAY)
    assert "(Asia/Tokyo)" in done.out.splitlines()[1]
    assert "(source:hays, 1 source)" in done.out
    assert " 1.0.0, consensus." in command("run", "record.yaml", "--profile", "consensus").out
    assert f"({ZONE})" in command("run", INTERVIEW).out, "the record's own zone goes first"
    assert "Mia Petit" in command("draft", INTERVIEW, "send-thank-you", "--to", "tom", "--now", WEDNESDAY).out


def test_the_configuration_names_a_pack(command: Command) -> None:
    path = packed(command)
    command.config(f"pack: {path}\n")
    assert "Scribble" in command("run", MINIMAL, "--now", TUESDAY).out
    assert "Scribble" not in command("run", MINIMAL, "--now", TUESDAY, "--pack", "after-interview").out


def test_a_pack_in_the_configuration_lies_beside_the_configuration(command: Command) -> None:
    packed(command).rename(command.config("pack: my-rules\n").parent / "my-rules")
    for where in (command.folder, Path("/")):
        command.patch.chdir(where)
        assert "Scribble" in command("run", MINIMAL, "--now", TUESDAY).out


def test_mistakes_in_the_configuration_name_it(command: Command) -> None:
    for text, words in (
        ("profil: strict\n", "profile"),
        ("timezone: Europe/Luxemburg\n", "Europe/Luxembourg"),
        ("profile: source:hay\n", "source:hays"),
        ("pack: after-intervew\n", "after-interview"),
        ("me: [a]\n", "me"),
        ("", "there is nothing in this file"),
    ):
        path = command.config(text)
        done = command("run", INTERVIEW)
        assert (done.code, done.out) == (2, ""), text
        assert str(path) in done.err, text
        assert words in done.err
    command.patch.setenv("CHECKLIST_CONFIG", str(command.write("mine.yaml", "profile: strict\n")))
    assert "after-interview 1.0.0, strict." in command("run", INTERVIEW).out


def test_without_any_zone_it_is_the_computers(command: Command) -> None:
    command.write("record.yaml", NO_ZONE)
    for zone in ("Asia/Tokyo", "America/New_York"):
        done = command.process("run", "record.yaml", "--now", TUESDAY, TZ=zone)
        assert f"({zone})" in done.out.splitlines()[1]
        assert "an hour" in done.out, "what was assumed is said"
        assert zone in done.out.split("\n", 2)[2], "and so is the zone"


# More, and less


def test_all_shows_what_does_not_apply_with_its_reason(command: Command) -> None:
    less, more = (command("run", INTERVIEW, "--now", WEDNESDAY, *extra).out for extra in ([], ["--all"]))
    assert "reply-to-rejection" not in less
    assert "reply-to-rejection" in more
    assert "no advice speaks of this case" in more


def test_verbose_shows_every_voice_and_reckoning(command: Command) -> None:
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "--verbose")
    words = " ".join(done.out.split())
    for name in ("hays", "six-rs", "five-musts", "dos-and-donts", "seven-things"):
        assert f"{name} says" in words
    assert "Tue 17 Nov 11:00 + 24 hours → Wed 18 Nov 11:00" in words
    assert done.data == command("run", INTERVIEW, "--now", WEDNESDAY, "-v").data


def test_fail_on(command: Command) -> None:
    record = command.example("minimal.yaml")
    for now, wanted, code in (
        (TUESDAY, "overdue", 0),
        (TUESDAY, "due", 1),
        (TUESDAY, "broken", 0),
        ("2026-11-21 09:00", "overdue", 1),
        ("2026-11-21 09:00", "late", 1),
        ("2026-11-18 12:00", "late", 1),
        ("2026-11-18 10:00", "late", 0),
    ):
        done = command("run", record, "--now", now, "--fail-on", wanted)
        assert (done.code, done.err) == (code, ""), (now, wanted)
        assert done.out == command("run", record, "--now", now).out, "the list is shown all the same"
    assert command("run", record, "--now", TUESDAY, "--fail-on", "broken", "--fail-on", "due").code == 1
    assert command("run", record, "--fail-on", "overdu").code == 2


def test_standard_input(command: Command) -> None:
    done = command("run", "-", "--now", WEDNESDAY, stdin=INTERVIEW.read_bytes())
    assert done.data == command("run", INTERVIEW, "--now", WEDNESDAY).data
    assert command.process("run", "-", "--now", WEDNESDAY, stdin=INTERVIEW.read_bytes()).data == done.data
    for data, words in ((b"", "standard input:1:1"), (b"company: [", "standard input:1:"), (b"\xff\xfe\0", "standard")):
        done = command("run", "-", stdin=data)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
    command.write("-", INTERVIEW.read_bytes())
    assert command("run", "./-").code == 0


# Terminals


def test_colour_only_on_a_terminal(command: Command) -> None:
    given = ("run", INTERVIEW, "--now", WEDNESDAY)
    coloured = command.terminal(*given)
    assert ESCAPE in coloured.out
    plain = command(*given).out
    assert ESCAPE not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.out) == plain
    assert command.terminal(*given, NO_COLOR="1").out == plain
    assert command.terminal(*given, TERM="dumb").out == plain
    assert ESCAPE in command.terminal(*given, NO_COLOR="").out, "an empty NO_COLOR is none (no-color.org)"
    assert ESCAPE not in command.terminal(*given, "--format", "json").out


def test_problems_have_colour_only_on_a_terminal(command: Command) -> None:
    assert ESCAPE in command.terminal("run", "nope.yaml").out
    assert ESCAPE not in command.terminal("run", "nope.yaml", NO_COLOR="1").out
    assert ESCAPE not in command.terminal("run", "nope.yaml", TERM="dumb").out
    assert ESCAPE not in command.process("run", "nope.yaml").err


def test_the_width_is_the_terminals(command: Command) -> None:
    for columns in (60, 100, 200):
        shown = command.terminal("run", INTERVIEW, "--now", WEDNESDAY, columns=columns, NO_COLOR="1").out
        assert shown == command("run", INTERVIEW, "--now", WEDNESDAY, "--width", columns).out
    assert command.terminal("run", INTERVIEW, "--now", WEDNESDAY, columns=0, NO_COLOR="1").out == (
        command("run", INTERVIEW, "--now", WEDNESDAY).out
    ), "0 is a terminal that does not know"


@pytest.mark.parametrize("width", ["0", "39", "201", "-80", "wide", "1e2"])
def test_a_width_that_nobody_has(command: Command, width: str) -> None:
    done = command("run", INTERVIEW, "--width", width)
    assert (done.code, done.out) == (2, "")
    assert "--width" in done.err


def test_columns_says_how_wide_a_pipe_is(command: Command) -> None:
    command.patch.setenv("COLUMNS", "120")
    assert command("run", INTERVIEW, "--now", WEDNESDAY).out == (
        command("run", INTERVIEW, "--now", WEDNESDAY, "--width", "120").out
    )


def test_the_pack_is_named(command: Command) -> None:
    assert PACK.is_dir()
    for extra in ([], ["--all"], ["--verbose"], ["--format", "markdown"]):
        done = command("run", INTERVIEW, "--now", WEDNESDAY, *extra)
        assert "after-interview 1.0.0" in done.out.splitlines()[-1], extra


def test_a_day_without_a_time_is_said_to_count_whole(command: Command) -> None:
    for start, said in (
        ("2026-11-24", "an interview on a day without a time is taken to last all day"),
        ("2026-11-24 10:00", "an interview without an end is taken to last an hour"),
    ):
        command.write("case.yaml", f"company: Q\nrole: R\ntimezone: {ZONE}\ninterview: {{start: {start}}}\n")
        assert command("run", "case.yaml", "--format", "json").json["notes"] == [said]


@pytest.mark.parametrize("zone", ["", ", timezone: America/New_York"])
def test_an_end_that_is_only_the_day_of_the_start_is_as_good_as_none(command: Command, zone: str) -> None:
    text = f"company: Q\nrole: R\ntimezone: {ZONE}\ninterview: {{start: 2026-11-24 10:00{zone}END}}\n"
    listed = []
    for end in ("", ", end: 2026-11-24"):
        command.write("case.yaml", text.replace("END", end))
        listed.append(command("run", "case.yaml", "--now", "2026-11-24 18:00", "--format", "json").json)
    said = "an interview without an end is taken to last an hour"
    assert [one["notes"] for one in listed] == [[said], [f"“end” names a day and no time; {said}"]]
    assert [one["window"] for one in listed[0]["items"]] == [one["window"] for one in listed[1]["items"]]
    assert command("validate", "case.yaml").code == 0
    for end, code in (("2026-11-23", 1), ("2026-11-25", 0)):
        command.write("case.yaml", text.replace("END", f", end: {end}"))
        assert command("validate", "case.yaml").code == code, end


def test_where_a_pack_says_nothing_of_days_the_engine_does(command: Command) -> None:
    copy = command.folder / "mine"
    assert command("pack", "copy", "after-interview", copy).code == 0
    schema = copy / "record.schema.yaml"
    text = schema.read_text("utf-8")
    assert "          say_of_day: " in text
    schema.write_text(re.sub(r" +say_of_day: .*\n", "", text), "utf-8")
    command.write("case.yaml", f"company: Q\nrole: R\ntimezone: {ZONE}\ninterview: {{start: 2026-11-24}}\n")
    notes = command("run", "case.yaml", "--pack", copy, "--format", "json").json["notes"]
    assert notes == ["where “start” names no time, the whole day is taken"]


def test_several_records_are_shown_one_at_a_time(command: Command) -> None:
    done = command("run", "a.yaml", "b c.yaml")
    assert (done.code, done.out) == (2, "")
    assert "One record at a time, please: checklist run a.yaml; checklist run 'b c.yaml'." in done.err
    assert "checklist run a.yaml --format todotxt=todo.txt" in done.err
    assert "No such option" in command("run", "a.yaml", "--foo").err
