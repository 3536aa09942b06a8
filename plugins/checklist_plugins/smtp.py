"""Sending the mail by SMTP (RFC 5321): once, to the configured address alone, and over an encrypted line.

The password comes from the environment or from a command that prints it, never from a record, a setting or the command
line. After the text has been handed over nothing is tried again, so that nobody gets it twice.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context, Deliverer, Option, Refused, Undelivered, hookimpl
from checklist_plugins.email_format import address

if TYPE_CHECKING:
    import smtplib

PASSWORD = "CHECKLIST_SMTP_PASSWORD"
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LOCAL = ("localhost", "127.0.0.1", "::1")


def deliver(checklist: Checklist, files: Mapping[str, bytes], context: Context) -> str:
    """Sends each file, a whole message; a sentence on what was done. Raises Undelivered with what the server said.

    Raises Refused where a setting is missing or wrong.
    """
    options = context.options
    host, security = options["host"], options["security"]
    to, sender = (address(options[name] or context.me.get("email", "")) for name in ("to", "from"))
    if not host:
        raise Refused("no mail server is configured: set options: {smtp: {host: …}} in your configuration")
    if to is None or sender is None:
        raise Refused("nobody's address is configured: set me: {email: …} in your configuration")
    port, seconds = _number(options, "port", _PORTS[security]), _number(options, "timeout", 20)
    if options["user"] and security == "none" and host not in _LOCAL:
        raise Refused("a password would cross the network in the open: set security to starttls or tls")
    where = f"{host}:{port} ({security})"
    if context.dry_run:
        size = sum(map(len, files.values()))
        return f"Would send {len(files)} mail ({size:,} bytes) to {to} by {where}; nothing was sent."
    password = _password(options["password-command"], seconds) if options["user"] else ""
    for data in files.values():
        _send(data, (host, port, security), sender, to, options["user"], password, seconds)
    return f"Sent to {to} by {where}."


def _send(
    data: bytes, server: tuple[str, int, str], sender: str, to: str, user: str, password: str, seconds: int
) -> None:
    import smtplib
    import ssl
    from contextlib import suppress

    host, port, security = server
    step = "could not be reached"
    try:
        secure = ssl.create_default_context()
        connection: smtplib.SMTP = (
            smtplib.SMTP_SSL(host, port, timeout=seconds, context=secure)
            if security == "tls"
            else smtplib.SMTP(host, port, timeout=seconds)
        )
        try:
            step = "did not begin"
            connection.ehlo()
            if security == "starttls":
                step = "would not encrypt the line (STARTTLS)"
                connection.starttls(context=secure)
                connection.ehlo()  # what was said in the open is forgotten (RFC 3207)
            if user:
                step = "did not let you in"
                _log_in(connection, user, password)
            step = "refused the sender"
            _expect(connection.mail(sender), 250)
            step = "refused the recipient"
            _expect(connection.rcpt(to), 250, 251)
            step = "did not take the mail"
            _expect(connection.data(data), 250)
        finally:
            with suppress(smtplib.SMTPException, OSError):  # what has been taken is taken, however it says goodbye
                connection.quit()
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise _undelivered(host, step, f"{error.smtp_code} {' '.join(words.split())}", password) from None
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise _undelivered(host, step, str(error) or type(error).__name__, password) from None


def _log_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    """By AUTH PLAIN in UTF-8 (RFC 4616), which the library would do in ASCII; else by what the server offers."""
    if "PLAIN" not in connection.esmtp_features.get("auth", "").upper().split():
        connection.login(user, password)
        return
    from base64 import b64encode

    _expect(connection.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{password}".encode()).decode()), 235)


def _expect(answer: tuple[int, bytes], *wanted: int) -> None:
    import smtplib

    if answer[0] not in wanted:
        raise smtplib.SMTPResponseException(*answer)


def _undelivered(host: str, step: str, said: str, password: str) -> Undelivered:
    return Undelivered(f"the mail server {host} {step}: {said.replace(password, '…') if password else said}")


def _number(options: Mapping[str, str], name: str, default: int) -> int:
    given = options[name]
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and 0 < int(given[:6]) < 65_536):
        raise Refused(f"{name} must be a number, not “{given}”")
    return int(given)


def _password(command: str, seconds: int) -> str:
    if not command:
        if given := os.environ.get(PASSWORD):
            return given
        raise Refused(f"there is no password: set {PASSWORD}, or password-command in your configuration")
    import shlex
    import subprocess

    try:
        words = shlex.split(command)
        done = subprocess.run(words, capture_output=True, text=True, timeout=max(seconds, 60), check=True)
    except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
        # What it printed may hold the password: only what went wrong is said.
        raise Refused(f"password-command failed ({type(error).__name__})") from None
    return done.stdout.partition("\n")[0]


@hookimpl
def checklist_deliverers() -> list[Deliverer]:
    """The deliverer `smtp`."""
    return [
        Deliverer(
            name="smtp",
            summary="sends the mail to you by your mail server",
            deliver=deliver,
            formats=("email",),
            options=(
                Option(name="host", summary="the mail server", default=""),
                Option(name="port", summary="587, 465 or 25 by default, as security says", default=""),
                Option(name="security", summary="how the line is encrypted", default="starttls", choices=tuple(_PORTS)),
                Option(name="user", summary="the name to log in with; none by default", default=""),
                Option(
                    name="password-command", summary=f"a command that prints the password, else {PASSWORD}", default=""
                ),
                Option(name="from", summary="the sender's address; yours by default", default=""),
                Option(name="to", summary="the recipient's address; yours by default", default=""),
                Option(name="timeout", summary="seconds to wait for each answer", default="20"),
            ),
        )
    ]
