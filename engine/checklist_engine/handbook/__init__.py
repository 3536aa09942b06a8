"""A pack's handbook, made of its data: what a colleague reads who never opens a rule file."""

from __future__ import annotations

from checklist_engine.handbook.chapters import Example, handbook
from checklist_engine.handbook.html import as_html
from checklist_engine.handbook.markdown import as_markdown

__all__ = ["Example", "as_html", "as_markdown", "handbook"]
