"""The parts of a YAML text with their places: where each begins, and where it really ends."""

from __future__ import annotations

from typing import Any

from checklist_engine.yaml12.events import event_source


class Part:
    """A scalar, a list or a mapping. `start` and `end` are indices into the text, `end` behind the last one.

    `kind` is "scalar", "list" or "mapping"; `flow` says that it is in brackets; `items` are the parts inside,
    in a mapping keys and values in turn. `text` and `plain` are those of a scalar.
    """

    __slots__ = ("end", "flow", "items", "kind", "plain", "start", "text")

    def __init__(self, kind: str, start: int, end: int, flow: bool = False, text: str = "", plain: bool = False):
        self.kind = kind
        self.start = start
        self.end = end
        self.flow = flow
        self.text = text
        self.plain = plain
        self.items: list[Part] = []

    def value_of(self, key: str) -> tuple[Part, Part] | None:
        """The key and its value in this mapping."""
        for at in range(0, len(self.items), 2):
            if self.items[at].text == key:
                return self.items[at], self.items[at + 1]
        return None

    @property
    def is_nothing(self) -> bool:
        """Whether this is `key:` without a value, or a word for nothing."""
        return self.kind == "scalar" and self.plain and self.text in ("", "~", "null", "Null", "NULL")

    @property
    def last_leaf(self) -> Part:
        """What stands last inside: a scalar or something in brackets. Its `end` is where the content ends."""
        part = self
        while part.kind != "scalar" and not part.flow:
            part = part.items[-1]
        return part


def tree(text: str) -> tuple[Part, int]:
    """The root of a text that `yamltext` has read, and where the document ends: at `...` or with the text.

    PyYAML's end marks of lists and mappings without brackets lie beyond the comments and blanks that follow
    them, so they get the end 0 here: ask `last_leaf`.
    """
    from yaml import events

    next_event, _ = event_source(text)
    outside = Part("list", 0, 0)
    stack, document_end = [outside], len(text)
    while type(event := next_event()) is not events.StreamEndEvent:
        match event:
            case events.ScalarEvent():
                stack[-1].items.append(
                    Part(
                        "scalar",
                        _start(event),
                        _end(event),
                        text=event.value,
                        plain=not event.style,
                    )
                )
            case events.CollectionStartEvent():
                part = Part(
                    "mapping" if isinstance(event, events.MappingStartEvent) else "list",
                    _start(event),
                    0,
                    flow=bool(event.flow_style),
                )
                stack[-1].items.append(part)
                stack.append(part)
            case events.CollectionEndEvent():
                part = stack.pop()
                if part.flow:
                    part.end = _end(event)
            case events.DocumentEndEvent() if event.explicit:
                document_end = _start(event)
    return outside.items[0], document_end


def _start(event: Any) -> int:
    """Where an event begins. (The stubs let marks be missing; those of a parser's events never are.)"""
    return int(event.start_mark.index)


def _end(event: Any) -> int:
    return int(event.end_mark.index)
