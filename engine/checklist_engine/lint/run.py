"""One look at a pack: every finding, then the silences, then what was asked for."""

from __future__ import annotations

from collections.abc import Collection

from checklist_engine.lint import conditions, days, evidence, facts, names, overlap, reached, windows, witness, writing
from checklist_engine.lint.findings import NOTE, Finding
from checklist_engine.lint.silences import silenced
from checklist_engine.lint.subject import Subject
from checklist_engine.load.misplaced import must_be_in_place
from checklist_engine.value import Value


class Report(Value):
    """The findings in the order of their places, and how many more a silence allows."""

    pack: str
    findings: tuple[Finding, ...]
    silenced: int

    def fails(self, *, strict: bool) -> bool:
        """Whether this is worth a failure: any finding but notes; notes too where ``strict``."""
        return any(strict or finding.severity != NOTE for finding in self.findings)


def lint(folder: str, today: str, *, select: Collection[str] = (), ignore: Collection[str] = ()) -> Report:
    """Look at the pack in ``folder`` as of the date ``today``: of these kinds only (all where none), but for those.

    Raises Problems where the pack is not valid, or files of it lie where none is read.
    """
    must_be_in_place(folder)
    subject = Subject(folder)
    conditions.look(subject)
    windows.look(subject)
    days.look(subject)
    witness.look(subject)
    overlap.look(subject)
    reached.look(subject)
    names.look(subject)
    facts.look(subject)
    evidence.look(subject, today)
    writing.look(subject)
    # Every kind is looked for, whatever was asked: whether a silence silences something does not hang on that.
    found, count = silenced(subject)
    kept = [one for one in found if (not select or one.kind in select) and one.kind not in ignore]
    return Report(pack=subject.pack.id, findings=tuple(sorted(kept, key=lambda one: one.order)), silenced=count)
