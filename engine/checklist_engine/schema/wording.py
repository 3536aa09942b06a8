"""The words for what does not fit a schema: a refusal by a keyword as one or more faults in plain English."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from checklist_engine.problems import LIMIT, nearest
from checklist_engine.schema.accept import same
from checklist_engine.schema.everyday import advice, no_such_day
from checklist_engine.schema.mends import Vocabulary, as_condition, fact_called, mended, name_expected, names_in
from checklist_engine.schema.slips import as_group, as_list, bare, colon_left_out, cut_text, type_hint, without_blank
from checklist_engine.value import Value
from checklist_engine.yaml12.lookalikes import badly_begun, dash_in_word, lookalike
from checklist_engine.yaml12.nodes import Node, Scalar

_LONGEST = 60
_MOST_WORDS = 3
"""So many words may be meant for a name of a condition; more are a sentence."""
_MOST_KEYS = 16
"""So many known keys are named in place of one that is not."""
_TYPE_WORDS: Final = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of keys with values",
    "null": "nothing",
}


class Refusal(Value):
    """What a validator says: the value at `path` (or, if `at_key`, a key of it) is refused by a keyword.

    `wanted` is the keyword's value, `schema` what it stands in, `items` the schema of a list's items, `names` those
    that may have been meant.
    """

    keyword: str
    wanted: Any
    value: Any
    schema: dict[str, Any]
    path: tuple[str | int, ...]
    at_key: bool = False
    items: Mapping[str, Any] = MappingProxyType({})
    names: Vocabulary = MappingProxyType({})


class Fault(Value):
    """One thing wrong at a path of the data (at its key if `at_key`).

    `meant` is the known key that an unknown one probably is; `missing` are keys of which one should be there.
    """

    id: str
    path: tuple[str | int, ...]
    message: str
    at_key: bool = False
    expected: str | None = None
    found: str | None = None
    hint: str | None = None
    meant: str | None = None
    missing: tuple[str, ...] = ()


def faults(refusal: Refusal, node: Node) -> list[Fault]:
    """The faults that a refusal stands for. `node` is what its value was read from."""
    return _WORDS.get(refusal.keyword, _other)(refusal, node)


def type_words(types: str | list[str]) -> str:
    """`text or a list` for `["string", "array"]`."""
    return " or ".join(_TYPE_WORDS[one] for one in ([types] if isinstance(types, str) else types))


def _quoted(value: Any) -> str:
    text = str(value)
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}”"


def _found(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {str(value)[:_LONGEST]}"
        case str():
            return f"the text {_quoted(value)}" if value else "an empty text"
        case list():
            return "a list" if value else "an empty list"
        case _:
            return f"a group with the keys {', '.join(map(_quoted, list(value)[:5]))}" if value else "an empty group"


def _expected(schema: dict[str, Any]) -> str | None:
    """What a schema says that it wants."""
    said = schema.get("x-expected") or schema.get("title")
    if examples := [] if "x-expected" in schema else schema.get("examples"):
        said = f"{said or 'something'}, such as {_one_line(examples[0])}"
    return said and str(said)


def _one_line(example: Any) -> str:
    """An example as somebody would write it in one line of a file."""
    if not isinstance(example, str):
        return json.dumps(example, ensure_ascii=False)
    first, *more = example.splitlines()
    return f"{first} …" if more else first


def _meaning(schema: dict[str, Any]) -> str | None:
    """What a schema says of its place to somebody who does not know the key."""
    said = schema.get("x-expected") or schema.get("description")
    return said and str(said).rstrip(".")


def _name(path: tuple[str | int, ...]) -> str:
    last = path[-1] if path else None
    return f"in “{last}”" if isinstance(last, str) else "here"


def _type(refusal: Refusal, node: Node) -> list[Fault]:
    types = [refusal.wanted] if isinstance(refusal.wanted, str) else refusal.wanted
    expected = refusal.schema.get("x-expected") or type_words(types)
    if refusal.value is None:
        return [_nothing(refusal, node, expected)]
    last = str(refusal.path[-1]) if refusal.path else ""
    near = nearest(last, refusal.schema.get("x-near", ()))
    hint = f"Did you mean “{near}:”?" if near else type_hint(refusal.value, types, node, refusal.items)
    if isinstance(refusal.value, (str, int, float)):
        hint = (
            refusal.schema.get("x-far", {}).get(last)
            or refusal.schema.get("x-plain-words", {}).get(str(refusal.value).lower())
            or hint
            or as_group(refusal.value, refusal.schema.get("x-plain-hint"))
        )
    if isinstance(refusal.value, dict) and "array" in types:
        hint = badly_begun(next(iter(refusal.value), "")) or hint or as_list(refusal.value, types, node)
    if isinstance(refusal.value, list):
        hint = refusal.schema.get("x-list-hint") or hint
    hint = hint or refusal.schema.get("x-hint")
    return [
        Fault(
            id="wrong-type",
            path=refusal.path,
            expected=expected,
            found=_found(refusal.value),
            hint=hint,
            message=f"the wrong kind of value {_name(refusal.path)}",
        )
    ]


def _nothing(refusal: Refusal, node: Node, expected: str | None) -> Fault:
    last = refusal.path[-1] if refusal.path else None
    hint = None
    if isinstance(node, Scalar) and node.text:
        hint = f"A bare {node.text} means nothing at all: put quotes around it, or leave the key out."
    return Fault(
        id="nothing-there",
        path=refusal.path,
        expected=expected,
        hint=hint,
        message=f"nothing is written after “{last}:”" if isinstance(last, str) else "nothing is written here",
    )


def _missing_one(refusal: Refusal, node: Node) -> list[Fault]:
    keys = tuple(dict.fromkeys(refusal.wanted))
    slip = next((key for key in refusal.value if nearest(key, keys)), None)
    if slip is not None:  # a key of free form, which is not unknown as such
        meant = nearest(slip, keys)
        return [
            Fault(
                id="unknown-key",
                path=(*refusal.path, slip),
                at_key=True,
                message=f"unknown key {_quoted(slip)}",
                hint=f"Did you mean “{meant}”?",
                meant=meant,
            )
        ]
    message = refusal.schema.get("x-message", f"one of {', '.join(map(_quoted, keys))} is missing")
    return [
        Fault(
            id="missing-key",
            path=refusal.path,
            message=message,
            missing=keys,
            expected=refusal.schema.get("x-expected") or " or ".join(keys),
            hint=refusal.schema.get("x-hint"),
        )
    ]


def _unknown_keys(refusal: Refusal, node: Node) -> list[Fault]:
    schema = refusal.schema
    others = schema.get("x-words", {})
    known = list(schema.get("properties", {}))
    patterns = list(schema.get("patternProperties", {}))
    found: list[Fault] = []
    for key in refusal.value:
        if len(found) > LIMIT:
            break
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        free = [name for name in known if name not in refusal.value]
        # With a word processor's quote at its end it is what a comma cut off, however near it is to a key.
        meant = (
            None
            if key in others or key[-1:] in tuple("”“")
            else without_blank(key, free) or nearest(key, free) or nearest(key, known)
        )
        stuck = f"Write a blank after the colon: {key.replace(':', ': ', 1)[:_LONGEST]}"
        hint = (
            lookalike(key)
            or colon_left_out(key, refusal.value[key], known)
            or (stuck if meant and meant == without_blank(key, free) else None)
        )
        hint = hint or others.get(key) or (f"Did you mean “{meant}”?" if meant else cut_text(key, node))
        if not hint and {"heard", "did"} <= set(known):
            hint = fact_called(key, refusal.names) or (bare(key) if refusal.value[key] is None else None)
        found.append(
            Fault(
                id="unknown-key",
                path=(*refusal.path, key),
                at_key=True,
                message=f"unknown key {_quoted(key)}",
                expected=f"one of {', '.join(known)}" if 0 < len(known) <= _MOST_KEYS and not hint else None,
                hint=hint,
                meant=meant,
            )
        )
    return found


def _missing(refusal: Refusal, node: Node) -> list[Fault]:
    found = []
    for key in refusal.wanted:
        if key not in refusal.value:
            wanted = refusal.schema.get("properties", {}).get(key)
            expected = _meaning(wanted) if isinstance(wanted, dict) else None
            found.append(
                Fault(
                    id="missing-key",
                    path=refusal.path,
                    message=f"“{key}” is missing",
                    expected=expected,
                    hint=refusal.schema.get("x-hint"),
                    missing=(key,),
                )
            )
    return found


def _values(refusal: Refusal, node: Node) -> list[Fault]:
    value = refusal.value
    words = [str(word) for word in (refusal.wanted if refusal.keyword == "enum" else [refusal.wanted])]
    expected = refusal.schema.get("x-expected") or (f"one of {', '.join(words[:20])}" if words[1:] else words[0])
    if value is None:
        return [_nothing(refusal, node, expected)]
    meant = nearest(str(value), words) if isinstance(value, (str, int, float)) else None
    said = refusal.schema.get("x-words", {}).get(str(value).lower())
    hint = said or (f"Did you mean “{meant}”?" if meant else lookalike(str(value)))
    if refusal.at_key:
        hint = hint or refusal.schema.get("x-hint")
        message = refusal.schema.get("x-message", f"the key {_quoted(value)} cannot stand here")
        return [
            Fault(
                id="unknown-key",
                path=(*refusal.path, value),
                at_key=True,
                meant=meant,
                message=message,
                expected=expected,
                hint=hint,
            )
        ]
    return [
        Fault(
            id="not-one-of",
            path=refusal.path,
            expected=expected,
            hint=hint,
            message=f"{_quoted(_short(value))} is not known {_name(refusal.path)}",
        )
    ]


def _short(value: Any) -> str:
    return value if isinstance(value, str) else _found(value)


def _fitting(pattern: str, texts: Iterable[str]) -> list[str]:
    """Those texts that fit; of a list in brackets, where each part does."""
    return [
        text for text in dict.fromkeys(texts)
        if all(re.search(pattern, part) for part in (text[1:-1].split(", ") if text[:1] == "[" else [text]))
    ]  # fmt: skip


def _is_phrase(schema: dict[str, Any], text: str) -> bool:
    return " " in text.strip() and schema.get("title") in ("moment", "length of time", "offset")


def _form(refusal: Refusal, node: Node) -> list[Fault]:
    text, schema = str(refusal.value), refusal.schema
    # What is said in several words is a phrase gone wrong: made into one word it would be a name that nobody knows.
    groups = [[one for one in group if " " in one or not _is_phrase(schema, text)] for group in mended(text)]
    better = next((fits for group in groups if (fits := _fitting(refusal.wanted, group))), None)
    if better and refusal.path and isinstance(refusal.path[-1], int):
        better = [one.strip("[]") for one in better]  # the brackets are there
    if "x-hint" in schema and schema.get("x-mended") is False:
        better = None
    if schema.get("title") == "condition":
        meant = as_condition(text)
        better = [meant] if meant else better if len(text.split()) <= _MOST_WORDS else None
    come_round = schema.get("title") == "days"
    takes_phrases = come_round or bool(re.search(refusal.wanted, "same day"))
    said = " ".join(filter(None, (no_such_day(text), f"Write {' or '.join(better)}"))) if better else no_such_day(text)
    told = advice(text, come_round=come_round) if takes_phrases else None
    named = names_in(text, refusal.path, refusal.wanted, refusal.names)
    hint = lookalike(text) or dash_in_word(text) or named or said or told or schema.get("x-hint")
    if refusal.at_key:
        return [
            Fault(
                id="wrong-key",
                path=(*refusal.path, text),
                at_key=True,
                message=f"{_quoted(text)} cannot be a key here",
                expected=_expected(schema),
                hint=hint,
            )
        ]
    return [
        Fault(
            id="wrong-form",
            path=refusal.path,
            message=f"{_quoted(text)} is not what is asked for {_name(refusal.path)}",
            expected=name_expected(refusal.path, refusal.names) or _expected(schema),
            hint=hint,
        )
    ]


def _length(refusal: Refusal, node: Node) -> list[Fault]:
    bound, value = refusal.wanted, refusal.value
    least = refusal.keyword.startswith("min")
    things = "characters" if isinstance(value, str) else "items" if isinstance(value, list) else "keys"
    message = f"there is too {'little' if least else 'much'} {_name(refusal.path)}"
    if least and not value:
        message = f"nothing is written {_name(refusal.path)}"
    amount = f"{'at least' if least else 'at most'} {bound} {things if bound != 1 else things[:-1]}"
    found = _found(value) if isinstance(value, dict) else f"{len(value)} {things}"
    return [
        Fault(
            id="too-few" if least else "too-many",
            path=refusal.path,
            message=message,
            expected=refusal.schema.get("x-expected") or amount,
            found=found,
            hint=refusal.schema.get("x-hint"),
        )
    ]


def _bound(refusal: Refusal, node: Node) -> list[Fault]:
    least = refusal.keyword == "minimum"
    return [
        Fault(
            id="too-small" if least else "too-large",
            path=refusal.path,
            message=f"{refusal.value} is too {'small' if least else 'large'} {_name(refusal.path)}",
            expected=f"{'at least' if least else 'at most'} {refusal.wanted}",
        )
    ]


def _twice(refusal: Refusal, node: Node) -> list[Fault]:
    items = refusal.value
    index = next((i for i, item in enumerate(items) if any(same(item, other) for other in items[:i])), 0)
    return [
        Fault(
            id="twice",
            path=(*refusal.path, index),
            message=f"{_quoted(_short(items[index]))} is in this list twice",
            hint="Keep one of them.",
        )
    ]


def _other(refusal: Refusal, node: Node) -> list[Fault]:
    if refusal.keyword == "false schema":
        last = refusal.path[-1] if refusal.path else None
        name = f"“{last}”" if isinstance(last, str) else "this"
        return [Fault(id="not-allowed", path=refusal.path, at_key=True, message=f"{name} cannot stand here")]
    if refusal.keyword == "not" and refusal.wanted == {}:
        return [
            Fault(
                id="not-allowed",
                path=refusal.path,
                at_key=True,
                expected=_expected(refusal.schema),
                message=refusal.schema.get("x-message", "this cannot stand here"),
                hint=refusal.schema.get("x-hint"),
            )
        ]
    message = refusal.schema.get("x-message", f"this does not fit {_name(refusal.path)}")
    return [
        Fault(
            id="does-not-fit",
            path=refusal.path,
            message=message,
            expected=_expected(refusal.schema),
            found=_found(refusal.value),
            hint=refusal.schema.get("x-hint"),
        )
    ]


_WORDS: Final[dict[str, Callable[[Refusal, Node], list[Fault]]]] = {
    "type": _type,
    "additionalProperties": _unknown_keys,
    "required": _missing,
    "missing one": _missing_one,
    "enum": _values,
    "const": _values,
    "pattern": _form,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _length,
    "maxItems": _length,
    "minProperties": _length,
    "maxProperties": _length,
    "minimum": _bound,
    "maximum": _bound,
    "uniqueItems": _twice,
}
