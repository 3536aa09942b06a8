"""Several outputs of one run, their settings, sending, and ticks that come back: with plugins made for the tests."""

from __future__ import annotations

import pytest
from commands import EXAMPLES, WEDNESDAY, Command
from test_plugins import Installer, install

__all__ = ["install"]

INTERVIEW = EXAMPLES / "interview.yaml"

MERGES = """
def render(checklist, context):
    lines = (context.existing or b"").decode().splitlines()
    meddle, once = context.options["meddle"], context.options["once"]
    if meddle and not (once and "typed meanwhile" in lines):
        with open(meddle, "a") as file:
            file.write("typed meanwhile\\n")
    sibling = context.siblings.get("done.lst", b"").decode().strip()
    return "\\n".join([*lines, f"{context.target} {context.options['mark']} {sibling}"]) + "\\n"

def ticks(data, context):
    from checklist_engine.plugin import Tick
    for line in data.decode().splitlines():
        if line.startswith("x "):
            case, item, *on = line.split()[1:]
            yield Tick(case=case, item=item, on=on[0] if on else None)

@hookimpl
def checklist_formats():
    return [Format(name="merges", summary="s", suffix=".lst", media_type="text/plain", render=render, ticks=ticks,
        reads=("done.lst",), options=tuple(
            Option(name=name, summary="s", default=default)
            for name, default in (("mark", "!"), ("meddle", ""), ("once", ""))))]
"""
FOLDER = """
def render(checklist, context):
    old = int(context.folder.get("count.txt", b"0"))
    return {"count.txt": str(old + 1).encode(), "me.txt": context.me.get("name", "").encode()}

@hookimpl
def checklist_formats():
    return [Format(name="folder", summary="s", suffix=".txt", media_type="text/plain", render=render)]
"""
SENDS = """
from checklist_engine.plugin import Deliverer

def deliver(checklist, files, context):
    if context.options["host"] == "down":
        raise ConnectionError("nobody answers")
    word = "would go" if context.dry_run else "went"
    return f"{', '.join(sorted(files))} {word} to {context.options['host']}"

@hookimpl
def checklist_deliverers():
    return [Deliverer(name="pigeon", summary="s", deliver=deliver, formats=("json", "markdown"),
        options=(Option(name="host", summary="s", default="home"),))]
"""


@pytest.fixture
def plugins(install: Installer) -> Installer:
    install("merges", MERGES)
    install("folder", FOLDER)
    install("sends", SENDS)
    return install


def test_several_formats_each_into_its_file_and_one_to_the_terminal(command: Command) -> None:
    alone = {
        name: command("run", INTERVIEW, "--now", WEDNESDAY, "--format", name).data
        for name in ("text", "markdown", "json")
    }
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "-f", "markdown=a.md", "-f", "text", "-f", "json=a.json")
    assert (done.code, done.err, done.data) == (0, "", alone["text"])
    assert (command.folder / "a.md").read_bytes().startswith(alone["markdown"])
    assert (command.folder / "a.json").read_bytes() == alone["json"]


@pytest.mark.parametrize("file", ["diary.txt", "list.md", "page.html", "table.csv", "data.json", "letter.eml"])
@pytest.mark.parametrize("name", ["text", "html", "json", "csv", "email"])
def test_a_file_that_is_something_else_is_not_written_over(command: Command, name: str, file: str) -> None:
    path = command.write(file, "{name,of} <my own> notes: 20 November\n")
    before = path.read_bytes()
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "-f", f"{name}={file}")
    assert done.code == 2
    assert f"{file}: this is there already, and is no {name} file of ours" in done.err
    assert path.read_bytes() == before
    path.write_text("\n")
    for now in (WEDNESDAY, "2026-11-25 09:00"):  # its own it writes over, whatever the ending
        assert command("run", INTERVIEW, "--now", now, "-f", f"{name}={file}").code == 0
    if name == "csv":
        for separator in ("tab", "semicolon"):
            given = ("--option", f"separator={separator}", "--option", "bom=yes")
            assert command("run", INTERVIEW, "-f", f"{name}={file}", *given).code == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["-f", "text", "-f", "json"], "text and json cannot both go to the same place"),
        (["-f", "text=a", "-f", "json=a"], "two formats would go to a"),
        (["-f", "text=a", "-o", "b"], "every format has its file already"),
        (["-f", "text="], "names no file"),
        (["-f", "text", "-f", "json=a", "--option", "x=1"], "none of text, json has an option “x”"),
        (["--option", "csv.x=1"], "“csv” is not used here"),
        (["--option", "x"], "lacks a value"),
        (["--dry-run"], "without --send nothing is sent"),
        (["--send", "smpt"], "no deliverer is called “smpt”"),
        (["-f", "text=a", "-f", "jason=b"], "no format is called “jason”"),
    ],
)
def test_what_cannot_be_meant_is_said_before_anything_is_written(command: Command, given: list[str], said: str) -> None:
    done = command("run", INTERVIEW, *given)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not list(command.folder.iterdir())


def test_a_format_sees_what_is_there(command: Command, plugins: Installer) -> None:
    command.write("in/list.lst", "mine\n")
    command.write("in/done.lst", "sibling\n")
    assert command("run", INTERVIEW, "-f", "merges=in/list.lst").code == 0
    assert (command.folder / "in" / "list.lst").read_text() == "mine\nlist.lst ! sibling\n"


def test_a_file_that_changes_meanwhile_loses_nothing(command: Command, plugins: Installer) -> None:
    path = command.write("list.lst", "mine\n")
    run = ["run", INTERVIEW, "-f", "merges=list.lst", "--option", f"meddle={path}"]
    done = command(*run)
    # Each rendering meddles anew, so this one can never win: it gives up, and what was typed is there.
    assert done.code == 2
    assert "another program has changed the file meanwhile" in done.err
    assert set(path.read_text().splitlines()) == {"mine", "typed meanwhile"}
    path.write_text("mine\n")
    assert command(*run, "--option", "once=1").code == 0
    assert path.read_text().splitlines() == ["mine", "typed meanwhile", "list.lst ! "]


def test_settings_from_the_configuration_and_the_command_line(command: Command, plugins: Installer) -> None:
    command.config("options: {merges: {mark: configured}}\n")
    run = ["run", INTERVIEW, "-f", "merges", "-f", "json=a.json"]
    assert "configured" in command(*run).out
    assert "given" in command(*run, "--option", "mark=given").out
    assert "given" in command(*run, "--option", "merges.mark=given").out
    command.config("options: {merges: {mrak: x}}\n")
    done = command(*run)
    assert done.code == 2
    assert "has no option “mrak”" in done.err
    command.config("options: {merges: [x]}\n")
    assert command(*run).code == 2


def test_a_format_of_several_files_gets_a_folder(command: Command, plugins: Installer) -> None:
    command.config("me: {name: Kim}\n")
    for count in ("1", "2"):
        assert command("run", INTERVIEW, "-f", "folder=out").code == 0
        assert (command.folder / "out" / "count.txt").read_text() == count
    assert (command.folder / "out" / "me.txt").read_text() == "Kim"
    assert "name a folder" in command("run", INTERVIEW, "-f", "folder").err
    command.write("file", "x")
    done = command("run", INTERVIEW, "-f", "folder=file")
    assert done.code == 2
    assert "one file already" in done.err


def test_a_failing_format_costs_the_others_nothing(command: Command, plugins: Installer) -> None:
    plugins.gives("bad", "[Format(name='bad', summary='s', suffix='.x', media_type='a/b', render=lambda c, x: 1 / 0)]")
    alone = command("run", INTERVIEW, "--now", WEDNESDAY).data
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "-f", "bad=b.x", "-f", "text", "-f", "json=a.json")
    assert (done.code, done.data) == (3, alone)
    assert "format bad: ZeroDivisionError" in done.err
    assert [path.name for path in command.folder.iterdir()] == ["a.json"]


def test_sending(command: Command, plugins: Installer) -> None:
    done = command("run", INTERVIEW, "--send", "pigeon")
    names = "quillon-data-engineer.json, quillon-data-engineer.md"
    assert (done.code, done.out, done.err) == (0, f"{names} went to home\n", "")
    assert "would go" in command("run", INTERVIEW, "--send", "pigeon", "--dry-run").out
    both = command("run", INTERVIEW, "--send", "pigeon", "-f", "text", "--option", "host=away")
    assert both.out.startswith("Data engineer")
    assert both.out.endswith("went to away\n")
    down = command("run", INTERVIEW, "--send", "pigeon", "--option", "host=down")
    assert (down.code, down.out) == (3, "")
    assert "deliverer pigeon: ConnectionError while sending: nobody answers" in down.err


@pytest.mark.parametrize(
    ("to", "there", "said"),
    [
        ("markdown=there", "<!-- checklist other-case 0123abcd -->\n", "this is the list of another case (other-case)"),
        ("ics=there", "no calendar", "the file that is there is no calendar"),
        ("markdown=there", b"\xff", "the file that is there is not UTF-8"),
    ],
)
def test_a_file_that_a_format_refuses_is_the_persons_matter(
    command: Command, plugins: Installer, to: str, there: str | bytes, said: str
) -> None:
    path = command.write("there", there)
    before = path.read_bytes()
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "-f", to, "-f", "json=a.json")
    assert done.code == 2
    assert done.err.startswith(f"there (format {to.partition('=')[0]}): {said}")
    assert (path.read_bytes(), (command.folder / "a.json").exists()) == (before, True)
    plugins.gives("bad", "[Format(name='bad', summary='s', suffix='.x', media_type='a/b', render=lambda c, x: 1 / 0)]")
    assert command("run", INTERVIEW, "-f", to, "-f", "bad=b.x").code == 3, "a fault of a plugin counts for more"


def test_sync_names_the_file_that_is_refused(command: Command) -> None:
    command.example()
    command.write("list.md", b"\xff")
    done = command("sync", "interview.yaml", "list.md", "--error-format", "json")
    assert done.code == 2
    (problem,) = done.problems
    assert (problem["id"], problem["file"]) == ("usage/refused", "list.md")


def test_sync_says_what_it_made_of_a_day_and_of_a_tick_too_early(command: Command) -> None:
    command.example()
    assert command("run", "interview.yaml", "--now", WEDNESDAY, "-f", "markdown=list.md").code == 0
    listed = (command.folder / "list.md").read_text("utf-8").split("\n")
    days = {"`reflect/first`": " ✅ 18.11.2026", "`take-notes/first`": "", "`follow-up/first`": " ✅ 2026-11-17"}
    for place, line in enumerate(listed):
        for item, day in days.items():
            if line.startswith("- [ ]") and item in line:
                listed[place] = line.replace("[ ]", "[x]") + day
    command.write("list.md", "\n".join(listed))
    done = command("sync", "interview.yaml", "list.md", "--now", WEDNESDAY)
    assert done.code == 0
    assert "Logged: Look back on the interview (2026-11-18 09:00)." in done.out
    assert "“Look back on the interview” is ticked on “18.11.2026”, which is no day such as 2026-11-18" in done.err
    assert "Ask where things stand: that is before its time begins (Sat 28 Nov); it counts as early." in done.err


# Ticks that come back


def ticked(command: Command, *lines: str) -> str:
    """What the log of the example gains by these ticks, each `ITEM [DAY]`."""
    command.at(WEDNESDAY)
    record = command.folder / "interview.yaml"
    if not record.exists():
        command.example()
    before = record.read_text()
    command.write("list.lst", "".join(f"x quillon-data-engineer {line}\n" for line in lines))
    done = command("sync", "interview.yaml", "list.lst")
    assert done.code == 0, done.err
    after = record.read_text()
    assert after.startswith(before.rstrip("\n")) or after == before
    return after.removeprefix(before)


def test_ticks_come_into_the_record_once(command: Command, plugins: Installer) -> None:
    added = ticked(command, "send-thank-you/first/tom 2026-11-17")
    assert added == '  - {at: "2026-11-17", did: send-thank-you, to: tom}\n'
    assert ticked(command, "send-thank-you/first/tom 2026-11-17") == "", "it is there already"
    assert ticked(command, "send-thank-you/first/tom") == ""
    assert "at: 2026-11-18 09:00, did: reflect" in ticked(command, "reflect/first"), "no date: now"
    assert (command.folder / "list.lst").read_text().endswith("list.lst ! \n"), "and the list is brought up to date"


def test_a_reminder_is_ticked_again_on_a_later_day(command: Command, plugins: Installer) -> None:
    assert ticked(command, "keep-looking 2026-11-18") == "", "the example has it on that day"
    command.at("2026-11-25 09:00")
    command.write("list.lst", "x quillon-data-engineer keep-looking 2026-11-24\n")
    assert command("sync", "interview.yaml", "list.lst").code == 0
    assert "did: keep-looking" in (command.folder / "interview.yaml").read_text().splitlines()[-1]


def test_what_is_ticked_and_cannot_be_logged_is_said(command: Command, plugins: Installer) -> None:
    command.at(WEDNESDAY)
    path = command.example()
    before = path.read_bytes()
    command.write(
        "list.lst",
        "x quillon-data-engineer nonsense\nx other-case reflect/first\nx quillon-data-engineer hear-back/first\n",
    )
    done = command("sync", "interview.yaml", "list.lst")
    assert (done.code, done.out) == (0, "Nothing new is ticked.\n")
    assert "“nonsense” is ticked, and is no longer in the checklist" in done.err
    assert path.read_bytes() == before


def test_a_tick_from_before_the_names_came_counts_for_all(command: Command, plugins: Installer) -> None:
    added = ticked(command, "send-thank-you/first 2026-11-18")
    assert "did: send-thank-you" in added
    assert "to:" not in added
    shown = command("run", "interview.yaml", "--format", "json").json
    assert {i["status"] for i in shown["items"] if i["action"] == "send-thank-you"} == {"done"}


def test_a_dry_run_changes_nothing(command: Command, plugins: Installer) -> None:
    command.at(WEDNESDAY)
    record = command.example().read_bytes()
    command.write("list.lst", "x quillon-data-engineer reflect/first 2026-11-17\n")
    done = command("sync", "interview.yaml", "list.lst", "--dry-run")
    assert done.out == "Would log: Look back on the interview (2026-11-17).\n"
    assert (command.folder / "interview.yaml").read_bytes() == record
    assert (command.folder / "list.lst").read_text().count("\n") == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["interview.yaml", "list.doc"], "no list to tick in has the ending “.doc”"),
        (["interview.yaml", "list.json", "-f", "json"], "is nothing that people tick in"),
        (["-", "list.lst"], "standard input"),
        (["interview.yaml", "interview.yaml", "-f", "merges"], "this is the record itself"),
    ],
)
def test_what_cannot_be_synced(command: Command, plugins: Installer, given: list[str], said: str) -> None:
    record = command.example().read_bytes()
    command.write("list.json", "{}")
    done = command("sync", *given)
    assert done.code == 2
    assert said in done.err
    assert (command.folder / "interview.yaml").read_bytes() == record


@pytest.mark.parametrize("name", ["todo.txt", "list.md"])
def test_the_real_lists_come_back(command: Command, name: str) -> None:
    command.at(WEDNESDAY)
    record = command.example()
    path = command.folder / name
    kind = {".txt": "todotxt", ".md": "markdown"}[path.suffix]
    assert command("run", "interview.yaml", "-f", f"{kind}={name}").code == 0
    lines = path.read_text().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if "reflect/first" in line)
    done = {
        "todotxt": "x 2026-11-18 " + lines[place].removeprefix("(B) "),
        "markdown": lines[place].replace("[ ]", "[x]"),
    }
    path.write_text("".join([*lines[:place], done[kind], *lines[place + 1 :]]))
    assert command("sync", "interview.yaml", name).out.startswith("Logged: Look back on the interview (2026-11-18")
    assert "did: reflect" in record.read_text().splitlines()[-1]
    before = record.read_bytes(), path.read_bytes()
    assert command("sync", "interview.yaml", name).out == "Nothing new is ticked.\n"
    assert (record.read_bytes(), path.read_bytes()) == before


def test_a_tick_of_a_quota_is_one_time(command: Command) -> None:
    """It counts once, however often one syncs; the next day's tick is the next time."""
    from tinypack import action, rule, write

    write(command.folder, action("write", rule("a", do={"at_least": 3, "through": "1 week after"})))
    record = command.write("case.yaml", "start: 2026-11-17 10:00\ntimezone: Europe/Luxembourg\npack: ./tiny\n")
    command.at("2026-11-17 12:00")
    assert command("run", record, "-f", "todotxt=todo.txt").code == 0
    todo = command.folder / "todo.txt"
    todo.write_text(f"x 2026-11-17 {todo.read_text().partition(' ')[2]}")
    for _ in range(2):
        assert command("sync", record, "todo.txt").code == 0
        assert record.read_text().count("did: write") == 1
    command.at("2026-11-18 12:00")
    (again,) = [line for line in todo.read_text().splitlines() if not line.startswith("x ")]
    todo.write_text(todo.read_text().replace(again, f"x 2026-11-18 {again.partition(' ')[2]}"))
    assert command("sync", record, "todo.txt").code == 0
    assert record.read_text().count("did: write") == 2
    assert "2 of 3 done so far" in command("run", record).out


# What a person has written into it stays


@pytest.mark.parametrize("name", ["text", "html", "json", "csv", "email"])
@pytest.mark.parametrize("where", ["before", "behind"])
def test_what_is_written_before_or_behind_ours_is_not_lost(command: Command, name: str, where: str) -> None:
    write = ("run", INTERVIEW, "--now", WEDNESDAY, "-f", f"{name}=list.out")
    assert command(*write).code == 0
    assert command(*write).code == 0, "its own file is written anew"
    path = command.folder / "list.out"
    own = path.read_bytes()
    mine = b"Anna said: call on Friday\n"
    path.write_bytes(mine + own if where == "before" else own + mine)
    if (name, where) == ("text", "before"):
        path.write_bytes(own.replace(b"\n", b"\nmine\n", 30) + mine)  # a diary with a list in it
    kept = path.read_bytes()
    done = command(*write)
    assert (done.code, path.read_bytes()) == (2, kept)
    assert f"is no {name} file of ours" in done.err


def test_an_answer_to_our_mail_is_no_mail_of_ours(command: Command) -> None:
    mail = "From: anna@x.example\nIn-Reply-To: <a@checklist-engine.invalid>\n\nSee <b@checklist-engine.invalid> --\n"
    path = command.write("re.eml", mail)
    assert command("run", INTERVIEW, "--now", WEDNESDAY, "-f", f"email={path}").code == 2
    assert path.read_text() == mail


def test_two_formats_into_one_file_however_it_is_written(command: Command) -> None:
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "-f", "json=a", "-f", "html=./a")
    assert done.code == 2
    assert "two formats would go to a" in done.err
    assert not (command.folder / "a").exists()


def test_a_tick_that_lies_ahead_is_told(command: Command) -> None:
    command.example()
    assert command("run", "interview.yaml", "--now", WEDNESDAY, "-f", "markdown=list.md").code == 0
    text = (command.folder / "list.md").read_text("utf-8").split("\n")
    ticked = [f"{line.replace('[ ]', '[x]')} ✅ 2027-05-05" if "`reflect/first`" in line else line for line in text]
    command.write("list.md", "\n".join(ticked))
    done = command("sync", "interview.yaml", "list.md", "--now", WEDNESDAY)
    assert "“Look back on the interview” is ticked on 2027-05-05, which lies ahead; it counts as of today" in done.err


BAD = "[Format(name='bad', summary='s', suffix='.x', media_type='a/b', {})]"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("render=lambda c, x: __import__('os').chdir('/') or 'a'", "changed the current folder while rendering"),
        ("render=lambda c, x: (_ for _ in ()).throw(GeneratorExit('x'))", "GeneratorExit while rendering: x"),
        ("render=lambda c, x: {}", "gave no file at all"),
        ("render=lambda c, x: {'a\\x1b': b''}", "which is no plain file name"),
        ("render=lambda c, x: 'a', owns=lambda d: 'no'", "gave a str instead of True or False for what is there"),
    ],
)
def test_one_plugin_s_fault_costs_the_others_nothing(
    command: Command, plugins: Installer, part: str, said: str
) -> None:
    plugins.gives("bad", BAD.format(part))
    command.write("bad.x", "diary")
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "-f", "bad=bad.x", "-f", "json=good.json")
    assert done.code == 3
    assert said in done.err
    assert (command.folder / "good.json").exists()
    assert (command.folder / "bad.x").read_text() == "diary"


def test_no_file_of_several_is_written_over_that_is_not_its_own(command: Command, plugins: Installer) -> None:
    plugins.gives("bad", BAD.format("render=lambda c, x: {'a.txt': b'x'}, owns=lambda d: d == b'x'"))
    (command.folder / "there").mkdir()
    command.write("there/a.txt", "diary")
    assert command("run", INTERVIEW, "--now", WEDNESDAY, "-f", "bad=there").code == 2
    assert (command.folder / "there" / "a.txt").read_text() == "diary"


def test_a_list_of_drafts_that_somebody_wrote_is_not_written_over(command: Command) -> None:
    write = ("run", INTERVIEW, "--now", WEDNESDAY, "-f", "drafts=dd")
    assert command(*write).code == command(*write).code == 0
    path = command.folder / "dd" / "quillon-data-engineer--drafts.md"
    for mine in (b"my own text\n", path.read_bytes() + b"\nmy notes\n"):
        path.write_bytes(mine)
        done = command(*write)
        assert (done.code, path.read_bytes()) == (2, mine)
        assert "is no drafts file of ours" in done.err


@pytest.mark.parametrize(("first", "other"), [("markdown", "todotxt"), ("todotxt", "markdown")])
def test_two_lists_that_merge_do_not_go_into_one_file(command: Command, first: str, other: str) -> None:
    """Each takes what it does not know for the person's own words, and would keep the other's lines for ever."""
    command.example()
    assert command("run", "interview.yaml", "--now", WEDNESDAY, "-f", f"{first}=list").code == 0
    before = (command.folder / "list").read_bytes()
    done = command("run", "interview.yaml", "--now", WEDNESDAY, "-f", f"{other}=list")
    assert done.code == 2
    assert "and nothing was changed" in done.err
    assert (command.folder / "list").read_bytes() == before
    command.write("list", b"buy milk\n# A heading of mine `uid:a~b~01234567A`\n")
    assert command("run", "interview.yaml", "--now", WEDNESDAY, "-f", f"{other}=list").code == 0
