"""Handing what formats made to a deliverer."""

from __future__ import annotations

from collections.abc import Iterable

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Deliverer, Format
from checklist_engine.plugins.guard import PluginError, guarded, hint, kind_of
from checklist_engine.plugins.render import options_of, render


def hand_over(
    deliverer: Deliverer, formats: Iterable[tuple[Format, Context]], checklist: Checklist, context: Context
) -> str:
    """Renders what the deliverer sends and lets it send that; its sentence on what it did.

    Raises PluginError where a format or the deliverer fails: then nothing more is tried, and nothing twice.
    """
    files: dict[str, bytes] = {}
    for one, its_context in formats:
        made = render(one, checklist, its_context)
        if isinstance(made, str | bytes):
            made = {f"{checklist.case}{one.suffix}": made.encode() if isinstance(made, str) else made}
        files.update(made)
    name = f"deliverer {deliverer.name}"
    context = context.replace(options=options_of(name, deliverer, context.options))
    with guarded(name, "while sending"):
        said: object = deliverer.deliver(checklist, files, context)
    if not isinstance(said, str):
        raise PluginError(name, f"gave {kind_of(said)} instead of a sentence on what it did", hint(name))
    return said
