"""Several new files that are of use only together."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist_engine import files
from checklist_engine.files import together
from checklist_engine.problems import Problems


@pytest.mark.parametrize("existed", [False, True])
def test_stopped_in_the_middle_nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existed: bool) -> None:
    """Even where the interruption leaves a half-written file that has another name."""
    folder = tmp_path / "new"
    if existed:
        folder.mkdir()

    def stopped(path: Path, new: bytes, *, expected: bytes | None) -> None:
        if path.name == "b.yaml":
            if not existed:
                (path.parent / ".half.tmp").write_bytes(b"x")
            raise KeyboardInterrupt
        files.replace_bytes(path, new, expected=expected)

    monkeypatch.setattr(together, "replace_bytes", stopped)
    with pytest.raises(KeyboardInterrupt):
        together.write_new(folder, {Path("sub/a.yaml"): b"a", Path("sub/b.yaml"): b"b"})
    assert folder.exists() is existed
    assert not existed or list(folder.iterdir()) == []


def test_what_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "mine.yaml").write_text("mine")
    (tmp_path / "sub" / "b.yaml").write_text("mine, too")
    with pytest.raises(Problems):
        together.write_new(tmp_path, {Path("sub/a.yaml"): b"a", Path("sub/b.yaml"): b"b"})
    assert sorted(path.name for path in (tmp_path / "sub").iterdir()) == ["b.yaml", "mine.yaml"]
    assert (tmp_path / "sub" / "b.yaml").read_text() == "mine, too"
