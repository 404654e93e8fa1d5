"""Has a dictation written down in one go when it has ended: no text is shown while it is spoken."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.dictating import DictationText
from app.domain.errors import AppError, ErrorCode
from app.domain.manifest import ModelRole
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import LaneName
from app.protocol.tasks.speech import HearSpeech, SpeechOptions
from app.services.dictate import Heard


class HearAtEnd:
    """A :class:`app.services.dictate.Listener`. Any thread."""

    def __init__(self, lanes: Lanes, models: ModelFiles) -> None:
        self._lanes, self._models = lanes, models

    def begin(self, language: str, on_text: Callable[[DictationText], None], on_pause: Callable[[], None]) -> _Whole:
        """Raises MODEL_MISSING."""
        del on_text, on_pause
        model = self._models.best(ModelRole.SPEECH)
        if model is None:
            raise AppError(ErrorCode.MODEL_MISSING)
        return _Whole(self._lanes, model, language)


class _Whole:
    def __init__(self, lanes: Lanes, model: InstalledModel, language: str) -> None:
        self._lanes, self._model, self._language = lanes, model, language
        self._sound: list[bytes] = []

    def feed(self, samples: bytes) -> None:
        self._sound.append(samples)

    def finish(self, stop: StopSignal) -> Heard:
        task = HearSpeech(self._model.folder, SpeechOptions(language=self._language))
        heard = self._lanes.run(LaneName.SPEECH, task, tail=b"".join(self._sound), stop=stop).value
        text = " ".join(segment.text.strip() for segment in heard.segments)
        return Heard(text, heard.language, self._model.id)

    def cancel(self) -> None:
        self._sound.clear()
