"""What a handbook is made of: blocks that know nothing of Markdown or HTML. Escaping is each writer's business."""

from __future__ import annotations

from checklist_engine.value import Value


class Code(Value):
    """A name as it stands in the files; with an ``anchor``, others lead here."""

    text: str
    anchor: str = ""


class Ref(Value):
    """Words that lead to a place of the handbook (``to`` is its anchor) or, where ``to`` is an address, to the web."""

    text: str
    to: str


class Strong(Value):
    """Words that stand out."""

    text: str


Part = str | Code | Ref | Strong
Line = tuple[Part, ...]


class Heading(Value):
    """A heading; ``level`` 1 is the title."""

    level: int
    text: str
    anchor: str


class Para(Value):
    """A paragraph."""

    line: Line


class Items(Value):
    """A list."""

    lines: tuple[Line, ...]


class Table(Value):
    """A table with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


class Verbatim(Value):
    """Text that keeps its line breaks, such as a message."""

    text: str


Block = Heading | Para | Items | Table | Verbatim


def anchor(*parts: str) -> str:
    """A place's name: letters, digits and hyphens only, whatever the parts hold."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else "-" for c in part) for part in parts)


def joined(lines: list[Line], between: str = ", ") -> Line:
    """Lines as one."""
    whole: list[Part] = []
    for line in lines:
        if whole:
            whole.append(between)
        whole += line
    return tuple(whole)
