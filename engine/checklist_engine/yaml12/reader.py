"""Reading YAML 1.2 that people write into nodes that know their places.

`read` takes the bytes of one file and gives a `Document`, or raises `Problems`. What a plain word means
(text, number, nothing) is not decided here but by the schema, in `shape`. Nothing in a file can make the reader run
long, use much memory or recurse: size, depth and number of values are limited; anchors, aliases and tags are
refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from checklist_engine.problems import LIMIT, Problem, Problems
from checklist_engine.yaml12.nodes import Document, Mapping, Node, Scalar, Sequence

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_VALUES",
    "Document",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "read",
]

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 40
MAX_VALUES: Final = 20_000


def read(data: bytes, name: str, *, pure: bool = False) -> Document:
    """The one YAML document in `data`. `name` is how problems name the file. Raises `Problems`.

    `pure` asks for PyYAML's parser in Python even where the one in C is there; both give the same nodes.
    """
    if len(data) > MAX_BYTES:
        raise Problems(
            [
                Problem(
                    id="yaml/too-large",
                    message="the file is too large",
                    file=name,
                    line=1,
                    column=1,
                    expected=f"at most {MAX_BYTES:,} bytes",
                    found=f"{len(data):,} bytes",
                )
            ]
        )
    document = Document(name, _decoded(data, name))
    if _has_invisible(document.text):
        from checklist_engine.yaml12.raw import invisible

        raise Problems(invisible(document))
    from checklist_engine.yaml12.events import event_source

    next_event, yaml_error = event_source(document.text, pure)
    builder = _Builder(document, next_event)
    try:
        builder.build()
    except _Enough:
        pass
    except yaml_error as reason:
        from checklist_engine.yaml12.mends import explained

        builder.problems += explained(document, reason)
    if builder.problems:
        raise Problems(builder.problems)
    return document


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        from checklist_engine.yaml12.raw import undecodable

        raise Problems([undecodable(data, name, error)]) from None


_ASCII = frozenset(map(chr, range(32, 127))) | {"\t", "\n", "\r"}


def _is_plain(text: str) -> bool:
    """Whether a text is printable ASCII: most are, and what is wrong with others is looked up in a larger room."""
    return text.isascii() and _ASCII.issuperset(text)


def _has_invisible(text: str) -> bool:
    if _is_plain(text):
        return False
    from checklist_engine.yaml12.raw import INVISIBLE

    return INVISIBLE.search(text) is not None


class _Enough(Exception):
    """Reading on would not help."""


class _Builder:
    """Puts nodes together from events, with a stack of its own: recursion is what a hostile file attacks."""

    def __init__(self, document: Document, next_event: Callable[[], Any]) -> None:
        self.document = document
        self.next_event = next_event
        self.problems: list[Problem] = []
        self.values = 0
        self.questions = "?" in document.text  # C's parser takes `[?x]` for a key x, YAML 1.2 for the text ?x
        self.container: Mapping | Sequence | None = None  # what is being filled
        self.key: Scalar | None = None  # its key that waits for a value
        self.seen: dict[str, int] = {}  # its keys, with their lines
        self.stack: list[tuple[Mapping | Sequence | None, Scalar | None, dict[str, int]]] = []

    def build(self) -> None:
        """Sets the document's root. Adds to `problems`; the parser's errors and `_Enough` pass through."""
        from yaml import events

        scalar, documents = events.ScalarEvent, 0
        end, mapping, sequence = (events.StreamEndEvent, events.MappingStartEvent, events.SequenceStartEvent)
        ends = (events.MappingEndEvent, events.SequenceEndEvent)
        while (kind := type(event := self.next_event())) is not end:
            if kind is scalar:
                self._scalar(event)
            elif kind is mapping or kind is sequence:
                self._open(event, Mapping if kind is mapping else Sequence)
            elif kind in ends:
                self.container, self.key, self.seen = self.stack.pop()
            elif kind is events.AliasEvent:
                self._alias(event)
            elif kind is events.DocumentStartEvent:
                documents += 1
                self._document(event, documents)
        root = getattr(self.document, "root", None)
        if not documents or (type(root) is Scalar and root.plain and not root.text):
            self._stop(1, 1, "yaml/empty", "there is nothing in this file")

    def _scalar(self, event: Any) -> None:
        mark, text = event.start_mark, event.value
        node = Scalar(text, not event.style, mark.line + 1, mark.column + 1)
        self._check(event, node)
        if event.style == '"' and _has_invisible(text):
            self._fault(
                node.line,
                node.column,
                "yaml/control-character",
                "this text has an invisible character, written with a backslash",
                hint="Take the backslash and what belongs to it out, or write two backslashes.",
            )
        if self.key is None and type(self.container) is Mapping:
            self._key(node)
        else:
            self._put(node)

    def _open(self, event: Any, kind: type[Mapping | Sequence]) -> None:
        mark = event.start_mark
        node = kind(bool(event.flow_style), mark.line + 1, mark.column + 1)
        self._check(event, node)
        self._put(node)
        self.stack.append((self.container, self.key, self.seen))
        if len(self.stack) > MAX_DEPTH:
            self._stop(
                node.line,
                node.column,
                "yaml/too-deep",
                "too many groups inside one another",
                expected=f"at most {MAX_DEPTH} levels of lists, groups or brackets",
            )
        self.container, self.key, self.seen = node, None, {}

    def _put(self, node: Node) -> None:
        container = self.container
        if container is None:
            self.document.root = node
        elif type(container) is Sequence:
            container.items.append(node)
        elif type(container) is Mapping and self.key is not None:
            container.entries.append((self.key, node))
            self.key = None
        else:
            self._stop(
                node.line,
                node.column,
                "yaml/key-not-text",
                "a list or group cannot be a key",
                expected="a word, then a colon",
                hint="Put quotes around the whole text if the brackets belong to it.",
            )

    def _both(self, node: Scalar) -> str:
        """What to do about a key that is there twice; the first key of an entry may begin another one."""
        first = self.document.line(self.seen[node.text]).lstrip()
        if first.startswith("- ") and not first.startswith("- {"):
            return "If another entry of the list begins here, put “- ” in front of it; else keep one of them."
        return "Keep one of them, with all that belongs to both."

    def _key(self, node: Scalar) -> None:
        if node.plain and node.text == "<<":
            self._fault(
                node.line,
                node.column,
                "yaml/merge-key",
                "“<<” (take over another group) is not read here",
                hint="Write the keys out.",
            )
        elif node.plain and not node.text:
            self._fault(
                node.line,
                node.column,
                "yaml/no-key",
                "a key is missing before the colon",
                expected="a word, then a colon, a blank and the value",
            )
        elif node.text in self.seen:
            self._fault(
                node.line,
                node.column,
                "yaml/duplicate-key",
                f"the key “{node.text[:60]}” is here twice",
                found=f"the first one is in line {self.seen[node.text]}",
                hint=self._both(node),
            )
        if self.questions and self._after_question_mark(node):
            self._fault(
                node.line,
                node.column,
                "yaml/question-mark",
                "a question mark before a key or a text in brackets is not read here",
                hint="Put quotes around the text if the ? belongs to it; otherwise take it out.",
            )
        self.seen.setdefault(node.text, node.line)
        self.key = node

    def _after_question_mark(self, key: Scalar) -> bool:
        """Whether `?` marks this as a key, which nobody does knowingly: in `[?x]` it belongs to the text."""
        container, line = self.container, key.line
        before = self.document.line(line)[: key.column - 1]
        while line > 1 and not before.partition("#")[0].strip():
            line -= 1
            before = self.document.line(line)
        before = before.partition(" #")[0].rstrip()
        if type(container) is Mapping and not container.flow:
            return key.column != container.column or before.lstrip(" -") == "?"
        return before.endswith("?")

    def _check(self, event: Any, node: Node) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            self._stop(
                node.line,
                node.column,
                "yaml/too-many",
                "there is too much in this file",
                expected=f"at most {MAX_VALUES:,} values",
            )
        if event.anchor is not None:
            self._fault(
                node.line,
                node.column,
                "yaml/anchor",
                "names for parts of a file (“&”) are not read here",
                hint="Put quotes around the text if the & belongs to it; otherwise take out & and the name.",
            )
        if event.tag is not None:
            self._fault(
                node.line,
                node.column,
                "yaml/tag",
                "type names (“!”) are not read here",
                hint="Put quotes around the text if the ! belongs to it; otherwise take it out.",
            )

    def _alias(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self._fault(
            line,
            column,
            "yaml/alias",
            "references to another part of the file (“*”) are not read here",
            hint="Put quotes around the text if the * belongs to it; otherwise write the part out again.",
        )
        if self.key is None and type(self.container) is Mapping:
            self.key = Scalar(f"*{event.anchor}", False, line, column)
        else:
            self._put(Scalar("", False, line, column))

    def _document(self, event: Any, number: int) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if number > 1:
            self._stop(
                line,
                column,
                "yaml/several-documents",
                "a second document begins here",
                expected="one document in a file",
                hint="Take the line of three dashes or dots out, or make two files.",
            )
        if event.tags or event.version not in (None, (1, 2)):
            self._stop(
                line,
                column,
                "yaml/directive",
                "instructions to the YAML reader (“%”) are not read here",
                hint="Take the line that begins with % out.",
            )

    def _fault(
        self,
        line: int,
        column: int,
        id: str,
        message: str,
        *,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.problems.append(
            self.document.problem(id, message, line, column, expected=expected, found=found, hint=hint)
        )
        if len(self.problems) > LIMIT:
            raise _Enough

    def _stop(
        self,
        line: int,
        column: int,
        id: str,
        message: str,
        *,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        self._fault(line, column, id, message, expected=expected, hint=hint)
        raise _Enough
