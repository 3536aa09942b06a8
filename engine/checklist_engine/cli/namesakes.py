"""Two records of one id, where both write to a list: each takes what the other wrote for its own."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from checklist_engine.cli.terminal import tell
from checklist_engine.load.beside import namesakes
from checklist_engine.problems import harmless
from checklist_engine.session import STANDARD_INPUT, Session
from checklist_engine.words import join


def tell_namesakes(session: Session, lists: Collection[str]) -> None:
    """Warn on standard error if a record beside this one has its id, naming both and what mends it.

    ``lists`` are the paths of what was written or read, in which a person works too.
    """
    if session.path == STANDARD_INPUT:
        return
    case, here = session.record.case, Path(session.path)
    same, free = namesakes(here, case, session.program)
    if same:
        who = f"{join([here.name, *same])} have the same id, {case}"
        where = join([Path(one).name for one in lists])
        mend = f"Write an id of its own into the one that you began last, such as `id: {free}`"
        tell(harmless(f"Warning: {who}: in {where} each takes what the other wrote for its own. {mend}."))
