"""What a file is: by its content first, by its name only where the content leaves a choice. Parses nothing."""

from __future__ import annotations

import enum
import io
import re

import olefile  # type: ignore[import-untyped]

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders import signatures
from app.engines.loaders.section import Source
from app.engines.loaders.text import encoding
from app.engines.loaders.zip_guard import open_zip


class FileFormat(enum.StrEnum):
    """The value is the module that reads the format."""

    PDF = "pdf.pages"
    WORD = "office.word"
    SLIDES = "office.slides"
    SHEET = "office.sheet"
    OPEN_DOCUMENT = "office.odf"
    RTF = "rich_text.rtf"
    MAIL = "mail.messages"
    EPUB = "web.epub"
    HTML = "web.html"
    MARKDOWN = "text.markdown"
    CSV = "text.csv_table"
    SUBTITLES = "text.subtitle"
    TEXT = "text.plain_text"
    OFFICE_XML = "office.office_xml"


_HEAD = 64 * 1024
_OFFICE_PARTS = (("word/", FileFormat.WORD), ("ppt/", FileFormat.SLIDES), ("xl/", FileFormat.SHEET))
_BY_SUFFIX = {
    FileFormat.WORD: ".docx .docm .dotx .dotm",
    FileFormat.SLIDES: ".pptx .pptm .ppsx .ppsm .potx .potm",
    FileFormat.SHEET: ".xlsx .xlsm .xltx .xltm",
    FileFormat.OPEN_DOCUMENT: ".odt .ods .odp .ott .ots .otp",
    FileFormat.EPUB: ".epub",
    FileFormat.PDF: ".pdf",
    FileFormat.RTF: ".rtf",
}
_MARKDOWN = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".rmd", ".qmd"))
_TABLES = frozenset((".csv", ".tsv", ".tab", ".psv"))
_WEB = frozenset((".html", ".htm", ".xhtml", ".xht", ".shtml"))
_MAILS = frozenset((".eml", ".mbox", ".mbx", ".mht", ".mhtml", ".emlx"))
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])", re.I | re.S
)
_OFFICE_XML = re.compile(r"<(?:pkg:package|w:wordDocument|office:document)\s[^>]*xmlns")
_HTML_TAG = re.compile(r"<(?:html|head|body|title|meta|p|div|span|table|h[1-6]|ul|ol|a|br)\b[^<>]*>", re.I)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t]|$)")
_MAIL_HEADERS = (
    "from to cc bcc subject date message-id received return-path mime-version content-type delivered-to reply-to "
    "sender dkim-signature in-reply-to references x-mailer user-agent content-transfer-encoding"
)
_CUE = re.compile(r"\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d")


def detect(source: Source) -> FileFormat:
    """The format of ``source``. Raises EMPTY, UNSUPPORTED, ENCRYPTED or DAMAGED where no loader could do anything."""
    data = source.data
    head = data[:_HEAD]
    if not data:
        raise FileRefused(Refusal.EMPTY)
    if _is_pdf(head, source.suffix):
        return FileFormat.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(source)
    if head.startswith(olefile.MAGIC):
        return _in_compound_file(source)
    if head.lstrip()[:5] == b"{\\rtf":
        return FileFormat.RTF
    if signatures.is_known_binary(head):
        raise FileRefused(Refusal.UNSUPPORTED)
    if not head.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise FileRefused(_promised(source.suffix, Refusal.EMPTY))
    try:
        text = encoding.decode(head if len(data) > _HEAD else data)
    except FileRefused:
        if source.suffix in _WEB and head.lstrip()[:1] == b"<":
            raise FileRefused(Refusal.DAMAGED) from None
        raise FileRefused(_promised(source.suffix, Refusal.UNSUPPORTED)) from None
    return _in_text(text.lstrip("\ufeff"), source.suffix)


def _promised(suffix: str, otherwise: Refusal) -> Refusal:
    """Binary or zero bytes under the name of a format that Alcove reads are a damaged file of that format."""
    return Refusal.DAMAGED if any(suffix in names.split() for names in _BY_SUFFIX.values()) else otherwise


def _is_pdf(head: bytes, suffix: str) -> bool:
    """The header may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H), but prose may quote it."""
    at = head[:1024].find(b"%PDF-")
    if at == 0 or (at > 0 and (suffix == ".pdf" or not head[:at].strip(b"\xef\xbb\xbf\x00 \t\r\n"))):
        return True
    if at > 0 and signatures.has_controls(head[:at]):
        return True
    return suffix == ".pdf" and (b" obj" in head or b"%%EOF" in head)


def _in_zip(source: Source) -> FileFormat:
    try:
        archive = open_zip(source.stream())
        names = archive.names
        mimetype = archive.read("mimetype").strip() if 0 < archive.size("mimetype") < 200 else b""
    except FileRefused:
        named = _named(source.suffix)
        if named is None:
            raise FileRefused(Refusal.UNSUPPORTED) from None
        return named  # its loader says what is wrong with it
    if mimetype.startswith(b"application/epub"):
        return FileFormat.EPUB
    if mimetype.startswith((b"application/vnd.oasis.opendocument", b"application/vnd.sun.xml")):
        return FileFormat.OPEN_DOCUMENT
    folded = [name.lower() for name in names]
    if any(name == "[content_types].xml" for name in folded):
        if "xl/workbook.bin" in folded:
            raise FileRefused(Refusal.UNSUPPORTED)
        for folder, file_format in _OFFICE_PARTS:
            if any(name.startswith(folder) for name in folded):
                return file_format
    if "meta-inf/container.xml" in folded:
        return FileFormat.EPUB
    if "content.xml" in folded and "meta-inf/manifest.xml" in folded:
        return FileFormat.OPEN_DOCUMENT
    if source.suffix in (".zip", ".jar", ".apk", "") or _named(source.suffix) is None:
        raise FileRefused(Refusal.UNSUPPORTED)
    raise FileRefused(Refusal.DAMAGED)


def _named(suffix: str) -> FileFormat | None:
    return next((file_format for file_format, names in _BY_SUFFIX.items() if suffix in names.split()), None)


def _in_compound_file(source: Source) -> FileFormat:
    with olefile.OleFileIO(io.BytesIO(source.data)) as compound:
        names = {entry[0].lower() for entry in compound.listdir(streams=True, storages=True)}
    if "encryptedpackage" in names or "\tdrmcontent" in names or "encryptioninfo" in names:
        raise FileRefused(Refusal.ENCRYPTED)
    if any(name.startswith("__properties_version1.0") for name in names):
        return FileFormat.MAIL
    raise FileRefused(Refusal.UNSUPPORTED)


def _in_text(text: str, suffix: str) -> FileFormat:
    if not text.strip("\x00 \t\r\n\x0b\x0c\u3000\xa0\ufeff\u200b"):
        raise FileRefused(Refusal.EMPTY)
    if text.startswith("WEBVTT") or _CUE.match(text):
        return FileFormat.SUBTITLES
    if suffix in _MAILS or _has_mail_headers(text):
        return FileFormat.MAIL
    if _OFFICE_XML.search(text[:8192]):
        return FileFormat.OFFICE_XML
    if _HTML_START.match(text[:8192]) or (suffix in _WEB and _HTML_TAG.search(text)):
        return FileFormat.HTML
    if suffix in _MARKDOWN:
        return FileFormat.MARKDOWN
    if suffix in _TABLES:
        return FileFormat.CSV
    if suffix in (".srt", ".vtt"):
        return FileFormat.SUBTITLES if "-->" in text else FileFormat.TEXT
    return FileFormat.TEXT


def _has_mail_headers(text: str) -> bool:
    """Whether ``text`` opens as a message does: nothing but header lines, several of them those of mail."""
    found: set[str] = set()
    lines = text[:8192].splitlines()
    mailbox = bool(lines) and lines[0].startswith("From ") and len(lines) > 1
    for line in lines[1 if mailbox else 0 :]:
        if not line.strip():
            break
        if line[0] in " \t" and found:
            continue
        match = _HEADER.match(line)
        if match is None:
            return False
        found.add(match[1].lower())
    usual = found & set(_MAIL_HEADERS.split())
    return len(usual) >= 3 and bool(usual & {"from", "received", "return-path", "delivered-to", "message-id"})
