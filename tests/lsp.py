"""The real yaml-language-server, as editors run it: asked over its standard input and output."""

from __future__ import annotations

import json
import subprocess
from collections import deque
from os import environ
from pathlib import Path
from typing import Any

from clients import client, missing

VERSION = "1.25.0"
_SECONDS = 60


def server(folder: Path) -> list[str]:
    """The server's command: where ``YAML_LANGUAGE_SERVER`` says that npm put it, else installed into ``folder``."""
    node = client("node", "nodejs")
    place = Path(environ.get("YAML_LANGUAGE_SERVER") or folder / "node_modules" / "yaml-language-server")
    if not place.is_dir() and "YAML_LANGUAGE_SERVER" not in environ:
        npm = client("npm")
        done = subprocess.run(
            [npm, "install", "--silent", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder),
             f"yaml-language-server@{VERSION}"], capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        if done.returncode:
            missing(f"npm did not install yaml-language-server: {done.stderr[-300:]}")
    script = place / "bin" / "yaml-language-server"
    return [node, str(script), "--stdio"] if script.is_file() else missing(f"yaml-language-server is not in {place}")


class Editor:
    """An editor with the folder ``root`` open; ``settings`` are its ``yaml.…`` settings, without the prefix."""

    def __init__(self, command: list[str], root: Path, settings: dict[str, Any] | None = None) -> None:
        self.root = root
        self.settings = {
            "validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False},
            "format": {"enable": False}, **(settings or {}),
        }  # fmt: skip
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._answers: dict[int, Any] = {}
        self._number = 0
        self._versions: dict[str, int] = {}
        self.log: deque[str] = deque(maxlen=20)
        uri = root.as_uri()
        self.ask("initialize", {
            "processId": None, "rootUri": uri, "workspaceFolders": [{"uri": uri, "name": root.name}],
            "capabilities": {
                "workspace": {"configuration": True, "workspaceFolders": True, "didChangeConfiguration": {}},
                "textDocument": {
                    "publishDiagnostics": {}, "hover": {"contentFormat": ["markdown"]},
                    "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                },
            },
        })  # fmt: skip
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})

    def __enter__(self) -> Editor:
        return self

    def __exit__(self, *_: object) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and wait for its result."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while number not in self._answers:
            self._hear()
        answer = self._answers.pop(number)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, path: Path, text: str | None = None) -> list[dict[str, Any]]:
        """Open a file (or show it with another text); the squiggles that it then has."""
        uri = path.as_uri()
        text = path.read_text(encoding="utf-8") if text is None else text
        self._diagnostics.pop(uri, None)
        version = self._versions[uri] = self._versions.get(uri, 0) + 1
        if version == 1:
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
            self.tell("textDocument/didOpen", {"textDocument": document})
        else:
            about = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
            self.tell("textDocument/didChange", about)
        while uri not in self._diagnostics:
            self._hear()
        return self._diagnostics[uri]

    def completion(self, path: Path, line: int, column: int) -> list[str]:
        """What is offered at a place (line and column from 0)."""
        found = self.ask("textDocument/completion", self._place(path, line, column))
        return [item["label"] for item in (found["items"] if isinstance(found, dict) else found or [])]

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown when the pointer rests on a place."""
        found = self.ask("textDocument/hover", self._place(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def _place(self, path: Path, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _hear(self) -> None:
        """Read one message of the server's, and do what it asks for."""
        assert self._process.stdout is not None
        length = 0
        while (header := self._process.stdout.readline().strip()) != b"":
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, f"the server has ended: {list(self.log)}"
        message = json.loads(self._process.stdout.read(length))
        method, params = message.get("method"), message.get("params")
        if method is None:
            self._answers[message["id"]] = message
        elif method == "textDocument/publishDiagnostics":
            self._diagnostics[params["uri"]] = params["diagnostics"]
        elif "id" in message:
            result: Any = None
            if method == "workspace/configuration":
                # Every section that is asked for besides `yaml` has nothing in it.
                result = [self.settings if item.get("section") == "yaml" else {} for item in params["items"]]
            self._send({"id": message["id"], "result": result})
        else:
            self.log.append(f"{method}: {params}")
