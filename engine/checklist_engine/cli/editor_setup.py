"""`checklist editor-setup`: completion, explanations and underlined mistakes for the files of a folder."""

from __future__ import annotations

from pathlib import Path

import click

from checklist_engine.cli.group import common, say

_OTHERS = """\
Every file that checklist writes names its schema in its first line, which these editors read by themselves:
  VS Code     install the extension “YAML” (by Red Hat); the settings above are for files without such a line
  Neovim      install yaml-language-server (npm install -g yaml-language-server), then: vim.lsp.enable("yamlls")
  Helix       install yaml-language-server; `hx --health yaml` shows whether it is found
  Zed         nothing to install: its YAML support is yaml-language-server
  JetBrains   nothing to install; for files without such a line: Settings, Languages & Frameworks,
              Schemas and DTDs, JSON Schema Mappings
For files without a first line, give these editors' `yaml.schemas` what stands in .vscode/settings.json."""


@click.command("editor-setup")
@click.argument("folder", required=False, default=".", type=click.Path())
@click.option("--pack", metavar="NAME", help="The pack that your records are for.")
@common
def editor_setup(folder: str, pack: str | None) -> None:
    """Set up VS Code for the records and packs in FOLDER (by default this one); says what others need.

    Writes .vscode/settings.json and schemas beside it. What else is in the settings stays as it is.
    """
    from checklist_engine.editors.files import set_up
    from checklist_engine.problems import Problem, Problems
    from checklist_engine.session import pack_folder

    place = Path(folder)
    if not place.is_dir():
        raise Problems([Problem(id="files/no-folder", file=folder, message="there is no such folder",
                                hint="name the folder that you open in your editor")])  # fmt: skip
    schemas, files = set_up(place, Path(pack_folder(pack)))
    _settings(place / ".vscode" / "settings.json", files, schemas, place)
    say("")
    click.echo(_OTHERS)


def _settings(path: Path, files: dict[str, list[str]], schemas: dict[str, bytes], place: Path) -> None:
    """Write the schemas and the settings; where settings cannot be changed safely, say what to add, and write none."""
    import json

    from checklist_engine.editors.files import OURS
    from checklist_engine.editors.settings import KEY, UnsafeError, merged
    from checklist_engine.files import overwrite_bytes, read_bytes, replace_bytes
    from checklist_engine.problems import Problem, Problems

    old = read_bytes(path) if path.exists() else None
    try:
        new = merged(None if old is None else old.decode("utf-8"), files, f"./{OURS}").encode()
    except (UnsafeError, UnicodeDecodeError) as error:
        reason = str(error) if isinstance(error, UnsafeError) else "it is not UTF-8"
        click.echo(f'Add this to {path} by hand:\n"{KEY}": {json.dumps(files, indent=2, ensure_ascii=False)}')
        _write_schemas(schemas, place)
        raise Problems([Problem(id="editor/unsafe", file=str(path), message=f"the settings stay as they are: {reason}",
                                hint="what to add is printed above")]) from None  # fmt: skip
    _write_schemas(schemas, place)
    if new == old:
        say(f"{path} is up to date.")
        return
    if old is None:
        overwrite_bytes(path, new)
    else:
        replace_bytes(path, new, expected=old)
    say(f"Wrote {path}: {', '.join(sorted({glob for globs in files.values() for glob in globs}))}")


def _write_schemas(schemas: dict[str, bytes], place: Path) -> None:
    from checklist_engine.files import write_ours

    for name, data in schemas.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            write_ours(path, data, begins=data[:50])
