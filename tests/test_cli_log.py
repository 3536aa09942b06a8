"""`checklist done`, `skip` and `heard`: one more entry, every other byte kept, and refusals that change nothing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest
from commands import EXAMPLES, WEDNESDAY, Command, Result

AT = ("--at", "2026-11-18 08:30")
_REMARKS = ("Note: this was done already", "Note: “thank” was taken as", "Note: “send-thank-you” was taken as")


@pytest.fixture(autouse=True)
def _wednesday(command: Command) -> None:
    command.at(WEDNESDAY)


def added(command: Command, *given: object, name: str = "interview.yaml") -> str:
    """The bytes that a command appended to the record, which must be nothing but these."""
    path = command.folder / name
    before = path.read_bytes()
    done = command(*given)
    said = [line for line in done.err.splitlines() if not line.startswith(_REMARKS)]
    assert (done.code, said) == (0, []), given
    after = path.read_bytes()
    assert after.startswith(before), "whatever was there stays"
    return after[len(before) :].decode()


def refused(command: Command, *given: object, name: str = "interview.yaml") -> Result:
    """What a command said that changed nothing."""
    path = command.folder / name
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    done = command(*given)
    assert (done.code, done.out) == (2, ""), given
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)
    assert os.listdir(command.folder) == [name], "no temporary file is left"
    return done


# What is written


@pytest.mark.parametrize(
    ("given", "entry"),
    [
        (("done", "reflect"), "{at: 2026-11-18 09:00, did: reflect}"),
        (("done", "reflect/first"), "{at: 2026-11-18 09:00, did: reflect}"),
        (("done", "refl"), "{at: 2026-11-18 09:00, did: reflect}"),
        (("done", "send-thank-you", *AT), "{at: 2026-11-18 08:30, did: send-thank-you, to: tom}"),
        (("done", "thank", "--by", "email"), "{at: 2026-11-18 09:00, did: send-thank-you, to: tom, by: email}"),
        (("done", "thank", "--to", "anna"), "{at: 2026-11-18 09:00, did: send-thank-you, to: anna}"),
        (("done", "send-promised", "--to", "anna"), "{at: 2026-11-18 09:00, did: send-promised, to: anna}"),
        (("skip", "connect", "--to", "tom"), "{at: 2026-11-18 09:00, skipped: connect-on-linkedin, to: tom}"),
        (("heard", "invited"), "{at: 2026-11-18 09:00, heard: invited}"),
        (("heard", "invited", "--from", "tom", "--by", "phone", *AT),
         "{at: 2026-11-18 08:30, heard: invited, from: tom, by: phone}"),
        (("done", "withdraw"), "{at: 2026-11-18 09:00, did: withdraw}"),
        (("done", "withdraw", "--to", "tom", "--by", "email"),
         "{at: 2026-11-18 09:00, did: withdraw, to: tom, by: email}"),
        (("done", "befriend-privately"), "{at: 2026-11-18 09:00, did: befriend-privately}"),
        (("done", "keep-looking"), "{at: 2026-11-18 09:00, did: keep-looking}"),
    ],
)  # fmt: skip
def test_the_entry(command: Command, given: tuple[str, ...], entry: str) -> None:
    command.example()
    verb, name, *options = given
    assert added(command, verb, "interview.yaml", name, *options) == f"  - {entry}\n"


@pytest.mark.parametrize("at", ["2026-11-17", "2026-11-18 08:00", "2026-11-18T08:00", "2026-11-18 08:00+01:00"])
def test_when_is_written_as_it_was_said(command: Command, at: str) -> None:
    command.example()
    assert at in added(command, "done", "interview.yaml", "reflect", "--at", at)
    listed = command("run", "interview.yaml", "--format", "json").json
    assert next(one for one in listed["items"] if one["id"] == "reflect/first")["status"] == "done"


def test_run_shows_it_done(command: Command) -> None:
    path = command.example("minimal.yaml")
    assert "[x]" not in command("run", path).out
    done = command("done", path, "send-thank-you", "--by", "email")
    assert done.out == "Done: Thank your interviewer for the interview (2026-11-18 09:00).\n"
    assert "[x] Thank your interviewer for the interview – today 09:00, in time" in command("run", path).out
    assert command("skip", path, "take-notes").out == "Skipped: Write down what you remember (2026-11-18 09:00).\n"
    assert "[-] Write down what you remember" in command("run", path, "--all").out
    assert command("heard", path, "rejected").out.startswith("Logged: They turned you down (2026-11-18 09:00).\n")
    assert "[ ] Thank them in spite of the no" in command("run", path).out


def test_windows_lines_and_comments_stay(command: Command) -> None:
    data = (EXAMPLES / "interview.yaml").read_bytes().replace(b"\n", b"\r\n") + b"# the end\r\n"
    path = command.write("interview.yaml", data)
    assert command("done", path, "reflect").code == 0
    entry = b"  - {at: 2026-11-18 09:00, did: reflect}\r\n"
    after = path.read_bytes()
    assert after.count(entry) == 1
    assert after.replace(entry, b"") == data


def test_a_record_without_a_log_gets_one(command: Command) -> None:
    command.example("minimal.yaml")
    text = added(command, "heard", "minimal.yaml", "invited", name="minimal.yaml")
    assert text == "\nlog:\n  - {at: 2026-11-18 09:00, heard: invited}\n"


def test_twenty_at_once_lose_nothing(command: Command) -> None:
    path = command.example()
    given = [sys.executable, "-m", "checklist_engine", "done", str(path), "keep-looking", "--at"]
    with_nothing = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    running = [subprocess.Popen([*given, f"2026-11-18 09:{n:02}"], **with_nothing) for n in range(20)]  # type: ignore[call-overload]
    for process in running:
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
    after = path.read_text()
    assert all(f"{{at: 2026-11-18 09:{n:02}, did: keep-looking}}" in after for n in range(20))
    assert after.count("\n") == (EXAMPLES / "interview.yaml").read_text().count("\n") + 20
    assert os.listdir(command.folder) == ["interview.yaml"]


def test_link_and_mode_stay(command: Command) -> None:
    path = command.example()
    path.chmod(0o640)
    link = command.folder / "link.yaml"
    link.symlink_to("interview.yaml")
    assert command("done", "link.yaml", "reflect").code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "did: reflect" in path.read_text()


# Which item


def test_several_candidates_are_named(command: Command) -> None:
    command.example()
    done = refused(command, "done", "interview.yaml", "connect")
    assert "could be several things" in done.err
    assert "connect-on-linkedin/anna" in done.err
    assert "connect-on-linkedin/tom" in done.err


def test_candidates_with_one_title_are_told_apart(command: Command) -> None:
    rounds = "[{id: one, start: 2026-11-16 10:00, with: [ana]}, {id: two, start: 2026-11-17 10:00, with: [ana]}]"
    people = "people: {ana: {name: Ana}}"
    command.write("interview.yaml", f"company: Q\nrole: R\n{people}\ninterviews: {rounds}\n")
    done = refused(command, "done", "interview.yaml", "thank")
    assert "send-thank-you/one/ana (Thank Ana for the interview (one))" in done.err
    assert "send-thank-you/two/ana (Thank Ana for the interview (two))" in done.err


def test_a_beginning_of_several_actions_is_asked_back_although_one_is_open(command: Command) -> None:
    command.example()
    done = refused(command, "done", "interview.yaml", "follow")
    assert "follow-company (" in done.err
    assert "follow-up/first (" in done.err


def test_where_the_others_are_done_the_one_that_was_taken_is_named(command: Command) -> None:
    command.example()
    command("done", "interview.yaml", "follow-company")
    done = command("done", "interview.yaml", "follow", "--now", "2026-11-30 09:00")
    assert done.code == 0
    assert "Note: “follow” was taken as follow-up/first; done or skipped already: follow-company.\n" in done.err


def test_what_is_only_to_come_is_not_logged_by_the_word_for_what_is_done(command: Command) -> None:
    command.example()
    command("done", "interview.yaml", "follow-company")
    done = refused(command, "done", "interview.yaml", "follow")
    assert "“follow” could be several things" in done.err
    assert "done or skipped already: follow-company." in done.err
    assert command("done", "interview.yaml", "follow-up").code == 0, "its whole name"


def test_an_action_without_advice_does_not_go_before_what_is_open(command: Command) -> None:
    command.example()
    done = refused(command, "done", "interview.yaml", "w")
    assert "withdraw (" in done.err
    assert "write-cover-letter/cover-letter (" in done.err
    assert command("done", "interview.yaml", "wi").code == 0


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("reflct", "reflect"), ("send-thankyou", "send-thank-you"), ("withdrw", "withdraw"), ("follow_up", "follow-up"),
        ("linkedin-profil3", "update-linkedin-profile"), ("proifle linkedin", "update-linkedin-profile"),
        ("thanks", "send-thank-you"), ("thnak", "send-thank-you"), ("notse", "take-notes"),
    ],
)  # fmt: skip
def test_near_misses_are_suggested(command: Command, name: str, near: str) -> None:
    command.example()
    done = refused(command, "done", "interview.yaml", name)
    assert "there is no item" in done.err
    assert (done.meant or "").startswith(near)


@pytest.mark.parametrize("name", ["-", "/", "//", "x" * 5000, "\x1b[31m"])
def test_nonsense_names(command: Command, name: str) -> None:
    command.example()
    done = refused(command, "done", "interview.yaml", "--", name)
    assert "\x1b" not in done.err
    assert len(done.err) < 6000


def test_an_event_that_is_none(command: Command) -> None:
    command.example()
    done = refused(command, "heard", "interview.yaml", "invitd")
    assert "there is no event" in done.err
    assert done.meant == "invited"
    assert "one of invited, offered, rejected" in done.err


def test_the_tick_of_one_round_is_not_the_others(command: Command) -> None:
    path = command.example("minimal.yaml")
    assert command("done", path, "send-thank-you").code == 0
    text = path.read_text().replace("interview: {", "interviews:\n  - {id: first, ")
    path.write_text(
        text.replace("\n\nlog:", "\n  - {id: second, start: 2026-12-01 10:00, timezone: Europe/Luxembourg}\n\nlog:")
    )
    command.at("2026-12-01 12:00")

    def status() -> dict[str, str]:
        listed = command("run", path, "--format", "json").json["items"]
        return {one["round"]: one["status"] for one in listed if one["action"] == "send-thank-you"}

    assert status() == {"first": "done", "second": "open"}
    assert command("done", path, "send-thank-you").code == 0
    assert "did: send-thank-you, round: second}" in path.read_text()
    assert status() == {"first": "done", "second": "done"}


def test_what_is_on_hold_can_be_done_and_the_dissent_is_told(command: Command) -> None:
    path = command.example()
    done = command("done", path, "connect", "--to", "anna")
    assert done.code == 0
    assert "six-rs" in done.out
    assert command("skip", path, "connect", "--to", "tom").out.count("six-rs") == 0, "to skip it is what they advise"


def test_somebody_elses_turn(command: Command) -> None:
    command.example()
    done = refused(command, "done", "interview.yaml", "hear-back")
    assert "somebody else's turn" in done.err
    assert "checklist heard" in done.err


def test_what_is_kept_from_by_other_names(command: Command) -> None:
    command.example()
    done = refused(command, "done", "interview.yaml", "chase-too-often")
    assert "follow-up" in done.err, "this is what one would log"
    path = command.folder / "interview.yaml"
    assert command("done", path, "befriend-privately").code == 0
    assert "broken once, today 09:00" in command("run", path).out


# Refusals


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("done", "reflect", "--at", "some day"), "some day"),
        (("done", "reflect", "--at", "2026-10-25 02:30"), "2026-10-25 02:30+01:00"),
        (("done", "reflect", "--at", "2026-03-29 02:30"), "2026-03-29"),
        (("done", "thank", "--by", "fax"), "--by: there is no channel “fax”"),
        (("done", "reflect", "--by", "mail"), "Did you mean “email”?"),
        (("done", "thank", "--to", "tomm"), "--to: there is no person “tomm” in the record"),
        (("done", "withdraw", "--to", "tomm"), "tomm"),
        (("skip", "thank", "--to", "nobody"), "nobody"),
        (("heard", "invited", "--from", "nobody"), "--from: there is no person “nobody”"),
        (("heard", "invited", "--by", "emial"), "--by: there is no channel “emial”"),
        (("heard", "reflect"), "something that you do, not that you hear"),
        (("heard", "withdraw"), "Log it with: checklist done interview.yaml withdraw"),
        (("done", "invited"), "checklist heard"),
    ],
)
def test_refusals_change_nothing(command: Command, given: tuple[str, ...], words: str) -> None:
    command.example()
    verb, name, *options = given
    told = refused(command, verb, "interview.yaml", name, *options).err
    assert words in told
    assert "interview.yaml:" not in told, "no place in a file is to blame"


def test_a_channel_is_found_in_any_case(command: Command) -> None:
    command.example()
    assert "did: reflect" in (entry := added(command, "done", "interview.yaml", "reflect", "--by", "Email"))
    assert entry.endswith("by: email}\n")


def test_an_hour_that_exists_twice_can_be_said(command: Command) -> None:
    command.example()
    at = "2026-10-25 02:30+01:00"
    assert at in added(command, "done", "interview.yaml", "withdraw", "--at", at)
    assert command("validate", "interview.yaml").code == 0


@pytest.mark.parametrize("text", ["", "company: [", "company: a\nrole: b\n", "log: 1\n", "- a\n", "\tcompany: a\n"])
def test_a_faulty_record_stays_as_it_is(command: Command, text: str) -> None:
    command.write("r.yaml", text)
    for given in (("done", "reflect"), ("skip", "reflect"), ("heard", "invited")):
        assert "r.yaml" in refused(command, given[0], "r.yaml", given[1], name="r.yaml").err


def test_a_file_that_may_only_be_read(command: Command) -> None:
    path = command.example()
    path.chmod(0o444)
    before = path.read_bytes()
    done = command("done", path, "reflect")
    if os.geteuid() == 0:
        assert stat.S_IMODE(path.stat().st_mode) == 0o444, "root may write, and the mode stays"
    else:
        assert (done.code, path.read_bytes()) == (2, before)
        assert "may only be read" in done.err


def test_standard_input_and_missing_files(command: Command) -> None:
    for verb, name in (("done", "reflect"), ("skip", "reflect"), ("heard", "invited")):
        done = command(verb, "-", name, stdin=(EXAMPLES / "minimal.yaml").read_bytes())
        assert (done.code, done.out) == (2, "")
        assert "standard input" in done.err
        done = command(verb, "nope.yaml", name)
        assert (done.code, done.out) == (2, "")
        assert "nope.yaml" in done.err
    assert os.listdir(command.folder) == []


MINIMAL = (EXAMPLES / "minimal.yaml").read_text("utf-8")


def test_the_last_line_of_a_log_can_be_deleted(command: Command) -> None:
    """What is left, `log:` with nothing behind it, is an empty log."""
    command.at(WEDNESDAY)
    record = command.write("case.yaml", f"{MINIMAL}log:\n")
    assert command("validate", record).code == 0
    assert command("done", record, "take-notes").code == 0
    assert record.read_text("utf-8").count("did: take-notes") == 1


def test_a_draft_for_somebody_by_name(command: Command) -> None:
    command.at(WEDNESDAY)
    done = command("draft", EXAMPLES / "interview.yaml", "thank", "--to", "Tom")
    assert done.code == 0
    nobody = command("draft", EXAMPLES / "interview.yaml", "thank", "--to", "annna")
    assert "there is no person “annna” in the record" in nobody.err


def test_sync_wants_a_list_that_is_there(command: Command) -> None:
    record = command.write("case.yaml", MINIMAL)
    done = command("sync", record, "nope.md")
    assert done.code == 2
    assert "nope.md: there is no such file" in done.err
    assert not (command.folder / "nope.md").exists()
    command.write("done.txt", "x 2026-11-01 old\n")
    assert "this is where the list's past goes" in command("sync", record, "done.txt", "-f", "todotxt").err


# What comes next
