"""The window's languages: which there are, loading them, and the ``translate`` that the wording is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Language:
    """``name`` is the locale name in the settings; ``own_name`` is what its speakers call it, never translated."""

    name: str
    own_name: str


LANGUAGES = (Language("en", "English"), Language("zh_CN", "简体中文"))


def translate(context: str, text: str) -> str:
    """A sentence of the wording in the window's language; fits :data:`app.wording.sentence.Translate`."""
    return QCoreApplication.translate(context, text)


class Translations:
    """Installs translators on the application; widgets then receive LanguageChange and word themselves anew."""

    def __init__(self, application: QCoreApplication, folder: Path) -> None:
        self._application, self._folder = application, folder
        self._installed: list[QTranslator] = []
        self.language = LANGUAGES[0].name

    @property
    def is_chinese(self) -> bool:
        return self.language.startswith("zh")

    def apply(self, chosen: str) -> None:
        """``chosen`` is 'system' or a name of LANGUAGES; anything unknown falls back to English."""
        self.language = language_for(chosen, QLocale.system().uiLanguages())
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed = []
        QLocale.setDefault(QLocale(self.language))
        own = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        for file in (own / f"qtbase_{self.language}.qm", self._folder / f"alcove_{self.language}.qm"):
            translator = QTranslator(self._application)
            if file.is_file() and translator.load(str(file)):
                self._application.installTranslator(translator)
                self._installed.append(translator)


def language_for(chosen: str, system_languages: list[str]) -> str:
    """The name in LANGUAGES that serves: what was chosen, else the first system language that Alcove speaks."""
    names = [language.name for language in LANGUAGES]
    if chosen in names:
        return chosen
    if chosen == SYSTEM:
        for tag in system_languages:
            code = tag.replace("-", "_")
            # Traditional Chinese readers are better served by English than by the wrong script.
            if code.split("_")[0] == "zh" and not {"TW", "HK", "MO", "Hant"} & set(code.split("_")):
                return "zh_CN"
            if code.split("_")[0] in names:
                return code.split("_")[0]
    return names[0]
