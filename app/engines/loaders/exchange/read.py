"""A file of terms or of a memory to entries; which kind it is says its content, not its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.exchange import rows, xml_entries
from app.engines.loaders.opening import open_file
from app.engines.loaders.text.encoding import decode
from app.engines.loaders.xml_guard import parse_xml
from app.protocol.tasks.exchange import ExchangeEntry


def entries(path: Path, source: str, target: str) -> Iterator[ExchangeEntry | None]:
    """Each entry of the pair; None for one that is left out. Raises FileRefused as loaders do."""
    data = open_file(path).source.data
    if not data.strip():
        raise FileRefused(Refusal.EMPTY)
    if _is_xml(data):
        yield from xml_entries.of(parse_xml(data, bare_doctype=True), source, target)
    else:
        yield from rows.of(decode(data), source, target)


def _is_xml(data: bytes) -> bool:
    head = data[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<")
