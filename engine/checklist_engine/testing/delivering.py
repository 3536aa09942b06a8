"""What a deliverer should hold to, as tests: subclass `DelivererConformance`, set `deliverer`, write `ready`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Deliverer, Refused
from checklist_engine.plugins import find_format
from checklist_engine.testing import samples
from checklist_engine.testing.conformance import context_for, unwelcome
from checklist_engine.testing.watch import watched


class DelivererConformance:
    """Tests of one deliverer. They really deliver, to wherever `ready` says: to a place of the test's own."""

    deliverer: ClassVar[Deliverer]
    me: ClassVar[Mapping[str, str]] = {"name": "Kim Elm", "email": "kim@elm.example"}
    """Who the person is, as configured."""

    def ready(self, folder: Path) -> Mapping[str, str]:
        """Make what the deliverer needs, in an empty folder; the options with which it can deliver there."""
        return {}

    def unready(self, folder: Path) -> Mapping[str, str] | None:
        """Options with which it cannot deliver, for want of a server or a folder; None where that cannot be."""
        return None

    def files(self, checklist: Checklist) -> dict[str, bytes]:
        """What it is handed: the checklist in each of its `formats`, bytes by name, as the command makes them."""
        files: dict[str, bytes] = {}
        for name in self.deliverer.formats:
            one = find_format(name)
            made = one.render(checklist, context_for(one, me=self.me))
            if isinstance(made, Mapping):
                files.update(made)
            else:
                files[f"{checklist.case}{one.suffix}"] = made.encode() if isinstance(made, str) else made
        return files

    def deliver(self, checklist: Checklist, folder: Path, *, dry_run: bool = False) -> str:
        """What it says after delivering a checklist where `ready` makes it possible."""
        return self._said(checklist, self._context(self.ready(folder), dry_run))

    @pytest.mark.parametrize("name", samples.ALL)
    def test_says_what_it_did(self, name: str, tmp_path: Path) -> None:
        """A sentence in one line, or `Refused` with one: of an empty checklist, or one with hostile text."""
        refused = None
        try:
            said = self.deliver(samples.ALL[name](), tmp_path)
        except Refused as error:
            refused = said = str(error)
        assert refused is None or name in ("hostile", "empty"), f"it refuses the sample {name}: {refused}"
        _is_sentence(said)

    def test_a_dry_run_only_says_what_would_be(self, tmp_path: Path) -> None:
        """No network, no other program, no file is written; and a sentence."""
        context = self._context(self.ready(tmp_path), True)
        checklist, said = samples.full(), ""
        files = self.files(checklist)
        with watched() as deeds:
            try:
                said = self.deliverer.deliver(checklist, files, context)
            except RuntimeError:
                if not deeds:
                    raise
        assert not deeds, f"in a dry run: {'; '.join(deeds)}"
        _is_sentence(said)

    def test_leaves_its_arguments_alone(self, tmp_path: Path) -> None:
        """Neither checklist, files nor context are changed."""
        checklist, context = samples.full(), self._context(self.ready(tmp_path))
        files = self.files(checklist)
        before = repr(checklist), repr(files), repr(context)
        self.deliverer.deliver(checklist, files, context)
        assert repr(checklist) == before[0], "the checklist was changed"
        assert repr(files) == before[1], "the files were changed"
        assert repr(context) == before[2], "the context was changed"

    def test_is_silent(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """It returns what it has to say, and prints nothing, to neither stream."""
        options = self.ready(tmp_path)
        capfd.readouterr()
        self._said(samples.full(), self._context(options))
        out, err = capfd.readouterr()
        assert (out, err) == ("", ""), f"printed {(out + err)[:200]!r}"

    @pytest.mark.parametrize("dry_run", [False, True])
    def test_refuses_with_a_sentence(self, dry_run: bool, tmp_path: Path) -> None:
        """Where it cannot deliver it raises `Refused`: anything else is taken for a fault of the plugin.

        In a dry run it may find out or not, as far as that is seen without reaching out.
        """
        options = self.unready(tmp_path)
        if options is None:
            # Such as one that needs no setting and nobody else's program. That is the author's to say.
            pytest.skip("`unready` names nothing with which it cannot deliver")
        try:
            said = self._said(samples.full(), self._context(options, dry_run))
        except Refused as refused:
            _is_sentence(str(refused))
        else:
            assert dry_run, f"it cannot deliver, and says {said!r}"

    def _said(self, checklist: Checklist, context: Context) -> str:
        return self.deliverer.deliver(checklist, self.files(checklist), context)

    def _context(self, options: Mapping[str, str], dry_run: bool = False) -> Context:
        return context_for(self.deliverer, options, me=self.me, dry_run=dry_run)


def _is_sentence(said: object) -> None:
    assert isinstance(said, str), f"said {said!r}, which is no sentence"
    assert said.strip(), "said nothing about what it did"
    assert len(said.splitlines()) == 1, f"said more than one line: {said!r}"
    assert not unwelcome(said), f"these characters are in what it says: {sorted(map(ascii, unwelcome(said)))}"
