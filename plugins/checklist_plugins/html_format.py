"""The checklist as one page that needs nothing else: no network, no script; to be looked at, shown and printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checklist_engine import words
from checklist_engine.checklist import Checklist, Source
from checklist_engine.plugin import Context, Format, hookimpl

_ROOM = 3_000_000
"""Characters of the list after which items are told without their details: browsers are to stay quick."""


def render(checklist: Checklist, context: Context) -> str:
    """The whole page, ending in a line break."""
    from checklist_plugins.html_plot import DEFINITIONS
    from checklist_plugins.html_style import STYLE
    from checklist_plugins.html_text import bdi, esc, timed
    from checklist_plugins.html_timeline import timeline

    title = checklist.title or checklist.case
    groups = tuple(group for group in words.grouped(checklist) if group.key != "rest" or context.show_all)
    titles = words.titles(checklist)
    anchors = {item.id: f"item-{number}" for number, item in enumerate(checklist.items, 1)}
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(STYLE)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{esc(title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        DEFINITIONS,
        "<header>",
        f"<h1>{bdi(title)}</h1>",
        f'<p class="as-of">As of {timed(checklist.now, words.full(checklist.now))} ({bdi(checklist.timezone)})</p>',
        *(f'<p class="happened" dir="auto">{esc(said)}.</p>' for said in words.happened(checklist)),
        *_nothing_now(checklist, groups),
        *_contents(groups),
        "</header>",
        "<main>",
        *timeline(checklist, groups, titles, anchors),
        *_list(checklist, groups, titles, anchors),
        *_questions(checklist),
        *_notes(checklist),
        *_sources(checklist),
        "</main>",
        "<footer>",
        f"<p>{_made(checklist)}</p>",
        "</footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _policy(style: str) -> str:
    """Nothing may be loaded and nothing run; the one style is known by its hash."""
    from base64 import b64encode
    from hashlib import sha256

    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _nothing_now(checklist: Checklist, groups: Iterable[words.Group]) -> list[str]:
    from checklist_plugins.html_text import esc

    if any(group.key in ("late", "now") for group in groups):
        return []
    return [f'<p class="nothing" dir="auto">{esc(words.nothing_now(checklist))}</p>']


def _contents(groups: Iterable[words.Group]) -> list[str]:
    from checklist_plugins.html_text import esc

    links = [f'<li><a href="#{group.key}">{esc(group.title)} <b>{len(group.items)}</b></a></li>' for group in groups]
    return [f'<nav aria-label="Groups"><ul>{"".join(links)}</ul></nav>'] if links else []


def _list(
    checklist: Checklist, groups: Iterable[words.Group], titles: Mapping[str, str], anchors: Mapping[str, str]
) -> list[str]:
    from checklist_plugins.html_items import entry
    from checklist_plugins.html_text import esc

    lines: list[str] = []
    used = 0
    for group in groups:
        lines += [f'<section aria-labelledby="{group.key}">', f'<h2 id="{group.key}">{esc(group.title)}</h2>']
        lines += ['<ul class="items">']
        for item in group.items:
            said = entry(
                item, titles[item.id], anchors[item.id], group.key, checklist.now, checklist.items, details=used < _ROOM
            )
            lines.append(said)
            used += len(lines[-1])
        lines += ["</ul>", "</section>"]
    if used >= _ROOM:
        lines.append("<p>This list is so long that its later part is without steps and sources.</p>")
    return lines


def _questions(checklist: Checklist) -> list[str]:
    from checklist_plugins.html_text import bdi, esc

    if not checklist.questions:
        return []
    lines = ['<section aria-labelledby="questions">', '<h2 id="questions">Questions</h2>']
    lines += [
        "<p><code>checklist questions</code> asks them; or answer in your file, <code>none</code> for none.</p>",
        '<ul class="questions">',
    ]
    for question in checklist.questions:
        until_then = f"<br>Until then: {bdi(question.assumed)}" if question.assumed else ""
        lines.append(f"<li>{bdi(question.ask)} <code>{esc(question.path or question.fact)}</code>{until_then}</li>")
    return [*lines, "</ul>", "</section>"]


def _notes(checklist: Checklist) -> list[str]:
    from checklist_plugins.html_text import esc

    if not checklist.notes:
        return []
    lines = [f'<li dir="auto">{esc(words.sentence(note))}</li>' for note in checklist.notes]
    return ['<section aria-labelledby="notes">', '<h2 id="notes">Notes</h2>', "<ul>", *lines, "</ul>", "</section>"]


def _sources(checklist: Checklist) -> list[str]:
    if not checklist.sources:
        return []
    lines = ['<section aria-labelledby="sources">', '<h2 id="sources">Sources</h2>', '<dl class="sources">']
    return [*lines, *map(_source, checklist.sources), "</dl>", "</section>"]


def _source(source: Source) -> str:
    from checklist_plugins.html_text import address, bdi

    link = address(source.url)
    title = f'<a href="{link}" rel="noreferrer">{bdi(source.title)}</a>' if link else bdi(source.title)
    by = [bdi(part) for part in (source.author, source.publisher, source.published) if part]
    return f"<div><dt>{bdi(source.id)}</dt><dd>{', '.join([title, *by])}</dd></div>"


def _made(checklist: Checklist) -> str:
    from checklist_plugins.html_text import bdi
    from checklist_plugins.text_items import number_of_sources

    pack = checklist.pack
    count = words.count(number_of_sources(checklist), "source")
    return f"Rules: {bdi(pack.title)}, {bdi(f'{pack.id} {pack.version}')} ({bdi(checklist.profile)}, {count})."


def _owns(data: bytes) -> bool:
    """It begins and ends as ours do, with nothing before or behind it."""
    ours = b"default-src 'none'; style-src 'sha256-" in data[:1_000]
    return ours and data.startswith(b"<!doctype html>\n") and data.endswith(b"</html>\n")


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `html`."""
    return [
        Format(
            name="html",
            summary="a page with a timeline, to look at, to show and to print",
            suffix=".html",
            media_type="text/html",
            render=render,
            owns=_owns,
            drops=("drafts",),
        )
    ]
