"""Values as a person would write them in a record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checklist_engine.moments import is_moment
from checklist_engine.yaml12.values import scalar


def written(value: Any) -> str:
    """A value on one line of YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    if is_moment(value):
        return value  # the reader leaves a date the text that it is
    try:
        return scalar(value)
    except ValueError:
        return json.dumps(value)
