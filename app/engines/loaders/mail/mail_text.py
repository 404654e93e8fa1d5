"""The text of one MIME message: headers, the better of its bodies, attached messages; opens no other attachment."""

from __future__ import annotations

import email.errors
import email.header
import re
from email.message import Message

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.text.encoding import decode
from app.engines.loaders.web.html_text import blocks, parse_html

MAX_DEPTH = 8
MAX_PARTS = 1_000
MAX_ATTACHED_TEXT = 2_000_000
"""Characters of one attached text that are taken in."""

SHOWN_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_STUB = 500


def message_lines(message: Message) -> list[str]:
    """Headers, an empty line, the body; then the names of attachments, and attached messages and texts in full."""
    return _Reader().message(message, 0)


def header_text(message: Message, name: str) -> str:
    """A header decoded to one line, ``""`` where it is missing."""
    # ``get`` would put a replacement character for each raw byte.
    value = next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)
    return "" if value is None else decode_header(str(value))


def decode_header(value: str) -> str:
    """Encoded words (RFC 2047) and raw bytes of a header as text on one line."""
    pieces: list[str] = []
    try:
        parts = email.header.decode_header(re.sub(r"\r?\n(?=[ \t])", "", value))
    except (ValueError, LookupError, email.errors.HeaderParseError):
        parts = [(value, None)]
    for piece, charset in parts:
        data = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
        pieces.append(_decoded(data, charset))
    return " ".join("".join(pieces).split()) or " ".join(value.split())


def html_lines(html: str) -> list[str]:
    """All that an HTML body shows, line by line; mail has no menus around its text."""
    texts = (text.replace("\xa0", " ") for text, _ in blocks(parse_html(html), strip_boilerplate=False))
    return [line.rstrip() for text in texts for line in text.split("\n") if line.strip()]


def is_encrypted(message: Message) -> bool:
    """Whether the body can only be read with a key: PGP/MIME or S/MIME enveloped data."""
    kind = message.get_content_type()
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        smime = str(message.get_param("smime-type", "") or "").lower()
        return smime in ("enveloped-data", "authenveloped-data", "")
    return kind == "multipart/encrypted"


class _Reader:
    def __init__(self) -> None:
        self._parts = 0

    def message(self, message: Message, depth: int) -> list[str]:
        if is_encrypted(message) and depth == 0:
            raise FileRefused(Refusal.ENCRYPTED)
        lines = [f"{name}: {text}" for name in SHOWN_HEADERS if (text := header_text(message, name))]
        body = self._part(message, depth)
        return [*lines, "", *body] if lines and body else lines + body

    def _part(self, part: Message, depth: int) -> list[str]:
        self._parts += 1
        if self._parts > MAX_PARTS or depth > MAX_DEPTH:
            return []
        kind = part.get_content_type()
        children = _children(part)
        if kind == "message/rfc822":
            return [line for child in children for line in ["", *self.message(child, depth + 1)]]
        if kind == "multipart/alternative":
            return self._best([self._part(child, depth + 1) for child in children], children)
        if kind == "multipart/related":
            return [line for child in children for line in self._related(child, child is children[0], depth)]
        if children:
            return [line for child in children for line in self._part(child, depth + 1)]
        return self._leaf(part)

    def _related(self, part: Message, is_root: bool, depth: int) -> list[str]:
        """The pictures and style sheets that belong to an HTML body are no attachments."""
        kind = part.get_content_type()
        if is_root or kind.startswith("multipart/"):
            return self._part(part, depth + 1)
        if "Content-ID" in part or "Content-Location" in part:
            return []
        return self._leaf(part)

    def _best(self, bodies: list[list[str]], children: list[Message]) -> list[str]:
        """The plain body, unless it is empty or only says that there is another one."""
        plain = next((b for b, c in zip(bodies, children, strict=True) if c.get_content_type() == "text/plain"), [])
        length = len("".join(plain))
        longest = max(bodies, key=lambda body: len("".join(body)), default=[])
        if length and (length >= _STUB or len("".join(longest)) < 5 * length):
            return plain
        return longest

    def _leaf(self, part: Message) -> list[str]:
        kind = part.get_content_type()
        name = _file_name(part)
        attached = bool(name) or part.get_content_disposition() == "attachment"
        lines = [f"[{name}]"] if name else []
        if kind not in ("text/plain", "text/html", "text/enriched", "text/csv", "text/markdown", "text/calendar"):
            return lines
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            return lines
        text = _decoded(data, part.get_content_charset() if kind != "text/html" else _html_charset(part, data))
        if kind in ("text/html", "text/enriched"):
            body = html_lines(text)
        else:
            body = _plain_lines(text, str(part.get_param("format", "") or "").lower() == "flowed")
        if attached:
            body = "\n".join(body)[:MAX_ATTACHED_TEXT].split("\n")
        return lines + body


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError):
        return ""
    return decode_header(name) if name else ""


def _html_charset(part: Message, data: bytes) -> str | None:
    match = re.search(rb"""<meta[^>]{1,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", data[:4096], re.IGNORECASE)
    return part.get_content_charset() or (match[1].decode("ascii") if match else None)


def _decoded(data: bytes, charset: str | None) -> str:
    try:
        text = decode(data, charset)
    except FileRefused:
        text = data.decode("latin-1")
    return "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\n\t")


def _plain_lines(text: str, flowed: bool) -> list[str]:
    """Lines without trailing space; soft line ends (RFC 3676) are joined, runs of empty lines become one."""
    lines: list[str] = []
    joined = ""
    for raw in text.split("\n"):
        line = raw[1:] if flowed and raw.startswith(" ") else raw
        if flowed and line.endswith(" ") and line != "-- ":
            joined += line
            continue
        line, joined = (joined + line).rstrip(), ""
        if line or (lines and lines[-1]):
            lines.append(line)
    if joined.strip():
        lines.append(joined.rstrip())
    while lines and not lines[-1]:
        lines.pop()
    return lines
