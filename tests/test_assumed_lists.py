"""What the pack moving-house asked of the engine: lists that nobody wrote down, days of named calendars, `during`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinypack import FACTS, MANIFEST, Tiny, action, make, rule

from checklist_engine.calendars import WorkingDays, place_in
from checklist_engine.editing.entries import element_fields
from checklist_engine.moments import label, parse
