"""todo.txt: our lines in a person's own file, whatever person and programs do to it between two runs of ours."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import pytodotxt  # type: ignore[import-untyped] # it has no types
import samples
from clients import client, run
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist_engine.checklist import Checklist, Done, Hold
from checklist_engine.plugin import Context
from checklist_engine.plugins import find_format, render
from checklist_engine.plugins.render import read_ticks
from checklist_plugins.todotxt_lines import Line, parse

TODOTXT = find_format("todotxt")
WORKED = samples.checklist("17 12:00", samples.thank())
EVERYTHING = samples.everything()
CASE = WORKED.case


def merged(checklist: Checklist, existing: bytes | None = None, archive: bytes | None = None) -> bytes:
    siblings = {} if archive is None else {"done.txt": archive}
    made = render(TODOTXT, checklist, Context(existing=existing, siblings=siblings))
    assert isinstance(made, bytes)
    return made


def ticked(data: bytes, archive: bytes = b"") -> dict[str, str | None]:
    return {one.item: one.on for one in read_ticks(TODOTXT, Context(existing=data, siblings={"done.txt": archive}))}


def ours(data: bytes) -> dict[str, Line]:
    lines = [parse(line) for line in data.decode("utf-8", "surrogateescape").split("\n")]
    return {line.item: line for line in lines if line.item}


def moved(checklist: Checklist, **changes: object) -> Checklist:
    """The same checklist with its first task changed."""
    first, *rest = checklist.items
    return checklist.replace(items=(first.replace(**changes), *rest))


FIRST = WORKED.items[0].id


def test_of_one_source_alone_the_last_day_of_all_counts() -> None:
    """As of what one has promised for Thursday: that today is a good day for it makes it no day earlier due."""
    item = WORKED.items[0]
    alone = merged(moved(WORKED, voices=item.voices[:1]))
    assert b" due:2026-11-19 " in alone
    assert b" due:2026-11-18 " in merged(WORKED)


def test_a_new_file() -> None:
    (line,) = merged(WORKED).decode().splitlines()
    assert line.startswith("(C) 2026-11-17 Thank Anna Weiss for the interview +quillon-data-engineer ")
    assert " due:2026-11-18 " in line, "the last day of the best stretch, not of the window"
    assert re.fullmatch(rf"uid:{CASE}~{FIRST}~[0-9a-f]{{8}}C", line.split()[-1])


def test_once_the_best_time_has_passed_the_last_day_is_due() -> None:
    late = WORKED.replace(now="2026-11-19T09:00:00+01:00")
    assert ours(merged(late))[FIRST].words[-1] == "due:2026-11-19"


def test_only_what_one_can_do_has_a_line() -> None:
    shown = ours(merged(EVERYTHING))
    wanted = {
        item.id
        for item in EVERYTHING.items
        if item.kind == "do" and not item.standing and item.status in ("overdue", "due", "open", "upcoming", "on-hold")
    }
    assert shown.keys() == wanted
    assert wanted


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_final_newline_and_bom_stay_as_found(ending: bytes, last: bool, bom: bytes) -> None:
    foreign = bom + b"call mum" + ending + b"caf\xe9 in latin-1" + (ending if last else b"")
    made = merged(WORKED, foreign)
    assert made.startswith(foreign)
    assert made.endswith(ending) is last
    assert made.count(ending) == made.count(b"\n") == 3 - (not last)
    assert merged(WORKED, made) == made


def test_an_unedited_line_is_brought_up_to_date_and_keeps_its_creation_date() -> None:
    first = merged(WORKED)
    later = moved(WORKED, title="Thank Dr Weiss").replace(now="2026-11-18T09:00:00+01:00")
    line = ours(merged(later, first))[FIRST]
    assert (line.created, line.words[:3]) == ("2026-11-17", ("Thank", "Dr", "Weiss"))
    assert len(ours(merged(later, first))) == 1


@pytest.mark.parametrize(
    "edit", [(b"Thank Anna", b"Thank nice Anna"), (b" uid:", b" +mine uid:"), (b"due:2026-11-18", b"due:2026-11-20")]
)
def test_an_edited_line_stays_as_it_is(edit: tuple[bytes, bytes]) -> None:
    edited = merged(WORKED).replace(*edit)
    assert edited != merged(WORKED)
    assert merged(moved(WORKED, title="Other words"), edited) == edited
    assert merged(moved(WORKED, status="not-applicable"), edited) == edited, "and is not taken away"


def test_a_priority_set_by_hand_stays_while_the_rest_moves() -> None:
    raised = merged(WORKED).replace(b"(C)", b"(A)")
    line = ours(merged(moved(WORKED, title="Other words", status="due"), raised))[FIRST]
    assert (line.priority, line.words[:2]) == ("A", ("Other", "words"))
    lowered = merged(WORKED).replace(b"(C) ", b"")
    assert ours(merged(moved(WORKED, status="due"), lowered))[FIRST].priority is None


def held(until: str | None) -> Checklist:
    """The first task on hold, without a priority of its own."""
    return moved(WORKED, status="on-hold", hold=Hold(rules=("r",), sources=("six-rs",), until=until, reason="later"))


@pytest.mark.parametrize(
    ("until", "dates"),
    [
        ("2026-11-18T00:00:00+01:00", ["due:2026-11-18", "t:2026-11-18"]),
        ("2026-11-25T17:00:00+01:00", ["t:2026-11-25"]),
        ("2026-11-17T17:00:00+01:00", ["due:2026-11-18"]),
    ],
)
def test_what_is_on_hold_is_hidden_until_that_lifts(until: str, dates: list[str]) -> None:
    line = ours(merged(held(until)))[FIRST]
    assert line.priority is None
    assert [word for word in line.words if word.startswith(("due:", "t:"))] == dates
    assert "@on-hold" not in line.words


def test_what_is_on_hold_nobody_knows_until_when_says_so() -> None:
    before = merged(held(None), b"mine\n")
    assert "@on-hold" in ours(before)[FIRST].words
    assert merged(held(None), before) == before, "twice changes nothing"
    lifted = merged(WORKED, before)
    assert "@on-hold" not in ours(lifted)[FIRST].words
    assert ours(merged(held(None), lifted))[FIRST].words == ours(before)[FIRST].words
    edited = before.replace(b" @on-hold", b"")
    assert merged(held(None), edited) == edited, "what a person took out stays out"
    raised = before.replace(b"2026-11-17 Thank", b"(A) 2026-11-17 Thank")
    assert ours(merged(held(None), raised))[FIRST].priority == "A"


def test_what_no_longer_applies_goes_and_is_never_ticked() -> None:
    first = b"mine\n" + merged(WORKED) + b"mine too\n"
    for status in ("not-applicable", "closed", "lapsed", "skipped"):
        assert merged(moved(WORKED, status=status), first) == b"mine\nmine too\n"


def test_what_is_done_in_the_record_is_ticked_where_it_stands() -> None:
    done = Done(at="2026-11-18T09:30:00+01:00", date_only=False)
    made = merged(moved(WORKED, status="done", done=done), merged(WORKED))
    assert made.startswith(b"x 2026-11-18 2026-11-17 Thank Anna Weiss")
    assert b" pri:C uid:" in made
    assert merged(moved(WORKED, status="done", done=done)) == b"", "what was never in the list is not added as done"
    assert merged(moved(WORKED, status="done", done=done), made) == made
    assert merged(WORKED, made) == made, "and it is not opened again"


DONE_LINES = {
    "the format's own": "x 2026-11-20 2026-11-17 {text} pri:C {uid}",
    "QTodoTxt, Simpletask": "x 2026-11-20 (C) 2026-11-17 {text} {uid}",
    "some editors": "x (C) 2026-11-20 2026-11-17 {text} {uid}",
    "an x in front": "x 2026-11-17 {text} {uid}",  # our own day, on which the line was written
    "no date": "x {text} {uid}",
}


@pytest.mark.parametrize("done", DONE_LINES.values(), ids=DONE_LINES.keys())
def test_a_ticked_line_stays_ticked_here_and_in_the_archive(done: str) -> None:
    _, _, *words, uid = merged(WORKED).decode().split()
    line = (done.format(text=" ".join(words), uid=uid) + "\n").encode()
    assert merged(WORKED, line) == line
    assert merged(WORKED, b"", line) == b"", "todo-txt archives at once"
    expected = {FIRST: "2026-11-20" if "2026-11-20" in done else None}
    assert ticked(line) == ticked(b"", line) == expected


def test_several_cases_live_side_by_side() -> None:
    other = WORKED.replace(case="other-case")
    both = merged(other, merged(WORKED))
    assert both.count(b"\n") == 2
    assert merged(WORKED, both) == merged(other, both) == both
    gone = merged(other.replace(items=()), both)
    assert gone == merged(WORKED)


# Hostile text

NASTY = [
    "x 2026-11-17 done",
    "(A) urgent",
    "2026-01-01 dated",
    "+Acme @home",
    "due:2020-01-01 t:2030-01-01",
    "rec:1d h:1 pri:A id:7 p:7",
    "uid:quillon~send~00000000A",
    "a\nb\r\nc\u2028d\x85e\x0bf\x0cg",
    "https://example.org/x:1",
    "\x1b[31mred",
    "x" * 2_000,
    "\u202eright to left",
    "👩🏽‍💻 emoji",
    "=HYPERLINK(1)",
    "",
    "a ~ b%7Ec",
    "14:00–15:30 talk",
]


@pytest.mark.parametrize("text", NASTY)
def test_no_title_breaks_out(text: str, tmp_path: Path) -> None:
    made = merged(moved(WORKED, title=text))
    assert made.count(b"\n") == 1
    assert len(made.decode().splitlines()) == 1, "not even for those who split at U+2028"
    (tmp_path / "todo.txt").write_bytes(made)
    (task,) = pytodotxt.TodoTxt(str(tmp_path / "todo.txt")).parse()
    assert (task.is_completed, task.priority, str(task.creation_date)) == (False, "C", "2026-11-17")
    assert task.projects == [CASE]
    assert set(task.contexts) <= {"message"}
    known = {name for name in task.attributes if not name.strip("(").isdigit()}
    assert known == {"due", "uid"}
    assert task.attributes["due"] == ["2026-11-18"]
    assert len(made) < 1_500
    assert ours(made)[FIRST].is_edited is False
    assert merged(moved(WORKED, title=text), made) == made


@given(st.text(max_size=60), st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=20))
def test_any_title_and_any_name_of_a_case(title: str, case: str) -> None:
    checklist = moved(WORKED, title=title).replace(case=case)
    made = merged(checklist)
    (line,) = made.decode().split("\n")[:-1]
    assert parse(line).case == case
    assert parse(line).is_edited is False
    assert merged(checklist, made) == made


# Random edits between two runs

FOREIGN = st.binary(max_size=30).map(lambda data: data.replace(b"\n", b" ").replace(b"uid:", b""))
EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(["insert", "delete", "tick", "edit", "priority", "swap"])), max_size=8
)


@settings(max_examples=150)
@given(st.lists(FOREIGN, max_size=5), EDITS, st.integers(0, 3))
def test_whatever_is_edited_nothing_of_a_person_is_lost(
    before: list[bytes], edits: list[tuple[int, str]], drop: int
) -> None:
    lines = merged(EVERYTHING, b"".join(line + b"\n" for line in before)).split(b"\n")[:-1]
    for place, how in edits:
        place = min(place, len(lines) - 1)
        if how == "insert":
            lines.insert(place, b"note %d" % place)
        elif how == "delete":
            del lines[place]
        elif how == "tick" and not lines[place].startswith(b"x "):
            lines[place] = b"x 2026-11-25 " + re.sub(rb"^\([A-Z]\) ", b"", lines[place])
        elif how == "edit":
            lines[place] = lines[place].replace(b"o", b"0", 1)
        elif how == "priority":
            lines[place] = b"(D) " + re.sub(rb"^\([A-Z]\) ", b"", lines[place])
        elif how == "swap":
            lines.append(lines.pop(place))
    edited = b"".join(line + b"\n" for line in lines)
    later = EVERYTHING.replace(items=EVERYTHING.items[drop:])
    made = merged(later, edited)

    def foreign(data: bytes) -> list[bytes]:
        return [line for line in data.split(b"\n") if b"uid:" not in line]

    assert foreign(made) == foreign(edited)
    assert ticked(made).items() >= ticked(edited).items()
    assert merged(later, made) == made
    for line in edited.split(b"\n"):
        task = parse(line.decode("utf-8", "surrogateescape"))
        if task.item and (task.is_edited or task.is_done):
            assert line in made.split(b"\n"), "what a person edited or ticked is there to the byte"


# Other programs


def test_pytodotxt_shows_and_keeps_what_we_wrote(tmp_path: Path) -> None:
    path = tmp_path / "todo.txt"
    path.write_bytes(merged(EVERYTHING))
    todo = pytodotxt.TodoTxt(str(path))
    tasks = todo.parse()
    for task, (name, line) in zip(tasks, ours(path.read_bytes()).items(), strict=True):
        assert task.priority == line.priority, name
        assert str(task.creation_date) == EVERYTHING.now[:10]
    tasks[0].is_completed = True
    todo.save()
    data = path.read_bytes()
    assert list(ticked(data)) == [next(iter(ours(data)))]
    assert merged(EVERYTHING, data) == data


def test_todo_txt_ticks_archives_and_adds(tmp_path: Path) -> None:
    program = client("todo-txt", "todo.sh")
    files = {"TODO_DIR": "", "TODO_FILE": "/todo.txt", "DONE_FILE": "/done.txt", "REPORT_FILE": "/report.txt"}
    config = "".join(f'export {name}="{tmp_path}{file}"\n' for name, file in files.items())
    (tmp_path / "config").write_text(config)
    todo = [program, "-d", str(tmp_path / "config"), "-p"]
    path, archive = tmp_path / "todo.txt", tmp_path / "done.txt"
    path.write_bytes(merged(EVERYTHING, b"call mum\n"))
    listed = run([*todo, "ls"], home=tmp_path)
    for line in ours(path.read_bytes()).values():
        assert " ".join(line.words) in listed
    name = next(iter(ours(path.read_bytes())))
    run([*todo, "do", "2"], home=tmp_path)  # ticks it and moves it to done.txt
    run([*todo, "add", "buy milk"], home=tmp_path)
    run([*todo, "pri", "3", "Z"], home=tmp_path)
    data, done = path.read_bytes(), archive.read_bytes()
    assert list(ticked(data, done)) == [name]
    assert merged(EVERYTHING, data, done) == data, "the ticked one does not come back, the others are as they were"


def test_topydo_ticks_and_sorts(tmp_path: Path) -> None:
    topydo = [sys.executable, "-m", "topydo", "-t", str(tmp_path / "todo.txt"), "-d", str(tmp_path / "done.txt")]
    path, archive = tmp_path / "todo.txt", tmp_path / "done.txt"
    path.write_bytes(merged(EVERYTHING, b"call mum\n"))
    listed = run([*topydo, "ls", "-x"], home=tmp_path)
    for line in ours(path.read_bytes()).values():
        if not any(word.startswith("t:") for word in line.words):
            assert " ".join(word for word in line.words if not re.search(r"\S:\S", word)) in re.sub(r"\s+", " ", listed)
    name = list(ours(path.read_bytes()))[1]
    run([*topydo, "do", "3"], home=tmp_path)
    run([*topydo, "sort"], home=tmp_path)
    run([*topydo, "dep", "gc"], home=tmp_path)  # deletes keys named id:
    data, done = path.read_bytes(), archive.read_bytes()
    assert list(ticked(data, done)) == [name]
    made = merged(EVERYTHING, data, done)
    assert ours(made).keys() == ours(data).keys()
    assert merged(EVERYTHING, made, done) == made


def test_new_lines_end_as_most_lines_do() -> None:
    there = b"a\nb\nc\r\nd"
    made = merged(EVERYTHING, there)
    assert made.startswith(there + b"\n")
    assert made.count(b"\r\n") == 1
