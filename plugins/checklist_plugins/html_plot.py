"""One item as a picture: its window, the best part of it, and below them what each source allows.

Everything is placed by attributes in per cent, so that the page needs no inline style and no script, and is as wide
as there is room. Shapes and patterns differ as well as colours.
"""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine import words
from checklist_engine.checklist import Item, Stretch, Voice
from checklist_plugins.html_scale import Scale, good
from checklist_plugins.html_stand import voice_stand
from checklist_plugins.html_text import esc

LANES = 8
"""So many sources have a line of their own; more would be a wall."""
_TOP, _MAIN, _GAP, _LANE = 8, 12, 4, 5
_ROOM_INSIDE = 14.0

DEFINITIONS = """\
<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<linearGradient id="fading"><stop offset="0.6" stop-color="#fff"/><stop offset="1" stop-color="#000"/></linearGradient>
<mask id="fade" maskContentUnits="objectBoundingBox"><rect width="1" height="1" fill="url(#fading)"/></mask>
<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
<rect class="hatch-ground" width="7" height="7"/><rect class="hatch-line" width="2" height="7"/></pattern>
<pattern id="bars" width="6" height="6" patternUnits="userSpaceOnUse">\
<rect class="bars-ground" width="6" height="6"/><rect class="bars-line" width="2" height="6"/></pattern>
<path id="diamond" d="M0-6 6 0 0 6-6 0Z"/>
<g id="check"><circle r="8"/><path d="M-3.5 0-1 2.8 3.8-3"/></g>
<g id="alarm"><circle r="8"/><path d="M0-4.2V.8M0 3.2V4"/></g>
<g id="pause"><circle r="8"/><path d="M-2-3V3M2-3V3"/></g>
</defs></svg>"""
"""What the pictures share; it has to stand in the page once, and not hidden by `display: none`."""


def plot(item: Item, said: str, scale: Scale, now: str) -> str:
    """The picture, named `said` for those who do not see it."""
    lanes = _lanes(item)
    height = 2 * _TOP + _MAIN + (_GAP + _LANE * len(lanes) - 2 if lanes else 0)
    shapes = [*_window(item, scale, height), *_main(item, scale, now)]
    for number, voices in enumerate(lanes):
        y = _TOP + _MAIN + _GAP + number * _LANE
        shapes += [shape for voice in voices for shape in _lane(voice, voice_stand(voice, item, now), scale, y)]
    shapes += _marks(item, scale, now)
    return f'<svg class="plot" role="img" aria-label="{esc(said)}" height="{height}">{"".join(shapes)}</svg>'


def is_shown(item: Item, scale: Scale, now: str) -> bool:
    """Whether anything of the item lies within the scale."""
    return any(shape for shape in (_window(item, scale, 1), _main(item, scale, now), _marks(item, scale, now)))


def rect(kind: str, extent: tuple[float, float] | None, y: int, height: int, fades: bool = False) -> list[str]:
    """A bar with a class; none where nothing of it is to be seen."""
    if extent is None:
        return []
    mask = ' mask="url(#fade)"' if fades else ""
    x, width = (f"{number:.2f}%" for number in extent)
    return [f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="2"{mask}/>']


def mark(name: str, place: float, y: int) -> list[str]:
    """A sign at a moment."""
    return [f'<use class="{name}" href="#{name}" x="{place:.2f}%" y="{y}"/>'] if 0 <= place <= 100 else []


def _lanes(item: Item) -> list[list[Voice]]:
    """The voices that say when, by source; none where the window shows all that they say.

    That is so where only one source speaks, and of those that speak against something in one voice.
    """
    by_source: dict[str, list[Voice]] = {}
    for voice in item.voices:
        if voice.window and not voice.kind == item.kind == "dont":
            by_source.setdefault(voice.source, []).append(voice)
    return list(by_source.values())[:LANES] if len(words.speaking(item)) > 1 else []


def _lane(voice: Voice, stand: str, scale: Scale, y: int) -> Iterable[str]:
    kind = f"voice {voice.kind}-voice" + (" differs" if voice.kind == "do" and stand in ("differs", "over") else "")
    for part in voice.window:
        extent = scale.extent(part.from_, part.to)
        if extent is not None:
            x, width = extent
            yield f'<line class="{kind}" x1="{x:.2f}%" x2="{x + width:.2f}%" y1="{y + 1}.5" y2="{y + 1}.5"/>'


def _window(item: Item, scale: Scale, height: int) -> list[str]:
    window = item.window
    opens, closes = window.opens, window.closes
    if not (opens or closes or window.best or item.hold):
        return []
    kind = {"dont": "dont", "need_not": "need-not", "expect": "expect"}.get(item.kind, "window")
    if item.status in ("done", "skipped", "met"):
        kind += " past"
    y, tall = 4, height - 8
    if item.hold is None or item.status != "on-hold":
        return rect(kind, scale.extent(opens, closes), y, tall, closes is None)
    until = item.hold.until
    shapes = rect("held", scale.extent(opens, until), y, tall, until is None)
    if until and (closes is None or words.minutes(closes) > words.minutes(until)):
        shapes += rect(kind, scale.extent(until, closes), y, tall, closes is None)
    return shapes


def _main(item: Item, scale: Scale, now: str) -> list[str]:
    """The second choice, the best stretch (hollow once it has gone by or is done with), the ideal."""
    if item.kind != "do":
        return []
    window, aim = item.window, good(item, now)
    beside = _second(item, aim, scale, now)
    shapes = rect("second", beside, _TOP, _MAIN)
    if window.best and window.best != aim:
        shapes += rect("gone", _of(window.best, scale), _TOP, _MAIN)
    if aim:
        is_open = item.status in ("open", "due", "upcoming") or _is_after_hold(aim, item)
        kind = "best" if is_open else "gone"
        extent = _of(aim, scale)
        shapes += rect(kind, extent, _TOP, _MAIN, aim.to is None)
        shapes += _count(aim, item, extent, beside) if is_open else []
    for part in window.ideal:
        shapes += rect("ideal", _of(part, scale), _TOP + _MAIN - 3, 3)
        if part.from_:
            shapes += mark("diamond", scale.place(part.from_), _TOP + _MAIN // 2)
    return shapes


def _is_after_hold(aim: Stretch, item: Item) -> bool:
    """Whether a good stretch only begins when the item is no longer held back."""
    until = item.hold.until if item.hold else None
    if item.status != "on-hold" or until is None or aim.from_ is None:
        return False
    return words.minutes(aim.from_) >= words.minutes(until)


def _second(item: Item, aim: Stretch | None, scale: Scale, now: str) -> tuple[float, float] | None:
    """The second choice within the window, while there is still a choice; not across the first."""
    part, closes = item.window.runner_up, item.window.closes
    if part is None or item.status not in ("open", "due", "upcoming"):
        return None
    to = min((end for end in (part.to, closes) if end), key=words.minutes, default=None)
    if to and words.minutes(to) <= words.minutes(now):
        return None
    first, extent = _of(aim, scale), scale.extent(part.from_, to)
    if first and extent and extent[0] < first[0] + first[1] and first[0] < extent[0] + extent[1]:
        return None
    return extent


def _of(part: Stretch | None, scale: Scale) -> tuple[float, float] | None:
    return scale.extent(part.from_, part.to) if part else None


def _count(
    aim: Stretch, item: Item, extent: tuple[float, float] | None, beside: tuple[float, float] | None
) -> list[str]:
    """``4 of 5``: inside the bar where there is room, else beside it."""
    total = len(dict.fromkeys([*words.speaking(item), *aim.sources]))
    if extent is None or total < 2 or not aim.sources or item.weights:  # weighed, a count of heads would mislead
        return []
    start, width = max(extent[0], 0.0), extent[1]
    if width >= _ROOM_INSIDE:
        place, anchor, shift, kind = start, "start", 6, "count on-best"
    elif (right := _clear_of(beside, start + width)) < 85:
        place, anchor, shift, kind = right, "start", 5, "count"
    else:
        left = beside[0] if beside and start - _ROOM_INSIDE < beside[0] + beside[1] <= start else start
        place, anchor, shift, kind = left, "end", -5, "count"
    said = f"{len(dict.fromkeys(aim.sources))} of {total}"
    y = _TOP + _MAIN - 2
    return [f'<text class="{kind}" x="{place:.2f}%" dx="{shift}" y="{y}" text-anchor="{anchor}">{said}</text>']


def _clear_of(beside: tuple[float, float] | None, end: float) -> float:
    """The end of the second choice, where that stands in the way."""
    return beside[0] + beside[1] if beside and end <= beside[0] < end + _ROOM_INSIDE else end


def _marks(item: Item, scale: Scale, now: str) -> list[str]:
    """When it was done or broken, that its time is over, that it is held back."""
    y = _TOP + _MAIN // 2
    if item.done and item.status in ("done", "met"):
        at = f"{item.done.at[:10]}T12:00:00" if item.done.date_only else item.done.at
        return mark("check", scale.place(at), y)
    if item.status in ("overdue", "late") and item.window.closes:
        return mark("alarm", max(scale.place(item.window.closes), 0.0), y)
    if item.status == "broken":
        return [shape for at in item.broken[-20:] for shape in mark("alarm", scale.place(at), y)]
    if item.status == "on-hold" and item.hold:
        return mark("pause", min(max(scale.place(item.window.opens or now), scale.place(now)), 99.0) + 1.5, y)
    return []
