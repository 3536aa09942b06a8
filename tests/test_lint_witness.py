"""The witness of a contradiction, and what to do about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import Command
from lintcases import CASES, Files
from lintpack import SOURCE, found, with_rules


@pytest.mark.parametrize("files", [files for kind, files, _ in CASES if kind == "contradiction"])
def test_the_witness_is_a_rule_test_that_passes(files: Files, tmp_path: Path, command: Command) -> None:
    (one,) = found(tmp_path / "club", "contradiction", **files)
    assert one.witness is not None
    (tmp_path / "club/tests/call.yaml").write_text(one.witness, encoding="utf-8")
    shown = command("test", tmp_path / "club")
    assert (shown.code, shown.out.splitlines()[-1]) == (0, "1 passed, 0 failed")


def test_the_witness_is_small(tmp_path: Path) -> None:
    """One fact and one entry decide; nothing else is in it but what a record must have."""
    (one,) = found(tmp_path, "contradiction", **CASES[[kind for kind, _, _ in CASES].index("contradiction") + 1][1])
    assert one.witness is not None
    (record,) = re.findall(r"record:\n((?:  .*\n)+?)cases:", one.witness)
    assert sorted(re.findall(r"^  (\w+):", record, re.MULTILINE)) == ["level", "log", "met"]


# Silences


def test_a_source_that_says_do_and_dont_is_shown_the_plain_way(tmp_path: Path) -> None:
    """`from` says “not before” within one rule; of two sources it is a matter between them."""
    hints = {}
    for cited in ("book", "other"):
        wait = f"wait, statement: {cited}/call, dont: {{through: 2 days after}}"
        files = {"actions__call": with_rules("now, statement: book/call, do: {through: 9 days after}", wait)}
        if cited == "other":
            files["sources__other"] = SOURCE.replace("source: book", "source: other")
        hints[cited] = [one.problem.hint or "" for one in found(tmp_path / cited, "contradiction", **files)]
    assert hints["book"][0].startswith("Both are said by book: for “not before”, give “now” a “from”")
    assert hints["other"] == ["Both speak of this record; say in a silence why that is meant, or narrow one of them."]
