"""Writes `docs/language.md` from ``language/page.md``, the schemas, the page's pack, and what the engine reckons.

In ``page.md`` a line in double braces stands for what is generated:

* ``{{keys action#rule …}}``: a table of the keys of these parts of schemas (see `language_examples`);
* ``{{more action#limit}}``: the same, without what an earlier table of the section has word for word;
* ``{{phrases distances …}}``: moments with what they come to (see `language_phrases`);
* ``{{days}}``: days that come round, with the first of them;
* ``{{stretches}}``: the stretches of quotas;
* ``{{file pack.yaml}}``: that file of the pack;
* ``{{concepts}}``: how many rows the tables under “The concepts” have, in words.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import language_phrases
from desk import ROOT
from language_examples import SCHEMAS, Part, parts_of
from language_owners import PACK, TESTED, beside

PAGE = ROOT / "docs" / "language.md"
PROSE = ROOT / "tests" / "language" / "page.md"
_DIRECTIVE = re.compile(r"^\{\{(\w+)(?: (.*))?\}\}$|\{\{(concepts)\}\}", re.MULTILINE)
_PLAIN = re.compile(r"[^\s\[\]{},#&*!|>'\"%@`:?-]([^\[\]{},#:?]|:(?=\S)|#(?<!\s))*(?<!\s)")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
_READ_OTHERWISE = re.compile(r"true|false|null|~|[-+]?[0-9_]+(\.[0-9]+)?|[0-9]+:[0-9:]+")
WIDEST = 140
"""Examples that are longer, or of several lines, are not shown in tables."""


def page(prose: str, folder: Path) -> str:
    """The page's text; ``folder`` is an empty one, for a copy of the pack."""
    pack = folder / PACK.name
    shutil.copytree(PACK, pack)
    days = list(language_phrases.days(pack))
    stretches = list(language_phrases.stretches(pack))
    meanings = dict(language_phrases.meanings(pack))
    parts = {part.name: part for schema in SCHEMAS for part in parts_of(schema)}

    def generated(found: re.Match[str]) -> str:
        what, names = found[1] or found[3], (found[2] or "").split(" ")
        match what:
            case "keys":
                return keys([parts[name] for name in names])
            case "more":
                section = prose[: found.start()].rpartition("\n## ")[2]
                return keys([parts[name] for name in names], besides=[parts[name] for name in shown_parts(section)])
            case "phrases":
                return phrases(row for name in " ".join(names).split(", ") for row in meanings[name])
            case "days":
                return _table(("written", "comes to"), ((f"`{flow(one)}`", came) for one, came in days))
            case "stretches":
                return _table(("written", "comes to"), ((f"`{flow(one)}`", came) for one, came in stretches))
            case "file":
                return _file(names[0])
            case _:
                return _NUMBERS[len(concepts(prose))]

    note = "<!-- Generated: change tests/language/page.md or the schemas, then LANGUAGE=write pytest "
    return f"{note}tests/test_language_page.py -->\n\n{_DIRECTIVE.sub(generated, prose)}"


def concepts(prose: str) -> list[str]:
    """The concepts that the page lists, in their order."""
    listed = prose.partition("\n## The concepts\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| \[([^\]]+)\]", listed, re.MULTILINE)


def shown_parts(prose: str) -> list[str]:
    """The parts of schemas whose keys the page has tables of."""
    return [
        name
        for found in _DIRECTIVE.finditer(prose)
        if found[1] in ("keys", "more")
        for name in (found[2] or "").split(" ")
    ]


def shown_forms(prose: str) -> list[str]:
    """The tables of moments that the page has."""
    return [
        name for found in _DIRECTIVE.finditer(prose) if found[1] == "phrases"
        for name in (found[2] or "").split(", ")
    ]  # fmt: skip


def keys(parts: Iterable[Part], besides: Iterable[Part] = ()) -> str:
    """A table of the keys of these parts; what several of them have alike is said once, what ``besides`` has not."""
    rows = _rows(parts)
    for row in _rows(besides):
        rows.pop(row, None)
    return _table(("key", "meaning", "example"), ((f"`{key}`", text, shown) for (key, text), shown in rows.items()))


def _rows(parts: Iterable[Part]) -> dict[tuple[str, str], str]:
    """The examples of each key with its meaning."""
    rows: dict[tuple[str, str], str] = {}
    for part in parts:
        for key, about in part.properties.items():
            needed = " *Needed.*" if key in part.required else ""
            row = (key, f"{_cell(about['description'])}{needed}")
            rows.setdefault(row, "<br>".join(_examples(part, key, about["examples"])))
    return rows


def _examples(part: Part, key: str, examples: Iterable[Any]) -> Iterator[str]:
    for example in examples:
        # What every group of the kind needs is not said again and again.
        hidden = set() if part.name.endswith("[]") else {*part.required, "add", "title"} - {key}
        whole = {name: value for name, value in beside(part.name, key).items() if name not in hidden} | {key: example}
        if part.name == "action#test":
            shown = flow({TESTED.get(key, "round.start"): whole})
        else:
            shown = ", ".join(f"{name}: {flow(whole[name])}" for name in part.properties if name in whole)
        if len(shown) <= WIDEST and "\\n" not in shown:
            yield f"`{shown}`"


def phrases(rows: Iterable[tuple[Any, str]]) -> str:
    """A table of moments and what they come to."""
    return _table(("written", "comes to"), ((f"`{flow(moment)}`", meaning) for moment, meaning in rows))


def flow(value: Any) -> str:
    """A value in one line of YAML, as somebody would write it within braces."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return "null" if value is None else str(value)
    if _PLAIN.fullmatch(value) and not _READ_OTHERWISE.fullmatch(value) and "\n" not in value:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _cell(text: str) -> str:
    """A sentence of a schema, safe in a table: names of keys, and what has a meaning for Markdown, are code."""
    text = re.sub(r"“([a-z_]+)”", r"`\1`", text)
    return re.sub(r"(?<!`)(\{[a-z.{]*\}?|\[\]|SOURCE/NAME)(?!`)", r"`\1`", text).replace("|", "\\|")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _file(name: str) -> str:
    path = PACK / name
    text = path.read_text(encoding="utf-8")
    return f"<!-- from: {path.relative_to(ROOT).as_posix()} -->\n```{path.suffix[1:]}\n{text}```"
