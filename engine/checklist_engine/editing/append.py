"""Appending an entry to the log of a record, a YAML file by a person: every other byte stays as it is.

The places come from the marks of PyYAML's events, never from a search for words. What comes out is read
again and must be the old data and the entry; otherwise there is no result.
"""

from __future__ import annotations

from collections.abc import Mapping as Entry
from typing import Any, Final

from checklist_engine.editing.places import Writer
from checklist_engine.editing.tree import tree
from checklist_engine.problems import Problem, Problems
from checklist_engine.yaml12 import reader as yamltext

BOM: Final = b"\xef\xbb\xbf"
_LOG: Final = "log"
TOO_MUCH: Final = ("yaml/too-large", "yaml/too-many")


def append_log_entry(text: bytes, entry: Entry[str, str], name: str = "record") -> bytes:
    """The bytes of the record `text` with `entry` (in its order) appended to the list `log`.

    Takes every way to write a record: `log` as a list in lines or in brackets, empty, `null` or missing, the
    whole record in braces or as JSON (which it stays), with or without a byte order mark, LF, CRLF or CR.
    Every call appends. `name` is how problems name the file.

    Raises `Problems`: what `yamltext.read` raises, no record (`edit/not-a-record`), a `log` that is no list
    (`edit/log-not-a-list`), a text with an invisible character (`edit/text`), no place that leaves everything
    else as it is (`edit/no-place`).
    """
    document = yamltext.read(text, name)
    root, document_end = tree(document.text)
    if root.kind != "mapping":
        raise Problems(
            [
                document.problem(
                    "edit/not-a-record",
                    "this is not a record",
                    1,
                    1,
                    expected="keys with values, such as “log: []”",
                )
            ]
        )
    log = root.value_of(_LOG)
    if log and log[1].kind != "list" and not log[1].is_nothing:
        raise Problems([_no_list(document)])
    json = root.flow and is_json(document.text)
    try:
        writer = Writer(document.text, root, document_end, entry, json)
    except ValueError as error:
        raise Problems([Problem(id="edit/text", message=str(error), file=name)]) from None
    bom = BOM if text.startswith(BOM) else b""
    for place in writer.places(_LOG):
        new = document.text[: place.start] + place.text + document.text[place.end :]
        data = bom + new.encode()
        if _is_old_and_entry(data, name, document, entry) and (not json or is_json(new)):
            return data
    message = "found no place for the entry that leaves everything else as it is"
    hint = "Nothing was changed. Write the log as a list of its own: one line for each entry, after a dash."
    raise Problems([Problem(id="edit/no-place", message=message, file=name, hint=hint)])


def _no_list(document: yamltext.Document) -> Problem:
    assert isinstance(document.root, yamltext.Mapping)
    value = next(value for key, value in document.root.entries if key.text == _LOG)
    return document.problem(
        "edit/log-not-a-list",
        "the log is not a list, so nothing can be added to it",
        value.line,
        value.column,
        expected="entries that begin with a dash, or nothing",
    )


def _is_old_and_entry(data: bytes, name: str, old: yamltext.Document, entry: Entry[str, str]) -> bool:
    """Whether the bytes read as the old record with the entry at the end of its log, and nothing else."""
    try:
        new = yamltext.read(data, name)
    except Problems as problems:
        if any(problem.id in TOO_MUCH for problem in problems.problems):
            raise
        return False
    before, after = data_of(old.root), data_of(new.root)
    log = after.pop(_LOG, None)
    old_log = before.pop(_LOG, None)
    if not isinstance(log, list) or not log or list(before.items()) != list(after.items()):
        return False
    added = log.pop()
    return (
        log == (old_log if isinstance(old_log, list) else [])
        and isinstance(added, dict)
        and [(key, value[0]) for key, value in added.items()] == list(entry.items())
    )


def data_of(node: yamltext.Node) -> Any:
    """Dictionaries, lists, and for a scalar its text and whether it is plain, which decides what it means."""
    if isinstance(node, yamltext.Mapping):
        return {key.text: data_of(value) for key, value in node.entries}
    if isinstance(node, yamltext.Sequence):
        return [data_of(item) for item in node.items]
    return node.text, node.plain


def is_json(text: str) -> bool:
    """Whether a text is JSON, which is YAML too."""
    import json

    try:
        json.loads(text)
    except ValueError:
        return False
    return True
