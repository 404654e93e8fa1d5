"""Every document of the shared proving ground ends as passages that stand at their place, or with a reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Passage, Refusal
from app.domain.library.place import Place
from app.engines.loaders.chunking import without_surrogates
from app.engines.loaders.load import guarded, load_source, read
from app.engines.loaders.opening import open_file
from app.engines.loaders.preview import assemble, preview
from app.engines.loaders.section import Section
from app.engines.loaders.text.encoding import decode

DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "documents"
FILES = sorted(p for p in DOCUMENTS.rglob("*") if p.is_file()) if DOCUMENTS.is_dir() else []
SOURCE_KINDS = (
    DocumentKind.TEXT,
    DocumentKind.CODE,
    DocumentKind.MARKDOWN,
    DocumentKind.CSV,
    DocumentKind.SUBTITLES,
)
EXPECTED = {
    "pdfjs/issue3371.pdf": Refusal.ENCRYPTED,
    "pdfjs/pr6531_2.pdf": Refusal.ENCRYPTED,
    "pdfjs/REDHAT-1531897-0.pdf": Refusal.DAMAGED,
    "pdfjs/empty_protected.pdf": Refusal.EMPTY,
    "pdfjs/bitmap-symbol.pdf": Refusal.SCANNED,
    "pdfjs/complex_ttf_font.pdf": Refusal.SCANNED,
    "tika/protectedFile.xlsx": Refusal.ENCRYPTED,
    "tika/testODTEncrypted.odt": Refusal.ENCRYPTED,
    "tika/testWORD6.doc": Refusal.UNSUPPORTED,
    "markitdown/random.bin": Refusal.UNSUPPORTED,
    "markitdown/test.mp3": Refusal.NEEDS_SPEECH_MODEL,
    "markitdown/test_files.zip": Refusal.UNSUPPORTED,
}
pytestmark = pytest.mark.skipif(not FILES, reason=f"no documents in {DOCUMENTS}")


def container(place: Place) -> tuple[object, ...]:
    return place.page, place.slide, place.sheet, place.part


def assert_exact_pdf(path: Path, found: list[Passage]) -> None:
    document = pypdfium2.PdfDocument(path.read_bytes())
    for passage in found:
        if passage.place.part is not None:
            place = passage.place
            assert preview(path, place).text[place.start : place.start + place.length] == passage.text
            continue
        text_page = document[(passage.place.page or 0) - 1].get_textpage()
        assert text_page.get_text_range(passage.place.start, passage.place.length) == passage.text
    document.close()


def assert_exact(path: Path, kind: DocumentKind, found: list[Passage]) -> None:
    opened = open_file(path)
    if kind is DocumentKind.PDF:
        assert_exact_pdf(path, found)
        return
    if kind in SOURCE_KINDS:
        whole = without_surrogates(decode(opened.source.data))
        texts = {container(Place()): whole}
    else:
        sections: dict[tuple[object, ...], list[Section]] = {}
        for section in guarded(load_source(opened.source).sections):
            sections.setdefault(container(section.place), []).append(section)
        texts = {key: assemble(items, 10**9) for key, items in sections.items()}
    for passage in found:
        place = passage.place
        assert texts[container(place)][place.start : place.start + place.length] == passage.text


def test_every_document_is_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    endings: Counter[tuple[str, str]] = Counter()
    wrong = {}
    for path in FILES:
        name = path.relative_to(DOCUMENTS).as_posix()
        found: list[Passage] = []
        try:
            facts = read(path, on_passage=found.append)
        except FileRefused as refused:
            endings[path.suffix, refused.refusal.value] += 1
            if EXPECTED.get(name, refused.refusal) is not refused.refusal:
                wrong[name] = refused.refusal
            continue
        endings[path.suffix, "indexed"] += 1
        if name in EXPECTED:
            wrong[name] = "indexed"
        assert facts.passages == len(found) > 0
        assert_exact(path, facts.kind, found)
        for passage in found:
            passage.text.encode()
            passage.place.headings and "".join(passage.place.headings).encode()
    assert not wrong
    assert sum(endings.values()) == len(FILES)
    with capsys.disabled():
        print("\n" + "\n".join(f"{suffix:8}{ending:14}{n:4}" for (suffix, ending), n in sorted(endings.items())))
