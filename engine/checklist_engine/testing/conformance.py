"""What a format should hold to, as tests: subclass `FormatConformance` in a test module, and set `format`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Deliverer, Format, Refused, Rendered
from checklist_engine.testing import samples
from checklist_engine.testing.readable import readable
from checklist_engine.testing.watch import watched

LOSSES = {
    "voices": ("voices", "what each source says"),
    "steps": ("steps",),
    "questions": ("questions",),
    "drafts": ("drafts",),
    "derivation": ("derivation",),
    "dont": ("what to keep from",),
    "expect": ("what others owe you",),
    "standing": ("reminders that are never done",),
    "item": ("items without", "titles"),
}
"""Parts of a checklist, and the words by which `Format.drops` says that a format cannot carry them."""

_IN_FORCE = {("upcoming", "do"), ("open", "do"), ("due", "do"), ("overdue", "do"), ("in-force", "dont"),
             ("broken", "dont"), ("late", "expect"), ("waiting", "expect")}  # fmt: skip
_LINES = {"\n", "\r", "\t"}
_TURNING = {*"\u2028\u2029", *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))}

_AGAIN = """\
import hashlib, importlib, sys
from checklist_engine.plugin import Context
from checklist_engine.testing import samples
module, name, *options = sys.argv[1:]
render = importlib.import_module(module)
for part in name.split("."):
    render = getattr(render, part)
context = Context(options=dict(zip(options[::2], options[1::2])), verbose=True, show_all=True)
made = render(samples.full(), context)
made = sorted(made.items()) if hasattr(made, "items") else made
print(hashlib.sha256(repr(made).encode()).hexdigest())
"""


def context_for(format: Format | Deliverer, options: Mapping[str, str] | None = None, **fields: Any) -> Context:
    """What the command hands to ``format`` (or a deliverer): every option, those in ``options`` as given, the others
    by default."""
    defaults = {option.name: option.default for option in format.options}
    return Context(options={**defaults, **(options or {})}, **fields)


def unwelcome(text: str) -> set[str]:
    """The characters of a text that do something to a terminal, turn the reading direction, or are but half of one."""
    raw = {c for c in text if (c < " " and c not in _LINES) or "\x7f" <= c <= "\x9f" or c in _TURNING}
    return raw | {c for c in text if "\ud800" <= c <= "\udfff"}


class FormatConformance:
    """Tests of one format. `options` are those to test with, where the defaults are not enough.

    Override `assert_contained` to say more exactly what must not happen with text in your syntax, and `readable`
    where a file must be decoded before its text can be found in it.
    """

    format: ClassVar[Format]
    options: ClassVar[Mapping[str, str]] = {}

    def assert_contained(self, text: str, output: str) -> None:
        """That `text`, which stood everywhere in a checklist, did not break out in `output`.

        As it is: no control character and nothing that turns the reading direction reaches the file. Escaped in the
        format's own way they are harmless.
        """
        raw = unwelcome(output)
        assert not raw, f"these characters reach the output as they are: {sorted(map(ascii, raw))}"

    def readable(self, rendered: Rendered) -> str:
        """The text that a person reads in what the format gave."""
        return readable(self.format, rendered)

    def render(self, checklist: Checklist, **more: Any) -> Rendered:
        """What the format makes of a checklist; `more` are fields of the context."""
        return self.format.render(checklist, self._context(**more))

    @pytest.mark.parametrize("name", samples.ALL)
    def test_renders_every_sample(self, name: str) -> None:
        """Text, bytes, or files of plain names."""
        made = self.render(samples.ALL[name]())
        if isinstance(made, Mapping):
            for file, data in made.items():
                assert isinstance(file, str), f"the name of a file is {file!r}"
                assert isinstance(data, bytes), f"the file {file} is {type(data).__name__}, not bytes"
                assert file not in ("", ".", "..") and not set(file) & set("/\\\0:"), f"{file!r} is no plain name"  # noqa: PT018 - one thing
        else:
            assert isinstance(made, str | bytes), f"gave {type(made).__name__}, not text, bytes or files"

    def test_is_deterministic(self) -> None:
        """The same checklist gives the same bytes: at once, and in processes that order sets otherwise."""
        for name in ("full", "statuses"):
            first = self.render(samples.ALL[name]())
            assert self.render(samples.ALL[name]()) == first, f"rendered twice, the sample {name} differs"
        if (where := _address(self.format.render)) is not None:
            made = {_made_elsewhere(*where, self._context().options, seed) for seed in ("1", "2", "3")}
            assert len(made) == 1, "another process gives other bytes: is the order of a set in it?"

    def test_leaves_its_arguments_alone(self) -> None:
        """Neither checklist nor context is changed."""
        checklist, context = samples.full(), self._context(show_all=True, verbose=True)
        before = repr(checklist), repr(context)
        self.format.render(checklist, context)
        assert repr(checklist) == before[0], "the checklist was changed"
        assert repr(context) == before[1], "the context was changed"

    @pytest.mark.parametrize("verbose", [False, True])
    def test_hostile_text_does_not_break_out(self, verbose: bool) -> None:
        """See `assert_contained`; nor does a line break in a title make a line."""
        made = self.render(samples.hostile(), show_all=verbose, verbose=verbose)
        for one in made.values() if isinstance(made, Mapping) else [made]:
            self.assert_contained(
                samples.HOSTILE, one if isinstance(one, str) else one.decode("utf-8", "surrogateescape")
            )
        text = "one\r\n- [x] two\n\nthree\u2028four\x0bfive"
        flat = " ".join(text.split())
        lines = [
            len(self.readable(self.render(samples.hostile(said), show_all=verbose, verbose=verbose)).splitlines())
            for said in (text, flat)
        ]
        assert lines[0] <= lines[1], f"line breaks in texts make {lines[0] - lines[1]} more lines"

    def test_is_silent(self, capfd: pytest.CaptureFixture[str]) -> None:
        """It returns what it has to say, and prints nothing, to neither stream."""
        capfd.readouterr()
        self.render(samples.full(), show_all=True, verbose=True)
        out, err = capfd.readouterr()
        assert (out, err) == ("", ""), f"printed {(out + err)[:200]!r}"

    def test_touches_nothing(self) -> None:
        """No network, no other program, no file is written."""
        with watched() as deeds:
            try:
                self.render(samples.full(), show_all=True, verbose=True)
            except RuntimeError:
                if not deeds:
                    raise
        assert not deeds, f"while rendering: {'; '.join(deeds)}"

    def test_what_is_missing_is_named(self) -> None:
        """Titles always; voices, steps, questions, drafts and derivations unless `drops` names them (see `LOSSES`)."""
        checklist = samples.full()
        shown = self.readable(self.render(checklist, show_all=True, verbose=True, width=200)).casefold()
        missing = [
            part for part, word in samples.MARKS.items() if word.casefold() not in shown and not self._drops(part)
        ]
        for item in checklist.items:
            excused = self._drops(item.kind) or (item.standing and self._drops("standing"))
            # Whether what is done is still worth a line is the format's business.
            if item.title.casefold() not in shown and not excused and not self._drops("item") and item.status != "done":
                missing.append(f"the title {item.title!r}")
        assert not missing, f"not in the output: {', '.join(missing)}; and `drops` does not name that"

    @pytest.mark.parametrize(("status", "kind"), samples.STATES)
    def test_renders_every_status(self, status: str, kind: str) -> None:
        """Of what is to do, to keep from or to expect there is a line, unless `drops` names that kind."""
        item = samples.of_status(status, kind)
        shown = self.readable(self.render(samples.checklist("18 09:30", item), show_all=True, width=200)).casefold()
        if (status, kind) in _IN_FORCE and not self._drops(kind) and not self._drops("item"):
            assert item.title.casefold() in shown, f"an item ({kind}) that is {status} is not in the output"

    def test_over_its_own_output_nothing_changes(self) -> None:
        """For a format that merges with what is there: twice is once."""
        made = self.render(samples.full(), target=f"list{self.format.suffix}")
        if isinstance(made, Mapping):
            again = self.render(samples.full(), target="list", folder=made)
        else:
            existing = made.encode() if isinstance(made, str) else made
            again = self.render(samples.full(), target=f"list{self.format.suffix}", existing=existing)
            again, made = (one.encode() if isinstance(one, str) else one for one in (again, made))
        assert again == made, "rendered over its own output, it gives something else"

    def test_it_knows_its_own_files(self) -> None:
        """Where it says whether a file is its own, it says so of each that it makes, and not of somebody's notes."""
        owns = self.format.owns
        notes = b"- [x] my own notes, of 20 November\n"
        if owns is None:
            try:
                made = self.render(samples.full(), target=f"list{self.format.suffix}", existing=notes)
            except Refused:
                return  # it will have none of that
            kept = isinstance(made, Mapping) or b"my own notes" in (made.encode() if isinstance(made, str) else made)
            assert kept, "it writes over somebody's notes: keep what is there, or say by `owns` which files are its own"
            return
        for name, sample in samples.ALL.items():
            made = self.render(sample())
            if not isinstance(made, Mapping):
                assert owns(made.encode() if isinstance(made, str) else made), f"it does not know its file of {name}"
        assert not owns(notes), "it takes somebody's notes for its own"

    def _context(self, **more: Any) -> Context:
        return context_for(self.format, self.options, **more)

    def _drops(self, part: str) -> bool:
        return any(word in dropped for word in LOSSES.get(part, ()) for dropped in self.format.drops)


def _address(function: Any) -> tuple[str, str] | None:
    """Module and name, by which another process finds a function; None where it cannot."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "")
    found: Any = sys.modules.get(module or "")
    for part in name.split("."):
        found = getattr(found, part, None)
    return (module, name) if module not in (None, "__main__") and found is function else None


def _made_elsewhere(module: str, name: str, options: Mapping[str, str], seed: str) -> str:
    flat = [word for pair in options.items() for word in pair]
    done = subprocess.run(
        [sys.executable, "-c", _AGAIN, module, name, *flat], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert not done.returncode, f"in another process it fails:\n{done.stderr}"
    return done.stdout
