"""The checklist as a GitHub-flavoured task list, to be read raw as well as rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Source, Voice
from checklist_engine.plugin import Context, Format, Refused, Tick, hookimpl
from checklist_plugins.markdown_escape import code, escape, link
from checklist_plugins.markdown_merge import Existing, merged
from checklist_plugins.text_items import number_of_sources

_TICKED = ("done", "met")


_BOM = b"\xef\xbb\xbf"


def render(checklist: Checklist, context: Context) -> bytes:
    """The whole document; over an existing one a person's ticks, words and notes stay (see `markdown_merge`).

    Line ends, byte order mark and last line break stay as found. Raises Refused for a file that is not UTF-8, or the
    list of another case.
    """
    data = context.existing or b""
    bom, data = (_BOM, data[len(_BOM) :]) if data.startswith(_BOM) else (b"", data)
    lines = _lines(checklist, context)
    if context.target is not None:  # what is only looked at needs no memory
        lines = merged(lines, checklist.case, _decoded(data))
    ending = "\r\n" if b"\r\n" in data else "\n"
    last = ending if not data or data.endswith(b"\n") else ""
    return bom + (ending.join(lines) + last).encode("utf-8", "replace")


def ticks(data: bytes, context: Context) -> Iterator[Tick]:
    """The boxes of ours that are ticked, with the day where one stands behind them (``✅ 2026-11-20``)."""
    existing = Existing(_decoded(data.removeprefix(_BOM)))
    for item, day in existing.ticked.items():
        yield Tick(case=existing.case or "", item=item, on=day)


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Refused("the file that is there is not UTF-8, and nothing was changed") from None


def _lines(checklist: Checklist, context: Context) -> list[str]:
    lines = [f"# {escape(checklist.title or checklist.case)}", ""]
    lines += [f"As of {escape(words.full(checklist.now))} ({escape(checklist.timezone)})."]
    for said in words.happened(checklist):
        lines += ["", f"{escape(said)}."]
    groups, titles = words.grouped(checklist), words.titles(checklist)
    if not any(group.key in ("late", "now") for group in groups):
        lines += ["", "## Now", "", escape(words.nothing_now(checklist))]
    for group in groups:
        if group.key != "rest" or context.show_all:
            lines += ["", f"## {group.title}", ""]
            lines += [
                line for item in group.items for line in _item(item, titles[item.id], checklist.now, group.key, context)
            ]
    lines += _questions(checklist) + _notes(checklist) + _sources(checklist)
    lines += _voices(checklist, groups, context.show_all)
    pack = checklist.pack
    count = words.count(number_of_sources(checklist), "source")
    made = f"Rules: {pack.title}, {pack.id} {pack.version} ({checklist.profile}, {count})."
    return [*lines, "", "---", "", escape(made)]


def _item(item: Item, title: str, now: str, group: str, context: Context) -> list[str]:
    """A task where there is something to tick, else a plain point."""
    told = "; ".join(words.told(item, now))
    front = "- "
    if item.kind in ("do", "expect") and group not in ("rest", "impossible") and not item.standing:
        front += "[x] " if item.status in _TICKED else "[ ] "
    line = f"{front}**{escape(title)}**"
    if told:
        line += f" – {escape(told)}"
    lines = [f"{line} {code(item.id)}" + (f"[^{_label(item)}]" if _is_voiced(item, group) else "")]
    if group in ("now", "late") or context.verbose:
        lines += [f"  - {escape(part.title)} ({escape(words.name(part.sources))})" for part in item.steps]
        lines += [f"  - Finally: {escape(part.title)} ({escape(words.name(part.sources))})" for part in item.checks]
    if context.verbose:
        lines += [f"  - {escape(part.edge.replace('_', ' '))}: {escape(part.text)}" for part in item.derivation]
    return lines


def _is_voiced(item: Item, group: str) -> bool:
    """Whether a footnote says what each source says: not of what is over and done with."""
    return bool(item.voices) and group != "done"


def _label(item: Item) -> str:
    """The label of an item's footnote: readable, and no two alike."""
    from hashlib import sha256

    plain = re.sub(r"[^a-z0-9]+", "-", item.id.lower()).strip("-")
    return (
        plain
        if plain == item.id.replace("/", "-")
        else f"{plain[:40]}-{sha256(item.id.encode('utf-8', 'replace')).hexdigest()[:6]}"
    )


def _voices(checklist: Checklist, groups: Iterable[words.Group], show_all: bool) -> list[str]:
    """The footnotes: each source's voice on an item, in its window and in the pack's words."""
    lines = []
    for group in groups:
        for item in group.items if group.key != "rest" or show_all else ():
            if _is_voiced(item, group.key):
                said = [_voice(voice, checklist.now) for voice in item.voices]
                lines.append(f"[^{_label(item)}]: {'; '.join(said)}.")
    return ["", *(part for line in lines for part in (line, ""))][:-1] if lines else []


def _voice(voice: Voice, now: str) -> str:
    said = f"{escape(words.voice(voice, now))} (“{escape(voice.says)}”)"
    return f"{said} – our reading: {escape(words.clean(voice.ours))}" if voice.ours else said


def _questions(checklist: Checklist) -> list[str]:
    if not checklist.questions:
        return []
    lines = ["", "## Questions", "", "Answer in your file; `none` says that there is none.", ""]
    for question in checklist.questions:
        until_then = f" (until then: {escape(question.assumed)})" if question.assumed else ""
        lines.append(f"- {escape(question.ask)} {code(question.path or question.fact)}{until_then}")
    return lines


def _notes(checklist: Checklist) -> list[str]:
    return ["", f"Note: {escape('; '.join(checklist.notes))}"] if checklist.notes else []


def _sources(checklist: Checklist) -> list[str]:
    return ["", "## Sources", "", *map(_source, checklist.sources)] if checklist.sources else []


def _source(source: Source) -> str:
    by = [escape(part) for part in (source.author, source.publisher, source.published) if part]
    return f"- **{escape(source.id)}**: " + ", ".join([link(source.title, source.url), *by])


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `markdown`."""
    return [
        Format(
            name="markdown",
            summary="a task list for GitHub, GitLab, Obsidian and their like",
            suffix=".md",
            media_type="text/markdown",
            render=render,
            ticks=ticks,
            drops=("drafts",),
        )
    ]
