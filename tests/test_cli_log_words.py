"""`checklist done`, `skip` and `heard` as one types them: several words, something forgotten, another moment."""

from __future__ import annotations

import pytest
from commands import WEDNESDAY, Command


@pytest.fixture(autouse=True)
def _wednesday(command: Command) -> None:
    command.at(WEDNESDAY)


def test_several_words_name_one_item(command: Command) -> None:
    """As one would say it, without quotes, options between them or not."""
    record = command.example()
    told = {
        ("thank", "anna"): "{at: 2026-11-18 09:00, did: send-thank-you, to: anna}",
        ("linkedin", "tom"): "{at: 2026-11-18 09:00, did: connect-on-linkedin, to: tom}",
        ("Look", "back", "on"): "{at: 2026-11-18 09:00, did: reflect}",
        ("cover", "--at", "2026-11-18 08:30", "letter"): "{at: 2026-11-18 08:30, did: write-cover-letter}",
        ("take", "notes"): "{at: 2026-11-18 09:00, did: take-notes}",
    }
    for words, entry in told.items():
        done = command("done", record, *words)
        assert done.code == 0, (words, done.err)
        assert entry[:-1] in record.read_text(), words
    assert command("explain", record, "connect", "anna", "--now", WEDNESDAY).out.count("[connect-on-linkedin/") == 1
    assert "Dear Tom Reuter" in command("draft", record, "thank", "tom", "--now", WEDNESDAY).out
    before = record.read_bytes()
    assert command("done", record, "thank", "nobody").code == 2
    assert command("skip", record).code == 2
    assert record.read_bytes() == before


def test_a_name_as_it_is_said_or_as_it_is_keyed(command: Command) -> None:
    """With or without accents; a key is a word of the item's name even where the title writes it another way."""
    record = command.example()
    text = record.read_text().replace("name: Tom Reuter", "name: Þómas Réutér-Ó Briain")
    for words in (("thank", "reuter"), ("thank", "tom"), ("thank", "ó"), ("thank", "O", "briain"), ("thank-you/tom",)):
        record.write_text(text)
        done = command("done", record, *words)
        assert done.code == 0, (words, done.err)
        assert "did: send-thank-you, to: tom" in record.read_text()
    record.write_text(text)
    for person in ("RÉUTÉR-O", "briain", "Tom", "þómas reuter-o briain"):
        assert command("done", record, "thank", "--to", person).code == 0, person


def test_as_if_it_were_another_moment(command: Command) -> None:
    """As with `run --now`: the entry is of then, and so is what is said of it."""
    record = command.example()
    then = ("--now", "2026-11-28 09:00")
    done = command("done", record, "follow-up", *then)
    assert (done.code, done.err) == (0, "")
    assert done.out == "Done: Ask where things stand (2026-11-28 09:00).\n", (
        "the source that would have waited is content"
    )
    command("heard", record, "answered", *then, "--at", "yesterday 10:00")
    command("skip", record, "linkedin", "tom", *then)
    ahead = command("done", record, "reflect", *then, "--at", "2026-11-28 09:01")
    assert "lies ahead" in ahead.err
    assert record.read_text().splitlines()[-4:] == [
        "  - {at: 2026-11-28 09:00, did: follow-up}",
        "  - {at: 2026-11-27 10:00, heard: answered}",
        "  - {at: 2026-11-28 09:00, skipped: connect-on-linkedin, to: tom}",
        "  - {at: 2026-11-28 09:01, did: reflect}",
    ]
    assert (
        "six-rs would have waited" in command("done", command.example(), "follow-up", "--now", "2026-11-24 09:00").out
    )


def test_what_is_missing_is_asked_for(command: Command) -> None:
    """Who forgets the file, the item or what happened is told what to type."""
    record = command.example()
    for given, said in (
        (("done", "thank"), "The file comes first: checklist done interview.yaml thank"),
        (("heard", "rejected"), "The file comes first: checklist heard interview.yaml rejected"),
        (("done", record.name), "Which item? checklist done interview.yaml ITEM; `checklist run interview.yaml` shows"),
        (
            ("heard", record.name),
            "Which event? checklist heard interview.yaml EVENT, one of invited, offered, rejected, process-ended",
        ),
        (("heard", record.name, "they", "rejected", "me"), "there is no event “they rejected me”"),
    ):
        done = command(*given)
        assert (done.code, done.out) == (2, ""), given
        assert said in " ".join(done.err.split()), given
    assert done.meant == "rejected"
    command.write("other.yaml", "")
    assert "The file comes first: checklist explain FILE thank" in command("explain", "thank").err


def test_several_items_by_their_whole_names(command: Command) -> None:
    command.example()
    done = command("done", "interview.yaml", "reflect/first", "follow-company", "--now", WEDNESDAY)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Done: Look back on the interview (2026-11-18 09:00).",
        "Done: Follow Quillon Maps on social networks (2026-11-18 09:00).",
    ]
    wrong = command("done", "interview.yaml", "follow-company", "nothing", "--now", WEDNESDAY)
    assert "there is no item “follow-company nothing”" in wrong.err
