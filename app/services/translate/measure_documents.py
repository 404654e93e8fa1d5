"""Measures what a document's translation costs without its engine: a long DOCX read, cut, journalled and written."""

from __future__ import annotations

import random
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.domain.errors import JobCancelled
from app.domain.translate.document_translation import DocumentChoices, TranslationEvent
from app.domain.translate.measured_translation import MeasuredDocument
from app.domain.translate.translation import TranslatedSegment, TranslateOptions
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import LaneName
from app.services.translate.translate_document import DocumentOrder, TranslateDocument
from app.storage.store import Store

PAGES, WORDS_A_PAGE = 300, 450
_WORDS = (
    "harbour ferry ticket storm captain invoice contract payment deadline garden cellar market winter school engine "
    "battery repair warranty bridge river village library archive letter recipe flour"
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
}


class CaseSwapper:
    """Stands for an engine that takes no time: every paragraph is taken apart and put together again."""

    def translate(
        self,
        segments: Sequence[str],
        source: str,  # noqa: ARG002 - the face of a translator
        target: str,  # noqa: ARG002
        options: TranslateOptions | None = None,  # noqa: ARG002
        stop: StopSignal | None = None,
    ) -> Iterator[TranslatedSegment]:
        for index, text in enumerate(segments):
            (stop or StopSignal()).raise_if_set()
            yield TranslatedSegment(index, text.swapcase(), 1.0)


def measure_document(
    lanes: Lanes,
    background: Background,
    pages: int = PAGES,
    *,
    on_event: Callable[[TranslationEvent], None] = lambda _event: None,
) -> MeasuredDocument:
    """In a folder and a store of its own, which are thrown away. Raises what a translation ends with."""
    peak = 0

    def watch(event: TranslationEvent) -> None:
        nonlocal peak
        held = (memory.resident or 0 for memory in lanes.memory() if memory.lane is LaneName.READING)
        peak = max(peak, *held, 0)
        on_event(event)

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "measured.db") as store:
        path = Path(folder) / "long.docx"
        write_document(path, pages)
        service = TranslateDocument(store, lanes, background, CaseSwapper(), lambda _segments: "en")
        began = time.perf_counter()
        ended = service.start(DocumentOrder(path, DocumentChoices("zh")), on_event=watch).wait()
        seconds = time.perf_counter() - began
        if ended is None or ended.job is None or ended.path is None:
            raise (ended.error if ended is not None and ended.error is not None else JobCancelled())
        return MeasuredDocument(pages, ended.job.segments, round(seconds, 2), peak or None)


def write_document(path: Path, pages: int) -> None:
    """``pages`` with a heading each and paragraphs of some 450 words, one word in each paragraph bold."""
    chance, words = random.Random(3), _WORDS.split()
    body = []
    for page in range(pages):
        body.append(f"<w:p><w:r><w:t>Chapter {page + 1}</w:t></w:r></w:p>")
        for _ in range(WORDS_A_PAGE // 45):
            told = chance.choices(words, k=44)
            first, last = " ".join(told[:20]).capitalize(), " ".join(told[21:])
            body.append(f"<w:p>{_run(first + ' ')}{_run(told[20], bold=True)}{_run(' ' + last + '.')}</w:p>")
        body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in {**_PARTS, "word/document.xml": document}.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)


def _run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'
