"""The checklist as one page of its own: a timeline to look at, then the list. It asks the network for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Source
from checklist_engine.plugin import Context, Format, hookimpl
from checklist_plugins.html_style import STYLE
from checklist_plugins.html_timeline import text, timeline

_MARKS = {
    "done": "✓",
    "met": "✓",
    "skipped": "–",
    "overdue": "!",
    "broken": "!",
    "late": "!",
    "on-hold": "~",
    "in-force": "×",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(checklist: Checklist, context: Context) -> str:
    """The whole page. Text from record and rules stands in it as text, whatever it holds."""
    title = text(checklist.title or checklist.case)
    now = checklist.now
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>",
        f"<h1><bdi>{title}</bdi></h1>",
        f'<p class="soft"><time datetime="{escape(now)}">{text(words.full(now))}</time>',
        f"({text(checklist.timezone)})</p>",
        *(f"<p>{text(said)}.</p>" for said in words.happened(checklist)),
        *timeline(checklist),
    ]
    groups, titles = words.grouped(checklist), words.titles(checklist)
    if not any(group.key in ("late", "now") for group in groups):
        lines.append(f"<h2>Now</h2><p>{text(words.nothing_now(checklist))}</p>")
    for group in groups:
        if group.key == "rest" and not context.show_all:
            continue
        lines.append(f'<section><h2>{text(group.title)}</h2><ul class="items">')
        lines += [line for item in group.items for line in _item(item, titles[item.id], group.key, now)]
        lines.append("</ul></section>")
    lines += [*_questions(checklist), *_sources(checklist.sources)]
    lines += [f'<p class="soft">Note: {text("; ".join(checklist.notes))}</p>'] if checklist.notes else []
    pack = checklist.pack
    made = f"Rules: {pack.title}, {pack.id} {pack.version} ({checklist.profile})."
    return "\n".join([*lines, f'<p class="soft">{text(made)}</p>', "</main></body></html>"]) + "\n"


def _item(item: Item, title: str, group: str, now: str) -> list[str]:
    mark = _MARKS.get(item.status, "☐" if item.kind in ("do", "expect") and not item.standing else "·")
    said = "; ".join(words.told(item, now))
    lines = [
        f'<li class="{group}"><h3><span class="mark" aria-hidden="true">{mark}</span><bdi>{text(title)}</bdi></h3>',
        f"<p>{text(said)}</p>" if said else "",
    ]
    parts = [f"{words.clean(part.title)} ({words.name(part.sources)})" for part in (*item.steps, *item.checks)]
    if parts:
        lines.append(_details("How", parts))
    voices = [f"{words.voice(voice, now)}: {words.clean(voice.says)}" + _ours(voice.ours) for voice in item.voices]
    if voices:
        lines.append(_details("Who says so", voices))
    if item.derivation:
        lines.append(
            _details("How the dates come about", [f"{d.edge.replace('_', ' ')}: {d.text}" for d in item.derivation])
        )
    return [*lines, f"<code>{text(item.id)}</code></li>"]


def _ours(reading: str | None) -> str:
    return f" Our reading: {words.clean(reading)}." if reading else ""


def _details(summary: str, points: Iterable[str]) -> str:
    listed = "".join(f"<li><bdi>{text(point)}</bdi></li>" for point in points)
    return f"<details><summary>{summary}</summary><ul>{listed}</ul></details>"


def _questions(checklist: Checklist) -> list[str]:
    if not checklist.questions:
        return []
    points = [
        f"<li><bdi>{text(question.ask)}</bdi> <code>{text(question.path or question.fact)}</code>"
        + (f" (until then: {text(question.assumed)})" if question.assumed else "")
        + "</li>"
        for question in checklist.questions
    ]
    return [
        "<section><h2>Questions</h2><p>Answer in your file; none says that there is none.</p><ul>",
        *points,
        "</ul></section>",
    ]


def _sources(sources: Iterable[Source]) -> list[str]:
    points = [f"<li><b>{text(one.id)}</b>: {_link(one)}{_by(one)}</li>" for one in sources]
    return ["<section><h2>Sources</h2><ul>", *points, "</ul></section>"] if points else []


def _by(source: Source) -> str:
    return "".join(f", {text(part)}" for part in (source.author, source.publisher, source.published) if part)


def _link(source: Source) -> str:
    address = words.clean(source.url or "")
    if not address.lower().startswith(("https://", "http://")):
        return f"<bdi>{text(source.title)}</bdi>"
    return f'<a href="{escape(address)}" rel="noreferrer noopener"><bdi>{text(source.title)}</bdi></a>'


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `html`."""
    return [
        Format(
            name="html",
            summary="one page with a timeline, to look at and to print",
            suffix=".html",
            media_type="text/html",
            render=render,
            drops=("drafts",),
        )
    ]
