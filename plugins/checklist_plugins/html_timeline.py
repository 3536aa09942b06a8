"""The timeline: each item's window as a bar on an axis of days, the best part strong, every source's own beneath."""

from __future__ import annotations

from html import escape

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Stretch
from checklist_engine.value import Value

_DAY = 24 * 60
_BEFORE, _LEAST, _MOST = 2, 7, 28
"""Days shown before now; days shown after it, at least and at most."""
_ROWS, _VOICES = 60, 5
_GROUPS = ("late", "now", "next", "dont", "waiting")
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Axis(Value):
    """The days shown: from midnight ``start`` (minutes, as `words.minutes` counts), so many ``days``."""

    start: int
    days: int
    first: int
    """The ordinal of the first day, as `words.ordinal` counts."""

    def place(self, moment: str | None, missing: float) -> float:
        """Per cent of the way, from 0 to 100; ``missing`` where there is no such moment."""
        if moment is None:
            return missing
        return round(min(max((words.minutes(moment) - self.start) / (self.days * _DAY) * 100, 0.0), 100.0), 2)


def text(given: str) -> str:
    """Text of anybody's as one line of text on the page, in an attribute too."""
    return escape(words.clean(given))


def timeline(checklist: Checklist) -> list[str]:
    """The lines of the chart; none where no item has a date to show."""
    items = [
        item
        for group in words.grouped(checklist)
        if group.key in _GROUPS
        for item in group.items
        if not item.standing and (item.window.opens or item.window.closes)
    ]
    axis = _axis(checklist.now, items)
    shown = [item for item in items if _touches(item, axis)]
    if not shown:
        return []
    titles = words.titles(checklist)
    lines = ['<section aria-labelledby="when"><h2 id="when">When</h2>', '<div class="chart">', *_days(axis), "<ol>"]
    for number, item in enumerate(shown[:_ROWS]):
        lines += _row(item, titles[item.id], checklist.now, axis, number)
    lines += ["</ol>", *_LEGEND, "</div>"]
    if len(shown) > _ROWS:
        lines.append(f'<p class="soft">{len(shown) - _ROWS} more are in the list below.</p>')
    return [*lines, "</section>"]


def _axis(now: str, items: list[Item]) -> Axis:
    today = words.ordinal(now)
    ends = [
        words.ordinal(end)
        for item in items
        for end in (item.window.closes, item.window.best.to if item.window.best else None, item.window.opens)
        if end
    ]
    last = max([today + _LEAST, *(end for end in ends if end <= today + _MOST)])
    starts = [words.ordinal(item.window.opens) for item in items if item.window.opens]
    first = min([today - _BEFORE, *(start for start in starts if start >= today - 2 * _LEAST)])
    midnight = words.minutes(now) - int(now[11:13]) * 60 - int(now[14:16])
    return Axis(start=midnight - (today - first) * _DAY, days=last - first + 1, first=first)


def _touches(item: Item, axis: Axis) -> bool:
    begin, end = item.window.opens, item.window.closes
    return axis.place(begin, 0) < 100 and axis.place(end, 100) > 0


def _days(axis: Axis) -> list[str]:
    step = 1 if axis.days <= 12 else 2 if axis.days <= 20 else 7
    marks = []
    for number in range(axis.days):
        day = axis.first + number
        if (number % step == 0) if step < 7 else (day - 1) % 7 == 0:
            left = round(number / axis.days * 100, 2)
            marks.append(f'<span style="left:{left}%">{_WEEK[(day - 1) % 7]}<br>{_date(day)}</span>')
    return ['<div class="axis" aria-hidden="true"><small>what</small><div>', *marks, "</div></div>"]


def _date(ordinal: int) -> str:
    from datetime import date

    day = date.fromordinal(ordinal)
    return f"{day.day} {day:%b}"


def _row(item: Item, title: str, now: str, axis: Axis, number: int) -> list[str]:
    group = words.group_of(item)
    kind = "hold" if item.status == "on-hold" else group
    said = words.told(item, now)
    parts = [f'<i class="off" style="{_span(*weekend)}"></i>' for weekend in _weekends(axis)]
    window = item.window
    whole = Stretch(from_=window.opens, to=window.closes)
    parts += _bar("window" if window.closes else "window endless", whole, axis)
    if item.kind == "do" and item.status != "overdue":
        parts += _bar("best", window.next or window.best, axis)
        parts += [bar for stretch in window.ideal for bar in _bar("ideal", stretch, axis)]
    for place, voice in enumerate([voice for voice in item.voices if voice.window][:_VOICES]):
        top = f"top:{1.3 + place * 0.22:.2f}rem;"
        parts += [bar for stretch in voice.window for bar in _bar("voice", stretch, axis, top)]
    parts.append(f'<i class="now" style="left:{axis.place(now, 0)}%"></i>')
    voices = "".join(
        f"<li>{escape(words.voice(voice, now))}: <bdi>{escape(words.clean(voice.says))}</bdi></li>"
        for voice in item.voices
    )
    tip = f'<div class="tip" id="tip-{number}" role="note"><p>{text("; ".join(said))}</p><ul>{voices}</ul></div>'
    name = f'<div class="name"><bdi>{text(title)}</bdi><small>{text(said[0] if said else "")}</small></div>'
    return [
        f'<li class="row is-{kind}" tabindex="0" aria-describedby="tip-{number}">{name}',
        f'<div class="track" aria-hidden="true">{"".join(parts)}</div>{tip}</li>',
    ]


def _bar(kind: str, stretch: Stretch | None, axis: Axis, style: str = "") -> list[str]:
    if stretch is None:
        return []
    left, right = axis.place(stretch.from_, 0.0), axis.place(stretch.to, 100.0)
    return [f'<i class="{kind}" style="{style}{_span(left, right)}"></i>'] if right > left else []


def _span(left: float, right: float) -> str:
    return f"left:{left:g}%;width:{right - left:.2f}%"


def _weekends(axis: Axis) -> list[tuple[float, float]]:
    days = [number for number in range(axis.days) if (axis.first + number - 1) % 7 >= 5]
    return [(round(n / axis.days * 100, 2), round((n + 1) / axis.days * 100, 2)) for n in days]


def _key(look: str, word: str) -> str:
    return f'<span><i style="{look}"></i>{word}</span>'


_LEGEND = [
    '<p class="legend" aria-hidden="true">',
    _key("background:var(--best)", "best: most sources agree"),
    _key("background:var(--open)", "open"),
    _key("height:3px;background:var(--voice);vertical-align:3px", "one source’s own time"),
    _key("background:repeating-linear-gradient(45deg,var(--hold) 0 3px,transparent 3px 7px)", "on hold"),
    _key("background:repeating-linear-gradient(135deg,var(--stop) 0 2px,transparent 2px 6px)", "keep from"),
    _key("background:var(--late)", "late"),
    _key("width:2px;height:.9rem;background:var(--now)", "now"),
    "</p>",
]
