"""The first line of a new file: where an editor finds its schema."""

from __future__ import annotations

import os
from pathlib import Path

_RULE_TEST = "rule-test.schema.json"
_CLOSEST = 1
"""How many folders up a schema may lie to be named by a relative path."""


def schema_for(pack: Path, record: Path) -> str | None:
    """How the new record's editor line names its schema: by a short relative path, else by the whole one.

    None where an editor could not read it: a schema may refer to the engine's by paths that lead nowhere.
    """
    from checklist_engine.load.schema_file import schema_file
    from checklist_engine.schema.export import leads_somewhere

    schema = (pack / schema_file(pack)).resolve()
    if not leads_somewhere(schema):
        return None
    try:
        relative = Path(os.path.relpath(schema, record.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return schema.as_posix()
    return relative if relative.count("../") <= _CLOSEST else schema.as_posix()


def line_of_test(pack: Path, test: Path) -> str:
    """The line for editors of a rule test; empty where its schema does not lie beside the pack that the test is in.

    Only a path within the pack is written: a test is for sharing, and whole paths tell where somebody's files are.
    """
    here, folder = test.resolve().parent, pack.resolve()
    for schemas in (folder / "schemas", folder.parent.parent / "schemas"):
        if (schemas / _RULE_TEST).is_file() and here.is_relative_to(folder):
            schema = Path(os.path.relpath(schemas / _RULE_TEST, here)).as_posix()
            return f"# yaml-language-server: $schema={schema}\n"
    return ""
