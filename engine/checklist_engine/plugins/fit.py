"""Whether what a plugin gave can be used: nobody need check its types, and a slip shows far from its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checklist_engine.plugin import API, Deliverer, Format, Option
from checklist_engine.plugins.guard import kind_of

Check = Callable[[Any], bool]


def unfit(part: object, kind: type[Format] | type[Deliverer]) -> str:
    """Why a thing that a plugin gave cannot be used; empty where it can."""
    if not isinstance(part, kind):
        return f"gave {kind_of(part)}, not a {kind.__name__}"
    given: dict[str, Any] = vars(part)  # what a plugin of no types really gave
    api, name = given.get("api", API), given["name"]
    if not isinstance(api, int) or api > API:
        return f"needs a newer checklist engine (its interface is {api}, this one's {API})"
    if not isinstance(name, str) or not name.replace("-", "").isalnum():
        return f"gave a {kind.__name__} with the name {name!r}, which cannot be typed"
    for field, (check, wanted) in (_FORMAT if kind is Format else _DELIVERER).items():
        if field in given and not check(given[field]):
            return f"gave {name} with the {field} {given[field]!r:.80}, which is not {wanted}"
    return _options(name, given.get("options", ()))


def _options(name: str, options: tuple[Option, ...]) -> str:
    seen: set[str] = set()
    for option in options:
        about = vars(option)
        for field, (check, wanted) in _OPTION.items():
            if field in about and not check(about[field]):
                return f"gave {name} an option with the {field} {about[field]!r:.80}, which is not {wanted}"
        if option.choices and option.default not in option.choices:
            return f"gave {name} the option {option.name} with a default that is none of its choices"
        if option.name in seen:
            return f"gave {name} two options of the name {option.name}"
        seen.add(option.name)
    return ""


def is_plain_name(name: object) -> bool:
    """Whether this is the name of a file, without a folder."""
    return (
        isinstance(name, str)
        and name not in ("", ".", "..")
        and name.isprintable()
        and not any(sign in name for sign in "/\\:")
    )


def _texts(value: Any) -> bool:
    return isinstance(value, (tuple, list)) and all(isinstance(one, str) for one in value)


def _text(value: Any) -> bool:
    return isinstance(value, str)


_TEXT = (_text, "text")
_TEXTS = (_texts, "a tuple of texts (one alone needs a comma behind it)")
_OPTIONS = (
    lambda value: isinstance(value, (tuple, list)) and all(isinstance(one, Option) for one in value),
    "a tuple of Option (one alone needs a comma behind it)",
)
_FORMAT: dict[str, tuple[Check, str]] = {
    "summary": _TEXT,
    "suffix": (lambda value: _text(value) and value.startswith(".") and is_plain_name(value), "an ending with its dot"),
    "media_type": (lambda value: _text(value) and value.count("/") == 1, "a media type such as text/plain"),
    "render": (callable, "a function"),
    "options": _OPTIONS,
    "reads": (lambda value: _texts(value) and all(map(is_plain_name, value)), "a tuple of plain file names"),
    "drops": _TEXTS,
    "ticks": (lambda value: value is None or callable(value), "a function"),
    "owns": (lambda value: value is None or callable(value), "a function"),
}
_DELIVERER: dict[str, tuple[Check, str]] = {
    "summary": _TEXT,
    "deliver": (callable, "a function"),
    "options": _OPTIONS,
    "formats": _TEXTS,
}
_OPTION: dict[str, tuple[Check, str]] = {
    "name": (lambda value: _text(value) and value.replace("-", "").replace("_", "").isalnum(), "a name to type"),
    "summary": _TEXT,
    "default": _TEXT,
    "choices": _TEXTS,
}
