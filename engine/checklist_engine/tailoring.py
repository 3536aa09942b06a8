"""Where a person's tailoring is found, and the pack's program with it: who has none pays nothing for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from checklist_engine.compile.program import Program
from checklist_engine.config import config_path
from checklist_engine.problems import Problem, Problems
from checklist_engine.profiles import Profile, find_profile

if TYPE_CHECKING:
    from checklist_engine.load.pack import PackFile
    from checklist_engine.load.tailoring import Tailoring

NONE = "none"
_NAME = "tailoring.yaml"


class Tailored:
    """A pack's program with the person's tailoring laid over it, if there is one."""

    def __init__(self, program: Program, folder: str, given: str | None, record: str) -> None:
        """``given`` is the file asked for (``none`` for none at all); ``record`` the path of the record, if it has one.

        Raises Problems for a file that cannot be read or does not fit the pack.
        """
        self._plain = program
        self._at: dict[frozenset[int], Program] = {}
        self.tailoring = _found(given, record, program.pack.id)
        self.program = program
        if self.tailoring is not None:
            from checklist_engine.load.program import tailored

            self.program = self._at[self.tailoring.all] = tailored(program, self.tailoring, folder)

    def at(self, today: str) -> Program:
        """The program with the changes that count on a local day (2026-11-17)."""
        if self.tailoring is None:
            return self.program
        numbers = self.tailoring.counting(today)
        if numbers not in self._at:
            from checklist_engine.load.program import counting

            self._at[numbers] = counting(self._plain, self.tailoring, numbers)
        return self._at[numbers]

    def profile(self, name: str, configured: PackFile | None) -> Profile:
        """The profile of that name: the tailoring's, else the configured one, else the pack's. Raises Problems."""
        defined = dict(self.program.pack.manifest.data.get("profiles", {}))
        if configured is not None:
            defined.update(configured.data["profiles"])
        own = self.tailoring.file.data.get("profiles", {}) if self.tailoring is not None else {}
        if configured is not None and name in configured.data["profiles"] and name not in own:
            from checklist_engine.compile.profile_names import check_profiles
            from checklist_engine.compile.report import Report

            report = Report()
            check_profiles(report, configured, self.program.pack, [name])
            report.finish()
        return find_profile(name, self.program.source_order, {**defined, **own})


def must_be_possible(tailored: Tailored) -> None:
    """Raises Problems for windows of a tailoring that end before they begin, whatever they count from."""
    from checklist_engine.compile.rule_names import KINDS
    from checklist_engine.lint.windows import always_empty

    tailoring, found = tailored.tailoring, []
    for action in tailored.program.pack.actions if tailoring is not None else ():
        for index, rule in enumerate(action.data["rules"]):
            kind = next(one for one in KINDS if one in rule)
            file, path = action.origin(("rules", index, kind))
            trigger = rule.get("trigger", action.data.get("trigger"))
            if tailoring is None or file is not tailoring.file or not always_empty(rule[kind], trigger):
                continue
            closing = next(end for end in ("until", "through") if end in rule[kind])
            line, column = file.place((*path, closing))
            found.append(
                Problem(
                    id="tailoring/window", message="this window always ends before it begins", file=tailoring.path,
                    line=line, column=column, source_line=file.line(line),
                    hint="Exchange the two ends, or say what was meant.",
                )
            )  # fmt: skip
    if found:
        raise Problems(found)


def _found(given: str | None, record: str, pack: str) -> Tailoring | None:
    """The tailoring asked for; else the one beside the record, else the one beside the configuration, if any.

    One beside the configuration is for all records: if it is for another pack, it does not concern this one.
    """
    if given == NONE:
        return None
    beside = os.path.join(os.path.dirname(record), _NAME) if record else ""
    everywhere = os.path.join(os.path.dirname(config_path()), _NAME)
    path = given or next((one for one in (beside, everywhere) if one and os.path.isfile(one)), None)
    if path is None or (given is None and record and os.path.realpath(path) == os.path.realpath(record)):
        return None
    from checklist_engine.files import read_bytes
    from checklist_engine.load.tailoring import read_tailoring

    tailoring = read_tailoring(read_bytes(path), path)
    if tailoring.pack in (None, pack):
        return tailoring
    if given is None and path == everywhere:
        return None
    line, column = tailoring.file.place(("pack",))
    raise Problems(
        [
            Problem(
                id="tailoring/pack", message=f"this tailoring is for the pack “{tailoring.pack}”, not for “{pack}”",
                file=path, line=line, column=column, source_line=tailoring.file.line(line), expected=pack,
                hint="Leave it out with --no-tailoring, or name another file with --tailoring.",
            )
        ]
    )  # fmt: skip


def is_tailoring(path: str) -> bool:
    """Whether a file is a tailoring: by its name, its editor's line, or because it has nothing but changes."""
    if os.path.basename(path) == _NAME:
        return True
    if not os.path.isfile(path):
        return False
    from checklist_engine.files import read_bytes
    from checklist_engine.yaml12.nodes import Mapping
    from checklist_engine.yaml12.reader import read

    data = read_bytes(path)
    if b"/tailoring.schema.json" in data.split(b"\n", 1)[0]:
        return True
    try:
        root = read(data, path).root
    except Problems:
        return False  # as a record it is told what is wrong with it
    keys = {key.text for key, _ in root.entries} if isinstance(root, Mapping) else set()
    return "changes" in keys and keys <= {"pack", "changes", "profiles"}
