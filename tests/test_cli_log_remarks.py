"""What `checklist done`, `skip` and `heard` say beside an entry: that it is there already or early, what comes next."""

from __future__ import annotations

import pytest
from commands import EXAMPLES, WEDNESDAY, Command

MINIMAL = (EXAMPLES / "minimal.yaml").read_text("utf-8")


@pytest.fixture(autouse=True)
def _wednesday(command: Command) -> None:
    command.at(WEDNESDAY)


def test_twice_is_said(command: Command) -> None:
    record = command.write("case.yaml", MINIMAL)
    command.at(WEDNESDAY)
    assert command("done", record, "take-notes").err == ""
    line = len(record.read_text("utf-8").splitlines())
    again = command("done", record, "take-notes", "--now", "2026-11-18 17:00")
    assert again.code == 0
    said = f"2026-11-18 09:00 (line {line})"
    assert again.err == f"Note: this was done already, {said}; now it stands in the log once more.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("skip", "follow-company"), "skipped"),
        (("heard", "answered"), "heard"),
        (("heard", "answered", "--from", "anna"), "heard"),
        (("done", "withdraw"), "done"),
    ],
)
def test_twice_is_said_of_all_that_is_logged(command: Command, words: tuple[str, ...], said: str) -> None:
    record = command.write("case.yaml", MINIMAL + "people: {anna: {name: Anna}, tom: {name: Tom}}\n")
    verb, *rest = words
    assert command(verb, record, *rest, "--at", "2026-11-17").err == ""
    line = len(record.read_text("utf-8").splitlines())
    again = command(verb, record, *rest)
    assert (again.code, again.err.count("Note: ")) == (0, 1)
    assert (
        f"Note: this was {said} already, 2026-11-17 (line {line}); now it stands in the log once more.\n" in again.err
    )


@pytest.mark.parametrize(
    "words",
    [
        ("done", "follow-up"),
        ("done", "follow-up", "--at", "2026-11-25"),
        ("done", "send-thank-you", "--to", "anna", "--by", "email"),
        ("skip", "follow-company"),
        ("heard", "answered", "--from", "anna"),
        ("done", "withdraw"),
    ],
)
def test_a_slip_of_the_finger_writes_nothing_twice(command: Command, words: tuple[str, ...]) -> None:
    record = command.write("case.yaml", MINIMAL + "people: {anna: {name: Anna}, tom: {name: Tom}}\n")
    verb, *rest = words
    now = ("--now", "2026-11-25 10:00")
    assert command(verb, record, *rest, *now).err == ""
    before = record.read_bytes()
    line = len(before.splitlines())
    again = command(verb, record, *rest, *now)
    when = "2026-11-25" if "--at" in rest else "2026-11-25 10:00"
    assert again.err == f"Note: this stands in the log already, {when} (line {line}); nothing was added.\n"
    assert (again.code, again.out, record.read_bytes()) == (0, "", before)


def test_what_was_done_and_is_skipped_is_said(command: Command) -> None:
    record = command.write("case.yaml", MINIMAL)
    assert command("done", record, "take-notes", "--at", "2026-11-17 12:00").err == ""
    done = command("skip", record, "take-notes")
    assert done.code == 0
    assert done.err == (
        "Note: this was done already, 2026-11-17 12:00; it counts as skipped now, until you log it as done again.\n"
    )
    assert command("done", record, "take-notes").err == ""


def test_what_is_no_repetition_is_none(command: Command) -> None:
    record = command.write("case.yaml", MINIMAL + "people: {anna: {name: Anna}, tom: {name: Tom}}\n")
    for words in (
        ("heard", "answered", "--from", "anna"), ("heard", "answered", "--from", "tom"), ("heard", "invited"),
        ("skip", "follow-company"), ("done", "follow-company"), ("done", "keep-looking"), ("done", "keep-looking"),
    ):  # fmt: skip
        verb, *rest = words
        assert command(verb, record, *rest).err == "", words


@pytest.mark.parametrize(("event", "names"), [("invited", "interviews"), ("offered", "accept-offer")])
def test_heard_says_what_the_record_wants_next(command: Command, event: str, names: str) -> None:
    command.example()
    logged, after = command("heard", "interview.yaml", event).out.splitlines()
    assert logged.startswith("Logged: ")
    assert after.startswith("Next: ")
    assert f"`{names}`" in after


def test_an_event_with_a_title_alone_says_no_more(command: Command) -> None:
    command.example()
    command("pack", "copy", "after-interview", "mine")
    manifest = command.folder / "mine" / "pack.yaml"
    text = manifest.read_text(encoding="utf-8")
    begin, end = text.index("  answered:"), text.index("# What you can log although")
    manifest.write_text(f"{text[:begin]}  answered: They wrote\n\n{text[end:]}", encoding="utf-8")
    assert command("heard", "interview.yaml", "answered", "--pack", "mine").out.count("\n") == 1


@pytest.mark.parametrize("action", ["withdraw", "accept-offer", "accept-other-offer"])
def test_done_says_what_comes_of_it_for_others(command: Command, action: str) -> None:
    command.example()
    logged, after = command("done", "interview.yaml", action).out.splitlines()
    assert logged.startswith("Done: ")
    assert after.startswith("Next: ")
    assert command("skip", "interview.yaml", action).out.count("\n") == 1, "nothing comes of what one does not do"


def test_what_a_pack_says_of_an_event_cannot_break_out(command: Command) -> None:
    command.example()
    command("pack", "copy", "after-interview", "mine")
    manifest = command.folder / "mine" / "pack.yaml"
    text = manifest.read_text(encoding="utf-8")
    evil = '  answered: {title: "They\\u202e wrote", then: "Look\\u202e\\nLogged: nothing"}\n\n'
    begin, end = text.index("  answered:"), text.index("# What you can log although")
    manifest.write_text(text[:begin] + evil + text[end:], encoding="utf-8")
    said = command("heard", "interview.yaml", "answered", "--pack", "mine").out
    assert "\u202e" not in said
    assert said.count("\n") == 2


# When it cannot have been yet


def test_before_what_it_follows_is_taken_and_said(command: Command) -> None:
    command.example()
    done = command("done", "interview.yaml", "send-thank-you/first/tom", "--at", "2026-11-17 09:00")
    assert done.code == 0
    assert done.err == "Note: that is before the end of the interview (yesterday 11:00); it counts as early.\n"
    assert "yesterday 09:00, earlier than advised" in command("run", "interview.yaml").out


def test_before_the_first_day_that_anybody_gives(command: Command) -> None:
    """The day of which the list spoke: what has just been logged uses up a limit, and moves it."""
    command.example()
    done = command("done", "interview.yaml", "follow-up")
    assert done.err == "Note: that is before its time begins (Sat 28 Nov); it counts as early.\n"


def test_an_older_entry_that_was_early_is_not_the_new_one(command: Command) -> None:
    command.example()
    first = command("done", "interview.yaml", "thank", "tom", "--at", "2026-11-16")
    assert "it counts as early" in first.err
    second = command("done", "interview.yaml", "thank", "tom", "--at", "2026-11-17 19:30")
    assert "this was done already, 2026-11-16" in second.err
    assert "early" not in second.err
    third = command("done", "interview.yaml", "thank", "tom", "--at", "2026-11-15")
    assert "early" not in third.err, "the one in time still counts"
    assert "yesterday 19:30, in time, 3 times" in command("run", "interview.yaml", "--all").out


@pytest.mark.parametrize("at", ["2026-11-17", "2026-11-17 11:00", "2026-11-18 09:00"])
def test_in_time_needs_no_remark(command: Command, at: str) -> None:
    command.example()
    assert command("done", "interview.yaml", "reflect", "--at", at).err == ""


def test_what_an_entry_goes_against_is_said(command: Command) -> None:
    record = command.write("case.yaml", EXAMPLES.joinpath("interview.yaml").read_text("utf-8"))
    first = command("done", record, "follow-up", "--by", "phone", "--now", "2026-11-30 10:00")
    assert first.err == "Note: that goes against “Do not call when they asked for e-mail” (six-rs).\n"
    second = command("done", record, "follow-up", "--now", "2026-11-30 10:01")
    assert "Note: this was done already, 2026-11-30 10:00 (line " in second.err
    assert "Note: that goes against “Do not ask for news again and again” (" in second.err
    assert "at most once in 7 days" in second.err
    assert "e-mail" not in second.err, "what was broken before is not said again"


def test_who_logs_what_is_advised_against_knows_it(command: Command) -> None:
    record = command.write("case.yaml", EXAMPLES.joinpath("interview.yaml").read_text("utf-8"))
    done = command("done", record, "apologise-for-slips")
    assert (done.code, done.err) == (0, "")


def test_a_tick_in_a_list_says_the_same(command: Command) -> None:
    record, now = command.example(), ("--now", "2026-11-30 10:05")
    assert command("run", record, *now, "--format", "markdown=list.md").code == 0
    ticks = command.folder / "list.md"
    lines = ticks.read_text("utf-8").splitlines(keepends=True)
    ticks.write_text(
        "".join(line.replace("- [ ]", "- [x]") if "connect-on-linkedin/anna" in line else line for line in lines),
        "utf-8",
    )
    done = command("sync", record, ticks, *now)
    assert done.out == ("Logged: Connect with Anna Weiss on LinkedIn (2026-11-30 10:05). (six-rs would have waited.)\n")
    assert done.err == ""


def test_of_several_at_once_one_is_written(command: Command) -> None:
    from concurrent.futures import ThreadPoolExecutor

    record = command.example()

    def log(_: int) -> str:
        return command.process("done", record, "reflect", "--now", WEDNESDAY).err

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(log, range(4)))
    assert record.read_text("utf-8").count("did: reflect") == 1
    assert sorted("nothing was added" in one for one in said) == [False, True, True, True]


ROUNDS = """\
company: Q
role: R
timezone: Europe/Luxembourg
people: {petra: {name: Petra}}
interviews:
  - {id: first, start: 2026-11-18 10:00, with: [petra]}
  - {id: second, start: 2026-12-02 10:00, with: [petra]}
log:
  - {at: 2026-11-24 10:00, heard: invited}
"""


def test_what_is_done_before_a_round_is_none_of_that_round(command: Command) -> None:
    record = command.write("case.yaml", ROUNDS)
    done = command("done", record, "follow-up", "--now", "2026-12-01 12:00")
    assert done.err == "Note: “second” had not begun then; this counts for what came before it.\n"
    assert record.read_text("utf-8").endswith("\n  - {at: 2026-12-01 12:00, did: follow-up}\n")
    shown = command("run", record, "--now", "2026-12-10 10:00").out
    assert "[ ] Ask where things stand" in shown


@pytest.mark.parametrize(
    ("name", "now"),
    [("arrive", "2026-12-02 09:40"), ("follow-up/second", "2026-12-01 12:00"), ("follow-up", "2026-12-02 12:00")],
)
def test_on_its_day_and_by_its_whole_name_it_is(command: Command, name: str, now: str) -> None:
    record = command.write("case.yaml", ROUNDS)
    done = command("done", record, name, "--now", now)
    assert (done.code, "had not begun" in done.err) == (0, False)
    assert record.read_text("utf-8").endswith(", round: second}\n")


def test_several_people_are_logged_at_once_or_none(command: Command) -> None:
    record = command.write("case.yaml", MINIMAL + "people: {anna: {name: Anna}, tom: {name: Tom}}\n")
    before = record.read_bytes()
    refused = command("done", record, "send-thank-you", "--to", "anna", "--to", "nobody")
    assert (refused.code, record.read_bytes()) == (2, before)
    assert command("done", record, "send-thank-you", "--to", "anna", "--to", "tom").code == 0
    assert [line.split("to: ")[-1] for line in record.read_text("utf-8").splitlines()[-2:]] == ["anna}", "tom}"]


@pytest.mark.parametrize("name", ["todo.txt", "list.md"])
def test_an_old_tick_of_what_is_to_be_done_anew_is_logged_once(command: Command, name: str) -> None:
    record = command.write("case.yaml", ROUNDS.partition("  - {id: second")[0] + "log: []\n")
    kind = "todotxt" if name == "todo.txt" else "markdown"
    assert command("run", record, "--now", "2026-11-25 09:00", "--format", f"{kind}={name}").code == 0
    path = command.folder / name
    lines = path.read_text("utf-8").splitlines(keepends=True)

    def ticked(line: str) -> str:
        return f"x 2026-11-25 {line}" if name == "todo.txt" else line.replace("[ ]", "[x]", 1)

    path.write_text("".join(ticked(line) if "Ask where things stand" in line else line for line in lines), "utf-8")
    assert "Logged: Ask where" in command("sync", record, path, "--now", "2026-11-25 10:00").out
    command("heard", record, "answered", "--now", "2026-11-26 10:00")
    before = record.read_bytes()
    assert b"did: follow-up" in before
    for now in ("2026-11-26 11:00", "2026-12-03 11:00"):
        again = command("sync", record, path, "--now", now)
        assert (again.code, again.out) == (0, "Nothing new is ticked.\n")
        assert record.read_bytes() == before
