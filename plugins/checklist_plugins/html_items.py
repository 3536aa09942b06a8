"""One item in the list: what, when, who agrees, how to do it; folded: what each source says and the dates."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine import words
from checklist_engine.checklist import Item, Step, Voice
from checklist_plugins.html_stand import STANDS, voice_stand
from checklist_plugins.html_text import bdi, esc, stretch, timed

_FEW = 5
_STATES = {
    "open": "Open",
    "due": "Due",
    "upcoming": "Upcoming",
    "overdue": "Overdue",
    "lapsed": "Too late",
    "done": "Done",
    "waiting": "Waiting",
    "on-hold": "On hold",
    "impossible": "Impossible",
    "not-applicable": "Does not apply",
    "closed": "Closed",
    "skipped": "Skipped",
    "in-force": "In force",
    "broken": "Broken",
    "lifted": "Lifted",
    "late": "Late",
    "met": "Heard",
}


def lead(item: Item, now: str) -> str:
    """The first thing to know: when, and how many agree."""
    closes = words.until(item.window.closes, now) if item.window.closes else ""
    if item.status in ("done", "met", "skipped"):
        return words.done(item, now)
    if item.status == "overdue":
        return "; ".join(said for said in (words.overdue(item, now), words.advised(item)) if said)
    if item.status == "broken":
        return f"broken {words.often(item.broken, now)}"
    if item.kind == "expect":
        return f"{'was ' if item.status == 'late' else ''}expected {closes}" if closes else ""
    if item.standing:
        return f"done last: {words.done(item, now)}" if item.done else ""
    if item.status == "on-hold":
        return words.held(item, now)
    if item.kind == "do" and item.status in ("open", "due", "upcoming"):
        return words.when(item, now)
    return f"was open {closes}" if item.status == "lapsed" and closes else closes


def told(item: Item, now: str, items: Iterable[Item]) -> list[str]:
    """What else there is to know, the most important first; may hold empty texts. `items`: the whole checklist's."""
    said = [item.reason or ""]
    if item.kind == "do" and item.status in ("open", "due", "upcoming", "on-hold") and not item.standing:
        held = item.status == "on-hold"
        said = [
            words.when(item, now) if held and item.window.best else "",
            words.progress(item),
            words.late(item),
            words.runner_up(item, now),
            words.dissent(item, now),
            words.not_by(item, now),
            *said,
        ]
    elif item.kind == "expect" and item.status == "late":
        said = [words.asking(item, now, items), *said]
    elif item.status == "broken" and item.window.closes:
        said = [words.until(item.window.closes, now), *said]
    said += words.too_often(item)
    if item.voices and (item.kind != "do" or item.standing):
        said.append(f"according to {words.who(item)}")
    return [*said, words.assuming(item), words.tailored(item)]


def entry(
    item: Item, title: str, anchor: str, group: str, now: str, items: Iterable[Item], details: bool = True
) -> str:
    """The list item; without `details` only what, when and its id."""
    first = lead(item, now)
    lines = [f'<li class="item {item.kind.replace("_", "-")}" id="{anchor}">']
    box = '<span class="box" aria-hidden="true"></span>' if _is_task(item, group) else ""
    marks = f'<span class="chip {esc(item.status)}">{esc(state(item))}</span>'
    if item.provisional:
        marks += ' <span class="chip provisional">Provisional</span>'
    id_ = f'<code class="id">{bdi(item.id)}</code>'
    lines += [f'<div class="head">{box}<h3>{bdi(title)}</h3> <span class="chips">{marks}</span> {id_}</div>']
    if first:
        lines += [f'<p class="lead" dir="auto">{esc(words.sentence(first))}</p>']
    if more := [words.sentence(said) for said in told(item, now, items) if said]:
        lines += [f'<p class="more" dir="auto">{esc(" ".join(more))}</p>']
    if details:
        lines += [*_steps(item, group in ("late", "now"), now), *_folded(item, now)]
    return "".join([*lines, "</li>"])


def state(item: Item) -> str:
    """The status in a word or two."""
    return "No need" if (item.kind, item.status) == ("need_not", "open") else _STATES.get(item.status, item.status)


def _is_task(item: Item, group: str) -> bool:
    return item.kind == "do" and group in ("late", "now", "next") and not item.standing


def _steps(item: Item, is_pressing: bool, now: str) -> list[str]:
    """Steps and checks: a few of what is pressing are open to see."""
    parts = (("step", item.steps), ("check", item.checks))
    count = words.join(words.count(len(steps), name) for name, steps in parts if steps)
    if not count:
        return []
    is_open = " open" if is_pressing and len(item.steps) + len(item.checks) <= _FEW else ""
    lines = [f'<details class="how"{is_open}><summary>{count}</summary>']
    for name, steps in parts:
        if steps:
            lines += ["<p>Before it is done:</p>"] if name == "check" and item.steps else []
            lines += ['<ul class="steps">', *(_step(step, now) for step in steps), "</ul>"]
    return [*lines, "</details>"]


def _step(step: Step, now: str) -> str:
    by = f", {timed(step.by, words.by(step.by, now))}" if step.by else ""
    return f'<li>{bdi(step.title)}{by} <span class="by">({esc(words.name(step.sources))})</span></li>'


def _folded(item: Item, now: str) -> list[str]:
    """What each source says and how the dates came about."""
    dates = _dates(item, now)
    if not (item.voices or dates):
        return []
    count = len(words.speaking(item))
    names = (words.count(count, "source") if count else "", "dates" if dates else "")
    summary = words.join(name for name in names if name)
    return [f"<details><summary>{summary}</summary>{voices(item, now)}{dates}</details>"]


def voices(item: Item, now: str, most: int | None = None) -> str:
    """What each source says: when, in which words, and whether that agrees with the best time."""
    if not item.voices:
        return ""
    spoken = item.voices if most is None else words.voices(item, now)[:most]
    lines = [_voice(voice, item, now) for voice in spoken]
    if most is not None and len(item.voices) > most:
        lines.append(f"<li>and {len(item.voices) - most} more, in the list below</li>")
    return f'<ul class="voices">{"".join(lines)}</ul>'


def _voice(voice: Voice, item: Item, now: str) -> str:
    stand = voice_stand(voice, item, now)
    mark = f'<span class="stand {stand}">{STANDS[stand]}</span> ' if stand else ""
    ours = f' <span class="ours">Our reading: {esc(words.sentence(voice.ours))}</span>' if voice.ours else ""
    if voice.yours:
        ours += f' <span class="ours">Your change: {esc(words.sentence(voice.yours))}</span>'
    return f'<li dir="auto">{mark}{esc(words.voice(voice, now))}: <q>{esc(voice.says)}</q>{ours}</li>'


def _dates(item: Item, now: str) -> str:
    window = item.window
    rows = []
    if window.opens or window.closes:
        rows.append(("Open", stretch(window.opens, window.closes, now)))
    parts = (("Best", window.best), ("Or", window.runner_up), *(("Ideal", part) for part in window.ideal))
    rows += [(name, stretch(part.from_, part.to, now)) for name, part in parts if part]
    if window.next and window.next != window.best:
        rows.append(("From now", stretch(window.next.from_, window.next.to, now)))
    if item.done:
        at = item.done.at
        rows.append(("Done", timed(at[:10] if item.done.date_only else at, words.done(item, now) or words.full(at))))
    rows += [(f"Why {part.edge.replace('_', ' ')}", bdi(part.text)) for part in item.derivation if part.rule is None]
    lines = [f"<dt>{esc(name)}</dt><dd>{said}</dd>" for name, said in rows]
    return f'<dl class="dates">{"".join(lines)}</dl>' if lines else ""
