"""The checklist as a GitHub-flavoured task list, to be read raw as well as rendered."""

from __future__ import annotations

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Source
from checklist_engine.plugin import Context, Format, hookimpl
from checklist_plugins.markdown_escape import code, escape, link
from checklist_plugins.text_items import number_of_sources

_TICKED = ("done", "met")


def render(checklist: Checklist, context: Context) -> str:
    """The whole document, ending in a line break."""
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
    pack = checklist.pack
    count = words.count(number_of_sources(checklist), "source")
    made = f"Rules: {pack.title}, {pack.id} {pack.version} ({checklist.profile}, {count})."
    return "\n".join([*lines, "", "---", "", escape(made)]) + "\n"


def _item(item: Item, title: str, now: str, group: str, context: Context) -> list[str]:
    """A task where there is something to tick, else a plain point."""
    told = "; ".join(words.told(item, now))
    front = "- "
    if item.kind in ("do", "expect") and group not in ("rest", "impossible") and not item.standing:
        front += "[x] " if item.status in _TICKED else "[ ] "
    line = f"{front}**{escape(title)}**"
    if told:
        line += f" – {escape(told)}"
    lines = [f"{line} {code(item.id)}"]
    if group in ("now", "late") or context.verbose:
        lines += [f"  - {escape(part.title)} ({escape(words.name(part.sources))})" for part in item.steps]
        lines += [f"  - Finally: {escape(part.title)} ({escape(words.name(part.sources))})" for part in item.checks]
    if context.verbose:
        for voice in item.voices:
            lines.append(f"  - {escape(words.voice(voice, now))}: {escape(voice.says)}")
            if voice.ours:
                lines[-1] += f" Our reading: {escape(words.clean(voice.ours))}."
        lines += [f"  - {escape(part.edge.replace('_', ' '))}: {escape(part.text)}" for part in item.derivation]
    return lines


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
            drops=("drafts",),
        )
    ]
