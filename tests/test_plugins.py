"""Plugins: found by name, loaded and called alone, and whatever they do wrong is theirs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pluggy
import pytest
import samples

from checklist_engine import plugin
from checklist_engine.plugin import Context, Format, Option
from checklist_engine.plugins import PluginError, Plugins, find_format, render
from checklist_engine.plugins.render import read_ticks
from checklist_engine.value import Value

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "examples" / "plugins"
HEAD = "from checklist_engine.plugin import Format, Option, hookimpl\n"
FORMAT = (
    "Format(name={name!r}, summary='s', suffix='.x', media_type='text/plain', render=lambda c, x: 'made ' + c.case)"
)


class Installer:
    """Installs distributions as pip would: a module and its metadata, on the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.modules: list[str] = []

    def __call__(self, name: str, code: str) -> None:
        module = f"fake_{name}"
        self.modules.append(module)
        (self.folder / f"{module}.py").write_text(HEAD + code, encoding="utf-8")
        info = self.folder / f"checklist_engine_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: checklist-engine-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[checklist_engine]\n{name} = {module}\n")

    def gives(self, name: str, what: str, before: str = "") -> None:
        self(name, f"@hookimpl\ndef checklist_formats():\n    {before or 'pass'}\n    return {what}\n")


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(tmp_path)
    installer = Installer(tmp_path)
    yield installer
    for module in installer.modules:
        sys.modules.pop(module, None)


def one(name: str) -> str:
    return f"[{FORMAT.format(name=name)}]"


def test_our_formats_are_found_without_looking_further() -> None:
    for name in ("text", "markdown", "json"):
        found = find_format(name)
        assert found.name == name
        assert found.suffix.startswith(".")
        assert isinstance(render(found, samples.worked_example(), Context()), str | bytes)


def test_a_format_of_a_plugin(install: Installer) -> None:
    install.gives("good", one("mine"))
    found = find_format("mine")
    assert render(found, samples.worked_example(), Context()) == "made quillon-data-engineer"
    assert [each.name for each in Plugins().formats()] == [
        "text",
        "markdown",
        "json",
        "todotxt",
        "html",
        "csv",
        "ics",
        "drafts",
        "email",
        "mine",
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise ValueError('broken thing')", "ValueError while loading: broken thing"),
        ("raise SystemExit(0)", "tried to end the program while loading"),
        ("import no_such_module", "ModuleNotFoundError while loading"),
        ("@hookimpl\ndef checklist_format():\n    return []\n", "unknown hook 'checklist_format'"),
        ("@hookimpl\ndef checklist_formats(wrong):\n    return []\n", "PluginValidationError while loading"),
        ("@hookimpl\ndef checklist_formats():\n    raise KeyError('x')\n", "KeyError in checklist_formats"),
        ("@hookimpl\ndef checklist_formats():\n    raise SystemExit\n", "tried to end the program"),
        ("@hookimpl\ndef checklist_formats():\n    return None\n", "checklist_formats gave nothing"),
        ("@hookimpl\ndef checklist_formats():\n    return 7\n", "gave a int, not a list of Format"),
        ("@hookimpl\ndef checklist_formats():\n    return 'text'\n", "gave a str, not a list of Format"),
        ("@hookimpl\ndef checklist_formats():\n    return ['x']\n", "gave a str, not a Format"),
        ("@hookimpl\ndef checklist_formats():\n    yield 1 / 0\n", "ZeroDivisionError in checklist_formats"),
        (
            "@hookimpl\ndef checklist_formats():\n    return [Format(name='x')]\n",
            "TypeError in checklist_formats",
        ),
        (f"@hookimpl\ndef checklist_formats():\n    return {one('a b')}\n", "which cannot be typed"),
        (
            f"@hookimpl\ndef checklist_formats():\n    return {one('text')}\n",
            "text is taken already, by the engine",
        ),
        (
            f"@hookimpl\ndef checklist_formats():\n    return [{one('n')}[0].replace(api=2)]\n",
            "needs a newer",
        ),
    ],
)
def test_a_faulty_plugin_is_left_out_by_name(install: Installer, code: str, said: str) -> None:
    install("faulty", code)
    install.gives("good", one("mine"))
    found = Plugins()
    assert found.format("mine").name == "mine", "a good plugin does not suffer from a faulty one"
    assert len(found.problems) == 1
    problem = found.problems[0]
    assert problem.plugin == "checklist-engine-faulty (faulty)"
    assert said in problem.message
    assert problem.plugin in problem.hint
    with pytest.raises(PluginError, match=r"checklist-engine-faulty") as caught:
        find_format("missing")
    assert "There is: text, markdown, json, todotxt, html, csv, ics, drafts, email, mine." in caught.value.hint


def test_our_formats_do_not_suffer_from_a_faulty_plugin(install: Installer) -> None:
    install("faulty", "raise SystemExit(3)")
    assert find_format("text").name == "text"
    assert "fake_faulty" not in sys.modules


def test_of_two_formats_of_one_name_the_first_stays(install: Installer) -> None:
    install.gives("a", one("mine"))
    install.gives("b", one("mine"))
    found = Plugins()
    assert found.format("mine").name == "mine"
    assert str(found.problems[0]).startswith("checklist-engine-b (b): the name mine is taken already, by checklist-eng")


def test_a_plugin_that_prints_is_told_so_and_nothing_of_it_is_shown(
    install: Installer, capsys: pytest.CaptureFixture[str]
) -> None:
    install("loud", "print('load')\n@hookimpl\ndef checklist_formats():\n    return []\n")
    render_ = "lambda c, x: print('render') or 'made'"
    install.gives("late", f"[Format(name='late', summary='s', suffix='.x', media_type='a/b', render={render_})]")
    with pytest.raises(PluginError, match="printed “load” while loading"):
        find_format("loud")
    with pytest.raises(PluginError, match="printed “render” while rendering"):
        render(find_format("late"), samples.empty(), Context())
    assert capsys.readouterr().out == ""


def test_an_unknown_name_tells_the_known_ones() -> None:
    with pytest.raises(
        PluginError,
        match=r"no format is called “pdf”. There is: text, markdown, json, todotxt, html, csv, ics, drafts, email",
    ):
        find_format("pdf")
    with pytest.raises(PluginError, match=r"no deliverer is called “pigeon”. There is: smtp"):
        Plugins().deliverer("pigeon")


def made_by(function: Any, **more: Any) -> Format:
    return Format(name="mine", summary="", suffix=".x", media_type="text/plain", render=function, **more)


def raising(error: BaseException) -> Any:
    def function(checklist: Any, context: Any) -> str:
        raise error

    return function


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (raising(ValueError("no")), "format mine: ValueError while rendering: no. Tell the author"),
        (raising(SystemExit(1)), "tried to end the program while rendering"),
        (lambda c, x: None, "gave nothing instead of text, bytes or files by name"),
        (lambda c, x: 3, "gave a int instead"),
        (lambda c, x: {"a.txt": "text"}, "gave a str for the file “a.txt”, not bytes"),
        (lambda c, x: {"../a.txt": b""}, "no plain file name"),
        (lambda c, x: {"C:a": b""}, "no plain file name"),
        (lambda: "", "TypeError while rendering"),
    ],
)
def test_a_faulty_format_names_itself(function: Any, said: str) -> None:
    with pytest.raises(PluginError) as caught:
        render(made_by(function), samples.empty(), Context())
    assert said in str(caught.value)
    assert caught.value.hint


def test_an_interruption_by_the_person_passes() -> None:
    with pytest.raises(KeyboardInterrupt):
        render(made_by(raising(KeyboardInterrupt())), samples.empty(), Context())


def test_the_three_kinds_of_result() -> None:
    results: list[Any] = ["text", b"bytes", {"a.eml": b"1", "b.eml": b"2"}]
    for result in results:
        assert render(made_by(lambda c, x, made=result: made), samples.empty(), Context()) == result


def test_options_have_defaults_and_choices() -> None:
    found = made_by(
        lambda c, x: ",".join(f"{name}={value}" for name, value in x.options.items()),
        options=(Option(name="kind", summary="", default="event", choices=("event", "task")),),
    )
    assert render(found, samples.empty(), Context()) == "kind=event"
    assert render(found, samples.empty(), Context(options={"kind": "task"})) == "kind=task"
    with pytest.raises(PluginError, match=r"cannot be “x”. One of: event, task"):
        render(found, samples.empty(), Context(options={"kind": "x"}))
    with pytest.raises(PluginError, match=r"has no option “sort”. It has: kind"):
        render(found, samples.empty(), Context(options={"sort": "x"}))


def test_packs_of_plugins(install: Installer, tmp_path: Path) -> None:
    hook = "import pathlib\n@hookimpl\ndef checklist_packs():\n    return {}\n"
    install("a", hook.replace("{}", f"{{'gardening': pathlib.Path({str(tmp_path)!r})}}"))
    install("b", hook.replace("{}", "{'gardening': pathlib.Path('x'), 'other': 3}"))
    install("c", hook.replace("{}", "['gardening']"))
    found = Plugins()
    assert found.packs() == {"gardening": tmp_path}
    assert [problem.message for problem in found.problems] == [
        "the pack name gardening is taken already",
        "the pack “other” is a int, not a folder",
        "checklist_packs gave a list, not folders by name",
    ]


def test_a_deliverer_of_a_plugin(install: Installer) -> None:
    install(
        "pigeon",
        "from checklist_engine.plugin import Deliverer\n"
        "@hookimpl\ndef checklist_deliverers():\n"
        "    return [Deliverer(name='pigeon', summary='s', deliver=lambda c, f, x: f'{len(f)} sent')]\n",
    )
    pigeon = Plugins().deliverer("pigeon")
    assert pigeon.deliver(samples.empty(), {"a": b""}, Context()) == "1 sent"
    assert pigeon.formats == ("text",)


def test_every_hook_is_documented_and_known_to_pluggy() -> None:
    manager = pluggy.PluginManager(plugin.PROJECT)
    manager.add_hookspecs(plugin)
    hooks = {name for name in vars(plugin) if name.startswith("checklist_")}
    assert hooks == {"checklist_formats", "checklist_deliverers", "checklist_packs"}
    for name in hooks:
        assert getattr(plugin, name).__doc__
        assert hasattr(manager.hook, name)
        assert f"`{name}()`" in GUIDE, "the guide does not say what it is for"
        assert any(name in path.read_text("utf-8") for path in EXAMPLES.rglob("*.py")), "no example uses it"
    types = {name for name, one in vars(plugin).items() if isinstance(one, type) and issubclass(one, Value)}
    assert types - {"Value"} == set(re.findall(r"<!-- fields: checklist_engine\.plugin\.(\w+) -->", GUIDE))


def test_rendering_text_imports_nothing_slow() -> None:
    code = (
        "import sys; import samples; before = set(sys.modules)\n"
        "from checklist_engine.plugins import find_format, render\n"
        "from checklist_engine.plugin import Context\n"
        "render(find_format('text'), samples.everything(), Context())\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    slow = {"dataclasses", "textwrap", "datetime", "importlib.metadata", "json"}
    assert not (slow | {"unicodedata"}) & set(ran.stdout.split())


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


WRONG_FIELDS = [
    ("options=Option(name='x', summary='s', default='')", "options"),
    ("options=(Option(name='x', summary='s', default=1),)", "option with the default 1"),
    ("options=(Option(name='x', summary='s', default='', choices='yes no'),)", "choices"),
    ("options=(Option(name='x', summary='s', default='maybe', choices=('yes', 'no')),)", "default that is none of its"),
    ("options=(Option(name='x', summary='s', default=''),) * 2", "two options of the name x"),
    ("drops=None", "drops"),
    ("drops='voices'", "one alone needs a comma"),
    ("reads=('../secret',)", "plain file names"),
    ("suffix='org'", "an ending with its dot"),
    ("media_type='org'", "a media type"),
    ("render='render'", "a function"),
    ("ticks=[]", "a function"),
]


@pytest.mark.parametrize(("field", "said"), WRONG_FIELDS, ids=[field for field, _ in WRONG_FIELDS])
def test_a_field_of_the_wrong_kind_is_the_plugin_s_fault(install: Installer, field: str, said: str) -> None:
    given = {"summary": "'s'", "suffix": "'.x'", "media_type": "'text/plain'", "render": "print"}
    given |= dict([field.split("=", 1)])
    install("a", "")
    fields = ", ".join(f"{name}={value}" for name, value in given.items())
    install.gives("b", f"[Format(name='mine', {fields})]")
    found = Plugins()
    found.formats()
    assert [problem.plugin for problem in found.problems] == ["checklist-engine-b (b)"]
    assert said in found.problems[0].message


def test_half_a_character_and_a_day_that_is_none_are_the_plugin_s_fault(install: Installer) -> None:
    install.gives("a", FORMAT.format(name="mine").replace("'made ' + c.case", "'\\ud800'").join("[]"))
    with pytest.raises(PluginError, match="UnicodeEncodeError while its text was written"):
        render(find_format("mine"), samples.empty(), Context())
    install(
        "c",
        "from checklist_engine.plugin import Tick\n@hookimpl\ndef checklist_formats():\n"
        "    return [Format(name='dated', summary='s', suffix='.x', media_type='text/plain', render=print,\n"
        "        ticks=lambda data, context: [Tick(case='c', item='i', on='18.11.2026')])]\n",
    )
    with pytest.raises(PluginError, match=r"'18\.11\.2026', which is no day"):
        read_ticks(find_format("dated"), Context(existing=b""))


def test_a_pack_of_our_name_is_refused(install: Installer, tmp_path: Path) -> None:
    folders = f"{{'after-interview': pathlib.Path({str(tmp_path)!r})}}"
    install("a", f"import pathlib\n@hookimpl\ndef checklist_packs():\n    return {folders}\n")
    found = Plugins()
    assert found.packs() == {}
    assert "is taken already" in found.problems[0].message


def test_a_failure_is_told_as_data_too(install: Installer) -> None:
    install("faulty", "raise ValueError('broken thing')")
    install.gives(
        "a", "[Format(name='mine', summary='s', suffix='.x', media_type='text/plain', render=lambda c, x: c.itemz)]"
    )
    record = Path(__file__).parent.parent / "examples" / "minimal.yaml"
    words = ["run", str(record), "--format", "mine", "--error-format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "checklist_engine", *words], capture_output=True, text=True, check=False,
        env={**__import__("os").environ, "PYTHONPATH": ":".join(filter(None, sys.path))},
    )  # fmt: skip
    assert done.returncode == 3
    problems = json.loads(done.stderr)["problems"]
    assert [problem["id"] for problem in problems] == ["plugin/failed", "plugin/failed"]
    assert "broken thing" in problems[0]["message"]
    assert "itemz" in problems[1]["message"]


def test_debug_shows_where_a_plugin_failed(install: Installer) -> None:
    install.gives(
        "a", "[Format(name='mine', summary='s', suffix='.x', media_type='text/plain', render=lambda c, x: c.itemz)]"
    )
    record = Path(__file__).parent.parent / "examples" / "minimal.yaml"
    for debug in (False, True):
        words = ["run", str(record), "--format", "mine", *(["--debug"] if debug else [])]
        done = subprocess.run(
            [sys.executable, "-m", "checklist_engine", *words], capture_output=True, text=True, check=False,
            env={**__import__("os").environ, "PYTHONPATH": ":".join(filter(None, sys.path))},
        )  # fmt: skip
        assert done.returncode == 3
        assert ("fake_a.py" in done.stderr) is debug
