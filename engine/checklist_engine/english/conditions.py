"""Conditions in words: ``the start of the meeting is before 12:00``; each with its opposite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from checklist_engine.english.book import Book, alternatives, quoted, spoken
from checklist_engine.english.moments import NOWHERE, Said, length, moment
from checklist_engine.english.numbers import months, times, weekdays
from checklist_engine.words import join

_VERBS = {"did": ("was done", "was not done"), "heard": ("was heard", "was not heard"),
          "skipped": ("was skipped", "was not skipped")}  # fmt: skip


def condition(book: Book, node: Any, trigger: Said = NOWHERE, *, holds: bool = True) -> str:
    """A condition, or where not ``holds`` its opposite, as part of a sentence: what stands after “if”."""
    if isinstance(node, str):
        return _named(book, node, trigger, holds)
    if isinstance(node, list):
        return _joined(book, node, trigger, holds, "and")
    for key, said in _FORMS.items():
        if key in node:
            return said(book, node, trigger, holds)
    ((fact, tests),) = node.items()
    if isinstance(tests.get("is"), bool) and len(tests) == 1 and (whole := book.statement(fact)):
        return f"{_tests(book, whole[0], tests, trigger, holds)}{whole[1]}"
    many = book.is_list(fact)
    return _tests(book, book.fact(fact), tests, trigger, holds, many=many)


def _named(book: Book, name: str, trigger: Said, holds: bool) -> str:
    """A condition that is one simple test is said as that; another by its name, to be explained elsewhere."""
    node = book.registry.conditions.get(name)
    while isinstance(node, list) and len(node) == 1:
        node = node[0]
    if isinstance(node, Mapping) and not {"all", "any", "not", "some", "every", "more_than"} & node.keys():
        return condition(book, node, trigger, holds=holds)
    book.used[("condition", name)] = None
    return f"{spoken(name)} {'holds' if holds else 'does not hold'}"


def _joined(book: Book, nodes: list[Any], trigger: Said, holds: bool, word: str) -> str:
    if len(nodes) == 1:
        return condition(book, nodes[0], trigger, holds=holds)
    parts = [condition(book, node, trigger) for node in nodes]
    depth = max(map(_depth, nodes))
    said = join(parts, word) if not depth else f"{'; ' if depth == 1 else ' – '}{word} ".join(parts)
    if not holds:
        return f"it is not so that {said}" if word == "and" else f"none of this is so: {said}"
    return said if word == "and" else f"either {said}"


def _depth(node: Any) -> int:
    """How many layers of “and” and “or” are in a condition; commas can keep one apart, no more."""
    if isinstance(node, Mapping) and "not" in node:
        return _depth(node["not"])
    if isinstance(node, Mapping) and "are" in node:
        return _depth(node["are"])
    if isinstance(node, Mapping) and ("did" in node or "heard" in node or "skipped" in node):
        return 0
    parts = (
        node if isinstance(node, list) else node.get("all") or node.get("any") if isinstance(node, Mapping) else None
    )
    if not isinstance(parts, list):
        return 0
    inside = max(map(_depth, parts))
    return inside + 1 if len(parts) > 1 else inside


def _tests(
    book: Book, subject: str, tests: Mapping[str, Any], trigger: Said, holds: bool, *, many: bool = False
) -> str:
    parts = [_TESTS[key](book, wanted, trigger) for key, wanted in tests.items()]
    if many:
        parts = [(_plural(one), _plural(other)) for one, other in parts]
    if len(parts) == 1:
        return f"{subject} {parts[0][0 if holds else 1]}"
    said = f"{subject} {join(part[0] for part in parts)}"
    return said if holds else f"it is not so that {said}"


def _plural(said: str) -> str:
    first, _, rest = said.partition(" ")
    return f"{ {'is': 'are', 'has': 'have', 'does': 'do'}[first] } {rest}"


def value(given: Any) -> str:
    """A value as a person reads it."""
    if isinstance(given, bool):
        return "true" if given else "false"
    return quoted(given) if isinstance(given, str) else str(given)


def _values(given: list[Any]) -> str:
    return alternatives(value(one) for one in given)


Both = tuple[str, str]
"""A test and its opposite, each to be put behind its subject."""


def _known(wanted: bool) -> Both:
    said = ("is known", "is not known")
    return said if wanted else (said[1], said[0])


def _none(wanted: bool) -> Both:
    said = ("is none or not known", "is known and not none")
    return said if wanted else (said[1], said[0])


def _plain(said: str) -> Both:
    """``is …`` and ``is not …``."""
    return f"is {said}", f"is not {said}"


_TESTS: dict[str, Callable[[Book, Any, Said], Both]] = {
    "is": lambda book, wanted, trigger: _plain(value(wanted)),
    "one_of": lambda book, wanted, trigger: _plain(_values(wanted)),
    "not_one_of": lambda book, wanted, trigger: (
        f"is known and is not {_values(wanted)}", f"is not known or is {_values(wanted)}"
    ),
    "at_least": lambda book, wanted, trigger: (f"is {wanted} or more", f"is less than {wanted} or not known"),
    "more_than": lambda book, wanted, trigger: (f"is more than {wanted}", f"is {wanted} or less, or not known"),
    "at_most": lambda book, wanted, trigger: (f"is {wanted} or less", f"is more than {wanted} or not known"),
    "less_than": lambda book, wanted, trigger: (f"is less than {wanted}", f"is {wanted} or more, or not known"),
    "contains": lambda book, wanted, trigger: (f"has {value(wanted)} in it", f"does not have {value(wanted)} in it"),
    "known": lambda book, wanted, trigger: _known(wanted),
    "none": lambda book, wanted, trigger: _none(wanted),
    "clock_before": lambda book, wanted, trigger: _plain(f"before {wanted} by the clock"),
    "clock_from": lambda book, wanted, trigger: _plain(f"at {wanted} or later by the clock"),
    "weekday": lambda book, wanted, trigger: _plain(f"on a {weekdays(wanted)}"),
    "month": lambda book, wanted, trigger: _plain(f"in {months(wanted)}"),
    "before": lambda book, wanted, trigger: _plain(f"before {moment(book, wanted, trigger).text}"),
    "after": lambda book, wanted, trigger: _plain(f"after {moment(book, wanted, trigger).text}"),
}  # fmt: skip


def _log(book: Book, node: Mapping[str, Any], trigger: Said, holds: bool) -> str:
    verb = next(key for key in _VERBS if key in node)
    given = node[verb] if isinstance(node[verb], list) else [node[verb]]
    said = [book.event(one) if verb == "heard" else book.action(one) for one in given]
    subject = alternatives(said) if holds or len(said) == 1 else f"none of {join(said)}"
    verb_said = _VERBS[verb][0 if holds or len(said) > 1 else 1]
    more = ""
    if "by" in node:
        more += f" {book.channels([node['by']] if isinstance(node['by'], str) else node['by'])}"
    if "with" in node:
        more += f" with {book.fact(node['with'])}"
    if (often := node.get("at_least", 1)) > 1:
        more += f" at least {times(often)}" if holds else f" as often as {times(often)}"
    if "since" in node:
        more += f" since {moment(book, node['since'], trigger).text}"
    if "within" in node:
        more += f" within the last {length(book, node['within'], trigger)}"
    return f"{subject} {verb_said}{more}"


def _item(book: Book, node: Mapping[str, Any], trigger: Said, holds: bool) -> str:
    given = node["is"] if isinstance(node["is"], list) else [node["is"]]
    names = alternatives(one.replace("-", " ") for one in given)
    return f"the item {book.action(node['item'])} {'is' if holds else 'is not'} {names}"


def _quantified(book: Book, node: Mapping[str, Any], trigger: Said, holds: bool) -> str:
    key = next(name for name in ("some", "every", "more_than") if name in node)
    listed = node["of"] if key == "more_than" else node[key]
    inner = book.within(book.dimension_of(listed), listed)
    said, of = condition(inner, node["are"], trigger), book.fact(listed)
    which = {
        "some": ("for at least one of", "for none of"),
        "every": ("for each of", "not for each of"),
        "more_than": (f"for more than {node.get('more_than')} of", f"for no more than {node.get('more_than')} of"),
    }[key][0 if holds else 1]
    return f"it is so {which} {of} that {said}"


def _begun(book: Book, node: Mapping[str, Any], trigger: Said, holds: bool) -> str:
    return f"{moment(book, node['begun'], trigger).text} is {'reached' if holds else 'not reached yet'}"


def _moment(book: Book, node: Mapping[str, Any], trigger: Said, holds: bool) -> str:
    tests = {key: wanted for key, wanted in node.items() if key != "moment"}
    return _tests(book, moment(book, node["moment"], trigger).text, tests, trigger, holds)


_FORMS: dict[str, Callable[[Book, Any, Said, bool], str]] = {
    "all": lambda book, node, trigger, holds: _joined(book, node["all"], trigger, holds, "and"),
    "any": lambda book, node, trigger, holds: _joined(book, node["any"], trigger, holds, "or"),
    "not": lambda book, node, trigger, holds: condition(book, node["not"], trigger, holds=not holds),
    **dict.fromkeys(_VERBS, _log),
    "item": _item,
    "some": _quantified,
    "every": _quantified,
    "more_than": _quantified,
    "begun": _begun,
    "moment": _moment,
}
