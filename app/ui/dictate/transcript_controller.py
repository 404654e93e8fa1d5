"""Joins the transcript beside the page to the history and the player. Knows no layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.dictate.dictation import Dictation
from app.domain.dictate.transcript import Transcript, TranscriptFormat
from app.ui.bridge import Calls
from app.ui.dictate.needs import Keeping, Pieces
from app.ui.dictate.player import SoundPlayer
from app.ui.dictate.row_words import facts_words
from app.ui.dictate.transcript_panel import TranscriptPanel


class TranscriptController(QObject):
    """Signals: ``shown(Dictation)`` when it stands in the panel, ``target_wanted(Dictation, TranscriptFormat)``,
    ``insert_wanted(text)``, ``again_wanted(Dictation, model id)``, ``delete_wanted(Dictation)``.
    """

    shown = Signal(object)
    target_wanted = Signal(object, object)
    insert_wanted = Signal(str)
    again_wanted = Signal(object, str)
    delete_wanted = Signal(object)

    def __init__(
        self,
        panel: TranscriptPanel,
        history: Keeping,
        player: SoundPlayer,
        calls: Calls,
        model_name: Callable[[str], str],
    ) -> None:
        super().__init__(panel)
        self._panel, self._history, self._player, self._calls = panel, history, player, calls
        self._model_name = model_name
        self._open: Dictation | None = None
        self._request = 0
        panel.play_asked.connect(player.play)
        panel.stop_asked.connect(player.stop)
        panel.save_asked.connect(self._ask_for_target)
        panel.insert_asked.connect(lambda: self.insert_wanted.emit(panel.text))
        panel.again_asked.connect(self._ask_again)
        panel.delete_asked.connect(self._ask_to_delete)
        player.moved.connect(self._moved)
        player.playing_changed.connect(self._playing)
        player.failed.connect(panel.notice.show_error)

    @property
    def dictation(self) -> Dictation | None:
        """What stands in the panel."""
        return self._open

    def open(self, dictation_id: int, second: float | None = None, *, play: bool = False) -> None:
        """Show it; with ``second`` at the line spoken then, which ``play`` lets be heard where its sound is here."""
        self._request += 1
        request = self._request
        self._player.open(None, 0.0)
        self._calls.run(
            lambda _stop: self._read(dictation_id),
            lambda found: self._show(request, *found, second, play),
            lambda error: self._show_error(request, error),
        )

    def refresh(self) -> None:
        """It was written down anew."""
        if self._open is not None:
            self.open(self._open.id)

    def write_out(self, chosen: TranscriptFormat, target: Path) -> None:
        """The person chose the name in a dialog that asks before it overwrites."""
        if (dictation := self._open) is not None:
            self._calls.run(
                lambda _stop: self._history.write_out(dictation, chosen, target, overwrite=True),
                lambda _done: self._panel.notice.say(self.tr("Saved"), target.name, tone="calm"),
                self._panel.notice.show_error,
            )

    def close(self) -> None:
        self._request += 1
        self._player.stop()
        self._open = None

    def _read(self, dictation_id: int) -> tuple[Dictation, Transcript, Transcript, Pieces | None]:
        dictation = self._history.get(dictation_id)
        transcript = self._history.transcript(dictation)
        return dictation, transcript, self._history.as_recognised(dictation), self._history.sound(dictation)

    def _show(
        self,
        request: int,
        dictation: Dictation,
        transcript: Transcript,
        as_recognised: Transcript,
        sound: Pieces | None,
        second: float | None,
        play: bool,
    ) -> None:
        if request != self._request:
            return
        self._open = dictation
        differs = bool(dictation.raw_text) and dictation.raw_text != dictation.text
        heard = as_recognised.segments if differs else transcript.segments
        self._panel.show_transcript(
            transcript.segments, heard, facts_words(dictation, self._model_name(dictation.model))
        )
        self._panel.show_sound(dictation.seconds if sound else None)
        self._player.open(sound, dictation.seconds)
        self.shown.emit(dictation)
        if second is not None:
            self._panel.lines.show_second(second)
            self._panel.player.show_second(second)
            if play:
                self._player.play(second)

    def _show_error(self, request: int, error: BaseException) -> None:
        if request == self._request:
            self._panel.notice.show_error(error)

    def _ask_again(self, model: str) -> None:
        if self._open is not None:
            self.again_wanted.emit(self._open, model)

    def _ask_to_delete(self) -> None:
        if self._open is not None:
            self.delete_wanted.emit(self._open)

    def _ask_for_target(self, chosen: TranscriptFormat) -> None:
        if self._open is not None:
            self.target_wanted.emit(self._open, chosen)

    def _moved(self, second: float) -> None:
        self._panel.player.show_second(second)
        self._panel.lines.follow(second)

    def _playing(self, playing: bool) -> None:
        self._panel.player.show_playing(playing)
        if not playing:
            self._panel.lines.follow(None)
