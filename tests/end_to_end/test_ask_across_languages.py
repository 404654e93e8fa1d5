"""A question in one language over documents in another, with the small translation models and nothing replaced."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.composition import Alcove
from app.domain.ask.conversation import AnswerKind
from app.domain.translate.document_translation import DocumentChoices
from app.seal.models import SealState
from app.services.ask.across_languages import AcrossLanguages
from app.services.translate.translate_document import DocumentOrder
from app.settings.paths import Home
from tests.fakes.office_files import paragraph, word_parts, zipped

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
DOCUMENTS = {
    "lease.md": "# Lease\n\nThe manager signed the contract on Monday.\n\nThe contract has 15 pages.\n",
    "report.md": "# Report\n\nThe annual report has 40 pages.\n\nThe lawyer checked the annual report on Friday.\n",
    "meeting.md": "# Meeting\n\nThe meeting begins at 9:30.\n\nThe course takes place in room 12.\n",
    "发票.md": "# 发票\n\n律师检查了发票。\n\n发票号码是A-1234。\n",
}
ASKED = (
    ("谁签署了合同？", "lease.md"),
    ("合同有多少页？", "lease.md"),
    ("年度报告有多少页？", "report.md"),
    ("谁核对了年度报告？", "report.md"),
    ("会议什么时候开始？", "meeting.md"),
    ("Who checked the invoice?", "发票.md"),
)


@pytest.fixture(scope="module")
def alcove(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alcove]:
    folder = tmp_path_factory.mktemp("alcove")
    (folder / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    home = Home(folder / "home")
    for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
        shutil.copytree(MODELS / name, home.models / name)
    opened = Alcove.open(home, SealState(sealed=False, means="", reason=None))
    opened.add_documents.start([folder / "documents"], on_event=lambda _event: None).wait()
    yield opened
    opened.close()


@pytest.mark.parametrize(("question", "document"), ASKED)
def test_the_passage_is_found_and_quoted_with_its_translation(alcove: Alcove, question: str, document: str) -> None:
    answer = alcove.ask.ask(question).answer
    assert answer.kind is AnswerKind.QUOTES
    first = answer.citations[0]
    assert first.path.name == document
    assert first.text in DOCUMENTS[document], "the original, word for word"
    is_chinese = "\u4e00" <= question[-3] <= "\u9fff"
    assert any("\u4e00" <= letter <= "\u9fff" for letter in first.translation) == is_chinese
    assert " ".join(first.translation.split()) in answer.text


def test_without_the_translated_search_nothing_would_be_found(alcove: Alcove) -> None:
    """What the search across languages is worth: the plain one finds none of these passages first."""
    for question, document in ASKED:
        assert document not in [hit.path.name for hit in alcove.find.find(question, 1).hits]


def test_a_question_in_the_documents_language_is_answered_as_before(alcove: Alcove) -> None:
    answer = alcove.ask.ask("How many pages does the contract have?").answer
    assert answer.text == "The contract has 15 pages. [1]"
    assert [citation.translation for citation in answer.citations] == [""]


def test_a_kept_turn_has_its_translations_again(alcove: Alcove) -> None:
    turn = alcove.ask.ask("谁签署了合同？")
    assert alcove.history.turns(turn.conversation_id)[-1] == turn
    assert turn.answer.citations[0].translation


def test_without_a_model_that_translates_it_is_a_plain_search(alcove: Alcove, tmp_path: Path) -> None:
    for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
        (alcove.home.models / name).rename(tmp_path / name)
    try:
        assert alcove.ask.ask("谁签署了合同？").answer.kind is AnswerKind.NOT_FOUND
    finally:
        for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
            (tmp_path / name).rename(alcove.home.models / name)


def test_a_translated_document_is_linked_to_its_original_and_found_in_both_languages(
    alcove: Alcove, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(zipped(word_parts(paragraph("The accountant signed the receipt on Friday."))))
    alcove.add_documents.start([letter], on_event=lambda _event: None).wait()
    order = DocumentOrder(letter, DocumentChoices("zh"), "en", tmp_path / "信.docx")
    ended = alcove.translate_document.start(order).wait(60)
    assert ended is not None
    assert ended.path is not None
    alcove.link_translations.wait()
    original, translated = (alcove.store.documents.by_path(path) for path in (letter, ended.path))
    assert original is not None
    assert translated is not None
    assert alcove.store.document_links.of([original.id, translated.id]) == {
        original.id: frozenset({translated.id}),
        translated.id: frozenset({original.id}),
    }
    asked = alcove.ask.ask("Who signed the receipt?").answer
    assert asked.citations[0].path.name == "letter.docx"
    across = AcrossLanguages(alcove.store, alcove.find, alcove.choose_translation, alcove.translator)
    hits = across.find("Who signed the receipt?", 6).hits
    assert len({hit.path.name for hit in hits} & {"letter.docx", "信.docx"}) == 1, "one of the two speaks for both"
