"""What a person sees: the examples at fixed moments, as they were looked at and found good, and how long it gets.

`CHECKLIST_GOLDEN=write python -m pytest tests/test_cli_screens.py` writes the screens in tests/golden/command/ anew.
Look at them: are they pleasant, and would a nervous person understand them in five seconds?
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import EXAMPLES, TUESDAY, ZONE, Command

from checklist_engine.checklist import Checklist
from checklist_engine.moments import parse
from checklist_engine.plugin import Context
from checklist_engine.session import Session
from checklist_engine.words import width
from checklist_plugins import text

GOLDEN = Path(__file__).parent / "golden" / "command"
MOMENTS = {
    "minimal": {"before": "2026-11-16 18:00", "after": TUESDAY, "week": "2026-11-25 09:00", "month": "2026-12-20"},
    "interview": {"before": "2026-11-16 18:00", "morning": "2026-11-18 09:00", "week": "2026-11-25 09:00"},
}
SCREENS = [(name, when, columns) for name, moments in MOMENTS.items() for when in moments for columns in (60, 80, 120)]
MOST_LINES, MOST_NOW = 40, 7
HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(("name", "when", "columns"), SCREENS)
def test_golden(command: Command, name: str, when: str, columns: int) -> None:
    given = ("run", EXAMPLES / f"{name}.yaml", "--now", MOMENTS[name][when], "--width", columns)
    shown = command(*given)
    assert (shown.code, shown.err) == (0, "")
    path = GOLDEN / f"{name}-{when}-{columns}.txt"
    if os.environ.get("CHECKLIST_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(shown.data)
    assert path.read_text(encoding="utf-8") == shown.out


def test_every_golden_screen_has_its_test() -> None:
    expected = {f"{name}-{when}-{columns}.txt" for name, when, columns in SCREENS}
    assert {path.name for path in GOLDEN.iterdir()} == expected


def moments() -> Iterator[int]:
    """From a week before the interview to three months after: closely around it, then every other hour of the day."""
    start = parse("2026-11-17 10:00", ZONE).start
    yield from range(start - DAY, start + 4 * DAY, 3 * HOUR)
    yield from range(start - 7 * DAY, start + 92 * DAY, 17 * HOUR)


LEAST = {
    "the example": (EXAMPLES / "minimal.yaml").read_text(),
    "neither end nor zone": "company: Quillon Maps\nrole: Data engineer\ninterview: {start: 2026-11-17 10:00}\n",
    "long names": "company: The Quillon International Cartography Foundation\n"
    "role: Senior Data Platform Engineer (all genders)\ninterview: {start: 2026-11-17 10:00, end: 2026-11-17 11:00}\n",
    "a bare day": "company: Quillon Maps\nrole: Data engineer\ninterview: {start: 2026-11-17}\n",
    "a bare day, long names": "company: The Quillon International Cartography Foundation\n"
    "role: Senior Data Platform Engineer (all genders)\ninterview: {start: 2026-11-17}\n",
}


@pytest.mark.parametrize("record", LEAST.values(), ids=LEAST.keys())
def test_the_least_record_stays_on_one_screen(command: Command, record: str) -> None:
    session = Session(str(command.write("record.yaml", record)))
    for now in moments():
        checklist = session.evaluate(now)
        for columns in (60, 80, 120, 200):
            lines = screen(checklist, columns)
            assert len(lines) <= MOST_LINES, (checklist.now, columns)
            assert max(map(width, lines)) <= columns, (checklist.now, columns)
            assert count(lines, "NOW") + count(lines, "LATE") <= MOST_NOW, (checklist.now, columns)
            assert not any(line != line.rstrip() for line in lines)


def screen(checklist: Checklist, columns: int) -> list[str]:
    return text.render(checklist, Context(width=columns)).splitlines()


def count(lines: list[str], heading: str) -> int:
    """How many items stand under a heading, those without their own line included."""
    if heading not in lines:
        return 0
    rest = lines[lines.index(heading) + 1 :]
    end = next(place for place, line in enumerate(rest) if not line or line.isupper())  # the next group
    return sum(line.startswith("[") for line in rest[:end])


def test_every_moment_has_something_to_say(command: Command) -> None:
    session = Session(str(EXAMPLES / "minimal.yaml"))
    for now in moments():
        lines = screen(session.evaluate(now), 80)
        assert "NOW" in lines
        assert lines[0] == "Data engineer at Quillon Maps"
        assert "after-interview 1.0.0" in lines[-1]


def test_hours_have_no_seconds_and_no_day_has_24(command: Command) -> None:
    for name in MOMENTS:
        session = Session(str(EXAMPLES / f"{name}.yaml"))
        for now in moments():
            shown = "\n".join(screen(session.evaluate(now + 7), 80))
            assert not re.search(r"\d:\d\d:\d|24:00", shown), shown


def test_no_width_is_too_narrow(command: Command) -> None:
    for columns in (*range(40, 80, 3), 99, 150, 200):
        for name in ("minimal.yaml", "interview.yaml"):
            for extra in ([], ["--all", "--verbose"]):
                shown = command("run", EXAMPLES / name, "--now", "2026-11-18 09:00", "--width", columns, *extra)
                assert shown.code == 0
                assert max(map(width, shown.out.splitlines())) <= columns, (columns, extra)
