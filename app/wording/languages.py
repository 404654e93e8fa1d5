"""The names of languages in the person's own language."""

from __future__ import annotations

from app.wording.sentence import Translate

_CODES = "en zh zh-hant ja ko de fr es it pt nl pl ru uk tr ar fa he hi th vi id cs sv el"
LANGUAGES = tuple(_CODES.split(" "))
"""Codes that have a name here, the commonest first."""


def language_word(code: str, translate: Translate) -> str:
    """'German' for 'de' and 'de-at'; the code itself where there is no name for it here."""
    names = _names(translate)
    folded = code.lower().replace("_", "-")
    return names.get(folded) or names.get(folded.partition("-")[0]) or code


def _names(translate: Translate) -> dict[str, str]:
    return {
        "en": translate("Language", "English"),
        "zh": translate("Language", "Chinese"),
        "zh-hans": translate("Language", "Simplified Chinese"),
        "zh-hant": translate("Language", "Traditional Chinese"),
        "zh-tw": translate("Language", "Traditional Chinese"),
        "ja": translate("Language", "Japanese"),
        "ko": translate("Language", "Korean"),
        "de": translate("Language", "German"),
        "fr": translate("Language", "French"),
        "es": translate("Language", "Spanish"),
        "it": translate("Language", "Italian"),
        "pt": translate("Language", "Portuguese"),
        "nl": translate("Language", "Dutch"),
        "pl": translate("Language", "Polish"),
        "ru": translate("Language", "Russian"),
        "uk": translate("Language", "Ukrainian"),
        "tr": translate("Language", "Turkish"),
        "ar": translate("Language", "Arabic"),
        "fa": translate("Language", "Persian"),
        "he": translate("Language", "Hebrew"),
        "hi": translate("Language", "Hindi"),
        "th": translate("Language", "Thai"),
        "vi": translate("Language", "Vietnamese"),
        "id": translate("Language", "Indonesian"),
        "cs": translate("Language", "Czech"),
        "sv": translate("Language", "Swedish"),
        "el": translate("Language", "Greek"),
    }
