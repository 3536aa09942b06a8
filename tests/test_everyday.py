"""What people say of time, and the hint that it gets: each hint is read by the engine, and means what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinypack import START, Tiny, action, make, rule

from checklist_engine.problems import Problems
from checklist_engine.schema.everyday import advice

MOMENTS = {
    "10th day of next month": "[1 month after, 10th day of that month]",
    "1st of the following month": "[1 month after, 1st day of that month]",
    "first Monday of next month": "[1 month after, 1st Monday of that month]",
    "end of next month": "[1 month after, end of that month]",
    "3rd Monday of December": "[1 December of that year, 3rd Monday of that month]",
    "last day of March": "[1 March of that year, last day of that month]",
    "end of May": "[1 May of that year, end of that month]",
    "beginning of May": "1 May of that year",
    "mid May": "15 May of that year",
    "the 15th": "15th day of that month",
    "end of the quarter": "end of that quarter",
    "end of year": "end of that year",
    "a fortnight after": "2 weeks after",
    "20 weeks and 6 days after": "[20 weeks after, 6 days after]",
    "1.5 days after": "36 hours after",
    "4 days after at 9:30": "[4 days after, at 09:30]",
    "100th day of that year": "[1 January of that year, 99 days after]",
    "2.5 hours before": "150 minutes before",
    "second working day after": "2 working days after",
    "the following Monday": "Monday after",
    "at the weekend": "Saturday after",
    "2 weaks after": "2 weeks after",
    "3 workin days aftr": "3 working days after",
    "Tusday after": "Tuesday after",
    "31 Juli of that year": "31 July of that year",
    "Christmas": "25 December of that year or 25 December after",
}
SENTENCES = {
    "immediately": "leave “from” out",
    "as soon as possible": "leave “from” out",
    "by noon": "at 12:00",
    "tomorrow": "next day",
    "next month": "{from: [1 month after, start of that month], until: [1 month after, end of that month]}",
    "evening": "at 18:00",
    "31 June": "June has no more than 30 days. Write 30 June of that year or 30 June after",
    "8 weeks to 10 weeks after": "{from: 8 weeks after, through: 10 weeks after}",
    "24–48 hours after": "{from: 24 hours after, until: 48 hours after}",
    "3-4 days after": "{from: 3 days after, through: 4 days after}",
    "8 to 10 weeks before": "{from: 10 weeks before, through: 8 weeks before}",
    "every other week": "repeat: {each: 2 weeks}.",
    "two weeks before each 10th": "repeat: {each: 2 weeks before 10th day of each month}.",
    "10th of each month": "repeat: {each: 10th day of each month}.",
    "3 days before the last day of each month": "repeat: {each: 3 days before last day of each month}.",
    "2026-12-24": "give it a name there, and write that. That of every year is 24 December of that year.",
    "24 hours after the interview": "Write 24 hours after, which counts from the trigger, or 24 hours after FACT.",
    "40 days after, or next business day": "[40 days after, or next working day]",
    "Easter": "A feast that moves has no phrase",
}
DAYS = {
    "weekday": "working day or [Monday, Tuesday, Wednesday, Thursday, Friday]",
    "every weekend": "[Saturday, Sunday]",
    "Monday and Thursday": "[Monday, Thursday]",
    "every other week": "2 weeks",
    "a week before the 1st of each month": "1 week before 1st day of each month",
    "third Tuesday": "3rd Tuesday of each month",
    "2nd and 4th Monday of each month": "[2nd Monday of each month, 4th Monday of each month]",
    "10th day of each month, or next business day": "10th day of each month or next working day",
}
DAYS_SENTENCES = {
    "morning": "Write day for each day",
    "week": "such as Monday",
    "every second Tuesday": "Write 2 weeks, and let the window begin on such a day: from: Tuesday on or after.",
    "Saturday at 12:00": 'hours as only: [{clock_from: "12:00"}] beside it.',
    "Tue": "Write Tuesday.",
    "every other Saturday": "Write 2 weeks, and let the window begin on such a day: from: Saturday on or after.",
    "each month": "1st day of each month; or 1 month",
}


def tiny(folder: Path, key: str, written: object) -> Tiny:
    window = {"repeat": {"each": written}} if key == "each" else {key: written}
    return make(folder, action("write", rule("a", do=window)))


def hint(folder: Path, key: str, written: object) -> str:
    with pytest.raises(Problems) as raised:
        tiny(folder, key, written)
    return raised.value.problems[0].hint or ""


@pytest.mark.parametrize(("said", "phrase"), MOMENTS.items(), ids=MOMENTS)
def test_a_moment_is_written_as_a_phrase(tmp_path: Path, said: str, phrase: str) -> None:
    assert hint(tmp_path / "said", "from", said) == f"Write {phrase}"
    for number, one in enumerate([phrase] if " or " not in phrase else phrase.split(" or ")):
        steps = one[1:-1].split(", ") if one[0] == "[" else one
        assert tiny(tmp_path / str(number), "from", steps).item(START, "2026-11-18 12:00", "write").window.opens


@pytest.mark.parametrize(("said", "part"), SENTENCES.items(), ids=SENTENCES)
def test_what_is_no_moment_is_said_in_a_sentence(tmp_path: Path, said: str, part: str) -> None:
    assert part in hint(tmp_path, "from", said)


@pytest.mark.parametrize(("said", "phrase"), DAYS.items(), ids=DAYS)
def test_days_are_written_as_a_phrase(tmp_path: Path, said: str, phrase: str) -> None:
    assert hint(tmp_path / "said", "each", said) == f"Write {phrase}"
    first = phrase.removeprefix("working day or ")
    days = first[1:-1].split(", ") if first[0] == "[" else first
    assert tiny(tmp_path / "written", "each", days).item(START, "2026-11-18 12:00", "write").window.opens


@pytest.mark.parametrize(("said", "part"), DAYS_SENTENCES.items(), ids=DAYS_SENTENCES)
def test_what_are_no_days_is_said_in_a_sentence(tmp_path: Path, said: str, part: str) -> None:
    assert part in hint(tmp_path, "each", said)


def test_there_is_not_always_something_to_say() -> None:
    assert advice("whenever it suits") is None
    assert advice("whenever it suits", come_round=True) is None
