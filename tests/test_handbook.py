"""`checklist docs`: a handbook says all that the pack says, as Markdown and as a page, and nothing comes alive."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from commands import PACK, ROOT, Command
from tinypack import action, make, rule

from checklist_engine.english import Reader
from checklist_engine.handbook import Example, as_html, as_markdown, handbook
from checklist_engine.load.program import load_program

EVIL = "<script>alert(1)</script> | `a|b` **bold** [x](javascript:alert(1)) <img src=x onerror=y> @you \u202e"
VOID = {"meta", "br"}


class Page(HTMLParser):
    """What is on a page: its tags in balance, ids, links, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The handbook of after-interview: Markdown and HTML."""
    blocks = handbook(load_program(PACK, use_cache=False))
    return as_markdown(blocks), as_html(blocks)


def rendered(markdown: str) -> str:
    options = Options.CMARK_OPT_UNSAFE
    return str(cmarkgfm.markdown_to_html_with_extensions(markdown, options, extensions=["table"]))


def test_everything_is_in_both(pages: tuple[str, str]) -> None:
    program = load_program(PACK, use_cache=False)
    texts = [Page(rendered(pages[0])).text, Page(pages[1]).text]
    for text in (" ".join(one.split()) for one in texts):
        for one in Reader(program).rules():
            assert one.says in text, one.id
            assert one.id in text
        for file in program.pack.sources:
            assert file.data["title"] in text
            for slug, statement in file.data["statements"].items():
                assert f"{file.data['source']}/{slug}" in text
                assert " ".join(statement["says"].split()) in text
        for file in program.pack.actions:
            for part in (*file.data.get("steps", ()), *file.data.get("checks", ())):
                assert part["title"].partition("{")[0] in text
        for file in program.pack.messages:
            assert " ".join(file.data["body"].split()) in text


def test_the_two_have_the_same_links_and_each_leads_somewhere(pages: tuple[str, str]) -> None:
    markdown, html = Page(rendered(pages[0])), Page(pages[1])
    assert markdown.links == html.links
    assert sorted(markdown.ids) == sorted(html.ids)
    assert len(set(html.ids)) == len(html.ids)
    assert {link[1:] for link in html.links if link.startswith("#")} <= set(html.ids)
    assert all(link.startswith(("#", "https://")) for link in html.links)


def test_the_policy_lets_nothing_in_but_the_one_style(pages: tuple[str, str]) -> None:
    html = pages[1]
    [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in html
    page = Page(html)
    assert not page.tags & {"script", "img", "iframe", "link", "object", "form", "svg"}
    assert not {name for name in page.attributes if name == "style" or name.startswith("on")}
    assert "@media print" in style
    assert "url(" not in style
    assert "@import" not in style


def test_where_they_disagree_is_said_once_for_all_who_agree(pages: tuple[str, str]) -> None:
    chapter = pages[0].partition("## Where the sources disagree")[2].partition("## Sources")[0]
    assert "**dos-and-donts and six-rs**: Do not do “Ask where things stand” more than once in any 7 days" in chapter
    assert "### Thank your interviewer for the interview" in chapter
    assert "### Ask for a business card" not in chapter  # only one speaks of it


def test_the_same_bytes_each_time(command: Command) -> None:
    for folder in ("one", "two"):
        done = command("docs", "after-interview", "--output", folder)
        assert (done.code, done.err) == (0, "")
    one, two = command.folder / "one", command.folder / "two"
    assert sorted(path.name for path in one.iterdir()) == ["handbook.html", "handbook.md"]
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()
    assert command("docs", "after-interview").data == (one / "handbook.md").read_bytes()


def test_the_tests_are_its_examples(command: Command) -> None:
    command("pack", "new", "parcels")
    said = command("docs", "parcels").out
    assert "### Two weeks to send it back, unless the seal is broken" in said
    assert "**2026-11-17 09:00:** Mon 16 was the last day; after that it no longer helps." in said
    assert "- `send-back`: status lapsed" in said


def test_events_say_what_the_record_wants_then(tmp_path: Path) -> None:
    events = {"invited": {"title": "They invited you", "then": "Write the round."}, "rejected": "They said no"}
    tiny = make(tmp_path, action("write", rule("a", do={})), events=events)
    page = as_markdown(handbook(tiny.program))
    assert "| `invited` | They invited you | Write the round. |" in page
    assert "| `rejected` | They said no |" in page


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    tiny = make(
        tmp_path,
        action("write", rule("a", do={}, ours=EVIL), title=EVIL, about=EVIL,
               steps=[{"id": "s", "statement": "a/two", "title": EVIL}]),
        title=EVIL, summary=EVIL, events={"rejected": EVIL, "invited": {"title": EVIL, "then": EVIL}},
        profiles={"mine": {"title": EVIL, "weights": {"a": 2}, "actions": {"write": {"settle": "bold"}}}},
        conditions={"named": [{"heard": "rejected"}, {"not": {"did": "leave"}}]},
    )  # fmt: skip
    blocks = handbook(tiny.program, [Example(title=EVIL, at="2026-11-17 10:00", because=EVIL, expect=((EVIL, ()),))])
    for page in (Page(as_html(blocks)), Page(rendered(as_markdown(blocks)))):
        assert not page.tags & {"script", "img"}
        assert all(link.startswith("#") for link in page.links)
        assert page.text.count("<script>alert(1)</script>") >= 9
        assert "\u202e" not in page.text
    rows = [line for line in as_markdown(blocks).splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows if "rule-" in row} == {5}


def test_every_pack_has_one(tmp_path: Path) -> None:
    loans = ROOT / "examples/plugins/checklist-engine-loans/checklist_engine_loans/rules"
    blocks = handbook(load_program(loans, use_cache=False))
    assert "They do not, as far as these rules go." in as_markdown(blocks)
    assert Page(as_html(blocks)).links == Page(rendered(as_markdown(blocks))).links


def test_slips(command: Command) -> None:
    done = command("docs", "after-intervew")
    assert (done.code, done.meant) == (2, "after-interview")
    command.write("file", "x")
    assert command("docs", "after-interview", "--output", "file").code == 2
    assert (command.folder / "file").read_bytes() == b"x"
