"""From a pack's folder to its program: cached when it can be, read and checked when it must be."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.load import cache
from checklist_engine.load.pack import Pack
from checklist_engine.load.read_pack import digest_of, pack_files, read_pack
from checklist_engine.problems import Problem, Problems

if TYPE_CHECKING:
    from checklist_engine.load.tailoring import Tailoring


def load_program(folder: str | os.PathLike[str], *, use_cache: bool = True) -> Program:
    """The compiled pack in ``folder``. Raises Problems with everything that is wrong in it.

    Once it has been read and is cached, files that have come to lie elsewhere in it since are not looked for.
    """
    folder = os.fspath(folder)
    files = pack_files(folder)
    digest = digest_of(files)
    if use_cache and (pack := cache.load(digest)) is not None:
        try:
            return compile_pack(pack, known_good=True)
        except Exception:  # noqa: BLE001 - whatever a broken cache leads to, the files are the truth
            pass
    from checklist_engine.load.misplaced import must_be_in_place

    must_be_in_place(folder)  # or it would be silent of what it does not read
    pack = read_pack(files, digest, folder)
    program = _compiled(pack, folder)
    if use_cache:
        cache.store(pack)
    return program


def _compiled(pack: Pack, folder: str) -> Program:
    try:
        return compile_pack(pack)
    except Problems as found:
        problems = [problem.replace(file=os.path.join(folder, problem.file)) for problem in found.problems]
        raise Problems(problems, found.left_out) from None


def tailored(program: Program, tailoring: Tailoring, folder: str) -> Program:
    """The program of the pack in ``folder`` with a person's tailoring laid over it: all of its changes.

    Raises Problems for what does not fit the pack, or what the changes break in it.
    """
    try:
        return _laid_over(program.pack, tailoring, tailoring.all)
    except Problems:
        files = pack_files(folder)  # a cached pack has not the places of everything
        pack = read_pack(files, digest_of(files), folder)
        try:
            return _laid_over(pack, tailoring, tailoring.all)
        except Problems as found:
            raise Problems((_placed(one, tailoring, folder) for one in found.problems), found.left_out) from None


def counting(program: Program, tailoring: Tailoring, numbers: Iterable[int]) -> Program:
    """The program of a pack (as it is) with those changes alone, which were found good before."""
    return _laid_over(program.pack, tailoring, numbers, known_good=True)


def _laid_over(pack: Pack, tailoring: Tailoring, numbers: Iterable[int], *, known_good: bool = False) -> Program:
    from checklist_engine.compile.overlay import overlay
    from checklist_engine.compile.profile_names import check_profiles
    from checklist_engine.compile.report import Report

    pack = overlay(pack, tailoring.file, numbers)
    if not known_good:
        report = Report()
        check_profiles(report, tailoring.file, pack)
        report.finish()
    return compile_pack(pack, known_good=known_good)


def _placed(problem: Problem, tailoring: Tailoring, folder: str) -> Problem:
    """The problem with its file as the person named it."""
    own = problem.file == tailoring.file.name
    return problem.replace(file=tailoring.path if own else os.path.join(folder, problem.file))
