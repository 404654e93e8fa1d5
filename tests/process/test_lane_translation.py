"""The dedicated engine through the one face: real worker, real small models, terms enforced, alternatives, pivots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.composition import Alcove
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.translate.glossary import Term
from app.domain.translate.translation import Origin, TranslatedSegment, TranslateOptions, WayKind
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import LaneName
from app.seal.models import SealState
from app.services.translate.lane_engine import with_marks, with_terms
from app.services.translate.translate_text import TextBegan, TextEvent, TextSegment, worst_first
from app.settings.paths import Home

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
SIGN, RENT = "Please sign the contract by 15 July 2026.", "The rent is €950.50 a month."
REPORT = "Dr Kowalska will translate the annual report on Monday."


@pytest.fixture(scope="module")
def alcove(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alcove]:
    home = Home(tmp_path_factory.mktemp("alcove") / "home")
    for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
        shutil.copytree(MODELS / name, home.models / name)
    opened = Alcove.open(home, SealState(sealed=False, means="", reason=None))
    yield opened
    opened.close()


def translated(alcove: Alcove, *segments: str, options: TranslateOptions | None = None) -> list[TranslatedSegment]:
    found = alcove.translator.translate(segments, "en", "zh", options)
    return sorted(found, key=lambda one: one.index)


def test_the_best_way_is_shown_and_asked(alcove: Alcove) -> None:
    way = alcove.translator.way("en", "zh")
    assert (way.id, way.kind, way.models) == ("tiny-marian-en-zh", WayKind.DEDICATED, ("tiny-marian-en-zh",))
    first, second = translated(alcove, SIGN, RENT)
    assert first.text.startswith("请在2026年7月15日")
    assert "950.50欧元" in second.text
    assert (first.marks, second.marks, first.origin) == ((), (), Origin.ENGINE)
    assert 0.5 < first.score <= 1.0


def test_formatting_goes_around_the_words_that_mean_the_same(alcove: Alcove) -> None:
    (made,) = translated(alcove, "Please sign ⟦1⟧the contract⟦/1⟧ by 15 July 2026.⟦2/⟧")
    assert "⟦1⟧合同⟦/1⟧" in made.text
    assert made.marks == ()


def test_a_term_is_enforced_in_its_place_and_a_name_stays(alcove: Alcove) -> None:
    options = TranslateOptions(terms=(Term("contract", "协议"), Term("Kowalska")))
    first, second = translated(alcove, "Please sign ⟦1⟧the contract⟦/1⟧ by 15 July 2026.", REPORT, options=options)
    assert "⟦1⟧协议⟦/1⟧" in first.text
    assert "合同" not in first.text
    assert "Kowalska" in second.text
    assert (first.marks, second.marks) == ((), ())


def test_a_correction_is_learnt_and_used_before_the_engine(alcove: Alcove) -> None:
    alcove.translate_text.learn([(REPORT, "科瓦尔斯卡博士周一翻译年报。")], "en", "zh")
    (made,) = translated(alcove, REPORT)
    assert (made.text, made.origin, made.score) == ("科瓦尔斯卡博士周一翻译年报。", Origin.MEMORY, 1.0)
    near = alcove.translator.similar(REPORT.replace("Monday", "Friday"), "en", "zh")
    assert [round(one.likeness, 1) for one in near] == [0.9]


def test_a_text_is_found_out_cut_streamed_and_kept(alcove: Alcove) -> None:
    events: list[TextEvent] = []
    made = alcove.translate_text.translate(f"1. {SIGN}\n2. {RENT} 42", "zh", keep=True, on_event=events.append)
    assert isinstance(events[0], TextBegan)
    assert (events[0].source, events[0].way and events[0].way.id) == ("en", "tiny-marian-en-zh")
    assert sum(isinstance(event, TextSegment) for event in events) == 3
    assert made.text.startswith("1. 请在2026年7月15日")
    assert "\n2. 租金" in made.text
    (kept,) = alcove.translate_text.kept("租金")
    assert (kept.source_language, kept.engine, kept.target) == ("en", "tiny-marian-en-zh", made.text)
    alcove.translate_text.forget(kept.id)
    assert list(alcove.translate_text.kept()) == []


def test_back_and_forth_the_sense_is_compared(alcove: Alcove) -> None:
    texts = alcove.translate_text
    there = "请在2026年7月15日前签署合同。"
    good = texts.back(SIGN, there, "en", "zh")
    assert (good.likeness > 0.6, good.is_doubtful, good.lost) == (True, False, ())
    bad = texts.back(SIGN, there.replace("2026", "2029"), "en", "zh")
    assert (bad.is_doubtful, bad.lost) == (True, ("2026",))


def test_other_wordings_are_offered_and_may_begin_as_asked(alcove: Alcove) -> None:
    found = alcove.translate_text.alternatives(SIGN, "en", "zh")
    assert 1 < len({one.text for one in found}) <= 3
    begun = alcove.translate_text.alternatives(SIGN, "en", "zh", prefix="请")
    assert all(one.text.startswith("请") for one in begun)


def test_what_the_model_does_not_know_is_marked_or_unsure(alcove: Alcove) -> None:
    """It was trained on a few patterns: other sentences come out wrong, and must not look sure."""
    good, *strange = translated(
        alcove,
        SIGN,
        "Quantum chromodynamics describes how 8 gluons bind 6 quarks together in 1973.",
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
    )
    assert all(one.marks or one.score < good.score for one in strange)
    assert worst_first([good, *strange])[-1] == good


def test_traditional_chinese_is_written_where_it_is_asked_for(alcove: Alcove) -> None:
    """The small model writes Simplified alone; the lane turns it."""
    (made,) = alcove.translator.translate([SIGN], "en", "zh-hant")
    assert "簽署" in made.text
    assert "合同" in made.text
    assert made.marks == ()


def test_a_stop_ends_a_long_list_at_once(alcove: Alcove) -> None:
    stop = StopSignal()
    many = [f"The rent is €{n}.50 a month." for n in range(3000)]
    streaming = alcove.translator.translate(many, "en", "zh", stop=stop)
    next(streaming)
    stop.stop()
    with pytest.raises(JobCancelled):
        list(streaming)
    assert translated(alcove, RENT)[0].marks == (), "the lane works on"


def test_an_iterator_that_is_closed_lets_the_lane_go(alcove: Alcove) -> None:
    streaming = alcove.translator.translate([f"The rent is €{n}.50 a month." for n in range(3000)], "en", "zh")
    next(streaming)
    streaming.close()
    assert translated(alcove, SIGN)[0].marks == ()


def test_two_models_make_a_way_through_english(alcove: Alcove) -> None:
    """The Chinese models stand in for pairs that meet in English: the second one is a copy under another name."""
    copy = alcove.home.models / "tiny-marian-en-xx"
    shutil.copytree(MODELS / "tiny-marian-en-zh", copy)
    manifest = (copy / "manifest.json").read_text("utf-8")
    manifest = manifest.replace('"tiny-marian-en-zh"', '"tiny-marian-en-xx"').replace('"zh"', '"yue"')
    (copy / "manifest.json").write_text(manifest, encoding="utf-8")
    try:
        way = alcove.choose_translation.best("zh", "yue")
        assert (way.kind, way.models) == (WayKind.PIVOT, ("tiny-marian-zh-en", "tiny-marian-en-xx"))
        (made,) = alcove.translator.translate(["租金每月为950.50欧元。"], "zh", "yue")
        assert "950" in made.text
        assert "yue" in alcove.choose_translation.languages()["zh"]
    finally:
        shutil.rmtree(copy)


def test_a_model_that_goes_away_is_a_clear_error(alcove: Alcove, tmp_path: Path) -> None:
    away = alcove.home.models / "tiny-marian-en-zh"
    away.rename(tmp_path / "away")
    alcove.lanes.park(LaneName.TRANSLATION)
    try:
        with pytest.raises(AppError) as missing:
            translated(alcove, RENT)
        assert missing.value.code is ErrorCode.TRANSLATION_MISSING
        assert translated(alcove, "42")[0].text == "42"
    finally:
        (tmp_path / "away").rename(away)


def test_marks_around_terms_go_in_and_come_out() -> None:
    terms = (Term("rent", "租金"), Term("Alcove"))
    assert with_marks("Alcove's rents", terms) == "⟦9001⟧Alcove's⟦/9001⟧ ⟦9000⟧rents⟦/9000⟧"
    assert with_marks("the rent", terms, are_said=True) == "the ⟦9000⟧租金⟦/9000⟧"
    assert with_terms("⟦9001⟧阿尔科夫⟦/9001⟧的⟦9000⟧⟦1⟧房租⟦/1⟧⟦/9000⟧", terms) == "Alcove的⟦1⟧租金⟦/1⟧"
    assert with_terms("房租⟦/9000⟧", terms) == "房租"
    assert with_terms("⟦1⟧x⟦/1⟧", ()) == "⟦1⟧x⟦/1⟧"
