"""What `checklist run` does, once it is clear what is wanted: read, evaluate, render, deliver."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from checklist_engine.checklist import Checklist
from checklist_engine.cli.terminal import USUAL, colour_of, columns, tell
from checklist_engine.cli.verdict import FAILS
from checklist_engine.deliver.targets import settings, targets
from checklist_engine.plugin import Context, Deliverer, Format
from checklist_engine.plugins import Plugins
from checklist_engine.plugins.guard import Declined, noted
from checklist_engine.plugins.render import render
from checklist_engine.problems import Problem, Problems, harmless
from checklist_engine.session import Session
from checklist_engine.value import Value


class Wanted(Value):
    """What is wanted of one run, as the options of `checklist run` say it; the defaults are theirs."""

    record: str
    formats: tuple[str, ...] = ()
    output: str | None = None
    send: str | None = None
    dry_run: bool = False
    no_plugins: bool = False
    disable_plugin: tuple[str, ...] = ()
    now: str | None = None
    suppose: tuple[str, ...] = ()
    profile: str | None = None
    pack: str | None = None
    tailoring: str | None = None
    show_all: bool = False
    verbose: bool = False
    width: int | None = None
    fail_on: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def show(wanted: Wanted) -> int:
    """Show, write or send the checklist of a record; the exit code. Raises Problems and PluginError."""
    plugins = Plugins(enabled=not wanted.no_plugins, disabled=wanted.disable_plugin)
    # A name that does not exist is told before anything is read or written.
    outputs = [
        (plugins.format(one.format), one.path)
        for one in targets(wanted.formats, wanted.output, default=not wanted.send)
    ]
    if wanted.suppose:
        _must_not_be_kept(outputs)
    deliverer = plugins.deliverer(wanted.send) if wanted.send else None
    sent = [plugins.format(name) for name in deliverer.formats] if deliverer else []
    session = Session(wanted.record, wanted.pack, wanted.tailoring)
    if wanted.suppose:
        session.suppose(wanted.suppose)
    shown = [*sent, *(chosen for chosen, _ in outputs)]
    given = settings(wanted.options, [*shown, deliverer] if deliverer else shown, session.config.options)
    drafts = any("drafts" not in one.drops for one in shown)
    checklist = session.evaluate(session.moment(wanted.now), wanted.profile, drafts=drafts)

    def context(part: Format | Deliverer, to_file: bool = True) -> Context:
        return Context(
            options=given[part.name],
            width=wanted.width or (USUAL if to_file else columns()),
            colour=not to_file and colour_of(sys.stdout),
            show_all=wanted.show_all,
            verbose=wanted.verbose,
            me=session.config.me,
            dry_run=wanted.dry_run,
        )

    failed = list(plugins.problems)
    for chosen, path in outputs:
        with noted(failed):
            if path is None:
                rendered = render(chosen, checklist, context(chosen, to_file=False))
                _print(rendered)
                if wanted.suppose and not _says_if(rendered):
                    _tell_if(checklist, wanted.suppose)
            else:
                from checklist_engine.deliver.write import put

                put(chosen, checklist, context(chosen), path, wanted.record)
                if sys.stderr.isatty():  # for a person who looks on; a script hears only of what went wrong
                    from checklist_engine.cli.group import say

                    say(f"Wrote {path}", aside=True)
                if wanted.suppose:
                    _tell_if(checklist, wanted.suppose)
    if kept := [path for chosen, path in outputs if path is not None and _is_shared(chosen, path)]:
        from checklist_engine.cli.namesakes import tell_namesakes

        tell_namesakes(session, kept)
    if deliverer:
        from checklist_engine.cli.group import say
        from checklist_engine.deliver.send import hand_over

        with noted(failed):
            say(hand_over(deliverer, [(one, context(one)) for one in sent], checklist, context(deliverer)))
    if failed:
        from checklist_engine.cli.group import tell_failures

        tell_failures(failed)
        return 2 if all(isinstance(one, Declined) for one in failed) else 3
    return int(any(FAILS[one](item) for one in wanted.fail_on for item in checklist.items))


def _print(rendered: str | bytes | Mapping[str, bytes]) -> None:
    if isinstance(rendered, Mapping):
        raise _misused("This format writes several files; name a folder for them: --format NAME=FOLDER.")
    sys.stdout.buffer.write(rendered.encode() if isinstance(rendered, str) else rendered)
    sys.stdout.buffer.flush()


def _is_shared(chosen: Format, path: str) -> bool:
    """Whether several records can write there: a list in which somebody ticks, or a folder."""
    return chosen.ticks is not None or os.path.isdir(path)


def _must_not_be_kept(outputs: list[tuple[Format, str | None]]) -> None:
    """A list in which somebody ticks would never be rid of what was only supposed. Raises Problems."""
    for chosen, path in outputs:
        if path is not None and chosen.ticks is not None and os.path.exists(path):
            raise _misused(f"--set is a what-if, and {harmless(path)} is a list that you keep: name a new file.")


def _misused(message: str) -> Problems:
    return Problems([Problem(id="usage/command", message=message)])


def _says_if(rendered: str | bytes | Mapping[str, bytes]) -> bool:
    """Whether an output says itself that it is a what-if: a table has no room for notes."""
    text = rendered.decode(errors="replace") if isinstance(rendered, bytes) else rendered
    return isinstance(text, str) and "as if " in text.casefold()


def _tell_if(checklist: Checklist, suppose: tuple[str, ...]) -> None:
    tell(harmless(f"Note: {'; '.join(checklist.notes[: len(suppose)])}"))
