"""Checklists made by hand, for the tests of the formats, on top of what the kit for plugins has."""

from __future__ import annotations

from typing import Any

from checklist_engine.checklist import (
    Checklist,
    Derivation,
    Done,
    Draft,
    Hold,
    Item,
    PackInfo,
    Question,
    Source,
    Statement,
    Step,
    Window,
)
from checklist_engine.testing.samples import HOSTILE, STATES, at, hostile, item, stretch, voice

__all__ = ["ALL", "HOSTILE", "STATES", "at", "checklist", "empty", "everything", "hostile", "item", "minimal"]
__all__ += ["stretch", "thank", "voice", "worked_example"]

FIVE = ("seven-things", "five-musts", "dos-and-donts", "six-rs", "hays")
PACK = PackInfo(id="after-interview", title="After a job interview", version="1.0.0", digest="0f" * 32)
PUBLISHERS = {"hays": "Hays Luxembourg", "six-rs": "A careers magazine"}


def checklist(now: str, *items: Item, title: str = "Data engineer at Quillon Maps", **more: Any) -> Checklist:
    given: dict[str, Any] = {
        "case": "quillon-data-engineer",
        "title": title,
        "now": at(now),
        "timezone": "Europe/Luxembourg",
        "profile": "consensus",
        "pack": PACK,
        "items": items,
        "sources": tuple(
            Source(
                id=name,
                title=f"The article {name}",
                publisher=PUBLISHERS.get(name),
                url=f"https://{name}.example/after-an-interview",
            )
            for name in FIVE
        ),
        "statements": tuple(Statement(id=f"{name}/advice", says="Thank them.", where="tip 1") for name in FIVE),
    }
    return Checklist(**(given | more))


THANK_WINDOW = Window(
    opens=at("17 11:00"),
    best=stretch("18 08:00", "18 11:00", "seven-things", "five-musts", "dos-and-donts", "hays"),
    runner_up=stretch("17 11:00", "17 20:00", "seven-things", "five-musts", "hays"),
    next=stretch("18 08:00", "18 11:00", "seven-things", "five-musts", "dos-and-donts", "hays"),
    closes=at("20"),
)
THANK_VOICES = (
    voice("seven-things", "17 11:00", "18 11:00"),
    voice("five-musts", "17 11:00", "18 11:00"),
    voice("dos-and-donts", "18", "19"),
    voice("six-rs", "18 11:00", "19 11:00", agrees=False),
    voice("hays", "17 11:00", "20", ours="that the morning counts from the start"),
)
THANK_STEPS = (
    Step(
        id="said",
        title="Take up something they told you",
        sources=("dos-and-donts",),
        statements=("dos-and-donts/advice",),
    ),
    Step(
        id="short",
        title="Keep it to four or five lines",
        sources=("dos-and-donts",),
        statements=("dos-and-donts/advice",),
    ),
)
THANK_CHECKS = (
    Step(
        id="spelling",
        title="Check the spelling, the names first",
        sources=("seven-things",),
        statements=("seven-things/advice",),
    ),
)


def thank(person: str = "anna", name: str = "Anna Weiss", status: str = "open", **more: Any) -> Item:
    given: dict[str, Any] = {
        "window": THANK_WINDOW,
        "voices": THANK_VOICES,
        "steps": THANK_STEPS,
        "checks": THANK_CHECKS,
        "person": person,
        "round": "first",
        "elements": (("round", "first"), ("person", person)),
        "labels": (("round", "the interview"), ("person", name)),
        "classes": ("message", "contact"),
        "rules": tuple(spoken.rule for spoken in THANK_VOICES),
        "derivation": (
            Derivation(edge="opens", text="the interview ends: Tue 17 Nov, 11:00", date=at("17 11:00")),
            Derivation(edge="closes", text="2 days after Tue 17 Nov, whole day", rule="hays-rule", date=at("20")),
        ),
        "draft": Draft(
            message="thank-you",
            subject="Thank you",
            body="Dear [[name]],\n\nthank you.\n",
            gaps=("name",),
            to="anna@quillon.example",
        ),
        "file": "actions/send-thank-you.yaml",
        "line": 1,
    }
    return item(f"send-thank-you/first/{person}", f"Thank {name} for the interview", status, **(given | more))


def worked_example() -> Checklist:
    """The design's: interview on Tuesday 10:00–11:00, an hour later."""
    return checklist("17 12:00", thank(), thank("tom", "Tom Reuter"))


def everything() -> Checklist:
    """A case in its second week, with something in every state."""
    one: dict[str, Any] = {"voices": (voice("hays", "17", None),)}
    two: dict[str, Any] = {"voices": (voice("hays", "17", "24"), voice("six-rs", "17", "24"))}
    long = Window(opens=at("17 11:00"), best=stretch("17 11:00", None, "hays"), next=stretch("19 09:30", None, "hays"))
    kept = Window(opens=at("17 11:00"), best=stretch("17 11:00", "24", "hays", "six-rs"), closes=at("24"))
    follow = Window(opens=at("24"), best=stretch("24 08:00", "27 20:00", "hays", "six-rs"), closes=at("28"))
    return checklist(
        "19 09:30",
        thank(
            status="due",
            late_for=("seven-things", "five-musts", "dos-and-donts"),
            window=THANK_WINDOW.replace(next=stretch("19 09:30", "19 11:00", "six-rs", "hays")),
        ),
        thank(
            "tom",
            "Tom Reuter",
            "done",
            done=Done(at=at("17 13:40"), date_only=False, timing="in-time", by="email"),
        ),
        item(
            "write-notes/first",
            "Write down what was said",
            "overdue",
            **two,
            window=Window(opens=at("17 11:00"), best=stretch("17 11:00", "18", "hays", "six-rs"), closes=at("19")),
        ),
        item("update-profile", "Update your LinkedIn profile", "due", **one, window=long),
        item(
            "rehearse-answer/first",
            "Rehearse the answer on testing a pipeline",
            "open",
            **two,
            window=Window(opens=at("17 11:00"), best=stretch("21", "23", "hays", "six-rs"), closes=at("12-01")),
        ),
        item(
            "send-references",
            "Send what you promised: references",
            "due",
            **one,
            window=Window(
                opens=at("17 11:00"),
                best=stretch("17 11:00", "21", "hays"),
                next=stretch("19 09:30", "21", "hays"),
                closes=at("21"),
            ),
        ),
        item(
            "follow-up/first/anna",
            "Ask Anna Weiss what they decided",
            "upcoming",
            **two,
            window=follow,
            provisional=("no date was promised",),
            assumed=("round.they_said.decision_by",),
        ),
        item(
            "follow-up/first/tom",
            "Ask Tom Reuter what they decided",
            "on-hold",
            **two,
            window=follow,
            hold=Hold(
                rules=("no-phone",),
                sources=("dos-and-donts",),
                until=at("28"),
                reason="they said when they will decide",
            ),
        ),
        item(
            "ask-feedback",
            "Ask what you could do better",
            "upcoming",
            **one,
            window=Window(opens=at("12-01"), best=stretch("12-01", "12-08", "hays"), closes=at("12-08")),
        ),
        item(
            "reconnect",
            "Write to them again",
            "upcoming",
            **one,
            window=Window(opens=at("12-14"), best=stretch("12-14", None, "hays")),
        ),
        item(
            "review-search",
            "Look at how the search goes",
            "upcoming",
            **one,
            window=Window(opens=at("12-20"), best=stretch("12-20", None, "hays")),
        ),
        item(
            "keep-looking",
            "Keep applying for other jobs",
            "open",
            standing=True,
            **two,
            window=long,
            done=Done(at="2026-11-16", date_only=True, times=3),
        ),
        item(
            "stop-looking",
            "Stop looking for other jobs",
            "in-force",
            "dont",
            **two,
            window=Window(opens=at("17")),
        ),
        item(
            "phone-often",
            "Phone them more than once a week",
            "broken",
            "dont",
            **one,
            window=kept,
            broken=(at("18 16:00"), at("18 10:00")),
        ),
        item("write-cover-letter", "Write a cover letter", "open", "need_not", **one, window=kept),
        item("their-answer", "Their decision", "waiting", "expect", **one, window=Window(closes=at("28"))),
        item(
            "their-call",
            "A call about the next round",
            "late",
            "expect",
            **one,
            window=Window(closes=at("19")),
        ),
        item(
            "prepare-round",
            "Prepare for the next round",
            "waiting",
            **one,
            reason="no further round has been named",
            provisional=("there is one more round",),
        ),
        item(
            "said-thanks",
            "A word of thanks at the door",
            "lapsed",
            **one,
            window=Window(opens=at("17 10:00"), closes=at("17 11:00")),
        ),
        item("send-portfolio", "Send work samples", "skipped", **one, reason="they have them"),
        item("get-card", "Ask for a business card", "not-applicable", reason="the interview was by video"),
        item("negotiate", "Agree on the pay", "closed", reason="no offer was made"),
        item(
            "reply-in-time",
            "Answer before the deadline",
            "impossible",
            reason="the deadline (Mon 16 Nov) is before the start (Tue 17 Nov)",
        ),
        item("accept", "Accept the offer", "waiting", reason="nothing has been offered yet"),
        item("phone-recruiter", "Phone before they decide", "lifted", "dont", **one),
        item("their-letter", "Their letter", "met", "expect", done=Done(at=at("18 09:00"), date_only=False)),
        questions=(
            Question(
                fact="round.they_said.decision_by",
                ask="Did they say by when they will decide?",
                assumed="no date was promised",
                items=("follow-up/first/anna",),
                path="interviews.0.they_said.decision_by",
            ),
        ),
        notes=("the interview took an hour",),
    )


def minimal() -> Checklist:
    """A minimal record an hour after the interview: nine things could be done now, and little is known."""
    two: dict[str, Any] = {"voices": (voice("hays", "17", "24"), voice("six-rs", "17", "24"))}
    soon = Window(opens=at("17 11:00"), best=stretch("17 11:00", "19", "hays", "six-rs"), closes=at("19"))
    later = Window(opens=at("24"), best=stretch("24 08:00", "27 20:00", "hays", "six-rs"), closes=at("28"))
    now = [
        "Write down what was said",
        "Judge how it went",
        "List the questions that you could not answer",
        "Update your LinkedIn profile",
        "Ask to connect on LinkedIn",
        "Tell your references",
        "Put the next date in your calendar",
        "Send what you promised",
    ]
    questions = tuple(
        Question(
            fact=f"round.fact_{n}",
            ask=f"Question number {n}, which is about as long as this?",
            assumed="nothing was said",
            items=("a", "b"),
            path=f"interviews.0.they_said.fact_{n}",
        )
        for n in range(5)
    )
    return checklist(
        "17 12:00",
        thank("", "your interviewer").replace(id="send-thank-you"),
        *(
            item(
                f"action-{n}",
                title,
                "due",
                **two,
                window=soon,
                steps=THANK_STEPS,
                provisional=("it was on site",),
            )
            for n, title in enumerate(now)
        ),
        *(item(f"later-{n}", f"A later thing, number {n}", "upcoming", **two, window=later) for n in range(9)),
        *(item(f"dont-{n}", f"Do something unwise, number {n}", "in-force", "dont", **two) for n in range(3)),
        item("their-answer", "Their decision", "waiting", "expect", window=Window(closes=at("28"))),
        questions=questions,
        notes=("the interview took an hour", "the zone is that of this computer"),
    )


def empty() -> Checklist:
    return checklist("17 12:00", sources=(), statements=())


ALL = {
    "worked": worked_example,
    "everything": everything,
    "minimal": minimal,
    "hostile": hostile,
    "empty": empty,
}
