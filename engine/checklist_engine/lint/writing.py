"""Texts that are not read as they were written: cut by a comment, run together, with marks that stay in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklist_engine.lint.subject import Subject
from checklist_engine.load.pack import PackFile, Path, Place
from checklist_engine.yaml12.nodes import Mapping, Node, Scalar, Sequence

_PROSE = frozenset(
    {"title", "about", "subject", "body", "says", "where", "ours", "question", "assumed", "summary", "say", "reason"}
)
"""The keys of what people read."""
_LISTED = frozenset({"events", "channels", "titles"})
"""The groups of pack.yaml whose every value is read by people."""
_FILLED = frozenset({"title", "about", "subject", "body"})
"""The keys of texts with placeholders."""
_GREETING = 30
"""Characters of a line that is meant to stand alone, such as Kind regards."""
_COMMENT = re.compile(r"( +)#(.?)")
_BRACES = re.compile(r"\{\{([a-z][a-z0-9_.]*)\}\}")
_BRACKETS = re.compile(r"(?<!\[)\[([^\[\]\n]{2,60})\](?![\](])")
_QUOTED = re.compile(r"[“„«‘‚]([^“”„«»‘’‚]+)[”“»’‘]")


def look(subject: Subject) -> None:
    """Note all findings of this module."""
    files = (subject.pack.manifest, *subject.pack.actions, *subject.pack.messages, *subject.pack.sources)
    for file in files:
        for path, scalar in _scalars(file.root, ()):
            key = path[-1] if path else ""
            if key not in _PROSE and not (file is subject.pack.manifest and path[0] in _LISTED):
                continue
            if scalar.plain and (at := _comment_behind(file, scalar)):
                subject.add(
                    "cut-text", file, path, "from here on it is a comment, and the text before it ends", at=at,
                    hint="Put quotes around the text if the # belongs to it, else two blanks in front of the comment.",
                )  # fmt: skip
            if key == "body" and _runs_on(file, scalar):
                subject.add(
                    "run-together", file, path, "the lines of this text run together into one",
                    hint="Write body: | and the text on the lines below, further in.",
                )  # fmt: skip
            if key in _FILLED:
                _marks(subject, file, path, scalar)


def _scalars(node: Node | None, path: Path) -> Iterator[tuple[Path, Scalar]]:
    """Every scalar of a file with the path to it."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _scalars(value, (*path, key.text))
    elif isinstance(node, Sequence):
        for index, value in enumerate(node.items):
            yield from _scalars(value, (*path, index))


def _comment_behind(file: PackFile, scalar: Scalar) -> Place | None:
    """Where a comment begins that was hardly meant as one: one blank in front of it, or no blank behind its sign."""
    left, number, column = scalar.text, scalar.line, scalar.column
    while number <= len(file.lines):
        line = file.line(number)
        rest = line[column - 1 :]
        if not rest.startswith(left) and rest.strip() and left.startswith(rest.strip()):
            left, number, column = left[len(rest.strip()) :].lstrip(), number + 1, 1
            column += len(file.line(number)) - len(file.line(number).lstrip())
            continue
        match = _COMMENT.match(rest, len(left)) if rest.startswith(left) else None
        if match is None or (len(match[1]) > 1 and match[2] in ("", " ", "#")):
            return None
        return number, column + len(left) + len(match[1])
    return None


def _runs_on(file: PackFile, scalar: Scalar) -> bool:
    """Whether lines of a text become one: all that follow each other, except in a `|` block.

    Of a `>` block, which is there for that, only a line that ends with a comma and is short, such as a greeting.
    """
    line = file.line(scalar.line)
    mark = line[scalar.column - 1 : scalar.column]
    if mark == "|":
        return False
    if mark in ("'", '"'):
        return mark not in line[scalar.column :]
    if mark != ">" and not scalar.plain:
        return False
    number, begins = (scalar.line + 1, 0) if mark == ">" else (scalar.line, scalar.column - 1)
    while number < len(file.lines):
        one, other = " ".join(file.line(number)[begins:].split()), " ".join(file.line(number + 1).split())
        if file.line(number + 1)[:1] not in (" ", ""):
            return False
        greets = len(one) < _GREETING and one.endswith(",")
        if one and other and f"{one} {other}" in scalar.text and (mark != ">" or greets):
            return True
        number, begins = number + 1, 0
    return False


def _marks(subject: Subject, file: PackFile, path: Path, scalar: Scalar) -> None:
    """Braces and brackets that fill nothing, and quotes around all of it that are printed."""
    known = {*subject.registry.schema.root["properties"], *subject.registry.dimensions}
    for match in _BRACES.finditer(scalar.text):
        if match[1].partition(".")[0] in known:
            subject.add(
                "odd-marks", file, path, f"“{match[0]}” is printed as “{{{match[1]}}}” and filled with nothing",
                at=_place(file, scalar, match[0]), hint=f"Write {{{match[1]}}}.",
            )  # fmt: skip
    for match in _BRACKETS.finditer(scalar.text):
        subject.add(
            "odd-marks", file, path, f"“{match[0]}” is no gap for the person to fill",
            at=_place(file, scalar, match[0]),
            hint=f"Write [[{match[1]}]], with two brackets at both ends; or round ones.",
        )  # fmt: skip
    if quoted := _QUOTED.fullmatch(scalar.text.strip()):
        subject.add(
            "odd-marks", file, path, "the quotes around this text are printed with it",
            hint=f'Leave them out; the quotes of YAML are straight: "{quoted[1][:40]}".',
        )  # fmt: skip


def _place(file: PackFile, scalar: Scalar, part: str) -> Place:
    """Where a part of a text first stands in the file; the text itself where it is folded there."""
    for number in range(scalar.line, len(file.lines) + 1):
        if (index := file.line(number).find(part)) >= 0:
            return number, index + 1
    return scalar.line, scalar.column
