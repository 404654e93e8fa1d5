"""Outlook messages (msg, [MS-OXMSG]): headers, body, attached messages; other attachments are only named."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

import olefile  # type: ignore[import-untyped]

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.mail.compressed_rtf import decompress
from app.engines.loaders.mail.mail_text import html_lines
from app.engines.loaders.mail.rtf_mail import rtf_lines
from app.engines.loaders.rich_text.rtf_fonts import code_page
from app.engines.loaders.text.encoding import decode

MAX_DEPTH = 5
MAX_ATTACHMENTS = 500
_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F
_TO, _CC, _SENT, _RECEIVED = 0x0E04, 0x0E03, 0x0039, 0x0E06
_RECIPIENT_KIND, _DISPLAY_NAME, _SMTP, _ADDRESS = 0x0C15, 0x3001, 0x39FE, 0x3003
_LONG_NAME, _SHORT_NAME = 0x3707, 0x3704
_CODE_PAGES = (0x3FFD, 0x3FDE)
_CONTACT = (
    0x3001, 0x3A17, 0x3A18, 0x3A16, 0x3A08, 0x3A1C, 0x3A09, 0x3A24, 0x3A29, 0x3A27, 0x3A28, 0x3A2A, 0x3A26, 0x3A51,
)  # fmt: skip
"""Of a contact: name, title, department, company, telephones, street, town, region, post code, country, web page."""


@dataclass(frozen=True, slots=True)
class OutlookMessage:
    subject: str
    lines: tuple[str, ...]


def outlook_message(stream: BinaryIO) -> OutlookMessage:
    """The message in a Compound File. Raises UNSUPPORTED (another kind of Compound File), DAMAGED, ENCRYPTED."""
    try:
        with olefile.OleFileIO(stream) as compound:
            if not compound.exists("__properties_version1.0"):
                raise FileRefused(Refusal.UNSUPPORTED if compound.listdir() else Refusal.DAMAGED)
            reader = _Reader(compound, ())
            return OutlookMessage(reader.text(_SUBJECT), tuple(reader.lines(0)))
    except (OSError, ValueError, IndexError, TypeError, KeyError, struct.error, RecursionError) as error:
        raise FileRefused(Refusal.DAMAGED, part="msg") from error


_Entries = dict[tuple[str, ...], list[list[str]]]


def _by_storage(compound: Any) -> _Entries:
    """What each storage of the file holds; listed once, since a message may have a thousand recipients."""
    found: _Entries = {}
    for entry in compound.listdir(streams=True, storages=True):
        found.setdefault(tuple(entry[:-1]), []).append(entry)
    return found


class _Reader:
    """One message storage: the file itself or a message attached to another."""

    def __init__(self, compound: Any, path: tuple[str, ...], entries: _Entries | None = None) -> None:
        self._compound = compound
        self._path = path
        self._entries = _by_storage(compound) if entries is None else entries
        self._names = {entry[-1].lower(): entry for entry in self._entries.get(path, ())}
        self._fixed = self._fixed_properties()
        pages = (code_page(self._fixed[tag][1] & 0xFFFFFFFF) for tag in _CODE_PAGES if tag in self._fixed)
        self._codec = next((page for page in pages if page), None)

    def lines(self, depth: int) -> Iterator[str]:
        sender = " ".join(filter(None, [self.text(_SENDER_NAME), self._address()]))
        date = self._time(_SENT) or self._time(_RECEIVED)
        to = self._recipients(1) or self.text(_TO)
        copies = self._recipients(2) or self.text(_CC)
        headers = (("From", sender), ("To", to), ("Cc", copies), ("Date", date))
        for name, value in (*headers, ("Subject", self.text(_SUBJECT))):
            if value:
                yield f"{name}: {value}"
        seen = self.text(_SUBJECT)
        for tag in _CONTACT:
            value = self.text(tag)
            # Every message has a display name of its own; it mostly repeats the subject.
            if value and value != seen and self._is_contact():
                yield value
        body = self._body()
        if body:
            yield ""
            yield from body
        yield from self._attachments(depth)

    def text(self, tag: int) -> str:
        """A string property on one line."""
        return " ".join(self._string(tag).split())

    def _recipients(self, kind: int) -> str:
        """The people of the recipient table: 1 for To, 2 for Cc ([MS-OXOMSG] 2.2.3.1)."""
        people: list[str] = []
        for name in [name for name in sorted(self._names) if name.startswith("__recip_version1.0_")][:MAX_ATTACHMENTS]:
            person = _Reader(self._compound, tuple(self._names[name]), self._entries)
            if person._fixed.get(_RECIPIENT_KIND, (0, 0))[1] & 0xFF == kind:
                display, address = person.text(_DISPLAY_NAME), person.text(_SMTP) or person.text(_ADDRESS)
                shown = f" <{address}>" if "@" in address and address not in display else ""
                people.append(f"{display}{shown}".strip())
        return "; ".join(filter(None, people))

    def _is_contact(self) -> bool:
        return self.text(0x001A).lower().startswith(("ipm.contact", "ipm.distlist"))

    def _address(self) -> str:
        address = self.text(_SENDER_SMTP) or self.text(_SENDER_ADDRESS)
        return f"<{address}>" if "@" in address and address != self.text(_SENDER_NAME) else ""

    def _body(self) -> list[str]:
        plain = self._string(_BODY)
        if plain.strip():
            return _tidy(plain.split("\n"))
        html = self._stream(_HTML, "0102")
        if html:
            page = self._fixed.get(_CODE_PAGES[1])
            codec = code_page(page[1] & 0xFFFFFFFF) if page else None
            return html_lines(_decoded(html, codec or self._codec))
        if text := self._string(_HTML):
            return html_lines(text)
        packed = self._stream(_RTF, "0102")
        return _tidy(rtf_lines(decompress(packed))) if packed else []

    def _attachments(self, depth: int) -> Iterator[str]:
        found = [name for name in sorted(self._names) if name.startswith("__attach_version1.0_")]
        for name in found[:MAX_ATTACHMENTS]:
            entry = tuple(self._names[name])
            attachment = _Reader(self._compound, entry, self._entries)
            inner = (*entry, "__substg1.0_3701000D")
            if self._compound.exists(list(inner)) and depth < MAX_DEPTH:
                message = _Reader(self._compound, inner, self._entries)
                if message._names.get("__properties_version1.0"):
                    yield ""
                    yield from message.lines(depth + 1)
                    continue
            label = attachment.text(_LONG_NAME) or attachment.text(_SHORT_NAME)
            if label:
                yield f"[{label}]"

    def _string(self, tag: int) -> str:
        wide = self._stream(tag, "001f")
        if wide:
            text = wide[: len(wide) // 2 * 2].decode("utf-16-le", "replace")
        else:
            text = _decoded(self._stream(tag, "001e"), self._codec)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(c for c in text if c >= " " or c in "\n\t")

    def _stream(self, tag: int, kind: str) -> bytes:
        entry = self._names.get(f"__substg1.0_{tag:04x}{kind}")
        if entry is None:
            return b""
        with self._compound.openstream(entry) as stream:
            return bytes(stream.read())

    def _time(self, tag: int) -> str:
        entry = self._fixed.get(tag)
        if entry is None or entry[0] != 0x0040:
            return ""
        try:
            moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=entry[1] // 10)
        except OverflowError:
            return ""
        return moment.strftime("%Y-%m-%d %H:%M UTC")

    def _fixed_properties(self) -> dict[int, tuple[int, int]]:
        """Tag to (type, value) from the property stream ([MS-OXMSG] 2.4), whose header differs by storage."""
        entry = self._names.get("__properties_version1.0")
        if entry is None:
            return {}
        with self._compound.openstream(entry) as stream:
            data = bytes(stream.read())
        header = 32 if not self._path else 24 if self._path[-1].upper().endswith("3701000D") else 8
        values: dict[int, tuple[int, int]] = {}
        for at in range(header, len(data) - 15, 16):
            kind, tag, _flags, value = struct.unpack_from("<HHIQ", data, at)
            values[tag] = (kind, value)
        return values


def _decoded(data: bytes, codec: str | None) -> str:
    data = data.rstrip(b"\x00")
    if not data:
        return ""
    try:
        return data.decode(codec) if codec else decode(data)
    except UnicodeDecodeError:
        pass
    try:
        return decode(data, codec)
    except FileRefused:
        return data.decode("latin-1")


def _tidy(lines: list[str]) -> list[str]:
    tidy: list[str] = []
    for raw in lines:
        line = raw.strip()
        if line or (tidy and tidy[-1]):
            tidy.append(line)
    while tidy and not tidy[-1]:
        tidy.pop()
    return tidy
