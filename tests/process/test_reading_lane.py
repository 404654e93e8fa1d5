"""The reading lane in its real, sealed worker: passages in small batches, refusals as codes, and life after them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import DocumentKind, Passage, Refusal
from app.jobs.lanes import Lanes
from app.protocol.codec import encode
from app.protocol.tasks import (
    Describe,
    DocumentRead,
    LaneName,
    PassageBatch,
    Preview,
    PreviewDocument,
    ReadDocument,
)
from tests.fakes.small_pdf import pdf


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


def read(lanes: Lanes, path: Path, known_hash: str | None = None) -> tuple[DocumentRead, list[PassageBatch]]:
    batches: list[PassageBatch] = []
    outcome = lanes.run(
        LaneName.READING,
        ReadDocument(path, known_hash),
        time_limit=30,
        on_partial=lambda value, _tail: batches.append(value),
    )
    assert isinstance(outcome.value, DocumentRead)
    return outcome.value, batches


def test_a_long_document_comes_in_small_batches_and_in_order(lanes: Lanes, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    text = "".join(f"Paragraph {n} 第{n}段。\x01 " + "words and more words " * 40 + "\n\n" for n in range(400))
    path.write_bytes(text.encode())
    facts, batches = read(lanes, path)
    passages: list[Passage] = [p for batch in batches for p in batch.passages]
    assert facts.passages == len(passages) >= 300
    assert len(batches) > 4
    for batch in batches:
        assert len(batch.passages) <= 64
        assert len(json.dumps(encode(batch), ensure_ascii=False).encode()) <= 256 * 1024
    starts = [p.place.start for p in passages]
    assert starts == sorted(starts)
    assert all(text[p.place.start : p.place.start + p.place.length] == p.text for p in passages)


def test_refusals_are_codes_and_the_worker_lives_on(lanes: Lanes, tmp_path: Path) -> None:
    bad = {
        "locked.pdf": (pdf(["x"], password="secret"), Refusal.ENCRYPTED),
        "broken.pdf": (pdf(["x"])[:200], Refusal.DAMAGED),
        "scan.pdf": (pdf([""], picture=True), Refusal.SCANNED),
        "empty.txt": (b"", Refusal.EMPTY),
        "random.bin": (bytes(range(256)) * 20, Refusal.UNSUPPORTED),
        "broken.docx": (b"PK\x03\x04 not a zip", Refusal.DAMAGED),
    }
    for name, (data, reason) in bad.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(AppError) as refused:
            read(lanes, tmp_path / name)
        assert refused.value.code is ErrorCode.READING
        assert refused.value.details["refusal"] == reason.value
    (tmp_path / "good.txt").write_text("words", encoding="utf-8")
    assert read(lanes, tmp_path / "good.txt")[0].passages == 1


def test_an_unchanged_document_sends_nothing(lanes: Lanes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    facts, _ = read(lanes, path)
    again, batches = read(lanes, path, facts.content_hash)
    assert again.unchanged
    assert not batches


def test_a_preview_has_the_passage_at_its_place(lanes: Lanes, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<h1>One</h1><p>words here<h2>Two</h2><p>" + "more words " * 300, encoding="utf-8")
    _, batches = read(lanes, path)
    passage = batches[-1].passages[-1]
    outcome = lanes.run(LaneName.READING, PreviewDocument(path, passage.place.as_json()))
    assert isinstance(outcome.value, Preview)
    assert outcome.value.kind is DocumentKind.HTML
    assert outcome.value.text[passage.place.start :][: passage.place.length] == passage.text


def test_the_lane_names_its_parsers(lanes: Lanes) -> None:
    described = lanes.run(LaneName.READING, Describe()).value
    assert {"pypdfium2", "lxml", "selectolax"} <= set(described.versions)
