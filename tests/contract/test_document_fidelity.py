"""Documents of the shared proving ground come out of a translation as they went in: parts, styles, formats, words.

Twice: with an engine that gives back what it gets, and with one that changes every letter, so that each paragraph has
to be taken apart and put together again. The libraries of the formats open what comes out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pptx
import pypdfium2
import pytest

from app.domain.errors import FileRefused
from app.domain.translate.document_translation import BilingualLayout, DocumentChoices
from app.domain.translate.segment import plain
from app.engines.loaders.section import Source
from app.engines.loaders.web.html import declared_encoding
from app.engines.writers.rewrite import Extracted, extract, write
from app.engines.writers.text_file import TextFile
from tests.fakes.document_profiles import Profile, drawing_profile, members, odf_profile, swapped, word_profile
from tests.fakes.page_profiles import page_profile
from tests.fakes.translating import swapped_segment

DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "documents"
pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"no documents in {DOCUMENTS}")

Translate = Callable[[str], str]


def translated(path: Path, translate: Translate, **choices: BilingualLayout) -> tuple[Extracted, list[str], bytes]:
    chosen = DocumentChoices("zh", **choices)
    found: list[str] = []
    facts = extract(path, chosen, on_segment=found.append)
    data = write(
        path,
        chosen,
        content_hash=facts.content_hash,
        fingerprint=facts.fingerprint,
        translations=[translate(text) for text in found],
    )
    return facts, found, data


def files(suffix: str, opens: Callable[[bytes], object]) -> list[Path]:
    """The files of a kind that its own library can open and that have words."""
    good = []
    for path in sorted(DOCUMENTS.rglob(f"*{suffix}")):
        try:
            opens(path.read_bytes())
            extract(path, DocumentChoices("zh"), on_segment=lambda _text: None)
        except FileRefused as refused:
            assert refused.refusal.value in ("encrypted", "empty", "damaged"), (path, refused.details)  # noqa: PT017
        except (KeyError, ValueError, OSError, TypeError, AttributeError, zipfile.BadZipFile):
            continue
        else:
            good.append(path)
    return good


def assert_same_parts(before: bytes, after: bytes, profile: Callable[[str], Callable[..., Profile] | None]) -> None:
    """The same members in the same order; what has words compared by its profile, the rest byte for byte."""
    old, new = members(before), members(after)
    assert list(old) == list(new)
    for name, data in old.items():
        profiled = profile(name)
        if profiled is None or data == new[name]:
            assert data == new[name], name
        else:
            assert profiled(data, swapped) == profiled(new[name]), name


def word_part(name: str) -> Callable[..., Profile] | None:
    return word_profile if name.startswith("word/") and name.endswith(".xml") else None


def open_docx(data: bytes) -> object:
    return docx.Document(io.BytesIO(data))


def test_word_documents_keep_everything() -> None:
    found = files(".docx", open_docx)
    assert len(found) >= 18
    for path in found:
        before = path.read_bytes()
        assert members(translated(path, str)[2]) == members(before), path
        _, segments, after = translated(path, swapped_segment)
        open_docx(after)
        assert_same_parts(before, after, word_part)
        assert any(letter.isalpha() for segment in segments for letter in segment)
        for layout in (BilingualLayout.BELOW, BilingualLayout.BESIDE):
            open_docx(translated(path, swapped_segment, layout=layout)[2])


def drawn_part(name: str) -> Callable[..., Profile] | None:
    return drawing_profile if name.endswith((".xml", ".vml")) else None


def open_pptx(data: bytes) -> object:
    return pptx.Presentation(io.BytesIO(data))


def open_xlsx(data: bytes) -> object:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("suffix", "opens", "fewest"), [(".pptx", open_pptx, 12), (".xlsx", open_xlsx, 10)], ids=[".pptx", ".xlsx"]
)
def test_slides_and_sheets_keep_everything(suffix: str, opens: Callable[[bytes], object], fewest: int) -> None:
    found = files(suffix, opens)
    assert len(found) >= fewest
    for path in found:
        before = path.read_bytes()
        assert members(translated(path, str)[2]) == members(before), path
        _, _, after = translated(path, swapped_segment)
        opens(after)
        assert after != before
        assert_same_parts(before, after, drawn_part)
        opens(translated(path, swapped_segment, layout=BilingualLayout.BELOW)[2])


def odf_part(name: str) -> Callable[..., Profile] | None:
    return odf_profile if name.endswith(("content.xml", "styles.xml")) else None


@pytest.mark.parametrize(("suffix", "fewest"), [(".odt", 5), (".ods", 3), (".odp", 2)])
def test_open_documents_keep_everything(suffix: str, fewest: int) -> None:
    found = files(suffix, lambda data: members(data))
    assert len(found) >= fewest
    for path in found:
        before = path.read_bytes()
        assert members(translated(path, str)[2]) == members(before), path
        _, _, after = translated(path, swapped_segment)
        assert after != before
        assert_same_parts(before, after, odf_part)
        translated(path, swapped_segment, layout=BilingualLayout.BELOW)


def test_web_pages_keep_everything() -> None:
    found = [path for suffix in (".html", ".htm") for path in files(suffix, lambda data: data)]
    assert len(found) >= 14
    for path in found:
        before = path.read_bytes()
        assert translated(path, str)[2] == before, path
        _, segments, after = translated(path, swapped_segment)
        assert after != before or not any(re.search("[A-Za-z]", plain(segment)) for segment in segments), path
        encoding = TextFile(Source(before, path.name), declared_encoding(before)).encoding
        old, new = (data.decode(encoding, "replace") for data in (before, after))
        assert page_profile(old) == page_profile(new), path
        translated(path, swapped_segment, layout=BilingualLayout.BELOW)


def test_books_keep_everything() -> None:
    found = files(".epub", members)
    assert len(found) >= 2
    for path in found:
        before = path.read_bytes()
        assert members(translated(path, str)[2]) == members(before)
        _, _, after = translated(path, swapped_segment)
        old, new = members(before), members(after)
        assert list(old) == list(new)
        assert next(iter(zipfile.ZipFile(io.BytesIO(after)).infolist())).compress_type == zipfile.ZIP_STORED
        changed = {name for name, data in old.items() if data != new[name]}
        assert changed
        for name in changed:
            assert name.endswith(("html", ".htm", ".ncx", ".opf", ".xml")), name
            if name.endswith(("html", ".htm")):
                assert page_profile(old[name].decode()) == page_profile(new[name].decode())


@pytest.mark.parametrize(
    ("suffix", "fewest"), [(".srt", 1), (".vtt", 3), (".md", 2), (".csv", 1), (".txt", 10), (".json", 1)]
)
def test_text_files_keep_everything(suffix: str, fewest: int) -> None:
    found = [
        path
        for path in sorted(DOCUMENTS.rglob(f"*{suffix}"))
        if re.search(rb"[A-Za-z]{3}", path.read_bytes()) and "RFC822" not in path.name and "scan" not in path.name
    ]
    assert len(found) >= fewest
    for path in found:
        before = path.read_bytes()
        assert translated(path, str)[2] == before, path
        _, _, after = translated(path, swapped_segment)
        encoding = TextFile(Source(before, path.name)).encoding
        old, new = (re.sub(r"\s+", "", data.decode(encoding, "replace")) for data in (before, after))
        assert old != new or not old.isascii(), path
        assert old.casefold() == new.casefold(), path
        if suffix in (".srt", ".vtt"):
            times = [re.findall(r"^.*-->.*$", data.decode(encoding), re.M) for data in (before, after)]
            assert times[0] == times[1]
            assert times[0]


def test_pdfs_become_documents_with_all_their_words() -> None:
    written_ones = 0
    for path in sorted(DOCUMENTS.rglob("*.pdf")):
        try:
            _, _, after = translated(path, str)
        except FileRefused as refused:
            assert refused.refusal.value in ("encrypted", "empty", "damaged", "scanned", "unsupported"), path  # noqa: PT017
            continue
        written_ones += 1
        made = docx.Document(io.BytesIO(after))
        pages = pypdfium2.PdfDocument(path.read_bytes())
        assert len(made.paragraphs) == len(pages), path
        left = "".join(row.cells[0].text for table in made.tables for row in table.rows)
        said = "".join(page.get_textpage().get_text_range(errors="ignore") for page in pages)
        wanted, got = (Counter(c for c in text if c.isalpha()) for text in (said, left))
        assert sum((wanted - got).values()) <= 0.02 * sum(wanted.values()) + 2, path
        pages.close()
    assert written_ones >= 80
