"""A conversion in words: its stages, what was compared, and why it did not work."""

from __future__ import annotations

from app.domain.errors import AppError, ErrorCode
from app.domain.models.conversion import Comparison, ConversionStage
from app.wording.sentence import Sentence, Translate


def conversion_sentence(error: AppError, translate: Translate) -> Sentence | None:
    """The sentence of a CONVERSION code; None for any other code."""
    sentence = _sentences(translate).get(error.code)
    if sentence is None:
        return None
    if error.code is ErrorCode.CONVERSION_FAILED:
        reason = _reasons(translate).get(str(error.details.get("reason", "")))
        sentence = reason or sentence
        problem = str(error.details.get("problem", ""))
        if problem and reason is None:
            return Sentence(sentence.title, f"{sentence.what} ({problem})", _with_log(sentence.help, error, translate))
        return sentence
    named = error.details.get("path") or error.details.get("name")
    if error.code is not ErrorCode.CONVERSION_TOOLS and isinstance(named, str) and named:
        return Sentence(sentence.title, f"{sentence.what} ({named})", sentence.help)
    return sentence


def stage_name(stage: ConversionStage, translate: Translate) -> str:
    return {
        ConversionStage.READING: translate("Conversion", "reading the original"),
        ConversionStage.EXPORTING: translate("Conversion", "writing the new form"),
        ConversionStage.QUANTIZING: translate("Conversion", "making it smaller"),
        ConversionStage.COMPARING: translate("Conversion", "comparing with the original"),
        ConversionStage.INSTALLING: translate("Conversion", "installing"),
    }[stage]


def comparison_words(comparison: Comparison, translate: Translate) -> str:
    """One line: what was compared, the figure, the limit."""
    before = comparison.of == "export"
    where = translate("Conversion", "before rounding") if before else translate("Conversion", "as installed")
    name = _names(translate).get(comparison.name, comparison.name)
    limit = translate("Conversion", "at most {0}") if comparison.at_most else translate("Conversion", "at least {0}")
    value = "–" if comparison.value is None else _figure(comparison.name, comparison.value)
    limit = limit.format(_figure(comparison.name, comparison.limit))
    return f"{where}: {name} {value} ({limit}; n = {comparison.samples})"


def _names(translate: Translate) -> dict[str, str]:
    return {
        "same_tokens": translate("Conversion", "the same next word as the original"),
        "divergence": translate("Conversion", "distance of the probabilities"),
        "likelihood": translate("Conversion", "difference in likelihood"),
        "cosine": translate("Conversion", "least similarity of a vector"),
        "score": translate("Conversion", "largest difference of a relevance"),
        "frames": translate("Conversion", "similarity of what is heard"),
    }


def _figure(name: str, value: float) -> str:
    if name == "same_tokens":
        return f"{value * 100:.0f} %"
    return f"{value:.4f}" if value >= 0.0005 or value == 0 else f"{value:.1g}"


def _with_log(text: str, error: AppError, translate: Translate) -> str:
    log = str(error.details.get("path", ""))
    return f"{text} {translate('Conversion', 'What the tools said: {0}').format(log)}" if log else text


def _reasons(translate: Translate) -> dict[str, Sentence]:
    """Where the world is at fault, by the reason that the tools give."""
    return {
        "memory": Sentence(
            translate("Conversion", "Not enough memory"),
            translate("Conversion", "The conversion needed more memory than is free. It was stopped; nothing is left."),
            translate("Conversion", "Close other programs, or convert the model on a larger computer."),
        ),
        "disk": Sentence(
            translate("Conversion", "The disk is full"),
            translate("Conversion", "The conversion found no more room on the disk. What was written is removed."),
            translate("Conversion", "Free some space on the disk, then try once more."),
        ),
    }


def _sentences(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        ErrorCode.CONVERSION_TOOLS: Sentence(
            translate("Conversion", "The tools for converting are not here"),
            translate("Conversion", "Converting needs tools that do not come with Alcove. They are set up once."),
            translate(
                "Conversion",
                "In Alcove's source folder run: python3 packaging/bootstrap.py convert. "
                "An installed Alcove finds them by ALCOVE_CONVERT_PYTHON.",
            ),
        ),
        ErrorCode.CONVERSION_FAILED: Sentence(
            translate("Conversion", "The conversion did not work"),
            translate("Conversion", "The tools could not convert this model. Nothing was installed."),
            translate("Conversion", "Get the model in a form that is ready to run, or choose another model."),
        ),
        ErrorCode.CONVERSION_DIFFERS: Sentence(
            translate("Conversion", "The converted model differs too much"),
            translate("Conversion", "The converted model does not answer like the original, so it was not installed."),
            translate("Conversion", "Try --precision int8, or install it all the same with --anyway."),
        ),
        ErrorCode.CONVERSION_PRECISION: Sentence(
            translate("Conversion", "Only 8 bits here"),
            translate("Conversion", "Speech and translation models are converted to int8 only."),
            translate("Conversion", "Leave --precision out."),
        ),
    }
