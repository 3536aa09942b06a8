"""Findings as people and machines read them: text with line and caret, JSON, GitHub's workflow commands."""

from __future__ import annotations

from typing import Any

from checklist_engine.lint.findings import ERROR, NOTE, WARNING, Finding
from checklist_engine.lint.run import Report
from checklist_engine.problems import as_text, harmless

_GITHUB = {ERROR: "error", WARNING: "warning", NOTE: "notice"}
PAGE = "docs/lint.md"


def text_of(report: Report, *, colour: bool = False) -> str:
    """Each finding with its place, line and caret, then the sum."""
    parts = [_one(finding, colour) for finding in report.findings]
    return "\n".join([*parts, _sum(report)])


def _one(finding: Finding, colour: bool) -> str:
    problem = finding.problem
    said = as_text([problem.replace(message=f"{finding.severity}: {problem.message} [{problem.id}]")], colour)
    if finding.witness is None:
        return said
    shown = "\n".join(f"      {harmless(line)}" for line in finding.witness.splitlines())
    return f"{said}\n    witness, as a rule test:\n{shown}"


def _sum(report: Report) -> str:
    count = len(report.findings)
    found = f"{count} finding{'' if count == 1 else 's'}" if count else "nothing suspicious"
    allowed = f"; {report.silenced} allowed by a comment" if report.silenced else ""
    return f"{report.pack}: {found}{allowed}"


def data_of(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "pack": report.pack,
        "findings": [
            {
                **finding.problem.as_dict(), "severity": finding.severity, "witness": finding.witness,
                "mend": finding.mend.words if finding.mend is not None else None, "page": f"{PAGE}#{finding.kind}",
            }
            for finding in report.findings
        ],
        "silenced": report.silenced,
    }  # fmt: skip


def github_of(report: Report) -> str:
    """A workflow command for each finding, which GitHub shows beside the line."""
    return "\n".join(_command(finding) for finding in report.findings)


def _command(finding: Finding) -> str:
    problem = finding.problem
    said = [problem.message, problem.hint, finding.witness]
    fields = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.id}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items() if value)
    return f"::{_GITHUB[finding.severity]} {listed}::{_escaped(chr(10).join(filter(None, said)))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
