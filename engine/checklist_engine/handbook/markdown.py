"""The handbook as Markdown: reads well raw, and nothing in it comes alive."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checklist_engine.handbook.blocks import Block, Code, Heading, Items, Line, Para, Part, Ref, Strong, Table
from checklist_engine.words import clean


def as_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as one file, ending in a line break."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    from checklist_plugins.markdown_escape import escape

    if isinstance(block, Heading):
        return f'<a id="{block.anchor}"></a>\n\n{"#" * block.level} {escape(block.text)}'
    if isinstance(block, Para):
        return _line(block.line)
    if isinstance(block, Items):
        return "\n".join(f"- {_line(line)}" for line in block.lines)
    if isinstance(block, Table):
        rows = [tuple(_line(cell) for cell in row) for row in block.rows]
        lines = [tuple(escape(cell) for cell in block.head), tuple("---" for _ in block.head), *rows]
        return "\n".join(f"| {' | '.join(_BARE_BAR.sub(_BAR, cell) for cell in row)} |" for row in lines)
    return _verbatim(block.text)


_BARE_BAR, _BAR = re.compile(r"(?<!\\)\|"), r"\\|"
"""In a table even code may not hold a bare bar."""


def _line(line: Line) -> str:
    return "".join(_part(part, first=not place) for place, part in enumerate(line))


def _part(part: Part, *, first: bool) -> str:
    from checklist_plugins.markdown_escape import code, escape, link

    if isinstance(part, str):
        # `escape` makes one clean line, whose outer blanks belong to the sentence around it.
        start, end = part[: len(part) - len(part.lstrip())] and " ", part[len(part.rstrip()) :] and " "
        said = escape(part.strip()) if part.strip() else ""
        if not first and said.startswith("\\") and said[1:2] in "-+":
            said = said[1:]
        return f"{start}{said}{end}" if said else start
    if isinstance(part, Code):
        return (f'<a id="{part.anchor}"></a>' if part.anchor else "") + code(part.text)
    if isinstance(part, Strong):
        return f"**{escape(part.text)}**"
    assert isinstance(part, Ref)
    return link(part.text, part.to) if "://" in part.to else f"[{escape(part.text)}](#{part.to})"


def _verbatim(text: str) -> str:
    """A fenced block whose fence is longer than any in the text."""
    lines = [clean(line) if line.strip() else "" for line in text.rstrip("\n").split("\n")]
    longest = max((len(line) - len(line.lstrip("`")) for line in lines), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}text", *lines, fence])
