"""Why a document does not fit its schema: jsonschema finds the faults; words and places are added here.

The schema itself says in `x-expected`, in a few words, what a place wants; `title` and `examples` serve where
it does not. `x-message` and `x-hint` replace the general message and hint; where only the hint helps, `x-mended: false`
keeps mends of a text back. `x-words` has hints by unknown key, or by unknown value, `x-far` by the key whose value is
plain where a group should be, `x-plain-hint` is the form of that group, and `x-list-hint` is for a list in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from checklist_engine.problems import LIMIT, Problem
from checklist_engine.schema.accept import searches
from checklist_engine.schema.files import Schema, bundle, resolve
from checklist_engine.schema.mends import Vocabulary
from checklist_engine.schema.neighbours import lists_beside, place_above, places_below
from checklist_engine.schema.places import Checked, entry_at
from checklist_engine.schema.wording import Fault, Refusal, faults, type_words

_MOST_PLACES = 6
_LONGEST = 40
"""Characters of a value that a hint repeats."""


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not searches(re.compile(pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


# Two readings of `$` would be two schemas.
Validator: Any = extend(  # type: ignore[no-untyped-call]
    Draft7Validator, {"pattern": _pattern}
)


def explain(checked: Checked, schema: Schema, base: Schema, names: Vocabulary = MappingProxyType({})) -> list[Problem]:
    """What is wrong with the data; nothing if it fits after all. ``names`` are those that may have been meant."""
    found: list[Fault] = []
    whole = bundle(schema, base)
    for refusal in _relevant(Validator(whole).iter_errors(checked.data)):
        items = refusal.schema.get("items", {})
        while "$ref" in items:
            items = resolve(items["$ref"], whole)[0]
        found += faults(refusal.replace(items=items, names=names), entry_at(checked.root, refusal.path)[1])
        if len(found) > 2 * LIMIT:
            break
    placed = [_one_level_up(fault, whole, checked) for fault in _in_wrong_lists(found, whole, checked)]
    return [
        checked.problem(
            f"shape/{fault.id}",
            fault.message,
            fault.path,
            key=fault.at_key,
            expected=fault.expected,
            found=fault.found,
            hint=fault.hint,
        )
        for fault in _without_echoes(placed)
    ]


def _in_wrong_lists(found: list[Fault], whole: Schema, checked: Checked) -> list[Fault]:
    """With a word where an item has the keys of another list's items: then that is all that is wrong with it."""
    moved: dict[tuple[str | int, ...], str] = {}
    for fault in found:
        path = fault.path[:-1]
        if fault.id == "unknown-key" and path not in moved:
            keys = [key.text for key, _ in getattr(entry_at(checked.root, path)[1], "entries", ())]
            if lists := lists_beside(whole, path, keys):
                moved[path] = " or ".join(f"“{name}:”" for name in lists)
    lost = [
        Fault(
            id="wrong-list",
            path=path,
            message=f"this cannot stand in “{path[-2]}:”",
            hint=f"Its keys are those of what stands below {lists}: move it there.",
        )
        for path, lists in moved.items()
    ]
    rest = [fault for fault in found if fault.path not in moved and fault.path[:-1] not in moved]
    return [*lost, *rest]


def _one_level_up(fault: Fault, whole: Schema, checked: Checked) -> Fault:
    """With the place to which an unknown key belongs, where that is within a key beside it."""
    if fault.id != "unknown-key" or fault.hint or not (key := str(fault.path[-1])):
        return fault
    if above := place_above(whole, fault.path[:-1], key):
        return fault.replace(expected=None, hint=f"It stands further out, beside “{above}”.")
    found = places_below(whole, fault.path[:-1], key)
    if not 0 < len(found) <= _MOST_PLACES:
        return fault
    value = getattr(entry_at(checked.root, fault.path)[1], "text", "") or "…"
    name, listed = next(iter(found.items()))
    example = f"{{{key}: {value if len(value) < _LONGEST else '…'}}}"
    *others, last = (f"“{one}”" for one in found)
    names = f"{', '.join(others)} or {last}" if others else last
    return fault.replace(
        expected=None, hint=f"It stands within {names}: {name}: {f'[{example}]' if listed else example}."
    )


def _refusal(error: ValidationError, **other: Any) -> Refusal:
    schema: Any = error.schema
    fields: dict[str, Any] = {
        "keyword": error.validator or "false schema",
        "wanted": error.validator_value,
        "value": error.instance,
        "schema": schema if isinstance(schema, dict) else {},
        "path": tuple(error.absolute_path),
        "at_key": _is_about_key(error),
    }
    return Refusal(**{**fields, **other})


def _is_about_key(error: ValidationError) -> bool:
    """Whether nothing but alternatives stand between the keyword and `propertyNames`."""
    for step in reversed(list(error.absolute_schema_path)[:-1]):
        if step == "propertyNames":
            return True
        if not isinstance(step, int) and step not in ("allOf", "anyOf", "then", "else"):
            return False
    return False


def _relevant(errors: Iterable[ValidationError]) -> Iterator[Refusal]:
    """The refusals, with one by alternatives replaced by those of the alternative that was probably meant."""
    for error in errors:
        schema: Any = error.schema
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context or ():
            branches.setdefault(inner.schema_path[0], []).append(inner)
        best = min(branches.values(), key=_distance, default=[])
        if not best or error.validator == "not":
            yield _refusal(error)
        elif any(_is_type_at_top(inner) for inner in best):
            wanted = [
                words
                for branch in branches.values()
                for inner in branch
                if _is_type_at_top(inner)
                for words in [_wanted(inner)]
            ]
            words = schema.get("x-expected") or " or ".join(dict.fromkeys(wanted))
            yield _refusal(error, keyword="type", wanted=_types(branches.values()), schema={"x-expected": words})
        elif all(inner.validator == "required" and not inner.path for inner in error.context or ()):
            yield _refusal(
                error,
                keyword="missing one",
                wanted=[key for inner in error.context or () for key in _listed(inner.validator_value)],
            )
        elif "x-expected" in schema and not any(inner.path for inner in best):
            yield _refusal(error)
        else:
            yield from _relevant(best)


def _is_type_at_top(error: ValidationError) -> bool:
    return error.validator == "type" and not error.path


def _wanted(error: ValidationError) -> str:
    schema: Any = error.schema
    return str(schema.get("x-expected") or type_words(_listed(error.validator_value)))


def _types(branches: Iterable[list[ValidationError]]) -> list[str]:
    return [
        kind
        for branch in branches
        for error in branch
        if _is_type_at_top(error)
        for kind in _listed(error.validator_value)
    ]


def _listed(types: Any) -> list[str]:
    return [types] if isinstance(types, str) else list(types)


def _distance(branch: list[ValidationError]) -> tuple[bool, int, int]:
    """How far a value is from an alternative: another type altogether, faults at the top, faults in all."""
    return any(map(_is_type_at_top, branch)), sum(not error.path for error in branch), len(branch)


def _without_echoes(found: list[Fault]) -> list[Fault]:
    """Leaves out that a key is missing where it is reported already as misspelt."""
    meant = {(fault.path[:-1], fault.meant) for fault in found if fault.meant}
    return [fault for fault in found if not any((fault.path, key) in meant for key in fault.missing)]
