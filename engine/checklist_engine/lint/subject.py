"""The pack under scrutiny: compiled so that it is known what each name is used by, with its texts at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.editing.remove import Removal
from checklist_engine.lint.findings import AREA, Finding
from checklist_engine.load.pack import PackFile, Path, Place
from checklist_engine.load.read_pack import digest_of, pack_files, read_pack, schema_of
from checklist_engine.problems import Problem, Problems
from checklist_engine.schema.places import entry_at
from checklist_engine.yaml12.reader import read


class Subject:
    """A pack, its files, and the findings made so far. Raises Problems where the pack is not valid."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.bytes = pack_files(folder)
        pack = read_pack(self.bytes, digest_of(self.bytes), folder)
        try:
            compile_pack(pack)  # everything that is wrong is told first
        except Problems as found:
            problems = [one.replace(file=os.path.join(folder, one.file)) for one in found.problems]
            raise Problems(problems, found.left_out) from None
        # Compiled again without the checks of what nothing uses, so that only real uses are noted.
        self.program: Program = compile_pack(pack, known_good=True)
        self.program.citations()
        self.pack = pack
        self.registry = self.program.registry
        self.findings: list[Finding] = []

    def add(
        self,
        kind: str,
        file: PackFile,
        path: Path,
        message: str,
        *,
        key: bool = False,
        at: Place | None = None,
        hint: str | None = None,
        owner: Path | None = None,
        witness: str | None = None,
        mend: Removal | None = None,
    ) -> None:
        """Note a finding at the value at ``path`` of ``file`` (or its key), or at the place ``at`` within it."""
        line, column = at or file.place(path, key=key)
        problem = Problem(
            id=AREA + kind, message=message, file=os.path.join(self.folder, file.name), line=line, column=column,
            source_line=file.line(line), hint=hint,
        )  # fmt: skip
        begins = file.place(owner)[0] if owner is not None else 0
        finding = Finding(kind=kind, problem=problem, owner=begins, witness=witness, mend=mend)
        if finding not in self.findings:  # several actions can share a message
            self.findings.append(finding)

    def add_in_schema(self, kind: str, path: Path, message: str, *, hint: str | None = None) -> None:
        """Note a finding at the key at ``path`` of the record schema."""
        name = schema_of(self.bytes)
        document = read(self.bytes[name], os.path.join(self.folder, name))
        own, node = entry_at(document.root, path)
        line, column = (own.line, own.column) if own is not None else (node.line, node.column)
        problem = document.problem(AREA + kind, message, line, column, hint=hint)
        self.findings.append(Finding(kind=kind, problem=problem))

    def definitions(self) -> list[str]:
        """The names under `definitions` of the record schema, as its file has them."""
        name = schema_of(self.bytes)
        root = read(self.bytes[name], name).root
        found = next((node for key, node in getattr(root, "entries", ()) if key.text == "definitions"), None)
        return [key.text for key, _ in getattr(found, "entries", ())]

    def actions(self) -> Iterator[tuple[PackFile, dict[str, Any]]]:
        """Each action's file with its data."""
        for file in self.pack.actions:
            yield file, file.data
