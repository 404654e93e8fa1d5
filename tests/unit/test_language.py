"""Which language a text is in: by its characters alone for East Asia, by common words for some others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.text.language import SIMPLIFIED, TRADITIONAL, guess_language

XQUAD = Path(__file__).resolve().parents[3] / "shared" / "data" / "xquad"


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("Please sign the contract by Friday.", "en", "Latn"),
        ("请在星期五之前签署合同。", "zh", "Hans"),
        ("請在星期五之前簽署合約。", "zh-hant", "Hant"),
        ("金曜日までに契約書に署名してください。", "ja", "Jpan"),
        ("メールを確認", "ja", "Jpan"),
        ("금요일까지 계약서에 서명해 주세요.", "ko", "Hang"),
        ("请用 PySide6 打开 README 文件", "zh", "Hans"),
        ("Das ist nicht der Vertrag, den wir unterschrieben haben.", "de", "Latn"),
        ("Le contrat est dans le dossier avec les factures.", "fr", "Latn"),
        ("El contrato está en la carpeta con las facturas.", "es", "Latn"),
        ("Подпишите договор до пятницы.", "ru", "Cyrl"),
        ("Підпишіть договір до п'ятниці, її ще немає.", "uk", "Cyrl"),
        ("⟦1⟧合同⟦/1⟧ https://example.org/please/sign/this/contract", "zh", "Hans"),
    ],
)
def test_languages(text: str, language: str, script: str) -> None:
    guess = guess_language(text)
    assert (guess.language, guess.script) == (language, script)
    assert 0.3 < guess.probability <= 1.0


@pytest.mark.parametrize("text", ["", "   ", "12.50 €", "⟦1/⟧", "…—!"])
def test_nothing_tells_nothing(text: str) -> None:
    assert guess_language(text).language == ""


def test_a_few_words_are_no_certainty() -> None:
    assert guess_language("Kowalska Zibosky").probability <= 0.5


def test_the_two_scripts_share_no_character_of_the_tables() -> None:
    assert not SIMPLIFIED & TRADITIONAL


@pytest.mark.parametrize("language", ["en", "zh"])
def test_questions_of_real_texts(language: str) -> None:
    path = XQUAD / f"xquad.{language}.dev.json"
    if not path.is_file():
        pytest.skip("the shared data is not here")
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    questions = [q["question"] for a in articles for p in a["paragraphs"] for q in p["qas"]]
    right = sum(guess_language(question).language == language for question in questions)
    assert right / len(questions) > 0.995, (right, len(questions))
