"""The translation engine beside its references: torch in float32 for the model, CTranslate2 by hand for the engine.

models/golden_tiny_marian.py made the reference of torch, models/measure_tiny_marian.py the figures.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import ctranslate2
import pytest
import sentencepiece

from app.domain.errors import AppError, ErrorCode
from app.engines.translation import assemble
from app.engines.translation.model import TranslationModel, Wish
from tests.fakes.translation_families import m2m100, madlad

HERE = Path(__file__).resolve().parent / "translation"
MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
PAIRS = [("en", "zh"), ("zh", "en")]
LEAST_EXACT, LEAST_FORMATTED = 0.95, 0.9
SENTENCES = ("Please sign the contract by 15 July 2026.", "Dear Mr Fischer,", "The rent is €950.50 a month.")


def opened(source: str, target: str) -> TranslationModel:
    return TranslationModel(MODELS / f"tiny-marian-{source}-{target}", "cpu")


def written(model: TranslationModel, sentences: Any, wish: Wish) -> tuple[list[str], list[float]]:
    texts, scores = model.all_of(list(sentences), wish)
    return [several[0] for several in texts], scores


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_sentences_that_were_never_a_lesson_come_out_right(source: str, target: str) -> None:
    told = json.loads((HERE / "tiny-marian.json").read_text(encoding="utf-8"))["directions"][f"{source}-{target}"]
    assert told["exact"] >= LEAST_EXACT
    assert told["formatting"] >= LEAST_FORMATTED
    texts, _ = written(opened(source, target), [pair[0] for pair in told["examples"]], Wish(source, target))
    right = sum(text == pair[1] for text, pair in zip(texts, told["examples"], strict=True))
    assert right >= 0.98 * len(texts)  # the last bit of a processor's arithmetic may turn one


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_it_writes_what_torch_writes(source: str, target: str) -> None:
    golden = json.loads((HERE / "tiny-marian-torch.json").read_text(encoding="utf-8"))[f"{source}-{target}"]
    texts, scores = written(opened(source, target), [one["source"] for one in golden], Wish(source, target, beam=1))
    for one, text, score in zip(golden, texts, scores, strict=True):
        assert text == one["text"]
        assert math.isclose(score, one["score"], abs_tol=0.02), one  # 8 bits beside 32


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_the_engine_changes_nothing_of_what_the_library_says(source: str, target: str) -> None:
    told = json.loads((HERE / "tiny-marian.json").read_text(encoding="utf-8"))["directions"][f"{source}-{target}"]
    folder = MODELS / f"tiny-marian-{source}-{target}"
    words = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    bare = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8")
    sentences = [pair[0] for pair in told["examples"] if len(pair[0]) < 60][:30]
    asked = [[*words.encode(text, out_type=str), "</s>"] for text in sentences]
    wanted = bare.translate_batch(asked, beam_size=4, return_scores=True, replace_unknowns=True)
    texts, scores = written(opened(source, target), sentences, Wish(source, target))
    assert texts == [words.decode(one.hypotheses[0]) for one in wanted]
    assert opened(source, target).bare(sentences, Wish(source, target)) == texts, "what the benchmark compares with"
    assert scores == pytest.approx([one.scores[0] for one in wanted], abs=1e-3)


def test_marked_words_are_translated_alone_where_no_look_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "LEAST_LOOK", 2.0)  # a model whose attention says nothing
    model = opened("en", "zh")
    marked = "The train to ⟦1⟧Vienna⟦/1⟧ leaves at 9:30 a.m. from platform 4. ⟦2⟧Thank you very much.⟦/2⟧"
    texts, _ = written(model, [marked], Wish("en", "zh"))
    assert texts[0].endswith("⟦2⟧非常感谢。⟦/2⟧")
    monkeypatch.undo()
    looked, _ = written(model, [marked], Wish("en", "zh"))
    assert looked[0] == "开往⟦1⟧维也纳⟦/1⟧的列车上午9:30从第4站台发车。⟦2⟧非常感谢。⟦/2⟧"


def test_a_model_that_writes_on_and_on_ends_at_its_last_position() -> None:
    endless = "wxyz " * 60  # it would go on past its 256 positions, and the library gives up on the whole batch
    texts, _ = written(opened("en", "zh"), [endless, f"⟦1⟧{endless}⟦/1⟧", SENTENCES[1]], Wish("en", "zh", beam=2))
    assert texts[0]
    assert texts[1].startswith("⟦1⟧")
    assert texts[2] == "尊敬的Fischer先生："


def test_madlad_is_told_the_language_before_the_text(tmp_path: Path) -> None:
    folder = madlad(tmp_path / "madlad")
    model = TranslationModel(folder, "cpu")
    words = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    bare = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8")
    for target in ("zh", "en", "zh-hant"):
        mark = f"<2{target[:2]}>"
        asked = [[mark, *words.encode(text, out_type=str), "</s>"] for text in SENTENCES]
        wanted = bare.translate_batch(asked, beam_size=4, max_decoding_length=60)
        texts, _ = written(model, SENTENCES, Wish("en", target))
        assert texts == [words.decode(one.hypotheses[0]) for one in wanted]
    with pytest.raises(AppError) as unknown:
        written(model, SENTENCES, Wish("en", "de"))
    assert unknown.value.code is ErrorCode.MODEL_UNSUPPORTED


def test_m2m100_is_told_both_languages_and_writes_none_of_them(tmp_path: Path) -> None:
    folder = m2m100(tmp_path / "m2m")
    model = TranslationModel(folder, "cpu")
    words = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.bpe.model"))
    bare = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8")
    asked = [["__en__", *words.encode(text, out_type=str), "</s>"] for text in SENTENCES]
    wanted = bare.translate_batch(asked, beam_size=4, target_prefix=[["__zh__"]] * 3, max_decoding_length=60)
    assert all(one.hypotheses[0][0] == "__zh__" for one in wanted)
    texts, _ = written(model, SENTENCES, Wish("en", "zh"))
    assert texts == [words.decode(one.hypotheses[0][1:]) for one in wanted]
    with pytest.raises(AppError) as unknown:
        written(model, SENTENCES, Wish("en", "de"))
    assert unknown.value.code is ErrorCode.MODEL_UNSUPPORTED
