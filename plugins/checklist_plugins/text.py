"""The checklist for a terminal: what to do now on top, folded so that it stays one screen."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item
from checklist_engine.plugin import Context, Format, hookimpl
from checklist_plugins.text_items import INDENT, Page, in_brief, in_full, number_of_sources, row

LINES = 40
"""What we stay within if we can: detail is left out first. Far things are folded always."""
_MEASURE = 100
"""Longer lines are hard to read, however wide the window is."""
_NOW, _DONE, _QUESTIONS = 7, 5, 3
_NEXT = (2, 3, 4, 6, 6)
"""By how much detail there is room for."""
_FULL = {"late": 0, "now": 4}
"""Where there is no room at all, what comes after these takes one line each."""
_FAR = 14
"""Days from now after which an upcoming item is only named."""


def render(checklist: Checklist, context: Context) -> str:
    """The whole screen, ending in a line break."""
    page = Page(
        now=checklist.now,
        columns=min(max(context.width or 80, 40), _MEASURE),
        colour=context.colour,
        everything=context.show_all or context.verbose,
        verbose=context.verbose,
    )
    lines = _fitted(checklist, page) if not page.everything else _screen(checklist, page, context.show_all)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _fitted(checklist: Checklist, page: Page) -> list[str]:
    """With as much detail as there is room for, found by halving: each try costs a layout."""
    least, most = 0, page.detail
    fits: list[str] = []
    while least < most:
        middle = (least + most + 1) // 2
        lines = _screen(checklist, page.replace(detail=middle), False)
        if len(lines) <= LINES:
            least, fits = middle, lines
        else:
            most = middle - 1
    return fits or _screen(checklist, page.replace(detail=0), False)


def _screen(checklist: Checklist, page: Page, show_all: bool) -> list[str]:
    when = words.full(checklist.now)
    lines = [page.paint("bold", line) for line in words.wrap(checklist.title or checklist.case, page.columns)]
    lines += [page.paint("dim", line) for line in words.wrap(f"{when} ({checklist.timezone})", page.columns)]
    groups = words.grouped(checklist)
    if not any(group.key in ("late", "now") for group in groups):
        lines += ["", page.paint("bold", "NOW"), f"{INDENT}Nothing to do right now."]
    for group in groups:
        if group.key == "rest" and not show_all:
            continue
        alarm = "alarm" if group.key == "late" else "bold"
        lines += ["", page.paint(alarm, group.title.upper()), *_group(group, page)]
    return lines + _questions(checklist, page) + _notes(checklist, page) + _foot(checklist, page, show_all)


def _group(group: words.Group, page: Page) -> list[str]:
    if group.key in ("late", "now"):
        limit = len(group.items) if page.everything or group.key == "late" else _NOW
        full = limit if page.detail else _FULL[group.key]
        lines = [line for item in group.items[:full] for line in in_full(item, page)]
        for item in group.items[full:limit]:
            lines += in_brief(item, page, _tails(item, page))
        return lines + _fold(group.items[limit:], "more", page)
    if group.key == "next":
        return _upcoming(group.items, page)
    if group.key == "impossible":
        return _rows(group.items, page.replace(everything=True))
    if group.key == "done" and not page.everything:
        return [*_rows(group.items[:_DONE], page), *_fold(group.items[_DONE:], "earlier", page)]
    return _rows(group.items, page)


def _rows(items: Iterable[Item], page: Page) -> list[str]:
    return [line for item in items for line in row(item, page, _tails(item, page))]


def _upcoming(items: tuple[Item, ...], page: Page) -> list[str]:
    shown = items if page.everything else tuple(_soon(items, page.now, _NEXT[page.detail]))
    columns = [words.ahead(item, page.now) for item in shown]
    widest = min(max(map(words.width, columns), default=0), 24)
    lines: list[str] = []
    for item, column in zip(shown, columns, strict=True):
        lines += row(item, page, _tails(item, page), column, widest)
        if item.hold and not page.everything:
            indent = widest + len(INDENT) + 2
            why = f"{words.name(item.hold.sources)}: {item.hold.reason}"  # the column says that it is on hold
            held = words.held(item, page.now) if item.hold.until else why
            lines.append(" " * indent + page.paint("dim", words.clip(held, page.columns - indent)))
    return [*lines, *_fold(items[len(shown) :], "later", page)]


def _soon(items: tuple[Item, ...], now: str, limit: int) -> Iterable[Item]:
    """The next few; of what is far away only as much as shows that there is something ahead."""
    for place, item in enumerate(items):
        opens = item.window.opens
        far = opens is not None and words.ordinal(opens) - words.ordinal(now) > _FAR
        if place >= limit or (far and place >= 2):
            return
        yield item


def _fold(items: tuple[Item, ...], word: str, page: Page) -> list[str]:
    if not items:
        return []
    titles = "; ".join(dict.fromkeys(words.clean(item.title) for item in items))
    return [page.paint("dim", INDENT + words.clip(f"and {len(items)} {word}: {titles}", page.columns - len(INDENT)))]


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
        return [f"broken {words.often(item.broken, now)}", closes, who]
    if item.kind in ("dont", "need_not"):
        return [closes, who, item.reason or ""]
    if item.kind == "expect":
        if item.status == "late":
            return [f"was expected {closes}; you may ask" if closes else "you may ask", who]
        return [f"expected {closes}" if closes else "", words.assuming(item), who]
    if item.standing:
        return [f"last {words.done(item, now)}" if item.done else "", who, item.reason or ""]
    if item.status in ("open", "due"):
        return [words.best(item, now), words.assuming(item)]
    if item.status == "overdue":
        return [words.overdue(item, now), words.sources(words.speaking(item), item)]
    if page.everything and item.status in ("upcoming", "on-hold"):
        return [words.best(item, now) if window.best else "", words.held(item, now), words.assuming(item)]
    return [item.reason or ""]


def _questions(checklist: Checklist, page: Page) -> list[str]:
    if not checklist.questions:
        return []
    number = len(checklist.questions)
    limit = number if page.everything else min(_QUESTIONS, page.detail or 1, number)
    lines = [
        "",
        page.paint("bold", "QUESTIONS") + page.paint("dim", " – answer in your file; `none` if there is none"),
    ]
    for question in checklist.questions[:limit]:
        lines += words.wrap(question.ask, page.columns, " ?  ")
        place = question.path or question.fact
        until_then = f" (until then: {words.clean(question.assumed)})" if question.assumed else ""
        answer = words.wrap(place + until_then, page.columns, INDENT)
        lines += [page.paint("dim", line) for line in answer]
    if left := number - limit:
        lines.append(page.paint("dim", f"{INDENT}and {words.count(left, 'more question')}"))
    return lines


def _notes(checklist: Checklist, page: Page) -> list[str]:
    if not checklist.notes:
        return []
    return ["", *words.wrap("; ".join(checklist.notes), page.columns, "Note: ")]


def _foot(checklist: Checklist, page: Page, show_all: bool) -> list[str]:
    pack = f"{words.clean(checklist.pack.id)} {words.clean(checklist.pack.version)}"
    profile = words.clean(checklist.profile)
    heard = f", {words.count(number, 'source')}" if (number := number_of_sources(checklist)) else ""
    wanted = [flag for flag, given in (("--all", show_all), ("--verbose", page.verbose)) if not given]
    long, short = (f" More: {words.join(flags)}." if flags else "" for flags in (wanted, wanted[:1]))
    line = f"Rules: {pack} ({profile}{heard}).{long}"
    if words.width(line) > page.columns:
        line = f"{pack} ({profile}).{short}"
    return ["", *(page.paint("dim", part) for part in words.wrap(line, page.columns))]


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
            drops=("drafts",),
        )
    ]
