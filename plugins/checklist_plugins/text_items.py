"""One item as lines of a terminal: in full under "now" and "late", as a row elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checklist_engine import words
from checklist_engine.checklist import Checklist, Item, Step
from checklist_engine.value import Value

INDENT = "    "
ENDLESS, ASSUMED, HELD, LATE, FEWER, AIRY = 0, -1, -2, -3, -4, -5
"""Below so much detail it is left out, one after the other: when there is time without end, what is assumed until a
question is answered, why something is on hold, since when something is late, more than a few of what is to do or to
keep from, the empty lines between groups."""
_LEAST_TITLE = 24
"""With less room than this beside its column, a title stands above it."""
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
    """Where lines go: how wide, in colour or not, how much is told (`detail` -6 to 4, or all of it)."""

    now: str
    columns: int
    titles: Mapping[str, str]
    """Of the items by their ids."""
    items: tuple[Item, ...] = ()
    """All of the checklist."""
    colour: bool = False
    detail: int = 4
    everything: bool = False
    verbose: bool = False

    def tells(self, what: int) -> bool:
        """Whether there is room for what is left out below the detail ``what``."""
        return self.detail >= what

    def gap(self) -> list[str]:
        """The empty line before a group, where there is room for it."""
        return [""] if self.tells(AIRY) else []

    def paint(self, style: str, text: str) -> str:
        """`text` in a style, if there is any colour at all."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and style and text else text


def mark(item: Item) -> str:
    """Three columns that say the state without colour."""
    if item.kind == "dont" and item.status == "upcoming":
        return " ~ "  # nothing to tick, and nothing to keep from yet
    return " · " if item.kind == "need_not" or item.standing else _MARKS.get(item.status, " - ")


def _style(item: Item) -> str:
    return {"overdue": "alarm", "broken": "alarm", "done": "good", "met": "good"}.get(item.status, "")


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
    titles = words.wrap(page.titles[item.id], page.columns - len(INDENT))
    lines = [INDENT + page.paint("bold", line) for line in titles]
    lines[0] = page.paint(_style(item), mark(item)) + lines[0][len(INDENT) - 1 :]
    below = _named(lines, page.columns - len(INDENT) - words.width(titles[-1]), item, page)
    return [*lines, *(page.paint("dim", line) for line in below)]


def _named(lines: list[str], room: int, item: Item, page: Page) -> list[str]:
    """Puts the item's name to the right end of the last line; where there is no room, gives lines for it."""
    id_ = words.clean(item.id)
    if words.width(id_) + 2 > room:
        left = page.columns - words.width(id_)
        return words.wrap(id_, page.columns, INDENT[:left] if left >= 0 else INDENT)  # whole if it can be, to be copied
    lines[-1] += " " * (room - words.width(id_)) + page.paint("dim", id_)
    return []


def _details(item: Item, page: Page) -> Iterable[str]:
    now = page.now
    assuming = words.assuming(item)
    if item.status == "overdue":
        yield "; ".join(said for said in (words.overdue(item, now), words.advised(item)) if said)
        yield words.progress(item)
        yield words.not_by(item, now) if page.detail > 1 or _narrows_itself(item) else ""
    else:
        when = words.when(item, now)
        if page.detail < 2:
            when, assuming = "; ".join(part for part in (when, assuming) if part), ""
        yield when
        yield words.progress(item)
        yield words.not_by(item, now) if page.detail > 1 or _narrows_itself(item) else ""
        yield words.late(item) if page.tells(LATE) else ""
        second = words.runner_up(item, now) if page.detail > 0 else ""
        other = words.dissent(item, now) if page.detail > 1 or words.differs_now(item, now) else ""
        both = "; ".join(part for part in (second, other) if part)
        yield from (both,) if words.width(both) <= page.columns - len(INDENT) else (second, other)
    yield assuming
    yield words.tailored(item) if page.tells(LATE) else ""
    yield item.reason or ""


def _narrows_itself(item: Item) -> bool:
    """Whether a rule of its own action advises against a channel: then no other item of the list says so."""
    return any(rule in item.rules for one in item.not_by for rule in one.rules)


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
    """A row with the item's name, if need be without saying who agrees; in full where even that has no room.

    In full, too, where the person changed something of it, which is not to look like the sources' own word.
    """
    if page.tells(LATE) and words.tailored(item):
        return in_full(item, page)
    used = len(INDENT) + words.width(page.titles[item.id]) + len(" – ") + 2 + words.width(words.clean(item.id))
    shorter = [tails[0].partition(" (")[0], tails[0].partition(", ")[0]]
    if item.status in ("open", "due") and words.alone(item) and item.window.closes:
        shorter = [words.by(item.window.closes, page.now)]  # no vote: its last day is what counts
    for tail in (tails[0], *shorter):
        if tail and used + words.width(words.clean(tail)) <= page.columns:
            return row(item, page, [tail])
    needed = LATE if item.status == "overdue" else ENDLESS if item.window.closes is None else page.detail
    return in_full(item, page) if page.tells(needed) else _headed(item, page)


def row(item: Item, page: Page, tails: Iterable[str], column: str = "", columns: int = 0) -> list[str]:
    """Mark, perhaps a column, title, as many of the tails as fit, and the name at the end; one line if it can be.

    The column and the first tail are kept whole: where there is no room beside the title, they go below. Where
    everything is asked for, so do the other tails and the name.
    """
    kept = [words.clean(tail) for tail in tails if tail]
    dispensable = item.kind in ("dont", "need_not") and item.status != "broken"
    sign = "[?]" if item.provisional and item.status == "upcoming" else mark(item)
    head = f"{page.paint(_style(item), sign)} "
    indent = below_column(page, columns)
    front = words.pad(column, columns) + "  " if indent != INDENT else ""
    above = words.wrap(column, page.columns, INDENT) if column and not front else []
    room = page.columns - len(indent)
    titles = words.wrap(page.titles[item.id], room)
    if page.everything:
        below = _named(titles, room - words.width(titles[-1]), item, page)
        below += words.wrap("; ".join(kept), page.columns, INDENT) if kept else []
    else:
        left = _beside(titles, kept, words.clean(item.id) if item.kind == "do" else "", room, page)
        below = words.wrap(left, page.columns, indent) if left and (page.detail >= 0 or not dispensable) else []
    lines = [head + front + titles[0], *(indent + line for line in titles[1:]), *above]
    lines += [page.paint("dim", line) for line in below]
    return lines + (explained(item, page) if page.verbose else [])


def below_column(page: Page, columns: int) -> str:
    """The blanks that stand under a column, where there is one."""
    is_above = page.columns - len(INDENT) - columns - 2 < _LEAST_TITLE
    return INDENT if is_above or not columns else " " * (len(INDENT) + columns + 2)


def _beside(titles: list[str], tails: list[str], id_: str, room: int, page: Page) -> str:
    """Puts what fits behind the title's last line; gives the first tail back where it does not fit."""
    shown = ""
    for tail in tails:
        more = f"{shown}; {tail}" if shown else f" – {tail}"
        if words.width(titles[-1]) + words.width(more) > room:
            break
        shown = more
    left = room - words.width(titles[-1]) - words.width(shown) - words.width(id_)
    name = " " * left + page.paint("dim", id_) if id_ and left > 1 else ""
    titles[-1] += page.paint("dim", shown) + name
    return tails[0] if tails and not shown else ""


def explained(item: Item, page: Page) -> list[str]:
    """Everything on an item: its steps and checks, what each source says, how each date came about."""
    lines: list[str] = []
    deeper = INDENT + "  "

    def say(text: str, first: str) -> None:
        lines.extend(words.wrap(text, page.columns, first, " " * words.width(first)))

    for label, steps in (("steps", item.steps), ("finally", item.checks)):
        lines += [f"{INDENT}{label}:"] if steps else []
        for step in steps:
            by = f" {words.by(step.by, page.now)}" if step.by else ""
            say(f"{words.clean(step.title)}{by} ({words.name(step.sources)})", f"{deeper}· ")
    heard = {voice.rule for voice in item.voices}
    lines += [f"{INDENT}sources:"] if heard else []
    for voice in item.voices:
        say(f"{words.voice(voice, page.now)}: “{words.clean(voice.says)}”", f"{deeper}· ")
        if voice.ours:
            say(f"our reading: {words.clean(voice.ours)}", f"{deeper}  ")
        if voice.yours:
            say(f"your change: {words.clean(voice.yours)}", f"{deeper}  ")
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
