"""The checklist as a GitHub-flavoured task list, to be read raw as well as rendered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Source, Voice
from checklist_engine.plugin import Context, Format, Refused, Tick, hookimpl
from checklist_plugins.markdown_escape import code, escape, link
from checklist_plugins.markdown_merge import merged
from checklist_plugins.markdown_read import Existing
from checklist_plugins.text_items import number_of_sources

_TICKED = ("done", "met")


_BOM = b"\xef\xbb\xbf"


def render(checklist: Checklist, context: Context) -> bytes:
    """The whole document; over an existing one a person's ticks, words and notes stay (see `markdown_merge`).

    Line ends, byte order mark and last line break stay as found. Raises Refused for a file that is not UTF-8, for the
    list of another case, for a todo.txt of ours, and for one of which nobody can tell any more which lines are ours.
    """
    data = context.existing or b""
    bom, data = (_BOM, data[len(_BOM) :]) if data.startswith(_BOM) else (b"", data)
    groups = [group for group in words.grouped(checklist) if group.key != "rest" or context.show_all]
    text = "\n".join(lines := _lines(checklist, groups, context)) + "\n"
    if context.target is not None:  # what is only looked at needs no memory
        ids = {words.clean(item.id) for group in groups for item in group.items}
        text = merged(lines, ids, checklist.case, _listed(data))
    return bom + text.encode("utf-8", "replace")


def ticks(data: bytes, context: Context) -> Iterator[Tick]:
    """The boxes of ours that the person ticked, with the day where one stands behind them (``✅ 2026-11-20``).

    One that the record had ticked already is none of theirs: else an entry taken out of the record would come back.
    """
    existing = Existing(_decoded(data.removeprefix(_BOM)))
    case = next(iter(existing.cases), "")
    for seen in existing.items.values():
        if seen.is_ticked and len(existing.cases) == 1:
            on, unread = seen.day
            yield Tick(case=case, item=seen.item, on=on, unread=unread)


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Refused("the file that is there is not UTF-8, and nothing was changed") from None


_TODO_LINE = re.compile(r"^(?!.*`).* uid:[^\s~:]+~[^\s~:]+~[0-9a-f]{8}[A-Z0][ \t\r]*$", re.MULTILINE)
"""A line of ours as the format todotxt writes it; in a list of ours such a line has its name between backticks."""


def _listed(data: bytes) -> str:
    """The text of a file that is to hold the list. Raises Refused for one of the other format that merges."""
    text = _decoded(data)
    if _TODO_LINE.search(text):
        raise Refused("the file that is there is a todo.txt list, and nothing was changed")
    return text


def _lines(checklist: Checklist, groups: Collection[words.Group], context: Context) -> list[str]:
    lines = [f"# {escape(checklist.title or checklist.case)}", ""]
    lines += [f"As of {escape(words.full(checklist.now))} ({escape(checklist.timezone)})."]
    for said in words.happened(checklist):
        lines += ["", f"{escape(said)}."]
    titles, labels = words.titles(checklist), _labels(groups)
    if not any(group.key in ("late", "now") for group in groups):
        lines += ["", "## Now", "", escape(words.nothing_now(checklist))]
    for group in groups:
        lines += ["", f"## {group.title}", ""]
        for item in group.items:
            first, *more = _item(item, titles[item.id], checklist.now, checklist.items, group.key, context)
            lines += [first + (f"[^{labels[item.id]}]" if item.id in labels else ""), *more]
    lines += _questions(checklist) + _notes(checklist) + _sources(checklist)
    lines += _voices(checklist, groups, labels)
    pack = checklist.pack
    count = words.count(number_of_sources(checklist), "source")
    made = f"Rules: {pack.title}, {pack.id} {pack.version} ({checklist.profile}, {count})."
    return [*lines, "", "---", "", escape(made)]


def _item(item: Item, title: str, now: str, items: Iterable[Item], group: str, context: Context) -> list[str]:
    """A task where there is something to tick, else a plain point."""
    told = "; ".join(words.told(item, now, items))
    front = "- "
    if item.kind in ("do", "expect") and group not in ("rest", "impossible") and not item.standing:
        front += "[x] " if item.status in _TICKED else "[ ] "
    line = f"{front}**{escape(title)}**"
    if told:
        line += f" – {escape(told)}"
    lines = [f"{line} {code(item.id)}"]
    if changed := words.tailored(item):
        lines.append(f"  - {escape(words.sentence(changed))}")
    if group in ("now", "late") or context.verbose:
        lines += [f"  - {escape(part.title)} ({escape(words.name(part.sources))})" for part in item.steps]
        lines += [f"  - Finally: {escape(part.title)} ({escape(words.name(part.sources))})" for part in item.checks]
    if context.verbose:
        lines += [f"  - {escape(part.edge.replace('_', ' '))}: {escape(part.text)}" for part in item.derivation]
    return lines


def _labels(groups: Iterable[words.Group]) -> dict[str, str]:
    """The labels of the footnotes by item: readable, and no two alike. What is over and done with has none."""
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for item in (item for group in groups if group.key != "done" for item in group.items if item.voices):
        label = re.sub(r"[^a-z0-9]+", "-", item.id.lower()).strip("-")
        if label != item.id.replace("/", "-") or label in taken:
            from hashlib import sha256

            label = f"{label[:40]}-{sha256(item.id.encode('utf-8', 'replace')).hexdigest()[:8]}"
        labels[item.id] = label
        taken.add(label)
    return labels


def _voices(checklist: Checklist, groups: Iterable[words.Group], labels: Mapping[str, str]) -> list[str]:
    """The footnotes: each source's voice on an item, in its window and in the pack's words."""
    lines = []
    for item in (item for group in groups for item in group.items if item.id in labels):
        said = [_voice(voice, checklist.now) for voice in item.voices]
        lines += ["", f"[^{labels[item.id]}]: {'; '.join(said)}."]
    return lines


def _voice(voice: Voice, now: str) -> str:
    said = f"{escape(words.voice(voice, now))} (“{escape(voice.says)}”)"
    said += f" – our reading: {_without_stop(voice.ours)}" if voice.ours else ""
    return said + (f" – your change: {_without_stop(voice.yours)}" if voice.yours else "")


def _without_stop(text: str) -> str:
    """A sentence of the pack's for the middle of a line, which brings its own stop."""
    return escape(words.clean(text).removesuffix("."))


def _questions(checklist: Checklist) -> list[str]:
    if not checklist.questions:
        return []
    lines = ["", "## Questions", "", "Answer in your file; `none` says that there is none.", ""]
    for question in checklist.questions:
        until_then = f" (until then: {escape(question.assumed)})" if question.assumed else ""
        lines.append(f"- {escape(question.ask)} {code(question.path or question.fact)}{until_then}")
    return lines


def _notes(checklist: Checklist) -> list[str]:
    return [line for note in words.notes(checklist.notes) for line in ("", f"Note: {escape(note)}")]


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
