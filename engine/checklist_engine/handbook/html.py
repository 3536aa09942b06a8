"""The handbook as one HTML page: no script, no network, and a style that prints."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256

from checklist_engine.handbook.blocks import Block, Code, Heading, Items, Line, Para, Part, Ref, Strong, Table
from checklist_engine.words import clean

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1c2330; --soft: #525c6c; --line: #d5d9e0; --accent: #1f4f99;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #12151a; --ink: #e7eaef; --soft: #a9b3c1; --line: #3a424e; --accent: #8fb8f5; }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h2 { margin-top: 3rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
h3 { margin-top: 2rem; }
a { color: var(--accent); text-underline-offset: 0.15em; }
code {
  font: 0.85em ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--soft);
}
pre {
  padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.4rem; white-space: pre-wrap; font: inherit;
}
table { width: 100%; border-collapse: collapse; font-size: 0.925rem; }
th, td {
  padding: 0.4rem 0.6rem 0.4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: break-word;
}
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
li + li { margin-top: 0.25rem; }
@media (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  td { padding: 0.1rem 0; border: 0; }
  tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #000; }
  @page { margin: 18mm 16mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h1, h2, h3 { break-after: avoid; }
  h2 { break-before: page; }
  tr, li, pre { break-inside: avoid; }
  thead { display: table-header-group; }
  a { text-decoration: none; }
}
"""


def as_html(blocks: Sequence[Block]) -> str:
    """The blocks as one page, ending in a line break."""
    from checklist_plugins.html_text import esc

    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{esc(title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        *_blocks(blocks),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _blocks(blocks: Iterable[Block]) -> list[str]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> str:
    from checklist_plugins.html_text import bdi, esc

    if isinstance(block, Heading):
        return f'<h{block.level} id="{esc(block.anchor)}">{bdi(block.text)}</h{block.level}>'
    if isinstance(block, Para):
        return f'<p dir="auto">{_line(block.line)}</p>'
    if isinstance(block, Items):
        return f"<ul>{''.join(f'<li>{_line(line)}</li>' for line in block.lines)}</ul>"
    if isinstance(block, Table):
        head = "".join(f'<th scope="col">{esc(cell)}</th>' for cell in block.head)
        rows = "\n".join(f"<tr>{''.join(f'<td>{_line(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
        return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    text = "\n".join(esc(line) if clean(line) else "" for line in block.text.rstrip("\n").split("\n"))
    return f'<pre dir="auto">{text}</pre>'


def _line(line: Line) -> str:
    return "".join(map(_part, line))


def _part(part: Part) -> str:
    from checklist_plugins.html_text import address, bdi, esc

    if isinstance(part, str):
        start, end = part[: len(part) - len(part.lstrip())] and " ", part[len(part.rstrip()) :] and " "
        return f"{start}{bdi(part)}{end}" if part.strip() else start
    if isinstance(part, Code):
        at = f' id="{esc(part.anchor)}"' if part.anchor else ""
        return f"<code{at}>{esc(part.text)}</code>"
    if isinstance(part, Strong):
        return f"<strong>{bdi(part.text)}</strong>"
    assert isinstance(part, Ref)
    if "://" not in part.to:
        return f'<a href="#{esc(part.to)}">{bdi(part.text)}</a>'
    link = address(part.to)
    return f'<a href="{link}" rel="noreferrer">{bdi(part.text)}</a>' if link else bdi(part.text)
