"""Any text in every field, in every format: what comes out has the structure that it has with a plain word there."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.policy import SMTP
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from checklist_engine import words
from checklist_engine.plugin import Rendered
from checklist_engine.plugins import BUILT_IN, find_format, render
from checklist_engine.testing import context_for, samples

PIECES = (
    *("\n", "\r\n", "|", "<script>alert(1)</script>", "x ", "(A) ", " +p", " @c", " due:2026-01-01", "=HYPERLINK(1)"),
    *(
        "\x1b[2J",
        "\u2028",
        "\u202e",
        "👩\u200d💻",
        "א",
        "`",
        "``` ",
        "- [x] ",
        "# ",
        "[^a]",
        "<!-- ",
        "-->",
        "&amp;",
        '"',
    ),
    *("\\", "\r\nBcc: a@b.example", ";", ",", "BEGIN:VEVENT", "%", "\x00", "\ud800", "'", "{", "http://a.example"),
    *("> ", "1. ", "***", "___", "~~", "![i](u)", "]]>", "=?utf-8?q?=41?=", "--", "\t", "    ", "id:", "]", "</svg>"),
)
TEXT = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join),
    st.text(st.characters(), min_size=1, max_size=60),
    st.sampled_from(["word " * 400, "w" * 2_000]),
).filter(lambda text: words.clean(text).strip() != "" and not words.clean(text).strip().startswith("http"))
"""Of what is not to be seen there is nothing to show; an address of a source may well become a link."""


class Tags(HTMLParser):
    """Counts the elements of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen[f"{tag} {' '.join(sorted(name for name, _ in attrs))}"] += 1

    def handle_decl(self, decl: str) -> None:
        self.seen[f"!{decl}"] += 1

    def handle_comment(self, data: str) -> None:
        self.seen["comment"] += 1


def of_html(text: str) -> Any:
    tags = Tags()
    tags.feed(text)
    tags.close()
    return tags.seen


def of_mail(data: bytes) -> Any:
    message = message_from_bytes(data, policy=SMTP)
    assert not message.defects
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    return sorted(message.keys()), list(map(_part, message.walk()))


def _part(part: Any) -> Any:
    kind = part.get_content_type()
    return kind, part.get_content_disposition(), of_html(part.get_content()) if kind == "text/html" else None


PARSER = MarkdownIt("commonmark").use(tasklists_plugin).use(footnote_plugin)


def of_markdown(text: str) -> Any:
    html = re.sub(r"<!-- checklist.*?-->", "", PARSER.render(text), flags=re.DOTALL)
    found = of_html(html)
    del found["code "]  # what a renderer would make a link of is shown as code
    return found


def of_ics(text: str) -> Any:
    from icalendar import Calendar

    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
    calendar = Calendar.from_ical(text)
    return [(part.name, sorted(part)) for part in calendar.walk()]


def of_todotxt(text: str) -> Any:
    """What stands in front, and the keys behind: a title is neither."""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)
    lines = text.split("\n")
    return [
        (
            re.match(r"(?:x \d{4}-\d\d-\d\d |\([A-Z]\) )?(?:\d{4}-\d\d-\d\d )+", line) is not None,
            len(re.findall(r"(?:^|\s)[+@]\S", line)),
            len(re.findall(r"(?:^|\s)(?:due|t|uid|id|rec|p|h|pri):\S", line)),
        )
        for line in lines
    ]


def of_json(text: str) -> Any:
    def shape(data: Any) -> Any:
        if isinstance(data, dict):
            return {key: shape(value) for key, value in data.items()}
        return [shape(value) for value in data] if isinstance(data, list) else type(data).__name__

    return shape(json.loads(text))


def of_csv(data: bytes) -> Any:
    rows = list(csv.reader(data.decode().splitlines(keepends=True)))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    return [len(row) for row in rows]


def of_text(text: str) -> Any:
    """It is wrapped, so that lines prove nothing; it must not move the cursor."""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text)


def of_drafts(files: Mapping[str, bytes]) -> Any:
    assert all(re.fullmatch(r"[\w.-]+", name) for name in files)
    return sorted(of_mail(data)[0] for name, data in files.items() if name.endswith(".eml"))


STRUCTURE: dict[str, Callable[[Any], Any]] = {
    "text": of_text, "markdown": of_markdown, "json": of_json, "todotxt": of_todotxt, "html": of_html, "csv": of_csv,
    "ics": of_ics, "drafts": of_drafts, "email": of_mail,
}  # fmt: skip
BYTES = ("csv", "email")


def structure(name: str, text: str) -> Any:
    chosen = find_format(name)
    made: Rendered = render(chosen, samples.hostile(text), context_for(chosen, show_all=True, verbose=True))
    if isinstance(made, bytes) and name not in BYTES:
        made = made.decode()
    elif isinstance(made, str) and name in BYTES:
        made = made.encode()
    return STRUCTURE[name](made)


def test_every_format_is_here() -> None:
    assert set(STRUCTURE) == set(BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
@settings(max_examples=50, deadline=None)
@given(text=TEXT)
def test_text_stays_in_its_field(name: str, text: str) -> None:
    assert structure(name, text) == structure(name, "word")
