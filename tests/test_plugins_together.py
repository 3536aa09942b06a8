"""Every misbehaviour that we know of, installed at once: each is named, and nobody else suffers."""

from __future__ import annotations

import pytest
from commands import EXAMPLES, WEDNESDAY, Command
from test_plugins import Installer, install, one

__all__ = ["install"]

INTERVIEW = EXAMPLES / "interview.yaml"
AT_LOADING = {
    "imports": ("import nowhere_to_be_found\n", "ModuleNotFoundError"),
    "raises": ("raise ValueError('no')\n", "ValueError while loading: no"),
    "exits": ("raise SystemExit(0)\n", "tried to end the program while loading"),
    "prints": ("print('hello')\n", "printed “hello” while loading"),
    "nothing": ("@hookimpl\ndef checklist_formats():\n    return None\n", "checklist_formats gave nothing"),
    "wrong": ("@hookimpl\ndef checklist_formats():\n    return 7\n", "checklist_formats gave a int"),
    "takes": (f"@hookimpl\ndef checklist_formats():\n    return {one('json')}\n", "the name json is taken already"),
    "misspells": ("@hookimpl\ndef checklist_formatz():\n    return []\n", "checklist_formatz"),
}
AT_RENDERING = {
    "r-raises": ("1 / 0", "ZeroDivisionError while rendering"),
    "r-exits": ("exit(0)", "tried to end the program while rendering"),
    "r-prints": ("print('hello') or 'x'", "printed “hello” while rendering"),
    "r-nothing": ("None", "gave nothing instead of text"),
    "r-wrong": ("7", "gave a int instead of text"),
    "r-climbs": ("{'../x': b''}", "wants to write “../x”"),
    "r-changes": ("c.__dict__.update(title='mine') or 'x'", "changed the checklist while rendering"),
    "r-settles": ("x.options.update(mine='x') or 'x'", "changed what it was told while rendering"),
}


@pytest.fixture
def crowd(install: Installer) -> Installer:
    for name, (code, _) in AT_LOADING.items():
        install(name, code)
    formats = ", ".join(
        f"Format(name={name!r}, summary='s', suffix='.x', media_type='a/b', render=lambda c, x: {code})"
        for name, (code, _) in AT_RENDERING.items()
    )
    install.gives("renderers", f"[{formats}]")
    return install


def test_all_are_named_and_the_good_output_is_as_if_alone(command: Command, crowd: Installer) -> None:
    alone = {name: command("run", INTERVIEW, "--now", WEDNESDAY, "-f", name).data for name in ("text", "json")}
    crowd.gives("good", one("mine"))
    given = [word for name in AT_RENDERING for word in ("-f", f"{name}={name}.out")]
    done = command("run", INTERVIEW, "--now", WEDNESDAY, "-f", "json=a.json", *given, "-f", "mine=mine.x", "-f", "text")
    assert (done.code, done.data) == (3, alone["text"])
    assert (command.folder / "a.json").read_bytes() == alone["json"]
    assert (command.folder / "mine.x").read_text() == "made quillon-data-engineer"
    assert sorted(path.name for path in command.folder.iterdir()) == ["a.json", "mine.x"]
    for name, (_, said) in AT_LOADING.items():
        assert any(f"checklist-engine-{name} ({name})" in line and said in line for line in done.err.splitlines()), name
    for name, (_, said) in AT_RENDERING.items():
        assert any(f"format {name}: {said}" in line for line in done.err.splitlines()), name
    assert "Traceback" not in done.err


def test_the_list_of_plugins(command: Command, crowd: Installer) -> None:
    crowd.gives("good", one("mine"))
    done = command("plugins")
    assert done.code == 3
    assert "checklist-engine-good (good): format mine" in done.out.splitlines()
    assert all(f"checklist-engine-{name} ({name}): " in done.err for name in AT_LOADING)
    assert "from: checklist-engine-good (good)" in command("formats", "mine").out


def test_plugins_can_be_left_out(command: Command, crowd: Installer) -> None:
    crowd.gives("good", one("mine"))
    run = ["run", INTERVIEW, "--now", WEDNESDAY, "-f", "mine"]
    quiet = [word for name in AT_LOADING for word in ("--disable-plugin", f"checklist-engine-{name}")]
    done = command(*run, *quiet)
    assert (done.code, done.out, done.err) == (0, "made quillon-data-engineer", "")
    done = command(*run, "--no-plugins")
    assert (done.code, done.out) == (2, "")
    assert "no format is called “mine”" in done.err


def test_without_plugins(command: Command, install: Installer) -> None:
    assert command("plugins").code == 0
