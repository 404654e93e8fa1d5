"""What a person reads about a self-test: what was measured, or why the model cannot be used."""

from __future__ import annotations

from app.domain.models.self_test import SelfTestResult, SelfTestState, TryCheck
from app.wording.devices import device_name
from app.wording.errors import sentence_for
from app.wording.quantities import amount
from app.wording.sentence import Translate


def self_test_words(result: SelfTestResult, translate: Translate) -> str:
    """One sentence: 'Checked on 2026-11-22: 12 tokens/s on the processor, 2.1 GB'."""
    date = result.tested_at.astimezone().strftime("%Y-%m-%d")
    if result.state is SelfTestState.NOT_POSSIBLE:
        return translate("SelfTest", "Cannot be tried yet: this version does not run models of this kind.")
    if result.state is SelfTestState.FAILED:
        return translate("SelfTest", "Failed its self-test on {0}: {1}").format(date, failure_words(result, translate))
    device = device_name(result.provider, translate)
    if result.passage_speed:
        words = translate("SelfTest", "Checked on {0}: {1} passages/s on {2}").format(
            date, speed(result.passage_speed), device
        )
    elif result.sound_speed:
        words = translate("SelfTest", "Checked on {0}: {1} times as fast as speech on {2}").format(
            date, speed(result.sound_speed), device
        )
    else:
        words = translate("SelfTest", "Checked on {0}: {1} tokens/s on {2}").format(
            date, speed(result.decode_speed), device
        )
    return f"{words}, {amount(result.resident_bytes)}" if result.resident_bytes else words


def failure_words(result: SelfTestResult, translate: Translate) -> str:
    """Why it failed, in a few words without a full stop."""
    if (failure := result.failure) is not None:
        return sentence_for(failure, translate).title
    reasons = _check_words(translate)
    return ", ".join(reasons[check] for check in result.failed_checks)


def speed(value: float) -> str:
    """Two digits at least: 0.8, 12, 1240."""
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _check_words(translate: Translate) -> dict[TryCheck, str]:
    return {
        TryCheck.FINITE: translate("SelfTest", "it gives values that are no numbers"),
        TryCheck.REPEATABLE: translate("SelfTest", "it gives something else for the same text each time"),
        TryCheck.ANSWERS: translate("SelfTest", "it gives no answer"),
        TryCheck.UNIT_LENGTH: translate("SelfTest", "its vectors do not have the right length"),
        TryCheck.DISTINCT: translate("SelfTest", "it cannot tell different texts apart"),
        TryCheck.SILENT: translate("SelfTest", "it hears words in silence"),
        TryCheck.EXPECTED: translate("SelfTest", "it gives something else than its makers say"),
    }
