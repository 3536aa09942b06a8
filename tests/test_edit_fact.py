"""Writing one fact into a record: where it goes, and what is refused."""

from __future__ import annotations

import pytest

from checklist_engine.editing.facts import _Writer, set_fact
from checklist_engine.editing.layout import Place
from checklist_engine.problems import Problems

PATH = ("rounds", "0", "said", "by")
DAY = "2026-11-27"

CASES = {
    "a group that is missing": (
        "rounds:\n  - id: first\n    start: x  # at\n    # inside\n\n# behind\nlog: []\n",
        f"rounds:\n  - id: first\n    start: x  # at\n    # inside\n    said:\n      by: {DAY}\n\n# behind\nlog: []\n",
    ),
    "a group in lines": (
        "rounds:\n  - id: first\n    said:   # hm\n      how: x  # so\n  # next\n  - id: second\n",
        f"rounds:\n  - id: first\n    said:   # hm\n      how: x  # so\n      by: {DAY}\n  # next\n  - id: second\n",
    ),
    "all in braces": (
        "rounds:\n  - {id: first, start: x}  # one\n",
        f"rounds:\n  - {{id: first, start: x, said: {{by: {DAY}}}}}  # one\n",
    ),
    "a group in braces": (
        "rounds:\n  - said: {how: email}\n",
        f"rounds:\n  - said: {{how: email, by: {DAY}}}\n",
    ),
    "empty braces": ("rounds:\n  - said: {}\n    end: y\n", f"rounds:\n  - said: {{by: {DAY}}}\n    end: y\n"),
    "braces over lines": (
        "rounds:\n- said: {\n    how: email,  # so\n  }\n",
        f"rounds:\n- said: {{\n    how: email,  # so\n    by: {DAY},\n  }}\n",
    ),
    "a group without a value": (
        "rounds:\n  - said:  # nothing yet\n    end: y\n",
        f"rounds:\n  - said: {{by: {DAY}}}  # nothing yet\n    end: y\n",
    ),
    "a key without a value": (
        "rounds:\n  - said:\n      by:     # not yet known\n    end: y\n",
        f"rounds:\n  - said:\n      by: {DAY}     # not yet known\n    end: y\n",
    ),
    "a word for nothing": ("rounds: [{said: {by: ~}}]", f"rounds: [{{said: {{by: {DAY}}}}}]"),
    "a key alone in braces": ("rounds: [{said: {by}}]", f"rounds: [{{said: {{by: {DAY}}}}}]"),
    "JSON": (
        '{\n  "rounds": [\n    {\n      "id": "first"\n    }\n  ]\n}\n',
        f'{{\n  "rounds": [\n    {{\n      "id": "first",\n      "said": {{"by": "{DAY}"}}\n    }}\n  ]\n}}\n',
    ),
    "a list that is missing": ("a: 1\r\n", f"a: 1\r\nrounds:\r\n  - said:\r\n      by: {DAY}\r\n"),
    "a list without a value": ("rounds:\na: 1\n", f"rounds: [{{said: {{by: {DAY}}}}}]\na: 1\n"),
    "an empty list": ("rounds: []  # none\n", f"rounds: [{{said: {{by: {DAY}}}}}]  # none\n"),
    "wide indents": (
        "x:\n    y: 1\nrounds:\n  - a: 1\n",
        f"x:\n    y: 1\nrounds:\n  - a: 1\n    said:\n        by: {DAY}\n",
    ),
    "no final line break": ("rounds:\n- said:\n    how: x", f"rounds:\n- said:\n    how: x\n    by: {DAY}"),
    "a text in lines ends the file": (
        "rounds:\n- said:\n    how: |\n      x",
        f"rounds:\n- said:\n    by: {DAY}\n    how: |\n      x",
    ),
    "byte order mark": ("\ufeffrounds: [{}]\n", f"\ufeffrounds: [{{said: {{by: {DAY}}}}}]\n"),
}


@pytest.mark.parametrize("case", CASES)
def test_where_it_goes(case: str) -> None:
    old, new = CASES[case]
    assert set_fact(old.encode(), PATH, DAY).decode() == new


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("none", "none"),
        (DAY, DAY),
        ("2026-11-27 10:00", "2026-11-27 10:00"),
        ("no", '"no"'),
        ("a: b # c", '"a: b # c"'),
        (True, "true"),
        (3, "3"),
        (["anna", "x, y"], '[anna, "x, y"]'),
        ([], "[]"),
        ({"what": "x", "12": False}, '{what: x, "12": false}'),
    ],
)
def test_how_it_is_written(value: object, text: str) -> None:
    assert set_fact(b"a: 1\n", ("b",), value).decode() == f"a: 1\nb: {text}\n"


@pytest.mark.parametrize(
    ("text", "path", "id"),
    [
        ("rounds: [{said: {by: 2026-01-01}}]", PATH, "edit/answered"),
        ("rounds: [{said: {by: []}}]", PATH, "edit/answered"),
        ('rounds: [{said: {by: ""}}]', PATH, "edit/answered"),
        ("rounds: 17", PATH, "edit/no-place"),
        ("rounds: [{}]", ("rounds", "2", "said"), "edit/no-place"),
        ("rounds: [{}]", ("rounds", "last", "said"), "edit/no-place"),
        ("[1]", ("a",), "edit/no-place"),
        ("rounds:\n- a: |\n    x", ("rounds", "0", "said"), "edit/no-place"),
        ("a: 1", ("b", *["c"] * 60), "edit/no-place"),
    ],
)
def test_what_is_not_written(text: str, path: tuple[str, ...], id: str) -> None:
    with pytest.raises(Problems) as found:
        set_fact(text.encode(), path, DAY, "x.yaml")
    (problem,) = found.value.problems
    assert (problem.id, problem.file) == (id, "x.yaml")
    if id == "edit/no-place":
        assert problem.hint is not None
        assert f"`{path[-1]}: {DAY}`" in problem.hint, "the line to write by hand"


def test_an_invisible_character() -> None:
    with pytest.raises(Problems) as found:
        set_fact(b"a: 1", ("b",), "x\x1by")
    assert [problem.id for problem in found.value.problems] == ["edit/text"]


def test_a_wrong_place_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would change anything else is no result, whatever the reckoning of places says."""
    wrong = [Place(0, 0, "b: 1\nz: 2\n"), Place(3, 3, "b: 1"), Place(0, 5, "b: 1\n"), Place(0, 0, "# b: 1\n")]
    monkeypatch.setattr(_Writer, "places", lambda *_: wrong)
    with pytest.raises(Problems) as found:
        set_fact(b"a: 1\n", ("b",), 1)
    assert [problem.id for problem in found.value.problems] == ["edit/no-place"]
    monkeypatch.setattr(_Writer, "places", lambda *_: [*wrong, Place(5, 5, "b: 1\n")])
    assert set_fact(b"a: 1\n", ("b",), 1) == b"a: 1\nb: 1\n"
