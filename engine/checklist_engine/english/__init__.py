"""Rules read back in plain English, from a pack's checked data: what a coach reads aloud to see what a rule says.

The words are the pack's own wherever it has some: titles of facts, actions, events and classes, the names of
conditions and moments. `Reader` is the one entrance.
"""

from __future__ import annotations

from checklist_engine.english.rules import Reader, Reading, Words

__all__ = ["Reader", "Reading", "Words"]
