"""What is wrong with the bytes and characters of a file before it is YAML at all."""

from __future__ import annotations

import re
from typing import Final

from checklist_engine.problems import LIMIT, Problem
from checklist_engine.yaml12.nodes import Document

# All that YAML forbids and all that nobody can see but that parsers take for a line break or skip.
INVISIBLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_HINT: Final = "Save the file as UTF-8; every editor can."


def undecodable(data: bytes, name: str, error: UnicodeDecodeError) -> Problem:
    """The problem of a file that is no UTF-8, at the first byte that cannot be read."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(
            id="yaml/not-utf8",
            message="this file is saved as UTF-16",
            file=name,
            line=1,
            column=1,
            expected="UTF-8",
            hint=_HINT,
        )
    # Positions in the error count from after a byte order mark, which `object` leaves out.
    data, at = error.object, error.start
    begin = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    source_line = data[begin : end if end >= 0 else len(data)].decode("cp1252", "replace").rstrip("\r")
    probably = bytes([data[at]]).decode("cp1252", "replace")
    return Problem(
        id="yaml/not-utf8",
        message="this file is not saved as UTF-8",
        file=name,
        line=data.count(b"\n", 0, at) + 1,
        column=len(data[begin:at].decode("utf-8")) + 1,
        source_line=source_line,
        expected="UTF-8",
        found=f"a byte that stands for “{probably}” in an old encoding (Windows-1252)",
        hint=_HINT,
    )


def invisible(document: Document) -> list[Problem]:
    """A problem for each control character or invisible line break (the first ones, if there are many)."""
    text = document.text
    nuls = text.count("\0")
    if nuls * 3 > len(text):
        return [document.problem("yaml/not-utf8", "this file is saved as UTF-16", 1, 1, expected="UTF-8", hint=_HINT)]
    found = []
    for number, line in enumerate(document.lines, 1):
        for match in INVISIBLE.finditer(line):
            found.append(
                document.problem(
                    "yaml/control-character",
                    "an invisible character",
                    number,
                    match.start() + 1,
                    found=_named(match[0]),
                    hint="Delete it; it may have come along when the text was copied.",
                )
            )
            if len(found) > LIMIT:
                return found
    return found


def _named(character: str) -> str:
    import unicodedata

    code = ord(character)
    common = {0: "NUL", 7: "BELL", 8: "BACKSPACE", 0x1B: "ESCAPE", 0x85: "NEXT LINE"}
    name = common.get(code) or unicodedata.name(character, "a control character")
    return f"{name} (U+{code:04X})"
