"""The Settings page: language, look, where the data lives, the models. Emits intentions, knows no service."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.domain.models.manifest import Manifest, ModelRole
from app.settings.schema import Theme as Choice
from app.ui.friendly_path import friendly_path
from app.ui.settings.about import about_lines
from app.ui.settings.downloads_section import DownloadsSection
from app.ui.theme.sizes import MEASURE
from app.ui.theme.theme import Theme
from app.ui.translation import LANGUAGES, SYSTEM
from app.ui.widgets.buttons import button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label


class SettingsPage(QWidget):
    """Signals: ``language_chosen(name)``, ``theme_chosen(Choice)``, ``folder_opened(Path)``, ``proof_asked()``,
    ``downloads_chosen(DownloadChoices)``."""

    language_chosen = Signal(str)
    theme_chosen = Signal(object)
    folder_opened = Signal(object)
    proof_asked = Signal()
    downloads_chosen = Signal(object)

    def __init__(self, theme: Theme, home: Path, *, sealed: bool) -> None:
        super().__init__()
        self._theme, self._home, self._sealed = theme, home, sealed
        self._models: tuple[Manifest, ...] = ()
        self._title, self._notice = label("title"), Notice(theme)
        self._heads: dict[str, QLabel] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._column.addWidget(self._title)
        self._column.addSpacing(8)
        self._section("language", self._language_row())
        self._section("theme", self._theme_row())
        self._section("data", self._data_row())
        self._column.addWidget(self._notice)
        self._model_list = QVBoxLayout()
        self._model_list.setSpacing(12)
        models = QWidget()
        models.setLayout(self._model_list)
        self._model_list.setContentsMargins(0, 0, 0, 0)
        self._section("models", models)
        self.downloads = DownloadsSection()
        self.downloads.chosen.connect(self.downloads_chosen)
        self._section("downloads", self.downloads)
        self._section("seal", self._seal_row())
        self._about = label("muted", wrap=True)
        self._about.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._section("about", self._about)
        self._column.addStretch(1)
        self._lay_out()
        self._retranslate()

    def show_choices(self, language: str, choice: Choice) -> None:
        """What is chosen now; emits nothing."""
        self._languages.blockSignals(True)
        self._languages.setCurrentIndex(max(0, self._languages.findData(language)))
        self._languages.blockSignals(False)
        for each, made in self._choices.items():
            made.setChecked(each is choice)

    def say_opened(self, opened: bool) -> None:
        """Whether the desktop showed the data folder; if not, its path is there to copy."""
        self._notice.clear()
        if not opened:
            words = self.tr("The desktop offers no way to open it from here. The folder is {0}")
            self._notice.say(self.tr("Nothing opened the folder"), words.format(self._home))

    def show_models(self, models: tuple[Manifest, ...]) -> None:
        self._models = models
        while (item := self._model_list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for manifest in models:
            self._model_list.addWidget(label("strong", manifest.name))
            self._model_list.addWidget(label("muted", self._model_words(manifest), wrap=True))
        roles = {manifest.role for manifest in models if not manifest.demonstration}
        if ModelRole.EMBEDDING not in roles:
            words = self.tr("No embedding model is installed: Alcove finds passages by their words only.")
            self._model_list.addWidget(label("muted", words, wrap=True))
        if ModelRole.CHAT not in roles:
            words = self.tr("No language model is installed: answers are quotes from your documents, word for word.")
            self._model_list.addWidget(label("muted", words, wrap=True))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _section(self, name: str, content: QWidget) -> None:
        head = label("strong")
        self._heads[name] = head
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.addWidget(content)
        self._column.addSpacing(12)
        self._column.addWidget(head)
        self._column.addWidget(card)

    def _language_row(self) -> QWidget:
        self._language_words, self._languages = label("muted", wrap=True), ChoiceBox()
        self._languages.addItem("", SYSTEM)
        for language in LANGUAGES:
            self._languages.addItem(language.own_name, language.name)
        self._languages.activated.connect(lambda row: self.language_chosen.emit(self._languages.itemData(row)))
        return _beside(self._language_words, self._languages)

    def _theme_row(self) -> QWidget:
        self._theme_words = label("muted", wrap=True)
        self._choices = {choice: button("segment") for choice in Choice}
        group, frame = QButtonGroup(self), QFrame()
        frame.setProperty("role", "sunken")
        line = QHBoxLayout(frame)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(2)
        for choice, made in self._choices.items():
            group.addButton(made)
            line.addWidget(made)
            made.clicked.connect(lambda _checked=False, chosen=choice: self.theme_chosen.emit(chosen))
        return _beside(self._theme_words, frame)

    def _data_row(self) -> QWidget:
        self._data_words, self._open = label("muted", wrap=True), button()
        self._open.clicked.connect(lambda: self.folder_opened.emit(self._home))
        return _beside(self._data_words, self._open)

    def _seal_row(self) -> QWidget:
        self._seal_words, self._proof = label("muted", wrap=True), button()
        self._proof.clicked.connect(self.proof_asked)
        return _beside(self._seal_words, self._proof)

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setMaximumWidth(MEASURE + 48)
        middle.setLayout(self._column)
        self._column.setContentsMargins(24, 32, 24, 40)
        scrolled = QWidget()
        scrolled.setProperty("role", "scrolled")
        centre = QHBoxLayout(scrolled)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.addStretch(1)
        centre.addWidget(middle, 100)
        centre.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(scrolled)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.setFocusProxy(self._languages)

    def _model_words(self, manifest: Manifest) -> str:
        roles = {
            ModelRole.CHAT: self.tr("Language model: writes answers"),
            ModelRole.EMBEDDING: self.tr("Embedding model: finds passages by meaning"),
            ModelRole.RERANKING: self.tr("Reranker: puts the best passages first"),
            ModelRole.SPEECH: self.tr("Speech model"),
            ModelRole.TRANSLATION: self.tr("Translation model"),
        }
        size = QLocale().formattedDataSize(manifest.bytes, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
        languages = ", ".join(_language_name(code) for code in manifest.languages)
        does = roles[manifest.role]
        if manifest.demonstration:
            does = (
                self.tr("For demonstration: copies one sentence")
                if manifest.role is ModelRole.CHAT
                else self.tr("For demonstration: knows a few words")
            )
        return f"{does} · {size} · {languages} · {manifest.licence}"

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Settings"))
        self._area.setAccessibleName(self._title.text())
        words = {
            "language": self.tr("Language"),
            "theme": self.tr("Look"),
            "data": self.tr("Your data"),
            "models": self.tr("Models"),
            "downloads": self.tr("Downloads"),
            "seal": self.tr("Offline seal"),
            "about": self.tr("About Alcove"),
        }
        for name, head in self._heads.items():
            head.setText(words[name])
        self._language_words.setText(self.tr("The language of this window."))
        self._languages.setItemText(0, self.tr("As the system"))
        self._languages.setAccessibleName(words["language"])
        self._theme_words.setText(self.tr("Light paper or dark ink."))
        names = {
            Choice.SYSTEM: self.tr("As the system"),
            Choice.LIGHT: self.tr("Light"),
            Choice.DARK: self.tr("Dark"),
        }
        for choice, made in self._choices.items():
            made.setText(names[choice])
            made.setAccessibleName(f"{words['theme']}: {names[choice]}")
        self._data_words.setText(
            self.tr("Everything Alcove keeps is in one folder. Your own files stay where they are.")
            + f"\n{friendly_path(self._home)}"
        )
        self._open.setText(self.tr("Open folder"))
        self._seal_words.setText(
            self.tr("Alcove gave up the network when it started, and the system enforces it.")
            if self._sealed
            else self.tr("Alcove holds no code that connects, but on this system nothing enforces it.")
        )
        self._proof.setText(self.tr("Show the proof"))
        self._about.setText("\n".join(about_lines()))
        self.show_models(self._models)


def _language_name(code: str) -> str:
    """In the language itself; codes that are no language (such as 'mul') stay as they are."""
    locale = QLocale(code)
    if locale.language() == QLocale.Language.C:
        return code
    own = {language.name.split("_")[0]: language.own_name for language in LANGUAGES}
    return own.get(code) or locale.nativeLanguageName()


def _beside(words: QLabel, control: QWidget) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(16)
    line.addWidget(words, 1)
    line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
