"""Problems in files that people write, and how they are shown.

Everything that reads a file reports what is wrong as `Problem` values and raises them together as `Problems`.
"""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.value import Value

LIMIT = 100
_WIDTH = 100
_TAB = 4
_RED, _BOLD, _DIM, _CYAN, _OFF = "\x1b[31m", "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[0m"


class Problem(Value):
    """One thing that is wrong in one file, said so that a person who is no programmer can mend it.

    `line` and `column` count from 1, columns in characters; 0 means that there is no such place (a missing
    file). `source_line` is the line as it stands in the file, without its line break. `expected` and `found`
    are short phrases, `hint` a whole sentence that says what to do. `id` is stable: `area/what`, as in
    `yaml/duplicate-key`.
    """

    id: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    source_line: str = ""
    expected: str | None = None
    found: str | None = None
    hint: str | None = None

    def as_dict(self) -> dict[str, str | int | None]:
        """The fields as plain data, for `--error-format json`."""
        return {name: getattr(self, name) for name in self._fields}


class Problems(Exception):
    """All problems found at once: sorted by file and place, without repeats, at most `LIMIT` of them.

    `problems` are those kept, `left_out` says how many there were beyond.
    """

    problems: tuple[Problem, ...]
    left_out: int

    def __init__(self, problems: Iterable[Problem], left_out: int = 0) -> None:
        ordered = sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column, p.id, p.message))
        self.problems = tuple(ordered[:LIMIT])
        self.left_out = left_out + max(0, len(ordered) - LIMIT)
        super().__init__(self.problems, self.left_out)

    def __str__(self) -> str:
        return as_text(self)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was probably meant by `word`, or None if none is near.

    Case and the difference between `-`, `_` and a blank do not count; else about one slip in three letters.
    """
    plain, candidates = _plain(word), list(candidates)
    best, best_distance = None, min(4, (len(plain) + 1) // 3) + 1
    for candidate in candidates:
        if candidate == word:
            continue
        other = _plain(candidate)
        distance = 0 if other == plain else _distance(plain, other, best_distance)
        if distance < best_distance:
            best, best_distance = candidate, distance
    if best is None and len(plain) > 2:
        return next((c for c in candidates if _begins(_plain(c), plain)), None)
    return best


def _begins(one: str, two: str) -> bool:
    """Whether one word is the other's beginning, as `mon` is that of `Monday`."""
    return len(one) > 2 and (one.startswith(two) or two.startswith(one)) and one != two


def _plain(word: str) -> str:
    return word[:80].casefold().replace("_", "-").replace(" ", "-")


def _distance(one: str, two: str, limit: int) -> int:
    """Letters to add, drop, change or swap to turn one word into the other; `limit` if that many or more."""
    if abs(len(one) - len(two)) >= limit:
        return limit
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(two, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)


def as_text(problems: Problems | Iterable[Problem], colour: bool = False) -> str:
    """The problems as people read them: place, message, line with a caret, what was expected and found."""
    listed = problems.problems if isinstance(problems, Problems) else tuple(problems)
    left_out = problems.left_out if isinstance(problems, Problems) else 0
    parts = [_one(problem, colour) for problem in listed]
    if left_out:
        parts.append(f"… and {left_out} more")
    return "\n".join(parts)


def in_a_line(problem: Problem) -> str:
    """What is wrong, what was expected and the hint in one line, without the place: for an answer just typed."""
    expected = f"; expected: {problem.expected}" if problem.expected else ""
    hint = f". {problem.hint}" if problem.hint else ""
    return " ".join(f"{problem.message}{expected}{hint}".split())


def as_json(problems: Problems | Iterable[Problem]) -> str:
    """The same as JSON text: `{"problems": [...], "left_out": n}`."""
    import json

    listed = problems.problems if isinstance(problems, Problems) else tuple(problems)
    left_out = problems.left_out if isinstance(problems, Problems) else 0
    data = {"problems": [problem.as_dict() for problem in listed], "left_out": left_out}
    return json.dumps(data, ensure_ascii=True, indent=2)


def harmless(text: str) -> str:
    """`text` with all that could move the cursor or hide from the eye written as `\\x1b` or `\\u202e`."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def _one(problem: Problem, colour: bool) -> str:
    def paint(code: str, text: str) -> str:
        return f"{code}{text}{_OFF}" if colour else text

    place = harmless(problem.file)
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    lines = [
        f"{paint(_BOLD, place)}: {paint(_RED, harmless(problem.message))}"
        if place
        else paint(_RED, harmless(problem.message))
    ]
    if problem.line and problem.source_line.strip():
        number = str(problem.line)
        shown, caret = _excerpt(problem.source_line, problem.column)
        margin = " " * len(number)
        lines.append(paint(_DIM, f"  {number} |") + " " + shown)
        lines.append(paint(_DIM, f"  {margin} |") + " " * (caret + 1) + paint(_RED, "^"))
    for label, text in (("expected", problem.expected), ("found", problem.found), ("hint", problem.hint)):
        if text:
            lines.append(f"    {paint(_CYAN, label + ':')} {harmless(text)}")
    return "\n".join(lines)


def _excerpt(line: str, column: int) -> tuple[str, int]:
    """The part of a line around a column that fits on a screen, and the number of cells before the caret."""
    at = min(max(column - 1, 0), len(line))
    start = 0 if at < _WIDTH * 2 // 3 else at - _WIDTH // 2
    end = min(len(line), start + _WIDTH)
    shown, cells, caret = "…" if start else "", 1 if start else 0, 0
    for index in range(start, end):
        if index == at:
            caret = cells
        character = line[index]
        piece = " " * (_TAB - cells % _TAB) if character == "\t" else _visible(character)
        shown += piece
        cells += sum(_cells(c) for c in piece)
    if at >= end:
        caret = cells
    return shown + ("…" if end < len(line) else ""), caret


def _cells(character: str) -> int:
    """How many cells of a terminal a character takes."""
    if character < "\u0300":
        return 1
    import unicodedata

    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
