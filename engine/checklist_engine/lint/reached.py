"""Rules that no rule test reaches: the tests of the pack are run, and it is noted which rules speak in them."""

from __future__ import annotations

from pathlib import Path

from checklist_engine.lint.subject import Subject
from checklist_engine.ruletests.check import checklist_of
from checklist_engine.ruletests.read import read_tests


def look(subject: Subject) -> None:
    """Note all findings of this module. Raises Problems where a test cannot be read."""
    situations = read_tests(Path(subject.folder), subject.program)
    if not situations:
        subject.add("untested-rule", subject.pack.manifest, ("pack",), "this pack has no rule tests",
                    hint="Write down in tests/ what its rules must come to; docs/rules.md says how.")  # fmt: skip
        return
    spoken = {
        rule
        for situation in situations
        for item in checklist_of(situation, subject.program).items
        for rule in item.rules
    }
    for file, data in subject.actions():
        for index, rule in enumerate(data["rules"]):
            if rule["id"] not in spoken:
                subject.add("untested-rule", file, ("rules", index), f"“{rule['id']}” speaks in no rule test",
                            hint="Write a test with a record in which it does.")  # fmt: skip
