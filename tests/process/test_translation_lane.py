"""The translation lane in its own process: segments over the pipe, formatting, broken models, cancel, self-test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.composition import Alcove, language_identifier
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.self_test import SelfTestState, TryCheck
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import (
    Describe,
    DetectLanguage,
    LaneName,
    TranslateBare,
    TranslatedSegments,
    TranslateSegments,
    TranslationDone,
)
from app.seal.models import SealState
from app.services.translate.tell_language import TellLanguage
from app.settings.paths import Home

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
TO_CHINESE, TO_ENGLISH = MODELS / "tiny-marian-en-zh", MODELS / "tiny-marian-zh-en"
LETTER = (
    "Please sign the contract by 15 July 2026.",
    "Dear Mr Fischer,",
    "Dr Kowalska will translate the annual report on Monday.",
    "The rent is €950.50 a month.",
)


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


@dataclass
class Told:
    """What came back: the first translation of each segment, all of them, scores, and the ending."""

    texts: list[str] = field(default_factory=list)
    all: list[tuple[str, ...]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    pieces: list[TranslatedSegments] = field(default_factory=list)
    done: TranslationDone | None = None


def translate(lanes: Lanes, model: Path, segments: tuple[str, ...], **wishes: Any) -> Told:
    told = Told()

    def on_partial(value: Any, _tail: bytes) -> None:
        assert isinstance(value, TranslatedSegments)
        told.pieces.append(value)

    source, target = ("en", "zh") if model.name.endswith("en-zh") else ("zh", "en")
    task = TranslateSegments(model, segments, source, target, **wishes)
    stop = wishes.pop("stop", None)
    outcome = lanes.run(LaneName.TRANSLATION, task, on_partial=on_partial, stop=stop, time_limit=120)
    assert isinstance(outcome.value, TranslationDone)
    told.done = outcome.value
    found = {
        number: (texts, score)
        for piece in told.pieces
        for number, texts, score in zip(piece.numbers, piece.texts, piece.scores, strict=True)
    }
    assert sorted(found) == list(range(len(segments))), "every segment once"
    assert sum(len(piece.numbers) for piece in told.pieces) == len(segments)
    told.all = [found[number][0] for number in range(len(segments))]
    told.texts = [texts[0] for texts in told.all]
    told.scores = [found[number][1] for number in range(len(segments))]
    return told


def test_a_letter_becomes_chinese_and_comes_back(lanes: Lanes) -> None:
    chinese = translate(lanes, TO_CHINESE, LETTER)
    assert chinese.texts == [
        "请在2026年7月15日之前签署合同。",
        "尊敬的Fischer先生：",
        "Kowalska医生星期一将翻译年度报告。",
        "租金每月为950.50欧元。",
    ]
    assert all(-0.5 < score <= 0 for score in chinese.scores)
    assert chinese.done == TranslationDone(4)
    assert translate(lanes, TO_ENGLISH, tuple(chinese.texts)).texts == list(LETTER)


def test_formatting_follows_its_words_to_another_place(lanes: Lanes) -> None:
    marked = "Please ⟦1⟧sign⟦/1⟧ the ⟦2⟧contract⟦/2⟧ by ⟦3⟧15 July 2026⟦/3⟧.⟦4/⟧"
    (text,) = translate(lanes, TO_CHINESE, (marked,)).texts
    assert text == "请在⟦3⟧2026年7月15日⟦/3⟧之前⟦1⟧签署⟦/1⟧⟦2⟧合同⟦/2⟧。⟦4/⟧"
    back = "请在⟦1⟧2026年7月15日⟦/1⟧之前签署合同。"
    assert translate(lanes, TO_ENGLISH, (back,)).texts == ["Please sign the contract by ⟦1⟧15 July 2026⟦/1⟧."]


def test_segments_without_words_come_back_as_they_are(lanes: Lanes) -> None:
    odd = ("", "   ", "⟦1/⟧", "— … —", "⟦1⟧ ⟦/1⟧")
    told = translate(lanes, TO_CHINESE, odd)
    assert (told.texts, told.scores) == (list(odd), [0.0] * 5)


def test_several_sentences_in_one_segment_all_arrive(lanes: Lanes) -> None:
    sentence = "Please sign the contract by 15 July 2026."
    (text,) = translate(lanes, TO_CHINESE, (f"  {' '.join([sentence] * 40)}\n",)).texts
    assert text == f"  {'请在2026年7月15日之前签署合同。' * 40}\n"


def test_pieces_come_early_and_each_segment_once(lanes: Lanes) -> None:
    told = translate(lanes, TO_CHINESE, LETTER * 40, beam=1)
    assert told.texts == translate(lanes, TO_CHINESE, LETTER, beam=1).texts * 40
    assert len(told.pieces) > 3
    first = told.pieces[0].numbers
    assert first == tuple(range(len(first))), "a person sees the beginning before all is done"
    assert len(first) < 30


def test_other_ways_to_say_it(lanes: Lanes) -> None:
    (texts,) = translate(lanes, TO_CHINESE, (LETTER[0],), alternatives=3).all
    assert texts[0] == "请在2026年7月15日之前签署合同。"
    assert len(set(texts)) == len(texts) == 3
    (begun,) = translate(lanes, TO_CHINESE, (LETTER[0],), alternatives=2, prefix="请在").all
    assert all(text.startswith("请在") for text in begun)


def test_a_text_that_is_endless_ends_and_is_told(lanes: Lanes) -> None:
    word = "contract" * 4000  # one word of 32,000 letters, nothing that the model could know
    told = translate(lanes, TO_CHINESE, (word, LETTER[3]), beam=1, stricter=True)
    assert told.texts[1] == "租金每月为950.50欧元。"
    assert len(told.texts[0]) < 10 * len(word)


def test_what_the_library_alone_takes_is_told(lanes: Lanes) -> None:
    told = lanes.run(LaneName.TRANSLATION, TranslateBare(TO_CHINESE, LETTER, "en", "zh"), time_limit=60).value
    assert 0 < told.seconds < 60


def test_a_broken_model_is_a_code_and_the_lane_goes_on(lanes: Lanes, tmp_path: Path) -> None:
    with pytest.raises(AppError) as missing:
        translate(lanes, tmp_path / "nothing-en-zh", LETTER)
    assert missing.value.code is ErrorCode.MODEL_MISSING
    for name in ("model.bin", "source.spm"):
        folder = tmp_path / f"{name}-en-zh"
        shutil.copytree(TO_CHINESE, folder)
        size = (folder / name).stat().st_size
        (folder / name).write_bytes(bytes(size))
        with pytest.raises(AppError) as broken:
            translate(lanes, folder, LETTER)
        assert broken.value.code in (ErrorCode.MODEL_BROKEN, ErrorCode.MODEL_UNSUPPORTED)
        assert broken.value.details["file"] == name
    with pytest.raises(AppError) as other:
        translate(lanes, MODELS / "tiny-e5", LETTER)
    assert other.value.code is ErrorCode.MODEL_UNSUPPORTED
    assert translate(lanes, TO_CHINESE, LETTER[1:2]).texts == ["尊敬的Fischer先生："]


def test_a_stop_is_seen_between_the_groups(lanes: Lanes) -> None:
    stop, seen = StopSignal(), list[int]()

    def on_partial(value: Any, _tail: bytes) -> None:
        seen.append(len(value.texts))
        stop.stop()

    task = TranslateSegments(TO_CHINESE, LETTER * 500, "en", "zh")
    with pytest.raises(JobCancelled):
        lanes.run(LaneName.TRANSLATION, task, on_partial=on_partial, stop=stop, time_limit=120)
    assert 0 < sum(seen) < 1000
    assert translate(lanes, TO_CHINESE, LETTER[1:2]).texts == ["尊敬的Fischer先生："]


def test_the_language_is_told(lanes: Lanes) -> None:
    guess = lanes.run(LaneName.TRANSLATION, DetectLanguage("请在星期一之前签署合同。"), time_limit=60).value
    assert (guess.language, guess.script) == ("zh", "Hans")
    assert guess.probability > 0.9


def test_the_lane_says_what_it_works_with(lanes: Lanes) -> None:
    translate(lanes, TO_CHINESE, LETTER[:1])
    described = lanes.run(LaneName.TRANSLATION, Describe(), time_limit=60).value
    assert {"ctranslate2", "sentencepiece"} <= set(described.versions)
    (loaded,) = described.models
    assert (loaded.model, loaded.provider) == ("tiny-marian-en-zh", "cpu")


@pytest.mark.parametrize("right", [True, False])
def test_the_self_test_compares_with_what_the_manifest_expects(tmp_path: Path, right: bool) -> None:
    alcove = Alcove.open(Home(tmp_path / "home"), SealState(sealed=False, means="none"))
    try:
        folder = alcove.home.models / "tiny-marian-en-zh"
        shutil.copytree(TO_CHINESE, folder)
        if not right:
            values = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            values["expected"]["translation"] = "别的"
            (folder / "manifest.json").write_text(json.dumps(values), encoding="utf-8")
        result = alcove.self_test.run("tiny-marian-en-zh")
    finally:
        alcove.close()
    assert result.state is (SelfTestState.PASSED if right else SelfTestState.FAILED), result
    assert result.failed_checks == (() if right else (TryCheck.EXPECTED,))
    assert result.decode_speed > 0
    assert result.resident_bytes is None or 0.2 < result.resident_bytes / (result.reckoned_bytes or 1) < 1.0


IDENTIFIER = language_identifier()


@pytest.mark.skipif(not IDENTIFIER.is_file(), reason="set-up kept no language identification here")
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Var ligger det närmaste apoteket?", "sv"),
        ("Kérem, írja alá a szerződést péntekig.", "hu"),
        ("Ju lutem nënshkruani kontratën.", "sq"),
        ("The contract\nmust be signed.", "en"),
        ("请签署合同。", "zh"),
        ("契約書に署名してください", "ja"),
    ],
)
def test_the_identification_knows_languages_that_no_script_tells(lanes: Lanes, text: str, language: str) -> None:
    assert TellLanguage(lanes, IDENTIFIER).of(text).language == language


def test_without_the_identification_the_characters_tell(lanes: Lanes, tmp_path: Path) -> None:
    broken = tmp_path / "lid.176.ftz"
    tell = TellLanguage(lanes, broken)
    assert (tell.of("请签署合同。").language, tell.of("Please sign it.").language) == ("zh", "en")
    broken.write_bytes(b"no table at all")
    assert tell.of("Please sign the contract by Friday.").language == "en"
    assert tell.of_segments(["", "12", "合同"]) == "zh"
