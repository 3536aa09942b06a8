"""`checklist explain`, `sources` and `draft`: why, by whom, and the words for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import tinypack
from commands import EXAMPLES, PACK, ROOT, WEDNESDAY, Command

from checklist_engine.words import width

INTERVIEW, MINIMAL = EXAMPLES / "interview.yaml", EXAMPLES / "minimal.yaml"
PLACE = re.compile(r"\(([^()\s]+\.yaml):(\d+)\)")


def explained(command: Command, *given: object) -> str:
    """All that it says, in lines of the greatest width."""
    command.patch.setenv("COLUMNS", "200")
    done = command("explain", *given, "-v")
    assert (done.code, done.err) == (0, "")
    assert "None" not in done.out
    return done.out


def test_why_it_is_there(command: Command) -> None:
    text = explained(command, INTERVIEW, "send-thank-you/first/tom", "--now", WEDNESDAY)
    assert text.startswith("Thank Tom Reuter for the interview")
    for source in ("dos-and-donts", "five-musts", "hays", "seven-things", "six-rs"):
        assert f"{source}/thank-you" in text, "each voice"
    assert "thanks-same-day-if-morning speaks instead" in text
    assert "Tue 17 Nov 11:00 + 24 hours → Wed 18 Nov 11:00" in text
    assert "sending hours, ours" in text
    for edge in ("opens:", "closes:", "best:"):
        assert edge in text


def test_every_place_is_one(command: Command) -> None:
    """Rule files relative to the pack, the record as it was named: the line is there, and is about that."""
    record = command.example()
    command("heard", record, "rejected", "--at", "2026-11-19 09:00", "--from", "anna")
    text = explained(command, "interview.yaml", "reply-to-rejection", "--now", "2026-11-19 12:00")
    found = set(PLACE.findall(text))
    assert {name for name, _ in found} >= {"interview.yaml", "actions/reply-to-rejection.yaml", "pack.yaml"}
    for name, number in found:
        lines = (record if name == "interview.yaml" else PACK / name).read_text().splitlines()
        assert 0 < int(number) <= len(lines), (name, number)
        if name == "interview.yaml":
            assert "heard: rejected" in lines[int(number) - 1]
    rules = re.findall(r"\n    [+-] (\S+) .*\n      (\S+):(\d+)\n", text)
    assert len(rules) >= 4
    for rule, name, number in rules:
        assert f"id: {rule}" in (PACK / name).read_text().splitlines()[int(number) - 1]


def shortly(command: Command, *given: object) -> list[str]:
    """What it says without being asked for more, in lines."""
    done = command("explain", *given)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def test_the_answer_comes_in_few_lines(command: Command) -> None:
    given = (INTERVIEW, "send-thank-you/first/tom", "--now", WEDNESDAY)
    lines = shortly(command, *given)
    assert lines[1] == "  due: its best time has gone by, and it can still be done"
    assert "  Today 14:00–20:00 (3 of 5 sources), open through tomorrow." in lines
    said = [line.split()[0] for line in lines if " says " in line]
    assert sorted(said) == ["dos-and-donts", "five-musts", "hays", "seven-things", "six-rs"], "a line each"
    assert said[0] in ("dos-and-donts", "six-rs", "hays"), "first those that the shown time is from"
    assert "  It would be done if you logged: did send-thank-you, to tom." in lines
    more = f"More: checklist explain {INTERVIEW} send-thank-you/first/tom --now '{WEDNESDAY}' -v"
    assert lines[-1] == more, "the same command again"
    assert len(lines) <= 12
    long = explained(command, *given)
    assert all(line in long for line in lines[:3])
    assert long.count(" → ") > 15, "each change, each date"


@pytest.mark.parametrize("columns", [40, 60, 100])
@pytest.mark.parametrize("more", [(), ("-v",)])
def test_lines_are_as_wide_as_the_screen(command: Command, columns: int, more: tuple[str, ...]) -> None:
    command.patch.setenv("COLUMNS", str(columns))
    for item in ("send-thank-you", "connect", "reply-to-rejection", "ask-mutual-contact"):
        lines = shortly(command, INTERVIEW, item, "--now", WEDNESDAY, *more)
        wide = [width(line) for line in lines if not line.startswith("More: ")]
        assert max(wide) <= columns, item
        assert max(wide) > columns - 12 or item != "send-thank-you", "and no narrower than it need be"


@pytest.mark.parametrize(
    ("item", "now", "said"),
    [
        ("reflect", WEDNESDAY, "due: today is the last day for it"),
        ("reflect", "2026-11-17 13:00", "due: its best time has begun"),
        ("send-promised", "2026-11-18 15:00", "due: it can be done now"),
        ("send-promised", "2026-11-18 09:00", "due: it can be done, and its best time is still to come"),
        ("approach-references", "2026-11-28 10:00", "due: it can be done, and its best time is still to come"),
        ("send-thank-you/first/tom", "2026-11-17 12:00", "open: it can be done, and its best time is still to come"),
        ("follow-up", WEDNESDAY, "upcoming: it opens Sat 28 Nov"),
        ("send-thank-you/first/tom", "2026-11-21 09:00", "overdue: was open through Thu 19 Nov, 2 days ago"),
        ("hear-back", WEDNESDAY, "waiting: expected through Fri 27 Nov"),
        ("hear-back", "2026-11-29 09:00", "late: it was expected through Fri 27 Nov"),
        ("befriend-privately", WEDNESDAY, "in force: better left alone"),
        ("tell-about-search", WEDNESDAY, "open: there is no need to"),
        ("take-notes", WEDNESDAY, "done: yesterday 11:45, in time"),
        ("connect-on-linkedin/anna", WEDNESDAY, "on hold (six-rs): No LinkedIn request to recruiter or manager"),
    ],
)
def test_why_now(command: Command, item: str, now: str, said: str) -> None:
    assert shortly(command, INTERVIEW, item, "--now", now)[1].startswith(f"  {said}")


def test_what_is_kept_from_says_so_in_its_title(command: Command) -> None:
    first, *_ = shortly(command, INTERVIEW, "befriend-privately", "--now", WEDNESDAY)
    assert first == "Do not send friend requests on private accounts [befriend-privately]"


def test_the_change_that_is_told_first_is_no_idle_one(command: Command) -> None:
    def told(item: str, record: object = INTERVIEW) -> str:
        (line,) = [one for one in shortly(command, record, item, "--now", WEDNESDAY) if "It would be" in one]
        return line.strip()

    assert told("reply-to-rejection") == "It would be due if you logged: heard rejected."
    assert told("reflect") == "It would be done if you logged: did reflect.", "rather than another end of the interview"


def test_why_it_is_not_there(command: Command) -> None:
    text = explained(command, MINIMAL, "reply-to-rejection", "--now", WEDNESDAY)
    assert re.search("not.applicable", text)
    assert "heard rejected; found: not in the log" in text, "wanted, and found"
    text = explained(command, MINIMAL, "ask-mutual-contact", "--now", WEDNESDAY)
    assert "mutual_contact" in text
    assert "not in the record" in text
    text = explained(command, MINIMAL, "write-cover-letter", "--now", WEDNESDAY)
    assert "asked_for" in text, "there is one for each of these, and there are none"


def test_why_it_is_over(command: Command) -> None:
    record = command.example("minimal.yaml")
    command.at(WEDNESDAY)
    command("done", record, "withdraw")
    text = explained(command, record, "follow-up", "--now", "2026-11-30")
    assert "closed" in text
    assert re.search(r"withdraw.*minimal\.yaml:8", text), "what closed it, and where that stands"


def test_by_profile(command: Command) -> None:
    text = explained(command, INTERVIEW, "send-thank-you", "--profile", "source:hays", "--now", WEDNESDAY)
    assert "does not hear six-rs" in text
    assert command("explain", INTERVIEW, "send-thank-you", "--profile", "source:hay").code == 2
    command.config("profile: source:hays\n")
    assert explained(command, INTERVIEW, "send-thank-you", "--now", WEDNESDAY) == text


def test_several_at_once(command: Command) -> None:
    text = explained(command, INTERVIEW, "connect", "--now", WEDNESDAY)
    assert text.count("Connect with ") >= 2
    assert "No LinkedIn request" in text, "why it is on hold"


def test_of_several_people_the_one_that_is_asked_for(command: Command) -> None:
    given = ("connect", "--now", WEDNESDAY)
    assert explained(command, INTERVIEW, *given, "--to", "tom") == explained(
        command, INTERVIEW, "connect-on-linkedin/tom", "--now", WEDNESDAY
    )
    wrong = command("explain", INTERVIEW, *given, "--to", "nobody")
    assert (wrong.code, wrong.out) == (2, "")
    assert "there is no person “nobody”" in wrong.err


def test_names_that_are_none(command: Command) -> None:
    for name, near in (("folow-up", "follow-up"), ("write-cover-lettr", "write-cover-letter"), ("withdrw", "withdraw")):
        done = command("explain", MINIMAL, name)
        assert (done.code, done.out) == (2, ""), name
        assert (done.meant or "").startswith(near)
    assert command("explain", MINIMAL, "zzzzzzzz").meant is None
    finished = command("explain", INTERVIEW, "thnaks", "--now", WEDNESDAY)
    assert finished.meant == "send-thank-you"
    assert "send-thank-you/first/anna" in finished.err, "what is done can be explained, too"
    done = command("explain", MINIMAL, "withdraw")
    assert "log" in done.out + done.err, "it is an action, which no advice is about"


def test_as_data(command: Command) -> None:
    given = ("explain", INTERVIEW, "connect", "--now", WEDNESDAY, "--format", "json")
    found: list[dict[str, Any]] = command(*given).json
    assert [one["item"]["person"] for one in found] == ["anna", "tom"]
    for one in found:
        assert {"action", "item", "file", "line", "rules"} <= one.keys()
        for rule in one["rules"]:
            assert {"rule", "kind", "sources", "speaks", "why", "file", "line", "conditions"} <= rule.keys()
    assert command(*given).data == command(*given).data
    (absent,) = command("explain", MINIMAL, "write-cover-letter", "--format", "json").json
    assert absent["item"] is None
    assert str(ROOT) not in command(*given).out


def test_standard_input(command: Command) -> None:
    command.patch.setenv("COLUMNS", "200")
    done = command("explain", "-", "follow-up", "--now", WEDNESDAY, "-v", stdin=MINIMAL.read_bytes())
    assert (done.code, done.err) == (0, "")
    assert done.out == explained(command, MINIMAL, "follow-up", "--now", WEDNESDAY)


# Sources


def test_sources(command: Command) -> None:
    done = command("sources")
    assert (done.code, done.err) == (0, "")
    assert "hays/thank-you-morning" in done.out
    assert "cited by nothing" not in done.out


def test_sources_as_data(command: Command) -> None:
    listed = command("sources", "--format", "json").json["sources"]
    least = {"dos-and-donts": 13, "seven-things": 18, "six-rs": 19, "five-musts": 11, "hays": 17}
    assert {one["id"] for one in listed} == set(least)
    for one in listed:
        assert one["title"]
        assert len(one["statements"]) >= least[one["id"]]
        for statement in one["statements"]:
            assert statement["id"].startswith(f"{one['id']}/")
            assert statement["text"]
            assert statement["rules"], f"{statement['id']} is cited by nothing"
    names = [statement["id"] for one in listed for statement in one["statements"]]
    assert len(names) == len(set(names))


# Drafts


def test_a_draft_is_filled_and_its_gaps_are_marked(command: Command) -> None:
    command.config("me: {name: Mia Petit, telephone: '+352 555 0100', email: mia@petit.example}\n")
    done = command("draft", INTERVIEW, "send-thank-you", "--to", "tom", "--now", WEDNESDAY)
    assert done.code == 0
    assert done.out.startswith("Subject: ")
    for words in ("Tom Reuter", "Quillon Maps", "Data engineer", "Mia Petit", "+352 555 0100"):
        assert words in done.out
    gaps = re.findall(r"\[\[(.+?)\]\]", done.out, re.DOTALL)
    assert gaps
    assert not re.search(r"\{[a-z_.]+\}", done.out), "no placeholder is left"
    for gap in gaps:
        assert " ".join(gap.split()) in " ".join(done.err.split()), "what is left for the person is told apart"
    assert command("draft", INTERVIEW, "send-thank-you/first/anna", "--now", "2026-11-17 12:00").code in (0, 2)


def test_without_a_configuration_name_and_telephone_are_gaps(command: Command) -> None:
    done = command("draft", INTERVIEW, "send-thank-you", "--to", "tom", "--now", WEDNESDAY)
    assert "[[your name]]" in done.out


def test_a_draft_says_through_which_channel_better_not(command: Command) -> None:
    record = command.example()
    then = ("draft", record, "follow-up", "--now", "2026-11-28 09:00")
    assert "Note: not by phone (six-rs).\n" in command(*then).err
    record.write_text(record.read_text().replace("contact_by: email", "contact_by: none"))
    assert "Note" not in command(*then).err


def test_where_there_is_no_draft(command: Command) -> None:
    for name in ("reflect", "keep-looking", "hear-back"):
        done = command("draft", INTERVIEW, name, "--now", WEDNESDAY)
        assert (done.code, done.out) == (2, ""), name
        assert "there is no message" in done.err
    done = command("draft", INTERVIEW, "zzzz")
    assert (done.code, done.out) == (2, "")


def test_a_retired_rule_is_said_to_be_so(command: Command) -> None:
    command("pack", "copy", "after-interview", "mine")
    path = command.folder / "mine" / "actions" / "follow-up.yaml"
    text = path.read_text(encoding="utf-8")
    rule = "{id: follow-up-week-to-ten-days,"
    assert rule in text
    retired = "retired: {from: 2026-11-20, because: They rewrote it.}"
    path.write_text(text.replace(rule, f"{rule} {retired},"), encoding="utf-8")
    for now, retires in (("2026-11-19 12:00", False), ("2026-11-20 12:00", True)):
        said = " ".join(explained(command, MINIMAL, "follow-up", "--pack", "mine", "--now", now).split())
        assert ("it is retired from 2026-11-20 on: They rewrote it." in said) is retires
        assert ("it speaks; it is retired from 2026-11-20 on" in said) is not retires


def test_a_prohibition_between_two_stretches_says_when_it_comes_again(command: Command, tmp_path: Path) -> None:
    tinypack.make(tmp_path, tinypack.action("call", tinypack.rule("a", dont={"only": [{"weekday": ["sat", "sun"]}]})))
    record = command.write("case.yaml", "start: 2026-11-02\ntimezone: UTC\n")
    done = command("explain", record, "call", "--pack", tmp_path / "tiny", "--now", "2026-11-11 09:00")
    assert "  upcoming: from Sat 14 Nov\n" in done.out
