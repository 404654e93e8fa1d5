"""What was spoken, heard once more with another model; what stands there stays until the new text is whole."""

from __future__ import annotations

from app.domain.dictate.dictation import Dictation, SpokenKind
from app.domain.dictate.transcript import Transcript
from app.domain.errors import AppError, ErrorCode, FileRefused
from app.domain.library.document import Refusal
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import HearSpeech, LaneName, SpeechHeard, SpeechOptions
from app.services.devices import Devices
from app.services.dictate.after_words import AfterWords
from app.services.dictate.remember_speech import RememberSpeech
from app.services.dictate.transcribe_files import TranscribeFiles
from app.storage.store import Store


class WriteDownAgain:
    """Blocking; callable from any thread but the window's."""

    def __init__(
        self,
        store: Store,
        devices: Devices,
        models: ModelFiles,
        files: TranscribeFiles,
        after_words: AfterWords,
        remember: RememberSpeech,
    ) -> None:
        self._store, self._devices, self._models, self._files = store, devices, models, files
        self._after, self._remember = after_words, remember

    def write_down(self, dictation: Dictation, model_id: str, stop: StopSignal | None = None) -> Dictation:
        """Raises MODEL_MISSING, READING (MISSING: its sound is not here any more; NO_SPEECH), JobCancelled."""
        model = self._models.by_id(model_id)
        if model is None:
            raise AppError(ErrorCode.MODEL_MISSING, model=model_id)
        options = SpeechOptions(words=True, hot_words=self._after.hot_words())
        if dictation.kind is SpokenKind.FILE and dictation.path is not None:
            self._files.one(dictation.path, options, again=True, with_model=model, stop=stop)
            return self._store.dictations.get(dictation.id)
        sound = self._store.dictations.sound(dictation.id)
        if not sound:
            raise FileRefused(Refusal.MISSING)
        task = HearSpeech(model.folder, options)
        heard = self._devices.run(LaneName.SPEECH, task, model_id=model.id, tail=sound, stop=stop).value
        assert isinstance(heard, SpeechHeard)
        if not heard.segments:
            raise FileRefused(Refusal.NO_SPEECH)
        raw = Transcript(heard.language, dictation.seconds, heard.segments, model.id)
        written = self._after.write(raw.text, heard.language, stop=stop)
        row = self._store.dictations.write_down(
            dictation.id,
            text=written.text,
            raw_text=raw.text,
            transcript=None,
            language=heard.language,
            model=model.id,
            seconds=dictation.seconds,
        )
        self._remember.remember(row, stop=stop)
        return row
