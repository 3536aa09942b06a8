"""Every example in the schemas of the rule language: where it is, whether it is valid, and whether it compiles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft7Validator
from language_owners import OWNERS, Data, Files, beside, data_of

from checklist_engine.load.program import load_program, tailored
from checklist_engine.load.record import read_record
from checklist_engine.load.schema_file import YAML
from checklist_engine.load.tailoring import read_tailoring
from checklist_engine.newrecord.template import read_template
from checklist_engine.problems import Problems, as_text
from checklist_engine.schema.files import load_schema
from checklist_engine.schema.shape import Shape

SCHEMAS = ("action", "pack", "source", "message", "rule-test", "init", "tailoring", "record", "record-schema")
_PLAIN_DATA = ("examples", "enum", "const", "default", "required")


class Part(NamedTuple):
    """A part of a schema with keys: its name in `OWNERS`, the keys, and which of them are needed."""

    name: str
    properties: Mapping[str, Data]
    required: tuple[str, ...]


def parts_of(schema: str) -> Iterator[Part]:
    """The parts of one of the engine's schemas that have keys, outermost first."""
    yield from _parts(load_schema(schema), f"{schema}#")


def _parts(node: Data, name: str) -> Iterator[Part]:
    if name == "record-schema#schema":
        # Of the keywords of a pack's own schema, those that JSON Schema does not know.
        known = Draft7Validator.META_SCHEMA["properties"]
        yield Part(name, {key: about for key, about in node["properties"].items() if key not in known}, ())
        return
    if (properties := node.get("properties")) and name != "record-schema#":
        yield Part(name, properties, tuple(node.get("required", ())))
        for key, about in properties.items():
            yield from _parts(about, f"{name}.{key}")
    for key, mark in (("items", "[]"), ("additionalProperties", "*")):
        if isinstance(node.get(key), dict):
            yield from _parts(node[key], f"{name}{mark}")
    for key, about in node.get("definitions", {}).items():
        yield from _parts(about, f"{name}{key}")


def examples_in(schema: str) -> Iterator[tuple[str, Data, list[Any]]]:
    """Every place in a schema that has examples: its path, what it allows, and the examples."""
    yield from _examples(load_schema(schema), schema)


def _examples(node: Any, path: str) -> Iterator[tuple[str, Data, list[Any]]]:
    if isinstance(node, dict):
        if isinstance(node.get("examples"), list):
            yield path, node, node["examples"]
        for key, below in node.items():
            if key not in _PLAIN_DATA:
                yield from _examples(below, f"{path}/{key}")
    elif isinstance(node, list):
        for index, below in enumerate(node):
            yield from _examples(below, f"{path}/{index}")


def is_valid(example: Any, about: Data, schema: str) -> bool:
    """Whether an example is what its own part of a schema allows."""
    return Shape(about, load_schema(schema)).accepts(example)


def compiles(pack: Path, part: str, key: str, example: Any) -> str | None:
    """What is wrong with an example, in a copy of the page's pack, which is left as it was; None if nothing is."""
    return compiled(pack, OWNERS[part](**{**beside(part, key), key: example}))


def compiled(pack: Path, given: Files) -> str | None:
    """What is wrong with these files in the pack, which is left as it was; None if nothing is."""
    if given.read in ("tests", YAML):
        paths = [pack / given.read] if given.read == YAML else (pack / given.read).glob("*.yaml")
        (wanted,) = given.files[""].items()
        found = any(_has(data_of(path), *wanted) for path in paths)
        return None if found else f"{json.dumps(dict([wanted]))} is nowhere in {given.read}"
    before = {name: (pack / name).read_bytes() if (pack / name).exists() else None for name in given.files}
    try:
        for name, data in given.files.items():
            (pack / name).write_text(json.dumps(data), encoding="utf-8")
        program = load_program(pack, use_cache=False)
        for name in given.files:
            content = (pack / name).read_bytes()
            if given.read == "init":
                read_template(content, name)
            elif given.read == "tailoring":
                tailored(program, read_tailoring(content, name), str(pack))
            elif given.read == "record":
                read_record(content, name, program, zone="Europe/Luxembourg")
    except Problems as problems:
        return as_text(problems)
    finally:
        for name, old in before.items():
            if old is None:
                (pack / name).unlink(missing_ok=True)
            else:
                (pack / name).write_bytes(old)
    return None


def _has(data: Any, key: str, value: Any) -> bool:
    """Whether somewhere in ``data`` there is that key with that value; groups and lists may hold more."""
    if isinstance(data, dict):
        return (key in data and _holds(data[key], value)) or any(_has(below, key, value) for below in data.values())
    return isinstance(data, list) and any(_has(below, key, value) for below in data)


def _holds(data: Any, value: Any) -> bool:
    if isinstance(value, dict):
        return isinstance(data, dict) and all(key in data and _holds(data[key], below) for key, below in value.items())
    if isinstance(value, list):
        return isinstance(data, list) and all(any(_holds(one, below) for one in data) for below in value)
    return bool(data == value)
