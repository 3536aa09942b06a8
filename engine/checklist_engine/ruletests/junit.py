"""Results as JUnit XML, the form that build servers read: one suite for each file, one test case for each case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from checklist_engine.problems import as_text
from checklist_engine.ruletests.read import Unread
from checklist_engine.ruletests.report import failure
from checklist_engine.ruletests.run import Result, short_name

_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
BEGINS = f"{_DECLARED}\n<testsuites ".encode()
"""How such a file begins."""
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may have in it, however it is written."""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def as_junit(results: Iterable[Result], pack: str, unread: Iterable[Unread] = ()) -> bytes:
    """The results as a document in UTF-8. Known gaps are `skipped`; one that is none any more is a pass.

    A file that cannot be read is a suite of one case with an `error`, behind the others.

    No times and no host are in it, so that the same results give the same bytes.
    """
    every, wrong = list(results), list(unread)
    lines = [_DECLARED, _element("testsuites", name=pack, **_sums(every, len(wrong)))]
    for file, group in groupby(every, key=lambda result: result.situation.file):
        suite = list(group)
        lines.append("  " + _element("testsuite", name=Path(file).stem, **_sums(suite)))
        for result in suite:
            lines += [f"    {line}" for line in _case(result, f"{pack}.{Path(file).stem}")]
        lines.append("  </testsuite>")
    for one in wrong:
        lines.append("  " + _element("testsuite", name=Path(one.file).stem, **_sums([], 1)))
        lines += [f"    {line}" for line in _error(one, f"{pack}.{Path(one.file).stem}")]
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return ("\n".join(lines) + "\n").encode()


def _sums(results: list[Result], errors: int = 0) -> dict[str, object]:
    outcomes = [result.outcome for result in results]
    return {
        "tests": len(results) + errors, "failures": outcomes.count("failed"), "errors": errors,
        "skipped": outcomes.count("todo"), "time": 0,
    }  # fmt: skip


def _error(unread: Unread, suite: str) -> list[str]:
    first = unread.problems[0]
    given = {
        "name": f"{Path(unread.file).name} cannot be read", "classname": suite, "file": unread.file,
        "line": first.line if first.file == unread.file else 0, "time": 0,
    }  # fmt: skip
    message = "; ".join(one.message for one in unread.problems)
    inner = f"  {_element('error', message=message, type='input')}{_text(as_text(unread.problems))}</error>"
    return [_element("testcase", **given), inner, "</testcase>"]


def _case(result: Result, suite: str) -> list[str]:
    situation = result.situation
    line = situation.checked.place(("cases", situation.index))[0]
    given = {
        "name": f"{short_name(situation)} {situation.title}, at {situation.at}", "classname": suite,
        "file": situation.file, "line": line, "time": 0,
    }  # fmt: skip
    if result.outcome == "failed":
        message = "; ".join(one.what for one in result.found)
        told = failure(situation, result.found)
        inner = f"  {_element('failure', message=message, type='expectation')}{_text(told)}</failure>"
    elif result.outcome == "todo":
        inner = f"  {_element('skipped', message=f'todo: {result.todo}')}</skipped>"
    else:
        return [f"{_element('testcase', **given)}</testcase>"]
    return [_element("testcase", **given), inner, "</testcase>"]


def _element(tag: str, /, **given: object) -> str:
    written = "".join(f' {key}="{_attribute(str(value))}"' for key, value in given.items())
    return f"<{tag}{written}>"


def _attribute(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in _FORBIDDEN.sub("\ufffd", text))


def _text(text: str) -> str:
    allowed = _FORBIDDEN.sub("\ufffd", text)
    return "".join(_ESCAPES[character] if character in "&<>\r" else character for character in allowed)
