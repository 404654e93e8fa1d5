"""How dictation works, beside the page: its key, the microphone, where text goes, what is written and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QKeySequenceEdit, QLabel, QVBoxLayout, QWidget

from app.domain.dictate.dictating import AudioRule, DictationMode
from app.domain.spoken.writing import Script
from app.settings.schema import Settings
from app.ui.dictate.choice_names import InsertNames, kept_words, mode_words, script_words
from app.ui.dictate.program_choices import ProgramChoices
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.scrolled_column import ScrolledColumn
from app.ui.widgets.text import label
from app.wording.languages import language_word

LANGUAGES = ("", "en", "zh", "ja", "ko", "de", "fr", "es", "it", "pt", "ru")
INSERTS = ("paste", "terminal_paste", "type", "clipboard")
CHECKS = (
    "dictation_overlay",
    "dictation_cue",
    "dictation_pre_roll",
    "write_numbers",
    "write_spoken_marks",
    "leave_out_fillers",
    "clean_up_dictations",
    "ask_finds_dictations",
)
DAYS = ("keep_dictations_days", "keep_recordings_days", "keep_sound_days")
KEPT_DAYS = (0, 1, 7, 30, 90, 365)
"""0: for good."""
WIDEST = 560
_KINDS: dict[str, Callable[[str], str]] = {"dictation_mode": DictationMode, "chinese_script": Script}
"""What Qt gives back as plain text."""


class ChoicesPanel(QWidget):
    """Signals: ``changed(dict)`` fields of the settings with their new values; ``listen_asked(bool)`` to try the
    microphone out, until it is asked to end.
    """

    changed = Signal(object)  # as a dict, Qt would make plain text of its enums
    listen_asked = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._heads: dict[str, QLabel] = {
            name: label("strong" if name.isupper() else "body", wrap=name.isupper())
            for name in ("KEY", "HEAR", "INSERT", "WRITE", "KEEP", "key", "translate", "mode", "microphone", "language",
                         "insert", "script", *DAYS)
        }  # fmt: skip
        self._keys, self._translate_keys = QKeySequenceEdit(), QKeySequenceEdit()
        for edit in (self._keys, self._translate_keys):
            edit.setMaximumSequenceLength(1)
            edit.setClearButtonEnabled(True)
        self._key_state, self._hint = label("muted", wrap=True), label("muted", wrap=True)
        self._mode, self._microphone, self._language = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self._insert, self._script = ChoiceBox(), ChoiceBox()
        self._checks = {name: QCheckBox() for name in CHECKS}
        self._keep, self.programs = QCheckBox(), ProgramChoices()
        self._days = {name: ChoiceBox() for name in DAYS}
        self._try, self.meter = button(), LevelMeter(theme)
        self._try.setCheckable(True)
        self._names = InsertNames(self)
        for box, values in (
            (self._mode, tuple(DictationMode)), (self._language, LANGUAGES), (self._insert, INSERTS),
            (self._script, tuple(Script)),
        ):  # fmt: skip
            for value in values:
                box.addItem("", value)
        for box in self._days.values():
            for days in KEPT_DAYS:
                box.addItem("", days)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._scrolled)  # no recorder of keys: the next key pressed would become the shortcut
        self._retranslate()

    def show_choices(self, settings: Settings) -> None:
        """What is chosen now; emits nothing."""
        for edit, keys in (
            (self._keys, settings.dictation_hotkey),
            (self._translate_keys, settings.translate_hotkey),
        ):
            edit.blockSignals(True)
            edit.setKeySequence(QKeySequence(keys))
            edit.blockSignals(False)
        for box, value in (
            (self._mode, settings.dictation_mode), (self._language, settings.dictation_language),
            (self._insert, settings.dictation_insert), (self._script, settings.chinese_script),
            (self._microphone, settings.dictation_microphone),
        ):  # fmt: skip
            if box.findData(value) < 0:  # unplugged, or written by hand in the file: shown as it is, and kept
                box.addItem(str(value), value)
            box.setCurrentIndex(box.findData(value))
        for name, box in self._days.items():
            days = max(getattr(settings, name), 0)
            if box.findData(days) < 0:
                box.addItem(kept_words(days), days)
            box.setCurrentIndex(box.findData(days))
        for name, check in self._checks.items():
            check.blockSignals(True)
            check.setChecked(bool(getattr(settings, name)))
            check.blockSignals(False)
        self._keep.blockSignals(True)
        self._keep.setChecked(settings.dictation_audio is AudioRule.KEEP)
        self._keep.blockSignals(False)

    def show_microphones(self, microphones: Sequence[tuple[str, str]]) -> None:
        """(id, name) of those that are connected; the system's own choice comes first by itself."""
        chosen = self._microphone.currentData() or ""
        self._microphone.clear()
        self._microphone.addItem(self.tr("As the system chooses"), "")
        for identifier, name in microphones:
            self._microphone.addItem(name, identifier)
        if self._microphone.findData(chosen) < 0:
            self._microphone.addItem(self.tr("One that is not connected"), chosen)
        self._microphone.setCurrentIndex(self._microphone.findData(chosen))

    def show_key_state(self, words: str, *, works: bool) -> None:
        """What stands in the way of the key, or that it works."""
        self._key_state.setText(words)
        self._key_state.setProperty("role", "muted" if works else "amber")
        self._key_state.style().unpolish(self._key_state)
        self._key_state.style().polish(self._key_state)

    def end_trial(self) -> None:
        """The microphone is let go."""
        self._try.setChecked(False)
        self.meter.clear()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _connect(self) -> None:
        for edit, name in ((self._keys, "dictation_hotkey"), (self._translate_keys, "translate_hotkey")):
            edit.editingFinished.connect(lambda edit=edit, name=name: self._take_key(name, edit))
        for box, name in (
            (self._mode, "dictation_mode"), (self._language, "dictation_language"), (self._insert, "dictation_insert"),
            (self._script, "chinese_script"), (self._microphone, "dictation_microphone"),
        ):  # fmt: skip
            box.activated.connect(lambda _row, box=box, name=name: self._take_choice(name, box))
        for name, box in self._days.items():
            box.activated.connect(lambda _row, box=box, name=name: self.changed.emit({name: int(box.currentData())}))
        self.programs.chosen.connect(lambda chosen: self.changed.emit({"dictation_insert_by_program": chosen}))
        for name, check in self._checks.items():
            check.toggled.connect(lambda on, name=name: self.changed.emit({name: on}))
        self._keep.toggled.connect(
            lambda on: self.changed.emit({"dictation_audio": AudioRule.KEEP if on else AudioRule.DROP})
        )
        self._try.toggled.connect(self._toggle_trial)

    def _take_choice(self, name: str, box: ChoiceBox) -> None:
        self.changed.emit({name: _KINDS.get(name, str)(box.currentData() or "")})

    def _take_key(self, name: str, edit: QKeySequenceEdit) -> None:
        self.changed.emit({name: edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)})

    def _toggle_trial(self, on: bool) -> None:
        self._retranslate()
        if not on:
            self.meter.clear()
        self.listen_asked.emit(on)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(16, 4, 16, 24)
        column.setSpacing(8)

        def form(*rows: tuple[str, QWidget]) -> None:
            made = QFormLayout()
            made.setHorizontalSpacing(16)
            made.setVerticalSpacing(8)
            made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            for name, field in rows:
                made.addRow(self._heads[name], field)
            column.addLayout(made)

        trial = QHBoxLayout()
        trial.setSpacing(12)
        trial.addWidget(self._try)
        trial.addWidget(self.meter, 1)
        column.addWidget(self._heads["KEY"])
        form(("key", self._keys), ("mode", self._mode))
        column.addWidget(self._key_state)
        form(("translate", self._translate_keys))
        column.addSpacing(12)
        column.addWidget(self._heads["HEAR"])
        form(("microphone", self._microphone), ("language", self._language))
        column.addLayout(trial)
        for name in CHECKS[:3]:
            column.addWidget(self._checks[name])
        column.addSpacing(12)
        column.addWidget(self._heads["INSERT"])
        form(("insert", self._insert))
        column.addWidget(self.programs)
        column.addWidget(self._hint)
        column.addSpacing(12)
        column.addWidget(self._heads["WRITE"])
        for name in CHECKS[3:7]:
            column.addWidget(self._checks[name])
        form(("script", self._script))
        column.addSpacing(12)
        column.addWidget(self._heads["KEEP"])
        column.addWidget(self._keep)
        column.addWidget(self._checks[CHECKS[7]])
        form(*self._days.items())
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._scrolled = ScrolledColumn(column, WIDEST)
        whole.addWidget(self._scrolled)

    def _retranslate(self) -> None:
        heads = {
            "KEY": self.tr("The keys"), "HEAR": self.tr("Listening"), "INSERT": self.tr("Into other programs"),
            "WRITE": self.tr("What is written"), "KEEP": self.tr("What is kept"), "key": self.tr("Dictate"),
            "translate": self.tr("Translate"),
            "mode": self.tr("It works by"), "microphone": self.tr("Microphone"), "language": self.tr("Language"),
            "insert": self.tr("Text goes in"), "script": self.tr("Chinese"),
            "keep_dictations_days": self.tr("Dictations stay"), "keep_recordings_days": self.tr("Transcripts stay"),
            "keep_sound_days": self.tr("Kept sound stays"),
        }  # fmt: skip
        for name, words in heads.items():
            self._heads[name].setText(words)
        narrow = [head for name, head in self._heads.items() if not name.isupper()]
        widest = max(head.sizeHint().width() for head in narrow)
        for head in narrow:  # the fields of all sections begin on one line
            head.setMinimumWidth(widest)
        self.programs.begin_fields_at(widest)
        self._scrolled.setAccessibleName(self.tr("How dictation works"))
        for box, name in (
            (self._keys, "key"), (self._translate_keys, "translate"), (self._mode, "mode"),
            (self._microphone, "microphone"), (self._language, "language"),
            (self._insert, "insert"), (self._script, "script"), *((box, name) for name, box in self._days.items()),
        ):  # fmt: skip
            box.setAccessibleName(heads[name])
        for box in self._days.values():
            for row in range(box.count()):
                box.setItemText(row, kept_words(box.itemData(row)))
        checks = {
            "dictation_overlay": self.tr("Show the words while they are spoken"),
            "dictation_cue": self.tr("A sound when listening begins and ends"),
            "dictation_pre_roll": self.tr("Keep the microphone open in between"),
            "write_numbers": self.tr("Numbers, dates and times in digits"),
            "write_spoken_marks": self.tr("“Comma” and “new line” as marks"),
            "leave_out_fillers": self.tr("Leave out “um” and “uh”"),
            "clean_up_dictations": self.tr("The chat model tidies the text; both are kept"),
            "ask_finds_dictations": self.tr("Ask and Library find dictations"),
        }
        for name, check in self._checks.items():
            check.setText(checks[name])
        self._checks["dictation_pre_roll"].setToolTip(self.tr("So that not even the first syllable is lost."))
        self._keep.setText(self.tr("Keep the sound of dictations"))
        self._translate_keys.setToolTip(self.tr("Translates what is selected in any program."))
        self._try.setText(self.tr("Stop listening") if self._try.isChecked() else self.tr("Try the microphone"))
        self._hint.setText(self._names.hint())
        for box, worded in ((self._mode, mode_words), (self._script, script_words)):
            for row in range(box.count()):
                box.setItemText(row, worded(box.itemData(row)))
        for row in range(self._language.count()):
            code = self._language.itemData(row)
            self._language.setItemText(row, language_word(code, translate) if code else self.tr("As it is spoken"))
        for row in range(self._insert.count()):
            self._insert.setItemText(row, self._names.of(self._insert.itemData(row)))
        if self._microphone.count():
            self._microphone.setItemText(0, self.tr("As the system chooses"))
