"""``python -m checklist_engine`` is the command ``checklist``."""

from checklist_engine.cli import main

main()
