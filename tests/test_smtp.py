"""Sending, against a real mail server on loopback: every way to be refused, and never twice."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import samples
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from commands import EXAMPLES, WEDNESDAY, Command

from checklist_engine.plugin import Context
from checklist_engine.plugins import Plugins
from checklist_engine.plugins.render import options_of
from checklist_plugins.smtp import PASSWORD

SMTP = Plugins().deliverer("smtp")
MAIL = b"Subject: x\r\nTo: eve@example.org\r\nBcc: mallory@example.org\r\n\r\n.\r\nhello\r\n"
SECRET = "pass word ä"


class Handler:
    """Keeps what it takes; refuses at the step that it is told."""

    def __init__(self, refuse: str = "") -> None:
        self.refuse, self.taken, self.seen = refuse, list[Envelope](), list[str]()

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.seen.append("MAIL")
        if self.refuse == "MAIL":
            return "550 not from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.seen.append("RCPT")
        if self.refuse == "RCPT":
            return "550 5.1.1 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.seen.append("DATA")
        if self.refuse == "DATA":
            return "451 4.3.0 try again later"
        self.taken.append(envelope)
        return "250 OK"


def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"kim", SECRET.encode()), handled=False)


@contextmanager
def serving(handler: Handler, security: str = "none", **how: Any) -> Iterator[Any]:
    """A mail server on loopback until the end of the block; its address and port, and trust in its certificate."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    if security == "starttls":
        how["tls_context"] = context
    if security == "tls":
        how["ssl_context"] = context
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, ready_timeout=10, **how)
    patch = pytest.MonkeyPatch()
    with authority.cert_pem.tempfile() as trusted:
        patch.setenv("SSL_CERT_FILE", trusted)
        controller.start()
        try:
            yield port
        finally:
            controller.stop()
            patch.undo()


def send(server: int, options: Mapping[str, str] | None = None, *, dry_run: bool = False) -> str:
    given = {"host": "127.0.0.1", "port": str(server), "security": "none", "timeout": "3"}
    filled = options_of("smtp", SMTP, {**given, **(options or {})})
    context = Context(options=filled, me={"email": "kim@example.org"}, dry_run=dry_run)
    return SMTP.deliver(samples.empty(), {"mail.eml": MAIL}, context)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_it_is_sent_once_and_to_the_configured_address_alone(security: str) -> None:
    handler = Handler()
    with serving(handler, security) as port:
        said = send(port, {"security": security})
    assert said == f"Sent to kim@example.org by 127.0.0.1:{port} ({security})."
    (envelope,) = handler.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("kim@example.org", ["kim@example.org"])
    assert envelope.content == MAIL
    assert handler.seen == ["MAIL", "RCPT", "DATA"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("by", ["environment", "command"])
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # TLS is there from the first byte
def test_logging_in(security: str, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = Handler()
    options = {"security": security, "user": "kim"}
    if by == "environment":
        monkeypatch.setenv(PASSWORD, SECRET)
    else:
        options["password-command"] = f"{sys.executable} -X utf8 -c 'print(\"{SECRET}\")'"
    with serving(
        handler, security, authenticator=login, auth_required=True, auth_require_tls=security != "tls"
    ) as port:
        send(port, options)
    assert len(handler.taken) == 1


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("MAIL", "refused the sender: 550 not from you"),
        ("RCPT", "refused the recipient: 550 5.1.1 no such box"),
        ("DATA", "did not take the mail: 451 4.3.0 try again later"),
    ],
)
def test_a_refusal_is_told_and_nothing_is_tried_again(step: str, said: str) -> None:
    handler = Handler(step)
    with serving(handler) as port, pytest.raises(Exception, match=said):
        send(port)
    assert handler.seen.count(step) == 1
    assert not handler.taken


def test_other_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "wrong secret")
    with serving(Handler(), "starttls", authenticator=login, auth_require_tls=True) as port:
        with pytest.raises(Exception, match="did not let you in: 535") as caught:
            send(port, {"security": "starttls", "user": "kim"})
        assert "wrong secret" not in str(caught.value)
    with serving(Handler()) as port, pytest.raises(Exception, match=r"would not encrypt the line \(STARTTLS\)"):
        send(port, {"security": "starttls"})
    with serving(Handler(), "tls") as port:
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")  # nobody vouches for the server
        with pytest.raises(Exception, match=r"could not be reached: .*certificate verify failed"):
            send(port, {"security": "tls"})


@contextmanager
def talking(*lines: bytes, hang: bool = False) -> Iterator[int]:
    """A server that says these lines, one after each of ours, and then hangs up, or says no more."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(10)
    done = threading.Event()

    def talk() -> None:
        taken, _ = server.accept()
        with taken:
            for line in lines:
                taken.sendall(line)
                taken.recv(4_096)
            if hang:
                done.wait(10)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        done.set()
        thread.join(10)
        server.close()


def test_a_server_that_hangs_or_hangs_up() -> None:
    begun = time.monotonic()
    with talking(hang=True) as port, pytest.raises(Exception, match=r"could not be reached: .*timed out"):
        send(port, {"timeout": "1"})
    assert time.monotonic() - begun < 5
    with talking(b"220 hello\r\n", b"250 hi\r\n") as port, pytest.raises(Exception, match="refused the sender"):
        send(port)
    until_data = (b"220 hello\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
    with talking(*until_data) as port, pytest.raises(Exception, match="did not take the mail"):
        send(port)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Exception, match=r"could not be reached: .*refused"):
        send(port)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"host": ""}, "no mail server is configured"),
        ({"to": "a@b\r\nRCPT TO:<eve@x.y>"}, "is no mail address"),
        ({"port": "many"}, "port must be a number"),
        ({"user": "kim", "host": "mail.example.org"}, "in the open"),
        ({"user": "kim"}, "there is no password"),
        ({"user": "kim", "password-command": "false"}, "password-command failed"),
        ({"user": "kim", "password-command": "'"}, "password-command failed"),
    ],
)
def test_what_is_wrong_is_said_before_a_line_is_opened(
    options: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    monkeypatch.setattr(socket, "create_connection", lambda *given, **named: pytest.fail("a line was opened"))
    with pytest.raises(Exception, match=said):
        send(1, options)


def test_a_dry_run_opens_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *given, **named: pytest.fail("a line was opened"))
    said = send(1, {"security": "starttls", "user": "kim"}, dry_run=True)
    assert (
        said == f"Would send 1 mail ({len(MAIL)} bytes) to kim@example.org by 127.0.0.1:1 (starttls); nothing was sent."
    )


def test_the_whole_command(command: Command) -> None:
    handler = Handler()
    with serving(handler) as port:
        command.config(
            "me: {name: Kim, email: kim@example.org}\n"
            f'options: {{smtp: {{host: 127.0.0.1, port: "{port}", security: none}}}}\n'
        )
        done = command("run", EXAMPLES / "interview.yaml", "--now", WEDNESDAY, "--send", "smtp")
        assert (done.code, done.err) == (0, "")
        assert done.out == f"Sent to kim@example.org by 127.0.0.1:{port} (none).\n"
        handler.refuse = "RCPT"
        done = command("run", EXAMPLES / "interview.yaml", "--now", WEDNESDAY, "--send", "smtp", "-f", "json=a.json")
    assert done.code == 3
    assert "deliverer smtp: the mail server 127.0.0.1 refused the recipient: 550 5.1.1 no such box" in done.err
    assert (command.folder / "a.json").exists()
    command.config("me: {name: Kim, email: kim@example.org}\n")
    done = command("run", EXAMPLES / "interview.yaml", "--send", "smtp")
    assert (done.code, "deliverer smtp: no mail server is configured" in done.err) == (2, True)
    (envelope,) = handler.taken
    assert b"\r\nTo: kim@example.org\r\n" in (envelope.content if isinstance(envelope.content, bytes) else b"")
