"""Text from people's files inside HTML: shown as it is, never markup, never turning what stands around it."""

from __future__ import annotations

from html import escape

from checklist_engine import words


def esc(text: str) -> str:
    """`text` as one harmless line, for an element's content as well as for a quoted attribute."""
    return escape(words.clean(text))


def bdi(text: str) -> str:
    """`text` isolated, so that a right-to-left name does not reorder the words beside it."""
    return f"<bdi>{esc(text)}</bdi>"


def timed(at: str, said: str) -> str:
    """A moment (RFC 3339, or a date alone) in words, and for machines."""
    return f'<time datetime="{esc(at)}">{esc(said)}</time>'


def stretch(from_: str | None, to: str | None, now: str) -> str:
    """A stretch `[from_, to)` in words, each end for machines too."""
    first = timed(from_, words.moment(from_, now)) if from_ else ""
    if to is None:
        return f"from {first} on" if first else "any time"
    last = timed(to, words.last_day(to, now, near=False) if words.ends_day(to) else words.moment(to, now))
    joint = "through" if words.ends_day(to) else "until"
    return f"{first} {joint} {last}" if first else f"{joint} {last}"


def address(url: str | None) -> str | None:
    """The address of a web page, ready for an attribute; None where it is none."""
    cleaned = words.clean(url or "")
    return escape(cleaned) if cleaned.lower().startswith(("https://", "http://")) and " " not in cleaned else None
