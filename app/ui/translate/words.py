"""What the Translate page says about sentences, engines and speeds; only sentences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.translate.translation import Mark
from app.ui.translate.values import EngineChoice, GetThis, Translated
from app.ui.translation import translate
from app.wording.languages import language_word
from app.wording.quantities import amount
from app.wording.translation import mark_words

FAST, SLOW = 300.0, 40.0
"""Characters a second: as fast as one reads over a text; slower than one reads it."""


def memory_words(translated: Translated) -> str:
    """'From memory, 87 % alike'; '' where an engine translated."""
    if translated.learnt:
        return QCoreApplication.translate("Translate", "Your own wording; it will be used again")
    if translated.memory is None:
        return ""
    share = round(translated.memory * 100)
    if share >= 100:
        return QCoreApplication.translate("Translate", "From memory")
    return QCoreApplication.translate("Translate", "From memory, {percent} % alike").format(percent=share)


def note_words(translated: Translated) -> str:
    """All that is to be said of one sentence, in one line; '' where there is nothing."""
    remembered = translated.memory is not None
    told = [mark_words(mark, translate) for mark in translated.marks if not (remembered and mark is Mark.FUZZY)]
    if words := memory_words(translated):
        told.append(words)
    if translated.left_alone and not told:
        told.append(QCoreApplication.translate("Translate", "Nothing to translate here"))
    return " · ".join(told)


def needs_a_look(translated: Translated) -> bool:
    """Marked, or remembered of a sentence that was only alike."""
    return bool(translated.marks) or (translated.memory is not None and translated.memory < 1.0)


def engine_words(engine: EngineChoice) -> str:
    """'OPUS-MT · through English'."""
    if not engine.through:
        return engine.name
    through = QCoreApplication.translate("Translate", "through {language}")
    return f"{engine.name} · {through.format(language=language_word(engine.through, translate))}"


def speed_words(engine: EngineChoice) -> str:
    """How fast it is on this computer, as a person feels it; '' while nobody knows."""
    if not engine.per_second:
        return QCoreApplication.translate("Translate", "a chat model") if engine.writes else ""
    if engine.per_second >= FAST:
        return QCoreApplication.translate("Translate", "at once")
    if engine.per_second >= SLOW:
        return QCoreApplication.translate("Translate", "faster than one reads")
    return QCoreApplication.translate("Translate", "slower than one reads")


def nothing_words(get: GetThis | None) -> str:
    """What to get, and for how much disk, while nothing here can translate."""
    if get is None:
        return QCoreApplication.translate(
            "Translate",
            "A translation model or a chat model is needed. The Models page shows which fit.",
        )
    if not get.bytes:
        return QCoreApplication.translate(
            "Translate", "{name} translates on this computer, without a network. The Models page shows its size."
        ).format(name=get.name)
    return QCoreApplication.translate(
        "Translate", "{name} translates on this computer, without a network. It takes {size} of the disk."
    ).format(name=get.name, size=amount(get.bytes))


def language_words(code: str) -> str:
    return language_word(code, translate)


def number_words(number: int) -> str:
    """With the marks between thousands that the person's language puts."""
    return QLocale().toString(number)
