"""One use of the command: the configuration, the pack, the record and the moment, put together for a subcommand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from checklist_engine.checklist import Checklist
from checklist_engine.compile.program import Program
from checklist_engine.config import Config, config_path, load_config
from checklist_engine.files import read_bytes, read_stream
from checklist_engine.load.packs import DEFAULT_PACK, find_pack, own_packs
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record, record_of
from checklist_engine.moments import MomentError, now_stamp, parse, rfc3339, spoken
from checklist_engine.problems import Problem, Problems
from checklist_engine.profiles import Profile
from checklist_engine.scope import Record
from checklist_engine.tailoring import Tailored, must_be_possible

if TYPE_CHECKING:
    from checklist_engine.yaml12.nodes import Document, Scalar

STANDARD_INPUT = "-"


def _read(path: str) -> bytes:
    """The bytes of a record. Who has none is told how to begin one."""
    try:
        return read_bytes(path)
    except Problems as found:
        (problem,) = found.problems
        if problem.id != "file/missing" or problem.hint:
            raise
        hint = "Is it in another folder? If you have none yet, begin one with: checklist init"
        raise Problems([problem.replace(hint=hint)]) from None


class Session:
    """A record with its pack, ready to be evaluated. Raises Problems for whatever cannot be read."""

    def __init__(self, path: str, pack: str | None = None, tailoring: str | None = None) -> None:
        """``tailoring`` is a person's own file over the pack; ``none`` for none; None to look where it usually lies."""
        self.path = path
        self.clock: int | None = None
        """Stands in for the computer's clock, in seconds since 1970, where somebody asks as if it were then."""
        self.config: Config = load_config()
        data = read_stream(sys.stdin.buffer, "standard input") if path == STANDARD_INPUT else _read(path)
        self.name = "standard input" if path == STANDARD_INPUT else path
        self.data = data
        self.folder, program = self._program(pack, data)
        self.tailored = Tailored(program, self.folder, tailoring, "" if path == STANDARD_INPUT else path)
        self.program = self.tailored.program
        self.record = self.read(data)

    def _program(self, pack: str | None, data: bytes) -> tuple[str, Program]:
        """The pack: the one asked for, else the record's own, else the configured one, else the default."""
        named = _named_in(data, self.name) if pack is None else None
        folder = _configured_pack(pack, self.config) if named is None else self._own_pack(*named)
        return folder, load_program(folder)

    def _own_pack(self, document: Document, name: Scalar) -> str:
        """The folder of the pack that the record names, relative to the record."""
        beside = "" if self.path == STANDARD_INPUT else os.path.dirname(os.path.realpath(self.path))
        try:
            return find_pack(name.text, beside, _packs_of_plugins)
        except Problems as found:
            raise Problems(
                document.problem(problem.id, problem.message, name.line, name.column,
                                 expected=problem.expected, hint=problem.hint)
                for problem in found.problems
            ) from None  # fmt: skip

    def read(self, data: bytes) -> Record:
        """The record in ``data``, by this session's pack and configuration."""
        return read_record(data, self.name, self.program, zone=self.config.zone, me=self.config.me)

    def suppose(self, given: Iterable[str]) -> None:
        """Take the facts of each ``PATH=VALUE`` to be so, from here on; the file stays as it is. Raises Problems."""
        from checklist_engine.load.supposed import supposed, suppositions
        from checklist_engine.yaml12.reader import read

        document = read(self.data, self.name)
        self.record = supposed(
            document, self.name, self.program, suppositions(given), zone=self.config.zone, me=self.config.me
        )

    def try_fact(self, path: tuple[str, ...], value: Any) -> None:
        """See whether the record could have this value at this path. Raises Problems where it could not."""
        from checklist_engine.editing.facts import no_place, value_node, written
        from checklist_engine.load.supposed import placed
        from checklist_engine.yaml12.change import NoPlace, put
        from checklist_engine.yaml12.reader import read

        document = read(self.data, self.name)
        try:
            put(document.root, path, placed(value_node(written(value)), -1))
        except (NoPlace, ValueError) as error:
            if isinstance(error, NoPlace):
                raise Problems([no_place(path, value, self.name)]) from None
            raise Problems([Problem(id="usage/answer", message=str(error))]) from None
        record_of(document, self.name, self.program, zone=self.config.zone, me=self.config.me)

    def moment(self, text: str | None) -> int:
        """The moment meant by an option such as ``--now``: local to the record's zone; the clock's where None."""
        if text is None:
            return now_stamp() if self.clock is None else self.clock
        return moment_given(text, self.record.zone)

    def understood(self, text: str) -> str:
        """What a person may type for a moment (``yesterday``, ``14:00``, ``tomorrow 09:00``), as a date and a time."""
        return spoken(text, self.record.zone, self.moment(None))

    def evaluate(self, now: int, profile: str | None = None, *, drafts: bool = True) -> Checklist:
        """The checklist at ``now``, with or without the messages."""
        from checklist_engine.evaluate.evaluate import evaluate

        try:
            chosen = self.profile(profile)
            return evaluate(self.program_at(now), self.record, now, profile=chosen, drafts=drafts)
        except Problems as found:
            if profile or not self.config.profile:
                raise
            raise _by_config(found) from None

    @property
    def people(self) -> Mapping[str, Any]:
        """The record's people by their keys, where its pack has people and the record some."""
        people: Mapping[str, Any] = self.record.data.get(self.program.registry.people or "") or {}
        return people

    def program_at(self, now: int) -> Program:
        """The program with those of the person's changes that still count on the record's day at ``now``."""
        return self.tailored.at(rfc3339(now, self.record.zone)[:10])

    def profile(self, given: str | None) -> Profile:
        """The profile asked for, else the configured one, else the usual one.

        The person's own profiles go before those of the pack. Raises Problems where it names what the pack has not.
        """
        name = given or self.config.profile or "consensus"
        return self.tailored.profile(name, self.config.profiles)


def moment_given(text: str | None, zone: str) -> int:
    """The moment meant by an option such as ``--now`` where a clock in ``zone`` hangs, in seconds; now where None.

    Raises Problems.
    """
    if text is None:
        return now_stamp()
    from checklist_engine.schema.typed import typed

    try:
        return parse(typed(text, zone, now_stamp()), zone).start
    except MomentError as error:
        raise Problems([Problem(id="usage/moment", message=str(error), hint=error.hint)]) from None


def pack_folder(name: str | None) -> str:
    """The folder of a pack by name or path; of the configured or default one for None. Raises Problems."""
    return find_pack(name, others=_packs_of_plugins) if name else _configured_pack(None, load_config())


def pack_for(folder: str, beside: str) -> str | None:
    """How a record in the folder ``beside`` names the pack in ``folder``; None where it goes by that one anyway.

    An installed pack by its name; one of the person's own by its path from the record, so that both can move together.
    """

    def leads_there(name: str) -> bool:
        try:
            return os.path.samefile(find_pack(name, beside, _packs_of_plugins), folder)
        except Problems:
            return False

    if load_config().pack is None and leads_there(DEFAULT_PACK):
        return None
    named = next((name for name in own_packs() if leads_there(name)), None)
    named = named or next((name for name in _packs_of_plugins() if leads_there(name)), None)
    if named is not None:
        return named
    try:
        path = os.path.relpath(os.path.realpath(folder), os.path.realpath(beside)).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.realpath(folder)
    return path if leads_there(path) and not path.startswith("~") else f"./{path}"


def check_tailoring(path: str, pack: str | None) -> tuple[str, int]:
    """The name of the pack that a tailoring changes, and the number of its changes. Raises Problems.

    The pack is the one asked for, else the one that the tailoring names, else the configured or the default one.
    """
    from checklist_engine.load.tailoring import read_tailoring

    tailoring = read_tailoring(read_bytes(path), path)
    config = load_config()
    try:
        folder = pack_folder(pack or tailoring.pack)
    except Problems:
        if pack:
            raise
        folder = _configured_pack(None, config)  # a folder of the person's own, perhaps; if not, that is told below
    tailored = Tailored(load_program(folder), folder, path, "")
    must_be_possible(tailored)
    return tailored.program.pack.id, len(tailoring.changes)


def _configured_pack(name: str | None, config: Config) -> str:
    """As `pack_folder`; a path in the configuration counts from where that lies, not from where one happens to be."""
    if name or not config.pack:
        return find_pack(name or DEFAULT_PACK, others=_packs_of_plugins)
    try:
        return find_pack(config.pack, os.path.dirname(os.path.realpath(config_path())), _packs_of_plugins)
    except Problems as found:
        raise _by_config(found) from None


def _by_config(found: Problems) -> Problems:
    """The same problems, said to come from the configuration where they name no file."""
    return Problems(problem if problem.file else problem.replace(file=config_path()) for problem in found.problems)


def _packs_of_plugins() -> dict[str, str]:
    from checklist_engine.plugins import Plugins

    return {name: str(folder) for name, folder in Plugins().packs().items()}


def _named_in(data: bytes, name: str) -> tuple[Document, Scalar] | None:
    """Where a record names its pack; found before the record can be checked against that pack's schema."""
    if b"pack" not in data:
        return None
    from checklist_engine.yaml12.nodes import Mapping, Scalar
    from checklist_engine.yaml12.reader import read

    document = read(data, name)
    entries = document.root.entries if isinstance(document.root, Mapping) else []
    found = next((value for key, value in entries if key.text == "pack"), None)
    return (document, found) if isinstance(found, Scalar) and found.text else None
