"""Tries a loaded translation model: does it write something, the same twice, what its manifest expects; how fast."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.models.self_test import TryCheck
from app.engines.translation.model import TranslationModel, Wish

SENTENCES = {
    "en": (
        "The ferry to the island leaves from pier four at half past nine.",
        "Please send the signed contract by 15 July 2026.",
        "The patient has had a cough for three weeks.",
        "The total is €240.50.",
    ),
    "zh": (
        "开往小岛的渡轮九点半从四号码头出发。",
        "请在2026年7月15日之前发送已签署的合同。",
        "患者咳嗽已经三周了。",
        "总额为240.50欧元。",
    ),
    "de": ("Die Fähre zur Insel fährt um halb zehn ab.", "Bitte senden Sie den Vertrag bis zum 15. Juli 2026."),
    "fr": ("Le ferry pour l'île part à neuf heures et demie.", "Veuillez envoyer le contrat avant le 15 juillet 2026."),
    "ja": ("島へのフェリーは九時半に出ます。", "2026年7月15日までに契約書を送ってください。"),
}
SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class TranslationTrial:
    checks: tuple[TryCheck, ...]
    failed: tuple[TryCheck, ...]
    tokens_per_second: float


def try_translation(model: TranslationModel, stop_if_cancelled: Callable[[], None]) -> TranslationTrial:
    """Raises AppError where the model does not run at all, JobCancelled."""
    source, target = _pair(model)
    wish, sentences = Wish(source, target, beam=2), SENTENCES.get(source.partition("-")[0], SENTENCES["en"])
    first, scores = _written(model, sentences, wish, stop_if_cancelled)
    times = list[float]()
    again = first
    while not times or (sum(times) < SECONDS and len(times) < 10):
        began = time.perf_counter()
        again, _ = _written(model, sentences, wish, stop_if_cancelled)
        times.append(time.perf_counter() - began)
    held = {
        TryCheck.FINITE: all(score > -50.0 for score in scores),
        TryCheck.REPEATABLE: first == again,
        TryCheck.ANSWERS: all(any(character.isalnum() for character in text) for text in first),
        TryCheck.DISTINCT: len(set(first)) > 1,
    }
    expected = model.manifest.expected
    if expected is not None and expected.translation:
        made, _ = _written(model, (expected.text,), Wish(source, target), stop_if_cancelled)
        held[TryCheck.EXPECTED] = made == [expected.translation]
    tokens = sum(model.count(text) for text in first)
    failed = tuple(check for check, holds in held.items() if not holds)
    return TranslationTrial(tuple(held), failed, tokens / max(min(times), 1e-9))


def _pair(model: TranslationModel) -> tuple[str, str]:
    """The first that its manifest names; else English and another language, or what there is."""
    facts = model.manifest.translation
    if facts is not None and facts.pairs:
        return facts.pairs[0]
    languages = [code for code in model.manifest.languages if code not in ("en", "und", "mul")]
    return "en", languages[0] if languages else "de"


def _written(
    model: TranslationModel, sentences: tuple[str, ...], wish: Wish, stop_if_cancelled: Callable[[], None]
) -> tuple[list[str], list[float]]:
    texts, scores = model.all_of(sentences, wish, stop_if_cancelled)
    return [several[0] for several in texts], scores
