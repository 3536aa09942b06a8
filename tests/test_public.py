"""What plugin authors build on, pinned in `public.txt`: names and fields are only ever added.

`PUBLIC=write python -m pytest tests/test_public.py` writes the file anew; look at what the difference takes away.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from checklist_engine import checklist, plugin, testing, words
from checklist_engine.value import Value

PINNED = Path(__file__).parent / "public.txt"


def surface(module: ModuleType) -> Iterator[str]:
    """One line for each public name: a type with its fields (those with a default marked), a function with its form."""
    names = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
    for name in sorted(names):
        thing = getattr(module, name)
        home = getattr(thing, "__module__", module.__name__)
        if (home != module.__name__ and not hasattr(module, "__all__")) or name == "TYPE_CHECKING":
            continue  # imported, for its own use
        if isinstance(thing, type) and issubclass(thing, Value):
            fields = [f"{field}{'' if field in thing._required else '='}" for field in thing._fields]
            yield f"{module.__name__}.{name}({', '.join(fields)})"
        elif inspect.isfunction(thing):
            given = [one.replace(annotation=one.empty) for one in inspect.signature(thing).parameters.values()]
            yield f"{module.__name__}.{name}({', '.join(_short(str(one)) for one in given)})"
        elif isinstance(thing, type) or name.isupper():
            yield f"{module.__name__}.{name}"


def _short(parameter: str) -> str:
    return parameter if len(parameter) < 40 else parameter.partition("=")[0] + "=…"


def test_the_public_surface_is_pinned() -> None:
    lines = [line for module in (plugin, checklist, words, testing, testing.samples) for line in surface(module)]
    text = "\n".join(lines) + "\n"
    if os.environ.get("PUBLIC") == "write":
        PINNED.write_text(text, encoding="utf-8")
    assert text == PINNED.read_text(encoding="utf-8")
    assert any(line.startswith("checklist_engine.plugin.Format(") for line in lines)


def test_new_fields_have_defaults() -> None:
    """Of these types a plugin makes its own: a field without a default would break every plugin that there is."""
    needed: dict[type[Value], set[str]] = {
        plugin.Option: {"name", "summary", "default"},
        plugin.Tick: {"case", "item"},
        plugin.Format: {"name", "summary", "suffix", "media_type", "render"},
        plugin.Deliverer: {"name", "summary", "deliver"},
        plugin.Context: set(),
    }
    for kind, fields in needed.items():
        assert kind._required == fields, kind.__name__
