"""A list in which a person ticks and writes: nothing of it is lost, and other renderers see what we see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import samples
from clients import client, run
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist_engine import words
from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context
from checklist_engine.plugins import PluginError, find_format, render
from checklist_engine.plugins.render import read_ticks

MARKDOWN = find_format("markdown")
EVERYTHING = samples.everything()
FIRST = "send-thank-you/first/anna"


def made(checklist: Checklist, existing: str | bytes | None = None, **how: Any) -> str:
    data = existing.encode() if isinstance(existing, str) else existing
    shown = render(MARKDOWN, checklist, Context(existing=data, target="list.md", **how))
    assert isinstance(shown, bytes)
    return shown.decode()


def ticked(text: str) -> dict[str, str | None]:
    return {tick.item: tick.on for tick in read_ticks(MARKDOWN, Context(existing=text.encode()))}


def line_of(text: str, item: str) -> str:
    (line,) = (line for line in text.splitlines() if line.startswith("- ") and f"`{item}`" in line)
    return line


def tick(text: str, item: str) -> str:
    line = line_of(text, item)
    return text.replace(line, line.replace("- [ ]", "- [x]"))


BEFORE = made(EVERYTHING)
LINE = line_of(BEFORE, FIRST)
DONE = "send-thank-you/first/tom"


def test_the_memory_is_only_in_files() -> None:
    shown = render(MARKDOWN, EVERYTHING, Context())
    assert isinstance(shown, bytes)
    assert b"<!--" not in shown
    assert BEFORE.startswith(shown.decode())
    assert made(EVERYTHING, BEFORE) == BEFORE


def test_a_tick_stays_and_is_read_back() -> None:
    mine = tick(BEFORE, FIRST)
    assert FIRST in ticked(mine)
    assert FIRST not in ticked(BEFORE)
    assert made(EVERYTHING, mine) == mine
    later = made(EVERYTHING.replace(now="2026-11-19T10:30:00+01:00"), mine)
    assert line_of(later, FIRST).startswith("- [x]")
    dated = mine.replace(line_of(mine, FIRST), line_of(mine, FIRST) + " ✅ 2026-11-18")
    assert ticked(dated)[FIRST] == "2026-11-18"
    assert ticked(made(EVERYTHING, dated))[FIRST] == "2026-11-18"


def test_notes_stay_where_they_stand() -> None:
    line = line_of(BEFORE, FIRST)
    mine = BEFORE.replace(line, f"{line}\n  - ask about the team\n\n  a whole\n\n  paragraph")
    mine = "My own list\n\n" + mine.replace("## Next\n", "## Next\n\n- [ ] buy `milk`\n") + "\nat the end\n"
    again = made(EVERYTHING, mine)
    assert made(EVERYTHING, again) == again
    assert again.startswith("My own list\n\n# Data engineer")
    for note in ("  - ask about the team\n\n  a whole\n\n  paragraph\n", "- [ ] buy `milk`\n", "at the end\n"):
        assert again.count(note) == 1
    assert again.index(line) < again.index("ask about the team") < again.index("## Next") < again.index("buy `milk`")


def test_other_words_for_a_task_stay() -> None:
    line = line_of(BEFORE, FIRST)
    own = f"- [ ] Write to Anna, with the link `{FIRST}`"
    mine = BEFORE.replace(line, own)
    assert own in made(EVERYTHING, mine)
    assert line not in made(EVERYTHING, mine)
    assert FIRST in ticked(tick(mine, FIRST))


def test_notes_of_what_is_gone_are_kept_under_a_heading() -> None:
    line = line_of(BEFORE, FIRST)
    mine = tick(BEFORE.replace(line, f"{line}\n  - my note"), FIRST)
    without = EVERYTHING.replace(items=tuple(item for item in EVERYTHING.items if item.id != FIRST))
    again = made(without, mine)
    assert "## Notes on what is no longer listed\n\n- [x] **Thank Anna" in again
    assert again.count("  - my note\n") == 1
    assert made(without, again) == again
    assert FIRST in ticked(again)
    back = made(EVERYTHING, again)
    assert line_of(back, FIRST).startswith("- [x]")
    assert back.count("  - my note\n") == 1


def test_line_ends_mark_and_last_line_break_stay_as_found() -> None:
    for data in (b"\xef\xbb\xbfmine\r\n", b"mine"):
        shown = render(MARKDOWN, EVERYTHING, Context(existing=data, target="list.md"))
        assert isinstance(shown, bytes)
        assert shown.startswith(data)
        assert shown.endswith(b"\n") is data.endswith(b"\n")
        assert shown.count(b"\r\n") == (shown.count(b"\n") if b"\r\n" in data else 0)


def test_what_is_not_ours_to_change_is_refused() -> None:
    with pytest.raises(PluginError, match=r"the list of another case \(quillon-data-engineer\)"):
        made(EVERYTHING.replace(case="other"), BEFORE)
    with pytest.raises(PluginError, match="not UTF-8, and nothing was changed"):
        made(EVERYTHING, b"caf\xe9")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\r", "\x1c"])
def test_a_note_with_other_line_breaks_stays_byte_for_byte(sign: str) -> None:
    note = f"  note a{sign}b"
    assert note in made(EVERYTHING, BEFORE.replace(LINE, f"{LINE}\n{note}"))


def test_what_is_around_our_lines_stays() -> None:
    front = "---\ntags: job\n---\n\n"
    assert made(EVERYTHING, front + BEFORE) == front + BEFORE
    ruled = "  text\n\n---\n\n  more"
    assert ruled in made(EVERYTHING, BEFORE.replace(LINE, f"{LINE}\n{ruled}"))
    mixed = BEFORE.replace(LINE, f"{LINE}\n  a note").replace("\n", "\r\n").replace("a note\r\n", "a note\n")
    assert "a note\n" in made(EVERYTHING, mixed)


@pytest.mark.parametrize(
    "line",
    [
        lambda line: line.replace("- [x]", "* [x]"),
        lambda line: f"  {line}",
        lambda line: f"{line} phoned instead",
        lambda line: f"{line} 📅 2026-11-21 ✅ 2026-11-20",
        lambda line: f"{line} ✅ 2026-11-20 ^abc",
        lambda line: line.replace("- [x]", "-   [X]"),
        lambda line: line.replace("[x]", "[x ]"),
        lambda line: line.replace("[x]", "[ X]"),
        lambda line: line.replace("[x]", "[v]"),
        lambda line: line.replace("[x]", "[✓]"),
        lambda line: line.replace("- [x]", "-[x]"),
        lambda line: line.replace("[x] **", "[x]**"),
    ],
    ids=[
        "star",
        "indented",
        "text behind",
        "obsidian due",
        "block id",
        "wide",
        "blank",
        "blank before",
        "v",
        "sign",
        "close before",
        "close behind",
    ],
)
def test_a_tick_is_known_however_it_is_written(line: Any) -> None:
    mine = BEFORE.replace(LINE, line(LINE.replace("- [ ]", "- [x]")))
    again = made(EVERYTHING, mine)
    assert FIRST in ticked(mine)
    assert FIRST in ticked(again)
    assert sum(f"`{FIRST}`" in one for one in again.split("\n")) == 1
    assert made(EVERYTHING, again) == again


def changed(item: str, **how: Any) -> Checklist:
    items = (one.replace(**how) if one.id == item else one for one in EVERYTHING.items)
    return EVERYTHING.replace(items=tuple(items))


def test_ticks_and_words_outlive_a_change_of_status() -> None:
    impossible = changed(FIRST, status="impossible")
    mine = tick(BEFORE, FIRST)
    assert FIRST in ticked(made(impossible, mine))
    assert "Greet Anna" in made(impossible, mine.replace("Thank Anna", "Greet Anna"))


def test_a_box_that_the_record_ticked_is_nobody_s_tick() -> None:
    """Else an entry that is taken out of the record would be logged again by `sync`."""
    assert line_of(BEFORE, DONE).startswith("- [x]")
    assert DONE not in ticked(BEFORE)
    undone = changed(DONE, status="due", done=None)
    assert line_of(made(undone, BEFORE), DONE).startswith("- [ ]")


def test_an_own_task_with_a_code_span_is_no_tick() -> None:
    assert "milk" not in ticked(BEFORE.replace(LINE, f"{LINE}\n- [x] buy `milk`"))


def test_a_dated_tick_does_not_freeze_our_words() -> None:
    mine = BEFORE.replace(LINE, LINE.replace("- [ ]", "- [x]") + " ✅ 2026-11-18")
    again = line_of(made(changed(FIRST, title="Thank Anna Weiss at once"), mine), FIRST)
    assert "at once" in again
    assert again.endswith("✅ 2026-11-18")


@pytest.mark.parametrize("sign", ["/", "-", ">", "?", "xx", "  "])
def test_other_signs_are_no_ticks(sign: str) -> None:
    assert FIRST not in ticked(BEFORE.replace(LINE, LINE.replace("- [ ]", f"- [{sign}]")))


def test_without_its_comment_a_list_is_left_alone() -> None:
    bare = re.sub(r"<!--.*?-->\n?", "", BEFORE, flags=re.DOTALL)
    with pytest.raises(PluginError, match="is gone from this list, and nothing was changed"):
        made(EVERYTHING, bare)
    with pytest.raises(PluginError, match="is damaged, and nothing was changed"):
        made(EVERYTHING, BEFORE[: BEFORE.rindex("\n", 0, -3)] + "\n")


def test_notes_on_what_is_gone_say_what_they_are_about_and_go_back() -> None:
    without = EVERYTHING.replace(items=tuple(item for item in EVERYTHING.items if item.id != FIRST))
    again = made(without, BEFORE.replace(LINE, f"{LINE}\n  - ask about the team"))
    assert "Thank Anna" in again.partition("## Notes on what")[2]
    back = made(EVERYTHING, again)
    assert back.index("ask about the team") < back.index("## Next")


def test_no_two_footnotes_have_one_label() -> None:
    like = samples.item("send-thank-you/first-anna", "Other", "due", voices=(samples.voice("hays", "17", "24"),))
    shown = made(EVERYTHING.replace(items=(*EVERYTHING.items, like)))
    labels = re.findall(r"^\[\^([^\]]+)\]:", shown, re.MULTILINE)
    assert len(labels) == len(set(labels)) > 5


def test_hostile_lists_merge_too() -> None:
    hostile = samples.hostile()
    first = made(hostile, show_all=True)
    assert made(hostile, first, show_all=True) == first
    line = next(line for line in first.split("\n") if line.startswith("- [ ]"))
    mine = first.replace(line, line.replace("- [ ]", "- [x]", 1))
    assert made(hostile, mine, show_all=True).count("\n- [x]") == first.count("\n- [x]") + 1


NOTES = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20).map(
    lambda text: f"  note {text.strip()}".rstrip()
)
EDITS = st.lists(st.tuples(st.integers(0, 120), st.sampled_from(["tick", "delete", "note"]), NOTES), max_size=6)


@settings(max_examples=80)
@given(EDITS, st.integers(0, 3))
def test_random_edits(edits: list[tuple[int, str, str]], drop: int) -> None:
    lines = BEFORE.splitlines()
    body = next(place for place, line in enumerate(lines) if line.startswith("<!--"))
    notes = []
    for place, how, note in edits:
        place = min(place, body - 1)
        if how == "tick":
            lines[place] = lines[place].replace("- [ ]", "- [x]", 1)
        elif how == "delete":
            lines[place] = ""
        else:
            lines.insert(place, note)
            body += 1
            notes.append(note)
    mine = "\n".join(lines) + "\n"
    later = EVERYTHING.replace(items=EVERYTHING.items[drop:])
    again = made(later, mine)
    for note in set(notes):
        assert again.splitlines().count(note) == mine.splitlines().count(note)
    assert ticked(again).keys() >= ticked(mine).keys()
    assert made(later, again) == again


# Other renderers


def boxes(html: str) -> list[tuple[bool, str]]:
    found = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>\s*(?:<label[^>]*>)?\s*<strong>(.*?)</strong>", html)
    states = [" checked" in tag for tag in re.findall(r"<input[^>]*>", html)]
    return list(zip(states, found, strict=True))


def expected(checklist: Checklist) -> list[tuple[bool, str]]:
    return [
        (item.status in ("done", "met"), words.titles(checklist)[item.id])
        for group in words.grouped(checklist)
        if group.key not in ("rest", "impossible")
        for item in group.items
        if item.kind in ("do", "expect") and not item.standing
    ]


def test_github_s_renderer_shows_the_same(tmp_path: Path) -> None:
    program = client("cmark-gfm")
    (tmp_path / "list.md").write_text(BEFORE, encoding="utf-8")
    extensions = [word for name in ("tasklist", "table", "autolink", "strikethrough") for word in ("-e", name)]
    html = run([program, "--unsafe", *extensions, "list.md"], home=tmp_path)
    assert boxes(html) == expected(EVERYTHING)


def test_voices_are_footnotes() -> None:
    github = pytest.importorskip("cmarkgfm", reason="cmarkgfm is not installed")
    html = github.github_flavored_markdown_to_html(BEFORE, github.cmark.Options.CMARK_OPT_FOOTNOTES)
    assert html.count('class="footnote-ref"') == BEFORE.count("[^") // 2 > 5
    assert "hays says" in html.partition("<section")[2]
    assert "[^" not in html


def test_markdown_it_shows_the_same() -> None:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    parser = MarkdownIt("commonmark").use(tasklists_plugin).use(footnote_plugin)
    assert boxes(parser.render(BEFORE)) == expected(EVERYTHING)
    hostile = parser.render(made(samples.hostile(), show_all=True))
    assert "<script" not in hostile
    assert hostile.count('type="checkbox"') == len(expected(samples.hostile()))
