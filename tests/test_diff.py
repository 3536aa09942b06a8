"""What a change of the rules does, over records and over a pack's own tests, between folders and git revisions."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from commands import EXAMPLES, TUESDAY, Command
from tinypack import FACTS, Data, action, rule, write

from checklist_engine.load.revisions import unpack
from checklist_engine.problems import Problems

RECORD = "start: 2026-11-17 10:00\ntimezone: Europe/Luxembourg\n"
NOON = ("--now", "2026-11-17 12:00")


def pack(command: Command, name: str, *actions: Data) -> Path:
    return write(command.folder / name, *actions)


def named(id: str, **about: Any) -> Data:
    return {**rule("a", **about), "id": id}


@pytest.fixture
def two(command: Command) -> Command:
    """Two packs: a window moved, a rule added, an action added and one removed, a title reworded, a kind turned."""
    pack(
        command, "old",
        action("write", named("soon", do={"until": "1 day after"})),
        action("leave-it", named("gone", do={})),
        action("call", named("words", do={}), title="Call them"),
        action("ask", named("turned", do={})),
        action("same", named("kept", do={"during": "next day"})),
    )  # fmt: skip
    pack(
        command, "new",
        action("write", named("soon", do={"until": "3 days after"}), named("also", do={"until": "3 days after"})),
        action("begin", named("fresh", do={"through": "next day"})),
        action("call", named("words", do={}), title="Ring them"),
        action("ask", named("turned", dont={})),
        action("same", named("kept", do={"during": "next day"})),
    )  # fmt: skip
    command.write("case.yaml", RECORD)
    return command


def test_each_difference_is_named_with_its_rule(two: Command) -> None:
    done = two("diff", "old/tiny", "new/tiny", "case.yaml", *NOON)
    assert (done.code, done.err) == (0, "")
    lines = [line for line in done.out.splitlines() if line[0] in "+-~"]
    assert {line.split(":")[0] for line in lines} == {"- leave-it", "~ ask", "+ begin", "~ call", "~ write"}
    assert "- leave-it: removed: due, from 2026-11-17 10:00 until none  (by gone)" in lines
    assert "+ begin: added: due, from 2026-11-17 10:00 until 2026-11-18 24:00  (by fresh)" in lines
    assert "~ ask: status: due → in-force (dont)  (by turned)" in lines
    assert "~ call: reworded: Call them → Ring them" in lines
    assert "~ write: moved: closes 2026-11-18 24:00 → closes 2026-11-20 24:00  (by soon, also)" in lines
    assert "Title of write; in case.yaml" in done.out


def test_a_channel_that_is_advised_against_is_named(command: Command) -> None:
    write_it = named("soon", do={"until": "1 day after"})
    pack(command, "old", action("write", write_it))
    pack(command, "new", action("write", write_it, named("calls", dont={"by": "phone"})))
    command.write("case.yaml", RECORD)
    out = command("diff", "old/tiny", "new/tiny", "case.yaml", *NOON).out
    assert "~ write: reworded: by any channel → not by phone  (by calls)\n" in out
    assert (
        "~ write: reworded: not by phone → by any channel  (by calls)\n"
        in command("diff", "new/tiny", "old/tiny", "case.yaml", *NOON).out
    )
    shown = command("run", "case.yaml", "--pack", "new/tiny", *NOON).out
    assert "not by phone (a)" in shown


def test_a_rule_of_another_name_is_no_cause(command: Command) -> None:
    """Where `formerly` says what it was called; else it is one rule less and another more."""
    wait = named("wait", do={"until": "5 days after"})
    pack(command, "old", action("write", named("soon", do={"until": "1 day after"}), wait))
    now = named("at-once", do={"until": "1 day after"}, formerly="soon")
    pack(command, "same", action("write", now, wait))
    pack(command, "new", action("write", now, {**wait, "do": {"until": "6 days after"}}))
    pack(command, "other", action("write", {**now, "formerly": "later"}, {**wait, "do": {"until": "6 days after"}}))
    command.write("case.yaml", RECORD)
    causes = {
        name: re.findall(r"closes [^(]*\((.*)\)", command("diff", "old/tiny", f"{name}/tiny", "case.yaml", *NOON).out)
        for name in ("same", "new", "other")
    }
    assert causes == {"same": [], "new": ["by wait"], "other": ["by at-once, wait, soon"]}
    pack(command, "bare", action("write", {key: value for key, value in now.items() if key != "formerly"}, wait))
    told = "Note: if at-once is soon by another name, write “formerly: soon” in it"
    assert told in command("diff", "old/tiny", "bare/tiny", "case.yaml", *NOON).err
    assert command("diff", "old/tiny", "new/tiny", "case.yaml", *NOON).err == ""


def test_nothing_is_otherwise(two: Command) -> None:
    assert two("diff", "old/tiny", "old/tiny", "case.yaml", *NOON).out == "Nothing is otherwise.\n"
    assert two("diff", "old/tiny", "old/tiny", "case.yaml", "--exit-code", *NOON).code == 0
    assert two("diff", "old/tiny", "new/tiny", "case.yaml", "--exit-code", *NOON).code == 1


def test_as_data(two: Command) -> None:
    found = two("diff", "old/tiny", "new/tiny", "case.yaml", "--format", "json", *NOON).json
    (added,) = [one for one in found if one["what"] == "added"]
    assert added == {
        "what": "added", "item": "begin", "title": "Title of begin", "old": "", "rules": ["fresh"],
        "new": "due, from 2026-11-17 10:00 until 2026-11-18 24:00", "records": ["case.yaml"],
    }  # fmt: skip


def test_over_the_pack_s_own_tests(command: Command) -> None:
    """One difference is told once, with the cases in which it shows."""
    assert command("pack", "copy", "after-interview", "mine").code == 0
    path = command.folder / "mine" / "actions" / "take-notes.yaml"
    text = path.read_text("utf-8")
    assert "through: 1 day after" in text
    path.write_text(text.replace("through: 1 day after", "through: 2 days after"), "utf-8")
    done = command("diff", "after-interview", "mine")
    assert done.code == 0
    # How many ways depends on the dates of the pack's tests, to which anybody may add.
    assert re.search(
        r"^~ take-notes: moved: closes, in \d\d ways  \(by notes-by-the-day-after\)$", done.out, re.MULTILINE
    )
    assert "      take-notes/first: 2026-11-18 24:00 → 2026-11-19 24:00; in accepted-twice.yaml:6, " in done.out
    assert done.out.count("moved: closes") == 1
    assert "send-thank-you" not in done.out


def test_one_change_at_many_dates_is_told_once(two: Command) -> None:
    """Records of other dates give other dates to the same change; each can still be found."""
    for day in range(10, 20):
        two.write(f"case-{day}.yaml", RECORD.replace("11-17", f"11-{day}"))
    records = [f"case-{day}.yaml" for day in range(10, 20)]
    done = two("diff", "old/tiny", "new/tiny", *records, *NOON)
    lines = done.out.splitlines()
    start = lines.index("~ write: moved: closes, in 10 ways  (by soon, also)")
    assert lines[start + 1 : start + 6] == [
        "    Title of write; in 10 records, such as:",
        "      2026-11-11 24:00 → 2026-11-13 24:00; in case-10.yaml",
        "      2026-11-12 24:00 → 2026-11-14 24:00; in case-11.yaml",
        "      2026-11-13 24:00 → 2026-11-15 24:00; in case-12.yaml",
        "      and 7 more (--format json has all)",
    ]
    assert sum(line.startswith("~ write: moved: closes") for line in lines) == 1
    assert "    Ring them; in case-10.yaml, case-11.yaml, case-12.yaml and 7 more" in lines
    listed = two("diff", "old/tiny", "new/tiny", *records, *NOON, "--format", "json").json
    assert {one["records"][0] for one in listed if one["old"].startswith("closes")} == set(records)


def test_items_of_one_action_are_told_together(command: Command) -> None:
    """Another status of several items is one change, with the name of each."""
    assert command("pack", "copy", "after-interview", "mine").code == 0
    path = command.folder / "mine" / "actions" / "send-thank-you.yaml"
    path.write_text(path.read_text("utf-8").replace("do: {until: 24 hours", "do: {until: 20 hours", 1), "utf-8")
    lines = command("diff", "after-interview", "mine").out.splitlines()
    assert len(lines) < 30
    start = lines.index("~ send-thank-you: status: open → due, in 2 items  (by thanks-within-a-day)")
    assert lines[start + 1].endswith(" cases, such as:")
    assert lines[start + 2].startswith("      send-thank-you/first/anna: open → due; in ")


def test_a_pack_as_git_has_it(two: Command) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@y.example", *words], cwd=two.folder,
                       check=True, capture_output=True)  # fmt: skip

    git("init", "-q")
    git("add", "old")
    git("commit", "-q", "-m", "one")
    path = two.folder / "old" / "tiny" / "actions" / "write.json"
    path = path if path.exists() else two.folder / "old" / "tiny" / "actions" / "write.yaml"
    data = json.loads(path.read_text())
    data["rules"][0]["do"] = {"until": "2 days after"}
    path.write_text(json.dumps(data))
    done = two("diff", "HEAD:old/tiny", "old/tiny", "case.yaml", *NOON)
    assert "~ write: moved: closes 2026-11-18 24:00 → closes 2026-11-19 24:00  (by soon)" in done.out
    for name, said in (
        ("nope:old/tiny", "git knows no nope:old/tiny"),
        ("HEAD:nope", "git knows no HEAD:nope"),
        ("HEAD:old", "there is no pack.yaml in old at HEAD"),
        ("--upload-pack=x:old", "No such option"),
    ):
        failed = two("diff", name, "old/tiny")
        assert failed.code == 2
        assert said in failed.err


def test_records_of_one_pack_alone_are_refused(two: Command) -> None:
    two.write("case.yaml", f"{RECORD}levle: 3\n")
    done = two("diff", "old/tiny", "new/tiny", "case.yaml")
    assert done.code == 2
    assert "unknown key “levle”" in done.err
    assert two("diff", "old/tiny", "no-such-pack", str(EXAMPLES / "interview.yaml"), "--now", TUESDAY).code == 2


def test_questions_notes_and_the_dates_of_steps(command: Command) -> None:
    high = {"high": {"when": [{"level": {"at_least": 1}}], "says": "That is high."}}
    for name, question, by, remarks in (
        ("old", "By when?", "1 day after", {}),
        ("new", "Until when?", "2 days after", high),
    ):
        write(
            command.folder / name,
            action(
                "write", named("soon", do={"until": "deadline"}),
                steps=[{"id": "pdf", "statement": "a/two", "title": "Make a PDF", "by": by}],
            ),
            facts={"deadline": {**FACTS["deadline"], "question": question}},
            remarks=remarks,
        )  # fmt: skip
    command.write("case.yaml", f"{RECORD}level: 2\n")
    done = command("diff", "old/tiny", "new/tiny", "case.yaml", *NOON)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert "~ deadline: question: By when? → Until when?" in lines
    assert "~ write: step: pdf by 2026-11-18 24:00 → pdf by 2026-11-19 24:00" in lines
    assert "~ note: nothing → That is high." in lines


def with_cases(command: Command, pack_name: str, record: Data) -> None:
    folder = command.folder / pack_name / "tiny" / "tests"
    folder.mkdir(exist_ok=True)
    test: Data = {"title": "A test", "record": record, "cases": []}
    for hour in (10, 11, 12):
        test["cases"].append({"at": f"2026-11-17 {hour}:00", "because": "a reason", "absent": ["nothing"]})
    (folder / "a.yaml").write_text(json.dumps(test))


def test_what_old_does_not_know_is_left_out_and_told_once(command: Command) -> None:
    soon = named("soon", do={"until": "1 day after"})
    write(command.folder / "old", action("write", soon))
    write(
        command.folder / "new", action("write", soon), action("post", named("fresh", do={})),
        facts={"shade": {"type": "string"}},
    )  # fmt: skip
    case = {"start": "2026-11-17 10:00", "timezone": "Europe/Luxembourg", "shade": "dark"}
    log = [{"at": "2026-11-17 10:30", "did": "post"}]
    with_cases(command, "new", {**case, "log": log})
    done = command("diff", "old/tiny", "new/tiny")
    assert done.err.splitlines() == [
        "Note: 3 cases use shade, which OLD does not know; OLD is asked without it.",
        "Note: 3 cases use post, which OLD does not know; OLD is asked without it.",
    ]
    assert "+ post: added: " in done.out
    command.write("case.yaml", json.dumps(case))
    done = command("diff", "old/tiny", "new/tiny", "case.yaml", *NOON)
    assert done.code == 0
    assert done.err == "Note: 1 record uses shade, which OLD does not know; OLD is asked without it.\n"
    done = command("diff", "new/tiny", "old/tiny", "case.yaml", *NOON)
    assert done.err == "Note: 1 record uses shade, which NEW does not know; NEW is asked without it.\n"


def test_cases_left_out_are_counted_and_not_called_the_same(command: Command) -> None:
    soon = named("soon", do={"until": "1 day after"})
    write(command.folder / "old", action("write", soon))
    write(command.folder / "new", action("write", soon), facts={"level": {"type": "string"}})
    with_cases(command, "new", {"start": "2026-11-17 10:00", "level": "high"})
    done = command("diff", "old/tiny", "new/tiny")
    assert done.out == "Nothing is otherwise in what could be compared; 3 cases could not.\n"
    assert done.err.startswith("Note: 3 cases are left out (a.yaml): OLD: ")
    command.write("case.yaml", '{"start": "2026-11-17 10:00", "timezone": "UTC", "level": "high"}')
    done = command("diff", "old/tiny", "new/tiny", "case.yaml", *NOON)
    assert done.code == 2
    assert "by the rules OLD: the wrong kind of value in “level”" in done.err


def test_nothing_but_plain_files_comes_out_of_a_revision(tmp_path: Path) -> None:
    def entry(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
        made = tarfile.TarInfo(name)
        made.type, made.linkname, made.size = kind, "/etc/passwd", 2 if kind == tarfile.REGTYPE else 0
        return made

    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in ("a.yaml", "sub/b.yaml", "../out.yaml", str(tmp_path / "whole.yaml"), "sub/../../out.yaml"):
            archive.addfile(entry(name), BytesIO(b"x\n"))
        for kind in (tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            archive.addfile(entry(f"sub/{kind.decode()}", kind))
    packed.seek(0)
    with tarfile.open(fileobj=packed) as archive:
        unpack(archive, tmp_path / "pack")
    found = sorted(
        str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if not one.is_dir() or one.is_symlink()
    )
    assert found == ["pack/a.yaml", "pack/sub/b.yaml"]


@pytest.mark.parametrize(
    ("leads", "content"),
    [("../a.yaml", "x\n"), ("link2", "x\n"), ("/etc/passwd", None), ("../../etc/passwd", None), ("nothing", None),
     ("link", None), ("..", None)],
)  # fmt: skip
def test_of_a_link_in_a_revision_comes_what_it_leads_to(tmp_path: Path, leads: str, content: str | None) -> None:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        plain = tarfile.TarInfo("a.yaml")
        plain.size = 2
        archive.addfile(plain, BytesIO(b"x\n"))
        for name, target in (("sub/link", leads), ("sub/link2", "../a.yaml")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
    packed.seek(0)
    with tarfile.open(fileobj=packed) as archive:
        if content is None:
            with pytest.raises(Problems, match="sub/link is a link to what is not in the folder at that revision"):
                unpack(archive, tmp_path / "pack")
            return
        unpack(archive, tmp_path / "pack")
    for name in ("sub/link", "sub/link2"):
        assert (tmp_path / "pack" / name).read_text() == content
        assert not (tmp_path / "pack" / name).is_symlink()


def test_where_nothing_is_compared_nothing_is_called_the_same(two: Command) -> None:
    done = two("diff", "old/tiny", "new/tiny", "--exit-code")
    assert (done.code, done.out) == (2, "")
    assert "nothing was compared: NEW has no rule tests" in done.err


def test_how_many_agree_and_which_line_of_a_message_are_told(command: Command) -> None:
    soon, later = {"until": "1 day after"}, {"from": "5 days after", "until": "6 days after"}
    for name, rules, body in (
        ("old", [rule("a", do=soon), rule("b", do=soon), rule("c", do=later)], "Dear you,\nsee you soon\n"),
        ("new", [rule("a", do=soon), rule("b", do=soon)], "Dear you,\nsee you later\n"),
    ):
        folder = pack(command, name, action("write", *rules, draft="note"))
        (folder / "messages").mkdir(exist_ok=True)
        note = {"message": "note", "subject": "Hello", "body": body}
        (folder / "messages" / "note.yaml").write_text(json.dumps(note), encoding="utf-8")
    command.write("case.yaml", RECORD)
    out = command("diff", "old/tiny", "new/tiny", "case.yaml", *NOON).out
    assert "moved: agree 2 of 3 sources → agree both sources" in out
    assert "reworded: message: see you soon → message: see you later  (by note)" in out


def test_links_do_not_multiply_a_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checklist_engine.load.revisions._LARGEST", 10)
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        plain = tarfile.TarInfo("a.yaml")
        plain.size = 4
        archive.addfile(plain, BytesIO(b"abcd"))
        for number in range(2):
            link = tarfile.TarInfo(f"link{number}")
            link.type, link.linkname = tarfile.SYMTYPE, "a.yaml"
            archive.addfile(link)
    packed.seek(0)
    with tarfile.open(fileobj=packed) as archive, pytest.raises(Problems, match="too large for a pack"):
        unpack(archive, tmp_path / "pack")
