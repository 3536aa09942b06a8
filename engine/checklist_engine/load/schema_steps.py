"""What it takes to try a pack's record schema on one value: it has to end, and soon.

Only schemas that look at the same value count here: what `$ref`, `allOf`, `anyOf`, `oneOf`, `not`, `if`, `then` and
`else` lead to. Below `properties` and `items` lies another value, and a record has an end.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from checklist_engine.load.schema_parts import Fault, Path, schemas
from checklist_engine.problems import LIMIT, Problems
from checklist_engine.schema.files import Schema, load_schema, resolve

OF_RECORDS = "record.schema.json"
"""The engine's file that a pack's schema may refer to."""
MOST_SCHEMAS = 1000
"""How many schemas may be tried on one value; shared references can double them with every step."""
MOST_IN_A_ROW = 20
"""How many schemas may lead on to one another on one value."""

Graph = dict[int, list[int]]
Own = dict[int, tuple[Path, Schema]]
"""The schemas of a file by their identity, in the file's order."""


def unending(schema: Schema) -> Iterator[Fault]:
    """References that come back to the same value, and schemas that take too many steps on one."""
    own: Own = {id(part): (path, part) for path, part in schemas(schema, ())}
    graph = {key: _leads_to(part, schema) for key, (_, part) in own.items()}
    engine = load_schema(OF_RECORDS)
    graph |= {id(part): _leads_to(part, engine) for _, part in schemas(engine, ())}
    yield from _circles(graph, own)
    yield from _too_many(graph, own)


def _leads_to(part: Schema, base: Schema) -> list[int]:
    """The schemas that are tried on the same value next."""
    if "$ref" in part:  # what stands beside it does not count in draft-07
        try:
            found: list[Any] = [resolve(part["$ref"], base)[0]]
        except Problems:  # told where references are looked up
            found = []
    else:
        found = [one for keyword in ("allOf", "anyOf", "oneOf") for one in part.get(keyword, ())]
        found += [part[keyword] for keyword in ("not", "if", "then", "else") if keyword in part]
    return [id(one) for one in found if isinstance(one, dict)]


def _circles(graph: Graph, own: Own) -> Iterator[Fault]:
    """Each circle at the first of its references, where it is cut as well, so that the others show."""
    for _ in range(LIMIT):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = set(error.args[1])
            first = next(key for key, (_, part) in own.items() if key in circle and "$ref" in part)
            path, part = own[first]
            graph[first] = []
            yield (
                (*path, "$ref"), "schema/circle", f"the reference “{part['$ref']}” comes back to itself", None,
                "On the way there has to be a key (“properties”) or an element of a list (“items”).",
            )  # fmt: skip
        else:
            return


def _too_many(graph: Graph, own: Own) -> Iterator[Fault]:
    """The innermost schema that takes too many steps; whatever rests on it does as well."""
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError:  # more circles than are told at once
        return
    steps: dict[int, int] = {}
    in_a_row: dict[int, int] = {}
    for key in order:
        below = graph.get(key, ())
        steps[key] = 1 + sum(steps[one] for one in below)
        in_a_row[key] = 1 + max((in_a_row[one] for one in below), default=0)
        for count, most, said in (
            (in_a_row[key], MOST_IN_A_ROW, "lead on to one another"),
            (steps[key], MOST_SCHEMAS, "are to be tried"),
        ):
            if count > most and key in own:
                yield own[key][0], "schema/too-many-steps", f"too many schemas {said} here", f"at most {most}", None
                return
