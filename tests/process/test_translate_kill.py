"""kill -9 while a document is translated: no segment is translated twice, no half-written file is left."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from app.storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPHS = 60


@pytest.fixture
def document(tmp_path: Path) -> Path:
    made = docx.Document()
    for number in range(PARAGRAPHS):
        made.add_paragraph(f"This is sentence number {number} of the report.")
    path = tmp_path / "report.docx"
    made.save(str(path))
    return path


def child(store: Path, document: Path, lines_until_kill: int | None) -> list[str]:
    """Translate in a process of its own, killed after so many lines; what it said."""
    command = [sys.executable, "-s", "-m", "tests.fakes.translate_document_child", str(store), str(document)]
    if lines_until_kill is not None:
        command.append(str(lines_until_kill + 2))
    said = list[str]()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if len(said) == lines_until_kill:
                process.kill()
    assert process.returncode in (0, -9)
    return said


def test_killed_again_and_again_each_segment_is_translated_once(document: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    store = tmp_path / "store.db"
    asked: list[str] = []
    kept = 0
    for _ in range(5):
        said = child(store, document, chance.randint(2, 14))
        with Store.open(store) as opened:
            jobs = opened.translation_jobs.list()
            assert len(jobs) == 1
            done = {s.source for s in opened.translation_jobs.segments(jobs[0].id) if s.target is not None}
        assert not document.with_name("report.zh.docx").exists()
        now = [line.split("\t")[1] for line in said if "\t" in line]
        assert not set(now) & set(asked), "translated once more although it was kept"
        asked += [text for text in now if text in done]
        assert len(done) >= kept + len(now) - 2, "a kill costs the segment under way and the one being kept"
        kept = len(done)
    assert kept > 15
    said = child(store, document, None)
    assert said[-1] == "done"
    now = [line.split("\t")[1] for line in said if "\t" in line]
    assert not set(now) & set(asked)
    assert len(now) == PARAGRAPHS - kept
    written = docx.Document(str(document.with_name("report.zh.docx")))
    assert [p.text for p in written.paragraphs] == [
        f"This is sentence number {number} of the report.".swapcase() for number in range(PARAGRAPHS)
    ]
    assert sorted(path.name for path in tmp_path.glob("*report*")) == ["report.docx", "report.zh.docx"]
