"""One item as lines of a terminal: in full under "now" and "late", as a row elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Step
from checklist_engine.value import Value

INDENT = "    "
_STYLES = {"bold": "1", "dim": "2", "alarm": "1;31", "good": "32"}
"""Only what reads well on light and on dark. Every colour repeats a word or a mark."""
_MARKS = {
    **dict.fromkeys(("due", "open", "upcoming"), "[ ]"),
    **dict.fromkeys(("done", "met"), "[x]"),
    **dict.fromkeys(("late", "broken", "impossible"), " ! "),
    **dict.fromkeys(("on-hold", "waiting"), " ~ "),
    "overdue": "[!]",
    "skipped": "[-]",
    "in-force": " × ",
}


class Page(Value):
    """Where lines go: how wide, in colour or not, how much is told (`detail` 0 to 4, or all of it)."""

    now: str
    columns: int
    colour: bool = False
    detail: int = 4
    everything: bool = False
    verbose: bool = False

    def paint(self, style: str, text: str) -> str:
        """`text` in a style, if there is any colour at all."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and style and text else text


def mark(item: Item) -> str:
    """Three columns that say the state without colour."""
    return " · " if item.kind == "need_not" or item.standing else _MARKS.get(item.status, " - ")


def _style(item: Item) -> str:
    return {"overdue": "alarm", "broken": "alarm", "done": "good", "met": "good"}.get(item.status, "")


def title_of(item: Item) -> str:
    """The title; an advice that there is no need says so."""
    title = words.clean(item.title)
    return f"No need to {words.lower_first(title)}" if item.kind == "need_not" else title


def in_full(item: Item, page: Page) -> list[str]:
    """Title with the name to tick it by, then its times, who agrees, who does not."""
    lines = _headed(item, page)
    for text in _details(item, page):
        if text:
            lines += words.wrap(text, page.columns, INDENT)
    if page.detail > 3 and not page.verbose:
        lines += _in_short("steps", item.steps, page) + _in_short("finally", item.checks, page)
    return lines + (explained(item, page) if page.verbose else [])


def _headed(item: Item, page: Page) -> list[str]:
    titles = words.wrap(title_of(item), page.columns - len(INDENT))
    lines = [INDENT + page.paint("bold", line) for line in titles]
    lines[0] = page.paint(_style(item), mark(item)) + lines[0][len(INDENT) - 1 :]
    below = _named(lines, page.columns - len(INDENT) - words.width(titles[-1]), item, page)
    return [*lines, *(page.paint("dim", line) for line in below)]


def _named(lines: list[str], room: int, item: Item, page: Page) -> list[str]:
    """Puts the item's name to the right end of the last line; where there is no room, gives lines for it."""
    id_ = words.clean(item.id)
    if words.width(id_) + 2 > room:
        return words.wrap(id_, page.columns, INDENT)
    lines[-1] += " " * (room - words.width(id_)) + page.paint("dim", id_)
    return []


def _details(item: Item, page: Page) -> Iterable[str]:
    now = page.now
    assuming = words.assuming(item)
    if item.status == "overdue":
        agreed = words.sources(words.speaking(item), item)
        yield words.overdue(item, now) + (f" ({agreed})" if agreed else "")
    else:
        when = words.when(item, now)
        if page.detail < 2:
            when, assuming = "; ".join(part for part in (when, assuming) if part), ""
        yield when
        yield words.late(item)
        second = words.runner_up(item, now) if page.detail else ""
        other = words.dissent(item, now) if page.detail > 1 else ""
        both = "; ".join(part for part in (second, other) if part)
        yield from (both,) if words.width(both) <= page.columns - len(INDENT) else (second, other)
    yield assuming
    yield item.reason or ""


def _in_short(label: str, steps: tuple[Step, ...], page: Page) -> list[str]:
    """One line of as many as fit; how many more there are."""
    if not steps:
        return []
    line = f"{INDENT}{label}: {words.clean(steps[0].title)}"
    for number, step in enumerate(steps[1:], start=1):
        longer = f"{line}; {words.clean(step.title)}"
        more = f"; {len(steps) - number} more" if number + 1 < len(steps) else ""
        if words.width(longer + more) > page.columns:
            line += f"; {len(steps) - number} more"
            break
        line = longer
    return [page.paint("dim", INDENT + words.clip(line, page.columns - len(INDENT)))]


def in_brief(item: Item, page: Page, tails: list[str]) -> list[str]:
    """A row with the item's name, if need be without saying who agrees; in full where even that has no room."""
    used = len(INDENT) + words.width(title_of(item)) + len(" – ") + 2 + words.width(words.clean(item.id))
    for tail in (tails[0], tails[0].partition(" (")[0], tails[0].partition(", ")[0]):
        if tail and used + words.width(words.clean(tail)) <= page.columns:
            return row(item, page, [tail])
    return in_full(item, page)


def row(item: Item, page: Page, tails: Iterable[str], column: str = "", columns: int = 0) -> list[str]:
    """One line: mark, perhaps a column, title, as many of the tails as fit, and the name at the end.

    Where everything is asked for, nothing is cut off: tails and name go to lines of their own.
    """
    kept = [words.clean(tail) for tail in tails if tail]
    front = words.pad(words.clip(column, columns), columns) + "  " if columns else ""
    sign = "[?]" if item.provisional and item.status == "upcoming" else mark(item)
    head = f"{page.paint(_style(item), sign)} {front}"
    indent = len(INDENT) + words.width(front)
    room = page.columns - indent
    if not page.everything:
        return [head + _one_line(title_of(item), kept, words.clean(item.id) if item.kind == "do" else "", room, page)]
    titles = words.wrap(title_of(item), room)
    lines = [head + titles[0], *(" " * indent + line for line in titles[1:])]
    below = _named(lines, room - words.width(titles[-1]), item, page)
    told = words.wrap("; ".join(kept), page.columns, INDENT) if kept else []
    lines += [page.paint("dim", line) for line in (*below, *told)]
    return lines + (explained(item, page) if page.verbose else [])


def _one_line(title: str, tails: list[str], id_: str, room: int, page: Page) -> str:
    """Title, tails and name in at most `room` columns; the first tail may shorten a title to half of it."""
    if tails:
        title = words.clip(title, max(room // 2, room - 3 - words.width(tails[0])))
        tails = [words.clip(tails[0], room - 3 - words.width(title)), *tails[1:]]
    title = words.clip(title, room)
    shown = ""
    for tail in tails:
        more = f"{shown}; {tail}" if shown else f" – {tail}"
        if words.width(title) + words.width(more) > room:
            break
        shown = more
    left = room - words.width(title) - words.width(shown) - words.width(id_)
    name = " " * left + page.paint("dim", id_) if id_ and left > 1 else ""
    return title + page.paint("dim", shown) + name


def explained(item: Item, page: Page) -> list[str]:
    """Everything on an item: its steps and checks, what each source says, how each date came about."""
    lines: list[str] = []
    deeper = INDENT + "  "

    def say(text: str, first: str) -> None:
        lines.extend(words.wrap(text, page.columns, first, " " * words.width(first)))

    for label, steps in (("steps", item.steps), ("finally", item.checks)):
        lines += [f"{INDENT}{label}:"] if steps else []
        for step in steps:
            by = f" by {words.moment(step.by, page.now)}" if step.by else ""
            say(f"{words.clean(step.title)}{by} ({words.name(step.sources)})", f"{deeper}· ")
    heard = {voice.rule for voice in item.voices}
    lines += [f"{INDENT}sources:"] if heard else []
    for voice in item.voices:
        say(f"{words.voice(voice, page.now)}: “{words.clean(voice.says)}”", f"{deeper}· ")
        if voice.ours:
            say(f"our reading: {words.clean(voice.ours)}", f"{deeper}  ")
        for part in item.derivation:
            if part.rule == voice.rule:
                say(f"{part.edge}: {part.text}", f"{deeper}  ")
    own = [part for part in item.derivation if part.rule not in heard]
    lines += [f"{INDENT}reckoning:"] if own else []
    for part in own:
        say(f"{part.edge.replace('_', ' ')}: {part.text}", f"{deeper}· ")
    return [page.paint("dim", line) for line in lines]


def number_of_sources(checklist: Checklist) -> int:
    """How many sources the profile heard."""
    return len(checklist.sources) or len({voice.source for item in checklist.items for voice in item.voices})
