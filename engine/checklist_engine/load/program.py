"""From a pack's folder to its program: cached when it can be, read and checked when it must be."""

from __future__ import annotations

import os

from checklist_engine.compile.program import Program, compile_pack
from checklist_engine.load import cache
from checklist_engine.load.read_pack import digest_of, pack_files, read_pack
from checklist_engine.problems import Problems


def load_program(folder: str | os.PathLike[str], *, use_cache: bool = True) -> Program:
    """The compiled pack in ``folder``. Raises Problems with everything that is wrong in it."""
    folder = os.fspath(folder)
    files = pack_files(folder)
    digest = digest_of(files)
    if use_cache and (pack := cache.load(digest)) is not None:
        try:
            return compile_pack(pack, known_good=True)
        except Exception:  # noqa: BLE001 - whatever a broken cache leads to, the files are the truth
            pass
    pack = read_pack(files, digest, folder)
    try:
        program = compile_pack(pack)
    except Problems as found:
        problems = [problem.replace(file=os.path.join(folder, problem.file)) for problem in found.problems]
        raise Problems(problems, found.left_out) from None
    if use_cache:
        cache.store(pack)
    return program
