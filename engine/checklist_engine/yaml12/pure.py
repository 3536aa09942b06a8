"""PyYAML's parser in Python, made to read what its C parser reads.

It is the fallback where PyYAML was built without libyaml. The two differ in tabs between words, in `?` and
`:` inside brackets, and in directives; here all is read as the C parser reads it.
"""

from __future__ import annotations

from typing import Any

from yaml.error import YAMLError
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

_BLANK_OR_END = "\0 \t\r\n"


class PythonParser(Reader, Scanner, Parser):
    """Gives the events of a text by `next_event`."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def next_event(self) -> Any:
        """The next event. Raises only YAMLError."""
        try:
            return self.get_event()  # type: ignore[no-untyped-call]
        except YAMLError:
            raise
        except (ValueError, OverflowError):  # chr() of an escape beyond the last character
            mark = self.get_mark()
            raise ScannerError(
                "while scanning a double-quoted scalar",
                mark,
                "found invalid Unicode character escape code",
                mark,
            ) from None

    def scan_directive(self) -> Any:
        """Only `%YAML 1.2` is let through."""
        mark = self.get_mark()
        if self.prefix(9) != "%YAML 1.2" or self.peek(9) not in _BLANK_OR_END:
            raise ScannerError("while scanning a directive", mark, "found a directive", mark)
        return super().scan_directive()

    def scan_to_next_token(self) -> None:
        """Blanks, comments and line breaks; tabs too where no key can begin."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain(self) -> Any:
        """A plain scalar: words with blanks and tabs between them, over several lines where indented."""
        start = end = self.get_mark()
        indent = self.indent + 1
        words: list[str] = []
        spaces: list[str] = []
        broken = False
        while self.peek() != "#" and not self._document_mark():
            length = self._word_length(start)
            if length:
                words += spaces
                words.append(self.prefix(length))
                self.forward(length)
                end = self.get_mark()
                self.allow_simple_key = broken = False
            if self.peek() not in " \t\r\n":
                break
            spaces, broken = self._spaces(start, indent)
            if not self.flow_level and self.column < indent:
                break
        if broken:
            self.allow_simple_key = True
        return ScalarToken("".join(words), True, start, end)

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        """What follows `|` or `>`: whether to keep (`+`) or strip (`-`) line breaks at the end, and the indent."""
        keep: bool | None = None
        indent: int | None = None
        for _ in range(2):
            character = self.peek()
            if character in "+-" and keep is None:
                keep = character == "+"
            elif character in "0123456789" and indent is None:
                indent = int(character)
            else:
                break
            self.forward()
        if indent == 0:
            mark = self.get_mark()
            raise ScannerError("while scanning a block scalar", start_mark, "found an indent of 0", mark)
        return keep, indent

    def scan_block_scalar_indentation(self) -> Any:
        """The empty lines at the beginning, their width, and where they end; a tab cannot begin the text."""
        found = super().scan_block_scalar_indentation()
        if self.peek() == "\t":
            mark = self.get_mark()
            raise ScannerError("while scanning a block scalar", mark, "found a tab character", mark)
        return found

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> None:
        """The rest of that line: blanks, tabs and a comment."""
        while self.peek() in " \t":
            self.forward()
        super().scan_block_scalar_ignored_line(start_mark)

    def _document_mark(self) -> bool:
        return self.column == 0 and self.prefix(3) in ("---", "...") and self.peek(3) in _BLANK_OR_END

    def _word_length(self, start: Any) -> int:
        length = 0
        while (character := self.peek(length)) not in _BLANK_OR_END:
            following = self.peek(length + 1)
            if character == ":" and self.flow_level and following in ",?[]{}":
                self.forward(length)
                raise ScannerError("while scanning a plain scalar", start, "found unexpected ':'", self.get_mark())
            if (character == ":" and following in _BLANK_OR_END) or (self.flow_level and character in ",[]{}"):
                break
            length += 1
        return length

    def _spaces(self, start: Any, indent: int) -> tuple[list[str], bool]:
        """What the blanks and line breaks here come to in the text, and whether there was a line break."""
        blanks, breaks = "", 0
        while (character := self.peek()) in " \t\r\n":
            if character in "\r\n":
                self.scan_line_break()  # type: ignore[no-untyped-call]
                breaks += 1
            elif breaks and character == "\t" and self.column < indent:
                raise ScannerError(
                    "while scanning a plain scalar",
                    start,
                    "found a tab character that violates indentation",
                    self.get_mark(),
                )
            else:
                blanks += character
                self.forward()
        if not breaks:
            return [blanks], False
        return [" " if breaks == 1 else "\n" * (breaks - 1)], True
