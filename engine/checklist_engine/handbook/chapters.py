"""The chapters of a handbook: actions with their voices, sources with their statements, the rest of the pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checklist_engine.compile.program import Program
from checklist_engine.english import Reader, Reading, Words
from checklist_engine.handbook.blocks import (
    Block,
    Code,
    Heading,
    Items,
    Line,
    Para,
    Part,
    Ref,
    Strong,
    Table,
    Verbatim,
    anchor,
    joined,
)
from checklist_engine.value import Value
from checklist_engine.words import count, join, sentence


class Example(Value):
    """One case of a rule test: at which moment, what was reckoned by hand, and what must come out of which items."""

    title: str
    at: str
    because: str
    expect: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def handbook(program: Program, examples: Sequence[Example] = ()) -> tuple[Block, ...]:
    """The whole handbook of a pack. The same data gives the same blocks."""
    reader = Reader(program)
    readings = reader.rules()
    return (
        *_opening(program),
        _contents(bool(examples)),
        *_actions(program, reader, readings),
        *_disagreement(reader, readings),
        *_sources(program, readings),
        *_names(reader.defined()),
        *_events(program),
        *_remarks(reader),
        *_messages(program),
        *_profiles(program),
        *_examples(examples),
    )


def _opening(program: Program) -> Iterator[Block]:
    data = program.pack.manifest.data
    yield Heading(level=1, text=data["title"], anchor="top")
    if "summary" in data:
        yield Para(line=(data["summary"],))
    rules = sum(len(action.rules) for action in program.actions.values())
    sizes = [count(len(program.actions), "action"), count(rules, "rule"), count(len(program.pack.sources), "source")]
    made = "It is made from the rules, so that it says what they say."
    yield Para(line=(f"This is the handbook of {data['pack']}, version {data['version']}: {join(sizes)}. {made}",))


def _contents(with_examples: bool) -> Block:
    chapters = [
        "Actions",
        "Where the sources disagree",
        "Sources",
        "Names",
        "Events",
        "Remarks",
        "Messages",
        "Profiles",
    ]
    chapters += ["Examples"] if with_examples else []
    return Items(lines=tuple((Ref(text=name, to=anchor("chapter", name)),) for name in chapters))


def _chapter(name: str) -> Heading:
    return Heading(level=2, text=name, anchor=anchor("chapter", name))


def _cited(names: Sequence[str]) -> Line:
    return joined([(Ref(text=name, to=anchor("statement", name)),) for name in names])


def _actions(program: Program, reader: Reader, readings: Sequence[Reading]) -> Iterator[Block]:
    yield _chapter("Actions")
    for file in program.pack.actions:
        data = file.data
        action = data["action"]
        yield Heading(level=3, text=reader.title(action), anchor=anchor("action", action))
        if "about" in data:
            yield Para(line=(data["about"],))
        said, _ = reader.action(action)
        yield Para(line=(Code(text=action), *((" – " + " ".join(said),) if said else ())))
        mine = [one for one in readings if one.action == action]
        yield Table(
            head=("Who", "What", "Why", "Rule"),
            rows=tuple(
                ((Strong(text=join(one.sources)),), _advice(one), _cited(one.statements), (Code(text=one.id),))
                for one in mine
            ),
        )
        for key, title in (("steps", "Steps"), ("checks", "Before it goes out")):
            if data.get(key):
                yield Para(line=(Strong(text=f"{title}:"),))
                yield Items(lines=tuple(_part(reader, action, node) for node in data[key]))
        if "draft" in data:
            yield Para(
                line=("To begin with: the message ", Ref(text=data["draft"], to=anchor("message", data["draft"])), ".")
            )


def _advice(one: Reading) -> Line:
    return (one.says, *((" ", Strong(text="Ours:"), f" {sentence(one.ours)}") if one.ours else ()))


def _part(reader: Reader, action: str, node: Mapping[str, Any]) -> Line:
    cited = [node["statement"]] if isinstance(node["statement"], str) else node["statement"]
    return (reader.part(action, node), " – ", *_cited(cited))


def _disagreement(reader: Reader, readings: Sequence[Reading]) -> Iterator[Block]:
    """Actions on which the sources do not say the same, each with who says what."""
    yield _chapter("Where the sources disagree")
    yield Para(line=("Who says the same stands together. How disagreement is settled is the profile's business.",))
    found = False
    for action in dict.fromkeys(one.action for one in readings):
        said: dict[str, list[str]] = {}
        for one in readings:
            if one.action == action:
                says = one.says.partition(" It replaces ")[0]
                said.setdefault(says, []).extend(source for source in one.sources if source not in said.get(says, ()))
        if len(said) < 2 or len({source for sources in said.values() for source in sources}) < 2:
            continue
        found = True
        yield Heading(level=3, text=reader.title(action), anchor=anchor("differs", action))
        yield Items(lines=tuple((Strong(text=join(sources)), f": {says}") for says, sources in said.items()))
    if not found:
        yield Para(line=("They do not, as far as these rules go.",))


def _sources(program: Program, readings: Sequence[Reading]) -> Iterator[Block]:
    yield _chapter("Sources")
    citations = program.citations()
    at = {one.id: one.action for one in readings}
    for action in program.pack.actions:
        at |= {part["id"]: action.data["action"] for key in ("steps", "checks") for part in action.data.get(key, ())}
    for file in program.pack.sources:
        data = file.data
        yield Heading(level=3, text=data["title"], anchor=anchor("source", data["source"]))
        by = [data[key] for key in ("author", "publisher", "published") if key in data]
        about: list[Part] = [Code(text=data["source"]), *([f" – {', '.join(by)}"] if by else [])]
        if "url" in data:
            about += [" – ", Ref(text=data["url"], to=data["url"])]
        if "checked" in data:
            about.append(f" – compared on {data['checked']}")
        yield Para(line=tuple(about))
        rows = []
        for slug, statement in data["statements"].items():
            name = f"{data['source']}/{slug}"
            cited: list[Line] = [(Ref(text=one, to=anchor("action", at[one])),) for one in citations.get(name, ())]
            called = Code(text=name, anchor=anchor("statement", name))
            rows.append(((called,), (statement["says"],), (statement["where"],), joined(cited) or ("nothing",)))
        yield Table(head=("Statement", "What it says", "Where", "Used by"), rows=tuple(rows))


def _names(words: Sequence[Words]) -> Iterator[Block]:
    yield _chapter("Names")
    if not words:
        yield Para(line=("This pack names no conditions, moments or lengths of time.",))
        return
    yield Table(
        head=("Name", "What it stands for"),
        rows=tuple(((Strong(text=one.name),), (sentence(one.means),)) for one in words),
    )


def _events(program: Program) -> Iterator[Block]:
    """What can happen, under the name by which it is logged, and what the record wants then."""
    yield _chapter("Events")
    events = program.registry.events
    if not events:
        yield Para(line=("This pack has no events.",))
        return
    yield Table(
        head=("Event", "What happened", "Then"),
        rows=tuple(((Code(text=name),), (one["title"],), (one.get("then", ""),)) for name, one in events.items()),
    )


def _remarks(reader: Reader) -> Iterator[Block]:
    """What is said below a list, and while what."""
    yield _chapter("Remarks")
    rows = tuple(((sentence(when),), (says,)) for when, says in reader.remarks())
    yield Table(head=("While", "It is said"), rows=rows) if rows else Para(line=("This pack makes no remarks.",))


def _messages(program: Program) -> Iterator[Block]:
    yield _chapter("Messages")
    if not program.pack.messages:
        yield Para(line=("This pack has no messages.",))
    else:
        yield Para(line=("Facts stand in braces; what only the person knows in double square brackets.",))
    for file in program.pack.messages:
        data = file.data
        yield Heading(level=3, text=data["message"], anchor=anchor("message", data["message"]))
        if "subject" in data:
            yield Para(line=("Subject: ", data["subject"]))
        yield Verbatim(text=data["body"])


def _profiles(program: Program) -> Iterator[Block]:
    yield _chapter("Profiles")
    rows: list[tuple[Line, ...]] = [
        (
            (Code(text="consensus"),),
            ("All sources are heard; best is where most agree. What is forbidden stays undone.",),
        ),
        ((Code(text="strict"),), ("Keeps to the stretch in which all sources meet.",)),
        ((Code(text="source:NAME"),), ("Only that source is heard.",)),
    ]
    for name, about in program.pack.manifest.data.get("profiles", {}).items():
        rows.append(((Code(text=name),), (" ".join(_settings(about)),)))
    yield Table(head=("Profile", "What it does"), rows=tuple(rows))


def _settings(about: Mapping[str, Any]) -> Iterator[str]:
    """What a profile says, or its part for one action, in sentences."""
    if "title" in about:
        yield sentence(about["title"])
    if "sources" in about:
        yield f"Hears {join(about['sources'])}."
    if "without" in about:
        yield f"Does not hear {join(about['without'])}."
    if about.get("strict"):
        yield "Keeps to the stretch in which all meet."
    if "settle" in about:
        yield {"bold": "What is advised wins over what is forbidden.", "careful": "What is forbidden stays undone."}[
            about["settle"]
        ]
    if "weights" in about:
        votes = join(f"{source} {weight}" for source, weight in about["weights"].items())
        yield f"The votes count differently: {votes}."
    for action, settings in about.get("actions", {}).items():
        yield f"On {action}: {' '.join(_settings(settings))}"
    if "ours" in about:
        yield sentence(about["ours"])


def _examples(examples: Sequence[Example]) -> Iterator[Block]:
    if not examples:
        return
    yield _chapter("Examples")
    yield Para(line=("These are the tests of the rules, each reckoned by hand; whether they hold, the tests say.",))
    for number, title in enumerate(dict.fromkeys(one.title for one in examples), 1):
        yield Heading(level=3, text=title, anchor=f"example-{number}")
        for one in (example for example in examples if example.title == title):
            yield Para(line=(Strong(text=f"{one.at}:"), f" {one.because.strip()}"))
            if one.expect:
                yield Items(
                    lines=tuple(
                        (Code(text=item), ": ", "; ".join(f"{key.replace('_', ' ')} {value}" for key, value in wanted))
                        for item, wanted in one.expect
                    )
                )
