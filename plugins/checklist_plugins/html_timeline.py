"""The timeline: a row for every item that has a date near now, under an axis of days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item
from checklist_plugins.html_items import lead, state, told, voices
from checklist_plugins.html_plot import is_shown, plot
from checklist_plugins.html_scale import Scale, good, scale
from checklist_plugins.html_text import bdi, esc

_ROWS = 60
"""More rows than this are no picture any more: the rest is in the list."""
_VOICES = 8
_WITHOUT = ("rest", "impossible")
_ENTRIES = (
    ("window", "can be done"),
    ("best", "best: most sources agree"),
    ("second", "second best"),
    ("gone", "best time gone by"),
    ("diamond", "a source’s ideal"),
    ("voice", "one source’s time"),
    ("differs", "a source that differs"),
    ("held", "on hold"),
    ("dont", "keep from it"),
    ("need-not", "no need to"),
    ("expect", "their turn"),
    ("check", "done"),
    ("alarm", "over, or broken"),
)
_SIGNS = ("diamond", "check", "alarm")


def timeline(
    checklist: Checklist, groups: Iterable[words.Group], titles: Mapping[str, str], anchors: Mapping[str, str]
) -> list[str]:
    """The section, empty where nothing has a date."""
    now = checklist.now
    shown = [group for group in groups if group.key not in _WITHOUT]
    dated = tuple(item for group in shown for item in group.items if _is_dated(item))
    if not dated:
        return []
    days = scale(checklist, dated)
    near = [item.id for item in dated if is_shown(item, days, now)]
    drawn = set(near[:_ROWS])
    lines = [
        '<section class="timeline" aria-labelledby="timeline">',
        '<h2 id="timeline">Timeline</h2>',
        '<div class="chart">',
    ]
    lines += [_ground(days), _axis(days, now)]
    for group in shown:
        items = [item for item in group.items if item.id in drawn]
        if items:
            lines += [f'<p class="band" id="band-{group.key}">{esc(group.title)}</p>']
            lines += [f'<ul class="rows" aria-labelledby="band-{group.key}">']
            lines += [_row(item, titles[item.id], anchors[item.id], days, now, checklist.items) for item in items]
            lines += ["</ul>"]
    lines += [
        _now_line(days, now),
        "</div>",
        *_left_out(len(near) - len(drawn), len(dated) - len(near)),
        *_legend("".join(lines)),
        "</section>",
    ]
    return lines


def _is_dated(item: Item) -> bool:
    window = item.window
    return item.status != "skipped" and bool(window.opens or window.closes or window.best or item.done)


def _row(item: Item, title: str, anchor: str, days: Scale, now: str, items: Iterable[Item]) -> str:
    said = "; ".join(part for part in (lead(item, now), *told(item, now, items)) if part)
    brief = _brief(item, now)
    return (
        '<li class="row" tabindex="-1"><div class="what">'
        f'<a href="#{anchor}" aria-describedby="says-{anchor}">{bdi(title)}</a>'
        f'<span class="brief" dir="auto">{esc(brief)}</span></div>'
        f"{plot(item, lead(item, now) or brief, days, now)}"
        f'<div class="says" id="says-{anchor}"><p dir="auto">{esc(words.sentence(said))}</p>'
        f"{voices(item, now, most=_VOICES)}</div></li>"
    )


def _brief(item: Item, now: str) -> str:
    """The one date to know, short enough to stand under the title."""
    if item.status in ("done", "met"):
        return words.done(item, now) or state(item)
    if item.status == "on-hold":
        return words.held(item, now).partition(":")[0].partition(" (")[0]
    aim = good(item, now)
    if item.kind == "do" and aim and item.status != "overdue":
        return words.stretch(aim.from_, aim.to, now)
    opens, closes = item.window.opens, item.window.closes
    if closes or not opens:
        return words.until(closes, now) if closes else state(item)
    return words.stretch(opens, None, now)


def _axis(days: Scale, now: str) -> str:
    shapes = []
    for number, day in enumerate(days.dates()):
        x = (number + 0.5) * 100 / days.days
        name = words.full(f"{day.isoformat()}")
        today = " today" if day.isoformat() == now[:10] else ""
        major = "" if day.weekday() == 0 or today else " minor"
        if day.day == 1 or number == 0:
            shapes.append(
                f'<text class="month" x="{number * 100 / days.days:.2f}%" dx="2" y="24">{name.split(" ")[2]}</text>'
            )
        shapes.append(f'<text class="weekday{major}{today}" x="{x:.2f}%" y="38">{name[:2]}</text>')
        shapes.append(f'<text class="date{major}{today}" x="{x:.2f}%" y="53">{day.day}</text>')
    place = days.place(now)
    anchor = "start" if place < 70 else "end"
    shapes.append(
        f'<text class="now-word" x="{place:.2f}%" y="10" text-anchor="{anchor}">now {words.clock(now)}</text>'
    )
    return f'<div class="axis" aria-hidden="true"><svg height="59">{"".join(shapes)}</svg></div>'


def _ground(days: Scale) -> str:
    """Weekends shaded, a line at each midnight."""
    width = 100 / days.days
    shapes = []
    for number, day in enumerate(days.dates()):
        x = f"{number * width:.2f}%"
        if day.weekday() > 4:
            shapes.append(f'<rect class="weekend" x="{x}" width="{width:.2f}%" height="100%"/>')
        kind = "monday" if day.weekday() == 0 else "midnight"
        shapes.append(f'<line class="{kind}" x1="{x}" x2="{x}" y1="0" y2="100%"/>')
    return f'<svg class="ground" aria-hidden="true">{"".join(shapes)}</svg>'


def _now_line(days: Scale, now: str) -> str:
    x = f"{days.place(now):.2f}%"
    return f'<svg class="now" aria-hidden="true"><line x1="{x}" x2="{x}" y1="13" y2="100%"/></svg>'


def _left_out(crowded: int, far: int) -> list[str]:
    parts = [
        f"{words.count(crowded, 'more item')} for which there is no room" if crowded else "",
        f"{words.count(far, 'item')} outside of these days" if far else "",
    ]
    said = words.join(part for part in parts if part)
    return [f'<p class="left-out">In the list only: {said}.</p>'] if said else []


def _legend(drawn: str) -> list[str]:
    """What the shapes mean, of those that occur."""
    found = {name for names in re.findall(r'class="([^"]*)"', drawn) for name in names.split(" ")}
    lines = ['<ul class="legend" aria-label="Legend">']
    for kind, said in _ENTRIES:
        if kind not in found:
            continue
        if kind in ("voice", "differs"):
            shape = f'<line class="voice {kind}" x1="0" x2="28" y1="8" y2="8"/>'
        elif kind in _SIGNS:
            shape = f'<use class="{kind}" href="#{kind}" x="14" y="8"/>'
        else:
            shape = f'<rect class="{kind}" x="1" y="2" width="26" height="12" rx="2"/>'
        lines.append(f'<li><svg width="28" height="16" aria-hidden="true">{shape}</svg>{esc(said)}</li>')
    return [*lines, "</ul>"]
