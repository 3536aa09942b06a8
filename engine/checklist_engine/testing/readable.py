"""What a person reads in a file: its text, without what its format does to it on the way."""

from __future__ import annotations

from collections.abc import Mapping

from checklist_engine.plugin import Format, Rendered


def readable(format: Format, rendered: Rendered) -> str:
    """The text in what a format gave, by its media type: unfolded, decoded, entities put back; several files joined."""
    if isinstance(rendered, Mapping):
        return "\n".join(f"{name}\n{_text(format.media_type, data)}" for name, data in rendered.items())
    return _text(format.media_type, rendered.encode(errors="surrogatepass") if isinstance(rendered, str) else rendered)


def _text(media_type: str, data: bytes) -> str:
    if media_type == "message/rfc822":
        return _mail(data)
    text = data.decode("utf-8", "replace")
    if media_type == "text/calendar":
        return text.replace("\r\n ", "").replace("\n ", "").replace("\r\n", "\n")
    if media_type in ("text/html", "application/xhtml+xml"):
        from html import unescape

        return unescape(text)
    return text


def _mail(data: bytes) -> str:
    from email import message_from_bytes
    from email.policy import default

    message = message_from_bytes(data, policy=default)
    head = [f"{name}: {value}" for name, value in message.items()]
    parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*head, "", *parts])
