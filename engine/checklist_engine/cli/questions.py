"""`checklist questions`: the open questions one after the other, each answer written into the record at its place."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from checklist_engine.checklist import Checklist, Question
from checklist_engine.cli.group import common, say, tailored
from checklist_engine.problems import Problem, Problems, harmless, in_a_line
from checklist_engine.session import STANDARD_INPUT, Session

_LONGEST = 10_000
"""Characters of an answer; more is no answer."""
_ABOUT = "?"


@click.command()
@click.argument("record", type=click.Path())
@click.option("--list", "only_list", is_flag=True, help="Show the questions, and ask nothing.")
@click.option("--dry-run", is_flag=True, help="Ask, and say what would be written; write nothing.")
@click.option("--now", metavar="MOMENT", help="As if it were this moment, such as '2026-11-18 09:00'.")
@click.option("--profile", metavar="NAME", help="consensus, strict, source:NAME, or one of the pack's.")
@click.option("--pack", metavar="NAME", help="A pack's name, or the path of its folder.")
@tailored
@common
def questions(
    record: str,
    only_list: bool,
    dry_run: bool,
    now: str | None,
    profile: str | None,
    pack: str | None,
    tailoring: str | None,
) -> int:
    """Answer the open questions of RECORD, those first that settle most; each answer is written into the file."""
    if record == STANDARD_INPUT:
        raise click.UsageError("Answers are written into a file; standard input cannot be changed.")
    talk = _Talk(Session(record, pack, tailoring), profile, dry_run, now)
    if only_list:
        talk.list()
    else:
        talk.ask()
    return 2 if talk.failed else 0


class _Talk:
    """The questions of one record, while it is being answered. ``failed``: an answer found no place in the file."""

    def __init__(self, session: Session, profile: str | None, dry_run: bool, now: str | None) -> None:
        self.session = session
        self.profile = profile
        self.dry_run = dry_run
        self.failed = False
        self.left: set[str] = set()
        session.clock = self.now = session.moment(now)
        self.checklist = self._evaluated()

    def list(self) -> None:
        """Show all questions."""
        from checklist_engine.editing.answers import Answers

        for question in self.checklist.questions:
            self._introduce(question)
            answers = Answers(question, self.session.program, self.session.record)
            say(": ".join(filter(None, (".".join(answers.steps), answers.words))))
        self._close()

    def ask(self) -> None:
        """Ask one after the other, until none is open that has not been left open, or until the person stops."""
        if self.checklist.questions:
            say(f"Enter leaves a question open, {_ABOUT} says what it is about, Ctrl-D ends.")
        try:
            while (question := self._next()) is not None:
                self._introduce(question)
                if not self._answered(question):
                    break
        except KeyboardInterrupt:
            click.echo()
            self._close()
            raise click.Abort from None
        self._close()

    def _next(self) -> Question | None:
        return next((one for one in self.checklist.questions if one.path not in self.left), None)

    def _evaluated(self) -> Checklist:
        return self.session.evaluate(self.now, self.profile, drafts=False)

    def _introduce(self, question: Question) -> None:
        from checklist_engine.words import count, sentence

        say("")
        say(question.ask)
        until = sentence(f"until then: {question.assumed}") + " " if question.assumed else ""
        say(f"{until}It settles {count(len(question.items), 'item')}.")

    def _answered(self, question: Question) -> bool:
        """Ask until there is an answer that fits, or none is wanted; False where the person wants no more."""
        from checklist_engine.editing.answers import Answers

        answers = Answers(question, self.session.program, self.session.record)
        hint = f" ({answers.words})" if answers.words else ""
        while (typed := _typed(harmless(f"Your answer{hint}: "))) is not None:
            text = typed.strip()
            if not text:
                self.left.add(question.path)
                return True
            if text == _ABOUT:
                self._tell_about(question)
                continue
            try:
                value = answers.meant(text, self.session.understood)
                self.session.try_fact(answers.steps, value)
            except Problems as wrong:
                if self._put_off(wrong, question):
                    return True
                say(_in_a_line(wrong))
                continue
            try:
                self._write(question, answers.steps, value)
            except Problems as wrong:
                if not self._put_off(wrong, question):
                    raise
            return True
        return False

    def _tell_about(self, question: Question) -> None:
        from checklist_engine.words import title

        titles = {item.id: title(item) for item in self.checklist.items}
        for name in question.items:
            say(f"  {titles.get(name, '')} [{name}]")

    def _write(self, question: Question, steps: tuple[str, ...], value: object) -> None:
        """Write the answer. Raises Problems where it cannot be done safely."""
        from checklist_engine.editing.facts import written
        from checklist_engine.files import change_bytes
        from checklist_engine.words import notes

        def edit(data: bytes) -> bytes:
            return self._edited(data, question, steps, value)

        before = self.checklist.notes
        if self.dry_run:
            edit(self.session.data)
        else:
            change_bytes(Path(self.session.path), edit)
        say(f"{'Would write' if self.dry_run else 'Wrote'} {'.'.join(steps)}: {written(value)}")
        new = [note for note in self.checklist.notes if note not in before]  # such as that the year may be a slip
        for note in notes(new):
            say(f"Note: {note}")

    def _put_off(self, wrong: Problems, question: Question) -> bool:
        """Say that an answer finds no place in the file, or that another is there meanwhile; False where neither is."""
        ids = {problem.id for problem in wrong.problems}
        if "edit/no-place" in ids:
            click.echo(harmless(_in_a_line(wrong)), err=True)
            self.failed = True
            self.left.add(question.path)
            return True
        if "edit/answered" in ids:
            from checklist_engine.files import read_bytes

            click.echo(harmless(_in_a_line(wrong)), err=True)
            self._take(read_bytes(self.session.path))
            self.left.add(question.path)
            return True
        return False

    def _edited(self, data: bytes, question: Question, steps: tuple[str, ...], value: object) -> bytes:
        """The file as it is now, with the answer. Raises Problems, also where the answer would not be found there."""
        from checklist_engine.editing.facts import no_place, set_fact

        self.session.read(data)
        changed = set_fact(data, steps, value, self.session.name)
        before = self.session.data
        self._take(changed)
        if any(one.path == question.path for one in self.checklist.questions):
            self._take(before)
            raise Problems([no_place(steps, value, self.session.name)])
        return changed

    def _take(self, data: bytes) -> None:
        self.session.record = self.session.read(data)
        self.session.data = data
        self.checklist = self._evaluated()

    def _close(self) -> None:
        from checklist_engine.words import count

        say("")
        left = len(self.checklist.questions)
        if left:
            say(f"{count(left, 'question')} left open.")
        else:
            say(f"No question is open. To see what to do: checklist run {self.session.path}")


def _typed(prompt: str) -> str | None:
    """A line that was typed, or the next of standard input; None at the end. Raises Problems for what is no text."""
    try:
        if sys.stdin.isatty():
            return input(prompt)
        click.echo(prompt, nl=False)
        line = sys.stdin.readline(_LONGEST)
    except EOFError:
        click.echo()
        return None
    except UnicodeDecodeError:
        raise Problems([Problem(id="usage/answer", message="the answers are no text in UTF-8")]) from None
    say(line.strip())
    if len(line) == _LONGEST:
        raise Problems([Problem(id="usage/answer", message=f"an answer has at most {_LONGEST:,} characters")])
    return line or None


def _in_a_line(wrong: Problems) -> str:
    """What is wrong with an answer, in one line."""
    return in_a_line(next((one for one in wrong.problems if one.line < 0), wrong.problems[0]))
