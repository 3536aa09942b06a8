"""Where YAML events come from: PyYAML's parser in C, or the one in Python that reads the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def event_source(text: str, pure: bool = False) -> tuple[Callable[[], Any], type[Exception]]:
    """A function that gives the next event of `text`, and what it raises where `text` is no YAML.

    The text must be free of the characters that YAML forbids.
    """
    if not pure:
        try:
            from yaml._yaml import CParser
        except ImportError:
            pass
        else:
            from yaml.error import YAMLError

            return CParser(text).get_event, YAMLError
    from yaml.error import YAMLError

    from checklist_engine.yaml12.pure import PythonParser

    return PythonParser(text).next_event, YAMLError
