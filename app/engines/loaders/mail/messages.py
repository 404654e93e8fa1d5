"""Mail: one message (eml, mht), a mailbox (mbox) or an Outlook message (msg); sends nothing, opens no link."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import Message

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.layout import Layout
from app.engines.loaders.mail.mail_text import header_text, is_encrypted, message_lines
from app.engines.loaders.mail.outlook import outlook_message
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.zip_guard import OLE_MAGIC

MAX_MESSAGES = 100_000
_POSTMARK = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From "
    # Either the line ends as the format says, with a time and a year, or a header follows.
    rb"(?:[^\r\n]{1,200}\d{1,2}:\d\d[^\r\n]{0,40}\d{4}[^\r\n]{0,20}\r?\n|[^\r\n]{0,300}\r?\n(?=[!-9;-~]{1,100}:))"
)


def load(source: Source) -> Loaded:
    """One section a message. In a mailbox each message is a container, ``part`` its number from 1."""
    if source.data.startswith(OLE_MAGIC):
        message = outlook_message(source.stream())
        section = Layout().section("\n".join(message.lines), headings=(message.subject,) if message.subject else ())
        return Loaded(DocumentKind.MAIL, [section] if message.lines else [], message.subject)
    data = source.data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if data.startswith(b"From "):
        return Loaded(DocumentKind.MAIL, _mailbox(data))
    parsed = _parsed(data)
    return Loaded(DocumentKind.MAIL, _message(parsed, None), header_text(parsed, "Subject"))


def _parsed(data: bytes) -> Message:
    try:
        return email.message_from_bytes(data)
    except RecursionError as error:
        raise FileRefused(Refusal.DAMAGED, part="mail") from error


def _message(message: Message, part: str | None) -> Iterator[Section]:
    subject = header_text(message, "Subject")
    lines = message_lines(message)
    if lines:
        yield Layout().section("\n".join(lines), part=part, headings=(subject,) if subject else ())


def _mailbox(data: bytes) -> Iterator[Section]:
    starts = [match.start() for match in _POSTMARK.finditer(data)] or [0]
    if len(starts) > MAX_MESSAGES:
        raise FileRefused(Refusal.TOO_LARGE, limit="messages")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(data)], strict=True), 1):
        raw = data[start:end].partition(b"\n")[2]
        message = _parsed(re.sub(rb"(?m)^>(>*From )", rb"\1", raw))
        if is_encrypted(message) and len(starts) > 1:
            # One locked message does not lock the mailbox; its headers are still there to be found.
            message.set_payload("")
            del message["Content-Type"]
        yield from _message(message, str(number))
