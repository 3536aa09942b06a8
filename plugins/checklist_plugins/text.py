"""The checklist for a terminal: what to do now on top, folded so that it stays one screen."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item
from checklist_engine.plugin import Context, Format, hookimpl
from checklist_plugins.text_items import (
    AIRY,
    ASSUMED,
    FEWER,
    HELD,
    INDENT,
    LATE,
    Page,
    below_column,
    in_brief,
    in_full,
    number_of_sources,
    row,
)

LINES = 40
"""What we stay within if we can: detail is left out first. Far things are folded always."""
_HOPELESS, _HOPELESS_WIDE = 54, 45
"""What is longer than this without detail does not become one screen by leaving out what matters."""
_MEASURE = 100
"""Longer lines are hard to read, however wide the window is."""
_NOW, _DONE, _QUESTIONS = 7, 5, 3
_NEXT = (2, 3, 4, 6, 6)
"""By how much detail there is room for."""
_FULL = {"late": 0, "now": 4}
"""Where there is no room at all, what comes after these takes one line each."""
_FEW = {"now": 5, "dont": 1}
"""What is shown of these groups where it must be few."""
_WIDE = 80
"""From this width on, why something is on hold and since when it is late are worth more than one screen."""
_LEAST_FOLD = 36
"""With less room than this for the titles that are folded, what to do about them stands below."""

_SKIP = "`checklist skip` puts them away"
_WHO = "Who is who: checklist sources"

_FAR = 14
"""Days from now after which an upcoming item is only named."""


def render(checklist: Checklist, context: Context) -> str:
    """The whole screen, ending in a line break."""
    page = Page(
        now=checklist.now,
        columns=min(max(context.width or 80, 40), _MEASURE),
        titles=words.titles(checklist),
        items=checklist.items,
        colour=context.colour,
        everything=context.show_all or context.verbose,
        verbose=context.verbose,
    )
    lines = _fitted(checklist, page) if not page.everything else _screen(checklist, page, context.show_all)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _owns(data: bytes) -> bool:
    """One of the first lines is the moment that it was made for, and nothing stands behind its last words."""
    import re

    head = data[:20_000].decode("utf-8", "replace").splitlines()[:20]
    tail = " ".join(data[-200:].decode("utf-8", "replace").split())
    return tail.endswith(_WHO[-17:]) and any(re.search(r" \d{4}, \d\d:\d\d( |$)", line) for line in head)


def _fitted(checklist: Checklist, page: Page) -> list[str]:
    """With as much detail as there is room for, found by halving: each try costs a layout."""

    def screen(detail: int) -> list[str]:
        return _screen(checklist, page.replace(detail=detail), False)

    wide = page.columns >= _WIDE
    least, most = HELD if wide else LATE - 1, page.detail
    fits = screen(least)
    if len(fits) > LINES:
        whole = screen(0)
        if len(whole) > (_HOPELESS_WIDE if wide else _HOPELESS):
            return whole
        least, most = AIRY - 1, least - 1
        fits = screen(least)
        if len(fits) > LINES:
            return whole
    while least < most:
        middle = (least + most + 1) // 2
        lines = screen(middle)
        if len(lines) <= LINES:
            least, fits = middle, lines
        else:
            most = middle - 1
    return fits


def _screen(checklist: Checklist, page: Page, show_all: bool) -> list[str]:
    when = words.full(checklist.now)
    lines = [page.paint("bold", line) for line in words.wrap(checklist.title or checklist.case, page.columns)]
    lines += [page.paint("dim", line) for line in words.wrap(f"{when} ({checklist.timezone})", page.columns)]
    for said in words.happened(checklist):
        lines += words.wrap(said, page.columns)
    groups = words.grouped(checklist)
    pressing = [item for group in groups if group.key in ("late", "now") for item in group.items]
    idle = all(words.is_long_past(item, page.now) for item in pressing)
    for group in groups:
        if group.key == "rest" and not show_all:
            continue
        if idle and group.key != "late":
            lines += _idle(checklist, page)
            idle = False
        style = "alarm" if group.key == "late" and not idle else "bold"
        lines += [*page.gap(), page.paint(style, group.title.upper()), *_group(group, page)]
    lines += _idle(checklist, page) if idle else []
    return lines + _questions(checklist, page) + _notes(checklist, page) + _foot(checklist, page, show_all)


def _idle(checklist: Checklist, page: Page) -> list[str]:
    said, _, coming = words.nothing_now(checklist).partition(". ")
    whole = f"{said}. {coming}" if coming else said
    parts = (whole,) if words.width(whole) <= page.columns - len(INDENT) else (f"{said}.", coming)
    return [
        *page.gap(),
        page.paint("bold", "NOW"),
        *(line for part in parts for line in words.wrap(part, page.columns, INDENT)),
    ]


def _group(group: words.Group, page: Page) -> list[str]:
    if group.key in ("late", "now"):
        return _pressing(group, page)
    if group.key == "next":
        return _upcoming(group.items, page)
    if group.key == "impossible":
        return _rows(group.items, page.replace(everything=True))
    if group.key == "done" and not page.everything:
        return [*_rows(group.items[:_DONE], page), *_fold(group.items[_DONE:], "earlier", page)]
    if group.key == "dont" and len(group.items) > _FEW["dont"] + 1 and not page.tells(FEWER):
        return [*_rows(group.items[: _FEW["dont"]], page), *_fold(group.items[_FEW["dont"] :], "more", page)]
    return _rows(group.items, page)


def _pressing(group: words.Group, page: Page) -> list[str]:
    shown, folded, word, advice = group.items, group.items[:0], "more", ""
    if group.key == "now" and not page.everything:
        most = _NOW if page.tells(FEWER) else _FEW["now"]
        shown, folded = shown[:most], shown[most:]
    elif not page.everything:
        word, advice = "long past", _SKIP
        folded = tuple(item for item in shown if words.is_long_past(item, page.now))
        shown = tuple(item for item in shown if item not in folded)
    full = len(shown) if page.detail > 0 else _FULL[group.key]
    lines: list[str] = []
    for place, item in enumerate(shown):
        whole = place < full and (page.detail >= 0 or _is_pressing_vote(item))
        lines += in_full(item, page) if whole else in_brief(item, page, _tails(item, page))
    return lines + _fold(folded, word, page, advice, first=not shown)


def _is_pressing_vote(item: Item) -> bool:
    """Whether an item has an end and several sources, so that there is more to say than its last day."""
    return item.window.closes is not None and len(words.speaking(item)) > 1


def _rows(items: Iterable[Item], page: Page) -> list[str]:
    return [line for item in items for line in row(item, page, _tails(item, page))]


def _upcoming(items: tuple[Item, ...], page: Page) -> list[str]:
    shown = items if page.everything else tuple(_soon(items, page.now, _NEXT[max(page.detail, 0)]))
    columns = [words.ahead(item, page.now) for item in shown]
    widest = max(map(words.width, columns), default=0)
    lines: list[str] = []
    for item, column in zip(shown, columns, strict=True):
        lines += row(item, page, _tails(item, page), column, widest)
        if item.hold and not page.everything and page.tells(HELD):
            why = f"{words.name(item.hold.sources)}: {item.hold.reason}"  # the column says that it is on hold
            held = words.held(item, page.now) if item.hold.until else why
            lines += [page.paint("dim", line) for line in _at_most_two(held, page, below_column(page, widest))]
    return [*lines, *_fold(items[len(shown) :], "later", page)]


def _soon(items: tuple[Item, ...], now: str, limit: int) -> Iterable[Item]:
    """The next few; of what is far away only as much as shows that there is something ahead."""
    for place, item in enumerate(items):
        opens = item.window.opens
        far = opens is not None and words.ordinal(opens) - words.ordinal(now) > _FAR
        if place >= limit or (far and place >= 2):
            return
        yield item


def _at_most_two(text: str, page: Page, indent: str) -> list[str]:
    """Two lines of a text, one where there is hardly room; what is left of it is cut off."""
    lines = words.wrap(text, page.columns, indent)
    limit = 2 if page.detail >= 0 else 1
    if len(lines) > limit:
        rest = " ".join(line.strip() for line in lines[limit - 1 :])
        lines[limit - 1 :] = [indent + words.clip(rest, page.columns - len(indent))]
    return lines


def _fold(items: tuple[Item, ...], word: str, page: Page, advice: str = "", first: bool = False) -> list[str]:
    """How many are not shown, as many of their titles as there is room for, and what to do about them."""
    if not items:
        return []
    titles = list(dict.fromkeys(page.titles[item.id] + " (skipped)" * (item.status == "skipped") for item in items))
    line = f"{'' if first else 'and '}{len(items)} {word}: "
    if advice and page.tells(LATE) and len(titles) > 1:  # what is late has names, in two lines if it must
        named = _at_most_two(line + "; ".join(titles), page, INDENT)
        return [page.paint("dim", text) for text in (*named, INDENT + advice)]
    end = f"; {advice}" if advice else ""
    room = page.columns - len(INDENT) - words.width(end)
    below = [advice] if advice and room < _LEAST_FOLD else []
    if below:
        room, end = page.columns - len(INDENT), ""
    for place, title in enumerate(titles):
        more = len(" …") if place + 1 < len(titles) else 0
        if words.width(line) + words.width(title) + more > room:
            line = f"{line[:-2]} …" if place else line + words.clip(title, room - words.width(line))
            break
        line += f"{title}; " if more else title
    return [page.paint("dim", INDENT + text) for text in (line + end, *below)]


def _tails(item: Item, page: Page) -> list[str]:
    """What stands behind a title in a row, the most important first."""
    now, window, who = page.now, item.window, words.who(item)
    closes = words.until(window.closes, now) if window.closes else ""
    if words.group_of(item) in ("rest", "impossible"):
        gone = f"was open {closes}" if item.status == "lapsed" and closes else ""
        begins = words.span(window.opens, None, now) if item.status == "upcoming" else ""
        return [item.reason or gone or begins or item.status]
    if item.status in ("done", "met", "skipped"):
        return [words.done(item, now) or {"met": "heard"}.get(item.status, item.status), item.reason or ""]
    if item.status == "broken":
        return [f"broken {words.often(item.broken, now)}", words.used(item, now), *words.too_often(item), closes, who]
    if item.kind in ("dont", "need_not"):
        return [words.used(item, now), *words.too_often(item), closes, who, item.reason or ""]
    if item.kind == "expect":
        if item.status == "late":
            ask = words.asking(item, now, page.items)
            said = f"was expected {closes}" if closes else ""
            return ["; ".join(part for part in (said, ask) if part), who]
        return [f"expected {closes}" if closes else "", words.assuming(item), who]
    if item.standing:
        return [f"done last: {words.done(item, now)}" if item.done else "", who, item.reason or ""]
    if item.status in ("open", "due"):
        return [words.best(item, now), words.progress(item), words.assuming(item)]
    if item.status == "overdue":
        return [words.overdue(item, now), words.progress(item), words.advised(item)]
    if page.everything and item.status in ("upcoming", "on-hold"):
        best = words.best(item, now) if window.best else ""
        held = words.held(item, now) or words.opposed_then(item)
        return [best, words.progress(item), held, words.assuming(item)]
    return [words.opposed_then(item), words.progress(item), item.reason or ""]


_ANSWER = (
    " – `checklist questions` asks them; or answer in your file",
    " – `checklist questions` asks them",
    " – answer in your file",
)
"""How one answers; the first that fits in a line."""


def _questions(checklist: Checklist, page: Page) -> list[str]:
    if not checklist.questions:
        return []
    number = len(checklist.questions)
    limit = number if page.everything else min(_QUESTIONS, max(page.detail, 1), number)
    how = next((how for how in _ANSWER if len("QUESTIONS" + how) <= page.columns), "")
    lines = [*page.gap(), page.paint("bold", "QUESTIONS") + page.paint("dim", how)]
    for question in checklist.questions[:limit]:
        lines += words.wrap(question.ask, page.columns, " ?  ")
        place = question.path or question.fact
        assumed = words.clean(question.assumed) if page.tells(ASSUMED) else ""
        until_then = f" (until then: {assumed})" if assumed else ""
        answer = words.wrap(place + until_then, page.columns, INDENT)
        lines += [page.paint("dim", line) for line in answer]
    if left := number - limit:
        lines.append(page.paint("dim", f"{INDENT}and {words.count(left, 'more question')}"))
    return lines


def _notes(checklist: Checklist, page: Page) -> list[str]:
    if not checklist.notes:
        return []
    lines = (line for note in words.notes(checklist.notes) for line in words.wrap(note, page.columns, "Note: "))
    return [*page.gap(), *lines]


def _foot(checklist: Checklist, page: Page, show_all: bool) -> list[str]:
    pack = f"{words.clean(checklist.pack.id)} {words.clean(checklist.pack.version)}"
    profile = words.clean(checklist.profile)
    heard = f", {words.count(number, 'source')}" if (number := number_of_sources(checklist)) else ""
    wanted = [flag for flag, given in (("--all", show_all), ("-v", page.verbose)) if not given]
    rules, more = f"Rules: {pack} ({profile}{heard}).", f"More: {', '.join(wanted)}. {_WHO}" if wanted else _WHO
    shortest = (f"{pack}. {_WHO}",) if page.detail < 0 else ()
    for one in (f"{rules} {more}", f"{pack}, {profile}. {more}", *shortest):
        if words.width(one) <= page.columns:
            return ["", page.paint("dim", one)]
    return ["", *(page.paint("dim", line) for part in (rules, more) for line in words.wrap(part, page.columns))]


@hookimpl
def checklist_formats() -> list[Format]:
    """The format `text`."""
    return [
        Format(
            name="text",
            summary="a checklist to read in a terminal",
            suffix=".txt",
            media_type="text/plain",
            render=render,
            owns=_owns,
            drops=("drafts",),
        )
    ]
