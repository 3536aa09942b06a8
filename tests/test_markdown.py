"""The Markdown and JSON formats: what readers of both make of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import samples
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from test_words import ANY_TEXT

from checklist_engine import words
from checklist_engine.checklist import Checklist, as_json
from checklist_engine.plugin import Context
from checklist_plugins import json_format, markdown
from checklist_plugins.markdown_escape import code, escape, link

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas/checklist.schema.json").read_text(encoding="utf-8"))
PARTS = [*"\\`*_{}[]<>()#+-.!|~&@:/=$^ 1a\"'\n", "http://", "www.", "@me", "#1", "&lt;", "- [ ] ", "<!-- "]
SIGNS = st.lists(st.sampled_from(PARTS)).map("".join)


def document(checklist: Checklist, **how: Any) -> str:
    return markdown.render(checklist, Context(**how)).decode()


def parser() -> Any:
    module = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed")
    return module.MarkdownIt("commonmark").enable(["table", "strikethrough"])


def readable(html: str) -> str:
    """The text of one rendered paragraph; fails where it holds any element but a code span."""
    inner = html.strip().removeprefix("<p>").removesuffix("</p>")
    bare = inner.replace("<code>", "").replace("</code>", "")
    assert "<" not in bare, html
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        bare = bare.replace(entity, sign)
    return bare


@given(st.one_of(SIGNS, ANY_TEXT))
@example(samples.HOSTILE)
@example("1. one")
@example("- [x] done")
@example("===")
@example("&amp; &#35;")
@settings(deadline=None)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    assert readable(parser().render(escape(text))) == words.clean(text)
    assert readable(parser().render("x " + code(text))) == f"x {words.clean(text)}".strip()


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("@name", "`@name`"),
        ("see #12.", "see `#12.`"),
        ("a@b.example", "`a@b.example`"),
        ("www.example.com", "`www.example.com`"),
        ("https://x.example/a_b", "`https://x.example/a_b`"),
        ("GH-12", "`GH-12`"),
        ("deadbeef01", "`deadbeef01`"),
        ("a | b <i>", "a \\| b \\<i\\>"),
        ("1. one", "1\\. one"),
        ("- one", "\\- one"),
        ("4–5 lines, e.g. well-known (yes!)", "4–5 lines, e.g. well-known (yes!)"),
    ],
)
def test_nothing_comes_alive(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_links_only_lead_to_web_pages() -> None:
    assert link("A [b]", "https://x.example/a(b) c") == "[A \\[b\\]](https://x.example/a%28b%29%20c)"
    assert link("A", "javascript:alert(1)") == "A"
    assert link("A", None) == "A"


def test_tasks_and_headings() -> None:
    shown = document(samples.everything())
    assert shown.startswith("# Data engineer at Quillon Maps\n\nAs of Thu 19 Nov 2026, 09:30")
    headings = re.findall(r"^## (.*)$", shown, re.MULTILINE)
    assert headings[:5] == ["Late", "Now", "Next", "Keep on", "Keep from doing"]
    assert headings[-1] == "Sources"
    ticked = re.findall(r"^- \[x\] \*\*(.*?)\*\*", shown, re.MULTILINE)
    assert ticked == ["Their letter", "Thank Tom Reuter for the interview"]
    assert "- [ ] **Thank Anna Weiss for the interview** – now until 11:00" in shown
    assert "**hays**: [The article hays](https://hays.example/after-an-interview), Hays Luxembourg" in shown
    assert not re.search(r"^- \[.\] \*\*Stop looking", shown, re.MULTILINE), "nothing to tick in a prohibition"


def test_the_rest_is_shown_on_demand() -> None:
    assert "Ask for a business card" not in document(samples.everything())
    assert "the interview was by video" in document(samples.everything(), show_all=True)
    assert "our reading: that the morning counts" in document(samples.everything(), verbose=True)


def test_a_footnote_ends_with_one_stop() -> None:
    said = samples.everything()
    item = next(item for item in said.items if item.voices and item.status == "due")
    told = item.voices[0].replace(ours="That is ours.", yours="And this is mine.")
    shown = document(said.replace(items=(item.replace(voices=(told,)),)))
    assert "our reading: That is ours – your change: And this is mine.\n" in shown


@given(st.one_of(SIGNS, ANY_TEXT).filter(lambda text: bool(words.clean(text))))
@example(samples.HOSTILE)
@settings(max_examples=30, deadline=None)
def test_a_hostile_record_changes_nothing_but_text(text: str) -> None:
    def outline(checklist: Checklist) -> list[str]:
        kinds: list[str] = []
        for token in parser().parse(document(checklist, show_all=True, verbose=True)):
            inner = {child.type for child in token.children or ()} - {"text", "code_inline"}
            kinds += [token.type, *sorted(inner - {"strong_open", "strong_close", "link_open", "link_close"})]
        return kinds

    assert outline(samples.hostile(text)) == outline(samples.hostile("harmless"))


def test_github_makes_task_lists_of_it() -> None:
    github = pytest.importorskip("cmarkgfm", reason="cmarkgfm is not installed")
    html = github.github_flavored_markdown_to_html(document(samples.everything()))
    assert html.count('type="checkbox"') == document(samples.everything()).count("\n- [")
    live = github.github_flavored_markdown_to_html(document(samples.hostile()))
    assert "<script" not in live
    assert "mailto:" not in live
    assert "<a " not in live


@pytest.mark.parametrize("name", samples.ALL)
def test_json_is_the_checklist_and_fits_its_schema(name: str) -> None:
    checklist = samples.ALL[name]()
    shown = json_format.render(checklist, Context())
    assert shown == json_format.render(samples.ALL[name](), Context())
    assert shown.endswith("\n}\n")
    assert json.loads(shown.encode()) == as_json(checklist)
    Draft7Validator.check_schema(SCHEMA)
    problems = [error.message for error in Draft7Validator(SCHEMA).iter_errors(json.loads(shown))]
    assert problems == []


def test_the_schema_knows_every_field_and_no_other() -> None:
    """Each object of the JSON has exactly the properties of its definition, all required and described."""
    from checklist_engine import checklist as module
    from checklist_engine.value import Value

    names = {"PackInfo": "pack", "NotBy": "not_by"}
    for kind in vars(module).values():
        if not (isinstance(kind, type) and issubclass(kind, Value) and kind is not Value):
            continue
        name = names.get(kind.__name__, kind.__name__.lower())
        definition = SCHEMA if kind is Checklist else SCHEMA["definitions"][name]
        fields = [field.rstrip("_") for field in kind._fields]
        assert list(definition["properties"]) == fields
        assert definition["required"] == fields
        assert definition["additionalProperties"] is False
        assert all(part.get("description") for part in definition["properties"].values())
        assert definition["title"]
