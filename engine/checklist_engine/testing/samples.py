"""Sample checklists, and functions to make one's own. Dates are of November 2026, at +01:00 unless said otherwise.

Each function makes a new one: what a test does to it harms no other.
"""

from __future__ import annotations

from typing import Any

from checklist_engine.checklist import (
    Checklist,
    Derivation,
    Done,
    Draft,
    Hold,
    Item,
    NotBy,
    PackInfo,
    Question,
    Source,
    Statement,
    Step,
    Stretch,
    Voice,
    Window,
)

HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07 **bold** `code` <script>alert(1)</script> | # - [ ] [x](javascript:1) "
    "@someone #12 \r\n\n- [x] injected\u2028line\u202egnirts\u2066 &amp; \\ ![i](http://x.example) "
    "www.example.com 日本語のお礼 e\u0301\u0301 👩\u200d💻 1. one a@b.example https://evil.example "
    "~~gone~~ _under_ $x$ \u200b\ufeff\ud800"
)
"""What a person's file may hold, by malice or by accident; with half a character, which no file can hold."""

_DO = (
    *("upcoming", "open", "due", "overdue", "lapsed", "done", "waiting", "on-hold"),
    *("impossible", "not-applicable", "closed", "skipped"),
)
_DONT = ("not-applicable", "closed", "waiting", "broken", "upcoming", "in-force", "lifted")
_NEED_NOT = ("not-applicable", "closed", "upcoming", "open", "lifted")
_EXPECT = ("not-applicable", "met", "closed", "late", "waiting")
STATES = (
    *((status, "do") for status in _DO),
    *((status, "dont") for status in _DONT),
    *((status, "need_not") for status in _NEED_NOT),
    *((status, "expect") for status in _EXPECT),
)
"""Every status with every kind that can have it."""


def at(text: str) -> str:
    """``17 11:00`` of November 2026 as a moment; ``12-01 09:00`` of another month."""
    date, _, clock = text.partition(" ")
    date = date if "-" in date else f"11-{int(date):02}"
    return f"2026-{date}T{clock or '00:00'}:00+01:00"


def stretch(from_: str | None, to: str | None, *sources: str) -> Stretch:
    """A stretch between two moments as `at` takes them."""
    return Stretch(from_=at(from_) if from_ else None, to=at(to) if to else None, sources=sources)


def voice(source: str, from_: str | None, to: str | None, agrees: bool = True, **more: Any) -> Voice:
    """One source's word, with a window between two moments as `at` takes them; ``more`` are other fields."""
    given: dict[str, Any] = {
        "source": source,
        "statement": f"{source}/advice",
        "statements": (f"{source}/advice",),
        "agrees": agrees,
        "rule": f"{source}-rule",
        "kind": "do",
        "says": f"What {source} says, in our words",
        "window": (stretch(from_, to, source),),
        "file": "actions/some.yaml",
        "line": 7,
    }
    return Voice(**(given | more))


def item(id: str, title: str, status: str, kind: str = "do", **more: Any) -> Item:
    """A line; its action is the beginning of its id. ``more`` are other fields."""
    return Item(**({"id": id, "action": id.partition("/")[0], "kind": kind, "title": title, "status": status} | more))


def checklist(now: str, *items: Item, **more: Any) -> Checklist:
    """A checklist of these items at a moment as `at` takes it; ``more`` are other fields."""
    given: dict[str, Any] = {
        "case": "moving-out",
        "title": "Moving out of Elm Road 4",
        "now": at(now),
        "timezone": "Europe/Luxembourg",
        "profile": "consensus",
        "pack": PackInfo(id="moving", title="Moving house", version="1.0.0", digest="0f" * 32),
        "items": items,
        "sources": tuple(
            Source(id=name, title=f"The guide of the {name}", url=f"https://{name}.example/") for name in _SOURCES
        ),
        "statements": tuple(Statement(id=f"{name}/advice", says="Tell them.", where="page 1") for name in _SOURCES),
    }
    return Checklist(**(given | more))


_SOURCES = ("tenants", "landlords")


def window(opens: str = "17 09:00", closes: str = "20") -> Window:
    """A window with a best time in it, on which both sources agree."""
    best = stretch("18 08:00", "18 11:00", *_SOURCES)
    return Window(opens=at(opens), best=best, next=best, closes=at(closes))


def empty() -> Checklist:
    """No items, no sources, nothing."""
    return checklist("17 12:00", sources=(), statements=())


def minimal() -> Checklist:
    """One item that says as little as an item can."""
    return checklist("17 12:00", item("return-keys", "Return the keys", "open"), sources=(), statements=())


MARKS = {
    "voices": "Voicemark",
    "steps": "Stepmark",
    "questions": "Askmark",
    "drafts": "Draftmark",
    "derivation": "Reckonmark",
}
"""Words in the sample `full`, each in the texts of one part: whether a format carries that part shows by the word."""


def full() -> Checklist:
    """Every part of a checklist filled, and each of the `MARKS` in it."""
    said = (
        voice("tenants", "17 09:00", "20", says=f"{MARKS['voices']}: tell them in writing"),
        voice("landlords", "18", "19", says=f"{MARKS['voices']}: tell them early", ours="that a mail is in writing"),
    )
    whole: dict[str, Any] = {
        "voices": said,
        "rules": tuple(one.rule for one in said),
        "steps": (Step(id="read", title=f"{MARKS['steps']}: read the contract", sources=("tenants",), statements=()),),
        "checks": (Step(id="date", title="Is the date in it?", sources=("landlords",), statements=()),),
        "derivation": (Derivation(edge="opens", text=f"{MARKS['derivation']}: the first day", date=at("17 09:00")),),
        "draft": Draft(
            message="notice", subject="Notice", body=f"{MARKS['drafts']}: dear [[name]],\n\nwe move.\n",
            gaps=("name",), to="owner@elm.example",
        ),
        "person": "owner",
        "labels": (("person", "Olga Elm"),),
        "elements": (("person", "owner"),),
        "classes": ("message",),
        "file": "actions/give-notice.yaml",
        "line": 1,
    }  # fmt: skip
    return checklist(
        "18 09:30",
        item("give-notice/owner", "Give notice to Olga Elm", "due", window=window(), **whole),
        item("read-meters", "Read the meters", "overdue", window=window(closes="18 09:00"), voices=said),
        item("pack-books", "Pack the books", "upcoming", window=window("18 10:00"), provisional=("you own some",)),
        item("cancel-power", "Cancel the power", "open", window=window(), late_for=("tenants",), voices=said),
        item(
            "paint-walls", "Paint the walls", "done", window=window(),
            done=Done(at=at("17 13:40"), date_only=False, timing="in-time"),
        ),
        item("keep-order", "Keep the stairs free", "open", standing=True, window=Window(opens=at("17"))),
        item("hand-out-keys", "Hand out keys", "in-force", "dont", voices=said, window=Window(opens=at("17"))),
        item("their-deposit", "Their repayment of the deposit", "waiting", "expect", window=Window(closes=at("28"))),
        questions=(
            Question(
                fact="keys", ask=f"{MARKS['questions']}: how many keys are there?", assumed="two",
                items=("return-keys",), path="flat.keys",
            ),
        ),
        notes=("the flat is furnished",),
    )  # fmt: skip


def statuses() -> Checklist:
    """An item of every status and kind, titled by both."""
    return checklist("18 09:30", *(of_status(status, kind) for status, kind in STATES))


def of_status(status: str, kind: str) -> Item:
    """An item of this status and kind with all that goes with it. Its title is one word."""
    with_it: dict[str, dict[str, Any]] = {
        "done": {"done": Done(at=at("17 13:40"), date_only=False, timing="early")},
        "met": {"done": Done(at="2026-11-17", date_only=True)},
        "broken": {"broken": (at("18 08:00"),)},
        "on-hold": {
            "hold": Hold(rules=("r",), sources=("tenants",), until=at("19"), reason="they asked for a day of peace")
        },
    }
    more = with_it.get(status, {})
    reason = None if status in ("upcoming", "open", "due", "overdue", "done") else "for a reason"
    title = f"Item{kind.replace('_', '')}{status.replace('-', '')}".capitalize()
    said = (voice("tenants", "17", "20", kind=kind),)
    return item(f"{kind.replace('_', '-')}-{status}", title, status, kind,
                window=window(), reason=reason, voices=said, **more)  # fmt: skip


def clock_change() -> Checklist:
    """Stretches over both changes of the clock in Luxembourg: an hour that is there twice, and one that is not."""
    back = Window(
        opens="2026-10-25T02:30:00+02:00",
        best=Stretch(from_="2026-10-25T02:30:00+02:00", to="2026-10-25T02:30:00+01:00", sources=("tenants",)),
        closes="2026-10-26T00:00:00+01:00",
    )
    forward = Window(
        opens="2027-03-28T01:30:00+01:00",
        best=Stretch(from_="2027-03-28T01:59:00+01:00", to="2027-03-28T03:00:00+02:00", sources=("tenants",)),
        closes="2027-03-29T00:00:00+02:00",
    )
    return checklist(
        "10-20 09:00",
        item("read-meters/night", "Read the meters at night", "due", window=back),
        item("read-meters/spring", "Read the meters in spring", "upcoming", window=forward),
    ).replace(now="2026-10-25T02:45:00+02:00")


def hostile(text: str = HOSTILE) -> Checklist:
    """Whatever a person may write, in every place where text can stand."""
    said = (
        voice(text, "17", "24", says=text, ours=text, yours=text, statement=text, statements=(text,)),
        voice("tenants", "17", "24", agrees=False),
    )
    part = (Step(id=text, title=text, sources=(text,), statements=(text,)),)
    items = tuple(
        item(
            f"{text}/{kind}/{status}",
            text,
            status,
            kind,
            voices=said,
            steps=part,
            checks=part,
            reason=text,
            yours=text,
            provisional=(text,),
            window=Window(
                opens=at("17"),
                best=stretch("17", "20", text),
                runner_up=stretch("16", "17", text),
                closes=at("24"),
            ),
            late_for=(text,),
            hold=Hold(rules=(text,), sources=(text,), until=None, reason=text),
            not_by=(NotBy(channels=(("phone", text),), rules=(text,), sources=(text,), until=None, reason=text),),
            broken=(at("17"),),
            done=Done(at=at("17 09:00"), date_only=False, timing="late", by=text, against=(text,))
            if status == "done"
            else None,
            derivation=(Derivation(edge="opens", text=text),),
            person=text,
            labels=(("person", text),),
            elements=(("person", text),),
        )
        for status, kind in STATES
    )
    question = Question(fact=text, ask=text, assumed=text, items=(text,), path=text)
    source = Source(id=text, title=text, publisher=text, author=text, url=text)
    return checklist(
        "18 12:00",
        *items,
        title=text,
        case=text,
        profile=text,
        timezone=text,
        notes=(text, text),
        pack=PackInfo(id=text, title=text, version=text, digest="0"),
        questions=(question,),
        sources=(source,),
        statements=(Statement(id=text, says=text, where=text),),
    )


def large(count: int = 2000) -> Checklist:
    """As many items as nobody has."""
    said = (voice("tenants", "17", "20"), voice("landlords", "18", "19"))
    return checklist(
        "18 09:30",
        *(
            item(f"pack-box/{n}", f"Pack box number {n}", ("open", "due", "upcoming")[n % 3],
                 window=window(), voices=said)
            for n in range(count)
        ),
    )  # fmt: skip


ALL = {
    "empty": empty,
    "minimal": minimal,
    "full": full,
    "statuses": statuses,
    "clock_change": clock_change,
    "hostile": hostile,
    "large": large,
}
"""The samples by name, each a function that makes it."""
