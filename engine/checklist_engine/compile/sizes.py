"""Packs in which names lead too far: found before anything is compiled, which might never end.

A name that names another one twice doubles what there is to test; twenty such names in a row are a million tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklist_engine.compile.context import Registry

MOST_PARTS = 1_000
"""What a named condition or moment may come to, with all names in it written out."""
MOST_LEVELS = 20
"""How far names may lead to names, and items to items. Evaluation goes as deep as they do."""

_Size = tuple[int, int]
"""Parts, and levels of names."""


def check_sizes(registry: Registry) -> None:
    """Report the first named condition or moment that is too large. Raises Problems."""
    sizes = _Sizes(registry)
    kinds = (("condition", registry.conditions), ("moment", registry.moments), ("offset", registry.offsets))
    for what, named in kinds:
        for name in named:
            parts, levels = sizes.of(name)
            if parts > MOST_PARTS or levels > MOST_LEVELS:
                registry.report.add(
                    registry.pack.manifest, (f"{what}s", name), "pack/too-large",
                    f"the {what} “{name}” comes to too much when the names in it are written out", key=True,
                    expected=f"at most {MOST_PARTS:,} parts, and {MOST_LEVELS} names one within the other",
                )  # fmt: skip
                registry.report.finish()


def check_ways(registry: Registry, looks_at: Mapping[str, set[str]]) -> None:
    """Report the first action whose status hangs on too many others in a row; `looks_at` has no circles."""
    levels = dict.fromkeys(looks_at, 0)
    # Round by round: after so many of them, what still grows is too long.
    for _ in range(MOST_LEVELS + 1):
        grown = {
            name: 1 + max((levels[other] for other in looks_at[name] if other in levels), default=0) for name in levels
        }
        if grown == levels:
            return
        levels = grown
    name = max(levels, key=levels.__getitem__)
    registry.report.add(
        registry.action_files[name], ("action",), "pack/too-large",
        f"“{name}” looks at the status of an item that looks at another, and so on, too many times",
        expected=f"at most {MOST_LEVELS} items in a row",
    )  # fmt: skip


class _Sizes:
    """The sizes of names. Of those behind the first that is too large they may be wrong."""

    def __init__(self, registry: Registry) -> None:
        self._nodes = {
            name: [named[name] for named in (registry.conditions, registry.moments, registry.offsets) if name in named]
            for name in (*registry.conditions, *registry.moments, *registry.offsets)
        }
        self._known: dict[str, _Size] = {}

    def of(self, name: str, within: tuple[str, ...] = ()) -> _Size:
        """The size of a name; nothing for one that leads back to itself, which is told elsewhere."""
        if name in within:
            return 0, 0
        if len(within) > MOST_LEVELS:
            return MOST_PARTS + 1, 0
        if name not in self._known:
            parts, levels = self._node(self._nodes[name], (*within, name))
            self._known[name] = parts, levels + 1
        return self._known[name]

    def _node(self, node: Any, within: tuple[str, ...]) -> _Size:
        if isinstance(node, str):
            # `notice-period before some-moment` names two.
            sizes = [self.of(word, within) for word in {*node.split(" ")} if word in self._nodes]
            return 1 + sum(parts for parts, _ in sizes), max((levels for _, levels in sizes), default=0)
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        sizes = [self._node(part, within) for part in inner]
        return 1 + sum(parts for parts, _ in sizes), max((levels for _, levels in sizes), default=0)
