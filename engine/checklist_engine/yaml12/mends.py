"""Where a text stops being YAML: what is wrong, for somebody who does not know YAML, and how to mend it.

PyYAML says where its grammar broke off; what a person did wrong is guessed from that and from the lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from checklist_engine.problems import LIMIT, Problem
from checklist_engine.yaml12.brackets import unclosed_at_end, within_brackets
from checklist_engine.yaml12.breaks import (
    KEY,
    KEY_AND_TEXT,
    QUOTES,
    Break,
    after_quote,
    in_quotes,
    line_above,
    unclosed_quote,
)
from checklist_engine.yaml12.lookalikes import badly_begun, lookalike
from checklist_engine.yaml12.nodes import Document

_KEY_WITHOUT_BLANK: Final = re.compile(r"(\s*(?:- +)*[A-Za-z_][\w.-]*):(?=[^\s:/])")

_NEAR: Final = 8
"""Lines in which other entries of a list are looked for."""
_SHORT: Final = 40
_KEY_IN_LINE: Final = re.compile(r"(\s*(?:- +)*)[A-Za-z_][\w./-]*:(?:\s|$)")
_KEYS_IN_A_ROW: Final = re.compile(r"(\s*(?:- +)+)([a-z_]+: [^\s,\"']+, [a-z_]+: .*)")


def explained(document: Document, error: Any) -> list[Problem]:
    """What is wrong where the parser gave up with `error`."""
    broken = Break(document, error)
    for part, explain in _EXPLANATIONS:
        if part in broken.problem or part in broken.context:
            return explain(broken)
    return broken.here("syntax", "this cannot be read as YAML", found=broken.problem)


def _cannot_start(broken: Break) -> list[Problem]:
    if broken.character == "\t":
        return _tab(broken)
    return broken.here(
        "needs-quotes",
        f"a text cannot begin with “{broken.character}”",
        hint=in_quotes(broken.text[broken.column - 1 :].rstrip()),
    )


def _tab(broken: Break) -> list[Problem]:
    """Every line from here on that is indented with tabs: they are all there for the same reason."""
    hint = "Use blanks (the space bar) in its place."
    found: list[Problem] = []
    for number in range(broken.line, len(broken.document.lines) + 1):
        line = broken.document.line(number)
        indent = line[: len(line) - len(line.lstrip())]
        if len(found) > LIMIT:
            break
        if "\t" in indent and line.strip():
            found += broken.at(number, indent.index("\t") + 1, "tab", "a tab is used to indent", hint=hint)
    return found or broken.here("tab", "a tab cannot stand here", hint=hint)


def _second_colon(broken: Break) -> list[Problem]:
    match = KEY_AND_TEXT.match(broken.text)
    if match and match.end(1) < broken.column and (keys := _KEYS_IN_A_ROW.match(broken.text)):
        inside = keys[2].rstrip()
        if inside.count("}") > inside.count("{"):
            inside = inside.removesuffix("}")
        mend = f"Several keys in one line need braces: {keys[1].lstrip()}{{{inside}}}"
        return broken.here("colon-in-text", "a second colon in the same line", hint=mend)
    if match and match.end(1) < broken.column:
        return broken.here("colon-in-text", "a second colon in the same line", hint=in_quotes(match[2].rstrip()))
    number, above = line_above(broken.document, broken.line)
    if missing := _blank_after_colon(broken, number):
        return missing
    if hint := lookalike(above):
        return broken.at(number, 1, "lookalike", "this line cannot be read", hint=hint)
    if lost := _without_hyphen(broken, number):
        return lost
    if above.strip() and not re.match(KEY + r":(\s|$)", above) and not above.lstrip().startswith("- "):
        column = len(above) - len(above.lstrip()) + 1
        key, level = _key_above(broken.document, broken.line)
        if key < number and column > level and KEY_AND_TEXT.match(broken.document.line(key)):
            return _indentation(broken)  # the text of that key goes on in the lines between
        return broken.at(
            number,
            column,
            "missing-colon",
            "there is no colon in this line",
            expected="a key, a colon, a blank and the value",
            hint=_without_bar(broken.document, number),
        )
    return _indentation(broken)


def _without_bar(document: Document, number: int) -> str | None:
    """For a line of a text whose key, further out, has nothing behind its colon."""
    indent = len(document.line(number)) - len(document.line(number).lstrip())
    for above in range(number - 1, 0, -1):
        line = document.line(above)
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            key = line.strip()
            return f"A text of several lines needs a bar: {key} |" if re.fullmatch(r"[\w-]+:", key) else None
    return None


def _blank_after_colon(broken: Break, number: int) -> list[Problem]:
    match = _KEY_WITHOUT_BLANK.match(broken.document.line(number))
    if match is None:
        return []
    return broken.at(
        number,
        match.end(1) + 1,
        "no-blank",
        "a blank is missing after the colon",
        hint=f"Write “{match[1].strip()}: …”.",
    )


def _no_colon(broken: Break) -> list[Problem]:
    line = broken.document.line(broken.began_line)
    hint = "A text of several lines is indented below its key." if " " in line.strip() else None
    if lost := _without_hyphen(broken, broken.began_line):
        return lost
    return _blank_after_colon(broken, broken.began_line) or broken.beginning(
        "missing-colon",
        "there is no colon in this line",
        expected="a key, a colon, a blank and the value",
        hint=lookalike(line) or _without_bar(broken.document, broken.began_line) or hint,
    )


def _unclosed_quote(broken: Break) -> list[Problem]:
    return unclosed_quote(broken, broken.began_line, broken.began_column)


def _escape(broken: Break) -> list[Problem]:
    start = broken.text.rfind("\\", 0, broken.column) + 1 or broken.column
    return broken.at(
        broken.line,
        start,
        "escape",
        "a backslash in double quotes begins a special character",
        found=broken.text[start - 1 : start + 1],
        hint="Use single quotes, or write two backslashes.",
    )


def _invisible(broken: Break) -> list[Problem]:
    return broken.beginning(
        "control-character",
        "this text has an invisible character, written with a backslash",
        hint="Take the backslash and what belongs to it out, or write two backslashes.",
    )


def _unexpected_colon(broken: Break) -> list[Problem]:
    return broken.here(
        "no-blank",
        "a blank is missing after the colon",
        hint="Put a blank after it, or quotes around the text if the colon belongs to it.",
    )


def _no_content(broken: Break) -> list[Problem]:
    hint = "Take it out, or put quotes around the text if it belongs to it."
    if not broken.character:
        return unclosed_at_end(broken)
    return broken.here("needs-quotes", f"“{broken.character}” cannot stand here", hint=hint)


def _begins_badly(broken: Break) -> list[Problem]:
    text = broken.document.line(broken.began_line)[broken.began_column - 1 :].rstrip()
    return broken.beginning("needs-quotes", f"a text cannot begin with “{text[:1]}”", hint=in_quotes(text))


def _block_text(broken: Break) -> list[Problem]:
    text = broken.document.line(broken.began_line)[broken.began_column - 1 :].rstrip()
    return broken.beginning(
        "needs-quotes",
        f"after “{text[:1]}” the text begins on the next line",
        hint=f"Put the text below, indented; or, if the {text[:1]} belongs to it, quotes around it.",
    )


def _tag(broken: Break) -> list[Problem]:
    return broken.beginning(
        "tag",
        "type names (“!”) are not read here",
        hint="Put quotes around the text if the ! belongs to it; otherwise take it out.",
    )


def _inline_list(broken: Break) -> list[Problem]:
    return broken.here(
        "list-in-line",
        "a list cannot begin in the same line as its key",
        hint="Begin it on the next line, or write [one, two]; a lone dash goes into quotes.",
    )


def _does_not_continue(broken: Break) -> list[Problem]:
    """What stands here continues nothing: a line is not lined up, or something follows a finished value."""
    before = broken.before.rstrip()
    if not before.strip():
        return _indentation(broken)
    if broken.character in ("]", "}"):
        return broken.here("extra-bracket", "this bracket closes nothing", hint="Take it out, or open it before.")
    if before.endswith(("'", '"')):
        return after_quote(broken)
    if before.endswith(("]", "}")):
        column, text = broken.value()
        if before[-1] == "}" and text.count("}") > text.count("{"):
            return broken.at(
                broken.line, len(before), "extra-bracket", "this bracket is one too many: the line goes on behind it",
                hint="Take it out.",
            )  # fmt: skip
        return broken.at(
            broken.line, column, "needs-quotes", "a text cannot begin with a bracket", hint=in_quotes(text)
        )
    return broken.here("syntax", "this does not belong here", hint=f"{QUOTES} if it is one.")


def _without_hyphen(broken: Break, above: int) -> list[Problem]:
    """An entry that has lost its hyphen: a group in braces, or a key in the column of hyphens, beside entries with one.

    It is the line ``above`` the one where the parser gave up, or that line itself.
    """
    document = broken.document
    for number in (above, broken.line):
        text = document.line(number).lstrip()
        column = len(document.line(number)) - len(text)
        if text.startswith("- "):
            continue
        near = [document.line(one) for one in range(max(1, number - _NEAR), number + _NEAR) if one != number]
        hyphens = {len(line) - len(line.lstrip()) for line in near if line.lstrip().startswith("- ")}
        in_braces = text.startswith("{") and any(abs(one - column) <= 2 for one in hyphens)
        if in_braces or (number == broken.line and column in hyphens and _KEY_IN_LINE.match(text)):
            short = text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
            key = text.partition(":")[0]
            begins = {line.lstrip()[2:].partition(":")[0] for line in near if line.lstrip().startswith("- ")}
            if not in_braces and begins and key not in begins:
                return broken.at(
                    number, column + 1, "indentation", "this stands in the column of the hyphens",
                    hint="If it belongs to the entry above, write two more blanks in front of it; "
                    "if it is a key of the file, none.",
                )  # fmt: skip
            return broken.at(
                number, column + 1, "missing-hyphen", "a hyphen is missing in front of this entry of the list",
                hint=f"Write it and a blank: - {short}",
            )  # fmt: skip
    return []


def _entry_above(broken: Break) -> tuple[int, int] | None:
    """For an entry of a list: the number of the entry's line above it, and its column; braces may lie between."""
    if not broken.text.lstrip().startswith("- "):
        return None
    for number in range(broken.line - 1, 0, -1):
        line = broken.document.line(number)
        if line.lstrip().startswith("- "):
            return number, len(line) - len(line.lstrip()) + 1
        if line.strip() and not line.startswith((" ", "#")):
            break  # the key of the list
    return None


def _key_above(document: Document, number: int) -> tuple[int, int]:
    """The number of the line above that has a key, and that key's column; lines of a text that goes on have none."""
    above, line = line_above(document, number)
    first = above, len(line) - len(line.lstrip()) + 1
    while above > 0 and line.strip():
        if match := _KEY_IN_LINE.match(line):
            return above, match.end(1) + 1
        if above == 1:
            break
        above, line = line_above(document, above)
    return first


def _indentation(broken: Break) -> list[Problem]:
    column = len(broken.text) - len(broken.text.lstrip()) + 1
    if broken.text.lstrip().startswith(":"):
        return broken.at(
            broken.line,
            column,
            "no-key",
            "a key is missing before the colon",
            expected="a word, then a colon, a blank and the value",
        )
    if broken.text.lstrip().startswith("- ") and (outside := _item_outside(broken, column)):
        return outside
    if hint := badly_begun(broken.text):
        return broken.at(broken.line, column, "lookalike", "this line cannot be read", hint=hint)
    if lost := _without_hyphen(broken, broken.line):
        return lost
    number, level = _entry_above(broken) or _key_above(broken.document, broken.line)
    more = {column > level: "further in", column < level: "further out"}.get(True, "in the same column")
    return broken.at(
        broken.line,
        column,
        "indentation",
        "this line is not lined up with those above",
        found=f"it begins {more} than line {number}" if column != level else None,
        hint="What belongs together begins in the same column: count the blanks in front.",
    )


def _item_outside(broken: Break, column: int) -> list[Problem]:
    """An item of a list that stands in none: among keys, or further in than a key that has its value."""
    if lost := _without_hyphen(broken, line_above(broken.document, broken.line)[0]):
        return lost
    above = line_above(broken.document, broken.line)[1]
    key = KEY_AND_TEXT.match(above)
    if key and not above.lstrip().startswith("- ") and len(above) - len(above.lstrip()) < column - 1:
        message = f"an item of a list stands below “{key[1].strip()}”, which has a value already"
    elif "- " not in broken.document.line(broken.began_line):
        message = "an item of a list stands among keys"
    else:
        return []
    lists = _lists_above(broken)
    ends = "; ".join(f"“{name}:” ends with line {line}" for name, line in lists)
    number = max((line for _, line in lists), default=0)
    above = broken.document.line(number) if number else ""
    if number == broken.line - 1 and above.lstrip().startswith("- "):
        blanks = len(above) - len(above.lstrip())
        wanted = "a blank" if blanks == 1 else f"{blanks or 'no'} blanks"
        return broken.at(
            broken.line, column, "indentation", message,
            hint=f"Its hyphen belongs below that of line {number}: write {wanted} in front of it.",
        )  # fmt: skip
    hint = f"Move it into the list that it belongs to: {ends}." if ends else None
    hint = hint or "Put a key with a colon above the list, and indent the list below it."
    return broken.at(broken.line, column, "indentation", message, hint=hint)


def _lists_above(broken: Break) -> list[tuple[str, int]]:
    """The keys of the outermost level above whose value is a list in lines, and the last line of each."""
    ends: dict[str, int] = {}
    name = None
    for number in range(1, broken.line):
        line = broken.document.line(number)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith((" ", "- ")):
            if name and (name in ends or line.lstrip().startswith("- ")):
                ends[name] = number
            continue
        match = re.fullmatch(r"([\w-]+):\s*(?:#.*)?", line)
        name = match[1] if match else None
    return list(ends.items())[-4:]


def _directive(broken: Break) -> list[Problem]:
    return broken.at(
        broken.line,
        1,
        "directive",
        "instructions to the YAML reader (“%”) are not read here",
        hint="Take the line that begins with % out.",
    )


def _document_start(broken: Break) -> list[Problem]:
    if any(line.startswith("...") for line in broken.document.lines[: broken.line - 1]):
        return broken.here(
            "several-documents",
            "a second document begins here",
            expected="one document in a file",
            hint="Take the line of three dots out, or make two files.",
        )
    return _does_not_continue(broken)


# By words of the parser's message; the first that fits counts. The words of the two parsers differ a little.
_EXPLANATIONS: Final[list[tuple[str, Callable[[Break], list[Problem]]]]] = [
    ("directive", _directive),
    ("incompatible YAML document", _directive),
    ("tab character", _tab),
    ("cannot start any token", _cannot_start),
    ("mapping values are not allowed", _second_colon),
    ("could not find expected ':'", _no_colon),
    ("sequence entries are not allowed", _inline_list),
    ("unexpected end of stream", _unclosed_quote),
    ("unexpected document separator", _unclosed_quote),
    ("unexpected document indicator", _unclosed_quote),
    ("Unicode character escape", _invisible),
    ("escape", _escape),
    ("hexdecimal", _escape),
    ("',' or", within_brackets),
    ("unexpected ':'", _unexpected_colon),
    ("node content", _no_content),
    ("scanning an alias", _begins_badly),
    ("scanning an anchor", _begins_badly),
    ("block scalar", _block_text),
    ("tag", _tag),
    ("document start", _document_start),
    ("expected key", _does_not_continue),
    ("block end", _does_not_continue),
    ("'-' indicator", _does_not_continue),
]
